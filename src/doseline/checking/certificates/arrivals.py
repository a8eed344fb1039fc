"""When a vial can reach a centre: the departures of its lanes that arrive while it receives."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np

from doseline.checking.calendar import clock_minutes, local_instant
from doseline.checking.certificates.frame import Flags, Floats, Frame
from doseline.checking.facts import ACTIVITY_TOLERANCE
from doseline.checking.view import View
from doseline.journey import Lane
from doseline.quantities import min_from_h, timedelta_from_h

__all__ = ["Arrivals"]

_DAY = timedelta(days=1)
_SLACK_MIN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timetable:
    lane: Lane
    departs_min: Floats
    arrives_min: Floats


class Arrivals:
    """Timetables of every lane, from the present to the end of the horizon.

    Parameters
    ----------
    view : View
        Country and plan.
    frame : Frame
        The axis.
    """

    def __init__(self, view: View, frame: Frame) -> None:
        self._view = view
        self._frame = frame
        self._weekly: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for row in view.network.departures:
            self._weekly[row.lane_id].add((row.weekday, clock_minutes(row.departs_local)))
        self._by_pair: dict[tuple[str, str], list[_Timetable]] = defaultdict(list)
        for lane in view.network.lanes:
            if lane.max_packages >= 1:
                self._by_pair[lane.origin_site_id, lane.destination_site_id].append(self._timetable(lane))

    def earliest(
        self,
        origin_site_id: str,
        site_id: str,
        dispatch_min: Floats,
        calibration_min: Floats,
        activity_mbq: Floats,
        half_life_h: float,
    ) -> Floats:
        """Return when each vial can arrive first, in minutes; infinite when it cannot.

        All arrays have shape (n_vials,); `activity_mbq` holds at `calibration_min`.
        """
        best = np.full(len(dispatch_min), np.inf)
        for timetable in self._by_pair.get((origin_site_id, site_id), ()):
            departs = np.append(timetable.departs_min, np.inf)
            arrives = np.append(timetable.arrives_min, np.inf)
            ready_min = dispatch_min + min_from_h(timetable.lane.handover_cutoff_h) - _SLACK_MIN
            index = np.searchsorted(departs, ready_min, side="left")
            limit_mbq = timetable.lane.max_activity_mbq * (1.0 + ACTIVITY_TOLERANCE)
            while True:
                elapsed_h = (departs[index] - calibration_min) / min_from_h(1.0)
                # nothing of what is not radioactive decays, not even until a departure that never comes
                kept = 1.0 if np.isinf(half_life_h) else np.exp2(-elapsed_h / half_life_h)
                heavy: Flags = activity_mbq * kept > limit_mbq
                if not heavy.any():
                    break
                index = index + heavy
            best = np.minimum(best, arrives[index])
        return best

    def _timetable(self, lane: Lane) -> _Timetable:
        view, calendar = self._view, self._view.calendar
        origin = view.sites.get(lane.origin_site_id)
        zone = ZoneInfo(origin.timezone) if origin else calendar.zone
        planned_at = view.network.properties.planned_at
        transit = timedelta_from_h(lane.transit_h)
        times: list[tuple[float, float]] = []
        on = planned_at.astimezone(zone).date()
        while on <= calendar.horizon_end_on:
            for weekday, minutes in self._weekly[lane.lane_id]:
                if weekday == on.isoweekday():
                    departs_at = local_instant(on, minutes, zone)
                    if departs_at >= planned_at and calendar.is_open(
                        lane.destination_site_id, "reception", departs_at + transit
                    ):
                        times.append((self._frame.minute(departs_at), self._frame.minute(departs_at + transit)))
            on += _DAY
        times.sort()
        table = np.array(times, dtype=np.float64).reshape(-1, 2)
        return _Timetable(lane=lane, departs_min=table[:, 0], arrives_min=table[:, 1])
