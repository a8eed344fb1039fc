"""Cited scientific tables: a CSV beside its source, read by one checked loader."""
