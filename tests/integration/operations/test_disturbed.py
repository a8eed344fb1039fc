"""Small countries in which hardly anything is open: planned, checked and explained all the same."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from doseline.demand import synthesise
from doseline.journey import Closure, Stop
from doseline.network import write_network
from doseline.operations import plan_package


@pytest.mark.parametrize("instance", ["XS-C09", "XS-C20", "XS-01"])
@pytest.mark.parametrize("whole_site", [False, True])
def test_a_country_where_hardly_anything_is_open_is_planned(instance, whole_site, tmp_path):
    network = synthesise(instance=instance, seed=1)
    place, marks = network.places[0], {"source": network.sources[0].source_id, "confidence": "synthetic"}
    begin = datetime.combine(network.properties.horizon_start_on, time(), tzinfo=UTC)
    end = begin + timedelta(days=network.properties.horizon_days - 1)
    shut = Closure(
        closure_id="SHUT",
        site_id=place.site_id,
        place_id=None if whole_site else place.place_id,
        starts_at=begin,
        ends_at=end,
        reason="Fire",
    )
    supplier = network.suppliers[0].supplier_id
    strike = Stop(
        stop_id="STRIKE", kind="supplier", ref_id=supplier, starts_at=begin, ends_at=end, reason="Strike", **marks
    )
    write_network(replace(network, pins=(), closures=(shut,), stops=(strike,)), tmp_path / "country")
    summary = plan_package(tmp_path / "country", tmp_path / "plan", work=2)
    assert summary["checked"]
    assert summary["certified"]
    named = {one["key"] for reason in summary["reasons"] for one in reason["disturbances"]}
    assert summary["counts"]["unserved"] == 0 or named & {"SHUT", "STRIKE"}
