"""Slow, obvious twins of `doseline.physics`: small steps and sums written out."""
