"""Why one cycle is late or not given, in words: from the reason that a plan carries in its summary."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from doseline.i18n.catalogue import Messages
from doseline.i18n.constraints import CONSTRAINTS, constraint_sentence
from doseline.i18n.disturbances import first_of, tell_disturbances
from doseline.i18n.formats import Formats
from doseline.i18n.names import Names

__all__ = ["CAUSES", "cause_words", "reason_sentence"]

CAUSES: Final = ("pinned", "interval", "withheld", "overdue", "frozen", "no_earlier_day", "binding")
"""What may decide that a cycle is late, as `summary.json` names it."""

_FULL: Final = 3
"""So many rows after the horizon are named."""

_DISTURBANCES: Final = 3
"""So many sentences name closures and stops."""


def cause_words(cause: str, language: str) -> str:
    """Say what decides that a cycle is late in a few words, for a column of a table.

    Parameters
    ----------
    cause : str
        One of `CAUSES`; any other is said to be unknown.
    language : str
        One of `LANGUAGES`.

    Examples
    --------
    >>> cause_words("interval", "en")
    'interval'
    """
    return Messages(language)(f"why-cause-{cause if cause in CAUSES else 'unknown'}")


def reason_sentence(reason: Mapping[str, Any], language: str, names: Names) -> str:
    """Say why a cycle is late or not given, in a few sentences.

    Parameters
    ----------
    reason : one of ``reasons`` in ``summary.json``
    language : one of the four
    names : of its product and centres

    Examples
    --------
    >>> reason = {"cause": "withheld", "on": "2027-03-12", "binding": [], "centres": ["A"]}
    >>> reason_sentence(reason, "en", Names(product="Lutathera"))
    'The blood results were withheld; the next test is on Fri 12 Mar, after the end of its window.'
    """
    return " ".join(_Telling(reason, Messages(language), Formats(language, "UTC"), names).sentences())


@dataclass(frozen=True, slots=True)
class _Telling:
    reason: Mapping[str, Any]
    say: Messages
    write: Formats
    names: Names

    def sentences(self) -> Iterator[str]:
        cause = str(self.reason["cause"])
        is_late = bool(self.reason.get("late", True))
        if cause == "previous_cycle":
            yield self.say("why-previous_cycle", previous=str(self.reason["cycle_number"] - 1))
        elif is_late or cause != "binding":
            yield self._cause(cause, is_late=is_late)
        if cause not in ("pinned", "previous_cycle"):
            yield from self._tried(is_late=is_late)
        if not is_late and self.reason.get("open_until"):
            yield self.say("why-still-open", until=self._day(self.reason["open_until"]))

    def _cause(self, cause: str, *, is_late: bool) -> str:
        on = self._day(self.reason["on"]) if self.reason.get("on") else ""
        if cause == "interval":
            previous = str(self.reason["cycle_number"] - 1)
            return self.say("why-interval", on=on, previous=previous, days=str(self.reason["interval_min_d"]))
        if cause == "withheld" and not is_late:
            return self.say("why-withheld-not-given", on=on)
        return self.say(f"why-{cause}", on=on)

    def _tried(self, *, is_late: bool) -> Iterator[str]:
        """Yield what was met on the days tried; of a cycle that is not given without any, the rules that left none."""
        met: Sequence[Mapping[str, Any]] = self.reason.get("met") or ()
        orders: Sequence[Mapping[str, Any]] = self.reason.get("orders") or ()
        if met:
            yield self.say(
                "why-tried",
                days=sum(row["days"] for row in met),
                kind="earlier" if is_late else "all",
                centres=len(self.reason["centres"]),
                names=self._centres(),
                met=self._met(met),
            )
        elif not is_late:
            yield from map(self._constraint, (one for one in self.reason["binding"] if one in CONSTRAINTS))
        if any("C20" in row["what"] for row in met) and self.reason.get("tail"):
            yield from self._tail(self.reason["tail"])
        yield from self._disturbances(self.reason.get("disturbances") or ())
        for order in orders:
            details = {"order": order["order_id"], "site": self.names.site(order["centre"])}
            if order["met"]:
                days = sum(row["days"] for row in order["met"])
                yield self.say("why-order", days=days, met=self._met(order["met"]), **details)
            else:
                yield self.say("why-order-never", **details)

    def _disturbances(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Name the closures and stops that were met."""
        told = tell_disturbances(rows, self.say, self.write, self.names)
        yield from (one.sentence for one in told[:_DISTURBANCES])
        if others := sum(len(one.keys) for one in told[_DISTURBANCES:]):
            yield self.say("why-disturbed-more", rows=others)

    def _met(self, met: Sequence[Mapping[str, Any]]) -> str:
        """Say what was met on how many of the days."""
        said = [(row["days"], self._what(row["what"])) for row in met]
        if len(said) == 1:
            ((days, what),) = said
            return self.say("why-met-always", days=days, what=what)
        return self.say.parts(self.say("why-met", days=str(days), what=what) for days, what in said)

    def _what(self, what: Sequence[str]) -> str:
        first, *others = (self.say(f"why-met-{one}", product=self.names.product) for one in what)
        for other in others:
            first = self.say("why-met-or", one=first, other=other)
        return first

    def _centres(self) -> str:
        return first_of([self.names.site(site_id) for site_id in self.reason.get("centres") or ()], self.say)

    def _constraint(self, identifier: str) -> str:
        centres: Sequence[str] = self.reason.get("centres") or ()
        details = {"product": self.names.product}
        if len(centres) == 1:
            details["site"] = self.names.site(centres[0])
        elif centres:
            details["site"] = self.say("why-all-centres", centres=str(len(centres)))
        said = constraint_sentence(identifier, self.write.language, **details)
        return said[:1].upper() + said[1:]

    def _tail(self, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
        # a vial is missing everywhere, a place at one centre alone: what says most comes first.
        # Where no bed is left, that no place is left says nothing more.
        keys = {row["row"] for row in rows}
        telling = [row for row in rows if row["row"].removesuffix("|all") + "|overnight" not in keys]
        ordered = sorted(telling, key=lambda row: (not row["row"].startswith("tail_vial"), row["week_on"], row["row"]))
        for row in ordered[:_FULL]:
            kind, *key = row["row"].split("|")
            week = self._day(row["week_on"])
            if kind == "tail_vial":
                yield self.say("why-tail-vial", week=week, product=self.names.product)
            elif kind == "tail_place":
                yield self.say("why-tail-place", week=week, site=self.names.site(key[0]), kind=key[2])
            else:
                yield self.say("why-tail-staff", week=week, site=self.names.site(key[0]), role=key[1])
        if len(ordered) > _FULL:
            yield self.say("why-tail-more", rows=len(ordered) - _FULL)

    def _day(self, on: str) -> str:
        return self.write.day(dt.date.fromisoformat(on))
