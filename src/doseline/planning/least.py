"""Bounds of the fourth level, cycle by cycle: what each demanded cycle wastes, ships and costs at least."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.windows import Prescriptions
from doseline.planning.arrays import SOURCE_BATCH
from doseline.planning.finishing import tariff_of
from doseline.planning.kernels.relaxation import MBQ_PER_UNIT
from doseline.planning.problem import Problem
from doseline.quantities import min_from_h

if TYPE_CHECKING:
    from doseline.planning.relaxation import Relaxation

__all__ = ["Least", "least_of_level_4"]

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """What every plan with so much L1 wastes, ships and pays for shipments at least.

    Attributes
    ----------
    waste_mbq, shipments, cost_eur : bounds of L4.1 to L4.3
    prices : row name to price (MBq for a vial or for an MBq at calibration) that prove the first, positive ones only
    """

    waste_mbq: float
    shipments: float
    cost_eur: float
    prices: Mapping[str, float]


def least_of_level_4(relaxation: "Relaxation", in_window: int, *, time_limit_s: float = np.inf) -> Least:
    """Bounds of the fourth level by the options of every demanded cycle.

    Parameters
    ----------
    relaxation : of the problem
    in_window : L1 that plans must reach
    time_limit_s : seconds for prices of the sources, at most; without them the bound of waste is weaker
    """
    problem = relaxation.problem
    ways = _Ways(relaxation)
    weight = problem.cycle_weight
    price = ways.source_prices(in_window, time_limit_s)
    paid = ways.waste_mbq + np.where(ways.row >= 0, price[ways.row], 0.0) * ways.use
    charged = price > 0.0
    worth = float(price[charged] @ relaxation.rows.capacity[charged])
    waste_mbq = _irrevocable_mbq(problem) + _cheapest(ways.least(paid), weight, in_window) - worth
    shares = _cheapest(ways.least(ways.share), weight, in_window)
    shipments = math.ceil(shares - ROUNDING)
    cheapest_eur = min((lane.cost_eur or 0.0 for lane in problem.network.lanes), default=0.0)
    cost_eur = max(_cheapest(ways.least(ways.share_eur), weight, in_window), shipments * cheapest_eur)
    named = {relaxation.names[row]: float(price[row] / relaxation.units[row]) for row in np.flatnonzero(charged)}
    return Least(waste_mbq=waste_mbq, shipments=float(shipments), cost_eur=cost_eur, prices=named)


class _Ways:
    """Every option of every cycle with what it adds to each part of the level.

    Attributes
    ----------
    waste_mbq : of an option, less what an irrevocable order wastes if nobody gets it, shape (n_options,)
    share, share_eur : of a shipment, and of its cost, shape (n_options,)
    row, use : row of the source, -1 for an order, and what an option uses of it, shape (n_options,)
    """

    def __init__(self, relaxation: "Relaxation") -> None:
        self._relaxation = relaxation
        self._problem = problem = relaxation.problem
        cells = relaxation.cells
        arrays, menu = problem.arrays, problem.menu
        n_sources, n_cells = len(problem.sources), menu.ptr.shape[0] - 1
        cell = np.repeat(np.arange(n_cells), np.diff(menu.ptr))
        source = arrays.routes["source"][menu.entries["route"]].astype(np.int64)
        exists = np.repeat(np.arange(n_cells), np.diff(cells.ptr)) * n_sources + cells.source
        kept = np.isin(cell * n_sources + source, exists)
        self._cell, source = cell[kept], source[kept]
        self.waste_mbq = tariff_of(problem).vial_mbq[kept]
        self._source = source
        self.row = relaxation.rows.source_row[source].astype(np.int64)
        by_activity = arrays.sources["kind"][source] >= SOURCE_BATCH
        at_calibration_mbq = menu.entries["at_calibration_mbq"][kept]
        self.use: F64 = np.where(by_activity, at_calibration_mbq / MBQ_PER_UNIT, 1.0)
        names = sorted({site.site_id for site in problem.network.sites})
        origin = np.array([names.index(item.site_id) for item in problem.sources], dtype=np.int64)
        hospital = np.array([names.index(site.site_id) for site in problem.sites], dtype=np.int64)
        site = hospital[arrays.pairs["site"][self._cell // arrays.n_days]]
        links, link = np.unique(origin[source] * len(names) + site, return_inverse=True)
        self._link = link.astype(np.int64)
        sharing = self._sharing(links.shape[0])
        by_lane: dict[int, list[tuple[float, float]]] = {}
        for lane in problem.network.lanes:
            key = names.index(lane.origin_site_id) * len(names) + names.index(lane.destination_site_id)
            by_lane.setdefault(key, []).append((max(1.0, float(lane.max_packages)), lane.cost_eur or 0.0))
        share = np.full(links.shape[0], np.inf)
        share_eur = np.full(links.shape[0], np.inf)
        for row, key in enumerate(links.tolist()):
            for packages, cost_eur in by_lane.get(key, ()):
                most = max(1.0, min(packages, float(sharing[row])))
                share[row] = min(share[row], 1.0 / most)
                share_eur[row] = min(share_eur[row], cost_eur / most)
        self.share, self.share_eur = share[self._link], share_eur[self._link]

    def _spans(self) -> list[tuple[int, list[tuple[int, int]]]]:
        """Cycles with the slices of the options that are theirs: those of their centres, on their days."""
        problem = self._problem
        arrays = problem.arrays
        found = []
        for cycle in range(problem.n_cycles):
            course = int(problem.cycle_course[cycle])
            first = max(0, int(arrays.cycles["first_day"][cycle]))
            end = min(int(arrays.cycles["last_day"][cycle]), arrays.n_days - 1) + 1
            slices = []
            for centre in range(int(arrays.centre_ptr[course]), int(arrays.centre_ptr[course + 1])):
                at = int(arrays.centres["pair_from"][centre]) + cycle - int(arrays.course_ptr[course])
                pair = int(arrays.centre_pair[at])
                if arrays.cycles["pinned"][cycle] and arrays.pairs["fixed_step"][pair] < 0:
                    continue
                begin, finish = np.searchsorted(self._cell, [pair * arrays.n_days + first, pair * arrays.n_days + end])
                if first < end and begin < finish:
                    slices.append((int(begin), int(finish)))
            found.append((cycle, slices))
        return found

    def _sharing(self, n_links: int) -> I64:
        """How many cycles could come by each link of a supplier's site and a centre, shape (n_links,)."""
        self._of_cycle = self._spans()
        sharing = np.zeros(n_links, dtype=np.int64)
        for _, slices in self._of_cycle:
            used = np.zeros(n_links, dtype=bool)
            for begin, finish in slices:
                used[self._link[begin:finish]] = True
            sharing += used
        return sharing

    def source_prices(self, in_window: int, time_limit_s: float) -> F64:
        """Prices of the rows of sources at which the bound of waste is highest, shape (n_rows,)."""
        from doseline.planning.solvers.vials import VialProgram, source_prices

        cycles, options = [], []
        for cycle, slices in self._of_cycle:
            if slices:
                mine = np.concatenate([np.arange(begin, finish) for begin, finish in slices])
                # of the vials of one source the one that wastes least is also the smallest
                best = mine[np.lexsort((self.waste_mbq[mine], self._source[mine]))]
                best = best[np.unique(self._source[best], return_index=True)[1]]
                cycles.append(np.full(best.shape[0], cycle))
                options.append(best)
        option = np.concatenate(options) if options else np.zeros(0, dtype=np.int64)
        program = VialProgram(
            cycle=np.concatenate(cycles) if cycles else option,
            row=self.row[option],
            waste_mbq=self.waste_mbq[option],
            use=self.use[option],
            weight=self._problem.cycle_weight,
            capacity=self._relaxation.rows.capacity,
            in_window=float(in_window),
        )
        return source_prices(program, time_limit_s=time_limit_s)

    def least(self, value: F64) -> F64:
        """The least value over the options of each cycle; infinite for one without any, shape (n_cycles,)."""
        least = np.full(self._problem.n_cycles, np.inf)
        for cycle, slices in self._of_cycle:
            for begin, finish in slices:
                least[cycle] = min(least[cycle], float(value[begin:finish].min()))
        return least


