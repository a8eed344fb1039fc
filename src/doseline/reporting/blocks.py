"""What a report is made of: sections that hold texts, figures, drawings with their tables, and disclosures.

The blocks carry finished words in the reader's language; they know nothing of plans or patients. `page.render` turns
them into HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from doseline.errors import UserError

__all__ = [
    "Block",
    "Cell",
    "Column",
    "Definitions",
    "Disclosure",
    "Drawing",
    "Gallery",
    "Group",
    "Legend",
    "LegendItem",
    "Section",
    "Statistic",
    "Statistics",
    "Table",
    "Text",
]


NOTHING: Final = Markup()
"""No drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table where plain text is not enough.

    Attributes
    ----------
    text : what it says
    assumed : whether it rests on an assumption and carries the mark
    picture : a small drawing before the text, or nothing
    href : where the text leads, relative to the page; empty: nowhere
    """

    text: str
    assumed: bool = False
    picture: Markup = NOTHING
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    title : its header
    align : ``text`` to the left, ``number`` to the right
    assumed : whether every figure in it rests on an assumption; the header carries the mark for all of them
    header : whether its cells name their rows
    whole : whether its cells are never broken into lines: keys and instants
    long : whether its cells are sentences; where there is no room the table scrolls rather than press them thin
    """

    title: str
    align: Literal["text", "number"] = "text"
    assumed: bool = False
    header: bool = False
    whole: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its caption; every row has one cell for each column.

    Attributes
    ----------
    caption : what the table shows, read before its cells
    columns, rows : headers, and cells row by row
    visible_caption : whether the caption is drawn; it is always read aloud

    Raises
    ------
    UserError
        If a row has another number of cells than there are columns.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    visible_caption: bool = True

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise UserError(
                    f"Row {number} of the table {self.caption!r} does not fit its columns.",
                    given=len(row),
                    allowed=f"{len(self.columns)} cells",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; a ``note`` is small, a ``claim`` is the sentence to remember, a ``notice`` stands in a box."""

    body: str
    kind: Literal["plain", "note", "claim", "notice"] = "plain"
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One figure with its name and a note below."""

    label: str
    value: str
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Figures side by side."""

    items: Sequence[Statistic]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendItem:
    """One sign of a legend and what it means; a figure in its text may rest on an assumption."""

    picture: Markup
    text: str
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What the signs of the drawings mean."""

    items: Sequence[LegendItem]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing, its caption, and the table that says the same.

    Attributes
    ----------
    picture : the SVG
    caption : a line below it; may be empty
    label : name of the box in which a wide drawing scrolls
    twin : the table with the same content; None only where another table of the section says it
    twin_summary : words on the disclosure of the twin
    assumed : whether its figures rest on an assumption
    wide : whether it keeps its size and scrolls where there is no room, rather than shrink
    """

    picture: Markup
    label: str
    caption: str = ""
    twin: Table | None = None
    twin_summary: str = ""
    assumed: bool = False
    wide: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Drawings side by side where there is room."""

    drawings: Sequence[Drawing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Names and what they stand for."""

    items: Sequence[tuple[str, Cell | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Blocks behind a line that opens them; printed open."""

    summary: str
    blocks: Sequence["Block"]
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks under a heading of their own within a section."""

    title: str
    blocks: Sequence["Block"]
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its anchor, its heading, one sentence on what it answers, and its blocks."""

    anchor: str
    title: str
    blocks: Sequence["Block"]
    lead: str = ""


Block = Text | Statistics | Legend | Drawing | Gallery | Table | Definitions | Disclosure | Group

KINDS: Final = {
    Text: "text",
    Statistics: "statistics",
    Legend: "legend",
    Drawing: "drawing",
    Gallery: "gallery",
    Table: "table",
    Definitions: "definitions",
    Disclosure: "disclosure",
    Group: "group",
}
"""Name of each kind of block, as the template calls it."""
