"""The report of another country: its name, its map around its own centres, no borders of others."""

import re
from dataclasses import replace

import pytest

from doseline.demand import synthesise
from doseline.i18n import Formats
from doseline.network import PlanPackage
from doseline.operations.report import render_report
from doseline.operations.report.landscape import landscape
from doseline.operations.report.reading import read_for_report
from doseline.reporting import Drawing
from doseline.reporting.frames import HEIGHT_PX, WIDTH_PX

PLACES = {
    "AU": [(115.86, -31.95), (151.21, -33.87), (144.96, -37.81), (138.6, -34.93), (153.03, -27.47)],
    "NL": [(4.89, 52.37), (6.57, 53.22), (5.69, 50.85), (4.48, 51.92), (5.86, 51.84)],
}


def country(code):
    network = synthesise(instance="XS-01", seed=1)
    sites = tuple(
        replace(site, longitude_deg=longitude_deg, latitude_deg=latitude_deg)
        for site, (longitude_deg, latitude_deg) in zip(network.sites, PLACES[code], strict=True)
    )
    return replace(network, properties=replace(network.properties, country=code), sites=sites)


def report(code, language="en"):
    return render_report(country(code), PlanPackage(package_name="XS-01", package_sha256="0" * 64), language)


def picture(code):
    plan = PlanPackage(package_name="XS-01", package_sha256="0" * 64)
    section = landscape(read_for_report(country(code), plan, "en"))
    return next(str(block.picture) for block in section.blocks if isinstance(block, Drawing))


@pytest.mark.parametrize(("code", "name"), [("AU", "Australia"), ("NL", "Netherlands")])
def test_the_report_names_its_own_country_and_no_other(code, name):
    html = report(code)
    assert f"Radioligand therapy plan, {name}" in html
    assert f"{name}: a map with a circle for each treatment centre" in html
    assert "belg" not in html.lower()
    assert "Natural Earth" not in html


@pytest.mark.parametrize(("language", "name"), [("en", "Australia"), ("nl", "Australië"), ("fr", "Australie")])
def test_a_country_has_its_name_in_the_language_of_the_report(language, name):
    assert name in report("AU", language)


def test_a_code_that_no_language_names_is_written_as_it_is():
    assert Formats("de", "UTC").country("XS") == "XS"


@pytest.mark.parametrize("code", ["AU", "NL"])
def test_the_centres_lie_apart_within_the_sheet(code):
    svg = picture(code)
    found = {(float(x), float(y)) for x, y in re.findall(r'<circle [^>]*cx="([\d.]+)" cy="([\d.]+)" r="5"', svg)}
    centres = len({site.site_id for site in country(code).sites if site.kind == "hospital"})
    assert len(found) == centres
    assert all(0.1 * WIDTH_PX < x < 0.9 * WIDTH_PX and 0.1 * HEIGHT_PX < y < 0.9 * HEIGHT_PX for x, y in found)
    assert max(x for x, _ in found) - min(x for x, _ in found) > 0.2 * WIDTH_PX


@pytest.mark.parametrize("code", ["AU", "NL"])
def test_only_the_country_whose_outline_ships_is_drawn_with_borders(code):
    assert 'stroke-linejoin="round"' in picture_of_belgium()
    assert 'stroke-linejoin="round"' not in picture(code)


def picture_of_belgium():
    network = synthesise(instance="XS-01", seed=1)
    plan = PlanPackage(package_name="XS-01", package_sha256="0" * 64)
    network = replace(network, properties=replace(network.properties, country="BE"))
    section = landscape(read_for_report(network, plan, "en"))
    return next(str(block.picture) for block in section.blocks if isinstance(block, Drawing))


@pytest.mark.parametrize(("name", "shown"), [("SCK CEN and IRE, Mol", 1), ("Irradiator", 1)])
def test_a_source_has_its_city_once(name, shown):
    network = country("NL")
    sites = tuple(replace(site, name=name, city="Mol") if site.kind == "reactor" else site for site in network.sites)
    plan = PlanPackage(package_name="XS-01", package_sha256="0" * 64)
    section = landscape(read_for_report(replace(network, sites=sites), plan, "en"))
    svg = next(str(block.picture) for block in section.blocks if isinstance(block, Drawing))
    title = re.search(rf"<title>({name}[^<]*)</title>", svg)
    assert title[1].count("Mol") == shown
