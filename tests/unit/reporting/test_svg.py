"""Elements are escaped and short, and every drawing has a name and a description."""

import xml.etree.ElementTree as ET

import pytest
from markupsafe import Markup

from doseline.errors import UserError
from doseline.reporting.palette import SHADES, looks, patterns, share_colour
from doseline.reporting.scales import Linear, Logarithmic
from doseline.reporting.svg import drawing, tag


def test_text_and_attributes_are_escaped():
    written = str(tag("text", '<script>"&', title='"><script>'))
    assert "<script>" not in written
    assert ET.fromstring(written).text == '<script>"&'  # noqa: S314 - our own words
    assert ET.fromstring(written).get("title") == '"><script>'  # noqa: S314


def test_markup_is_nested_and_none_is_left_out():
    assert str(tag("g", tag("path", d=None), Markup("<b/>"))) == "<g><path/><b/></g>"


@pytest.mark.parametrize(("number", "written"), [(1.0, "1"), (0.126, "0.13"), (-0.001, "0"), (12, "12")])
def test_numbers_are_short(number, written):
    assert str(tag("a", x=number)).removeprefix('<a x="').removesuffix('"/>') in {written, f"-{written}"}


def test_a_drawing_says_what_it_is():
    root = ET.fromstring(  # noqa: S314
        str(drawing(tag("g"), identifier="one", width_px=10.0, height_px=5.0, title="A & B", description="What"))
    )
    space = "{http://www.w3.org/2000/svg}"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.tag == f"{space}svg"
    assert root.get("role") == "img"
    assert root.get("viewBox") == "0 0 10 5"
    assert [named[key] for key in root.get("aria-labelledby").split()] == ["A & B", "What"]


def test_scales_meet_their_ends():
    linear = Linear(first=2.0, last=4.0, start_px=10.0, end_px=30.0)
    assert [linear(value) for value in (2.0, 3.0, 4.0)] == [10.0, 20.0, 30.0]
    log = Logarithmic(first=1.0, last=1000.0, start_px=300.0, end_px=0.0)
    assert [round(log(value)) for value in (1.0, 10.0, 1000.0)] == [300, 200, 0]
    assert log.decades() == (1.0, 10.0, 100.0, 1000.0)


def test_a_logarithmic_scale_refuses_zero():
    with pytest.raises(UserError, match="zero"):
        Logarithmic(first=0.0, last=1.0, start_px=0.0, end_px=1.0)


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_letters_are_read_on_every_product_s_colour():
    # WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for small text.
    given = looks([f"Product {number}" for number in range(8)])
    assert all(contrast(look.hue, "#ffffff") >= 4.5 for look in given.values())
    assert len({look.hue for look in given.values()}) == 8


def test_products_differ_by_letter_and_neighbours_by_pattern():
    given = list(looks(["Lutathera", "Lutathera generic", "Pluvicto", "Xofigo", "177Lu"]).values())
    assert len({look.letter for look in given}) == 5
    assert len({look.pattern for look in given}) == 5


def test_every_pattern_that_is_used_is_defined():
    defined = {element.get("id") for element in ET.fromstring(str(patterns())).iter()}  # noqa: S314
    used = {look.pattern for look in looks([f"P{n}" for n in range(8)]).values()} - {"plain"}
    assert used | {"assumed", "closed"} <= defined


@pytest.mark.parametrize(("share", "step"), [(0.0, 0), (0.79, 0), (0.8, 1), (0.95, 2), (0.999, 2), (1.0, 3)])
def test_only_a_whole_share_is_the_deepest_blue(share, step):
    assert share_colour(share) == SHADES[step][0]
