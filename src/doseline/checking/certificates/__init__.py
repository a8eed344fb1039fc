"""Certificates: the bounds of a plan, evaluated again on the stranger's own enumeration."""

from doseline.checking.certificates.evaluate import evaluate_certificates

__all__ = ["evaluate_certificates"]
