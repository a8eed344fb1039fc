"""Stays: when a patient comes, is treated and leaves, and in which place (problem.md: C09, C10, dose-rate time)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from doseline.journey import Place, Room, StayRule
from doseline.network import Network
from tests.oracles.planning.clock import Clock, overlap
from tests.oracles.planning.demand import Cycle, asked_mbq

LONGEST_STAY_D = 28


@dataclass(frozen=True)
class Sitting:
    """One cycle in one place: admission, administration, discharge, and when the place is free again."""

    cycle: Cycle
    place: Place
    starts_at: datetime
    administered_at: datetime
    ends_at: datetime
    clean_at: datetime


def stay_rule(network: Network, site_id: str, product_id: str) -> StayRule | None:
    """The site's own row, else the row of all sites."""
    for wanted in (site_id, "*"):
        for rule in network.stay_rules:
            if (rule.site_id, rule.product_id) == (wanted, product_id):
                return rule
    return None


def stay_length(network: Network, rule: StayRule, prescribed_mbq: float, without: frozenset[str]) -> timedelta:
    """From administration to the earliest discharge, a whole number of steps."""
    if "C10" in without:
        return timedelta(0)
    stay_h = max(
        rule.licence_minimum_h,
        rule.urine_collection_h,
        rule.infusion_h + rule.observation_h,
        _dose_rate_time_h(network, rule, prescribed_mbq),
    )
    step_h = network.properties.step_min / 60
    return math.ceil(stay_h / step_h - 1e-9) * Clock(network).step


def _dose_rate_time_h(network: Network, rule: StayRule, prescribed_mbq: float) -> float:
    """The first time at which the dose rate at 1 m is down to the site's limit, by halving an interval."""
    limit = rule.dose_rate_limit_usv_per_h
    if limit is None:
        return 0.0
    row = next(row for row in network.retention if row.product_id == rule.product_id)

    def dose_rate(time_h: float) -> float:
        fast = row.fast_fraction * 2.0 ** (-time_h / row.fast_effective_half_life_h)
        slow = (1 - row.fast_fraction) * 2.0 ** (-time_h / row.slow_effective_half_life_h)
        return float(row.dose_rate_usv_per_h_per_gbq * prescribed_mbq / 1000 * (fast + slow))

    if dose_rate(0.0) <= limit:
        return 0.0
    low_h, high_h = 0.0, 1.0
    while dose_rate(high_h) > limit:
        high_h *= 2
    while high_h - low_h > 1e-9:
        middle_h = (low_h + high_h) / 2
        low_h, high_h = (low_h, middle_h) if dose_rate(middle_h) <= limit else (middle_h, high_h)
    return high_h


def sittings(
    network: Network, cycle: Cycle, site_id: str, administered_at: datetime, without: frozenset[str]
) -> Iterator[Sitting]:
    """Every stay with one instant of administration, alone with the initial state."""
    rule = stay_rule(network, site_id, cycle.product.product_id)
    if rule is None:
        return
    starts_at = _latest_start(network, site_id, administered_at, rule, without)
    if starts_at is None:
        return
    stay = stay_length(network, rule, asked_mbq(cycle), without)
    for ends_at in _discharges(network, cycle, site_id, starts_at, administered_at + stay, without):
        for place in _places(network, cycle, site_id, starts_at, ends_at, without):
            yield Sitting(
                cycle=cycle,
                place=place,
                starts_at=starts_at,
                administered_at=administered_at,
                ends_at=ends_at,
                clean_at=ends_at + timedelta(hours=place.cleaning_h),
            )


def _latest_start(
    network: Network, site_id: str, administered_at: datetime, rule: StayRule, without: frozenset[str]
) -> datetime | None:
    """The latest legal admission. An earlier one only takes the place for longer: nothing is anchored at admission."""
    clock = Clock(network)
    if "C10" in without:
        return administered_at
    starts_at = clock.down_to_grid(administered_at - timedelta(hours=rule.admission_lead_h))
    same_day = clock.day_of(starts_at) == clock.day_of(administered_at)
    open_ = clock.is_open(site_id, "treatment", starts_at) and clock.is_open(site_id, "treatment", administered_at)
    return starts_at if same_day and open_ else None


