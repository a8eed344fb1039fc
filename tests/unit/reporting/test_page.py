"""The page escapes what it shows, allows nothing from outside, and marks assumptions everywhere."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from doseline.errors import UserError
from doseline.reporting import (
    Cell,
    Column,
    Definitions,
    Disclosure,
    Group,
    Page,
    Section,
    Statistic,
    Statistics,
    Table,
    Text,
    Words,
    render,
)

WORDS = Words(skip="Skip", contents="Contents", mark="a", mark_meaning="assumed")
EVIL = '<script>alert("x")</script>&'


def test_a_column_of_sentences_keeps_room_for_them():
    columns = (Column(title="A", header=True), Column(title="B", long=True), Column(title="C", whole=True))
    html = page(Table(caption="T", columns=columns, rows=[("a", "b", "c")]))
    assert '<td class="long" data-label="B">b</td><td class="whole" data-label="C">c</td>' in html


def test_only_a_wide_table_carries_its_headers_in_its_cells():
    def columns(count):
        return [Column(title=f"T{number}", header=not number, assumed=number == 2) for number in range(count)]

    assert "data-label=" not in page(Table(caption="T", columns=columns(4), rows=[("a", "b", "c", "d")]))
    html = page(Table(caption="T", columns=columns(5), rows=[("a", "b", "c", "d", "e")]))
    assert '<td data-label="T1">b</td><td data-label="T2" data-mark="a">c</td>' in html


def test_paper_names_what_is_folded():
    html = page(Disclosure(summary="More", blocks=[Text(body="x")], on_paper="9 rows, not printed."))
    assert '<summary>More<span class="on-paper"> 9 rows, not printed.</span></summary>' in html
    assert '<details class="printed">' in page(Disclosure(summary="More", blocks=[], is_printed=True))


def test_every_sheet_carries_the_name_of_the_page_and_nothing_ends_its_string():
    html = page(kicker='"; } </style><b>*')
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert (
        r'@bottom-left { content: "\000022\00003b \00007d \00003c\00002fstyle\00003e\00003cb\00003e\00002a · S"; }'
        in style
    )
    assert "counter(page)" in style


def page(*blocks, opening=(), kicker="K"):
    return render(
        Page(
            language="nl",
            title="Title",
            kicker=kicker,
            subtitle="S",
            opening=opening,
            sections=[Section(anchor="one", title="One", blocks=blocks)],
            closing="End",
            words=WORDS,
        )
    )


def table(rows, **other):
    return Table(caption="Caption", columns=[Column(title="A", header=True), Column(title="B", **other)], rows=rows)


@pytest.mark.parametrize(
    "block",
    [
        Text(body=EVIL),
        Statistics(items=[Statistic(label=EVIL, value=EVIL, note=EVIL)]),
        table([(EVIL, Cell(text=EVIL))]),
        Definitions(items=[(EVIL, EVIL)]),
        Disclosure(summary=EVIL, blocks=[Text(body=EVIL)]),
        Group(title=EVIL, note=EVIL, blocks=[Text(body=EVIL)]),
    ],
)
def test_words_are_escaped(block):
    html = page(block)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_policy_allows_the_one_stylesheet_and_nothing_else():
    html = page(Text(body="x"))
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


class Outside(HTMLParser):
    found: list

    def handle_starttag(self, tag, attributes):
        self.found += [tag] if tag in {"script", "link", "img", "iframe", "object"} else []
        self.found += [f"{name}={value}" for name, value in attributes if name.startswith("on") or name == "style"]
        self.found += [
            value for name, value in attributes if name in {"href", "src"} and not str(value).startswith("#")
        ]


def test_nothing_comes_from_outside():
    outside = Outside()
    outside.found = []
    outside.feed(page(Text(body="x"), table([("1", "2")])))
    assert outside.found == []


def test_a_mark_is_seen_and_heard():
    for block in (
        Text(body="x", assumed=True),
        Statistics(items=[Statistic(label="x", value="1", assumed=True)]),
        table([("1", Cell(text="2", assumed=True))]),
        table([("1", "2")], assumed=True),
        Group(title="x", blocks=[], assumed=True),
    ):
        html = page(block)
        assert html.count('<sup class="mark" aria-hidden="true">a</sup>') == 1
        assert html.count('<span class="unseen"> (assumed)</span>') == 1
    assert 'class="mark"' not in page(Text(body="x"), table([("1", "2")]))


def test_tables_name_their_rows_and_columns():
    html = page(table([("r", "1")], align="number"))
    assert html.count('<th scope="col"') == 2
    assert html.count('<th scope="row"') == 1
    assert "<caption>Caption</caption>" in html


def test_a_row_that_does_not_fit_is_refused():
    with pytest.raises(UserError, match="Row 2 of the table 'Caption'"):
        table([("1", "2"), ("1",)])


def test_headings_go_down_one_level_at_a_time():
    html = page(Group(title="g", blocks=[Group(title="h", blocks=[])]), opening=[Text(body="x")])
    assert re.findall(r"<h(\d)", html) == ["1", "2", "3", "4"]


def test_the_language_and_the_way_past_the_opening_are_stated():
    html = page(Text(body="x"))
    assert '<html lang="nl">' in html
    assert '<a class="skip" href="#content">Skip</a>' in html
    assert '<main id="content"' in html


def test_a_cell_in_another_language_than_the_page_says_so():
    html = page(table([("1", Cell(text="a source", language="en"))]))
    assert '<span lang="en">a source</span>' in html
