"""Sense of the tables about supply: slots, lanes, lines, reactors and their stops."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
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
    Check(faults=_lines),
    Check(faults=_yields),
    Check(faults=_spans),
    *(Check(faults=partial(_stops, kind), whole=(f"{kind}s",)) for kind in ("supplier", "line", "reactor")),
    Check(faults=_some_supply, whole=("slots", "lines", "initial_orders", "initial_batches"), cohort=True),
    Check(
        faults=_supply_reaches_hospitals,
        whole=("suppliers", "slots", "slot_patterns", "lines", "initial_orders", "lanes", "departures"),
    ),
)
