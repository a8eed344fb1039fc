"""What a plan, a week and a demonstration reached, in the few lines that a reader wants first."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["demo_lines", "plan_lines", "week_lines"]


def plan_lines(summary: Mapping[str, Any], out: Path) -> Iterator[str]:
    """Yield how many cycles are given in window of how many, what is proven of that, and where the report is.

    Parameters
    ----------
    summary : contents of ``summary.json``
    out : folder of the plan
    """
    counts = summary["counts"]
    demanded, in_window = counts["demanded_cycles"], counts["in_window"]
    share = f" ({in_window / demanded:.1%})" if demanded else ""
    yield (
        f"{in_window:,} of {demanded:,} demanded cycles are given in their window{share}; "
        f"{counts['late']:,} later, {counts['unserved']:,} not at all."
    )
    yield from _proofs({level["name"]: level for level in summary["levels"]})
    yield (
        f"{counts['vials']:,} vials ({counts['unused_vials']:,} unused) from {counts['orders']:,} orders and "
        f"{counts['batches']:,} batches, in {counts['shipments']:,} shipments."
    )
    yield _verdict(summary)
    if summary["without"]:
        yield f"Made without {', '.join(summary['without'])}: it answers a question and must not be followed."
    assumed = summary["assumptions"]["assumed_figures"]
    yield (
        f"It rests on {assumed:,} assumed figures, none of them signed. All patients are synthetic. "
        "Not a medical device."
    )
    yield f"Planned in {summary['elapsed_s']:.1f} s: {summary['work']} rounds of work, seed {summary['seed']}."
    yield f"Report: {out / 'report.html'}"
    if counts["unserved"] or counts["late"]:
        yield f"Why: doseline explain {out}"


def _proofs(levels: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    first, second = levels["L1"], levels["L2"]
    if first["value"] >= first["bound"]:
        yield f"Proven: no plan gives more in window (worth {first['value']:,.0f}, counted by priority)."
    else:
        yield (
            f"Proven: counted by priority it is worth {first['value']:,.0f} in window, and no plan is worth more than "
            f"{first['bound']:,.0f}; at most {first['gap']:.2%} is left to gain."
        )
    yield (
        f"Days of waiting, by priority: {second['value']:,.0f}; "
        f"a plan as good in window has {second['bound']:,.0f} at least."
    )
    note = levels.get("L4.3", {}).get("note")
    if note:
        yield f"Cost of transport: {note}."


def _verdict(summary: Mapping[str, Any]) -> str:
    legal = "no rule is broken" if summary["checked"] else "RULES ARE BROKEN"
    certified = "every bound is proved" if summary["certified"] else "NOT every bound is proved"
    return f"Checked by code that shares nothing with the planner: {legal}, {certified}."


def week_lines(summary: Mapping[str, Any], out: Path) -> Iterator[str]:
    """Yield what happened in a golden week, and where its page is."""
    rejected, followed = summary["rejected"], summary["followed"]
    yield (
        f"Batch {rejected['batch_id']} is rejected at {rejected['at']}. {summary['absorbed']} of the {summary['lost']} "
        f"patients who lose their vial are treated all the same, {summary['absorbed_in_window']} of them in window."
    )
    before, after = followed["before"], followed["after"]
    yield f"Followed: course {followed['course_id']}, cycle {followed['cycle_number']}, {followed['product_id']}."
    yield f"  before: {before['administered_at']} at {before['site_id']}, vial from {before['source']}"
    if after is None:
        yield f"  after:  not given in these weeks. {followed['why']}"
    else:
        yield (
            f"  after:  {after['administered_at']} at {after['site_id']}, vial from {after['source']}, "
            f"{after['administered_activity_mbq']:,.0f} MBq"
        )
    yield f"{summary['changes']} cycles change; changes.csv says why and who must be told."
    yield f"Both plans checked: {'yes' if summary['checked'] else 'no'}."
    yield f"Page: {out / 'index.html'}"


def demo_lines(result: Mapping[str, Any], address: str | None) -> Iterator[str]:
    """Yield the headline of each scenario, the golden week's, and where to look."""
    for row in result["scenarios"]:
        demanded = row["demanded_cycles"]
        share = row["in_window"] / demanded if demanded else 1.0
        yield (
            f"{row['instance']}: {row['in_window']:,} of {demanded:,} cycles in window ({share:.1%}), {row['late']:,} "
            f"later, {row['unserved']:,} not at all; at most {row['gap_in_window']:.2%} left to gain; "
            f"{'checked' if row['checked'] and row['certified'] else 'NOT CHECKED'}."
        )
    week = result["week"]
    if week is not None:
        yield (
            f"Golden week: {week['absorbed']} of {week['lost']} patients of a rejected batch are treated all the same, "
            f"{week['absorbed_in_window']} in window."
        )
    yield "All patients are synthetic. Not a medical device. Nothing is signed."
    yield f"Page: {result['page']}"
    if address is not None:
        yield f"Open {address} on this machine; Ctrl-C ends it."
