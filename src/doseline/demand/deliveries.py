"""Which vials can reach a centre for a date, and by which departure: one to come, or one that has left already."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from doseline.demand.local_time import instant_at, local_midnight, zone_named
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Departure, InitialBatch, Lane, Slot
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.pathway import Fill, fill_of
from doseline.quantities import min_from_h

__all__ = ["Deliveries", "Delivery", "Run", "Supply"]

_DAYS = 35

_LEFT_D = 7
"""Departures of so many days before the start may have brought a vial that is given after it (an assumption)."""


@dataclass(slots=True, kw_only=True)
class Supply:
    """Vials that can be had before the planner begins: a slot whose cut-off has passed, or an initial batch.

    Attributes
    ----------
    origin : the row it comes from
    product_id, site_id : product, and the site it dispatches from
    left : vials (slot) or usable activity in MBq (batch) not yet taken
    """

    origin: Slot | InitialBatch
    product_id: str
    site_id: str
    left: float


@dataclass(slots=True, kw_only=True)
class Run:
    """One departure of a lane, in minutes from the origin of the grid, with what it carries.

    Attributes
    ----------
    lane : the lane
    departs_min, arrives_min : departure and arrival (min)
    has_left : whether it leaves before the present
    packages, activity_mbq : what is on it already, activity at departure
    """

    lane: Lane
    departs_min: int
    arrives_min: float
    has_left: bool = False
    packages: int = 0
    activity_mbq: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A vial made for one date that can reach one centre.

    Attributes
    ----------
    supply : where it comes from
    calibration_min : calibration (min)
    activity_mbq : activity at calibration (MBq)
    opens_min, closes_min : first and last minute at which it may be given, certification and arrival included (min)
    runs : departures that bring it in time for reception, latest first
    preparation_min, half_life_min : of its product (min)
    """

    supply: Supply
    calibration_min: int
    activity_mbq: float
    opens_min: float
    closes_min: float
    runs: tuple[Run, ...] = field(repr=False)
    preparation_min: float
    half_life_min: float

    def run_for(self, administered_min: int) -> Run | None:
        """Return the latest departure with room that arrives before the preparation for an administration."""
        for run in self.runs:
            if run.arrives_min <= administered_min - self.preparation_min and self._has_room(run):
                return run
        return None

    def uses(self) -> float:
        """Return what one such vial takes of its supply: one vial of a slot, its activity of a batch (MBq)."""
        return 1.0 if isinstance(self.supply.origin, Slot) else self.activity_mbq

    def send(self, run: Run) -> None:
        """Put the vial on a departure and take it off its supply."""
        run.packages += 1
        run.activity_mbq += self._activity_at(run)
        self.supply.left -= self.uses()

    def _has_room(self, run: Run) -> bool:
        return (
            run.packages < run.lane.max_packages
            and run.activity_mbq + self._activity_at(run) <= run.lane.max_activity_mbq
        )

    def _activity_at(self, run: Run) -> float:
        return self.activity_mbq * math.exp2(-(run.departs_min - self.calibration_min) / self.half_life_min)


