"""What a plan, a week and a demonstration reached, in the few lines that a reader wants first."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from doseline.i18n import Formats, Messages, floor_sentence, gap_sentence, short_name
from doseline.i18n.week import end_of_the_followed

__all__ = ["bound_lines", "demo_lines", "offer_lines", "plan_lines", "replan_lines", "week_lines"]


def plan_lines(
    summary: Mapping[str, Any], out: Path, language: str = "en", package: Path | None = None
) -> Iterator[str]:
    """Yield how many cycles are given in window of how many, what is proven of that, and where the report is.

    Parameters
    ----------
    summary : contents of ``summary.json``
    out : folder of the plan
    language : of the lines
    package : folder of the country; named where it does not stand beside the plan
    """
    say, write = Messages(language), Formats(language, "UTC")
    counts = summary["counts"]
    yield _counts(say, write, counts)
    yield from _proofs(say, write, {level["name"]: level for level in summary["levels"]})
    supply = {name: counts[name] for name in ("vials", "orders", "batches", "shipments")}
    yield say("cli-plan-supply", unused=counts["unused_vials"], **supply)
    yield _verdict(say, summary)
    if summary["without"]:
        yield say("cli-plan-without", without=", ".join(summary["without"]))
    yield say("cli-plan-assumed", assumed=write.integer(summary["assumptions"]["assumed_figures"]))
    seconds, seed = write.decimal(summary["elapsed_s"]), str(summary["seed"])
    yield say("cli-plan-work", seconds=seconds, rounds=summary["work"], seed=seed)
    if summary["unlike_repeated"] is not None:
        tables = ", ".join(summary["unlike_repeated"])
        yield say("cli-plan-repeated-otherwise", tables=tables) if tables else say("cli-plan-repeated")
    yield say("cli-plan-report", path=str(out / "report.html"))
    if counts["unserved"] or counts["late"]:
        apart = package is not None and package.resolve().parent != out.resolve().parent
        yield say("cli-plan-why", command=f"doseline explain {out}" + (f" --package {package}" if apart else ""))


def _counts(say: Messages, write: Formats, counts: Mapping[str, Any]) -> str:
    demanded, in_window = counts["demanded_cycles"], counts["in_window"]
    if not demanded:
        return say("cli-plan-empty")
    return say(
        "cli-plan-counts",
        served=write.integer(in_window),
        demanded=write.integer(demanded),
        share=write.percent(in_window / demanded),
        late=write.integer(counts["late"]),
        unserved=write.integer(counts["unserved"]),
    )


def _proofs(say: Messages, write: Formats, levels: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield from bound_lines(say, write, levels)
    cost = levels.get("L4.3", {})
    if cost.get("note"):
        yield say("cli-plan-cost-unknown" if cost["value"] is None else "cli-plan-cost-partly")


def bound_lines(say: Messages, write: Formats, levels: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is proven of cycles in window and of days of waiting, and what a better plan could still bring.

    Parameters
    ----------
    say, write : messages and formats of a language
    levels : of ``summary.json``, by name
    """
    first, second = levels["L1"], levels["L2"]
    value, bound = write.integer(first["value"]), write.integer(first["bound"])
    if first["value"] >= first["bound"]:
        yield say("cli-plan-best", value=value)
    else:
        left = gap_sentence("L1", first["value"], first["bound"], say, write)
        gap = write.percent(first["gap"], digits=2)
        yield f"{say('cli-plan-bound', value=value, bound=bound, gap=gap)} {left}"
    waiting = say("cli-plan-waiting", value=write.integer(second["value"]), bound=write.integer(second["bound"]))
    yield f"{waiting} {gap_sentence('L2', second['value'], second['bound'], say, write)}"


def _verdict(say: Messages, summary: Mapping[str, Any]) -> str:
    if not summary["checked"]:
        rules = say("cli-plan-illegal")
    elif summary["without"]:
        rules = say("cli-plan-legal-without", without=", ".join(summary["without"]))
    else:
        rules = say("cli-plan-legal")
    bounds = say("cli-plan-certified" if summary["certified"] else "cli-plan-uncertified")
    return say("cli-plan-checked", rules=rules, bounds=bounds)


def replan_lines(summary: Mapping[str, Any], out: Path, language: str = "en") -> Iterator[str]:
    """Yield which floors are lowered, what events broke, what changes for it and who must be told.

    Parameters
    ----------
    summary : contents of the new plan's ``summary.json``
    out : folder of the new plan
    language : of the lines
    """
    again = summary["replanned"]
    say, write = Messages(language), Formats(language, again["timezone"])
    for floor in again["floors_lowered"]:
        yield floor_sentence(floor, say, write)
    yield say(
        "cli-replan-broken",
        at=write.local(datetime.fromisoformat(again["at"])),
        broken=again["broken"],
        given=write.integer(again["given_all_the_same"]),
        lost=write.integer(again["lost_vials"]),
    )
    yield say("cli-replan-changes", changes=again["changes"], taken=len(again["promises_taken_back"]))
    if again["scans_moved"]:
        yield say("cli-replan-scans", scans=again["scans_moved"])
    if again["scans_lost"]:
        yield say("cli-replan-scans-lost", scans=again["scans_lost"])
    level = next((row for row in summary["levels"] if row["name"] == "L3"), None)
    if level is not None and level["value"] and level["bound"] is not None:
        yield say("cli-replan-least", value=write.integer(level["value"]), bound=write.integer(level["bound"]))
    before, after = write.integer(again["in_window_before"]), write.integer(again["in_window_after"])
    yield say("cli-replan-window", before=before, after=after)
    yield _verdict(say, summary)
    if again["changes"]:
        yield say("cli-replan-tell", path=str(out / "changes.csv"))
    yield say("cli-plan-report", path=str(out / "report.html"))


