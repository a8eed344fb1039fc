"""The reference page of packages shows the Table Schemas as they are."""

from tests.support.package_reference import PAGE, page


def test_the_page_is_what_the_schemas_say():
    text = PAGE.read_text("utf-8")
    assert text == page(text), "run `python -m tests.support.package_reference`"
