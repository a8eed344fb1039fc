"""C13: a scanner for each scan after an administration, in its window, and within the hours of the scanner's week."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from doseline.checking.facts import Treatment, said_cycle
from doseline.checking.tables import broken, unknown
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Scan, ScanProtocol
from doseline.quantities import timedelta_from_h

__all__ = [
    "closed_scanners",
    "scanner_hours",
    "scanner_suits",
    "scans_agree",
    "scans_apart",
    "scans_due",
    "weekly_hours",
]

_TOLERANCE_H = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A scanner taken by a scan of the plan (with a key) or by one booked before (without)."""

    scanner_id: str
    starts_at: datetime
    ends_at: datetime
    key: str | None


def scans_agree(view: View) -> Iterator[Violation]:
    """C00: the scanner of each scan is known and at its centre; a protocol asks for the scan and gives its length."""
    asked = _asked(view)
    for row in view.plan.scans:
        key, scanner = _key(row), view.scanners.get(row.scanner_id)
        if scanner is None:
            yield unknown("scans", key, "scanner", row.scanner_id)
        elif scanner.site_id != row.site_id:
            yield broken("scans", key, f"is at {row.site_id}", f"{scanner.site_id}, where {scanner.scanner_id} is")
        if not view.calendar.on_grid(row.starts_at):
            found = f"starts_at {view.calendar.said(row.starts_at)} is off the grid"
            yield broken("scans", key, found, f"steps of {view.network.properties.step_min} min from local midnight")
        due = asked.get((row.course_id, row.cycle_number, row.scan_number))
        if due is None:
            found = "no protocol asks for it after an administration of the plan at a centre with scanners"
            yield broken("scans", key, found, "scans that are due")
            continue
        ends_at = row.starts_at + timedelta(minutes=due[1].duration_min)
        if abs(row.ends_at - ends_at) >= timedelta(seconds=1):
            found = f"ends_at is {view.calendar.said(row.ends_at)}"
            yield broken(
                "scans", key, found, f"{view.calendar.said(ends_at)}, {due[1].duration_min:g} min after its start"
            )


def scans_due(view: View) -> Iterator[Violation]:
    """C13: each scan after an administration is booked, within its window."""
    booked = {(row.course_id, row.cycle_number, row.scan_number): row for row in reversed(view.plan.scans)}
    for key, (treatment, protocol) in _asked(view).items():
        at = treatment.administration.administered_at
        first_at, last_at = at + timedelta_from_h(protocol.earliest_h), at + timedelta_from_h(protocol.latest_h)
        allowed = f"from {view.calendar.said(first_at)} to {view.calendar.said(last_at)}"
        row = booked.get(key)
        if row is None:
            yield _violation(f"{said_cycle(key[:2])}|{key[2]}", "the scan is not booked", f"a scan {allowed}")
        elif not first_at <= row.starts_at <= last_at:
            yield _violation(_key(row), f"begins at {view.calendar.said(row.starts_at)}", allowed)


def scanner_suits(view: View) -> Iterator[Violation]:
    """C13: the scanner is at the centre of the administration and of a kind that can make the scan."""
    asked = _asked(view)
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind in view.network.scan_kinds:
        kinds[kind.product_id].add(kind.kind)
    for row in view.plan.scans:
        due = asked.get((row.course_id, row.cycle_number, row.scan_number))
        scanner = view.scanners.get(row.scanner_id)
        if due is None or scanner is None:
            continue
        site_id = due[0].administration.site_id
        if scanner.site_id != site_id:
            yield _violation(
                _key(row), f"scanner {scanner.scanner_id} is at {scanner.site_id}", f"a scanner at {site_id}"
            )
        suited = kinds[due[1].product_id]
        if suited and scanner.kind not in suited:
            found = f"scanner {scanner.scanner_id} is of kind {scanner.kind}"
            yield _violation(_key(row), found, f"{' or '.join(sorted(suited))} for {due[1].product_id}")


def scanner_hours(view: View) -> Iterator[Violation]:
    """C13: each scan lies inside the hours at which the centre scans on its date."""
    for row in view.plan.scans:
        scanner = view.scanners.get(row.scanner_id)
        if scanner is None:
            continue
        service = view.calendar.scanning_service(scanner.site_id)
        on = view.calendar.date_of(row.starts_at)
        hours = view.calendar.hours(scanner.site_id, service, on)
        if hours is None or not (
            view.calendar.instant(on, hours[0]) <= row.starts_at and row.ends_at <= view.calendar.instant(on, hours[1])
        ):
            found = f"is from {view.calendar.said(row.starts_at)} to {view.calendar.said(row.ends_at)}"
            yield _violation(_key(row), found, view.calendar.said_hours(scanner.site_id, service, on))


