"""The controlled line of the XS instances, its target sized so that a batch holds a wanted number of vials."""

from dataclasses import replace
from typing import Final

from doseline.demand.exhaustive.base import LUTETIUM
from doseline.demand.exhaustive.scene import SOURCE
from doseline.journey import Line
from doseline.network import Network
from doseline.physics.activation import irradiate

VIAL_MBQ: Final = 9300.0
"""A vial of 7400 MBq for noon two days after calibration, with a little room."""


def with_line(
    network: Network,
    *,
    vials: float,
    weekdays: tuple[int, ...],
    batches_per_day: int = 1,
    lengths: int = 2,
    product_id: str = LUTETIUM,
) -> Network:
    """Return the country with a line whose longest irradiation makes `vials` vials.

    Parameters
    ----------
    network : Network
        Country with a reactor.
    vials : float
        Vials of a batch after the longest irradiation.
    weekdays : tuple of int
        Weekdays on which the line processes, from 04:00; calibration at 10:00, dispatch at 12:00.
    batches_per_day : int
        Batches a day.
    lengths : int
        Irradiation lengths on offer: 60 h, 72 h, ..
    product_id : str
        Product of the line.
    """
    longest_h = 60.0 + 12.0 * (lengths - 1)
    line = Line(
        line_id="LINE",
        supplier_id="NATIONAL",
        product_id=product_id,
        reactor_id="REACTOR",
        target_nuclide="Yb-176",
        target_mass_g=1.0,
        enrichment_fraction=0.99,
        irradiation_min_h=60.0,
        irradiation_max_h=longest_h,
        irradiation_step_h=12.0,
        cooling_h=11.0,  # no irradiation ends at the very instant at which another begins
        processing_h=6.0,
        qc_h=2.0,
        yield_fraction=0.8,
        qc_sample_mbq=100.0,
        processing_starts_local="04:00",
        processing_weekdays=tuple(str(weekday) for weekday in weekdays),
        batches_per_day=batches_per_day,
        source=SOURCE,
        confidence="synthetic",
    )
    flux_per_cm2_s = network.reactors[0].flux_per_cm2_s
    target = irradiate(line.target_nuclide, 1.0, line.enrichment_fraction, [[flux_per_cm2_s, longest_h]])
    per_gram_mbq = float(target.after_cooling(line.cooling_h + line.processing_h).activity_mbq())
    mass_g = (vials * VIAL_MBQ + line.qc_sample_mbq) / (line.yield_fraction * per_gram_mbq)
    return replace(network, lines=(replace(line, target_mass_g=round(mass_g, 6)),))
