"""C22: the share of each region's demanded cycles that must be given in window."""

from fractions import Fraction

from doseline.network import Network
from tests.oracles.planning.candidates import Choice
from tests.oracles.planning.demand import Cycle


class Floors:
    """The floors of a country, and whether a plan that is decided in part can still reach them."""

    def __init__(self, network: Network, cycles: list[Cycle], without: frozenset[str]) -> None:
        self.floors = {} if "C22" in without else {row.region_id: row for row in network.region_floors}
        regions = {row.catchment_id: row.region_id for row in network.catchments}
        self.homes = [regions[cycle.patient.catchment_id] for cycle in cycles]
        self.cycles = cycles

    def can_be_reached(self, chosen: list[Choice | None]) -> bool:
        """Whether each floor is reached if every cycle that is still to be decided were in window."""
        for region_id, floor in self.floors.items():
            ours = [number for number, home in enumerate(self.homes) if home == region_id]
            served = sum(number >= len(chosen) or self._in_window(number, chosen[number]) for number in ours)
            share = Fraction(str(floor.in_window_share_min))
            early, before = floor.in_window_before or 0, floor.given_before or 0
            if served < share * len(ours) and served + early < share * (len(ours) + before):
                return False
        return True

    def lacking(self, chosen: list[Choice | None]) -> int:
        """How many cycles in window regions lack to what was asked for where less is kept, the rest being in window."""
        lacking = 0
        for region_id, floor in self.floors.items():
            if floor.in_window_share_asked is None:
                continue
            ours = [number for number, home in enumerate(self.homes) if home == region_id]
            served = sum(number >= len(chosen) or self._in_window(number, chosen[number]) for number in ours)
            share = Fraction(str(floor.in_window_share_asked))
            early, before = floor.in_window_before or 0, floor.given_before or 0
            while served < share * len(ours) and served + early < share * (len(ours) + before):
                served, lacking = served + 1, lacking + 1
        return lacking

    def _in_window(self, number: int, choice: Choice | None) -> bool:
        return choice is not None and choice.day <= self.cycles[number].window_end
