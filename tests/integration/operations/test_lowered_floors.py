"""A plan made again after events that leave floors of regions out of reach: it comes, lowers them, and says so."""

import json
from dataclasses import replace

import pytest

from doseline.checking import check_plan
from doseline.cli.running import run
from doseline.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_FINDING
from doseline.network import package_sha256, read_network, read_plan, write_network, write_plan
from doseline.network.events import read_events
from doseline.operations import plan_package, replan_plan
from doseline.operations.baseline import book_package, rebook
from doseline.operations.replanning.effects import effects_of
from tests.oracles.planning import exhaustive_optimum
from tests.support.floored import SHUT, floored_country

LACKING = {
    "one region, one vial": ({"S": 1.0}, 1),
    "one region, nothing": ({"S": 0.5}, 0),
    "two regions, one vial": ({"R": 0.5, "S": 1.0}, 1),
    "two regions, two vials": ({"R": 1.0, "S": 1.0}, 2),
    "two regions, three vials": ({"R": 1.0, "S": 1.0}, 3),
}
REACHED = {"half": ({"S": 0.5}, 1), "both": ({"R": 0.5, "S": 1.0}, 3), "nothing asked": ({"S": 0.0}, 0)}


def events(folder, *told):
    path = folder / f"events-{told[-1]['event_id']}.json"
    path.write_text(json.dumps({"events": list(told)}), "utf-8")
    return path


def planned(folder, floors, on_friday):
    write_network(floored_country(floors, on_friday=on_friday), folder / "country")
    plan_package(folder / "country", folder / "plan", work=2, report=False)
    return folder


def replanned(folder, floors, on_friday, **options):
    planned(folder, floors, on_friday)
    return replan_plan(folder / "plan", events(folder, SHUT), folder / "again", work=2, **options)


def kept_shares(folder):
    return {row.region_id: (row.in_window_share_min, row.in_window_share_asked) for row in floors_of(folder)}


def floors_of(folder):
    return read_network(folder / "country").region_floors


def sentences(folder, plan=None):
    return [row.sentence for row in check_plan(folder / "country", plan or folder).violations]


def test_the_command_hands_out_a_plan_and_says_first_which_floor_it_lowers(tmp_path, capsys):
    planned(tmp_path, {"S": 1.0}, 1)
    path, again = events(tmp_path, SHUT), tmp_path / "again"
    arguments = ["replan", str(tmp_path / "plan"), "--events", str(path), "-o", str(again), "--work", "2"]
    assert run(arguments) == EXIT_DONE
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Floor lowered, South: 100% of its cycles")
    assert "50.0% are kept to (cycles: 1 instead of 2)" in first
    assert "not proven" in first
    assert kept_shares(again) == {"S": (0.5, 1.0)}
    assert run(["check", str(again / "country"), str(again)]) == EXIT_DONE
    assert "S: 1 asked for (2 cycles), 0.5 kept to (1)" in " ".join(capsys.readouterr().out.split())
    (told,) = read_plan(again).summary["replanned"]["floors_lowered"]
    assert (told["region"], told["asked_cycles"], told["kept_cycles"]) == ("South", 2, 1)


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_report_says_it_at_its_head_and_among_those_who_are_not_served(tmp_path, language):
    said = {"en": "Floor lowered", "nl": "Minimumaandeel verlaagd", "fr": "Part minimale", "de": "Mindestanteil ges"}
    replanned(tmp_path, {"S": 1.0}, 1, language=language)
    page = (tmp_path / "again" / "report.html").read_text("utf-8")
    head, rest = page[: page.index('id="changes"')], page[page.index('id="unserved"') :]
    assert said[language] in head
    assert "South" in head
    titles = {"en": "Share kept to", "nl": "Aangehouden aandeel", "fr": "Part retenue", "de": "Eingehaltener Anteil"}
    assert titles[language] in rest


