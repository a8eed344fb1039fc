"""Irradiations that the planner offers and what a batch then holds (problem.md: A new batch; C04)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from doseline.journey import Line
from doseline.network import Network
from doseline.physics.activation import irradiate
from tests.oracles.planning.clock import overlap


@dataclass(frozen=True)
class Offer:
    """One irradiation with the activity it gives to a batch that is processed `cooling_h` after it."""

    starts_at: datetime
    ends_at: datetime
    end_of_bombardment_mbq: float
    usable_mbq: float


def lengths_h(line: Line) -> list[float]:
    """The lengths min, min + step, .. that do not pass max."""
    found = []
    length_h = line.irradiation_min_h
    while length_h <= line.irradiation_max_h + 1e-9:
        found.append(length_h)
        length_h += line.irradiation_step_h
    return found


def irradiation_offers(
    network: Network, line: Line, processing_starts_at: datetime, without: frozenset[str]
) -> list[Offer]:
    """The irradiations for a batch, in the reactor alone with what is in it at the start."""
    ends_at = processing_starts_at - timedelta(hours=line.cooling_h)
    found = []
    for length_h in lengths_h(line):
        starts_at = ends_at - timedelta(hours=length_h)
        runs = "C04" in without or reactor_runs(network, line.reactor_id, starts_at, ends_at)
        if starts_at < network.properties.planned_at or not runs:
            continue
        if not positions_suffice(network, line.reactor_id, [(starts_at, ends_at)], without):
            continue
        at_end_mbq, at_calibration_mbq = target_activity_mbq(network, line, length_h)
        usable_mbq = line.yield_fraction * at_calibration_mbq - line.qc_sample_mbq
        if usable_mbq > 0:
            found.append(
                Offer(starts_at=starts_at, ends_at=ends_at, end_of_bombardment_mbq=at_end_mbq, usable_mbq=usable_mbq)
            )
    return found


def reactor_runs(network: Network, reactor_id: str, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether one cycle of the reactor holds the whole interval and no stop overlaps it."""
    in_cycle = any(
        cycle.starts_at <= starts_at and ends_at <= cycle.ends_at
        for cycle in network.reactor_cycles
        if cycle.reactor_id == reactor_id
    )
    stops = [stop for stop in network.stops if (stop.kind, stop.ref_id) == ("reactor", reactor_id)]
    return in_cycle and not any(overlap(starts_at, ends_at, stop.starts_at, stop.ends_at) for stop in stops)


def positions_suffice(
    network: Network, reactor_id: str, irradiations: list[tuple[datetime, datetime]], without: frozenset[str]
) -> bool:
    """Whether no instant has more irradiations than positions; the count can only rise where one starts."""
    if "C04" in without:
        return True
    positions = next(reactor.positions for reactor in network.reactors if reactor.reactor_id == reactor_id)
    here = {line.line_id for line in network.lines if line.reactor_id == reactor_id}
    taken = [
        *irradiations,
        *((row.starts_at, row.ends_at) for row in network.initial_irradiations if row.line_id in here),
    ]
    return all(sum(start <= instant < end for start, end in taken) <= positions for instant, _ in taken)


def target_activity_mbq(network: Network, line: Line, length_h: float) -> tuple[float, float]:
    """177Lu activity of the target at the end of irradiation and at calibration (MBq)."""
    reactor = next(row for row in network.reactors if row.reactor_id == line.reactor_id)
    history = [[reactor.flux_per_cm2_s, length_h]]
    target = irradiate(line.target_nuclide, line.target_mass_g, line.enrichment_fraction, history)
    calibrated = target.after_cooling(line.cooling_h + line.processing_h)
    return float(target.activity_mbq("Lu-177")), float(calibrated.activity_mbq("Lu-177"))
