"""Thin commands over the same functions that a program calls."""
