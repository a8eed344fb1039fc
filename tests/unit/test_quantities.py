import math
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from doseline import quantities
from doseline.errors import UserError
from doseline.quantities import Activity

CALIBRATED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_activity(**changes) -> Activity:
    return Activity(**{"nuclide": "Lu-177", "activity_mbq": 7400.0, "reference_at": CALIBRATED_AT, **changes})


@pytest.mark.parametrize("nuclide", ["Lu-177", "Lu-177m", "I-131", "Ac-225", "F-18"])
def test_nuclides_are_written_with_hyphen_and_mass_number(nuclide):
    assert make_activity(nuclide=nuclide).nuclide == nuclide


@pytest.mark.parametrize(
    "nuclide", ["", "Lu177", "177Lu", "lu-177", "LU-177", "Lu-0", "Lu-177x", "Lu-177 ", "Lu-177\n"]
)
def test_any_other_way_to_write_a_nuclide_is_refused(nuclide):
    with pytest.raises(UserError, match="Lu-177"):
        make_activity(nuclide=nuclide)


@pytest.mark.parametrize("activity_mbq", [-1e-9, math.nan, math.inf])
def test_an_activity_is_finite_and_not_negative(activity_mbq):
    with pytest.raises(UserError, match="zero or more"):
        make_activity(activity_mbq=activity_mbq)


def test_no_activity_is_an_activity():
    assert make_activity(activity_mbq=0.0).activity_mbq == 0


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("UTC"), timezone(timedelta(0))])
def test_utc_by_any_of_its_objects_is_utc(zone):
    assert make_activity(reference_at=CALIBRATED_AT.replace(tzinfo=zone)).reference_at == CALIBRATED_AT


@pytest.mark.parametrize(
    "zone", [None, ZoneInfo("Europe/Brussels"), ZoneInfo("Europe/London"), timezone(timedelta(hours=1))], ids=str
)
def test_an_instant_that_is_not_utc_is_refused_by_name(zone):
    with pytest.raises(UserError, match="reference_at is not in UTC"):
        make_activity(reference_at=CALIBRATED_AT.replace(tzinfo=zone))


def test_an_activity_does_not_change():
    with pytest.raises(AttributeError):
        make_activity().activity_mbq = 1.0


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("mbq_from_bq", 1e6, 1),
        ("mbq_from_kbq", 1e3, 1),
        ("mbq_from_gbq", 7.4, 7400),
        ("mbq_from_tbq", 1, 1e6),
        ("h_from_s", 3600, 1),
        ("h_from_min", 30, 0.5),
        ("h_from_d", 6.647, 159.528),
    ],
)
def test_conversions(name, given, expected):
    assert getattr(quantities, name)(given) == pytest.approx(expected, rel=1e-14)


def test_a_duration_becomes_hours():
    assert quantities.h_from_timedelta(timedelta(days=1, minutes=15)) == 24.25
    assert quantities.timedelta_from_h(24.25) == timedelta(days=1, minutes=15)
