"""A country as a data package: read, validate, write, upgrade."""

from doseline.network.model import COUNTRY_NOUNS, PLAN_NOUNS, Network, PlanPackage, Properties

__all__ = ["COUNTRY_NOUNS", "PLAN_NOUNS", "Network", "PlanPackage", "Properties"]
