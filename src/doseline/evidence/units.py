"""The unit that the end of a column's name promises."""

from typing import Final

UNIT_OF_SUFFIX: Final[dict[str, str]] = {
    "_usv_m2_per_gbq_h": "uSv m2/(GBq h)",
    "_ugy_m2_per_gbq_h": "uGy m2/(GBq h)",
    "_mgy_per_mbq_s": "mGy/(MBq s)",
    "_gy_per_bq_s": "Gy/(Bq s)",
    "_mbq_per_ml": "MBq/mL",
    "_usv_per_h": "uSv/h",
    "_per_cm2_s": "1/(cm2 s)",
    "_gy_per_gbq": "Gy/GBq",
    "_g_per_ml": "g/mL",
    "_probability": "1",
    "_fraction": "1",
    "_factor": "1",
    "_ratio": "1",
    "_count": "1",
    "_barn": "barn",
    "_mbq": "MBq",
    "_kev": "keV",
    "_mev": "MeV",
    "_usv": "uSv",
    "_gy": "Gy",
    "_mm": "mm",
    "_ml": "mL",
    "_h": "h",
    "_g": "g",
    "_m": "m",
    "_u": "u",
}
"""Every ending a numeric column may have, and the unit it stands for; "1" is a number without unit."""


def promised_unit(column: str) -> str | None:
    """Return the unit that `column` ends in, or None if it ends in none; the longest ending wins.

    Examples
    --------
    >>> promised_unit("half_life_h"), promised_unit("dose_rate_usv_per_h"), promised_unit("half_life")
    ('h', 'uSv/h', None)
    """
    endings = [suffix for suffix in UNIT_OF_SUFFIX if column.endswith(suffix)]
    return UNIT_OF_SUFFIX[max(endings, key=len)] if endings else None
