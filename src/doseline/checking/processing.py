"""C05: heads of a line from the start of processing to dispatch, and the activity its site may have in process."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.checking.calendar import clock_minutes, local_instant
from doseline.checking.production import activity_mbq, made_batch
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Batch, Line
from doseline.quantities import h_from_timedelta, timedelta_from_h

__all__ = ["licence_allows", "licence_kept", "line_manned", "lines_manned"]

_DAY = timedelta(days=1)
_TINY_MBQ = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _InProcess:
    """A batch from the start of processing to dispatch; an initial one has no row of the plan."""

    line: Line
    starts_at: datetime
    ends_at: datetime
    batch: Batch | None = None

    def during(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def lines_manned(view: View) -> Iterator[Violation]:
    """C05: at every instant of a new batch's processing its site has the heads that the lines there need together."""
    new = list(_new_batches(view))
    every = [*_initial_batches(view), *new]
    for one in new:
        for role in _roles(view, one.line):
            short = _first_short(view, one, every, role)
            if short is not None and one.batch is not None:
                at, needed, there = short
                yield Violation(
                    constraint="C05",
                    table="batches",
                    key=one.batch.batch_id,
                    found=f"{needed} heads of role {role} needed for what is in process at {_site_id(view, one.line)} "
                    f"at {view.calendar.said(at)}",
                    allowed=f"{there} by the rosters of the site",
                )


def licence_kept(view: View) -> Iterator[Violation]:
    """C05: the targets of the new batches in process at a site have together not more activity than its licence."""
    new = list(_new_batches(view))
    for one in new:
        licence_mbq = _licence_mbq(view, one.line)
        if licence_mbq is None or one.batch is None:
            continue
        together = [
            other
            for other in new
            if other.during(one.starts_at) and _licensed_as(view, other.line) == _licensed_as(view, one.line)
        ]
        in_process_mbq = sum(_target_mbq(view, other) for other in together)
        if in_process_mbq > licence_mbq + _TINY_MBQ * len(together):
            yield Violation(
                constraint="C05",
                table="batches",
                key=one.batch.batch_id,
                found=f"{in_process_mbq:.6g} MBq in process at {_site_id(view, one.line)} from "
                f"{view.calendar.said(one.starts_at)}, in targets of {len(together)} new batches",
                allowed=f"{licence_mbq:.6g} MBq by production_licences",
            )


def line_manned(view: View, line: Line, processing_starts_at: datetime) -> bool:
    """Return whether one more batch, alone with the initial ones, would have its heads."""
    one = _span(line, processing_starts_at)
    every = [*_initial_batches(view), one]
    return all(_first_short(view, one, every, role) is None for role in _roles(view, line))


def licence_allows(view: View, line: Line, length_h: float) -> bool:
    """Return whether the target of one batch alone is within the licence of its site."""
    licence_mbq, reactor = _licence_mbq(view, line), view.reactors.get(line.reactor_id)
    if licence_mbq is None or reactor is None:
        return True
    return activity_mbq(line, reactor, length_h, line.cooling_h) <= licence_mbq + _TINY_MBQ


def _first_short(view: View, one: _InProcess, every: list[_InProcess], role: str) -> tuple[datetime, int, int] | None:
    """Return the first instant of a batch at which its site lacks heads, with heads needed and there."""
    site_id = _site_id(view, one.line)
    here = [other for other in every if _site_id(view, other.line) == site_id]
    shifts = _shifts(view, site_id, role, one.starts_at, one.ends_at)
    changes = {at for span in shifts for at in span[:2]} | {other.starts_at for other in here}
    for at in [one.starts_at, *sorted(at for at in changes if one.during(at))]:
        needed = sum(_roles(view, other.line).get(role, 0) for other in here if other.during(at))
        there = sum(heads for begins_at, ends_at, heads in shifts if begins_at <= at < ends_at)
        if needed > there:
            return at, needed, there
    return None


def _shifts(
    view: View, site_id: str, role: str, starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime, int]]:
    """Return begin, end and heads of the rosters about a span; holidays do not matter, as for days of processing."""
    site = view.sites.get(site_id)
    zone = ZoneInfo(site.timezone) if site else view.calendar.zone
    shifts = []
    on, last_on = starts_at.astimezone(zone).date() - _DAY, ends_at.astimezone(zone).date()
    while on <= last_on:
        for row in view.network.rosters:
            if (row.site_id, row.role, row.weekday) == (site_id, role, on.isoweekday()):
                begins_at, stops_at = (
                    local_instant(on, clock_minutes(local), zone) for local in (row.starts_local, row.ends_local)
                )
                shifts.append((begins_at, stops_at, row.heads))
        on += _DAY
    return shifts


def _new_batches(view: View) -> Iterator[_InProcess]:
    for batch in view.batches.values():
        line = view.lines.get(batch.line_id)
        if line is not None and batch.processing_starts_at is not None and batch.batch_id not in view.initial_batches:
            yield _span(line, batch.processing_starts_at, batch)


def _initial_batches(view: View) -> Iterator[_InProcess]:
    for batch in view.network.initial_batches:
        line = view.lines.get(batch.line_id)
        if line is not None:
            starts_at = batch.calibration_at - timedelta_from_h(line.processing_h)
            yield _InProcess(line=line, starts_at=starts_at, ends_at=batch.dispatch_at)


def _span(line: Line, starts_at: datetime, batch: Batch | None = None) -> _InProcess:
    made = made_batch(line, starts_at)
    return _InProcess(line=line, starts_at=starts_at, ends_at=made.dispatch_at, batch=batch)


def _target_mbq(view: View, one: _InProcess) -> float:
    """Return the activity of a batch's target when processing starts."""
    irradiation = view.irradiations.get(one.batch.irradiation_id or "") if one.batch else None
    reactor = view.reactors.get(one.line.reactor_id)
    if irradiation is None or reactor is None:
        return 0.0
    length_h = h_from_timedelta(irradiation.ends_at - irradiation.starts_at)
    after_h = h_from_timedelta(one.starts_at - irradiation.ends_at)
    return activity_mbq(one.line, reactor, length_h, after_h) if length_h >= 0 and after_h >= 0 else 0.0


def _roles(view: View, line: Line) -> Mapping[str, int]:
    roles: dict[str, int] = defaultdict(int)
    for row in view.network.line_staff:
        if row.line_id == line.line_id:
            roles[row.role] += row.heads
    return roles


def _site_id(view: View, line: Line) -> str:
    supplier = view.suppliers.get(line.supplier_id)
    return supplier.site_id if supplier else ""


def _licensed_as(view: View, line: Line) -> tuple[str, str]:
    product = view.products.get(line.product_id)
    return _site_id(view, line), product.nuclide if product else ""


def _licence_mbq(view: View, line: Line) -> float | None:
    licences = {(row.site_id, row.nuclide): row.licence_mbq for row in view.network.production_licences}
    return licences.get(_licensed_as(view, line))
