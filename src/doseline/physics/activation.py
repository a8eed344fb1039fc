"""Activation of 176Yb and 176Lu targets to 177Lu, with burn-up of target and product, under any flux history.

The steps of a history are exact: with a constant flux the amounts move along a graph at constant rates, which
`doseline.physics.transfer` solves in closed form, for many options at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from doseline.errors import UserError
from doseline.evidence import load_table
from doseline.physics.constants import AVOGADRO_PER_MOL, CM2_PER_BARN
from doseline.physics.nuclides import DEFAULT_DATA, NuclideData, load_nuclide_data
from doseline.physics.transfer import TransferGraph, propagate
from doseline.quantities import mbq_from_bq, s_from_h

Array = NDArray[np.float64]

DEFAULT_CROSS_SECTIONS: Final = "mughabghab2018"
PRODUCT: Final = "Lu-177"
ISOMER: Final = "Lu-177m"

_LOST_BY_CAPTURE: Final = "Lu-178"
_NODES: Final = {"Yb-176": ("Yb-176", "Yb-177", PRODUCT), "Lu-176": ("Lu-176", ISOMER, PRODUCT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossSections:
    """Thermal capture cross sections of one named set.

    Parameters
    ----------
    named_set : str
        Name of the set; it belongs into every report that uses the numbers.
    thermal_barn : mapping of (str, str) to float
        Cross section at 2200 m/s in barn, by target and product nuclide.
    """

    named_set: str
    thermal_barn: Mapping[tuple[str, str], float]

    def capture_cross_section_barn(self, target: str, product: str) -> float:
        """Return the cross section of one reaction, or raise `UserError` if the set does not state it."""
        if (target, product) not in self.thermal_barn:
            raise UserError(
                f"The cross-section set {self.named_set} does not state this capture.",
                given=f"{target}(n,g){product}",
                allowed=", ".join(f"{a}(n,g){b}" for a, b in self.thermal_barn),
                remedy="Choose another set, or pass product_burn_up=False if burn-up of the product is to be left out.",
            )
        return self.thermal_barn[target, product]


@cache
def load_cross_sections(named_set: str = DEFAULT_CROSS_SECTIONS) -> CrossSections:
    """Return the cross sections of `named_set`, read once per process.

    Parameters
    ----------
    named_set : str
        ``mughabghab2018`` (default), ``iaea1987``, or ``validation_without_product_burn_up``, which is for
        comparison with published yields only.

    Examples
    --------
    >>> load_cross_sections().capture_cross_section_barn("Yb-176", "Yb-177")
    2.85
    """
    rows = load_table("thermal_cross_sections").where(named_set=named_set)
    reactions = zip(rows.text("target"), rows.text("product"), strict=True)
    return CrossSections(
        named_set=named_set,
        thermal_barn=MappingProxyType(dict(zip(reactions, rows["thermal_barn"].tolist(), strict=True))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IrradiatedTarget:
    """Atoms in an irradiated target at one instant, for one option or many.

    Parameters
    ----------
    target : str
        ``Yb-176`` or ``Lu-176``.
    nuclides : tuple of str
        Target, intermediate, product: what the rows of `atoms` are.
    atoms : array, shape (3,) or (3, n_options)
        Number of atoms.
    mass_g : float or array, shape (n_options,)
        Mass of the target as it went in.
    enrichment_fraction : float or array
        Mass fraction of the target nuclide in it.
    data : NuclideData
        Half-lives and branches used.
    cross_sections : CrossSections
        Cross sections used.
    """

    target: str
    nuclides: tuple[str, ...]
    atoms: Array
    mass_g: Array
    enrichment_fraction: Array
    data: NuclideData
    cross_sections: CrossSections

    def activity_mbq(self, nuclide: str = PRODUCT) -> Array:
        """Activity of `nuclide` in MBq, shape () or (n_options,).

        Raises
        ------
        UserError
            If the model does not carry the nuclide: 177mLu of the 176Yb route has no known branch and is not invented.
        """
        if nuclide not in self.nuclides:
            raise UserError(
                f"The model of a {self.target} target does not carry this nuclide.",
                given=nuclide,
                allowed=", ".join(self.nuclides),
                remedy="Take it from the certificate of analysis of the batch.",
            )
        if nuclide == self.target:
            raise UserError("The target is taken as stable and has no activity here.", given=nuclide)
        decays_per_h = self.atoms[self.nuclides.index(nuclide)] * self.data.decay_constant_of(nuclide)
        activity: Array = np.asarray(mbq_from_bq(decays_per_h / s_from_h(1.0)))
        return activity

    def after_cooling(self, cooling_h: ArrayLike) -> "IrradiatedTarget":
        """Return the same target `cooling_h` later, out of the flux: 177Yb goes on feeding 177Lu.

        Parameters
        ----------
        cooling_h : float or array, shape (n_options,)
            Time in h, zero or more.
        """
        steps = np.stack(np.broadcast_arrays(0.0, np.asarray(cooling_h, dtype=np.float64)), axis=-1)[..., None, :]
        rates = _rates_of(self.target, self.data, self.cross_sections, product_burn_up=False)
        return _irradiate_further(self, steps, rates, burn=(True, True))

    def isomer_fraction(self) -> Array:
        """Activity of 177mLu over that of 177Lu (a ratio, not a percentage); 176Lu route only."""
        fraction: Array = self.activity_mbq(ISOMER) / self.activity_mbq(PRODUCT)
        return fraction

    def specific_activity_mbq_per_g(self) -> Array:
        """Activity of 177Lu over the mass of all lutetium, in MBq/g.

        The 176Lu route counts what is left of the target and the rest of it, taken as 175Lu that does not react. The
        176Yb route counts 177Lu alone, as after a perfect separation from ytterbium.
        """
        masses = _atomic_masses_u()
        lutetium_g = sum(
            self.atoms[row] * masses[nuclide] / AVOGADRO_PER_MOL
            for row, nuclide in enumerate(self.nuclides)
            if nuclide.startswith("Lu-")
        )
        if self.target == "Lu-176":
            lutetium_g = lutetium_g + self.mass_g * (1.0 - self.enrichment_fraction)
        specific: Array = np.asarray(self.activity_mbq(PRODUCT) / lutetium_g)
        return specific


def irradiate(
    target: str,
    mass_g: ArrayLike,
    enrichment_fraction: ArrayLike,
    flux_steps: ArrayLike,
    *,
    cross_sections: str | CrossSections = DEFAULT_CROSS_SECTIONS,
    nuclear_data: str | NuclideData = DEFAULT_DATA,
    target_burn_up: bool = True,
    product_burn_up: bool = True,
) -> IrradiatedTarget:
    """Irradiate a target through a history of constant fluxes; return it at the end of bombardment.

    Thermal capture in an infinitely dilute target: no self-shielding, no epithermal capture. Give the flux as the
    effective one (above all for 176Lu, which is far from 1/v).

    Parameters
    ----------
    target : str
        ``Yb-176`` for 176Yb(n,g)177Yb -> 177Lu, or ``Lu-176`` for 176Lu(n,g)177Lu with 177mLu beside it.
    mass_g : float or array, shape (n_options,)
        Mass of the element in g, above zero.
    enrichment_fraction : float or array, shape (n_options,)
        Mass fraction of the target nuclide, above 0 and up to 1.
    flux_steps : array, shape (n_steps, 2) or (n_options, n_steps, 2)
        Effective thermal flux in n/(cm2 s) and duration in h of each step, in order; a stopped reactor is a step of
        zero flux. Options with fewer steps are filled up with steps of zero duration.
    cross_sections : str or CrossSections
        Named set of cross sections, or one of your own.
    nuclear_data : str or NuclideData
        Named set of half-lives and branches, or one of your own.
    target_burn_up, product_burn_up : bool
        Whether the target is used up, and whether 177Lu and 177mLu capture neutrons themselves. Without both the
        yield is linear in flux.

    Returns
    -------
    IrradiatedTarget

    Raises
    ------
    UserError
        If the target is unknown, a number is out of range, shapes do not fit, or the set of cross sections does not
        state a capture that is asked for.

    Notes
    -----
    Each step solves ``dN/dt = A N`` exactly with ``A`` made of decay constants and ``flux * cross section``. Capture
    in 177Yb is left out, as is activation of other isotopes of the target.

    Examples
    --------
    One gram of 99 % enriched 176Yb, two weeks at 1e14, in GBq at the end of bombardment and a day later:

    >>> end = irradiate("Yb-176", 1.0, 0.99, [[1e14, 336.0]])
    >>> (end.activity_mbq() / 1e3).round(1).item(), (end.after_cooling(24.0).activity_mbq() / 1e3).round(1).item()
    (709.6, 649.8)
    """
    if target not in _NODES:
        raise UserError("There is no activation model of this target.", given=target, allowed=", ".join(_NODES))
    mass = _within(mass_g, "mass of the target in g", upper=np.inf)
    enrichment = _within(enrichment_fraction, "enrichment", upper=1.0)
    steps = np.asarray(flux_steps, dtype=np.float64)
    if steps.ndim not in (2, 3) or steps.shape[-1] != 2:
        raise UserError(
            "The flux history is not a list of steps.",
            given=f"shape {steps.shape}",
            allowed="shape (n_steps, 2) or (n_options, n_steps, 2): flux in n/(cm2 s), duration in h",
        )
    if not ((steps >= 0).all() and np.isfinite(steps).all()):
        raise UserError("A flux or a duration is negative or not finite.", allowed="zero or more")
    try:
        shape = np.broadcast_shapes(mass.shape, enrichment.shape, steps.shape[:-2])
    except ValueError:
        raise UserError(
            "Masses, enrichments and flux histories are not for the same options.",
            given=f"shapes {mass.shape}, {enrichment.shape} and {steps.shape}",
            allowed="single values, or n_options of each",
        ) from None
    data = load_nuclide_data(nuclear_data) if isinstance(nuclear_data, str) else nuclear_data
    sections = load_cross_sections(cross_sections) if isinstance(cross_sections, str) else cross_sections
    atoms = np.zeros((3, *shape))
    atoms[0] = mass * enrichment * AVOGADRO_PER_MOL / _atomic_masses_u()[target]
    fresh = IrradiatedTarget(
        target=target,
        nuclides=_NODES[target],
        atoms=atoms,
        mass_g=mass,
        enrichment_fraction=enrichment,
        data=data,
        cross_sections=sections,
    )
    rates = _rates_of(target, data, sections, product_burn_up=product_burn_up)
    return _irradiate_further(fresh, steps, rates, burn=(target_burn_up, product_burn_up))


def end_of_bombardment_activity_mbq(
    target: str,
    mass_g: ArrayLike,
    enrichment_fraction: ArrayLike,
    flux_steps: ArrayLike,
    *,
    cooling_h: ArrayLike = 0.0,
    cross_sections: str | CrossSections = DEFAULT_CROSS_SECTIONS,
    nuclear_data: str | NuclideData = DEFAULT_DATA,
) -> Array:
    """Activity of 177Lu in MBq at the end of bombardment, or `cooling_h` after it, shape () or (n_options,).

    Burn-up of target and product is included.

    Parameters
    ----------
    target, mass_g, enrichment_fraction, flux_steps, cross_sections, nuclear_data
        As of `irradiate`.
    cooling_h : float or array, shape (n_options,)
        Time after the end of bombardment in h, zero or more.

    Examples
    --------
    >>> end_of_bombardment_activity_mbq("Lu-176", 1e-3, 1.0, [[2e14, 336.0]]).round(-3).item()
    735000.0
    """
    end = irradiate(
        target, mass_g, enrichment_fraction, flux_steps, cross_sections=cross_sections, nuclear_data=nuclear_data
    )
    return end.after_cooling(cooling_h).activity_mbq() if np.any(cooling_h) else end.activity_mbq()


def carrier_free_specific_activity_mbq_per_g(nuclide: str = PRODUCT, *, nuclear_data: str = DEFAULT_DATA) -> float:
    """Specific activity of the pure nuclide in MBq/g: ``ln 2 / half-life * Avogadro / atomic mass``.

    Parameters
    ----------
    nuclide : str
        The nuclide.
    nuclear_data : str
        Nuclear data set that gives its half-life.

    Examples
    --------
    >>> f"{carrier_free_specific_activity_mbq_per_g():.4e}"
    '4.1077e+09'
    """
    decays_per_s = load_nuclide_data(nuclear_data).decay_constant_of(nuclide) / s_from_h(1.0)
    masses = _atomic_masses_u()
    if nuclide not in masses:
        raise UserError("There is no atomic mass of this nuclide.", given=nuclide, allowed=", ".join(masses))
    return mbq_from_bq(decays_per_s * AVOGADRO_PER_MOL / masses[nuclide])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rates:
    """What drives the three nodes of a target: decay in 1/h and capture in barn."""

    graph: TransferGraph
    decay_loss_per_h: Array
    target_capture_barn: Array
    product_capture_barn: Array
    edge_decay_per_h: Array
    edge_capture_barn: Array


def _rates_of(target: str, data: NuclideData, sections: CrossSections, *, product_burn_up: bool) -> _Rates:
    decay = data.decay_constant_of
    lost = sections.capture_cross_section_barn(PRODUCT, _LOST_BY_CAPTURE) if product_burn_up else 0.0
    if target == "Yb-176":
        feed = sections.capture_cross_section_barn("Yb-176", "Yb-177")
        return _Rates(
            graph=TransferGraph(n_nodes=3, edges=((0, 1), (1, 2))),
            decay_loss_per_h=np.array([0.0, decay("Yb-177"), decay(PRODUCT)]),
            target_capture_barn=np.array([feed, 0.0, 0.0]),
            product_capture_barn=np.array([0.0, 0.0, lost]),
            edge_decay_per_h=np.array([0.0, decay("Yb-177") * data.branches["Yb-177"][PRODUCT]]),
            edge_capture_barn=np.array([feed, 0.0]),
        )
    to_ground, to_isomer = (
        sections.capture_cross_section_barn("Lu-176", PRODUCT),
        sections.capture_cross_section_barn("Lu-176", ISOMER),
    )
    isomer_lost = sections.capture_cross_section_barn(ISOMER, _LOST_BY_CAPTURE) if product_burn_up else 0.0
    return _Rates(
        graph=TransferGraph(n_nodes=3, edges=((0, 1), (0, 2), (1, 2))),
        decay_loss_per_h=np.array([0.0, decay(ISOMER), decay(PRODUCT)]),
        target_capture_barn=np.array([to_ground + to_isomer, 0.0, 0.0]),
        product_capture_barn=np.array([0.0, isomer_lost, lost]),
        edge_decay_per_h=np.array([0.0, 0.0, decay(ISOMER) * data.branches[ISOMER][PRODUCT]]),
        edge_capture_barn=np.array([to_isomer, to_ground, 0.0]),
    )


def _irradiate_further(
    start: IrradiatedTarget, steps: Array, rates: _Rates, *, burn: tuple[bool, bool]
) -> IrradiatedTarget:
    """Follow `steps`, shape (..., n_steps, 2), from `start`; `burn` says whether target and product capture."""
    shape = np.broadcast_shapes(start.atoms.shape[1:], steps.shape[:-2])
    atoms = np.broadcast_to(start.atoms.reshape(3, *start.atoms.shape[1:]), (3, *shape)).reshape(3, -1)
    flat = np.broadcast_to(steps, (*shape, *steps.shape[-2:])).reshape(-1, *steps.shape[-2:])
    capture_barn = burn[0] * rates.target_capture_barn + burn[1] * rates.product_capture_barn
    for step in range(flat.shape[1]):
        per_barn_h = flat[:, step, 0] * CM2_PER_BARN * s_from_h(1.0)
        atoms = propagate(
            rates.graph,
            initial=atoms,
            loss_per_h=rates.decay_loss_per_h[:, None] + capture_barn[:, None] * per_barn_h,
            transfer_per_h=rates.edge_decay_per_h[:, None] + rates.edge_capture_barn[:, None] * per_barn_h,
            duration_h=flat[:, step, 1],
        )
    return IrradiatedTarget(
        target=start.target,
        nuclides=start.nuclides,
        atoms=atoms.reshape(3, *shape),
        mass_g=start.mass_g,
        enrichment_fraction=start.enrichment_fraction,
        data=start.data,
        cross_sections=start.cross_sections,
    )


@cache
def _atomic_masses_u() -> Mapping[str, float]:
    table = load_table("atomic_masses")
    return MappingProxyType(dict(zip(table.text("nuclide"), table["atomic_mass_u"].tolist(), strict=True)))


def _within(value: ArrayLike, name: str, *, upper: float) -> Array:
    numbers = np.asarray(value, dtype=np.float64)
    if not ((numbers > 0).all() and (numbers <= upper).all() and np.isfinite(numbers).all()):
        allowed = "above zero" if upper == np.inf else f"above zero, up to {upper:g}"
        raise UserError(f"The {name} is out of range.", given=numbers.tolist(), allowed=allowed)
    return numbers
