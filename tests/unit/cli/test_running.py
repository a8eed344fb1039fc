"""Every way in which a command can end is a message and an exit code."""

import io
import json
import re
import sys

import pytest

from doseline import operations
from doseline.checking import CertificateVerdict, Verdict
from doseline.cli import main, output
from doseline.cli.running import run
from doseline.errors import DoselineError, UserError
from doseline.network import write_network, write_plan
from doseline.operations.benchmarks import BENCHMARKS
from tests.support.network import make_network, make_plan


@pytest.fixture
def operation(monkeypatch):
    """Put a function in the place of an operation, and record how it is called."""
    calls = []

    def put(name, result=None):
        def function(*arguments, **options):
            calls.append((arguments, options))
            if isinstance(result, BaseException):
                raise result
            return result

        monkeypatch.setattr(operations, name, function, raising=False)
        return calls

    return put


def test_main_leaves_with_the_exit_code_of_the_command(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("doseline ")


def test_without_a_command_it_says_what_there_is(capsys):
    assert run([]) == 0
    shown = capsys.readouterr().out
    for command in ("demo", "week", "network", "plan", "check", "explain", "bench"):
        assert command in shown


@pytest.mark.parametrize(
    "command",
    [["network"], ["network", "check"], ["network", "show"], ["network", "synth"], ["network", "upgrade"], ["plan"],
     ["check"], ["explain"], ["week"], ["demo"], ["bench"]],
    ids=" ".join,
)  # fmt: skip
def test_each_command_has_help_with_an_example(capsys, command):
    assert run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Example: doseline " + " ".join(command) in shown
    if command != ["network"]:
        assert "--json" in shown


def test_the_example_of_bench_names_a_benchmark(capsys):
    assert run(["bench", "--help"]) == 0
    named = re.search(r"Example: doseline bench --only (\S+)", capsys.readouterr().out)
    assert named is not None
    assert named[1] in BENCHMARKS


@pytest.mark.parametrize("command", [["check"], ["network", "upgrade"]], ids=" ".join)
def test_what_is_required_has_no_default(capsys, command):
    assert run([*command, "--help"]) == 0
    assert "this folder" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["plam"], ["plan", "--sed", "1"], ["plan", "--seed", "x"], ["plan", "--work", "5", "--time-limit", "9"]],
)
def test_a_wrong_call_says_what_is_possible(capsys, arguments):
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("doseline: ")
    assert shown.err.partition(" `doseline")[0].endswith((".", "?"))
    assert "--help` says what is possible." in shown.err


def test_a_wrong_call_is_json_for_machines(capsys):
    assert run(["plan", "--seed", "x", "--json"]) == 2
    shown = capsys.readouterr()
    assert "--seed" in json.loads(shown.out)["what"]
    assert shown.err == ""


