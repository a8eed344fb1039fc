"""What a controlled line can make: lengths of irradiation, instants and activity of a batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from doseline.journey import Line, Reactor
from doseline.quantities import h_from_timedelta, timedelta_from_h

__all__ = ["MadeBatch", "activity_mbq", "length_is_allowed", "lengths_h", "made_batch", "usable_activity_mbq"]

_LENGTH_TOLERANCE_STEPS = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBatch:
    """Instants of a batch whose processing starts at a given instant."""

    processing_starts_at: datetime
    calibration_at: datetime
    dispatch_at: datetime


def made_batch(line: Line, processing_starts_at: datetime) -> MadeBatch:
    """Return the instants that follow from the start of processing."""
    calibration_at = processing_starts_at + timedelta_from_h(line.processing_h)
    return MadeBatch(
        processing_starts_at=processing_starts_at,
        calibration_at=calibration_at,
        dispatch_at=calibration_at + timedelta_from_h(line.qc_h),
    )


def lengths_h(line: Line) -> Iterator[float]:
    """Yield the allowed lengths of an irradiation: the shortest and every whole step up to the longest."""
    steps = int((line.irradiation_max_h - line.irradiation_min_h) / line.irradiation_step_h + _LENGTH_TOLERANCE_STEPS)
    for step in range(steps + 1):
        yield line.irradiation_min_h + step * line.irradiation_step_h


def length_is_allowed(line: Line, length: timedelta) -> bool:
    """Return whether a length, to the second, is one of `lengths_h`."""
    return any(abs(timedelta_from_h(allowed_h) - length) < timedelta(seconds=1) for allowed_h in lengths_h(line))


@lru_cache(maxsize=4096)
def activity_mbq(line: Line, reactor: Reactor, length_h: float, after_h: float) -> float:
    """Return the 177Lu activity of the line's target `after_h` after an irradiation of `length_h`, in MBq.

    Burn-up of target and product and the ingrowth from 177Yb after the end of irradiation are included.
    """
    from doseline.physics.activation import end_of_bombardment_activity_mbq

    steps = [[reactor.flux_per_cm2_s, length_h]]
    activity = end_of_bombardment_activity_mbq(
        line.target_nuclide, line.target_mass_g, line.enrichment_fraction, steps, cooling_h=after_h
    )
    return float(activity)


def usable_activity_mbq(line: Line, reactor: Reactor, starts_at: datetime, ends_at: datetime, at: datetime) -> float:
    """Return what a batch calibrated at an instant has, in MBq: yield x activity - samples, at least 0."""
    length_h, after_h = h_from_timedelta(ends_at - starts_at), h_from_timedelta(at - ends_at)
    if length_h < 0 or after_h < 0:
        return 0.0
    return max(0.0, line.yield_fraction * activity_mbq(line, reactor, length_h, after_h) - line.qc_sample_mbq)
