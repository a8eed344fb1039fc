"""Which vials a centre could give on which dates, and between which instants."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doseline.checking.certificates.arrivals import Arrivals
from doseline.checking.certificates.frame import Flags, Floats, Frame, Ints
from doseline.checking.certificates.sources import Source
from doseline.checking.facts import ACTIVITY_TOLERANCE
from doseline.checking.view import View
from doseline.journey import Product
from doseline.quantities import min_from_h

__all__ = ["Kind", "Supply", "Vials"]

_FRACTION_TOLERANCE = 1e-9
_SLACK_MIN = 1e-6


@dataclass(frozen=True, slots=True)
class Kind:
    """What courses share: product, prescribed activity, where rooms are of one sex that of the patient, own vials.

    `trial` is the trial that has vials of the product of its own, of its courses.
    """

    product: Product
    prescribed_mbq: float
    sex: str = ""
    trial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Vials that could be given at a site: one row a source and date, with the instants at which it serves.

    All arrays have shape (n_rows,), ordered by date.
    """

    sources: Sequence[Source]
    source: Ints
    day: Ints
    from_min: Floats
    to_min: Floats
    activity_mbq: Floats

    def rows(self, chosen: Flags | slice) -> "Supply":
        """Return some of the rows."""
        return Supply(
            sources=self.sources,
            source=self.source[chosen],
            day=self.day[chosen],
            from_min=self.from_min[chosen],
            to_min=self.to_min[chosen],
            activity_mbq=self.activity_mbq[chosen],
        )

    def on(self, day: int) -> "Supply":
        """Return the rows of one date."""
        first, end = np.searchsorted(self.day, [day, day + 1]).tolist()
        return self.rows(slice(first, end))


