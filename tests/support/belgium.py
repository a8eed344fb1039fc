"""Belgium as the tests read it: the static package, and the same after one scenario has deleted and set its rows."""

import math
from collections import defaultdict
from datetime import timedelta
from functools import cache

from doseline.network import Network, read_network
from doseline.network.belgium import belgium_folder
from doseline.network.scenario import apply_scenario

SCENARIOS = ("low", "base", "high", "tight")


@cache
def belgium() -> Network:
    return read_network(belgium_folder(), static=True)


@cache
def in_scenario(name: str) -> Network:
    return apply_scenario(belgium(), name)


def beds(scenario: str) -> dict[str, int]:
    """Beds of each hospital in a scenario; a plain reading of the delete rows, on purpose not the package's own."""
    network = belgium()
    gone = {
        row.key
        for row in network.scenarios
        if (row.scenario, row.table_name, row.operation) == (scenario, "places", "delete")
    }
    count: dict[str, int] = defaultdict(int)
    for place in network.places:
        if place.kind == "bed" and place.place_id not in gone:
            count[place.site_id] += 1
    return dict(count)


def demand_parameter(name: str, scope: str, scenario: str = "base") -> float:
    network = belgium()
    value = next(row.value for row in network.demand_parameters if (row.parameter, row.scope) == (name, scope))
    for row in network.scenarios:
        if (row.scenario, row.table_name, row.key) == (scenario, "demand_parameters", f"{name}|{scope}"):
            assert row.operation == "set"
            value = float(row.value)
    return value


def courses_per_year(product_id: str, scenario: str = "base") -> float:
    factors = ("incidence_per_year", "eligible_fraction", "uptake_fraction")
    return demand_parameter("demand_factor", "*", scenario) * math.prod(
        demand_parameter(name, product_id, scenario) for name in factors
    )


def cycles_per_week(product_id: str, scenario: str = "base") -> float:
    """Cycles a week in the steady state: courses a year x the mean number of cycles of a course / 52.18."""
    regimen = next(row for row in belgium().regimens if row.product_id == product_id)
    mean_cycles = sum(regimen.continuation_fraction**n for n in range(regimen.cycles))
    return courses_per_year(product_id, scenario) * mean_cycles / (365.25 / 7)


def great_circle_km(one, other) -> float:
    """Distance by the spherical law of cosines, on a sphere of 6371 km."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return 6371.0 * math.acos(min(1.0, cosine))


def clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))
