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

_FEW_COLUMNS: Final = 4
"""So many columns fit the width of a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table where plain text is not enough.

    Attributes
    ----------
    text : what it says
    assumed : whether it rests on an assumption and carries the mark
    picture : a small drawing before the text, or nothing
    href : where the text leads, relative to the page; empty: nowhere
    language : of the text, where the data is written in another language than the page may be; empty: the page's
    """

    text: str
    assumed: bool = False
    picture: Markup = NOTHING
    href: str = ""
    language: str = ""


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
    long : whether its cells are sentences
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

    @property
    def stacks(self) -> bool:
        """Whether it is too wide for a phone: there the cells of a row stand below each other, with their headers."""
        return len(self.columns) > _FEW_COLUMNS or any(column.long for column in self.columns)

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
    """A drawing, its caption, and the tables that say the same.

    Attributes
    ----------
    picture : the SVG
    caption : a line below it; may be empty
    label : name of the box in which a wide drawing scrolls
    twins : the tables with the same content; empty only where another table of the section says it
    twins_summary : words on the disclosure of the twins
    twins_on_paper : what paper says in their place while they are folded
    assumed : whether its figures rest on an assumption
    wide : whether it keeps its size and scrolls where there is no room, rather than shrink
    """

    picture: Markup
    label: str
    caption: str = ""
    twins: Sequence[Table] = ()
    twins_summary: str = ""
    twins_on_paper: str = ""
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
    """Blocks behind a line that opens them.

    Attributes
    ----------
    summary : the line
    blocks : what it opens
    is_open : whether they are shown from the start
    is_printed : whether they are on paper even while they are folded: in small type and without their sentences
    on_paper : what paper says after the line while they are folded: what it lacks, and where that is
    """

    summary: str
    blocks: Sequence["Block"]
    is_open: bool = False
    is_printed: bool = False
    on_paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks under a heading of their own within a section."""

    title: str
    blocks: Sequence["Block"]
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its anchor, its heading, one sentence on what it answers, and its blocks.

    A ``wide`` one holds drawings that are too wide for an upright sheet: it is printed on sheets laid across.
    """

    anchor: str
    title: str
    blocks: Sequence["Block"]
    lead: str = ""
    wide: bool = False


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
