"""The small country with a scanner at its first centre, and a plan that books the scans after administrations there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from doseline.journey import Scan, Scanner, ScanProtocol
from doseline.network import Network, PlanPackage
from tests.support.checking import legal_plan
from tests.support.checking_country import MARK, local, small_country


def scanned_country(**tables: Any) -> Network:
    """Return the country; other tables may be put in."""
    scanner = Scanner(scanner_id="A-SPECT", site_id="A", kind="spect_ct", therapy_hours_per_week=2.0, **MARK)
    protocol = ScanProtocol(product_id="PSMA", scan_number=1, earliest_h=20.0, latest_h=52.0, duration_min=40.0, **MARK)
    return replace(small_country(), **{"scanners": (scanner,), "scan_protocols": (protocol,), **tables})


def scan(course_id: str, cycle_number: int, at: str, *, minutes: float = 40.0, scanner_id: str = "A-SPECT") -> Scan:
    """Return the first scan after a cycle at centre A, from a local time on."""
    return Scan(
        course_id=course_id,
        cycle_number=cycle_number,
        scan_number=1,
        site_id="A",
        scanner_id=scanner_id,
        starts_at=local(at),
        ends_at=local(at) + timedelta(minutes=minutes),
    )


SCANS = (scan("C1", 1, "2027-03-25 10:00"), scan("C3", 2, "2027-03-23 12:00"))
"""C1 was given on Wednesday at 10:00 and C3 on Monday at 14:00."""


def scanned_plan(*scans: Scan) -> PlanPackage:
    """Return the legal plan with its scans, or with others."""
    return replace(legal_plan(), scans=scans or SCANS)
