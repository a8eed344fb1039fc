"""Sense of the tables about devices, competences and personal licences: what treatments ask for can be there."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

from doseline.errors import Fault
from doseline.journey import Qualification
from doseline.network.model import Network
from doseline.network.sense.check import Check, before

__all__ = ["CHECKS"]

_WEEKDAYS: Final = frozenset("1234567")
_MOST_COMPETENCES: Final = 8
"""So many competences may tasks of one role ask for: every set of them is judged. An assumption of Doseline: three or
four are usual, and more are rather one competence written in several ways."""


def _spans(network: Network) -> Iterator[Fault]:
    yield from before(network, "device_tasks", "from_min", "to_min")
    yield from before(network, "qualifications", "starts_local", "ends_local")
    yield from before(network, "qualifications", "valid_from_on", "valid_until_on", equal=True)
    for number, row in enumerate(network.qualifications, start=1):
        unknown = [day for day in row.weekdays if day not in _WEEKDAYS]
        if unknown:
            yield Fault(
                table="qualifications",
                row=number,
                column="weekdays",
                given=";".join(unknown),
                allowed="weekdays 1 (Monday) to 7 (Sunday) joined by ;",
                remedy="Write each weekday as one digit.",
            )


def _devices(network: Network) -> Iterator[Fault]:
    """Report centres that do not say how many devices they have of a kind that their treatments need."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for task in network.device_tasks:
        kinds[task.product_id].add(task.kind)
    said = {(row.site_id, row.kind) for row in network.devices}
    asked = {(row.site_id, kind): row.product_id for row in network.site_products for kind in kinds[row.product_id]}
    for (site_id, kind), product_id in asked.items():
        if (site_id, kind) not in said:
            yield Fault(
                table="devices",
                column="kind",
                given=f"no {kind} at {site_id}",
                allowed="a row for every kind that device_tasks need of a product in site_products",
                remedy=f"Say how many of kind {kind} {site_id} has for {product_id} and others: without a row it has "
                "none, and could not give the product.",
            )


def _kinds(network: Network) -> Iterator[Fault]:
    """Report kinds of device that no treatment needs: the name is probably another one there."""
    needed = {task.kind for task in network.device_tasks}
    for number, row in enumerate(network.devices if needed else (), start=1):
        if row.kind not in needed:
            yield Fault(
                table="devices",
                row=number,
                column="kind",
                given=row.kind,
                allowed=f"a kind that device_tasks name: {', '.join(sorted(needed))}",
                remedy="Write the kind as there, add it there, or delete the row.",
            )


def _task_competences(network: Network) -> Iterator[Fault]:
    tasks = {(task.product_id, task.role, task.anchor, task.from_min) for task in network.tasks}
    used: dict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(network.task_competences, start=1):
        used[row.role].add(row.competence)
        if (row.product_id, row.role, row.anchor, row.from_min) not in tasks:
            yield Fault(
                table="task_competences",
                row=number,
                column="from_min",
                given=f"{row.product_id}, {row.role}, {row.anchor}, {row.from_min}",
                allowed="product_id, role, anchor and from_min of a row of tasks",
                remedy="Correct one of the two, or delete the row.",
            )
        if len(used[row.role]) == _MOST_COMPETENCES + 1 and row.competence == max(used[row.role]):
            yield Fault(
                table="task_competences",
                row=number,
                column="competence",
                given=f"{len(used[row.role])} competences of the role {row.role}",
                allowed=f"at most {_MOST_COMPETENCES} of one role",
                remedy="Is one competence written in several ways? Name those alike that are always held together.",
            )


def _held(network: Network) -> Iterator[Fault]:
    """Report centres at which nobody ever holds a competence that their treatments need."""
    held = {(row.site_id, row.role, one) for row in network.qualifications for one in row.competences if row.heads}
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in network.task_competences:
        asked[row.product_id].append((row.role, row.competence))
    missing = {
        (offer.site_id, role, competence): offer.product_id
        for offer in network.site_products
        for role, competence in asked[offer.product_id]
        if (offer.site_id, role, competence) not in held
    }
    for (site_id, role, competence), product_id in missing.items():
        yield Fault(
            table="qualifications",
            column="competences",
            given=f"no {role} with {competence} at {site_id}",
            allowed="heads with every competence that task_competences ask for a product in site_products",
            remedy=f"Say who of {site_id} holds it, or take {product_id} out of its site_products.",
        )


def _among_rosters(network: Network) -> Iterator[Fault]:
    """Report qualifications with more heads than the rosters have at some minute: they are heads of the rosters."""
    groups: dict[tuple[str, str], list[tuple[int, Qualification]]] = defaultdict(list)
    for number, row in enumerate(network.qualifications, start=1):
        groups[row.site_id, row.role].append((number, row))
    for (site_id, role), rows in groups.items():
        rosters = [row for row in network.rosters if (row.site_id, row.role) == (site_id, role)]
        clocks = {row.starts_local for row in rosters} | {row.ends_local for row in rosters}
        for number, row in rows:
            beside = [other for _, other in rows if _together(row, other)]
            starts = clocks | {other.starts_local for other in beside}
            moments = [
                (weekday, at)
                for weekday in row.weekdays
                for at in sorted({row.starts_local, *starts})
                if row.starts_local <= at < row.ends_local
            ]
            for weekday, at in moments:
                qualified = sum(
                    other.heads
                    for other in beside
                    if weekday in other.weekdays and other.starts_local <= at < other.ends_local
                )
                there = sum(
                    one.heads
                    for one in rosters
                    if str(one.weekday) == weekday and one.starts_local <= at < one.ends_local
                )
                if qualified > there:
                    yield Fault(
                        table="qualifications",
                        row=number,
                        column="heads",
                        given=f"{qualified} heads on weekday {weekday} at {at}, with the rows valid beside it",
                        allowed=f"at most the {there} that rosters have then",
                        remedy=f"Those who hold a competence are heads of the rosters of {site_id} for {role}: correct "
                        "one of the two.",
                    )
                    break


def _together(row: Qualification, other: Qualification) -> bool:
    """Whether another row holds on the first day of a row's validity: where most of them do, one of them begins."""
    on = row.valid_from_on or date.min
    begun = (other.valid_from_on or date.min) <= on
    return begun and on <= (other.valid_until_on or date.max)


CHECKS: Final = (
    Check(faults=_spans),
    Check(faults=_devices, whole=("devices", "device_tasks")),
    Check(faults=_kinds, whole=("device_tasks",)),
    Check(faults=_task_competences, whole=("tasks",)),
    Check(faults=_held, whole=("qualifications", "task_competences")),
    Check(faults=_among_rosters, whole=("rosters",)),
)
