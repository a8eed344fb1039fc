import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
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
        ("mbq_from_mci", 200, 7400),
        ("mbq_from_ci", 1, 37_000),
        ("h_from_s", 3600, 1),
        ("h_from_min", 30, 0.5),
        ("h_from_d", 6.647, 159.528),
        ("h_from_weeks", 6, 1008),
        ("g_from_kg", 1, 1e3),
        ("g_from_mg", 1, 1e-3),
        ("g_from_ug", 1, 1e-6),
        ("ml_from_l", 1, 1e3),
        ("ml_from_m3", 1, 1e6),
        ("ml_from_mm3", 1e3, 1),
        ("mm_from_cm", 1, 10),
        ("mm_from_m", 1, 1e3),
        ("gy_from_mgy", 1, 1e-3),
        ("mev_from_ev", 1e6, 1),
        ("mev_from_kev", 208, 0.208),
        ("mev_from_joule", 1, 6.241509074460763e12),
    ],
)
def test_conversions(name, given, expected):
    assert getattr(quantities, name)(given) == pytest.approx(expected, rel=1e-14)


def test_a_duration_becomes_hours():
    assert quantities.h_from_timedelta(timedelta(days=1, minutes=15)) == 24.25
    assert quantities.timedelta_from_h(24.25) == timedelta(days=1, minutes=15)


@pytest.mark.parametrize(("amount", "cents"), [("0", 0), ("19.9", 1990), ("-0.01", -1), ("1E+3", 100_000)])
def test_money_is_stored_in_whole_cents(amount, cents):
    assert quantities.cents_from_eur(Decimal(amount)) == cents
    assert quantities.eur_from_cents(cents) == Decimal(amount)


@pytest.mark.parametrize("amount", ["0.005", "NaN", "Infinity"])
def test_money_is_never_rounded_in_silence(amount):
    with pytest.raises(UserError, match="two decimals"):
        quantities.cents_from_eur(Decimal(amount))
