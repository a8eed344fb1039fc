"""C19: places held for a trial, and vials that a supplier delivers for a trial alone."""

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Course, Place
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.supply import Source

__all__ = ["ANYBODY", "Trials"]

ANYBODY = -1
"""Trial of a place and date that is held for none, and of a course that is in none."""


class Trials:
    """The trials of a country: whom each place and each vial is for.

    Parameters
    ----------
    network : a valid country
    trials_rule : whether the rule holds
    """

    def __init__(self, network: Network, *, trials_rule: bool) -> None:
        self._held = network.trial_slots if trials_rule else ()
        self._supply = {
            (row.supplier_id, row.product_id): row.trial_id for row in (network.trial_supply if trials_rule else ())
        }
        names = sorted({row.trial_id for row in self._held} | set(self._supply.values()))
        self._index = {name: index for index, name in enumerate(names)}

    def index_of(self, course: Course) -> int:
        """Index of the trial of a course; ``ANYBODY``: of none that anything is held for."""
        return self._index.get(course.trial_id or "", ANYBODY)

    def own_supply_of(self, course: Course, product_id: str) -> str:
        """The trial whose own vials of a product a course gets; empty: it gets those for anybody."""
        own = any(trial == course.trial_id and of == product_id for (_, of), trial in self._supply.items())
        return course.trial_id or "" if own else ""

    def serves(self, source: Source, trial: str) -> bool:
        """Whether a source that is nobody's order is for courses of a trial; empty: for those without own supply."""
        owner = self._supply.get((source.supplier_id, source.product_id), "") if source.kind == "slot" else ""
        return owner == trial

    def places(self, calendar: Calendar, places: list[Place]) -> NDArray[np.int16]:
        """Index of the trial for which each place is held on each day, shape (n_places, n_days + 1)."""
        held = np.full((len(places), calendar.n_days + 1), ANYBODY, dtype=np.int16)
        for slot in self._held:
            days = [day for day in range(calendar.n_days + 1) if slot.holds_on(calendar.date_of(day))]
            for index, place in enumerate(places):
                if slot.site_id == place.site_id and slot.place_id in (None, place.place_id):
                    held[index, days] = self._index[slot.trial_id]
        return held
