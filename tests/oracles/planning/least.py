"""What every plan wastes, ships and pays at least, by the options of each cycle (problem.md: Certificates)."""

import math
from collections import defaultdict

from scipy.optimize import linprog

from doseline.network import Network
from tests.oracles.planning.candidates import Choice, choices
from tests.oracles.planning.demand import Cycle, demanded_cycles
from tests.oracles.planning.dual import Dual, Prices
from tests.oracles.planning.search import unused_irrevocable

Link = tuple[str, str]


def least_by_cycle(network: Network, in_window: float) -> dict[str, float]:
    """The bounds of L4.1 (MBq, without prices), L4.2 and L4.3 (EUR) over the plans with at least this L1."""
    cycles = [cycle for course in network.courses for cycle in demanded_cycles(network, course)]
    dual = Dual(network)
    options = {
        cycle.key: [choice for choice in choices(network, cycle, frozenset()) if dual.serves_one(choice)]
        for cycle in cycles
    }
    possible = [cycle for cycle in cycles if options[cycle.key]]
    users: dict[Link, set[tuple[str, int]]] = defaultdict(set)
    for cycle in possible:
        for choice in options[cycle.key]:
            users[_link(choice)].add(cycle.key)

    def part(choice: Choice, *, of_cost: bool) -> float:
        lanes = [lane for lane in network.lanes if (lane.origin_site_id, lane.destination_site_id) == _link(choice)]
        return min(
            ((lane.cost_eur or 0.0) if of_cost else 1.0) / min(lane.max_packages, len(users[_link(choice)]))
            for lane in lanes
        )

    shares = [min(part(choice, of_cost=False) for choice in options[cycle.key]) for cycle in possible]
    fares_eur = [min(part(choice, of_cost=True) for choice in options[cycle.key]) for cycle in possible]
    shipments = math.ceil(_least(possible, shares, in_window) - 1e-6)
    cheapest_eur = min(lane.cost_eur or 0.0 for lane in network.lanes)
    return {
        "L4.1": least_waste_mbq(dual, in_window, {}),
        "L4.2": shipments,
        "L4.3": max(_least(possible, fares_eur, in_window), shipments * cheapest_eur),
    }


def least_waste_mbq(dual: Dual, in_window: float, prices: Prices) -> float:
    """The bound of L4.1 that prices of rows prove (MBq), tail rows left out."""
    irrevocable = unused_irrevocable(dual.network, frozenset())
    sent_mbq = {source.name: mbq for rows in irrevocable.values() for source, mbq in rows}
    possible, values = [], []
    for cycle in (cycle for _, cycles in dual.courses for cycle in cycles if dual.options[cycle.key]):
        found = choices(dual.network, cycle, frozenset())
        waste_mbq = {(choice.site_id, choice.day, choice.source.name): choice.waste_mbq for choice in found}
        possible.append(cycle)
        values.append(
            min(
                waste_mbq[option.site_id, option.day, option.source_name]
                - sent_mbq.get(option.source_name, 0.0)
                + sum(prices.get(row, 0.0) * use for row, use in option.uses.items())
                for option in dual.options[cycle.key]
            )
        )
    worth = sum(price * dual.capacity(row) for row, price in prices.items() if price)
    return sum(sent_mbq.values()) + _least(possible, values, in_window) - worth


def _link(choice: Choice) -> Link:
    return choice.journey.lane.origin_site_id, choice.site_id


def _least(cycles: list[Cycle], values: list[float], in_window: float) -> float:
    """The least sum over parts of cycles that weigh as much as L1, as a linear program."""
    weights = [-float(cycle.course.weight) for cycle in cycles]
    found = linprog(values, A_ub=[weights], b_ub=[-in_window], bounds=(0.0, 1.0), method="highs")
    assert found.success, found.message
    return float(found.fun)
