"""Who the patients are: sex, age, weight, what they accept, and whether they are in a trial."""

from dataclasses import dataclass

import numpy as np

from doseline.demand.arrivals import Layer
from doseline.demand.parameters import Parameters
from doseline.demand.streams import Purpose, Streams

__all__ = ["Person", "people_of"]

_AGE_Y = (18, 95)
_WEIGHT_KG = (40.0, 150.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A synthetic patient before the course is known.

    Attributes
    ----------
    sex : female or male
    age_y : age at the start of the horizon (y)
    weight_kg : body weight (kg)
    accepts_min : longest travel accepted, before the nearest centre is looked at (min)
    transfer_allowed : whether the patient may change centre within the course
    in_trial : whether the course belongs to a trial
    """

    sex: str
    age_y: int
    weight_kg: float
    accepts_min: float
    transfer_allowed: bool
    in_trial: bool


def people_of(layer: Layer, parameters: Parameters, streams: Streams) -> list[Person]:
    """Draw the people of a layer, one for each of its `count` rows.

    Sex and age follow the indication; ages are normal, cut off at 18 and 95, weights normal by sex, cut off at 40 and
    150 kg.
    """
    product_id = layer.regimen.product_id
    rng = streams.of(Purpose.PEOPLE, layer.regimen.regimen_id, layer.catchment.catchment_id, layer.number)
    chance = rng.random((layer.count, 4))
    bell = rng.standard_normal((layer.count, 2))
    male = chance[:, 0] < parameters.value("male_fraction", product_id)
    age_y = parameters.value("age_mean_y", product_id) + parameters.value("age_sd_y", product_id) * bell[:, 0]
    mean_kg, sd_kg = (
        np.where(
            male,
            parameters.value(f"weight_male_{figure}_kg", product_id),
            parameters.value(f"weight_female_{figure}_kg", product_id),
        )
        for figure in ("mean", "sd")
    )
    weight_kg = np.clip(mean_kg + sd_kg * bell[:, 1], *_WEIGHT_KG)
    near = chance[:, 1] < parameters.value("short_travel_fraction")
    accepts_min = np.where(near, parameters.value("short_travel_min"), parameters.value("max_travel_min"))
    transfer = chance[:, 2] < parameters.value("transfer_allowed_fraction", product_id)
    trial = chance[:, 3] < parameters.value("trial_fraction", product_id)
    return [
        Person(
            sex="male" if male[row] else "female",
            age_y=int(np.clip(age_y[row], *_AGE_Y)),
            weight_kg=round(float(weight_kg[row]), 1),
            accepts_min=float(accepts_min[row]),
            transfer_allowed=bool(transfer[row]),
            in_trial=bool(trial[row]),
        )
        for row in range(layer.count)
    ]
