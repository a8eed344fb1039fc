"""What controlled lines have under way at the start: irradiations and the batches that come of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from doseline.demand.local_time import instant_at, zone_named
from doseline.journey import InitialBatch, InitialIrradiation, Line
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.physics import end_of_bombardment_activity_mbq
from doseline.quantities import d_from_h

__all__ = ["InitialProduction", "initial_production"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialProduction:
    """Batches and irradiations that were decided before the horizon.

    Attributes
    ----------
    batches, irradiations : rows of ``initial_batches`` and ``initial_irradiations``
    """

    batches: tuple[InitialBatch, ...]
    irradiations: tuple[InitialIrradiation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    line: Line
    starts_at: datetime
    ends_at: datetime
    processing_at: datetime
    length_h: float

    @property
    def calibration_at(self) -> datetime:
        return self.processing_at + timedelta(hours=self.line.processing_h)

    @property
    def dispatch_at(self) -> datetime:
        return self.calibration_at + timedelta(hours=self.line.qc_h)


def initial_production(network: Network) -> InitialProduction:
    """Lay out what each line began before the present and whose vials can still be given after it.

    For each processing day, earliest first, the longest irradiation offered that began before the present, lies in one
    running cycle of the reactor and finds a free position. One that has ended leaves only its batch; one that has not
    stands in ``initial_irradiations`` as well. Where the reactor's calendar does not fit there is neither.
    """
    runs: list[_Run] = []
    for line in network.lines:
        runs += _runs(network, line, runs)
    fluxes = {row.reactor_id: row.flux_per_cm2_s for row in network.reactors}
    planned_at = network.properties.planned_at
    batches, irradiations = [], []
    for run in runs:
        name = f"{run.line.line_id}.{run.processing_at.date().isoformat()}"
        batches.append(
            InitialBatch(
                batch_id=f"B-{name}",
                line_id=run.line.line_id,
                calibration_at=run.calibration_at,
                dispatch_at=run.dispatch_at,
                certified_at=run.dispatch_at,
                usable_activity_mbq=_usable_mbq(run, fluxes[run.line.reactor_id]),
            )
        )
        if run.ends_at > planned_at:
            irradiations.append(
                InitialIrradiation(
                    irradiation_id=f"I-{name}", line_id=run.line.line_id, starts_at=run.starts_at, ends_at=run.ends_at
                )
            )
    return InitialProduction(batches=tuple(batches), irradiations=tuple(irradiations))


def _runs(network: Network, line: Line, others: list[_Run]) -> list[_Run]:
    """Return the runs of a line, beside those of other lines in the same reactor."""
    positions = next(row.positions for row in network.reactors if row.reactor_id == line.reactor_id)
    beside = [run for run in others if run.line.reactor_id == line.reactor_id]
    taken: list[_Run] = []
    for processing_at in _processing_starts(network, line):
        for length_h in reversed(_lengths_h(line)):
            ends_at = processing_at - timedelta(hours=line.cooling_h)
            run = _Run(
                line=line,
                starts_at=ends_at - timedelta(hours=length_h),
                ends_at=ends_at,
                processing_at=processing_at,
                length_h=length_h,
            )
            together = [
                other for other in (*beside, *taken) if other.starts_at < run.ends_at and run.starts_at < other.ends_at
            ]
            if len(together) < positions and _possible(network, run):
                taken.append(run)
                break
    return taken


def _lengths_h(line: Line) -> list[float]:
    """Return the lengths of irradiation on offer, shortest first (h)."""
    steps = int((line.irradiation_max_h - line.irradiation_min_h) / line.irradiation_step_h + 1e-9)
    return [line.irradiation_min_h + number * line.irradiation_step_h for number in range(steps + 1)]


def _usable_mbq(run: _Run, flux_per_cm2_s: float) -> float:
    """Return the usable activity of a batch at calibration: yield times what is in the target, less the sample."""
    line = run.line
    in_target_mbq = end_of_bombardment_activity_mbq(
        line.target_nuclide,
        line.target_mass_g,
        line.enrichment_fraction,
        [[flux_per_cm2_s, run.length_h]],
        cooling_h=line.cooling_h + line.processing_h,
    )
    return round(max(0.0, line.yield_fraction * float(in_target_mbq) - line.qc_sample_mbq), 3)


def _processing_starts(network: Network, line: Line) -> Iterator[datetime]:
    """Yield the starts of processing whose vials are not yet expired and whose irradiation may have begun."""
    properties = network.properties
    shelf_life_h = next(row.shelf_life_h for row in network.products if row.product_id == line.product_id)
    zone = zone_named(_timezone_of(network, line))
    begin_d = int(d_from_h(shelf_life_h + line.processing_h)) + 1
    end_d = int(d_from_h(line.irradiation_max_h + line.cooling_h)) + 1
    first: date = properties.planned_at.astimezone(zone).date()
    for day in range(-begin_d, end_d + 1):
        on = first + timedelta(days=day)
        if str(on.isoweekday()) in line.processing_weekdays:
            processing_at = instant_at(on, clock_minutes(line.processing_starts_local), zone)
            expires_at = processing_at + timedelta(hours=line.processing_h + shelf_life_h)
            if expires_at > properties.planned_at:
                yield processing_at


def _possible(network: Network, run: _Run) -> bool:
    line = run.line
    if run.starts_at >= network.properties.planned_at:
        return False
    in_cycle = any(
        cycle.reactor_id == line.reactor_id and cycle.starts_at <= run.starts_at and run.ends_at <= cycle.ends_at
        for cycle in network.reactor_cycles
    )
    spans = {
        ("reactor", line.reactor_id): (run.starts_at, run.ends_at),
        ("line", line.line_id): (run.processing_at, run.dispatch_at),
    }
    return in_cycle and not any(
        (span := spans.get((stop.kind, stop.ref_id))) and stop.starts_at < span[1] and span[0] < stop.ends_at
        for stop in network.stops
    )


def _timezone_of(network: Network, line: Line) -> str:
    site_id = next(row.site_id for row in network.suppliers if row.supplier_id == line.supplier_id)
    return next(row.timezone for row in network.sites if row.site_id == site_id)
