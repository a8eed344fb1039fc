"""What the stranger says: violations, recomputed levels, certificates, one verdict."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from doseline.errors import EXIT_DONE, EXIT_FINDING

__all__ = ["CertificateVerdict", "Verdict", "Violation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One constraint that one row of the plan breaks.

    Parameters
    ----------
    constraint : identifier, ``C00`` .. ``C21``
    table : table of the plan (or of the country, where the plan lacks the row)
    key : primary key of the row, values joined by ``|``
    found : what stands there
    allowed : what would be legal
    """

    constraint: str
    table: str
    key: str
    found: str
    allowed: str

    @property
    def sentence(self) -> str:
        """The violation as a sentence.

        Examples
        --------
        >>> Violation(constraint="C05", table="batches", key="B2", found="second of the day", allowed="1").sentence
        'C05 batches B2: second of the day. Allowed: 1.'
        """
        return f"{self.constraint} {self.table} {self.key}: {self.found}. Allowed: {self.allowed}."

    def as_dict(self) -> dict[str, str]:
        """Return the violation as plain values, its sentence included."""
        return {
            "constraint": self.constraint,
            "table": self.table,
            "key": self.key,
            "found": self.found,
            "allowed": self.allowed,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateVerdict:
    """Whether one claimed bound is proved by its certificate.

    Parameters
    ----------
    name : level, such as ``L1``
    claimed_bound : bound as the plan states it
    reevaluated_bound : bound that the certificate proves on the stranger's own reading; None when it proves none
    holds : whether the re-evaluated bound is at least as strong as the claimed one
    sentence : why it holds or not
    """

    name: str
    claimed_bound: float
    reevaluated_bound: float | None
    holds: bool
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """Return the certificate as plain values; a bound that is no finite number becomes None."""
        return {
            "name": self.name,
            "claimed_bound": _finite(self.claimed_bound),
            "reevaluated_bound": _finite(self.reevaluated_bound),
            "holds": self.holds,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The stranger's judgement of a plan.

    Parameters
    ----------
    violations : every violation found, by constraint, table and key
    levels : value of each level, recomputed; None where it is not known
    certificates : each claimed bound, re-evaluated
    gap : gap of each level that has a bound
    demanded_cycles : number of demanded cycles
    notes : what must be said of a level or a constraint, by its name, and of the whole plan (``plan``)
    """

    violations: tuple[Violation, ...]
    levels: Mapping[str, float | None]
    certificates: tuple[CertificateVerdict, ...]
    gap: Mapping[str, float]
    demanded_cycles: int
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def legal(self) -> bool:
        """Whether no constraint is violated."""
        return not self.violations

    @property
    def certified(self) -> bool:
        """Whether bounds are claimed, and every one of them is proved."""
        return bool(self.certificates) and not self.unproved

    @property
    def unproved(self) -> tuple[CertificateVerdict, ...]:
        """Claims that do not hold."""
        return tuple(certificate for certificate in self.certificates if not certificate.holds)

    @property
    def exit_code(self) -> int:
        """Exit code of ``doseline check``: done when legal and no claim is unproved, else a finding."""
        return EXIT_DONE if self.legal and not self.unproved else EXIT_FINDING

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain values."""
        return {
            "legal": self.legal,
            "certified": self.certified,
            "demanded_cycles": self.demanded_cycles,
            "violations": [violation.as_dict() for violation in self.violations],
            "levels": dict(self.levels),
            "notes": dict(self.notes),
            "gap": dict(self.gap),
            "certificates": [certificate.as_dict() for certificate in self.certificates],
        }

    def as_json(self) -> str:
        """Return the verdict as JSON text."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)


def _finite(value: float | None) -> float | None:
    # JSON knows neither infinity nor nan.
    return value if value is not None and math.isfinite(value) else None
