"""What sites may hold, compiled: licences (C14), tanks of toilets (C15) and stores of waste (C16).

Only what could hinder somebody is a row for the kernels: a licence, line or store that is never full costs nothing.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doseline.journey import (
    EffluentLine,
    InitialOrder,
    Product,
    Retention,
    Site,
    Tank,
    TankContent,
    WasteStore,
)
from doseline.network.model import Network
from doseline.pathway.calendar import CLOSED, Calendar
from doseline.pathway.radioactivity import (
    ISOMER,
    LUTETIUM,
    bag_kept_h,
    half_lives_h,
    isomer_fraction,
    isomer_half_life_h,
)
from doseline.pathway.supply import Source
from doseline.pathway.windows import Prescriptions
from doseline.planning.arrays import LICENCE, TANK, TANK_CLOSURE, TANK_LINE, Menu
from doseline.planning.past import given_before
from doseline.quantities import min_from_h

__all__ = ["SiteRows", "live_licences", "site_rows"]

BQ = 1e6


@dataclass(kw_only=True)
class SiteRows:
    """The rows of radioactivity, for the kernels.

    Attributes
    ----------
    arrays : fields of ``Arrays``
    licence_of : row of each (site index, nuclide) whose licence could hinder
    store_of : row and bag steps by product, of each site index whose store could be full
    line_of : row of each effluent line whose tanks could be full
    """

    arrays: dict[str, object]
    licence_of: dict[tuple[int, str], int] = field(default_factory=dict)
    store_of: dict[int, tuple[int, dict[str, int]]] = field(default_factory=dict)
    line_of: dict[str, int] = field(default_factory=dict)


def site_rows(
    network: Network,
    calendar: Calendar,
    *,
    sites: Sequence[Site],
    products: Sequence[Product],
    sources: Sequence[Source],
    day_first_step: NDArray[np.int64],
    n_steps: int,
    n_cycles: float,
    without: frozenset[str],
) -> SiteRows:
    """The rows of radioactivity of a country.

    Parameters
    ----------
    sites, products, sources : in index order
    day_first_step : first step of each day
    n_steps : steps of the whole grid
    n_cycles : demanded cycles, more than can ever be given; infinite where nobody knows who will come
    without : constraints left out
    """
    half_life_h = half_lives_h(network)
    site_index = {site.site_id: index for index, site in enumerate(sites)}
    horizon_steps = int(day_first_step[calendar.horizon_days])
    elapsed_h = np.arange(n_steps + 1) * calendar.step_min / 60.0
    rows = SiteRows(arrays=_fractions(network, products, half_life_h, elapsed_h))
    rows.arrays |= _fractions_by_date(network, products, half_life_h, calendar.horizon_days)
    rows.arrays |= _licences(network, calendar, rows, site_index, sources, products, horizon_steps, without)
    rows.arrays["present_step"] = _present_step(network, calendar)
    rows.arrays["store_bags"] = _stores(network, calendar, rows, site_index, products, n_cycles, without)
    rows.arrays |= _lines(network, calendar, rows, site_index, n_cycles, without)
    rows.arrays["tank_opens"] = _openings(
        calendar, [line.site_id for line in network.effluent_lines if line.effluent_line_id in rows.line_of], n_steps
    )
    return rows


def _present_step(network: Network, calendar: Calendar) -> int:
    """Step in which the present lies; the first one if the horizon begins later."""
    return max(0, (network.properties.planned_at - calendar.origin_at) // timedelta(minutes=calendar.step_min))


def _fractions(
    network: Network, products: Sequence[Product], half_life_h: dict[str, float], elapsed_h: NDArray[np.float64]
) -> dict[str, object]:
    """What decay and the body leave of each product, step by step."""
    retention = {row.product_id: row for row in network.retention}
    kept = np.ones((len(products), elapsed_h.shape[0]))
    retained = np.ones_like(kept)
    for index, product in enumerate(products):
        kept[index] = np.exp2(-elapsed_h / half_life_h[product.nuclide])
        retained[index] = _retained(retention.get(product.product_id), half_life_h[product.nuclide], elapsed_h)
    nuclides = [row.nuclide for row in network.nuclides]
    every_half_life_h = [*half_lives_h(network).values(), isomer_half_life_h()]
    return {
        "lutetium": nuclides.index(LUTETIUM) if LUTETIUM in nuclides else 0,
        "half_life_min": np.array([min_from_h(hours) for hours in every_half_life_h]),
        "kept_fraction": kept,
        "retained_fraction": retained,
        "retention_known": np.array([product.product_id in retention for product in products], dtype=bool),
        "isomer_fraction": np.array([isomer_fraction(product) for product in products], dtype=np.float64),
    }


def _retained(row: Retention | None, half_life_h: float, elapsed_h: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a patient still holds of a product some time after an administration, decay included, shape as given."""
    if row is None:
        return np.exp2(-elapsed_h / half_life_h)
    fast = row.fast_fraction * np.exp2(-elapsed_h / row.fast_effective_half_life_h)
    left: NDArray[np.float64] = fast + (1.0 - row.fast_fraction) * np.exp2(-elapsed_h / row.slow_effective_half_life_h)
    return left


