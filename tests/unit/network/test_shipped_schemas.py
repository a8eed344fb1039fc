"""The country that ships inside carries the table schemas of today."""

import json
from importlib.resources import files

import pytest

SCHEMAS = files("doseline.network") / "schemas" / "country"
RESOURCES = json.loads((files("doseline.network") / "belgium" / "datapackage.json").read_text("utf-8"))["resources"]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_a_table_of_belgium_has_the_present_schema(resource):
    present = json.loads((SCHEMAS / f"{resource['name']}.json").read_text("utf-8"))
    assert resource["schema"] == present
