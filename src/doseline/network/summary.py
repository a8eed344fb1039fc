"""A country on one page: its centres, suppliers and courses by product, and how much of it is assumed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from doseline.network.cells import instant_text
from doseline.network.model import Network
from doseline.network.provenance import assumptions

__all__ = ["summarise"]


def summarise(network: Network) -> Mapping[str, Any]:
    """Return a country's properties and counts as plain values, ready for JSON.

    Parameters
    ----------
    network : Network
        The country.

    Returns
    -------
    mapping
        ``properties``; ``counts`` of centres, places, suppliers, slots, lines, patients and courses; ``centres``,
        ``suppliers`` and ``products``, one mapping each; ``figures`` by confidence, assumptions being contagious.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> summarise(network)["counts"]["places"]
    3
    """
    assumed = assumptions(network)
    centres = [site for site in network.sites if site.kind == "hospital"]
    return {
        "properties": _properties(network),
        "counts": {
            "centres": len(centres),
            "places": len(network.places),
            "suppliers": len(network.suppliers),
            "slots": len(network.slots),
            "vials_in_slots": sum(slot.quantity for slot in network.slots),
            "lines": len(network.lines),
            "patients": len(network.patients),
            "courses": len(network.courses),
        },
        "centres": [_centre(network, site.site_id, site.name) for site in centres],
        "suppliers": [_supplier(network, row.supplier_id, row.name, row.control) for row in network.suppliers],
        "products": _products(network),
        "figures": {
            "total": sum(assumed.count_by_confidence.values()),
            "by_confidence": dict(assumed.count_by_confidence),
            "assumptions_by_table": dict(assumed.count_by_table),
        },
    }


def _properties(network: Network) -> dict[str, Any]:
    properties = network.properties
    return {
        "country": properties.country,
        "timezone": properties.timezone,
        "instance": properties.instance,
        "scenario": properties.scenario,
        "seed": properties.seed,
        "planned_at": instant_text(properties.planned_at),
        "horizon_start_on": properties.horizon_start_on.isoformat(),
        "horizon_days": properties.horizon_days,
        "tail_weeks": properties.tail_weeks,
        "step_min": properties.step_min,
        "frozen_days": properties.frozen_days,
    }


def _centre(network: Network, site_id: str, name: str) -> dict[str, Any]:
    places = [place for place in network.places if place.site_id == site_id]
    return {
        "site_id": site_id,
        "name": name,
        "places": len(places),
        "overnight": sum(place.overnight for place in places),
        "products": sorted(row.product_id for row in network.site_products if row.site_id == site_id),
    }


def _supplier(network: Network, supplier_id: str, name: str, control: str) -> dict[str, Any]:
    slots = [slot for slot in network.slots if slot.supplier_id == supplier_id]
    lines = [line for line in network.lines if line.supplier_id == supplier_id]
    patterns = [pattern for pattern in network.slot_patterns if pattern.supplier_id == supplier_id]
    offered = {slot.product_id for slot in slots} | {pattern.product_id for pattern in patterns}
    offered |= {line.product_id for line in lines}
    return {
        "supplier_id": supplier_id,
        "name": name,
        "control": control,
        "products": sorted(offered),
        "slots": len(slots),
        "vials_in_slots": sum(slot.quantity for slot in slots),
        "lines": len(lines),
    }


def _products(network: Network) -> list[dict[str, Any]]:
    product_of = {regimen.regimen_id: regimen.product_id for regimen in network.regimens}
    courses = Counter(product_of.get(course.regimen_id) for course in network.courses)
    started = {row.course_id for row in network.past_administrations}
    running = Counter(product_of.get(row.regimen_id) for row in network.courses if row.course_id in started)
    vials: Counter[str] = Counter()
    for slot in network.slots:
        vials[slot.product_id] += slot.quantity
    return [
        {
            "product_id": product.product_id,
            "name": product.name,
            "nuclide": product.nuclide,
            "centres": sum(row.product_id == product.product_id for row in network.site_products),
            "courses": courses[product.product_id],
            "running_courses": running[product.product_id],
            "vials_in_slots": vials[product.product_id],
            "lines": sum(line.product_id == product.product_id for line in network.lines),
        }
        for product in network.products
    ]