def closed_scanners(view: View) -> Iterator[Violation]:
    """C13: no scan overlaps a closure of its scanner or of the whole centre."""
    for row in view.plan.scans:
        scanner = view.scanners.get(row.scanner_id)
        for closure in view.network.scanner_closures:
            if closure.scanner_id == row.scanner_id and _overlap(row, closure.starts_at, closure.ends_at):
                allowed = f"outside closure {closure.scanner_closure_id} ({closure.reason})"
                yield _violation(_key(row), f"is on {row.scanner_id} at {view.calendar.said(row.starts_at)}", allowed)
        for shut in view.network.closures:
            whole = shut.place_id is None and scanner is not None and shut.site_id == scanner.site_id
            if whole and _overlap(row, shut.starts_at, shut.ends_at):
                allowed = f"outside closure {shut.closure_id} ({shut.reason})"
                yield _violation(_key(row), f"is on {row.scanner_id} at {view.calendar.said(row.starts_at)}", allowed)


def scans_apart(view: View) -> Iterator[Violation]:
    """C13: a scanner makes one scan at a time."""
    for taken in _by_scanner(view).values():
        last: _Taken | None = None
        for one in sorted(taken, key=lambda one: (one.starts_at, one.ends_at)):
            if last is not None and one.starts_at < last.ends_at and (one.key or last.key):
                found = f"begins at {view.calendar.said(one.starts_at)} on {one.scanner_id}"
                before = f"the scan of {last.key}" if last.key else "a scan booked before the plan"
                yield _violation(
                    one.key or last.key or "", found, f"not before {view.calendar.said(last.ends_at)}, after {before}"
                )
            if last is None or one.ends_at > last.ends_at:
                last = one


def weekly_hours(view: View) -> Iterator[Violation]:
    """C13: the scans of a scanner from a Monday to a Sunday take no more than its hours."""
    for scanner_id, taken in _by_scanner(view).items():
        scanner = view.scanners.get(scanner_id)
        if scanner is None:
            continue
        weeks: dict[date, list[_Taken]] = defaultdict(list)
        for one in taken:
            on = view.calendar.date_of(one.starts_at)
            weeks[on - timedelta(days=on.weekday())].append(one)
        for begins_on, scans in sorted(weeks.items()):
            total_h = sum((one.ends_at - one.starts_at) / timedelta(hours=1) for one in scans)
            if total_h > scanner.therapy_hours_per_week + _TOLERANCE_H and any(one.key for one in scans):
                yield _violation(
                    f"{scanner_id}|{begins_on}",
                    f"{total_h:.6g} h of scans in the week from {begins_on}",
                    f"{scanner.therapy_hours_per_week:g} h",
                )


def _asked(view: View) -> Mapping[tuple[str, int, int], tuple[Treatment, ScanProtocol]]:
    """Every scan that must follow an administration of the plan, by course, cycle and number."""
    scanning = {scanner.site_id for scanner in view.network.scanners}
    asked = {}
    for treatment in view.treatments:
        row = treatment.administration
        for protocol in view.network.scan_protocols if treatment.product and row.site_id in scanning else ():
            if treatment.product is not None and protocol.product_id == treatment.product.product_id:
                asked[row.course_id, row.cycle_number, protocol.scan_number] = (treatment, protocol)
    return asked


def _by_scanner(view: View) -> Mapping[str, list[_Taken]]:
    taken: dict[str, list[_Taken]] = defaultdict(list)
    for before in view.network.initial_scans:
        taken[before.scanner_id].append(
            _Taken(scanner_id=before.scanner_id, starts_at=before.starts_at, ends_at=before.ends_at, key=None)
        )
    for row in view.plan.scans:
        taken[row.scanner_id].append(
            _Taken(scanner_id=row.scanner_id, starts_at=row.starts_at, ends_at=row.ends_at, key=_key(row))
        )
    return taken


def _overlap(row: Scan, starts_at: datetime, ends_at: datetime) -> bool:
    return starts_at < row.ends_at and ends_at > row.starts_at


def _key(row: Scan) -> str:
    return f"{said_cycle((row.course_id, row.cycle_number))}|{row.scan_number}"


def _violation(key: str, found: str, allowed: str) -> Violation:
    return Violation(constraint="C13", table="scans", key=key, found=found, allowed=allowed)
