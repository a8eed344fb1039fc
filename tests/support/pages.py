"""Pages as a reader sees them: their tables, cell by cell."""

import re
from html import unescape

_MARK = re.compile(r'<sup class="mark".*?</sup><span class="unseen">.*?</span>')


def table_of(html: str, caption: str) -> list[dict[str, str]]:
    """Return the rows of the table whose caption begins so, by the titles of its columns; marks are left out."""
    tables = re.findall(r"<table\b.*?</table>", html, flags=re.DOTALL)
    table = next(one for one in tables if _text(one.partition("<caption")[2].partition(">")[2]).startswith(caption))
    rows = [
        [_text(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)]
        for row in re.findall(r"<tr>.*?</tr>", table, flags=re.DOTALL)
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", _MARK.sub("", html))).split())
