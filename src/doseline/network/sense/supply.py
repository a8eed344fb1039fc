"""Sense of the tables about supply: slots, lanes, lines, reactors and their stops."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Final

from doseline.errors import Fault
from doseline.journey import InitialOrder, Line, Slot, SlotPattern
from doseline.network.cells import instant_text
from doseline.network.model import Network
from doseline.network.sense.check import Check, before

__all__ = ["CHECKS"]

_EARLIEST_CUTOFF_D: Final = 60
"""How long before its dispatch a vial may have to be ordered (d). An assumption of Doseline: suppliers ask for orders
days or weeks ahead, and a year mistyped is off by twelve months."""

_Supplies = Slot | SlotPattern | Line | InitialOrder
_WEEKDAYS: Final = frozenset("1234567")


def _slots(network: Network) -> Iterator[Fault]:
    yield from before(network, "slots", "order_cutoff_at", "dispatch_at", equal=True)
    control = {supplier.supplier_id: supplier.control for supplier in network.suppliers}
    for number, slot in enumerate(network.slots, start=1):
        if slot.dispatch_at - slot.order_cutoff_at > timedelta(days=_EARLIEST_CUTOFF_D):
            yield Fault(
                table="slots",
                row=number,
                column="order_cutoff_at",
                given=instant_text(slot.order_cutoff_at),
                allowed=f"at most {_EARLIEST_CUTOFF_D} d before dispatch_at",
                remedy=f"dispatch_at is {instant_text(slot.dispatch_at)}: correct one of the two.",
            )
        if control.get(slot.supplier_id) == "controlled":
            yield Fault(
                table="slots",
                row=number,
                column="supplier_id",
                given=slot.supplier_id,
                allowed="a supplier whose control is external",
                remedy="A controlled supplier plans batches and offers no slots; correct its control or this.",
            )


def _lanes(network: Network) -> Iterator[Fault]:
    for number, lane in enumerate(network.lanes, start=1):
        if lane.origin_site_id == lane.destination_site_id:
            yield Fault(
                table="lanes",
                row=number,
                column="destination_site_id",
                given=lane.destination_site_id,
                allowed="a site other than origin_site_id",
                remedy="The lane ends where it begins; correct one of its ends or delete the lane.",
            )


def _loads(network: Network) -> Iterator[Fault]:
    """Report lanes on which not even one vial of what leaves from there may travel."""
    usual_mbq = {row.product_id: row.prescribed_activity_mbq for row in network.products}
    site_of = {supplier.supplier_id: supplier.site_id for supplier in network.suppliers}
    smallest: dict[str, float] = {}
    rows: Iterable[_Supplies] = (*network.slots, *network.slot_patterns, *network.lines)
    for row in rows:
        activity_mbq, site_id = usual_mbq.get(row.product_id), site_of.get(row.supplier_id)
        if activity_mbq is not None and site_id is not None:
            smallest[site_id] = min(activity_mbq, smallest.get(site_id, activity_mbq))
    by_weight = {site_of.get(row.supplier_id) for row in rows if usual_mbq.get(row.product_id) is None}
    for number, lane in enumerate(network.lanes, start=1):
        needed_mbq = smallest.get(lane.origin_site_id, 0.0)
        if lane.max_activity_mbq < needed_mbq and lane.origin_site_id not in by_weight:
            yield Fault(
                table="lanes",
                row=number,
                column="max_activity_mbq",
                given=lane.max_activity_mbq,
                allowed="at least the usual activity of one vial that leaves from there",
                remedy=f"The least of them is {needed_mbq:.4g} MBq: check figure and unit; was it in GBq?",
            )


def _patterns(network: Network) -> Iterator[Fault]:
    """Report deliveries that a supplier offers week by week, and of which no slot is there."""
    offered = {(slot.supplier_id, slot.product_id) for slot in network.slots}
    for number, row in enumerate(network.slot_patterns if network.courses else (), start=1):
        if (row.supplier_id, row.product_id) not in offered:
            yield Fault(
                table="slot_patterns",
                row=number,
                column="supplier_id",
                given=row.supplier_id,
                allowed="a supplier and product of which slots has rows",
                remedy=f"slots has none of {row.product_id}: add them, or delete the pattern if it is offered no more.",
            )


def _reactor_cycles(network: Network) -> Iterator[Fault]:
    """Report cycles of a reactor that begin before the one before has ended."""
    cycles = defaultdict(list)
    for number, row in enumerate(network.reactor_cycles, start=1):
        cycles[row.reactor_id].append((row.starts_at, row.ends_at, number))
    for rows in cycles.values():
        rows.sort()
        for (_, ends_at, first), (starts_at, _, number) in pairwise(rows):
            if starts_at < ends_at:
                yield Fault(
                    table="reactor_cycles",
                    row=number,
                    column="starts_at",
                    given=instant_text(starts_at),
                    allowed="not before the cycle before it has ended",
                    remedy=f"The cycle of row {first} ends {instant_text(ends_at)}: correct one of the two.",
                )


def _lines(network: Network) -> Iterator[Fault]:
    yield from before(network, "lines", "irradiation_min_h", "irradiation_max_h", equal=True)
    control = {supplier.supplier_id: supplier.control for supplier in network.suppliers}
    for number, line in enumerate(network.lines, start=1):
        if control.get(line.supplier_id) == "external":
            yield Fault(
                table="lines",
                row=number,
                column="supplier_id",
                given=line.supplier_id,
                allowed="a supplier whose control is controlled",
                remedy="An external supplier offers slots and has no lines here; correct its control or this.",
            )
        unknown = [day for day in line.processing_weekdays if day not in _WEEKDAYS]
        if unknown:
            yield Fault(
                table="lines",
                row=number,
                column="processing_weekdays",
                given=";".join(unknown),
                allowed="weekdays 1 (Monday) to 7 (Sunday) joined by ;",
                remedy="Write each weekday as one digit.",
            )


def _yields(network: Network) -> Iterator[Fault]:
    """Report lines whose samples take all that their longest irradiation can give."""
    from doseline.physics.activation import irradiate

    flux_of = {reactor.reactor_id: reactor.flux_per_cm2_s for reactor in network.reactors}
    for number, line in enumerate(network.lines, start=1):
        flux = flux_of.get(line.reactor_id)
        if flux is None or line.irradiation_max_h <= 0.0:
            continue
        history = [[flux, line.irradiation_max_h]]
        target = irradiate(line.target_nuclide, line.target_mass_g, line.enrichment_fraction, history)
        given_mbq = line.yield_fraction * float(target.after_cooling(line.cooling_h + line.processing_h).activity_mbq())
        if line.qc_sample_mbq >= given_mbq:
            yield Fault(
                table="lines",
                row=number,
                column="qc_sample_mbq",
                given=line.qc_sample_mbq,
                allowed="less than what the longest irradiation gives",
                remedy=f"The samples leave nothing of the {given_mbq:.4g} MBq that {line.line_id} can make: check "
                "figures and units, also of target, flux and yield.",
            )


def _line_staff(network: Network) -> Iterator[Fault]:
    """Report lines that need heads of a role of which their supplier's site has no roster: they could make nothing."""
    site_of = {supplier.supplier_id: supplier.site_id for supplier in network.suppliers}
    line_of = {line.line_id: line for line in network.lines}
    there = {(roster.site_id, roster.role) for roster in network.rosters if roster.heads}
    for number, row in enumerate(network.line_staff, start=1):
        line = line_of.get(row.line_id)
        site_id = site_of.get(line.supplier_id) if line else None
        if site_id is not None and (site_id, row.role) not in there:
            yield Fault(
                table="line_staff",
                row=number,
                column="role",
                given=row.role,
                allowed="a role of which the site of the line's supplier has rosters",
                remedy=f"Add the rosters of {row.role} at {site_id}, where {row.line_id} works, or delete the row.",
            )


