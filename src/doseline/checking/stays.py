"""C10: how a stay lies about its administration, and the hours and nights it needs."""

from collections.abc import Iterator
from datetime import timedelta

from doseline.checking.facts import Treatment
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.quantities import timedelta_from_h

__all__ = ["admission", "discharge", "nights_covered"]


def admission(view: View) -> Iterator[Violation]:
    """C10: admission on the day of administration, in time before it, inside treatment hours."""
    for treatment in view.treatments:
        stay, product = treatment.stay, treatment.product
        if stay is None or product is None:
            continue
        site_id, at = treatment.administration.site_id, treatment.administration.administered_at
        rule = view.stay_rules.rule(site_id, product.product_id)
        if rule is None:
            yield _stay(treatment, f"no stay rule for {product.product_id} at {site_id}", "a centre with a stay rule")
            continue
        latest_at = at - timedelta_from_h(rule.admission_lead_h)
        if stay.starts_at > latest_at:
            found = f"admission at {view.calendar.said(stay.starts_at)}"
            yield _stay(treatment, found, f"until {view.calendar.said(latest_at)}")
        on = view.calendar.date_of(at)
        if view.calendar.date_of(stay.starts_at) != on:
            yield _stay(treatment, f"admission at {view.calendar.said(stay.starts_at)}", f"on {on}, as administration")
        if not view.calendar.is_open(site_id, "treatment", stay.starts_at):
            hours = view.calendar.said_hours(site_id, "treatment", view.calendar.date_of(stay.starts_at))
            yield _stay(treatment, f"admission at {view.calendar.said(stay.starts_at)}", hours)


def discharge(view: View) -> Iterator[Violation]:
    """C10: the patient stays long enough and leaves inside discharge hours."""
    for treatment in view.treatments:
        stay, demand = treatment.stay, treatment.demand
        if stay is None or demand is None:
            continue
        row = treatment.administration
        product_id = demand.product_of(row.cycle_number).product_id
        prescribed_mbq = demand.prescribed_mbq(row.cycle_number)
        stay_min = view.stay_rules.stay_min(row.site_id, product_id, prescribed_mbq)
        if stay_min is not None:
            earliest_at = row.administered_at + timedelta(minutes=stay_min)
            if stay.ends_at < earliest_at:
                found = f"discharge at {view.calendar.said(stay.ends_at)}"
                yield _stay(treatment, found, f"not before {view.calendar.said(earliest_at)}")
        elif view.stay_rules.rule(row.site_id, product_id) is not None:
            found = f"no retention of {product_id}, which a dose-rate limit needs"
            yield _stay(treatment, found, "a product with a retention row")
        if not view.calendar.is_open(row.site_id, "discharge", stay.ends_at):
            hours = view.calendar.said_hours(row.site_id, "discharge", view.calendar.date_of(stay.ends_at))
            yield _stay(treatment, f"discharge at {view.calendar.said(stay.ends_at)}", hours)


def nights_covered(view: View) -> Iterator[Violation]:
    """C10: every night of a stay is covered."""
    for treatment in view.treatments:
        stay = treatment.stay
        if stay is None:
            continue
        site_id = treatment.administration.site_id
        for on in view.calendar.nights(stay.starts_at, stay.ends_at):
            if not view.calendar.has_night_cover(site_id, on):  # the first such night says enough
                yield _stay(treatment, f"stays the night of {on} at {site_id}", "nights with cover")
                break


def _stay(treatment: Treatment, found: str, allowed: str) -> Violation:
    return Violation(constraint="C10", table="stays", key=treatment.key, found=found, allowed=allowed)