class Vials:
    """What sources offer to a site (C01, C02, C06, C07, C08), when nobody else orders.

    Parameters
    ----------
    view : View
        Country and plan.
    frame : Frame
        The axis.
    """

    def __init__(self, view: View, frame: Frame) -> None:
        self._view = view
        self._frame = frame
        self._arrivals = Arrivals(view, frame)
        self._margins = {(row.site_id, row.product_id): row.margin_fraction for row in view.network.site_products}

    def supply(self, site_id: str, kind: Kind, sources: Sequence[Source]) -> Supply:
        """Lay every source out over the dates on which its vial could be given at a site."""
        frame, product = self._frame, kind.product
        half_life_h = self._view.half_lives_h[product.nuclide]
        calibration_min = np.array([frame.minute(source.calibration_at) for source in sources])
        certified_min = np.array([frame.minute(source.certified_at) for source in sources])
        shelf_min = calibration_min + min_from_h(product.shelf_life_h)
        source, day = self._days(certified_min, shelf_min)
        intended_min = self._intended(product, sources, source, day)
        activity_mbq = _filled(kind, calibration_min[source], intended_min, half_life_h)
        rows = Supply(
            sources=sources,
            source=source,
            day=day,
            from_min=intended_min,
            to_min=intended_min,
            activity_mbq=activity_mbq,
        )
        from_min, to_min = self._tolerated(site_id, kind, rows, calibration_min[source], half_life_h)
        arrives_min = self._arriving(site_id, rows, calibration_min[source], half_life_h)
        ready_min = np.maximum(arrives_min, certified_min[source]) + min_from_h(product.preparation_h)
        from_min = np.maximum(np.maximum(from_min, ready_min), frame.midnights[day])
        to_min = np.minimum(np.minimum(to_min, shelf_min[source]), frame.midnights[day + 1] - 1.0)
        capacity_mbq = np.array([one.capacity_mbq for one in sources])
        serves = (from_min <= to_min + _SLACK_MIN) & _volume_allowed(product, activity_mbq)
        serves &= activity_mbq <= capacity_mbq[source] * (1.0 + ACTIVITY_TOLERANCE)
        return Supply(
            sources=sources, source=source, day=day, from_min=from_min, to_min=to_min, activity_mbq=activity_mbq
        ).rows(serves)

    def _days(self, certified_min: Floats, shelf_min: Floats) -> tuple[Ints, Ints]:
        """Return source and date of every pair of a source and a date of the horizon inside its vial's life."""
        midnights = self._frame.midnights
        first = np.searchsorted(midnights, np.maximum(certified_min, 0.0), side="right") - 1
        end = np.minimum(np.searchsorted(midnights, shelf_min, side="right"), self._frame.horizon_days)
        lengths = np.maximum(end - first, 0)
        source = np.repeat(np.arange(len(lengths)), lengths)
        since_first = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        day = since_first + np.repeat(first, lengths)
        order = np.argsort(day, kind="stable")
        return source[order], day[order]

    def _intended(self, product: Product, sources: Sequence[Source], source: Ints, day: Ints) -> Floats:
        """Return for which minute each vial is filled; nan for a stock vial."""
        frame, fill_at = self._frame, self._view.fill_at
        fills = [fill_at(product, on) for on in frame.dates[: frame.horizon_days]]
        by_day = np.array([np.nan if at is None else frame.minute(at) for at in fills])
        fixed = np.array([np.nan if one.intended_at is None else frame.minute(one.intended_at) for one in sources])
        return by_day[day] if len(sources) == 0 else np.where(np.isnan(fixed[source]), by_day[day], fixed[source])

    def _arriving(self, site_id: str, rows: Supply, calibration_min: Floats, half_life_h: float) -> Floats:
        """Return the first instant at which each vial can be at the site; infinite when it cannot."""
        dispatch_min = np.array([self._frame.minute(one.dispatch_at) for one in rows.sources])
        origins = np.array([one.site_id for one in rows.sources], dtype=object)
        arrives_min = np.full(len(rows.source), np.inf)
        for origin in {one.site_id for one in rows.sources}:
            here = np.flatnonzero(origins[rows.source] == origin)
            arrives_min[here] = self._arrivals.earliest(
                origin,
                site_id,
                dispatch_min[rows.source[here]],
                calibration_min[here],
                rows.activity_mbq[here],
                half_life_h,
            )
        for number, one in enumerate(rows.sources):
            if one.arrives_at is not None:
                arrives_min[rows.source == number] = self._frame.minute(one.arrives_at)
        return arrives_min

    def _tolerated(
        self, site_id: str, kind: Kind, rows: Supply, calibration_min: Floats, half_life_h: float
    ) -> tuple[Floats, Floats]:
        """Return the first and last minute at which the activity is tolerated (C01) or held (C02, stock vial)."""
        product, intended_min = kind.product, rows.from_min
        margin = self._margins[site_id, product.product_id]
        tolerance = product.tolerance_fraction - margin + _FRACTION_TOLERANCE
        half_life_min = min_from_h(half_life_h)
        if tolerance < 0.0:
            return np.full(len(intended_min), np.inf), np.full(len(intended_min), -np.inf)
        if product.form == "stock_vial":
            needed_mbq = (kind.prescribed_mbq + product.residual_mbq) * (1.0 - ACTIVITY_TOLERANCE)
            lasts_min = half_life_min * np.log2(rows.activity_mbq / needed_mbq)
            return np.full(len(intended_min), -np.inf), calibration_min + lasts_min
        left = product.residual_mbq / kind.prescribed_mbq if kind.prescribed_mbq else 0.0
        from_min: Floats = intended_min - half_life_min * np.log2(1.0 + tolerance + left)
        to_min: Floats = intended_min - half_life_min * np.log2(1.0 - tolerance + left)
        return from_min, to_min


def _filled(kind: Kind, calibration_min: Floats, intended_min: Floats, half_life_h: float) -> Floats:
    """Return the activity of each vial at calibration."""
    product = kind.product
    if product.form == "stock_vial":
        held_mbq = (product.concentration_mbq_per_ml or np.nan) * (product.volume_max_ml or np.nan)
        return np.full(len(calibration_min), held_mbq)
    elapsed_h = (intended_min - calibration_min) / min_from_h(1.0)
    filled: Floats = kind.prescribed_mbq * np.exp2(elapsed_h / half_life_h)
    return filled


def _volume_allowed(product: Product, activity_mbq: Floats) -> Flags:
    allowed: Flags = np.isfinite(activity_mbq)
    concentration = product.concentration_mbq_per_ml
    if product.form == "patient_vial" and concentration is not None:
        slack = 1.0 + ACTIVITY_TOLERANCE
        volume_ml = activity_mbq / concentration
        allowed &= volume_ml * slack >= (product.volume_min_ml or 0.0)
        allowed &= volume_ml <= (product.volume_max_ml or np.inf) * slack
    return allowed
