"""Reasons in words: what decides, what is full, which centres were tried, and what comes after."""

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
        "tail": [],
        "open_until": None,
        **changes,
    }


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


def test_what_binds_after_the_cause_follows_it():
    said = reason_sentence(reason("interval", binding=["C06"]), "en", NAMES)
    assert said.endswith(
        "After that: No delivery slot for Xofigo was left: each was full, or its ordering deadline had passed."
    )


def test_what_binds_names_the_only_centre_or_counts_them():
    one = reason_sentence(reason("binding", binding=["C09"]), "en", NAMES)
    assert "No suitable place was free at UZ A" in one
    two = reason_sentence(reason("binding", binding=["C09"], centres=["A", "B"]), "en", NAMES)
    assert "No suitable place was free at any of the 2 centres tried" in two


def test_a_full_week_after_the_horizon_is_named_with_the_centres_tried_and_the_next_plan():
    tail = [
        {"row": "tail_place|A|1|all", "week_on": "2027-05-31"},
        {"row": "tail_place|A|1|overnight", "week_on": "2027-05-31"},
        {"row": "tail_vial|RA223|2", "week_on": "2027-06-07"},
    ]
    said = reason_sentence(
        unserved(binding=["C20"], centres=["A", "B"], tail=tail, open_until="2027-05-28"), "en", NAMES
    )
    assert said == (
        "In the week of Mon 7 Jun, after the horizon, no vial of Xofigo is left for the later cycles. "
        "In the week of Mon 31 May, after the horizon, UZ A has no bed left for the later cycles. "
        "2 centres were tried: UZ A, AZ B. "
        "Its window ends on Fri 28 May, after the horizon: the next plan can still give it in time."
    )


def test_of_many_full_rows_the_first_are_named_and_the_others_counted():
    tail = [{"row": f"tail_staff|A|{role}|0", "week_on": "2027-05-24"} for role in ("nurse", "physician", "physicist")]
    tail += [{"row": f"tail_place|B|{week}|all", "week_on": "2027-05-24"} for week in range(2)]
    said = reason_sentence(unserved(binding=["C20"], tail=tail), "en", NAMES)
    assert said.count("In the week of") == 3
    assert "2 more rows are full in those weeks." in said


def test_many_centres_are_counted():
    said = reason_sentence(unserved(binding=["C06"], centres=list("ABCDEFGH")), "en", NAMES)
    assert "8 centres were tried: UZ A, AZ B, C, D, E, F and 2 more." in said


def test_where_no_rule_binds_alone_it_says_so():
    assert "No rule alone keeps it out" in reason_sentence(unserved(), "en", NAMES)


def test_a_cycle_that_waits_for_another_says_which():
    said = reason_sentence(reason("previous_cycle", late=False, binding=["C17", "C06"]), "en", NAMES)
    assert said.startswith("It waits for cycle 2, which is not given. No delivery slot")
    assert "dates allowed" not in said
