"""Scans of treated patients booked anew: as many as any bookings allow, and in slots that nobody was promised."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.journey import InitialScan, PastAdministration, Scan, ScannerClosure
from doseline.operations.replanning.rebooking import rebooked, window_of
from tests.oracles.planning.scans import scan_week_suffices, scans_apart, scans_that_may_be
from tests.support.checking_country import local
from tests.support.scanned import scan, scanned_country

MONDAY_AT = local("2027-03-22 10:00")


def treated(*hours, hours_a_week=4.0, closures=()):
    """Return a country on the Tuesday whose patients D0, D1, .. were treated so many hours after Monday at ten."""
    country = scanned_country()
    course = next(row for row in country.courses if row.course_id == "C1")
    names = [f"D{number}" for number in range(len(hours))]
    given = tuple(
        PastAdministration(
            course_id=name,
            cycle_number=1,
            site_id="A",
            administered_at=MONDAY_AT + timedelta(hours=later),
            administered_activity_mbq=7300.0,
        )
        for name, later in zip(names, hours, strict=True)
    )
    closures = tuple(
        ScannerClosure(
            scanner_closure_id=f"X{number}",
            scanner_id="A-SPECT",
            starts_at=local(begins),
            ends_at=local(ends),
            reason="defect",
        )
        for number, (begins, ends) in enumerate(closures)
    )
    return replace(
        country,
        properties=replace(country.properties, planned_at=local("2027-03-23 08:00")),
        courses=(*country.courses, *(replace(course, course_id=name) for name in names)),
        past_administrations=(*country.past_administrations, *given),
        scanners=(replace(country.scanners[0], therapy_hours_per_week=hours_a_week),),
        scanner_closures=closures,
    )


def lost(country):
    """Return the scans of those patients, booked at hours that they cannot have."""
    given = [row for row in country.past_administrations if row.course_id.startswith("D")]
    return [
        InitialScan(
            scanner_id="A-SPECT",
            starts_at=local("2027-03-23 12:00") + timedelta(minutes=number),
            ends_at=local("2027-03-23 12:40") + timedelta(minutes=number),
            course_id=row.course_id,
            cycle_number=1,
            scan_number=1,
        )
        for number, row in enumerate(given)
    ]


def as_scan(row):
    return Scan(site_id="A", **{name: getattr(row, name) for name in InitialScan.__slots__})


def may_be(country, row):
    given = next(one for one in country.past_administrations if one.course_id == row.course_id)
    begins_at = country.properties.planned_at
    return [slot for slot in scans_that_may_be(country, given, 1) if slot.starts_at >= begins_at]


def most(country, rows, booked=()):
    """How many of some scans can be made, by trying all ways."""
    if not rows:
        return len(booked)
    best = most(country, rows[1:], booked)
    for slot in may_be(country, rows[0]):
        if all(scans_apart(slot, other) for other in booked) and scan_week_suffices(country, [*booked, slot]):
            best = max(best, most(country, rows[1:], [*booked, slot]))
            if best == len(booked) + len(rows):
                break
    return best


def test_the_nearest_hour_is_taken():
    country = treated(0, closures=[("2027-03-23 11:00", "2027-03-23 13:00")])
    (row,) = rebooked(country, lost(country), ())
    assert row.starts_at == local("2027-03-23 13:00")
    assert window_of(country, row) == (MONDAY_AT + timedelta(hours=20), MONDAY_AT + timedelta(hours=52))


def test_an_hour_that_is_promised_to_nobody_is_taken_first_though_it_is_further_away():
    country = treated(0, closures=[("2027-03-23 11:00", "2027-03-23 13:00")])
    promised = [scan("C1", 1, "2027-03-23 13:00"), scan("C3", 2, "2027-03-23 10:00")]
    (row,) = rebooked(country, lost(country), promised)
    assert row.starts_at == local("2027-03-23 14:00")


def test_an_hour_that_is_promised_is_taken_where_there_is_no_other():
    shut = [("2027-03-23 08:00", "2027-03-24 13:00"), ("2027-03-24 14:00", "2027-03-24 16:00")]
    country = treated(0, closures=shut)
    promised = [scan("C1", 1, "2027-03-24 13:00")]
    (row,) = rebooked(country, lost(country), promised)
    assert row.starts_at == local("2027-03-24 13:00")


def test_nothing_is_booked_before_the_present_or_after_the_window():
    country = treated(0, closures=[("2027-03-23 08:30", "2027-03-24 14:30")])
    (row,) = lost(country)
    assert rebooked(country, [row], ()) == ()


@pytest.mark.parametrize("seed", range(40))
def test_as_many_as_any_bookings_allow_are_made_and_no_two_at_once(seed):
    rng = random.Random(f"rebooking/{seed}")  # noqa: S311 - synthetic bookings, no secret
    spans = [("2027-03-23 08:00", "2027-03-23 14:30"), ("2027-03-24 08:30", "2027-03-24 12:30")]
    country = treated(
        *(rng.randint(0, 6) for _ in range(rng.randint(2, 4))),
        hours_a_week=rng.choice((1.0, 1.5, 4.0)),
        closures=[*spans, *([("2027-03-24 13:30", "2027-03-24 20:00")] if rng.random() < 0.5 else [])],
    )
    rows = lost(country)
    found = rebooked(country, rows, [scan("C1", 1, "2027-03-24 12:30")])
    assert len(found) == most(country, rows)
    booked = [as_scan(row) for row in found]
    for number, row in enumerate(booked):
        assert (row.scanner_id, row.starts_at) in {(slot.scanner_id, slot.starts_at) for slot in may_be(country, row)}
        assert all(scans_apart(row, other) for other in booked[:number])
        assert scan_week_suffices(country, booked[: number + 1])
