"""Scanner slots for the scans after administrations, found by trying all of them (problem.md: C13)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from doseline.journey import Administration, PastAdministration, Scan, Scanner, ScanProtocol
from doseline.network import Network
from tests.oracles.planning.clock import Clock, overlap
from tests.oracles.planning.sitting import Sitting


def scan_slots(network: Network, sittings: Sequence[Sitting], without: frozenset[str]) -> list[Scan] | None:
    """A slot for every scan that must follow some administrations, all together; None if there are none."""
    if "C13" in without:
        return []
    due = [(sitting, protocol) for sitting in sittings for protocol in _protocols(network, sitting)]
    return _assign(network, due, [])


def scans_that_may_be(network: Network, given: Administration | PastAdministration, scan_number: int) -> Iterator[Scan]:
    """Every slot of one scan after an administration, beside what is closed and booked before."""
    regimens = {row.regimen_id: row for row in network.regimens}
    courses = {row.course_id: regimens[row.regimen_id] for row in network.courses}
    product_id = courses[given.course_id].product_of(given.cycle_number)
    protocol = next(
        row for row in network.scan_protocols if (row.product_id, row.scan_number) == (product_id, scan_number)
    )
    return _slots(network, given.course_id, given.cycle_number, given.site_id, given.administered_at, protocol)


def _protocols(network: Network, sitting: Sitting) -> list[ScanProtocol]:
    """The scans after an administration: none where the centre has no scanner at all."""
    if not any(scanner.site_id == sitting.place.site_id for scanner in network.scanners):
        return []
    return [row for row in network.scan_protocols if row.product_id == sitting.cycle.product.product_id]


def _assign(network: Network, due: Sequence[tuple[Sitting, ScanProtocol]], booked: list[Scan]) -> list[Scan] | None:
    if len(booked) == len(due):
        return booked
    sitting, protocol = due[len(booked)]
    course_id, number = sitting.cycle.course.course_id, sitting.cycle.number
    for scan in _slots(network, course_id, number, sitting.place.site_id, sitting.administered_at, protocol):
        if all(scans_apart(scan, other) for other in booked) and scan_week_suffices(network, [*booked, scan]):
            found = _assign(network, due, [*booked, scan])
            if found is not None:
                return found
    return None


def _slots(
    network: Network,
    course_id: str,
    cycle_number: int,
    site_id: str,
    administered_at: datetime,
    protocol: ScanProtocol,
) -> Iterator[Scan]:
    """Every slot of one scan, alone with what is closed and booked before."""
    clock = Clock(network)
    kinds = {row.kind for row in network.scan_kinds if row.product_id == protocol.product_id}
    first_at = administered_at + timedelta(hours=protocol.earliest_h)
    last_at = administered_at + timedelta(hours=protocol.latest_h)
    for scanner in network.scanners:
        if scanner.site_id != site_id or (kinds and scanner.kind not in kinds):
            continue
        starts_at = clock.up_to_grid(first_at)
        while starts_at <= last_at:
            ends_at = starts_at + timedelta(minutes=protocol.duration_min)
            if _open(network, scanner, starts_at, ends_at):
                yield Scan(
                    course_id=course_id,
                    cycle_number=cycle_number,
                    scan_number=protocol.scan_number,
                    site_id=scanner.site_id,
                    scanner_id=scanner.scanner_id,
                    starts_at=starts_at,
                    ends_at=ends_at,
                )
            starts_at += clock.step


def _open(network: Network, scanner: Scanner, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the hours, the closures and the scans booked before leave a scanner to a scan."""
    clock = Clock(network)
    own = any((row.site_id, row.service) == (scanner.site_id, "scanning") for row in network.opening_hours)
    hours = clock.hours(scanner.site_id, "scanning" if own else "treatment", clock.day_of(starts_at))
    if hours is None or starts_at < hours[0] or ends_at > hours[1]:
        return False
    taken = [
        *((row.starts_at, row.ends_at) for row in network.scanner_closures if row.scanner_id == scanner.scanner_id),
        *((row.starts_at, row.ends_at) for row in network.initial_scans if row.scanner_id == scanner.scanner_id),
        *(
            (row.starts_at, row.ends_at)
            for row in network.closures
            if row.site_id == scanner.site_id and row.place_id is None
        ),
    ]
    return not any(overlap(starts_at, ends_at, from_at, to_at) for from_at, to_at in taken)


def scans_apart(one: Scan, other: Scan) -> bool:
    """Whether two scans are not on one scanner at one time."""
    return one.scanner_id != other.scanner_id or not overlap(one.starts_at, one.ends_at, other.starts_at, other.ends_at)


def scan_week_suffices(network: Network, booked: list[Scan]) -> bool:
    """Whether no scanner has more hours of scans in a week than it gives to therapy."""
    last = booked[-1]
    scanner = next(row for row in network.scanners if row.scanner_id == last.scanner_id)
    week = _week(network, last.starts_at)
    scans = [
        (row.starts_at, row.ends_at)
        for row in (*booked, *network.initial_scans)
        if row.scanner_id == last.scanner_id and _week(network, row.starts_at) == week
    ]
    hours = sum((ends_at - starts_at) / timedelta(hours=1) for starts_at, ends_at in scans)
    return hours <= scanner.therapy_hours_per_week + 1e-9


def _week(network: Network, at: datetime) -> date:
    """The Monday of the week in which an instant lies."""
    day = Clock(network).day_of(at)
    return day - timedelta(days=day.weekday())
