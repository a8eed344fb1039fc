"""Why patients are not served in time, and how each dose reaches its patient."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from doseline.errors import UserError
from doseline.operations.meant import keys_meant

if TYPE_CHECKING:
    from doseline.i18n import Names
    from doseline.journey import Administration, Course, Unserved
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.chain import Chain
    from doseline.operations.reasons import Reasons
    from doseline.operations.transfers import Transfer, Transfers

__all__ = ["explain_plan"]

_NEAR = 5
"""So many names that are like a missing one are offered."""

NO_REASON = "-"


def explain_plan(
    plan_path: Path | str,
    course_id: str | None = None,
    *,
    package_path: Path | str | None = None,
    centre: str | None = None,
    product: str | None = None,
    language: str = "en",
) -> Mapping[str, object]:
    """Explain a plan: what makes cycles late or keeps them from being given, or everything about one course.

    Reasons are those that the plan states. Names, regions and local times come from the country: the one given, else
    one with the hash that the plan names inside its folder or beside it; without it keys stand in their place.

    Parameters
    ----------
    plan_path : folder of the plan
    course_id : explain this course alone; upper or lower case; the key of its patient will do
    package_path : folder of the country
    centre, product : of a whole plan, only what touches this centre or product; key, or part of the name
    language : of the sentences: en, nl, fr or de

    Returns
    -------
    mapping
        Of a plan: ``counts``, ``levels`` (L1 and L2 with their bounds, where these are proved), ``binding`` (one row
        for each constraint that binds, with its sentence, products, centres and regions), ``disturbances`` (one row for
        each closure or stop that cycles met), ``late``, ``unserved``, and ``transfers`` to another centre than that of
        the cycle before. Of a course: ``course``, ``past``, and ``cycles`` with the chain of each administration or the
        reason that there is none. Without the country (``country_found``) what it alone knows is None: ``past``, how
        many ``cycles`` are transfers and how many lead ``farther``; ``differing_countries`` names the folders beside
        the plan that hold another country, or this one with changes.

    Raises
    ------
    UserError
        If the plan, the country, the language, the course, the centre or the product is not there.
    """
    from doseline.i18n import require_language
    from doseline.network import read_network, read_plan
    from doseline.operations.countries import find_country
    from doseline.operations.reasons import Reasons
    from doseline.operations.transfers import transfers_of

    spoken = require_language(language)
    plan = read_plan(plan_path)
    folder = find_country(Path(plan_path), plan, package_path)
    country = None if folder is None else read_network(folder)
    differing = () if country else _differing(Path(plan_path), plan)
    telling = _Explanation(plan, country, differing, spoken, Reasons.of(plan, spoken), transfers_of(plan, country))
    if course_id is not None:
        return telling.course(telling.course_meant(course_id))
    return telling.only(centre, product).whole()


def _differing(plan_path: Path, plan: "PlanPackage") -> tuple[str, ...]:
    """Return the folders beside a plan without its country that hold one by the name that the plan states, else any."""
    from doseline.network.findings import Findings
    from doseline.network.opening import read_descriptor
    from doseline.operations.countries import countries_near

    def name_of(folder: Path) -> object:
        return (read_descriptor(folder, Findings()) or {}).get("doseline", {}).get("instance")

    beside = countries_near(plan_path)
    alike = [folder for folder in beside if name_of(folder) == plan.package_name]
    return tuple(folder.name for folder in alike or beside)


@dataclass(frozen=True, slots=True)
class _Explanation:
    plan: "PlanPackage"
    country: "Network | None"
    differing: tuple[str, ...]
    language: str
    reasons: "Reasons"
    transfers: "Transfers"

    # --- the whole plan -------------------------------------------------------------------------------------------

    def only(self, centre: str | None, product: str | None) -> "_Explanation":
        """Return the explanation of what touches a centre and a product."""
        given, unserved, moved = self.plan.administrations, self.plan.unserved, self.transfers.rows
        if product is not None:
            names = {key: self._product(key) for key in self._product_ids()}
            keys = keys_meant(product, names, "product")
            given = tuple(row for row in given if row.product_id in keys)
            moved = tuple(row for row in moved if row.administration.product_id in keys)
            unserved = tuple(row for row in unserved if row.product_id in keys)
        if centre is not None:
            keys = keys_meant(centre, self._centre_names(), "centre")
            given = tuple(row for row in given if row.site_id in keys)
            moved = tuple(row for row in moved if keys & {row.from_site_id, row.administration.site_id})
            unserved = tuple(row for row in unserved if keys & self._centres_tried(row))
        from dataclasses import replace

        from doseline.operations.transfers import Transfers

        plan = replace(self.plan, administrations=given, unserved=unserved)
        return replace(self, plan=plan, transfers=Transfers(moved))

    def _centre_names(self) -> dict[str, str]:
        """Return the names of the sites that treat, by key: neither suppliers nor reactors are centres."""
        if self.country:
            treating = {place.site_id for place in self.country.places}
            return {site.site_id: site.name for site in self.country.sites if site.site_id in treating}
        named = {row.site_id for row in self.plan.administrations}
        named.update(*(self._centres_tried(row) for row in self.plan.unserved))
        return {site_id: site_id for site_id in named}

    def _product_ids(self) -> set[str]:
        return {row.product_id for row in self.plan.administrations} | {row.product_id for row in self.plan.unserved}

    def _course_ids(self) -> set[str]:
        return {row.course_id for row in self.plan.administrations} | {row.course_id for row in self.plan.unserved}

    def _centres_tried(self, row: "Unserved") -> set[str]:
        reason = self.reasons.get(row)
        home = self._home(row.course_id)
        return set(reason["centres"]) if reason else {home} if home else set()

    def whole(self) -> dict[str, object]:
        given, unserved = self.plan.administrations, self.plan.unserved
        late = [row for row in given if not row.in_window]
        return {
            "package": self.plan.package_name,
            **self._reader(),
            "counts": {
                "demanded_cycles": len(given) + len(unserved),
                "in_window": len(given) - len(late),
                "late": len(late),
                "unserved": len(unserved),
            },
            "levels": self._levels(),
            "late": self._late(late),
            "binding": self._binding(),
            "disturbances": [asdict(one) for one in self.reasons.disturbed(late, unserved, self._names(""))],
            "unserved": [self._unserved(row) for row in sorted(unserved, key=_by_due)],
            "transfers": self._transfers(),
        }

    def _levels(self) -> list[dict[str, object]]:
        """Return L1 and L2 with their bounds, where the plan proves them."""
        stated: Any = self.plan.summary.get("levels") or ()
        known = [dict(row) for row in stated if row["name"] in ("L1", "L2") and row["bound"] is not None]
        return known if self.plan.summary.get("certified") is True and len(known) == 2 else []

    def _reader(self) -> dict[str, object]:
        """Whose names and clock it is told in."""
        zone = self.country.properties.timezone if self.country else "UTC"
        return {
            "country_found": self.country is not None,
            "differing_countries": list(self.differing),
            "language": self.language,
            "timezone": zone,
        }

    def _binding(self) -> list[dict[str, object]]:
        """One row for each constraint, the most frequent first; a cycle counts for each of its constraints."""
        met: dict[str, list[Unserved]] = defaultdict(list)
        for row in self.plan.unserved:
            for identifier in row.binding or (NO_REASON,):
                met[identifier].append(row)
        return [
            {
                "constraint": identifier,
                "sentence": self._sentence(identifier),
                "cycles": len(rows),
                "only_reason": sum(len(row.binding) == 1 for row in rows),
                "products": _counted(self._product(row.product_id) for row in rows),
                "centres": _counted(self._own_or_nearest(row) for row in rows),
                "regions": _counted(self._region(row.course_id) for row in rows),
            }
            for identifier, rows in sorted(met.items(), key=lambda item: (-len(item[1]), item[0]))
        ]

    def _late(self, late: "list[Administration]") -> dict[str, object]:
        """Administrations after their window: what decided it, where and of what, then one by one."""
        return {
            "cycles": len(late),
            "days_late": sum(row.days_late for row in late),
            "causes": _counted(self.reasons.cause_words(row) for row in late),
            "products": _counted(self._product(row.product_id) for row in late),
            "centres": _counted(self._site(row.site_id) for row in late),
            "regions": _counted(self._region(row.course_id) for row in late),
            "rows": [self._late_row(row) for row in sorted(late, key=_by_due)],
        }

    def _late_row(self, row: "Administration") -> dict[str, object]:
        return {
            "course_id": row.course_id,
            "cycle_number": row.cycle_number,
            "product": self._product(row.product_id),
            "centre": self._site(row.site_id),
            "region": self._region(row.course_id),
            "due_on": self._date(row.due_at),
            "window_end_on": self._date(row.window_end_at),
            "given_on": self._date(row.administered_at),
            "days_late": row.days_late,
            **self._why_late(row),
        }

    def _why_late(self, row: "Administration") -> dict[str, object]:
        reason = self.reasons.get(row)
        return {
            "cause": self.reasons.cause(row),
            "cause_words": self.reasons.cause_words(row),
            "binding": list(reason["binding"]) if reason else [],
            "sentence": self.reasons.late(row, self._names(row.product_id)),
        }

    def _unserved(self, row: "Unserved") -> dict[str, object]:
        return {
            "course_id": row.course_id,
            "cycle_number": row.cycle_number,
            "product": self._product(row.product_id),
            "centre": self._centre(row.course_id),
            "region": self._region(row.course_id),
            "due_on": self._date(row.due_at),
            "window_end_on": self._date(row.window_end_at),
            "binding": list(row.binding),
            "sentence": self._why(row),
        }

    def _transfers(self) -> dict[str, object]:
        """Cycles at another centre than the one before: how many, how much farther from home, then one by one.

        Without the country the centre of what was given before is not known, so the rows found are not all.
        """
        return {
            "cycles": len(self.transfers.rows) if self.country else None,
            "farther": self.transfers.farther if self.country and self.transfers.travel_known else None,
            "mean_farther_min": self.transfers.mean_farther_min,
            "mean_extra_min": self.transfers.mean_extra_min,
            "rows": [self._transfer(row) for row in self.transfers.rows],
        }

    def _transfer(self, row: "Transfer") -> dict[str, object]:
        given = row.administration
        return {
            "course_id": given.course_id,
            "cycle_number": given.cycle_number,
            "product": self._product(given.product_id),
            "from_centre": self._site(row.from_site_id),
            "to_centre": self._site(given.site_id),
            "travel_before_min": row.before_min,
            "travel_now_min": row.after_min,
            "administered_at": self._instant(given.administered_at),
        }

    # --- one course -----------------------------------------------------------------------------------------------

    def course_meant(self, said: str) -> str:
        """Return the key of the course that is meant: its own key in any case, or that of its patient."""
        known = self._course_ids() | set(self._courses())
        found = sorted(key for key in known if key.casefold() == said.casefold())
        if said in found:
            return said
        found = found or [
            row.course_id for row in self._courses().values() if row.patient_id.casefold() == said.casefold()
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise UserError(
                "Several courses may be meant.", given=said, allowed=", ".join(found), remedy="Name one of them."
            )
        near = difflib.get_close_matches(said.upper(), sorted(known), n=_NEAR, cutoff=0.6)
        raise UserError(
            "The plan has no such course.",
            given=said,
            allowed=f"one of the {len(known)} courses of the plan" + (f", such as {', '.join(near)}" if near else ""),
            remedy="The column course_id of administrations.csv and unserved.csv lists them.",
        )

    def course(self, course_id: str) -> dict[str, object]:
        from doseline.operations.chain import Chains

        chains = {key[1]: chain for key, chain in Chains(self.plan).by_cycle.items() if key[0] == course_id}
        waiting = {row.cycle_number: row for row in self.plan.unserved if row.course_id == course_id}
        course = self._courses().get(course_id)
        cycles = [
            self._given(chains[number]) if number in chains else self._waiting(waiting[number])
            for number in sorted({*chains, *waiting})
        ]
        return {
            "package": self.plan.package_name,
            **self._reader(),
            "course": self._about(course_id, course),
            "past": self._past(course_id),
            "cycles": cycles,
        }

    def _about(self, course_id: str, course: "Course | None") -> dict[str, object]:
        if course is None:
            return {"course_id": course_id}
        return {
            "course_id": course_id,
            "patient_id": course.patient_id,
            "regimen_id": course.regimen_id,
            "region": self._region(course_id),
            "referred_on": course.referred_on.isoformat(),
            "home_centre": self._site(course.home_site_id) if course.home_site_id else None,
            "max_travel_min": course.max_travel_min,
            "transfer_allowed": course.transfer_allowed,
            "weight": course.weight,
        }

    def _past(self, course_id: str) -> list[dict[str, object]] | None:
        if self.country is None:
            return None
        return [
            {
                "cycle_number": row.cycle_number,
                "centre": self._site(row.site_id),
                "administered_at": self._instant(row.administered_at),
                "administered_activity_mbq": row.administered_activity_mbq,
            }
            for row in self.country.past_administrations
            if row.course_id == course_id
        ]

    def _given(self, chain: "Chain") -> dict[str, object]:
        given = chain.administration
        late = {} if given.in_window else self._why_late(given)
        return {
            "cycle_number": given.cycle_number,
            "status": "in window" if given.in_window else "late",
            **late,
            "product": self._product(given.product_id),
            "due_on": self._date(given.due_at),
            "window_end_on": self._date(given.window_end_at),
            "days_late": given.days_late,
            "administered_at": self._instant(given.administered_at),
            "centre": self._site(given.site_id),
            "place_id": given.place_id,
            "vial_id": given.vial_id,
            "source": chain.source,
            "prescribed_activity_mbq": given.prescribed_activity_mbq,
            "administered_activity_mbq": given.administered_activity_mbq,
            "chain": [
                {
                    "at": self._instant(link.at),
                    "kind": link.kind,
                    "what": link.kind.replace("_", " "),
                    "of": f"{link.subject} {link.subject_id}",
                }
                for link in chain.links()
            ],
        }

    def _waiting(self, row: "Unserved") -> dict[str, object]:
        return {
            "cycle_number": row.cycle_number,
            "status": "not given",
            "product": self._product(row.product_id),
            "due_on": self._date(row.due_at),
            "window_end_on": self._date(row.window_end_at),
            "binding": list(row.binding),
            "sentence": self._why(row),
        }

    # --- words ----------------------------------------------------------------------------------------------------

    def _say(self, identifier: str) -> str:
        from doseline.i18n import Messages

        return Messages(self.language)(identifier)

    def _sentence(self, identifier: str) -> str:
        from doseline.i18n import CONSTRAINTS, constraint_sentence

        if identifier in CONSTRAINTS:
            said = constraint_sentence(identifier, self.language)
            # a sentence may begin with "this product"
            return said[:1].upper() + said[1:]
        return self._say("report-no-single-reason" if identifier == NO_REASON else "report-unknown-constraint")

    def _why(self, row: "Unserved") -> str:
        return self.reasons.unserved(row, self._names(row.product_id), self._home(row.course_id))

    def _names(self, product_id: str) -> "Names":
        from doseline.i18n import Names
        from doseline.network import names_for

        return names_for(self.country, product_id) if self.country else Names(product=product_id)

    def _courses(self) -> "dict[str, Course]":
        return {row.course_id: row for row in self.country.courses} if self.country else {}

    def _centre(self, course_id: str) -> str:
        """Return the centre of a course: where the plan treats it, else its home."""
        site_id = self._centre_id(course_id)
        if site_id:
            return self._site(site_id)
        return self._say("cli-no-centre" if self.country else "cli-unknown-centre")

    def _own_or_nearest(self, row: "Unserved") -> str:
        """Return the centre of a course; before it has one the nearest of those tried, where more would help first."""
        reason, course = self.reasons.get(row), self._courses().get(row.course_id)
        if self._centre_id(row.course_id) or reason is None or course is None or self.country is None:
            return self._centre(row.course_id)
        if not reason["centres"]:
            return self._say("cli-no-centre-in-reach")
        catchment_id = self._catchment_id(course)
        ways_min = {
            way.site_id: way.travel_min for way in self.country.travel_times if way.catchment_id == catchment_id
        }
        return self._site(min(reason["centres"], key=lambda site_id: ways_min.get(site_id, inf)))

    def _centre_id(self, course_id: str) -> str | None:
        given = next((row.site_id for row in self.plan.administrations if row.course_id == course_id), None)
        return given or self._home(course_id)

    def _home(self, course_id: str) -> str | None:
        course = self._courses().get(course_id)
        return course.home_site_id if course else None

    def _site(self, site_id: str) -> str:
        sites = self.country.sites if self.country else ()
        return next((row.name for row in sites if row.site_id == site_id), site_id)

    def _product(self, product_id: str) -> str:
        products = self.country.products if self.country else ()
        return next((row.name for row in products if row.product_id == product_id), product_id)

    def _region(self, course_id: str) -> str:
        course = self._courses().get(course_id)
        if course is None or self.country is None:
            return self._say("cli-no-region")
        catchment_id = self._catchment_id(course)
        region = next((row.region_id for row in self.country.catchments if row.catchment_id == catchment_id), "")
        name = next((row.name for row in self.country.regions if row.region_id == region), None)
        return name or self._say("cli-no-region")

    def _catchment_id(self, course: "Course") -> str:
        patients = self.country.patients if self.country else ()
        return next((row.catchment_id for row in patients if row.patient_id == course.patient_id), "")

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.country.properties.timezone)) if self.country else at

    def _date(self, at: datetime) -> str:
        return self._local(at).date().isoformat()

    def _instant(self, at: datetime) -> str:
        """Write an instant by the country's clock with its offset, or in UTC where there is no country."""
        return self._local(at).isoformat(timespec="minutes")


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _by_due(row: "Administration | Unserved") -> tuple[datetime, str, int]:
    return row.due_at, row.course_id, row.cycle_number
