"""Whether a country that is well formed also makes sense: each module checks the tables of one subject.

An overloaded country is no fault: too few beds or vials are the planner's to show.
"""

from collections.abc import Iterator

from doseline.errors import Fault
from doseline.network.model import Network
from doseline.network.sense import (
    centres,
    evidence,
    hands,
    initial,
    material,
    nuclides,
    people,
    pins,
    products,
    promises,
    radioactivity,
    road,
    scans,
    supply,
    vials,
)

__all__ = ["faults_of_sense"]

_CHECKS = (
    *evidence.CHECKS,
    *centres.CHECKS,
    *nuclides.CHECKS,
    *products.CHECKS,
    *hands.CHECKS,
    *radioactivity.CHECKS,
    *supply.CHECKS,
    *vials.CHECKS,
    *people.CHECKS,
    *pins.CHECKS,
    *promises.CHECKS,
    *scans.CHECKS,
    *initial.CHECKS,
    *material.CHECKS,
    *road.CHECKS,
)


def faults_of_sense(network: Network, *, broken: frozenset[str] = frozenset(), static: bool = False) -> Iterator[Fault]:
    """Yield every fault of sense.

    Parameters
    ----------
    network : Network
        The country; rows with faults of form are left out.
    broken : frozenset of str
        Tables with faults of form. A check that needs one of them whole is left out: it would report what follows
        from those faults.
    static : bool
        Whether the country is one before a cohort is laid on it.
    """
    for check in _CHECKS:
        if not broken.intersection(check.whole) and not (static and check.cohort):
            yield from check.faults(network, broken) if check.told else check.faults(network)