def _discharges(
    network: Network, cycle: Cycle, site_id: str, starts_at: datetime, earliest_at: datetime, without: frozenset[str]
) -> Iterator[datetime]:
    """The discharges that matter.

    A later discharge takes the place, and nights, for longer and changes no level. So the earliest legal one is enough
    unless tasks are anchored at discharge: then a later one may find heads and devices, and all are tried up to the
    first night without cover.
    """
    clock = Clock(network)
    if "C10" in without:
        yield earliest_at
        return
    tasks = [*(() if "C11" in without else network.tasks), *(() if "C12" in without else network.device_tasks)]
    staffed = any(task.anchor == "discharge" for task in tasks if task.product_id == cycle.product.product_id)
    ends_at = earliest_at
    while all(clock.night_is_covered(site_id, day) for day in clock.nights(starts_at, ends_at)):
        if ends_at - starts_at > timedelta(days=LONGEST_STAY_D):
            if staffed:
                raise ValueError(f"{site_id} covers {LONGEST_STAY_D} nights in a row: too many discharges to try")
            return
        if clock.is_open(site_id, "discharge", ends_at):
            yield ends_at
            if not staffed:
                return
        ends_at += clock.step


def _places(
    network: Network, cycle: Cycle, site_id: str, starts_at: datetime, ends_at: datetime, without: frozenset[str]
) -> list[Place]:
    nights = Clock(network).nights(starts_at, ends_at)
    fitting = [
        place
        for place in network.places
        if place.site_id == site_id and cycle.product.nuclide in place.nuclides and (place.overnight or not nights)
    ]
    if "C09" in without:
        return fitting if network.trial_slots or network.effluent_lines else fitting[:1]
    return [place for place in fitting if _is_free(network, cycle, place, starts_at, ends_at)]


def _is_free(network: Network, cycle: Cycle, place: Place, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the closures and the initial stays leave a place to a patient."""
    for closure in network.closures:
        here = closure.place_id == place.place_id or (closure.place_id is None and closure.site_id == place.site_id)
        if here and overlap(starts_at, ends_at, closure.starts_at, closure.ends_at):
            return False
    cleaning = timedelta(hours=place.cleaning_h)
    rooms = {row.place_id: row.room_id for row in network.places}
    for stay in network.initial_stays:
        if stay.place_id == place.place_id and overlap(
            starts_at, ends_at + cleaning, stay.starts_at, stay.ends_at + cleaning
        ):
            return False
        together = overlap(starts_at, ends_at, stay.starts_at, stay.ends_at)
        if rooms[stay.place_id] == place.room_id and together:
            room = room_of(network, place)
            if not may_share(room, cycle.patient.sex == stay.sex, cycle.product.nuclide == stay.nuclide):
                return False
    return True


def held_for_others(network: Network, sitting: Sitting) -> bool:
    """C19 for places: whether a place is held for a trial that is not the course's on a date of the stay."""
    clock = Clock(network)
    day = clock.day_of(sitting.starts_at)
    while clock.midnight(day) < sitting.ends_at or day == clock.day_of(sitting.starts_at):
        for slot in network.trial_slots:
            here = slot.site_id == sitting.place.site_id and slot.place_id in (None, sitting.place.place_id)
            begun = slot.first_on is None or slot.first_on <= day
            lasts = slot.last_on is None or day <= slot.last_on
            held = here and begun and lasts and slot.weekday == day.isoweekday()
            if held and slot.trial_id != sitting.cycle.course.trial_id:
                return True
        day += timedelta(days=1)
    return False


def room_of(network: Network, place: Place) -> Room:
    return next(room for room in network.rooms if room.room_id == place.room_id)


def may_share(room: Room, same_sex: bool, same_nuclide: bool) -> bool:
    """Whether two patients may be in a room at the same time."""
    return (same_sex or not room.same_sex) and (same_nuclide or not room.one_nuclide)


def collide(network: Network, one: Sitting, other: Sitting, without: frozenset[str]) -> bool:
    """Whether two stays cannot both stand: one patient twice, one place twice, or a room that may not be shared."""
    together = overlap(one.starts_at, one.ends_at, other.starts_at, other.ends_at)
    if one.cycle.patient.patient_id == other.cycle.patient.patient_id and together:
        return True
    if "C09" in without:
        return False
    if one.place.place_id == other.place.place_id:
        return overlap(one.starts_at, one.clean_at, other.starts_at, other.clean_at)
    if one.place.room_id != other.place.room_id or not together:
        return False
    same_sex = one.cycle.patient.sex == other.cycle.patient.sex
    return not may_share(
        room_of(network, one.place), same_sex, one.cycle.product.nuclide == other.cycle.product.nuclide
    )
