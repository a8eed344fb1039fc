"""What a plan changes of promises, and what that costs (L3)."""

from typing import Any

from doseline.planning.arrays import Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.state import State

__all__ = ["CHANGE_D", "change_price", "date_change", "following_change", "plan_changes", "vial_change"]

CHANGE_D = 20.0
"""Days late that a change of price 1 counts as where ways of giving a cycle are weighed: more than a cycle is late,
less than the reward of a cycle in window."""


@kernel
def change_price(arrays: Arrays, menu: Menu, cycle: int, given: Any) -> int:
    """What it costs that a cycle is given as its record in ``State.cycles`` says; not given: its day is -1."""
    if not arrays.cycles[cycle].promised:
        return 0
    if given.day < 0:
        return arrays.cycles[cycle].unserved_price
    if arrays.centres[given.centre].site != arrays.cycles[cycle].promised_site:
        return arrays.cycles[cycle].centre_price
    if given.day < arrays.cycles[cycle].promised_day:
        return arrays.cycles[cycle].earlier_price
    if given.day > arrays.cycles[cycle].promised_day:
        return arrays.cycles[cycle].date_price
    if given.step != arrays.cycles[cycle].promised_step:
        return arrays.cycles[cycle].hour_price
    if given.place != arrays.cycles[cycle].promised_place:
        return arrays.cycles[cycle].place_price
    return vial_change(arrays, menu, cycle, given.entry)


@kernel
def vial_change(arrays: Arrays, menu: Menu, cycle: int, entry: int) -> int:
    """What it costs that a promised cycle gets its vial by a menu entry, where all else of the promise stands."""
    source = arrays.routes[menu.entries[entry].route].source
    return (
        0 if arrays.sources[source].alike == arrays.cycles[cycle].promised_source else arrays.cycles[cycle].vial_price
    )


@kernel
def date_change(arrays: Arrays, cycle: int, pair: int, day: int) -> int:
    """What it costs at least that a cycle is given by a pair on a day; its hour may be kept."""
    if not arrays.cycles[cycle].promised:
        return 0
    if arrays.pairs[pair].site != arrays.cycles[cycle].promised_site:
        return arrays.cycles[cycle].centre_price
    if day < arrays.cycles[cycle].promised_day:
        return arrays.cycles[cycle].earlier_price
    return 0 if day == arrays.cycles[cycle].promised_day else arrays.cycles[cycle].date_price


@kernel
def following_change(arrays: Arrays, cycle: int, day: int) -> int:
    """What it costs at least that the promise of the cycle after one cannot stand if that is given on a day."""
    following = cycle + 1
    course = arrays.cycles[cycle].course
    if following >= arrays.course_ptr[course + 1] or not arrays.cycles[following].promised:
        return 0
    apart = arrays.cycles[following].promised_day - day
    if arrays.courses[course].min_days <= apart <= arrays.courses[course].max_days:
        return 0
    return arrays.cycles[following].date_price


@kernel
def plan_changes(arrays: Arrays, menu: Menu, state: State) -> int:
    """What a plan changes of all promises, by price (L3)."""
    total = 0
    for cycle in range(state.cycles.shape[0]):
        total += change_price(arrays, menu, cycle, state.cycles[cycle])
    return total
