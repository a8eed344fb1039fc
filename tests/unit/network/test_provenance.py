"""Where figures come from, and how an assumption spreads."""

from doseline.network import assumptions, figures, unsourced
from doseline.network.schema import schemas
from tests.support.network import make_network, row

NETWORK = make_network()


def confidence_of(network):
    return {(each.table, each.key, each.field): each.confidence for each in figures(network)}


def test_every_number_of_a_row_that_states_facts_is_a_figure_and_no_key_is():
    found = {(each.table, each.field) for each in figures(NETWORK)}
    assert ("places", "cleaning_h") in found
    assert ("opening_hours", "weekday") not in found  # part of the key
    assert ("places", "kind") not in found  # no number
    assert ("courses", "weight") not in found  # states no fact: it has no source
    for name, field in found:
        assert schemas("country")[name].states_facts
        assert field not in schemas("country")[name].primary_key


def test_a_missing_value_is_no_figure():
    assert ("products", "RA", "prescribed_activity_mbq") not in confidence_of(NETWORK)
    assert ("products", "LU", "prescribed_activity_mbq") in confidence_of(NETWORK)


def test_a_figure_has_the_source_of_its_own_mark_before_that_of_its_row():
    found = {(each.table, each.key, each.field): each for each in figures(NETWORK)}
    assert found["products", "LU", "residual_mbq"].source == "guess"
    assert found["products", "LU", "tolerance_fraction"].source == "made-up"
    assert found["products", "LU", "residual_mbq"].unit == "MBq"
    assert found["travel_times", "K1|H1", "travel_min"].value == 25.0


def test_what_is_derived_from_an_assumption_is_one_whatever_its_mark_says():
    found = confidence_of(NETWORK)
    assert found["products", "LU", "residual_mbq"] == "assumption"
    assert found["products", "LU", "preparation_h"] == "assumption"  # its mark says derived
    assert found["products", "RA", "preparation_h"] == "synthetic"


def test_an_assumption_spreads_through_a_chain_and_ends_at_a_circle():
    first, second = NETWORK.provenance
    chain = (
        row(first, derived_from="products/LU/shelf_life_h"),
        second,
        row(second, field="shelf_life_h", derived_from="products/LU/preparation_h"),
        row(second, key="RA", field="shelf_life_h", derived_from="products/LU/shelf_life_h"),
        row(second, table_name="tail_supply", field="vials_per_week", derived_from="products/RA/shelf_life_h"),
        row(second, key="RA", field="residual_mbq", derived_from="nuclides/Ra-223/half_life_h"),
    )
    found = confidence_of(row(NETWORK, provenance=chain))
    assert found["products", "RA", "shelf_life_h"] == "assumption"
    assert found["tail_supply", "LU", "vials_per_week"] == "assumption"
    assert found["products", "RA", "residual_mbq"] == "derived"


def test_an_assumption_spreads_from_a_row_that_is_one_as_a_whole():
    nuclides = (NETWORK.nuclides[0], row(NETWORK.nuclides[1], source="guess", confidence="assumption"))
    mark = row(NETWORK.provenance[1], key="RA", field="residual_mbq", derived_from="nuclides/Ra-223/half_life_h")
    found = confidence_of(row(NETWORK, nuclides=nuclides, provenance=(mark,)))
    assert found["nuclides", "Ra-223", "half_life_h"] == "assumption"
    assert found["products", "RA", "residual_mbq"] == "assumption"
    assert found["products", "LU", "residual_mbq"] == "synthetic"


def test_assumptions_are_counted_by_confidence_and_by_table():
    counted = assumptions(NETWORK)
    every = figures(NETWORK)
    assert {each.field for each in counted.figures} == {"residual_mbq", "preparation_h"}
    assert counted.count_by_confidence == {"assumption": 2, "synthetic": len(every) - 2}
    assert counted.count_by_table == {"products": 2}


def test_a_figure_without_a_source_is_found():
    assert list(unsourced(NETWORK)) == []
    sites = (row(NETWORK.sites[0], source="hearsay"), *NETWORK.sites[1:])
    assert [(each.key, each.field) for each in unsourced(row(NETWORK, sites=sites))] == [
        ("H1", "latitude_deg"),
        ("H1", "longitude_deg"),
    ]
