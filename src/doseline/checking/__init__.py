"""The stranger: reads a package and a plan from disk and judges them on its own derivation."""
