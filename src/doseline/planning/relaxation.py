"""The relaxation by days of a problem: rows with capacities and names, and what their prices are to the search."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Prices
from doseline.planning.hands import ROLES
from doseline.planning.kernels.placement import cheapest_first
from doseline.planning.kernels.relaxation import MBQ_PER_UNIT, NEVER, Cells, Rows, cells_of, price_choices, runs_of
from doseline.planning.problem import Problem
from doseline.planning.whole import whole_tail

__all__ = ["Bound", "ProvenPrices", "Relaxation"]

LONGEST_RUN = 8
"""Days of the longest run of stays that gets a row."""

NO_OPTION_D = 1e6
"""Days late that a day without an option counts as."""

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A proven bound and the prices that prove it.

    Attributes
    ----------
    name : L1, L2 or L3
    value : the bound, rounded as weights are integers
    raw : before rounding
    prices : row name to price, positive ones only
    floor : price of the L1 that the plan must reach (L2 only)
    """

    name: str
    value: int
    raw: float
    prices: Mapping[str, float]
    floor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenPrices:
    """Prices of all rows, and what they prove of a level.

    Attributes
    ----------
    level : ``L1``, ``L2``, ``L3``, or ``sum`` for a weighted sum of days late and cycles in window
    price : of every row of the relaxation, at least 0, in its units, shape (n_rows,)
    floor : price of L1: for ``L2`` and ``L3`` of its floor, for ``sum`` the reward
    bound : what the prices prove over all schedules, before rounding; of ``sum`` days late less reward x L1
    """

    level: str
    price: F64
    floor: float
    bound: float

    def named(self, relaxation: "Relaxation") -> Mapping[str, float]:
        """The positive prices by row name, as certificates carry them."""
        return {
            relaxation.names[row]: float(self.price[row] / relaxation.units[row])
            for row in np.flatnonzero(self.price > 0.0)
        }


