"""A country some days later: what a plan did until an instant becomes the initial state of the next plan.

Nothing is known before it happens: what was ordered stays ordered for its own patient, what is in the reactor stays in
it, a vial on the road goes on, and everything promised keeps its place, its hour and its order, except what is taken
out on purpose. Nobody is called in for the same day.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from math import inf
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from doseline.checking.effluent import tanks_at
from doseline.journey import (
    NO_NUCLIDE,
    Batch,
    Course,
    InitialBatch,
    InitialIrradiation,
    InitialOrder,
    InitialScan,
    InitialShipment,
    InitialStay,
    InitialWaste,
    Lab,
    PastAdministration,
    Pin,
    Promise,
    PromisedScan,
    RegionFloor,
    Scan,
    Slot,
    Standby,
    Tank,
    TankContent,
    Vial,
)
from doseline.network.model import Network, PlanPackage
from doseline.network.sense.pins import cycles_to_come
from doseline.operations.chain import Chain, Chains
from doseline.operations.replanning.effects import TOLD, Cycle, Effects, booked_scan, cycle_of, in_quarantine, scan_key
from doseline.operations.replanning.rebooking import rebooked
from doseline.pathway.calendar import Calendar
from doseline.pathway.windows import CourseDemand, demanded_cycles, nominal_due_on
from doseline.quantities import h_from_timedelta, timedelta_from_h

__all__ = ["PLACED", "ROAD", "roll_forward"]

ROAD: Final = "ROAD"
"""Prefix of the orders of vials that were no initial orders and have left."""

PLACED: Final = "PLACED"
"""Prefix of orders that the plan placed and that can no longer be called back."""

NOTICE_DAYS: Final = 1
"""Local dates, that of the present first, on which only what was promised is administered."""

PUBLISHED_DAYS: Final = 28
"""Local dates, that of the present first, of which patients and centres have been told the hour. An assumption: an
order for a dose is placed two to four weeks ahead."""


class Prices(NamedTuple):
    """What it costs to change a promise: its vial, its place, hour, date, centre, or to take it back altogether."""

    vial: int
    place: int
    hour: int
    date: int
    centre: int
    unserved: int


PUBLISHED: Final = Prices(vial=1, place=1, hour=2, date=6, centre=12, unserved=16)
"""Prices of what is published. An assumption: another date costs a patient three times what another hour does."""

DRAFT: Final = Prices(vial=1, place=1, hour=1, date=2, centre=4, unserved=6)
"""Prices of what is a draft, of which only the centre has been told."""

_LAB_LOCAL: Final = time(8)


def roll_forward(
    network: Network,
    plan: PlanPackage,
    effects: Effects,
    *,
    free: Collection[Cycle] = (),
) -> Network:
    """Return the country after events, at the instant at which the last of them became known.

    Parameters
    ----------
    network, plan : the country and its legal plan
    effects : of the events; the present lies after the plan's and inside the horizon
    free : cycles that may move at a price even if they are to be given within notice, and whose orders are called back
        where they can be, besides those that the events break

    Returns
    -------
    Network
        Its horizon starts on the local date of the present and ends where it did.
    """
    return _Rolled(network, plan, effects, frozenset(free)).network()


class _Rolled:
    def __init__(self, network: Network, plan: PlanPackage, effects: Effects, free: frozenset[Cycle]) -> None:
        self.before, self.plan, self.effects = network, plan, effects
        self.at = effects.at
        self.free = free | effects.broken.keys()
        self.zone = ZoneInfo(network.properties.timezone)
        self.on = self.at.astimezone(self.zone).date()
        self.chains = tuple(Chains(plan).by_cycle.values())
        self.failed_products = {chain.vial.product_id for chain in self.chains if cycle_of(chain) in effects.lost}
        self.past = tuple(chain for chain in self.chains if self._is_past(chain))
        self.ahead = tuple(
            chain for chain in self.chains if not self._is_past(chain) and cycle_of(chain) not in effects.lost
        )
        self.on_road = tuple(
            chain
            for chain in self.ahead
            if chain.shipment
            and chain.shipment.departs_at < self.at
            and self._keeps(chain)
            and cycle_of(chain) not in effects.held_back
        )
        self.sent = frozenset(map(cycle_of, self.on_road))
        self.ordered = {
            cycle_of(chain): chain
            for chain in self.ahead
            if self._is_ordered(chain) and cycle_of(chain) not in self.sent
        }
        self.gone = {chain.vial.vial_id for chain in (*self.past, *self.on_road)}

    def _is_past(self, chain: Chain) -> bool:
        """Whether a cycle was given: nothing kept it from being given before the present."""
        return chain.administration.administered_at < self.at and cycle_of(chain) not in self.effects.broken

    def _keeps(self, chain: Chain) -> bool:
        """Whether a vial can still be used."""
        return chain.vial.calibration_at + timedelta_from_h(self._shelf_life_h[chain.vial.product_id]) > self.at

    @cached_property
    def _shelf_life_h(self) -> dict[str, float]:
        return {row.product_id: row.shelf_life_h for row in self.before.products}

    def _is_ordered(self, chain: Chain) -> bool:
        """Whether the vial of a slot cannot be called back, or would be for no reason: another product has failed."""
        if chain.order is None or chain.order.order_by_at is None:
            return False
        return (self._is_needed(chain) or chain.order.order_by_at < self.at) and self._keeps(chain)

    def _is_needed(self, chain: Chain) -> bool:
        """Whether a promise stands as it is, and its vial with it."""
        return chain.vial.product_id not in self.failed_products and cycle_of(chain) not in self.free

    def network(self) -> Network:
        before, effects = self.before, self.effects
        orders = tuple(self._orders())
        tanks, tank_contents = self._tanks()
        days = (self.on - before.properties.horizon_start_on).days
        later = replace(
            before,
            properties=replace(
                before.properties,
                planned_at=self.at,
                horizon_start_on=self.on,
                horizon_days=before.properties.horizon_days - days,
                frozen_days=NOTICE_DAYS,
            ),
            sources=(*before.sources, TOLD) if effects.stops and TOLD not in before.sources else before.sources,
            stops=(*before.stops, *effects.stops),
            closures=(*before.closures, *effects.closures),
            scanner_closures=(*before.scanner_closures, *effects.scanner_closures),
            tanks=tanks,
            tank_contents=tank_contents,
            tank_closures=(*before.tank_closures, *effects.tank_closures),
            absences=(*before.absences, *effects.absences),
            patients=(*before.patients, *effects.patients),
            past_administrations=tuple(self._past_administrations()),
            courses=tuple(self._courses()),
            labs=tuple(self._results.values()),
            pins=tuple(self._pins(orders)),
            region_floors=tuple(self._floors()),
            standbys=self._standbys,
            slots=tuple(self._slots()),
            initial_orders=orders,
            initial_shipments=tuple(self._shipments(orders)),
            initial_batches=tuple(self._batches()),
            initial_irradiations=tuple(self._irradiations()),
            initial_stays=tuple(self._stays()),
            initial_waste=tuple(self._waste(orders)),
            initial_scans=tuple(self._scans()),
        )
        unmade = [scan for scan in self._booked() if scan_key(scan) in effects.barred]
        # whose latest date has passed while a cycle was not given can have no more: nothing of it is promised
        to_come = cycles_to_come(later)
        scans = [
            scan for scan in self._scans_to_come if scan.course_id not in self.effects.ended and to_come[scan.course_id]
        ]
        return replace(
            later,
            promises=tuple(row for row in self._promises(orders) if to_come[row.course_id]),
            promised_scans=tuple(map(_promised, scans)),
            initial_scans=(*later.initial_scans, *rebooked(later, unmade, scans)),
        )

    # --- people ---------------------------------------------------------------------------------------------------

    def _past_administrations(self) -> Iterator[PastAdministration]:
        yield from self.before.past_administrations
        for chain in self.past:
            given = chain.administration
            yield PastAdministration(
                course_id=given.course_id,
                cycle_number=given.cycle_number,
                site_id=given.site_id,
                administered_at=given.administered_at,
                administered_activity_mbq=given.administered_activity_mbq,
                left_mbq=self._left_mbq(chain),
                stay_ends_at=chain.stay.ends_at,
            )

    def _left_mbq(self, chain: Chain) -> float:
        """What is left of a vial when it has been administered."""
        given = chain.administration
        there_mbq = self._activity_mbq(chain.vial, given.administered_at)
        return max(0.0, there_mbq - given.administered_activity_mbq)

    def _activity_mbq(self, vial: Vial, at: datetime) -> float:
        half_life_h = self._half_lives_h[self._nuclides[vial.product_id]]
        elapsed_h = h_from_timedelta(at - vial.calibration_at)
        return float(vial.activity_at_calibration_mbq * 2.0 ** (-elapsed_h / half_life_h))

    @cached_property
    def _nuclides(self) -> dict[str, str]:
        return {row.product_id: row.nuclide for row in self.before.products}

    @cached_property
    def _half_lives_h(self) -> dict[str, float]:
        return {row.nuclide: row.half_life_h for row in self.before.nuclides} | {NO_NUCLIDE: inf}

    def _tanks(self) -> tuple[tuple[Tank, ...], tuple[TankContent, ...]]:
        """The tanks as those who were treated have left them."""
        before = self.before
        if all(line.discharge_limit_bq_per_litre is None for line in before.effluent_lines):
            return before.tanks, before.tank_contents
        closures = (*before.tank_closures, *self.effects.tank_closures)
        country = replace(before, tank_closures=closures)
        return tanks_at(country, self.plan, {cycle_of(chain) for chain in self.past}, self.at)

    def _courses(self) -> Iterator[Course]:
        homes = {chain.administration.course_id: chain.administration.site_id for chain in self._in_order(self.past)}
        for row in (*self.before.courses, *self.effects.courses):
            given_at = homes.get(row.course_id)
            home = given_at or row.home_site_id
            course = replace(row, home_site_id=home, home_since_on=None if given_at else row.home_since_on)
            course = self._as_told(replace(course, nominal_due_on=self._nominal_due_on(row)))
            if course.course_id in self.effects.homes:
                site_id, since_on = self.effects.homes[course.course_id]
                course = replace(course, home_site_id=site_id, home_since_on=since_on, transfer_allowed=False)
            yield course

    def _nominal_due_on(self, course: Course) -> date | None:
        """Return when the next cycle is due: what was planned decides, not when the cycle before it was given."""
        demand = self._demands.get(course.course_id)
        given = self._given[course.course_id]
        if demand is None or given == demand.cycles_given:
            return course.nominal_due_on
        return nominal_due_on(course, demand.regimen, given + 1, given=demand.cycles_given, last_on=demand.last_on)

    @cached_property
    def _demands(self) -> Mapping[str, CourseDemand]:
        """What the plan before had to give, by course."""
        return {demand.course.course_id: demand for demand in demanded_cycles(self.before, Calendar(self.before))}

    def _as_told(self, course: Course) -> Course:
        """Return a course with its end, or with the activity that was reduced."""
        if course.course_id in self.effects.ended:
            course = replace(course, last_cycle_number=self._given[course.course_id])
        if course.course_id not in self.effects.reduced:
            return course
        from_cycle, reduced_mbq = self.effects.reduced[course.course_id]
        earlier = course.reduced_from_cycle
        if earlier is not None and course.reduced_activity_mbq is not None and earlier < from_cycle:
            # the cycles before that are not given yet have been reduced already
            course = replace(course, prescribed_activity_mbq=course.reduced_activity_mbq)
        return replace(course, reduced_from_cycle=from_cycle, reduced_activity_mbq=reduced_mbq)

    @cached_property
    def _given(self) -> Counter[str]:
        """Cycles that each course has had."""
        return Counter(row.course_id for row in self._past_administrations())

    def _in_order(self, chains: Collection[Chain]) -> list[Chain]:
        return sorted(chains, key=lambda chain: chain.administration.administered_at)

    def _pins(self, orders: Collection[InitialOrder]) -> Iterator[Pin]:
        """What is to be given within notice: nobody is called in or sent home for the same day."""
        made = _by_cycle(orders)
        for chain in self.ahead:
            given = chain.administration
            if not self._is_frozen(chain):
                continue
            source = self._source_now(chain, made[cycle_of(chain)])
            yield Pin(
                course_id=given.course_id,
                cycle_number=given.cycle_number,
                site_id=given.site_id,
                place_id=given.place_id,
                administered_at=given.administered_at,
                vial_source=source,
                departs_at=chain.shipment.departs_at if source and chain.shipment else None,
                ends_at=chain.stay.ends_at,
            )

    def _is_frozen(self, chain: Chain) -> bool:
        on = chain.administration.administered_at.astimezone(self.zone).date()
        return (on - self.on).days < NOTICE_DAYS and cycle_of(chain) not in self.free

    def _promises(self, orders: Collection[InitialOrder]) -> Iterator[Promise]:
        """Everything else that was promised, whether an event breaks it or not, at the prices of its window."""
        pinned = {cycle_of(chain) for chain in self.ahead if self._is_frozen(chain)}
        made = _by_cycle(orders)
        for chain in self.chains:
            given = chain.administration
            if self._is_past(chain) or cycle_of(chain) in pinned or given.course_id in self.effects.ended:
                continue
            days = (given.administered_at.astimezone(self.zone).date() - self.on).days
            prices = PUBLISHED if days < PUBLISHED_DAYS else DRAFT
            source = self._source_now(chain, made[cycle_of(chain)])
            yield Promise(
                course_id=given.course_id,
                cycle_number=given.cycle_number,
                site_id=given.site_id,
                place_id=given.place_id,
                administered_at=given.administered_at,
                place_price=prices.place,
                hour_price=prices.hour,
                date_price=prices.date,
                centre_price=prices.centre,
                unserved_price=prices.unserved,
                earlier_price=0 if cycle_of(chain) in self._called else None,
                vial_source=source,
                vial_price=prices.vial if source else None,
                departs_at=chain.shipment.departs_at if source and chain.shipment else None,
                ends_at=chain.stay.ends_at,
            )

    def _source_now(self, chain: Chain, orders: Collection[InitialOrder]) -> str | None:
        """Return where a promised vial comes from, as the country names it now; None: it will never come.

        The orders are those of the cycle.
        """
        if cycle_of(chain) in self.effects.lost:
            return None
        if chain.batch is not None and cycle_of(chain) not in self.sent:
            return self._batch_source(chain.batch)
        for order in orders:
            if order.calibration_at == chain.vial.calibration_at:
                return f"order:{order.order_id}"
        placed = chain.order
        slot_id = placed and (placed.slot_id or self._called_back.get(placed.order_id))
        return f"slot:{slot_id}" if slot_id else None

    def _batch_source(self, batch: Batch) -> str:
        """Return how a promise names a batch: until its irradiation has begun, by what a new one would be."""
        known = {row.batch_id for row in self.before.initial_batches}
        if batch.batch_id in known | self._begun or batch.processing_starts_at is None:
            return f"batch:{batch.batch_id}"
        return f"line:{batch.line_id}:{batch.processing_starts_at.astimezone(self.zone).date()}"

    @cached_property
    def _begun(self) -> frozenset[str]:
        """Batches of the plan whose irradiation has begun."""
        begun = {row.irradiation_id for row in self.plan.irradiations if row.starts_at < self.at}
        return frozenset(row.batch_id for row in self.plan.batches if row.irradiation_id in begun)

    def _floors(self) -> Iterator[RegionFloor]:
        """Floors of regions as they were asked for, with the cycles that have been given since there are floors."""
        if not self.before.region_floors:
            return
        region_of = {row.catchment_id: row.region_id for row in self.before.catchments}
        lives_in = {row.patient_id: region_of[row.catchment_id] for row in self.before.patients}
        patients = {row.course_id: row.patient_id for row in self.before.courses}
        homes = [(lives_in[patients[chain.administration.course_id]], chain) for chain in self.past]
        given = Counter(home for home, _ in homes)
        in_window = Counter(home for home, chain in homes if chain.administration.in_window)
        for row in self.before.region_floors:
            asked = row.in_window_share_asked
            yield replace(
                row,
                in_window_share_min=row.in_window_share_min if asked is None else asked,
                in_window_share_asked=None,
                given_before=(row.given_before or 0) + given[row.region_id],
                in_window_before=(row.in_window_before or 0) + in_window[row.region_id],
            )

    @cached_property
    def _standbys(self) -> tuple[Standby, ...]:
        """The standby list: who was called in is off it, and so is who has ended or is taken off."""
        given = {chain.administration.course_id for chain in self.past}
        off = {*given, *self.effects.unlisted, *self.effects.ended}
        rows = {row.course_id: row for row in self.before.standbys if row.course_id not in off}
        rows |= {key: row for key, row in self.effects.listed.items() if key not in self.effects.ended}
        return tuple(rows.values())

    @cached_property
    def _called(self) -> frozenset[Cycle]:
        """The next cycles of those on the standby list, who have agreed to come earlier."""
        return frozenset((row.course_id, self._given[row.course_id] + 1) for row in self._standbys)

    @cached_property
    def _results(self) -> dict[tuple[str, datetime], Lab]:
        """Results by course and the instant of the blood: what is told stands before what is supposed."""
        rows = [*self._labs(), *self.before.labs, *self.effects.labs]
        rows.sort(key=lambda row: row.outcome == "withhold")  # nothing takes a result back that withholds
        return {(row.course_id, row.taken_at): row for row in rows}

    def _labs(self) -> Iterator[Lab]:
        """Results of those who were to be treated while new ones cannot be had: their blood was taken for it."""
        regimens = {row.regimen_id: row for row in self.before.regimens}
        courses = {row.course_id: row for row in self.before.courses}
        known: dict[str, list[Lab]] = defaultdict(list)
        for lab in (*self.before.labs, *self.effects.labs):
            known[lab.course_id].append(lab)
        for chain in self.chains:
            given = chain.administration
            regimen = regimens[courses[given.course_id].regimen_id]
            if (
                given.administered_at < self.at
                or regimen.labs_valid_d is None
                or given.course_id in self.effects.withheld
            ):
                continue
            if given.administered_at.astimezone(self.zone).date() >= self.on + timedelta(
                days=regimen.labs_turnaround_d
            ):
                continue
            valid = timedelta(days=regimen.labs_valid_d)
            if any(
                lab.outcome == "fit" and lab.taken_at <= given.administered_at <= lab.taken_at + valid
                for lab in known[given.course_id]
            ):
                continue
            yield Lab(course_id=given.course_id, taken_at=self._last_morning(), outcome="fit")

    def _last_morning(self) -> datetime:
        holidays = {row.date_on for row in self.before.holidays}
        on = self.on - timedelta(days=1)
        while on.isoweekday() > 5 or on in holidays:
            on -= timedelta(days=1)
        return datetime.combine(on, _LAB_LOCAL, tzinfo=self.zone).astimezone(UTC)

    def _stays(self) -> Iterator[InitialStay]:
        cleaning = {place.place_id: timedelta(hours=place.cleaning_h) for place in self.before.places}
        for stay in self.before.initial_stays:
            if stay.ends_at + cleaning[stay.place_id] > self.at:
                yield stay
        sexes = {row.patient_id: row.sex for row in self.before.patients}
        patients = {row.course_id: row.patient_id for row in self.before.courses}
        for chain in self.past:
            if chain.stay.clean_at > self.at:
                yield InitialStay(
                    place_id=chain.stay.place_id,
                    starts_at=chain.stay.starts_at,
                    ends_at=chain.stay.ends_at,
                    sex=sexes[patients[chain.stay.course_id]],
                    nuclide=self._nuclides[chain.vial.product_id],
                )

    def _waste(self, orders: Collection[InitialOrder]) -> Iterator[InitialWaste]:
        """What was waste, and vials that have come to a centre, or are on the road to it, and that nobody can have."""
        yield from self.before.initial_waste
        known = {row.waste_id for row in self.before.initial_waste}
        sent = {order.order_id for order in orders if order.shipment_id is not None}
        still = {chain.vial.vial_id for chain in (*self.past, *self.on_road)}
        still |= {chain.vial.vial_id for chain in self.chains if cycle_of(chain) in self.effects.held_back}
        shipments = {row.shipment_id: row for row in self.plan.shipments}
        lanes = {row.lane_id: row.destination_site_id for row in self.before.lanes}
        for vial in self.plan.vials:
            shipment = shipments.get(vial.shipment_id or "")
            if shipment is None or vial.vial_id in still or vial.order_id in sent:
                continue
            if self._nuclides[vial.product_id] == NO_NUCLIDE:
                continue
            arrives_at = self.effects.arrives_at.get(shipment.shipment_id, shipment.arrives_at)
            if shipment.departs_at < self.at:
                yield InitialWaste(
                    waste_id=_unused(f"WASTE-{vial.vial_id}", known),
                    site_id=lanes[shipment.lane_id],
                    nuclide=self._nuclides[vial.product_id],
                    measured_at=min(vial.calibration_at, self.at),
                    activity_mbq=self._activity_mbq(vial, min(vial.calibration_at, self.at)),
                    arrives_at=arrives_at if arrives_at > self.at else None,
                )

    def _scans(self) -> Iterator[InitialScan]:
        """Scans after what was given, from the week of the present on: they take the hours of their scanner's week."""
        monday_on = self.on - timedelta(days=self.on.weekday())
        from_at = datetime.combine(monday_on, time(), tzinfo=self.zone).astimezone(UTC)
        for scan in self._booked():
            if scan.starts_at >= from_at and scan_key(scan) not in self.effects.barred:
                yield scan

    def _booked(self) -> Iterator[InitialScan]:
        """Scans after what was given, as they were booked."""
        yield from self.before.initial_scans
        given = {cycle_of(chain) for chain in self.past}
        for scan in self.plan.scans:
            if (scan.course_id, scan.cycle_number) in given:
                yield booked_scan(scan)

    @cached_property
    def _scans_to_come(self) -> tuple[Scan, ...]:
        """Scans that follow what was promised and has not been given."""
        given = {cycle_of(chain) for chain in self.past}
        return tuple(scan for scan in self.plan.scans if (scan.course_id, scan.cycle_number) not in given)

    # --- supply ---------------------------------------------------------------------------------------------------

    def _orders(self) -> Iterator[InitialOrder]:
        """Orders that were placed: each still waits for its own patient, whoever that was."""
        chains = {chain.order.order_id: chain for chain in self.ahead if chain.order}
        used = {chain.order.order_id for chain in self.chains if chain.order}
        vials = {row.order_id: row.vial_id for row in self.plan.vials if row.order_id}
        for order in self.before.initial_orders:
            chain = chains.get(order.order_id)
            if order.order_id in self._called_back:
                continue
            if chain is not None and cycle_of(chain) in self.sent and chain.shipment:
                sent = replace(order, state="irrevocable", shipment_id=chain.shipment.shipment_id, irrevocable_at=None)
                yield self._certified_anew(self._owned(sent, chain), chain.vial.vial_id)
            # what the plan does not use is given up, unless it is irrevocable and can still be used
            elif (chain is not None and self._keeps(chain)) or (
                order.order_id not in used and self._is_still_to_come(order)
            ):
                kept = self._owned(order, chain) if chain is not None else order
                yield self._certified_anew(self._state_now(kept), vials.get(order.order_id, ""))
        initial = {order.order_id for order in self.before.initial_orders}
        for chain in self.ahead:
            if chain.order and chain.order.order_id in initial:
                continue
            if cycle_of(chain) in self.sent or (chain.order and cycle_of(chain) in self.ordered):
                yield self._order(chain)

    def _owned(self, order: InitialOrder, chain: Chain) -> InitialOrder:
        """Return an order as it is for whom the plan gives it to; if an event breaks that promise, it is given up."""
        given = chain.administration
        return replace(
            order,
            course_id=given.course_id,
            cycle_number=given.cycle_number,
            given_up=self._is_given_up(chain),
        )

    def _is_given_up(self, chain: Chain) -> bool | None:
        """Whether a vial may go to another patient: its own cannot have it as promised or stands by for an earlier one.

        Nothing else is swapped, even where the product allows it: each swap asks for a new prescription.
        """
        spared = cycle_of(chain) in self.effects.broken or cycle_of(chain) in self._called
        return True if spared and chain.vial.product_id in self._swappable else None

    @cached_property
    def _swappable(self) -> frozenset[str]:
        """Products of which a vial may go to another patient."""
        return frozenset(row.product_id for row in self.before.products if row.swappable)

    def _state_now(self, order: InitialOrder) -> InitialOrder:
        """Return an order that can be given up no longer as irrevocable."""
        if order.irrevocable_at is None or order.irrevocable_at > self.at:
            return order
        return replace(order, state="irrevocable", irrevocable_at=None)

    def _is_still_to_come(self, order: InitialOrder) -> bool:
        """Whether an irrevocable vial that the plan gives nobody has still to be sent, or has left and still serves."""
        if order.state != "irrevocable" or order.order_id in self.effects.dead_orders:
            return False
        if order.shipment_id is None:
            return order.dispatch_at >= self.at
        return order.calibration_at + timedelta_from_h(self._shelf_life_h[order.product_id]) > self.at and (
            order.course_id,
            order.cycle_number,
        ) not in map(cycle_of, self.past)

    def _slots(self) -> Iterator[Slot]:
        """Slots less the vials that are ordered from them and have still to come, and with those called back."""
        taken = Counter(chain.order.slot_id for chain in self.ordered.values() if chain.order)
        back = Counter(self._called_back.values())
        for slot in self.before.slots:
            yield replace(slot, quantity=max(0, slot.quantity - taken[slot.slot_id]) + back[slot.slot_id])

    @cached_property
    def _called_back(self) -> dict[str, str]:
        """Orders that an earlier plan placed, that nobody needs before the cut-off of their slot, each with the slot.

        Nothing was ordered yet: whoever needs a vial may have it from the slot, as if the earlier plan had not been.
        """
        chains = {chain.order.order_id: chain for chain in self.chains if chain.order}
        found = {}
        for order in self.before.initial_orders:
            chain, slot = chains.get(order.order_id), self._slot_of(order)
            needed = chain is not None and self._is_needed(chain)
            free = order.state != "irrevocable" and order.order_id.startswith(PLACED) and not needed
            if free and slot is not None and slot.order_cutoff_at >= self.at:
                found[order.order_id] = slot.slot_id
        return found

    def _slot_of(self, order: InitialOrder) -> Slot | None:
        """Return the slot that an order is of."""
        made = order.supplier_id, order.product_id, order.calibration_at, order.dispatch_at
        rows = (
            (row.supplier_id, row.product_id, row.calibration_at, row.dispatch_at, row) for row in self.before.slots
        )
        return next((row for *of, row in rows if tuple(of) == made), None)

    def _order(self, chain: Chain) -> InitialOrder:
        given, vial = chain.administration, chain.vial
        has_left = cycle_of(chain) in self.sent
        # a slot that says nothing binds at its cut-off: nobody has to place an order before
        until_at = (chain.order.irrevocable_at or chain.order.order_by_at) if chain.order and not has_left else None
        callable_back = until_at is not None and until_at > self.at
        slot = self._slot_by_id.get((chain.order.slot_id if chain.order else None) or "")
        return InitialOrder(
            order_id=self._order_id(f"{ROAD if has_left else PLACED}-{given.course_id}-{given.cycle_number}"),
            supplier_id=self._supplier_id(chain),
            product_id=given.product_id,
            destination_site_id=given.site_id,
            course_id=given.course_id,
            cycle_number=given.cycle_number,
            state="confirmed" if callable_back else "irrevocable",
            irrevocable_at=until_at if callable_back else None,
            given_up=self._is_given_up(chain),
            intended_on=self._intended_on(chain),
            calibration_at=vial.calibration_at,
            dispatch_at=self._dispatch_at(chain),
            certified_at=self._certified_at(chain.batch.batch_id if chain.batch else vial.vial_id, vial.certified_at),
            batch_id=chain.batch.batch_id if chain.batch else None,
            shipment_id=chain.shipment.shipment_id if has_left and chain.shipment else None,
            material_due_at=slot.material_due_at if slot else None,
        )

    def _order_id(self, wanted: str) -> str:
        """Return a key that no order has: one that nobody got may still stand there for the same cycle."""
        return _unused(wanted, self._order_ids)

    @cached_property
    def _order_ids(self) -> frozenset[str]:
        return frozenset(row.order_id for row in self.before.initial_orders)

    @cached_property
    def _slot_by_id(self) -> Mapping[str, Slot]:
        return {slot.slot_id: slot for slot in self.before.slots}

    def _supplier_id(self, chain: Chain) -> str:
        if chain.batch is None:
            assert chain.order is not None  # noqa: S101 - a vial is of a batch or of an order
            return chain.order.supplier_id
        lines = {line.line_id: line.supplier_id for line in self.before.lines}
        return lines[chain.batch.line_id]

    def _dispatch_at(self, chain: Chain) -> datetime:
        if chain.batch is not None:
            return chain.batch.dispatch_at
        return self._slot_by_id[(chain.order.slot_id if chain.order else None) or ""].dispatch_at

    def _certified_anew(self, order: InitialOrder, vial_id: str) -> InitialOrder:
        """Return an order with the certification of its batch, or of its own vial, as it is now."""
        certified_at = self._certified_at(order.batch_id or vial_id, order.certified_at)
        waits = order.batch_id is not None and order.shipment_id is None and not in_quarantine(order)
        return replace(order, certified_at=certified_at, dispatch_at=certified_at if waits else order.dispatch_at)

    def _certified_at(self, certified_id: str, certified_at: datetime) -> datetime:
        return self.effects.certified_at.get(certified_id, certified_at)

    def _intended_on(self, chain: Chain) -> date:
        return chain.vial.intended_at.astimezone(self.zone).date()

    def _batches(self) -> Iterator[InitialBatch]:
        """Batches made or in the making, less what has left them; one that failed has nothing."""
        taken: dict[str, float] = defaultdict(float)
        for chain in self.chains:
            if chain.batch and chain.vial.vial_id in self.gone:
                taken[chain.batch.batch_id] += chain.vial.activity_at_calibration_mbq
        made = {batch.batch_id: batch for batch in self.before.initial_batches}
        for batch in made.values():
            yield self._left_of(batch, taken[batch.batch_id])
        for row in self.plan.batches:
            if row.batch_id not in made and row.batch_id in self._begun:
                initial = InitialBatch(
                    batch_id=row.batch_id,
                    line_id=row.line_id,
                    calibration_at=row.calibration_at,
                    dispatch_at=row.dispatch_at,
                    certified_at=row.certified_at,
                    usable_activity_mbq=row.usable_activity_mbq,
                )
                yield self._left_of(initial, taken[row.batch_id])

    def _left_of(self, batch: InitialBatch, taken_mbq: float) -> InitialBatch:
        """Return a batch as it is now: less what has left it, and with what events say of it."""
        effects, batch_id = self.effects, batch.batch_id
        usable_mbq = (
            0.0 if batch_id in effects.dead_batches else effects.usable_mbq.get(batch_id, batch.usable_activity_mbq)
        )
        return replace(
            batch,
            usable_activity_mbq=max(0.0, usable_mbq - taken_mbq),
            certified_at=self._certified_at(batch_id, batch.certified_at),
            dispatch_at=batch.dispatch_at if in_quarantine(batch) else self._certified_at(batch_id, batch.dispatch_at),
        )

    def _irradiations(self) -> Iterator[InitialIrradiation]:
        for row in self.before.initial_irradiations:
            if row.ends_at > self.at and row.irradiation_id not in self.effects.dead_irradiations:
                yield row
        for begun in self.plan.irradiations:
            if begun.starts_at < self.at < begun.ends_at and begun.irradiation_id not in self.effects.dead_irradiations:
                yield InitialIrradiation(
                    irradiation_id=begun.irradiation_id,
                    line_id=begun.line_id,
                    starts_at=begun.starts_at,
                    ends_at=begun.ends_at,
                )

    # --- the road -------------------------------------------------------------------------------------------------

    def _shipments(self, orders: Collection[InitialOrder]) -> Iterator[InitialShipment]:
        """What has left with a vial that somebody still waits for, or could."""
        carrying = {order.shipment_id for order in orders}
        for row in self.plan.shipments:
            if row.shipment_id in carrying:
                yield InitialShipment(
                    shipment_id=row.shipment_id,
                    lane_id=row.lane_id,
                    departs_at=row.departs_at,
                    arrives_at=self.effects.arrives_at.get(row.shipment_id, row.arrives_at),
                )


def _unused(wanted: str, known: Collection[str]) -> str:
    """Return a key that no row has, as like a wanted one as can be."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in known else next(key for key in numbered if key not in known)


def _by_cycle(orders: Collection[InitialOrder]) -> Mapping[Cycle, list[InitialOrder]]:
    found: dict[Cycle, list[InitialOrder]] = defaultdict(list)
    for order in orders:
        found[order.course_id, order.cycle_number].append(order)
    return found


def _promised(scan: Scan) -> PromisedScan:
    return PromisedScan(**{column: getattr(scan, column) for column in PromisedScan.__slots__})
