"""Sense of what is made from a patient's own material: who collects it, and by when its maker needs it."""

from collections.abc import Iterator
from typing import Final

from doseline.errors import Fault
from doseline.network.cells import instant_text
from doseline.network.model import Network
from doseline.network.sense.check import Check

__all__ = ["CHECKS"]


def _made(network: Network) -> frozenset[str]:
    """Return the products that are made from a patient's own material."""
    return frozenset(product.product_id for product in network.products if product.own_material_h is not None)


def _collected(network: Network) -> Iterator[Fault]:
    """Report regimens that begin with a product made from what the cycle before it collects."""
    made = _made(network)
    for number, regimen in enumerate(network.regimens, start=1):
        if regimen.product_of(1) in made:
            yield Fault(
                table="regimens",
                row=number,
                column="product_id" if regimen.first_product_id is None else "first_product_id",
                given=regimen.product_of(1),
                allowed="a first cycle whose product is made from nobody's own material",
                remedy=f"{regimen.product_of(1)} is made from what the cycle before collects: name the product that "
                "collects it in first_product_id.",
            )


def _nobody_elses(network: Network) -> Iterator[Fault]:
    """Report products made from a patient's own material of which a vial may go to somebody else."""
    made = _made(network)
    for number, product in enumerate(network.products, start=1):
        if product.product_id in made and product.swappable:
            yield Fault(
                table="products",
                row=number,
                column="swappable",
                given="true",
                allowed="false: it is made from one patient's own material",
                remedy="Nobody else may ever have it: correct it, or empty own_material_h.",
            )


def _due(table: str, network: Network) -> Iterator[Fault]:
    """Report vials made from a patient's own material that do not say by when it is needed, and others that do."""
    made = _made(network)
    for number, row in enumerate(getattr(network, table), start=1):
        due_at = row.material_due_at
        if row.product_id in made and due_at is None:
            yield Fault(
                table=table,
                row=number,
                column="material_due_at",
                allowed=f"an instant, for {row.product_id} is made from the patient's own material",
                remedy="Say by when the maker needs the material, or empty own_material_h of the product.",
            )
        elif row.product_id not in made and due_at is not None:
            yield Fault(
                table=table,
                row=number,
                column="material_due_at",
                given=instant_text(due_at),
                allowed=f"nothing, for {row.product_id} is made from nobody's own material",
                remedy="Empty the cell, or fill in own_material_h of the product.",
            )
        elif due_at is not None and due_at > row.certified_at:
            yield Fault(
                table=table,
                row=number,
                column="material_due_at",
                given=instant_text(due_at),
                allowed="not after certified_at",
                remedy=f"It is certified at {instant_text(row.certified_at)}: correct one of the two.",
            )


def _slots(network: Network) -> Iterator[Fault]:
    yield from _due("slots", network)


def _orders(network: Network) -> Iterator[Fault]:
    yield from _due("initial_orders", network)


def _lines(network: Network) -> Iterator[Fault]:
    """Report lines whose product is made from a patient's own material: a line irradiates targets for anybody."""
    made = _made(network)
    for table in ("lines", "slot_patterns"):
        for number, row in enumerate(getattr(network, table), start=1):
            if row.product_id in made:
                yield Fault(
                    table=table,
                    row=number,
                    column="product_id",
                    given=row.product_id,
                    allowed="a product that is made from nobody's own material",
                    remedy="Give the maker's capacity as slots with material_due_at.",
                )


CHECKS: Final = (
    Check(faults=_collected, whole=("products",)),
    Check(faults=_nobody_elses),
    Check(faults=_slots, whole=("products",)),
    Check(faults=_orders, whole=("products",)),
    Check(faults=_lines, whole=("products",)),
)
