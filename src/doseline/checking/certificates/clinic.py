"""At which instants one centre can administer one product when nobody else comes, and how long the patient stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from doseline.checking.asks import Ask, Resource, asks_by_product
from doseline.checking.certificates.frame import Flags, Floats, Frame, Ints
from doseline.checking.view import View
from doseline.journey import InitialStay, Place, Product
from doseline.quantities import min_from_h

__all__ = ["Clinic", "Clinics", "Pool", "pool_id"]

_SLACK_MIN = 1e-6

_Profiles = Mapping[Resource, Mapping[int, int]]
"""Units of each resource needed at each step counted from an anchor."""


def pool_id(place: Place) -> str:
    """Return the pool of a place: its site, its nuclides in order, and 1 when it is for the night."""
    return f"{place.site_id}/{';'.join(sorted(place.nuclides))}/{int(place.overnight)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Places of one site that are alike.

    Attributes
    ----------
    cleaning_min : the shortest cleaning of its places
    """

    pool_id: str
    places: tuple[Place, ...]
    cleaning_min: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """Instants of administration that are possible alone in each place, with the shortest stay each of them gives.

    Attributes
    ----------
    at_min : instants, ascending, shape (n,)
    starts_min : latest admissions, shape (n,)
    nights : closing midnights strictly inside the stay, shape (n,)
    stay_min : from admission to discharge, shape (n,)
    free : by place, whether the place can take the stay, shape (n,)
    """

    at_min: Floats
    starts_min: Floats
    nights: Ints
    stay_min: Floats
    free: Mapping[str, Flags]


