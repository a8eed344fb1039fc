"""C00, third part: ``summary.json`` says of the plan what its tables, its country and its certificates say.

A key that is absent claims nothing, so that a plan of another planner may do without. Of what only the planner can
know (its seed, work, times and versions) the form is judged; `reasons` judges the reasons.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from doseline.checking.form import faults_of_form, summary_schema
from doseline.checking.levels import gap
from doseline.checking.tables import broken
from doseline.checking.verdict import CertificateVerdict, Violation
from doseline.checking.view import View

__all__ = ["summary_agrees", "unproved_claims", "verdict_agrees"]

_TABLE = "summary.json"
_LEVEL_TOLERANCE = 1e-6
_BOUND_TOLERANCE = 1e-9
_COMPARED = frozenset(
    {
        "levels",
        "counts",
        "assumptions",
        "without",
        "instance",
        "scenario",
        "cohort_seed",
        "signed",
        "medical_device",
    }
)
"""Keys whose values are compared, which says all that their form would."""


def summary_agrees(
    view: View, levels: Mapping[str, float | None], certificates: Sequence[CertificateVerdict], removable: Sequence[str]
) -> Iterator[Violation]:
    """C00: levels, bounds, gaps, counts, assumptions and names of ``summary.json`` are those of plan and country.

    Parameters
    ----------
    view : country and plan
    levels : the plan's levels, recomputed
    certificates : the claimed bounds, re-evaluated
    removable : every constraint that a plan can be made without
    """
    summary = view.plan.summary
    yield from _not_finite(summary, ())
    yield from _form(summary)
    if "levels" in summary:
        yield from _levels(view, levels, certificates)
    properties = view.network.properties
    yield from _claims(
        summary,
        "",
        {
            "instance": properties.instance,
            "scenario": properties.scenario,
            "cohort_seed": properties.seed,
            "signed": False,
            "medical_device": False,
        },
    )
    yield from _parts(summary, "counts", lambda: _counts(view))
    yield from _parts(summary, "assumptions", lambda: _assumptions(view))
    yield from _left_out(summary, removable)


def verdict_agrees(
    summary: Mapping[str, object], violations: Sequence[Violation], *, certified: bool
) -> Iterator[Violation]:
    """C00: `checked` and `certified` are what the verdict says, of a plan that is finished or claims one of them.

    Of an unfinished plan both may be false: so it is written before it is checked.

    Parameters
    ----------
    summary : contents of ``summary.json``
    violations : all others that were found
    certified : whether bounds are claimed and all of them are proved
    """
    claims = {"checked": not _beyond(summary, violations), "certified": certified}
    if summary.get("finished") is True or any(summary.get(name) is True for name in claims):
        yield from _claims(summary, "", claims)


def _beyond(summary: Mapping[str, object], violations: Sequence[Violation]) -> bool:
    """Return whether anything is broken but what the plan was made without, and columns that follow from that."""
    without = summary.get("without")
    left_out = [*without, "C00"] if isinstance(without, list) and without else []
    return any(violation.constraint not in left_out for violation in violations)


def unproved_claims(
    summary: Mapping[str, object], certificates: Sequence[CertificateVerdict]
) -> Iterator[CertificateVerdict]:
    """Yield a failed claim for each bound of ``summary.json`` that has no certificate."""
    proved = {certificate.name for certificate in certificates}
    for name, entry in _entries(summary):
        bound = _number(entry.get("bound"))
        if bound is not None and name not in proved:
            proved.add(name)
            yield CertificateVerdict(
                name=name,
                claimed_bound=bound,
                reevaluated_bound=None,
                holds=False,
                sentence=f"summary.json claims the bound {bound:.9g} of {name}; certificates.json does not prove it.",
            )


def _levels(
    view: View, levels: Mapping[str, float | None], certificates: Sequence[CertificateVerdict]
) -> Iterator[Violation]:
    stated = view.plan.summary["levels"]
    if not isinstance(stated, list) or not all(isinstance(entry, Mapping) for entry in stated):
        yield broken(_TABLE, "levels", "levels is not a list of objects", "one object for each level")
        return
    times = Counter(str(entry.get("name")) for entry in stated)
    for name in sorted({*times, *levels}):
        if name not in levels:
            yield broken(_TABLE, name, f"{name} is no level", ", ".join(levels))
        elif times[name] != 1:
            yield broken(_TABLE, name, f"level {name} is given {times[name]} times", "once")
    order = [name for name, _ in _entries(view.plan.summary) if name in levels]
    if len(order) == len(levels) and order != list(levels):
        yield broken(_TABLE, "levels", f"the levels stand in the order {', '.join(order)}", ", ".join(levels))
    proofs = {certificate.name: certificate for certificate in reversed(certificates)}
    for name, entry in _entries(view.plan.summary):
        value = levels.get(name)
        if value is not None:
            yield from _level(entry, name, value, proofs.get(name), len(view.cycles))
        elif name in levels:
            yield from _unknown_level(entry, name)


def _unknown_level(entry: Mapping[str, object], name: str) -> Iterator[Violation]:
    """Of a level that is not known nothing is claimed."""
    for what in ("value", "bound", "gap"):
        if entry.get(what) is not None:
            yield broken(_TABLE, f"{name}|{what}", f"{what} is {_said(entry[what])} of what is not known", "null")


def _level(
    entry: Mapping[str, object], name: str, value: float, proof: CertificateVerdict | None, demanded_cycles: int
) -> Iterator[Violation]:
    found = _number(entry.get("value"))
    if found is None or not abs(found - value) <= _LEVEL_TOLERANCE * max(1.0, abs(value)):
        yield broken(_TABLE, name, f"level {name} is given as {_said(entry.get('value'))}", f"{value:.9g}")
    bound = _number(entry.get("bound"))
    if bound is None:
        if entry.get("bound") is not None:
            yield broken(_TABLE, f"{name}|bound", f"bound is {_said(entry['bound'])}", "a number, or none")
        if entry.get("gap") is not None:
            yield broken(_TABLE, f"{name}|gap", f"gap is {_said(entry['gap'])} without a bound", "none")
        return
    if proof is None:
        yield broken(
            _TABLE, f"{name}|bound", f"bound {bound:.9g} of {name} is not proved", "a bound with a certificate"
        )
    elif not abs(bound - proof.claimed_bound) <= _BOUND_TOLERANCE * max(1.0, abs(proof.claimed_bound)):
        yield broken(
            _TABLE, f"{name}|bound", f"bound is {bound:.9g}", f"{proof.claimed_bound:.9g} of certificates.json"
        )
    expected = gap(value, bound, demanded_cycles)
    found = _number(entry.get("gap"))
    if entry.get("gap") is not None and not (
        found is not None and abs(found - expected) <= _LEVEL_TOLERANCE * max(1.0, expected)
    ):
        yield broken(_TABLE, f"{name}|gap", f"gap is {_said(entry['gap'])}", f"{expected:.9g}")


def _counts(view: View) -> Mapping[str, object]:
    plan = view.plan
    in_window = sum(row.in_window for row in plan.administrations)
    return {
        "demanded_cycles": len(view.cycles),
        "administrations": len(plan.administrations),
        "in_window": in_window,
        "late": len(plan.administrations) - in_window,
        "unserved": len(plan.unserved),
        "vials": len(plan.vials),
        "unused_vials": sum(vial.use == "unused" for vial in plan.vials),
        "orders": len(plan.orders),
        "batches": len(plan.batches),
        "shipments": len(plan.shipments),
        "administrations_by_product": dict(Counter(row.product_id for row in plan.administrations)),
    }


def _assumptions(view: View) -> Mapping[str, object]:
    from doseline.network import assumptions

    marked = assumptions(view.network)
    return {
        "assumed_figures": len(marked.figures),
        "figures_by_confidence": dict(marked.count_by_confidence),
        "assumed_by_table": dict(marked.count_by_table),
        "signed": 0,  # no package can carry a signature
    }


def _parts(
    summary: Mapping[str, object], key: str, expected: Callable[[], Mapping[str, object]]
) -> Iterator[Violation]:
    """Compare an object of the summary part by part."""
    if key not in summary:
        return
    stated = summary[key]
    if isinstance(stated, Mapping):
        yield from _claims(stated, f"{key}|", expected())
    else:
        yield broken(_TABLE, key, f"{key} is {_said(stated)}", "an object")


def _claims(stated: Mapping[str, object], prefix: str, expected: Mapping[str, object]) -> Iterator[Violation]:
    for key, value in expected.items():
        if key in stated and not _same(stated[key], value):
            yield broken(_TABLE, f"{prefix}{key}", f"{key} is {_said(stated[key])}", _said(value))


def _left_out(summary: Mapping[str, object], removable: Sequence[str]) -> Iterator[Violation]:
    """Judge `without` by its form; what is left out is judged like everything else."""
    if "without" not in summary:
        return
    stated = summary["without"]
    if not isinstance(stated, list) or any(entry not in removable or stated.count(entry) > 1 for entry in stated):
        yield broken(_TABLE, "without", f"without is {_said(stated)}", f"each once, of {', '.join(removable)}")


def _form(summary: Mapping[str, object]) -> Iterator[Violation]:
    """Judge by the JSON Schema what is not compared; what was met on the days tried is for its reader to make out."""
    stated = {key: value for key, value in summary.items() if key not in _COMPARED}
    for place, value, allowed in faults_of_form(stated, summary_schema(), passed_over=frozenset({"met"})):
        yield broken(_TABLE, "|".join(place), f"{place[-1]} is {_said(value)}", allowed)


def _not_finite(value: object, place: tuple[str, ...]) -> Iterator[Violation]:
    """Name every number that is nan or infinite, wherever it stands."""
    if isinstance(value, float) and not math.isfinite(value):
        yield broken(_TABLE, "|".join(place), f"{place[-1]} is {value}", "a finite number")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _not_finite(part, (*place, str(key)))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _not_finite(part, (*place, str(index)))


def _entries(summary: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    levels = summary.get("levels")
    for entry in levels if isinstance(levels, list) else ():
        if isinstance(entry, Mapping):
            yield str(entry.get("name")), entry


def _number(value: object) -> float | None:
    """Return a finite number; None for what is none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _same(found: object, expected: object) -> bool:
    # True == 1 in Python, not in JSON.
    return found == expected and isinstance(found, bool) == isinstance(expected, bool)


def _said(value: object) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else f"{value!r:.200}"
