"""Read the certificates of a plan and say of each claimed bound whether it is proved."""

import math
from collections.abc import Mapping

from doseline.checking.certificates.bounds import Bounds
from doseline.checking.certificates.prices import BadRow
from doseline.checking.verdict import CertificateVerdict
from doseline.checking.view import View

__all__ = ["evaluate_certificates"]

_SCHEMA_VERSION = 1
_MAXIMISED = frozenset({"L1"})
_PRICED = frozenset({"L1", "L2"})
_BY_RULE = {"per_vial": frozenset({"L4.1", "L4.2", "L4.3"})}
_RELATIVE, _ABSOLUTE = 1e-6, 1e-9


def evaluate_certificates(view: View, in_window: float) -> tuple[CertificateVerdict, ...]:
    """Return what each certificate of the plan proves, in the order of the file.

    Parameters
    ----------
    view : View
        Country and plan.
    in_window : float
        The plan's L1, recomputed.
    """
    certificates = view.plan.certificates
    levels = certificates.get("levels")
    if certificates.get("schema_version") != _SCHEMA_VERSION or not isinstance(levels, list):
        sentence = f"certificates.json is not of schema version {_SCHEMA_VERSION} with a list of levels."
        return (_failed("certificates.json", math.nan, sentence),)
    bounds = Bounds(view, in_window)
    return tuple(_evaluated(bounds, level) for level in levels)


def _evaluated(bounds: Bounds, level: object) -> CertificateVerdict:
    if not isinstance(level, Mapping):
        return _failed("?", math.nan, "The entry is not an object.")
    name, claimed = str(level.get("name")), _number(level.get("bound"))
    if claimed is None:
        return _failed(name, math.nan, "The entry states no bound.")
    rule = level.get("rule")
    try:
        if rule is not None:
            if name not in _BY_RULE.get(str(rule), ()):
                return _failed(name, claimed, f"The rule {rule!r} proves nothing about {name}.")
            proved = bounds.per_vial(name)
        elif name in _PRICED:
            proved = _priced(bounds, name, level, claimed)
        else:
            return _failed(name, claimed, f"The level {name} has no certificate of prices.")
    except BadRow as error:
        return _failed(name, claimed, f"The certificate is not valid: {error}.")
    holds = _as_strong(name, proved, claimed)
    relation = "at most" if name in _MAXIMISED else "at least"
    sentence = f"Every plan has {name} {relation} {proved:.9g}; claimed is {claimed:.9g}."
    return CertificateVerdict(
        name=name, claimed_bound=claimed, reevaluated_bound=proved, holds=holds, sentence=sentence
    )


def _priced(bounds: Bounds, name: str, level: Mapping[str, object], claimed: float) -> float:
    prices, floor = level.get("prices", {}), _number(level.get("floor", 0.0))
    if not isinstance(prices, Mapping):
        raise BadRow("prices are not an object")
    by_row: dict[str, float] = {}
    for row, price in prices.items():
        number = _number(price)
        if number is None:
            raise BadRow(f"the price {price!r} of row {row!r} is not a number")
        by_row[str(row)] = number
    if not by_row and floor == 0.0 and _as_strong(name, plain := bounds.without_prices(name), claimed):
        return plain
    if name == "L1":
        return bounds.l1(by_row)
    if floor is None or not (math.isfinite(floor) and floor >= 0.0):
        raise BadRow(f"the floor {level.get('floor')!r} is not a number at or above zero")
    return bounds.l2(by_row, floor)


def _as_strong(name: str, proved: float, claimed: float) -> bool:
    slack = max(_RELATIVE * abs(claimed), _ABSOLUTE)
    return proved <= claimed + slack if name in _MAXIMISED else proved >= claimed - slack


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _failed(name: str, claimed: float, sentence: str) -> CertificateVerdict:
    return CertificateVerdict(name=name, claimed_bound=claimed, reevaluated_bound=None, holds=False, sentence=sentence)
