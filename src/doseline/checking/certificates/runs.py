"""Runs of stays: how many of them, each over a night, one place can hold when all begin within a few dates.

Nights alone let a place take a stay of 24 h every day, though cleaning moves each admission on until it misses a day.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property

import numpy as np

from doseline.checking.certificates.frame import Flags, Floats
from doseline.checking.certificates.offers import Offers
from doseline.checking.certificates.options import Enumeration, Options

__all__ = ["LONGEST_RUN_D", "SHORTEST_RUN_D", "Runs"]

SHORTEST_RUN_D, LONGEST_RUN_D = 2, 8
_SLACK_STEPS = 1e-6


class Runs:
    """How many stays the dates of a run allow one place; computed for the runs that are asked for.

    Parameters
    ----------
    enumeration : Enumeration
        Options of the country.
    offers : Offers
        Options of each cycle: only stays that some cycle could have count.
    """

    def __init__(self, enumeration: Enumeration, offers: Offers) -> None:
        self._enumeration = enumeration
        self._offers = offers
        self.most = cache(self._most)

    def _most(self, pool_id: str, day: int, days: int) -> int:
        """Return the most stays one after another in a place of a pool, admitted on `days` dates from `day` on.

        Each is the shortest stay of an instant and is cleaned in the pool's shortest time. Taking again and again the
        one that is clean first is the most: whatever other row of stays a place holds, its k-th is clean no sooner
        than the k-th taken. So a legal plan, with its longer stays, closures and guests, holds no more of them.
        """
        frame = self._enumeration.frame
        begin, end = (math.ceil(frame.midnights[edge] / frame.step_min) for edge in (day, day + days))
        of_run = self._clean_min[pool_id][begin:end]
        first_clean_min = np.minimum.accumulate(of_run[::-1])[::-1]
        count, step = 0, 0
        while step < len(first_clean_min) and math.isfinite(clean_min := float(first_clean_min[step])):
            count += 1
            step = math.ceil(clean_min / frame.step_min - _SLACK_STEPS) - begin
        return count

    @cached_property
    def _clean_min(self) -> Mapping[str, Floats]:
        """When a place is clean first after an admission at each step; infinite without one; by pool, (n_steps,)."""
        frame, pools = self._enumeration.frame, self._enumeration.clinics.pools
        clean_min: dict[str, Floats] = {pool_id: np.full(frame.steps, np.inf) for pool_id in pools}
        for options, offered in self._offered().items():
            for of_pool in options:
                used = _instants(of_pool, offered[of_pool.day] & (of_pool.nights >= 1))
                admitted = (of_pool.starts_min[used] / frame.step_min).astype(np.int64)
                until_min = of_pool.ends_min[used] + pools[of_pool.pool_id].cleaning_min
                np.minimum.at(clean_min[of_pool.pool_id], admitted, until_min)
        return clean_min

    def _offered(self) -> Mapping[tuple[Options, ...], Flags]:
        """On which days of the horizon some cycle has these options."""
        days = self._enumeration.frame.horizon_days
        offered: dict[tuple[Options, ...], Flags] = defaultdict(lambda: np.zeros(days, dtype=np.bool_))
        for demand in self._enumeration.view.demand.values():
            for site_id in self._offers.sites(demand) if demand.cycles else ():
                for cycle in demand.cycles:
                    for offer in self._offers.of(demand, cycle, site_id):
                        offered[offer.options][offer.first : offer.end] = True
        return offered


def _instants(options: Options, chosen: Flags) -> Flags:
    """Return which instants belong to some chosen option; shape (n_instants,)."""
    changes = np.zeros(len(options.starts_min) + 1, dtype=np.int64)
    np.add.at(changes, options.begin[chosen], 1)
    np.add.at(changes, options.end[chosen], -1)
    inside: Flags = np.cumsum(changes)[:-1] > 0
    return inside
