"""How a vial is filled and when it may be given."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Product
from doseline.quantities import min_from_h

__all__ = ["Fill", "fill_of"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The vials that sources could fill, one for each source and intended day.

    Attributes
    ----------
    activity_at_calibration_mbq : shape (n_sources, n_days)
    opens_min, closes_min : first and last minute at which the vial may be given, shapes (n_sources, n_days); closes <
        opens: never
    """

    activity_at_calibration_mbq: FloatArray
    opens_min: FloatArray
    closes_min: FloatArray


def fill_of(
    *,
    product: Product,
    half_life_h: float,
    prescribed_mbq: float,
    margin_fraction: float,
    calibration_min: FloatArray,
    intended_min: FloatArray,
    tolerance_rule: bool = True,
    vial_rule: bool = True,
) -> Fill:
    """Activity at calibration and window of administration of a vial, for each intended instant.

    A patient vial or capsule holds the prescribed activity at its intended instant; the administered activity (less the
    expected residual) must stay within the tolerance less the site's margin, which bounds the time on both sides: ``t =
    intended - T log2((1 +- tolerance) + residual / prescribed)``. A stock vial is drawn to the prescribed activity
    while it holds enough.

    Parameters
    ----------
    product : product of the vial
    half_life_h : of its nuclide
    prescribed_mbq : prescribed activity
    margin_fraction : share of the tolerance that the site keeps back
    calibration_min : minutes of the grid, shape (n_sources,)
    intended_min : minutes of the grid, shape (n_days,)
    tolerance_rule, vial_rule : False leaves out C01, or shelf life and volume of C02

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> product = synthesise(instance="XS-01", seed=1).products[0]
    >>> fill = fill_of(
    ...     product=product, half_life_h=159.528, prescribed_mbq=7400.0, margin_fraction=0.0,
    ...     calibration_min=np.array([0.0]), intended_min=np.array([1440.0]),
    ... )
    >>> round(fill.activity_at_calibration_mbq.item(), 1), round(fill.closes_min.item())
    (8213.3, 2742)
    """
    half_life_min = min_from_h(half_life_h)
    calibration = np.asarray(calibration_min, dtype=np.float64)[:, None]
    intended = np.asarray(intended_min, dtype=np.float64)[None, :]
    shape = (calibration.shape[0], intended.shape[1])
    opens = np.full(shape, -np.inf)
    closes = np.full(shape, np.inf)
    if product.form == "stock_vial":
        full_mbq = (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
        activity = np.full(shape, full_mbq)
        needed = prescribed_mbq + product.residual_mbq
        enough_min = half_life_min * math.log2(full_mbq / needed) if full_mbq > 0.0 else -np.inf
        closes = np.minimum(closes, calibration + enough_min)
    else:
        activity = prescribed_mbq * np.exp2((intended - calibration) / half_life_min)
        if tolerance_rule:
            tolerance = product.tolerance_fraction - margin_fraction
            # what is not radioactive has no activity to be off by: it is right at any hour
            residual = product.residual_mbq / prescribed_mbq if prescribed_mbq else 0.0
            most, least = 1.0 + tolerance + residual, 1.0 - tolerance + residual
            opens = np.maximum(opens, intended - half_life_min * math.log2(most))
            closes = np.minimum(closes, intended - half_life_min * math.log2(least))
        if vial_rule and product.concentration_mbq_per_ml:
            volume_ml = activity / product.concentration_mbq_per_ml
            too_little = volume_ml < (product.volume_min_ml or 0.0)
            too_much = volume_ml > (product.volume_max_ml if product.volume_max_ml is not None else np.inf)
            closes = np.where(too_little | too_much, -np.inf, closes)
    if vial_rule:
        closes = np.minimum(closes, calibration + min_from_h(product.shelf_life_h))
    return Fill(activity_at_calibration_mbq=activity, opens_min=opens, closes_min=closes)
