"""C14: what a site holds of a nuclide, vials, patients and waste together, within its licence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from doseline.checking.facts import ACTIVITY_TOLERANCE, Treatment, decayed_mbq
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import InitialOrder
from doseline.quantities import h_from_timedelta

__all__ = ["possession"]

_Row = tuple[str, str]
"""Site and nuclide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A vial at a site, what a patient has of it and what is left of it, in steps of the grid.

    Attributes
    ----------
    key : its cycle; None for a vial on its way that nobody gets, and for what was given before the plan
    came_mbq : its activity at the beginning of the step in which it comes
    given_step : step of its administration, or past all time
    """

    key: str | None
    product_id: str
    came_step: int
    came_mbq: float
    given_step: int
    given_mbq: float = 0.0
    left_mbq: float = 0.0
    end_step: int = 0


def possession(view: View) -> Iterator[Violation]:
    """C14: at every step what is at a site of a nuclide is within its licence, or within what was there anyway."""
    if not view.network.licences:
        return
    limits = {(row.site_id, row.nuclide): row.possession_mbq for row in view.network.licences}
    past = _given_before(view)
    held, anyway = _held(view, limits, past), _anyway(view, limits, past)
    for row, limit_mbq in limits.items():
        if not any(one.key for one in held[row]):
            continue
        books = _Books(view, row, held[row])
        before = _Books(view, row, anyway[row])
        worst: dict[date, tuple[float, int, float]] = {}
        # it rises only where something comes
        came = [*(one.came_step for one in (*held[row], *anyway[row])), *books.waste_came]
        end_step = _step(view, view.calendar.horizon_end_at)
        for step in sorted({max(0, step) for step in came if step < end_step}):
            found_mbq, allowed_mbq = books.at(step), max(limit_mbq, before.at(step))
            excess = found_mbq - allowed_mbq * (1.0 + ACTIVITY_TOLERANCE)
            on = view.calendar.date_of(_instant(view, step))
            if excess > worst.get(on, (0.0, 0, 0.0))[0]:
                worst[on] = excess, step, allowed_mbq
        for _, step, allowed_mbq in worst.values():
            yield Violation(
                constraint="C14",
                table="administrations",
                key=", ".join(books.keys_at(step)),
                found=f"{books.at(step):.6g} MBq of {row[1]} at {row[0]} at {view.calendar.said(_instant(view, step))}",
                allowed=f"{allowed_mbq:.6g} MBq",
            )


class _Books:
    """What is held of one licence, evaluated step by step."""

    def __init__(self, view: View, row: _Row, held: Iterable[_Held]) -> None:
        site_id, nuclide = row
        self.view, self.half_life_h = view, view.half_lives_h[nuclide]
        self.held = list(held)
        self.step_h = h_from_timedelta(view.calendar.step)
        self.came, self.given, self.end = (
            np.array([getattr(one, name) for one in self.held], dtype=np.int64)
            for name in ("came_step", "given_step", "end_step")
        )
        self.came_mbq, self.given_mbq, self.left_mbq = (
            np.array([getattr(one, name) for one in self.held], dtype=np.float64)
            for name in ("came_mbq", "given_mbq", "left_mbq")
        )
        given_on = [view.calendar.date_of(_instant(view, one.given_step)).toordinal() for one in self.held]
        self.given_on = np.array(given_on, dtype=np.int64)
        rows = {row.product_id: row for row in view.network.retention}
        rows_of = [rows.get(one.product_id) for one in self.held]
        self.fast = np.array([row.fast_fraction if row else 0.0 for row in rows_of])
        self.fast_h = np.array([row.fast_effective_half_life_h if row else 1.0 for row in rows_of])
        self.waste = [row for row in view.network.initial_waste if (row.site_id, row.nuclide) == (site_id, nuclide)]
        self.waste_came = [0 if row.arrives_at is None else _step(view, row.arrives_at) for row in self.waste]
        self.slow_h = np.array([row.slow_effective_half_life_h if row else self.half_life_h for row in rows_of])

    def at(self, step: int) -> float:
        """Return what is there in a step, MBq."""
        at = _instant(self.view, step)
        waste = (
            decayed_mbq(row.activity_mbq, row.measured_at, at, self.half_life_h)
            for row, came_step in zip(self.waste, self.waste_came, strict=True)
            if came_step <= step
        )
        return sum(waste) + float(self._each(step).sum())

    def keys_at(self, step: int) -> list[str]:
        """Return the cycles whose vial or patient is there in a step, else those whose waste is."""
        there = (self.came <= step) & (step < np.maximum(self.given, self.end))
        some = there if there.any() else self._each(step) > 0.0
        return [one.key for one, is_there in zip(self.held, some, strict=True) if is_there and one.key]

    def _each(self, step: int) -> NDArray[np.float64]:
        since_h = self.step_h * np.maximum(0, step - self.given)
        vial = np.where(
            (self.came <= step) & (step < self.given),
            self.came_mbq * np.exp2(-self.step_h * np.maximum(0, step - self.came) / self.half_life_h),
            0.0,
        )
        retained = self.fast * np.exp2(-since_h / self.fast_h) + (1.0 - self.fast) * np.exp2(-since_h / self.slow_h)
        patient = np.where((self.given <= step) & (step < self.end), self.given_mbq * retained, 0.0)
        # on the date of the administration and on the next one all that is left, then a day's decay less each date
        dates = self.view.calendar.date_of(_instant(self.view, step)).toordinal() - self.given_on
        left_h = 24.0 * np.maximum(0, dates - 1)
        waste = np.where(self.given <= step, self.left_mbq * np.exp2(-left_h / self.half_life_h), 0.0)
        each: NDArray[np.float64] = vial + patient + waste
        return each


def _instant(view: View, step: int) -> datetime:
    return view.calendar.origin_at + step * view.calendar.step


def _step(view: View, at: datetime) -> int:
    return (at - view.calendar.origin_at) // view.calendar.step


def _held(view: View, limits: Mapping[_Row, float], past: Mapping[_Row, list[_Held]]) -> Mapping[_Row, list[_Held]]:
    """What the plan brings to the site of each licence, vials on their way that it gives nobody, and the past."""
    held: dict[_Row, list[_Held]] = defaultdict(list)
    used = set()
    for treatment in view.treatments:
        filled = treatment.filled
        if filled is None or treatment.shipment is None:
            continue
        row = treatment.administration.site_id, filled.product.nuclide
        if filled.origin.left_in is not None:
            used.add(filled.origin.ref_id)
        one = _treated(view, treatment) if row in limits else None
        if one is not None:
            held[row].append(one)
    for row, orders in _on_their_way(view).items():
        held[row].extend(one for order_id, one in orders if order_id not in used)
    for row, before in past.items():
        held[row].extend(before)
    return held


def _anyway(view: View, limits: Mapping[_Row, float], past: Mapping[_Row, list[_Held]]) -> Mapping[_Row, list[_Held]]:
    """What would be there if nobody were given anything."""
    found = _on_their_way(view)
    return {row: [*(one for _, one in found.get(row, ())), *past.get(row, ())] for row in limits}


def _given_before(view: View) -> Mapping[_Row, list[_Held]]:
    """What was given before the plan, by site and nuclide: patients still in the house, and what is left of vials."""
    found: dict[_Row, list[_Held]] = defaultdict(list)
    for given in view.network.past_administrations:
        demand = view.demand.get(given.course_id)
        product = demand.product_of(given.cycle_number) if demand else None
        if product is None or (given.left_mbq is None and given.stay_ends_at is None):
            continue
        given_step = _step(view, given.administered_at)
        end_step = given_step
        if given.stay_ends_at is not None:
            end_step = -((view.calendar.origin_at - given.stay_ends_at) // view.calendar.step)
        one = _Held(
            key=None,
            product_id=product.product_id,
            came_step=given_step,
            came_mbq=0.0,
            given_step=given_step,
            given_mbq=given.administered_activity_mbq,
            left_mbq=given.left_mbq or 0.0,
            end_step=end_step,
        )
        found[given.site_id, product.nuclide].append(one)
    return found


def _treated(view: View, treatment: Treatment) -> _Held | None:
    filled, shipment, given_mbq = treatment.filled, treatment.shipment, treatment.given_mbq
    if filled is None or shipment is None or given_mbq is None:
        return None
    came_step = max(0, _step(view, shipment.arrives_at))
    given_at = treatment.administration.administered_at
    given_mbq = max(0.0, given_mbq)
    return _Held(
        key=treatment.key,
        product_id=filled.product.product_id,
        came_step=came_step,
        came_mbq=filled.activity_at(_instant(view, came_step)),
        given_step=_step(view, given_at),
        given_mbq=given_mbq,
        left_mbq=max(0.0, filled.activity_at(given_at) - given_mbq),
        end_step=_step(view, treatment.stay.ends_at) if treatment.stay else 0,
    )


def _on_their_way(view: View) -> Mapping[_Row, list[tuple[str, _Held]]]:
    """Vials that come whatever the plan does, by site and nuclide, each with its order."""
    found: dict[_Row, list[tuple[str, _Held]]] = defaultdict(list)
    for order in view.network.initial_orders:
        shipment = view.initial_shipments.get(order.shipment_id or "")
        product, demand = view.products.get(order.product_id), view.demand.get(order.course_id)
        if shipment is None or product is None or demand is None:
            continue
        activity_mbq = _order_mbq(view, order, demand.prescribed_mbq(order.cycle_number))
        if activity_mbq is None:
            continue
        came_step = max(0, _step(view, shipment.arrives_at))
        half_life_h = view.half_lives_h[product.nuclide]
        came_mbq = decayed_mbq(activity_mbq, order.calibration_at, _instant(view, came_step), half_life_h)
        one = _Held(
            key=None,
            product_id=product.product_id,
            came_step=came_step,
            came_mbq=came_mbq,
            given_step=_step(view, view.calendar.horizon_end_at),
        )
        found[order.destination_site_id, product.nuclide].append((order.order_id, one))
    return found


def _order_mbq(view: View, order: InitialOrder, prescribed_mbq: float) -> float | None:
    product = view.products[order.product_id]
    return view.fill_mbq(product, prescribed_mbq, order.calibration_at, view.fill_at(product, order.intended_on))
