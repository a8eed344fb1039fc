"""Sense of the tables about centres: hours, places, rooms, closures and where they lie on the map."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from statistics import median
from typing import Final, TypeVar

from doseline.errors import Fault
from doseline.journey import Absence, Roster
from doseline.network.cells import instant_text
from doseline.network.model import Network
from doseline.network.opening import known_timezone
from doseline.network.sense.check import Check, before

__all__ = ["CHECKS"]

_EARTH_RADIUS_KM: Final = 6371.0
_FARTHEST_HOSPITAL_KM: Final = 2000.0
"""A hospital farther than this from where the country's patients live has its coordinates wrong; an assumption of
Doseline, wide enough for any country that is treated as one network."""


def _times(network: Network) -> Iterator[Fault]:
    # Clock times are written with two digits each, so that the order of the texts is the order of the times.
    yield from before(network, "opening_hours", "opens_local", "closes_local")
    yield from before(network, "rosters", "starts_local", "ends_local")


def _closures(network: Network) -> Iterator[Fault]:
    yield from before(network, "closures", "starts_at", "ends_at")
    yield from _at_one_site(
        network, "closures", "place_id", {place.place_id: place.site_id for place in network.places}
    )


def _absences(network: Network) -> Iterator[Fault]:
    """Report absences of more heads than the roster ever has, those of the same time together."""
    yield from before(network, "absences", "starts_at", "ends_at")
    if not network.absences:
        return
    most: Counter[tuple[str, str]] = Counter()
    for key, on_duty in _by_role(network.rosters).items():
        most[key] = max(
            sum(
                row.heads
                for row in on_duty
                if row.weekday == since.weekday and row.starts_local <= since.starts_local < row.ends_local
            )
            for since in on_duty
        )
    ours = _by_role(network.absences)
    for number, one in enumerate(network.absences, start=1):
        key = one.site_id, one.role
        absent = sum(row.heads for row in ours[key] if row.starts_at <= one.starts_at < row.ends_at)
        if one.starts_at < one.ends_at and absent > most[key]:
            yield Fault(
                table="absences",
                row=number,
                column="heads",
                given=one.heads,
                allowed=f"with others of the same time not more than the rosters ever have, {most[key]}",
                remedy=f"From {instant_text(one.starts_at)} on {absent} of the role {one.role} would be absent at "
                f"{one.site_id}: correct the heads or the rosters.",
            )


Row = TypeVar("Row", Roster, Absence)


def _by_role(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row.site_id, row.role].append(row)
    return found


def _scanner_closures(network: Network) -> Iterator[Fault]:
    yield from before(network, "scanner_closures", "starts_at", "ends_at")


def _trial_slots(network: Network) -> Iterator[Fault]:
    """Report rows of places elsewhere or of dates that are none, and places held for two trials on one date."""
    yield from before(network, "trial_slots", "first_on", "last_on", equal=True)
    yield from _at_one_site(
        network, "trial_slots", "place_id", {place.place_id: place.site_id for place in network.places}
    )
    for number, row in enumerate(network.trial_slots, start=1):
        for other in network.trial_slots[: number - 1]:
            one_place = row.site_id == other.site_id and (
                row.place_id == other.place_id or None in (row.place_id, other.place_id)
            )
            begins_on = max(row.first_on or date.min, other.first_on or date.min)
            ends_on = min(row.last_on or date.max, other.last_on or date.max)
            if one_place and row.trial_id != other.trial_id and row.weekday == other.weekday and begins_on <= ends_on:
                yield Fault(
                    table="trial_slots",
                    row=number,
                    column="trial_id",
                    given=f"{row.trial_id}, beside {other.trial_id} of {other.trial_slot_id}",
                    allowed="one trial for a place on a date",
                    remedy="Nobody could lie there: correct the places, weekdays or dates of one of the two.",
                )


def _some_place(network: Network) -> Iterator[Fault]:
    if not network.places:
        remedy = "Add at least one bed or chair; without a place nobody can be treated."
        yield Fault(table="places", given="no row", allowed="at least one place", remedy=remedy)


def _places(network: Network) -> Iterator[Fault]:
    yield from _at_one_site(network, "places", "room_id", {room.room_id: room.site_id for room in network.rooms})
    site_of_line = {line.effluent_line_id: line.site_id for line in network.effluent_lines}
    yield from _at_one_site(network, "places", "effluent_line_id", site_of_line)


def _at_one_site(network: Network, table: str, column: str, site_of: dict[str, str]) -> Iterable[Fault]:
    """Report the rows whose site is not the site of what they name."""
    for number, row in enumerate(getattr(network, table), start=1):
        named = getattr(row, column)
        site = site_of.get(named)
        if site is not None and site != row.site_id:
            yield Fault(
                table=table,
                row=number,
                column=column,
                given=named,
                allowed=f"a {column} of the row's own site",
                remedy=f"{named} is at {site}, the row at {row.site_id}: correct one of the two.",
            )


def _timezones(network: Network) -> Iterator[Fault]:
    known = {name: known_timezone(name) for name in {site.timezone for site in network.sites}}
    for number, site in enumerate(network.sites, start=1):
        if not known[site.timezone]:
            yield Fault(
                table="sites",
                row=number,
                column="timezone",
                given=site.timezone,
                allowed="an IANA time zone such as Europe/Brussels",
                remedy="Write the name as IANA spells it.",
            )


def _coordinates(network: Network) -> Iterator[Fault]:
    for table in ("sites", "catchments"):
        for number, row in enumerate(getattr(network, table), start=1):
            if row.latitude_deg == 0 and row.longitude_deg == 0:
                yield Fault(
                    table=table,
                    row=number,
                    column="latitude_deg",
                    given="0, 0",
                    allowed="coordinates of a place on land",
                    remedy="Look the coordinates up; zeros usually stand for unknown.",
                )
    if not network.catchments:
        return
    middle = (
        median(catchment.latitude_deg for catchment in network.catchments),
        median(catchment.longitude_deg for catchment in network.catchments),
    )
    for number, site in enumerate(network.sites, start=1):
        distance_km = _distance_km(middle, (site.latitude_deg, site.longitude_deg))
        if site.kind == "hospital" and distance_km > _FARTHEST_HOSPITAL_KM:
            yield Fault(
                table="sites",
                row=number,
                column="latitude_deg",
                given=f"{site.latitude_deg:g}, {site.longitude_deg:g}",
                allowed=f"a hospital within {_FARTHEST_HOSPITAL_KM:g} km of where the patients live",
                remedy=f"It is {distance_km:.0f} km away: were latitude and longitude exchanged?",
            )


def _distance_km(one_deg: tuple[float, float], other_deg: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one_deg, other_deg))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


_SERVICES: Final = ("treatment", "discharge", "reception")


def _services(network: Network) -> Iterator[Fault]:
    """Report centres that treat, and by their hours can never receive, treat or discharge."""
    open_at = {(row.site_id, row.service) for row in network.opening_hours}
    for site_id in dict.fromkeys(row.site_id for row in network.site_products):
        for service in _SERVICES:
            if (site_id, service) not in open_at:
                yield Fault(
                    table="opening_hours",
                    column="service",
                    given=f"no {service} at {site_id}",
                    allowed="hours of treatment, discharge and reception of every centre in site_products",
                    remedy=f"Add the hours of {service} of {site_id}, or take it out of site_products.",
                )


def _nights(network: Network) -> Iterator[Fault]:
    """Report centres with places for the night and no night with cover, where others have any."""
    covered = {row.site_id for row in network.covers if row.night_cover}
    said = {row.site_id for row in network.covers}
    for site_id in dict.fromkeys(place.site_id for place in network.places if place.overnight):
        if covered and site_id not in said:
            yield Fault(
                table="covers",
                column="site_id",
                given=f"no row of {site_id}",
                allowed="rows of every centre that has a place for the night, or no row at all",
                remedy=f"Say of each weekday whether the night at {site_id} is covered (night_cover false: it is not).",
            )


def _ways(network: Network) -> Iterator[Fault]:
    """Report where patients live from whom no way to a centre is known: nobody could say where they may go."""
    lived_in = {patient.catchment_id for patient in network.patients}
    treating = {row.site_id for row in network.site_products}
    known = {row.catchment_id for row in network.travel_times if row.site_id in treating}
    for number, catchment in enumerate(network.catchments, start=1):
        if catchment.catchment_id in lived_in - known:
            yield Fault(
                table="catchments",
                row=number,
                column="catchment_id",
                given=catchment.catchment_id,
                allowed="one with a row in travel_times to a centre in site_products, where a patient lives in it",
                remedy="Add its travel times; a centre without one is not allowed for its patients.",
            )


def _floors(network: Network) -> Iterator[Fault]:
    """Report more cycles in window before the plan than were given before it, and floors that were not lowered."""
    for number, row in enumerate(network.region_floors, start=1):
        if row.in_window_share_asked is not None and row.in_window_share_asked <= row.in_window_share_min:
            yield Fault(
                table="region_floors",
                row=number,
                column="in_window_share_asked",
                given=row.in_window_share_asked,
                allowed=f"empty, or more than in_window_share_min, {row.in_window_share_min:g}",
                remedy="It is what was asked for where less is kept: leave it empty where that is not so.",
            )
        if (row.in_window_before or 0) > (row.given_before or 0):
            yield Fault(
                table="region_floors",
                row=number,
                column="in_window_before",
                given=row.in_window_before,
                allowed=f"at most given_before, {row.given_before or 0}",
                remedy="It counts those of them that were in window: correct one of the two.",
            )


CHECKS: Final = (
    Check(faults=_times),
    Check(faults=_closures),
    Check(faults=_absences, whole=("rosters",)),
    Check(faults=_scanner_closures),
    Check(faults=_floors),
    Check(faults=_trial_slots),
    Check(faults=_some_place, whole=("places",)),
    Check(faults=_places),
    Check(faults=_timezones),
    Check(faults=_coordinates),
    Check(faults=_services, whole=("opening_hours", "site_products")),
    Check(faults=_nights, whole=("covers", "places")),
    Check(faults=_ways, whole=("travel_times", "site_products"), cohort=True),
)
