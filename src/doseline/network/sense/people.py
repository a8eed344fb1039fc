"""Sense of the tables about people: courses, what they were given and labs."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from doseline.errors import Fault
from doseline.journey import NO_NUCLIDE, Course, PastAdministration, Product
from doseline.network.cells import instant_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network, Properties
from doseline.network.sense.check import Check
from doseline.network.sense.products import CEILING_MBQ
from doseline.quantities import mbq_from_kbq

__all__ = ["CHECKS", "horizon_of", "past_of"]

_LARGEST_RATIO: Final = 5.0
"""How many times the usual activity a prescription may be, up or down, before it is taken for a slip of the unit. An
assumption of Doseline: doses are halved or doubled for one patient, and a wrong prefix is off by a thousand."""

_SMALLEST_GIVEN_RATIO: Final = 100.0
"""How many times less than usual may have been given: an infusion may have been broken off, and a wrong prefix is off
by a thousand. An assumption of Doseline."""

_LONGEST_AGO_D: Final = 3653
"""How long before the present a patient may have been referred, ten years. An assumption of Doseline: even a course of
twelve cycles, half a year apart, has ended after six, and a century mistyped is found."""

_LONGEST_AHEAD_D: Final = 183
"""How long after the horizon a patient may be referred, half a year. An assumption of Doseline: a year mistyped is
off by more."""


def horizon_of(properties: Properties) -> tuple[datetime, datetime]:
    """Return the instants at which the horizon begins and ends: local midnights of the country, in UTC."""
    zone = ZoneInfo(properties.timezone)
    ends_on = properties.horizon_start_on + timedelta(days=properties.horizon_days)
    begins, ends = (
        datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (properties.horizon_start_on, ends_on)
    )
    return begins, ends


def _present(network: Network) -> Iterator[Fault]:
    planned_at, ends_at = network.properties.planned_at, horizon_of(network.properties)[1]
    if planned_at >= ends_at:
        yield Fault(
            table=DESCRIPTOR,
            column="doseline.planned_at",
            given=instant_text(planned_at),
            allowed="an instant before the end of the horizon",
            remedy=f"The horizon ends at {instant_text(ends_at)}: move it or correct planned_at.",
        )
    if network.properties.frozen_days >= network.properties.horizon_days:
        yield Fault(
            table=DESCRIPTOR,
            column="doseline.frozen_days",
            given=network.properties.frozen_days,
            allowed=f"less than horizon_days, {network.properties.horizon_days}",
            remedy="With no day left to plan there is nothing to plan: correct one of the two.",
        )


_LONGEST_WITHHELD_D: Final = 730
"""For so long a treatment may be withheld at once (d). An assumption of Doseline: toxicities are looked at again within
weeks, and a year mistyped is off by ten."""

_MANY: Final = 3
"""So many courses prescribed otherwise than their product says, and more than half of all, speak against it."""


def _born(network: Network) -> Iterator[Fault]:
    year = network.properties.planned_at.year
    for number, row in enumerate(network.patients, start=1):
        if row.birth_year > year:
            yield Fault(
                table="patients",
                row=number,
                column="birth_year",
                given=row.birth_year,
                allowed=f"not after {year}, the year of the package's planned_at",
                remedy=f"Correct the year in which {row.patient_id} was born.",
            )


def _some_course(network: Network) -> Iterator[Fault]:
    if not network.courses:
        remedy = (
            "Add rows to patients and courses, or check the country with --static until it has any. "
            "`doseline network synth` makes the named instances only."
        )
        yield Fault(table="courses", given="no row", allowed="at least one course", remedy=remedy)


def _offered(network: Network) -> Iterator[Fault]:
    products_of = {
        regimen.regimen_id: tuple(dict.fromkeys(regimen.product_of(number) for number in range(1, regimen.cycles + 1)))
        for regimen in network.regimens
    }
    offered = {row.product_id for row in network.site_products}
    for number, course in enumerate(network.courses, start=1):
        for product in products_of.get(course.regimen_id, ()):
            if product in offered:
                continue
            yield Fault(
                table="courses",
                row=number,
                column="regimen_id",
                given=course.regimen_id,
                allowed="a regimen whose product some centre has in site_products",
                remedy=f"No centre has {product}: add it to site_products or correct the regimen.",
            )


def _referrals(network: Network) -> Iterator[Fault]:
    # courses to come are there as well, and stay where a horizon is cut short: one referred after it demands nothing
    horizon_d = network.properties.horizon_days + _LONGEST_AHEAD_D
    latest_on = network.properties.horizon_start_on + timedelta(days=horizon_d)
    earliest_on = network.properties.planned_at.date() - timedelta(days=_LONGEST_AGO_D)
    for number, course in enumerate(network.courses, start=1):
        if not earliest_on <= course.referred_on <= latest_on:
            yield Fault(
                table="courses",
                row=number,
                column="referred_on",
                given=course.referred_on.isoformat(),
                allowed=f"at most {_LONGEST_AGO_D} d before planned_at and {_LONGEST_AHEAD_D} d after the horizon",
                remedy=f"That is {earliest_on} to {latest_on}: correct it or delete the course.",
            )


def _usual_activities(network: Network) -> Mapping[str, tuple[Product, float]]:
    """Return the product of each course and its usual activity for the patient (MBq), where both can be told.

    The first cycle may have a product of its own, which is never prescribed otherwise than usual.
    """
    weight_kg_of = {patient.patient_id: patient.weight_kg for patient in network.patients}
    product_of = {product.product_id: product for product in network.products}
    regimen_of = {regimen.regimen_id: product_of.get(regimen.product_id) for regimen in network.regimens}
    usual = {}
    for course in network.courses:
        product, weight_kg = regimen_of.get(course.regimen_id), weight_kg_of.get(course.patient_id)
        if product is None or weight_kg is None:
            continue
        usual_mbq = product.prescribed_activity_mbq
        if usual_mbq is None:
            usual_mbq = mbq_from_kbq((product.prescribed_kbq_per_kg or 0.0) * weight_kg)
        if usual_mbq:
            usual[course.course_id] = product, usual_mbq
    return usual


def _largest_mbq(product: Product, usual_mbq: float) -> float:
    return min(_LARGEST_RATIO * usual_mbq, CEILING_MBQ.get(product.nuclide, math.inf))


def _prescribed_otherwise(network: Network) -> Mapping[str, list[tuple[int, Course, float]]]:
    """Return, by product, the courses prescribed far from the usual activity, with their row and that activity."""
    usual = _usual_activities(network)
    found: defaultdict[str, list[tuple[int, Course, float]]] = defaultdict(list)
    for number, course in enumerate(network.courses, start=1):
        # one without any activity is told by itself
        if course.course_id in usual and course.prescribed_activity_mbq:
            product, usual_mbq = usual[course.course_id]
            if not usual_mbq / _LARGEST_RATIO <= course.prescribed_activity_mbq <= _largest_mbq(product, usual_mbq):
                found[product.product_id].append((number, course, usual_mbq))
    return found


def _misstated(network: Network) -> Mapping[str, int]:
    """Return the products whose courses are, most of them, prescribed otherwise, with the number of those."""
    usual = _usual_activities(network)
    courses = Counter(product.product_id for product, _ in usual.values())
    otherwise = {product_id: len(rows) for product_id, rows in _prescribed_otherwise(network).items()}
    return {key: count for key, count in otherwise.items() if count >= _MANY and 2 * count > courses[key]}


def _prescriptions(network: Network) -> Iterator[Fault]:
    misstated = _misstated(network)
    for product_id, rows in _prescribed_otherwise(network).items():
        if product_id in misstated:
            yield from _product_misstated(network, product_id, [course for _, course, _ in rows])
            continue
        for number, course, usual_mbq in rows:
            yield Fault(
                table="courses",
                row=number,
                column="prescribed_activity_mbq",
                given=course.prescribed_activity_mbq,
                allowed=f"within a factor of {_LARGEST_RATIO:g} of the product's usual activity, in MBq",
                remedy=f"{product_id} is usually {usual_mbq:.4g} MBq for this patient: check figure and unit.",
            )


def _inactive(network: Network) -> Iterator[Fault]:
    """Report courses that prescribe an activity of a product that has none, or none of one that has."""
    nuclide_of = {product.product_id: product.nuclide for product in network.products}
    regimen_of = {regimen.regimen_id: nuclide_of.get(regimen.product_id) for regimen in network.regimens}
    for number, course in enumerate(network.courses, start=1):
        nuclide = regimen_of.get(course.regimen_id)
        if nuclide is not None and (nuclide == NO_NUCLIDE) != (course.prescribed_activity_mbq == 0.0):
            yield Fault(
                table="courses",
                row=number,
                column="prescribed_activity_mbq",
                given=course.prescribed_activity_mbq,
                allowed="0 of a product that is not radioactive, more than 0 of any other",
                remedy=f"The regimen {course.regimen_id} gives a product whose nuclide is {nuclide}: correct one.",
            )


def _product_misstated(network: Network, product_id: str, courses: list[Course]) -> Iterator[Fault]:
    """Report a product once, where the figure of the product is wrong rather than those of all its courses."""
    for number, product in enumerate(network.products, start=1):
        if product.product_id == product_id:
            by_weight = product.prescribed_activity_mbq is None
            column = "prescribed_kbq_per_kg" if by_weight else "prescribed_activity_mbq"
            common_mbq = median(course.prescribed_activity_mbq for course in courses)
            yield Fault(
                table="products",
                row=number,
                column=column,
                given=getattr(product, column),
                allowed=f"within a factor of {_LARGEST_RATIO:g} of what its courses are prescribed",
                remedy=f"{len(courses)} courses of {product_id} are prescribed otherwise, {common_mbq:.4g} MBq in the "
                "middle: check figure and unit of the product first.",
            )


def _past_activities(network: Network) -> Iterator[Fault]:
    usual = _usual_activities(network) if network.past_administrations else {}
    misstated = _misstated(network) if usual else {}
    regimens = {regimen.regimen_id: regimen for regimen in network.regimens}
    own_first = {
        course.course_id
        for course in network.courses
        if course.regimen_id in regimens and regimens[course.regimen_id].first_product_id is not None
    }
    for number, row in enumerate(network.past_administrations, start=1):
        if row.course_id not in usual or (row.cycle_number == 1 and row.course_id in own_first):
            continue
        product, usual_mbq = usual[row.course_id]
        if product.product_id in misstated:
            continue
        # what was given may miss the largest prescription by the tolerance
        largest_mbq = (1.0 + product.tolerance_fraction) * _largest_mbq(product, usual_mbq)
        if not usual_mbq / _SMALLEST_GIVEN_RATIO <= row.administered_activity_mbq <= largest_mbq:
            yield _past_fault(
                number, "administered_activity_mbq", row.administered_activity_mbq,
                f"from a {_SMALLEST_GIVEN_RATIO:g}th to {_LARGEST_RATIO:g} times the product's usual activity, in MBq",
                f"{product.product_id} is usually {usual_mbq:.4g} MBq for this patient: check figure and unit.",
            )  # fmt: skip


def past_of(network: Network) -> Mapping[str, list[tuple[int, PastAdministration]]]:
    """Return the past administrations of each course with their row numbers, in the order of their cycles."""
    past: defaultdict[str, list[tuple[int, PastAdministration]]] = defaultdict(list)
    for number, row in enumerate(network.past_administrations, start=1):
        past[row.course_id].append((number, row))
    for rows in past.values():
        rows.sort(key=lambda numbered: numbered[1].cycle_number)
    return past


def _holes(network: Network) -> Iterator[Fault]:
    for course_id, rows in past_of(network).items():
        for expected, (number, row) in enumerate(rows, start=1):
            if row.cycle_number != expected:
                yield _past_fault(
                    number, "cycle_number", row.cycle_number, "cycles 1, 2, .. of a course without a hole",
                    f"Cycle {expected} of {course_id} is missing before it: add it or correct the number.",
                )  # fmt: skip
                break


def _history(network: Network) -> Iterator[Fault]:
    cycles_of = {regimen.regimen_id: regimen.cycles for regimen in network.regimens}
    regimen_of = {course.course_id: course.regimen_id for course in network.courses}
    for course_id, rows in past_of(network).items():
        cycles = cycles_of.get(regimen_of.get(course_id, ""))
        for number, row in rows:
            if cycles is not None and row.cycle_number > cycles:
                yield _past_fault(
                    number, "cycle_number", row.cycle_number, "at most the cycles of the course's regimen",
                    f"The regimen of {course_id} has {cycles}: correct the regimen or delete the row.",
                )  # fmt: skip
        for (_, earlier), (number, later) in pairwise(rows):
            if later.administered_at <= earlier.administered_at:
                yield _past_fault(
                    number, "administered_at", instant_text(later.administered_at), "after the cycle before it",
                    f"Cycle {earlier.cycle_number} was given {instant_text(earlier.administered_at)}: correct one.",
                )  # fmt: skip


def _past_is_past(network: Network) -> Iterator[Fault]:
    planned_at = network.properties.planned_at
    earliest_at = planned_at - timedelta(days=_LONGEST_AGO_D)
    for number, row in enumerate(network.past_administrations, start=1):
        if row.administered_at > planned_at:
            yield _past_fault(
                number, "administered_at", instant_text(row.administered_at), "not after the package's planned_at",
                f"The present is {instant_text(planned_at)}: what lies ahead is planned, not past.",
            )  # fmt: skip
        elif row.administered_at < earliest_at:
            yield _past_fault(
                number, "administered_at", instant_text(row.administered_at),
                f"at most {_LONGEST_AGO_D} d before the package's planned_at",
                f"The present is {instant_text(planned_at)}: correct the instant.",
            )  # fmt: skip


def _past_fault(number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table="past_administrations", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


def _homes(network: Network) -> Iterator[Fault]:
    past, hospitals = past_of(network), {site.site_id for site in network.sites if site.kind == "hospital"}
    for number, course in enumerate(network.courses, start=1):
        last = past[course.course_id][-1][1].site_id if course.course_id in past else None
        if course.home_site_id == last or (course.home_since_on is not None and course.home_site_id in hospitals):
            continue
        if last is None:
            remedy = f"{course.course_id} has no past administration: empty the cell or add what was given."
        else:
            remedy = f"The last administration of {course.course_id} was at {last}: write that."
        yield Fault(
            table="courses",
            row=number,
            column="home_site_id",
            given=course.home_site_id,
            allowed="the centre of the last past administration, empty if there is none; any other with home_since_on",
            remedy=remedy,
        )


def _ended(network: Network) -> Iterator[Fault]:
    """Report courses that ended before what was given."""
    past = past_of(network)
    for number, course in enumerate(network.courses, start=1):
        given = len(past.get(course.course_id, ()))
        if course.last_cycle_number is not None and course.last_cycle_number < given:
            yield Fault(
                table="courses",
                row=number,
                column="last_cycle_number",
                given=course.last_cycle_number,
                allowed="not less than the cycles in past_administrations",
                remedy=f"{course.course_id} has had {given}: correct one of the two.",
            )


def _reduced(network: Network) -> Iterator[Fault]:
    """Report reductions of the activity that are half said, or none."""
    for number, course in enumerate(network.courses, start=1):
        from_cycle, reduced_mbq = course.reduced_from_cycle, course.reduced_activity_mbq
        if (from_cycle is None) != (reduced_mbq is None):
            yield Fault(
                table="courses",
                row=number,
                column="reduced_activity_mbq" if reduced_mbq is None else "reduced_from_cycle",
                allowed="a value where the other of reduced_from_cycle and reduced_activity_mbq has one",
                remedy="Add it or empty the other.",
            )
        elif reduced_mbq is not None and not (
            course.prescribed_activity_mbq / _LARGEST_RATIO <= reduced_mbq < course.prescribed_activity_mbq
        ):
            yield Fault(
                table="courses",
                row=number,
                column="reduced_activity_mbq",
                given=reduced_mbq,
                allowed=f"less than prescribed_activity_mbq, and not less than a {_LARGEST_RATIO:g}th of it, in MBq",
                remedy=f"{course.course_id} is prescribed {course.prescribed_activity_mbq:.6g} MBq: check the figures.",
            )


def _nominal(network: Network) -> Iterator[Fault]:
    """Report nominal dates of courses that have not begun, and such that no earlier plan can have had."""
    past = past_of(network)
    present_on = network.properties.planned_at.date()
    for number, course in enumerate(network.courses, start=1):
        if course.nominal_due_on is None:
            continue
        fault = partial(
            Fault, table="courses", row=number, column="nominal_due_on", given=course.nominal_due_on.isoformat()
        )
        if course.course_id not in past:
            yield fault(
                allowed="nothing, where no cycle has been given",
                remedy=f"{course.course_id} is due after its referral: empty the cell or add what was given.",
            )
        elif abs((course.nominal_due_on - present_on).days) > _LONGEST_AGO_D:
            yield fault(
                allowed=f"at most {_LONGEST_AGO_D} d before or after planned_at",
                remedy=f"The present is {present_on}: correct the date or empty the cell.",
            )


def _labs(network: Network) -> Iterator[Fault]:
    planned_at = network.properties.planned_at
    for number, lab in enumerate(network.labs, start=1):
        if lab.taken_at > planned_at:
            yield Fault(
                table="labs",
                row=number,
                column="taken_at",
                given=instant_text(lab.taken_at),
                allowed="not after the package's planned_at",
                remedy=f"The present is {instant_text(planned_at)}: a result cannot come from later.",
            )


def _withheld(network: Network) -> Iterator[Fault]:
    """Report results whose date of the next test is missing, or makes no sense beside the outcome."""
    zone = ZoneInfo(network.properties.timezone)
    for number, lab in enumerate(network.labs, start=1):
        taken_on = lab.taken_at.astimezone(zone).date()
        fault = partial(Fault, table="labs", row=number, column="retest_on")
        given = None if lab.retest_on is None else lab.retest_on.isoformat()
        if lab.outcome == "withhold" and lab.retest_on is None:
            yield fault(
                allowed="a date, where the treatment is withheld",
                remedy=f"Fill in from when {lab.course_id} may be treated again, or correct the outcome.",
            )
        elif lab.outcome != "withhold" and lab.retest_on is not None:
            yield fault(
                given=given, allowed="nothing beside a fit result", remedy="Empty the cell or correct the outcome."
            )
        elif lab.retest_on is not None and not 0 <= (lab.retest_on - taken_on).days <= _LONGEST_WITHHELD_D:
            yield fault(
                given=given,
                allowed=f"from the date of taken_at to {_LONGEST_WITHHELD_D} d after it",
                remedy=f"The sample was taken on {taken_on}: correct one of the two.",
            )


CHECKS: Final = (
    Check(faults=_present, whole=(DESCRIPTOR,)),
    Check(faults=_born, whole=(DESCRIPTOR,)),
    Check(faults=_some_course, whole=("courses",), cohort=True),
    Check(faults=_offered, whole=("site_products",), cohort=True),
    Check(faults=_referrals, whole=(DESCRIPTOR,)),
    Check(faults=_prescriptions),
    Check(faults=_inactive),
    Check(faults=_past_activities),
    Check(faults=_holes, whole=("past_administrations",)),
    Check(faults=_history),
    Check(faults=_past_is_past, whole=(DESCRIPTOR,)),
    Check(faults=_homes, whole=("past_administrations",)),
    Check(faults=_ended, whole=("past_administrations",)),
    Check(faults=_reduced),
    Check(faults=_nominal, whole=(DESCRIPTOR, "past_administrations")),
    Check(faults=_labs, whole=(DESCRIPTOR,)),
    Check(faults=_withheld, whole=(DESCRIPTOR,)),
)
