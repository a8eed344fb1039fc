"""Read the certificates of a plan and say of each claimed bound whether it is proved."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from doseline.checking.certificates.bounds import Bounds
from doseline.checking.certificates.prices import HIGHEST_PRICE, BadRow
from doseline.checking.verdict import CertificateVerdict
from doseline.checking.view import View
from doseline.execution import uncollected

__all__ = ["evaluate_certificates"]

_SCHEMA_VERSION = 1
_MAXIMISED = frozenset({"L1"})
_PRICED = frozenset({"L1", "L2", "L3"})
_RULES = frozenset({"per_vial", "per_cycle"})
_RULED = frozenset({"L4.1", "L4.2", "L4.3"})
_RELATIVE, _ABSOLUTE = 1e-6, 1e-9


@uncollected()
def evaluate_certificates(
    view: View, levels: Mapping[str, float | None], *, legal: bool
) -> tuple[CertificateVerdict, ...]:
    """Return what each certificate of the plan proves, in the order of the file.

    Parameters
    ----------
    view : View
        Country and plan.
    levels : mapping of str to float or None
        The plan's levels, recomputed.
    legal : bool
        Whether the tables of the plan break no constraint: then no bound may exclude the plan.
    """
    certificates = view.plan.certificates
    entries = certificates.get("levels")
    if certificates.get("schema_version") != _SCHEMA_VERSION or not isinstance(entries, list):
        sentence = f"certificates.json is not of schema version {_SCHEMA_VERSION} with a list of levels."
        return (_failed("certificates.json", math.nan, sentence),)
    judge = _Judge(Bounds(view, levels["L1"] or 0.0), levels if legal else {})
    return tuple(judge.evaluated(entry) for entry in entries)


@dataclass(slots=True)
class _Judge:
    """Judges one entry after the other.

    Attributes
    ----------
    bounds : what certificates prove
    reached : levels of the plan, which no bound may exclude; empty for a plan that is not legal
    seen : levels judged so far
    """

    bounds: Bounds
    reached: Mapping[str, float | None]
    seen: set[str] = field(default_factory=set)

    def evaluated(self, entry: object) -> CertificateVerdict:
        """Return what one entry proves."""
        if not isinstance(entry, Mapping):
            return _failed("?", math.nan, "The entry is not an object.")
        name, claimed = str(entry.get("name")), _number(entry.get("bound"))
        if claimed is None or not math.isfinite(claimed):
            return _failed(name, math.nan, "The entry states no bound that is a finite number.")
        if name in self.seen:
            return _failed(name, claimed, f"The level {name} has more than one certificate; the first one counts.")
        self.seen.add(name)
        try:
            proved = self._proved(name, entry, claimed)
        except BadRow as error:
            return _failed(name, claimed, f"The certificate is not valid: {error}.")
        except (FloatingPointError, OverflowError) as error:
            return _failed(name, claimed, f"The certificate is not valid: its sums are no finite numbers ({error}).")
        return self._compared(name, proved, claimed)

    def _proved(self, name: str, entry: Mapping[str, object], claimed: float) -> float:
        rule = entry.get("rule")
        if rule is not None:
            if name not in _RULED or str(rule) not in _RULES:
                raise BadRow(f"the rule {rule!r} proves nothing about {name}")
            return self.bounds.per_cycle(name, _by_row(entry)) if rule == "per_cycle" else self.bounds.per_vial(name)
        if name not in _PRICED:
            raise BadRow(f"the level {name} has no certificate of prices")
        return _priced(self.bounds, name, entry, claimed)

    def _compared(self, name: str, proved: float, claimed: float) -> CertificateVerdict:
        """Return whether a claim holds; what is no number, or excludes the plan itself, proves nothing."""
        relation = "at most" if name in _MAXIMISED else "at least"
        if not math.isfinite(proved):
            sentence = f"The certificate proves nothing: by its prices every plan has {name} {relation} {proved:g}."
            return _failed(name, claimed, sentence)
        own = self.reached.get(name)
        if own is not None and not _as_strong(name, own, proved):
            sentence = (
                f"Contradiction: this plan is legal and has {name} {own:.9g}, yet by the certificate every plan has "
                f"{name} {relation} {proved:.9g}. The certificate or the checker is broken; please report both folders."
            )
            return _failed(name, claimed, sentence)
        return CertificateVerdict(
            name=name,
            claimed_bound=claimed,
            reevaluated_bound=proved,
            holds=_as_strong(name, proved, claimed),
            sentence=f"Every plan has {name} {relation} {proved:.9g}; claimed is {claimed:.9g}.",
        )


def _priced(bounds: Bounds, name: str, level: Mapping[str, object], claimed: float) -> float:
    by_row, floor = _by_row(level), _number(level.get("floor", 0.0))
    if not by_row and floor == 0.0 and _as_strong(name, plain := bounds.without_prices(name), claimed):
        return plain
    if name == "L1":
        return bounds.l1(by_row)
    if floor is None or not 0.0 <= floor <= HIGHEST_PRICE:
        raise BadRow(f"the floor {level.get('floor')!r} is not a number from 0 to {HIGHEST_PRICE:g}")
    return bounds.l3(by_row, floor) if name == "L3" else bounds.l2(by_row, floor)


def _by_row(level: Mapping[str, object]) -> dict[str, float]:
    """Return the price of each row that an entry lists."""
    prices = level.get("prices", {})
    if not isinstance(prices, Mapping):
        raise BadRow("prices are not an object")
    by_row: dict[str, float] = {}
    for row, price in prices.items():
        number = _number(price)
        if number is None:
            raise BadRow(f"the price {price!r} of row {row!r} is not a number")
        by_row[str(row)] = number
    return by_row


def _as_strong(name: str, proved: float, claimed: float) -> bool:
    slack = max(_RELATIVE * abs(claimed), _ABSOLUTE)
    return proved <= claimed + slack if name in _MAXIMISED else proved >= claimed - slack


def _number(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return float(value)
    except OverflowError:  # JSON writes integers of any length
        return math.inf


def _failed(name: str, claimed: float, sentence: str) -> CertificateVerdict:
    return CertificateVerdict(name=name, claimed_bound=claimed, reevaluated_bound=None, holds=False, sentence=sentence)
