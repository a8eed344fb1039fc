"""The country that ships inside carries the table schemas of today."""

import json
from importlib.resources import files

import pytest

from doseline.network.schema import schemas

RESOURCES = json.loads((files("doseline.network") / "belgium" / "datapackage.json").read_text("utf-8"))["resources"]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_a_table_of_belgium_has_the_present_schema(resource):
    present = schemas("country")[resource["name"]]
    # a column that may be absent is in both the schema and the file, or in neither
    assert resource["schema"] in (present.json, present.used_by(()).json)
