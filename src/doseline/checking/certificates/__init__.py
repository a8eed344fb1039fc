"""Certificates: the bounds of a plan, evaluated again on the stranger's own enumeration."""

from doseline.checking.verdict import CertificateVerdict
from doseline.checking.view import View

__all__ = ["evaluate_certificates"]


def evaluate_certificates(view: View, in_window: float) -> tuple[CertificateVerdict, ...]:
    """Return nothing yet."""
    raise NotImplementedError
