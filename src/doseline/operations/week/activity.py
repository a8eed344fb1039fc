"""The activity of one vial at any instant: in the target, in the vial, in the patient."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from doseline.journey import Line
from doseline.network.model import Network
from doseline.operations.chain import Chain
from doseline.operations.week.nouns import ActivityReading
from doseline.pathway.radioactivity import half_lives_h
from doseline.physics.activation import irradiate
from doseline.physics.decay import decay_factor
from doseline.quantities import h_from_timedelta

__all__ = ["Activities"]

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """Activities along one chain.

    Attributes
    ----------
    chain : the chain
    half_life_h : of the product's nuclide, as the country states it (h)
    line : line of its batch, or None
    flux_per_cm2_s : flux of the line's reactor
    """

    chain: Chain
    half_life_h: float
    line: Line | None
    flux_per_cm2_s: float

    @classmethod
    def of(cls, network: Network, chain: Chain) -> "Activities":
        """Return the activities along a chain in its country."""
        nuclides = {row.product_id: row.nuclide for row in network.products}
        half_lives = half_lives_h(network)
        line = next((row for row in network.lines if chain.batch and row.line_id == chain.batch.line_id), None)
        flux = next((row.flux_per_cm2_s for row in network.reactors if line and row.reactor_id == line.reactor_id), 0.0)
        half_life_h = half_lives[nuclides[chain.vial.product_id]]
        return cls(chain=chain, half_life_h=half_life_h, line=line, flux_per_cm2_s=flux)

    def vial_mbq(self, at: datetime) -> float:
        """Activity of the vial: ``A 2^(-(t - calibration) / T)`` (MBq)."""
        vial = self.chain.vial
        return vial.activity_at_calibration_mbq * decay_factor(self.half_life_h, _h(vial.calibration_at, at))

    def patient_mbq(self, at: datetime) -> float:
        """Administered activity by physical decay alone, so at most this much is left in the patient (MBq)."""
        given = self.chain.administration
        return given.administered_activity_mbq * decay_factor(self.half_life_h, _h(given.administered_at, at))

    def target_mbq(self, at: datetime) -> float:
        """Activity of the product in the target, in the reactor or cooling, ingrowth included (MBq); 0 before."""
        irradiation, line = self.chain.irradiation, self.line
        if irradiation is None or line is None or at <= irradiation.starts_at:
            return 0.0
        inside_h = _h(irradiation.starts_at, min(at, irradiation.ends_at))
        target = irradiate(
            line.target_nuclide, line.target_mass_g, line.enrichment_fraction, [[self.flux_per_cm2_s, inside_h]]
        )
        if at > irradiation.ends_at:
            target = target.after_cooling(_h(irradiation.ends_at, at))
        return float(target.activity_mbq())

    def hourly(self, plan: str, *, until: datetime | None = None) -> Iterator[ActivityReading]:
        """Yield the activity every hour and at each change of holder, until an instant if one is given."""
        chain = self.chain
        spans = []
        if chain.irradiation is not None and chain.batch is not None and self.line is not None:
            ends_at = chain.batch.calibration_at
            key = chain.irradiation.irradiation_id
            spans.append(("target", key, chain.irradiation.starts_at, ends_at, self.target_mbq))
        given, vial = chain.administration, chain.vial
        spans.append(("vial", vial.vial_id, vial.calibration_at, given.administered_at, self.vial_mbq))
        spans.append(("patient", given.course_id, given.administered_at, chain.stay.ends_at, self.patient_mbq))
        for holder, key, begin, end, activity in spans:
            last = end if until is None else min(end, until)
            for at in _hours(begin, last):
                yield ActivityReading(plan=plan, at=at, holder=holder, subject_id=key, activity_mbq=activity(at))


def _h(start: datetime, end: datetime) -> float:
    return h_from_timedelta(end - start)


def _hours(begin: datetime, end: datetime) -> Iterator[datetime]:
    at = begin
    while at < end:
        yield at
        at += _HOUR
    if begin <= end:
        yield end
