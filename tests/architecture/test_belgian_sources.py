"""No figure of the Belgian package without a source, and none that looks better than its source."""

from dataclasses import replace
from functools import cache

import pytest

from doseline.journey import Provenance
from doseline.network import COUNTRY_NOUNS, Network, provenance
from doseline.network.schema import schemas
from doseline.operations.report.assumptions import read_ledger
from tests.support.belgium import belgium, in_scenario

NUMERIC = {"number", "integer"}
KINDS = {
    "verified": {"public"},
    "secondary": {"public"},
    "derived": {"public", "computed"},
    "assumption": {"assumption", "computed"},
}


def figures(network: Network):
    """Yield (table, key, field, source, confidence, derived_from, formula) of every figure that has a source."""
    own = {(row.table_name, row.key, row.field): row for row in network.provenance}
    for name in COUNTRY_NOUNS:
        schema = schemas("country")[name]
        if "confidence" not in schema.columns:
            continue
        numeric = [field.name for field in schema.fields if field.type in NUMERIC]
        for row in getattr(network, name):
            key = "|".join(str(getattr(row, column)) for column in schema.primary_key)
            for field in numeric:
                if getattr(row, field) is None or field in schema.primary_key:
                    continue
                mark = own.get((name, key, field))
                told = (
                    (row.source, row.confidence, None, None)
                    if mark is None
                    else (mark.source, mark.confidence, mark.derived_from, mark.formula)
                )
                yield (name, key, field, *told)


def faults(network: Network) -> list[str]:
    """Name each figure whose source is unknown or does not carry its confidence, and each too well-marked child."""
    kind_of = {row.source_id: row.kind for row in network.sources}
    listed = list(figures(network))
    assumed = {f"{table}/{key}/{field}" for table, key, field, _, conf, _, _ in listed if conf == "assumption"}
    known = {f"{table}/{key}/{field}" for table, key, field, *_ in listed}
    found = []
    for table, key, field, source, confidence, derived_from, formula in listed:
        place = f"{table} {key} {field}"
        if kind_of.get(source) not in KINDS.get(confidence, set()):
            found.append(f"{place}: {confidence} from {source}, of kind {kind_of.get(source)}")
        if confidence == "derived" and formula is None:
            found.append(f"{place}: derived without a formula")
        for parent in (derived_from or "").split():
            if parent not in known:
                found.append(f"{place}: derived from {parent}, which is no figure")
            elif parent in assumed and confidence != "assumption":
                found.append(f"{place}: {confidence}, yet its parent {parent} is an assumption")
    return found


@cache
def marks() -> dict[str, str]:
    return {f"{table}/{key}/{field}": confidence for table, key, field, _, confidence, _, _ in figures(belgium())}


def test_every_figure_has_a_source_that_carries_its_confidence():
    assert not faults(belgium())
    assert len(marks()) > 2000


def test_no_mark_is_better_than_what_contagion_makes_of_it():
    resolved = {f"{row.table}/{row.key}/{row.field}": row.confidence for row in provenance.figures(belgium())}
    assert resolved == marks()


@pytest.mark.parametrize("scenario", ["low", "base", "high", "tight"])
def test_what_a_scenario_changes_becomes_an_assumption(scenario):
    before = marks()
    after = {f"{row.table}/{row.key}/{row.field}": row.confidence for row in provenance.figures(in_scenario(scenario))}
    better = {name for name, confidence in after.items() if confidence != before[name] and confidence != "assumption"}
    assert not better
    assert not provenance.unsourced(in_scenario(scenario))


def tampered(case: str) -> Network:
    network = belgium()
    if case == "a source that is not there":
        rows = (replace(network.tasks[0], source="NOBODY"), *network.tasks[1:])
        return replace(network, tasks=rows)
    if case == "an assumption called verified":
        rows = (replace(network.tasks[0], confidence="verified"), *network.tasks[1:])
        return replace(network, tasks=rows)
    if case == "a child that hides its parent":
        child = Provenance(
            table_name="regions",
            key="FLA",
            field="population",
            source="CALC-REGIONS",
            confidence="derived",
            derived_from="catchments/GENT/population",
            formula="sum",
        )
        kept = tuple(row for row in network.provenance if (row.table_name, row.key) != ("regions", "FLA"))
        return replace(network, provenance=(*kept, child))
    if case == "a derived figure without a formula":
        rows = (replace(network.tasks[0], source="CALC-TRAVEL", confidence="derived"), *network.tasks[1:])
        return replace(network, tasks=rows)
    rows = tuple(
        replace(row, derived_from="regions/ATLANTIS/population") if row.key == "FLA" else row
        for row in network.provenance
    )
    return replace(network, provenance=rows)


