"""What is said of scans that are missing, too early, on the wrong scanner or too many for it; and what is allowed."""

from dataclasses import replace

import pytest

from doseline.checking import check
from doseline.journey import Closure, InitialScan, ScanKind, Scanner, ScannerClosure
from tests.support.checking_country import MARK, local, small_country
from tests.support.scanned import SCANS, scan, scanned_country, scanned_plan

COUNTRY = scanned_country()
SCANNER = COUNTRY.scanners[0]
PROTOCOL = COUNTRY.scan_protocols[0]
PET = Scanner(scanner_id="A-PET", site_id="A", kind="pet_ct", therapy_hours_per_week=9.0, **MARK)
ELSEWHERE = replace(PET, scanner_id="B-PET", site_id="B")
SUITED = ScanKind(product_id="PSMA", kind="spect_ct", **MARK)


def found(network, plan) -> set[tuple[str, str]]:
    return {(violation.constraint, violation.key) for violation in check(network, plan).violations}


def closed(table: str):
    span = {"starts_at": local("2027-03-25 10:30"), "ends_at": local("2027-03-25 12:00")}
    if table == "initial_scans":
        return scanned_country(initial_scans=(InitialScan(scanner_id="A-SPECT", **span),))
    if table == "scanner_closures":
        row = ScannerClosure(scanner_closure_id="SERVICE", scanner_id="A-SPECT", reason="service", **span)
        return scanned_country(scanner_closures=(row,))
    return scanned_country(closures=(Closure(closure_id="SHUT", site_id="A", reason="flood", **span),))


def hours(service: str):
    rows = [replace(row, service=service, closes_local="11:00") for row in COUNTRY.opening_hours if row.site_id == "A"]
    return scanned_country(opening_hours=(*COUNTRY.opening_hours, *dict.fromkeys(rows)))


@pytest.mark.parametrize(
    ("network", "plan"),
    [
        (COUNTRY, scanned_plan()),
        (COUNTRY, scanned_plan(*SCANS[::-1])),
        (COUNTRY, scanned_plan(SCANS[0], scan("C3", 2, "2027-03-24 08:00"))),
        (scanned_country(scanners=(replace(SCANNER, therapy_hours_per_week=4 / 3),)), scanned_plan()),
        (scanned_country(scan_kinds=(SUITED,)), scanned_plan()),
        (
            scanned_country(scanners=(SCANNER, PET)),
            scanned_plan(scan("C1", 1, "2027-03-25 10:00", scanner_id="A-PET"), SCANS[1]),
        ),
        (replace(small_country(), scan_protocols=(PROTOCOL,)), replace(scanned_plan(), scans=())),
        (scanned_country(scanners=(ELSEWHERE,)), replace(scanned_plan(), scans=())),
    ],
    ids=[
        "as booked",
        "rows in another order",
        "at the first minute of opening",
        "all hours of the week",
        "a scanner of the right kind",
        "any kind where none is asked for",
        "no scanner in the country",
        "no scanner at the centre",
    ],
)
def test_scans_that_are_allowed(network, plan):
    assert found(network, plan) == set()


@pytest.mark.parametrize(
    ("network", "scans", "expected"),
    [
        (COUNTRY, SCANS[1:], ("C13", "C1|1|1")),
        (COUNTRY, (scan("C1", 1, "2027-03-24 15:00"), SCANS[1]), ("C13", "C1|1|1")),
        (COUNTRY, (scan("C1", 1, "2027-03-26 14:30"), SCANS[1]), ("C13", "C1|1|1")),
        (
            scanned_country(scanners=(SCANNER, ELSEWHERE)),
            (scan("C1", 1, "2027-03-25 10:00", scanner_id="B-PET"), SCANS[1]),
            ("C13", "C1|1|1"),
        ),
        (
            scanned_country(scanners=(SCANNER, PET), scan_kinds=(SUITED,)),
            (scan("C1", 1, "2027-03-25 10:00", scanner_id="A-PET"), SCANS[1]),
            ("C13", "C1|1|1"),
        ),
        (hours("scanning"), SCANS, ("C13", "C3|2|1")),
        (closed("closures"), SCANS, ("C13", "C1|1|1")),
        (closed("scanner_closures"), SCANS, ("C13", "C1|1|1")),
        (closed("initial_scans"), SCANS, ("C13", "C1|1|1")),
        (
            scanned_country(scanners=(replace(SCANNER, therapy_hours_per_week=1.0),)),
            SCANS,
            ("C13", "A-SPECT|2027-03-22"),
        ),
        (COUNTRY, (scan("C1", 1, "2027-03-25 10:00", minutes=30.0), SCANS[1]), ("C00", "C1|1|1")),
        (COUNTRY, (*SCANS, scan("C2", 2, "2027-03-30 10:00")), ("C00", "C2|2|1")),
        (COUNTRY, (scan("C1", 1, "2027-03-25 10:10"), SCANS[1]), ("C00", "C1|1|1")),
        (COUNTRY, (scan("C1", 1, "2027-03-25 10:00", scanner_id="NONE"), SCANS[1]), ("C00", "C1|1|1")),
        (COUNTRY, (*SCANS, SCANS[0]), ("C00", "C1|1|1")),
    ],
    ids=[
        "not booked",
        "too early",
        "too late",
        "another centre",
        "the wrong kind",
        "after the hours of scanning",
        "the centre closed",
        "the scanner closed",
        "somebody there before",
        "more than the hours of the week",
        "too short",
        "asked for by nothing",
        "off the grid",
        "a scanner that is not",
        "twice",
    ],
)
def test_scans_that_are_named(network, scans, expected):
    assert expected in found(network, scanned_plan(*scans))


def test_two_scans_at_once_on_one_scanner_are_named():
    network = scanned_country(scan_protocols=(replace(PROTOCOL, latest_h=100.0),))
    assert found(network, scanned_plan(SCANS[0], scan("C3", 2, "2027-03-25 10:30"))) == {("C13", "C3|2|1")}
    assert found(network, scanned_plan(SCANS[0], scan("C3", 2, "2027-03-25 11:00"))) == set()
