"""Each cause of a late cycle, and of one that is not given, on a country small enough to see it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.journey import Closure, ScannerClosure, Stop, TrialSlot
from doseline.planning.bought_up import BoughtUp
from doseline.planning.disturbances import Disturbances
from doseline.planning.explain import reasons_late, reasons_unserved, record_of
from doseline.planning.kernels.state import empty_state
from doseline.planning.problem import compile_problem, initial_reactor_use
from doseline.planning.proving import REWARD, no_prices
from doseline.planning.solve import Effort, constructed, solve_problem
from tests.support.checking_country import MARK, small_country
from tests.support.scanned import scanned_country

COUNTRY = small_country()


def with_course(course_id, **changes):
    courses = tuple(replace(row, **changes) if row.course_id == course_id else row for row in COUNTRY.courses)
    return replace(COUNTRY, courses=courses)


def given_earlier(course_id, days):
    """The country in which a course had its last cycle so many days earlier, so that it is due earlier."""
    past = tuple(
        replace(row, administered_at=row.administered_at - timedelta(days=days)) if row.course_id == course_id else row
        for row in COUNTRY.past_administrations
    )
    return replace(COUNTRY, past_administrations=past)


def retested(on):
    labs = tuple(replace(row, retest_on=on) if row.outcome == "withhold" else row for row in COUNTRY.labs)
    # with a window that ends sooner after the interval
    regimens = tuple(replace(row, interval_window_end_d=45) for row in COUNTRY.regimens)
    return replace(COUNTRY, labs=labs, regimens=regimens)


def frozen(network, days):
    """The country in which nothing but what is promised may be given on the first days."""
    return replace(network, properties=replace(network.properties, frozen_days=days))


def told(network, late):
    outcome = solve_problem(compile_problem(network), effort=Effort(work=1))
    before = [column.copy() for column in outcome.state]
    reasons = (reasons_late if late else reasons_unserved)(outcome.problem, outcome.state)
    assert all(np.array_equal(one, other) for one, other in zip(before, outcome.state, strict=True))
    return {row["course_id"]: row for row in (record_of(outcome.problem, reason) for reason in reasons)}


def constructed_for(network):
    """A problem and a plan of it that is legal and no more: nobody waits for a search of a whole country."""
    problem = compile_problem(network)
    return problem, constructed(problem, no_prices(problem), REWARD)


def records_of(network, *kinds):
    """What is said of the cycles of a country, planned in haste, that are late or not given."""
    problem, state = constructed_for(network)
    return [record_of(problem, reason) for kind in kinds for reason in kind(problem, state)]


@pytest.mark.parametrize(
    ("network", "course_id", "cause", "on"),
    [
        (given_earlier("C3", 14), "C3", "pinned", "2027-03-22"),
        (retested(date(2027, 4, 4)), "C4", "withheld", "2027-04-04"),
        (with_course("C1", referred_on=date(2027, 2, 16)), "C1", "overdue", "2027-03-24"),
        (frozen(with_course("C1", referred_on=date(2027, 2, 23)), days=8), "C1", "frozen", "2027-03-24"),
        (with_course("C1", referred_on=date(2027, 2, 23)), "C1", "no_earlier_day", "2027-03-24"),
    ],
    ids=["pinned", "withheld", "overdue", "frozen", "no_earlier_day"],
)
def test_what_decides_that_a_cycle_is_late_is_named_with_its_date(network, course_id, cause, on):
    reason = told(network, late=True)[course_id]
    assert (reason["late"], reason["cause"], reason["on"]) == (True, cause, on)


def test_a_plan_without_late_cycles_gives_no_such_reason():
    assert told(COUNTRY, late=True) == {}


def test_results_withheld_beyond_the_last_day_explain_a_cycle_that_is_not_given():
    reason = told(COUNTRY, late=False)["C4"]
    assert (reason["late"], reason["cause"], reason["on"]) == (False, "withheld", "2027-05-30")
    assert reason["binding"] == ["C17"]
    assert reason["open_until"] is None


def test_the_full_row_after_the_horizon_is_named_with_its_week():
    none_left = tuple(replace(row, vials_per_week=0.0) for row in COUNTRY.tail_supply)
    reason = told(replace(COUNTRY, tail_supply=none_left), late=False)["C1"]
    assert reason["binding"] == ["C20"]
    assert reason["centres"] == ["A"]
    assert {row["row"].split("|")[0] for row in reason["tail"]} == {"tail_vial"}
    week = int(reason["tail"][0]["row"].split("|")[2])
    assert reason["tail"][0]["week_on"] == (date(2027, 4, 12) + timedelta(weeks=week)).isoformat()


def test_the_next_plan_is_promised_only_what_intervals_leave_it():
    """The cycle after one that is not given waits for that one and for the interval, as the tables say."""
    network = synthesise(instance="BE-tight", seed=77)
    problem, state = constructed_for(network)
    reasons = reasons_unserved(problem, state)
    end_on = problem.calendar.date_of(problem.calendar.horizon_days)
    retest_on = {row.course_id: row.retest_on for row in network.labs if row.outcome != "fit" and row.retest_on}
    past = sorted(network.past_administrations, key=lambda row: row.administered_at)
    given_on = {row.course_id: row.administered_at.date() for row in past}
    for cycle in np.flatnonzero(state.cycles["place"] >= 0):
        demand = problem.demands[problem.cycle_course[cycle]]
        given_on[demand.course.course_id] = problem.calendar.date_of(int(state.cycles["day"][cycle]))
    judged = {True: 0, False: 0}
    for record in (record_of(problem, reason) for reason in reasons):
        course_id = record["course_id"]
        (demand,) = (demand for demand in problem.demands if demand.course.course_id == course_id)
        (cycle,) = (cycle for cycle in demand.cycles if cycle.cycle_number == record["cycle_number"])
        earliest = max(end_on, cycle.earliest_on)
        if course_id in given_on:
            earliest = max(earliest, given_on[course_id] + timedelta(days=demand.regimen.interval_min_d))
        if course_id in retest_on:
            earliest = max(earliest, retest_on[course_id])
        given_on[course_id] = earliest
        assert record["open_until"] == (cycle.window_end_on.isoformat() if earliest <= cycle.window_end_on else None)
        judged[earliest <= cycle.window_end_on] += cycle.window_end_on >= end_on
    assert judged[True] > 20
    assert judged[False] > 20


def test_a_closed_hospital_is_the_reason_for_whom_it_does_not_treat():
    network = synthesise(instance="BE-base", seed=1)
    begin, end = datetime(2027, 3, 7, 23, tzinfo=UTC), datetime(2027, 5, 24, 22, tzinfo=UTC)
    shut = Closure(closure_id="SHUT", site_id="BORDET", starts_at=begin, ends_at=end, reason="Fire")
    pins = tuple(pin for pin in network.pins if pin.site_id != "BORDET")
    closed = replace(network, closures=(shut,), pins=pins)
    reasons = {row["course_id"]: row for row in records_of(closed, reasons_unserved)}
    at_home = {row.course_id for row in network.courses if row.home_site_id == "BORDET" and not row.transfer_allowed}
    lost = [row for key, row in reasons.items() if key in at_home and row["cause"] == "binding"]
    assert len(lost) > 10
    named = {
        "kind": "closure",
        "key": "SHUT",
        "of": "BORDET",
        "place": None,
        "starts_at": "2027-03-08T00:00:00+01:00",
        "ends_at": "2027-05-25T00:00:00+02:00",
    }
    for row in lost:
        assert row["disturbances"] == [{**named, "days": row["met"][0]["days"], "why": "Fire"}]
        assert row["met"][0]["what"] == ["closure"]
        assert row["binding"][0] == "C09"
    # without the fire none of them is lost for want of a place
    assert not [row for row in records_of(network, reasons_unserved) if row["disturbances"]]


def test_of_several_closures_those_are_named_that_keep_the_cycle_out():
    network = synthesise(instance="BE-base", seed=31)
    beds = [place for place in network.places if place.site_id == "UZ-GENT" and place.overnight]
    chair = next(place for place in network.places if place.site_id == "UZ-GENT" and not place.overnight)
    begin, end = datetime(2027, 3, 14, 23, tzinfo=UTC), datetime(2027, 5, 2, 22, tzinfo=UTC)
    fire = {"site_id": "UZ-GENT", "starts_at": begin, "ends_at": end, "reason": "Fire"}
    closures = [Closure(closure_id=f"FIRE-{bed.place_id}", place_id=bed.place_id, **fire) for bed in beds]
    broken = {**fire, "starts_at": begin - timedelta(days=2), "ends_at": end + timedelta(days=20)}
    closures.append(Closure(closure_id="CHAIR", place_id=chair.place_id, **broken))
    pins = tuple(pin for pin in network.pins if pin.site_id != "UZ-GENT")
    closed = replace(network, closures=tuple(closures), pins=pins)
    records = records_of(closed, reasons_unserved, reasons_late)
    named = [record["disturbances"] for record in records]
    overnight = {f"FIRE-{bed.place_id}" for bed in beds}
    assert sum(overnight == {one["key"] for one in disturbances} for disturbances in named) > 5
    assert all({one["key"] for one in disturbances} <= overnight for disturbances in named)
    assert any(record["disturbances"] for record in records if record["late"])


def test_a_closure_within_a_longer_one_is_not_named():
    network = synthesise(instance="BE-base", seed=31)
    begin, end = datetime(2027, 3, 14, 23, tzinfo=UTC), datetime(2027, 5, 2, 22, tzinfo=UTC)
    fire = Closure(closure_id="FIRE", site_id="UZ-GENT", starts_at=begin, ends_at=end, reason="Fire")
    bed = next(place for place in network.places if place.site_id == "UZ-GENT")
    paint = replace(fire, closure_id="PAINT", place_id=bed.place_id, ends_at=begin + timedelta(days=9), reason="Paint")
    pins = tuple(pin for pin in network.pins if pin.site_id != "UZ-GENT")
    for closures in ((fire, paint), (paint, fire), (fire, replace(fire, closure_id="SAME"))):
        closed = replace(network, closures=closures, pins=pins)
        records = records_of(closed, reasons_unserved, reasons_late)
        assert {one["key"] for record in records for one in record["disturbances"]} == {"FIRE"}
        assert all(record["binding"] for record in records if record["cause"] == "no_earlier_day")


def test_where_no_closure_decides_alone_only_those_of_a_place_that_could_serve_are_named():
    """Each bed of a hospital is closed twice at a time; a chair that is closed too could not have had the stay."""
    network = synthesise(instance="BE-base", seed=31)
    begin, end = datetime(2027, 3, 14, 23, tzinfo=UTC), datetime(2027, 5, 2, 22, tzinfo=UTC)
    here = [place for place in network.places if place.site_id == "UZ-GENT"]
    walls = {"site_id": "UZ-GENT", "starts_at": begin, "ends_at": end, "reason": "Walls"}
    floor = {**walls, "starts_at": begin - timedelta(days=1), "ends_at": end - timedelta(days=1), "reason": "Floor"}
    closures = [
        Closure(closure_id=f"{kind['reason']}-{place.place_id}", place_id=place.place_id, **kind)
        for place in here
        for kind in (walls, floor)
    ]
    pins = tuple(pin for pin in network.pins if pin.site_id != "UZ-GENT")
    problem, state = constructed_for(replace(network, closures=tuple(closures), pins=pins))
    nuclides = {row.product_id: row.nuclide for row in network.products}
    found = [*reasons_unserved(problem, state), *reasons_late(problem, state)]
    chairs = {place.place_id for place in here if not place.overnight}
    named = set()
    for reason, record in ((reason, record_of(problem, reason)) for reason in found):
        product = problem.demands[problem.cycle_course[reason.cycle]].regimen.product_id
        places = {one["place"] for one in record["disturbances"]}
        named |= places
        if nuclides[product] == "Lu-177":
            assert not places & chairs
    assert named & {place.place_id for place in here if place.overnight}


@pytest.mark.nightly
def test_a_stop_is_not_named_where_its_vial_would_find_no_place():
    network = synthesise(instance="BE-base", seed=2)
    slots = tuple(slot for slot in network.slots if slot.product_id != "LUTATHERA" or slot.supplier_id == "AAA-IVREA")
    overnight = {row.course_id for row in network.courses if row.regimen_id.startswith("LUTATHERA")}
    begin, end = network.properties.planned_at, network.properties.planned_at + timedelta(days=400)
    marks = {"source": network.sources[0].source_id, "confidence": "synthetic"}
    stop = Stop(stop_id="S", kind="supplier", ref_id="AAA-IVREA", starts_at=begin, ends_at=end, reason="Leak", **marks)
    network = replace(network, stops=(stop,), slots=slots)
    beds = tuple(
        Closure(
            closure_id=f"SHUT-{place.place_id}",
            site_id=place.site_id,
            place_id=place.place_id,
            starts_at=begin,
            ends_at=end,
            reason="Fire",
        )
        for place in network.places
        if place.overnight
    )

    def named(closures):
        records = records_of(replace(network, closures=closures, pins=()), reasons_unserved)
        kept = [record for record in records if record["course_id"] in overnight]
        return {one["key"] for record in kept for one in record["disturbances"]}

    assert stop.stop_id in named(())
    assert stop.stop_id not in named(beds)


def test_a_cycle_that_has_no_day_in_these_weeks_is_explained_also_where_something_stops_or_closes():
    """Its days begin far behind the horizon: nothing is looked up there."""
    starts_at, ends_at = datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 3, 22, tzinfo=UTC)
    source = COUNTRY.sources[0].source_id
    of_both = {"starts_at": starts_at, "ends_at": ends_at, "reason": "repair"}
    stop = Stop(stop_id="S", kind="supplier", ref_id="XTERN", source=source, confidence="synthetic", **of_both)
    closure = Closure(closure_id="C", site_id="A", **of_both)
    withheld = replace(retested(date(2027, 5, 30)), stops=(stop,), closures=(closure,))
    assert told(withheld, late=False)["C4"]["cause"] == "withheld"


def test_of_several_stops_those_are_named_that_take_the_vials():
    network = synthesise(instance="BE-base", seed=31)
    begin, end = datetime(2027, 3, 28, 22, tzinfo=UTC), datetime(2027, 5, 23, 22, tzinfo=UTC)
    marks = {"source": network.sources[0].source_id, "confidence": "synthetic"}
    leak = Stop(stop_id="LEAK", kind="reactor", ref_id="BR2", starts_at=begin, ends_at=end, reason="Leak", **marks)
    # a line that processes on Mondays and Wednesdays loses nothing on a Tuesday
    (line,) = network.lines
    assert 2 not in {int(weekday) for weekday in line.processing_weekdays}
    tuesday = datetime(2027, 4, 13, 3, tzinfo=UTC)
    visit = replace(leak, stop_id="VISIT", kind="line", ref_id=line.line_id, starts_at=tuesday)
    visit = replace(visit, ends_at=tuesday + timedelta(hours=18), reason="Inspection")
    slots = tuple(replace(slot, quantity=0) if slot.product_id == line.product_id else slot for slot in network.slots)
    stopped = replace(network, stops=(leak, visit), slots=slots, pins=())
    records = records_of(stopped, reasons_unserved)
    keys = [one["key"] for record in records for one in record["disturbances"]]
    assert keys.count("LEAK") > 20
    assert "VISIT" not in keys
    assert not [one for record in records for one in record["met"] if "stopped_line" in one["what"]]


def test_a_supplier_that_stops_is_named_and_its_days_are_those_of_its_slots():
    network = synthesise(instance="BE-outage", seed=2)
    reasons = records_of(network, reasons_unserved)
    (stop,) = (stop for stop in network.stops if stop.kind == "supplier")
    stopped_slots = [
        slot
        for slot in network.slots
        if slot.supplier_id == stop.ref_id and stop.starts_at <= slot.dispatch_at < stop.ends_at
    ]
    assert stopped_slots
    shelf_life_h = {row.product_id: row.shelf_life_h for row in network.products}
    of_course = {row.course_id: row.regimen_id for row in network.courses}
    product_of = {row.regimen_id: row.product_id for row in network.regimens}
    named = 0
    for row in reasons:
        met = [set(one["what"]) for one in row["met"]]
        keys = {one["key"] for one in row["disturbances"]}
        supplied = any("stopped_supplier" in what for what in met)
        assert (stop.stop_id in keys) == supplied or row["cause"] == "previous_cycle"
        if not supplied:
            continue
        named += 1
        assert "C06" in row["binding"]
        product_id = product_of[of_course[row["course_id"]]]
        assert any(slot.product_id == product_id for slot in stopped_slots)
        # no more days than the slots and the shelf life of their vials cover at each centre
        days = sum(one["days"] for one in row["met"] if "stopped_supplier" in one["what"])
        covered = sum(slot.product_id == product_id for slot in stopped_slots) * (1 + shelf_life_h[product_id] / 24)
        assert days <= covered * len(row["centres"])
    assert named > 100


def test_a_stop_keeps_out_only_whom_the_others_leave_a_place():
    problem = compile_problem(synthesise(instance="BE-outage", seed=2))
    bare = empty_state(problem.arrays, initial_reactor_use(problem))
    disturbances = Disturbances(problem, bare)
    # the first pair at an overnight centre that a supplier could still have served
    days = range(problem.calendar.horizon_days)
    asked = next(
        (int(problem.arrays.course_ptr[course]), int(pair))
        for course in range(len(problem.demands))
        for centre in range(*problem.arrays.centre_ptr[course : course + 2])
        for pair in [problem.arrays.centre_pair[problem.arrays.centres["pair_from"][centre]]]
        if disturbances.stops_on(bare, int(problem.arrays.course_ptr[course]), int(pair), days, 0)
    )
    full = bare._replace(place_used=np.full_like(bare.place_used, 2))
    assert disturbances.stops_on(full, *asked, days, 0) == {}


def without_scanner():
    """The country in which the one scanner is closed from after the scan of C3 on."""
    shut = ScannerClosure(
        scanner_closure_id="DEFECT",
        scanner_id="A-SPECT",
        starts_at=datetime(2027, 3, 24, 13, tzinfo=UTC),
        ends_at=datetime(2027, 6, 1, tzinfo=UTC),
        reason="defect",
    )
    return scanned_country(scanner_closures=(shut,))


def held_for_a_trial():
    """The country in which centre A treats a trial alone from Tuesday 23 March on."""
    return replace(
        COUNTRY,
        trial_slots=tuple(
            TrialSlot(
                trial_slot_id=f"T{weekday}",
                trial_id="TRIAL",
                site_id="A",
                weekday=weekday,
                first_on=date(2027, 3, 23),
                **MARK,
            )
            for weekday in range(1, 8)
        ),
    )


@pytest.mark.parametrize(
    ("network", "rule"), [(without_scanner(), "C13"), (held_for_a_trial(), "C19")], ids=["no scanner", "trial"]
)
def test_a_cycle_that_finds_no_scanner_or_only_places_of_a_trial_says_so(network, rule):
    row = told(network, late=False)["C1"]
    assert rule in row["binding"]
    assert any(rule in met["what"] for met in row["met"])


@pytest.mark.parametrize(("name", "seed"), [("XS-03", 1), ("XS-C06", 2), ("XS-C07", 1), ("XS-07", 3)])
def test_slots_are_bought_up_where_one_more_vial_of_them_could_be_used(name, seed):
    """Asked the slow way: the whole country, with one vial of each slot."""
    network = synthesise(instance=name, seed=seed)
    sold, one_more = (
        replace(network, slots=tuple(replace(slot, quantity=quantity) for slot in network.slots)) for quantity in (0, 1)
    )
    problem, offered = compile_problem(sold), compile_problem(one_more)
    bought_up = BoughtUp(problem, empty_state(problem.arrays, initial_reactor_use(problem)))
    found = 0
    for pair in range(len(problem.pairs)):
        for day in range(problem.arrays.n_days):
            cell = pair * problem.arrays.n_days + day
            routes = offered.menu.entries["route"][offered.menu.ptr[cell] : offered.menu.ptr[cell + 1]]
            sources = [offered.sources[source] for source in offered.arrays.routes["source"][routes]]
            slots = {source.identifier for source in sources if source.kind == "slot"}
            assert set(bought_up.slots_on(pair, day)) == slots
            found += len(slots)
    assert found > 0


def test_a_slot_that_orders_have_emptied_is_said_to_be_full():
    """Nothing could come before it was emptied but its vials: that is not the same as no vial."""
    network = synthesise(instance="XS-03", seed=1)
    sold = replace(network, slots=tuple(replace(slot, quantity=0) for slot in network.slots))
    problem = compile_problem(sold)
    nobody = empty_state(problem.arrays, initial_reactor_use(problem))
    met = [what for reason in reasons_unserved(problem, nobody) for what, _ in reason.met]
    assert ("C06",) in met
    stopped = replace(sold, slots=())
    problem = compile_problem(stopped)
    nobody = empty_state(problem.arrays, initial_reactor_use(problem))
    met = [what for reason in reasons_unserved(problem, nobody) for what, _ in reason.met]
    assert ("C06",) not in met
    assert ("no_vial",) in met
