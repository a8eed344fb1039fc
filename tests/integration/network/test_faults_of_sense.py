"""Each way in which a well formed country makes no sense is reported at its place, with what to do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from doseline.errors import BadPackage
from doseline.journey import Lane, Provenance, ScenarioOverride
from doseline.network import check_network, read_network, write_network
from tests.support.network import FACT, START_ON, at, make_network, make_properties, row
from tests.support.packages import set_cell

SOUND = make_network()


def one(table, number, **changes):
    """Change one row of a table; rows count from 1."""
    rows = list(getattr(SOUND, table))
    rows[number - 1] = row(rows[number - 1], **changes)
    return {table: tuple(rows)}


def more(table, *rows):
    return {table: (*getattr(SOUND, table), *rows)}


def copies(table, number, **changes):
    return more(table, row(getattr(SOUND, table)[number - 1], **changes))


def without(table, *numbers):
    rows = enumerate(getattr(SOUND, table), start=1)
    return {table: tuple(each for number, each in rows if number not in numbers)}


NO_ISOMER = one("products", 1, lu177m_fraction=0.0)
CLEARING = row(SOUND.waste_stores[0], waste_store_id="H1-W2", bag_litres=20.0, bag_kg=5.0, clearance_bq_per_g=100.0)


def mark(**changes):
    given = {"table_name": "products", "key": "RA", "field": "residual_mbq", "source": "guess", **changes}
    return Provenance(confidence="assumption", **given)


def override(**changes):
    given = {"table_name": "places", "key": "*", "field": "cleaning_h", "operation": "set", "value": "6", **changes}
    return ScenarioOverride(scenario="high", **given, **FACT)


MADE = row(SOUND.products[0], product_id="MADE", own_material_h=24.0)
MADE_SLOT = row(SOUND.slots[0], slot_id="SL-MADE", product_id="MADE", material_due_at=at(-4))
BARE = row(
    SOUND.products[0], product_id="BARE", nuclide="none", prescribed_activity_mbq=None, residual_mbq=0.0,
    concentration_mbq_per_ml=None, volume_min_ml=None, volume_max_ml=None,
)  # fmt: skip


def made(**changes):
    """The country with a product that is made from the patient's own material."""
    return {
        **more("products", MADE), **copies("site_products", 1, product_id="MADE"), **more("slots", MADE_SLOT),
        **copies("stay_rules", 1, site_id="*", product_id="MADE", dose_rate_limit_usv_per_h=None), **changes,
    }  # fmt: skip


ONLY_LU = tuple(each for each in SOUND.slots if each.product_id == "LU")

