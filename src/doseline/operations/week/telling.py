"""What a golden week says: its tables and its summary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from doseline.journey import Administration
from doseline.network.cells import instant_text
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.operations.replanning.changes import changes, source_after, why_unserved
from doseline.operations.replanning.effects import effects_of
from doseline.operations.week.activity import Activities
from doseline.operations.week.events import Told, replaced_at, same_chain, story
from doseline.operations.week.failing import Failure
from doseline.operations.week.holding import Hold
from doseline.operations.week.nouns import Event
from doseline.operations.week.stages import Stage
from doseline.pathway.calendar import Calendar

__all__ = ["summarised", "tables_of"]

Tables = Mapping[str, Sequence[Any]]


def tables_of(
    country: Network,
    later: Network,
    before: PlanPackage,
    after: PlanPackage,
    failure: Failure,
    stages: Sequence[Stage] = (),
) -> dict[str, Sequence[Any]]:
    """Return the rows of the record: events and activities of the followed patient, changes of everybody.

    Parameters
    ----------
    country, later : the country when the week begins, and when the batch is rejected
    before, after : the plan of each
    failure : the rejected batch
    stages : the plans made again after that
    """
    first = Activities.of(country, failure.followed)
    earlier = [before]
    plans = [_told("after", failure.at, failure, later, earlier, after)]
    for stage in stages:
        earlier.append(stage.before)
        told = _told(stage.name, stage.at, failure, stage.country, earlier, stage.plan)
        plans.append(replace(told, stopped=_stopped(stage)))
    activities = [*first.hourly("before", until=failure.at)]
    for index, told in enumerate(plans):
        moves = index == 0 or not same_chain(plans[index - 1].activities, told.activities)
        if told.activities is not None and moves:
            activities += told.activities.hourly(told.name, until=replaced_at(plans, index))
    of_stages = {stage.name: stage.changes() for stage in stages}
    return {
        "events": story(later, failure, first, plans),
        "activities": activities,
        "changes": changes(country, before, after, effects_of(country, before, [failure.event])),
        "changes_stopped": of_stages.get("stopped", []),
        "changes_evening": of_stages.get("evening", []),
    }


def _told(
    name: str, at: datetime, failure: Failure, country: Network, earlier: Sequence[PlanPackage], plan: PlanPackage
) -> Told:
    """Return what a plan says of the followed patient."""
    chain, given = _again(failure.followed, earlier, plan), failure.followed.administration
    key = given.course_id, given.cycle_number
    why = " ".join(row.sentence for row in plan.unserved if (row.course_id, row.cycle_number) == key)
    activities = None if chain is None else Activities.of(country, chain)
    if chain is None and not why:
        # it was given by then: the plan of what lies ahead has nothing more to say
        chain = next(filter(None, (Chains(one).by_cycle.get(key) for one in reversed(earlier))), None)
        activities = None if chain is None else Activities.of(country, chain)
    return Told(name=name, at=at, activities=activities, why_unserved=why)


def _stopped(stage: Stage) -> str | None:
    """Return the reactor because of which a plan was made again, if one has stopped."""
    return next((event.subject_id for event in stage.events if event.kind == "reactor_stopped"), None)


def _again(old: Chain, earlier: Sequence[PlanPackage], plan: PlanPackage) -> Chain | None:
    """Return the chain of the same cycle in a later plan; of a batch begun before, with its irradiation."""
    given = old.administration
    chain = Chains(plan).by_cycle.get((given.course_id, given.cycle_number))
    if chain is None or chain.batch is None or chain.irradiation is not None:
        return chain
    batches = {row.batch_id: row for one in earlier for row in one.batches if row.irradiation_id}
    irradiations = {row.irradiation_id: row for one in earlier for row in one.irradiations}
    batch = batches.get(chain.batch.batch_id, chain.batch)
    return replace(chain, batch=batch, irradiation=irradiations.get(batch.irradiation_id or ""))


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
    stages: Sequence[Stage] = (),
    hold: Hold | None = None,
) -> dict[str, object]:
    """Return the contents of ``summary.json``; why the followed patient is not served is said in the language."""
    last = stages[-1].plan if stages else after
    present_at = stages[-1].at if stages else failure.at
    ended = _given_by(present_at, before, after, *(stage.plan for stage in stages))
    second = Chains(after).by_cycle
    keys = [(chain.administration.course_id, chain.administration.cycle_number) for chain in failure.chains]
    absorbed = [second[key] for key in keys if key in second]
    past = [row for row in before.administrations if row.administered_at < failure.at]
    plans = {"before": before, "after": after} | {stage.name: stage.plan for stage in stages}
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
        "present": instant_text(present_at),
        "stopped": next((_stop(stage, tables) for stage in stages if stage.name == "stopped"), None),
        "evening": next(
            (_evening(stage, hold, tables) for stage in stages if stage.name == "evening" and hold is not None), None
        ),
        "followed": {
            **_followed(country, failure.followed, second, after, language),
            **_end(country, tables["events"]),
        },
        "in_window": {
            "demanded_cycles": len(before.administrations) + len(before.unserved),
            "before": sum(row.in_window for row in before.administrations),
            "after": sum(row.in_window for row in (*past, *after.administrations)),
            "end": sum(row.in_window for row in (*ended, *last.administrations)),
        },
        "plans": {name: _plan(plan.summary) for name, plan in plans.items()},
        "checked": all(plan.summary.get("checked") for plan in plans.values()),
        "synthetic_patients": True,
        "medical_device": False,
        "signed": False,
    }


def _given_by(at: datetime, *plans: PlanPackage) -> list[Administration]:
    """Return what was given before an instant, by the plan that stood when it was given."""
    rows = {(row.course_id, row.cycle_number): row for plan in plans for row in plan.administrations}
    kept = {(row.course_id, row.cycle_number) for row in plans[-1].administrations}
    return [row for key, row in rows.items() if row.administered_at < at and key not in kept]


def _stop(stage: Stage, tables: Tables) -> dict[str, object]:
    event, effects, calendar = stage.events[0], stage.effects, Calendar(stage.country)
    ends_at = calendar.instant(calendar.day_starts_min[calendar.horizon_days])
    given = Chains(stage.plan).by_cycle
    return {
        "reactor_id": event.subject_id,
        "at": instant_text(event.at),
        "ends_at": instant_text(event.ends_at) if event.ends_at else None,
        "lost": len(effects.lost),
        "absorbed": len(effects.lost.keys() & given.keys()),
        "open_after": sum(
            row.window_end_at >= ends_at and (row.course_id, row.cycle_number) in effects.lost
            for row in stage.plan.unserved
        ),
        "changes": len(tables["changes_stopped"]),
        "promises_taken_back": sorted(f"{course_id}-{cycle}" for course_id, cycle in stage.taken_back),
    }


def _evening(stage: Stage, hold: Hold, tables: Tables) -> dict[str, object]:
    country, given, second = stage.country_before, hold.chain.administration, Chains(stage.plan).by_cycle
    vials = {row.vial_id: row for row in stage.plan.vials}
    freed = {row.order_id: row for row in stage.country.initial_orders if row.given_up}
    own = [
        order_id
        for order_id, row in freed.items()
        if (row.course_id, row.cycle_number) == (given.course_id, given.cycle_number)
    ]
    users = [
        (row.course_id, row.cycle_number)
        for row in stage.plan.administrations
        if vials[row.vial_id].order_id in own and row.course_id != given.course_id
    ]
    first = Chains(stage.before).by_cycle
    later = [key for key in sorted(second) if key[0] == given.course_id]
    return {
        "at": instant_text(hold.at),
        "held": {
            "course_id": given.course_id,
            "cycle_number": given.cycle_number,
            "product": next((row.name for row in country.products if row.product_id == given.product_id), ""),
            "retest_on": hold.retest_on.isoformat(),
            "before": _promise(country, hold.chain, hold.chain.source),
            "after": _promise(country, second[later[0]], second[later[0]].source) if later else None,
        },
        "standby": [chain.administration.course_id for chain in hold.listed],
        "called_in": [
            {
                "course_id": key[0],
                "cycle_number": key[1],
                "before": _promise(country, first[key], first[key].source) if key in first else None,
                "after": _promise(country, second[key], second[key].source),
            }
            for key in users
        ],
        "vial_wasted": bool(own)
        and not users
        and not any(vials[row.vial_id].order_id in own for row in stage.plan.administrations),
        "changes": len(tables["changes_evening"]),
        "promises_taken_back": sorted(f"{course_id}-{cycle}" for course_id, cycle in stage.taken_back),
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


def _end(country: Network, events: Sequence[Event]) -> dict[str, object]:
    """Return what becomes of the followed patient in the end, and whether a later plan has moved the cycle again."""
    given = [event for event in events if event.kind == "administration" and event.plan != "before"]
    last = next((event for event in given if event.status == "done"), None)
    names = {row.site_id: row.name for row in country.sites}
    end = None
    if last is not None:
        end = {"administered_at": instant_text(last.at), "site": names.get(last.site_id or "", last.site_id)}
    return {"end": end, "moved_again": any(event.status == "cancelled" or event.plan != "after" for event in given)}


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
