"""One cell: from its text to a value and back, without loss.

A value that cannot be written so that reading gives it back exactly is refused (`cell_writer` raises `ValueError`);
a text that is not what its column allows is refused with what is allowed and what to do (`Refused`).
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from doseline.network.schema import Field

__all__ = ["Refused", "cell_reader", "cell_writer", "instant_text", "parse_date", "parse_instant", "value_text"]

Day = TypeVar("Day", date, datetime)

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
_INSTANT: Final = re.compile(rf"{_CLOCK}(Z|[+-][0-9]{{2}}:[0-9]{{2}})")
_ZONELESS: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_YEARS: Final = f"in the years {_FIRST_YEAR} to {_LAST_YEAR}"
_UNWRITABLE: Final = re.compile("[\0\r\ud800-\udfff]")


class Refused(Exception):
    """A text that its column does not allow.

    Attributes
    ----------
    allowed : what may stand there
    remedy : what to do
    """

    def __init__(self, allowed: str, remedy: str) -> None:
        super().__init__(allowed, remedy)
        self.allowed = allowed
        self.remedy = remedy


# --- from text to value -------------------------------------------------------------------------------------------


def cell_reader(field: Field) -> Callable[[str], Any]:
    """Return the function that turns a cell of this column into its value, or raises `Refused`.

    An empty cell is None where the column may be empty.
    """
    parse = _PARSERS[field.type]
    limits = _limits(field)

    def read(text: str) -> Any:
        if not text:
            if field.required:
                raise Refused("a value; this column may not be empty", "Fill the cell in or delete the row.")
            return None
        if field.pattern is not None and not field.pattern.fullmatch(text):
            raise Refused(*_pattern_words(field))
        if field.enum and text not in field.enum:
            raise Refused(_one_of(field.enum), "Use one of the allowed words, in this spelling.")
        value = parse(text)
        if limits is not None:
            limits(value)
        return tuple(value.split(field.separator)) if field.separator else value

    return read


def _text(text: str) -> str:
    return text


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise Refused("a whole number such as 12", "Write digits only, without unit, blanks or thousands separators.")
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        remedy = "Write digits with a decimal point, without unit, blanks or thousands separators."
        if _NUMBER.fullmatch(text.replace(",", ".")):
            remedy = "Write a decimal point instead of the comma."
        raise Refused("a number such as 7.4", remedy)
    value = float(text)
    if not math.isfinite(value):
        raise Refused("a finite number", "Write a number below 1e308.")
    return value


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Refused("true or false", "Write true or false, in lower case.")
    return text == "true"


def parse_date(text: str) -> date:
    """Return the date, or raise `Refused`."""
    if _DATE.fullmatch(text):
        try:
            return _in_our_years(date.fromisoformat(text))
        except ValueError:
            pass
    raise Refused(f"a date such as 2027-03-01, {_YEARS}", "Write year-month-day of a day that exists.")


def parse_instant(text: str) -> datetime:
    """Return the instant in UTC, or raise `Refused`; an instant without zone is refused, never guessed."""
    if _INSTANT.fullmatch(text):
        try:
            return _in_our_years(datetime.fromisoformat(text).astimezone(UTC))
        except (ValueError, OverflowError):
            pass
    allowed = f"an instant with its zone such as 2027-03-01T08:00:00Z, {_YEARS}"
    if _ZONELESS.fullmatch(text):
        raise Refused(allowed, "The zone is missing: add Z if the clock shows UTC, else the offset such as +01:00.")
    raise Refused(allowed, "Write year-month-day, T, hour:minute:second of an instant that exists, then Z.")


_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": parse_date,
    "datetime": parse_instant,
}


def _limits(field: Field) -> Callable[[float], None] | None:
    lowest = (field.minimum, field.exclusive_minimum)
    highest = (field.maximum, field.exclusive_maximum)
    if (*lowest, *highest) == (None,) * 4:
        return None
    at_least = -math.inf if field.minimum is None else field.minimum
    at_most = math.inf if field.maximum is None else field.maximum
    above = -math.inf if field.exclusive_minimum is None else field.exclusive_minimum
    below = math.inf if field.exclusive_maximum is None else field.exclusive_maximum
    allowed = _limit_words(field)

    def check(value: float) -> None:
        if not (at_least <= value <= at_most and above < value < below):
            raise Refused(allowed, "Correct the value" + (f"; the column is in {field.unit}." if field.unit else "."))

    return check


def _limit_words(field: Field) -> str:
    parts = []
    if field.minimum is not None:
        parts.append(f"at least {field.minimum:g}")
    if field.exclusive_minimum is not None:
        parts.append(f"more than {field.exclusive_minimum:g}")
    if field.maximum is not None:
        parts.append(f"at most {field.maximum:g}")
    if field.exclusive_maximum is not None:
        parts.append(f"less than {field.exclusive_maximum:g}")
    unit = f" {field.unit}" if field.unit not in {"", "1"} else ""
    return " and ".join(parts) + unit


def _pattern_words(field: Field) -> tuple[str, str]:
    if field.name.endswith("_local"):
        return "a local clock time from 00:00 to 24:00", "Write hours and minutes with two digits each, such as 08:30."
    if field.separator:
        return f"values joined by {field.separator}", f"Join the values by {field.separator} alone, without blanks."
    if field.name == "vial_source":
        allowed = (
            "slot:ID, order:ID or batch:ID, or line:ID:DATE of a batch that is not begun, with a date like 2027-03-01"
        )
        return allowed, "Say what it is the key of, or empty the cell."
    return (
        "a key of letters, digits and _ . : * + -, starting with a letter, a digit or *",
        "Take blanks and other signs out of the key.",
    )


def _one_of(values: tuple[str, ...]) -> str:
    return "one of " + ", ".join(values)


# --- from value to text -------------------------------------------------------------------------------------------


def cell_writer(field: Field) -> Callable[[Any], str]:
    """Return the function that turns a value into its cell, or raises `ValueError` when that would lose something."""
    write = _WRITERS[field.type] if field.separator is None else _list_writer(field.separator)

    def cell(value: Any) -> str:
        if value is None:
            if field.required:
                raise ValueError("a value is wanted; this column may not be empty")
            return ""
        text = write(value)
        if not text:
            raise ValueError("an empty text cannot be told from a missing value; use None")
        return text

    return cell


def instant_text(instant: datetime) -> str:
    """Write an aware instant in UTC, such as ``2027-03-01T08:00:00Z``.

    Raises
    ------
    ValueError
        If the instant has no zone.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a zone; give an aware datetime in UTC")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def value_text(value: object) -> str:
    """Write a value of any column as its cell would show it; a missing value is empty.

    Examples
    --------
    >>> value_text(7.0), value_text(True), value_text(("Lu-177", "Ra-223"))
    ('7.0', 'true', 'Lu-177;Ra-223')
    """
    match value:
        case None:
            return ""
        case bool():
            return _write_boolean(value)
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return ";".join(map(str, value))
        case _:
            return str(value)


