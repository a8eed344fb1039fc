"""The stranger reads a country and a plan from disk, however their files are written, and nothing else."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from doseline.checking import check, check_plan
from doseline.errors import BadPackage, UserError
from doseline.network import package_sha256, write_network, write_plan
from tests.support.checking import legal_plan
from tests.support.checking_country import small_country


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The country and its legal plan on disk, with a certificate that holds."""
    country, plan = tmp_path / "country", tmp_path / "plan"
    network = small_country()
    write_network(network, country)
    made = legal_plan(network)
    levels = [{"name": name, "value": value} for name, value in check(network, made).levels.items()]
    certificates = {"schema_version": 1, "levels": [{"name": "L1", "bound": 4, "prices": {}, "floor": 0.0}]}
    made = replace(made, package_sha256=package_sha256(country), summary={"levels": levels}, certificates=certificates)
    write_plan(made, plan)
    return country, plan


def rewritten(path: Path, rows: Iterable[list[str]], ending: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_legal_plan(folders):
    verdict = check_plan(*folders)
    assert verdict.legal, [violation.sentence for violation in verdict.violations]
    assert verdict.certified
    assert verdict.gap == {"L1": 0.0}
    assert json.loads(verdict.as_json())["demanded_cycles"] == 4


def test_files_with_other_line_ends_quotes_row_order_and_float_text(folders):
    country, plan = folders
    for path in plan.glob("*.csv"):
        head, *rows = rows_of(path)
        columns = [index for index, name in enumerate(head) if name.endswith(("_mbq", "_ml"))]
        for row in rows:
            for index in columns:
                row[index] = row[index] and f"{float(row[index]):.9e}"
        rewritten(path, [head, *rows[::-1]], "\r\n")
    verdict = check_plan(country, plan)
    assert verdict.legal, [violation.sentence for violation in verdict.violations]


def test_a_tampered_file_is_named(folders):
    country, plan = folders
    head, *rows = rows_of(plan / "administrations.csv")
    rows[0][head.index("days_late")] = "0"
    rewritten(plan / "administrations.csv", [head, *rows], "\n")
    (violation,) = check_plan(country, plan).violations
    assert (violation.constraint, violation.table, violation.key) == ("C00", "administrations", "C1|1")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("administrations", "vial_id"),
        ("vials", "order_id"),
        ("vials", "batch_id"),
        ("vials", "shipment_id"),
        ("batches", "irradiation_id"),
    ],
)
def test_a_key_that_leads_to_no_row_of_the_plan_is_unreadable(folders, table, column):
    country, plan = folders
    head, *rows = rows_of(plan / f"{table}.csv")
    next(row for row in rows if row[head.index(column)])[head.index(column)] = "NONE"
    rewritten(plan / f"{table}.csv", [head, *rows], "\n")
    with pytest.raises(BadPackage) as refused:
        check_plan(country, plan)
    assert refused.value.exit_code == 2
    assert (table, column, "NONE") in {(fault.table, fault.column, fault.given) for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("administrations", "course_id"),
        ("administrations", "site_id"),
        ("stays", "place_id"),
        ("orders", "slot_id"),
        ("shipments", "lane_id"),
        ("batches", "line_id"),
        ("irradiations", "line_id"),
    ],
)
def test_a_key_that_leads_to_no_row_of_the_country_is_a_violation(folders, table, column):
    country, plan = folders
    head, *rows = rows_of(plan / f"{table}.csv")
    next(row for row in rows if row[head.index(column)])[head.index(column)] = "NONE"
    rewritten(plan / f"{table}.csv", [head, *rows], "\n")
    assert any(
        violation.constraint == "C00" and violation.table == table and "'NONE'" in violation.found
        for violation in check_plan(country, plan).violations
    )


def test_another_country_is_refused_with_both_hashes(folders):
    country, plan = folders
    before = package_sha256(country)
    head, *rows = rows_of(country / "courses.csv")
    rows[0][head.index("weight")] = "3"
    rewritten(country / "courses.csv", [head, *rows], "\n")
    with pytest.raises(UserError) as refused:
        check_plan(country, plan)
    assert refused.value.exit_code == 2
    assert before in str(refused.value)
    assert package_sha256(country) in str(refused.value)


def test_a_missing_plan_is_refused(folders):
    with pytest.raises(UserError):
        check_plan(folders[0], folders[1] / "nowhere")


def test_neither_planner_nor_solver_is_loaded(folders):
    script = (
        "import sys; from doseline.checking import check_plan; check_plan(*sys.argv[1:]);"
        "print([name for name in sys.modules if name.startswith(('doseline.planning', 'doseline.pathway',"
        " 'doseline.demand', 'ortools', 'numba', 'pandas'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, folders)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
