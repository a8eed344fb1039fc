"""Compiled kernels: placement on the grid, search, relaxation and its prices. Imported late: numba takes a second."""
