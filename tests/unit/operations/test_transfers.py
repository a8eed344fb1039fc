"""Patients who change hospital: found across the past and the plan, with their travel, and told as such."""

from dataclasses import replace

import pytest

from doseline.cli.explained import emit_explanation
from doseline.i18n import LANGUAGES
from doseline.journey import TravelTime
from doseline.network import package_sha256, write_network, write_plan
from doseline.operations import explain_plan
from doseline.operations.report import render_report
from doseline.operations.transfers import transfers_of
from tests.oracles.report import transfers
from tests.support.checking import legal_plan
from tests.support.checking_country import small_country
from tests.support.pages import table_of
from tests.support.report import make_network, make_plan

SITES = ("UZA", "BORDET", "NAMUR")
TITLE = "Patients who change hospital"


def travel_times(network):
    """From everywhere UZA is 30 min away, BORDET 45 and NAMUR 10; to the others the way is not known."""
    return tuple(
        TravelTime(
            catchment_id=row.catchment_id, site_id=site_id, travel_min=minutes, source="press", confidence="secondary"
        )
        for row in network.catchments
        for site_id, minutes in zip(SITES, (30.0, 45.0, 10.0), strict=True)
    )


BARE = make_network(courses=120)
NETWORK = replace(BARE, travel_times=travel_times(BARE))
PLAN = make_plan(NETWORK)
PAST = {row.course_id: row for row in NETWORK.past_administrations}
RUNNING = [row for row in PLAN.administrations if row.course_id in PAST and row.cycle_number > 1]


def moved(*changes):
    """The plan with cycles at other centres: key of the cycle and centre."""
    sites = {(row.course_id, row.cycle_number): site_id for row, site_id in changes}
    rows = (
        replace(row, site_id=sites.get((row.course_id, row.cycle_number), row.site_id)) for row in PLAN.administrations
    )
    return replace(PLAN, administrations=tuple(rows))


def started_at(site_id):
    """A cycle of the plan that follows a past one at this centre."""
    return next(
        row
        for row in RUNNING
        if PAST[row.course_id].site_id == site_id and PAST[row.course_id].cycle_number == row.cycle_number - 1
    )


FARTHER, NEARER, UNKNOWN = started_at("UZA"), started_at("BORDET"), started_at("CHU-LIEGE")
CHANGED = moved((FARTHER, "BORDET"), (NEARER, "NAMUR"), (UNKNOWN, "UZA"))


def told(language="en", plan=CHANGED):
    return render_report(NETWORK, plan, language)


def test_a_plan_that_moves_nobody_has_none():
    assert not transfers_of(PLAN, NETWORK).rows
    assert "Every cycle is given at the centre of the cycle before it." in told(plan=PLAN)


def test_changes_are_found_from_the_past_and_within_the_plan(tmp_path):
    write_network(NETWORK, tmp_path / "country")
    write_plan(CHANGED, tmp_path / "plan")
    found = [
        (
            row.administration.course_id,
            str(row.administration.cycle_number),
            row.from_site_id,
            row.administration.site_id,
            row.before_min,
            row.after_min,
        )
        for row in transfers_of(CHANGED, NETWORK).rows
    ]
    expected = [
        (*change[:4], *(None if minutes != minutes else minutes for minutes in change[4:]))
        for change in transfers(tmp_path / "country", tmp_path / "plan")
    ]
    assert found == expected
    assert {FARTHER.course_id, NEARER.course_id, UNKNOWN.course_id} <= {row[0] for row in found}


def test_a_course_that_comes_back_changes_twice():
    first, second = next(
        (one, other)
        for one in RUNNING
        for other in RUNNING
        if one.course_id == other.course_id and one.cycle_number + 1 == other.cycle_number
    )
    changed = transfers_of(moved((first, "UZA" if first.site_id != "UZA" else "BORDET")), NETWORK).rows
    assert [row.administration.cycle_number for row in changed] == [first.cycle_number, second.cycle_number]
    assert changed[1].administration.site_id == changed[0].from_site_id == second.site_id


def test_travel_that_is_not_known_counts_in_no_mean():
    plan = replace(
        CHANGED,
        administrations=tuple(
            row
            for row in CHANGED.administrations
            if (row.course_id, row.cycle_number)
            in {(one.course_id, one.cycle_number) for one in (FARTHER, NEARER, UNKNOWN)}
        ),
    )
    found = transfers_of(plan, NETWORK)
    assert [row.extra_min for row in sorted(found.rows, key=lambda row: row.extra_min or 0.0)] == [-35.0, None, 15.0]
    assert (found.farther, found.mean_farther_min, found.mean_extra_min) == (1, 15.0, -10.0)
    html = told(plan=plan)
    assert "3 cycles are given at another centre than the cycle before them." in html
    assert "One of these centres is farther from the patient&#39;s home, by 15.0 minutes one way." in html
    assert "Over all changes the way is 10.0 minutes shorter on average." in html
    assert "The plan does not price changes of hospital yet" in html


