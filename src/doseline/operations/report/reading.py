"""A plan beside its country, with everything a section of the report looks up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from doseline.i18n import Formats, Messages, Names, short_name
from doseline.journey import Administration, Course, Place, Product, Site, Unserved
from doseline.network import Network, PlanPackage, names_for
from doseline.operations.reasons import Reasons
from doseline.operations.report.assumptions import Ledger, read_ledger
from doseline.quantities import h_from_timedelta
from doseline.reporting.palette import Look, looks

__all__ = ["DEMANDED_FROM", "DEPENDS_ON", "Reading", "is_place_assumed", "read_for_report"]

Noun = TypeVar("Noun")

DEPENDS_ON = (
    "covers",
    "devices",
    "lanes",
    "line_staff",
    "lines",
    "opening_hours",
    "places",
    "production_licences",
    "qualifications",
    "reactor_cycles",
    "rosters",
    "site_products",
    "slots",
    "stay_rules",
    "stops",
)
"""What every number of a plan rests on: take one bed or slot away and any of them may change."""

DEMANDED_FROM = ("catchments", "demand_parameters", "regimens", "regions")
"""What the number of demanded cycles rests on, and when each falls due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the sections of a report read.

    Attributes
    ----------
    network, plan : the country and the plan
    say, write : messages, and numbers and dates, in the language of the report
    ledger : the assumptions of the country
    sites, places, courses, products : nouns by their key
    looks : colour, pattern and letter of each product
    regions : region of each course's patient, by course
    reasons : why cycles are late or not given
    """

    network: Network
    plan: PlanPackage
    say: Messages
    write: Formats
    ledger: Ledger
    sites: Mapping[str, Site]
    places: Mapping[str, Place]
    courses: Mapping[str, Course]
    products: Mapping[str, Product]
    looks: Mapping[str, Look]
    regions: Mapping[str, str]
    reasons: Reasons

    @property
    def zone(self) -> ZoneInfo:
        """Zone of the country."""
        return ZoneInfo(self.network.properties.timezone)

    @property
    def country_name(self) -> str:
        """Name of the country in the language of the report."""
        return self.write.country(self.network.properties.country)

    @property
    def first_on(self) -> date:
        """First local date of the horizon."""
        return self.network.properties.horizon_start_on

    @property
    def days(self) -> int:
        """Length of the horizon."""
        return self.network.properties.horizon_days

    @property
    def last_on(self) -> date:
        """Last local date of the horizon."""
        return self.first_on + timedelta(days=self.days - 1)

    @property
    def weeks(self) -> tuple[date, ...]:
        """First date of each week of the horizon; the last may be short."""
        return tuple(self.first_on + timedelta(days=day) for day in range(0, self.days, 7))

    @property
    def is_assumed(self) -> bool:
        """Whether the plan's figures rest on an assumption, be it of the demand or of what it is met with."""
        return self.ledger.touches(*DEPENDS_ON, *DEMANDED_FROM)

    @property
    def is_demand_assumed(self) -> bool:
        """Whether the demand rests on an assumption: how many cycles fall due, and when."""
        return self.ledger.touches(*DEMANDED_FROM)

    @property
    def demanded(self) -> tuple[Administration | Unserved, ...]:
        """Every demanded cycle, given or not."""
        return (*self.plan.administrations, *self.plan.unserved)

    @property
    def centres(self) -> tuple[Site, ...]:
        """The hospitals that have a place or give a treatment, by name."""
        busy = {place.site_id for place in self.network.places} | {row.site_id for row in self.plan.administrations}
        return tuple(sorted((self.sites[key] for key in busy if key in self.sites), key=lambda site: site.name))

    @property
    def product_order(self) -> tuple[Product, ...]:
        """The products that are demanded, in the order of their table."""
        demanded = {row.product_id for row in self.demanded}
        return tuple(product for product in self.network.products if product.product_id in demanded)

    def waiting_d(self, row: Administration | Unserved) -> int:
        """Return the days that a cycle waits after its due date; one that is not given waits to the end of the plan."""
        if isinstance(row, Administration):
            return row.days_late
        return max(0, (self.first_on + timedelta(days=self.days) - self.local_on(row.due_at)).days)

    def local_on(self, at: datetime) -> date:
        """Return the local date of an instant."""
        return at.astimezone(self.zone).date()

    def local_d(self, at: datetime) -> float:
        """Return an instant as days since the start of the horizon by the local clock."""
        local = at.astimezone(self.zone)
        clock_h = local.hour + local.minute / 60 + local.second / 3600
        return (local.date() - self.first_on).days + clock_h / 24

    def week_of(self, day: date) -> int:
        """Return the number of the horizon's week in which a date lies, from 0; outside it, below 0 or too high."""
        return (day - self.first_on).days // 7

    def site_name(self, site_id: str) -> str:
        """Return the name of a site, or its key if the country does not know it."""
        return self.sites[site_id].name if site_id in self.sites else site_id

    def product_name(self, product_id: str) -> str:
        """Return the short name of a product: what stands before a bracket in its name."""
        product = self.products.get(product_id)
        return short_name(product.name) if product else product_id

    def names(self, product_id: str) -> Names:
        """Return the names in which a reason speaks of a product and of the centres."""
        return names_for(self.network, product_id)

    def why_unserved(self, row: Unserved) -> str:
        """Say why a cycle is not given."""
        home = self.courses[row.course_id].home_site_id if row.course_id in self.courses else None
        return self.reasons.unserved(row, self.names(row.product_id), home)

    def half_life_h(self, product_id: str) -> float:
        """Return the half-life of a product's nuclide, in h, as the country states it."""
        from doseline.pathway.radioactivity import half_lives_h

        return half_lives_h(self.network)[self.products[product_id].nuclide]

    def hours(self, start: datetime, end: datetime) -> float:
        """Return the hours between two instants."""
        return h_from_timedelta(end - start)


def read_for_report(network: Network, plan: PlanPackage, language: str) -> Reading:
    """Put a country and a plan side by side for a report in a language."""
    catchments = {row.catchment_id: row.region_id for row in network.catchments}
    homes = {row.patient_id: catchments.get(row.catchment_id, "") for row in network.patients}
    products = _by(network.products, "product_id")
    names = [product.name for product in network.products]
    given = looks(names)
    return Reading(
        network=network,
        plan=plan,
        say=Messages(language),
        write=Formats(language, network.properties.timezone),
        ledger=read_ledger(network),
        sites=_by(network.sites, "site_id"),
        places=_by(network.places, "place_id"),
        courses=_by(network.courses, "course_id"),
        products=products,
        looks={product.product_id: given[product.name] for product in network.products},
        regions={row.course_id: homes.get(row.patient_id, "") for row in network.courses},
        reasons=Reasons.of(plan, Messages(language).language),
    )


def is_place_assumed(place: Place) -> bool:
    """Return whether it is an assumption that the place is there; one field of it may be assumed all the same."""
    return place.confidence == "assumption"


def _by(rows: Sequence[Noun], key: str) -> dict[str, Noun]:
    return {getattr(row, key): row for row in rows}
