"""What events do to a country and to the plan that stands in it: which promises break, and what is known."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from doseline.checking import stays_without_tank
from doseline.journey import (
    Absence,
    Batch,
    Closure,
    Course,
    Event,
    InitialBatch,
    InitialIrradiation,
    InitialOrder,
    InitialScan,
    Irradiation,
    Lab,
    Patient,
    Scan,
    ScannerClosure,
    Source,
    Standby,
    Stop,
    TankClosure,
)
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.operations.replanning.lacking import without_heads
from doseline.quantities import timedelta_from_h

__all__ = [
    "TOLD",
    "Cycle",
    "Effects",
    "ScanKey",
    "booked_scan",
    "broken_by_then",
    "course_of",
    "cycle_of",
    "effects_of",
    "in_quarantine",
    "row_key",
    "scan_key",
]

Cycle = tuple[str, int]
"""Course and number of a cycle."""

ScanKey = tuple[str, int, int]
"""Course, number of a cycle, and number of a scan after it."""

TOLD: Final = Source(
    source_id="EVENTS",
    citation="Events that were given to `doseline replan`: what the rows say is what whoever wrote them says",
    kind="computed",
)
"""What stops rest on that events add to a country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What is known after events.

    Attributes
    ----------
    at : the present: when the last of the events became known
    events : the events
    lost : cycles whose vial will never come, each with the event that says so
    hit : other cycles whose promise an event breaks, each with the event; their vials are as they were
    barred : scans that cannot be made where they are booked, by course, cycle and number, each with its slot and the
        event: after administrations that lie ahead, which are hit, or after one that was given
    dead_batches : batches that have nothing usable any more
    dead_orders : initial orders whose vial will never come
    dead_irradiations : irradiations that come to nothing
    held_back : cycles whose vial does not leave when it should, because it is not certified yet
    noted : cycles that an event changes and whose promise stands, each with the event
    usable_mbq : new usable activity of batches, at calibration (MBq)
    certified_at : new certification of batches, and of vials of external suppliers
    arrives_at : new arrival of shipments
    ended : courses that end, each with the event
    withheld : courses whose blood was told to be unfit and that have not been treated since
    homes : courses that go to another centre, each with the centre and the date
    reduced : courses with a smaller activity (MBq), each with the first cycle that it holds for
    listed, unlisted : courses that come on the standby list, each with its row, and those that leave it
    stops, closures, scanner_closures, tank_closures, labs, absences, patients, courses : rows that the events add to
        the country
    """

    at: datetime
    events: tuple[Event, ...] = ()
    lost: dict[Cycle, Event] = field(default_factory=dict)
    hit: dict[Cycle, Event] = field(default_factory=dict)
    barred: dict[ScanKey, tuple[InitialScan, Event]] = field(default_factory=dict)
    held_back: frozenset[Cycle] = frozenset()
    noted: dict[Cycle, Event] = field(default_factory=dict)
    dead_batches: frozenset[str] = frozenset()
    dead_orders: frozenset[str] = frozenset()
    dead_irradiations: frozenset[str] = frozenset()
    usable_mbq: dict[str, float] = field(default_factory=dict)
    certified_at: dict[str, datetime] = field(default_factory=dict)
    arrives_at: dict[str, datetime] = field(default_factory=dict)
    ended: dict[str, Event] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    homes: dict[str, tuple[str, date]] = field(default_factory=dict)
    reduced: dict[str, tuple[int, float]] = field(default_factory=dict)
    listed: dict[str, Standby] = field(default_factory=dict)
    unlisted: frozenset[str] = frozenset()
    stops: tuple[Stop, ...] = ()
    closures: tuple[Closure, ...] = ()
    scanner_closures: tuple[ScannerClosure, ...] = ()
    tank_closures: tuple[TankClosure, ...] = ()
    labs: tuple[Lab, ...] = ()
    absences: tuple[Absence, ...] = ()
    patients: tuple[Patient, ...] = ()
    courses: tuple[Course, ...] = ()

    def barred_of(self, cycle: Cycle) -> dict[int, tuple[InitialScan, Event]]:
        """Return the scans of a cycle that cannot be made where they are booked, by number: its slot, and the event."""
        return {number: found for (*of_cycle, number), found in self.barred.items() if tuple(of_cycle) == cycle}

    @property
    def broken(self) -> dict[Cycle, Event]:
        """Every cycle whose promise an event breaks, with the event."""
        return {**self.hit, **self.lost}


def row_key(event: Event) -> str:
    """Return the key of the stop or closure that an event adds to a country: events are numbered anew each day."""
    return f"EVENT-{event.at:%Y%m%dT%H%M%S}-{event.event_id}"


def cycle_of(chain: Chain) -> Cycle:
    """Return course and number of the cycle that a chain gives."""
    return chain.administration.course_id, chain.administration.cycle_number


def scan_key(scan: Scan | InitialScan) -> ScanKey | None:
    """Return course, cycle and number of a scan; None where it is not known whose it is."""
    if scan.course_id is None or scan.cycle_number is None or scan.scan_number is None:
        return None
    return scan.course_id, scan.cycle_number, scan.scan_number


def booked_scan(scan: Scan) -> InitialScan:
    """Return a scan of a plan as one that is booked."""
    return InitialScan(**{column: getattr(scan, column) for column in InitialScan.__slots__})


def in_quarantine(made: Batch | InitialBatch | InitialOrder) -> bool:
    """Whether vials leave before they are certified, and travel in quarantine."""
    return made.dispatch_at < made.certified_at


def patient_of(event: Event) -> Patient:
    """Return the patient whom an event adds."""
    told = {name: getattr(event, name) for name in ("patient_id", "sex", "birth_year", "weight_kg", "catchment_id")}
    return Patient(**told)


def course_of(event: Event) -> Course:
    """Return the course of a patient whom an event adds; a centre that is named is where it goes."""
    columns = "patient_id", "regimen_id", "referred_on", "max_travel_min", "weight", "prescribed_activity_mbq"
    return Course(
        course_id=event.subject_id,
        transfer_allowed=bool(event.transfer_allowed),
        home_site_id=event.site_id,
        home_since_on=event.referred_on if event.site_id else None,
        trial_id=event.trial_id,
        **{name: getattr(event, name) for name in columns},
    )


def _span(event: Event) -> tuple[datetime, datetime]:
    """Return from when to when an event of a kind that lasts does."""
    assert event.starts_at is not None  # noqa: S101 - the reader of events has seen to it
    assert event.ends_at is not None  # noqa: S101 - as above
    return event.starts_at, event.ends_at


def effects_of(network: Network, plan: PlanPackage, events: Collection[Event]) -> Effects:
    """Return what events do.

    Parameters
    ----------
    network, plan : a country and its legal plan
    events : at least one, in the order in which they became known; what they name is there
    """
    return _Reckoning(network, plan, tuple(events)).effects()


def broken_by_then(network: Network, plan: PlanPackage, events: Collection[Event]) -> list[frozenset[Cycle]]:
    """Return for each event the cycles whose promise the events before it have broken: their hour says nothing more.

    Parameters
    ----------
    network, plan, events : as of `effects_of`
    """
    return list(_Reckoning(network, plan, tuple(events)).broken_before_each())


class _Reckoning:
    def __init__(self, network: Network, plan: PlanPackage, events: tuple[Event, ...]) -> None:
        self.network, self.plan, self.events = network, plan, events
        self.chains = tuple(Chains(plan).by_cycle.values())
        self.zone = ZoneInfo(network.properties.timezone)
        self.batch_of_order = {row.order_id: row.batch_id for row in network.initial_orders}
        self.lines = {row.line_id: row for row in network.lines}
        self.lost: dict[Cycle, Event] = {}
        self.hit: dict[Cycle, Event] = {}
        self.barred: dict[ScanKey, tuple[InitialScan, Event]] = {}
        self.dead_batches: set[str] = set()
        self.dead_orders: set[str] = set()
        self.dead_irradiations: set[str] = set()
        self.usable_mbq: dict[str, float] = {}
        self.certified_at: dict[str, datetime] = {}
        self.arrives_at: dict[str, datetime] = {}
        self.stops: list[Stop] = []
        self.closures: list[Closure] = []
        self.scanner_closures: list[ScannerClosure] = []
        self.tank_closures: list[TankClosure] = []
        self.labs: list[Lab] = []
        self.held_back: set[Cycle] = set()
        self.noted: dict[Cycle, Event] = {}
        self.ended: dict[str, Event] = {}
        self.withheld: dict[str, Event] = {}
        self.homes: dict[str, tuple[str, date]] = {}
        self.reductions: dict[str, Event] = {}
        self.reduced: dict[str, tuple[int, float]] = {}
        self.shelf_life_h = {row.product_id: row.shelf_life_h for row in network.products}
        self.listed: dict[str, Standby] = {}
        self.unlisted: set[str] = set()
        self.absences: list[Absence] = []
        self.patients: list[Patient] = []
        self.courses: list[Course] = []

    def broken_before_each(self) -> Iterator[frozenset[Cycle]]:
        """Take event by event; yield the cycles whose promise is broken before it."""
        for event in self.events:
            self._break_what_follows(event.at)
            yield frozenset(self.hit.keys() | self.lost.keys())
            getattr(self, f"_{event.kind}")(event)

    def _break_what_follows(self, at: datetime) -> None:
        """Break later cycles of a course whose hour has passed, where one before was broken before it was given.

        The events of one file may span several cycles: without the one before, none of them was given.
        """
        broken = {**self.hit, **self.lost}
        for chain in sorted(self.chains, key=lambda chain: chain.administration.administered_at):
            course_id, number = cycle_of(chain)
            before = broken.get((course_id, number - 1))
            if before is not None and (course_id, number) not in broken and chain.administration.administered_at < at:
                self.hit[course_id, number] = broken[course_id, number] = before

    def effects(self) -> Effects:
        for _ in self.broken_before_each():
            pass
        self._hit_by_scan()
        self._break_without_labs(self.events[-1].at)
        for event in self.reductions.values():
            self._reduce(event)
        return Effects(
            at=self.events[-1].at,
            events=self.events,
            lost=self.lost,
            hit={key: event for key, event in self.hit.items() if key not in self.lost},
            barred=self.barred,
            dead_batches=frozenset(self.dead_batches),
            dead_orders=frozenset(self.dead_orders),
            dead_irradiations=frozenset(self.dead_irradiations),
            usable_mbq=self.usable_mbq,
            certified_at=self.certified_at,
            arrives_at=self.arrives_at,
            stops=tuple(self.stops),
            closures=tuple(self.closures),
            scanner_closures=tuple(self.scanner_closures),
            tank_closures=tuple(self.tank_closures),
            labs=tuple(self.labs),
            held_back=frozenset(self.held_back),
            noted={key: event for key, event in self.noted.items() if key not in {*self.hit, *self.lost}},
            ended=self.ended,
            withheld=frozenset(self.withheld),
            homes=self.homes,
            reduced=self.reduced,
            listed=self.listed,
            unlisted=frozenset(self.unlisted),
            absences=tuple(self.absences),
            patients=tuple(self.patients),
            courses=tuple(self.courses),
        )

    # --- batches and vials ----------------------------------------------------------------------------------------

    def _batch_failed(self, event: Event) -> None:
        self._kill({event.subject_id}, event)

    def _kill(self, batch_ids: Collection[str], event: Event) -> None:
        self.dead_batches.update(batch_ids)
        self._lose((chain for chain in self.chains if self._drawn_from(chain) in batch_ids), event)
        self.dead_orders.update(row.order_id for row in self.network.initial_orders if row.batch_id in batch_ids)

    def _drawn_from(self, chain: Chain) -> str | None:
        """Return the batch from which the vial of a chain is, where that is known."""
        if chain.batch is not None:
            return chain.batch.batch_id
        return self.batch_of_order.get(chain.order.order_id) if chain.order else None

    def _lose(self, chains: Iterable[Chain], event: Event) -> None:
        for chain in chains:
            if self._is_ahead(chain, event):
                self.lost[cycle_of(chain)] = event
            elif cycle_of(chain) in self.hit:
                # it was not given at its hour: its vial is lost now, and what broke the promise stays the reason
                self.lost[cycle_of(chain)] = self.hit[cycle_of(chain)]

    def _is_ahead(self, chain: Chain, event: Event) -> bool:
        return chain.administration.administered_at >= event.at

    def _batch_short(self, event: Event) -> None:
        assert event.usable_activity_mbq is not None  # noqa: S101 - the reader has seen to it
        left_mbq = self.usable_mbq[event.subject_id] = event.usable_activity_mbq
        # those who may wait least keep their vial: what has left, then the weightiest, then the earliest
        weights = {row.course_id: row.weight for row in self.network.courses}
        drawn = [chain for chain in self.chains if chain.batch and chain.batch.batch_id == event.subject_id]
        for chain in sorted(
            drawn,
            key=lambda chain: (
                not self._has_left(chain, event),
                -weights[chain.administration.course_id],
                chain.administration.administered_at,
                chain.administration.course_id,
            ),
        ):
            if chain.vial.activity_at_calibration_mbq <= left_mbq or self._has_left(chain, event):
                left_mbq -= chain.vial.activity_at_calibration_mbq
            else:
                self._lose([chain], event)

    def _has_left(self, chain: Chain, event: Event) -> bool:
        return chain.shipment is not None and chain.shipment.departs_at < event.at

    def _certification_late(self, event: Event) -> None:
        assert event.instead_at is not None  # noqa: S101 - as above
        chains = [chain for chain in self.chains if event.subject_id in self._certified_with(chain)]
        if event.instead_at >= self._expires_at(event.subject_id):
            self._break_vials(event)
            self._kill({event.subject_id}, event)
            return
        self.certified_at[event.subject_id] = event.instead_at
        prepared_h = {row.product_id: row.preparation_h for row in self.network.products}
        for chain in chains:
            given = chain.administration
            ready_at = given.administered_at - timedelta_from_h(prepared_h[given.product_id])
            if self._sent_late(chain, event):
                self.held_back.add(cycle_of(chain))
            if self._is_ahead(chain, event) and (ready_at < event.instead_at or cycle_of(chain) in self.held_back):
                self.hit[cycle_of(chain)] = event

    def _certified_with(self, chain: Chain) -> tuple[str | None, str]:
        """Return the batch and the vial whose certification is that of a chain."""
        return self._drawn_from(chain), chain.vial.vial_id

    def _sent_late(self, chain: Chain, event: Event) -> bool:
        """Whether a vial was to leave once its batch is certified, and that is too late for its transporter now."""
        shipment = chain.shipment
        made = chain.batch or next(
            (row for row in self.network.initial_batches if row.batch_id == event.subject_id), None
        )
        if made is None or shipment is None or event.instead_at is None or self._has_left(chain, event):
            return False
        handed_h = {row.lane_id: row.handover_cutoff_h for row in self.network.lanes}
        handed_at = shipment.departs_at - timedelta_from_h(handed_h[shipment.lane_id])
        return not in_quarantine(made) and handed_at < event.instead_at

    def _expires_at(self, batch_id: str) -> datetime:
        """Return when nothing of a batch, or of a vial, may be given any more."""
        shelf_life_h = {row.product_id: row.shelf_life_h for row in self.network.products}
        vial = next((row for row in self.plan.vials if row.vial_id == batch_id), None)
        if vial is not None:
            return vial.calibration_at + timedelta_from_h(shelf_life_h[vial.product_id])
        batches: tuple[Batch | InitialBatch, ...] = (*self.plan.batches, *self.network.initial_batches)
        batch = next(row for row in batches if row.batch_id == batch_id)
        product_id = self.lines[batch.line_id].product_id
        return batch.calibration_at + timedelta_from_h(shelf_life_h[product_id])

    def _vial_broken(self, event: Event) -> None:
        self._break_vials(event)

    def _break_vials(self, event: Event) -> None:
        self._lose((chain for chain in self.chains if chain.vial.vial_id == event.subject_id), event)
        initial = {row.order_id for row in self.network.initial_orders}
        self.dead_orders.update(
            row.order_id
            for row in self.plan.vials
            if row.vial_id == event.subject_id and row.order_id is not None and row.order_id in initial
        )

    def _shipment_late(self, event: Event) -> None:
        assert event.instead_at is not None  # noqa: S101 - as above
        self.arrives_at[event.subject_id] = event.instead_at
        prepared_h = {row.product_id: row.preparation_h for row in self.network.products}
        for chain in self.chains:
            if chain.shipment and chain.shipment.shipment_id == event.subject_id and self._is_ahead(chain, event):
                given = chain.administration
                ready_at = given.administered_at - timedelta_from_h(prepared_h[given.product_id])
                if ready_at < event.instead_at:
                    self.hit[cycle_of(chain)] = event

    # --- supply that stops ----------------------------------------------------------------------------------------

    def _supplier_shut(self, event: Event) -> None:
        starts_at, ends_at = self._stop(event, "supplier")
        slots = {row.slot_id: row for row in self.network.slots}
        initial = {row.order_id: row for row in self.network.initial_orders}

        def is_cut(chain: Chain) -> bool:
            if chain.order is None or chain.order.supplier_id != event.subject_id or self._has_left(chain, event):
                return False
            made = slots.get(chain.order.slot_id or "") or initial.get(chain.order.order_id)
            return made is not None and starts_at <= made.dispatch_at < ends_at

        self._lose(filter(is_cut, self.chains), event)
        self.dead_orders.update(
            row.order_id
            for row in self.network.initial_orders
            if row.supplier_id == event.subject_id
            and row.shipment_id is None
            and event.at <= row.dispatch_at
            and starts_at <= row.dispatch_at < ends_at
        )

    def _line_stopped(self, event: Event) -> None:
        starts_at, ends_at = self._stop(event, "line")
        self._kill(
            {
                batch_id
                for batch_id, line_id, begins_at, dispatch_at in self._made()
                if line_id == event.subject_id and begins_at < ends_at and dispatch_at > max(starts_at, event.at)
            },
            event,
        )

    def _reactor_stopped(self, event: Event) -> None:
        starts_at, ends_at = self._stop(event, "reactor")
        reactor_of = {row.line_id: row.reactor_id for row in self.network.lines}
        irradiations: tuple[Irradiation | InitialIrradiation, ...] = (
            *self.plan.irradiations,
            *self.network.initial_irradiations,
        )
        dead = [
            row
            for row in irradiations
            if reactor_of[row.line_id] == event.subject_id
            and row.starts_at < ends_at
            and row.ends_at > max(starts_at, event.at)
        ]
        self.dead_irradiations.update(row.irradiation_id for row in dead)
        processed = {(row.line_id, row.ends_at + timedelta_from_h(self.lines[row.line_id].cooling_h)) for row in dead}
        self._kill(
            {batch_id for batch_id, line_id, begins_at, _ in self._made() if (line_id, begins_at) in processed}, event
        )

    def _stop(self, event: Event, kind: str) -> tuple[datetime, datetime]:
        starts_at, ends_at = _span(event)
        self.stops.append(
            Stop(
                stop_id=row_key(event),
                kind=kind,
                ref_id=event.subject_id,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=event.reason or event.kind.replace("_", " "),
                source=TOLD.source_id,
                confidence="derived",
            )
        )
        return starts_at, ends_at

    def _made(self) -> Iterator[tuple[str, str, datetime, datetime]]:
        """Yield batch, line, start of processing and dispatch of every batch that is made or to be made."""
        made = set()
        for row in self.network.initial_batches:
            made.add(row.batch_id)
            began_at = row.calibration_at - timedelta_from_h(self.lines[row.line_id].processing_h)
            yield row.batch_id, row.line_id, began_at, row.dispatch_at
        for new in self.plan.batches:
            if new.batch_id not in made and new.processing_starts_at is not None:
                yield new.batch_id, new.line_id, new.processing_starts_at, new.dispatch_at

    # --- centres and patients -------------------------------------------------------------------------------------

    def _place_closed(self, event: Event) -> None:
        site_id = next(row.site_id for row in self.network.places if row.place_id == event.subject_id)
        self._close(event, site_id, event.subject_id)

    def _site_closed(self, event: Event) -> None:
        self._close(event, event.subject_id, None)
        self._bar_scans(event, {row.scanner_id for row in self.network.scanners if row.site_id == event.subject_id})

    def _close(self, event: Event, site_id: str, place_id: str | None) -> None:
        starts_at, ends_at = _span(event)
        self.closures.append(
            Closure(
                closure_id=row_key(event),
                site_id=site_id,
                place_id=place_id,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=event.reason or event.kind.replace("_", " "),
            )
        )
        for chain in self.chains:
            stay = chain.stay
            here = stay.place_id == place_id if place_id else stay.site_id == site_id
            if here and stay.starts_at < ends_at and stay.ends_at > starts_at and self._is_ahead(chain, event):
                self.hit[cycle_of(chain)] = event

    def _scanner_closed(self, event: Event) -> None:
        starts_at, ends_at = _span(event)
        self.scanner_closures.append(
            ScannerClosure(
                scanner_closure_id=row_key(event),
                scanner_id=event.subject_id,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=event.reason or event.kind.replace("_", " "),
            )
        )
        self._bar_scans(event, {event.subject_id})

    def _bar_scans(self, event: Event, scanner_ids: Collection[str]) -> None:
        """Note scans that are not over when an event becomes known, and fall into it."""
        starts_at, ends_at = _span(event)
        for scan in (*self.network.initial_scans, *map(booked_scan, self.plan.scans)):
            key = scan_key(scan)
            falls = scan.starts_at < ends_at and scan.ends_at > max(starts_at, event.at)
            if key is not None and scan.scanner_id in scanner_ids and falls:
                self.barred.setdefault(key, (scan, event))

    def _hit_by_scan(self) -> None:
        """An administration to come whose scan cannot be made may move, for another scan is not always to be had."""
        events = {(course_id, number): event for (course_id, number, _), (_, event) in self.barred.items()}
        for chain in self.chains:
            if cycle_of(chain) in events and self._is_ahead(chain, self.events[-1]):
                self.hit.setdefault(cycle_of(chain), events[cycle_of(chain)])

    def _tank_closed(self, event: Event) -> None:
        """A stay that finds no open tank any more may move; the tanks are run through as the checker does."""
        starts_at, ends_at = _span(event)
        self.tank_closures.append(
            TankClosure(
                tank_closure_id=row_key(event),
                tank_id=event.subject_id,
                # what it took before anybody knew is in it
                starts_at=max(starts_at, event.at),
                ends_at=ends_at,
                reason=event.reason or event.kind.replace("_", " "),
            )
        )
        closures = (*self.network.tank_closures, *self.tank_closures)
        without_tank = stays_without_tank(replace(self.network, tank_closures=closures), self.plan)
        for chain in self.chains:
            if cycle_of(chain) in without_tank and self._is_ahead(chain, event):
                self.hit[cycle_of(chain)] = event

    def _break_without_labs(self, at: datetime) -> None:
        """Break what is promised for the next days to whoever is withheld: a new result would come too late for it."""
        regimens = {row.regimen_id: row for row in self.network.regimens}
        of_course = {row.course_id: regimens[row.regimen_id] for row in self.network.courses}
        broken = self.hit.keys() | self.lost.keys()
        for chain in self.chains:
            event = self.withheld.get(chain.administration.course_id)
            if event and event.at <= chain.administration.administered_at < at and cycle_of(chain) not in broken:
                del self.withheld[chain.administration.course_id]  # it was treated: it was fit again
        for chain in self.chains:
            given = chain.administration
            event = self.withheld.get(given.course_id)
            if event is None or given.administered_at < at or cycle_of(chain) in broken:
                continue
            regimen, on = of_course[given.course_id], given.administered_at.astimezone(self.zone).date()
            known_on = at.astimezone(self.zone).date() + timedelta(days=regimen.labs_turnaround_d)
            if regimen.labs_valid_d is not None and on < known_on and not self._is_fit(chain, regimen.labs_valid_d):
                self.hit[cycle_of(chain)] = event

    def _is_fit(self, chain: Chain, valid_d: int) -> bool:
        """Whether a fit result is known that is valid at the hour of an administration."""
        given = chain.administration
        return any(
            lab.course_id == given.course_id
            and lab.outcome == "fit"
            and lab.taken_at <= given.administered_at <= lab.taken_at + timedelta(days=valid_d)
            for lab in (*self.network.labs, *self.labs)
        )

    def _labs_withheld(self, event: Event) -> None:
        self.withheld[event.subject_id] = event
        self.labs.append(
            Lab(course_id=event.subject_id, taken_at=event.at, outcome="withhold", retest_on=event.retest_on)
        )
        for chain in self.chains:
            on = chain.administration.administered_at.astimezone(self.zone).date()
            if (
                chain.administration.course_id == event.subject_id
                and self._is_ahead(chain, event)
                and event.retest_on is not None
                and on < event.retest_on
            ):
                self.hit[cycle_of(chain)] = event

    def _labs_fit(self, event: Event) -> None:
        assert event.taken_at is not None  # noqa: S101 - the reader has seen to it
        self.labs.append(Lab(course_id=event.subject_id, taken_at=event.taken_at, outcome="fit"))

    def _standby_listed(self, event: Event) -> None:
        assert event.notice_h is not None  # noqa: S101 - the reader has seen to it
        self.unlisted.discard(event.subject_id)
        self.listed[event.subject_id] = Standby(course_id=event.subject_id, notice_h=event.notice_h)

    def _standby_ended(self, event: Event) -> None:
        self.listed.pop(event.subject_id, None)
        self.unlisted.add(event.subject_id)

    def _of_course(self, event: Event) -> list[Chain]:
        """Return what is promised to a course from the instant of an event on."""
        return [
            chain
            for chain in self.chains
            if chain.administration.course_id == event.subject_id and self._is_ahead(chain, event)
        ]

    def _patient_stopped(self, event: Event) -> None:
        self.ended[event.subject_id] = event
        self.hit.update({cycle_of(chain): event for chain in self._of_course(event)})

    def _patient_transferred(self, event: Event) -> None:
        assert event.site_id is not None  # noqa: S101 - the reader has seen to it
        self.homes[event.subject_id] = event.site_id, event.at.astimezone(self.zone).date()
        for chain in self._of_course(event):
            if chain.administration.site_id != event.site_id:
                self.hit[cycle_of(chain)] = event

    def _patient_added(self, event: Event) -> None:
        self.patients.append(patient_of(event))
        self.courses.append(course_of(event))

    def _activity_reduced(self, event: Event) -> None:
        """A vial that cannot be called back is given as it is; the next one is made for less."""
        self.reductions[event.subject_id] = event

    def _reduce(self, event: Event) -> None:
        """Say from which cycle on a course has less: the first whose vial is not made, or is lost."""
        assert event.prescribed_activity_mbq is not None  # noqa: S101 - the reader has seen to it
        broken = self.hit.keys() | self.lost.keys()
        ahead = sorted(
            (
                chain
                for chain in self.chains
                if chain.administration.course_id == event.subject_id
                and (self._is_ahead(chain, event) or cycle_of(chain) in broken)
            ),
            key=lambda chain: chain.administration.cycle_number,
        )
        given = [row.cycle_number for row in self.network.past_administrations if row.course_id == event.subject_id]
        given += [number for course_id, number in map(cycle_of, self.chains) if course_id == event.subject_id]
        from_cycle = ahead[0].administration.cycle_number if ahead else max(given, default=0) + 1
        for chain in ahead:
            if chain.is_made_by(event.at) and self._is_still_there(chain):
                from_cycle = chain.administration.cycle_number + 1
        self.reduced[event.subject_id] = from_cycle, event.prescribed_activity_mbq
        for chain in ahead:
            if chain.administration.cycle_number >= from_cycle:
                self.noted[cycle_of(chain)] = event

    def _is_still_there(self, chain: Chain) -> bool:
        """Whether a vial is neither lost nor too old by the last event."""
        too_old_at = chain.vial.calibration_at + timedelta_from_h(self.shelf_life_h[chain.vial.product_id])
        return cycle_of(chain) not in self.lost and too_old_at > self.events[-1].at

    def _head_absent(self, event: Event) -> None:
        assert event.role is not None  # noqa: S101 - the reader has seen to it
        assert event.heads is not None  # noqa: S101 - as above
        starts_at, ends_at = _span(event)
        self.absences.append(
            Absence(
                absence_id=row_key(event),
                site_id=event.subject_id,
                role=event.role,
                starts_at=starts_at,
                ends_at=ends_at,
                heads=event.heads,
                reason=event.reason or event.kind.replace("_", " "),
            )
        )
        absences = (*self.network.absences, *self.absences)
        here = [
            chain
            for chain in self.chains
            if chain.administration.site_id == event.subject_id and cycle_of(chain) not in {*self.hit, *self.lost}
        ]
        ahead = [chain for chain in here if self._is_ahead(chain, event)]
        treated = [chain for chain in here if not self._is_ahead(chain, event)]
        for chain in without_heads(self.network, absences, event.subject_id, event.role, ahead, treated):
            self.hit[cycle_of(chain)] = event
