"""The plans of the golden week after the first: each made again because of what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from doseline.journey import Change, Event
from doseline.network.model import Network, PlanPackage
from doseline.operations.replanning.changes import AS_KEYS, Wording, changes
from doseline.operations.replanning.effects import Cycle, Effects, effects_of

__all__ = ["Stage", "made_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A plan that was made again.

    Attributes
    ----------
    name : of the plan in the record: after, stopped or evening
    events : because of which it was made
    country_before, before : the country and the plan that stood
    country, plan : as they are after the events
    taken_back : promises that no event broke and that could not stand any more
    """

    name: str
    events: tuple[Event, ...]
    country_before: Network
    before: PlanPackage
    country: Network
    plan: PlanPackage
    taken_back: frozenset[Cycle]

    @property
    def at(self) -> datetime:
        """When the last of the events became known: the present of the plan."""
        return self.events[-1].at

    @property
    def effects(self) -> Effects:
        """What the events do to the plan that stood."""
        return effects_of(self.country_before, self.before, self.events)

    def changes(self, wording: Wording = AS_KEYS) -> list[Change]:
        """Return what the plan changes of the one that stood."""
        return changes(self.country, self.before, self.plan, self.effects, wording)


def made_again(
    name: str,
    events: Sequence[Event],
    country: Network,
    plan: PlanPackage,
    folder: Path,
    *,
    seed: int,
    work: int,
    language: str,
) -> Stage:
    """Make a plan again because of events, and write its country and itself into the record.

    Parameters
    ----------
    name : of the new plan
    events : in the order in which they became known
    country, plan : what stands
    folder : of the record
    seed, work, language : of the new plan
    """
    from doseline.operations.replanning.keeping import plan_again as again

    found = again(
        country,
        plan,
        effects_of(country, plan, events),
        country_path=folder / f"country-{name}",
        plan_path=folder / f"plan-{name}",
        seed=seed,
        work=work,
        language=language,
    )
    return Stage(
        name=name,
        events=tuple(events),
        country_before=country,
        before=plan,
        country=found.country,
        plan=found.plan,
        taken_back=found.taken_back,
    )
