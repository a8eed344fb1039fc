"""What a golden week says: its tables and its summary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from doseline.network.cells import instant_text
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.operations.replanning.changes import changes, source_after, why_unserved
from doseline.operations.replanning.effects import effects_of
from doseline.operations.week.activity import Activities
from doseline.operations.week.events import story
from doseline.operations.week.failing import Failure

__all__ = ["summarised", "tables_of"]

Tables = Mapping[str, Sequence[Any]]


def tables_of(
    country: Network, later: Network, before: PlanPackage, after: PlanPackage, failure: Failure
) -> dict[str, Sequence[Any]]:
    """Return the rows of the record: events and activities of the followed patient, changes of everybody.

    Parameters
    ----------
    country, later : the country when the week begins, and when the batch is rejected
    before, after : the plan of each
    failure : the rejected batch
    """
    first = Activities.of(country, failure.followed)
    chain = _again(failure.followed, before, after)
    second = None if chain is None else Activities.of(later, chain)
    given = failure.followed.administration
    why = " ".join(
        row.sentence
        for row in after.unserved
        if (row.course_id, row.cycle_number) == (given.course_id, given.cycle_number)
    )
    activities = [*first.hourly("before", until=failure.at), *(second.hourly("after") if second else ())]
    return {
        "events": story(later, failure, first, second, why_unserved=why),
        "activities": activities,
        "changes": changes(country, before, after, effects_of(country, before, [failure.event])),
    }


def _again(old: Chain, before: PlanPackage, after: PlanPackage) -> Chain | None:
    """Return the chain of the same cycle in the second plan; of a batch begun before, with its irradiation."""
    given = old.administration
    chain = Chains(after).by_cycle.get((given.course_id, given.cycle_number))
    if chain is None or chain.batch is None or chain.irradiation is not None:
        return chain
    batch = next((row for row in before.batches if row.batch_id == chain.batch.batch_id), chain.batch)
    irradiation = next((row for row in before.irradiations if row.irradiation_id == batch.irradiation_id), None)
    return replace(chain, batch=batch, irradiation=irradiation)


def summarised(
    country: Network,
    before: PlanPackage,
    after: PlanPackage,
    failure: Failure,
    tables: Tables,
    *,
    seed: int,
    taken_back: Collection[tuple[str, int]],
    language: str,
) -> dict[str, object]:
    """Return the contents of ``summary.json``; why the followed patient is not served is said in the language."""
    second = Chains(after).by_cycle
    keys = [(chain.administration.course_id, chain.administration.cycle_number) for chain in failure.chains]
    absorbed = [second[key] for key in keys if key in second]
    past = [row for row in before.administrations if row.administered_at < failure.at]
    return {
        "seed": seed,
        "instance": country.properties.instance,
        "timezone": country.properties.timezone,
        "rejected": {
            "batch_id": failure.batch.batch_id,
            "at": instant_text(failure.at),
            "usable_activity_mbq": failure.batch.usable_activity_mbq,
        },
        "lost": len(keys),
        "absorbed": len(absorbed),
        "absorbed_in_window": sum(chain.administration.in_window for chain in absorbed),
        "unserved": [f"{course_id}-{cycle}" for course_id, cycle in keys if (course_id, cycle) not in second],
        "promises_taken_back": sorted(f"{course_id}-{cycle}" for course_id, cycle in taken_back),
        "changes": len(tables["changes"]),
        "followed": _followed(country, failure.followed, second, after, language),
        "in_window": {
            "demanded_cycles": len(before.administrations) + len(before.unserved),
            "before": sum(row.in_window for row in before.administrations),
            "after": sum(row.in_window for row in (*past, *after.administrations)),
        },
        "plans": {name: _plan(plan.summary) for name, plan in (("before", before), ("after", after))},
        "checked": bool(before.summary.get("checked")) and bool(after.summary.get("checked")),
        "synthetic_patients": True,
        "medical_device": False,
        "signed": False,
    }


def _followed(
    country: Network, old: Chain, second: Mapping[tuple[str, int], Chain], after: PlanPackage, language: str
) -> dict[str, object]:
    given = old.administration
    key = (given.course_id, given.cycle_number)
    new = second.get(key)
    found: dict[str, object] = {
        "course_id": given.course_id,
        "cycle_number": given.cycle_number,
        "product_id": given.product_id,
        "product": next((row.name for row in country.products if row.product_id == given.product_id), ""),
        "before": _promise(country, old, old.source),
        "after": None if new is None else _promise(country, new, source_after(old, new)),
    }
    if new is None:
        rows = (row for row in after.unserved if (row.course_id, row.cycle_number) == key)
        found["why"] = " ".join(why_unserved(country, after, row, language) for row in rows)
    return found


def _promise(country: Network, chain: Chain, source: str) -> dict[str, object]:
    given = chain.administration
    return {
        "site_id": given.site_id,
        "site": next((row.name for row in country.sites if row.site_id == given.site_id), given.site_id),
        "place_id": given.place_id,
        "administered_at": instant_text(given.administered_at),
        "administered_activity_mbq": given.administered_activity_mbq,
        "source": source,
        "in_window": given.in_window,
        "discharge_at": instant_text(chain.stay.ends_at),
    }


def _plan(summary: Mapping[str, object]) -> dict[str, object]:
    return {name: summary.get(name) for name in ("checked", "certified", "counts", "levels")}
