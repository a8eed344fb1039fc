"""A centre that is like another: sound at once, and assumed."""

import pytest

from doseline.errors import UserError
from doseline.network import add_centre, assumptions, check_network, read_network, write_network, write_with_centre
from doseline.network.belgium import belgium_folder
from tests.support.network import make_network

CENTRE = next(site for site in make_network().sites if site.kind == "hospital")


def grown(network):
    return add_centre(network, like=CENTRE.site_id, site_id="NEW", name="New hospital")


def test_the_tiny_country_with_one_more_centre_is_sound(tmp_path):
    write_network(make_network(scenarios=()), tmp_path / "tiny")
    rows = write_with_centre(
        tmp_path / "tiny", tmp_path / "more", like=CENTRE.site_id, site_id="NEW", name="New hospital"
    )
    assert check_network(tmp_path / "more") == ()
    assert rows["sites"] == 1
    assert rows["places"] == sum(place.site_id == CENTRE.site_id for place in make_network().places)
    assert read_network(tmp_path / "more") == grown(make_network(scenarios=()))


def test_belgium_with_one_more_centre_is_sound_and_assumes_more(tmp_path):
    write_with_centre(belgium_folder(), tmp_path, like="UZA", site_id="NEW", name="New hospital", static=True)
    more = read_network(tmp_path, static=True)
    before = assumptions(read_network(belgium_folder(), static=True))
    assert len(assumptions(more).figures) > len(before.figures)
    assert {row.confidence for row in more.site_products if row.site_id == "NEW"} == {"assumption"}


def test_what_is_there_before_the_plan_is_not_taken_over():
    country = make_network()
    network = grown(country)
    assert country.tanks
    assert [tank.initial_litres for tank in network.tanks[len(country.tanks) :]] == [0.0] * len(country.tanks)
    assert {tank.initial_lu177_mbq for tank in network.tanks[len(country.tanks) :]} == {0.0}
    assert {tank.effluent_line_id for tank in network.tanks[len(country.tanks) :]} <= {
        line.effluent_line_id for line in network.effluent_lines if line.site_id == "NEW"
    }
    assert network.closures == make_network().closures
    assert network.initial_stays == make_network().initial_stays


@pytest.mark.parametrize(
    ("like", "site_id", "said"), [("NOWHERE", "NEW", "no centre NOWHERE"), (CENTRE.site_id, CENTRE.site_id, "already")]
)
def test_no_centre_to_be_like_and_a_taken_key_are_refused(like, site_id, said):
    with pytest.raises(UserError, match=said):
        add_centre(make_network(), like=like, site_id=site_id, name="-")