@pytest.mark.parametrize("name", LACKING)
def test_as_little_as_possible_is_lacking_and_then_the_levels_are_best(tmp_path, name):
    floors, on_friday = LACKING[name]
    replanned(tmp_path, floors, on_friday)
    again = tmp_path / "again"
    verdict = check_plan(again / "country", again)
    assert ([row.sentence for row in verdict.violations], verdict.certified) == ([], True)
    country, plan = read_network(again / "country"), read_plan(again)
    aimed = tuple(
        replace(row, in_window_share_min=0.0, in_window_share_asked=floors[row.region_id])
        for row in country.region_floors
    )
    best = exhaustive_optimum(replace(country, region_floors=aimed))
    assert best.lacking > 0
    assert sum(row.asked_cycles - row.kept_cycles for row in plan.lowered_floors) == best.lacking
    levels = [verdict.levels[level] for level in ("L1", "L3", "L2")]
    assert levels == [best.levels[level] for level in ("L1", "L3", "L2")]
    # the lowered country is the same to the oracle: what is kept to can be, and no more
    kept = exhaustive_optimum(country)
    assert (kept.lacking, kept.levels) == (best.lacking, best.levels)
    for row in country.region_floors:
        if row.in_window_share_asked is not None:
            stricter = [replace(one, in_window_share_min=floors[one.region_id], in_window_share_asked=None)
                        if one.region_id == row.region_id else one for one in country.region_floors]  # fmt: skip
            assert exhaustive_optimum(replace(country, region_floors=tuple(stricter))) is None


def test_of_two_floors_in_conflict_the_heavier_patients_are_kept(tmp_path):
    replanned(tmp_path, {"R": 1.0, "S": 1.0}, 2)
    assert kept_shares(tmp_path / "again") == {"R": (1.0, None), "S": (0.0, 1.0)}


@pytest.mark.parametrize("name", REACHED)
def test_floors_that_can_be_reached_are_left_as_they_are(tmp_path, name):
    floors, on_friday = REACHED[name]
    summary = replanned(tmp_path, floors, on_friday)
    again = tmp_path / "again"
    assert kept_shares(again) == {region_id: (share, None) for region_id, share in floors.items()}
    assert (summary["replanned"]["floors_lowered"], read_plan(again).lowered_floors) == ([], ())
    assert not (again / "lowered_floors.csv").exists()
    assert "C22" not in check_plan(again / "country", again).notes
    # and the plan is the one that would be found if no floor could be lowered
    plan_package(again / "country", tmp_path / "plain", work=2, report=False)
    assert read_plan(tmp_path / "plain").administrations == read_plan(again).administrations


def test_the_next_plan_starts_from_what_was_asked_for(tmp_path):
    replanned(tmp_path, {"S": 1.0}, 1)
    again, third = tmp_path / "again", tmp_path / "third"
    stopped = {"event_id": "E2", "kind": "patient_stopped", "at": "2027-03-01T15:00:00Z"}
    (unserved,) = {row.course_id for row in read_plan(again).unserved} & {"COURSE-3", "COURSE-4"}
    summary = replan_plan(again, events(tmp_path, stopped | {"subject_id": unserved}), third, work=2)
    assert kept_shares(third) == {"S": (1.0, None)}
    assert summary["replanned"]["floors_lowered"] == []
    assert sentences(third) == []
    # what the plan before had to lower is remembered
    assert read_plan(third).lowered_floors == read_plan(again).lowered_floors != ()


def test_a_floor_that_stays_out_of_reach_is_lowered_from_what_was_asked_for_again(tmp_path):
    replanned(tmp_path, {"S": 1.0}, 1)
    stopped = {"event_id": "E2", "kind": "patient_stopped", "at": "2027-03-01T15:00:00Z", "subject_id": "COURSE-1"}
    replan_plan(tmp_path / "again", events(tmp_path, stopped), tmp_path / "third", work=2)
    assert kept_shares(tmp_path / "third") == {"S": (0.5, 1.0)}
    assert sentences(tmp_path / "third") == []
    told = read_plan(tmp_path / "third").lowered_floors
    assert [(row.replanned_at.hour, row.in_window_share_asked) for row in told] == [(9, 1.0), (15, 1.0)]