def _write_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is wanted")
    if _UNWRITABLE.search(value):
        raise ValueError("a text may hold no NUL, no carriage return and no lone surrogate")
    return value


def _in_our_years(day: Day) -> Day:
    # Beyond these years no figure is meant, and near the ends of the calendar adding days would fail.
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"a date {_YEARS} is wanted")
    return day


def _write_integer(value: Any) -> str:
    if isinstance(value, bool) or value != int(value):
        raise ValueError("a whole number is wanted")
    return str(int(value))


def _write_number(value: Any) -> str:
    if isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("a finite number is wanted")
    return repr(float(value))


def _write_boolean(value: Any) -> str:
    if value not in (True, False):
        raise ValueError("True or False is wanted")
    return "true" if value else "false"


def _write_date(value: Any) -> str:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("a date is wanted")
    return _in_our_years(value).isoformat()


def _write_instant(value: Any) -> str:
    return instant_text(_in_our_years(value))


def _list_writer(separator: str) -> Callable[[Any], str]:
    def write(values: Any) -> str:
        texts = [_write_text(value) for value in values]
        if isinstance(values, str) or any(not text or separator in text for text in texts):
            raise ValueError(f"a sequence of texts without {separator} is wanted")
        return separator.join(texts)

    return write


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    "string": _write_text,
    "integer": _write_integer,
    "number": _write_number,
    "boolean": _write_boolean,
    "date": _write_date,
    "datetime": _write_instant,
}
