"""Activation as an ordinary differential equation in seconds, written reaction by reaction."""

import math
from collections.abc import Iterable

import numpy as np
from scipy.integrate import solve_ivp

BARN_CM2 = 1e-24


def _constant(half_life_h: float) -> float:
    return math.log(2) / (half_life_h * 3600)


def _solve(change, atoms, duration_h, flux):
    if duration_h == 0:
        return atoms
    seconds = duration_h * 3600
    solved = solve_ivp(
        lambda _t, n: change(n, flux), (0.0, seconds), atoms, method="Radau", rtol=1e-10, atol=1e-14 * max(atoms)
    )
    return solved.y[:, -1]


def ytterbium_atoms(
    target_atoms: float,
    flux_steps: Iterable[tuple[float, float]],
    *,
    half_lives_h: dict[str, float],
    target_barn: float,
    product_barn: float,
) -> dict[str, float]:
    """176Yb, 177Yb and 177Lu after the steps of (flux in 1/(cm2 s), duration in h)."""
    ytterbium, lutetium = _constant(half_lives_h["Yb-177"]), _constant(half_lives_h["Lu-177"])

    def change(atoms, flux):
        target, mother, product = atoms
        captured = flux * target_barn * BARN_CM2 * target
        burnt = flux * product_barn * BARN_CM2 * product
        return [-captured, captured - ytterbium * mother, ytterbium * mother - lutetium * product - burnt]

    atoms = np.array([target_atoms, 0.0, 0.0])
    for flux, duration_h in flux_steps:
        atoms = _solve(change, atoms, duration_h, flux)
    return dict(zip(("Yb-176", "Yb-177", "Lu-177"), atoms, strict=True))


def lutetium_atoms(
    target_atoms: float,
    flux_steps: Iterable[tuple[float, float]],
    *,
    half_lives_h: dict[str, float],
    isomer_to_ground_fraction: float,
    ground_barn: float,
    isomer_barn: float,
    ground_burnt_barn: float,
    isomer_burnt_barn: float,
) -> dict[str, float]:
    """176Lu, 177mLu and 177Lu after the steps of (flux in 1/(cm2 s), duration in h)."""
    isomer_per_s, ground_per_s = _constant(half_lives_h["Lu-177m"]), _constant(half_lives_h["Lu-177"])

    def change(atoms, flux):
        target, isomer, ground = atoms
        per_barn = flux * BARN_CM2
        into_isomer, into_ground = per_barn * isomer_barn * target, per_barn * ground_barn * target
        decayed = isomer_per_s * isomer
        return [
            -into_isomer - into_ground,
            into_isomer - decayed - per_barn * isomer_burnt_barn * isomer,
            into_ground
            + isomer_to_ground_fraction * decayed
            - ground_per_s * ground
            - per_barn * ground_burnt_barn * ground,
        ]

    atoms = np.array([target_atoms, 0.0, 0.0])
    for flux, duration_h in flux_steps:
        atoms = _solve(change, atoms, duration_h, flux)
    return dict(zip(("Lu-176", "Lu-177m", "Lu-177"), atoms, strict=True))
