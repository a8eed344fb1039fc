"""The menu of each pair: which vial may be given on which day, between which steps, filled to what."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.network.model import Network
from doseline.pathway.fill import Fill, fill_of
from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.supply import Source
from doseline.planning.arrays import ENTRY, Menu
from doseline.planning.compilation.parts import PairKey, Parts
from doseline.planning.steps import records

__all__ = ["Legs", "Menus"]


@dataclass(frozen=True, slots=True)
class Legs:
    """Ways of vials to one site, shapes (n_routes,): their route, and the row of its source in the fill."""

    routes: NDArray[np.int64]
    rows: NDArray[np.int64]
    certified_min: NDArray[np.float64]
    calibration_min: NDArray[np.float64]
    departs_min: NDArray[np.float64]
    arrives_min: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A fill with the last minute at which each of its rows may be given on any day."""

    fill: Fill
    last_min: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Block:
    """Uses of vials in the order of days, shapes (n_uses,), and by day the rules that leave no hour to any."""

    days: NDArray[np.int64]
    columns: tuple[NDArray[np.generic], ...]
    barred: dict[int, set[str]]


class Menus:
    """Collects the menu of every pair."""

    def __init__(self, network: Network, problem_parts: "Parts") -> None:
        self.parts = problem_parts
        self.half_life_h = half_lives_h(network)
        self.site_products = {(row.site_id, row.product_id): row for row in network.site_products}
        self._fills: dict[tuple[int, float, float], _Filled] = {}
        self._blocks: dict[tuple[int, float, int, str], _Block] = {}
        self.counts: list[NDArray[np.int64]] = []
        self.barred: dict[tuple[int, int], set[str]] = {}
        self.columns: list[tuple[NDArray[np.generic], ...]] = []

    def _fill(self, product_index: int, prescribed_mbq: float, margin: float) -> _Filled:
        key = (product_index, prescribed_mbq, margin)
        if key not in self._fills:
            parts = self.parts
            product = parts.products[product_index]
            reference = product.fill_reference_local or "12:00"
            fill = fill_of(
                product=product,
                half_life_h=self.half_life_h[product.nuclide],
                prescribed_mbq=prescribed_mbq,
                margin_fraction=margin,
                calibration_min=np.array([parts.sources[k].calibration_min for k in parts.of_product[product_index]]),
                intended_min=parts.calendar.at_clock(reference)[: parts.calendar.horizon_days].astype(np.float64),
                tolerance_rule="C01" not in parts.without,
                vial_rule="C02" not in parts.without,
            )
            self._fills[key] = _Filled(fill, fill.closes_min.max(axis=1, initial=-np.inf))
        return self._fills[key]

    def _order_fill(self, product_index: int, prescribed_mbq: float, margin: float, source: Source) -> _Filled:
        parts = self.parts
        product = parts.products[product_index]
        intended_min = parts.calendar.clock_on(product.fill_reference_local or "12:00", source.intended_day)
        fill = fill_of(
            product=product,
            half_life_h=self.half_life_h[product.nuclide],
            prescribed_mbq=prescribed_mbq,
            margin_fraction=margin,
            calibration_min=np.array([source.calibration_min]),
            intended_min=np.array([float(intended_min)]),
            tolerance_rule="C01" not in parts.without,
            vial_rule="C02" not in parts.without,
        )
        # it was made for one hour, whatever the day on which it is given
        shape = 1, parts.calendar.horizon_days
        everyday = Fill(
            activity_at_calibration_mbq=np.broadcast_to(fill.activity_at_calibration_mbq, shape),
            opens_min=np.broadcast_to(fill.opens_min, shape),
            closes_min=np.broadcast_to(fill.closes_min, shape),
        )
        return _Filled(everyday, fill.closes_min[:, 0])

    def add(self, key: PairKey, legs: "Legs", orders: list["Legs"]) -> None:
        """Adds the menu of a pair: the ways of each of its orders, then the others."""
        parts = self.parts
        product = parts.products[key.product]
        site = parts.sites[key.site]
        n_days = parts.calendar.horizon_days
        licence = self.site_products.get((site.site_id, product.product_id))
        if licence is None:  # the site gives another product of the course
            self.counts.append(np.zeros(n_days, dtype=np.int64))
            return
        blocks = []
        for of_order in orders:
            source = parts.sources[parts.routes[int(of_order.routes[0])].source]
            order_fill = self._order_fill(key.product, key.prescribed_mbq, licence.margin_fraction, source)
            blocks.append(self._block(key, of_order, order_fill))
        if legs.routes.shape[0]:
            alike = key.product, key.prescribed_mbq, key.site, key.trial
            if alike not in self._blocks:
                fill = self._fill(key.product, key.prescribed_mbq, licence.margin_fraction)
                self._blocks[alike] = self._block(key, legs, fill)
            blocks.append(self._blocks[alike])
        for block in blocks:
            for day, rules in block.barred.items():
                self.barred.setdefault((len(self.counts), day), set()).update(rules)
        if not blocks:
            self.counts.append(np.zeros(n_days, dtype=np.int64))
            return
        if len(blocks) == 1:  # each is in the order of days
            self.counts.append(np.bincount(blocks[0].days, minlength=n_days))
            self.columns.append(blocks[0].columns)
            return
        days = np.concatenate([block.days for block in blocks])
        order = np.argsort(days, kind="stable")
        self.counts.append(np.bincount(days, minlength=n_days))
        columns = zip(*(block.columns for block in blocks), strict=True)
        self.columns.append(tuple(np.concatenate(column)[order] for column in columns))

    def _block(self, key: PairKey, legs: "Legs", fill: _Filled) -> _Block:
        """The uses of vials of some ways: each way on every day on which its vial can be given."""
        parts = self.parts
        step, starts_min = parts.calendar.step_min, parts.calendar.day_starts_min
        product = parts.products[key.product]
        licensed = parts.licensed(key.site, key.product)
        certified = legs.certified_min if "C02" not in parts.without else np.full(legs.routes.shape, -np.inf)
        ready = np.maximum(legs.arrives_min, certified) + 60.0 * product.preparation_h
        # no vial is given on a date before it is ready, nor after it has grown too old
        first_day, last_day = (
            np.searchsorted(starts_min, minutes, side="right") - 1 for minutes in (ready, fill.last_min[legs.rows])
        )
        first_day, last_day = np.maximum(0, first_day), np.minimum(parts.calendar.horizon_days - 1, last_day)
        n_days = np.maximum(0, last_day - first_day + 1)
        route_at = np.repeat(np.arange(legs.routes.shape[0]), n_days)
        day_at = first_day[route_at] + np.arange(route_at.shape[0]) - np.repeat(np.cumsum(n_days) - n_days, n_days)
        row_at = legs.rows[route_at]
        opens = np.maximum(fill.fill.opens_min[row_at, day_at], ready[route_at])
        opens, closes, barred = parts.starts.cut(
            parts.sites[key.site].site_id,
            product.product_id,
            day_at,
            np.where(licensed[day_at], opens, np.inf),
            fill.fill.closes_min[row_at, day_at],
        )
        finite = np.isfinite(opens) & np.isfinite(closes)
        first = np.where(finite, np.ceil(np.where(finite, opens, 0.0) / step - 1e-9), 1.0)
        last = np.where(finite, np.floor(np.where(finite, closes, 0.0) / step + 1e-9), 0.0)
        (used,) = np.nonzero((first <= last) & (first >= 0))
        used = used[np.argsort(day_at[used], kind="stable")]
        route_at, day_at, row_at = route_at[used], day_at[used], row_at[used]
        at_calibration = fill.fill.activity_at_calibration_mbq[row_at, day_at]
        half_life_min = 60.0 * self.half_life_h[product.nuclide]
        decay = np.exp2(-(legs.departs_min - legs.calibration_min) / half_life_min)
        comes = np.maximum(0, legs.arrives_min // step).astype(np.int64)
        kept = np.exp2(-(comes * step - legs.calibration_min) / half_life_min)
        return _Block(
            days=day_at,
            columns=(
                legs.routes[route_at],
                first[used].astype(np.int64),
                last[used].astype(np.int64),
                at_calibration,
                at_calibration * decay[route_at],
                comes[route_at],
                at_calibration * kept[route_at],
            ),
            barred=barred,
        )

    def menu(self) -> Menu:
        """The collected menu."""
        ptr = np.zeros(sum(count.shape[0] for count in self.counts) + 1, dtype=np.int64)
        if self.counts:
            np.cumsum(np.concatenate(self.counts), out=ptr[1:])
        columns = [np.concatenate(column) for column in zip(*self.columns, strict=True)] if self.columns else None
        if columns is None:
            return Menu(ptr, np.zeros(0, dtype=ENTRY))
        route, first, last, at_calibration, at_departure, comes, came = columns
        entries = records(
            ENTRY,
            route=route,
            first_step=first,
            last_step=last,
            at_calibration_mbq=at_calibration,
            at_departure_mbq=at_departure,
            comes_step=comes,
            came_mbq=came,
        )
        return Menu(ptr, entries)
