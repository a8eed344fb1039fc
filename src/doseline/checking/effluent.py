"""C15: every stay finds an open tank for what its toilet sends away."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from doseline.checking.facts import CycleKey, Treatment
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Administration, EffluentLine, Product, Tank, TankContent
from doseline.network import Network, PlanPackage
from doseline.physics.nuclides import half_life_h
from doseline.quantities import bq_from_mbq, h_from_timedelta

__all__ = ["stays_without_tank", "tanks_at", "tanks_open"]

_LUTETIUM, _ISOMER = "Lu-177", "Lu-177m"
_LITRE_TOLERANCE = 1e-9
_ACTIVITY_TOLERANCE = 1e-9


@dataclass(slots=True)
class _Tank:
    """A tank as time goes on: its litres, and the activity in it at an instant; ``empty_at`` when it may fill again.

    ``shut`` are the spans in which it takes no water.
    """

    row: Tank
    litres: float
    shut: tuple[tuple[datetime, datetime], ...] = ()
    mbq: dict[str, float] = field(default_factory=dict)
    at: datetime | None = None
    empty_at: datetime | None = None


def tanks_open(view: View) -> Iterator[Violation]:
    """C15: one tank of a line fills; a full one decays and is discharged; no stay while none is open."""
    for treatment, line in _stays_without_tank(view):
        at = view.calendar.said(treatment.administration.administered_at)
        yield Violation(
            constraint="C15",
            table="stays",
            key=treatment.key,
            found=f"finds no open tank of {line.effluent_line_id} at {at}",
            allowed=f"a tank that is filling or empty, with room for {line.flow_per_stay_litres:g} L",
        )


def stays_without_tank(network: Network, plan: PlanPackage) -> frozenset[CycleKey]:
    """Return the cycles of a plan whose stay finds no open tank.

    Parameters
    ----------
    network, plan : a country and a plan; what else is wrong with it is not asked
    """
    found = _stays_without_tank(View(network, plan))
    return frozenset(_key(treatment.administration) for treatment, _ in found)


def tanks_at(
    network: Network, plan: PlanPackage, given: Collection[CycleKey], at: datetime
) -> tuple[tuple[Tank, ...], tuple[TankContent, ...]]:
    """Return the tanks of a country as a plan has left them, and what is in them besides 177Lu.

    Parameters
    ----------
    network, plan : a country and a plan of it
    given : cycles of the plan whose stays have begun
    at : an instant inside the horizon, after all of these

    Returns
    -------
    tuple
        The rows of ``tanks`` and those of ``tank_contents`` for a country whose present is that instant. Tanks of
        lines that nothing is counted of stay as they are.
    """
    rows = {tank.tank_id: tank for tank in network.tanks}
    contents = {(row.tank_id, row.nuclide): row for row in network.tank_contents}
    plan = replace(plan, administrations=tuple(row for row in plan.administrations if _key(row) in given))
    for line, treatments in _lines_of(View(network, plan)):
        for treatment in treatments:
            line.takes(treatment)
        for row, mbq in line.left_at(at):
            rows[row.tank_id] = row
            contents = {key: content for key, content in contents.items() if key[0] != row.tank_id}
            for nuclide in sorted(mbq.keys() - {_LUTETIUM}):
                content = TankContent(tank_id=row.tank_id, nuclide=nuclide, initial_mbq=mbq[nuclide])
                contents[row.tank_id, nuclide] = content
    return tuple(rows.values()), tuple(contents.values())


def _stays_without_tank(view: View) -> Iterator[tuple[Treatment, EffluentLine]]:
    for line, treatments in _lines_of(view):
        for treatment in treatments:
            if not line.takes(treatment):
                yield treatment, line.row


def _lines_of(view: View) -> Iterator[tuple["_Line", list[Treatment]]]:
    """Every line that is counted, with its stays in the order in which they come."""
    of_line: dict[str, list[Tank]] = defaultdict(list)
    for tank in sorted(view.network.tanks, key=lambda row: row.tank_id):
        of_line[tank.effluent_line_id].append(tank)
    lines = {
        row.effluent_line_id: row
        for row in view.network.effluent_lines
        if row.discharge_limit_bq_per_litre is not None and of_line[row.effluent_line_id]
    }
    stays: dict[str, list[Treatment]] = defaultdict(list)
    for treatment in view.treatments:
        line_id = treatment.place.effluent_line_id if treatment.place else None
        if line_id in lines:
            stays[str(line_id)].append(treatment)
    for line_id, row in lines.items():
        treatments = sorted(
            stays[line_id], key=lambda one: (one.administration.administered_at, *_key(one.administration))
        )
        yield _Line(view, row, of_line[line_id]), treatments


def _key(given: Administration) -> CycleKey:
    return given.course_id, given.cycle_number


def _present_step_at(view: View) -> datetime:
    """Beginning of the step in which the present lies, or of the horizon if that is later."""
    calendar = view.calendar
    steps = (view.network.properties.planned_at - calendar.origin_at) // calendar.step
    return calendar.origin_at + max(0, steps) * calendar.step


class _Line:
    """A line of tanks from the present on."""

    def __init__(self, view: View, row: EffluentLine, tanks: list[Tank]) -> None:
        self.view, self.row = view, row
        self.half_lives_h = {**view.half_lives_h, _ISOMER: half_life_h(_ISOMER)}
        shut: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for closure in view.network.tank_closures:
            shut[closure.tank_id].append((closure.starts_at, closure.ends_at))
        self.tanks = [
            _Tank(row=tank, litres=tank.initial_litres, shut=tuple(sorted(shut[tank.tank_id]))) for tank in tanks
        ]
        self.begins_at = _present_step_at(view)
        self.filling: _Tank | None = None
        used = [tank for tank in self.tanks if tank.litres > 0.0]
        for tank in used:
            tank.mbq, tank.at = {_LUTETIUM: tank.row.initial_lu177_mbq}, self.begins_at
            for content in view.network.tank_contents:
                if content.tank_id == tank.row.tank_id:
                    tank.mbq[content.nuclide] = tank.mbq.get(content.nuclide, 0.0) + content.initial_mbq
            by_order = tank is used[0] and all(one.row.initial_state is None for one in used)
            if (by_order or tank.row.initial_state == "filling") and not self._is_shut(tank, self.begins_at):
                self.filling = tank
            else:
                self._close(tank, self.begins_at)

    def takes(self, treatment: Treatment) -> bool:
        """Let a stay send its water and activity into the tank that fills; False if none is open."""
        at, flow = treatment.administration.administered_at, self.row.flow_per_stay_litres
        self._shut_filling(at)
        if self.filling is not None and self.filling.litres + flow > self.filling.row.volume_litres + _LITRE_TOLERANCE:
            self._close(self.filling, at)
            self.filling = None
        if self.filling is None:
            self.filling = next((tank for tank in self.tanks if self._is_empty(tank, at, flow)), None)
            if self.filling is None:
                return False
            self.filling.litres, self.filling.mbq, self.filling.empty_at = 0.0, {}, None
        tank = self.filling
        tank.mbq = self._decayed(tank, at)
        tank.at = at
        tank.litres += flow
        for nuclide, mbq in self._excreted(treatment).items():
            tank.mbq[nuclide] = tank.mbq.get(nuclide, 0.0) + mbq
        return True

    def left_at(self, at: datetime) -> Iterator[tuple[Tank, dict[str, float]]]:
        """Yield each tank as the stays so far leave it in the step of an instant, and what is in it then (MBq)."""
        step = self.view.calendar.step
        step_at = at - (at - self.view.calendar.origin_at) % step
        self._shut_filling(step_at)
        for tank in self.tanks:
            if tank.litres <= 0.0 or (tank.empty_at is not None and tank.empty_at <= step_at):
                yield replace(tank.row, initial_litres=0.0, initial_lu177_mbq=0.0, initial_state=None), {}
                continue
            mbq = self._decayed(tank, step_at)
            left = replace(
                tank.row,
                initial_litres=tank.litres,
                initial_lu177_mbq=mbq.get(_LUTETIUM, 0.0),
                initial_state="filling" if tank is self.filling else "closed",
            )
            yield left, mbq

    def _shut_filling(self, at: datetime) -> None:
        """Close the tank that fills at the first step since the last water came at which it is shut, if any."""
        tank, calendar = self.filling, self.view.calendar
        if tank is None:
            return
        since_at = tank.at or self.begins_at
        for starts_at, ends_at in tank.shut:
            step_at = calendar.origin_at - (calendar.origin_at - starts_at) // calendar.step * calendar.step
            if since_at < step_at <= at and step_at < ends_at:
                self._close(tank, step_at)
                self.filling = None
                return

    @staticmethod
    def _is_shut(tank: _Tank, at: datetime) -> bool:
        return any(starts_at <= at < ends_at for starts_at, ends_at in tank.shut)

    def _is_empty(self, tank: _Tank, at: datetime, flow: float) -> bool:
        if self._is_shut(tank, at):
            return False
        never_used = tank.litres <= 0.0
        discharged = tank.empty_at is not None and tank.empty_at <= at
        return (never_used or discharged) and flow <= tank.row.volume_litres + _LITRE_TOLERANCE

    def _decayed(self, tank: _Tank, at: datetime) -> dict[str, float]:
        if tank.at is None:
            return dict(tank.mbq)
        elapsed_h = h_from_timedelta(at - tank.at)
        return {nuclide: mbq * 2.0 ** (-elapsed_h / self.half_lives_h[nuclide]) for nuclide, mbq in tank.mbq.items()}

    def _excreted(self, treatment: Treatment) -> dict[str, float]:
        """What leaves the patient until discharge, as it was at the administration, MBq by nuclide."""
        given_mbq, product, stay = treatment.given_mbq, treatment.product, treatment.stay
        if given_mbq is None or product is None or stay is None:
            return {}
        stay_h = h_from_timedelta(stay.ends_at - treatment.administration.administered_at)
        excreted_mbq = max(0.0, given_mbq) * self._excreted_share(product, stay_h)
        found = {product.nuclide: excreted_mbq}
        if product.nuclide == _LUTETIUM and product.lu177m_fraction:
            found[_ISOMER] = excreted_mbq * product.lu177m_fraction
        return found

    def _excreted_share(self, product: Product, stay_h: float) -> float:
        rows = [row for row in self.view.network.retention if row.product_id == product.product_id]
        if not rows:
            return 1.0
        fast = rows[0].fast_fraction * 2.0 ** (-stay_h / rows[0].fast_effective_half_life_h)
        slow = (1.0 - rows[0].fast_fraction) * 2.0 ** (-stay_h / rows[0].slow_effective_half_life_h)
        return float(max(0.0, 1.0 - (fast + slow) * 2.0 ** (stay_h / self.half_lives_h[product.nuclide])))

    def _close(self, tank: _Tank, at: datetime) -> None:
        """Close a tank: it is empty in the first opening hour after its activity has decayed, in steps of the grid."""
        calendar = self.view.calendar
        tank.mbq, tank.at = self._decayed(tank, at), at
        limit = (self.row.discharge_limit_bq_per_litre or 0.0) * tank.litres * (1.0 + _ACTIVITY_TOLERANCE)
        closed, end = (at - calendar.origin_at) // calendar.step, (calendar.horizon_end_at - at) // calendar.step

        def cleared(steps: int) -> int:
            mbq = self._decayed(tank, at + steps * calendar.step)
            return int(bq_from_mbq(sum(mbq.values())) <= limit)

        steps = bisect_left(range(end), 1, key=cleared)
        tank.empty_at = None if steps == end else self._next_open(closed + steps)

    def _next_open(self, step: int) -> datetime | None:
        """Return the first step at or after one at which the site treats; None after the horizon."""
        calendar = self.view.calendar
        at = calendar.origin_at + step * calendar.step
        on = calendar.date_of(at)
        while on < calendar.horizon_end_on:
            hours = calendar.hours(self.row.site_id, "treatment", on)
            if hours is not None:
                opens_at, closes_at = (calendar.instant(on, minutes) for minutes in hours)
                steps = math.ceil((max(at, opens_at) - calendar.origin_at) / calendar.step)
                if calendar.origin_at + steps * calendar.step <= closes_at:
                    return calendar.origin_at + steps * calendar.step
            on += timedelta(days=1)
        return None
