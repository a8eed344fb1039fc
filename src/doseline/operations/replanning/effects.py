"""What events do to a country and to the plan that stands in it: which promises break, and what is known."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from doseline.journey import Batch, Closure, Event, InitialBatch, InitialIrradiation, Irradiation, Lab, Source, Stop
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.quantities import timedelta_from_h

__all__ = ["TOLD", "Cycle", "Effects", "cycle_of", "effects_of", "row_key"]

Cycle = tuple[str, int]
"""Course and number of a cycle."""

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
    dead_batches : batches that have nothing usable any more
    dead_orders : initial orders whose vial will never come
    dead_irradiations : irradiations that come to nothing
    usable_mbq : new usable activity of batches, at calibration (MBq)
    certified_at : new certification of batches
    arrives_at : new arrival of shipments
    stops, closures, labs : rows that the events add to the country
    """

    at: datetime
    events: tuple[Event, ...] = ()
    lost: dict[Cycle, Event] = field(default_factory=dict)
    hit: dict[Cycle, Event] = field(default_factory=dict)
    dead_batches: frozenset[str] = frozenset()
    dead_orders: frozenset[str] = frozenset()
    dead_irradiations: frozenset[str] = frozenset()
    usable_mbq: dict[str, float] = field(default_factory=dict)
    certified_at: dict[str, datetime] = field(default_factory=dict)
    arrives_at: dict[str, datetime] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()
    closures: tuple[Closure, ...] = ()
    labs: tuple[Lab, ...] = ()

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


class _Reckoning:
    def __init__(self, network: Network, plan: PlanPackage, events: tuple[Event, ...]) -> None:
        self.network, self.plan, self.events = network, plan, events
        self.chains = tuple(Chains(plan).by_cycle.values())
        self.zone = ZoneInfo(network.properties.timezone)
        self.batch_of_order = {row.order_id: row.batch_id for row in network.initial_orders}
        self.lines = {row.line_id: row for row in network.lines}
        self.lost: dict[Cycle, Event] = {}
        self.hit: dict[Cycle, Event] = {}
        self.dead_batches: set[str] = set()
        self.dead_orders: set[str] = set()
        self.dead_irradiations: set[str] = set()
        self.usable_mbq: dict[str, float] = {}
        self.certified_at: dict[str, datetime] = {}
        self.arrives_at: dict[str, datetime] = {}
        self.stops: list[Stop] = []
        self.closures: list[Closure] = []
        self.labs: list[Lab] = []

    def effects(self) -> Effects:
        for event in self.events:
            getattr(self, f"_{event.kind}")(event)
        return Effects(
            at=self.events[-1].at,
            events=self.events,
            lost=self.lost,
            hit={key: event for key, event in self.hit.items() if key not in self.lost},
            dead_batches=frozenset(self.dead_batches),
            dead_orders=frozenset(self.dead_orders),
            dead_irradiations=frozenset(self.dead_irradiations),
            usable_mbq=self.usable_mbq,
            certified_at=self.certified_at,
            arrives_at=self.arrives_at,
            stops=tuple(self.stops),
            closures=tuple(self.closures),
            labs=tuple(self.labs),
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
        self.lost.update({cycle_of(chain): event for chain in chains if self._is_ahead(chain, event)})

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
        if event.instead_at >= self._expires_at(event.subject_id):
            self._kill({event.subject_id}, event)
            return
        self.certified_at[event.subject_id] = event.instead_at
        prepared_h = {row.product_id: row.preparation_h for row in self.network.products}
        handed_h = {row.lane_id: row.handover_cutoff_h for row in self.network.lanes}
        for chain in self.chains:
            if self._drawn_from(chain) != event.subject_id or not self._is_ahead(chain, event):
                continue
            given, shipment = chain.administration, chain.shipment
            ready_at = given.administered_at - timedelta_from_h(prepared_h[given.product_id])
            sent_late = (
                shipment is not None
                and not self._has_left(chain, event)
                and shipment.departs_at - timedelta_from_h(handed_h[shipment.lane_id]) < event.instead_at
            )
            if ready_at < event.instead_at or sent_late:
                self.hit[cycle_of(chain)] = event

    def _expires_at(self, batch_id: str) -> datetime:
        """Return when nothing of a batch may be given any more."""
        shelf_life_h = {row.product_id: row.shelf_life_h for row in self.network.products}
        batches: tuple[Batch | InitialBatch, ...] = (*self.plan.batches, *self.network.initial_batches)
        batch = next(row for row in batches if row.batch_id == batch_id)
        product_id = self.lines[batch.line_id].product_id
        return batch.calibration_at + timedelta_from_h(shelf_life_h[product_id])

    def _vial_broken(self, event: Event) -> None:
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

    def _labs_withheld(self, event: Event) -> None:
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