def test_an_error_of_the_user_is_a_message_or_json(capsys, operation):
    operation("plan_package", UserError("Too long.", given=90, allowed="1 to 26", remedy="Pass 12."))
    assert run(["plan", "be"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "doseline: Too long. Given: 90. Allowed: 1 to 26. Pass 12.\n")

    assert run(["plan", "be", "--json"]) == 2
    given = json.loads(capsys.readouterr().out)
    assert given == {"what": "Too long.", "given": "90", "allowed": "1 to 26", "remedy": "Pass 12."}


def test_every_error_of_doseline_has_a_message(capsys, operation):
    operation("plan_package", DoselineError("Stopped."))
    assert run(["plan", "be"]) == 2
    assert capsys.readouterr().err == "doseline: Stopped.\n"


def test_a_fault_of_the_program_keeps_its_traceback(operation):
    operation("plan_package", ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run(["plan", "be"])


def test_ctrl_c_is_130(capsys, operation):
    operation("plan_package", KeyboardInterrupt())
    assert run(["plan", "be"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_a_closed_pipe_is_141(monkeypatch, operation):
    class Closed(io.StringIO):
        def write(self, _):
            raise BrokenPipeError

        flush = write

        def fileno(self):
            return spare.fileno()

    operation("plan_package", {"a": 1})  # --json shows whatever it is
    with open("/dev/null", "w") as spare:  # noqa: PTH123 - a descriptor that may be replaced
        closed = Closed()
        closed.flush = lambda: closed.write("")
        monkeypatch.setattr(sys, "stdout", closed)
        assert run(["plan", "be", "--json"]) == 141


def test_an_operation_that_is_not_there_says_so(capsys, monkeypatch):
    monkeypatch.setattr(operations, "run_week", None, raising=False)
    assert run(["week", "-o", "nowhere"]) == 2
    assert "This version of Doseline has no run_week" in capsys.readouterr().err


PLANNED = {
    "checked": True,
    "certified": False,
    "work": 7,
    "seed": 4,
    "unlike_repeated": None,
    "without": ["C09", "C11"],
    "elapsed_s": 2.25,
    "levels": [
        {"name": "L1", "value": 90.0, "bound": 100.0, "gap": 0.1},
        {"name": "L2", "value": 1234.0, "bound": 7.0, "gap": 175.3},
    ],
    "counts": {
        "demanded_cycles": 50,
        "in_window": 45,
        "late": 3,
        "unserved": 2,
        "vials": 49,
        "unused_vials": 1,
        "orders": 40,
        "batches": 3,
        "shipments": 20,
    },
    "assumptions": {"assumed_figures": 1234},
}
WEEK = {
    "timezone": "Europe/Brussels",
    "rejected": {"batch_id": "B7", "at": "2027-03-11T05:00:00Z"},
    "lost": 5,
    "absorbed": 4,
    "absorbed_in_window": 3,
    "changes": 9,
    "checked": True,
    "followed": {
        "course_id": "C1",
        "cycle_number": 2,
        "product_id": "LU",
        "product": "Lutathera (177Lu-oxodotreotide)",
        "before": {"administered_at": "2027-03-11T11:00:00Z", "site_id": "A", "site": "UZ A", "source": "batch:B7"},
        "after": None,
        "why": "No delivery slot was left.",
        "end": None,
        "moved_again": False,
    },
    "stopped": {"reactor_id": "BR2", "at": "2027-03-15T05:00:00Z", "lost": 6, "absorbed": 2, "changes": 8},
    "evening": {
        "at": "2027-03-17T15:10:00Z",
        "held": {"course_id": "C3"},
        "called_in": [
            {"course_id": "C4", "after": {"administered_at": "2027-03-18T09:00:00Z", "site_id": "A", "site": "UZ A"}}
        ],
    },
}


def test_plan_passes_its_options_on_and_says_the_headline(capsys, operation):
    calls = operation("plan_package", PLANNED)
    assert run(["plan", "be", "-o", "out", "--seed", "4", "--work", "7", "--without", "C09", "--without", "C11"]) == 0
    ((arguments, options),) = calls
    assert [str(path) for path in arguments] == ["be", "out"]
    assert callable(options.pop("progress"))
    assert options == {
        "seed": 4,
        "work": 7,
        "time_limit_s": None,
        "repeat": None,
        "without": ("C09", "C11"),
        "language": "en",
    }
    shown = capsys.readouterr().out
    for text in (
        "45 of 50 demanded cycles are given in their window (90.0%); 3 later, 2 not at all.",
        "worth 90 in window, and no plan is worth more than 100; at most 10.00% is left to gain.",
        "At most 10 more could be given in window, counted by priority, if any.",
        "Days of waiting, by priority: 1,234; a plan as good in window has 7 at least.",
        "Of 1,234 days of waiting at most 1,227 could still be saved with as many in window, if any.",
        "judged without C09, C11, as it was made; no other rule is broken, NOT every bound is proved",
        "Made without C09, C11: it answers a question and must not be followed.",
        "1,234 assumed figures",
        "2.2 s: 7 rounds of work, seed 4.",
        "Report: out/report.html",
        "Why: doseline explain out",
    ):
        assert text in shown, shown


@pytest.mark.parametrize(
    ("unlike", "code", "said"),
    [
        ([], 0, "Made again: all tables are the same to the letter."),
        (["stays", "vials"], 1, "NOT the same as the plan that was to be made again: stays, vials differ."),
    ],
)
def test_a_plan_made_again_says_whether_it_is_the_same(capsys, operation, unlike, code, said):
    operation("plan_package", {**PLANNED, "unlike_repeated": unlike})
    assert run(["plan", "be", "--repeat", "plan"]) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["--work", "3", "--time-limit", "4"],
        ["--work", "3", "--repeat", "plan"],
        ["--time-limit", "4", "--repeat", "plan"],
        ["--repeat", "plan", "--without", "C09"],
        ["--seed", "4294967296"],
        ["--seed", "-1"],
    ],
)
def test_options_that_make_no_sense_together_are_refused(options, operation):
    calls = operation("plan_package", PLANNED)
    assert run(["plan", "be", *options]) == 2
    assert not calls


def test_a_plan_that_nothing_can_better_says_so(capsys, operation):
    best = {"name": "L1", "value": 100.0, "bound": 100.0, "gap": 0.0}
    operation("plan_package", {**PLANNED, "levels": [best, PLANNED["levels"][1]]})
    assert run(["plan", "be"]) == 0
    assert "Proven: no plan gives more in window" in capsys.readouterr().out


def test_only_a_plan_made_with_every_rule_breaks_no_rule(capsys, operation):
    operation("plan_package", PLANNED)
    run(["plan", "be"])
    assert ": no rule is broken" not in capsys.readouterr().out
    operation("plan_package", {**PLANNED, "without": [], "work": 1})
    run(["plan", "be"])
    shown = capsys.readouterr().out
    assert "Checked by code that shares nothing with the planner: no rule is broken, NOT every" in shown
    assert ": 1 round of work" in shown


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "worden in hun venster gegeven (90,0%)"), ("fr", "pas du tout"), ("de", "gar nicht")]
)
def test_the_headline_speaks_the_chosen_language(capsys, operation, language, said):
    operation("plan_package", PLANNED)
    assert run(["plan", "be", "--language", language]) == 0
    shown = capsys.readouterr().out
    assert said in shown
    assert "Checked by" not in shown


