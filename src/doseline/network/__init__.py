"""A country as a data package: read, validate, write, upgrade."""

from typing import TYPE_CHECKING, Any

from doseline.network.model import COUNTRY_NOUNS, PLAN_NOUNS, Network, PlanPackage, Properties

if TYPE_CHECKING:
    from doseline.network.likeness import add_centre, write_with_centre
    from doseline.network.names import names_for
    from doseline.network.provenance import Assumptions, Figure, assumptions, figures, unsourced
    from doseline.network.reading import check_network, package_sha256, read_network, read_plan, require_made_for
    from doseline.network.scenario import apply_scenario, write_scenario
    from doseline.network.summary import summarise
    from doseline.network.upgrade import upgrade_network
    from doseline.network.writing import write_network, write_plan

__all__ = [
    "COUNTRY_NOUNS",
    "PLAN_NOUNS",
    "Assumptions",
    "Figure",
    "Network",
    "PlanPackage",
    "Properties",
    "add_centre",
    "apply_scenario",
    "assumptions",
    "check_network",
    "figures",
    "names_for",
    "package_sha256",
    "read_network",
    "read_plan",
    "require_made_for",
    "summarise",
    "unsourced",
    "upgrade_network",
    "write_network",
    "write_plan",
    "write_scenario",
    "write_with_centre",
]

_MODULE_OF = {
    "Assumptions": "doseline.network.provenance",
    "Figure": "doseline.network.provenance",
    "assumptions": "doseline.network.provenance",
    "figures": "doseline.network.provenance",
    "unsourced": "doseline.network.provenance",
    "check_network": "doseline.network.reading",
    "package_sha256": "doseline.network.reading",
    "read_network": "doseline.network.reading",
    "read_plan": "doseline.network.reading",
    "require_made_for": "doseline.network.reading",
    "apply_scenario": "doseline.network.scenario",
    "write_scenario": "doseline.network.scenario",
    "add_centre": "doseline.network.likeness",
    "write_with_centre": "doseline.network.likeness",
    "names_for": "doseline.network.names",
    "summarise": "doseline.network.summary",
    "upgrade_network": "doseline.network.upgrade",
    "write_network": "doseline.network.writing",
    "write_plan": "doseline.network.writing",
}


def __getattr__(name: str) -> Any:
    # What reads and writes is loaded on first use, so that the nouns alone stay light to import.
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value
