"""The country that ships inside carries the table schemas of today."""

from tests.support.package_reference import BELGIUM, descriptor


def test_the_tables_of_belgium_have_the_present_schemas():
    text = BELGIUM.read_text("utf-8")
    assert text == descriptor(text), "run `python -m tests.support.package_reference`"
