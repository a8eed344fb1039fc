"""How long waste is kept, and what 177mLu comes with a product."""

import math

from doseline.errors import UserError
from doseline.journey import NO_NUCLIDE, Product, WasteStore
from doseline.network.model import Network
from doseline.physics.chains import decay_chain
from doseline.physics.nuclides import half_life_h
from doseline.physics.waste import isomer_mixture_mbq, time_to_limits_h

__all__ = ["ISOMER", "LUTETIUM", "bag_kept_h", "half_lives_h", "isomer_fraction", "isomer_half_life_h"]

LUTETIUM, ISOMER = "Lu-177", "Lu-177m"


def half_lives_h(network: Network) -> dict[str, float]:
    """Half-life of each nuclide of a country (h), and without end that of what is not radioactive, the last one."""
    return {row.nuclide: row.half_life_h for row in network.nuclides} | {NO_NUCLIDE: math.inf}


def isomer_half_life_h() -> float:
    """Half-life of 177mLu (h)."""
    return half_life_h(ISOMER)


def isomer_fraction(product: Product) -> float:
    """177mLu over 177Lu of a product; 0 where nothing is said, and of other nuclides."""
    return product.lu177m_fraction or 0.0 if product.nuclide == LUTETIUM else 0.0


def bag_mbq(product: Product) -> float:
    """Activity of the product's nuclide in the bag that an administration leaves: of a stock vial the whole filling."""
    if product.form == "stock_vial":
        return (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
    return product.residual_mbq


def bag_kept_h(store: WasteStore, product: Product) -> float:
    """Time after an administration for which its bag is kept in a store (h), 177mLu and progeny included.

    Parameters
    ----------
    store : with a bag and a clearance level
    product : administered

    Raises
    ------
    UserError
        If the store says nothing of its bags, or the nuclear data do not know the product's nuclide.
    """
    if store.bag_kg is None or store.clearance_bq_per_g is None:
        raise UserError("This store does not say when a bag leaves it.", given=store.waste_store_id)
    activity_mbq = bag_mbq(product)
    if activity_mbq <= 0.0:
        return 0.0
    activities_mbq = {product.nuclide: activity_mbq}
    if isomer_fraction(product) > 0.0:
        activities_mbq = isomer_mixture_mbq(activity_mbq, isomer_fraction(product))
    limits = dict.fromkeys(decay_chain(sorted(activities_mbq)).nuclides, store.clearance_bq_per_g)
    return time_to_limits_h(activities_mbq, 1000.0 * store.bag_kg, limits)
