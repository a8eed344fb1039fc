"""How a reader knows what a reason speaks of: products, centres and makers by their names in the country."""

from typing import TYPE_CHECKING

from doseline.network.model import Network

if TYPE_CHECKING:
    from doseline.i18n import Names

__all__ = ["names_for"]


def names_for(network: Network, product_id: str) -> "Names":
    """Return the names in which a reason speaks of a product, the centres, and the makers that can stop.

    Parameters
    ----------
    network : the country
    product_id : the product of the cycle; its key stands for it where the country does not know it
    """
    from doseline.i18n import Names, short_name

    product = next((row.name for row in network.products if row.product_id == product_id), product_id)
    suppliers = {row.supplier_id: row.name for row in network.suppliers}
    return Names(
        product=short_name(product),
        sites={row.site_id: row.name for row in network.sites},
        makers=suppliers
        | {row.reactor_id: row.name for row in network.reactors}
        | {row.line_id: suppliers.get(row.supplier_id, row.line_id) for row in network.lines},
    )
