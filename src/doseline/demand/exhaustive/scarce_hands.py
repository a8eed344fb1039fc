"""XS instances in which heads with a competence, or devices, are scarce: C11, C12."""

from dataclasses import replace

from doseline.demand.exhaustive.base import LUTETIUM, WORKDAYS, base, hours, place, slot
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import Device, DeviceTask, Qualification, Task, TaskCompetence
from doseline.network import Network


def c11_competence(scene: Scene) -> Network:
    """Nurses enough, but one who may start an infusion, two hours a day; or two whose licences end, both needed."""
    network = _three_waiting(scene)
    weekdays = tuple(str(weekday) for weekday in WORKDAYS)
    one = Qualification(
        qualification_id="N1",
        site_id="CENTRE-A",
        role="nurse",
        competences=("infusion",),
        weekdays=weekdays,
        starts_local="08:00",
        ends_local="10:00",
        heads=1,
        source=SOURCE,
        confidence="synthetic",
    )
    if scene.variant(2) == 0:
        return replace(network, qualifications=(one,), task_competences=(_competence(0, "infusion"),))
    # one nurse holds both competences and another one of them: together they treat one patient, in the morning
    both = replace(one, competences=("infusion", "survey"), ends_local="12:00", valid_until_on=scene.day(2))
    other = replace(one, qualification_id="N2", ends_local="12:00", valid_until_on=scene.day(scene.rng.choice((2, 3))))
    survey = Task(
        product_id=LUTETIUM,
        role="nurse",
        anchor="administration",
        from_min=-120,
        to_min=120,
        heads=1,
        source=SOURCE,
        confidence="synthetic",
    )
    return replace(
        network,
        tasks=(*network.tasks, survey),
        qualifications=(both, other),
        task_competences=(_competence(0, "infusion"), _competence(-120, "survey")),
    )


def c12_devices(scene: Scene) -> Network:
    """One pump, or one hot cell, that a patient holds for most of the day."""
    network = _three_waiting(scene)
    pump = scene.variant(2) == 0
    kind = "infusion_pump" if pump else "hot_cell"
    task = DeviceTask(
        product_id=LUTETIUM,
        kind=kind,
        anchor="administration" if pump else "discharge",
        from_min=0 if pump else -480,
        to_min=480 if pump else 0,
        units=1,
        source=SOURCE,
        confidence="synthetic",
    )
    units = {"CENTRE-A": 1, "CENTRE-B": 3}
    devices = tuple(
        Device(site_id=site_id, kind=kind, units=count, source=SOURCE, confidence="synthetic")
        for site_id, count in units.items()
    )
    network = replace(network, devices=devices, device_tasks=(task,))
    if pump:
        return network
    opening_hours = (
        *(row for row in network.opening_hours if row.service != "discharge"),
        *hours("CENTRE-A", "discharge", WORKDAYS, "18:00", "20:00"),
    )
    return replace(network, opening_hours=opening_hours)


def _three_waiting(scene: Scene) -> Network:
    """Three patients due on one day at one centre with a bed for each, and no nights."""
    waiting = Waiting(scene=scene)
    for _ in range(3):
        waiting.add(2)
    network = waiting.into(base(scene))
    return replace(
        network,
        places=(place("A-1"), place("A-2"), place("A-3"), place("B-1")),
        site_products=tuple(row for row in network.site_products if row.site_id == "CENTRE-A"),
        covers=(),
        slots=(slot(scene, 0), slot(scene, 2)),
    )


def _competence(from_min: int, competence: str) -> TaskCompetence:
    return TaskCompetence(
        product_id=LUTETIUM,
        role="nurse",
        anchor="administration",
        from_min=from_min,
        competence=competence,
        source=SOURCE,
        confidence="synthetic",
    )
