"""From indices back to the words of the field: the plan as a data package."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from doseline.journey import (
    Administration,
    Batch,
    InitialShipment,
    Irradiation,
    Order,
    Scan,
    Shipment,
    Stay,
    Unserved,
    Vial,
)
from doseline.network.model import PlanPackage
from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.supply import Source, usable_mbq
from doseline.pathway.windows import Prescriptions
from doseline.planning.bought_up import BoughtUp
from doseline.planning.explain import Reason, reasons_late, reasons_unserved, record_of
from doseline.planning.gap import gap
from doseline.planning.problem import Problem
from doseline.planning.regions import RegionFloors
from doseline.planning.scanning import scans_of
from doseline.planning.solve import Outcome

__all__ = ["Level", "levels_of", "plan_tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the objective with its bound.

    Attributes
    ----------
    name : L1, L2, L4.1, L4.2 or L4.3
    value, bound, gap : what the plan reaches, what is proven, and how far apart they are; None: not known
    note : what must be said of it, such as that it is not known
    """

    name: str
    value: float | None
    bound: float | None
    gap: float | None
    note: str | None = None


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M")


def _under_way(shipment: InitialShipment) -> Shipment:
    return Shipment(
        shipment_id=shipment.shipment_id,
        lane_id=shipment.lane_id,
        departs_at=shipment.departs_at,
        arrives_at=shipment.arrives_at,
        packages=0,
        activity_mbq=0.0,
    )


