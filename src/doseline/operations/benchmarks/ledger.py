"""What came of twelve weeks in the end, whoever planned them and however often they were planned again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from doseline.journey import Administration, Vial
from doseline.network.model import Network, PlanPackage
from doseline.operations.replanning.rolling import PUBLISHED_DAYS
from doseline.physics.decay import decay_factor
from doseline.quantities import h_from_timedelta

if TYPE_CHECKING:
    from doseline.operations.replanning.effects import Cycle, Effects

__all__ = ["Ledger", "Worth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What patients and suppliers see of twelve weeks.

    Attributes
    ----------
    demanded, given, in_window : cycles
    weighted_in_window : the same as L1 counts them
    days_late : local days after due of every demanded cycle, one that was not given to the end of the horizon
    wasted_mbq : what left suppliers and reached no patient, and what batches did not give away (MBq at dispatch, of
        batches at calibration), as L4.1 counts it; what a failure itself destroys is not counted
    calls : patients rung up because an hour or a centre changed that they had been told, once for each disruption
    """

    demanded: int
    given: int
    in_window: int
    weighted_in_window: int
    days_late: int
    wasted_mbq: float
    calls: int


class Ledger:
    """Writes down what happens between one plan and the next.

    Parameters
    ----------
    network : the country at the beginning; what it demands is what is counted, whatever falls due later
    """

    def __init__(self, network: Network) -> None:
        from doseline.pathway.calendar import Calendar
        from doseline.pathway.windows import demanded_cycles

        self.zone = ZoneInfo(network.properties.timezone)
        self.ends_on = network.properties.horizon_start_on + timedelta(days=network.properties.horizon_days)
        self.demanded = {
            (cycle.course_id, cycle.cycle_number): (demand.course.weight, cycle.due_on, cycle.window_end_on)
            for demand in demanded_cycles(network, Calendar(network))
            for cycle in demand.cycles
        }
        self.initial_batches = {row.batch_id for row in network.initial_batches}
        self.given_on: dict[Cycle, date] = {}
        self.lost_mbq: dict[str, float] = {}
        self.usable_mbq: dict[str, float] = {}
        self.sent_mbq: dict[str, dict[str, float]] = defaultdict(dict)
        self.calls = 0

    def until(self, network: Network, plan: PlanPackage, effects: "Effects", again: PlanPackage) -> None:
        """Write down what a plan did until events became known, and whom the next plan makes ring up.

        Parameters
        ----------
        network, plan : a country and the plan that was in use
        effects : of the events
        again : the plan that is in use from then on
        """
        done = [
            row
            for row in plan.administrations
            if row.administered_at < effects.at and (row.course_id, row.cycle_number) not in effects.broken
        ]
        begun = {row.irradiation_id for row in plan.irradiations if row.starts_at < effects.at}
        for batch in plan.batches:
            if batch.irradiation_id in begun:
                self._batch(batch.batch_id, batch.usable_activity_mbq)
        self._given(network, plan, done)
        for dead in effects.dead_batches:
            self.usable_mbq.pop(dead, None)
        self.calls += len(self._called(plan, effects, again))

    def to_the_end(self, network: Network, plan: PlanPackage) -> Worth:
        """Write down what the last plan does, and add up.

        Parameters
        ----------
        network, plan : the last country and plan
        """
        for batch in plan.batches:
            if batch.irradiation_id:
                self._batch(batch.batch_id, batch.usable_activity_mbq)
        self._given(network, plan, plan.administrations)
        in_window = [key for key, (_, _, ends_on) in self.demanded.items() if self._on(key) <= ends_on]
        late_d = [(min(self._on(key), self.ends_on) - due_on).days for key, (_, due_on, _) in self.demanded.items()]
        left_mbq = sum(usable - sum(self.sent_mbq[batch].values()) for batch, usable in self.usable_mbq.items())
        return Worth(
            demanded=len(self.demanded),
            given=len(self.given_on.keys() & self.demanded.keys()),
            in_window=len(in_window),
            weighted_in_window=sum(self.demanded[key][0] for key in in_window),
            days_late=sum(max(0, late) for late in late_d),
            wasted_mbq=sum(self.lost_mbq.values()) + left_mbq,
            calls=self.calls,
        )

    def _on(self, key: "Cycle") -> date:
        return self.given_on.get(key, date.max)

    def _batch(self, batch_id: str, usable_mbq: float) -> None:
        if batch_id not in self.initial_batches:
            self.usable_mbq.setdefault(batch_id, usable_mbq)

    def _given(self, network: Network, plan: PlanPackage, given: Iterable[Administration]) -> None:
        vials = {row.vial_id: row for row in plan.vials}
        dispatched = _Dispatch(network, plan)
        for row in given:
            self.given_on[row.course_id, row.cycle_number] = row.administered_at.astimezone(self.zone).date()
            self._vial(dispatched, vials[row.vial_id], row)
        for vial in plan.vials:
            if vial.use == "unused":
                self._vial(dispatched, vial, None)

    def _vial(self, dispatched: "_Dispatch", vial: Vial, given: Administration | None) -> None:
        """Write down what a vial loses; what was thought of it before no longer counts."""
        key = dispatched.key(vial)
        reaches_mbq = 0.0
        if given is not None:
            product = dispatched.products[given.product_id]
            stays_mbq = 0.0 if product.form == "stock_vial" else product.residual_mbq
            reaches_mbq = given.prescribed_activity_mbq - stays_mbq
        self.lost_mbq[key] = dispatched.activity_mbq(vial) - reaches_mbq
        batch_id = dispatched.batch_id(vial)
        if batch_id is not None:
            self.sent_mbq[batch_id][key] = vial.activity_at_calibration_mbq

    def _called(self, plan: PlanPackage, effects: "Effects", again: PlanPackage) -> set[str]:
        """Courses of which an hour or a centre changes that the patient had been told."""
        now = {(row.course_id, row.cycle_number): (row.site_id, row.administered_at) for row in again.administrations}
        told_until_on = effects.at.astimezone(self.zone).date() + timedelta(days=PUBLISHED_DAYS)
        called = set()
        for row in plan.administrations:
            key = row.course_id, row.cycle_number
            is_past = row.administered_at < effects.at and key not in effects.broken
            told = row.administered_at.astimezone(self.zone).date() < told_until_on
            if told and not is_past and now.get(key) != (row.site_id, row.administered_at):
                called.add(row.course_id)
        return called


