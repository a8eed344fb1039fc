"""Belgium's static tables, read once."""

from functools import cache

from doseline.network.belgium import belgium_folder
from doseline.network.model import Network

__all__ = ["belgium"]


@cache
def belgium() -> Network:
    """Return the country that ships with Doseline, without slots, patients and initial state."""
    # The reader is loaded on first use: listing the instances needs none of it.
    from doseline.network import read_network

    return read_network(belgium_folder(), static=True)