def test_each_change_stands_in_the_table_with_both_ways():
    row = next(row for row in table_of(told(), TITLE) if row["Course"] == FARTHER.course_id)
    assert (row["Centre before"], row["Centre now"]) == ("UZA", "Institut Jules Bordet")
    assert (row["Travel before, min"], row["Travel now, min"]) == ("30", "45")
    row = next(row for row in table_of(told(), TITLE) if row["Course"] == UNKNOWN.course_id)
    assert (row["Travel before, min"], row["Travel now, min"]) == ("–", "30")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_the_changes(language):
    section = told(language).partition('id="transfers"')[2].partition("</section>")[0]
    assert FARTHER.course_id in section
    assert "C18" in section


def test_explain_counts_them_for_the_whole_and_for_one_centre(tmp_path, capsys):
    country = small_country()
    plan = legal_plan(country)
    write_network(country, tmp_path / "country")
    rows = tuple(replace(row, site_id={"C2": "A", "C3": "B"}.get(row.course_id, "B")) for row in plan.administrations)
    plan = replace(plan, administrations=rows, package_sha256=package_sha256(tmp_path / "country"))
    write_plan(plan, tmp_path / "plan")
    found = explain_plan(tmp_path / "plan")["transfers"]
    assert (found["cycles"], found["farther"], found["mean_farther_min"], found["mean_extra_min"]) == (2, 2, 47.5, 47.5)
    third, second = found["rows"]
    assert (third["course_id"], third["from_centre"], third["to_centre"]) == ("C3", "A", "B")
    assert (third["travel_before_min"], third["travel_now_min"]) == (20.0, 70.0)
    assert second["administered_at"] == "2027-03-27T10:00+01:00"
    assert explain_plan(tmp_path / "plan", centre="A")["transfers"]["cycles"] == 2
    assert [row["course_id"] for row in explain_plan(tmp_path / "plan", product="LUT")["transfers"]["rows"]] == ["C2"]
    emit_explanation(explain_plan(tmp_path / "plan"))
    assert "2 cycles are given at another centre" in capsys.readouterr().out
    emit_explanation(explain_plan(tmp_path / "plan", language="de"))
    assert "im Mittel um 47,5 min je Weg" in capsys.readouterr().out


def test_without_the_country_changes_within_the_plan_are_found():
    whole, alone = transfers_of(CHANGED, NETWORK), transfers_of(CHANGED, None)
    from_past = {(row.course_id, row.cycle_number) for row in (FARTHER, NEARER, UNKNOWN)}
    keys = [(row.administration.course_id, row.administration.cycle_number) for row in alone.rows]
    assert keys == [
        key
        for key in ((row.administration.course_id, row.administration.cycle_number) for row in whole.rows)
        if key not in from_past
    ]
    assert all(row.extra_min is None for row in alone.rows)
    assert (alone.farther, alone.mean_farther_min, alone.mean_extra_min) == (0, None, None)
    assert not alone.travel_known
    assert whole.travel_known


@pytest.fixture
def alone(tmp_path):
    write_plan(CHANGED, tmp_path / "plan")
    return tmp_path / "plan"


def test_explain_counts_nothing_that_the_country_alone_knows(alone):
    found = explain_plan(alone)["transfers"]
    assert [found[name] for name in ("cycles", "farther", "mean_farther_min", "mean_extra_min")] == [None] * 4
    assert len(found["rows"]) == len(transfers_of(CHANGED, None).rows) > 1
    assert {(row["travel_before_min"], row["travel_now_min"]) for row in found["rows"]} == {(None, None)}
    assert explain_plan(alone, course_id=FARTHER.course_id)["past"] is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "At least {}"), ("nl", "Minstens {}"), ("fr", "Au moins {}"), ("de", "Mindestens {}")],
)
def test_every_language_says_that_there_may_be_more(alone, capsys, language, said):
    emit_explanation(explain_plan(alone, language=language))
    assert said.format(len(transfers_of(CHANGED, None).rows)) in capsys.readouterr().out


def test_without_the_country_none_found_is_not_none_there(tmp_path, capsys):
    assert not transfers_of(PLAN, None).rows
    write_plan(PLAN, tmp_path / "plan")
    emit_explanation(explain_plan(tmp_path / "plan"))
    assert "is not known without the country." in capsys.readouterr().out


def test_a_country_that_changes_nobody_says_nothing(tmp_path, capsys):
    country = small_country()
    write_network(country, tmp_path / "country")
    plan = replace(legal_plan(country), package_sha256=package_sha256(tmp_path / "country"))
    write_plan(plan, tmp_path / "plan")
    found = explain_plan(tmp_path / "plan")
    assert (found["transfers"]["cycles"], found["transfers"]["farther"]) == (0, 0)
    emit_explanation(found)
    assert "another centre" not in capsys.readouterr().out
