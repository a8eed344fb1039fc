"""The cohort: every patient whose course is running, waiting or arrives inside the horizon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from doseline.demand.arrivals import Layer, layers
from doseline.demand.centre_choice import CentreChoice
from doseline.demand.history import Given, draws_of, history_of
from doseline.demand.local_time import instant_at, zone_named
from doseline.demand.parameters import Parameters
from doseline.demand.people import Person, people_of
from doseline.demand.streams import Purpose, Streams
from doseline.demand.treatment_days import TreatmentDays
from doseline.errors import UserError
from doseline.journey import Course, PastAdministration, Patient, Product
from doseline.network.model import Network
from doseline.quantities import mbq_from_kbq

__all__ = ["Cohort", "InHouse", "cohort_of", "weight_of"]

WEIGHT_NEW = 2
"""Priority weight of a referral: its first cycle is not promised yet."""

WEIGHT_RUNNING = 3
"""Priority weight of a running course: a course is a promise, and a late cycle may end it."""

WEIGHT_TRIAL_EXTRA = 1
"""Added for a patient in a trial, whose protocol allows little delay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InHouse:
    """A patient who is still in a place when planning begins.

    Attributes
    ----------
    site_id, sex, nuclide : where, who, what was given
    starts_at, ends_at : the stay
    """

    site_id: str
    sex: str
    nuclide: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Patients with their courses and history.

    Attributes
    ----------
    patients, courses, past_administrations : rows of the tables, courses in the order of referral
    chosen_site_ids : the centre that each course goes to, by course; for a course that is not started it is a wish
    layer_rows : layer and row of each course, for draws of other purposes
    in_house : stays that run past the present, of courses that go on or have ended
    """

    patients: tuple[Patient, ...]
    courses: tuple[Course, ...]
    past_administrations: tuple[PastAdministration, ...]
    chosen_site_ids: dict[str, str]
    layer_rows: dict[str, tuple[Layer, int]]
    in_house: tuple[InHouse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    layer: Layer
    row: int
    referred_on: date
    person: Person
    prescribed_mbq: float
    accepted_min: float
    site_id: str
    given: tuple[Given, ...]
    goes_on: bool


def weight_of(*, running: bool, in_trial: bool) -> int:
    """Return the priority weight of a course: 2 new, 3 running, 1 more in a trial."""
    return (WEIGHT_RUNNING if running else WEIGHT_NEW) + (WEIGHT_TRIAL_EXTRA if in_trial else 0)


def cohort_of(
    network: Network, parameters: Parameters, streams: Streams, days: TreatmentDays, *, factor: float = 1.0
) -> Cohort:
    """Draw the cohort of a country.

    Parameters
    ----------
    network : Network
        Static tables, scenario applied.
    parameters, streams, days
        The figures, the random streams and the calendar of the centres.
    factor : float
        Multiplies every referral rate.

    Raises
    ------
    UserError
        If a product of the cohort has neither a prescribed activity nor one by body weight.
    """
    members = sorted(
        _members(network, parameters, streams, days, factor=factor),
        key=lambda one: (
            one.referred_on,
            one.layer.regimen.regimen_id,
            one.layer.catchment.catchment_id,
            one.layer.number,
            one.row,
        ),
    )
    zone = zone_named(network.properties.timezone)
    waiting = [member for member in members if member.goes_on]
    names = [f"{number:05d}" for number in range(1, len(waiting) + 1)]
    nuclides = {row.product_id: row.nuclide for row in network.products}
    year = network.properties.horizon_start_on.year

    def instant(given: Given, minute: int) -> datetime:
        return instant_at(given.on, minute, zone)

    return Cohort(
        patients=tuple(_patient(member, name, year) for member, name in zip(waiting, names, strict=True)),
        courses=tuple(_course(member, name) for member, name in zip(waiting, names, strict=True)),
        past_administrations=tuple(
            PastAdministration(
                course_id=f"C-{name}",
                cycle_number=number,
                site_id=member.site_id,
                administered_at=instant(given, given.stay.administered_min),
                administered_activity_mbq=round(member.prescribed_mbq * given.activity_ratio, 3),
            )
            for member, name in zip(waiting, names, strict=True)
            for number, given in enumerate(member.given, start=1)
        ),
        chosen_site_ids={f"C-{name}": member.site_id for member, name in zip(waiting, names, strict=True)},
        layer_rows={f"C-{name}": (member.layer, member.row) for member, name in zip(waiting, names, strict=True)},
        in_house=tuple(
            InHouse(
                site_id=member.site_id,
                sex=member.person.sex,
                nuclide=nuclides[member.layer.regimen.product_id],
                starts_at=instant(member.given[-1], member.given[-1].stay.starts_min),
                ends_at=ends_at,
            )
            for member in members
            if member.given
            and (ends_at := instant(member.given[-1], member.given[-1].stay.ends_min)) > network.properties.planned_at
        ),
    )


def _members(
    network: Network, parameters: Parameters, streams: Streams, days: TreatmentDays, *, factor: float
) -> Iterator[_Member]:
    products = {row.product_id: row for row in network.products}
    choice = CentreChoice(network, parameters, days)
    start_on = network.properties.horizon_start_on
    for layer in layers(network, parameters, streams, factor=factor):
        regimen, catchment_id = layer.regimen, layer.catchment.catchment_id
        people = people_of(layer, parameters, streams)
        chances = streams.of(Purpose.CENTRE, regimen.regimen_id, catchment_id, layer.number).random(layer.count)
        draws = draws_of(layer, streams)
        for row, referred_on in layer.kept:
            person = people[row]
            # A licence must hold when the horizon begins, or the running course would have nowhere to go.
            accepted_min = choice.accepted_min(catchment_id, regimen.product_id, start_on, person.accepts_min)
            if accepted_min is None:
                continue
            chance = float(chances[row])
            site_id = choice.choose(catchment_id, regimen.product_id, start_on, accepted_min, chance)
            prescribed_mbq = _prescribed_mbq(products[regimen.product_id], person.weight_kg)
            history = history_of(
                regimen=regimen,
                referred_on=referred_on,
                site_id=site_id,
                prescribed_mbq=prescribed_mbq,
                days=days,
                parameters=parameters,
                draws=draws[row],
                start_on=start_on,
            )
            yield _Member(
                layer=layer,
                row=row,
                referred_on=referred_on,
                person=person,
                prescribed_mbq=prescribed_mbq,
                accepted_min=accepted_min,
                site_id=site_id,
                given=history.given,
                goes_on=history.goes_on,
            )


def _prescribed_mbq(product: Product, weight_kg: float) -> float:
    if product.prescribed_activity_mbq is not None:
        return product.prescribed_activity_mbq
    if product.prescribed_kbq_per_kg is None:
        raise UserError(
            f"The product {product.product_id} has no prescribed activity.",
            allowed="prescribed_activity_mbq or prescribed_kbq_per_kg",
            remedy="Fill in one of the two in products.csv.",
        )
    return round(mbq_from_kbq(product.prescribed_kbq_per_kg * weight_kg), 3)


def _patient(member: _Member, name: str, year: int) -> Patient:
    return Patient(
        patient_id=f"P-{name}",
        sex=member.person.sex,
        birth_year=year - member.person.age_y,
        weight_kg=member.person.weight_kg,
        catchment_id=member.layer.catchment.catchment_id,
    )


def _course(member: _Member, name: str) -> Course:
    running = bool(member.given)
    return Course(
        course_id=f"C-{name}",
        patient_id=f"P-{name}",
        regimen_id=member.layer.regimen.regimen_id,
        referred_on=member.referred_on,
        transfer_allowed=member.person.transfer_allowed,
        max_travel_min=member.accepted_min,
        weight=weight_of(running=running, in_trial=member.person.in_trial),
        prescribed_activity_mbq=member.prescribed_mbq,
        home_site_id=member.site_id if running else None,
        trial_id=f"TRIAL-{member.layer.regimen.product_id}" if member.person.in_trial else None,
    )
