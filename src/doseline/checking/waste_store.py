"""C16: bags of waste fit into the store of their site until they have decayed."""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from doseline.checking.facts import ACTIVITY_TOLERANCE
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Product, WasteStore
from doseline.physics.chains import decay_chain
from doseline.physics.waste import isomer_mixture_mbq, time_to_limits_h
from doseline.quantities import h_from_timedelta

__all__ = ["bags_stored"]

_DAY = timedelta(days=1)


class _Bag(NamedTuple):
    """First and last date of a bag in a store, and its cycle; None if it was there before the plan."""

    first: date
    last: date
    key: str | None


def bags_stored(view: View) -> Iterator[Violation]:
    """C16: on every local date the bags in a store, those of before too, and what was there are within its volume."""
    stores = {row.site_id: row for row in view.network.waste_stores if _counts(row)}
    kept: dict[tuple[str, str], timedelta] = {}

    def bag(site_id: str, product: Product | None, given_at: datetime, key: str | None) -> Iterator[_Bag]:
        store = stores.get(site_id)
        if store is None or product is None:
            return
        row = store.waste_store_id, product.product_id
        if row not in kept:
            kept[row] = _kept(view, store, product)
        first, last = view.calendar.date_of(given_at), view.calendar.date_of(given_at + kept[row])
        if last >= view.calendar.horizon_start_on:
            first = max(first, view.calendar.horizon_start_on)
            yield _Bag(first=first, last=min(last, view.calendar.horizon_end_on - _DAY), key=key)

    bags: dict[str, list[_Bag]] = defaultdict(list)
    for treatment in view.treatments:
        given = treatment.administration
        bags[given.site_id].extend(bag(given.site_id, treatment.product, given.administered_at, treatment.key))
    for past in view.network.past_administrations:
        demand = view.demand.get(past.course_id)
        if past.left_mbq is not None and demand is not None:
            product = demand.product_of(past.cycle_number)
            bags[past.site_id].extend(bag(past.site_id, product, past.administered_at, None))
    for site_id, of_store in bags.items():
        if of_store:
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


def _too_full(store: WasteStore, bags: list[_Bag]) -> Iterator[Violation]:
    """Yield the first date of each run of dates on which a store is too full, and would not be so anyway."""
    come: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for bag in bags:
        come[bag.first][bag.key is None] += 1
        come[bag.last + _DAY][bag.key is None] -= 1
    new, old, was_full = 0, 0, False
    for on in sorted(come):
        new, old = new + come[on][0], old + come[on][1]
        here = new + old
        litres = store.initial_litres + here * (store.bag_litres or 0.0)
        anyway_litres = store.initial_litres + old * (store.bag_litres or 0.0)
        is_full = litres > max(store.volume_litres, anyway_litres) * (1.0 + ACTIVITY_TOLERANCE)
        if is_full and not was_full:
            yield Violation(
                constraint="C16",
                table="administrations",
                key=", ".join(bag.key for bag in bags if bag.key is not None and bag.first <= on <= bag.last),
                found=f"{here} bags, with what was there before {litres:.6g} L, in {store.waste_store_id} on {on}",
                allowed=f"{store.volume_litres:.6g} L",
            )
        was_full = is_full
