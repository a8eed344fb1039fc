"""``doseline explain --gain``: what one more unit gains, from the command line."""

import json
from dataclasses import replace

import pytest

from doseline.cli.running import run
from doseline.demand import synthesise
from doseline.i18n import LANGUAGES
from doseline.network import read_plan, write_network, write_plan
from doseline.operations import plan_package
from doseline.operations.gaining.gains import trial_of


@pytest.fixture(scope="module")
def country():
    return synthesise(instance="XS-C09", seed=1)


@pytest.fixture(scope="module")
def planned(country, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gaining")
    write_network(country, folder / "country")
    plan_package(folder / "country", folder / "plan", work=4, report=False)
    return folder


def test_a_bed_that_lacks_is_named_with_its_week_and_what_it_gains(planned, capsys):
    before = sorted(planned.rglob("*"))
    assert run(["explain", str(planned / "plan"), "--gain"]) == 0
    shown = capsys.readouterr().out
    sentence = "Centre-a, week 9 (from 1 March 2027): one more bed gives "
    assert sentence in shown
    assert "and 31 days less waiting (solved again)." in shown
    assert "One unit was tried of 1 that cycles lack" in shown
    assert sorted(planned.rglob("*")) == before


def test_the_same_for_machines(planned, capsys):
    assert run(["explain", str(planned / "plan"), "--gain", "--most", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = found["gains"]
    assert (row["kind"], row["week"], row["week_on"]) == ("place", "2027-W09", "2027-03-01")
    assert (row["gain_in_window"], row["gain_days"], row["legal"]) == (2, 31, True)
    assert row["in_window"] - row["without_in_window"] == 2
    assert found["base"]["spread_days"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it(planned, capsys, language):
    assert run(["explain", str(planned / "plan"), "--gain", "--work", "1", "--language", language]) == 0
    assert "31" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--gain", "--most", "0"], "Nothing can be tried with --most 0. Given: '0'. Allowed: 1 or more."),
        (["--gain", "--work", "-1"], "Nothing can be tried with --work -1."),
        (["--most", "3"], "They go with --gain."),
        (["--gain", "--course", "C-1"], "Give --course or --gain."),
        (["--gain", "--centre", "Atlantis"], "The plan has no such centre."),
        (["--gain", "--language", "it"], "Allowed: en, nl, fr, de."),
    ],
)
def test_what_makes_no_sense_is_refused(planned, capsys, options, said):
    assert run(["explain", str(planned / "plan"), *options]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_a_plan_that_breaks_a_rule_is_refused(planned, tmp_path, capsys):
    plan = read_plan(planned / "plan")
    stays = tuple(replace(row, ends_at=row.starts_at, clean_at=row.starts_at) for row in plan.stays)
    write_plan(replace(plan, stays=stays), tmp_path / "plan")
    command = ["explain", str(tmp_path / "plan"), "--gain", "--package", str(planned / "country")]
    assert run(command) == 2
    assert "breaks a rule" in capsys.readouterr().err


def test_a_plan_of_another_country_is_refused(planned, tmp_path, capsys):
    write_network(synthesise(instance="XS-01", seed=1), tmp_path / "other")
    assert run(["explain", str(planned / "plan"), "--gain", "--package", str(tmp_path / "other")]) == 2
    assert "was made for another package" in capsys.readouterr().err


def test_a_plan_made_without_a_rule_is_refused(planned, tmp_path, capsys):
    plan_package(planned / "country", tmp_path / "plan", work=1, report=False, without=("C09",))
    command = ["explain", str(tmp_path / "plan"), "--gain", "--package", str(planned / "country")]
    assert run(command) == 2
    assert "was made without C09" in capsys.readouterr().err


def test_a_unit_is_there_in_its_week_alone(country, planned):
    trial = trial_of(country, read_plan(planned / "plan"))
    (wanted,) = trial.units()
    widened = wanted.unit.added_to(country)
    (place,) = set(widened.places) - set(country.places)
    assert place.stays_per_week == 0.0
    spans = sorted((row.starts_at, row.ends_at) for row in widened.closures if row.place_id == place.place_id)
    assert [f"{spans[0][1]:%F %H:%M}", f"{spans[1][0]:%F %H:%M}"] == ["2027-02-28 23:00", "2027-03-07 23:00"]
    assert spans[1][1] > spans[0][1] > spans[0][0]
