"""Explaining a plan: what binds, where, for whom; and one course from its order to the way home."""

from dataclasses import replace

import pytest

from doseline.errors import UserError
from doseline.i18n import LANGUAGES
from doseline.journey import Unserved
from doseline.network import package_sha256, read_plan, write_network, write_plan
from doseline.operations import explain_plan
from doseline.operations.report import render_report
from tests.support.checking import legal_plan
from tests.support.checking_country import small_country, utc
from tests.support.pages import table_of

COUNTRY = small_country()


def waiting(course_id, cycle_number, binding, product_id="LU"):
    return Unserved(
        course_id=course_id,
        cycle_number=cycle_number,
        product_id=product_id,
        due_at=utc("2027-03-24 23:00"),
        window_end_at=utc("2027-03-31 22:00"),
        weight=1,
        binding=binding,
        sentence="No place was free.",
    )


REASON = {
    "late": True,
    "cause": "pinned",
    "on": "2027-03-24",
    "interval_min_d": None,
    "binding": ["C21"],
    "centres": ["A"],
    "tail": [],
    "open_until": None,
}


@pytest.fixture
def folders(tmp_path):
    """A country and a plan side by side; one cycle is late, and three cycles are not given."""
    write_network(COUNTRY, tmp_path / "country")
    plan = legal_plan(COUNTRY)
    late = next(row for row in plan.administrations if row.course_id == "C1")
    plan = replace(
        plan,
        package_sha256=package_sha256(tmp_path / "country"),
        administrations=tuple(
            replace(row, in_window=False, days_late=9) if row is late else row for row in plan.administrations
        ),
        summary={"reasons": [{**REASON, "course_id": "C1", "cycle_number": late.cycle_number}]},
        unserved=(waiting("C4", 1, ("C09", "C06")), waiting("C5", 1, ("C09",)), waiting("C1", 2, ("C17",))),
    )
    write_plan(plan, tmp_path / "plan")
    return tmp_path


def test_cycles_are_grouped_by_what_binds_with_where_and_of_what(folders):
    found = explain_plan(folders / "plan")
    assert found["country_found"]
    assert found["counts"]["unserved"] == 3
    assert found["counts"]["late"] == 1
    assert [(row["constraint"], row["cycles"], row["only_reason"]) for row in found["binding"]] == [
        ("C09", 2, 1),
        ("C06", 1, 0),
        ("C17", 1, 1),
    ]
    first = found["binding"][0]
    assert first["sentence"].startswith("No suitable place was free")
    assert sum(first["products"].values()) == sum(first["centres"].values()) == sum(first["regions"].values()) == 2
    # the course that the plan treats is known by its centre
    names = {site.site_id: site.name for site in COUNTRY.sites}
    assert found["binding"][2]["centres"] == {names["A"]: 1}
    assert (found["late"]["cycles"], found["late"]["days_late"]) == (1, 9)
    assert len(found["unserved"]) == 3


CLOSURE = {
    "kind": "closure",
    "key": "CLOSED",
    "of": "A",
    "place": None,
    "starts_at": "2027-04-05T00:00:00+02:00",
    "ends_at": "2027-04-07T00:00:00+02:00",
    "days": 2,
    "why": "works",
}


def test_closures_are_told_once_with_how_many_cycles_met_them(folders):
    plan = read_plan(folders / "plan")
    (late,) = plan.summary["reasons"]
    waits = {**late, "late": False, "cause": "binding", "disturbances": [CLOSURE]}
    stated = [
        {**late, "disturbances": [CLOSURE]},
        {**waits, "course_id": "C4", "cycle_number": 1},
        {**waits, "course_id": "C5", "cycle_number": 1, "disturbances": [CLOSURE, {**CLOSURE, "key": "B", "of": "B"}]},
    ]
    plan = replace(plan, summary={**plan.summary, "reasons": stated})
    write_plan(plan, folders / "plan")
    names = {site.site_id: site.name for site in COUNTRY.sites}
    dates = "is closed from Mon 5 Apr 2027 to Tue 6 Apr 2027 (works)."
    assert explain_plan(folders / "plan")["disturbances"] == [
        {"sentence": f"{names['A']} {dates}", "late": 1, "unserved": 2},
        {"sentence": f"{names['B']} {dates}", "late": 0, "unserved": 1},
    ]
    shown = table_of(render_report(COUNTRY, plan), "Closures and stops that late or missing cycles met")
    assert [(row["Given later"], row["Not given"]) for row in shown] == [("1", "2"), ("0", "1")]
    assert explain_plan(folders / "plan", centre="A", language="nl")["disturbances"][0]["sentence"].endswith(
        "is van ma 5 apr 2027 tot en met di 6 apr 2027 gesloten (works)."
    )


