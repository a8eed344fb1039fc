"""C00, fourth part: reasons are stated of the cycles that are late or not given, and name what there is.

What is judged is whom a reason speaks of and what it names. Whether the rules it names are those that kept the cycle
out, only a search could say.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from doseline.checking.facts import CycleKey, said_cycle
from doseline.checking.tables import broken
from doseline.checking.tail import UNITS, TailRow
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Closure, Stop, Unserved

__all__ = ["bindings_known", "reasons_agree"]

_TABLE = "summary.json"


def bindings_known(view: View, removable: Sequence[str]) -> Iterator[Violation]:
    """C00: what binds for an unserved cycle are constraints, each once.

    Parameters
    ----------
    view : country and plan
    removable : every constraint that can keep a cycle out
    """
    for row in view.plan.unserved:
        yield from _known("unserved", said_cycle((row.course_id, row.cycle_number)), row.binding, removable)


def reasons_agree(view: View, removable: Sequence[str]) -> Iterator[Violation]:
    """C00: where ``summary.json`` states reasons, each late or unserved cycle has one, and no other cycle has.

    Parameters
    ----------
    view : country and plan
    removable : every constraint that can keep a cycle out
    """
    stated = view.plan.summary.get("reasons")
    if not isinstance(stated, list):
        return  # absent, or its form is named already
    late = {(row.course_id, row.cycle_number) for row in view.plan.administrations if not row.in_window}
    unserved = {(row.course_id, row.cycle_number): row for row in view.plan.unserved}
    times: dict[CycleKey, int] = dict.fromkeys(sorted(late | unserved.keys()), 0)
    for index, reason in enumerate(stated):
        key = _cycle(reason)
        if key is None:
            if isinstance(reason, Mapping):
                yield broken(_TABLE, f"reasons|{index}", "a reason of no cycle", "a course_id and a cycle_number")
        elif key not in times:
            found = "is given in its window" if key in view.cycles else "is not demanded"
            yield broken(_TABLE, _said(key), f"the cycle {found}", "reasons of cycles that are late or not given")
        else:
            times[key] += 1
            yield from _reason(view, key, reason, unserved.get(key), removable)
    for key, reasons in times.items():
        if reasons != 1:
            state = "not given" if key in unserved else "late"
            yield broken(_TABLE, _said(key), f"a cycle that is {state} has {reasons} reasons", "one reason")


def _reason(
    view: View, key: CycleKey, reason: Mapping[str, object], unserved: Unserved | None, removable: Sequence[str]
) -> Iterator[Violation]:
    if reason.get("late") is (unserved is not None):
        yield _claim(key, "late", reason["late"], "false, the cycle is not given" if unserved else "true, it is late")
    binding = _texts(reason.get("binding"))
    yield from _known(_TABLE, f"{_said(key)}|binding", binding, removable)
    if unserved is not None and "binding" in reason and tuple(binding) != unserved.binding:
        yield _claim(key, "binding", ";".join(binding) or "none", f"{';'.join(unserved.binding)} of unserved.csv")
    for site_id in _texts(reason.get("centres")):
        yield from _hospital(view, f"{_said(key)}|centres", site_id)
    demand, cycle = view.demand.get(key[0]), view.cycles.get(key)
    if demand is not None and cycle is not None:
        for name, expected in (
            ("interval_min_d", demand.regimen.interval_min_d),
            ("open_until", cycle.window_end_on.isoformat()),
        ):
            if reason.get(name) not in (None, expected):
                yield _claim(key, name, reason[name], f"{expected}, or null")
    for order in _objects(reason.get("orders")):
        yield from _order(view, key, order)
    for disturbance in _objects(reason.get("disturbances")):
        yield from _disturbance(view, key, disturbance)
    for row in _objects(reason.get("tail")):
        yield from _tail(view, key, row)


def _order(view: View, key: CycleKey, order: Mapping[str, object]) -> Iterator[Violation]:
    made = view.initial_orders.get(str(order.get("order_id")))
    if made is None or made.state != "irrevocable" or (made.course_id, made.cycle_number) != key:
        yield _claim(key, "orders", order.get("order_id"), "irrevocable orders that were made for the cycle")
    elif order.get("centre", made.destination_site_id) != made.destination_site_id:
        yield _claim(key, "orders", f"{made.order_id} for {order['centre']}", made.destination_site_id)


def _disturbance(view: View, key: CycleKey, stated: Mapping[str, object]) -> Iterator[Violation]:
    row = _disturbed(view, stated)
    if row is None:
        named = f"{stated.get('kind')} {stated.get('key')}"
        yield _claim(key, "disturbances", named, "closures and stops of the country, each with its kind")
        return
    zone = view.calendar.zone
    expected = {
        "of": row.site_id if isinstance(row, Closure) else row.ref_id,
        "place": row.place_id if isinstance(row, Closure) else None,
        "starts_at": row.starts_at.astimezone(zone).isoformat(),
        "ends_at": row.ends_at.astimezone(zone).isoformat(),
        "why": row.reason,
    }
    for name, value in expected.items():
        if name in stated and stated[name] != value:
            yield _claim(
                key, "disturbances", f"{stated[name]} as {name} of {stated['key']}", "null" if value is None else value
            )


def _disturbed(view: View, stated: Mapping[str, object]) -> Closure | Stop | None:
    """Return what a disturbance names, None if there is no such closure or stop."""
    kind, key = stated.get("kind"), stated.get("key")
    if kind == "closure":
        return next((row for row in view.network.closures if row.closure_id == key), None)
    return next((row for row in view.network.stops if row.stop_id == key and row.kind == kind), None)


def _tail(view: View, key: CycleKey, stated: Mapping[str, object]) -> Iterator[Violation]:
    try:
        row = TailRow.parse(str(stated.get("row")))
    except (ValueError, IndexError):
        row = None
    if row is None or row.kind not in UNITS or not 0 <= row.week < view.network.properties.tail_weeks:
        yield _claim(key, "tail", stated.get("row"), "rows of the weeks after the horizon")
        return
    week_on = (view.calendar.horizon_end_on + timedelta(weeks=row.week)).isoformat()
    if stated.get("week_on", week_on) != week_on:
        yield _claim(key, "tail", f"{stated['week_on']} of {row}", week_on)


def _known(table: str, key: str, binding: Sequence[str], removable: Sequence[str]) -> Iterator[Violation]:
    if any(name not in removable for name in binding) or len(set(binding)) < len(binding):
        yield broken(table, key, f"binding is {';'.join(binding)}", f"each once, of {', '.join(removable)}")


def _hospital(view: View, key: str, site_id: str) -> Iterator[Violation]:
    site = view.sites.get(site_id)
    if site is None or site.kind != "hospital":
        yield broken(_TABLE, key, f"names {site_id!r}", "hospitals of the country")


def _claim(key: CycleKey, name: str, found: object, allowed: str) -> Violation:
    return broken(_TABLE, f"{_said(key)}|{name}", f"{name} is {found}", allowed)


def _cycle(reason: object) -> CycleKey | None:
    if not isinstance(reason, Mapping):
        return None
    course_id, cycle_number = reason.get("course_id"), reason.get("cycle_number")
    if not isinstance(course_id, str) or not isinstance(cycle_number, int) or isinstance(cycle_number, bool):
        return None
    return course_id, cycle_number


def _texts(value: object) -> list[str]:
    """Return the texts of a list; that there is something else is said of its form."""
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _objects(value: object) -> list[Mapping[str, object]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _said(key: CycleKey) -> str:
    return f"reasons|{said_cycle(key)}"