def test_a_plan_that_serves_fewer_than_the_lowered_floor_is_refused(tmp_path, capsys):
    replanned(tmp_path, {"S": 1.0}, 1)
    again = tmp_path / "again"
    plan = read_plan(again)
    fewer = replace(plan, administrations=(), vials=(), stays=(), orders=(), shipments=(), summary={}, certificates={})
    write_plan(fewer, tmp_path / "fewer")
    assert run(["check", str(again / "country"), str(tmp_path / "fewer")]) == EXIT_FINDING
    said = " ".join(capsys.readouterr().out.split())
    assert "0 of 2 demanded cycles of S are given in window" in said
    assert "at least 1, a share of 0.5, lowered from 1" in said


@pytest.mark.parametrize("tamper", ["hidden", "smaller", "of another plan"])
def test_a_plan_that_does_not_say_what_was_lowered_is_refused(tmp_path, tamper):
    replanned(tmp_path, {"S": 1.0}, 1)
    again = tmp_path / "again"
    plan = read_plan(again)
    (row,) = plan.lowered_floors
    told = {
        "hidden": (),
        "smaller": (replace(row, asked_cycles=1),),
        "of another plan": (row, replace(row, replanned_at=row.replanned_at.replace(hour=12))),
    }
    write_plan(replace(plan, lowered_floors=told[tamper], summary={}), tmp_path / "silent")
    violations = check_plan(again / "country", tmp_path / "silent").violations
    assert [(found.constraint, found.table) for found in violations] == [("C00", "lowered_floors")]


def test_the_same_work_finds_the_same_plan_and_repeat_makes_it_again(tmp_path):
    replanned(tmp_path, {"R": 1.0, "S": 1.0}, 2)
    again = tmp_path / "again"
    replan_plan(tmp_path / "plan", tmp_path / "events-E1.json", tmp_path / "twin", work=2)
    one, twin = read_plan(again), read_plan(tmp_path / "twin")
    assert (one.administrations, one.lowered_floors) == (twin.administrations, twin.lowered_floors)
    assert one.package_sha256 == twin.package_sha256
    assert one.summary["work"] > 2, "the search went on for the floors"
    summary = plan_package(again / "country", tmp_path / "same", repeat=again, report=False)
    assert summary["unlike_repeated"] == ["events", "changes"]  # which only a plan made again has


def test_a_plan_that_is_not_made_again_lowers_nothing(tmp_path, capsys):
    replanned(tmp_path, {"S": 1.0}, 1)
    lowered = read_network(tmp_path / "again" / "country")
    asked = tuple(replace(row, in_window_share_min=1.0, in_window_share_asked=None) for row in lowered.region_floors)
    write_network(replace(lowered, region_floors=asked), tmp_path / "asked")
    before = package_sha256(tmp_path / "asked")
    assert run(["plan", str(tmp_path / "asked"), "-o", str(tmp_path / "none"), "--work", "2"]) == EXIT_BAD_INPUT
    assert "S need 2 cycles in window, 1 were found" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "none").exists()
    assert package_sha256(tmp_path / "asked") == before


def test_those_who_ring_round_miss_floors_and_their_country_says_so(tmp_path):
    write_network(floored_country({"S": 1.0}, on_friday=1), tmp_path / "country")
    book_package(tmp_path / "country", tmp_path / "plan")
    country, plan = read_network(tmp_path / "country"), read_plan(tmp_path / "plan")
    effects = effects_of(country, plan, read_events(events(tmp_path, SHUT)))
    found = rebook(country, plan, effects, country_path=tmp_path / "later", plan_path=tmp_path / "booked")
    (floor,) = found.country.region_floors
    assert (floor.in_window_share_min < 1.0, floor.in_window_share_asked) == (True, 1.0)
    assert check_plan(tmp_path / "later", tmp_path / "booked").violations == ()
