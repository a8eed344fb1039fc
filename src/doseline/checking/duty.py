"""Heads on duty and devices at each step of the grid, less what is absent or still held for those treated before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from doseline.checking.asks import Resource, asks_by_product
from doseline.checking.calendar import Calendar, clock_minutes
from doseline.checking.view import View
from doseline.journey import Absence, Device, Qualification, Roster

__all__ = ["Duty"]

_DAY = timedelta(days=1)
_MORE = 100
_FAR = 2_000
_NONE: NDArray[np.int64] = np.zeros(0, dtype=np.int64)


class Duty:
    """Rosters of a country, laid on its grid.

    Parameters
    ----------
    calendar : Calendar
        Gives the weekday of a date and the grid, whose step 0 starts at the origin; earlier steps are negative.
    rosters : iterable of Roster
        Rows of one site, role and weekday add up.
    qualifications : iterable of Qualification
        Heads among them that hold competences.
    devices : iterable of Device
        Free at all hours.
    absences : iterable of Absence
        Heads that the rosters lack, in every step that an absence touches.
    held : mapping of a site and a resource to spans of instants with units
        What tasks for patients who were treated before hold, in every step that a span touches.
    """

    def __init__(
        self,
        calendar: Calendar,
        rosters: Iterable[Roster],
        qualifications: Iterable[Qualification] = (),
        devices: Iterable[Device] = (),
        absences: Iterable[Absence] = (),
        held: Mapping[tuple[str, Resource], Iterable[tuple[datetime, datetime, int]]] = MappingProxyType({}),
    ) -> None:
        self._calendar = calendar
        self._rows: dict[tuple[str, str, int], list[tuple[int, int, int]]] = defaultdict(list)
        for row in rosters:
            span = clock_minutes(row.starts_local), clock_minutes(row.ends_local), row.heads
            self._rows[row.site_id, row.role, row.weekday].append(span)
        self._qualifications: dict[tuple[str, str], list[Qualification]] = defaultdict(list)
        for qualification in qualifications:
            self._qualifications[qualification.site_id, qualification.role].append(qualification)
        self._devices = {(device.site_id, device.kind): device.units for device in devices}
        self._absent: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
        for absence in absences:
            steps = self.first_step(absence.starts_at), self.end_step(absence.ends_at), absence.heads
            self._absent[absence.site_id, absence.role].append(steps)
        self._laid: dict[tuple[str, Resource], tuple[int, NDArray[np.int64]]] = {}
        self._held = {
            key: [(self.first_step(starts_at), self.end_step(ends_at), units) for starts_at, ends_at, units in spans]
            for key, spans in held.items()
        }

    @classmethod
    def of(cls, view: View) -> Self:
        """Return the heads and devices of a country that are there for a plan, on its grid."""
        network = view.network
        held: dict[tuple[str, Resource], list[tuple[datetime, datetime, int]]] = defaultdict(list)
        asks = asks_by_product(network)
        for given in network.past_administrations:
            demand = view.demand.get(given.course_id)
            product = demand.product_of(given.cycle_number) if demand else None
            if product is None or given.stay_ends_at is None:
                continue
            for ask in asks.get(product.product_id, ()):
                anchor_at = given.administered_at if ask.anchor == "administration" else given.stay_ends_at
                span = anchor_at + timedelta(minutes=ask.from_min), anchor_at + timedelta(minutes=ask.to_min)
                if span[1] > view.calendar.origin_at:
                    held[given.site_id, ask.resource].append((*span, ask.units))
        return cls(view.calendar, network.rosters, network.qualifications, network.devices, network.absences, held)

    def units(self, site_id: str, resource: Resource, first: int, end: int) -> NDArray[np.int64]:
        """Return what a site has left of a resource in the steps ``first .. end - 1``.

        A device without a row is not there.

        Returns
        -------
        array, shape (end - first,)
        """
        laid_first, laid = self._laid.get((site_id, resource), (first, _NONE))
        if first > laid_first + len(laid) + _FAR or end < laid_first - _FAR:
            return self._lay(site_id, resource, first, end)  # a stray instant costs no memory
        if first < laid_first or end > laid_first + len(laid):
            # certificates ask for the same steps again and again, now and then for some more before or after them
            laid_first, laid_end = min(first, laid_first) - _MORE, max(end, laid_first + len(laid)) + _MORE
            laid = self._lay(site_id, resource, laid_first, laid_end)
            self._laid[site_id, resource] = laid_first, laid
        return laid[first - laid_first : max(first, end) - laid_first].copy()

    def _lay(self, site_id: str, resource: Resource, first: int, end: int) -> NDArray[np.int64]:
        units = self._units(site_id, resource, first, end)
        for from_step, to_step, held in self._held.get((site_id, resource), ()):
            units[max(0, from_step - first) : max(0, to_step - first)] -= held
        return np.maximum(units, 0)

    def _units(self, site_id: str, resource: Resource, first: int, end: int) -> NDArray[np.int64]:
        if resource.constraint == "C12":
            return np.full(max(0, end - first), self._devices.get((site_id, resource.name), 0), dtype=np.int64)
        if resource.one_of is None:
            return self._heads(site_id, resource.name, first, end)
        heads = np.zeros(max(0, end - first), dtype=np.int64)
        for row in self._qualifications.get((site_id, resource.name), ()):
            if resource.one_of.isdisjoint(row.competences):
                continue
            for on in self._dates(first, end):
                begun = row.valid_from_on is None or row.valid_from_on <= on
                lasts = row.valid_until_on is None or on <= row.valid_until_on
                if begun and lasts and str(self._calendar.weekday(on)) in row.weekdays:
                    span = clock_minutes(row.starts_local), clock_minutes(row.ends_local)
                    self._put(heads, on, span, row.heads, first)
        return heads

    def _dates(self, first: int, end: int) -> Iterator[date]:
        on, last_on = self._calendar.date_of(self.instant(first)), self._calendar.date_of(self.instant(end))
        while on <= last_on:
            yield on
            on += _DAY

    def _put(self, heads: NDArray[np.int64], on: date, span: tuple[int, int], present: int, first: int) -> None:
        """Add heads to the steps that a span of clock minutes of a date contains wholly."""
        from_step = self.end_step(self._calendar.instant(on, span[0])) - first
        to_step = self.first_step(self._calendar.instant(on, span[1])) - first
        if to_step > 0:
            heads[max(0, from_step) : to_step] += present

    def first_step(self, at: datetime) -> int:
        """Return the step that contains an instant."""
        return (at - self._calendar.origin_at) // self._calendar.step

    def end_step(self, at: datetime) -> int:
        """Return the first step that starts at or after an instant."""
        return -((self._calendar.origin_at - at) // self._calendar.step)

    def instant(self, step: int) -> datetime:
        """Return the instant at which a step starts."""
        return self._calendar.origin_at + step * self._calendar.step

    def _heads(self, site_id: str, role: str, first: int, end: int) -> NDArray[np.int64]:
        """Return the heads on duty in the steps ``first .. end - 1``; a roster covers a step it contains wholly."""
        heads = np.zeros(max(0, end - first), dtype=np.int64)
        for on in self._dates(first, end):
            for starts_min, ends_min, present in self._rows.get((site_id, role, self._calendar.weekday(on)), ()):
                self._put(heads, on, (starts_min, ends_min), present, first)
        for from_step, to_step, absent in self._absent.get((site_id, role), ()):
            heads[max(0, from_step - first) : max(0, to_step - first)] -= absent
        return np.maximum(heads, 0)

    def head_minutes(self, site_id: str, role: str, on: date) -> float:
        """Return minutes x heads that are left in the steps that begin on a date."""
        first, end = (self.end_step(self._calendar.midnight(day)) for day in (on, on + _DAY))
        heads = self.units(site_id, Resource(constraint="C11", name=role), first, end)
        return float(heads.sum()) * (self._calendar.step / timedelta(minutes=1))

    def week_head_hours(self) -> Mapping[tuple[str, str], float]:
        """Return heads x hours of a week without holidays and absences, by site and role."""
        total: dict[tuple[str, str], float] = defaultdict(float)
        for (site_id, role, _), rows in self._rows.items():
            total[site_id, role] += sum(max(0, ends - starts) * heads for starts, ends, heads in rows) / 60.0
        return total
