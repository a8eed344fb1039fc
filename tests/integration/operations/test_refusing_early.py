"""What can be known to be wrong is refused before any work, says what is allowed, and leaves nothing."""

import socket

import pytest

from doseline.cli.running import run
from doseline.demand import synthesise
from doseline.network import write_network


@pytest.fixture
def country(tmp_path):
    write_network(synthesise(instance="XS-01", seed=1), tmp_path / "country")
    return tmp_path / "country"


@pytest.mark.parametrize("command", ["plan", "week", "demo"])
def test_a_language_that_is_not_spoken_leaves_nothing(command, country, tmp_path, capsys):
    before = sorted(tmp_path.rglob("*"))
    arguments = [command, *([str(country)] if command == "plan" else []), "-o", str(tmp_path / "out")]
    assert run([*arguments, "--language", "it"]) == 2
    shown = capsys.readouterr()
    assert "does not speak this language. Given: 'it'. Allowed: en, nl, fr, de." in shown.err
    assert shown.out == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_explain_refuses_a_language_before_it_looks_for_the_plan(tmp_path, capsys):
    assert run(["explain", str(tmp_path / "nowhere"), "--language", "it"]) == 2
    assert "Allowed: en, nl, fr, de." in capsys.readouterr().err


def test_a_plan_goes_into_no_folder_of_others(country, tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert run(["plan", str(country), "-o", str(tmp_path / "mine")]) == 2
    shown = capsys.readouterr().err
    assert "is not replaced" in shown
    assert "reading" not in shown


def test_a_port_that_is_taken_is_refused_before_the_demonstration_begins(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run(["demo", "-o", str(tmp_path / "out"), "--port", port]) == 2
    assert "cannot be had" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
