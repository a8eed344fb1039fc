"""Random streams, one for each purpose and name, all from one seed.

A stream is found by what it is for, never by how many draws came before: a new patient, product or catchment leaves
every other draw as it was. Names enter by a checksum, so the order of rows in a table does not matter either.
"""

from dataclasses import dataclass
from enum import IntEnum
from zlib import crc32

import numpy as np

from doseline.errors import UserError

__all__ = ["Purpose", "Streams"]


class Purpose(IntEnum):
    """What a stream is for; the numbers are part of the meaning of a seed and never change."""

    ARRIVALS = 1
    PEOPLE = 2
    CENTRE = 3
    HISTORY = 4
    LABS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """The streams of one seed.

    Parameters
    ----------
    seed : int
        Zero or more.

    Raises
    ------
    UserError
        If the seed is negative.

    Examples
    --------
    >>> streams = Streams(seed=7)
    >>> first = streams.of(Purpose.PEOPLE, "Lu-PSMA", "BE-ANT", 0).random()
    >>> first == streams.of(Purpose.PEOPLE, "Lu-PSMA", "BE-ANT", 0).random()
    True
    """

    seed: int

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise UserError(
                "The seed of the cohort is negative.",
                given=self.seed,
                allowed="a whole number, zero or more",
                remedy="Pass --seed 1, for example.",
            )

    def of(self, purpose: Purpose, product_id: str, catchment_id: str, layer: int) -> np.random.Generator:
        """Return the stream of `purpose` for one layer of the patients of a catchment and a product."""
        key = (int(purpose), crc32(product_id.encode()), crc32(catchment_id.encode()), layer)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=key)))
