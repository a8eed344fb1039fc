"""Decay of a chain as an ordinary differential equation, solved by small steps."""

import math
from collections.abc import Mapping

import numpy as np
from scipy.integrate import solve_ivp


def atoms_by_ode(
    half_lives_h: Mapping[str, float],
    branches: Mapping[str, Mapping[str, float]],
    initial_atoms: Mapping[str, float],
    elapsed_h: float,
) -> dict[str, float]:
    """Atoms of each nuclide after `elapsed_h`: every parent loses, every daughter gains its share."""
    names = list(half_lives_h)
    decay_per_h = {name: math.log(2) / half_lives_h[name] for name in names}

    def change(_time_h, atoms):
        now = dict(zip(names, atoms, strict=True))
        rate = dict.fromkeys(names, 0.0)
        for parent in names:
            decays = decay_per_h[parent] * now[parent]
            rate[parent] -= decays
            for daughter, share in branches.get(parent, {}).items():
                rate[daughter] += share * decays
        return [rate[name] for name in names]

    start = np.array([initial_atoms.get(name, 0.0) for name in names])
    if elapsed_h == 0:
        return dict(zip(names, start.tolist(), strict=True))
    solved = solve_ivp(change, (0.0, elapsed_h), start, method="Radau", rtol=1e-9, atol=1e-12 * start.max())
    return dict(zip(names, solved.y[:, -1].tolist(), strict=True))