def test_a_late_cycle_is_listed_with_what_decided_it(folders):
    late = explain_plan(folders / "plan")["late"]
    assert late["causes"] == {"promised before": 1}
    (row,) = late["rows"]
    assert (row["course_id"], row["cause"], row["binding"]) == ("C1", "pinned", ["C21"])
    assert row["sentence"].startswith("It was promised for Wed 24 Mar before this plan began")
    given, _ = explain_plan(folders / "plan", course_id="C1", language="de")["cycles"]
    assert given["cause_words"] == "früher versprochen"
    assert "versprochen" in given["sentence"]


def test_a_plan_that_states_no_reason_says_so(folders):
    plan = replace(legal_plan(COUNTRY), package_sha256="0" * 64)
    late = tuple(replace(row, in_window=False) for row in plan.administrations)
    write_plan(replace(plan, administrations=late), folders / "plan")
    found = explain_plan(folders / "plan")["late"]
    assert found["causes"] == {"not stated": len(late)}
    assert {row["sentence"] for row in found["rows"]} == {"The plan does not state why."}


def test_it_is_told_of_one_product_or_one_centre_alone(folders):
    whole = explain_plan(folders / "plan")["counts"]
    site = {site.site_id: site.name for site in COUNTRY.sites}["A"]
    at_a = explain_plan(folders / "plan", centre=site.lower())
    assert 0 < at_a["counts"]["demanded_cycles"] < whole["demanded_cycles"]
    assert {row["centre"] for row in at_a["late"]["rows"]} <= {site}
    product = legal_plan(COUNTRY).administrations[0].product_id
    of_product = explain_plan(folders / "plan", product=product)["counts"]
    assert 0 < of_product["demanded_cycles"] < whole["demanded_cycles"]
    with pytest.raises(UserError, match="no such centre"):
        explain_plan(folders / "plan", centre="Atlantis")


def test_only_what_treats_is_a_centre(folders):
    treating = {place.site_id for place in COUNTRY.places}
    others = [site for site in COUNTRY.sites if site.site_id not in treating]
    assert {site.kind for site in others} >= {"supplier"}
    for site in others:
        with pytest.raises(UserError, match="no such centre") as refused:
            explain_plan(folders / "plan", centre=site.site_id)
        assert {part.split(" ")[0] for part in refused.value.allowed.split(", ")} == treating


def test_without_the_country_a_centre_that_was_tried_alone_is_known(homeless, tmp_path_factory):
    alone = tmp_path_factory.mktemp("alone") / "plan"
    (homeless / "plan").rename(alone)
    assert explain_plan(alone, centre="b")["counts"]["unserved"] == 1
    (row,) = explain_plan(alone)["unserved"]
    assert row["centre"] == "centre not known"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_beside_the_plan_that_differs_is_said_to(folders, capsys, language):
    from doseline.cli.running import run

    def said(*options):
        assert run(["explain", str(folders / "plan"), "--language", language, *options]) == 0
        return capsys.readouterr().out

    plan = replace(read_plan(folders / "plan"), package_name=COUNTRY.properties.instance)
    write_plan(plan, folders / "plan")
    assert explain_plan(folders / "plan")["differing_countries"] == []
    edited = replace(COUNTRY, properties=replace(COUNTRY.properties, seed=99))
    write_network(edited, folders / "country")
    other = replace(COUNTRY.properties, instance="elsewhere")
    write_network(replace(COUNTRY, properties=other), folders / "other")
    found = explain_plan(folders / "plan")
    assert (found["country_found"], found["differing_countries"]) == (False, ["country"])
    for options in ((), ("--course", "C1")):
        assert "(country)" in said(*options)
    (folders / "country").rename(folders.parent / f"{folders.name}-country")
    assert explain_plan(folders / "plan")["differing_countries"] == ["other"]
    (folders / "other").rename(folders.parent / f"{folders.name}-other")
    assert explain_plan(folders / "plan")["differing_countries"] == []
    assert "--package" in said()
    assert "(" not in said().splitlines()[2]


def test_a_course_is_found_in_lower_case_and_by_its_patient(folders):
    for said in ("c1", "p1"):
        assert explain_plan(folders / "plan", course_id=said)["course"]["course_id"] == "C1"