class Relaxation:
    """Day-by-day relaxation of a problem.

    A bound holds for every plan of the grid, because each legal plan maps to options that respect every row.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cells, self.runs = self._cells()
        self.rows, self.names, self.units = self._rows()
        self._set_scales()

    def _rows(self) -> tuple[Rows, list[str], F64]:
        problem = self.problem
        arrays, calendar = problem.arrays, problem.calendar
        n_days = calendar.horizon_days
        dates = [calendar.date_of(day).isoformat() for day in range(n_days)]
        n_pools = len(problem.pools)
        night = self._night_capacity()
        size = np.array([len(places) for places in problem.pool_places], dtype=np.float64)
        day = np.repeat(size[:, None], n_days, axis=1)
        if not arrays.places_matter:
            night[:] = np.inf
            day[:] = np.inf
        names = [f"night|{pool}|{on}" for pool in problem.pools for on in dates]
        names += [f"day|{pool}|{on}" for pool in problem.pools for on in dates]
        capacity = [night.ravel(), day.ravel()]
        units = [np.ones(2 * n_pools * n_days)]
        first_source = 2 * n_pools * n_days
        source_row = np.full(len(problem.sources), -1, dtype=np.int32)
        source_names: dict[str, int] = {}
        source_capacity: list[float] = []
        source_unit: list[float] = []
        for index, source in enumerate(problem.sources):
            if source.kind == "order" and not source.given_up:
                continue
            name = source.key.replace(":", "|", 2) if source.kind == "line" else source.key.replace(":", "|", 1)
            in_vials = source.kind in ("slot", "order")
            amount = float(source.quantity) if in_vials else source.usable_mbq / MBQ_PER_UNIT
            if name in source_names:
                source_capacity[source_names[name]] += amount
            else:
                source_names[name] = len(source_capacity)
                source_capacity.append(amount)
                source_unit.append(1.0 if in_vials else MBQ_PER_UNIT)
            source_row[index] = first_source + source_names[name]
        names += list(source_names)
        capacity.append(np.array(source_capacity))
        units.append(np.array(source_unit))
        first_staff = first_source + len(source_capacity)
        n_sites = len(problem.sites)
        by_site = arrays.heads.reshape(n_sites, arrays.n_hands, arrays.heads.shape[1])[:, : len(ROLES)]
        heads = by_site.reshape(n_sites * len(ROLES), arrays.heads.shape[1]).astype(np.float64)
        per_day = np.zeros((heads.shape[0], n_days))
        for on in range(n_days):
            per_day[:, on] = heads[:, arrays.day_first_step[on] : arrays.day_first_step[on + 1]].sum(axis=1)
        # the kernel counts staff in steps x heads; minutes are steps x step_min on both sides
        names += [f"staff|{site.site_id}|{role}|{on}" for site in problem.sites for role in ROLES for on in dates]
        capacity.append(per_day.ravel())
        units.append(np.full(per_day.size, float(calendar.step_min)))
        first_tail = first_staff + per_day.size
        names += problem.tail.keys
        capacity.append(whole_tail(problem))
        units.append(np.ones(arrays.tail_capacity.shape[0]))
        first_run = first_tail + arrays.tail_capacity.shape[0]
        names += [f"run|{problem.pools[pool]}|{dates[day]}|{days}" for pool, day, days, _ in self.runs.tolist()]
        chains = size[self.runs[:, 0]] * self.runs[:, 3]
        capacity.append(chains if arrays.places_matter else np.full(chains.shape, np.inf))
        units.append(np.ones(self.runs.shape[0]))
        rows = Rows(
            night=0,
            day=n_pools * n_days,
            source=first_source,
            staff=first_staff,
            tail=first_tail,
            capacity=np.concatenate(capacity),
            source_row=source_row,
            scale=np.ones(first_run + self.runs.shape[0]),
            run=first_run,
            n_pools=n_pools,
            runs=self.runs,
        )
        return rows, names, np.concatenate(units)

    def _set_scales(self) -> None:
        """Typical use of each row by one option, by which prices are scaled when they are climbed."""
        rows, cells = self.rows, self.cells
        typical = np.zeros(rows.scale.shape)
        at = rows.source_row[cells.source]
        np.maximum.at(typical, at[at >= 0], cells.use[at >= 0])
        rows.scale[:] = np.where(typical > 0.0, typical, 1.0)
        n_days = self.problem.arrays.n_days
        for pair in range(self.problem.arrays.pairs.shape[0]):
            site = self.problem.arrays.pairs["site"][pair]
            first = rows.staff + site * len(ROLES) * n_days
            block = cells.staff[pair * n_days : (pair + 1) * n_days].T
            here = rows.scale[first : first + block.size].reshape(block.shape)
            np.maximum(here, block, out=here)

    def _night_capacity(self) -> F64:
        problem = self.problem
        calendar, network = problem.calendar, problem.network
        midnights = calendar.day_starts_min[1 : calendar.horizon_days + 1]
        blocked = np.zeros((len(problem.place_ids), midnights.shape[0]), dtype=bool)
        index = {place_id: row for row, place_id in enumerate(problem.place_ids)}
        for stay in network.initial_stays:
            begin, end = calendar.minute(stay.starts_at), calendar.minute(stay.ends_at)
            blocked[index[stay.place_id]] |= (begin < midnights) & (midnights < end)
        sites = {place.place_id: place.site_id for place in network.places}
        for closure in network.closures:
            begin, end = calendar.minute(closure.starts_at), calendar.minute(closure.ends_at)
            for place_id, row in index.items():
                if place_id == closure.place_id or (closure.place_id is None and sites[place_id] == closure.site_id):
                    blocked[row] |= (begin < midnights) & (midnights < end)
        return np.array([(~blocked[places]).sum(axis=0) for places in problem.pool_places], dtype=np.float64).reshape(
            len(problem.pools), -1
        )

    def _cells(self) -> tuple[Cells, NDArray[np.int32]]:
        problem = self.problem
        arrays, menu = problem.arrays, problem.menu
        n_days = arrays.n_days
        n_pairs = arrays.pairs.shape[0]
        clean = np.array(
            [min(arrays.places["clean_steps"][place] for place in places) for places in problem.pool_places],
            dtype=np.int32,
        )
        wanted = self._wanted(n_pairs, n_days)
        cleaned = np.full((len(problem.pools), arrays.day_of_step.shape[0]), NEVER, dtype=np.int64)
        n_places = np.diff(arrays.place_ptr)[arrays.pairs["site"]]
        n = int((n_places[:, None] * np.diff(menu.ptr).reshape(n_pairs, n_days))[wanted].sum())
        room = Cells(
            ptr=np.zeros(n_pairs * n_days + 1, dtype=np.int64),
            pool=np.empty(n, dtype=np.int32),
            source=np.empty(n, dtype=np.int32),
            nights=np.empty(n, dtype=np.int32),
            fills_day=np.empty(n, dtype=bool),
            use=np.empty(n),
            staff=np.zeros((n_pairs * n_days, len(ROLES))),
        )
        cells_of(arrays, menu, len(problem.pools), clean, wanted, room, cleaned)
        n = int(room.ptr[-1])
        cells = room._replace(
            pool=room.pool[:n].copy(),
            source=room.source[:n].copy(),
            nights=room.nights[:n].copy(),
            fills_day=room.fills_day[:n].copy(),
            use=room.use[:n].copy(),
        )
        none_yet = np.zeros((0, 4), dtype=np.int32)
        runs = np.zeros((runs_of(arrays, cleaned, LONGEST_RUN, none_yet), 4), dtype=np.int32)
        runs_of(arrays, cleaned, LONGEST_RUN, runs)
        return cells, runs

    def _wanted(self, n_pairs: int, n_days: int) -> NDArray[np.bool_]:
        """Days on which some cycle may use a pair."""
        arrays = self.problem.arrays
        wanted = np.zeros((n_pairs, n_days), dtype=bool)
        for centre in range(arrays.centres.shape[0]):
            course = self.problem.centre_course[centre]
            first = arrays.course_ptr[course]
            for j in range(arrays.course_ptr[course + 1] - first):
                pair = arrays.centre_pair[arrays.centres["pair_from"][centre] + j]
                begin, end = arrays.cycles["first_day"][first + j], arrays.cycles["last_day"][first + j]
                wanted[pair, max(0, begin) : max(0, end + 1)] = True
        return wanted

    def prices(self, price: F64, *, reward: float) -> Prices:
        """Prices for the search, in days late.

        Parameters
        ----------
        price : of every row, in the order of `names`, shape (n_rows,)
        reward : days late that one weighted cycle in window is worth at them
        """
        arrays = self.problem.arrays
        cell = np.empty((arrays.pairs.shape[0], arrays.n_days))
        centre = np.empty(arrays.centres.shape[0])
        price_choices(arrays, self.cells, self.rows, price, reward, cell, centre)
        row = self.rows.source_row
        source = np.where(row >= 0, price[np.maximum(row, 0)], 0.0)
        return Prices(
            cell=np.where(np.isfinite(cell), cell, NO_OPTION_D),
            entry_order=cheapest_first(arrays, self.problem.menu, source),
            centre=centre,
        )
