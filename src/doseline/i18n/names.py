"""The names by which a reader knows what a sentence speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Names", "short_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a reader knows the product and the centres of a reason; keys stand for names that are not there.

    Attributes
    ----------
    product : name of the product
    sites : name of each centre by its key
    makers : name of each supplier, reactor and line that can stop, by its key
    """

    product: str
    sites: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)

    def site(self, site_id: str) -> str:
        """Return the name of a centre."""
        return self.sites.get(site_id, site_id)


def short_name(name: str) -> str:
    """Return what stands before a bracket in the name of a product.

    Parameters
    ----------
    name : str
        Name of the product.

    Examples
    --------
    >>> short_name("Xofigo (223Ra dichloride)")
    'Xofigo'
    """
    return name.partition(" (")[0]