def _production_licences(network: Network) -> Iterator[Fault]:
    """Report licences of sites without a line of the nuclide, and those that not even the smallest target is within."""
    from doseline.physics.activation import irradiate

    site_of = {supplier.supplier_id: supplier.site_id for supplier in network.suppliers}
    nuclide_of = {product.product_id: product.nuclide for product in network.products}
    flux_of = {reactor.reactor_id: reactor.flux_per_cm2_s for reactor in network.reactors}
    for number, row in enumerate(network.production_licences, start=1):
        lines = [
            line
            for line in network.lines
            if (site_of.get(line.supplier_id), nuclide_of.get(line.product_id)) == (row.site_id, row.nuclide)
        ]
        if not lines:
            yield Fault(
                table="production_licences",
                row=number,
                column="site_id",
                given=f"{row.site_id}, {row.nuclide}",
                allowed="the site of a supplier whose lines make a product of the nuclide",
                remedy="Correct site or nuclide, or delete the row: it licenses nothing.",
            )
        smallest_mbq = [
            float(
                irradiate(
                    line.target_nuclide,
                    line.target_mass_g,
                    line.enrichment_fraction,
                    [[flux_of[line.reactor_id], line.irradiation_min_h]],
                )
                .after_cooling(line.cooling_h)
                .activity_mbq()
            )
            for line in lines
            if line.reactor_id in flux_of and line.irradiation_min_h > 0.0
        ]
        if smallest_mbq and row.licence_mbq < min(smallest_mbq):
            yield Fault(
                table="production_licences",
                row=number,
                column="licence_mbq",
                given=row.licence_mbq,
                allowed="at least what a target holds after the shortest irradiation, when processing starts",
                remedy=f"That is {min(smallest_mbq):.4g} MBq, and no batch could be made: check the unit, also of "
                "target and flux.",
            )


