"""Why patients are not served in time, and how each dose reaches its patient."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from doseline.errors import UserError

if TYPE_CHECKING:
    from doseline.journey import Administration, Course, Unserved
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.chain import Chain

__all__ = ["explain_plan"]

_NEAR = 5
"""So many names that are like a missing one are offered."""

NO_CENTRE = "no centre yet"
NO_REGION = "region not known"
NO_REASON = "-"


def explain_plan(
    plan_path: Path | str,
    course_id: str | None = None,
    *,
    package_path: Path | str | None = None,
    language: str = "en",
) -> Mapping[str, object]:
    """Explain a plan: what keeps cycles from being given, or everything about one course.

    Reasons are those that the plan states in ``unserved``. Names, regions and local times come from the country: the
    one given, else one with the hash that the plan names beside its folder; without it keys stand in their place.

    Parameters
    ----------
    plan_path : folder of the plan
    course_id : explain this course alone
    package_path : folder of the country
    language : of the sentences: en, nl, fr or de

    Returns
    -------
    mapping
        Of a plan: ``counts``, ``binding`` (one row for each constraint that binds, with its sentence, products, centres
        and regions), ``late`` and ``unserved``. Of a course: ``course``, and ``cycles`` with the chain of each
        administration or the reason that there is none.

    Raises
    ------
    UserError
        If the plan, the country, the language or the course is not there.
    """
    from doseline.i18n import require_language
    from doseline.network import read_plan

    plan = read_plan(plan_path)
    country = _country(Path(plan_path), plan, package_path)
    telling = _Explanation(plan, country, require_language(language))
    return telling.whole() if course_id is None else telling.course(course_id)


def _country(plan_path: Path, plan: "PlanPackage", package_path: Path | str | None) -> "Network | None":
    from doseline.network import package_sha256, read_network
    from doseline.network.folder import kind_of_folder

    if package_path is not None:
        found = package_sha256(package_path)
        if found != plan.package_sha256:
            raise UserError(
                f"The plan {plan_path} was made for another package than {package_path}.",
                given=f"SHA-256 {found}",
                allowed=f"the package {plan.package_name} with SHA-256 {plan.package_sha256}",
                remedy="Give the package that the plan was made for, or leave it out.",
            )
        return read_network(package_path)
    for folder in sorted(plan_path.resolve().parent.iterdir()):
        if kind_of_folder(folder) == "country" and package_sha256(folder) == plan.package_sha256:
            return read_network(folder)
    return None


@dataclass(frozen=True, slots=True)
class _Explanation:
    plan: "PlanPackage"
    country: "Network | None"
    language: str

    # --- the whole plan -------------------------------------------------------------------------------------------

    def whole(self) -> dict[str, object]:
        given, unserved = self.plan.administrations, self.plan.unserved
        late = [row for row in given if not row.in_window]
        return {
            "package": self.plan.package_name,
            "country_found": self.country is not None,
            "counts": {
                "demanded_cycles": len(given) + len(unserved),
                "in_window": len(given) - len(late),
                "late": len(late),
                "unserved": len(unserved),
            },
            "binding": self._binding(),
            "late": self._late(late),
            "unserved": [self._unserved(row) for row in sorted(unserved, key=_by_due)],
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
                "centres": _counted(self._centre(row.course_id) for row in rows),
                "regions": _counted(self._region(row.course_id) for row in rows),
            }
            for identifier, rows in sorted(met.items(), key=lambda item: (-len(item[1]), item[0]))
        ]

    def _late(self, late: "list[Administration]") -> dict[str, object]:
        """Administrations after their window: where and of what; the plan states no reason for them."""
        return {
            "cycles": len(late),
            "days_late": sum(row.days_late for row in late),
            "products": _counted(self._product(row.product_id) for row in late),
            "centres": _counted(self._site(row.site_id) for row in late),
            "regions": _counted(self._region(row.course_id) for row in late),
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

    # --- one course -----------------------------------------------------------------------------------------------

    def course(self, course_id: str) -> dict[str, object]:
        from doseline.operations.chain import Chains

        chains = {key[1]: chain for key, chain in Chains(self.plan).by_cycle.items() if key[0] == course_id}
        waiting = {row.cycle_number: row for row in self.plan.unserved if row.course_id == course_id}
        course = self._courses().get(course_id)
        if not chains and not waiting and course is None:
            raise self._no_course(course_id)
        cycles = [
            self._given(chains[number]) if number in chains else self._waiting(waiting[number])
            for number in sorted({*chains, *waiting})
        ]
        return {
            "package": self.plan.package_name,
            "country_found": self.country is not None,
            "course": self._about(course_id, course),
            "past": self._past(course_id),
            "cycles": cycles,
        }

    def _no_course(self, course_id: str) -> UserError:
        known = {row.course_id for row in self.plan.administrations} | set(self._courses())
        known |= {row.course_id for row in self.plan.unserved}
        near = difflib.get_close_matches(course_id, sorted(known), n=_NEAR, cutoff=0.6)
        return UserError(
            "The plan has no such course.",
            given=course_id,
            allowed=f"one of the {len(known)} courses of the plan" + (f", such as {', '.join(near)}" if near else ""),
            remedy="The column course_id of administrations.csv and unserved.csv lists them.",
        )

    def _about(self, course_id: str, course: "Course | None") -> dict[str, object]:
        if course is None:
            return {"course_id": course_id}
        return {
            "course_id": course_id,
            "regimen_id": course.regimen_id,
            "region": self._region(course_id),
            "referred_on": course.referred_on.isoformat(),
            "home_centre": self._site(course.home_site_id) if course.home_site_id else None,
            "max_travel_min": course.max_travel_min,
            "transfer_allowed": course.transfer_allowed,
            "weight": course.weight,
        }

    def _past(self, course_id: str) -> list[dict[str, object]]:
        if self.country is None:
            return []
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
        return {
            "cycle_number": given.cycle_number,
            "status": "in window" if given.in_window else "late",
            "product": self._product(given.product_id),
            "due_on": self._date(given.due_at),
            "window_end_on": self._date(given.window_end_at),
            "days_late": given.days_late,
            "centre": self._site(given.site_id),
            "place_id": given.place_id,
            "vial_id": given.vial_id,
            "source": chain.source,
            "prescribed_activity_mbq": given.prescribed_activity_mbq,
            "administered_activity_mbq": given.administered_activity_mbq,
            "chain": [
                {
                    "at": self._instant(link.at),
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
            "binding": [
                {"constraint": identifier, "sentence": self._detailed(identifier, row)} for identifier in row.binding
            ],
            "sentence": self._why(row),
        }

    # --- words ----------------------------------------------------------------------------------------------------

    def _sentence(self, identifier: str, **details: str) -> str:
        from doseline.i18n import CONSTRAINTS, Messages, constraint_sentence

        if identifier in CONSTRAINTS:
            said = constraint_sentence(identifier, self.language, **details)
            # a sentence may begin with "this product"
            return said[:1].upper() + said[1:]
        name = "report-no-single-reason" if identifier == NO_REASON else "report-unknown-constraint"
        return Messages(self.language)(name)

    def _detailed(self, identifier: str, row: "Unserved") -> str:
        centre = self._centre(row.course_id)
        details = {"product": self._product(row.product_id)} | ({"site": centre} if centre != NO_CENTRE else {})
        return self._sentence(identifier, **details)

    def _why(self, row: "Unserved") -> str:
        if self.language == "en":
            return row.sentence
        return " ".join(self._detailed(identifier, row) for identifier in row.binding or (NO_REASON,))

    def _courses(self) -> "dict[str, Course]":
        return {row.course_id: row for row in self.country.courses} if self.country else {}

    def _centre(self, course_id: str) -> str:
        """Return the centre of a course: where the plan treats it, else its home."""
        site_id = next((row.site_id for row in self.plan.administrations if row.course_id == course_id), None)
        course = self._courses().get(course_id)
        site_id = site_id or (course.home_site_id if course else None)
        return self._site(site_id) if site_id else NO_CENTRE

    def _site(self, site_id: str) -> str:
        sites = self.country.sites if self.country else ()
        return next((row.name for row in sites if row.site_id == site_id), site_id)

    def _product(self, product_id: str) -> str:
        products = self.country.products if self.country else ()
        return next((row.name for row in products if row.product_id == product_id), product_id)

    def _region(self, course_id: str) -> str:
        course = self._courses().get(course_id)
        if course is None or self.country is None:
            return NO_REGION
        catchment = next((row.catchment_id for row in self.country.patients if row.patient_id == course.patient_id), "")
        region = next((row.region_id for row in self.country.catchments if row.catchment_id == catchment), "")
        return next((row.name for row in self.country.regions if row.region_id == region), NO_REGION)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.country.properties.timezone)) if self.country else at

    def _date(self, at: datetime) -> str:
        return self._local(at).date().isoformat()

    def _instant(self, at: datetime) -> str:
        """Write an instant by the country's clock with its offset, or in UTC where there is no country."""
        return self._local(at).isoformat(timespec="minutes")


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _by_due(row: "Unserved") -> tuple[datetime, str, int]:
    return row.due_at, row.course_id, row.cycle_number
