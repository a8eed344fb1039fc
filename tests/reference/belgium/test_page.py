"""The page about Belgium says what the package holds."""

import re
from collections import Counter
from pathlib import Path

import pytest

from doseline.network import provenance
from tests.support.belgium import beds, belgium, cycles_per_week

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "belgium.md").read_text(encoding="utf-8")
CONFIDENCES = ["verified", "secondary", "derived", "assumption"]


def cells(first):
    """Cells of the table rows whose first cell is `first`."""
    lines = [line for line in PAGE.splitlines() if line.startswith(f"| {first} |")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_the_page_counts_the_figures_of_each_confidence(confidence):
    counts = provenance.assumptions(belgium()).count_by_confidence
    assert int(cells(confidence)[0][-1]) == counts[confidence]


def test_the_page_counts_the_figures_of_each_table():
    counts = Counter((figure.table, figure.confidence) for figure in provenance.figures(belgium()))
    for table in {table for table, _ in counts}:
        _, rows, *numbers = cells(table)[0]
        assert int(rows) == len(getattr(belgium(), table)), table
        assert [int(number) for number in numbers] == [counts[table, name] for name in CONFIDENCES], table


def test_the_page_names_every_figure_that_is_not_assumed():
    for figure in provenance.figures(belgium()):
        if figure.confidence != "assumption":
            key = figure.key.replace("|", " / ")
            named = cells(f"{figure.table} `{key}` {figure.field}")
            assert named, figure
            assert float(named[0][1].split()[0]) == pytest.approx(figure.value, rel=1e-6)
            assert named[0][2:] == [figure.source, figure.confidence]


def test_the_page_shows_the_beds_of_each_scenario_in_alphabetical_order():
    names = {row.site_id: row.name for row in belgium().sites if row.kind == "hospital"}
    for site, name in names.items():
        assert [int(cell) for cell in cells(name)[0][1:4]] == [beds(s)[site] for s in ("low", "base", "high")], name
    order = [line.split("|")[1].strip() for line in PAGE.splitlines() if line.split("|")[1:2] and "assumed" in line]
    shown = [name for name in order if name in names.values()]
    assert len(shown) == 15
    assert shown == sorted(shown, key=str.lower)


@pytest.mark.parametrize("product_id", ["PLUVICTO", "LUTATHERA", "LUPSMA-HM", "RA223", "I131"])
def test_the_page_shows_the_demand_of_each_product(product_id):
    row = next(row for row in cells(product_id) if len(row) == 9)
    assert float(row[6]) == pytest.approx(cycles_per_week(product_id), abs=0.05)


def test_the_page_names_every_source_and_no_other():
    known = {row.source_id for row in belgium().sources}
    listed = {
        row[0] for name in known for row in cells(name) if len(row) in {2, 3}
    }  # two columns for public sources, three for assumptions and formulas
    assert listed == known
    named = set(re.findall(r"\| ((?:ASSUMED|CALC)[A-Z0-9-]*) \|", PAGE))
    assert named <= known
