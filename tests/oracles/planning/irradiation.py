"""Irradiations that the planner offers and what a batch then holds (problem.md: A new batch; C04)."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.journey import Line, Site
from doseline.network import Network
from doseline.physics.activation import irradiate
from tests.oracles.planning.clock import local_instant, overlap


@dataclass(frozen=True)
class Offer:
    """One irradiation with the activity it gives to a batch that is processed `cooling_h` after it."""

    starts_at: datetime
    ends_at: datetime
    end_of_bombardment_mbq: float
    usable_mbq: float
    in_process_mbq: float


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
        at_end_mbq, at_start_mbq, at_calibration_mbq = target_activity_mbq(network, line, length_h)
        usable_mbq = line.yield_fraction * at_calibration_mbq - line.qc_sample_mbq
        offer = Offer(
            starts_at=starts_at,
            ends_at=ends_at,
            end_of_bombardment_mbq=at_end_mbq,
            usable_mbq=usable_mbq,
            in_process_mbq=at_start_mbq,
        )
        if usable_mbq > 0 and processing_suffices(network, [(line, processing_starts_at, offer)], without):
            found.append(offer)
    return found


def processing_suffices(network: Network, batches: list[tuple[Line, datetime, Offer]], without: frozenset[str]) -> bool:
    """Whether heads and licences of the suppliers' sites allow new batches beside the initial ones at all times."""
    if "C05" in without or not (network.line_staff or network.production_licences):
        return True
    return all(
        _staff_suffices(network, batches, line, minute_at) and _licence_suffices(network, batches, line, minute_at)
        for line, starts_at, _ in batches
        for minute_at in _quarters(starts_at, _dispatch_at(line, starts_at))
    )


def _quarters(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """Every quarter of an hour of a span: nothing in these countries changes in between."""
    count = math.ceil((ends_at - starts_at) / timedelta(minutes=15))
    return [starts_at + number * timedelta(minutes=15) for number in range(count)]


def _dispatch_at(line: Line, starts_at: datetime) -> datetime:
    return starts_at + timedelta(hours=line.processing_h) + timedelta(hours=line.qc_h)


def _site(network: Network, line: Line) -> Site:
    site_id = next(row.site_id for row in network.suppliers if row.supplier_id == line.supplier_id)
    return next(site for site in network.sites if site.site_id == site_id)


def _staff_suffices(network: Network, batches: list[tuple[Line, datetime, Offer]], line: Line, at: datetime) -> bool:
    site = _site(network, line)
    needed: Counter[str] = Counter()
    spans = [(other, starts_at, _dispatch_at(other, starts_at)) for other, starts_at, _ in batches]
    for batch in network.initial_batches:
        other = next(row for row in network.lines if row.line_id == batch.line_id)
        spans.append((other, batch.calibration_at - timedelta(hours=other.processing_h), batch.dispatch_at))
    for other, starts_at, ends_at in spans:
        if _site(network, other) == site and starts_at <= at < ends_at:
            for row in network.line_staff:
                if row.line_id == other.line_id:
                    needed[row.role] += row.heads
    roles = {row.role for row in network.line_staff if row.line_id == line.line_id}
    return all(needed[role] <= _on_duty(network, site, role, at) for role in roles)


def _on_duty(network: Network, site: Site, role: str, at: datetime) -> int:
    zone = ZoneInfo(site.timezone)
    on = at.astimezone(zone).date()
    return sum(
        row.heads
        for row in network.rosters
        if (row.site_id, row.role, row.weekday) == (site.site_id, role, on.isoweekday())
        and local_instant(on, row.starts_local, zone) <= at < local_instant(on, row.ends_local, zone)
    )


def _licence_suffices(network: Network, batches: list[tuple[Line, datetime, Offer]], line: Line, at: datetime) -> bool:
    nuclide_of = {row.product_id: row.nuclide for row in network.products}
    site, nuclide = _site(network, line), nuclide_of[line.product_id]
    in_process_mbq = sum(
        offer.in_process_mbq
        for other, starts_at, offer in batches
        if _site(network, other) == site
        and nuclide_of[other.product_id] == nuclide
        and starts_at <= at < _dispatch_at(other, starts_at)
    )
    licences = [row for row in network.production_licences if (row.site_id, row.nuclide) == (site.site_id, nuclide)]
    return all(in_process_mbq <= row.licence_mbq + 1e-6 for row in licences)


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


def target_activity_mbq(network: Network, line: Line, length_h: float) -> tuple[float, float, float]:
    """177Lu activity of the target at the end of irradiation, the start of processing and calibration (MBq)."""
    reactor = next(row for row in network.reactors if row.reactor_id == line.reactor_id)
    history = [[reactor.flux_per_cm2_s, length_h]]
    target = irradiate(line.target_nuclide, line.target_mass_g, line.enrichment_fraction, history)
    started = target.after_cooling(line.cooling_h)
    calibrated = target.after_cooling(line.cooling_h + line.processing_h)
    at_end, at_start, at_calibration = (float(one.activity_mbq("Lu-177")) for one in (target, started, calibrated))
    return at_end, at_start, at_calibration
