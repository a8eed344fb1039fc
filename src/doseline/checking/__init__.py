"""The stranger: reads a package and a plan from disk and judges them on its own derivation."""

from doseline.checking.check import broken_rules, check, check_plan
from doseline.checking.effluent import stays_without_tank
from doseline.checking.verdict import CertificateVerdict, Verdict, Violation

__all__ = ["CertificateVerdict", "Verdict", "Violation", "broken_rules", "check", "check_plan", "stays_without_tank"]
