"""The reference of a plan says what the schemas say."""

from tests.support.plan_reference import PAGE, page


def test_the_page_is_rendered_from_the_schemas():
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `python -m tests.support.plan_reference`"
