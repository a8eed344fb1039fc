"""Belgium as data: the static tables that ship inside, every row with its source or its mark as an assumption.

The folder holds every candidate bed, so it is larger than any scenario: apply ``low``, ``base``, ``high``, ``tight`` or
``tight`` then ``outage`` of ``scenarios.csv`` before anything is counted. It has no patients; instances add them.
"""

from pathlib import Path
from typing import Final

__all__ = ["belgium_folder"]

_FOLDER: Final = Path(__file__).resolve().parent


def belgium_folder() -> Path:
    """Return the folder with Belgium's static tables, a data package without patients.

    >>> (belgium_folder() / "sites.csv").is_file()
    True
    """
    return _FOLDER
