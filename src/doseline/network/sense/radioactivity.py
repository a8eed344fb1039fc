"""Sense of what a site may hold: retention, licences, the tanks of toilets and stores of waste."""

from collections.abc import Iterator
from typing import Final

from doseline.errors import Fault
from doseline.network.cells import value_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network
from doseline.network.sense.check import Check, before

__all__ = ["CHECKS"]

_LUTETIUM: Final = "Lu-177"
_ISOMER: Final = "Lu-177m"


def _retention(network: Network) -> Iterator[Fault]:
    """Report effective half-lives above the physical one: nothing stays in a body for longer than it lives."""
    nuclide_of = {product.product_id: product.nuclide for product in network.products}
    half_life_h = {row.nuclide: row.half_life_h for row in network.nuclides}
    for number, row in enumerate(network.retention, start=1):
        physical_h = half_life_h.get(nuclide_of.get(row.product_id, ""))
        for column in ("fast_effective_half_life_h", "slow_effective_half_life_h"):
            given_h = getattr(row, column)
            if physical_h is not None and given_h > physical_h:
                yield Fault(
                    table="retention",
                    row=number,
                    column=column,
                    given=given_h,
                    allowed=f"at most {physical_h:g} h, the half-life of {nuclide_of[row.product_id]}",
                    remedy="An effective half-life counts decay as well: was a biological one written?",
                )


def _volumes(network: Network) -> Iterator[Fault]:
    for table in ("tanks", "waste_stores"):
        for number, row in enumerate(getattr(network, table), start=1):
            if row.initial_litres > row.volume_litres:
                yield Fault(
                    table=table,
                    row=number,
                    column="initial_litres",
                    given=row.initial_litres,
                    allowed=f"at most its volume_litres, {row.volume_litres:g}",
                    remedy="Nothing holds more than its volume: correct one of the two.",
                )


def _bags(network: Network) -> Iterator[Fault]:
    """Report stores that say when a bag leaves, and not what a bag is; and a second one of that kind at a site."""
    counted: dict[str, str] = {}
    for number, row in enumerate(network.waste_stores, start=1):
        if row.clearance_bq_per_g is None:
            continue
        for column in ("bag_litres", "bag_kg"):
            if getattr(row, column) is None:
                yield Fault(
                    table="waste_stores",
                    row=number,
                    column=column,
                    allowed="a bag wherever clearance_bq_per_g is given",
                    remedy=f"Say what a bag in {row.waste_store_id} measures and weighs, or empty clearance_bq_per_g.",
                )
        if row.site_id in counted:
            yield Fault(
                table="waste_stores",
                row=number,
                column="site_id",
                given=row.site_id,
                allowed="one store with clearance_bq_per_g at each site",
                remedy=f"{counted[row.site_id]} is one already: write both as one store with the volume of the two.",
            )
        counted.setdefault(row.site_id, row.waste_store_id)


def _tanks(network: Network) -> Iterator[Fault]:
    """Report lines with a limit for discharge whose tanks, if there are any, do not take even one stay."""
    largest: dict[str, float] = {}
    for tank in network.tanks:
        largest[tank.effluent_line_id] = max(tank.volume_litres, largest.get(tank.effluent_line_id, 0.0))
    for number, row in enumerate(network.effluent_lines, start=1):
        volume = largest.get(row.effluent_line_id, 0.0)
        if row.discharge_limit_bq_per_litre is not None and row.flow_per_stay_litres > volume:
            yield Fault(
                table="effluent_lines",
                row=number,
                column="flow_per_stay_litres",
                given=row.flow_per_stay_litres,
                allowed=f"at most the volume_litres of its largest tank, {volume:g}",
                remedy=f"Add the tanks of {row.effluent_line_id}, or correct the flow of a stay; nobody could stay.",
            )


