from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from doseline.demand.initial_production import initial_production
from doseline.journey import Stop
from doseline.physics import end_of_bombardment_activity_mbq
from tests.support.demand import static_country

COUNTRY = static_country()
PLANNED_AT = COUNTRY.properties.planned_at


def test_every_batch_has_vials_that_can_still_be_given_and_began_before_the_present():
    production = initial_production(COUNTRY)
    assert production.batches
    for batch in production.batches:
        assert batch.calibration_at + timedelta(hours=120) > PLANNED_AT
        processing_at = batch.calibration_at - timedelta(hours=24)
        assert processing_at - timedelta(hours=12 + 168) < PLANNED_AT
        assert batch.dispatch_at == batch.certified_at == batch.calibration_at + timedelta(hours=4)


def test_irradiations_under_way_lie_in_one_cycle_and_find_a_position():
    rows = initial_production(COUNTRY).irradiations
    assert rows
    for row in rows:
        assert row.starts_at < PLANNED_AT < row.ends_at
        assert any(
            cycle.starts_at <= row.starts_at and row.ends_at <= cycle.ends_at for cycle in COUNTRY.reactor_cycles
        )
        beside = [other for other in rows if other.starts_at < row.ends_at and row.starts_at < other.ends_at]
        assert len(beside) <= COUNTRY.reactors[0].positions


def test_usable_activity_is_yield_times_target_less_the_sample():
    lengths = (72.0, 96.0, 120.0, 144.0, 168.0)
    possible = [
        0.8 * float(end_of_bombardment_activity_mbq("Yb-176", 1.0, 0.99, [[2e14, length]], cooling_h=36.0)) - 200.0
        for length in lengths
    ]
    for batch in initial_production(COUNTRY).batches:
        assert any(batch.usable_activity_mbq == pytest.approx(one, rel=1e-9) for one in possible)


def test_a_reactor_that_does_not_run_leaves_nothing():
    assert initial_production(replace(COUNTRY, reactor_cycles=())).batches == ()


def test_a_stopped_line_makes_no_batch():
    stop = Stop(
        stop_id="X",
        kind="line",
        ref_id="HOME-LINE",
        starts_at=datetime(2027, 1, 1, tzinfo=UTC),
        ends_at=datetime(2028, 1, 1, tzinfo=UTC),
        reason="Works",
        source="X",
        confidence="synthetic",
    )
    assert initial_production(replace(COUNTRY, stops=(stop,))).batches == ()
    elsewhere = replace(stop, ref_id="ANOTHER-LINE")
    assert initial_production(replace(COUNTRY, stops=(elsewhere,))) == initial_production(COUNTRY)


def test_lines_in_one_reactor_share_its_positions():
    second = replace(COUNTRY.lines[0], line_id="SECOND-LINE")
    rows = initial_production(replace(COUNTRY, lines=(*COUNTRY.lines, second))).irradiations
    assert len(rows) == len(initial_production(COUNTRY).irradiations)
