"""A cell is read and written without loss, or refused with what is allowed."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from doseline.network.cells import Refused, cell_reader, cell_writer, value_text
from doseline.network.schema import Field


def read(text, **field):
    return cell_reader(Field(name="x", **field))(text)


def write(value, **field):
    return cell_writer(Field(name="x", **field))(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", " kept as it is ", " kept as it is "),
        ("integer", "-12", -12),
        ("integer", "+7", 7),
        ("number", "1e-05", 1e-05),
        ("number", ".5", 0.5),
        ("number", "-0.0", 0.0),
        ("boolean", "false", False),
        ("date", "2028-02-29", date(2028, 2, 29)),
        ("datetime", "2027-03-28T02:30:00+02:00", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("datetime", "2027-03-28T02:30:00.25Z", datetime(2027, 3, 28, 2, 30, 0, 250_000, tzinfo=UTC)),
        ("integer", "", None),
    ],
)
def test_a_text_that_is_allowed_becomes_its_value(kind, text, value):
    assert read(text, type=kind) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", " 1"),
        ("integer", "1.0"),
        ("integer", "٣"),
        ("integer", "9" * 19),
        ("number", "1_000.0"),
        ("number", "0x10"),
        ("number", "inf"),
        ("number", "."),
        ("boolean", "True"),
        ("boolean", "1"),
        ("date", "2027-3-1"),
        ("date", "20270301"),
        ("date", "2027-W09-1"),
        ("datetime", "2027-03-01T08:00Z"),
        ("datetime", "2027-03-01 08:00:00Z"),
        ("datetime", "2027-03-01T08:00:00+0100"),
        ("datetime", "2027-03-01T08:00:00"),
        ("datetime", "1899-12-31T23:59:59Z"),
        ("datetime", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_a_text_that_is_not_allowed_is_refused_with_what_to_do(kind, text):
    with pytest.raises(Refused) as raised:
        read(text, type=kind)
    assert raised.value.allowed
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("limits", "allowed", "refused"),
    [
        ({"minimum": 0.0}, "0", "-1e-300"),
        ({"maximum": 0.5}, "0.5", "0.50001"),
        ({"exclusive_minimum": 0.0}, "1e-300", "0"),
        ({"exclusive_maximum": 100.0}, "99.999", "100"),
    ],
)
def test_a_limit_holds_at_its_very_value(limits, allowed, refused):
    assert read(allowed, type="number", unit="h", **limits) == float(allowed)
    with pytest.raises(Refused, match="h"):
        read(refused, type="number", unit="h", **limits)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ({"type": "number"}, 0.1 + 0.2, "0.30000000000000004"),
        ({"type": "number"}, 3, "3.0"),
        ({"type": "integer"}, 3.0, "3"),
        ({"type": "boolean"}, True, "true"),
        ({"type": "datetime"}, datetime(2027, 3, 1, 9, tzinfo=timezone(timedelta(hours=1))), "2027-03-01T08:00:00Z"),
        ({"type": "string", "separator": ";"}, ("a", "b"), "a;b"),
        ({"type": "string"}, None, ""),
    ],
)
def test_a_value_becomes_its_text(field, value, text):
    assert write(value, **field) == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "number"}, float("inf")),
        ({"type": "number"}, True),
        ({"type": "integer"}, 1.5),
        ({"type": "integer"}, True),
        ({"type": "boolean"}, "true"),
        ({"type": "date"}, datetime(2027, 3, 1, tzinfo=UTC)),
        ({"type": "datetime"}, datetime(2027, 3, 1)),  # noqa: DTZ001 - a naive instant is what is refused
        ({"type": "datetime"}, datetime(1815, 6, 18, tzinfo=UTC)),
        ({"type": "string"}, ""),
        ({"type": "string"}, 7),
        ({"type": "string"}, "a\0b"),
        ({"type": "string"}, "\ud800"),
        ({"type": "string", "required": True}, None),
        ({"type": "string", "separator": ";"}, ()),
        ({"type": "string", "separator": ";"}, ("a;b",)),
        ({"type": "string", "separator": ";"}, "ab"),
    ],
)
def test_a_value_that_would_not_come_back_is_refused(field, value):
    with pytest.raises((ValueError, TypeError, AttributeError)):
        write(value, **field)


def test_any_value_can_be_shown():
    assert value_text(None) == ""
    assert value_text(date(2027, 3, 1)) == "2027-03-01"
    assert value_text(datetime(2027, 3, 1, tzinfo=UTC)) == "2027-03-01T00:00:00Z"