# what is wrong, the changed tables, then of the fault: table, row, column, part of allowed, part of remedy
CASES = [
    ("course that begins with what nobody collected", made(**one("regimens", 1, first_product_id="MADE")),
     ("regimens", 1, "first_product_id"), "a first cycle whose product is made from nobody's own", "collects it"),
    ("own material that is due at no time", made(**more("slots", row(MADE_SLOT, material_due_at=None))),
     ("slots", 9, "material_due_at"), "an instant, for MADE", "by when the maker needs"),
    ("own material after what is made from it", made(**more("slots", row(MADE_SLOT, material_due_at=at(2)))),
     ("slots", 9, "material_due_at"), "not after certified_at", "correct one"),
    ("material of nobody", one("slots", 1, material_due_at=at(-4)), ("slots", 1, "material_due_at"),
     "nothing, for LU is made from nobody's own", "Empty the cell"),
    ("deliveries of what is made for one", made(**copies("slot_patterns", 1, slot_pattern_id="SP2", product_id="MADE")),
     ("slot_patterns", 2, "product_id"), "nobody's own material", "slots with material_due_at"),
    ("activity of what has none", more("products", row(BARE, prescribed_activity_mbq=7400.0)),
     ("products", 3, "prescribed_activity_mbq"), "nothing, for its nuclide is none", "BARE is not radioactive"),
    ("course of no activity", one("courses", 1, prescribed_activity_mbq=0.0), ("courses", 1, "prescribed_activity_mbq"),
     "more than 0 of any other", "nuclide is Lu-177"),
    ("ordered after dispatch", one("slots", 1, order_cutoff_at=at(1, 5)), ("slots", 1, "dispatch_at"),
     "not before order_cutoff_at", "order_cutoff_at is 2027-03-02T05:00:00Z"),
    ("ordered a year ahead", one("slots", 1, order_cutoff_at=datetime(2026, 2, 23, 8, tzinfo=UTC)),
     ("slots", 1, "order_cutoff_at"), "at most 60 d before dispatch_at", "dispatch_at is 2027-03-02T04:00:00Z"),
    ("ordered a minute more than sixty days ahead", one("slots", 1, order_cutoff_at=at(-59, 3, 59)),
     ("slots", 1, "order_cutoff_at"), "at most 60 d before dispatch_at", "correct one"),
    ("half-life in days", one("nuclides", 1, half_life_h=6.647), ("nuclides", 1, "half_life_h"),
     "159.528 h (EMA product information", "in hours, and 6.647 is the half-life in days: write 159.528"),
    ("half-life in minutes", one("nuclides", 2, half_life_h=16466.688), ("nuclides", 2, "half_life_h"),
     "274.445 h (doi:10.1088", "in hours, and 16466.7 is the half-life in minutes: write 274.445"),
    ("half-life with a wrong digit", one("nuclides", 1, half_life_h=66.47), ("nuclides", 1, "half_life_h"),
     "or 159.463 h (doi:10.1088", "Correct the half-life of Lu-177"),
    ("half-life of what is stable", copies("nuclides", 1, nuclide="Lu-175"), ("nuclides", 3, "half_life_h"),
     "Lu-175 is stable", "Delete the row"),
    ("slot of a controlled supplier", one("slots", 1, supplier_id="OWN"), ("slots", 1, "supplier_id"), "external",
     "batches"),
    ("line of an external supplier", one("lines", 1, supplier_id="EXT"), ("lines", 1, "supplier_id"), "controlled",
     "offers slots"),
    ("closure that ends before it starts", one("closures", 1, ends_at=at(9)), ("closures", 1, "ends_at"),
     "after starts_at", "correct one"),
    ("closure of another's place", one("closures", 1, site_id="S1"), ("closures", 1, "place_id"), "row's own site",
     "H1"),
    ("absence that ends before it starts", one("absences", 1, ends_at=at(19)), ("absences", 1, "ends_at"),
     "after starts_at", "correct one"),
    ("absent heads that nobody has", one("absences", 1, heads=3), ("absences", 1, "heads"), "the rosters ever have, 2",
     "3 of the role nurse would be absent at H1"),
    ("absent heads of a role that is not there", one("absences", 1, role="physicist"), ("absences", 1, "heads"),
     "the rosters ever have, 0", "correct the heads or the rosters"),
    ("pinned where a nurse is absent", one("absences", 1, starts_at=at(9), ends_at=at(10), heads=2),
     ("pins", 1, "administered_at"), "rosters have the heads", "too few of the role nurse"),
    ("course that ended before what it had", one("courses", 2, last_cycle_number=0),
     ("courses", 2, "last_cycle_number"), "past_administrations", "has had"),
    ("reduction half said", one("courses", 1, reduced_from_cycle=2), ("courses", 1, "reduced_activity_mbq"),
     "where the other", "Add it or empty"),
    ("reduction of no activity", one("courses", 1, reduced_activity_mbq=7000.0),
     ("courses", 1, "reduced_from_cycle"), "where the other", "Add it or empty"),
    ("reduction to more", one("courses", 1, reduced_from_cycle=2, reduced_activity_mbq=9000.0),
     ("courses", 1, "reduced_activity_mbq"), "less than prescribed_activity_mbq", "check the figures"),
    ("reduction in GBq", one("courses", 1, reduced_from_cycle=2, reduced_activity_mbq=6.0),
     ("courses", 1, "reduced_activity_mbq"), "5th of it, in MBq", "check the figures"),
    ("born after the present", one("patients", 1, birth_year=2028), ("patients", 1, "birth_year"), "not after 2027",
     "was born"),
    ("nominal date of a course that has not begun", one("courses", 1, nominal_due_on=date(2027, 3, 4)),
     ("courses", 1, "nominal_due_on"), "where no cycle has been given", "due after its referral"),
    ("nominal date in another century", one("courses", 2, nominal_due_on=date(2127, 3, 4)),
     ("courses", 2, "nominal_due_on"), "before or after planned_at", "correct the date"),
    ("source of a vial without a price", one("promises", 1, vial_source="slot:SL1"),
     ("promises", 1, "vial_price"), "where the other of vial_source and vial_price", "Add it"),
    ("price of a vial without a source", one("promises", 1, vial_price=1),
     ("promises", 1, "vial_source"), "where the other of vial_source and vial_price", "Add it"),
    ("vial dearer than a place", one("promises", 1, vial_source="slot:SL1", vial_price=2),
     ("promises", 1, "place_price"), "at least vial_price, 2", "never costs less"),
    ("vial that leaves too late", one("promises", 1, departs_at=at(9, 14)),
     ("promises", 1, "departs_at"), "before 2027-03-10", "leaves before it is given"),
    ("pinned vial that leaves too late", one("pins", 1, departs_at=at(9, 11)),
     ("pins", 1, "departs_at"), "before 2027-03-10", "leaves before it is given"),
    ("discharge before the administration", one("pins", 1, ends_at=at(9, 9)),
     ("pins", 1, "ends_at"), "not before 2027-03-10", "leaves after the administration"),
    ("room of another site", one("rooms", 1, site_id="S1"), ("places", 1, "room_id"), "row's own site", "at S1"),
    ("toilet of another site", one("effluent_lines", 1, site_id="S1"), ("places", 1, "effluent_line_id"),
     "row's own site", "at S1"),
    ("biological half-life", one("retention", 1, slow_effective_half_life_h=160.0),
     ("retention", 1, "slow_effective_half_life_h"), "at most 159.528 h", "was a biological one written"),
    ("tank fuller than full", one("tanks", 1, initial_litres=5001.0), ("tanks", 1, "initial_litres"), "5000",
     "correct one"),
    ("state of an empty tank", {**one("tanks", 1, initial_litres=0.0, initial_state="closed"), "tank_contents": ()},
     ("tanks", 1, "initial_state"), "empty where", "is neither"),
    ("tank that says nothing", more("tanks", row(SOUND.tanks[0], tank_id="H1-T2", initial_state="closed")),
     ("tanks", 1, "initial_state"), "filling or closed", "say it of this one"),
    ("two tanks that fill", {"tanks": tuple(row(SOUND.tanks[0], tank_id=key, initial_state="filling")
     for key in ("H1-T", "H1-T2"))}, ("tanks", 2, "initial_state"), "one tank of H1-E", "H1-T fills already"),
    ("177Lu beside itself", one("tank_contents", 1, nuclide="Lu-177"), ("tank_contents", 1, "nuclide"), "Lu-177m",
     "initial_lu177_mbq"),
    ("something in an empty tank", one("tanks", 1, initial_litres=0.0), ("tank_contents", 1, "tank_id"),
     "initial_litres above 0", "is empty"),
    ("nothing lowered", one("region_floors", 1, in_window_share_asked=0.5),
     ("region_floors", 1, "in_window_share_asked"), "more than in_window_share_min, 0.5", "leave it empty"),
    ("more in window than given", one("region_floors", 1, given_before=2, in_window_before=3),
     ("region_floors", 1, "in_window_before"), "at most given_before, 2", "correct one"),
    ("waste of tomorrow", one("initial_waste", 1, measured_at=at(1)), ("initial_waste", 1, "measured_at"),
     "not after the package's planned_at", "is not there yet"),
    ("stay before its administration", one("past_administrations", 1, stay_ends_at=at(-400)),
     ("past_administrations", 1, "stay_ends_at"), "after administered_at", "correct one"),
    ("store fuller than full", one("waste_stores", 1, initial_litres=901.0), ("waste_stores", 1, "initial_litres"),
     "900", "correct one"),
    ("clearance of no bag", {**NO_ISOMER, **one("waste_stores", 1, clearance_bq_per_g=100.0, bag_kg=5.0)},
     ("waste_stores", 1, "bag_litres"), "wherever clearance_bq_per_g", "measures and weighs"),
    ("two stores that clear", {**NO_ISOMER, **more("waste_stores", CLEARING, row(CLEARING, waste_store_id="H1-W3"))},
     ("waste_stores", 3, "site_id"), "one store", "H1-W2 is one already"),
    ("stay that no tank takes",
     {**NO_ISOMER, **one("effluent_lines", 1, flow_per_stay_litres=5001.0, discharge_limit_bq_per_litre=10.0)},
     ("effluent_lines", 1, "flow_per_stay_litres"), "5000", "nobody could stay"),
    ("limit without tanks", {**NO_ISOMER, **without("tanks", 1), **one("effluent_lines", 1,
     discharge_limit_bq_per_litre=10.0)}, ("effluent_lines", 1, "flow_per_stay_litres"), "largest tank, 0",
     "Add the tanks"),
    ("177mLu that nobody knows", one("effluent_lines", 1, discharge_limit_bq_per_litre=10.0),
     ("products", 1, "lu177m_fraction"), "0 if there is none", "ask its maker"),
    ("reactor cycle of no length", one("reactor_cycles", 1, ends_at=at(-14)), ("reactor_cycles", 1, "ends_at"), "after",
     "starts_at is"),
    ("stop that ends before it starts", one("stops", 1, ends_at=at(8)), ("stops", 1, "ends_at"), "after",
     "starts_at is"),
    ("stop of an unknown line", one("stops", 1, kind="line", ref_id="EXT"), ("stops", 1, "ref_id"), "a line_id",
     "stops a line"),
    ("stop of an unknown reactor", one("stops", 1, kind="reactor"), ("stops", 1, "ref_id"), "a reactor_id", "reactor"),
    ("irradiation that ends before it starts", one("initial_irradiations", 1, ends_at=at(-9)),
     ("initial_irradiations", 1, "ends_at"), "after", "starts_at is"),
    ("irradiation of another month", one("initial_irradiations", 1, starts_at=at(-36)),
     ("initial_irradiations", 1, "ends_at"), "at most 3 times the irradiation_max_h",
     "It lasts 840 h, and L1 irradiates at most 240 h"),
    ("irradiation a minute too long", one("initial_irradiations", 1, starts_at=at(-31, 7, 59)),
     ("initial_irradiations", 1, "ends_at"), "at most 3 times the irradiation_max_h", "correct starts_at or ends_at"),
    ("closes before it opens", one("opening_hours", 2, closes_local="07:59"), ("opening_hours", 2, "closes_local"),
     "after opens_local", "08:00"),
    ("shift that ends as it starts", one("rosters", 1, ends_local="07:00"), ("rosters", 1, "ends_local"),
     "after starts_local", "07:00"),
    ("qualified shift that ends as it starts", one("qualifications", 1, ends_local="07:00"),
     ("qualifications", 1, "ends_local"), "after starts_local", "07:00"),
    ("licence that ends before it begins", one("qualifications", 1, valid_from_on=date(2029, 1, 1)),
     ("qualifications", 1, "valid_until_on"), "not before valid_from_on", "2029-01-01"),
    ("qualified on no weekday", one("qualifications", 1, weekdays=("1", "0")), ("qualifications", 1, "weekdays"),
     "1 (Monday) to 7 (Sunday)", "one digit"),
    ("more qualified heads than there are", one("qualifications", 1, heads=3), ("qualifications", 1, "heads"),
     "at most the 2 that rosters have", "rosters of H1 for nurse"),
    ("qualified heads in two rows, more than there are",
     copies("qualifications", 1, qualification_id="H1-N2", starts_local="19:00"), ("qualifications", 1, "heads"),
     "at most the 2", "correct one"),
    ("competence that nobody holds", one("task_competences", 1, competence="surgery"),
     ("qualifications", None, "competences"), "heads with every competence", "Say who of H1 holds it"),
    ("competence of no task", one("task_competences", 1, from_min=-45), ("task_competences", 1, "from_min"),
     "of a row of tasks", "Correct one of the two"),
    ("too many competences of one role", more("task_competences", *(
        row(SOUND.task_competences[0], from_min=number, competence=f"infusion-{number}") for number in range(9)
     )), ("task_competences", 9, "competence"), "at most 8 of one role", "written in several ways"),
    ("device task that ends as it starts", one("device_tasks", 1, to_min=-60), ("device_tasks", 1, "to_min"),
     "after from_min", "-60"),
    ("devices that a centre does not have", one("devices", 1, site_id="S1"), ("devices", None, "kind"),
     "a row for every kind", "how many of kind hot_cell H1 has for LU"),
    ("devices that nothing needs", copies("devices", 1, kind="hotcell"), ("devices", 2, "kind"),
     "that device_tasks name: hot_cell", "Write the kind as there"),
    ("line without operators", one("line_staff", 1, role="physicist"), ("line_staff", 1, "role"),
     "supplier has rosters", "rosters of physicist at R1, where L1 works"),
    ("licence of a site without a line", one("production_licences", 1, site_id="S1"),
     ("production_licences", 1, "site_id"), "a supplier whose lines", "licenses nothing"),
    ("licence in gigabecquerel", one("production_licences", 1, licence_mbq=1.0),
     ("production_licences", 1, "licence_mbq"), "after the shortest irradiation", "check the unit"),
    ("second cycle before the first", one("past_administrations", 2, administered_at=at(-78)),
     ("past_administrations", 2, "administered_at"), "after the cycle before it", "Cycle 1 was given"),
    ("given in the future", one("past_administrations", 2, administered_at=at(1)),
     ("past_administrations", 2, "administered_at"), "planned_at", "what lies ahead is planned"),
    ("hole in the cycles", one("past_administrations", 2, cycle_number=3), ("past_administrations", 2, "cycle_number"),
     "without a hole", "Cycle 2 of C2 is missing"),
    ("more cycles than the regimen", one("regimens", 1, cycles=1), ("past_administrations", 2, "cycle_number"),
     "at most the cycles", "C2 has 1"),
    ("home without a past", one("courses", 1, home_site_id="H1"), ("courses", 1, "home_site_id"),
     "empty if there is none", "empty the cell"),
    ("past without a home", one("courses", 2, home_site_id=None), ("courses", 2, "home_site_id"), "last past",
     "was at H1"),
    ("home elsewhere", one("courses", 2, home_site_id="S1"), ("courses", 2, "home_site_id"), "last past", "was at H1"),
    ("intervals out of order", one("regimens", 1, interval_due_d=34), ("regimens", 1, "interval_due_d"),
     "not before interval_min_d", "interval_min_d is 35"),
    ("window past the stop", one("regimens", 1, interval_window_end_d=71), ("regimens", 1, "interval_max_d"),
     "not before interval_window_end_d", "71"),
    ("first cycle out of order", one("regimens", 2, first_due_d=6), ("regimens", 2, "first_due_d"),
     "not before first_earliest_d", "7"),
    ("first cycle stops too early", one("regimens", 2, first_stop_d=27), ("regimens", 2, "first_stop_d"),
     "not before first_window_end_d", "28"),
    ("interval beyond two years",
     one("regimens", 2, interval_min_d=730, interval_due_d=730, interval_window_end_d=730, interval_max_d=730),
     ("regimens", 2, "interval_min_d"), "below 730", "no second cycle"),
    ("smallest fill above the largest", one("products", 1, volume_min_ml=13.0), ("products", 1, "volume_max_ml"),
     "not before volume_min_ml", "13.0"),
    ("patient vial filled for no hour", one("products", 1, fill_reference_local=None),
     ("products", 1, "fill_reference_local"), "patient_vial", "fill_reference_local of LU"),
    ("capsule filled for no hour", one("products", 1, form="capsule", fill_reference_local=None),
     ("products", 1, "fill_reference_local"), "capsule", "correct its form"),
    ("stock vial of no concentration", one("products", 2, concentration_mbq_per_ml=None),
     ("products", 2, "concentration_mbq_per_ml"), "stock_vial", "RA"),
    ("stock vial of no volume", one("products", 2, volume_max_ml=None), ("products", 2, "volume_max_ml"), "stock_vial",
     "RA"),
    ("product of no usual activity", one("products", 2, prescribed_kbq_per_kg=None),
     ("products", 2, "prescribed_activity_mbq"), "prescribed_kbq_per_kg", "one of the two"),
    ("concentration in gigabecquerel", one("products", 1, concentration_mbq_per_ml=1.0),
     ("products", 1, "concentration_mbq_per_ml"), "at most 10 times volume_max_ml",
     "The usual 7400 MBq of LU would take 7400 mL of at most 12.5 mL"),
    ("stock of radium in gigabecquerel", one("products", 2, concentration_mbq_per_ml=0.0011),
     ("products", 2, "concentration_mbq_per_ml"), "at most 10 times volume_max_ml",
     "The usual 3.85 MBq of RA would take 3500 mL of at most 6 mL"),
    ("largest fill in litres", one("products", 1, volume_min_ml=0.007, volume_max_ml=0.0125),
     ("products", 1, "concentration_mbq_per_ml"), "at most 10 times volume_max_ml", "check figures and units"),
    ("radium in gigabecquerel", one("products", 2, prescribed_activity_mbq=7400.0, prescribed_kbq_per_kg=None),
     ("products", 2, "prescribed_activity_mbq"), "Ra-223", "alpha emitter"),
    ("margin as large as the tolerance", one("site_products", 1, margin_fraction=0.1),
     ("site_products", 1, "margin_fraction"), "less than", "tolerance of LU is 0.1"),
    ("licence that ends before it begins", one("site_products", 1, valid_until_on=date(2025, 1, 1)),
     ("site_products", 1, "valid_until_on"), "valid_from_on", "2026-01-01"),
    ("product without a stay", without("stay_rules", 2), ("site_products", 2, "product_id"), "stay_rules",
     "Add the stay of RA at H1"),
    ("dose rate limit without retention", without("retention", 1), ("stay_rules", 1, "dose_rate_limit_usv_per_h"),
     "retention", "Add LU to retention"),
    ("task that ends before it begins", one("tasks", 1, to_min=-30), ("tasks", 1, "to_min"), "after from_min", "-30"),
    ("scan window that ends before it begins", one("scan_protocols", 1, latest_h=17.0),
     ("scan_protocols", 1, "latest_h"), "earliest_h", "18"),
    ("scan before the one before is over", copies("scan_protocols", 1, scan_number=2),
     ("scan_protocols", 2, "earliest_h"), "at least 30.75", "let their windows follow each other"),
    ("scan that no scanner of the centre can make", one("scanners", 1, kind="pet_ct"),
     ("site_products", 1, "product_id"), "a scanner of the centre can make: spect_ct",
     "Nobody could be given LU there"),
    ("scanner closed until before", one("scanner_closures", 1, ends_at=at(8)), ("scanner_closures", 1, "ends_at"),
     "after starts_at", "2027"),
    ("own material for somebody else", more("products", row(MADE, swappable=True)), ("products", 3, "swappable"),
     "false", "Nobody else may ever have it"),
    ("order given up that nobody else may have", one("initial_orders", 1, given_up=True),
     ("initial_orders", 1, "given_up"), "false", "not swappable"),
    ("irrevocable order that can be given up", one("initial_orders", 1, irrevocable_at=at(5)),
     ("initial_orders", 1, "irrevocable_at"), "nothing for an order that is irrevocable", "Delete it"),
    ("confirmed order that could be given up until before",
     one("initial_orders", 1, state="confirmed", irrevocable_at=at(-20)),
     ("initial_orders", 1, "irrevocable_at"), "the present", "irrevocable by now"),
    ("slot irrevocable before its cut-off", one("slots", 1, irrevocable_at=at(-9)), ("slots", 1, "irrevocable_at"),
     "from order_cutoff_at to dispatch_at", "correct one of the three"),
    ("tank closed until before", one("tank_closures", 1, ends_at=at(8)), ("tank_closures", 1, "ends_at"),
     "after starts_at", "2027"),
    ("scan of nobody who was treated", one("initial_scans", 2, cycle_number=3), ("initial_scans", 2, "cycle_number"),
     "past_administrations", "promised_scans has the scans of cycles to come"),
    ("scan of half a patient", one("initial_scans", 2, scan_number=None), ("initial_scans", 2, "scan_number"),
     "or none of them", "leave all three empty"),
    ("booked scan that nobody asks for", one("initial_scans", 2, scan_number=2), ("initial_scans", 2, "scan_number"),
     "scan_protocols", "None such follows LU"),
    ("scan booked twice", copies("initial_scans", 2, starts_at=at(-34, 11), ends_at=at(-34, 12)),
     ("initial_scans", 3, "scan_number"), "once", "delete one"),
    ("promised scan of a cycle in the past", one("promised_scans", 1, cycle_number=2),
     ("promised_scans", 1, "cycle_number"), "still to come", "has 3, 4, 5, 6 to come"),
    ("promised scan that nobody asks for", one("promised_scans", 1, scan_number=2),
     ("promised_scans", 1, "scan_number"), "scan_protocols", "None such follows LU"),
    ("promised scan off the grid", one("promised_scans", 1, starts_at=at(10, 9) + timedelta(minutes=1)),
     ("promised_scans", 1, "starts_at"), "on the grid", "multiple"),
    ("scan booked until before", one("initial_scans", 1, ends_at=at(0)), ("initial_scans", 1, "ends_at"),
     "after starts_at", "2027"),
    ("place held for two trials", copies("trial_slots", 1, trial_slot_id="TS2", trial_id="U", place_id=None),
     ("trial_slots", 2, "trial_id"), "one trial for a place on a date", "Nobody could lie there"),
    ("place held until before", one("trial_slots", 1, last_on=date(2027, 3, 1)), ("trial_slots", 1, "last_on"),
     "first_on", "2027"),
    ("lane to itself", one("lanes", 1, destination_site_id="S1"), ("lanes", 1, "destination_site_id"), "other than",
     "ends where it begins"),
    ("lane to nowhere", more("lanes", Lane(lane_id="X", origin_site_id="S1", destination_site_id="H7",
     transporter="Road", transit_h=1.0, handover_cutoff_h=0.0, max_packages=1, max_activity_mbq=1.0, **FACT)),
     ("lanes", 3, "destination_site_id"), "site_id of the table sites", "Add it to sites"),
    ("no departure from a supplier", without("departures", 1, 2, 3, 4, 5), ("site_products", 2, "product_id"),
     "a lane with departures", "Add a lane to H1"),
    ("samples that take all of a batch", one("lines", 1, qc_sample_mbq=999_999.0, target_mass_g=0.01),
     ("lines", 1, "qc_sample_mbq"), "less than what the longest irradiation gives",
     "The samples leave nothing of the"),
    ("nobody may leave", without("opening_hours", 6, 7, 8, 9, 10), ("opening_hours", None, "service"),
     "hours of treatment, discharge and reception", "Add the hours of discharge of H1"),
    ("nights of another centre alone", {"covers": (row(SOUND.covers[0], site_id="S1"),)}, ("covers", None, "site_id"),
     "every centre that has a place for the night", "the night at H1"),
    ("no way to any centre", {"travel_times": ()}, ("catchments", 1, "catchment_id"), "a row in travel_times",
     "Add its travel times"),
    ("usual activity in gigabecquerel", one("products", 1, prescribed_activity_mbq=7.4),
     ("products", 1, "prescribed_activity_mbq"), "a 10th of the activity in the smallest fill", "was it in GBq"),
    ("most of it stays in the vial", one("products", 1, residual_mbq=5000.0), ("products", 1, "residual_mbq"),
     "at most 30% of the usual activity", "check figures and units"),
    ("product that no course agrees with",
     copies("courses", 1, course_id="C7") | one("products", 1, prescribed_activity_mbq=74.0, volume_min_ml=None),
     ("products", 1, "prescribed_activity_mbq"), "what its courses are prescribed",
     "3 courses of LU are prescribed otherwise, 7400 MBq in the middle"),
    ("pinned beyond what the patient accepts", one("courses", 1, max_travel_min=20.0), ("pins", 1, "site_id"),
     "within the course's max_travel_min", "It is 25 min away"),
    ("pinned before the centre may give it", one("site_products", 1, valid_from_on=date(2027, 3, 11)),
     ("pins", 1, "site_id"), "has the product of the course on the date", "no LU of H1 on 2027-03-10"),
    ("pinned away from home", one("courses", 2, home_site_id="S1") | one("pins", 1, course_id="C2", cycle_number=3),
     ("pins", 1, "site_id"), "home_site_id", "C2 goes on at S1"),
    ("pinned in a bed that is taken",
     copies("pins", 1, course_id="C2", cycle_number=3, administered_at=at(10, 12)), ("pins", 2, "place_id"),
     "free and clean", "C1 of row 1 leaves it clean at 2027-03-11T14:00:00Z"),
    ("withheld for ever", one("labs", 1, outcome="withhold", retest_on=None), ("labs", 1, "retest_on"),
     "a date, where the treatment is withheld", "Fill in from when C1"),
    ("fit and to be tested again", one("labs", 1, retest_on=date(2027, 3, 11)), ("labs", 1, "retest_on"),
     "nothing beside a fit result", "Empty the cell"),
    ("tested again before the test", one("labs", 1, outcome="withhold", retest_on=date(2026, 3, 11)),
     ("labs", 1, "retest_on"), "from the date of taken_at", "correct one of the two"),
    ("ready after its shelf life", one("products", 1, preparation_h=500.0), ("products", 1, "preparation_h"),
     "less than shelf_life_h", "would never be ready"),
    ("lane for gigabecquerel", one("lanes", 2, max_activity_mbq=400.0), ("lanes", 2, "max_activity_mbq"),
     "usual activity of one vial", "The least of them is 7400 MBq"),
    ("deliveries that no slot offers", {"slot_patterns": (row(SOUND.slot_patterns[0], product_id="RA"),),
     "slots": ONLY_LU}, ("slot_patterns", 1, "supplier_id"), "of which slots has rows", "slots has none of RA"),
    ("reactor cycles that overlap", copies("reactor_cycles", 1, reactor_cycle_id="CY9", starts_at=at(-13)),
     ("reactor_cycles", 2, "starts_at"), "cycle before it has ended", "correct one of the two"),
    ("pinned where the place is closed", one("closures", 1, place_id="H1-B1", starts_at=at(10), ends_at=at(11)),
     ("pins", 1, "administered_at"), "meets no closure", "closes it to 2027-03-12T08:00:00Z"),
    ("pinned where somebody lies", one("initial_stays", 1, place_id="H1-B1", ends_at=at(9, 10)),
     ("pins", 1, "place_id"), "free and clean", "whoever initial_stays has there"),
    ("pinned third where somebody lies long",
     one("initial_stays", 1, place_id="H1-B1", ends_at=at(12, 10)) | more("pins", row(SOUND.pins[0], course_id="C2",
     cycle_number=3, administered_at=at(11, 16))), ("pins", 2, "place_id"), "free and clean",
     "whoever initial_stays has there"),
    ("pinned in a place for another nuclide", one("places", 1, nuclides=("Ra-223",)), ("pins", 1, "place_id"),
     "a place that allows Lu-177", "H1-B1 allows Ra-223"),
    ("pinned for a night without cover", one("covers", 3, night_cover=False), ("pins", 1, "administered_at"),
     "nights have night_cover", "the night of Wednesday 2027-03-10"),
    ("pinned for a night in a chair", one("places", 1, overnight=False), ("pins", 1, "place_id"),
     "a place that is overnight", "lasts until 2027-03-11T10:00:00Z at least"),
    ("pinned too soon after the cycle before",
     more("pins", row(SOUND.pins[0], cycle_number=2, administered_at=at(18, 10))), ("pins", 2, "administered_at"),
     "35 to 70 d after the cycle before it", "Cycle 1 of C1 is on 2027-03-10"),
    ("pinned before the referral", one("pins", 1, administered_at=at(4, 10)) | one("courses", 1,
     referred_on=date(2027, 3, 1)), ("pins", 1, "administered_at"), "7 to 56 d after the referral",
     "C1 would have it 4 d after 2027-03-01"),
    ("pinned without time for the cycle before", one("pins", 1, cycle_number=3), ("pins", 1, "administered_at"),
     "77 to 196 d after the referral", "23 d after 2027-02-15"),
    ("no lane from a supplier", one("lanes", 1, origin_site_id="R1"), ("site_products", 2, "product_id"),
     "to the site from a supplier", "Add a lane to H1"),
    ("nobody supplies it", {"slots": ONLY_LU}, ("site_products", 2, "product_id"), "a supplier of the product",
     "nobody supplies it"),
    ("no places", {"places": (), "closures": (), "pins": (), "initial_stays": (),
                   "scenarios": SOUND.scenarios[:1]},
     ("places", None, None), "at least one place", "Add at least one bed"),
    ("no courses", dict.fromkeys(("courses", "labs", "past_administrations", "pins", "initial_orders",
                                     "initial_shipments"), ()),
     ("courses", None, None), "at least one course", "Add rows to patients and courses"),
    ("product that no centre has", without("site_products", 2), ("courses", 3, "regimen_id"), "some centre has",
     "No centre has RA"),
    ("grams of lutetium", one("courses", 1, prescribed_activity_mbq=7.4), ("courses", 1, "prescribed_activity_mbq"),
     "within a factor of 5", "usually 7400 MBq"),
    ("radium by weight in kilobecquerel", one("courses", 3, prescribed_activity_mbq=3900.0),
     ("courses", 3, "prescribed_activity_mbq"), "within a factor of 5", "check figure and unit"),
    ("given far more than usual", one("past_administrations", 1, administered_activity_mbq=99_999.0),
     ("past_administrations", 1, "administered_activity_mbq"), "5 times the product's usual", "usually 7400 MBq"),
    ("given in gigabecquerel", one("past_administrations", 2, administered_activity_mbq=7.4),
     ("past_administrations", 2, "administered_activity_mbq"), "from a 100th", "check figure and unit"),
    ("given in another century", one("past_administrations", 1, administered_at=datetime(1950, 3, 2, tzinfo=UTC)),
     ("past_administrations", 1, "administered_at"), "at most 3653 d before", "The present is 2027-02-22"),
    ("referred in another century", one("courses", 2, referred_on=date(1950, 10, 26)), ("courses", 2, "referred_on"),
     "at most 3653 d before planned_at", "That is 2017-02-21 to 2027-09-28"),
    ("referred years ahead", one("courses", 3, referred_on=date(2040, 2, 18)), ("courses", 3, "referred_on"),
     "183 d after the horizon", "or delete the course"),
    ("stay that has not begun", one("initial_stays", 1, starts_at=at(0), ends_at=at(1)),
     ("initial_stays", 1, "starts_at"), "before the horizon", "pinned in pins"),
    ("stays that overlap", copies("initial_stays", 1, starts_at=at(-6, 13), ends_at=at(-6, 20)),
     ("initial_stays", 2, "starts_at"), "clean", "clean at 2027-02-23T14:00:00Z"),
    ("pinned cycle that is past", one("pins", 1, course_id="C2", cycle_number=2), ("pins", 1, "cycle_number"),
     "still to come", "C2 has 3"),
    ("pinned cycle that the regimen has not", one("pins", 1, cycle_number=12), ("pins", 1, "cycle_number"),
     "still to come", "C1 has 1"),
    ("pinned course that has lapsed", one("courses", 1, referred_on=date(2026, 12, 1)), ("pins", 1, "cycle_number"),
     "still to come", "C1 has none to come"),
    ("pinned while nobody treats", {"opening_hours": ()}, ("pins", 1, "administered_at"), "hours of treatment",
     "H1 treats on Wednesday 2027-03-10: closed"),
    ("pinned after the doors close", one("opening_hours", 3, closes_local="10:30"), ("pins", 1, "administered_at"),
     "hours of treatment", "H1 treats on Wednesday 2027-03-10: 08:00 to 10:30"),
    ("pinned on a holiday", more("holidays", row(SOUND.holidays[0], date_on=date(2027, 3, 10))),
     ("pins", 1, "administered_at"), "hours of treatment", "closed"),
    ("pinned without staff", {"rosters": ()}, ("pins", 1, "administered_at"), "rosters have the heads",
     "H1 has too few of the role"),
    ("pinned without labs", without("labs", 1) | one("pins", 1, administered_at=at(1, 10)),
     ("pins", 1, "course_id"), "fit result in labs", "labs has none of the"),
    ("pinned though withheld", one("labs", 1, outcome="withhold", retest_on=date(2027, 3, 11)),
     ("pins", 1, "administered_at"), "from the retest_on", "withheld until 2027-03-11"),
    ("pinned place of another site", one("pins", 1, site_id="S1"), ("pins", 1, "place_id"), "pin's own site",
     "H1-B1 is at"),
    ("pinned after the horizon", one("pins", 1, administered_at=at(40)), ("pins", 1, "administered_at"),
     "in the horizon", "The horizon is"),
    ("pinned off the grid", one("pins", 1, administered_at=at(9, 10, 10)), ("pins", 1, "administered_at"),
     "on the grid", "multiple of 30"),
    ("laboratory result to come", one("labs", 1, taken_at=at(1)), ("labs", 1, "taken_at"), "planned_at", "cannot come"),
    ("order of another product", one("initial_orders", 1, product_id="RA"), ("initial_orders", 1, "product_id"),
     "product of the course", "C2 is treated with LU"),
    ("shipment that has still to leave", one("initial_shipments", 1, departs_at=at(-7, 8), arrives_at=at(-7, 18)),
     ("initial_shipments", 1, "departs_at"), "before planned_at, 2027-02-22T08:00:00Z", "What leaves later is planned"),
    ("shipment that arrives before it leaves", one("initial_shipments", 1, arrives_at=at(-8, 18)),
     ("initial_shipments", 1, "arrives_at"), "after departs_at", "departs_at is"),
    ("shipment that arrives a month late", one("initial_shipments", 1, arrives_at=at(21, 5)),
     ("initial_shipments", 1, "arrives_at"), "at most 14 d after departs_at", "departs_at is 2027-02-21T19:00:00Z"),
    ("shipment a minute too long on its way", one("initial_shipments", 1, arrives_at=at(6, 19, 1)),
     ("initial_shipments", 1, "arrives_at"), "at most 14 d after departs_at", "correct one"),
    ("two shipments of one departure",
     copies("initial_shipments", 1, shipment_id="SH2") | copies("initial_orders", 2, order_id="O3", shipment_id="SH2"),
     ("initial_shipments", 2, "departs_at"), "one shipment for each departure", "SH1 leaves EXT-H1"),
    ("shipment without vials", one("initial_orders", 2, shipment_id=None), ("initial_shipments", 1, "shipment_id"),
     "that initial_orders names", "or delete the row"),
    ("more vials than packages", copies("initial_orders", 2, order_id="O3") | one("lanes", 1, max_packages=1),
     ("initial_shipments", 1, "shipment_id"), "at most the max_packages of EXT-H1", "The lane takes 1"),
    ("on a lane that is none", one("initial_shipments", 1, lane_id="EXT-H7"), ("initial_shipments", 1, "lane_id"),
     "lane_id of the table lanes", "Did you mean EXT-H1"),
    ("in a shipment that is none", one("initial_orders", 2, shipment_id="SH7"), ("initial_orders", 2, "shipment_id"),
     "shipment_id of the table initial_shipments", "Did you mean SH1"),
    ("vial on its way that can be called back", one("initial_orders", 2, state="confirmed"),
     ("initial_orders", 2, "state"), "irrevocable for a vial on its way", "It has left in SH1"),
    ("left before it was ready", one("initial_orders", 2, dispatch_at=at(-8, 20)),
     ("initial_orders", 2, "dispatch_at"), "not after SH1 departs", "2027-02-21T19:00:00Z"),
    ("left from another supplier", one("initial_shipments", 1, lane_id="OWN-H1"), ("initial_orders", 2, "supplier_id"),
     "a supplier at R1", "EXT is at S1"),
    ("on its way to another centre", one("initial_orders", 2, destination_site_id="S1"),
     ("initial_orders", 2, "destination_site_id"), "H1, where its shipment goes", "SH1 travels on EXT-H1"),
    ("order of another line's batch", one("initial_orders", 1, batch_id="B1"), ("initial_orders", 1, "supplier_id"),
     "OWN, as its batch B1", "or batch_id"),
    ("order calibrated unlike its batch", one("initial_orders", 1, batch_id="B1", supplier_id="OWN"),
     ("initial_orders", 1, "calibration_at"), "2027-03-02T17:00:00Z, as its batch B1", "or batch_id"),
    ("batch ready years before it is made", one("initial_batches", 1, dispatch_at=datetime(2020, 1, 1, tzinfo=UTC)),
     ("initial_batches", 1, "dispatch_at"), "from calibration_at to the end of the shelf life",
     "calibration_at is 2027-03-02T17:00:00Z"),
    ("batch certified before it is made", one("initial_batches", 1, certified_at=at(1, 16)),
     ("initial_batches", 1, "certified_at"), "from calibration_at", "correct one"),
    ("batch certified after its shelf life", one("initial_batches", 1, certified_at=at(6, 17, 1)),
     ("initial_batches", 1, "certified_at"), "end of the shelf life", "correct one"),
    ("batch calibrated a month late", one("initial_batches", 1, calibration_at=at(32, 17)),
     ("initial_batches", 1, "calibration_at"), "dispatch_at and certified_at lie", "dispatch_at is 2027-03-03T03"),
    ("batch in becquerel", one("initial_batches", 1, usable_activity_mbq=6e10),
     ("initial_batches", 1, "usable_activity_mbq"), "at most 10 times what the target", "A target of L1 holds"),
    ("slot certified in another century", one("slots", 1, certified_at=datetime(1999, 3, 2, tzinfo=UTC)),
     ("slots", 1, "certified_at"), "within 21 d of calibration_at", "calibration_at is 2027-03-02T12:00:00Z"),
    ("slot certified years late", one("slots", 2, certified_at=datetime(2040, 3, 2, tzinfo=UTC)),
     ("slots", 2, "certified_at"), "or later in the shelf life", "correct one"),
    ("slot dispatched a month early", one("slots", 1, order_cutoff_at=at(-40), dispatch_at=at(-27, 4)),
     ("slots", 1, "dispatch_at"), "within 21 d of calibration_at", "correct one"),
    ("slot calibrated two years later", one("slots", 1, calibration_at=datetime(2029, 3, 2, tzinfo=UTC)),
     ("slots", 1, "calibration_at"), "dispatch_at and certified_at lie", "certified_at 2027-03-02T05:00:00Z"),
    ("order certified in another year", one("initial_orders", 1, certified_at=datetime(2000, 1, 1, tzinfo=UTC)),
     ("initial_orders", 1, "certified_at"), "within 21 d of calibration_at", "calibration_at is 2027-03-08"),
    ("order dispatched in another year", one("initial_orders", 1, dispatch_at=datetime(2050, 1, 1, tzinfo=UTC)),
     ("initial_orders", 1, "dispatch_at"), "within 21 d of calibration_at", "correct one"),
    ("order calibrated in another year", one("initial_orders", 1, calibration_at=datetime(2050, 1, 1, tzinfo=UTC)),
     ("initial_orders", 1, "calibration_at"), "dispatch_at and certified_at lie", "correct what is wrong"),
    ("order meant for another year", one("initial_orders", 1, intended_on=date(2050, 1, 1)),
     ("initial_orders", 1, "intended_on"), "within 21 d of calibration_at", "calibration_at is 2027-03-08"),
    ("order meant for a month before", one("initial_orders", 1, intended_on=date(2027, 2, 9)),
     ("initial_orders", 1, "intended_on"), "within 21 d of calibration_at", "calibration_at is 2027-03-08"),
    ("weekday that is none", one("lines", 1, processing_weekdays=("1", "8")), ("lines", 1, "processing_weekdays"),
     "1 (Monday) to 7 (Sunday)", "one digit"),
    ("shortest irradiation above the longest", one("lines", 1, irradiation_max_h=90.0), ("lines", 1,
     "irradiation_max_h"), "irradiation_min_h", "96.0"),
    ("unknown zone of a site", one("sites", 2, timezone="Mars/Olympus"), ("sites", 2, "timezone"), "IANA", "spells"),
    ("nowhere in the ocean", one("sites", 2, latitude_deg=0.0, longitude_deg=0.0), ("sites", 2, "latitude_deg"),
     "on land", "unknown"),
    ("latitude and longitude exchanged", one("sites", 1, latitude_deg=4.7, longitude_deg=50.88),
     ("sites", 1, "latitude_deg"), "within 2000 km", "exchanged"),
    ("source that contradicts", one("nuclides", 1, source="guess", confidence="verified"), ("nuclides", 1,
     "confidence"), "assumption", "source guess"),
    ("mark on an unknown table", more("provenance", mark(table_name="produkts")), ("provenance", 3, "table_name"),
     "table of the package", "Did you mean products"),
    ("mark on an unknown row", more("provenance", mark(key="LUX")), ("provenance", 3, "key"), "key of a row",
     "Did you mean LU"),
    ("mark on an unknown field", more("provenance", mark(field="residual")), ("provenance", 3, "field"),
     "field of the table", "Did you mean residual_mbq"),
    ("derived from nothing", more("provenance", mark(derived_from="products/LU")), ("provenance", 3, "derived_from"),
     "table/key/field", "Correct it"),
    ("scenario of an unknown row", more("scenarios", override(key="H9-B1")), ("scenarios", 4, "key"), "key of a row",
     "Did you mean H1-B1"),
    ("scenario of an unknown field", more("scenarios", override(field="cleaning")), ("scenarios", 4, "field"),
     "field of the table", "cleaning_h"),
    ("scenario of a key", more("scenarios", override(field="place_id")), ("scenarios", 4, "field"),
     "outside the primary key", "Correct it"),
    ("scenario of a wrong value", more("scenarios", override(value="-1")), ("scenarios", 4, "value"), "at least 0",
     "Correct it"),
    ("scenario that multiplies a word", more("scenarios", override(field="kind", operation="multiply", value="2")),
     ("scenarios", 4, "operation"), "set or delete", "Correct it"),
    ("scenario without a value", more("scenarios", override(value=None)), ("scenarios", 4, "value"), "may not be empty",
     "Correct it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "place", "allowed", "remedy"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_senseless_country_says_where_and_what_to_do(tmp_path, changes, place, allowed, remedy):
    write_network(make_network(**changes), tmp_path / "tiny")

    with pytest.raises(BadPackage) as raised:
        read_network(tmp_path / "tiny")

    faults = raised.value.faults
    assert place in [(fault.table, fault.row, fault.column) for fault in faults], str(raised.value)
    fault = next(fault for fault in faults if (fault.table, fault.row, fault.column) == place)
    assert allowed in fault.allowed, fault
    assert remedy in fault.remedy, fault


def test_an_order_on_the_road_is_judged_also_where_its_shipment_cannot_be_read(tmp_path):
    write_network(make_network(**one("initial_orders", 2, state="confirmed")), tmp_path / "tiny")
    set_cell(tmp_path / "tiny", "initial_shipments", 1, "departs_at", "2027-02-21T18:00:00")

    places = {(fault.table, fault.column) for fault in check_network(tmp_path / "tiny")}

    assert {("initial_shipments", "departs_at"), ("initial_orders", "state")} <= places


LATE_BUT_TRUE = [
    ("vial dispatched three weeks before its reference instant",
     one("slots", 1, order_cutoff_at=at(-40), dispatch_at=at(-20, 12), certified_at=at(-20, 12))),
    ("vial certified after its shelf life", one("slots", 1, certified_at=at(8))),
    ("stock vial certified in its long shelf life", one("slots", 2, certified_at=at(29, 12))),
    ("vial that was meant for a day after its shelf life", one("initial_orders", 1, intended_on=date(2027, 3, 20))),
    ("batch whose control lasted longer", one("initial_batches", 1, dispatch_at=at(4), certified_at=at(4, 2))),
    ("batch of which everything has left", one("initial_batches", 1, usable_activity_mbq=0.0)),
    ("vial ordered sixty days before its dispatch", one("slots", 1, order_cutoff_at=at(-59, 4))),
    ("shipment two weeks on its way", one("initial_shipments", 1, arrives_at=at(6, 19))),
    ("target that stayed in three times as long", one("initial_irradiations", 1, starts_at=at(-31))),
    ("activity in ten of the largest fills", one("products", 1, concentration_mbq_per_ml=59.2)),
    ("infusion that was broken off", one("past_administrations", 1, administered_activity_mbq=300.0)),
    ("licence that follows another one on the day after",
     {"qualifications": (
         row(SOUND.qualifications[0], valid_until_on=date(2027, 3, 9)),
         row(SOUND.qualifications[0], qualification_id="H1-M", valid_from_on=date(2027, 3, 10)),
     )}),
    ("hot cell out of order", one("devices", 1, units=0)),
    ("patient who comes after the horizon", one("courses", 3, referred_on=date(2027, 4, 20))),
]  # fmt: skip


@pytest.mark.parametrize("changes", [case[1] for case in LATE_BUT_TRUE], ids=[case[0] for case in LATE_BUT_TRUE])
def test_what_may_have_happened_is_no_fault(tmp_path, changes):
    write_network(make_network(**changes), tmp_path / "tiny")

    assert check_network(tmp_path / "tiny") == ()


def test_what_follows_from_a_product_that_cannot_be_read_is_not_said_of_its_vials(tmp_path):
    slots = one("slots", 2, certified_at=datetime(2040, 3, 2, tzinfo=UTC))
    write_network(make_network(**slots), tmp_path / "tiny")
    set_cell(tmp_path / "tiny", "products", 2, "shelf_life_h", "long")

    assert [(fault.table, fault.column) for fault in check_network(tmp_path / "tiny")] == [("products", "shelf_life_h")]


def test_no_supply_at_all_is_a_fault(tmp_path):
    empty = dict.fromkeys(("slots", "lines", "initial_orders", "initial_batches", "initial_irradiations"), ())
    empty["initial_shipments"] = ()
    write_network(make_network(**empty, scenarios=SOUND.scenarios[1:]), tmp_path / "tiny")

    faults = {(fault.table, fault.column): fault for fault in check_network(tmp_path / "tiny")}

    assert faults["slots", None].allowed == "a source of vials"
    assert "Add slots" in faults["slots", None].remedy


def test_a_country_before_its_cohort_is_sound_as_a_static_one(tmp_path):
    cohort = ("slots", "patients", "courses", "past_administrations", "labs", "pins", "promises", "scenarios")
    initial = (
        "promised_scans",
        "standbys",
        "initial_orders",
        "initial_shipments",
        "initial_batches",
        "initial_irradiations",
        "initial_stays",
        "initial_waste",
        "initial_scans",
    )
    patterns = (*SOUND.slot_patterns, row(SOUND.slot_patterns[0], slot_pattern_id="SP2", product_id="RA"))
    network = make_network(**dict.fromkeys((*cohort, *initial), ()), slot_patterns=patterns)
    write_network(network, tmp_path / "static")

    assert read_network(tmp_path / "static", static=True) == network
    assert [fault.table for fault in check_network(tmp_path / "static")] == ["courses"]


@pytest.mark.parametrize(
    ("nuclide", "half_life_h"), [("Lu-177", 159.4632), ("Lu-177", 161.1), ("Ac-225", 238.0), ("Sm-153", 46.3)]
)
def test_a_half_life_near_the_evidence_or_of_an_unknown_nuclide_is_allowed(tmp_path, nuclide, half_life_h):
    rows = tuple(each for each in SOUND.nuclides if each.nuclide != nuclide)
    network = make_network(nuclides=(*rows, row(SOUND.nuclides[0], nuclide=nuclide, half_life_h=half_life_h)))
    write_network(network, tmp_path / "tiny")
    assert check_network(tmp_path / "tiny") == ()


def test_an_overloaded_country_is_no_fault(tmp_path):
    people = tuple(row(SOUND.patients[0], patient_id=f"Q{number}") for number in range(200))
    courses = tuple(row(SOUND.courses[0], course_id=f"D{number}", patient_id=f"Q{number}") for number in range(200))
    network = make_network(**more("patients", *people), courses=(*SOUND.courses, *courses))
    write_network(network, tmp_path / "tiny")

    assert read_network(tmp_path / "tiny") == network


def test_a_pin_on_each_cycle_to_come_is_allowed_and_on_no_other(tmp_path):
    # What is promised stays demanded when it is due after the horizon, but a regimen of four has no fifth cycle.
    weekly = {"cycles": 4, "interval_min_d": 7, "interval_due_d": 7, "interval_window_end_d": 7, "interval_max_d": 7}
    regimens = (row(SOUND.regimens[0], **weekly), SOUND.regimens[1])
    first_on = START_ON - timedelta(days=SOUND.regimens[0].first_due_d)
    courses = (row(SOUND.courses[0], referred_on=first_on), *SOUND.courses[1:])
    pins = tuple(row(SOUND.pins[0], cycle_number=cycle, administered_at=at(7 * cycle - 7)) for cycle in range(1, 5))
    history = tuple(row(each, administered_at=at(-14 + 7 * number)) for number, each in
                    enumerate(SOUND.past_administrations))  # fmt: skip
    network = make_network(
        regimens=regimens, courses=courses, pins=pins, past_administrations=history, initial_orders=(),
        initial_shipments=(),
        properties=make_properties(planned_at=datetime(2027, 2, 28, tzinfo=UTC)),
    )  # fmt: skip
    write_network(network, tmp_path / "tiny")
    assert check_network(tmp_path / "tiny") == ()

    fifth = row(pins[0], cycle_number=5, administered_at=at(25))
    write_network(row(network, pins=(*pins, fifth)), tmp_path / "tiny")
    assert [(fault.table, fault.row, fault.column) for fault in check_network(tmp_path / "tiny")] == [
        ("pins", 5, "cycle_number")
    ]
