"""What was promised or found before the plan begins."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from doseline.journey import Pin, Promise
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.supply import Source
from doseline.pathway.windows import Prescriptions
from doseline.planning.arrays import LONG_AGO
from doseline.planning.compilation.supply import named_sources
from doseline.planning.trials import Trials
from doseline.quantities import min_from_h

__all__ = ["Promises", "given_up_orders", "promises_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What was promised or found before the plan begins.

    Attributes
    ----------
    frozen_days : first days of the horizon on which only pinned cycles are given
    pins : index and row of each pin, by course and cycle
    priced : promises that may change at a price, by course and cycle
    sources : the first source of each name that a promise can give
    orders : sources of the orders that are placed, by course and cycle; what will be delivered comes first
    given_up : sources of the orders that another patient may have, by product, activity and trial
    called_min : from when on the next cycle of a patient on the standby list may be given, by course and cycle
    fits : minutes at which the fit samples of a course were taken, in order
    withheld : day on which a course that is withheld may be given again
    """

    frozen_days: int
    pins: dict[tuple[str, int], tuple[int, Pin]]
    priced: dict[tuple[str, int], Promise]
    sources: dict[str, int]
    orders: dict[tuple[str, int], list[int]]
    given_up: dict[tuple[str, float, str], list[int]]
    called_min: dict[tuple[str, int], int]
    fits: dict[str, list[int]]
    withheld: dict[str, int]


def _called_min(network: Network, calendar: Calendar) -> dict[tuple[str, int], int]:
    """From when on the next cycle of each patient on the standby list may be given, by course and cycle."""
    given = Counter(row.course_id for row in network.past_administrations)
    now_min = calendar.minute(network.properties.planned_at)
    return {
        (row.course_id, given[row.course_id] + 1): now_min + math.ceil(min_from_h(row.notice_h))
        for row in network.standbys
    }


def given_up_orders(network: Network, sources: list[Source], trials: Trials) -> dict[tuple[str, float, str], list[int]]:
    """Sources of the orders that another patient may have, by product, activity and trial."""
    given_up: dict[tuple[str, float, str], list[int]] = defaultdict(list)
    courses, prescriptions = {course.course_id: course for course in network.courses}, Prescriptions(network)
    for index, source in enumerate(sources):
        if source.given_up:
            course = courses[source.course_id or ""]
            made_mbq = prescriptions.mbq(course, source.cycle_number)
            given_up[source.product_id, made_mbq, trials.own_supply_of(course, source.product_id)].append(index)
    return dict(given_up)


def promises_of(
    network: Network,
    calendar: Calendar,
    sources: list[Source],
    given_up: dict[tuple[str, float, str], list[int]],
    *,
    pins_rule: bool,
) -> Promises:
    """What a country has promised, ordered and found."""
    orders: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, source in enumerate(sources):
        if source.kind == "order":
            orders[source.course_id or "", source.cycle_number].append(index)
    for made in orders.values():
        made.sort(key=lambda index: not sources[index].irrevocable)
    fits: dict[str, list[int]] = defaultdict(list)
    withheld: dict[str, int] = {}
    for lab in network.labs:
        if lab.outcome == "fit":
            fits[lab.course_id].append(calendar.minute(lab.taken_at))
        elif lab.retest_on is not None:
            withheld[lab.course_id] = max(withheld.get(lab.course_id, LONG_AGO), calendar.day_of(lab.retest_on))
    pinned = enumerate(network.pins) if pins_rule else ()
    return Promises(
        frozen_days=network.properties.frozen_days if pins_rule else 0,
        pins={(pin.course_id, pin.cycle_number): (index, pin) for index, pin in pinned},
        priced={(promise.course_id, promise.cycle_number): promise for promise in network.promises},
        sources=named_sources(sources),
        orders=dict(orders),
        given_up=given_up,
        called_min=_called_min(network, calendar) if pins_rule else {},
        fits={course_id: sorted(taken) for course_id, taken in fits.items()},
        withheld=withheld,
    )
