"""C11 and C12: heads and devices enough for the tasks about administrations and discharges, at every step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import numpy as np

from doseline.checking.asks import Resource, asks_by_product
from doseline.checking.duty import Duty
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Task

__all__ = ["devices_enough", "heads_enough", "tasks_by_product"]

_Need = tuple[int, int, int, str]
_PAUSE_STEPS = 2_000


def heads_enough(view: View) -> Iterator[Violation]:
    """C11: at every step, for each site and role, the tasks need not more heads than the rosters have left.

    The heads that tasks with competences need are not more than those who hold them and whose licence is valid. A task
    needs its heads in every step that its interval touches. Neighbouring steps that lack heads are one finding.
    """
    yield from _enough(view, "C11")


def devices_enough(view: View) -> Iterator[Violation]:
    """C12: at every step, for each site and kind, the tasks need not more devices than the site has."""
    yield from _enough(view, "C12")


def _enough(view: View, constraint: str) -> Iterator[Violation]:
    duty = Duty.of(view)
    for (site_id, resource), needs in _together(_needs(view, duty, constraint)):
        first, end = min(need[0] for need in needs), max(need[1] for need in needs)
        needed = np.zeros(end - first + 1, dtype=np.int64)
        for from_step, to_step, units, _ in needs:
            needed[from_step - first] += units
            needed[to_step - first] -= units
        needed = needed.cumsum()[:-1]
        present = duty.units(site_id, resource, first, end)
        short = np.flatnonzero(needed > present)
        for run in np.split(short, np.flatnonzero(np.diff(short) > 1) + 1):
            if run.size == 0:
                continue
            step = int(run[np.argmax(needed[run] - present[run])])
            at_step = [key for from_step, to_step, _, key in needs if from_step <= first + step < to_step]
            span = f"{view.calendar.said(duty.instant(first + int(run[0])))} to "
            span += view.calendar.said(duty.instant(first + int(run[-1]) + 1))
            yield Violation(
                constraint=constraint,
                table="administrations",
                key=", ".join(dict.fromkeys(at_step)),
                found=f"{needed[step]} {_said(resource)} needed at {site_id} from {span}",
                allowed=str(present[step]),
            )


def _said(resource: Resource) -> str:
    if resource.constraint == "C12":
        return f"devices of kind {resource.name}"
    if resource.one_of is None:
        return f"heads of role {resource.name}"
    return f"heads of role {resource.name} with a valid competence in {' or '.join(sorted(resource.one_of))}"


def tasks_by_product(tasks: tuple[Task, ...]) -> Mapping[str, list[Task]]:
    """Return the tasks of each product."""
    by_product: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.to_min > task.from_min:
            by_product[task.product_id].append(task)
    return by_product


def _together(
    needs: Mapping[tuple[str, Resource], list[_Need]],
) -> Iterator[tuple[tuple[str, Resource], list[_Need]]]:
    """Yield the needs of each site and resource in groups without a long pause: a stray instant costs no memory."""
    for key, of_key in needs.items():
        group: list[_Need] = []
        until = 0
        for need in sorted(of_key):
            if group and need[0] > until + _PAUSE_STEPS:
                yield key, group
                group = []
            until = max(until, need[1]) if group else need[1]
            group.append(need)
        yield key, group


def _needs(view: View, duty: Duty, constraint: str) -> Mapping[tuple[str, Resource], list[_Need]]:
    """Return first step, end step, units and administration of all that is asked for, by site and resource."""
    asks = asks_by_product(view.network)
    needs: dict[tuple[str, Resource], list[_Need]] = defaultdict(list)
    for treatment in view.treatments:
        row, product, stay = treatment.administration, treatment.product, treatment.stay
        for ask in asks.get(product.product_id, ()) if product else ():
            anchor_at: datetime | None = row.administered_at
            if ask.anchor == "discharge":
                anchor_at = stay.ends_at if stay else None
            if anchor_at is None or ask.resource.constraint != constraint:
                continue
            from_step = duty.first_step(anchor_at + timedelta(minutes=ask.from_min))
            to_step = duty.end_step(anchor_at + timedelta(minutes=ask.to_min))
            needs[row.site_id, ask.resource].append((from_step, to_step, ask.units, treatment.key))
    return needs
