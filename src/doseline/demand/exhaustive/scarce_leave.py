"""XS instances in which dates, centres, trials, the time after the horizon, promises or floors bind: C17 to C22."""

from dataclasses import replace

from doseline.demand.exhaustive.base import LUTETIUM, base, place, regimen, slot
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import (
    Closure,
    InitialOrder,
    Lab,
    Pin,
    RegionFloor,
    Standby,
    TailSupply,
    TrialSlot,
    TrialSupply,
)
from doseline.network import Network


def c17_dates(scene: Scene) -> Network:
    """A late cycle pushes the next one, a doctor holds a course back, or laboratory results are missing."""
    waiting = Waiting(scene=scene)
    if scene.variant(3) == 0:
        waiting.add(0, given=1, interval_due_d=7, home="CENTRE-A")
        waiting.add(0, given=1, interval_due_d=7, home="CENTRE-B", town="B")
        network = waiting.into(base(scene))
        shut = Closure(
            closure_id="CLOSED",
            site_id="CENTRE-A",
            starts_at=scene.at(0, "00:00"),
            ends_at=scene.at(2, "00:00"),
            reason="Move",
        )
        return replace(
            network,
            regimens=(regimen(LUTETIUM, cycles=4, interval_due_d=7),),
            closures=(shut,),
            slots=(slot(scene, 0), slot(scene, 7)),
        )
    course_id = waiting.add(2)
    other_id = waiting.add(3, town="B")
    network = waiting.into(base(scene))
    fit = Lab(course_id=other_id, taken_at=scene.at(-8, "09:00"), outcome="fit")
    held = (
        Lab(course_id=course_id, taken_at=scene.at(-8, "11:00"), outcome="withhold", retest_on=scene.day(4))
        if scene.variant(3) == 1
        else Lab(course_id=course_id, taken_at=scene.at(-25, "11:00"), outcome="fit")
    )
    return replace(
        network,
        regimens=(regimen(LUTETIUM, labs_valid_d=14, labs_turnaround_d=4),),
        labs=(fit, held),
        slots=(slot(scene, 0), slot(scene, 3)),
    )


def c18_centre(scene: Scene) -> Network:
    """The near centre, or the centre of the course, opens too late; another one could."""
    waiting = Waiting(scene=scene)
    if scene.variant(2) == 0:
        waiting.add(2, town="B", max_travel_min=30.0)
        waiting.add(2)
    else:
        waiting.add(2, town="B", given=1, home="CENTRE-B")
        waiting.add(2)
    network = waiting.into(base(scene))
    return replace(
        network,
        site_products=tuple(
            replace(row, valid_from_on=scene.day(4)) if row.site_id == "CENTRE-B" else row
            for row in network.site_products
        ),
        slots=(slot(scene, 0), slot(scene, 3)),
    )


def c19_trial(scene: Scene) -> Network:
    """The bed is held for a trial on the days around the due date, or the vials of a supplier are for it alone."""
    waiting = Waiting(scene=scene)
    in_trial = waiting.add(2, max_travel_min=30.0)
    for _ in range(2):
        waiting.add(2, max_travel_min=30.0)
    network = waiting.into(base(scene))
    network = replace(
        network,
        courses=tuple(replace(row, trial_id="TRIAL") if row.course_id == in_trial else row for row in network.courses),
        places=(place("A-1"), place("B-1")),
        slots=(slot(scene, 0), slot(scene, 3)),
    )
    if scene.variant(2) == 0:
        held = tuple(
            TrialSlot(
                trial_slot_id=f"HELD-{weekday}",
                trial_id="TRIAL",
                site_id="CENTRE-A",
                place_id=scene.rng.choice((None, "A-1")),
                weekday=weekday,
                last_on=scene.day(6),
                source=SOURCE,
                confidence="synthetic",
            )
            for weekday in (2, 3, 4)
        )
        return replace(network, trial_slots=held)
    own = TrialSupply(
        supplier_id="SPONSOR", product_id=LUTETIUM, trial_id="TRIAL", source=SOURCE, confidence="synthetic"
    )
    sponsor = replace(network.suppliers[0], supplier_id="SPONSOR", name="Sponsor")
    return replace(
        network,
        suppliers=(*network.suppliers, sponsor),
        trial_supply=(own,),
        slots=(replace(slot(scene, 0), supplier_id="SPONSOR"), slot(scene, 3)),
    )


