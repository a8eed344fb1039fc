"""One more unit of a resource in one week, and the country that has it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from doseline.journey import Absence, Administration, Closure, Qualification

if TYPE_CHECKING:
    from doseline.network.model import Network, PlanPackage
    from doseline.planning import Problem

__all__ = ["Head", "MorePlace", "ScannerHour", "Unit", "Vial", "week_of"]

WEEK: Final = timedelta(weeks=1)
WHY: Final = "The unit on trial is there in one week alone"
LONG: Final = timedelta(weeks=60)
"""By which what is shut outside a week is shut before the present and after the horizon: longer than any stay."""


def week_of(on: date) -> date:
    """Return the Monday of the ISO week of a date."""
    return on - timedelta(days=on.weekday())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(ABC):
    """One more unit in one week.

    Attributes
    ----------
    week_on : Monday of the week
    """

    week_on: date

    @property
    @abstractmethod
    def kind(self) -> str:
        """What it is: place, head, scanner_hour or vial."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """Which one it is: the keys of what it belongs to."""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.kind}|{self.subject}|{self.week_on:%G-W%V}"

    @abstractmethod
    def added_to(self, network: "Network") -> "Network":
        """Return the country with it, and perhaps with more outside its week, which `confine` takes back."""

    @abstractmethod
    def may_serve(self, plan: "PlanPackage", network: "Network") -> Iterator[Administration]:
        """Yield the administrations of a plan that may rest on the unit; where that is not sure, they may.

        Parameters
        ----------
        plan : made with the unit
        network : the country without it
        """

    def confine(self, problem: "Problem", base: "Problem") -> None:
        """Take from a problem compiled with the unit what the unchanged country does not have outside the week."""
        known = dict(zip(base.tail.keys, base.arrays.tail_capacity, strict=True))
        problem.arrays.tail_capacity[:] = [known[key] for key in problem.tail.keys]

    def _around(self, row: Administration, network: "Network", *, before: timedelta) -> bool:
        """Return whether an administration is in the week or not longer before it."""
        on = row.administered_at.astimezone(ZoneInfo(network.properties.timezone)).date()
        return self.week_on - before <= on < self.week_on + WEEK

    def _outside(self, network: "Network") -> list[tuple[datetime, datetime]]:
        """Return the times before the week and after it."""
        zone, properties = ZoneInfo(network.properties.timezone), network.properties
        begins, ends = (
            datetime.combine(on, time(), tzinfo=zone).astimezone(UTC) for on in (self.week_on, self.week_on + WEEK)
        )
        horizon_ends_on = properties.horizon_start_on + timedelta(days=properties.horizon_days)
        last = datetime.combine(horizon_ends_on, time(), tzinfo=zone).astimezone(UTC) + LONG
        return [(min(begins, properties.planned_at) - LONG, begins), (ends, last)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePlace(Unit):
    """One more place like one that a centre has, in a room of its own; what the toilet of the other feeds it feeds.

    Attributes
    ----------
    like_place_id : the place that it is like
    """

    like_place_id: str

    @property
    def kind(self) -> str:
        """A place."""
        return "place"

    @property
    def subject(self) -> str:
        """Key of the place that it is like."""
        return self.like_place_id

    def added_to(self, network: "Network") -> "Network":
        """Return the country with the place, shut outside the week; it carries nothing after the horizon."""
        like = next(row for row in network.places if row.place_id == self.like_place_id)
        room = next(row for row in network.rooms if row.room_id == like.room_id)
        place_id = _free(f"{like.place_id}-more", (row.place_id for row in network.places))
        room_id = _free(f"{room.room_id}-more", (row.room_id for row in network.rooms))
        known = [row.closure_id for row in network.closures]
        shut = [
            Closure(
                closure_id=_free(f"{place_id}-{number}", known),
                site_id=like.site_id,
                place_id=place_id,
                starts_at=since,
                ends_at=until,
                reason=WHY,
            )
            for number, (since, until) in enumerate(self._outside(network))
        ]
        return replace(
            network,
            rooms=(*network.rooms, replace(room, room_id=room_id)),
            places=(*network.places, replace(like, place_id=place_id, room_id=room_id, stays_per_week=0.0)),
            closures=(*network.closures, *shut),
        )

    def may_serve(self, plan: "PlanPackage", network: "Network") -> Iterator[Administration]:
        """Yield those in the place, which the country without it does not have."""
        known = {place.place_id for place in network.places}
        yield from (row for row in plan.administrations if row.place_id not in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Unit):
    """One more head on each shift of a role at a centre, with every competence that others of the role hold there.

    Attributes
    ----------
    site_id : centre
    role : role
    """

    site_id: str
    role: str

    @property
    def kind(self) -> str:
        """A head."""
        return "head"

    @property
    def subject(self) -> str:
        """Keys of the centre and the role."""
        return f"{self.site_id}|{self.role}"

    def added_to(self, network: "Network") -> "Network":
        """Return the country with the head, absent outside the week."""
        here = [row for row in network.rosters if (row.site_id, row.role) == (self.site_id, self.role) and row.heads]
        known = [row.absence_id for row in network.absences]
        away = [
            Absence(
                absence_id=_free(f"{self.site_id}-{self.role}-{number}", known),
                site_id=self.site_id,
                role=self.role,
                starts_at=since,
                ends_at=until,
                heads=1,
                reason=WHY,
            )
            for number, (since, until) in enumerate(self._outside(network))
        ]
        return replace(
            network,
            rosters=tuple(replace(row, heads=row.heads + 1) if row in here else row for row in network.rosters),
            absences=(*network.absences, *away),
            qualifications=(*network.qualifications, *self._qualified(network)),
        )

    def _qualified(self, network: "Network") -> list[Qualification]:
        """Return what the head holds on each of its shifts, where heads of the role hold anything."""
        held = [row for row in network.qualifications if (row.site_id, row.role) == (self.site_id, self.role)]
        if not held:
            return []
        competences = tuple(sorted({one for row in held for one in row.competences}))
        known = [row.qualification_id for row in network.qualifications]
        shifts = [row for row in network.rosters if (row.site_id, row.role) == (self.site_id, self.role) and row.heads]
        return [
            replace(
                held[0],
                qualification_id=_free(f"{self.site_id}-{self.role}-more-{number}", known),
                competences=competences,
                weekdays=(str(row.weekday),),
                starts_local=row.starts_local,
                ends_local=row.ends_local,
                heads=1,
                valid_from_on=self.week_on,
                valid_until_on=self.week_on + WEEK - timedelta(days=1),
            )
            for number, row in enumerate(shifts)
        ]

    def confine(self, problem: "Problem", base: "Problem") -> None:
        """Take back what shifts of a role that overlap have more outside the week: one head alone is absent there."""
        from doseline.planning.hands import ROLES

        super(Head, self).confine(problem, base)
        first, last = (base.calendar.day_of(on) for on in (self.week_on, self.week_on + WEEK))
        day = base.arrays.day_of_step
        outside = (day < first) | (day >= last)
        for site in range(len(base.sites)):
            row, as_before = (arrays.n_hands * site for arrays in (problem.arrays, base.arrays))
            heads = base.arrays.heads[as_before : as_before + len(ROLES), outside]
            problem.arrays.heads[row : row + len(ROLES), outside] = heads

    def may_serve(self, plan: "PlanPackage", network: "Network") -> Iterator[Administration]:
        """Yield those at the centre in the week, or in the week before with a stay that may go on."""
        here = (row for row in plan.administrations if row.site_id == self.site_id)
        yield from (row for row in here if self._around(row, network, before=WEEK))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerHour(Unit):
    """One more hour of a scanner for therapy patients.

    Attributes
    ----------
    site_id : its centre
    scanner_id : the scanner
    """

    site_id: str
    scanner_id: str

    @property
    def kind(self) -> str:
        """An hour of a scanner."""
        return "scanner_hour"

    @property
    def subject(self) -> str:
        """Key of the scanner."""
        return self.scanner_id

    def added_to(self, network: "Network") -> "Network":
        """Return the country with the hour in every week."""
        scanners = tuple(
            replace(row, therapy_hours_per_week=row.therapy_hours_per_week + 1.0)
            if row.scanner_id == self.scanner_id
            else row
            for row in network.scanners
        )
        return replace(network, scanners=scanners)

    def confine(self, problem: "Problem", base: "Problem") -> None:
        """Take the hour back in all weeks but one."""
        super(ScannerHour, self).confine(problem, base)
        calendar = base.calendar
        week = (calendar.day_of(self.week_on) + calendar.start_on.weekday()) // WEEK.days
        left_s = problem.arrays.scanner_left_s
        widened_s = left_s[:, week].copy()
        left_s[:] = base.arrays.scanner_left_s
        left_s[:, week] = widened_s

    def may_serve(self, plan: "PlanPackage", network: "Network") -> Iterator[Administration]:
        """Yield those at the centre of the scanner in the week, or so long before that a scan may follow."""
        here = (row for row in plan.administrations if row.site_id == self.site_id)
        yield from (row for row in here if self._around(row, network, before=2 * WEEK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vial(Unit):
    """One more vial on a delivery slot, whoever it goes to.

    Attributes
    ----------
    slot_id : the slot, of which the calibration lies in the week
    """

    slot_id: str

    @property
    def kind(self) -> str:
        """A vial."""
        return "vial"

    @property
    def subject(self) -> str:
        """Key of the slot."""
        return self.slot_id

    def added_to(self, network: "Network") -> "Network":
        """Return the country with the vial."""
        slots = tuple(
            replace(row, quantity=row.quantity + 1) if row.slot_id == self.slot_id else row for row in network.slots
        )
        return replace(network, slots=slots)

    def may_serve(
        self,
        plan: "PlanPackage",
        network: "Network",  # noqa: ARG002 - others ask
    ) -> Iterator[Administration]:
        """Yield those of which the vial comes from the slot."""
        orders = {order.order_id for order in plan.orders if order.slot_id == self.slot_id}
        vials = {vial.vial_id for vial in plan.vials if vial.order_id in orders}
        yield from (row for row in plan.administrations if row.vial_id in vials)


def _free(key: str, known: Iterable[str]) -> str:
    """Return a key that nothing has yet."""
    taken = set(known)
    while key in taken:
        key += "-more"
    return key
