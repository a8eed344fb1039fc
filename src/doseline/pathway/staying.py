"""How long a patient stays."""

import math

from doseline.journey import Retention, StayRule
from doseline.quantities import gbq_from_mbq

__all__ = ["dose_rate_time_h", "stay_h"]


def _dose_rate(retention: Retention, activity_gbq: float, elapsed_h: float) -> float:
    fast = retention.fast_fraction * 2.0 ** (-elapsed_h / retention.fast_effective_half_life_h)
    slow = (1.0 - retention.fast_fraction) * 2.0 ** (-elapsed_h / retention.slow_effective_half_life_h)
    return float(retention.dose_rate_usv_per_h_per_gbq * activity_gbq * (fast + slow))


def dose_rate_time_h(retention: Retention, prescribed_mbq: float, limit_usv_per_h: float) -> float:
    """First time after administration (h) at which the dose rate at 1 m is at or below a limit.

    The rate falls steadily, so bisection is safe; the upper end of the bracket is returned, at which the limit holds.
    """
    activity_gbq = gbq_from_mbq(prescribed_mbq)
    if _dose_rate(retention, activity_gbq, 0.0) <= limit_usv_per_h:
        return 0.0
    low, high = 0.0, 1.0
    while _dose_rate(retention, activity_gbq, high) > limit_usv_per_h:
        low, high = high, 2.0 * high
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        if _dose_rate(retention, activity_gbq, middle) > limit_usv_per_h:
            low = middle
        else:
            high = middle
    return high


def stay_h(rule: StayRule, retention: Retention | None, prescribed_mbq: float) -> float:
    """Shortest stay after the start of administration (h): the longest of the site's rules.

    A dose-rate rule counts only where the site has one; it never shortens the others (a stay computed from dose rate
    alone would inflate capacity several-fold).

    Parameters
    ----------
    rule : StayRule
        Of the site, or of all sites, for the product.
    retention : Retention, optional
        Of the product; needed where the rule limits the dose rate.
    prescribed_mbq : float
        Prescribed activity in MBq.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> stay_h(network.stay_rules[0], network.retention[0], 7400.0)
    6.0
    """
    shortest = max(rule.licence_minimum_h, rule.urine_collection_h, rule.infusion_h + rule.observation_h)
    if rule.dose_rate_limit_usv_per_h is not None:
        if retention is None:
            raise ValueError(f"stay rule {rule.site_id}/{rule.product_id} has a dose-rate limit but no retention")
        shortest = max(shortest, dose_rate_time_h(retention, prescribed_mbq, rule.dose_rate_limit_usv_per_h))
    return math.ceil(shortest * 1e6) / 1e6
