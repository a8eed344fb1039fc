"""Decay, activation, dose rate, waste and vial arithmetic: pure functions of numbers with units in their names.

Nuclear data come from `doseline.evidence` by the name of a set; nothing is looked up silently and no limit has a
default.
"""

from doseline.physics.activation import (
    CrossSections,
    IrradiatedTarget,
    carrier_free_specific_activity_mbq_per_g,
    end_of_bombardment_activity_mbq,
    irradiate,
    load_cross_sections,
)
from doseline.physics.chains import Chain, decay_chain
from doseline.physics.decay import activity_at, decay_factor, time_to_activity_h
from doseline.physics.dose_rate import (
    BiexponentialFit,
    DoseRateConstant,
    ambient_dose_equivalent_usv,
    dose_rate_usv_per_h,
    fit_biexponential,
    load_dose_rate_constant,
    time_below_h,
    time_integrated_activity_mbq_h,
)
from doseline.physics.nuclides import DEFAULT_DATA, NuclideData, half_life_h, load_nuclide_data
from doseline.physics.retention import Retention, load_retention
from doseline.physics.vial import (
    WindowH,
    activity_at_calibration_mbq,
    expected_administered_activity_mbq,
    fillable_window_h,
    tolerance_window_h,
    volume_to_fill_ml,
)
from doseline.physics.waste import isomer_mixture_mbq, limit_sum, time_to_limits_h

__all__ = [
    "DEFAULT_DATA",
    "BiexponentialFit",
    "Chain",
    "CrossSections",
    "DoseRateConstant",
    "IrradiatedTarget",
    "NuclideData",
    "Retention",
    "WindowH",
    "activity_at",
    "activity_at_calibration_mbq",
    "ambient_dose_equivalent_usv",
    "carrier_free_specific_activity_mbq_per_g",
    "decay_chain",
    "decay_factor",
    "dose_rate_usv_per_h",
    "end_of_bombardment_activity_mbq",
    "expected_administered_activity_mbq",
    "fillable_window_h",
    "fit_biexponential",
    "half_life_h",
    "irradiate",
    "isomer_mixture_mbq",
    "limit_sum",
    "load_cross_sections",
    "load_dose_rate_constant",
    "load_nuclide_data",
    "load_retention",
    "time_below_h",
    "time_integrated_activity_mbq_h",
    "time_to_activity_h",
    "time_to_limits_h",
    "tolerance_window_h",
    "volume_to_fill_ml",
]
