"""Compiled kernels: placement on the grid, search, relaxation and its prices. Imported late, for numba takes a second."""
