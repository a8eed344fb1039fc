"""Courses that go to another centre than before, and what it costs their patients in travel."""

from collections.abc import Sequence
from dataclasses import dataclass

from doseline.journey import Administration
from doseline.network import Network, PlanPackage

__all__ = ["Transfer", "Transfers", "transfers_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A cycle that is given at another centre than the cycle before it.

    Attributes
    ----------
    administration : the cycle
    from_site_id : centre of the cycle before
    before_min, after_min : travel from home to the centre before and to this one, one way (min); None: not known
    """

    administration: Administration
    from_site_id: str
    before_min: float | None
    after_min: float | None

    @property
    def extra_min(self) -> float | None:
        """Travel that the change adds one way (min), below 0 where it saves some; None: not known."""
        if self.before_min is None or self.after_min is None:
            return None
        return self.after_min - self.before_min


@dataclass(frozen=True, slots=True)
class Transfers:
    """Transfers of a plan, in the order in which they are given."""

    rows: Sequence[Transfer]

    @property
    def farther(self) -> int:
        """How many lead farther from home, as far as their travel is known."""
        return len(self._farther_min())

    @property
    def travel_known(self) -> bool:
        """Whether travel is known of any, or there are none of which it could be."""
        return not self.rows or bool(self._extra_min())

    @property
    def mean_farther_min(self) -> float | None:
        """Mean travel that those farther from home add one way (min); None where there are none."""
        return _mean(self._farther_min())

    @property
    def mean_extra_min(self) -> float | None:
        """Mean travel that all add one way (min), below 0 where they save some; None where none is known."""
        return _mean(self._extra_min())

    def _farther_min(self) -> list[float]:
        return [extra_min for extra_min in self._extra_min() if extra_min > 0.0]

    def _extra_min(self) -> list[float]:
        return [row.extra_min for row in self.rows if row.extra_min is not None]


def transfers_of(plan: PlanPackage, network: Network | None) -> Transfers:
    """Find the cycles of a plan that are given at another centre than the cycle before, in the past or in the plan.

    Without the country the past and the travel are not known: changes within the plan alone are found.
    """
    travel = _Travel(network)
    past = sorted(network.past_administrations, key=lambda row: row.cycle_number) if network else []
    centre = {row.course_id: row.site_id for row in past}
    found = []
    for row in sorted(plan.administrations, key=lambda row: (row.course_id, row.cycle_number)):
        before = centre.get(row.course_id, row.site_id)
        centre[row.course_id] = row.site_id
        if before != row.site_id:
            found.append(
                Transfer(
                    administration=row,
                    from_site_id=before,
                    before_min=travel.min_of(row.course_id, before),
                    after_min=travel.min_of(row.course_id, row.site_id),
                )
            )
    return Transfers(sorted(found, key=lambda row: (row.administration.administered_at, row.administration.course_id)))


class _Travel:
    """Travel times from the homes of patients."""

    def __init__(self, network: Network | None) -> None:
        homes = {row.patient_id: row.catchment_id for row in network.patients} if network else {}
        self._homes = {row.course_id: homes.get(row.patient_id, "") for row in network.courses} if network else {}
        self._travel_min = (
            {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times} if network else {}
        )

    def min_of(self, course_id: str, site_id: str) -> float | None:
        """Return the travel from home to a centre, one way (min); None: not known."""
        return self._travel_min.get((self._homes.get(course_id, ""), site_id))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
