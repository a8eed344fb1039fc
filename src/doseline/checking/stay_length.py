"""How long a patient stays after administration, by the stay rule that holds at a site."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from doseline.journey import Retention, StayRule
from doseline.network import Network
from doseline.quantities import gbq_from_mbq, min_from_h

__all__ = ["StayRules", "dose_rate_time_h"]

_ROUNDING_STEPS = 1e-9
_BISECTIONS = 200


@dataclass(frozen=True, slots=True)
class StayRules:
    """Stay rules and retention of a country, with the step of its grid."""

    rules: Mapping[tuple[str, str], StayRule]
    retention: Mapping[str, Retention]
    step_min: int

    @classmethod
    def of(cls, network: Network) -> "StayRules":
        """Return the rules of a network."""
        return cls(
            {(rule.site_id, rule.product_id): rule for rule in network.stay_rules},
            {row.product_id: row for row in network.retention},
            network.properties.step_min,
        )

    def rule(self, site_id: str, product_id: str) -> StayRule | None:
        """Return the site's own rule, else the one for all sites."""
        return self.rules.get((site_id, product_id)) or self.rules.get(("*", product_id))

    def stay_min(self, site_id: str, product_id: str, prescribed_mbq: float) -> int | None:
        """Return the shortest stay after administration in minutes, on the grid; None when no rule settles it."""
        rule = self.rule(site_id, product_id)
        if rule is None:
            return None
        longest_h = max(rule.licence_minimum_h, rule.urine_collection_h, rule.infusion_h + rule.observation_h)
        if rule.dose_rate_limit_usv_per_h is not None:
            retention = self.retention.get(product_id)
            if retention is None:
                return None
            longest_h = max(longest_h, dose_rate_time_h(retention, prescribed_mbq, rule.dose_rate_limit_usv_per_h))
        return self.step_min * math.ceil(min_from_h(longest_h) / self.step_min - _ROUNDING_STEPS)


def dose_rate_time_h(retention: Retention, activity_mbq: float, limit_usv_per_h: float) -> float:
    """Return the first time after administration at which the dose rate at 1 m is at or below a limit, in h.

    The dose rate is ``k A (f 2**(-t/T_fast) + (1-f) 2**(-t/T_slow))``; it falls all the time, so bisection finds it.
    """

    def rate(time_h: float) -> float:
        fast = retention.fast_fraction * 2.0 ** (-time_h / retention.fast_effective_half_life_h)
        slow = (1.0 - retention.fast_fraction) * 2.0 ** (-time_h / retention.slow_effective_half_life_h)
        return float(retention.dose_rate_usv_per_h_per_gbq * gbq_from_mbq(activity_mbq) * (fast + slow))

    if rate(0.0) <= limit_usv_per_h:
        return 0.0
    before_h, after_h = 0.0, 1.0
    while rate(after_h) > limit_usv_per_h:
        before_h, after_h = after_h, 2.0 * after_h
    for _ in range(_BISECTIONS):
        middle_h = (before_h + after_h) / 2.0
        if middle_h in (before_h, after_h):
            break
        if rate(middle_h) > limit_usv_per_h:
            before_h = middle_h
        else:
            after_h = middle_h
    return after_h
