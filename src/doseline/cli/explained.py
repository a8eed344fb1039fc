"""Explanations as a reader in front of a terminal wants them."""

from collections.abc import Mapping
from typing import Any

from doseline.cli.output import emit_mapping, emit_table, emit_text

__all__ = ["emit_course", "emit_explanation"]


def emit_explanation(found: Mapping[str, Any]) -> None:
    """Print what binds in a plan: by constraint, then who is late, then who is not served."""
    counts = found["counts"]
    emit_text(
        f"{counts['in_window']:,} of {counts['demanded_cycles']:,} cycles are given in their window, "
        f"{counts['late']:,} later, {counts['unserved']:,} not at all."
    )
    if not found["country_found"]:
        emit_text("The country is not beside the plan: keys stand for names. --package names its folder.")
    for row in found["binding"]:
        emit_text("")
        alone = f", for {row['only_reason']} the only reason" if row["only_reason"] else ""
        emit_text(f"{row['constraint']}: {row['cycles']} {_cycles(row['cycles'])}{alone}")
        emit_text(f"  {row['sentence']}")
        for name in ("products", "centres", "regions"):
            emit_text(f"  {name}: {_listed(row[name])}")
    late = found["late"]
    if late["cycles"]:
        emit_text("")
        emit_text(
            f"Given after their window: {late['cycles']} {_cycles(late['cycles'])}, {late['days_late']} days late"
        )
        for name in ("products", "centres", "regions"):
            emit_text(f"  {name}: {_listed(late[name])}")
    if found["unserved"]:
        emit_text("")
        emit_table(
            "Not given",
            ["course", "cycle", "product", "due", "window ends", "binding"],
            [
                [
                    row["course_id"],
                    row["cycle_number"],
                    row["product"],
                    row["due_on"],
                    row["window_end_on"],
                    " ".join(row["binding"]),
                ]
                for row in found["unserved"]
            ],
        )
        emit_text("One patient: --course COURSE.")


def emit_course(found: Mapping[str, Any]) -> None:
    """Print one course: who, what was given, and each cycle with its chain or its reason."""
    emit_mapping(found["course"])
    for row in found["past"]:
        emit_text(f"cycle {row['cycle_number']}: given {row['administered_at']} at {row['centre']}")
    if not found["cycles"]:
        emit_text("It demands nothing in these weeks.")
    for row in found["cycles"]:
        emit_text("")
        emit_text(f"cycle {row['cycle_number']}: {row['status']}, {row['product']}")
        emit_text(f"  due {row['due_on']}, window ends {row['window_end_on']}")
        if "chain" in row:
            _emit_given(row)
        else:
            emit_text(f"  {row['sentence']}")
            for reason in row["binding"]:
                emit_text(f"  {reason['constraint']}: {reason['sentence']}")


def _emit_given(row: Mapping[str, Any]) -> None:
    emit_text(f"  {row['centre']}, place {row['place_id']}, vial {row['vial_id']} from {row['source']}")
    emit_text(
        f"  {row['administered_activity_mbq']:,.1f} MBq of {row['prescribed_activity_mbq']:,.1f} MBq prescribed, "
        f"{row['days_late']} days after due"
    )
    for link in row["chain"]:
        emit_text(f"    {link['at']}  {link['what']}: {link['of']}")


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items())


def _cycles(count: int) -> str:
    return "cycle" if count == 1 else "cycles"
