"""Options: the ways in which one cycle can be served when nobody else is, and what they use of each row.

What an option uses depends on site, product, prescribed activity and (in rooms of one sex) the sex of the patient, not
on the course. So options are enumerated once for each of these and shared; a course adds its dates, labs and pins.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from doseline.checking.certificates.clinic import Clinic, Clinics, Pool
from doseline.checking.certificates.frame import Flags, Floats, Frame, Ints
from doseline.checking.certificates.sources import Source, ordered_source, sources_of
from doseline.checking.certificates.vials import Kind, Supply, Vials
from doseline.checking.staff import tasks_by_product
from doseline.checking.view import View
from doseline.journey import InitialOrder

__all__ = ["ANY_MINUTE", "Enumeration", "Options"]

ANY_MINUTE = (-np.inf, np.inf)
_SLACK_MIN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Options:
    """Options in one pool with what they use; arrays of shape (n_options,), and of the stays (n_instants,).

    Attributes
    ----------
    source : index of each option's source in `sources`
    nights : dates ``day .. day + nights - 1`` of the night row
    whole_day : whether the option fills a place for the day
    head_min : minutes x heads of the steps of each role's tasks inside the date, by role
    begin, end : slice of each option's instants in the stays
    starts_min, ends_min : the shortest stay of each instant, shape (n_instants,)
    """

    site_id: str
    pool_id: str
    sources: Sequence[Source]
    source: Ints
    day: Ints
    nights: Ints
    whole_day: Flags
    activity_mbq: Floats
    head_min: Mapping[str, Floats]
    begin: Ints
    end: Ints
    starts_min: Floats
    ends_min: Floats


class Enumeration:
    """Everything that is enumerated once and shared among courses.

    Parameters
    ----------
    view : View
        Country and plan; only the country is read.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.frame = Frame(view)
        self.clinics = Clinics(view, self.frame)
        self._vials = Vials(view, self.frame)
        self._tasks = tasks_by_product(view.network.tasks)
        self._licences = {(row.site_id, row.product_id): row for row in view.network.site_products}
        self._sources = cache(lambda product_id, trial: sources_of(view, product_id, trial))
        self._supply = cache(self._open_supply)
        self.options = cache(self._open_options)

    def sites(self, product_id: str) -> list[str]:
        """Return the sites that may give a product at some time."""
        return [site_id for site_id, licensed in self._licences if licensed == product_id]

    def licensed_days(self, site_id: str, product_id: str) -> range:
        """Return the days of the horizon on which a site has a product."""
        row = self._licences.get((site_id, product_id))
        if row is None:
            return range(0)
        first = self.frame.day(row.valid_from_on) if row.valid_from_on else 0
        last = self.frame.day(row.valid_until_on) if row.valid_until_on else self.frame.horizon_days
        return range(max(first, 0), min(last + 1, self.frame.horizon_days))

    def cut(
        self, site_id: str, kind: Kind, day: int, span_min: tuple[float, float], place_id: str | None
    ) -> tuple[Options, ...]:
        """Return the options of one day from open sources, inside a span of minutes, in one place where it is given."""
        return self._joined(site_id, kind, self._supply(site_id, kind).on(day), span_min, place_id)

    def ordered(
        self, site_id: str, kind: Kind, made: InitialOrder, span_min: tuple[float, float], place_id: str | None
    ) -> tuple[Options, ...]:
        """Return the options of a cycle from its own initial order, inside a span of minutes, in one place."""
        source = ordered_source(self.view, made)
        if source is None or made.destination_site_id != site_id or made.product_id != kind.product.product_id:
            return ()
        return self._joined(site_id, kind, self._vials.supply(site_id, kind, [source]), span_min, place_id)

    def _open_supply(self, site_id: str, kind: Kind) -> Supply:
        return self._vials.supply(site_id, kind, self._sources(kind.product.product_id, kind.trial))

    def _open_options(self, site_id: str, kind: Kind) -> tuple[Options, ...]:
        return self._joined(site_id, kind, self._supply(site_id, kind), ANY_MINUTE, None)

    def _joined(
        self, site_id: str, kind: Kind, supply: Supply, span_min: tuple[float, float], place_id: str | None
    ) -> tuple[Options, ...]:
        """Join what can be given with what the centre can do: instants that suit both make an option."""
        clinic = self.clinics.clinic(site_id, kind.product, kind.prescribed_mbq, kind.sex)
        if clinic is None:
            return ()
        from_min = np.maximum(supply.from_min, span_min[0]) - _SLACK_MIN
        to_min = np.minimum(supply.to_min, span_min[1]) + _SLACK_MIN
        joined = []
        for pool in self.clinics.pools.values():
            free = [
                clinic.free[place.place_id]
                for place in pool.places
                if place.place_id in clinic.free and place_id in (None, place.place_id)
            ]
            if not free:
                continue
            possible = np.logical_or.reduce(free)
            at_min = clinic.at_min[possible]
            begin = np.searchsorted(at_min, from_min, side="left")
            end = np.searchsorted(at_min, to_min, side="right")
            some = end > begin
            joined.append(
                self._options_of(
                    pool,
                    site_id,
                    kind,
                    supply.rows(some),
                    clinic,
                    np.flatnonzero(possible),
                    (begin[some], end[some]),
                )
            )
        return tuple(joined)

    def _options_of(
        self,
        pool: Pool,
        site_id: str,
        kind: Kind,
        supply: Supply,
        clinic: Clinic,
        possible: Ints,
        slices: tuple[Ints, Ints],
    ) -> Options:
        """Return the options of one pool: each row of the supply with its slice of the instants, never empty."""
        (begin, end), day = slices, supply.day
        if begin.size:  # most slices of a single course are short; the others' instants need not be kept
            first = begin.min()
            possible, begin, end = possible[first : end.max()], begin - first, end - first
        at_min, starts_min = clinic.at_min[possible], clinic.starts_min[possible]
        nights, stay_min = clinic.nights[possible], clinic.stay_min[possible]
        edges = np.stack([begin, end], axis=1).ravel()
        fewest: Ints = np.minimum.reduceat(np.append(nights, 0), edges)[::2] if edges.size else begin
        most: Ints = np.maximum.reduceat(np.append(nights, 0), edges)[::2] if edges.size else begin
        shortest_min = np.minimum.reduceat(np.append(stay_min, 0.0), edges)[::2] if edges.size else begin
        opens, _ = self.frame.hours(site_id, "treatment")
        _, closes = self.frame.hours(site_id, "discharge")
        room_min = closes[day] - opens[day] + pool.cleaning_min
        head_min: dict[str, Floats] = defaultdict(lambda: np.zeros(len(day)))
        for task in self._tasks.get(kind.product.product_id, ()):
            if task.anchor == "administration":
                # a task holds its heads in every step that it touches, and a step belongs to the date it begins on
                step_min = self.frame.step_min
                from_min, to_min = task.from_min // step_min * step_min, -(-task.to_min // step_min) * step_min
                inside = at_min[begin] + from_min >= self.frame.midnights[day]
                inside &= at_min[end - 1] + to_min - step_min < self.frame.midnights[day + 1]
                head_min[task.role] += inside * float((to_min - from_min) * task.heads)
        return Options(
            site_id=site_id,
            pool_id=pool.pool_id,
            sources=supply.sources,
            source=supply.source,
            day=day,
            nights=fewest,
            whole_day=(most == 0) & (2.0 * (shortest_min + pool.cleaning_min) > room_min),
            activity_mbq=supply.activity_mbq,
            head_min=head_min,
            begin=begin,
            end=end,
            starts_min=starts_min,
            ends_min=starts_min + stay_min,
        )
