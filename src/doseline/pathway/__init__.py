"""What is true of every journey: windows of a cycle, usable window of a vial, length of a stay, supply, transport."""

from doseline.pathway.calendar import Calendar
from doseline.pathway.fill import Fill, fill_of
from doseline.pathway.staying import stay_h
from doseline.pathway.windows import Cycle, demanded_cycles

__all__ = ["Calendar", "Cycle", "Fill", "demanded_cycles", "fill_of", "stay_h"]
