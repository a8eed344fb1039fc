"""When waste has decayed below limits of specific activity, whatever the mixture.

Clearance limits are the policy of a site and its authority: they are always arguments, and none ships.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from doseline.errors import UserError
from doseline.physics.chains import Chain, decay_chain
from doseline.physics.nuclides import DEFAULT_DATA
from doseline.quantities import bq_from_mbq

Array = NDArray[np.float64]

_SAMPLES: Final = 20_001


def isomer_mixture_mbq(lu177_activity_mbq: float, isomer_fraction: float) -> dict[str, float]:
    """Activities of a 177Lu preparation whose 177mLu is `isomer_fraction` of the 177Lu activity.

    Parameters
    ----------
    lu177_activity_mbq : float
        Activity of 177Lu in MBq; zero or more.
    isomer_fraction : float
        Activity of 177mLu over that of 177Lu at the same instant; 0 to 1.

    Examples
    --------
    >>> isomer_mixture_mbq(7400.0, 0.0005)
    {'Lu-177': 7400.0, 'Lu-177m': 3.7}
    """
    if not (0 <= isomer_fraction <= 1 and lu177_activity_mbq >= 0):
        raise UserError(
            "The mixture of 177Lu and 177mLu is out of range.",
            given=(lu177_activity_mbq, isomer_fraction),
            allowed="an activity of zero or more; a fraction from 0 to 1, where 0.0005 is 0.05 %",
        )
    return {"Lu-177": lu177_activity_mbq, "Lu-177m": round(lu177_activity_mbq * isomer_fraction, 12)}


def limit_sum(
    activities_mbq: Mapping[str, float],
    mass_g: float,
    limits_bq_per_g: Mapping[str, float],
    elapsed_h: ArrayLike,
    *,
    nuclear_data: str = DEFAULT_DATA,
) -> Array:
    """Sum over nuclides of specific activity over limit; the waste is within limits where it is one or less.

    Parameters
    ----------
    activities_mbq : mapping of str to float
        Activity of each nuclide in the waste at time zero, in MBq.
    mass_g : float
        Mass of the waste in g, above zero.
    limits_bq_per_g : mapping of str to float
        Limit of each radioactive nuclide that is there or grows in, in Bq/g; ``inf`` states that one is not limited.
    elapsed_h : float or array of any shape
        Time in h, zero or more.
    nuclear_data : str
        Named set of nuclear data.

    Returns
    -------
    array, shape of `elapsed_h`

    Raises
    ------
    UserError
        If a limit is missing or not above zero, or the mass is not above zero.

    Examples
    --------
    >>> limit_sum({"Lu-177": 0.1}, 1000.0, {"Lu-177": 100.0}, 0.0).item()
    1.0
    """
    if not mass_g > 0:
        raise UserError("The mass of the waste is not above zero.", given=mass_g, allowed="g, above zero")
    chain = decay_chain(sorted(activities_mbq), nuclear_data)
    limits = _limits(chain, limits_bq_per_g)
    specific_bq_per_g = bq_from_mbq(chain.activity_mbq(activities_mbq, elapsed_h)) / mass_g
    total: Array = np.tensordot(1.0 / limits, specific_bq_per_g, axes=1)
    return total


def time_to_limits_h(
    activities_mbq: Mapping[str, float],
    mass_g: float,
    limits_bq_per_g: Mapping[str, float],
    *,
    nuclear_data: str = DEFAULT_DATA,
) -> float:
    """Time in h from which the waste stays within limits, progeny counted; 0 if it always is.

    Parameters
    ----------
    activities_mbq, mass_g, limits_bq_per_g, nuclear_data
        As of `limit_sum`.

    Raises
    ------
    UserError
        As `limit_sum`; also if the limits are not reached within a thousand half-lives of the longest-lived nuclide.

    Examples
    --------
    74 MBq of 177Lu without 177mLu in one kilogram, down to 100 Bq/g, in days:

    >>> round(time_to_limits_h({"Lu-177": 74.0}, 1000.0, {"Lu-177": 100.0}) / 24, 1)
    63.4
    """

    def excess(elapsed_h: ArrayLike) -> Array:
        return limit_sum(activities_mbq, mass_g, limits_bq_per_g, elapsed_h, nuclear_data=nuclear_data) - 1.0

    chain = decay_chain(sorted(activities_mbq), nuclear_data)
    half_lives_h = chain.half_lives_h[np.isfinite(chain.half_lives_h)]
    if not half_lives_h.size:
        return 0.0
    # Each generation peaks within a mean life of the slowest before it: nothing rises any more after this time.
    settled_h = 1.5 * half_lives_h.size * half_lives_h.max()
    end_h = settled_h
    while excess(end_h).item() > 0:
        end_h *= 2
        if end_h > 1_000 * settled_h:
            raise UserError(
                "The waste does not reach the limits.", given=dict(limits_bq_per_g), allowed="higher limits"
            )
    # An ingrowth may exceed the limits after a time within them, so the last crossing counts.
    samples_h = np.concatenate([[0.0], np.geomspace(half_lives_h.min() * 1e-3, end_h, _SAMPLES)])
    above = np.flatnonzero(excess(samples_h) > 0)
    if not above.size:
        return 0.0
    low_h, high_h = float(samples_h[above[-1]]), float(samples_h[above[-1] + 1])
    while True:
        middle_h = (low_h + high_h) / 2
        if middle_h in (low_h, high_h) or high_h - low_h <= 1e-13 * high_h:
            return high_h
        if excess(middle_h).item() > 0:
            low_h = middle_h
        else:
            high_h = middle_h


def _limits(chain: Chain, limits_bq_per_g: Mapping[str, float]) -> Array:
    radioactive = [
        n for n, half_life in zip(chain.nuclides, chain.half_lives_h, strict=True) if math.isfinite(half_life)
    ]
    missing = [nuclide for nuclide in radioactive if nuclide not in limits_bq_per_g]
    if missing:
        raise UserError(
            "A nuclide of the waste, or one that grows in, has no limit.",
            given=", ".join(missing),
            allowed="Bq/g for each radioactive nuclide, or inf for one that is not limited",
            remedy="Ask the recognised expert of the site; Doseline ships no clearance limits.",
        )
    limits = np.array([limits_bq_per_g[n] if n in radioactive else math.inf for n in chain.nuclides])
    if not (limits > 0).all():
        raise UserError("A limit is not above zero.", given=dict(limits_bq_per_g), allowed="Bq/g, above zero")
    return limits