class Clinics:
    """Every `Clinic` that courses ask for, computed once.

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
        self._asks = asks_by_product(view.network)
        self._clinics: dict[tuple[str, str, int, float, str], Clinic] = {}
        self._initial: dict[str, list[InitialStay]] = defaultdict(list)
        for stay in view.network.initial_stays:
            self._initial[stay.place_id].append(stay)
        grouped: dict[str, list[Place]] = defaultdict(list)
        for place in view.network.places:
            grouped[pool_id(place)].append(place)
        self.pools: Mapping[str, Pool] = {
            name: Pool(
                pool_id=name,
                places=tuple(places),
                cleaning_min=min(min_from_h(place.cleaning_h) for place in places),
            )
            for name, places in grouped.items()
        }
        self._mixed_sites = {
            place.site_id
            for place in view.network.places
            if self._initial.get(place.place_id) and (room := view.rooms.get(place.room_id)) and room.same_sex
        }

    def sex_matters(self, site_id: str) -> bool:
        """Return whether somebody from before the plan lies in a room of one sex there."""
        return site_id in self._mixed_sites

    def clinic(self, site_id: str, product: Product, prescribed_mbq: float, sex: str) -> Clinic | None:
        """Return the clinic of a site for a product; None where no stay rule settles the stay."""
        rule = self._view.stay_rules.rule(site_id, product.product_id)
        shortest_min = self._view.stay_rules.stay_min(site_id, product.product_id, prescribed_mbq)
        if rule is None or shortest_min is None:
            return None
        lead_min = min_from_h(rule.admission_lead_h)
        key = site_id, product.product_id, shortest_min, lead_min, sex if self.sex_matters(site_id) else ""
        if key not in self._clinics:
            self._clinics[key] = self._compute(site_id, product, shortest_min, lead_min, sex)
        return self._clinics[key]

    def _compute(self, site_id: str, product: Product, shortest_min: int, lead_min: float, sex: str) -> Clinic:
        frame, step = self._frame, self._frame.step_min
        before = self._profiles(product, "administration")
        after = self._profiles(product, "discharge")
        leaves = frame.open_steps(site_id, "discharge") & self._manned(site_id, after)
        following = np.where(leaves, np.arange(frame.all_steps), frame.all_steps)
        following = np.append(np.minimum.accumulate(following[::-1])[::-1], frame.all_steps)

        steps = np.arange(frame.steps)
        day = frame.date_of_step[: frame.steps]
        admitted = np.floor((steps * step - lead_min) / step + _SLACK_MIN).astype(np.int64)
        admits, _ = frame.hours(site_id, "treatment")
        opens, closes = frame.start_hours(site_id, product.product_id)
        possible = (admitted * step >= admits[day]) & (steps * step >= opens[day]) & (steps * step <= closes[day])
        possible &= self._manned(site_id, before)[: frame.steps]
        at, admitted = steps[possible], admitted[possible]
        earliest = np.minimum(at + shortest_min // step, frame.all_steps)
        left = following[earliest]
        if _may_meet(before, after, shortest_min // step):
            left = self._apart(site_id, before, after, at, left, following)
        ends = left < frame.all_steps
        at, admitted, left = at[ends], admitted[ends], left[ends]
        day = frame.date_of_step[at]
        nights = np.maximum(np.searchsorted(frame.midnights, left * step, side="left") - (day + 1), 0)
        uncovered = frame.uncovered[site_id]
        covered = uncovered[day + nights] == uncovered[day]
        at, admitted, left, nights = at[covered], admitted[covered], left[covered], nights[covered]
        starts_min, ends_min = (admitted * step).astype(np.float64), (left * step).astype(np.float64)
        free = {
            place.place_id: self._free(place, product, sex, starts_min, ends_min, nights)
            for place in self._view.network.places
            if place.site_id == site_id and product.nuclide in place.nuclides
        }
        return Clinic(
            at_min=(at * step).astype(np.float64),
            starts_min=starts_min,
            nights=nights,
            stay_min=ends_min - starts_min,
            free=free,
        )

    def _free(
        self, place: Place, product: Product, sex: str, starts_min: Floats, ends_min: Floats, nights: Ints
    ) -> Flags:
        minute = self._frame.minute
        free: Flags = np.ones(len(starts_min), dtype=np.bool_) if place.overnight else nights == 0
        cleaning_min = min_from_h(place.cleaning_h)
        for stay in self._initial.get(place.place_id, ()):
            until_min = minute(stay.ends_at) + cleaning_min
            free &= (starts_min >= until_min) | (ends_min + cleaning_min <= minute(stay.starts_at))
        for closure in self._view.network.closures:
            here = closure.place_id == place.place_id or (closure.place_id is None and closure.site_id == place.site_id)
            if here:
                free &= (starts_min >= minute(closure.ends_at)) | (ends_min <= minute(closure.starts_at))
        for stay in self._unlike(place, product, sex):
            free &= (starts_min >= minute(stay.ends_at)) | (ends_min <= minute(stay.starts_at))
        return free

    def _unlike(self, place: Place, product: Product, sex: str) -> Iterable[InitialStay]:
        """Yield the stays from before the plan that may not share the place's room with this patient."""
        room = self._view.rooms.get(place.room_id)
        if room is None:
            return
        for other in self._view.network.places:
            if other.room_id != place.room_id:
                continue
            for stay in self._initial.get(other.place_id, ()):
                if (room.same_sex and stay.sex != sex) or (room.one_nuclide and stay.nuclide != product.nuclide):
                    yield stay

    def _profiles(self, product: Product, anchor: str) -> _Profiles:
        """Return the units needed at each step counted from the anchor, by resource."""
        profiles: dict[Resource, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for ask in self._asks.get(product.product_id, ()):
            if ask.anchor == anchor:
                for offset in _offsets(ask, self._frame.step_min):
                    profiles[ask.resource][offset] += ask.units
        return profiles

    def _manned(self, site_id: str, profiles: _Profiles) -> Flags:
        """Return at which anchors (steps) the site has the heads and devices of the profiles; shape (all_steps,)."""
        steps = self._frame.all_steps
        manned: Flags = np.ones(steps, dtype=np.bool_)
        for resource, needs in profiles.items():
            first, last = min(needs), max(needs)
            units = self._frame.duty.units(site_id, resource, first, steps + last + 1)
            for offset, need in needs.items():
                manned &= units[offset - first : offset - first + steps] >= need
        return manned

    def _apart(
        self,
        site_id: str,
        before: _Profiles,
        after: _Profiles,
        at: Ints,
        left: Ints,
        following: Ints,
    ) -> Ints:
        """Return the discharges at which a patient's own tasks, where they meet, do not lack units together."""
        steps = self._frame.all_steps
        reach = 1 + max(abs(offset) for needs in (*before.values(), *after.values()) for offset in needs)
        resources = before.keys() & after.keys()
        units = {one: self._frame.duty.units(site_id, one, -reach, steps + reach) for one in resources}

        def enough(anchor: int, discharge: int) -> bool:
            return all(
                units[one][anchor + offset + reach] >= need + after[one].get(anchor + offset - discharge, 0)
                for one in resources
                for offset, need in before[one].items()
            )

        later = left.copy()
        for index, anchor in enumerate(at.tolist()):
            discharge = int(left[index])
            while discharge < steps and not enough(anchor, discharge):
                discharge = int(following[discharge + 1])
            later[index] = discharge
        return later


def _offsets(ask: Ask, step_min: int) -> range:
    return range(ask.from_min // step_min, -(-ask.to_min // step_min))


def _may_meet(before: _Profiles, after: _Profiles, shortest_steps: int) -> bool:
    return any(max(before[one]) >= shortest_steps + min(after[one]) for one in before.keys() & after.keys())
