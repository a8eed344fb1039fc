"""From the domain of a chart to its pixels: linear and logarithmic scales with round ticks."""

import math
from dataclasses import dataclass

from doseline.errors import UserError

__all__ = ["Linear", "Logarithmic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Maps `first` .. `last` onto `start_px` .. `end_px` evenly.

    Examples
    --------
    >>> Linear(first=0.0, last=10.0, start_px=100.0, end_px=300.0)(2.5)
    150.0
    """

    first: float
    last: float
    start_px: float
    end_px: float

    def __call__(self, value: float) -> float:
        """Return the px of a value."""
        share_fraction = (value - self.first) / (self.last - self.first) if self.last != self.first else 0.0
        return self.start_px + share_fraction * (self.end_px - self.start_px)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logarithmic:
    """Maps `first` .. `last`, both above zero, onto `start_px` .. `end_px` by their logarithms.

    Raises
    ------
    UserError
        If an end of the domain is not above zero.
    """

    first: float
    last: float
    start_px: float
    end_px: float

    def __post_init__(self) -> None:
        if not (self.first > 0.0 and self.last > 0.0):
            raise UserError(
                "A logarithmic scale cannot show zero.",
                given=(self.first, self.last),
                allowed="two numbers above zero",
            )

    def __call__(self, value: float) -> float:
        """Return the px of a value above zero."""
        even = Linear(
            first=math.log10(self.first), last=math.log10(self.last), start_px=self.start_px, end_px=self.end_px
        )
        return even(math.log10(value))

    def decades(self) -> tuple[float, ...]:
        """Return the powers of ten within the domain.

        Examples
        --------
        >>> Logarithmic(first=3.0, last=2000.0, start_px=0.0, end_px=1.0).decades()
        (10.0, 100.0, 1000.0)
        """
        lowest, highest = sorted((self.first, self.last))
        exponents = range(math.ceil(math.log10(lowest) - 1e-9), math.floor(math.log10(highest) + 1e-9) + 1)
        return tuple(10.0**exponent for exponent in exponents)
