"""Which batch is rejected, and which patient the week follows."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from doseline.errors import UserError
from doseline.journey import Batch, Event
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chain, Chains
from doseline.pathway.calendar import Calendar

__all__ = ["Failure", "choose_failure"]

DAYS_LEFT_D: Final = 7
"""A batch rejected later than so many days before the end leaves no time in these weeks to see it absorbed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A batch that its qualified person rejects.

    Attributes
    ----------
    batch : the batch
    at : when: the instant at which it was to be certified
    chains : the administrations that lose their vial; the first one is followed
    """

    batch: Batch
    at: datetime
    chains: tuple[Chain, ...]

    @property
    def event(self) -> Event:
        """The failure as an event."""
        return Event(event_id="REJECTED", kind="batch_failed", at=self.at, subject_id=self.batch.batch_id)

    @property
    def followed(self) -> Chain:
        """The administration that the week follows."""
        return self.chains[0]

    def hardest_hit_first(self, after: PlanPackage) -> "Failure":
        """Return the same failure, to be followed where it hurts most in the second plan.

        Who is not served comes first, then who waits longest, then who was to be treated first.
        """
        given = {(row.course_id, row.cycle_number): row.administered_at for row in after.administrations}

        def hurt(chain: Chain) -> tuple[bool, timedelta, datetime, str]:
            row = chain.administration
            again_at = given.get((row.course_id, row.cycle_number))
            waits = row.administered_at - again_at if again_at else timedelta()
            return again_at is not None, waits, row.administered_at, row.course_id

        return replace(self, chains=tuple(sorted(self.chains, key=hurt)))


def choose_failure(network: Network, plan: PlanPackage) -> Failure:
    """Choose the batch whose loss hits most patients, one made from a target of this plan if there is any.

    Raises
    ------
    UserError
        If no vial of a controlled line is administered early enough in the plan: there is nothing to lose.
    """
    served: dict[str, list[Chain]] = defaultdict(list)
    for chain in Chains(plan).by_cycle.values():
        if chain.batch is not None:
            served[chain.batch.batch_id].append(chain)
    calendar = Calendar(network)
    latest_at = calendar.instant(calendar.day_starts_min[calendar.horizon_days]) - timedelta(days=DAYS_LEFT_D)
    batches = [
        batch
        for batch in plan.batches
        if served[batch.batch_id] and network.properties.planned_at < batch.certified_at <= latest_at
    ]
    if not batches:
        raise UserError(
            "No vial of a controlled line is administered early enough in these weeks: no batch can be lost.",
            given=f"seed {network.properties.seed}",
            remedy="Give another seed.",
        )
    batch = min(
        batches,
        key=lambda row: (row.irradiation_id is None, -len(served[row.batch_id]), row.certified_at, row.batch_id),
    )
    ordered = sorted(
        served[batch.batch_id], key=lambda chain: (chain.administration.administered_at, chain.administration.course_id)
    )
    return Failure(batch=batch, at=batch.certified_at, chains=tuple(ordered))
