"""A country whose toilet of place A1 has a decay tank, large and lenient enough to hinder nobody while it is open."""

from dataclasses import replace

from doseline.journey import EffluentLine, Tank
from doseline.network import Network
from tests.support.checking_country import MARK

__all__ = ["with_tank"]


def with_tank(network: Network) -> Network:
    """Return the country with one tank, ``TANK-0``, for place A1 of centre A."""
    line = EffluentLine(
        effluent_line_id="LINE",
        site_id="A",
        flow_per_stay_litres=60.0,
        discharge_limit_bq_per_litre=1e9,
        **MARK,
    )
    tank = Tank(
        tank_id="TANK-0",
        effluent_line_id="LINE",
        volume_litres=1800.0,
        initial_litres=0.0,
        initial_lu177_mbq=0.0,
        **MARK,
    )
    places = tuple(replace(row, effluent_line_id="LINE") if row.place_id == "A1" else row for row in network.places)
    products = tuple(
        replace(row, lu177m_fraction=row.lu177m_fraction or 0.0) if row.nuclide == "Lu-177" else row
        for row in network.products
    )
    return replace(network, effluent_lines=(line,), tanks=(tank,), places=places, products=products)
