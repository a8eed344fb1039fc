"""Numbers, quantities, dates and instants as a reader of a language writes them."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from doseline.i18n.languages import LOCALES, require_language
from doseline.quantities import gbq_from_mbq, require_utc, tbq_from_mbq

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["Formats"]

_NO_BREAK = "\N{NO-BREAK SPACE}"
# A skeleton a language does not order its own way: the weekday tells a planner more than the year does.
_DAY = {"en": "EEE d MMM", "nl": "EEE d MMM", "fr": "EEE d MMM", "de": "EEE d. MMM"}
_DATE = {"en": "d MMMM y", "nl": "d MMMM y", "fr": "d MMMM y", "de": "d. MMMM y"}
# Stands in a column no wider than a week of a board: a written month is too long in two of the languages.
_WEEK = {"en": "d MMM", "nl": "d MMM", "fr": "d/M", "de": "d.M."}


@lru_cache
def _locale(language: str) -> "Locale":
    from babel import Locale

    return Locale.parse(LOCALES[language])


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes numbers and, in one time zone, instants.

    Parameters
    ----------
    language : str
        One of the four, or a regional form of one.
    timezone : str
        IANA name of the zone in which instants are shown.

    Examples
    --------
    >>> Formats("nl", "Europe/Brussels").decimal(1234.5)
    '1.234,5'
    """

    language: str
    timezone: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", require_language(self.language))

    def integer(self, number: float) -> str:
        """Write a whole number with its thousands apart."""
        return self.decimal(number, digits=0)

    def decimal(self, number: float, *, digits: int = 1) -> str:
        """Write a number with so many digits after the decimal sign."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(number, format=pattern, locale=_locale(self.language))

    def percent(self, fraction: float, *, digits: int = 1) -> str:
        """Write a fraction as a percentage that never rounds a part to none or to all.

        Examples
        --------
        >>> Formats("en", "UTC").percent(0.99996)
        '99.9%'
        """
        from babel.numbers import format_percent

        step = 10.0 ** -(digits + 2)
        shown = min(max(fraction, step), 1.0 - step) if 0.0 < fraction < 1.0 else fraction
        shown_digits = 0 if shown in (0.0, 1.0) else digits
        # The locale knows whether a blank, and which, stands before the sign.
        pattern = _locale(self.language).percent_formats[None].pattern
        pattern = pattern.replace("##0", "##0" + ("." + "0" * shown_digits if shown_digits else ""))
        return format_percent(shown, format=pattern, locale=_locale(self.language))

    def activity(self, activity_mbq: float) -> str:
        r"""Write an activity with three significant digits or so, in MBq, GBq or TBq.

        Examples
        --------
        >>> Formats("fr", "UTC").activity(7412.0)
        '7,41\xa0GBq'
        """
        if activity_mbq == 0.0:
            return f"0{_NO_BREAK}MBq"
        # The limits stand where three significant digits would round up to the next unit's thousand.
        if activity_mbq < 999.5:
            return self._quantity(activity_mbq, "MBq")
        if activity_mbq < 999_500.0:
            return self._quantity(gbq_from_mbq(activity_mbq), "GBq")
        return self._quantity(tbq_from_mbq(activity_mbq), "TBq")

    def _quantity(self, number: float, unit: str) -> str:
        digits = sum(number < limit for limit in (99.95, 9.995))
        return f"{self.decimal(number, digits=digits)}{_NO_BREAK}{unit}"

    def country(self, code: str) -> str:
        """Write the name of a country, or its code if it is none that the language names.

        Examples
        --------
        >>> Formats("nl", "UTC").country("BE")
        'België'
        """
        return str(_locale(self.language).territories.get(code.upper(), code))

    def date(self, day: dt.date) -> str:
        """Write a date with its month in full: 1 March 2027."""
        return self._date(day, _DATE[self.language])

    def day(self, day: dt.date, *, year: bool = False) -> str:
        """Write a date with its weekday, and with its year if asked: Mon 1 Mar."""
        return self._date(day, _DAY[self.language] + (" y" if year else ""))

    def week(self, day: dt.date) -> str:
        """Write the day and month alone, briefly: 1 Mar, 1.3."""
        return self._date(day, _WEEK[self.language])

    def local(self, at: dt.datetime, *, year: bool = False) -> str:
        """Write an instant in the time zone of the reader: Mon 1 Mar, 11:00."""
        local = require_utc(at, name="at").astimezone(ZoneInfo(self.timezone))
        return f"{self.day(local.date(), year=year)}, {local:%H:%M}"

    def utc(self, at: dt.datetime) -> str:
        """Write an instant in UTC, the same in every language: 2027-03-01 10:00."""
        return f"{require_utc(at, name='at'):%Y-%m-%d %H:%M}"

    def _date(self, day: dt.date, pattern: str) -> str:
        from babel.dates import format_date

        written = format_date(day, format=pattern, locale=_locale(self.language))
        # French counts the first of a month, and only the first, as an ordinal.
        return written.replace("1 ", "1er ", 1) if self.language == "fr" and day.day == 1 else written
