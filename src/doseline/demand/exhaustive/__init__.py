"""The XS instances: countries small enough to solve by trying everything, one for each constraint that binds."""

from doseline.demand.exhaustive.catalogue import build, names

__all__ = ["build", "names"]
