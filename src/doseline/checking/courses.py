"""C17 and C18: intervals, windows, labs and centres along a course."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from doseline.checking.demand import CourseDemand
from doseline.checking.facts import Treatment, said_cycle
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Administration, Lab, Stay

__all__ = ["centres", "intervals", "labs", "patients_apart", "windows"]


def windows(view: View) -> Iterator[Violation]:
    """C17: the date of administration lies between the cycle's earliest date and its stop."""
    for treatment in view.treatments:
        cycle = treatment.cycle
        if cycle is None:
            continue
        on = view.calendar.date_of(treatment.administration.administered_at)
        if not cycle.earliest_on <= on <= cycle.stop_on:
            yield _course("C17", treatment.key, f"administered on {on}", f"{cycle.earliest_on} to {cycle.stop_on}")


def intervals(view: View) -> Iterator[Violation]:
    """C17: the cycle before was given, and the days since then are within the regimen's interval."""
    for treatment in view.treatments:
        demand, row = treatment.demand, treatment.administration
        if demand is None or row.cycle_number <= 1 or treatment.cycle is None:
            continue
        before_on = _date_before(view, demand, row)
        if before_on is None:
            yield _course("C17", treatment.key, f"cycle {row.cycle_number - 1} is not given", "cycles in order")
            continue
        days = (view.calendar.date_of(row.administered_at) - before_on).days
        regimen = demand.regimen
        if not regimen.interval_min_d <= days <= regimen.interval_max_d:
            allowed = f"{regimen.interval_min_d} to {regimen.interval_max_d} days"
            yield _course("C17", treatment.key, f"{days} days after the cycle before", allowed)


def labs(view: View) -> Iterator[Violation]:
    """C17: until new labs can be had, a fit result is valid at administration; a withheld course waits."""
    results: dict[str, list[Lab]] = defaultdict(list)
    for lab in view.network.labs:
        results[lab.course_id].append(lab)
    for treatment in view.treatments:
        demand, at = treatment.demand, treatment.administration.administered_at
        if demand is None:
            continue
        of_course, on = results[demand.course.course_id], view.calendar.date_of(at)
        valid_d = demand.regimen.labs_valid_d
        fresh_on = view.calendar.horizon_start_on + timedelta(days=demand.regimen.labs_turnaround_d)
        if valid_d is not None and on < fresh_on and not _is_fit(of_course, at, timedelta(days=valid_d)):
            found = f"no fit laboratory result is valid at {view.calendar.said(at)}"
            yield _course(
                "C17", treatment.key, found, f"a result of the last {valid_d} days, or a date from {fresh_on}"
            )
        for lab in of_course:
            if lab.outcome == "withhold" and lab.retest_on is not None and on < lab.retest_on:
                yield _course(
                    "C17", treatment.key, f"administered on {on} of a withheld course", f"from {lab.retest_on}"
                )


def _is_fit(of_course: list[Lab], at: datetime, valid: timedelta) -> bool:
    """Return whether a fit result is valid at an instant."""
    return any(lab.outcome == "fit" and lab.taken_at <= at <= lab.taken_at + valid for lab in of_course)


def patients_apart(view: View) -> Iterator[Violation]:
    """C17: stays of one patient do not overlap."""
    of_patient: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
    for row in view.stays.values():
        demand = view.demand.get(row.course_id)
        if demand is not None:
            of_patient[demand.course.patient_id].append(_span(row))
    for patient_id, spans in of_patient.items():
        until: datetime | None = None
        for starts_at, ends_at, key in sorted(spans):
            if until is not None and starts_at < until:
                found = f"patient {patient_id} is admitted at {view.calendar.said(starts_at)} during another stay"
                yield Violation(
                    constraint="C17", table="stays", key=key, found=found, allowed=f"from {view.calendar.said(until)}"
                )
            until = max(until or ends_at, ends_at)


def centres(view: View) -> Iterator[Violation]:
    """C18: the centre has the product on the date, is within travel, and keeps to the course's centre."""
    licences = {(row.site_id, row.product_id): row for row in view.network.site_products}
    travel_min = {(row.catchment_id, row.site_id): row.travel_min for row in view.network.travel_times}
    for treatment in view.treatments:
        demand, row = treatment.demand, treatment.administration
        if demand is None:
            continue
        on = view.calendar.date_of(row.administered_at)
        product_id = demand.product_of(row.cycle_number).product_id
        licence = licences.get((row.site_id, product_id))
        if licence is None or not _holds(on, licence.valid_from_on, licence.valid_until_on):
            found = f"{product_id} at {row.site_id} on {on}"
            yield _course("C18", treatment.key, found, "a centre that has the product on the date")
        patient = view.patients.get(demand.course.patient_id)
        minutes = travel_min.get((patient.catchment_id, row.site_id)) if patient else None
        near = minutes is not None and minutes <= demand.course.max_travel_min
        yield from _continuity(view, treatment, demand, near=near, minutes=minutes)


def _continuity(
    view: View, treatment: Treatment, demand: CourseDemand, *, near: bool, minutes: float | None
) -> Iterator[Violation]:
    row, course = treatment.administration, demand.course
    said = "of unknown length" if minutes is None else f"of {minutes:g} min"
    travel = f"a journey {said} to {row.site_id}", f"{course.max_travel_min:g} min"
    if row.cycle_number == 1 and course.home_site_id is None:
        if not near:
            yield _course("C18", treatment.key, *travel)
        return
    before = view.administrations.get((row.course_id, row.cycle_number - 1))
    site_id = before.site_id if before else course.home_site_id if row.cycle_number == demand.past_cycles + 1 else None
    if site_id is None or row.site_id == site_id:
        return
    if not course.transfer_allowed:
        yield _course("C18", treatment.key, f"given at {row.site_id}", f"{site_id}, the centre of the cycle before")
    elif not near and row.site_id != course.home_site_id:
        yield _course("C18", treatment.key, *travel)


def _date_before(view: View, demand: CourseDemand, row: Administration) -> date | None:
    if row.cycle_number - 1 == demand.past_cycles:
        return demand.last_on
    before = view.administrations.get((row.course_id, row.cycle_number - 1))
    return view.calendar.date_of(before.administered_at) if before else None


def _holds(on: date, valid_from_on: date | None, valid_until_on: date | None) -> bool:
    return (valid_from_on is None or valid_from_on <= on) and (valid_until_on is None or on <= valid_until_on)


def _span(row: Stay) -> tuple[datetime, datetime, str]:
    return row.starts_at, row.ends_at, said_cycle((row.course_id, row.cycle_number))


def _course(constraint: str, key: str, found: str, allowed: str) -> Violation:
    return Violation(constraint=constraint, table="administrations", key=key, found=found, allowed=allowed)