def test_the_default_seed_of_the_search_is_1(capsys, operation):
    calls = operation("plan_package", PLANNED)
    assert run(["plan", "be", "--json", "--language", "fr"]) == 0
    assert {name: calls[0][1][name] for name in ("seed", "language")} == {"seed": 1, "language": "fr"}
    assert json.loads(capsys.readouterr().out)["counts"]["late"] == 3


def test_explain_passes_its_course_on(capsys, operation):
    calls = operation("explain_plan", {"binding": ["C09"]})
    assert run(["explain", "plan", "--course", "C1", "--package", "be", "--language", "nl", "--json"]) == 0
    ((arguments, options),) = calls
    assert str(arguments[0]) == "plan"
    assert {**options, "package_path": str(options["package_path"])} == {
        "course_id": "C1",
        "package_path": "be",
        "centre": None,
        "product": None,
        "language": "nl",
    }
    assert json.loads(capsys.readouterr().out) == {"binding": ["C09"]}


def test_week_demo_and_bench_pass_their_options_on(capsys, operation, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    week = operation("run_week", WEEK)
    assert run(["week", "--seed", "3"]) == 0
    assert (week[-1][1]["seed"], str(week[-1][1]["out"])) == (3, "week-3")
    shown = capsys.readouterr().out
    assert "4 of 5 patients of a rejected batch are treated all the same, 3 in window." in shown
    assert "before: Thu 11 Mar, 12:00, UZ A, vial from batch B7" in shown
    assert "not given in these weeks. No delivery slot was left." in shown
    assert "Mon 15 Mar, 06:00: BR2 stops; 6 patients lose their vial, 2 of them are treated all the same" in shown
    assert "Wed 17 Mar, 16:10: course C3 is held" in shown
    assert "C4 stands by and gets it: Thu 18 Mar, 10:00, UZ A." in shown
    demo = operation("run_demo", {})
    assert run(["demo", "--no-serve", "--port", "0", "-o", "d"]) == 0
    assert {name: demo[-1][1][name] for name in ("serve", "port", "language")} == {
        "serve": False,
        "port": 0,
        "language": "en",
    }
    bench = operation("run_benchmarks", [{"name": "decay", "ratio": 12.5, "met": True}])
    assert run(["bench", "--only", "decay"]) == 0
    assert bench[-1][1]["only"] == ("decay",)
    shown = capsys.readouterr().out
    assert "12.5" in shown
    assert "yes" in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "wordt afgekeurd op do 11 mrt"), ("fr", "est rejeté le jeu. 11 mars"), ("de", "verworfen")],
)
def test_week_speaks_the_language_asked_for_by_the_local_clock(capsys, operation, tmp_path, language, said):
    operation("run_week", WEEK)
    assert run(["week", "-o", str(tmp_path / "w"), "--language", language]) == 0
    shown = capsys.readouterr().out
    assert said in shown
    assert "06:00" in shown
    assert not any(english in shown for english in ("2027-03-11T", "batch:", "Followed", "rejected"))


