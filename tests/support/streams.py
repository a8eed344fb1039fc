"""Streams of events over twelve weeks: an XS country made long, and what may happen in it while its plan is in use.

What an event names is there, and so is its hour; whatever `require_known` refuses all the same is drawn again.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.demand.exhaustive import build, names
from doseline.errors import BadPackage
from doseline.journey import Event, OpeningHours, Scanner, ScanProtocol
from doseline.network import Network, PlanPackage
from doseline.network.cells import value_text
from doseline.operations.replanning.knowing import require_known

WEEKS = 12
MIXED = tuple(name for name in names() if name.removeprefix("XS-").isdigit())
"""Instances in which something of everything is scarce."""


def long_country(name: str, seed: int) -> Network:
    """Return a mixed XS instance with its slots and its reactor in every one of twelve weeks.

    Its grid is an hour: then midnights stay on it when the clocks change. Each centre has a scanner that is often full.
    """
    network = build(name, seed)
    zone = ZoneInfo(network.properties.timezone)

    def later(at: datetime, weeks: int) -> datetime:
        return (at.astimezone(zone) + timedelta(weeks=weeks)).astimezone(ZoneInfo("UTC"))

    ways = ("order_cutoff_at", "calibration_at", "dispatch_at", "certified_at")
    slots = tuple(
        replace(
            slot, slot_id=f"{slot.slot_id}-W{weeks}", **{column: later(getattr(slot, column), weeks) for column in ways}
        )
        for weeks in range(0, WEEKS, 2)
        for slot in network.slots
    )
    cycles = tuple(
        replace(
            cycle,
            reactor_cycle_id=f"{cycle.reactor_cycle_id}-W{weeks}",
            starts_at=later(cycle.starts_at, weeks),
            ends_at=later(cycle.ends_at, weeks) - timedelta(hours=12),
        )
        for weeks in range(0, WEEKS, 3)
        for cycle in network.reactor_cycles
    )
    properties = replace(network.properties, horizon_days=7 * WEEKS, tail_weeks=2, step_min=60)
    return replace(_scanned(network), properties=properties, slots=slots, reactor_cycles=cycles)


def _scanned(network: Network) -> Network:
    """Return a country with one scanner a centre, for two scans after each administration and little else."""
    mark = {"source": network.sources[0].source_id, "confidence": "synthetic"}
    scanners = tuple(
        Scanner(scanner_id=f"{site_id}-SPECT", site_id=site_id, kind="spect_ct", therapy_hours_per_week=4.0, **mark)
        for site_id in sorted({row.site_id for row in network.site_products})
    )
    protocols = tuple(
        ScanProtocol(
            product_id=row.product_id,
            scan_number=number,
            earliest_h=earliest_h,
            latest_h=latest_h,
            duration_min=60.0,
            **mark,
        )
        for row in network.products
        for number, earliest_h, latest_h in ((1, 4.0, 100.0), (2, 110.0, 240.0))
    )
    opening_hours = tuple(
        OpeningHours(
            site_id=row.site_id, service="scanning", weekday=weekday, opens_local="10:00", closes_local="14:00", **mark
        )
        for row in scanners
        for weekday in range(1, 6)
    )
    return replace(
        network,
        scanners=scanners,
        scan_protocols=protocols,
        opening_hours=(*network.opening_hours, *opening_hours),
    )


def as_json(events: Sequence[Event]) -> dict[str, list[dict[str, object]]]:
    """Return events as the file of `doseline replan` has them."""
    return {"events": [_object(event) for event in events]}


def _object(event: Event) -> dict[str, object]:
    values = {name: getattr(event, name) for name in Event.__slots__}
    plain = (bool, int, float, str)
    return {
        name: value if isinstance(value, plain) else value_text(value)
        for name, value in values.items()
        if value is not None
    }


@dataclass
class Stream:
    """What happens to one country, drawn with one source of chance.

    Attributes
    ----------
    rng : source of chance
    wide : whether the events of one file are spread over its whole span, so that they lie weeks apart
    patients : patients added so far
    kinds : the kinds of event that are drawn; none: all
    """

    rng: random.Random
    wide: bool = False
    patients: int = 0
    kinds: tuple[str, ...] = ()

    def events(self, network: Network, plan: PlanPackage, since: datetime, until: datetime) -> tuple[Event, ...]:
        """Return one to four events between two instants, in their order, that `require_known` takes."""
        told: list[Event] = []
        wanted = self.rng.randint(2 if self.wide else 1, 4)
        moments = sorted(since + self.rng.random() * (until - since) for _ in range(60))
        # the first moment from which an event may be, such that those of a wide file lie as far apart as they can
        next_from = since
        for moment in moments:
            if moment < next_from:
                continue
            at = moment.replace(microsecond=0)
            event = self._event(f"E{len(told) + 1}", network, plan, at)
            if event is None:
                continue
            try:
                require_known([*told, event], network, plan, shown="events.json")
            except BadPackage:
                continue
            told.append(event)
            if len(told) == wanted:
                break
            if self.wide:
                next_from = since + len(told) * (until - since) / wanted
        return tuple(told)

    def _event(self, event_id: str, network: Network, plan: PlanPackage, at: datetime) -> Event | None:
        kind = self.rng.choice(self.kinds or list(DRAWN))
        drawn = DRAWN[kind](self, network, plan, at)
        if drawn is None:
            return None
        subject_id, more = drawn
        return Event(event_id=event_id, kind=kind, at=at, subject_id=subject_id, **more)

    def span(self, at: datetime, longest_h: int) -> dict[str, datetime]:
        """Return from when to when something lasts: it may have begun before it is known."""
        starts_at = (at + timedelta(hours=self.rng.randint(-6, 96))).replace(minute=0, second=0)
        return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=self.rng.randint(8, longest_h))}


Drawn = tuple[str, dict[str, object]] | None
Draw = Callable[[Stream, Network, PlanPackage, datetime], Drawn]


def _one(stream: Stream, keys: Iterator[str] | Sequence[str]) -> str | None:
    keys = sorted(keys)
    return stream.rng.choice(keys) if keys else None


def _of(
    keys: Callable[[Network, PlanPackage], list[str]], more: Callable[[Stream, datetime], dict[str, object]]
) -> Draw:
    def drawn(stream: Stream, network: Network, plan: PlanPackage, at: datetime) -> Drawn:
        key = _one(stream, keys(network, plan))
        return None if key is None else (key, more(stream, at))

    return drawn


def _batches(network: Network, plan: PlanPackage) -> list[str]:
    return [row.batch_id for row in (*plan.batches, *network.initial_batches)]


def _courses(network: Network, plan: PlanPackage) -> list[str]:
    """Those with something promised twice as often as the others."""
    return [row.course_id for row in network.courses]


def _sites(network: Network, _plan: PlanPackage) -> list[str]:
    return sorted({row.site_id for row in network.site_products})


def _batch_short(stream: Stream, network: Network, plan: PlanPackage, _at: datetime) -> Drawn:
    rows = sorted((*plan.batches, *network.initial_batches), key=lambda row: row.batch_id)
    if not rows:
        return None
    batch = stream.rng.choice(rows)
    return batch.batch_id, {"usable_activity_mbq": round(stream.rng.random() * batch.usable_activity_mbq, 1)}


def _certification_late(stream: Stream, network: Network, plan: PlanPackage, _at: datetime) -> Drawn:
    rows = [(row.vial_id, row.certified_at) for row in plan.vials]
    rows += [(row.batch_id, row.certified_at) for row in (*plan.batches, *network.initial_batches)]
    if not rows:
        return None
    key, certified_at = stream.rng.choice(sorted(rows))
    return key, {"instead_at": certified_at + timedelta(hours=stream.rng.randint(1, 60))}


def _shipment_late(stream: Stream, _network: Network, plan: PlanPackage, at: datetime) -> Drawn:
    rows = sorted((row for row in plan.shipments if row.departs_at <= at), key=lambda row: row.shipment_id)
    if not rows:
        return None
    row = stream.rng.choice(rows)
    return row.shipment_id, {"instead_at": row.arrives_at + timedelta(hours=stream.rng.randint(1, 40))}


def _patient_transferred(stream: Stream, network: Network, plan: PlanPackage, _at: datetime) -> Drawn:
    course_id = _one(stream, _courses(network, plan))
    return None if course_id is None else (course_id, {"site_id": stream.rng.choice(_sites(network, plan))})


def _activity_reduced(stream: Stream, network: Network, _plan: PlanPackage, _at: datetime) -> Drawn:
    course = stream.rng.choice(network.courses)
    now_mbq = course.reduced_activity_mbq or course.prescribed_activity_mbq
    return course.course_id, {"prescribed_activity_mbq": round(now_mbq * stream.rng.choice((0.7, 0.8, 0.95)), 4)}


def _head_absent(stream: Stream, network: Network, _plan: PlanPackage, at: datetime) -> Drawn:
    roster = stream.rng.choice(network.rosters)
    return roster.site_id, {"role": roster.role, "heads": stream.rng.randint(1, roster.heads), **stream.span(at, 72)}


def _patient_added(stream: Stream, network: Network, _plan: PlanPackage, at: datetime) -> Drawn:
    stream.patients += 1
    regimen = stream.rng.choice(network.regimens)
    product = next(row for row in network.products if row.product_id == regimen.product_id)
    weight_kg = float(stream.rng.randint(50, 110))
    usual_mbq = product.prescribed_activity_mbq or round((product.prescribed_kbq_per_kg or 55.0) * weight_kg / 1000, 4)
    more: dict[str, object] = {
        "patient_id": f"NEW-PATIENT-{stream.patients}",
        "sex": stream.rng.choice(("female", "male")),
        "birth_year": stream.rng.randint(1935, 1990),
        "weight_kg": weight_kg,
        "catchment_id": stream.rng.choice(network.catchments).catchment_id,
        "regimen_id": regimen.regimen_id,
        "referred_on": at.date() - timedelta(days=stream.rng.randint(0, 5)),
        "max_travel_min": float(stream.rng.randint(20, 90)),
        "weight": stream.rng.randint(1, 9),
        "prescribed_activity_mbq": usual_mbq,
        "transfer_allowed": stream.rng.random() < 0.3,
    }
    if stream.rng.random() < 0.4:
        more["site_id"] = stream.rng.choice(sorted({row.site_id for row in network.site_products}))
    return f"NEW-{stream.patients}", more


def _nothing(_stream: Stream, _at: datetime) -> dict[str, object]:
    return {}


def _lasting(longest_h: int) -> Callable[[Stream, datetime], dict[str, object]]:
    return lambda stream, at: dict(stream.span(at, longest_h))


DRAWN: dict[str, Draw] = {
    "batch_failed": _of(_batches, _nothing),
    "batch_short": _batch_short,
    "certification_late": _certification_late,
    "vial_broken": _of(lambda _network, plan: [row.vial_id for row in plan.vials], _nothing),
    "shipment_late": _shipment_late,
    "supplier_shut": _of(lambda network, _plan: [row.supplier_id for row in network.suppliers], _lasting(120)),
    "line_stopped": _of(lambda network, _plan: [row.line_id for row in network.lines], _lasting(120)),
    "reactor_stopped": _of(lambda network, _plan: [row.reactor_id for row in network.reactors], _lasting(96)),
    "site_closed": _of(_sites, _lasting(72)),
    "place_closed": _of(lambda network, _plan: [row.place_id for row in network.places], _lasting(120)),
    "scanner_closed": _of(lambda network, _plan: [row.scanner_id for row in network.scanners], _lasting(120)),
    "tank_closed": _of(lambda network, _plan: [row.tank_id for row in network.tanks], _lasting(120)),
    "labs_withheld": _of(
        _courses, lambda stream, at: {"retest_on": at.date() + timedelta(days=stream.rng.randint(1, 14))}
    ),
    "labs_fit": _of(_courses, lambda stream, at: {"taken_at": at - timedelta(hours=stream.rng.randint(0, 96))}),
    "standby_listed": _of(_courses, lambda stream, _at: {"notice_h": float(stream.rng.choice((1, 4, 24)))}),
    "standby_ended": _of(_courses, _nothing),
    "patient_stopped": _of(_courses, _nothing),
    "patient_transferred": _patient_transferred,
    "patient_added": _patient_added,
    "head_absent": _head_absent,
    "activity_reduced": _activity_reduced,
}
"""How an event of each kind is drawn: its subject and its other columns."""
