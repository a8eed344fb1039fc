"""C13: which scans follow an administration, which scanners can make them, and when each may begin."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Administration, PromisedScan, Scan, Scanner, ScanProtocol
from doseline.network.model import Network
from doseline.pathway.calendar import CLOSED, Calendar
from doseline.planning.arrays import MOST_SCANS, SCAN, Arrays
from doseline.planning.diary import Slot
from doseline.planning.steps import ceil_step, covered, floor_step

__all__ = [
    "WEEK_D",
    "open_steps",
    "promised_slots",
    "scan_arrays",
    "scan_numbers",
    "scanners_of",
    "scans_of",
    "seconds_left",
    "slots_of",
]

WEEK_D = 7
"""Days over which the therapy hours of a scanner are counted, Monday to Sunday."""


def scan_arrays(
    network: Network,
    calendar: Calendar,
    sites: Mapping[str, int],
    products: Mapping[str, int],
    *,
    scans_rule: bool,
) -> dict[str, object]:
    """What the kernels see of scans and scanners.

    Parameters
    ----------
    network : a valid country
    calendar : of the country
    sites, products : index of each centre and product
    scans_rule : whether scans are booked at all
    """
    n_steps = int(calendar.day_starts_min[calendar.n_days] // calendar.step_min)
    scanners = [scanner for scanner in network.scanners if scanner.site_id in sites] if scans_rule else []
    protocols: dict[str, list[ScanProtocol]] = defaultdict(list)
    for row in sorted(network.scan_protocols, key=lambda row: row.scan_number):
        protocols[row.product_id].append(row)
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind in network.scan_kinds:
        kinds[kind.product_id].add(kind.kind)
    here: dict[str, list[int]] = defaultdict(list)
    for index, scanner in enumerate(scanners):
        here[scanner.site_id].append(index)
    uses: list[int] = []
    scans: list[tuple[int, ...]] = []
    next_rows: list[NDArray[np.int32]] = []
    known: dict[tuple[int, float], NDArray[np.int32]] = {}
    blocked = _blocked(network, calendar, scanners)
    ptr = np.zeros(len(sites) * len(products) + 1, dtype=np.int64)
    for site_id in sites:  # in the order of their indices, as are the products
        for product_id in products:
            for protocol in protocols[product_id] if here[site_id] else ():
                first_use = len(uses)
                for index in here[site_id]:
                    if not kinds[product_id] or scanners[index].kind in kinds[product_id]:
                        uses.append(index)
                        key = index, protocol.duration_min
                        if key not in known:
                            known[key] = _next_starts(calendar, n_steps, scanners[index], protocol, blocked[index])
                        next_rows.append(known[key])
                scans.append(_scan(protocol, calendar.step_min, first_use, len(uses)))
            ptr[sites[site_id] * len(products) + products[product_id] + 1] = len(scans)
    return {
        "scan_ptr": ptr,
        "scans": np.array(scans, dtype=SCAN),
        "scan_uses": np.array(uses, dtype=np.int64),
        "scan_next": np.array(next_rows, dtype=np.int32).reshape(len(uses), n_steps),
        "scanner_left_s": seconds_left(network, calendar, scanners),
        "first_weekday": calendar.start_on.weekday(),
    }


def scans_of(
    network: Network,
    calendar: Calendar,
    arrays: Arrays,
    administration: Administration,
    pair: NDArray[Any],
    slots: NDArray[np.int32],
) -> list[Scan]:
    """The scans that follow an administration, as rows of the plan.

    Parameters
    ----------
    network, calendar : the country
    arrays : what it was compiled to
    administration : which they follow
    pair : record of its pair
    slots : of its scans, as its cycle holds them, shape (MOST_SCANS,)
    """
    n_steps = arrays.scan_next.shape[1]
    row = int(pair["site"]) * arrays.n_products + int(pair["product"])
    n_scans = int(arrays.scan_ptr[row + 1] - arrays.scan_ptr[row])
    if n_scans == 0:
        return []
    scanners = scanners_of(network)
    protocols = sorted(
        (row for row in network.scan_protocols if row.product_id == administration.product_id),
        key=lambda row: row.scan_number,
    )
    rows = []
    for protocol, slot in zip(protocols, slots[:n_scans].tolist(), strict=True):
        use, step = divmod(slot, n_steps)
        starts_at = calendar.instant(step * calendar.step_min)
        rows.append(
            Scan(
                course_id=administration.course_id,
                cycle_number=administration.cycle_number,
                scan_number=protocol.scan_number,
                site_id=administration.site_id,
                scanner_id=scanners[int(arrays.scan_uses[use])].scanner_id,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=protocol.duration_min),
            )
        )
    return rows


def slots_of(
    network: Network, calendar: Calendar, arrays: Arrays, pair: NDArray[Any], booked: Sequence[Scan | PromisedScan]
) -> NDArray[np.int32]:
    """The slots of scans that follow an administration, as its cycle holds them: what `scans_of` undoes.

    Parameters
    ----------
    network, calendar : the country
    arrays : what it was compiled to
    pair : record of the pair of the administration
    booked : its scans in a legal plan

    Returns
    -------
    array
        Use and step of each, -1 past the last, shape (MOST_SCANS,)

    Raises
    ------
    LookupError
        If they are not the scans that must follow it, or one has a scanner that cannot make it.
    """
    slots = np.full(MOST_SCANS, -1, dtype=np.int32)
    n_steps, row = arrays.scan_next.shape[1], int(pair["site"]) * arrays.n_products + int(pair["product"])
    first, last = int(arrays.scan_ptr[row]), int(arrays.scan_ptr[row + 1])
    scanners = [scanner.scanner_id for scanner in scanners_of(network)]
    by_number = sorted(booked, key=lambda scan: scan.scan_number)
    if len(by_number) != last - first:
        raise LookupError(f"{len(by_number)} scans where {last - first} must follow")
    for number, (scan, wanted) in enumerate(zip(arrays.scans[first:last], by_number, strict=True)):
        made_by = [scanners[int(use)] for use in arrays.scan_uses[scan["use_from"] : scan["use_to"]]]
        if wanted.scanner_id not in made_by:
            raise LookupError(f"{wanted.scanner_id} makes no such scan")
        use = int(scan["use_from"]) + made_by.index(wanted.scanner_id)
        slots[number] = use * n_steps + calendar.minute(wanted.starts_at) // calendar.step_min
    return slots


def scan_numbers(network: Network) -> Mapping[str, Sequence[int]]:
    """The numbers of the scans that follow an administration of each product, in the order in which cycles hold them.

    Parameters
    ----------
    network : the country
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in sorted(network.scan_protocols, key=lambda row: row.scan_number):
        numbers[row.product_id].append(row.scan_number)
    return numbers


