"""The best slots for a new patient on a plan that stands: what is free at each centre, and nobody else is moved."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from doseline.errors import UserError

if TYPE_CHECKING:
    from doseline.journey import Course, Patient, Product, Regimen
    from doseline.network.model import Network, Properties
    from doseline.planning.standing import Offer

__all__ = ["SEXES", "newcomer", "offer_slots"]

NEWCOMER: Final = "NEWCOMER"
"""Key of the patient and the course that slots are looked for."""

SEXES: Final = ("female", "male")
NEAR: Final = 5


def offer_slots(
    plan_path: Path | str,
    *,
    regimen: str,
    catchment: str,
    sex: str,
    weight_kg: float | None = None,
    referred_on: date | None = None,
    max_travel_min: float | None = None,
    package_path: Path | str | None = None,
    starts: int = 3,
) -> Mapping[str, object]:
    """Offer the best slots of a whole course to a new patient, with nobody else moved.

    Nothing is written: the offer holds as long as the plan stands as it is.

    Parameters
    ----------
    plan_path : folder of a legal plan
    regimen, catchment : keys of the country
    sex : female or male
    weight_kg : body weight; needed where the product is prescribed by it (kg)
    referred_on : local date of the referral; None: that of the plan's present
    max_travel_min : farthest way (min); None: any
    package_path : the country of the plan; None: the one inside the plan, or beside it
    starts : offers of one centre at most, each beginning later than the one before

    Returns
    -------
    mapping
        ``asked`` (what for), ``demanded`` (cycles that fall due inside the horizon), ``offers``, best first: centre,
        way, cycles in window, days late, and ``slots``: place, instants, due date, source and arrival of the vial of
        each cycle, and what it ``leaves`` there: vials of that source, places free for that stay, and cycles of the
        plan, late or not given, that may be given there on that day

    Raises
    ------
    UserError
        If a key is unknown, a weight is needed and not given, nobody referred then could begin, or the plan breaks a
        rule.
    """
    from doseline.network import read_network, read_plan
    from doseline.operations.countries import country_of, require_legal
    from doseline.planning.standing import StandingPlan

    plan = read_plan(plan_path)
    folder = country_of(Path(plan_path), plan, package_path)
    network = read_network(folder)
    patient, course = newcomer(network, regimen, catchment, sex, weight_kg, referred_on, max_travel_min)
    require_legal(folder, plan_path, known="what is free")
    offers = StandingPlan(network, plan).offers(patient, course, starts=starts)
    return _told(network, patient, course, offers)


def _known(name: str, given: str, known: Collection[str]) -> str:
    """Return a key of the country, whatever its case."""
    import difflib

    by_lower = {key.lower(): key for key in known}
    if given.lower() not in by_lower:
        near = difflib.get_close_matches(given.lower(), by_lower, n=NEAR) or sorted(by_lower)[:NEAR]
        raise UserError(
            f"The country has no {name} of this key.",
            given=given,
            allowed=", ".join(by_lower[key] for key in near) + (", .." if len(by_lower) > len(near) else ""),
            remedy=f"Name one of them; the table {name}s lists all.",
        )
    return by_lower[given.lower()]


def newcomer(
    network: "Network",
    regimen_id: str,
    catchment_id: str,
    sex: str,
    weight_kg: float | None,
    referred_on: date | None,
    max_travel_min: float | None,
) -> "tuple[Patient, Course]":
    """Return a patient and a course that ask for slots.

    Parameters
    ----------
    network : the country
    regimen_id, catchment_id, sex, weight_kg, referred_on, max_travel_min : as of `offer_slots`

    Raises
    ------
    UserError
        As of `offer_slots`.
    """
    from doseline.journey import Course, Patient

    regimens = {row.regimen_id: row for row in network.regimens}
    regimen = regimens[_known("regimen", regimen_id, regimens)]
    catchment = _known("catchment", catchment_id, {row.catchment_id for row in network.catchments})
    if sex not in SEXES:
        raise UserError("The sex is not known.", given=sex, allowed=" or ".join(SEXES), remedy="It says who may share.")
    present_on = network.properties.planned_at.astimezone(ZoneInfo(network.properties.timezone)).date()
    _require_in_time(referred_on or present_on, network.properties, present_on, regimen)
    patient = Patient(
        patient_id=NEWCOMER,
        sex=sex,
        birth_year=present_on.year - 70,
        weight_kg=weight_kg or 70.0,
        catchment_id=catchment,
    )
    product = next(row for row in network.products if row.product_id == regimen.product_id)
    course = Course(
        course_id=NEWCOMER,
        patient_id=NEWCOMER,
        regimen_id=regimen.regimen_id,
        referred_on=referred_on or present_on,
        transfer_allowed=False,
        max_travel_min=_farthest(network) if max_travel_min is None else max_travel_min,
        weight=1,
        prescribed_activity_mbq=_prescribed_mbq(product, regimen, weight_kg),
    )
    return patient, course


def _require_in_time(referred_on: date, properties: "Properties", present_on: date, regimen: "Regimen") -> None:
    """Refuse a referral of which the first cycle can fall on no date of the plan.

    A referral after the plan's present is none of these: a plan stands for days, and patients come in them.
    """
    earliest_on = max(present_on, properties.horizon_start_on) - timedelta(days=regimen.first_stop_d)
    last_on = properties.horizon_start_on + timedelta(days=properties.horizon_days - 1)
    latest_on = last_on - timedelta(days=regimen.first_earliest_d)
    if not earliest_on <= referred_on <= latest_on:
        raise UserError(
            "Nobody referred on this date can begin in this plan.",
            given=referred_on.isoformat(),
            allowed=f"{earliest_on.isoformat()} to {latest_on.isoformat()}: the plan's present is "
            f"{present_on.isoformat()} and its last date {last_on.isoformat()}, and the first cycle of "
            f"{regimen.regimen_id} comes {regimen.first_earliest_d} to {regimen.first_stop_d} d after the referral",
            remedy="Correct --referred-on, or leave it out to ask for somebody referred at the plan's present.",
        )


def _farthest(network: "Network") -> float:
    return max((row.travel_min for row in network.travel_times), default=0.0)


def _prescribed_mbq(product: "Product", regimen: "Regimen", weight_kg: float | None) -> float:
    from doseline.journey import NO_NUCLIDE
    from doseline.quantities import mbq_from_kbq

    if product.prescribed_activity_mbq is not None:
        return product.prescribed_activity_mbq
    if product.nuclide == NO_NUCLIDE:
        return 0.0
    if weight_kg is None or product.prescribed_kbq_per_kg is None:
        raise UserError(
            f"{product.name} is prescribed by body weight.",
            given="no weight",
            allowed="a weight in kg",
            remedy=f"Add --weight to ask for {regimen.regimen_id}.",
        )
    return round(mbq_from_kbq(product.prescribed_kbq_per_kg * weight_kg), 3)


def _told(network: "Network", patient: "Patient", course: "Course", offers: "list[Offer]") -> Mapping[str, object]:
    names = {row.site_id: row.name for row in network.sites}
    ways_min = {row.site_id: row.travel_min for row in network.travel_times if row.catchment_id == patient.catchment_id}
    return {
        "asked": {
            "regimen": course.regimen_id,
            "catchment": patient.catchment_id,
            "sex": patient.sex,
            "referred_on": course.referred_on,
            "prescribed_activity_mbq": course.prescribed_activity_mbq,
        },
        "timezone": network.properties.timezone,
        "demanded": max((offer.demanded for offer in offers), default=0),
        "others_moved": 0,
        "offers": [
            {
                "site_id": offer.site_id,
                "centre": names[offer.site_id],
                "travel_min": ways_min.get(offer.site_id),
                "in_window": offer.in_window,
                "given": len(offer.slots),
                "days_late": offer.days_late,
                "slots": [
                    {
                        "cycle_number": slot.cycle_number,
                        "place_id": slot.place_id,
                        "administered_at": slot.administered_at,
                        "ends_at": slot.ends_at,
                        "due_on": slot.due_on,
                        "days_late": slot.days_late,
                        "in_window": slot.in_window,
                        "source": slot.source,
                        "arrives_at": slot.arrives_at,
                        "leaves": {
                            "vials": slot.leaves.vials,
                            "places": slot.leaves.places,
                            "others_waiting": slot.leaves.waiting,
                        },
                    }
                    for slot in offer.slots
                ],
            }
            for offer in sorted(offers, key=lambda one: (one.rank, ways_min.get(one.site_id, inf)))
        ],
    }