def _cheapest(least: F64, weight: I64, in_window: int) -> float:
    """The least sum over parts of cycles that weigh as much: what lowers it in any case, then the best by weight."""
    possible = np.isfinite(least)
    least, weight = least[possible], weight[possible].astype(np.float64)
    saves = least <= 0.0
    total, missing = float(least[saves].sum()), float(in_window) - float(weight[saves].sum())
    order = np.argsort(least[~saves] / weight[~saves], kind="stable")
    for cost, heavy in zip(least[~saves][order].tolist(), weight[~saves][order].tolist(), strict=True):
        if missing <= 0.0:
            break
        total += cost * min(1.0, missing / heavy)
        missing -= heavy
    return total


def _irrevocable_mbq(problem: Problem) -> float:
    """Activity at dispatch of all irrevocable orders: what they waste if nobody gets them."""
    if "C06" in problem.without:
        return 0.0
    network, calendar = problem.network, problem.calendar
    half_life_min = {nuclide: min_from_h(hours) for nuclide, hours in half_lives_h(network).items()}
    prescriptions = Prescriptions(network)
    products = {product.product_id: product for product in network.products}
    courses = {course.course_id: course for course in network.courses}
    total = 0.0
    for source in problem.sources:
        if source.kind != "order" or not source.irrevocable:
            continue
        product = products[source.product_id]
        if product.form == "stock_vial":
            held_mbq = (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
            waited_min = float(source.dispatch_min - source.calibration_min)
        else:
            held_mbq = prescriptions.mbq(courses[source.course_id or ""], source.cycle_number)
            clocks = calendar.at_clock(product.fill_reference_local or "12:00")
            on = source.intended_day
            inside = 0 <= on < calendar.n_days
            intended_min = float(clocks[on]) if inside else float(clocks[0] + 1440 * on)
            waited_min = source.dispatch_min - intended_min
        total += held_mbq * 2.0 ** (-waited_min / half_life_min[product.nuclide])
    return total
