"""To which centre a patient goes: a gravity model over the centres within the travel the patient accepts."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from doseline.demand.parameters import Parameters
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Place
from doseline.network.model import Network

__all__ = ["CentreChoice", "Reach"]

_ROUND_TO_MIN = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A centre that gives the product, seen from a catchment.

    Attributes
    ----------
    site_id : the centre
    travel_min : travel to it (min)
    pull : its attraction, stays a week times exp(-travel / scale)
    """

    site_id: str
    travel_min: float
    pull: float


class CentreChoice:
    """Choice of a centre by travel time and size.

    Parameters
    ----------
    network : Network
        Static tables.
    parameters : Parameters
        Gives ``gravity_scale_min``: each so many minutes of travel divide the attraction by e.
    days : TreatmentDays
        Gives the licences of the centres.
    """

    def __init__(self, network: Network, parameters: Parameters, days: TreatmentDays) -> None:
        self._scale_min = parameters.value("gravity_scale_min")
        self._days = days
        self._nuclide = {row.product_id: row.nuclide for row in network.products}
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in network.places:
            self._places[place.site_id].append(place)
        self._travel: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in network.travel_times:
            self._travel[row.catchment_id].append((row.site_id, row.travel_min))
        self._reach: dict[tuple[str, str, date], tuple[Reach, ...]] = {}

    def reach(self, catchment_id: str, product_id: str, on: date) -> tuple[Reach, ...]:
        """Return the centres that have places for the product and may give it on a date, nearest first."""
        key = (catchment_id, product_id, on)
        if key not in self._reach:
            found = [
                Reach(site_id=site_id, travel_min=travel_min, pull=size * math.exp(-travel_min / self._scale_min))
                for site_id, travel_min in self._travel[catchment_id]
                if self._days.gives(site_id, product_id, on) and (size := self._size(site_id, product_id)) > 0.0
            ]
            self._reach[key] = tuple(sorted(found, key=lambda row: (row.travel_min, row.site_id)))
        return self._reach[key]

    def accepted_min(self, catchment_id: str, product_id: str, on: date, accepts_min: float) -> float | None:
        """Return the travel a patient accepts once the nearest centre is known (min), or None when there is no centre.

        Nobody refuses the nearest centre: it is rounded up to the next quarter of an hour where it is farther.
        """
        reach = self.reach(catchment_id, product_id, on)
        if not reach:
            return None
        return max(accepts_min, math.ceil(reach[0].travel_min / _ROUND_TO_MIN) * _ROUND_TO_MIN)

    def choose(self, catchment_id: str, product_id: str, on: date, accepted_min: float, chance: float) -> str:
        """Return the centre that a draw between 0 and 1 picks among those within the accepted travel."""
        near = [row for row in self.reach(catchment_id, product_id, on) if row.travel_min <= accepted_min]
        left = chance * sum(row.pull for row in near)
        for row in near:
            left -= row.pull
            if left < 0.0:
                return row.site_id
        return near[-1].site_id

    def _size(self, site_id: str, product_id: str) -> float:
        nuclide = self._nuclide[product_id]
        return sum(place.stays_per_week for place in self._places[site_id] if nuclide in place.nuclides)