def _spans(network: Network) -> Iterator[Fault]:
    yield from before(network, "reactor_cycles", "starts_at", "ends_at")
    yield from before(network, "stops", "starts_at", "ends_at")


def _stops(kind: str, network: Network) -> Iterator[Fault]:
    known = {getattr(row, f"{kind}_id") for row in getattr(network, f"{kind}s")}
    for number, stop in enumerate(network.stops, start=1):
        if stop.kind == kind and stop.ref_id not in known:
            yield Fault(
                table="stops",
                row=number,
                column="ref_id",
                given=stop.ref_id,
                allowed=f"a {kind}_id of the table {kind}s",
                remedy=f"The row stops a {kind}: name one that is there, or correct kind.",
            )


def _some_supply(network: Network) -> Iterator[Fault]:
    if not (network.slots or network.lines or network.initial_orders or network.initial_batches):
        yield Fault(
            table="slots",
            given="no row, and no row in lines, initial_orders or initial_batches",
            allowed="a source of vials",
            remedy="Add slots of an external supplier or a line of a controlled one.",
        )


def _supply_reaches_hospitals(network: Network) -> Iterator[Fault]:
    site_of = {supplier.supplier_id: supplier.site_id for supplier in network.suppliers}
    origins: defaultdict[str, set[str]] = defaultdict(set)
    rows: Iterable[_Supplies] = (*network.slots, *network.slot_patterns, *network.lines, *network.initial_orders)
    for row in rows:
        if row.supplier_id in site_of:
            origins[row.product_id].add(site_of[row.supplier_id])
    departing = {row.lane_id for row in network.departures}
    lanes = {(lane.origin_site_id, lane.destination_site_id) for lane in network.lanes if lane.lane_id in departing}
    for number, offer in enumerate(network.site_products, start=1):
        if not any((origin, offer.site_id) in lanes for origin in origins[offer.product_id]):
            suppliers = ", ".join(sorted(origins[offer.product_id])) or "nobody supplies it"
            yield Fault(
                table="site_products",
                row=number,
                column="product_id",
                given=f"no supply of {offer.product_id} at {offer.site_id}",
                allowed="a lane with departures to the site from a supplier of the product",
                remedy=f"Add a lane to {offer.site_id} from the site of a supplier ({suppliers}) and its departures, "
                "or delete the row.",
            )


CHECKS: Final = (
    Check(faults=_slots),
    Check(faults=_lanes),
    Check(faults=_loads, whole=("suppliers", "products")),
    Check(faults=_patterns, whole=("slots",), cohort=True),
    Check(faults=_reactor_cycles),
    Check(faults=_lines),
    Check(faults=_yields),
    Check(faults=_line_staff, whole=("rosters", "suppliers", "lines")),
    Check(faults=_production_licences, whole=("suppliers", "lines", "products", "reactors")),
    Check(faults=_spans),
    *(Check(faults=partial(_stops, kind), whole=(f"{kind}s",)) for kind in ("supplier", "line", "reactor")),
    Check(faults=_some_supply, whole=("slots", "lines", "initial_orders", "initial_batches"), cohort=True),
    Check(
        faults=_supply_reaches_hospitals,
        whole=("suppliers", "slots", "slot_patterns", "lines", "initial_orders", "lanes", "departures"),
    ),
)
