"""The grid of steps, the hours of every centre on it, and when patients may leave."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Site
from doseline.pathway.calendar import CLOSED, Calendar
from doseline.planning.arrays import DISCHARGE, SITE_DAY
from doseline.planning.hands import Hands
from doseline.planning.steps import ceil_step, covered, floor_step

__all__ = ["Grid", "clinic_arrays", "grid_of", "site_hours"]


@dataclass(frozen=True, slots=True)
class Grid:
    """Steps of the horizon: the day of each, shape (n_steps,), and the first of each day, shape (n_days + 1,)."""

    n_steps: int
    day_of_step: NDArray[np.int64]
    day_first_step: NDArray[np.int64]


def grid_of(calendar: Calendar) -> Grid:
    """The grid of a calendar."""
    n_steps = int(calendar.day_starts_min[calendar.n_days] // calendar.step_min)
    minutes = np.arange(n_steps) * calendar.step_min
    return Grid(
        n_steps,
        calendar.days_of_minutes(minutes).astype(np.int64),
        ceil_step(calendar.day_starts_min, calendar.step_min).astype(np.int64),
    )


def site_hours(
    calendar: Calendar, sites: list[Site], grid: Grid, *, hours_rule: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """When centres are open.

    Returns
    -------
    first and last step of treatment by site and day, shape (n_sites, n_days); whether patients may leave, shape
    (n_sites, n_steps); nights before each day without cover, counted up, shape (n_sites, n_days + 1)
    """
    step = calendar.step_min
    n_sites, n_days = len(sites), calendar.n_days
    opens = np.ones((n_sites, n_days), dtype=np.int64)
    closes = np.zeros((n_sites, n_days), dtype=np.int64)
    discharge = np.zeros((n_sites, grid.n_steps), dtype=bool)
    uncovered = np.zeros((n_sites, n_days + 1), dtype=np.int64)
    for index, site in enumerate(sites):
        if not hours_rule:
            opens[index] = grid.day_first_step[:-1]
            closes[index] = grid.day_first_step[1:] - 1
            discharge[index] = True
            continue
        begin, end = calendar.hours(site.site_id, "treatment")
        works = begin != CLOSED
        opens[index, works] = ceil_step(begin[works], step)
        closes[index, works] = floor_step(end[works], step)
        begin, end = calendar.hours(site.site_id, "discharge")
        works = begin != CLOSED
        begins, ends = ceil_step(begin[works], step), floor_step(end[works], step) + 1
        discharge[index] = covered(begins, ends, grid.n_steps) > 0
        uncovered[index, 1:] = np.cumsum(~calendar.night_cover(site.site_id))
    return opens, closes, discharge, uncovered


def _discharge_close(open_steps: NDArray[np.bool_], treat_open: NDArray[np.int64], grid: Grid) -> NDArray[np.int64]:
    last = treat_open.copy()
    for site in range(open_steps.shape[0]):
        steps = np.flatnonzero(open_steps[site])
        days = grid.day_of_step[steps]
        last[site, days] = steps  # steps ascend, so the last of each day stays
    return last


def _leave_next(open_steps: NDArray[np.bool_], hands: Hands, n_products: int) -> NDArray[np.int32]:
    """First step at or after each at which a patient may leave a site, with its hands for that alone; -1: none.

    Shape (n_sites * n_products, n_steps), site by site.
    """
    n_sites, n_steps = open_steps.shape
    leave = np.full((n_sites * n_products, n_steps), -1, dtype=np.int32)
    steps = np.arange(n_steps)
    for site in range(n_sites):
        for product in range(n_products):
            fine = open_steps[site].copy()
            row = site * n_products + product
            for task in hands.tasks[hands.task_ptr[row] : hands.task_ptr[row + 1]]:
                if task["anchor"] != DISCHARGE:
                    continue
                lacking = np.zeros(n_steps + 1, dtype=np.int64)
                lacking[1:] = np.cumsum(hands.heads[site * hands.n_rows + task["row"]] < task["heads"])
                low, high = steps + task["begin"], steps + task["finish"]
                inside = (low >= 0) & (high <= n_steps)
                low, high = np.clip(low, 0, n_steps), np.clip(high, 0, n_steps)
                fine &= inside & (lacking[high] == lacking[low])
            following = np.minimum.accumulate(np.where(fine, steps, n_steps)[::-1])[::-1]
            leave[row] = np.where(following < n_steps, following, -1)
    return leave


def clinic_arrays(
    calendar: Calendar,
    grid: Grid,
    hours: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]],
    hands: Hands,
    n_products: int,
) -> dict[str, object]:
    """The grid, the days of each site and when patients may leave it."""
    opens, closes, discharge, uncovered = hours
    site_days = np.zeros((opens.shape[0], calendar.n_days + 1), dtype=SITE_DAY)
    site_days["opens"][:, :-1] = opens
    site_days["closes"][:, :-1] = closes
    site_days["leaves"][:, :-1] = _discharge_close(discharge, opens, grid)
    site_days["uncovered"] = uncovered
    return {
        "step_min": calendar.step_min,
        "n_days": calendar.horizon_days,
        "day_of_step": grid.day_of_step,
        "day_first_step": grid.day_first_step,
        "day_start_min": calendar.day_starts_min,
        "site_days": site_days,
        "leave_next": _leave_next(discharge, hands, n_products),
        "n_hands": hands.n_rows,
        "heads": hands.heads,
        "hand_rule": hands.rule,
        "task_ptr": hands.task_ptr,
        "tasks": hands.tasks,
    }
