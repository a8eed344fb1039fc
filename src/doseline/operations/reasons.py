"""The reasons that a plan states for its late cycles and those that it does not give, told to a reader."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from doseline.i18n import (
    CONSTRAINTS,
    Formats,
    Messages,
    Names,
    cause_words,
    constraint_sentence,
    reason_sentence,
    tell_disturbances,
)
from doseline.journey import Administration, Unserved
from doseline.network import PlanPackage

__all__ = ["Disturbed", "Reasons"]


@dataclass(frozen=True, slots=True)
class Disturbed:
    """A closure or stop in a sentence, and how many cycles it keeps out on days tried."""

    sentence: str
    late: int
    unserved: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """What ``reasons`` of a plan's summary says, in a language.

    Parameters
    ----------
    by_cycle : reason of each cycle that has one
    language : of the sentences
    """

    by_cycle: Mapping[tuple[str, int], Mapping[str, Any]]
    language: str

    @classmethod
    def of(cls, plan: PlanPackage, language: str) -> "Reasons":
        """Read them; a plan that states none has none."""
        stated = plan.summary.get("reasons")
        rows = stated if isinstance(stated, list) else []
        return cls({(row["course_id"], row["cycle_number"]): row for row in rows}, language)

    def get(self, row: Administration | Unserved) -> Mapping[str, Any] | None:
        """Return the reason stated for a cycle."""
        return self.by_cycle.get((row.course_id, row.cycle_number))

    def cause(self, row: Administration) -> str:
        """Return what decided that a cycle is late, as the plan names it, or ``unknown``."""
        reason = self.get(row)
        return str(reason["cause"]) if reason else "unknown"

    def cause_words(self, row: Administration) -> str:
        """Return the same in a few words."""
        return cause_words(self.cause(row), self.language)

    def late(self, row: Administration, names: Names) -> str:
        """Say why a cycle is late."""
        reason = self.get(row)
        return reason_sentence(reason, self.language, names) if reason else Messages(self.language)("why-unknown")

    def unserved(self, row: Unserved, names: Names, home_site_id: str | None) -> str:
        """Say why a cycle is not given.

        In English a plan says it itself; without a stated reason, each constraint that binds has its sentence.
        """
        if self.language == "en" and row.sentence:
            return row.sentence
        if reason := self.get(row):
            return reason_sentence(reason, self.language, names)
        details = {"product": names.product} | ({"site": names.site(home_site_id)} if home_site_id else {})
        said = [
            constraint_sentence(identifier, self.language, **details)
            for identifier in row.binding
            if identifier in CONSTRAINTS
        ]
        return " ".join(said) or Messages(self.language)("why-unknown")

    def disturbed(
        self, late: Collection[Administration], unserved: Collection[Unserved], names: Names
    ) -> list[Disturbed]:
        """Say each closure and stop that some of these cycles met, those met by most first.

        Parameters
        ----------
        late, unserved : cycles of the plan
        names : of centres and makers
        """
        met_late, met_unserved = (
            [_disturbances(reason) for row in rows if (reason := self.get(row))] for rows in (late, unserved)
        )
        every = [one for met in (*met_late, *met_unserved) for one in met.values()]
        found = []
        for told in tell_disturbances(every, Messages(self.language), Formats(self.language, "UTC"), names):
            counts = (sum(not told.keys.isdisjoint(met) for met in mets) for mets in (met_late, met_unserved))
            found.append(Disturbed(told.sentence, *counts))
        return sorted(found, key=lambda one: -one.late - one.unserved)


def _disturbances(reason: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(one["kind"], one["key"]): one for one in reason.get("disturbances") or ()}
