"""The chain of an administration: every step that the plan knows, in the order of time."""

from doseline.operations.chain import Chains
from tests.support.checking import legal_plan

CHAINS = Chains(legal_plan()).by_cycle


def test_a_vial_of_the_line_is_followed_from_the_reactor_to_the_way_home():
    chain = CHAINS["C2", 2]
    assert chain.source == "batch:NEW1"
    assert [link.kind for link in chain.links()] == [
        "irradiation_starts",
        "irradiation_ends",
        "processing_starts",
        "calibration",
        "certified",
        "departure",
        "arrival",
        "admission",
        "administration",
        "discharge",
    ]
    ats = [link.at for link in chain.links()]
    assert ats == sorted(ats)
    assert {(link.subject, link.subject_id) for link in chain.links()} >= {("batch", "NEW1"), ("stay", "C2-2")}


def test_an_ordered_vial_begins_with_its_order():
    chain = CHAINS["C1", 1]
    assert chain.source == "slot:SL1"
    first = chain.links()[0]
    assert (first.kind, first.at) == ("order_by", chain.order.order_by_at)
    assert (chain.batch, chain.irradiation) == (None, None)


def test_an_initial_order_has_no_last_instant_to_order():
    chain = CHAINS["C3", 2]
    assert chain.source == "order:IO3"
    assert "order_by" not in {link.kind for link in chain.links()}