@pytest.mark.parametrize(
    "case",
    [
        "a source that is not there",
        "an assumption called verified",
        "a child that hides its parent",
        "a derived figure without a formula",
        "a parent that is not there",
    ],
)
def test_a_tampered_mark_is_found(case):
    assert faults(tampered(case))


def test_what_was_not_found_stays_empty():
    """Gaps ship as null: tank discharge limit, cost of a transport, 177mLu share."""
    assert {row.discharge_limit_bq_per_litre for row in belgium().effluent_lines} == {None}
    assert {row.cost_eur for row in belgium().lanes} == {None}
    assert {row.lu177m_fraction for row in belgium().products} == {None}


@pytest.mark.parametrize(
    "figure",
    [
        "places/UZ-LEUVEN-B1/stays_per_week",
        "sites/CHU-LIEGE/latitude_deg",
        "travel_times/GENT|UZ-GENT/travel_min",
        "stay_rules/*|PLUVICTO/licence_minimum_h",
        "retention/LUTATHERA/slow_effective_half_life_h",
        "retention/LUPSMA-HM/fast_fraction",
        "slot_patterns/AAA-IVREA-PLUVICTO-Tue/order_cutoff_before_h",
        "demand_parameters/uptake_fraction|PLUVICTO/value",
        "regimens/LUPSMA-HM-6/continuation_fraction",
        "products/LUTATHERA/shelf_life_h",
        "lines/MOL-LU177/yield_fraction",
    ],
)
def test_what_is_assumed_says_so(figure):
    assert marks()[figure] == "assumption"


@pytest.mark.parametrize(
    ("figure", "confidence"),
    [
        ("stay_rules/UZA|LUTATHERA/licence_minimum_h", "verified"),
        ("products/PLUVICTO/volume_max_ml", "verified"),
        ("products/PLUVICTO/shelf_life_h", "secondary"),
        ("regimens/LUTATHERA-4/interval_max_d", "secondary"),
        ("regimens/PLUVICTO-6/continuation_fraction", "derived"),
        ("retention/PLUVICTO/slow_effective_half_life_h", "verified"),
        ("retention/PLUVICTO/fast_fraction", "derived"),
        ("stay_rules/*|LUTATHERA/infusion_h", "derived"),
        ("nuclides/Lu-177/half_life_h", "verified"),
    ],
)
def test_what_is_published_says_so(figure, confidence):
    assert marks()[figure] == confidence


def test_every_room_whose_count_was_not_published_is_an_assumption():
    published = {"CHU-LIEGE": 8, "BORDET": 5, "UZA": 2, "MARIA-MIDDELARES": 1}
    seen: dict[str, int] = {}
    for place in belgium().places:
        seen[place.site_id] = seen.get(place.site_id, 0) + (place.confidence == "verified")
        assert place.confidence in {"verified", "assumption"}
    assert {site: count for site, count in seen.items() if count} == published


def test_every_assumption_names_its_class_and_its_owner():
    for row in belgium().sources:
        if row.kind == "assumption":
            assert "Class: " in row.citation, row.source_id
            assert "Owner: " in row.citation, row.source_id


@pytest.mark.parametrize("scenario", ["low", "base", "high", "tight"])
def test_what_the_ledger_says_an_assumption_touches_is_in_its_class(scenario):
    country = in_scenario(scenario)
    kinds = {row.source_id: row.kind for row in country.sources}
    for item in read_ledger(country).items:
        if kinds[item.source] == "assumption":
            declared = item.citation.partition("Class: ")[2].partition(".")[0]
            assert item.concern in declared, item.source


def test_a_supplier_has_one_name():
    sites = {row.site_id: row.name for row in belgium().sites}
    assert all(row.name == sites[row.site_id] for row in belgium().suppliers)


def test_every_source_is_used_or_named_in_a_formula():
    used = {row.source for name in COUNTRY_NOUNS for row in getattr(belgium(), name) if hasattr(row, "source")}
    texts = " ".join([row.formula or "" for row in belgium().provenance] + [row.citation for row in belgium().sources])
    unused = [row.source_id for row in belgium().sources if row.source_id not in used and row.source_id not in texts]
    assert not unused


def test_an_assumption_has_no_public_address():
    assert not [row.source_id for row in belgium().sources if row.kind != "public" and row.url]
