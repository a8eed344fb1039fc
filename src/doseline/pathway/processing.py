"""Who must be there, and how much activity may be there, while a line processes a batch (C05)."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from doseline.journey import Line
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar

__all__ = ["Processing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shift:
    """Heads of a role at a site from one minute to another."""

    begins_min: int
    ends_min: int
    heads: int


class Processing:
    """Heads and licensed activity of the sites at which lines process.

    A batch is in process from the start of processing to dispatch. An initial batch takes its heads as well; what its
    target held is not known, and so it counts nothing of a licence.
    """

    def __init__(self, network: Network, calendar: Calendar) -> None:
        suppliers = {supplier.supplier_id: supplier.site_id for supplier in network.suppliers}
        nuclides = {product.product_id: product.nuclide for product in network.products}
        licences = {(row.site_id, row.nuclide): row.licence_mbq for row in network.production_licences}
        self._site_of = {line.line_id: suppliers[line.supplier_id] for line in network.lines}
        self._nuclide_of = {line.line_id: nuclides[line.product_id] for line in network.lines}
        self.licences_mbq = licences
        self.staff: dict[str, dict[str, int]] = defaultdict(dict)
        for row in network.line_staff:
            self.staff[row.line_id][row.role] = row.heads
        self._shifts = self._shifts_of(network, calendar)
        self._initial: dict[tuple[str, str], list[_Shift]] = defaultdict(list)
        lines = {line.line_id: line for line in network.lines}
        for batch in network.initial_batches:
            line = lines[batch.line_id]
            begins = calendar.minute(batch.calibration_at) - round(60 * line.processing_h)
            for role, heads in self.staff.get(line.line_id, {}).items():
                span = _Shift(begins_min=begins, ends_min=calendar.minute(batch.dispatch_at), heads=heads)
                self._initial[self._site_of[line.line_id], role].append(span)

    def _shifts_of(self, network: Network, calendar: Calendar) -> dict[tuple[str, str], list[_Shift]]:
        zones = {site.site_id: site.timezone for site in network.sites}
        needed = {(self._site_of[line_id], role) for line_id, roles in self.staff.items() for role in roles}
        shifts: dict[tuple[str, str], list[_Shift]] = defaultdict(list)
        for row in network.rosters:
            if (row.site_id, row.role) in needed:
                begins = calendar.at_clock(row.starts_local, zones[row.site_id])
                ends = calendar.at_clock(row.ends_local, zones[row.site_id])
                # holidays do not matter, as for the days of processing
                for day in np.flatnonzero(calendar.true_weekday == row.weekday).tolist():
                    shift = _Shift(begins_min=int(begins[day]), ends_min=int(ends[day]), heads=row.heads)
                    shifts[row.site_id, row.role].append(shift)
        return shifts

    def licence_mbq(self, line: Line) -> float:
        """The activity that may be in process where a line works; infinite where no licence says."""
        return self.licences_mbq.get((self._site_of[line.line_id], self._nuclide_of[line.line_id]), np.inf)

    def manned(self, line: Line, begins_min: int, ends_min: int) -> bool:
        """Whether the heads for one more batch are there from one minute to another, beside the initial batches."""
        site_id = self._site_of[line.line_id]
        return all(
            self.heads_left(site_id, role, at) >= heads
            for role, heads in self.staff.get(line.line_id, {}).items()
            for at in self.moments(site_id, role, begins_min, ends_min)
        )

    def heads_left(self, site_id: str, role: str, at_min: int) -> int:
        """Heads of the rosters at a minute less those that initial batches take then."""
        key = site_id, role
        there, taken = (
            sum(one.heads for one in spans.get(key, ()) if one.begins_min <= at_min < one.ends_min)
            for spans in (self._shifts, self._initial)
        )
        return there - taken

    def moments(self, site_id: str, role: str, begins_min: int, ends_min: int) -> list[int]:
        """The first minute of a span and those inside at which `heads_left` can change."""
        key = site_id, role
        spans = [*self._shifts.get(key, ()), *self._initial.get(key, ())]
        changes = {minute for one in spans for minute in (one.begins_min, one.ends_min)}
        return [begins_min, *sorted(minute for minute in changes if begins_min < minute < ends_min)]
