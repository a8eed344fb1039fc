"""16:10: whose treatment is withheld at the last hour, and who stands by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from doseline.journey import Event
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.pathway.calendar import Calendar
from doseline.pathway.fill import fill_of
from doseline.quantities import timedelta_from_h

__all__ = ["Hold", "choose_hold", "usable_span"]

_AT_LOCAL: Final = time(16, 10)
_LISTED_LOCAL: Final = time(16)
_BLED_LOCAL: Final = time(8)

_RETEST_D: Final = 7
"""The blood is looked at again after so many days. An assumption of the story, no medical advice."""

_LABS_AGE_D: Final = 4
"""The results of those who stand by are so many days old."""

_NOTICE_H: Final = 4.0
"""They can be at the centre so long after they are called (h). An assumption of the story."""

_LAST_D: Final = 3
"""A hold later than so many days before the end leaves no time to see what becomes of it."""

_WEDNESDAY: Final = 3
_MOST_LISTED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A patient of tomorrow whose blood is not fit, and those who could come instead.

    Attributes
    ----------
    at : when the results come in
    retest_on : nothing is given before that date
    chain : what was promised to the patient
    listed : courses that stand by at the centre of the patient, with when they were to come
    """

    at: datetime
    retest_on: date
    chain: Chain
    listed: tuple[Chain, ...]
    zone: ZoneInfo

    @property
    def events(self) -> tuple[Event, ...]:
        """The standby list, and then the hold, as events."""
        return (*self._listed(), self._held())

    def _listed(self) -> Iterator[Event]:
        on = self.at.astimezone(self.zone).date()
        listed_at = _at(on, _LISTED_LOCAL, self.zone)
        bled_at = _at(on - timedelta(days=_LABS_AGE_D), _BLED_LOCAL, self.zone)
        for number, chain in enumerate(self.listed, start=1):
            course_id = chain.administration.course_id
            yield Event(event_id=f"FIT-{number}", kind="labs_fit", at=listed_at, subject_id=course_id, taken_at=bled_at)
            yield Event(
                event_id=f"STANDBY-{number}",
                kind="standby_listed",
                at=listed_at,
                subject_id=course_id,
                notice_h=_NOTICE_H,
            )

    def _held(self) -> Event:
        return Event(
            event_id="HELD",
            kind="labs_withheld",
            at=self.at,
            subject_id=self.chain.administration.course_id,
            retest_on=self.retest_on,
            reason="platelets too low (assumed for the golden week)",
        )


def choose_hold(network: Network, plan: PlanPackage) -> Hold | None:
    """Choose a patient of the next day whose vial can be called back no longer, on a Wednesday if there is one.

    Somebody whose vial another patient may have, with patients who could come instead, goes before others; None: nobody
    is treated with such a vial in these weeks.

    Parameters
    ----------
    network, plan : the country after what happened before, and its plan
    """
    zone = ZoneInfo(network.properties.timezone)
    chains = tuple(Chains(plan).by_cycle.values())
    swappable = {row.product_id for row in network.products if row.swappable}
    planned_at, first_on = network.properties.planned_at, network.properties.horizon_start_on
    latest_on = first_on + timedelta(days=network.properties.horizon_days - _LAST_D)
    found = []
    for chain in chains:
        given_on = chain.administration.administered_at.astimezone(zone).date()
        on = given_on - timedelta(days=1)
        at = _at(on, _AT_LOCAL, zone)
        if at <= planned_at or on > latest_on or not chain.is_made_by(at):
            continue
        listed = _others(chain, chains, given_on, zone) if chain.vial.product_id in swappable else ()
        hold = Hold(at=at, retest_on=given_on + timedelta(days=_RETEST_D), chain=chain, listed=listed, zone=zone)
        found.append((not listed, on.isoweekday() != _WEDNESDAY, at, chain.administration.course_id, hold))
    return min(found, key=lambda row: row[:-1])[-1] if found else None


def usable_span(network: Network, chain: Chain) -> tuple[datetime, datetime]:
    """Return from when to when the vial of a chain may be given at its centre, the centre's margin kept.

    It is there and prepared, within its shelf life, and what is administered is within the tolerance less the margin.

    Parameters
    ----------
    network : the country
    chain : an administration with a vial that is filled for an hour
    """
    given, vial, calendar = chain.administration, chain.vial, Calendar(network)
    product = next(row for row in network.products if row.product_id == given.product_id)
    at_site = (given.site_id, given.product_id)
    licence = next(row for row in network.site_products if (row.site_id, row.product_id) == at_site)
    fill = fill_of(
        product=product,
        half_life_h=next(row.half_life_h for row in network.nuclides if row.nuclide == product.nuclide),
        prescribed_mbq=given.prescribed_activity_mbq,
        margin_fraction=licence.margin_fraction,
        calibration_min=np.array([float(calendar.minute(vial.calibration_at))]),
        intended_min=np.array([float(calendar.minute(vial.intended_at))]),
    )
    arrives_at = chain.shipment.arrives_at if chain.shipment else vial.calibration_at
    ready_at = max(arrives_at, vial.certified_at) + timedelta_from_h(product.preparation_h)
    opens_at, closes_at = (calendar.instant(float(minute.item())) for minute in (fill.opens_min, fill.closes_min))
    return max(ready_at, opens_at), closes_at


def _others(chain: Chain, chains: tuple[Chain, ...], given_on: date, zone: ZoneInfo) -> tuple[Chain, ...]:
    """Return who is to get the same product at the same centre later, each with the next of their cycles."""
    given = chain.administration
    later: dict[str, Chain] = {}
    for other in sorted(chains, key=lambda one: (one.administration.administered_at, one.administration.course_id)):
        row = other.administration
        same = (row.site_id, row.product_id) == (given.site_id, given.product_id)
        first = row.course_id not in {one.administration.course_id for one in chains if _is_before(one, other)}
        if same and first and row.administered_at.astimezone(zone).date() > given_on:
            later.setdefault(row.course_id, other)
    return tuple(later.values())[:_MOST_LISTED]


def _is_before(one: Chain, other: Chain) -> bool:
    mine, its = one.administration, other.administration
    return mine.course_id == its.course_id and mine.cycle_number < its.cycle_number


def _at(on: date, local: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, local, tzinfo=zone).astimezone(UTC)