def c20_tail(scene: Scene) -> Network:
    """Beds, vials or nurses after the horizon carry fewer second cycles than there are patients for a first."""
    waiting = Waiting(scene=scene)
    variant = scene.variant(3)
    for _ in range(2 if variant == 2 else 3):
        waiting.add(7)
    if variant == 2 or scene.rng.random() < 0.5:
        waiting.add(11 if variant == 2 else 8, given=1, home="CENTRE-A")
    network = waiting.into(base(scene, tail_weeks=2))
    network = replace(
        network,
        # Past the administration of the running course; only the second week has a slot.
        properties=replace(network.properties, planned_at=scene.at(-2, "12:00")),
        site_products=tuple(row for row in network.site_products if row.site_id == "CENTRE-A"),
        regimens=(regimen(LUTETIUM, cycles=3),),
        slots=(slot(scene, 7, quantity=5),),
    )
    if variant == 0:
        return replace(network, places=(place("A-1", stays_per_week=1.0), place("A-2", stays_per_week=0.8)))
    if variant == 1:
        vials = TailSupply(product_id=LUTETIUM, vials_per_week=1.7, source=SOURCE, confidence="synthetic")
        return replace(network, tail_supply=(vials,))
    monday = next(row for row in network.rosters if row.site_id == "CENTRE-A" and row.weekday == 1)
    return replace(network, rosters=(replace(monday, starts_local="14:00", ends_local="16:00", heads=2),))


def c21_pin(scene: Scene) -> Network:
    """A promise to a light patient holds the bed when a heavier one is due, or stands days after the due date."""
    waiting = Waiting(scene=scene)
    promised_id = waiting.add(2, weight=1, max_travel_min=30.0)
    waiting.add(2, weight=3, max_travel_min=30.0)
    waiting.add(2, weight=scene.rng.choice((2, 3)), max_travel_min=30.0)
    network = waiting.into(base(scene))
    pin = Pin(
        course_id=promised_id,
        cycle_number=1,
        site_id="CENTRE-A",
        place_id="A-1",
        administered_at=scene.at((2, 4)[scene.variant(2)], "08:00"),
    )
    return replace(network, places=(place("A-1"), place("B-1")), pins=(pin,), slots=(slot(scene, 0), slot(scene, 3)))


def c21_standby(scene: Scene) -> Network:
    """A vial on its way is given up, on days for which nobody is called in but who stands by and can be there."""
    waiting = Waiting(scene=scene)
    held_id = waiting.add(1, given=1, home="CENTRE-A")
    standby_id = waiting.add(1, weight=1, max_travel_min=30.0)
    waiting.add(1, weight=3, max_travel_min=30.0)
    network = waiting.into(base(scene))
    variant = scene.variant(3)
    order = InitialOrder(
        order_id="GIVEN-UP",
        supplier_id="EXTERNAL",
        product_id=LUTETIUM,
        destination_site_id="CENTRE-A",
        course_id=held_id,
        cycle_number=2,
        state="irrevocable",
        intended_on=scene.day(1),
        calibration_at=scene.at(0, "06:00"),
        dispatch_at=scene.at(0, "06:00"),
        certified_at=scene.at(0, "06:00"),
        given_up=True,
    )
    return replace(
        network,
        # the third standby patient could be there only once the vial is too old: nobody gets it
        standbys=(Standby(course_id=standby_id, notice_h=(3.0, 26.0, 72.0)[variant]),),
        properties=replace(network.properties, planned_at=scene.at(0, "05:00"), frozen_days=3),
        products=tuple(replace(row, swappable=True) for row in network.products),
        regimens=(regimen(LUTETIUM, labs_valid_d=16, labs_turnaround_d=4),),
        labs=(
            *(
                Lab(course_id=row.course_id, taken_at=scene.at(-4, "09:00"), outcome="fit")
                for row in network.courses
                if row.course_id != held_id
            ),
            Lab(course_id=held_id, taken_at=scene.at(-1, "09:00"), outcome="withhold", retest_on=scene.day(8)),
        ),
        initial_orders=(order,),
        slots=(slot(scene, 7, quantity=1),),
    )


def c22_region(scene: Scene) -> Network:
    """Two vials for patients of two regions: the lighter ones live where a share must be served in window."""
    waiting = Waiting(scene=scene)
    for _ in range(2):
        waiting.add(2, weight=scene.rng.choice((2, 3)))
    n_light = 1 + scene.variant(2)
    for _ in range(n_light):
        waiting.add(2, weight=1, town="B")
    network = waiting.into(base(scene))
    floor = RegionFloor(region_id="S", in_window_share_min=1.0 / n_light, source=SOURCE, confidence="synthetic")
    return replace(
        network,
        regions=(*network.regions, replace(network.regions[0], region_id="S", name="South")),
        region_floors=(floor,),
        catchments=tuple(
            replace(row, region_id="S") if row.catchment_id == "TOWN-B" else row for row in network.catchments
        ),
        slots=(slot(scene, 0, quantity=2),),
    )