def _fractions_by_date(
    network: Network, products: Sequence[Product], half_life_h: dict[str, float], horizon_days: int
) -> dict[str, object]:
    """What is left of the waste of each product, date by date: on the first one after its own all of it.

    Of a stock vial nobody knows before the hour is known how much is given, so its patient and waste are both whole.
    """
    elapsed_h = 24.0 * np.maximum(0, np.arange(horizon_days + 1) - 1)
    kept = np.asarray(_fractions(network, products, half_life_h, elapsed_h)["kept_fraction"])
    # the clocks may have been put forward since
    earlier = _fractions(network, products, half_life_h, np.maximum(0.0, elapsed_h - 1.0))
    retained = np.asarray(earlier["retained_fraction"])
    is_drawn = np.array([product.form == "stock_vial" for product in products], dtype=bool)[:, None]
    residual_mbq = np.array([product.residual_mbq for product in products], dtype=np.float64)[:, None]
    return {
        "day_held_fraction": np.where(is_drawn, np.minimum(1.0, retained + kept), retained),
        "day_kept_fraction": kept,
        "residue_bq": np.where(is_drawn, 0, np.ceil(BQ * residual_mbq * kept)).astype(np.int64),
    }


def _licences(
    network: Network,
    calendar: Calendar,
    rows: SiteRows,
    site_index: dict[str, int],
    sources: Sequence[Source],
    products: Sequence[Product],
    horizon_steps: int,
    without: frozenset[str],
) -> dict[str, object]:
    """Licences that could be reached, and what there is of each nuclide whatever the plan."""
    licences: list[tuple[int, bool, int]] = []
    there: list[NDArray[np.float64]] = []
    for licence in network.licences:
        site = site_index.get(licence.site_id)
        if site is None or "C14" in without:
            continue
        vials = _under_way(network, calendar, rows, licence.site_id, licence.nuclide, sources, products)
        before = vials[:horizon_steps] + _of_the_past(
            network, calendar, licence.site_id, licence.nuclide, products, horizon_steps
        )
        rows.licence_of[site, licence.nuclide] = len(licences)
        most = math.ceil(before.max(initial=0.0))
        licences.append((math.floor(BQ * licence.possession_mbq), bool(vials.any()), most))
        there.append(before)
    return {
        "licences": np.array(licences, dtype=LICENCE),
        "under_way_bq": np.array(there, dtype=np.float64).reshape(len(there), horizon_steps),
    }