class Deliveries:
    """Every vial that people can book before the planner begins.

    Parameters
    ----------
    network : Network
        With its slots.
    batches : tuple of InitialBatch
        Batches under way.
    days : TreatmentDays
        Gives licences and hours of reception.
    """

    def __init__(self, network: Network, batches: tuple[InitialBatch, ...], days: TreatmentDays) -> None:
        self._network = network
        self._days = days
        properties = network.properties
        self._zone = zone_named(properties.timezone)
        self._start_on = properties.horizon_start_on
        self._origin_at = local_midnight(self._start_on, self._zone)
        self._planned_min = self._minute(properties.planned_at)
        self._products = {row.product_id: row for row in network.products}
        self._half_life_h = {row.nuclide: row.half_life_h for row in network.nuclides}
        self._lanes: dict[tuple[str, str], list[Lane]] = defaultdict(list)
        for lane in network.lanes:
            self._lanes[lane.origin_site_id, lane.destination_site_id].append(lane)
        self._timetable: dict[str, list[Departure]] = defaultdict(list)
        for row in network.departures:
            self._timetable[row.lane_id].append(row)
        self._timezones = {row.site_id: row.timezone for row in network.sites}
        self._supplies = tuple(self._all_supplies(batches))
        self._near: dict[tuple[str, str], list[Supply]] = {}
        self._runs: dict[tuple[str, str], list[Run]] = {}
        self._fills: dict[tuple[str, str, float], Fill] = {}
        self._found: dict[tuple[str, str, float, date], tuple[Delivery, ...]] = {}

    def for_date(self, site_id: str, product_id: str, prescribed_mbq: float, on: date) -> tuple[Delivery, ...]:
        """Return the vials for a prescription at a centre on a date, latest calibration first, taken ones included."""
        key = (site_id, product_id, prescribed_mbq, on)
        if key not in self._found:
            supplies = self._supplies_near(site_id, product_id)
            found = (self._delivery(number, supply, *key) for number, supply in enumerate(supplies))
            kept = [delivery for delivery in found if delivery is not None]
            self._found[key] = tuple(sorted(kept, key=lambda row: -row.calibration_min))
        return self._found[key]

    def left_quantity(self) -> dict[str, int]:
        """Return the vials left at each slot whose cut-off has passed."""
        return {supply.origin.slot_id: int(supply.left) for supply in self._supplies if isinstance(supply.origin, Slot)}

    def _minute(self, at: datetime) -> int:
        return int((at - self._origin_at).total_seconds() // 60)

    def _all_supplies(self, batches: tuple[InitialBatch, ...]) -> Iterator[Supply]:
        sites = {row.supplier_id: row.site_id for row in self._network.suppliers}
        stops = [stop for stop in self._network.stops if stop.kind == "supplier"]
        for slot in self._network.slots:
            stopped = any(
                stop.ref_id == slot.supplier_id and stop.starts_at <= slot.dispatch_at < stop.ends_at for stop in stops
            )
            if slot.order_cutoff_at < self._network.properties.planned_at and not stopped:
                yield Supply(
                    origin=slot, product_id=slot.product_id, site_id=sites[slot.supplier_id], left=float(slot.quantity)
                )
        lines = {row.line_id: row for row in self._network.lines}
        for batch in batches:
            line = lines[batch.line_id]
            yield Supply(
                origin=batch,
                product_id=line.product_id,
                site_id=sites[line.supplier_id],
                left=batch.usable_activity_mbq,
            )

    def _supplies_near(self, site_id: str, product_id: str) -> list[Supply]:
        """Return the supplies of a product that have a lane to a centre."""
        key = (site_id, product_id)
        if key not in self._near:
            self._near[key] = [
                supply
                for supply in self._supplies
                if supply.product_id == product_id and (supply.site_id, site_id) in self._lanes
            ]
        return self._near[key]

    def _fill(self, site_id: str, product_id: str, prescribed_mbq: float) -> Fill:
        """Return the fills of every supply near a centre, one for each intended day of the first weeks."""
        key = (site_id, product_id, prescribed_mbq)
        if key not in self._fills:
            product = self._products[product_id]
            clock_min = clock_minutes(product.fill_reference_local or "12:00")
            dates = (self._start_on + timedelta(days=day) for day in range(_DAYS))
            calibrations = (self._minute(supply.origin.calibration_at) for supply in self._supplies_near(*key[:2]))
            self._fills[key] = fill_of(
                product=product,
                half_life_h=self._half_life_h[product.nuclide],
                prescribed_mbq=prescribed_mbq,
                margin_fraction=self._days.licences[site_id, product_id].margin_fraction,
                calibration_min=np.array(list(calibrations), dtype=np.float64),
                intended_min=np.array(
                    [self._minute(instant_at(on, clock_min, self._zone)) for on in dates], dtype=np.float64
                ),
            )
        return self._fills[key]

    def _delivery(
        self, number: int, supply: Supply, site_id: str, product_id: str, prescribed_mbq: float, on: date
    ) -> Delivery | None:
        fill = self._fill(site_id, product_id, prescribed_mbq)
        day = (on - self._start_on).days
        product = self._products[product_id]
        preparation_min = min_from_h(product.preparation_h)
        midnight_min = self._minute(local_midnight(on, self._zone))
        ready_min = self._minute(supply.origin.dispatch_at)
        runs = tuple(
            run
            for run in reversed(self._runs_of(supply.site_id, site_id))
            if run.departs_min >= ready_min + min_from_h(run.lane.handover_cutoff_h)
            and run.arrives_min < midnight_min + 1440.0
        )
        certified_min = math.ceil((supply.origin.certified_at - self._origin_at).total_seconds() / 60)
        # A minute inside the window, so that no rounding of instants or powers puts a promise outside it.
        opens_min = max(float(fill.opens_min[number, day]) + 1.0, certified_min + preparation_min)
        closes_min = float(fill.closes_min[number, day]) - 1.0
        if not runs or closes_min < max(opens_min, float(midnight_min)) or opens_min >= midnight_min + 1440.0:
            return None
        return Delivery(
            supply=supply,
            calibration_min=self._minute(supply.origin.calibration_at),
            activity_mbq=float(fill.activity_at_calibration_mbq[number, day]),
            opens_min=opens_min,
            closes_min=closes_min,
            runs=runs,
            preparation_min=preparation_min,
            half_life_min=min_from_h(self._half_life_h[product.nuclide]),
        )

    def _runs_of(self, origin_site_id: str, site_id: str) -> list[Run]:
        """Return the departures from a site to a centre that arrive in its reception hours, earliest first."""
        key = (origin_site_id, site_id)
        if key not in self._runs:
            runs = [run for lane in self._lanes.get(key, ()) for run in self._departures(lane)]
            self._runs[key] = sorted(runs, key=lambda run: (run.departs_min, run.arrives_min, run.lane.lane_id))
        return self._runs[key]

    def _departures(self, lane: Lane) -> Iterator[Run]:
        zone = zone_named(self._timezones[lane.origin_site_id])
        for day in range(-_LEFT_D, _DAYS):
            on = self._start_on + timedelta(days=day)
            for row in self._timetable[lane.lane_id]:
                if row.weekday == on.isoweekday():
                    departs_min = self._minute(instant_at(on, clock_minutes(row.departs_local), zone))
                    arrives_min = departs_min + min_from_h(lane.transit_h)
                    if self._received(lane.destination_site_id, arrives_min):
                        has_left = departs_min < self._planned_min
                        yield Run(lane=lane, departs_min=departs_min, arrives_min=arrives_min, has_left=has_left)

    def _received(self, site_id: str, arrives_min: float) -> bool:
        on = (self._origin_at + timedelta(minutes=arrives_min)).astimezone(self._zone).date()
        hours = self._days.reception(site_id, on)
        midnight_min = self._minute(local_midnight(on, self._zone))
        return hours is not None and hours[0] <= arrives_min - midnight_min <= hours[1]
