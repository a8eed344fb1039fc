"""Whether what events say of patients and of staff can be: of courses, centres, activities and heads."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Final

from doseline.journey import Course, Event, Lab
from doseline.network.cells import instant_text
from doseline.network.model import Network, PlanPackage
from doseline.network.sense import people
from doseline.operations.replanning.effects import Cycle, course_of, patient_of

__all__ = ["Fitting", "Unfit"]

Unfit = tuple[str, str, str]
"""Column, what is allowed there, and what to do."""

_LEAST_PART: Final = 5.0
"""An activity is not reduced to less than a fifth: a wrong prefix is off by a thousand. An assumption of Doseline."""


_OF_COURSES_TO_COME: Final = frozenset({"patient_stopped", "patient_transferred", "activity_reduced", "standby_listed"})
"""Kinds that make sense of a course only that has not ended and has a cycle to come."""


_COLUMNS: Final = frozenset(column.name for column in fields(Event))


class Fitting:
    """What is there that events of patients and of staff must fit to.

    Parameters
    ----------
    network, plan : a country and its legal plan
    """

    def __init__(self, network: Network, plan: PlanPackage) -> None:
        self.network, self.plan = network, plan
        self.courses = {row.course_id: row for row in network.courses}
        self.product_of = {row.regimen_id: row.product_id for row in network.regimens}
        self.regimens = {row.regimen_id: row for row in network.regimens}
        self.offered = {(row.site_id, row.product_id) for row in network.site_products}
        self.absent: dict[tuple[str, str], list[tuple[datetime, datetime, int]]] = defaultdict(list)
        for row in network.absences:
            self.absent[row.site_id, row.role].append((row.starts_at, row.ends_at, row.heads))
        self.sites = {row.site_id for row in network.sites}
        self.trials = {row.trial_id for row in network.trial_slots} | {row.trial_id for row in network.trial_supply}
        self.trials |= {row.trial_id for row in network.courses if row.trial_id is not None}
        self.standing_by = {row.course_id for row in network.standbys}

    def unfit(self, event: Event, not_given: Collection[Cycle]) -> Iterator[Unfit]:
        """Yield what an event says that cannot be; those that come later may speak of the patient whom it adds.

        Parameters
        ----------
        event : what is told
        not_given : cycles that earlier events of the file kept from being given
        """
        told = list(self._of_kind(event, not_given))
        yield from told
        columns = {column for column, _, _ in told}
        yield from (row for row in self._senseless(event) if row[0] not in columns)

    def _senseless(self, event: Event) -> Iterator[Unfit]:
        """Yield what the country would be refused for once the row of an event is in it: by the event's own column."""
        if event.kind not in ("patient_added", "labs_withheld"):
            return
        course = self.courses.get(event.subject_id)
        is_over = event.retest_on is not None and event.retest_on < event.at.date()
        if course is None or course.regimen_id not in self.regimens or is_over:
            return  # told by itself
        labs = (Lab(course_id=event.subject_id, taken_at=event.at, outcome="withhold", retest_on=event.retest_on),)
        alone = replace(
            self.network,
            properties=replace(self.network.properties, planned_at=event.at),
            patients=(patient_of(event),) if event.kind == "patient_added" else self.network.patients,
            courses=(course,),
            labs=labs if event.kind == "labs_withheld" else (),
            past_administrations=(),
        )
        for fault in (fault for check in people.CHECKS for fault in check.faults(alone)):
            # of a course without its past its home is none to judge
            if fault.table in ("patients", "courses", "labs") and fault.column is not None and fault.column in _COLUMNS:
                yield fault.column, fault.allowed, fault.remedy

    def _of_kind(self, event: Event, not_given: Collection[Cycle]) -> Iterator[Unfit]:
        course = self.courses.get(event.subject_id)
        if course is not None and course.regimen_id not in self.regimens:
            course = None  # of a patient added just before, which is told
        if event.kind == "patient_added":
            yield from self._added(event)
            self.courses.setdefault(event.subject_id, course_of(event))
        elif course is not None and event.kind in _OF_COURSES_TO_COME:
            yield from self._of_course(event, course, self._given(event, not_given))
        elif course is not None and event.taken_at is not None:
            yield from self._taken(event, course)
        if event.kind == "standby_listed":
            self.standing_by.add(event.subject_id)
        elif event.kind == "standby_ended" and course is not None:
            if event.subject_id not in self.standing_by:
                yield "subject_id", "a course on the standby list", "It is not on the list: delete the event."
            self.standing_by.discard(event.subject_id)
        if event.kind == "head_absent" and event.subject_id in self.sites:
            yield from self._absent(event)

    def _of_course(self, event: Event, course: Course, given: int) -> Iterator[Unfit]:
        cycles = self.regimens[course.regimen_id].cycles
        if course.last_cycle_number is not None:
            yield "subject_id", "a course that has not ended", f"It ended with cycle {course.last_cycle_number}."
        elif given >= cycles:
            yield "subject_id", "a course with a cycle to come", f"By then it has had all of its {cycles} cycles."
        if event.kind == "patient_transferred":
            yield from self._offered(event, course)
            if event.site_id == course.home_site_id and not course.transfer_allowed:
                yield "site_id", "another centre than that of the course", "It is there already."
        if event.prescribed_activity_mbq is not None:
            yield from self._reduced(event, course, given + 1)

    def _given(self, event: Event, not_given: Collection[Cycle]) -> int:
        """Return how many cycles a course has had when an event becomes known."""
        past = sum(row.course_id == event.subject_id for row in self.network.past_administrations)
        return past + sum(
            row.course_id == event.subject_id
            and row.administered_at < event.at
            and (row.course_id, row.cycle_number) not in not_given
            for row in self.plan.administrations
        )

    def _reduced(self, event: Event, course: Course, next_cycle: int) -> Iterator[Unfit]:
        now_mbq = course.prescribed_activity_mbq
        if course.reduced_from_cycle is not None and course.reduced_activity_mbq is not None:
            now_mbq = course.reduced_activity_mbq
            if course.reduced_from_cycle > next_cycle:
                allowed = f"a course that has had cycle {course.reduced_from_cycle - 1}, made before the last reduction"
                yield "subject_id", allowed, "Its next vial is still the old one: tell it once that is given."
        told_mbq = event.prescribed_activity_mbq or 0.0
        if not course.prescribed_activity_mbq / _LEAST_PART <= told_mbq < now_mbq:
            allowed = f"less than the {now_mbq:.6g} MBq prescribed now, and not less than a fifth of what it began with"
            yield "prescribed_activity_mbq", allowed, "Check figure and unit."

    def _taken(self, event: Event, course: Course) -> Iterator[Unfit]:
        """Yield a result that is valid no more when it becomes known."""
        valid_d = self.regimens[course.regimen_id].labs_valid_d
        if valid_d is not None and event.taken_at is not None and event.taken_at + timedelta(days=valid_d) < event.at:
            allowed = f"at most {valid_d} d before {instant_text(event.at)}, when it became known: so long is it valid"
            yield "taken_at", allowed, "Correct the instant; a result that is valid no more is no event: delete it."

    def _offered(self, event: Event, course: Course) -> Iterator[Unfit]:
        product_id = self.product_of.get(course.regimen_id, "")
        if (event.site_id, product_id) not in self.offered:
            sites = ", ".join(sorted(site_id for site_id, offered in self.offered if offered == product_id))
            yield "site_id", f"a centre that has {product_id}: {sites}", "Name one of them."

    def _added(self, event: Event) -> Iterator[Unfit]:
        known = (
            ("catchment_id", {row.catchment_id for row in self.network.catchments}),
            ("regimen_id", set(self.product_of)),
        )
        for column, keys in known:
            if getattr(event, column) not in keys:
                yield column, f"a {column} of the country", "Name one that is there."
        if event.site_id is not None and event.regimen_id in self.product_of:
            yield from self._offered(event, course_of(event))
        if event.trial_id is not None and event.trial_id not in self.trials:
            listed = ", ".join(sorted(self.trials)) or "it has none"
            yield "trial_id", f"a trial of the country: {listed}", "Name one of them, or leave it out."
        known_on, regimen = event.at.date(), self.regimens.get(event.regimen_id or "")
        if event.referred_on is None or regimen is None:
            return
        if event.referred_on > known_on:
            yield "referred_on", f"not after {known_on}, when it became known", "Correct the date."
        elif event.referred_on + timedelta(days=regimen.first_stop_d) < known_on:
            allowed = f"at most {regimen.first_stop_d} d before {known_on}, by when the first cycle must be given"
            yield "referred_on", allowed, "Nobody could be treated any more: correct the date."

    def _absent(self, event: Event) -> Iterator[Unfit]:
        rows = [row for row in self.network.rosters if (row.site_id, row.role) == (event.subject_id, event.role)]
        most = max(
            (
                sum(
                    row.heads
                    for row in rows
                    if row.weekday == since.weekday and row.starts_local <= since.starts_local < row.ends_local
                )
                for since in rows
            ),
            default=0,
        )
        starts_at, ends_at, heads = event.starts_at, event.ends_at, event.heads
        if starts_at is None or ends_at is None or heads is None:
            return
        others = self.absent[event.subject_id, event.role or ""]
        together = [one for one in others if one[0] < ends_at and one[1] > starts_at]
        since = [starts_at, *(max(starts_at, one[0]) for one in together)]
        away = max(sum(one[2] for one in together if one[0] <= at < one[1]) for at in since)
        if heads + away > most:
            besides = f", {away} of whom are absent already" if away else ""
            allowed = f"at most what the rosters ever have of the role there, {most}{besides}"
            yield "heads", allowed, "Correct heads, role or instants."
        others.append((starts_at, ends_at, heads))
