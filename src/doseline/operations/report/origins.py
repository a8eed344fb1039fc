"""Where the vials of a plan come from, and who gets them: the two questions that a vial's row asks both ways."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from doseline.journey import Administration, Vial
from doseline.operations.report.reading import Reading

__all__ = ["origins", "recipients_by_batch", "recipients_by_order"]


def origins(reading: Reading) -> Mapping[str, str]:
    """Return for each vial its supplier with the slot, the order or the batch that it is of, by the vial's key.

    The words are those in which an explanation of one course names the source.

    A vial to be ordered has the key of its slot, which stands in that of its order; one ordered before this plan has
    the key of its order, and of the batch that it is drawn from if that is known. One that had left when the plan
    begins is said to be on its way.
    """
    say, network = reading.say, reading.network
    names = {row.supplier_id: row.name for row in network.suppliers}
    made_by = {line.line_id: line.supplier_id for line in network.lines}
    makers = {batch.batch_id: made_by.get(batch.line_id, batch.line_id) for batch in reading.plan.batches}
    orders = {order.order_id: order for order in reading.plan.orders}
    initial = {order.order_id: order for order in network.initial_orders}

    def words(vial: Vial) -> str:
        order, placed = orders.get(vial.order_id or ""), initial.get(vial.order_id or "")
        slot_id = order.slot_id if order else None
        batch_id = vial.batch_id or (placed.batch_id if placed else None)
        supplier_id = order.supplier_id if order else makers.get(batch_id or "")
        parts = [
            say("cli-source-slot", key=slot_id) if slot_id else "",
            say("cli-source-order", key=vial.order_id) if vial.order_id and not slot_id else "",
            say("cli-source-batch", key=batch_id) if batch_id else "",
            say("report-state-road") if placed and placed.shipment_id else "",
        ]
        what = ", ".join(part for part in parts if part)
        if supplier_id is None:
            return what
        return say("report-labelled", label=names.get(supplier_id, supplier_id), text=what)

    return {vial.vial_id: words(vial) for vial in reading.plan.vials}


def recipients_by_order(reading: Reading) -> Mapping[str, str]:
    """Return for each order the courses and cycles that get its vials, by the order's key.

    An order goes to one centre, which stands beside it already.
    """
    found = _given(reading, lambda vial: vial.order_id)
    return {key: "; ".join(_cycle(row) for row in rows) for key, rows in found.items()}


def recipients_by_batch(reading: Reading) -> Mapping[str, str]:
    """Return for each batch the courses and cycles that get its vials, centre by centre, by the batch's key."""

    def words(rows: Iterable[Administration]) -> str:
        by_centre: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            by_centre[reading.site_name(row.site_id)].append(_cycle(row))
        centres = sorted(by_centre.items())
        return " ".join(reading.say("report-batch-to", centre=name, cycles="; ".join(keys)) for name, keys in centres)

    return {key: words(rows) for key, rows in _given(reading, lambda vial: vial.batch_id).items()}


def _given(reading: Reading, source_of: Callable[[Vial], str | None]) -> dict[str, list[Administration]]:
    """Gather the administrations by what their vials come from, each in the order of their instants."""
    sources = {vial.vial_id: source_of(vial) for vial in reading.plan.vials}
    found: dict[str, list[Administration]] = defaultdict(list)
    for row in sorted(reading.plan.administrations, key=lambda row: (row.administered_at, row.course_id)):
        source = sources.get(row.vial_id)
        if source:
            found[source].append(row)
    return found


def _cycle(row: Administration) -> str:
    return f"{row.course_id}, {row.cycle_number}"
