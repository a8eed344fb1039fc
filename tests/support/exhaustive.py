"""The XS instances with their optima: solved once a process, tabled, and rendered into the documentation.

``python -m tests.support.exhaustive`` solves the table again and writes it and the page.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from doseline.demand.exhaustive import build, names
from doseline.network import Network
from tests.oracles.planning import Optimum, exhaustive_optimum

LEVELS = ("L1", "L2", "L4.1", "L4.2", "L4.3")
REMOVABLE = tuple(f"C{number:02d}" for number in range(1, 23))
SCARCE = tuple(name for name in names() if name.startswith("XS-C"))
MIXED = tuple(name for name in names() if name.removeprefix("XS-").isdigit())
OTHERS = tuple(name for name in names() if name not in {*SCARCE, *MIXED})
"""Other therapies: instances with names of their own."""
TABLED_SEEDS = (1, 2, 3)

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "spec" / "exhaustive" / "optima.csv"
PAGE = ROOT / "docs" / "reference" / "exhaustive-instances.md"
BEGIN, END = "<!-- optima: begin -->", "<!-- optima: end -->"


def constraint_of(name: str) -> str:
    """The constraint that binds in an instance: ``C09`` of ``XS-C09-same-sex``."""
    return name.removeprefix("XS-")[:3]


@cache
def instance(name: str, seed: int) -> Network:
    return build(name, seed)


@cache
def optimum(name: str, seed: int, without: frozenset[str] = frozenset()) -> Optimum:
    """The optimum of an instance; every XS instance has a legal plan."""
    found = exhaustive_optimum(instance(name, seed), without)
    assert found is not None, f"{name} of seed {seed} has no legal plan"
    return found


def rank(levels: dict[str, float]) -> tuple[float, ...]:
    """Levels as a vector of which the smaller one is better, to a kBq and a cent."""
    return (-levels["L1"], levels["L2"], round(levels["L4.1"], 3), levels["L4.2"], round(levels["L4.3"], 2))


def read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def solve_table() -> list[dict[str, str]]:
    """Solve every row of the table: with everything, and for a scarce instance without its constraint."""
    cases = [(name, seed, "") for name in names() for seed in TABLED_SEEDS]
    cases += [(name, seed, constraint_of(name)) for name in SCARCE for seed in TABLED_SEEDS]
    rows = []
    for name, seed, without in sorted(cases, key=lambda case: (names().index(case[0]), case[1], case[2])):
        levels = optimum(name, seed, frozenset({without} - {""})).levels
        row = {"instance": name, "seed": str(seed), "without": without}
        rows.append(row | {level: _number(levels[level]) for level in LEVELS})
    return rows


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def rendered(rows: Iterable[dict[str, str]]) -> str:
    """The table of the page: one line an instance and seed, with and without its constraint."""
    lines = [
        "| instance | seed | L1 | L2 (d) | L4.1 (MBq) | L4.2 | L4.3 (EUR) | without its constraint |",
        "|---|---|---|---|---|---|---|---|",
    ]
    table = list(rows)
    freed = {(row["instance"], row["seed"]): row for row in table if row["without"]}
    for row in table:
        if row["without"]:
            continue
        free = freed.get((row["instance"], row["seed"]))
        better = "" if free is None else f"{free['without']}: " + ", ".join(free[level] for level in LEVELS)
        lines.append(
            "| " + " | ".join([row["instance"], row["seed"], *(row[level] for level in LEVELS), better]) + " |"
        )
    return "\n".join(lines)


def page_with(table: str) -> str:
    """The page with its generated part replaced."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def write() -> None:
    rows = solve_table()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    PAGE.write_text(page_with(rendered(rows)), encoding="utf-8")


if __name__ == "__main__":
    write()