def test_the_sentences_speak_the_language_asked_for(folders):
    english, dutch = (explain_plan(folders / "plan", language=language) for language in ("en", "nl"))
    assert dutch["binding"][0]["sentence"] != english["binding"][0]["sentence"]
    assert english["unserved"][0]["sentence"] == "No place was free."
    assert dutch["unserved"][0]["sentence"] != "No place was free."
    with pytest.raises(UserError, match="does not speak"):
        explain_plan(folders / "plan", language="tlh")


def test_a_given_cycle_is_told_from_its_order_to_the_way_home_by_the_local_clock(folders):
    found = explain_plan(folders / "plan", course_id="C1")
    given, missed = found["cycles"]
    assert (given["status"], given["source"], given["days_late"]) == ("late", "slot:SL1", 9)
    assert [link["what"] for link in given["chain"]][-3:] == ["admission", "administration", "discharge"]
    assert given["chain"][-2]["at"] == "2027-03-24T10:00+01:00"
    assert (missed["status"], missed["binding"]) == ("not given", ["C17"])


def test_a_plan_alone_is_explained_in_keys_and_utc(folders, tmp_path_factory):
    alone = tmp_path_factory.mktemp("alone") / "plan"
    (folders / "plan").rename(alone)
    found = explain_plan(alone, course_id="C1")
    assert not found["country_found"]
    assert found["course"] == {"course_id": "C1"}
    assert found["cycles"][0]["centre"] == next(
        row.site_id for row in legal_plan(COUNTRY).administrations if row.course_id == "C1"
    )
    assert found["cycles"][0]["chain"][-2]["at"].endswith("+00:00")
    assert explain_plan(alone, package_path=folders / "country")["country_found"]


def test_another_country_is_refused(folders, tmp_path):
    write_network(replace(COUNTRY, pins=()), folders / "other")
    properties = replace(COUNTRY.properties, seed=99)
    write_network(replace(COUNTRY, properties=properties), folders / "other")
    with pytest.raises(UserError, match="made for another package"):
        explain_plan(folders / "plan", package_path=folders / "other")


def test_a_missing_course_offers_near_names(folders):
    with pytest.raises(UserError) as refused:
        explain_plan(folders / "plan", course_id="C11")
    assert "such as C" in refused.value.allowed
    assert refused.value.exit_code == 2


def test_a_cycle_without_a_single_reason_says_so(folders):
    plan = replace(legal_plan(COUNTRY), unserved=(waiting("C4", 1, ("X99",)),))
    write_plan(replace(plan, package_sha256="0" * 64), folders / "plan")
    (row,) = explain_plan(folders / "plan")["binding"]
    assert row["sentence"] == "This constraint has no sentence of its own."


@pytest.fixture
def homeless(folders):
    """The same folders; course C1 has no centre yet, and two were tried for it."""
    reason = {**REASON, "cause": "binding", "late": False, "on": None, "course_id": "C1", "cycle_number": 1}
    plan = replace(
        legal_plan(COUNTRY),
        package_sha256=package_sha256(folders / "country"),
        unserved=(waiting("C1", 1, ("C09",)),),
        summary={"reasons": [{**reason, "centres": ["A", "B"], "met": [{"what": ["C09"], "days": 3}], "orders": []}]},
    )
    plan = replace(plan, administrations=tuple(row for row in plan.administrations if row.course_id != "C1"))
    write_plan(plan, folders / "plan")
    return folders


def test_a_course_without_a_centre_counts_at_the_nearest_one_tried(homeless):
    (binding,) = explain_plan(homeless / "plan")["binding"]
    patient = next(row.patient_id for row in COUNTRY.courses if row.course_id == "C1")
    catchment = next(row.catchment_id for row in COUNTRY.patients if row.patient_id == patient)
    ways = [row for row in COUNTRY.travel_times if row.catchment_id == catchment and row.site_id in ("A", "B")]
    nearest = min(ways, key=lambda row: row.travel_min).site_id
    assert binding["centres"] == {next(site.name for site in COUNTRY.sites if site.site_id == nearest): 1}


@pytest.mark.parametrize(("language", "said"), [("nl", "nog geen centrum"), ("fr", "pas encore"), ("de", "noch kein")])
def test_no_english_stands_in_for_a_centre_in_another_language(homeless, capsys, language, said):
    from doseline.cli.running import run

    assert run(["explain", str(homeless / "plan"), "--language", language]) == 0
    shown = capsys.readouterr().out
    assert said in shown
    assert "centre yet" not in shown
    assert "2027" in shown
