"""Physics refuses what makes no sense, and says what would."""

import math
from datetime import UTC, datetime

import pytest

from doseline.errors import UserError
from doseline.physics import (
    Chain,
    Retention,
    activity_at,
    activity_at_calibration_mbq,
    ambient_dose_equivalent_usv,
    carrier_free_specific_activity_mbq_per_g,
    decay_chain,
    decay_factor,
    dose_rate_usv_per_h,
    expected_administered_activity_mbq,
    fillable_window_h,
    fit_biexponential,
    irradiate,
    isomer_mixture_mbq,
    limit_sum,
    load_cross_sections,
    load_dose_rate_constant,
    load_nuclide_data,
    load_retention,
    time_below_h,
    time_to_activity_h,
    time_to_limits_h,
    tolerance_window_h,
)
from doseline.physics.transfer import TransferGraph
from doseline.quantities import Activity

VIAL = Retention(kinetics_of="a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
WEEK = [[1e14, 168.0]]
NOON_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)

REFUSED = {
    "half-life of zero": (lambda: decay_factor(0.0, 1.0), "above zero"),
    "activity of a stable nuclide": (
        lambda: time_to_activity_h(half_life_h=math.inf, activity_mbq=1.0, target_activity_mbq=0.5),
        "stable",
    ),
    "unknown nuclide": (lambda: decay_chain("Xx-1"), "add-a-nuclide"),
    "unknown set": (lambda: load_nuclide_data("icrp107"), "nubase2020"),
    "unknown nuclide of an activity": (
        lambda: activity_at(Activity(nuclide="Co-60", activity_mbq=1.0, reference_at=NOON_AT), NOON_AT),
        "Co-60",
    ),
    "past of a chain": (lambda: decay_chain("Yb-177").activity_mbq({"Yb-177": 1.0}, [0.0, -2.0]), "-2.0"),
    "time that is no number": (lambda: decay_chain("Yb-177").activity_mbq({"Yb-177": 1.0}, math.nan), "zero or more"),
    "negative start": (lambda: decay_chain("Yb-177").activity_mbq({"Yb-177": -1.0}, 0.0), "-1.0"),
    "start of the wrong shape": (lambda: decay_chain("Yb-177").activity_mbq([1.0], 0.0), "(3,)"),
    "start of another chain": (lambda: decay_chain("Yb-177").activity_mbq({"Y-90": 1.0}, 0.0), "Y-90"),
    "activity of stable hafnium": (lambda: decay_chain("Lu-177").activity_mbq({"Hf-177": 1.0}, 0.0), "stable"),
    "circle": (lambda: Chain({"A": 1.0, "B": 1.0}, {"A": {"B": 1.0}, "B": {"A": 1.0}}), "circle"),
    "branches above one": (lambda: Chain({"A": 1.0, "B": 1.0, "C": 1.0}, {"A": {"B": 0.9, "C": 0.2}}), "0.9"),
    "daughter without half-life": (lambda: Chain({"A": 1.0}, {"A": {"B": 1.0}}), "'B'"),
    "stable parent": (lambda: Chain({"A": math.inf, "B": 1.0}, {"A": {"B": 1.0}}), "cannot decay"),
    "edge backwards": (lambda: TransferGraph(n_nodes=2, edges=((1, 0),)), "later node"),
    "unknown target": (lambda: irradiate("Gd-160", 1.0, 1.0, WEEK), "Yb-176"),
    "no target": (lambda: irradiate("Yb-176", 0.0, 1.0, WEEK), "mass"),
    "enrichment in percent": (lambda: irradiate("Yb-176", 1.0, 99.0, WEEK), "99.0"),
    "one step without list": (lambda: irradiate("Yb-176", 1.0, 1.0, [1e14, 168.0]), "shape (2,)"),
    "negative flux": (lambda: irradiate("Yb-176", 1.0, 1.0, [[-1.0, 1.0]]), "zero or more"),
    "options that do not fit": (lambda: irradiate("Yb-176", [1.0, 2.0, 3.0], 1.0, [WEEK, WEEK]), "same options"),
    "unknown cross sections": (lambda: load_cross_sections("best"), "mughabghab2018"),
    "burn-up without cross section": (
        lambda: irradiate("Yb-176", 1.0, 1.0, WEEK, cross_sections="iaea1987"),
        "product_burn_up=False",
    ),
    "isomer of the ytterbium route": (
        lambda: irradiate("Yb-176", 1.0, 1.0, WEEK).activity_mbq("Lu-177m"),
        "certificate of analysis",
    ),
    "activity of the target": (lambda: irradiate("Lu-176", 1.0, 1.0, WEEK).activity_mbq("Lu-176"), "stable"),
    "mass that is not there": (lambda: carrier_free_specific_activity_mbq_per_g("Y-90"), "atomic mass"),
    "phases that do not add up": (
        lambda: Retention(kinetics_of="x", phase_fractions=(0.5, 0.4), effective_half_lives_h=(1.0, 2.0)),
        "add up to one",
    ),
    "retention before administration": (lambda: VIAL.retained_fraction(-1.0), "before"),
    "interval backwards": (lambda: VIAL.time_integrated_activity_coefficient_h(2.0, 1.0), "forward"),
    "kinetics of another product": (lambda: load_retention("dotatate"), "kurth2018_excretion"),
    "air kerma as dose rate": (lambda: load_dose_rate_constant("air_kerma_20_kev"), "air-kerma"),
    "no distance": (
        lambda: dose_rate_usv_per_h(
            administered_activity_mbq=1.0,
            elapsed_h=0.0,
            retention=VIAL,
            constant_usv_m2_per_gbq_h=3.7,
            distance_m=0.0,
        ),
        "distance",
    ),
    "limit of zero": (
        lambda: time_below_h(0.0, administered_activity_mbq=1.0, retention=VIAL, constant_usv_m2_per_gbq_h=3.7),
        "above zero",
    ),
    "occupancy in percent": (
        lambda: ambient_dose_equivalent_usv(
            administered_activity_mbq=1.0, retention=VIAL, constant_usv_m2_per_gbq_h=3.7, occupancy_fraction=25.0
        ),
        "25.0",
    ),
    "three points for four parameters": (lambda: fit_biexponential([0, 1, 2], [3, 2, 1], [1, 1, 1]), "4 points"),
    "fast slower than slow": (
        lambda: fit_biexponential([0, 1, 2], [3, 2, 1], [1, 1, 1], fast_half_life_h=5.0, slow_half_life_h=2.0),
        "fast < slow",
    ),
    "isomer in percent": (lambda: isomer_mixture_mbq(1.0, 5.0), "0.0005"),
    "no limit for what grows in": (lambda: limit_sum({"Lu-177m": 1.0}, 1.0, {"Lu-177m": 1.0}, 0.0), "Lu-177"),
    "no mass of waste": (lambda: limit_sum({"Lu-177": 1.0}, 0.0, {"Lu-177": 1.0}, 0.0), "mass"),
    "limit of waste of zero": (lambda: time_to_limits_h({"Lu-177": 1.0}, 1.0, {"Lu-177": 0.0}), "above zero"),
    "no volume": (lambda: activity_at_calibration_mbq(0.0, 1000.0), "volume"),
    "volumes the wrong way round": (
        lambda: fillable_window_h(
            smallest_volume_ml=12.5,
            largest_volume_ml=7.5,
            activity_concentration_mbq_per_ml=1000.0,
            prescribed_activity_mbq=7400.0,
            half_life_h=159.528,
        ),
        "smallest first",
    ),
    "tolerance in percent": (lambda: tolerance_window_h(half_life_h=1.0, tolerance_fraction=10.0), "ten percent"),
    "margin above tolerance": (
        lambda: tolerance_window_h(half_life_h=1.0, tolerance_fraction=0.1, margin_fraction=0.2),
        "0.2",
    ),
    "residual above what is held": (
        lambda: expected_administered_activity_mbq(
            vial_activity_mbq=1.0, elapsed_h=0.0, half_life_h=1.0, residual_activity_mbq=2.0
        ),
        "residual",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_and_said_why(case):
    act, said = REFUSED[case]
    with pytest.raises(UserError) as caught:
        act()
    assert said in str(caught.value)