def offer_lines(found: Mapping[str, Any], language: str = "en") -> Iterator[str]:
    """Yield what a new patient can be offered, best first.

    Parameters
    ----------
    found : of ``offer_slots``
    language : of the lines
    """
    say, write = Messages(language), Formats(language, found["timezone"])
    if not found["offers"]:
        yield say("cli-offer-none")
        return
    yield say("cli-offer-lead", demanded=found["demanded"])
    for offer in found["offers"]:
        way = offer["travel_min"]
        yield say(
            "cli-offer",
            centre=offer["centre"],
            way=say("report-not-known") if way is None else write.integer(way),
            given=offer["given"],
            window=write.integer(offer["in_window"]),
            late=offer["days_late"],
        )
        for slot in offer["slots"]:
            yield "  " + say(
                "cli-offer-slot",
                cycle=str(slot["cycle_number"]),
                at=write.local(slot["administered_at"]),
                place=slot["place_id"],
                leaves=write.local(slot["ends_at"]),
                source=slot["source"].partition(":")[2],
            )
            leaves = slot["leaves"]
            yield "    " + say(
                "cli-offer-leaves",
                vials=leaves["vials"],
                places=leaves["places"],
                others=leaves["others_waiting"],
            )


def week_lines(summary: Mapping[str, Any], out: Path, language: str = "en") -> Iterator[str]:
    """Yield what happened in a golden week, and where its page is.

    Parameters
    ----------
    summary : contents of the record's ``summary.json``
    out : folder of the record
    language : of the lines
    """
    say, write = Messages(language), Formats(language, summary["timezone"])
    rejected, followed = summary["rejected"], summary["followed"]
    at = write.local(datetime.fromisoformat(rejected["at"]))
    yield say("cli-week-rejected", batch=rejected["batch_id"], at=at)
    yield _absorbed(say, write, summary)
    cycle, product = str(followed["cycle_number"]), short_name(followed["product"])
    yield say("cli-week-followed", course=followed["course_id"], cycle=cycle, product=product)
    yield "  " + say("cli-week-before", **_promise(say, write, followed["before"]))
    if followed["after"] is None:
        yield "  " + say("cli-week-not-given", why=followed["why"])
    else:
        activity = write.activity(followed["after"]["administered_activity_mbq"])
        yield "  " + say("cli-week-after", activity=activity, **_promise(say, write, followed["after"]))
    if followed["moved_again"]:
        yield "  " + end_of_the_followed(followed, say, write)
    yield say("cli-week-changes", changes=summary["changes"])
    yield from _later(say, write, summary)
    yield say("cli-week-checked", checked=say("week-yes" if summary["checked"] else "week-no"))
    yield say("cli-demo-page", path=str(out / "index.html"))


def _later(say: Messages, write: Formats, summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the stop of the reactor and the hold at the last hour did."""
    stopped, evening = summary["stopped"], summary["evening"]
    if stopped is not None:
        told = {name: write.integer(stopped[name]) for name in ("lost", "absorbed", "changes")}
        at = write.local(datetime.fromisoformat(stopped["at"]))
        yield say("cli-week-stopped", reactor=stopped["reactor_id"], at=at, **told)
    if evening is None:
        return
    at = write.local(datetime.fromisoformat(evening["at"]))
    yield say("cli-week-held", course=evening["held"]["course_id"], at=at)
    for one in evening["called_in"]:
        given_at = write.local(datetime.fromisoformat(one["after"]["administered_at"]))
        yield "  " + say("cli-week-called-in", course=one["course_id"], at=given_at, site=one["after"]["site"])
    if not evening["called_in"]:
        yield "  " + say("week-nobody-is-called-in")


def _promise(say: Messages, write: Formats, promise: Mapping[str, Any]) -> dict[str, str]:
    kind, _, key = promise["source"].partition(":")
    return {
        "at": write.local(datetime.fromisoformat(promise["administered_at"])),
        "site": promise["site"],
        "source": say(f"cli-source-{kind}", key=key),
    }


def _absorbed(say: Messages, write: Formats, week: Mapping[str, Any]) -> str:
    told = {name: write.integer(week[name]) for name in ("absorbed", "lost")}
    return say("cli-week-absorbed", in_window=write.integer(week["absorbed_in_window"]), **told)


def demo_lines(result: Mapping[str, Any], address: str | None, language: str = "en") -> Iterator[str]:
    """Yield the headline of each scenario, the golden week's, and where to look."""
    say, write = Messages(language), Formats(language, "UTC")
    for row in result["scenarios"]:
        demanded = row["demanded_cycles"]
        yield say(
            "cli-demo-scenario",
            instance=row["instance"],
            served=write.integer(row["in_window"]),
            demanded=write.integer(demanded),
            share=write.percent(row["in_window"] / demanded if demanded else 1.0),
            late=write.integer(row["late"]),
            unserved=write.integer(row["unserved"]),
            gap=write.percent(row["gap_in_window"], digits=2),
            checked=say("cli-demo-checked" if row["checked"] and row["certified"] else "cli-demo-unchecked"),
        )
    week = result["week"]
    if week is not None:
        yield _absorbed(say, write, week)
    yield say("cli-demo-notice")
    yield say("cli-demo-page", path=result["page"])
    if address is not None:
        yield say("cli-demo-open", address=address)
