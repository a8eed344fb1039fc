"""C16: bags of waste fit into the store of their site until they have decayed."""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from doseline.checking.facts import ACTIVITY_TOLERANCE
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Product, WasteStore
from doseline.physics.chains import decay_chain
from doseline.physics.waste import isomer_mixture_mbq, time_to_limits_h
from doseline.quantities import h_from_timedelta

__all__ = ["bags_stored"]

_DAY = timedelta(days=1)


def bags_stored(view: View) -> Iterator[Violation]:
    """C16: on every local date the bags in a store, and what was there before, are within its volume."""
    stores = {row.site_id: row for row in view.network.waste_stores if _counts(row)}
    kept: dict[tuple[str, str], timedelta] = {}
    bags: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for treatment in view.treatments:
        store, product = stores.get(treatment.administration.site_id), treatment.product
        if store is None or product is None:
            continue
        row = store.waste_store_id, product.product_id
        if row not in kept:
            kept[row] = _kept(view, store, product)
        given_at = treatment.administration.administered_at
        first, last = view.calendar.date_of(given_at), view.calendar.date_of(given_at + kept[row])
        bags[store.site_id].append((first, min(last, view.calendar.horizon_end_on - _DAY), treatment.key))
    for site_id, of_store in bags.items():
        yield from _too_full(stores[site_id], of_store)


def _counts(store: WasteStore) -> bool:
    return None not in (store.bag_litres, store.bag_kg, store.clearance_bq_per_g)


def _kept(view: View, store: WasteStore, product: Product) -> timedelta:
    """Time for which a bag is kept, in whole steps of the grid."""
    activity_mbq = product.residual_mbq
    if product.form == "stock_vial":
        activity_mbq = (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
    if activity_mbq <= 0.0 or store.bag_kg is None or store.clearance_bq_per_g is None:
        return timedelta(0)
    mixture = {product.nuclide: activity_mbq}
    if product.nuclide == "Lu-177" and product.lu177m_fraction:
        mixture = isomer_mixture_mbq(activity_mbq, product.lu177m_fraction)
    limits = dict.fromkeys(decay_chain(sorted(mixture)).nuclides, store.clearance_bq_per_g)
    kept_h = time_to_limits_h(mixture, 1000.0 * store.bag_kg, limits)
    return math.ceil(kept_h / h_from_timedelta(view.calendar.step) - 1e-9) * view.calendar.step


def _too_full(store: WasteStore, bags: list[tuple[date, date, str]]) -> Iterator[Violation]:
    """Yield the first date of each run of dates on which a store is too full."""
    come: dict[date, int] = defaultdict(int)
    for first, last, _ in bags:
        come[first] += 1
        come[last + _DAY] -= 1
    here, was_full = 0, False
    allowed_litres = max(store.volume_litres, store.initial_litres) * (1.0 + ACTIVITY_TOLERANCE)
    for on in sorted(come):
        here += come[on]
        litres = store.initial_litres + here * (store.bag_litres or 0.0)
        is_full = litres > allowed_litres
        if is_full and not was_full:
            yield Violation(
                constraint="C16",
                table="administrations",
                key=", ".join(key for first, last, key in bags if first <= on <= last),
                found=f"{here} bags, with what was there before {litres:.6g} L, in {store.waste_store_id} on {on}",
                allowed=f"{store.volume_litres:.6g} L",
            )
        was_full = is_full
