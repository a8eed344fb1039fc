"""The plain model says what the relaxation says."""

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.planning.problem import compile_problem
from doseline.planning.relaxation import Relaxation
from doseline.planning.solve import Effort, Outcome, solve_problem
from doseline.planning.solvers.day_model import build_day_model, treatments_of
from doseline.planning.solvers.peers import hint_of

INSTANCES = ("XS-01", "XS-02", "XS-C04", "XS-C09", "XS-C18", "XS-C20")


def planned(name: str) -> tuple[Relaxation, Outcome]:
    network = next(synthesise(instance=known, seed=1) for known in _names() if known.startswith(name))
    outcome = solve_problem(compile_problem(network), effort=Effort(work=1))
    return Relaxation(outcome.problem), outcome


def _names() -> tuple[str, ...]:
    from doseline.demand.exhaustive import names

    return tuple(names())


@pytest.mark.parametrize("name", [name for name in INSTANCES if any(known.startswith(name) for known in _names())])
@pytest.mark.parametrize("once", [False, True])
def test_a_legal_plan_keeps_every_row_and_has_its_values(name, once):
    relaxation, outcome = planned(name)
    model = build_day_model(relaxation, treatments_of(relaxation), drop_slack=False, once=once)
    values = hint_of(relaxation, model, outcome.state)
    use = model.matrix @ values
    assert values.min() >= 0.0
    assert (values <= model.upper).all()
    assert (use >= model.row_lower - 1e-9).all()
    assert (use <= model.row_upper + 1e-9).all()
    assert model.in_window @ values == outcome.in_window
    assert model.undone_days - model.saved_days @ values == outcome.days_late


def test_a_cycle_given_twice_breaks_a_row():
    relaxation, outcome = planned("XS-C18")
    model = build_day_model(relaxation, treatments_of(relaxation))
    values = hint_of(relaxation, model, outcome.state)
    n_treatments = model.treatments.cell.shape[0]
    served = np.isin(model.treatments.cycle, model.treatments.cycle[values[:n_treatments] > 0.0])
    (more,) = np.nonzero(served & (values[:n_treatments] == 0.0))
    values[more[0]] = 1.0
    use = model.matrix @ values
    assert ((use < model.row_lower - 1e-9) | (use > model.row_upper + 1e-9)).any()


def test_keys_of_columns_and_rows_are_their_own():
    relaxation, _ = planned("XS-01")
    treatments = treatments_of(relaxation)
    model = build_day_model(relaxation, treatments)
    assert np.unique(model.column_key).shape == model.column_key.shape == (model.n_columns,)
    assert np.unique(model.row_key).shape == model.row_key.shape == model.row_lower.shape
    some = np.arange(treatments.cell.shape[0]) % 2 == 0
    part = build_day_model(relaxation, treatments, keep=some)
    assert np.isin(part.column_key[: part.treatments.cell.shape[0]], model.column_key).all()
