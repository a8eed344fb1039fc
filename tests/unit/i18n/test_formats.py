"""Numbers, quantities and dates as each language writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from doseline.errors import UserError
from doseline.i18n import Formats

THIN = "\N{NARROW NO-BREAK SPACE}"
HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,234.5"), ("nl", "1.234,5"), ("fr", f"1{THIN}234,5"), ("de", "1.234,5")]
)
def test_numbers(language, written):
    assert Formats(language, "Europe/Brussels").decimal(1234.5) == written


@pytest.mark.parametrize(
    ("language", "written"), [("en", "89.3%"), ("nl", "89,3%"), ("fr", f"89,3{HARD}%"), ("de", f"89,3{HARD}%")]
)
def test_percentages(language, written):
    assert Formats(language, "Europe/Brussels").percent(0.8929) == written


@pytest.mark.parametrize(
    ("fraction", "written"), [(0.0, "0%"), (1e-9, "0.1%"), (0.99999, "99.9%"), (1.0, "100%"), (1.25, "125.0%")]
)
def test_a_part_is_never_written_as_none_or_all(fraction, written):
    assert Formats("en", "UTC").percent(fraction) == written


@pytest.mark.parametrize(
    ("activity_mbq", "written"),
    [
        (0.0, "0 MBq"),
        (4.2, "4.20 MBq"),
        (9.996, "10.0 MBq"),
        (99.96, "100 MBq"),
        (999.4, "999 MBq"),
        (999.6, "1.00 GBq"),
        (7412.0, "7.41 GBq"),
        (999_600.0, "1.00 TBq"),
    ],
)
def test_activities_keep_three_digits_and_change_their_unit_at_a_thousand(activity_mbq, written):
    assert Formats("en", "UTC").activity(activity_mbq).replace(HARD, " ") == written


@pytest.mark.parametrize(
    ("language", "day", "full"),
    [
        ("en", "Mon 1 Mar", "1 March 2027"),
        ("nl", "ma 1 mrt", "1 maart 2027"),
        ("fr", "lun. 1er mars", "1er mars 2027"),
        ("de", "Mo. 1. März", "1. März 2027"),
    ],
)
def test_dates(language, day, full):
    write = Formats(language, "Europe/Brussels")
    assert (write.day(date(2027, 3, 1)), write.date(date(2027, 3, 1))) == (day, full)


def test_french_has_one_ordinal_a_month():
    write = Formats("fr", "Europe/Brussels")
    assert [write.day(date(2027, 3, day)) for day in (1, 2, 11, 21, 31)] == [
        "lun. 1er mars",
        "mar. 2 mars",
        "jeu. 11 mars",
        "dim. 21 mars",
        "mer. 31 mars",
    ]


@pytest.mark.parametrize(("language", "written"), [("en", "22 Mar"), ("nl", "22 mrt"), ("fr", "22/3"), ("de", "22.3.")])
def test_a_week_is_written_briefly(language, written):
    assert Formats(language, "Europe/Brussels").week(date(2027, 3, 22)) == written


def test_instants_are_shown_by_the_local_clock_and_in_utc():
    write = Formats("en", "Europe/Brussels")
    before, after = datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert [write.local(at) for at in (before, after)] == ["Sun 28 Mar, 01:30", "Sun 28 Mar, 03:30"]
    assert write.utc(after) == "2027-03-28 01:30"


def test_an_instant_that_is_not_utc_is_refused():
    with pytest.raises(UserError, match="not in UTC"):
        Formats("en", "UTC").local(datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Brussels")))


def test_a_year_is_written_where_it_is_asked_for():
    write = Formats("de", "Europe/Brussels")
    assert write.day(date(2027, 4, 5), year=True) == "Mo. 5. Apr. 2027"
    assert write.local(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), year=True) == "Fr. 1. Jan. 2027, 00:30"