def live_licences(
    licences: NDArray[Any], pair_licence: NDArray[np.int64], given_pairs: NDArray[np.int64], menu: Menu, n_days: int
) -> NDArray[np.int64]:
    """Licence of each pair, -1 where it could never be reached: not even with a vial for everybody at once.

    Parameters
    ----------
    licences : records, shape (n_licences,)
    pair_licence : licence of each pair, shape (n_pairs,)
    given_pairs : pairs of every cycle at every centre where it may be given
    menu : vials of each pair
    n_days : days of the horizon
    """
    n_pairs = pair_licence.shape[0]
    most_mbq = np.zeros(n_pairs)
    of_entry = np.repeat(np.arange(n_pairs), np.diff(menu.ptr[::n_days]) if n_pairs else 0)
    np.maximum.at(most_mbq, of_entry, menu.entries["came_mbq"])
    has_one = pair_licence[given_pairs] >= 0
    total_mbq = np.bincount(
        pair_licence[given_pairs][has_one], weights=most_mbq[given_pairs][has_one], minlength=licences.shape[0]
    )
    reached = (BQ * total_mbq + licences["there_bq"] > licences["limit_bq"]) | licences["vial_under_way"]
    live: NDArray[np.int64] = np.where((pair_licence >= 0) & np.append(reached, False)[pair_licence], pair_licence, -1)
    return live


def _under_way(
    network: Network,
    calendar: Calendar,
    rows: SiteRows,
    site_id: str,
    nuclide: str,
    sources: Sequence[Source],
    products: Sequence[Product],
) -> NDArray[np.float64]:
    """What a site would hold of a nuclide in vials if nobody were given anything, Bq, shape (n_steps,)."""
    kept = np.asarray(rows.arrays["kept_fraction"])
    held = np.zeros(kept.shape[1] - 1)
    orders = {row.order_id: row for row in network.initial_orders}
    index_of = {product.product_id: index for index, product in enumerate(products)}
    for source in sources:
        if source.shipment is None or source.destination_site_id != site_id:
            continue
        product = products[index_of[source.product_id]]
        if product.nuclide != nuclide:
            continue
        at_calibration = _order_mbq(network, calendar, product, orders[source.identifier], source)
        arrives_min = (source.shipment.arrives_at - calendar.origin_at).total_seconds() / 60.0
        arrives = max(0, math.floor(arrives_min / calendar.step_min))
        half_life_min = min_from_h(next(row.half_life_h for row in network.nuclides if row.nuclide == nuclide))
        came = at_calibration * 2.0 ** (-(arrives * calendar.step_min - source.calibration_min) / half_life_min)
        if arrives < held.shape[0]:
            fractions = kept[index_of[source.product_id], : held.shape[0] - arrives]
            held[arrives:] += BQ * came * fractions
    return held


