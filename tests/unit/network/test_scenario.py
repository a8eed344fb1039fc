"""A scenario is a visible set of overrides, and what it changes carries its mark."""

import pytest

from doseline.errors import BadPackage, UserError
from doseline.journey import ScenarioOverride
from doseline.network import apply_scenario, figures
from tests.support.network import FACT, make_network, row

NETWORK = make_network()


def override(**changes):
    given = {"table_name": "places", "key": "H1-B1", "field": "cleaning_h", "operation": "set", "value": "6", **changes}
    return ScenarioOverride(scenario="high", source="guess", confidence="assumption", **given)


def high(*overrides):
    return apply_scenario(make_network(scenarios=overrides), "high")


def test_the_tiny_country_in_its_low_scenario():
    low = apply_scenario(NETWORK, "low")
    assert low.properties.scenario == "low"
    assert {slot.quantity for slot in low.slots} == {2}
    assert [(place.place_id, place.cleaning_h) for place in low.places] == [("H1-B1", 6.0)]
    assert low.courses == NETWORK.courses


def test_the_base_changes_nothing():
    assert apply_scenario(NETWORK, "base") == NETWORK


def test_a_set_value_has_the_type_of_its_column():
    (place, _) = high(override(field="nuclides", value="Ra-223")).places
    assert place.nuclides == ("Ra-223",)
    (place, _) = high(override(field="overnight", value="false")).places
    assert place.overnight is False
    (place, _) = high(override(field="effluent_line_id", value=None)).places
    assert place.effluent_line_id is None


@pytest.mark.parametrize(("factor", "expected"), [("0.5", 2), ("0.6", 2), ("0.7", 3), ("0", 0), ("2.5", 10)])
def test_a_multiplied_whole_number_is_rounded(factor, expected):
    changed = high(override(table_name="slots", key="*", field="quantity", operation="multiply", value=factor))
    assert {slot.quantity for slot in changed.slots} == {expected}


def test_a_missing_value_stays_missing_when_it_is_multiplied():
    change = override(
        table_name="products", key="*", field="prescribed_activity_mbq", operation="multiply", value="0.5"
    )
    assert [product.prescribed_activity_mbq for product in high(change).products] == [3700.0, None]


def test_overrides_are_applied_in_their_order():
    changed = high(override(value="8"), override(operation="multiply", value="2"))
    assert changed.places[0].cleaning_h == 16.0


def test_a_changed_figure_carries_the_mark_of_its_override():
    changed = high(override(table_name="products", key="LU", field="preparation_h", value="2"))
    found = {(each.table, each.key, each.field): each for each in figures(changed)}
    assert found["products", "LU", "preparation_h"].source == "guess"
    assert found["products", "LU", "preparation_h"].confidence == "assumption"
    (mark,) = (each for each in changed.provenance if each.field == "preparation_h")
    assert (mark.formula, mark.derived_from) == ("scenario high: set 2", None)


def test_what_is_said_about_a_deleted_row_goes_with_it():
    other = (
        row(override(table_name="products", key=key, field="residual_mbq", value="0"), scenario="low")
        for key in ("LU", "RA")
    )
    changed = high(
        override(table_name="products", key="LU", field="*", operation="delete", value=None),
        override(table_name="products", key="RA", field="residual_mbq", value="0"),
        *other,
    )
    assert [product.product_id for product in changed.products] == ["RA"]
    assert [(each.key, each.field) for each in changed.provenance] == [("RA", "residual_mbq")]
    assert [(each.scenario, each.key) for each in changed.scenarios] == [("low", "RA")]


def test_an_override_that_is_applied_is_gone_so_that_it_counts_once():
    twice = override(operation="multiply", value="2")
    other = row(override(field="stays_per_week"), scenario="low")
    changed = high(twice, other)
    assert changed.scenarios == (other,)
    assert apply_scenario(changed, "high") == changed


def test_an_unknown_scenario_names_the_known_ones():
    with pytest.raises(UserError, match="base, low") as raised:
        apply_scenario(NETWORK, "lo")
    assert "Did you mean low" in str(raised.value)


def test_all_faults_of_a_scenario_are_reported_at_once():
    with pytest.raises(BadPackage) as raised:
        high(
            override(table_name="plaices"),
            override(key="H9"),
            override(field="cleaning"),
            override(field="place_id"),
            override(value="-1"),
            override(field="kind", operation="multiply", value="2"),
            override(operation="multiply", value="a lot"),
        )
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        (1, "table_name"),
        (2, "key"),
        (3, "field"),
        (4, "field"),
        (5, "value"),
        (6, "value"),
        (7, "value"),
    ]


def test_a_scenario_of_a_table_that_states_no_facts_leaves_no_mark():
    changed = high(override(table_name="courses", key="*", field="weight", operation="multiply", value="3"))
    assert {course.weight for course in changed.courses} == {3}
    assert changed.provenance == NETWORK.provenance


def test_the_country_itself_is_not_changed():
    before = make_network()
    apply_scenario(before, "low")
    assert before == make_network()
    assert row(before.slots[0], **FACT).quantity == 4
