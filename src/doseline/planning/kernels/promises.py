"""What a plan changes of promises, and what that costs (L3)."""

from doseline.planning.arrays import Arrays
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.state import State

__all__ = ["CHANGE_D", "change_price", "date_change", "following_change", "plan_changes"]

CHANGE_D = 20.0
"""Days late that a change of price 1 counts as where ways of giving a cycle are weighed: more than a cycle is late,
less than the reward of a cycle in window."""


@kernel
def change_price(arrays: Arrays, cycle: int, centre: int, place: int, day: int, step: int) -> int:
    """What it costs that a cycle is given at a centre in a place on a day at a step; not given: day -1."""
    if not arrays.cycles[cycle].promised:
        return 0
    if day < 0:
        return arrays.cycles[cycle].unserved_price
    if arrays.centres[centre].site != arrays.cycles[cycle].promised_site:
        return arrays.cycles[cycle].centre_price
    if day < arrays.cycles[cycle].promised_day:
        return arrays.cycles[cycle].earlier_price
    if day > arrays.cycles[cycle].promised_day:
        return arrays.cycles[cycle].date_price
    if step != arrays.cycles[cycle].promised_step:
        return arrays.cycles[cycle].hour_price
    return 0 if place == arrays.cycles[cycle].promised_place else arrays.cycles[cycle].place_price


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
def plan_changes(arrays: Arrays, state: State) -> int:
    """What a plan changes of all promises, by price (L3)."""
    total = 0
    for cycle in range(state.cycles.shape[0]):
        given = state.cycles[cycle]
        total += change_price(arrays, cycle, given.centre, given.place, given.day, given.step)
    return total
