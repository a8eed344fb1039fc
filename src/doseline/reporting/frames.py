"""The stretch of the earth that a map shows, and where a place stands on it.

The projection is equirectangular with its true parallel in the middle of the frame: over a country the size of Belgium
widths are out by about 2 % at most, over a larger one by more, and a map of points needs no more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["BELGIUM", "HEIGHT_PX", "WIDTH_PX", "Frame", "frame_around"]

_EDGE_PX: Final = 14.0
_MARGIN_FRACTION: Final = 0.15
"""So much of the span of the places is left free on either side: a circle is wide and has a name."""
_LEAST_SPAN_DEG: Final = 0.3
"""A frame is no narrower than this, or centres of one city would seem to lie across a country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A stretch of the earth on the sheet of a map.

    Attributes
    ----------
    west_deg, north_deg : its upper left corner
    true_parallel_deg : latitude at which widths are true
    px_per_deg : scale, of latitude
    """

    west_deg: float
    north_deg: float
    true_parallel_deg: float
    px_per_deg: float

    def project(self, longitude_deg: float, latitude_deg: float) -> tuple[float, float]:
        """Return where a place lies, on the sheet or beyond it."""
        x = (longitude_deg - self.west_deg) * self.px_per_deg * _narrowing(self.true_parallel_deg)
        return x, (self.north_deg - latitude_deg) * self.px_per_deg

    def stand(self, longitude_deg: float, latitude_deg: float) -> tuple[float, float]:
        """Return where a place stands: as it lies, or on the edge of the sheet in its direction from the middle."""
        x, y = self.project(longitude_deg, latitude_deg)
        half_x, half_y = WIDTH_PX / 2 - _EDGE_PX, HEIGHT_PX / 2 - _EDGE_PX
        off_x, off_y = x - WIDTH_PX / 2, y - HEIGHT_PX / 2
        reach = max(abs(off_x) / half_x, abs(off_y) / half_y)
        return (x, y) if reach <= 1.0 else (WIDTH_PX / 2 + off_x / reach, HEIGHT_PX / 2 + off_y / reach)


def _narrowing(latitude_deg: float) -> float:
    """By what a degree of longitude is shorter than one of latitude; at the poles it is not let vanish."""
    return max(0.05, math.cos(math.radians(latitude_deg)))


BELGIUM: Final = Frame(west_deg=2.35, north_deg=51.6, true_parallel_deg=50.5, px_per_deg=300.0)
"""The frame for which the outline that ships was cut."""
_BELGIUM_EAST_DEG: Final = 6.6
_BELGIUM_SOUTH_DEG: Final = 49.42
WIDTH_PX: Final = (_BELGIUM_EAST_DEG - BELGIUM.west_deg) * BELGIUM.px_per_deg * _narrowing(BELGIUM.true_parallel_deg)
HEIGHT_PX: Final = (BELGIUM.north_deg - _BELGIUM_SOUTH_DEG) * BELGIUM.px_per_deg
"""Every map fills a sheet of one size, so that a page looks the same whatever its country."""


def frame_around(places: Sequence[tuple[float, float]]) -> Frame:
    """Return the frame that holds places, each (longitude, latitude) in degrees, with room around them.

    Parameters
    ----------
    places : shape (n_places, 2)
        At least one; none across the date line from another.

    Examples
    --------
    >>> x, y = frame_around([(115.86, -31.95), (151.21, -33.87)]).project(133.535, -32.91)
    >>> (round(x / WIDTH_PX, 3), round(y / HEIGHT_PX, 3))
    (0.5, 0.5)
    """
    longitudes_deg, latitudes_deg = zip(*places, strict=True)
    middle_deg = (min(longitudes_deg) + max(longitudes_deg)) / 2
    parallel_deg = (min(latitudes_deg) + max(latitudes_deg)) / 2
    room = 1.0 + 2.0 * _MARGIN_FRACTION
    wide_deg = room * _narrowing(parallel_deg) * (max(longitudes_deg) - min(longitudes_deg))
    high_deg = max(room * (max(latitudes_deg) - min(latitudes_deg)), _LEAST_SPAN_DEG)
    px_per_deg = HEIGHT_PX / high_deg
    if wide_deg > 0.0:
        px_per_deg = min(px_per_deg, WIDTH_PX / wide_deg)
    return Frame(
        west_deg=middle_deg - WIDTH_PX / (2.0 * px_per_deg * _narrowing(parallel_deg)),
        north_deg=parallel_deg + HEIGHT_PX / (2.0 * px_per_deg),
        true_parallel_deg=parallel_deg,
        px_per_deg=px_per_deg,
    )