def promised_slots(network: Network, calendar: Calendar) -> Mapping[tuple[str, int, int], Slot]:
    """The slot of each scan that was promised, by course, cycle and number of the scan.

    Parameters
    ----------
    network, calendar : the country
    """
    index = {scanner.scanner_id: number for number, scanner in enumerate(scanners_of(network))}
    return {
        (row.course_id, row.cycle_number, row.scan_number): (
            index[row.scanner_id],
            calendar.minute(row.starts_at) // calendar.step_min,
        )
        for row in network.promised_scans
        if row.scanner_id in index
    }


def scanners_of(network: Network) -> list[Scanner]:
    """The scanners of hospitals, in the order of their indices.

    Parameters
    ----------
    network : the country
    """
    hospitals = {site.site_id for site in network.sites if site.kind == "hospital"}
    return [scanner for scanner in network.scanners if scanner.site_id in hospitals]


def open_steps(
    network: Network, calendar: Calendar, scanner: Scanner, protocol: ScanProtocol
) -> NDArray[np.signedinteger[Any]]:
    """Steps at which a scan may begin on a scanner if nobody of the plan is there, and its week has hours left.

    Parameters
    ----------
    network, calendar : the country
    scanner, protocol : where, and which scan
    """
    n_steps = int(calendar.day_starts_min[calendar.n_days] // calendar.step_min)
    following = _next_starts(calendar, n_steps, scanner, protocol, _blocked(network, calendar, [scanner])[0])
    return np.flatnonzero(following == np.arange(n_steps))


def _scan(protocol: ScanProtocol, step_min: int, use_from: int, use_to: int) -> tuple[int, ...]:
    return (
        int(np.ceil(60 * protocol.earliest_h / step_min - 1e-9)),
        int(np.floor(60 * protocol.latest_h / step_min + 1e-9)),
        int(np.ceil(protocol.duration_min / step_min - 1e-9)),
        round(60 * protocol.duration_min),
        use_from,
        use_to,
    )


def _minute(calendar: Calendar, at: datetime) -> float:
    return (at - calendar.origin_at) / timedelta(minutes=1)


def _blocked(network: Network, calendar: Calendar, scanners: Sequence[Scanner]) -> list[list[tuple[float, float]]]:
    """When each scanner takes nobody: its closures, those of the whole centre, and scans booked before (minutes)."""
    spans: list[list[tuple[float, float]]] = []
    for scanner in scanners:
        rows: list[Any] = [row for row in network.scanner_closures if row.scanner_id == scanner.scanner_id]
        rows += [row for row in network.closures if row.place_id is None and row.site_id == scanner.site_id]
        rows += [row for row in network.initial_scans if row.scanner_id == scanner.scanner_id]
        spans.append([(_minute(calendar, row.starts_at), _minute(calendar, row.ends_at)) for row in rows])
    return spans


def _next_starts(
    calendar: Calendar, n_steps: int, scanner: Scanner, protocol: ScanProtocol, blocked: list[tuple[float, float]]
) -> NDArray[np.int32]:
    """First step at or after each at which the scan may begin, if nobody else of the plan is there; -1: none."""
    step, length = calendar.step_min, protocol.duration_min
    fine = np.zeros(n_steps, dtype=bool)
    opens, closes = calendar.scanning_hours(scanner.site_id)
    works = opens != CLOSED
    fine |= covered(ceil_step(opens[works], step), floor_step(closes[works] - length, step) + 1, n_steps) > 0
    for begins, ends in blocked:
        # a scan that ends as a closure begins, or begins as it ends, does not overlap it
        first = int(np.floor((begins - length) / step + 1e-9)) + 1
        last = int(np.ceil(ends / step - 1e-9)) - 1
        fine[max(0, first) : max(0, last + 1)] = False
    steps = np.arange(n_steps)
    following = np.minimum.accumulate(np.where(fine, steps, n_steps)[::-1])[::-1]
    return np.where(following < n_steps, following, -1).astype(np.int32)


def seconds_left(network: Network, calendar: Calendar, scanners: Sequence[Scanner]) -> NDArray[np.int64]:
    """Seconds of each week that scans booked before leave of a scanner's therapy hours, shape (n_scanners, n_weeks).

    Parameters
    ----------
    network, calendar : the country
    scanners : of it
    """
    first_weekday = calendar.start_on.weekday()
    n_weeks = -(-(calendar.n_days + first_weekday) // WEEK_D)
    left = np.zeros((len(scanners), n_weeks), dtype=np.int64)
    for index, scanner in enumerate(scanners):
        left[index] = round(3600 * scanner.therapy_hours_per_week)
        for scan in network.initial_scans:
            week = (calendar.day_of(calendar.local_date(scan.starts_at)) + first_weekday) // WEEK_D
            if scan.scanner_id == scanner.scanner_id and 0 <= week < n_weeks:
                left[index, week] -= round((scan.ends_at - scan.starts_at).total_seconds())
    return left
