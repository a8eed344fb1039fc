"""Solver libraries, and the plain models that they solve: the only home of OR-Tools."""