def _of_the_past(
    network: Network,
    calendar: Calendar,
    site_id: str,
    nuclide: str,
    products: Sequence[Product],
    horizon_steps: int,
) -> NDArray[np.float64]:
    """What waste, patients who were treated before and what is left of their vials hold at a site, Bq, by step."""
    held = np.zeros(horizon_steps)
    nuclide_of = {product.product_id: product.nuclide for product in products}
    retention = {row.product_id: row for row in network.retention}
    half_life_h = half_lives_h(network)[nuclide]
    step = timedelta(minutes=calendar.step_min)
    held_by_day, days = np.zeros(calendar.horizon_days), np.arange(calendar.horizon_days)
    for waste in network.initial_waste:
        if (waste.site_id, waste.nuclide) == (site_id, nuclide):
            begin_h = (calendar.origin_at - waste.measured_at) / timedelta(hours=1)
            elapsed_h = begin_h + np.arange(horizon_steps) * calendar.step_min / 60.0
            comes = 0 if waste.arrives_at is None else (waste.arrives_at - calendar.origin_at) // step
            held += BQ * waste.activity_mbq * np.exp2(-elapsed_h / half_life_h) * (np.arange(horizon_steps) >= comes)
    for row, product_id in given_before(network, site_id):
        if nuclide_of[product_id] != nuclide:
            continue
        given = (row.administered_at - calendar.origin_at) // step
        if row.stay_ends_at is not None:
            steps = np.arange(max(0, given), min(-((calendar.origin_at - row.stay_ends_at) // step), horizon_steps))
            elapsed_h = (steps - given) * calendar.step_min / 60.0
            held[steps] += (
                BQ * row.administered_activity_mbq * _retained(retention.get(product_id), half_life_h, elapsed_h)
            )
        if row.left_mbq:
            since_d = days - calendar.day_of(calendar.local_date(row.administered_at))
            left = np.exp2(-24.0 * np.maximum(0, since_d - 1) / half_life_h)
            held_by_day += BQ * row.left_mbq * np.where(since_d >= 0, left, 0.0)
    return held + held_by_day[calendar.days_of_minutes(np.arange(horizon_steps) * calendar.step_min)]


def _order_mbq(network: Network, calendar: Calendar, product: Product, order: InitialOrder, source: Source) -> float:
    """Activity at calibration of the vial of an initial order."""
    if product.form == "stock_vial":
        return (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
    course = next(row for row in network.courses if row.course_id == order.course_id)
    intended_min = calendar.clock_on(product.fill_reference_local or "12:00", source.intended_day)
    half_life_min = min_from_h(half_lives_h(network)[product.nuclide])
    filled_mbq = Prescriptions(network).mbq(course, order.cycle_number)
    return float(filled_mbq * 2.0 ** ((intended_min - source.calibration_min) / half_life_min))


def _stores(
    network: Network,
    calendar: Calendar,
    rows: SiteRows,
    site_index: dict[str, int],
    products: Sequence[Product],
    n_cycles: float,
    without: frozenset[str],
) -> NDArray[np.int64]:
    """Bags for which each store that could be full has room, day by day, shape (n_stores, n_days)."""
    bags: list[NDArray[np.int64]] = []
    for store in network.waste_stores:
        if store.site_id not in site_index or store.bag_litres is None or "C16" in without:
            continue
        if store.bag_kg is None or store.clearance_bq_per_g is None:
            continue
        kept = _bag_steps(network, calendar, store, products)
        room = math.floor((store.volume_litres - store.initial_litres) / store.bag_litres + 1e-9)
        left = np.maximum(0, room - _bags_before(network, calendar, store.site_id, kept))
        if left.min() >= n_cycles:
            continue
        rows.store_of[site_index[store.site_id]] = len(bags), kept
        bags.append(left)
    return np.array(bags, dtype=np.int64).reshape(len(bags), calendar.horizon_days)


def _bags_before(network: Network, calendar: Calendar, site_id: str, kept: Mapping[str, int]) -> NDArray[np.int64]:
    """How many bags of earlier administrations are in the store of a site, shape (n_days,)."""
    here = np.zeros(calendar.horizon_days, dtype=np.int64)
    for row, product_id in given_before(network, site_id):
        if row.left_mbq is None:
            continue
        gone_at = row.administered_at + timedelta(minutes=calendar.step_min * kept[product_id])
        first, last = (calendar.day_of(calendar.local_date(at)) for at in (row.administered_at, gone_at))
        here[max(0, first) : max(0, last + 1)] += 1
    return here


def _bag_steps(network: Network, calendar: Calendar, store: WasteStore, products: Sequence[Product]) -> dict[str, int]:
    """How many steps a bag of each product that the site gives, or gave, is kept."""
    given = {row.product_id for row in network.site_products if row.site_id == store.site_id}
    given |= {product_id for _, product_id in given_before(network, store.site_id)}
    return {
        product.product_id: math.ceil(60.0 * bag_kept_h(store, product) / calendar.step_min - 1e-9)
        for product in products
        if product.product_id in given
    }


def _lines(
    network: Network,
    calendar: Calendar,
    rows: SiteRows,
    site_index: dict[str, int],
    n_cycles: float,
    without: frozenset[str],
) -> dict[str, object]:
    """Lines whose tanks could all be full, with their tanks."""
    of_line: dict[str, list[Tank]] = defaultdict(list)
    for tank in sorted(network.tanks, key=lambda tank: tank.tank_id):
        of_line[tank.effluent_line_id].append(tank)
    shut = _closures(network, calendar)
    kinds = {nuclide: kind for kind, nuclide in enumerate([*half_lives_h(network), ISOMER])}
    contents: dict[str, list[TankContent]] = defaultdict(list)
    for row in network.tank_contents:
        contents[row.tank_id].append(row)
    lines: list[tuple[Any, ...]] = []
    tanks: list[tuple[float, float, bool, int, int]] = []
    inside: list[NDArray[np.float64]] = []
    closures: list[tuple[int, int]] = []
    for line in network.effluent_lines:
        limit, own = line.discharge_limit_bq_per_litre, of_line[line.effluent_line_id]
        if limit is None or not own or line.site_id not in site_index or "C15" in without:
            continue
        filling = _filling(own)
        if _stays_at_once(line, own, filling, shut) >= n_cycles:
            continue
        rows.line_of[line.effluent_line_id] = len(lines)
        begin = len(tanks)
        for tank in own:
            first = len(closures)
            closures.extend(shut.get(tank.tank_id, ()))
            tanks.append((tank.volume_litres, tank.initial_litres, tank is filling, first, len(closures)))
            mbq = np.zeros(len(kinds))
            if tank.initial_litres > 0.0:
                mbq[kinds.get(LUTETIUM, 0)] = tank.initial_lu177_mbq
                for content in contents[tank.tank_id]:
                    mbq[kinds[content.nuclide]] += content.initial_mbq
            inside.append(mbq)
        lines.append((begin, len(tanks), line.flow_per_stay_litres, limit / BQ))
    return {
        "tank_lines": np.array(lines, dtype=TANK_LINE),
        "tanks": np.array(tanks, dtype=TANK),
        "tank_mbq": np.array(inside, dtype=np.float64).reshape(len(inside), len(kinds)),
        "tank_closures": np.array(closures, dtype=TANK_CLOSURE),
    }


def _closures(network: Network, calendar: Calendar) -> dict[str, list[tuple[int, int]]]:
    """First step in and first step after each closure of each tank that is closed at some step, the earliest first."""
    shut: dict[str, list[tuple[int, int]]] = defaultdict(list)
    step = timedelta(minutes=calendar.step_min)
    for row in network.tank_closures:
        begin, end = (-((calendar.origin_at - at) // step) for at in (row.starts_at, row.ends_at))
        if begin < end and end > 0:
            shut[row.tank_id].append((begin, end))
    return {tank_id: sorted(spans) for tank_id, spans in shut.items()}


def _openings(calendar: Calendar, site_ids: Sequence[str], n_steps: int) -> NDArray[np.int64]:
    """First step at or after each at which a site treats; ``n_steps`` where there is none, shape (n_lines, n_steps)."""
    opens = np.full((len(site_ids), n_steps), n_steps, dtype=np.int64)
    steps = np.arange(n_steps)
    for row, site_id in enumerate(site_ids):
        is_open = np.zeros(n_steps, dtype=bool)
        begin, end = calendar.hours(site_id, "treatment")
        for day in np.flatnonzero(begin[: calendar.horizon_days] != CLOSED):
            first, last = -(-int(begin[day]) // calendar.step_min), int(end[day]) // calendar.step_min
            is_open[first : last + 1] = True
        opens[row] = np.minimum.accumulate(np.where(is_open, steps, n_steps)[::-1])[::-1]
    return opens


def _filling(tanks: Sequence[Tank]) -> Tank | None:
    """The tank of a line that is filling at the start: the one that says so, or the first that is not empty."""
    used = [tank for tank in tanks if tank.initial_litres > 0.0]
    said = [tank for tank in used if tank.initial_state is not None]
    if said:
        return next((tank for tank in said if tank.initial_state == "filling"), None)
    return used[0] if used else None


def _stays_at_once(line: EffluentLine, tanks: Sequence[Tank], filling: Tank | None, shut: Collection[str]) -> float:
    """Stays that the tanks of a line, but for those that are ever shut, surely take without a discharge."""
    if line.flow_per_stay_litres <= 0.0:
        return math.inf
    open_ones = [tank for tank in tanks if tank is filling or tank.initial_litres <= 0.0]
    return sum(
        math.floor((tank.volume_litres - tank.initial_litres) / line.flow_per_stay_litres + 1e-9)
        for tank in open_ones
        if tank.tank_id not in shut
    )
