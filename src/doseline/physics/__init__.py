"""Decay and ingrowth, activation and burn-up, dose rate and waste, as pure functions."""
