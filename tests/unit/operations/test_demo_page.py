"""The first page of the demonstration leads to every table."""

import re

import pytest

from doseline.i18n import LANGUAGES
from doseline.network.schema import schemas
from doseline.operations.demo_page import demo_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_link_and_a_line(language):
    tables = {"plan-XS-01": list(schemas("plan")), "XS-01": list(schemas("country"))}
    html = demo_page({}, None, tables, language=language, seed=1, finished=True)
    rows = re.findall(r'<a href="([^"#]+)">([^<]+)</a></th><td>([^<]+)</td>', html)
    files = {f"{folder}/{name}.csv" for folder, names in tables.items() for name in names}
    assert {href for href, _, _ in rows} == files | {f"{folder}/datapackage.json" for folder in tables}
    assert all(href.endswith(f"/{shown}") for href, shown, _ in rows)
    assert all(len(line) > 5 for _, _, line in rows)