class _Tables:
    """Collects the rows of a plan."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.problem: Problem = outcome.problem
        self.calendar = self.problem.calendar
        network = self.problem.network
        self.half_life_h = half_lives_h(network)
        self.prescriptions = Prescriptions(network)
        self.places = {place.place_id: place for place in network.places}
        self.slots = {slot.slot_id: slot for slot in network.slots}
        self.placed = {order.order_id: order for order in network.initial_orders}
        self.administrations: list[Administration] = []
        self.stays: list[Stay] = []
        self.scans: list[Scan] = []
        self.vials: list[Vial] = []
        self.orders: dict[str, Order] = {}
        self.order_vials: dict[str, int] = defaultdict(int)
        self.shipments: dict[str, Shipment] = {}
        self.used_sources: dict[int, float] = defaultdict(float)
        self.wasted_mbq = 0.0

    def _decayed(self, activity_mbq: float, nuclide: str, from_min: float, to_min: float) -> float:
        return activity_mbq * float(2.0 ** (-(to_min - from_min) / (60.0 * self.half_life_h[nuclide])))

    def _at_dispatch(self, at_calibration_mbq: float, nuclide: str, source: Source) -> float:
        return self._decayed(at_calibration_mbq, nuclide, source.calibration_min, source.dispatch_min)

    def _put_in_shipment(self, shipment: Shipment, at_calibration_mbq: float, nuclide: str, source: Source) -> str:
        """Put a vial into a shipment, given empty, that may hold others already; return the shipment's key."""
        before = self.shipments.get(shipment.shipment_id, shipment)
        departs_min = (shipment.departs_at - self.calendar.origin_at) / timedelta(minutes=1)
        activity_mbq = self._decayed(at_calibration_mbq, nuclide, source.calibration_min, departs_min)
        self.shipments[shipment.shipment_id] = replace(
            before, packages=before.packages + 1, activity_mbq=before.activity_mbq + activity_mbq
        )
        return shipment.shipment_id

    def _of_departure(self, departure: int) -> Shipment:
        leg = self.problem.departures[departure]
        if leg.shipment is not None:
            return _under_way(leg.shipment)
        departs_at = self.calendar.instant(leg.departs_min)
        return Shipment(
            shipment_id=f"S-{leg.lane.lane_id}-{_stamp(departs_at)}",
            lane_id=leg.lane.lane_id,
            departs_at=departs_at,
            arrives_at=self.calendar.instant(leg.arrives_min),
            packages=0,
            activity_mbq=0.0,
        )

    def _intended_min(self, source: Source, day: int, reference: str | None, step_min: int) -> float:
        if reference is None:
            return float(step_min)
        on = source.intended_day if source.kind == "order" else day
        return float(self.calendar.clock_on(reference, on))

    def give(self, course_index: int, cycle: int) -> None:
        """Adds the rows of an administered cycle."""
        problem, calendar = self.problem, self.calendar
        given = self.outcome.state.cycles[cycle]
        demand = problem.demands[course_index]
        nominal = demand.cycles[cycle - int(problem.arrays.course_ptr[course_index])]
        entry = problem.menu.entries[int(given["entry"])]
        route = problem.routes[int(entry["route"])]
        source = problem.sources[route.source]
        product_id = demand.regimen.product_of(nominal.cycle_number)
        product = next(item for item in problem.products if item.product_id == product_id)
        site = problem.sites[route.site]
        place = self.places[problem.place_ids[int(given["place"])]]
        step_min = calendar.step_min
        at_min = int(given["step"]) * step_min
        end_min = int(given["end"]) * step_min
        pair = problem.arrays.pairs[self._pair(course_index, cycle, int(given["centre"]))]
        at_calibration = float(entry["at_calibration_mbq"])
        prescribed = self.prescriptions.mbq(demand.course, nominal.cycle_number)
        at_hand = self._decayed(at_calibration, product.nuclide, source.calibration_min, at_min)
        stock = product.form == "stock_vial"
        administered = prescribed if stock else at_hand - product.residual_mbq
        expected = prescribed if stock else prescribed - product.residual_mbq
        self.wasted_mbq += self._at_dispatch(at_calibration, product.nuclide, source) - expected
        made_on = calendar.instant(source.calibration_min)
        # two plans may give one cycle two different vials: their names must not be the same
        vial_id = f"V-{demand.course.course_id}-{nominal.cycle_number}-{made_on:%Y%m%d}"
        volume = None
        if stock:
            volume = product.volume_max_ml
        elif product.form == "patient_vial" and product.concentration_mbq_per_ml:
            volume = at_calibration / product.concentration_mbq_per_ml
        day = int(given["day"])
        late = max(0, day - calendar.day_of(nominal.due_on))
        starts_min = at_min - int(pair["lead_steps"]) * step_min
        order_id, batch_id = self._origin(source, site.site_id)
        self.used_sources[route.source] += at_calibration
        shipment = self._of_departure(route.departure)
        administration = Administration(
            course_id=demand.course.course_id,
            cycle_number=nominal.cycle_number,
            product_id=product.product_id,
            site_id=site.site_id,
            place_id=place.place_id,
            vial_id=vial_id,
            administered_at=calendar.instant(at_min),
            prescribed_activity_mbq=prescribed,
            administered_activity_mbq=administered,
            due_at=self.midnight(nominal.due_on),
            window_end_at=self.midnight(nominal.window_end_on),
            days_late=late,
            in_window=day <= calendar.day_of(nominal.window_end_on),
        )
        self.administrations.append(administration)
        self.stays.append(
            Stay(
                course_id=demand.course.course_id,
                cycle_number=nominal.cycle_number,
                site_id=site.site_id,
                place_id=place.place_id,
                starts_at=calendar.instant(starts_min),
                ends_at=calendar.instant(end_min),
                clean_at=calendar.instant(end_min + 60.0 * place.cleaning_h),
            )
        )
        self.scans.extend(scans_of(problem.network, calendar, problem.arrays, administration, pair, given["scans"]))
        self.vials.append(
            Vial(
                vial_id=vial_id,
                product_id=product.product_id,
                order_id=order_id,
                batch_id=batch_id,
                shipment_id=self._put_in_shipment(shipment, at_calibration, product.nuclide, source),
                calibration_at=calendar.instant(source.calibration_min),
                intended_at=calendar.instant(
                    self._intended_min(source, day, None if stock else product.fill_reference_local or "12:00", at_min)
                ),
                activity_at_calibration_mbq=at_calibration,
                volume_ml=volume,
                certified_at=calendar.instant(source.certified_min),
                use="administered",
                material_course_id=None if product.own_material_h is None else demand.course.course_id,
            )
        )

    def _pair(self, course: int, cycle: int, centre: int) -> int:
        arrays = self.problem.arrays
        return int(arrays.centre_pair[arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]])

    def midnight(self, on: date) -> datetime:
        """The instant at which a local date begins."""
        return datetime.combine(on, time(), tzinfo=self.calendar.timezone).astimezone(UTC)

    def _origin(self, source: Source, site_id: str) -> tuple[str | None, str | None]:
        if source.kind in ("batch", "line"):
            return None, source.identifier
        order_id = source.identifier if source.kind == "order" else f"NEW-{source.identifier}-{site_id}"
        self.order_vials[order_id] += 1
        if order_id not in self.orders:
            slot = self.slots.get(source.identifier) if source.kind == "slot" else None
            made = self.placed[order_id] if source.kind == "order" else None
            self.orders[order_id] = Order(
                order_id=order_id,
                slot_id=source.identifier if source.kind == "slot" else None,
                supplier_id=source.supplier_id,
                product_id=source.product_id,
                destination_site_id=site_id,
                state=made.state if made else "provisional",
                vials=1,
                order_by_at=slot.order_cutoff_at if slot else None,
                irrevocable_at=slot.irrevocable_at if slot else made.irrevocable_at if made else None,
            )
        return order_id, None

    def unused_orders(self) -> None:
        """Adds irrevocable orders that serve nobody: they are delivered all the same, or are on their way."""
        if "C06" in self.problem.without:
            return
        products = {product.product_id: product for product in self.problem.products}
        courses = {course.course_id: course for course in self.problem.network.courses}
        for source in self.problem.sources:
            if source.kind != "order" or not source.irrevocable or source.identifier in self.orders:
                continue
            product = products[source.product_id]
            self._origin(source, source.destination_site_id or "")
            intended = self._intended_min(source, 0, product.fill_reference_local or "12:00", 0)
            if product.form == "stock_vial":
                activity = (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
                volume = product.volume_max_ml
            else:
                prescribed = self.prescriptions.mbq(courses[source.course_id or ""], source.cycle_number)
                activity = self._decayed(prescribed, product.nuclide, intended, source.calibration_min)
                has_volume = product.form == "patient_vial" and product.concentration_mbq_per_ml
                volume = activity / product.concentration_mbq_per_ml if has_volume else None  # type: ignore[operator]
            self.wasted_mbq += self._at_dispatch(activity, product.nuclide, source)
            shipment_id = None
            if source.shipment is not None:
                shipment = _under_way(source.shipment)
                shipment_id = self._put_in_shipment(shipment, activity, product.nuclide, source)
            self.vials.append(
                Vial(
                    vial_id=f"V-{source.identifier}",
                    product_id=product.product_id,
                    order_id=source.identifier,
                    batch_id=None,
                    shipment_id=shipment_id,
                    calibration_at=self.calendar.instant(source.calibration_min),
                    intended_at=self.calendar.instant(intended),
                    activity_at_calibration_mbq=activity,
                    volume_ml=volume,
                    certified_at=self.calendar.instant(source.certified_min),
                    use="unused",
                    material_course_id=None if product.own_material_h is None else source.course_id,
                )
            )

    def batches(self) -> tuple[list[Batch], list[Irradiation]]:
        """Batches that vials come from, and the irradiations of the new ones."""
        calendar, problem = self.calendar, self.problem
        lines = {line.line_id: line for line in problem.network.lines}
        made = {batch.batch_id: batch for batch in problem.network.initial_batches}
        batches, irradiations = [], []
        for index, allocated in sorted(self.used_sources.items()):
            source = problem.sources[index]
            if source.kind == "batch":
                batch = made[source.identifier]
                batches.append(
                    Batch(
                        batch_id=batch.batch_id,
                        line_id=batch.line_id,
                        irradiation_id=None,
                        processing_starts_at=None,
                        calibration_at=batch.calibration_at,
                        dispatch_at=batch.dispatch_at,
                        certified_at=batch.certified_at,
                        usable_activity_mbq=batch.usable_activity_mbq,
                        allocated_activity_mbq=allocated,
                    )
                )
            elif source.kind == "line":
                chosen = int(self.outcome.state.sources["option"][index]) - int(
                    problem.arrays.sources["option_from"][index]
                )
                option = source.options[chosen]
                usable = option.usable_mbq
                if "C03" in problem.without:
                    usable = usable_mbq(problem.network, source, option)
                self.wasted_mbq += max(0.0, usable - allocated)
                batches.append(
                    Batch(
                        batch_id=source.identifier,
                        line_id=source.line_id or "",
                        irradiation_id=f"I-{source.identifier}",
                        processing_starts_at=calendar.instant(source.processing_min),
                        calibration_at=calendar.instant(source.calibration_min),
                        dispatch_at=calendar.instant(source.dispatch_min),
                        certified_at=calendar.instant(source.certified_min),
                        usable_activity_mbq=usable,
                        allocated_activity_mbq=allocated,
                    )
                )
                irradiations.append(
                    Irradiation(
                        irradiation_id=f"I-{source.identifier}",
                        line_id=source.line_id or "",
                        reactor_id=lines[source.line_id or ""].reactor_id,
                        starts_at=calendar.instant(option.starts_min),
                        ends_at=calendar.instant(option.ends_min),
                        end_of_bombardment_activity_mbq=option.end_of_bombardment_mbq,
                    )
                )
        return batches, irradiations


def _unserved(tables: _Tables, reasons: list[Reason]) -> list[Unserved]:
    from doseline.i18n import reason_sentence
    from doseline.network import names_for

    problem = tables.problem
    names = {product.product_id: names_for(problem.network, product.product_id) for product in problem.products}
    rows = []
    for reason in reasons:
        course = int(problem.cycle_course[reason.cycle])
        demand = problem.demands[course]
        nominal = demand.cycles[reason.cycle - int(problem.arrays.course_ptr[course])]
        product_id = demand.regimen.product_of(nominal.cycle_number)
        rows.append(
            Unserved(
                course_id=demand.course.course_id,
                cycle_number=nominal.cycle_number,
                product_id=product_id,
                due_at=tables.midnight(nominal.due_on),
                window_end_at=tables.midnight(nominal.window_end_on),
                weight=demand.course.weight,
                binding=reason.binding,
                sentence=reason_sentence(record_of(problem, reason), "en", names[product_id]),
            )
        )
    return rows


def _bounds_of_level_4(outcome: Outcome) -> tuple[float, float, float]:
    """Wasted activity, shipments and cost that any plan with this L1 has at least: in the end by every cycle's options.

    A first plan is checked at once, and so asks for nothing that takes long to find again.
    """
    problem = outcome.problem
    if outcome.least is not None:
        return outcome.least.waste_mbq, outcome.least.shipments, outcome.least.cost_eur
    network = problem.network
    if problem.n_cycles == 0 or outcome.in_window == 0:
        return 0.0, 0.0, 0.0
    needed = math.ceil(outcome.in_window / int(problem.cycle_weight.max()))
    demanded = {product_id for demand in problem.demands for product_id in demand.product_ids}
    residual = min(product.residual_mbq for product in problem.products if product.product_id in demanded)
    shipments = math.ceil(needed / max(1, *(lane.max_packages for lane in network.lanes)))
    cheapest = min(lane.cost_eur or 0.0 for lane in network.lanes)
    return needed * residual, float(shipments), shipments * cheapest


LEVEL_ORDER = ("L1", "L3", "L2")
"""The levels above the fourth; the third is there where something was promised, and comes before the second."""


def levels_of(outcome: Outcome, wasted_mbq: float, shipments: list[Shipment]) -> list[Level]:
    """All levels in order."""
    lanes = {lane.lane_id: lane for lane in outcome.problem.network.lanes}
    cost = math.fsum(lanes[row.lane_id].cost_eur or 0.0 for row in shipments)
    waste_bound, shipment_bound, cost_bound = _bounds_of_level_4(outcome)
    rows = [
        ("L1", float(outcome.in_window), float(outcome.bounds["L1"].value)),
        *([("L3", float(outcome.changed), float(outcome.bounds["L3"].value))] if "L3" in outcome.bounds else []),
        ("L2", float(outcome.days_late), float(outcome.bounds["L2"].value)),
        ("L4.1", wasted_mbq, waste_bound),
        ("L4.2", float(len(shipments)), shipment_bound),
        ("L4.3", cost, cost_bound),
    ]
    n = outcome.problem.n_cycles
    levels = [Level(name=name, value=value, bound=bound, gap=gap(value, bound, n)) for name, value, bound in rows]
    without = sum(lane.cost_eur is None for lane in lanes.values())
    if without and without == len(lanes):
        levels[-1] = Level(name="L4.3", value=None, bound=None, gap=None, note="not known: no lane has a cost")
    elif without:
        levels[-1] = replace(levels[-1], note=f"{without} of {len(lanes)} lanes have no cost and count 0")
    return levels


def _certificates(outcome: Outcome, levels: list[Level]) -> Mapping[str, object]:
    proofs: list[Mapping[str, object]] = []
    for name, bound in sorted(outcome.bounds.items(), key=lambda item: LEVEL_ORDER.index(item[0])):
        proofs.append({"name": name, "bound": bound.value, "prices": dict(bound.prices), "floor": bound.floor})
    least = outcome.least
    for level in levels:
        if level.name[:2] == "L4" and level.bound is not None:
            proof = {"name": level.name, "bound": level.bound, "rule": "per_cycle" if least else "per_vial"}
            priced = least is not None and level.name == "L4.1" and least.prices
            proofs.append(proof | {"prices": dict(least.prices)} if least and priced else proof)
    return {"schema_version": 1, "levels": proofs}


def plan_tables(outcome: Outcome, *, package_name: str, package_sha256: str) -> tuple[PlanPackage, list[Level]]:
    """The plan as a package (its summary holds the reasons alone) and its levels.

    Parameters
    ----------
    outcome : of `solve_problem`
    package_name, package_sha256 : of the country that was planned
    """
    tables, network = _Tables(outcome), outcome.problem.network
    given = outcome.state.cycles["place"] >= 0
    for cycle in range(outcome.problem.n_cycles):
        if given[cycle]:
            tables.give(int(outcome.problem.cycle_course[cycle]), cycle)
    tables.unused_orders()
    batches, irradiations = tables.batches()
    shipments = sorted(tables.shipments.values(), key=lambda row: (row.departs_at, row.shipment_id))
    levels = levels_of(outcome, tables.wasted_mbq, shipments)
    bought_up = BoughtUp(outcome.problem, outcome.state)
    unserved = reasons_unserved(outcome.problem, outcome.state, bought_up)
    reasons = [*reasons_late(outcome.problem, outcome.state, bought_up), *unserved]
    orders = [replace(order, vials=tables.order_vials[key]) for key, order in sorted(tables.orders.items())]
    return (
        PlanPackage(
            package_name=package_name,
            package_sha256=package_sha256,
            summary={"reasons": [record_of(outcome.problem, reason) for reason in reasons]},
            certificates=_certificates(outcome, levels),
            administrations=tuple(tables.administrations),
            vials=tuple(tables.vials),
            stays=tuple(tables.stays),
            scans=tuple(tables.scans),
            orders=tuple(orders),
            batches=tuple(batches),
            irradiations=tuple(irradiations),
            shipments=tuple(shipments),
            unserved=tuple(_unserved(tables, unserved)),
            lowered_floors=RegionFloors(network, floors_rule=True).told(outcome.problem.demands),
        ),
        levels,
    )
