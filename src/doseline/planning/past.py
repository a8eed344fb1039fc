"""What was administered before the plan."""

from collections.abc import Iterator

from doseline.journey import PastAdministration
from doseline.network.model import Network

__all__ = ["given_before"]


def given_before(network: Network, site_id: str | None = None) -> Iterator[tuple[PastAdministration, str]]:
    """Yield what was administered before the plan, at one site or at all of them, each with its product."""
    regimens = {row.regimen_id: row for row in network.regimens}
    of_course = {row.course_id: regimens[row.regimen_id] for row in network.courses}
    for row in network.past_administrations:
        if site_id is None or row.site_id == site_id:
            yield row, of_course[row.course_id].product_of(row.cycle_number)
