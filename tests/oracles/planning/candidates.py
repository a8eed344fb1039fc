"""Every way to give one cycle, alone with the initial state (problem.md: C01, C02, C06-C12, C17, C18, C21)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from doseline.journey import Product
from doseline.network import Network
from tests.oracles.planning.clock import Clock
from tests.oracles.planning.demand import Cycle, asked_mbq, past_of, prescribed_mbq
from tests.oracles.planning.sitting import Sitting, sittings
from tests.oracles.planning.staff import Desk
from tests.oracles.planning.supply import (
    Journey,
    Source,
    activity_at,
    administered_mbq,
    fill,
    journeys,
    sources,
)


@dataclass(frozen=True)
class Choice:
    """What decides the levels of one cycle; the sittings are the stays that realise it, all equal to the levels."""

    cycle: Cycle
    site_id: str
    day: date
    source: Source
    journey: Journey
    activity_at_calibration_mbq: float
    activity_at_departure_mbq: float
    waste_mbq: float
    sittings: list[Sitting] = field(default_factory=list, compare=False, repr=False)


def choices(network: Network, cycle: Cycle, without: frozenset[str]) -> list[Choice]:
    """Every choice of a cycle, with all its sittings."""
    clock = Clock(network)
    own = [
        source
        for source in sources(network, without)
        if _is_for(network, source, cycle) and ("C19" in without or _trial_allows(network, source, cycle))
    ]
    found: dict[tuple[object, ...], Choice] = {}
    day = clock.first_day
    while day < clock.end_day:
        for site_id in sorted(site.site_id for site in network.sites if site.kind == "hospital"):
            margin = _margin_fraction(network, cycle, site_id, day)
            if margin is None or not _dates_allow(network, cycle, day, without):
                continue
            if not _centre_is_allowed(network, cycle, site_id, without):
                continue
            for administered_at in clock.grid_of_day(day):
                if not _labs_allow(network, cycle, administered_at, without):
                    continue
                stays = [
                    stay
                    for stay in sittings(network, cycle, site_id, administered_at, without)
                    if _pin_allows(network, stay, without) and _has_staff(network, stay, without)
                ]
                if stays:
                    _add(network, cycle, site_id, administered_at, margin, own, stays, found, without)
        day += timedelta(days=1)
    return list(found.values())


def _add(
    network: Network,
    cycle: Cycle,
    site_id: str,
    administered_at: datetime,
    margin_fraction: float,
    own: list[Source],
    stays: list[Sitting],
    found: dict[tuple[object, ...], Choice],
    without: frozenset[str],
) -> None:
    """Add one instant to the choices: every source and every journey."""
    day = Clock(network).day_of(administered_at)
    latest_arrival_at = administered_at - timedelta(hours=cycle.product.preparation_h)
    for source in own:
        if source.order is not None and source.order.destination_site_id != site_id:
            continue
        if not _vial_serves(network, cycle, source, administered_at, margin_fraction, without):
            continue
        vial = fill(network, asked_mbq(cycle), cycle.product, source, administered_at)
        sent_mbq = activity_at(network, cycle.product, source, vial, source.dispatch_at)
        waste_mbq = sent_mbq - administered_mbq(network, cycle, source, vial, vial.intended_at)
        for journey in journeys(network, source, site_id, latest_arrival_at, without):
            key = (site_id, day, source.name, journey.lane.lane_id, journey.departs_at, round(waste_mbq, 6))
            if key not in found:
                found[key] = Choice(
                    cycle=cycle,
                    site_id=site_id,
                    day=day,
                    source=source,
                    journey=journey,
                    activity_at_calibration_mbq=vial.activity_at_calibration_mbq,
                    activity_at_departure_mbq=activity_at(network, cycle.product, source, vial, journey.departs_at),
                    waste_mbq=waste_mbq,
                )
            found[key].sittings.extend(stays)


def _is_for(network: Network, source: Source, cycle: Cycle) -> bool:
    """Whether a source has the product and, for an initial order, was made for this very cycle."""
    if source.order is not None:
        return (source.order.course_id, source.order.cycle_number) == cycle.key or _gets_left_over(
            network, source, cycle
        )
    return source.product_id == cycle.product.product_id


def _gets_left_over(network: Network, source: Source, cycle: Cycle) -> bool:
    """Whether a vial that its patient has given up suits another one: product, prescription and trial are the same."""
    order = source.order
    assert order is not None
    if not order.given_up or not cycle.product.swappable or order.product_id != cycle.product.product_id:
        return False
    owner = next(course for course in network.courses if course.course_id == order.course_id)
    own = {row.trial_id for row in network.trial_supply if row.product_id == order.product_id}
    trials = {course.trial_id if course.trial_id in own else None for course in (owner, cycle.course)}
    activities = {prescribed_mbq(owner, order.cycle_number), asked_mbq(cycle)}
    return len(trials) == 1 and len(activities) == 1


def _trial_allows(network: Network, source: Source, cycle: Cycle) -> bool:
    """C19 for vials: those delivered for a trial alone, and those that its courses may have."""
    if source.order is not None:
        return True
    own = [row for row in network.trial_supply if row.product_id == cycle.product.product_id]
    theirs = None if source.slot is None else next((r for r in own if r.supplier_id == source.slot.supplier_id), None)
    if any(row.trial_id == cycle.course.trial_id for row in own):
        return theirs is not None and theirs.trial_id == cycle.course.trial_id
    return theirs is None


def _vial_serves(
    network: Network,
    cycle: Cycle,
    source: Source,
    administered_at: datetime,
    margin_fraction: float,
    without: frozenset[str],
) -> bool:
    """C01 and C02 for one vial at one instant."""
    product = cycle.product
    vial = fill(network, asked_mbq(cycle), cycle.product, source, administered_at)
    held_mbq = activity_at(network, product, source, vial, administered_at)
    given_mbq = administered_mbq(network, cycle, source, vial, administered_at)
    if product.nuclide == "none":
        return _in_its_life(source, product, administered_at, without)
    if given_mbq <= 0 or held_mbq < given_mbq + product.residual_mbq - 1e-6:
        return False
    wanted_mbq = asked_mbq(cycle)
    tolerance = product.tolerance_fraction - margin_fraction
    if "C01" not in without and abs(given_mbq / wanted_mbq - 1) > tolerance + 1e-9:
        return False
    if "C02" in without:
        return True
    if not _in_its_life(source, product, administered_at, without):
        return False
    if product.form != "patient_vial" or vial.volume_ml is None:
        return True
    smallest_ml = product.volume_min_ml or 0.0
    largest_ml = product.volume_max_ml if product.volume_max_ml is not None else float("inf")
    return smallest_ml - 1e-9 <= vial.volume_ml <= largest_ml + 1e-9


def _in_its_life(source: Source, product: Product, administered_at: datetime, without: frozenset[str]) -> bool:
    """C02 for the instants of a vial: within its shelf life, and certified before it is prepared."""
    if "C02" in without:
        return True
    lasts_until = source.calibration_at + timedelta(hours=product.shelf_life_h)
    return (
        source.certified_at <= administered_at - timedelta(hours=product.preparation_h)
        and administered_at <= lasts_until
    )


def _margin_fraction(network: Network, cycle: Cycle, site_id: str, day: date) -> float | None:
    """The part of the tolerance that a centre keeps back; None if it has not the product on the date."""
    for row in network.site_products:
        if (row.site_id, row.product_id) == (site_id, cycle.product.product_id):
            begun = row.valid_from_on is None or row.valid_from_on <= day
            lasts = row.valid_until_on is None or day <= row.valid_until_on
            return row.margin_fraction if begun and lasts else None
    return None


def _dates_allow(network: Network, cycle: Cycle, day: date, without: frozenset[str]) -> bool:
    """C17 for one cycle: its own dates and, where a cycle was given before the plan, the interval to it."""
    past = past_of(network, cycle.course)
    follows_past = bool(past) and cycle.number == len(past) + 1
    since_d = (day - Clock(network).day_of(past[-1].administered_at)).days if follows_past else None
    if "C17" in without:
        return since_d is None or since_d >= 1
    if not cycle.earliest <= day <= cycle.stop:
        return False
    return since_d is None or cycle.regimen.interval_min_d <= since_d <= cycle.regimen.interval_max_d


def _labs_allow(network: Network, cycle: Cycle, administered_at: datetime, without: frozenset[str]) -> bool:
    clock = Clock(network)
    day = clock.day_of(administered_at)
    rows = [row for row in network.labs if row.course_id == cycle.course.course_id]
    valid_d = cycle.regimen.labs_valid_d
    if "C17" in without:
        return True
    if any(row.outcome == "withhold" and row.retest_on is not None and day < row.retest_on for row in rows):
        return False
    if valid_d is None or day >= clock.first_day + timedelta(days=cycle.regimen.labs_turnaround_d):
        return True
    fit = [row.taken_at for row in rows if row.outcome == "fit"]
    return any(taken_at <= administered_at <= taken_at + timedelta(days=valid_d) for taken_at in fit)


def within_travel(network: Network, cycle: Cycle, site_id: str) -> bool:
    """Whether the patient accepts the way to a centre; without a row of travel times it is not allowed."""
    return any(
        (row.catchment_id, row.site_id) == (cycle.patient.catchment_id, site_id)
        and row.travel_min <= cycle.course.max_travel_min
        for row in network.travel_times
    )


def _centre_is_allowed(network: Network, cycle: Cycle, site_id: str, without: frozenset[str]) -> bool:
    """C18 for one cycle: within the travel limit, or at the home of a running course."""
    if "C18" in without:
        return True
    home = cycle.course.home_site_id
    if home is not None and not cycle.course.transfer_allowed:
        return site_id == home
    return within_travel(network, cycle, site_id) or site_id == home


def _pin_allows(network: Network, sitting: Sitting, without: frozenset[str]) -> bool:
    if "C21" in without:
        return True
    for pin in network.pins:
        if (pin.course_id, pin.cycle_number) == sitting.cycle.key:
            promised = (pin.site_id, pin.place_id, pin.administered_at)
            return promised == (sitting.place.site_id, sitting.place.place_id, sitting.administered_at)
    clock = Clock(network)
    day = clock.day_of(sitting.administered_at)
    for standby in network.standbys:
        is_next = sitting.cycle.number == len(past_of(network, sitting.cycle.course)) + 1
        if standby.course_id == sitting.cycle.course.course_id and is_next:
            called_at = network.properties.planned_at + timedelta(hours=standby.notice_h)
            if sitting.administered_at >= called_at:
                return True
    return day >= clock.first_day + timedelta(days=network.properties.frozen_days)


def _has_staff(network: Network, sitting: Sitting, without: frozenset[str]) -> bool:
    desk = Desk(network, without)
    return desk.suffices(desk.needed(sitting))
