"""Names of the XS instances and what builds each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from doseline.demand.exhaustive import (
    mixed,
    other_therapies,
    scarce_care,
    scarce_hands,
    scarce_leave,
    scarce_licence,
    scarce_supply,
)
from doseline.demand.exhaustive.scene import Scene
from doseline.errors import UserError
from doseline.network import Network

SCARCE: Final[Mapping[str, Callable[[Scene], Network]]] = MappingProxyType(
    {
        "XS-C01": scarce_supply.c01_tolerance,
        "XS-C02": scarce_supply.c02_vial,
        "XS-C03": scarce_supply.c03_batch,
        "XS-C04": scarce_supply.c04_reactor,
        "XS-C05": scarce_supply.c05_batches,
        "XS-C05-line": scarce_supply.c05_line,
        "XS-C06": scarce_supply.c06_orders,
        "XS-C06-road": scarce_supply.c06_road,
        "XS-C07": scarce_supply.c07_shipment,
        "XS-C08": scarce_supply.c08_reception,
        "XS-C09": scarce_care.c09_place,
        "XS-C09-same-sex": scarce_care.c09_same_sex,
        "XS-C09-one-nuclide": scarce_care.c09_one_nuclide,
        "XS-C10": scarce_care.c10_stay,
        "XS-C11": scarce_care.c11_staff,
        "XS-C11-competence": scarce_hands.c11_competence,
        "XS-C12": scarce_hands.c12_devices,
        "XS-C13": scarce_care.c13_scanner,
        "XS-C14": scarce_licence.c14_possession,
        "XS-C15": scarce_licence.c15_tanks,
        "XS-C16": scarce_licence.c16_waste,
        "XS-C17": scarce_leave.c17_dates,
        "XS-C18": scarce_leave.c18_centre,
        "XS-C19": scarce_leave.c19_trial,
        "XS-C20": scarce_leave.c20_tail,
        "XS-C21": scarce_leave.c21_pin,
        "XS-C21-standby": scarce_leave.c21_standby,
        "XS-C22": scarce_leave.c22_region,
    }
)
"""By name, the instance in which the constraint of that name binds."""

MIXED: Final = tuple(f"XS-{number:02d}" for number in range(1, 11))
"""Instances with every constraint present."""


OTHER_THERAPIES: Final[Mapping[str, Callable[[Scene], Network]]] = MappingProxyType(
    {"XS-SHARED-WARD": other_therapies.shared_ward, "XS-OWN-CELLS": other_therapies.own_cells}
)
"""By name, countries that show therapies beyond 177Lu."""


def names() -> tuple[str, ...]:
    """Return the names of all XS instances, those with one scarce thing first."""
    return (*SCARCE, *MIXED, *OTHER_THERAPIES)


def build(name: str, seed: int) -> Network:
    """Return an XS instance in memory.

    Parameters
    ----------
    name : str
        One of `names`.
    seed : int
        Seed of its details, zero or more; an instance with several ways to bind takes them in turn.

    Returns
    -------
    Network
        A whole country; the same for the same name and seed.

    Raises
    ------
    UserError
        If there is no instance of that name, or the seed is negative.

    Examples
    --------
    >>> build("XS-C09", 1).properties.instance
    'XS-C09'
    """
    if name not in names():
        raise UserError(
            "There is no exhaustive instance of this name.",
            given=name,
            allowed=", ".join(names()),
            remedy="Choose one of these.",
        )
    if seed < 0:
        raise UserError("The seed is negative.", given=seed, allowed="0, 1, 2, ..", remedy="Pass another seed.")
    if name in MIXED:
        return mixed.mixed(Scene.of(name, seed, latest_week=3))
    return {**SCARCE, **OTHER_THERAPIES}[name](Scene.of(name, seed))
