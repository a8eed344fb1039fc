"""New batches for the vials of one line and date (problem.md: C03, C04, C05, L4.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from doseline.network import Network
from tests.oracles.planning.irradiation import Offer, irradiation_offers, positions_suffice, processing_suffices
from tests.oracles.planning.supply import Source, batches_left


@dataclass(frozen=True)
class NewBatch:
    """One batch: the numbers of the vials in it and its irradiation."""

    source: Source
    vials: tuple[int, ...]
    allocated_mbq: float
    offer: Offer

    @property
    def waste_mbq(self) -> float:
        return max(0.0, self.offer.usable_mbq - self.allocated_mbq)


class Bench:
    """Finds the least wasteful batches for vials, by trying every split and every length."""

    def __init__(self, network: Network, without: frozenset[str]) -> None:
        self.network = network
        self.without = without
        self._offers: dict[str, list[Offer]] = {}
        self._known: dict[object, list[NewBatch] | None] = {}

    def offers(self, source: Source) -> list[Offer]:
        assert source.line is not None
        assert source.processing_starts_at is not None
        if source.name not in self._offers:
            self._offers[source.name] = irradiation_offers(
                self.network, source.line, source.processing_starts_at, self.without
            )
        return self._offers[source.name]

    def cheapest(self, vials: dict[str, list[tuple[int, float]]], lines: dict[str, Source]) -> list[NewBatch] | None:
        """The batches that waste least for (number, activity) of vials by source; None if there are none."""
        key = tuple(sorted((name, tuple(rows)) for name, rows in vials.items()))
        if key not in self._known:
            self._known[key] = self._cheapest(vials, lines)
        return self._known[key]

    def _cheapest(self, vials: dict[str, list[tuple[int, float]]], lines: dict[str, Source]) -> list[NewBatch] | None:
        best: list[NewBatch] | None = None
        for batches in self._all(sorted(vials), vials, lines, []):
            if best is None or _waste(batches) < _waste(best):
                best = batches
        return best

    def least_waste_mbq(self, source: Source, at_most_mbq: float) -> float:
        """A lower bound of the waste of a date that allocates no more than `at_most_mbq`."""
        return max(0.0, min(offer.usable_mbq for offer in self.offers(source)) - at_most_mbq)

    def _all(
        self,
        names: list[str],
        vials: dict[str, list[tuple[int, float]]],
        lines: dict[str, Source],
        chosen: list[NewBatch],
    ) -> Iterator[list[NewBatch]]:
        if not names:
            yield chosen
            return
        for batches in self._of_source(lines[names[0]], vials[names[0]]):
            together = [*chosen, *batches]
            if self._positions_suffice(together) and self._processing_suffices(together):
                yield from self._all(names[1:], vials, lines, together)

    def _of_source(self, source: Source, vials: list[tuple[int, float]]) -> Iterator[list[NewBatch]]:
        assert source.line is not None
        most = len(vials) if "C05" in self.without else batches_left(self.network, source)
        for groups in _splits(vials, most):
            yield from self._with_lengths(source, groups)

    def _with_lengths(self, source: Source, groups: list[list[tuple[int, float]]]) -> Iterator[list[NewBatch]]:
        if not groups:
            yield []
            return
        allocated_mbq = sum(activity_mbq for _, activity_mbq in groups[0])
        for offer in self.offers(source):
            if allocated_mbq <= offer.usable_mbq + 1e-6 or "C03" in self.without:
                numbers = tuple(number for number, _ in groups[0])
                batch = NewBatch(source=source, vials=numbers, allocated_mbq=allocated_mbq, offer=offer)
                for rest in self._with_lengths(source, groups[1:]):
                    yield [batch, *rest]

    def _positions_suffice(self, batches: list[NewBatch]) -> bool:
        reactors = {batch.source.line.reactor_id for batch in batches if batch.source.line is not None}
        return all(
            positions_suffice(
                self.network,
                reactor_id,
                [
                    (batch.offer.starts_at, batch.offer.ends_at)
                    for batch in batches
                    if batch.source.line is not None and batch.source.line.reactor_id == reactor_id
                ],
                self.without,
            )
            for reactor_id in reactors
        )

    def _processing_suffices(self, batches: list[NewBatch]) -> bool:
        made = [
            (batch.source.line, batch.source.processing_starts_at, batch.offer)
            for batch in batches
            if batch.source.line is not None and batch.source.processing_starts_at is not None
        ]
        return processing_suffices(self.network, made, self.without)


def _splits(vials: list[tuple[int, float]], most: int) -> Iterator[list[list[tuple[int, float]]]]:
    """Every way to split vials into at most so many groups."""
    if not vials:
        yield []
        return
    for groups in _splits(vials[1:], most):
        for index in range(len(groups)):
            yield [*groups[:index], [vials[0], *groups[index]], *groups[index + 1 :]]
        if len(groups) < most:
            yield [[vials[0]], *groups]


def _waste(batches: list[NewBatch]) -> float:
    return sum(batch.waste_mbq for batch in batches)
