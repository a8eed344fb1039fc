"""C11: heads enough for the tasks about administrations and discharges, at every step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import numpy as np

from doseline.checking.duty import Duty
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Task

__all__ = ["heads_enough", "tasks_by_product"]

_Need = tuple[int, int, int, str]
_PAUSE_STEPS = 2_000


def heads_enough(view: View) -> Iterator[Violation]:
    """C11: at every step, for each site and role, the tasks need not more heads than the rosters have.

    A task needs its heads in every step that its interval touches. Neighbouring steps that lack heads are one finding.
    """
    duty = Duty(view.calendar, view.network.rosters)
    for (site_id, role), needs in _together(_needs(view, duty)):
        first, end = min(need[0] for need in needs), max(need[1] for need in needs)
        needed = np.zeros(end - first + 1, dtype=np.int64)
        for from_step, to_step, heads, _ in needs:
            needed[from_step - first] += heads
            needed[to_step - first] -= heads
        needed = needed.cumsum()[:-1]
        present = duty.heads(site_id, role, first, end)
        short = np.flatnonzero(needed > present)
        for run in np.split(short, np.flatnonzero(np.diff(short) > 1) + 1):
            if run.size == 0:
                continue
            step = int(run[np.argmax(needed[run] - present[run])])
            at_step = [key for from_step, to_step, _, key in needs if from_step <= first + step < to_step]
            span = f"{view.calendar.said(duty.instant(first + int(run[0])))} to "
            span += view.calendar.said(duty.instant(first + int(run[-1]) + 1))
            yield Violation(
                constraint="C11",
                table="administrations",
                key=", ".join(dict.fromkeys(at_step)),
                found=f"{needed[step]} heads of role {role} needed at {site_id} from {span}",
                allowed=str(present[step]),
            )


def tasks_by_product(tasks: tuple[Task, ...]) -> Mapping[str, list[Task]]:
    """Return the tasks of each product."""
    by_product: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.to_min > task.from_min:
            by_product[task.product_id].append(task)
    return by_product


def _together(
    needs: Mapping[tuple[str, str], list[_Need]],
) -> Iterator[tuple[tuple[str, str], list[_Need]]]:
    """Yield the needs of each site and role in groups with no long pause inside: a stray instant costs no memory."""
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


def _needs(view: View, duty: Duty) -> Mapping[tuple[str, str], list[_Need]]:
    """Return first step, end step, heads and administration of every task, by site and role."""
    tasks = tasks_by_product(view.network.tasks)
    needs: dict[tuple[str, str], list[_Need]] = defaultdict(list)
    for treatment in view.treatments:
        row, product, stay = treatment.administration, treatment.product, treatment.stay
        for task in tasks.get(product.product_id, ()) if product else ():
            anchor_at: datetime | None = row.administered_at
            if task.anchor == "discharge":
                anchor_at = stay.ends_at if stay else None
            if anchor_at is None:
                continue
            from_step = duty.first_step(anchor_at + timedelta(minutes=task.from_min))
            to_step = duty.end_step(anchor_at + timedelta(minutes=task.to_min))
            needs[row.site_id, task.role].append((from_step, to_step, task.heads, treatment.key))
    return needs
