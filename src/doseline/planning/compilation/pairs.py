"""Pairs: a product in an activity at a centre, each with its stay, its ways and its menu."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Retention, StayRule
from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.staying import stay_h
from doseline.planning.arrays import PAIR
from doseline.planning.compilation.menus import Legs, Menus
from doseline.planning.compilation.parts import PairKey, Parts
from doseline.planning.compilation.transport import Route, Transport
from doseline.planning.radioactivity import SiteRows
from doseline.planning.steps import ceil_step, records

__all__ = ["Pairs"]


class Pairs:
    """Numbers the pairs as courses ask for them; each gets its stay, its routes and its menu."""

    def __init__(
        self,
        parts: Parts,
        transport: Transport,
        rules: dict[tuple[str, str], StayRule],
        retention: dict[str, Retention],
    ) -> None:
        self.parts, self.transport, self.rules, self.retention = parts, transport, rules, retention
        self.keys: list[PairKey] = []
        self.stays: list[tuple[int, int]] = []
        self.menus = Menus(parts.network, parts)
        self._index: dict[PairKey, int] = {}
        self._routes: dict[tuple[int, int, str], Legs] = {}

    def index_of(self, key: PairKey) -> int:
        """Index of a pair; a new one is made."""
        if key not in self._index:
            self._index[key] = len(self.keys)
            self.keys.append(key)
            self.stays.append(self._stay(key))
            legs = self._routes_to(key.product, key.site, key.trial)
            self.menus.add(key, legs, self._routes_of_orders(key))
        return self._index[key]

    def _stay(self, key: PairKey) -> tuple[int, int]:
        """Steps from administration to discharge, and from admission to administration."""
        parts = self.parts
        if "C10" in parts.without:
            return 0, 0
        product_id = parts.products[key.product].product_id
        rule = self.rules.get((parts.sites[key.site].site_id, product_id)) or self.rules.get(("*", product_id))
        if rule is None:  # the site gives another product of the course
            return 0, 0
        hours, step = stay_h(rule, self.retention.get(product_id), key.prescribed_mbq), parts.calendar.step_min
        return int(ceil_step(60 * hours, step)), int(ceil_step(60 * rule.admission_lead_h, step))

    def _routes_to(self, product: int, site: int, trial: str) -> Legs:
        """Ways of a product to a site, of those for a trial."""
        if (product, site, trial) not in self._routes:
            parts, found, rows = self.parts, [], []
            for row, source in enumerate(parts.of_product[product]):
                if not parts.trials.serves(parts.sources[source], trial):
                    continue
                for departure in self.transport.routes(parts.sources[source], parts.sites[site].site_id):
                    found.append(Route(source, site, departure))
                    rows.append(row)
            self._routes[product, site, trial] = self._legs(found, rows)
        return self._routes[product, site, trial]

    def _legs(self, routes: list[Route], rows: list[int]) -> Legs:
        """Ways of vials by new routes."""
        parts = self.parts
        first = len(parts.routes)
        parts.routes.extend(routes)
        sources = [parts.sources[route.source] for route in routes]
        departures = [self.transport.departures[route.departure] for route in routes]
        return Legs(
            routes=np.arange(first, first + len(routes)),
            rows=np.array(rows, dtype=np.int64),
            certified_min=np.array([source.certified_min for source in sources], dtype=np.float64),
            calibration_min=np.array([source.calibration_min for source in sources], dtype=np.float64),
            departs_min=np.array([departure.departs_min for departure in departures], dtype=np.float64),
            arrives_min=np.array([departure.arrives_min for departure in departures], dtype=np.float64),
        )

    def _routes_of_orders(self, key: PairKey) -> list[Legs]:
        """Ways of each order of the pair that can come."""
        parts, ordered = self.parts, []
        for order in key.orders:
            departures = self.transport.routes(parts.sources[order], parts.sites[key.site].site_id)
            if departures:
                routes = [Route(order, key.site, departure) for departure in departures]
                ordered.append(self._legs(routes, [0] * len(routes)))
        return ordered

    def records(self, place_ids: list[str], rows: SiteRows) -> NDArray[Any]:
        """The pairs as the kernels see them."""
        parts = self.parts
        product_of = [parts.products[key.product] for key in self.keys]
        stores = [rows.store_of.get(key.site) for key in self.keys]
        nuclides = {nuclide: index for index, nuclide in enumerate(half_lives_h(parts.network))}
        place_index = {place_id: index for index, place_id in enumerate(place_ids)}
        fixed = [(-1, -1)] * len(self.keys)
        for index, key in enumerate(self.keys):
            if key.pin >= 0:
                pin = parts.network.pins[key.pin]
                step = parts.calendar.minute(pin.administered_at) // parts.calendar.step_min
                fixed[index] = step, place_index[pin.place_id]
        return records(
            PAIR,
            site=[key.site for key in self.keys],
            product=[key.product for key in self.keys],
            nuclide=[nuclides[parts.products[key.product].nuclide] for key in self.keys],
            stay_steps=[stay for stay, _ in self.stays],
            lead_steps=[lead for _, lead in self.stays],
            fixed_step=[at for at, _ in fixed],
            fixed_place=[place for _, place in fixed],
            licence=[
                rows.licence_of.get((key.site, product.nuclide), -1)
                for key, product in zip(self.keys, product_of, strict=True)
            ],
            store=[-1 if store is None else store[0] for store in stores],
            bag_steps=[
                0 if store is None else store[1].get(product.product_id, 0)
                for store, product in zip(stores, product_of, strict=True)
            ],
            drawn_mbq=[
                key.prescribed_mbq if product.form == "stock_vial" else 0.0
                for key, product in zip(self.keys, product_of, strict=True)
            ],
            residual_mbq=[product.residual_mbq for product in product_of],
        )
