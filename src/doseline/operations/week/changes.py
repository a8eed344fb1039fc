"""What a second plan changes of the first: each with a reason that a planner can read, and who must be told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from zoneinfo import ZoneInfo

from doseline.journey import Unserved
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.operations.week.failing import Failure
from doseline.operations.week.nouns import Change
from doseline.operations.week.rolling import PLACED, ROAD

__all__ = ["changes", "source_after"]

Cycle = tuple[str, int]


def source_after(before: Chain | None, after: Chain) -> str:
    """Return the source of a vial in the second plan, by the first plan's name where it is the same vial."""
    order = after.order.order_id if after.order else ""
    if before is not None and order.startswith((f"{PLACED}-", f"{ROAD}-")):
        return before.source
    return after.source


def changes(network: Network, before: PlanPackage, after: PlanPackage, failure: Failure) -> list[Change]:
    """Return every cycle that lies ahead of the failure and differs, in the order of the courses."""
    return list(_Comparison(network, before, after, failure).changes())


@dataclass(frozen=True, slots=True)
class _Comparison:
    network: Network
    before: PlanPackage
    after: PlanPackage
    failure: Failure

    def changes(self) -> Iterator[Change]:
        first, second = Chains(self.before).by_cycle, Chains(self.after).by_cycle
        reasons = {(row.course_id, row.cycle_number): row for row in self.after.unserved}
        ahead = {key for key, chain in first.items() if chain.administration.administered_at >= self.failure.at}
        for key in sorted(ahead | set(second)):
            found = self._change(key, first.get(key), second.get(key), reasons.get(key))
            if found is not None:
                yield found

    def _change(self, key: Cycle, old: Chain | None, new: Chain | None, unserved: Unserved | None) -> Change | None:
        kind = _kinds(old, new, unserved)
        if not kind:
            return None
        some = new or old
        assert some is not None  # noqa: S101 - the key is of one of the two
        change = Change(
            course_id=key[0],
            cycle_number=key[1],
            product_id=some.administration.product_id,
            kind=kind,
            reason=self._reason(old, new, kind, unserved),
            tell=self._tell(old, new, kind),
        )
        if old is not None:
            given = old.administration
            change = replace(
                change, before_site_id=given.site_id, before_at=given.administered_at, before_source=old.source
            )
        if new is not None:
            given = new.administration
            change = replace(
                change,
                in_window=given.in_window,
                after_site_id=given.site_id,
                after_at=given.administered_at,
                after_source=source_after(old, new),
            )
        if old is not None and new is not None:
            days = self._day(new.administration.administered_at) - self._day(old.administration.administered_at)
            change = replace(change, days_later=days)
        return change

    def _day(self, at: datetime) -> int:
        return at.astimezone(ZoneInfo(self.network.properties.timezone)).date().toordinal()

    def _lost(self, old: Chain | None) -> bool:
        return bool(old and old.batch and old.batch.batch_id == self.failure.batch.batch_id)

    def _reason(self, old: Chain | None, new: Chain | None, kind: tuple[str, ...], unserved: Unserved | None) -> str:
        if unserved is not None:
            lost = f"Batch {self.failure.batch.batch_id} was rejected. " if self._lost(old) else ""
            return f"{lost}{unserved.sentence}"
        if self._lost(old):
            lost = f"Batch {self.failure.batch.batch_id} was rejected, and this vial was to come from it."
            return f"{lost} {self._moved(old, new)}" if old and new and "centre" in kind else lost
        if "left_open" in kind:
            return "The cycle before it was given on another day than its due date, so it falls due after these weeks."
        if "served" in kind:
            return "The second plan found a place and a vial that the first had not."
        if kind == ("vial",):
            return "The second plan takes its vial from another source; centre, place and instant stay."
        return (
            f"It made way for a patient of the rejected batch {self.failure.batch.batch_id}, or follows one that did."
        )

    def _moved(self, old: Chain, new: Chain) -> str:
        """Say why a patient goes to another centre: it is nearer, or the own one has nothing left."""
        course = next(row for row in self.network.courses if row.course_id == new.administration.course_id)
        patient = next(row for row in self.network.patients if row.patient_id == course.patient_id)
        ways_min = {
            row.site_id: row.travel_min for row in self.network.travel_times if row.catchment_id == patient.catchment_id
        }
        own, other = old.administration.site_id, new.administration.site_id
        if ways_min.get(other, inf) <= ways_min.get(own, inf):
            return f"{other} is no further from home ({ways_min[other]:.0f} min, {own} {ways_min[own]:.0f} min)."
        return f"{own} had no vial, place or hour left for this cycle in these weeks."

    def _tell(self, old: Chain | None, new: Chain | None, kind: tuple[str, ...]) -> tuple[str, ...]:
        some = new or old
        assert some is not None  # noqa: S101 - as above
        told = []
        if kind != ("vial",):
            told.append(f"patient of {some.administration.course_id}")
        both = (old, new)
        told += sorted({f"centre {chain.administration.site_id}" for chain in both if chain is not None})
        if "vial" in kind or old is None or new is None:
            told += sorted(
                {f"radiopharmacist of {chain.administration.site_id}" for chain in both if chain is not None}
            )
            told += sorted({f"supplier {self._supplier(chain)}" for chain in both if chain is not None})
        told += sorted({f"transporter of {chain.shipment.lane_id}" for chain in both if chain and chain.shipment})
        return tuple(told)

    def _supplier(self, chain: Chain) -> str:
        if chain.order is not None:
            return chain.order.supplier_id
        lines = {row.line_id: row.supplier_id for row in self.network.lines}
        return lines[chain.batch.line_id] if chain.batch else ""


def _kinds(old: Chain | None, new: Chain | None, unserved: Unserved | None) -> tuple[str, ...]:
    if old is None and new is None:
        return ()
    if new is None:
        return ("unserved",) if unserved is not None else ("left_open",)
    if old is None:
        return ("served",)
    one, other = old.administration, new.administration
    differs = {
        "instant": one.administered_at != other.administered_at,
        "centre": one.site_id != other.site_id,
        "place": one.place_id != other.place_id and one.site_id == other.site_id,
        "vial": old.source != source_after(old, new),
    }
    return tuple(name for name, does in differs.items() if does)
