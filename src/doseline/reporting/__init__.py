"""Charts, tables with their twins, reports and assumption marks."""

from doseline.reporting.blocks import (
    Block,
    Cell,
    Column,
    Definitions,
    Disclosure,
    Drawing,
    Gallery,
    Group,
    Legend,
    LegendItem,
    Section,
    Statistic,
    Statistics,
    Table,
    Text,
)
from doseline.reporting.page import Page, Words, render

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
    "Page",
    "Section",
    "Statistic",
    "Statistics",
    "Table",
    "Text",
    "Words",
    "render",
]
