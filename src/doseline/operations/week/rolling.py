"""A country some days later: what a plan did until an instant becomes the initial state of the next plan.

Nothing is known before it happens: what was ordered stays ordered for its own patient, what is in the reactor stays in
it, a vial on the road goes on, and everything promised keeps its place, its hour and its order, except what is taken
out on purpose. Nobody is called in for the same day.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from doseline.journey import (
    Course,
    Departure,
    InitialBatch,
    InitialIrradiation,
    InitialOrder,
    InitialStay,
    Lab,
    Lane,
    PastAdministration,
    Pin,
    Site,
    Slot,
    Supplier,
)
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.pathway.calendar import Calendar
from doseline.quantities import h_from_timedelta

__all__ = ["PLACED", "ROAD", "roll_forward"]

Cycle = tuple[str, int]

ROAD: Final = "ROAD"
"""Prefix of the sites, suppliers, lanes and orders by which vials on the road go on."""

PLACED: Final = "PLACED"
"""Prefix of orders that the plan placed and that can no longer be called back."""

NOTICE_DAYS: Final = 1
"""Local dates, that of the failure first, on which only what was promised is administered."""

_LAB_LOCAL: Final = time(8)


def roll_forward(
    network: Network,
    plan: PlanPackage,
    *,
    at: datetime,
    rejected_batch_id: str,
    free: Collection[Cycle],
    held: Collection[str] = (),
) -> Network:
    """Return the country at an instant of its plan, one batch having been rejected.

    Parameters
    ----------
    network, plan : the country and its legal plan
    at : the new present, after the plan's and inside the horizon, before the treatments of its local date
    rejected_batch_id : this batch has nothing usable any more
    free : cycles whose promise is taken back, besides those that lose their vial; all others ahead are pinned
    held : courses that stay at the centre where their next cycle was promised, or go to a nearer one

    Returns
    -------
    Network
        Its horizon starts on the local date of `at` and ends where it did.
    """
    return _Rolled(network, plan, at, rejected_batch_id, frozenset(free), frozenset(held)).network()


class _Rolled:
    def __init__(
        self,
        network: Network,
        plan: PlanPackage,
        at: datetime,
        rejected_batch_id: str,
        free: frozenset[Cycle],
        held: frozenset[str],
    ) -> None:
        self.before, self.plan, self.at, self.rejected, self.free = network, plan, at, rejected_batch_id, free
        self.held = held
        self.zone = ZoneInfo(network.properties.timezone)
        self.on = at.astimezone(self.zone).date()
        self.chains = tuple(Chains(plan).by_cycle.values())
        self.failed_products = {chain.vial.product_id for chain in self.chains if self._is_lost(chain)}
        self.past = tuple(chain for chain in self.chains if chain.administration.administered_at < at)
        self.ahead = tuple(
            chain for chain in self.chains if chain.administration.administered_at >= at and not self._is_lost(chain)
        )
        self.on_road = tuple(chain for chain in self.ahead if chain.shipment and chain.shipment.departs_at < at)
        self.ordered = tuple(chain for chain in self.ahead if self._is_ordered(chain) and chain not in self.on_road)
        self.gone = {chain.vial.vial_id for chain in (*self.past, *self.on_road)}

    def _is_lost(self, chain: Chain) -> bool:
        return chain.batch is not None and chain.batch.batch_id == self.rejected

    def _is_ordered(self, chain: Chain) -> bool:
        """Whether the vial of a slot cannot be called back, or would be for no reason: another product has failed."""
        if chain.order is None or chain.order.order_by_at is None:
            return False
        key = chain.administration.course_id, chain.administration.cycle_number
        kept = chain.vial.product_id not in self.failed_products and key not in self.free
        return kept or chain.order.order_by_at < self.at

    def network(self) -> Network:
        sites, suppliers, lanes, departures = self._roads()
        before = self.before
        days = (self.on - before.properties.horizon_start_on).days
        return replace(
            before,
            properties=replace(
                before.properties,
                planned_at=self.at,
                horizon_start_on=self.on,
                horizon_days=before.properties.horizon_days - days,
                frozen_days=NOTICE_DAYS,
            ),
            sites=(*before.sites, *sites),
            suppliers=(*before.suppliers, *suppliers),
            lanes=(*before.lanes, *lanes),
            departures=(*before.departures, *departures),
            past_administrations=tuple(self._past_administrations()),
            courses=tuple(self._courses()),
            labs=(*before.labs, *self._labs()),
            pins=tuple(self._pins()),
            slots=tuple(self._slots()),
            initial_orders=tuple(self._orders()),
            initial_batches=tuple(self._batches()),
            initial_irradiations=tuple(self._irradiations()),
            initial_stays=tuple(self._stays()),
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
            )

    def _courses(self) -> Iterator[Course]:
        homes = {chain.administration.course_id: chain.administration.site_id for chain in self._in_order(self.past)}
        promised = {
            chain.administration.course_id: chain.administration.site_id
            for chain in reversed(self._in_order(self.chains))
            if chain.administration.administered_at >= self.at
        }
        for row in self.before.courses:
            home = homes.get(row.course_id, row.home_site_id)
            course = replace(row, home_site_id=home)
            if course.course_id in self.held and home == promised[course.course_id]:
                course = replace(course, transfer_allowed=False)
            elif course.course_id in self.held:
                way_min = self._travel_min[course.patient_id, promised[course.course_id]]
                course = replace(course, max_travel_min=min(course.max_travel_min, way_min))
            yield course

    @cached_property
    def _travel_min(self) -> dict[tuple[str, str], float]:
        by_catchment: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in self.before.travel_times:
            by_catchment[row.catchment_id].append((row.site_id, row.travel_min))
        return {
            (patient.patient_id, site_id): travel_min
            for patient in self.before.patients
            for site_id, travel_min in by_catchment[patient.catchment_id]
        }

    def _in_order(self, chains: Collection[Chain]) -> list[Chain]:
        return sorted(chains, key=lambda chain: chain.administration.administered_at)

    def _pins(self) -> Iterator[Pin]:
        for chain in self.ahead:
            given = chain.administration
            if (given.course_id, given.cycle_number) in self.free:
                continue
            yield Pin(
                course_id=given.course_id,
                cycle_number=given.cycle_number,
                site_id=given.site_id,
                place_id=given.place_id,
                administered_at=given.administered_at,
            )

    def _labs(self) -> Iterator[Lab]:
        """Results of those who were to be treated while new ones cannot be had: their blood was taken for it."""
        regimens = {row.regimen_id: row for row in self.before.regimens}
        courses = {row.course_id: row for row in self.before.courses}
        known: dict[str, list[Lab]] = defaultdict(list)
        for lab in self.before.labs:
            known[lab.course_id].append(lab)
        for chain in self.chains:
            given = chain.administration
            regimen = regimens[courses[given.course_id].regimen_id]
            if given.administered_at < self.at or regimen.labs_valid_d is None:
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
        nuclides = {row.product_id: row.nuclide for row in self.before.products}
        for chain in self.past:
            if chain.stay.clean_at > self.at:
                yield InitialStay(
                    place_id=chain.stay.place_id,
                    starts_at=chain.stay.starts_at,
                    ends_at=chain.stay.ends_at,
                    sex=sexes[patients[chain.stay.course_id]],
                    nuclide=nuclides[chain.vial.product_id],
                )

    # --- supply ---------------------------------------------------------------------------------------------------

    def _orders(self) -> Iterator[InitialOrder]:
        """Orders that were placed: each still waits for its own patient, whoever that was."""
        waiting = {chain.order.order_id for chain in self.ahead if chain.order and chain.vial.vial_id not in self.gone}
        for order in self.before.initial_orders:
            # what the plan does not use is given up, unless it is irrevocable and still to come
            if order.order_id in waiting or (order.state == "irrevocable" and order.dispatch_at >= self.at):
                yield order
        for chain in self.ahead:
            if chain in self.on_road:
                yield self._order(chain, self._road(chain))
            elif chain.order and chain in self.ordered:
                yield self._order(chain, chain.order.supplier_id)

    def _slots(self) -> Iterator[Slot]:
        """Slots less the vials that are ordered from them and have still to come."""
        taken = Counter(chain.order.slot_id for chain in self.ordered if chain.order)
        for slot in self.before.slots:
            yield replace(slot, quantity=max(0, slot.quantity - taken[slot.slot_id]))

    def _order(self, chain: Chain, supplier_id: str) -> InitialOrder:
        given, vial = chain.administration, chain.vial
        dispatches = {slot.slot_id: slot.dispatch_at for slot in self.before.slots}
        dispatch_at = self.at
        if chain not in self.on_road and chain.order and chain.order.slot_id:
            dispatch_at = dispatches[chain.order.slot_id]
        return InitialOrder(
            order_id=f"{ROAD if chain in self.on_road else PLACED}-{given.course_id}-{given.cycle_number}",
            supplier_id=supplier_id,
            product_id=given.product_id,
            destination_site_id=given.site_id,
            course_id=given.course_id,
            cycle_number=given.cycle_number,
            state="irrevocable",
            intended_on=self._intended_on(chain),
            calibration_at=vial.calibration_at,
            dispatch_at=dispatch_at,
            certified_at=vial.certified_at,
        )

    def _intended_on(self, chain: Chain) -> date:
        return chain.vial.intended_at.astimezone(self.zone).date()

    def _batches(self) -> Iterator[InitialBatch]:
        """Batches made or in the making, less what has left them; the rejected one with nothing."""
        taken: dict[str, float] = defaultdict(float)
        for chain in self.chains:
            if chain.batch and chain.vial.vial_id in self.gone:
                taken[chain.batch.batch_id] += chain.vial.activity_at_calibration_mbq
        made = {batch.batch_id: batch for batch in self.before.initial_batches}
        for batch in made.values():
            left_mbq = 0.0 if batch.batch_id == self.rejected else batch.usable_activity_mbq - taken[batch.batch_id]
            yield replace(batch, usable_activity_mbq=max(0.0, left_mbq))
        begun = {row.irradiation_id for row in self.plan.irradiations if row.starts_at < self.at}
        for row in self.plan.batches:
            if row.batch_id in made or row.irradiation_id not in begun:
                continue
            left_mbq = 0.0 if row.batch_id == self.rejected else row.usable_activity_mbq - taken[row.batch_id]
            yield InitialBatch(
                batch_id=row.batch_id,
                line_id=row.line_id,
                calibration_at=row.calibration_at,
                dispatch_at=row.dispatch_at,
                certified_at=row.certified_at,
                usable_activity_mbq=max(0.0, left_mbq),
            )

    def _irradiations(self) -> Iterator[InitialIrradiation]:
        for row in self.before.initial_irradiations:
            if row.ends_at > self.at:
                yield row
        for begun in self.plan.irradiations:
            if begun.starts_at < self.at < begun.ends_at:
                yield InitialIrradiation(
                    irradiation_id=begun.irradiation_id,
                    line_id=begun.line_id,
                    starts_at=begun.starts_at,
                    ends_at=begun.ends_at,
                )

    # --- the road -------------------------------------------------------------------------------------------------

    def _road(self, chain: Chain) -> str:
        assert chain.shipment is not None  # noqa: S101 - a vial on the road is in a shipment
        return f"{ROAD}-{chain.shipment.shipment_id}"

    def _roads(self) -> tuple[list[Site], list[Supplier], list[Lane], list[Departure]]:
        """The rest of each journey: a lane of its own from where the vial is, leaving now, for its vials alone."""
        sites: dict[str, Site] = {}
        suppliers: dict[str, Supplier] = {}
        lanes: dict[str, Lane] = {}
        departures: dict[str, Departure] = {}
        known_sites = {site.site_id: site for site in self.before.sites}
        known_lanes = {lane.lane_id: lane for lane in self.before.lanes}
        local = self.at.astimezone(self.zone)
        for chain in self.on_road:
            key, shipment = self._road(chain), chain.shipment
            if key in lanes or shipment is None:
                continue
            lane = known_lanes[shipment.lane_id]
            origin = known_sites[lane.origin_site_id]
            sites[key] = replace(
                origin, site_id=key, name=f"On the road from {origin.name}", timezone=self.before.properties.timezone
            )
            suppliers[key] = Supplier(
                supplier_id=key,
                name=f"Shipment {shipment.shipment_id}, under way",
                site_id=key,
                control="external",
                source=lane.source,
                confidence=lane.confidence,
            )
            arrives_at = shipment.arrives_at if shipment.arrives_at >= self.at else self._opening(chain)
            lanes[key] = replace(
                lane,
                lane_id=key,
                origin_site_id=key,
                transit_h=h_from_timedelta(arrives_at - self.at),
                handover_cutoff_h=0.0,
            )
            departures[key] = Departure(
                lane_id=key,
                weekday=local.isoweekday(),
                departs_local=f"{local:%H:%M}",
                source=lane.source,
                confidence=lane.confidence,
            )
        return list(sites.values()), list(suppliers.values()), list(lanes.values()), list(departures.values())

    def _opening(self, chain: Chain) -> datetime:
        """Return when a vial that already lies at its centre may count as received: when its reception is next open."""
        calendar = self._calendar()
        at_min = (self.at - calendar.origin_at) / timedelta(minutes=1)
        opens, closes = calendar.hours(chain.administration.site_id, "reception")
        for opens_min, closes_min in zip(opens.tolist(), closes.tolist(), strict=True):
            if closes_min > at_min and opens_min >= 0:
                return calendar.origin_at + timedelta(minutes=max(opens_min, at_min + 1))
        return self.at + timedelta(minutes=1)

    def _calendar(self) -> Calendar:
        properties = replace(self.before.properties, horizon_start_on=self.on)
        return Calendar(replace(self.before, properties=properties))
