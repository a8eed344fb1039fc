"""Doseline: radioligand therapy from reactor to patient, on time."""

__all__ = ["__version__"]

__version__ = "0.1.0"
