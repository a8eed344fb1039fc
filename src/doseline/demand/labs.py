"""Laboratory results that are already there for the cycles due soon."""

from datetime import date, timedelta

from doseline.demand.cohort import Cohort
from doseline.demand.local_time import instant_at, zone_named
from doseline.demand.parameters import Parameters
from doseline.demand.streams import Purpose, Streams
from doseline.journey import Lab
from doseline.network.model import Network
from doseline.pathway import Cycle

__all__ = ["labs_for"]

_SOON_D = 7
"""Labs are had for cycles due within so many days of the plan's date (an assumption: the week's list is checked)."""

_TAKEN_FROM_MIN = 8 * 60
_TAKEN_FOR_MIN = 4 * 60
_LAST_WORKING_DAYS = 3


def labs_for(
    network: Network,
    cohort: Cohort,
    next_cycles: dict[str, Cycle],
    parameters: Parameters,
    streams: Streams,
) -> tuple[Lab, ...]:
    """Draw the latest result of every course under a labs rule whose next cycle is overdue or due within a week.

    The blood was taken in the morning of one of the last three working days. A share ``withhold_fraction`` is not fit;
    they are tested again ``retest_after_d`` days after the sample, and up to a week later.

    Parameters
    ----------
    network : Network
        Static tables.
    cohort : Cohort
        Its courses.
    next_cycles : dict
        The next cycle of each course that demands one, by course.
    parameters, streams
        The figures and the random streams.
    """
    start_on = network.properties.horizon_start_on
    regimens = {row.regimen_id: row for row in network.regimens}
    zone = zone_named(network.properties.timezone)
    holidays = {row.date_on for row in network.holidays}
    taken_on = _working_days_before(start_on, holidays)
    labs = []
    for course in cohort.courses:
        cycle = next_cycles.get(course.course_id)
        regimen = regimens[course.regimen_id]
        if cycle is None or regimen.labs_valid_d is None or cycle.due_on > start_on + timedelta(days=_SOON_D):
            continue
        possible = [on for on in taken_on if on >= course.referred_on]
        if not possible:
            continue
        layer, row = cohort.layer_rows[course.course_id]
        rng = streams.of(Purpose.LABS, regimen.regimen_id, layer.catchment.catchment_id, layer.number)
        withhold, later, when, minute = rng.random((layer.count, 4))[row]
        on = possible[int(when * len(possible))]
        fit = withhold >= parameters.value("withhold_fraction", regimen.product_id)
        retest_d = int(parameters.value("retest_after_d", regimen.product_id)) + int(later * 8)
        step_min = network.properties.step_min
        labs.append(
            Lab(
                course_id=course.course_id,
                taken_at=instant_at(on, _TAKEN_FROM_MIN + int(minute * _TAKEN_FOR_MIN / step_min) * step_min, zone),
                outcome="fit" if fit else "withhold",
                retest_on=None if fit else on + timedelta(days=retest_d),
            )
        )
    return tuple(labs)


def _working_days_before(start_on: date, holidays: set[date]) -> tuple[date, ...]:
    """Return the last working days before a date, oldest first."""
    found: list[date] = []
    on = start_on
    while len(found) < _LAST_WORKING_DAYS:
        on -= timedelta(days=1)
        if on.isoweekday() <= 5 and on not in holidays:
            found.append(on)
    return tuple(reversed(found))
