"""C04 and C05: irradiations in a running reactor, and the batches a line starts on one day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.checking.calendar import clock_minutes, local_instant
from doseline.checking.production import length_is_allowed
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Batch, Irradiation, Line
from doseline.quantities import h_from_timedelta, timedelta_from_h

__all__ = ["batches_per_day", "cooling", "initial_batches_begun", "irradiation_allowed", "positions"]

_SECOND = timedelta(seconds=1)


def irradiation_allowed(view: View) -> Iterator[Violation]:
    """C04: an irradiation lies inside one reactor cycle, meets no stop, is not past and has an allowed length."""
    for row in view.irradiations.values():
        line = view.lines.get(row.line_id)
        if line is None:
            continue
        running = any(
            cycle.reactor_id == line.reactor_id and cycle.starts_at <= row.starts_at and row.ends_at <= cycle.ends_at
            for cycle in view.network.reactor_cycles
        )
        if not running:
            yield _irradiation(
                row, f"{_span(view, row)} is not inside one cycle of {line.reactor_id}", "inside a cycle"
            )
        for stop in view.network.stops:
            of_reactor = stop.kind == "reactor" and stop.ref_id == line.reactor_id
            if of_reactor and stop.starts_at < row.ends_at and stop.ends_at > row.starts_at:
                yield _irradiation(row, f"{_span(view, row)} meets stop {stop.stop_id}", "a running reactor")
        if row.starts_at < view.network.properties.planned_at:
            planned = view.calendar.said(view.network.properties.planned_at)
            yield _irradiation(row, f"starts at {view.calendar.said(row.starts_at)}", f"not before {planned}")
        if not length_is_allowed(line, row.ends_at - row.starts_at):
            found = f"lasts {h_from_timedelta(row.ends_at - row.starts_at):g} h"
            lengths = (
                f"{line.irradiation_min_h:g} to {line.irradiation_max_h:g} h in steps of {line.irradiation_step_h:g} h"
            )
            yield _irradiation(row, found, lengths)


def positions(view: View) -> Iterator[Violation]:
    """C04: at no instant more irradiations in a reactor than it has positions, those under way included."""
    by_reactor: dict[str, list[tuple[datetime, datetime, Irradiation | None]]] = defaultdict(list)
    for under_way in view.network.initial_irradiations:
        line = view.lines.get(under_way.line_id)
        if line is not None:
            by_reactor[line.reactor_id].append((under_way.starts_at, under_way.ends_at, None))
    for row in view.irradiations.values():
        line = view.lines.get(row.line_id)
        if line is not None:
            by_reactor[line.reactor_id].append((row.starts_at, row.ends_at, row))
    for reactor_id, spans in by_reactor.items():
        reactor = view.reactors.get(reactor_id)
        if reactor is None:
            continue
        running: list[tuple[datetime, Irradiation | None]] = []
        for starts_at, ends_at, planned_row in sorted(spans, key=lambda span: span[:2]):
            running = [other for other in running if other[0] > starts_at]
            running.append((ends_at, planned_row))
            planned = next((other for _, other in reversed(running) if other is not None), None)
            if len(running) > reactor.positions and planned is not None:
                found = f"{len(running)} irradiations in {reactor_id} at {view.calendar.said(starts_at)}"
                yield _irradiation(planned, found, f"{reactor.positions} positions")


def cooling(view: View) -> Iterator[Violation]:
    """C04: processing starts when the line's day starts, on a day it works, exactly `cooling_h` after irradiation."""
    for batch in view.batches.values():
        line, row = view.lines.get(batch.line_id), view.irradiations.get(batch.irradiation_id or "")
        if line is None or row is None or batch.processing_starts_at is None:
            continue
        cooled_at = row.ends_at + timedelta_from_h(line.cooling_h)
        if abs(batch.processing_starts_at - cooled_at) >= _SECOND:
            found = f"processing starts at {view.calendar.said(batch.processing_starts_at)}"
            yield _batch(
                "C04", batch, found, f"{view.calendar.said(cooled_at)}, {line.cooling_h:g} h after irradiation"
            )
        on = processing_date(view, line, batch.processing_starts_at)
        zone = _zone(view, line)
        starts_at = local_instant(on, clock_minutes(line.processing_starts_local), zone)
        if starts_at != batch.processing_starts_at or str(on.isoweekday()) not in line.processing_weekdays:
            found = (
                f"processing starts at {batch.processing_starts_at.astimezone(zone):%Y-%m-%d %H:%M} of the line's site"
            )
            days = ", ".join(line.processing_weekdays)
            yield _batch("C04", batch, found, f"{line.processing_starts_local} on weekdays {days}")
        if not view.calendar.horizon_start_on <= on < view.calendar.horizon_end_on:
            allowed = f"from {view.calendar.horizon_start_on} to before {view.calendar.horizon_end_on}"
            yield _batch("C04", batch, f"processing starts on {on}, outside the horizon", allowed)


def batches_per_day(view: View) -> Iterator[Violation]:
    """C05: a line starts processing not more than its number of batches on a local date, initial ones included."""
    started: dict[tuple[str, date], list[Batch]] = defaultdict(list)
    for batch in view.batches.values():
        line = view.lines.get(batch.line_id)
        if line is not None and batch.processing_starts_at is not None:
            started[line.line_id, processing_date(view, line, batch.processing_starts_at)].append(batch)
    for (line_id, on), batches in started.items():
        line = view.lines[line_id]
        begun, most = initial_batches_begun(view, line, on), line.batches_per_day
        for batch in batches[max(0, most - begun) :]:
            found = f"one of {len(batches) + begun} batches that {line_id} starts on {on}"
            yield _batch("C05", batch, found + (f", of which {begun} initial" if begun else ""), str(most))


def initial_batches_begun(view: View, line: Line, on: date) -> int:
    """Count the initial batches of a line whose processing starts on a local date."""
    processing = timedelta_from_h(line.processing_h)
    return sum(
        processing_date(view, line, batch.calibration_at - processing) == on
        for batch in view.network.initial_batches
        if batch.line_id == line.line_id
    )


def processing_date(view: View, line: Line, at: datetime) -> date:
    """Return the local date, at the site of the line's supplier, of a start of processing."""
    return at.astimezone(_zone(view, line)).date()


def _zone(view: View, line: Line) -> ZoneInfo:
    supplier = view.suppliers.get(line.supplier_id)
    site = view.sites.get(supplier.site_id) if supplier else None
    return ZoneInfo(site.timezone) if site else view.calendar.zone


def _span(view: View, row: Irradiation) -> str:
    return f"{view.calendar.said(row.starts_at)} to {view.calendar.said(row.ends_at)}"


def _irradiation(row: Irradiation, found: str, allowed: str) -> Violation:
    return Violation(constraint="C04", table="irradiations", key=row.irradiation_id, found=found, allowed=allowed)


def _batch(constraint: str, batch: Batch, found: str, allowed: str) -> Violation:
    return Violation(constraint=constraint, table="batches", key=batch.batch_id, found=found, allowed=allowed)
