"""Reasons in words: what decides, what is full, which centres were tried, and what comes after."""

from dataclasses import replace

import pytest

from doseline.i18n import CAUSES, LANGUAGES, Names, cause_words, reason_sentence

NAMES = Names(product="Xofigo", sites={"A": "UZ A", "B": "AZ B"})


def reason(cause, **changes):
    return {
        "course_id": "C1",
        "cycle_number": 3,
        "late": True,
        "cause": cause,
        "on": "2027-04-06",
        "interval_min_d": 35,
        "binding": [],
        "centres": ["A"],
        "met": [],
        "orders": [],
        "tail": [],
        "open_until": None,
        **changes,
    }


def met(**days):
    """Rows of what was met; ``C03_C06`` stands for two rules on the same days."""
    return [{"what": what.split("_") if what[0] == "C" else [what], "days": count} for what, count in days.items()]


def unserved(**changes):
    return reason("binding", late=False, on=None, **changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_words_and_a_sentence_in_every_language(language):
    assert len({cause_words(cause, language) for cause in (*CAUSES, "unheard of")}) == len(CAUSES) + 1
    said = {reason_sentence(reason(cause), language, NAMES) for cause in (*CAUSES, "previous_cycle")}
    assert len(said) == len(CAUSES) + 1
    assert all("{" not in sentence for sentence in said)


def test_an_interval_names_the_cycle_before_and_the_day():
    said = reason_sentence(reason("interval"), "en", NAMES)
    assert said == "Cycle 2 comes before it, and 35 days must lie between: Tue 6 Apr is the earliest day."


def test_the_days_tried_after_the_cause_follow_it():
    said = reason_sentence(reason("interval", binding=["C06"], met=met(C06=1)), "en", NAMES)
    assert said.endswith("One earlier day was tried at UZ A: each delivery slot for Xofigo was full.")


def test_what_was_met_on_every_day_is_told_apart_from_what_was_met_on_some():
    every = reason_sentence(unserved(met=met(C06=14)), "en", NAMES)
    assert every == "14 days were tried at UZ A: on each of them each delivery slot for Xofigo was full."
    some = reason_sentence(unserved(met=met(C06=12, C09=2), centres=["A", "B"]), "en", NAMES)
    assert some == (
        "2 centres were tried, on 14 of their days in all (UZ A, AZ B): on 12 each delivery slot for Xofigo was full; "
        "on 2 a vial was left, but no suitable place was free for the whole stay."
    )
    each_another = reason_sentence(unserved(met=met(C06_C07=3)), "en", NAMES)
    assert "was full, or else each transport was full" in each_another


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_may_be_met_has_words_in_every_language(language):
    rules = (
        *("C03", "C04", "C05", "C06", "C07", "C09", "C10", "C11", "C12", "C13", "C14", "C15", "C16", "C17", "C19"),
        *("C20", "closed", "no_vial", "material", "free"),
    )
    rules += ("closure", "stopped_supplier", "stopped_reactor", "stopped_line")
    said = {reason_sentence(unserved(met=met(**{rule: 2})), language, NAMES) for rule in rules}
    assert len(said) == len(rules)
    assert not any("{" in sentence for sentence in said)


def test_a_late_cycle_that_could_have_been_in_its_window_does_not_contradict_itself():
    said = reason_sentence(reason("binding", binding=["C03"], met=met(C03=2)), "en", NAMES)
    assert said == (
        "By its dates it could have been given in its window. 2 earlier days were tried at UZ A: "
        "on each of them the batches for Xofigo had no activity left for one more vial."
    )


def test_an_order_made_for_it_says_on_which_days_its_vial_could_have_served():
    used = {"order_id": "O1", "centre": "A", "met": met(C09=3)}
    said = reason_sentence(unserved(met=met(C06=2, C09=3), orders=[used]), "en", NAMES)
    assert said.endswith(
        "On 3 of these days the vial of order O1, made for it, could have been used at UZ A: "
        "on each of them a vial was left, but no suitable place was free for the whole stay."
    )
    never = reason_sentence(unserved(met=met(C06=2), orders=[{**used, "met": []}]), "en", NAMES)
    assert never.endswith("O1, made for it at UZ A, could be used on no day that its dates and blood results allow.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_closures_and_stops_are_named_with_their_dates(language):
    dates = {"starts_at": "2027-03-22T00:00:00+01:00", "ends_at": "2027-04-19T00:00:00+02:00", "days": 2}
    disturbances = [
        {"kind": "supplier", "key": "S1", "of": "IVREA", "why": "shut for repairs", **dates},
        {"kind": "closure", "key": "CL1", "of": "A", "why": "fire", **dates},
        {"kind": "reactor", "key": "S2", "of": "BR2", "why": "outage", **dates},
        {"kind": "line", "key": "S3", "of": "LINE", "why": "cleaning", **dates},
    ]
    disturbances[1] |= {"place": "A-2"} if language == "de" else {"place": None}
    names = replace(NAMES, makers={"IVREA": "AAA Ivrea"})
    stated = unserved(met=met(closure=2, stopped_supplier=3), disturbances=disturbances)
    said = reason_sentence(stated, language, names)
    for part in ("AAA Ivrea", "shut for repairs", "UZ A", "fire", "BR2", "22", "18"):
        assert part in said
    assert "LINE" not in said
    if language == "en":
        assert "AAA Ivrea stops from Mon 22 Mar 2027 to Sun 18 Apr 2027 (shut for repairs). UZ A is closed" in said
        assert said.endswith("One more closure or stop was met.")


def closure_of(place, begins, ends):
    return {
        "kind": "closure",
        "key": f"CL-{place}",
        "of": "A",
        "place": place,
        "starts_at": begins,
        "ends_at": ends,
        "days": 1,
        "why": "fire",
    }


@pytest.mark.parametrize(
    ("begins", "ends", "when"),
    [
        ("2027-04-26T00:00:00+02:00", "2027-04-27T00:00:00+02:00", "on Mon 26 Apr 2027"),
        ("2027-04-26T00:00:00+02:00", "2027-04-28T00:00:00+02:00", "from Mon 26 Apr 2027 to Tue 27 Apr 2027"),
        ("2027-04-26T06:00:00+02:00", "2027-04-26T14:30:00+02:00", "on Mon 26 Apr 2027 from 06:00 to 14:30"),
        (
            "2027-04-26T00:00:00+02:00",
            "2027-04-27T12:00:00+02:00",
            "from Mon 26 Apr 2027, 00:00, to Tue 27 Apr 2027, 12:00",
        ),
    ],
)
def test_a_closure_of_part_of_a_day_is_told_with_its_hours(begins, ends, when):
    stated = unserved(met=met(closure=1), disturbances=[closure_of(None, begins, ends)])
    assert reason_sentence(stated, "en", NAMES).endswith(f"UZ A is closed {when} (fire).")


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_that_are_closed_alike_are_told_together(language):
    week = ("2027-04-26T00:00:00+02:00", "2027-05-03T00:00:00+02:00")
    alike = [closure_of(f"A-{number}", *week) for number in range(1, 9)]
    other = closure_of("A-9", week[0], "2027-05-10T00:00:00+02:00")
    said = reason_sentence(unserved(met=met(closure=1), disturbances=[*alike, other]), language, NAMES)
    assert said.count("fire") == 2
    assert "A-1, A-2, A-3, A-4, A-5, A-6" in said
    assert "A-7" not in said
    assert "A-9" in said
    if language == "en":
        assert "Places A-1, A-2, A-3, A-4, A-5, A-6 and 2 more of UZ A are closed from Mon 26 Apr 2027" in said


def test_blood_results_that_decided_come_first():
    said = reason_sentence(reason("withheld", late=False, binding=["C17", "C06"], met=met(C06=2)), "en", NAMES)
    assert said.startswith(
        "The blood results were withheld; the next test is on Tue 6 Apr, and before it nothing can be given. 2 days"
    )


def test_a_full_week_after_the_horizon_is_named_with_the_centres_tried_and_the_next_plan():
    tail = [
        {"row": "tail_place|A|1|all", "week_on": "2027-05-31"},
        {"row": "tail_place|A|1|overnight", "week_on": "2027-05-31"},
        {"row": "tail_vial|RA223|2", "week_on": "2027-06-07"},
    ]
    said = reason_sentence(
        unserved(met=met(C20=2), centres=["A", "B"], tail=tail, open_until="2027-05-28"), "en", NAMES
    )
    assert said == (
        "2 centres were tried, on 2 of their days in all (UZ A, AZ B): "
        "on each of them one more course would have overfilled the weeks after the horizon. "
        "In the week of Mon 7 Jun, after the horizon, no vial of Xofigo is left for the later cycles. "
        "In the week of Mon 31 May, after the horizon, UZ A has no bed left for the later cycles. "
        "Its window ends on Fri 28 May, after the horizon: the next plan can still give it in time."
    )


def test_of_many_full_rows_the_first_are_named_and_the_others_counted():
    tail = [{"row": f"tail_staff|A|{role}|0", "week_on": "2027-05-24"} for role in ("nurse", "physician", "physicist")]
    tail += [{"row": f"tail_place|B|{week}|all", "week_on": "2027-05-24"} for week in range(2)]
    said = reason_sentence(unserved(met=met(C20=2), tail=tail), "en", NAMES)
    assert said.count("In the week of") == 3
    assert "2 more rows are full in those weeks." in said


def test_many_centres_are_counted():
    said = reason_sentence(unserved(met=met(C06=8), centres=list("ABCDEFGH")), "en", NAMES)
    assert "8 centres were tried, on 8 of their days in all (UZ A, AZ B, C, D, E, F and 2 more)" in said


def test_a_day_that_nothing_kept_it_from_is_not_blamed_on_others():
    assert "nothing kept it out, but this plan does not use it" in reason_sentence(
        unserved(met=met(free=1)), "en", NAMES
    )


def test_a_cycle_that_waits_for_another_says_which_and_repeats_no_rule():
    said = reason_sentence(reason("previous_cycle", late=False, binding=["C17", "C06"]), "en", NAMES)
    assert said == "It waits for cycle 2, which is not given: the reason stands there."


def test_where_no_day_could_be_tried_the_rule_that_left_none_is_named():
    said = reason_sentence(unserved(binding=["C18"], centres=[]), "en", NAMES)
    assert said.startswith("No centre that gives Xofigo is known to be within the patient's travel limit")
