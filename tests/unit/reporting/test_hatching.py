"""Hatching stays within its box or disc, and patterns differ."""

import math
import re

import pytest

from doseline.reporting.hatching import hatched_box, hatched_disc

PATTERNS = ("rising", "falling", "level", "upright", "grid", "dots")


def points(path):
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", str(path))]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("box", [(113.5, 25.0, 12.0, 15.0), (0.0, 3.0, 7.0, 31.0), (5.2, 5.3, 4.0, 15.0)])
def test_every_line_lies_within_its_box(pattern, box):
    x, y, width, height = box
    found = points(hatched_box(pattern, *box))
    assert found
    assert all(x - 0.06 <= px <= x + width + 0.06 and y - 0.06 <= py <= y + height + 0.06 for px, py in found)


def test_no_two_patterns_are_alike_and_plain_has_no_line():
    assert len({str(hatched_box(pattern, 0.0, 0.0, 24.0, 15.0)) for pattern in PATTERNS}) == len(PATTERNS)
    assert not hatched_box("plain", 0.0, 0.0, 24.0, 15.0)


@pytest.mark.parametrize("radius", [5.0, 13.7, 26.0])
def test_every_line_of_a_disc_ends_at_its_edge(radius):
    found = points(hatched_disc(100.3, 80.8, radius, cls="assumed"))
    assert found
    assert all(math.dist(point, (100.3, 80.8)) == pytest.approx(radius, abs=0.15) for point in found)
