from dataclasses import replace
from datetime import date

from doseline.demand.synthesis import synthesised
from tests.support.demand import static_country, with_parameters

COUNTRY = static_country()


def labs(country=COUNTRY, seed=1):
    network = synthesised(country, instance="test", scenarios=("base",), seed=seed)
    return network, network.labs


def test_nobody_has_a_sample_from_before_the_referral():
    at_once = tuple(
        replace(row, first_earliest_d=0, first_due_d=0) if row.labs_valid_d is not None else row
        for row in COUNTRY.regimens
    )
    network, found = labs(replace(COUNTRY, regimens=at_once))
    referred = {row.course_id: row.referred_on for row in network.courses}
    recent = [row for row in network.courses if date(2027, 2, 26) < row.referred_on <= date(2027, 3, 8)]
    assert recent
    assert found
    assert {row.course_id for row in found}.isdisjoint(row.course_id for row in recent)
    assert all(referred[row.course_id] <= row.taken_at.date() for row in found)
    assert any(referred[row.course_id] > date(2027, 2, 24) for row in found)


def test_samples_are_taken_on_the_mornings_of_the_last_three_working_days():
    _, found = labs()
    assert {row.taken_at.date() for row in found} == {date(2027, 2, day) for day in (24, 25, 26)}
    assert all(7 <= row.taken_at.hour < 11 for row in found)  # 8:00 to 12:00 in Brussels


def test_the_share_that_is_withheld_is_the_parameter():
    none, every = (labs(with_parameters(COUNTRY, withhold_fraction=share))[1] for share in (0.0, 1.0))
    assert {row.outcome for row in none} == {"fit"}
    assert {row.outcome for row in every} == {"withhold"}
    assert [row.taken_at for row in none] == [row.taken_at for row in every]


def test_a_regimen_without_a_labs_rule_has_no_results():
    network, found = labs()
    ruled = {row.regimen_id for row in network.regimens if row.labs_valid_d is not None}
    regimen_of = {row.course_id: row.regimen_id for row in network.courses}
    assert {regimen_of[row.course_id] for row in found} <= ruled