def _tank_states(network: Network) -> Iterator[Fault]:
    """Report states of empty tanks, tanks of a line that say nothing where others do, and a second one that fills."""
    said = {row.effluent_line_id for row in network.tanks if row.initial_state is not None}
    filling: dict[str, str] = {}
    for number, row in enumerate(network.tanks, start=1):
        line_id, allowed, remedy = row.effluent_line_id, "", ""
        if row.initial_state is not None and row.initial_litres <= 0.0:
            allowed, remedy = "empty where initial_litres is 0", "An empty tank is neither: correct one of the two."
        elif row.initial_state is None and row.initial_litres > 0.0 and line_id in said:
            allowed, remedy = (
                "filling or closed",
                f"Other tanks of {line_id} say what they are: say it of this one too.",
            )
        elif row.initial_state == "filling" and line_id in filling:
            allowed, remedy = (
                f"one tank of {line_id} that fills",
                f"{filling[line_id]} fills already: the other is closed.",
            )
        if row.initial_state == "filling":
            filling.setdefault(line_id, row.tank_id)
        if allowed:
            yield Fault(
                table="tanks",
                row=number,
                column="initial_state",
                given=row.initial_state,
                allowed=allowed,
                remedy=remedy,
            )


def _tank_contents(network: Network) -> Iterator[Fault]:
    """Report what is in an empty tank, and nuclides that a tank of the country cannot hold."""
    litres = {tank.tank_id: tank.initial_litres for tank in network.tanks}
    nuclides = sorted({row.nuclide for row in network.nuclides} - {_LUTETIUM} | {_ISOMER})
    for number, row in enumerate(network.tank_contents, start=1):
        if row.nuclide not in nuclides:
            yield Fault(
                table="tank_contents",
                row=number,
                column="nuclide",
                given=row.nuclide,
                allowed=", ".join(nuclides),
                remedy="Lu-177 is initial_lu177_mbq of its tank.",
            )
        if litres.get(row.tank_id) == 0.0:
            yield Fault(
                table="tank_contents",
                row=number,
                column="tank_id",
                given=row.tank_id,
                allowed="a tank with initial_litres above 0",
                remedy=f"{row.tank_id} is empty: leave the row out, or say how much is in the tank.",
            )


def _stays_before(network: Network) -> Iterator[Fault]:
    yield from before(network, "past_administrations", "administered_at", "stay_ends_at")


def _waste_to_come(network: Network) -> Iterator[Fault]:
    for number, row in enumerate(network.initial_waste, start=1):
        if row.measured_at > network.properties.planned_at:
            yield Fault(
                table="initial_waste",
                row=number,
                column="measured_at",
                given=value_text(row.measured_at),
                allowed="not after the package's planned_at",
                remedy="What comes later is not there yet: correct one of the two.",
            )


def _tank_closures(network: Network) -> Iterator[Fault]:
    yield from before(network, "tank_closures", "starts_at", "ends_at")


def _isomers(network: Network) -> Iterator[Fault]:
    """Report 177Lu of which nobody says how much 177mLu comes with it, given where waste is kept until it is gone."""
    limited = {row.site_id for row in network.effluent_lines if row.discharge_limit_bq_per_litre is not None}
    limited |= {row.site_id for row in network.waste_stores if row.clearance_bq_per_g is not None}
    given = {row.product_id: row.site_id for row in network.site_products if row.site_id in limited}
    for number, row in enumerate(network.products, start=1):
        if row.nuclide == _LUTETIUM and row.lu177m_fraction is None and row.product_id in given:
            yield Fault(
                table="products",
                row=number,
                column="lu177m_fraction",
                allowed="its 177mLu share, 0 if there is none, where effluent or waste has a limit",
                remedy=f"{given[row.product_id]} gives {row.product_id} and keeps waste until a limit: ask its maker.",
            )


CHECKS: Final = (
    Check(faults=_retention),
    Check(faults=_volumes),
    Check(faults=_bags),
    Check(faults=_tanks, whole=("tanks",)),
    Check(faults=_tank_states),
    Check(faults=_tank_contents, whole=("tanks", "nuclides")),
    Check(faults=_stays_before),
    Check(faults=_waste_to_come, whole=(DESCRIPTOR,)),
    Check(faults=_tank_closures),
    Check(faults=_isomers),
)