@pytest.mark.parametrize("as_json", [False, True])
def test_demo_says_what_it_reached_before_it_serves(capsys, monkeypatch, tmp_path, as_json):
    result = {
        "scenarios": [
            {"instance": "BE-base", "demanded_cycles": 50, "in_window": 45, "late": 3, "unserved": 2,
             "gap_in_window": 0.01, "checked": True, "certified": True}
        ],
        "week": {"lost": 5, "absorbed": 4, "absorbed_in_window": 3},
        "page": "d/index.html",
    }  # fmt: skip

    def run_demo(*, announce, **_):
        announce(result, "http://127.0.0.1:8000/")
        return result

    monkeypatch.setattr(operations, "run_demo", run_demo, raising=False)
    assert run(["demo", "-o", str(tmp_path / "d"), *(["--json"] if as_json else [])]) == 0
    shown = capsys.readouterr().out
    if as_json:
        assert json.loads(shown) == {**result, "address": "http://127.0.0.1:8000/"}
    else:
        assert (
            "BE-base: 45 of 50 cycles in window (90.0%), 3 later, 2 not at all; at most 1.00% in window left" in shown
        )
        assert "4 of 5 patients of a rejected batch" in shown
        assert "Open http://127.0.0.1:8000/ on this machine" in shown


def test_a_week_in_which_nobody_could_come_says_so(capsys, operation, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    moved = {**WEEK["followed"], "moved_again": True}
    evening = {**WEEK["evening"], "called_in": []}
    operation("run_week", {**WEEK, "stopped": None, "evening": evening, "followed": moved})
    assert run(["week"]) == 0
    shown = capsys.readouterr().out
    assert "stops" not in shown
    assert "takes the vial of the followed patient too" in shown
    assert "Nobody: the vial goes to nobody else" in shown


@pytest.mark.parametrize("command", ["week", "demo"])
def test_somebody_s_folder_is_left_alone(capsys, operation, tmp_path, command):
    calls = operation(f"run_{command}", {})
    (tmp_path / "thesis.txt").write_text("years of work")
    assert run([command, "-o", str(tmp_path)]) == 2
    assert "thesis.txt" in capsys.readouterr().err
    assert run([command, "-o", str(tmp_path / "thesis.txt")]) == 2
    assert calls == []


def test_a_mapping_is_shown_for_readers(capsys):
    output.emit_mapping(
        {
            "gap_fraction": 0.0125,
            "served": 1234,
            "legal": True,
            "without": [],
            "notes": ["[one]", "two"],
            "levels": {"L1": 812.0, "L4.1": 1e7},
            "rows": [{"name": "a", "n": 1}, {"name": "b", "n": None}],
        }
    )
    shown = capsys.readouterr().out
    for text in ("gap fraction: 0.0125", "served: 1,234", "legal: yes", "without: -", "  - [one]", "  L1: 812",
                 "  L4.1: 10,000,000"):  # fmt: skip
        assert text in shown, shown
    assert "name" in shown


KEYS = [f"tail_place|A-CENTRE-WITH-A-LONG-KEY|{week}|overnight" for week in range(3)]


def test_a_table_in_a_file_keeps_a_row_on_a_line_and_cuts_nothing(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    output.emit_table("Violations", ["constraint", "key", "allowed"], [["C20", key, "x" * 90] for key in KEYS])
    lines = capsys.readouterr().out.splitlines()
    for key in KEYS:
        assert any(key in line and "x" * 90 in line for line in lines)


def test_a_table_on_a_narrow_terminal_folds_and_cuts_nothing(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", screen)
    output.emit_table("Violations", ["constraint", "key"], [["C20", key] for key in KEYS])
    shown = re.sub("\x1b\\[[0-9;]*m", "", screen.getvalue())
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 40
    folded = "".join(line[13:].strip() for line in shown.splitlines())
    assert all(key in folded for key in KEYS)


def test_a_verdict_names_its_levels_with_their_units(capsys, monkeypatch, tmp_path):
    from doseline import checking

    proof = CertificateVerdict(name="L4.1", claimed_bound=0.0, reevaluated_bound=0.0, holds=True, sentence="-")
    verdict = Verdict(
        violations=(), levels={"L4.1": 111664.4}, certificates=(proof,), gap={"L4.1": 12805.5}, demanded_cycles=872
    )
    monkeypatch.setattr(checking, "check_plan", lambda *_: verdict)
    assert run(["check", "be", "plan"]) == 0
    shown = capsys.readouterr().out
    row = next(line for line in shown.splitlines() if "L4.1" in line)
    assert row.split("  ")[0] == ""
    for text in ("activity wasted, MBq", "111,664", "yes", "over 100%"):
        assert text in row
    assert "demanded cycles: 872" in shown


def test_what_is_replaced_is_said(capsys, operation, tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    operation("plan_package", PLANNED)
    assert run(["plan", "be", "-o", str(tmp_path / "plan")]) == 0
    assert f"Replaced the plan that stood in {tmp_path / 'plan'}." in capsys.readouterr().err
    assert run(["plan", "be", "-o", str(tmp_path / "new")]) == 0
    assert "Replaced" not in capsys.readouterr().err


def test_swapped_folders_are_said_to_be_swapped(capsys, tmp_path):
    write_network(make_network(), tmp_path / "be")
    write_plan(make_plan(), tmp_path / "plan")
    assert run(["check", str(tmp_path / "plan"), str(tmp_path / "be")]) == 2
    said = capsys.readouterr().err
    assert "The two folders are swapped." in said
    assert f"Run `doseline check {tmp_path / 'be'} {tmp_path / 'plan'}`." in said


def test_a_missing_package_is_named(capsys, tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    assert run(["check", "NOPE", str(tmp_path / "plan")]) == 2
    said = capsys.readouterr().err
    assert "given 'NOPE'" in said
    assert "network check" not in said


def test_a_spoilt_plan_is_not_sent_to_the_check_of_countries(capsys, tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    (tmp_path / "plan" / "summary.json").write_text("{")
    assert run(["explain", str(tmp_path / "plan")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("doseline: The plan ")
    assert "network check" not in said
    assert "plan again with `doseline plan`" in said


def test_a_language_that_is_not_spoken_is_refused_without_talk_of_sources(capsys, tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    assert run(["explain", str(tmp_path / "plan"), "--language", "it"]) == 2
    assert capsys.readouterr().err.rstrip().endswith("Choose one of these.")
