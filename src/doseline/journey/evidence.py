"""Nouns of sources, marks and scenarios.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass

__all__ = [
    "DemandParameter",
    "Provenance",
    "ScenarioOverride",
    "Source",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where figures come from (table ``sources``).

    Attributes
    ----------
    source_id : Key
    citation : Who, what, where, when
    kind : Public source, declared assumption, computed from other rows, or synthetic
    url : Public address, if there is one
    """

    source_id: str
    citation: str
    kind: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Source of one field where it differs from its row (table ``provenance``).

    Attributes
    ----------
    table_name : Table
    key : Primary key of the row, values joined by |
    field : Field of the row
    source : Source of this figure
    confidence : Confidence of this figure
    derived_from : Figures it was computed from, as table/key/field joined by blanks; a child of an assumption is an
        assumption
    formula : How it was computed
    """

    table_name: str
    key: str
    field: str
    source: str
    confidence: str
    derived_from: str | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandParameter:
    """Figures the synthetic cohort is drawn from (table ``demand_parameters``).

    Attributes
    ----------
    parameter : Name
    scope : Product, region or * for all
    value : Value
    unit : Unit
    note : What it means
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    parameter: str
    scope: str
    value: float
    unit: str
    source: str
    confidence: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioOverride:
    """Named sets of overrides (table ``scenarios``).

    Attributes
    ----------
    scenario : Name: low, base, high, ..
    table_name : Table
    key : Primary key of the row, values joined by |; * for all rows
    field : Field
    value : Value in the scenario
    operation : What is done
    note : Why
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    scenario: str
    table_name: str
    key: str
    field: str
    operation: str
    source: str
    confidence: str
    value: str | None = None
    note: str | None = None
