"""Constants that are exact by definition of the SI, and the barn."""

import math
from typing import Final

LN2: Final = math.log(2.0)

AVOGADRO_PER_MOL: Final = 6.02214076e23
"""Entities in one mole; exact since 2019 (BIPM, *The International System of Units*, 9th edition)."""

CM2_PER_BARN: Final = 1e-24
"""One barn in square centimetres; exact."""