class _Dispatch:
    """When the vials of a plan leave their supplier, and with how much."""

    def __init__(self, network: Network, plan: PlanPackage) -> None:
        self.products = {row.product_id: row for row in network.products}
        self.half_life_h = {row.nuclide: row.half_life_h for row in network.nuclides}
        self.initial = {row.order_id: row for row in network.initial_orders}
        self.orders = {row.order_id: row for row in plan.orders}
        self.slots = {row.slot_id: row for row in network.slots}
        self.batches = {row.batch_id: row.dispatch_at for row in network.initial_batches}
        self.batches |= {row.batch_id: row.dispatch_at for row in plan.batches}

    def key(self, vial: Vial) -> str:
        """Return what a vial is called whoever gets it: its order, if that was placed before."""
        return vial.order_id if vial.order_id in self.initial and vial.order_id else vial.vial_id

    def batch_id(self, vial: Vial) -> str | None:
        """Return the batch that a vial is from, where that is known."""
        if vial.batch_id is not None or vial.order_id not in self.initial:
            return vial.batch_id
        return self.initial[vial.order_id].batch_id

    def activity_mbq(self, vial: Vial) -> float:
        """Return the activity of a vial at dispatch (MBq)."""
        elapsed_h = h_from_timedelta(self._at(vial) - vial.calibration_at)
        half_life_h = self.half_life_h[self.products[vial.product_id].nuclide]
        return vial.activity_at_calibration_mbq * decay_factor(half_life_h, elapsed_h)

    def _at(self, vial: Vial) -> datetime:
        if vial.batch_id is not None:
            return self.batches[vial.batch_id]
        if vial.order_id in self.initial:
            return self.initial[vial.order_id].dispatch_at
        return self.slots[self.orders[vial.order_id or ""].slot_id or ""].dispatch_at
