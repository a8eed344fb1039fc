"""Each way in which the files of a package can be spoilt is reported at its place, with what to do."""

import os
import shutil

import pytest

from doseline.errors import BadPackage
from doseline.network import COUNTRY_NOUNS, check_network, read_network
from tests.support.packages import (
    change_bytes,
    change_descriptor,
    drop_column,
    read_rows,
    rename_column,
    set_cell,
    write_rows,
)


def cell(table, row, column, text):
    return lambda folder: set_cell(folder, table, row, column, text)


def descriptor(change):
    return lambda folder: change_descriptor(folder, change)


def ours(**changes):
    return lambda folder: change_descriptor(folder, lambda raw: raw["doseline"].update(changes))


def lines(table, change):
    def spoil(folder):
        file = folder / f"{table}.csv"
        file.write_text("\n".join(change(file.read_text("utf-8").splitlines())) + "\n", "utf-8")

    return spoil


def unlist(table):
    return descriptor(lambda raw: raw.update(resources=[each for each in raw["resources"] if each["name"] != table]))


def doubled(table):
    return lambda folder: write_rows(folder, table, [*read_rows(folder, table), read_rows(folder, table)[1]])


def pipe(name):
    def spoil(folder):
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return spoil


D = "datapackage.json"
INSTANT = "an instant with its zone"

# what is spoilt, how, then of the fault: table, row, column, given, part of allowed, part of remedy
CASES = [
    ("missing folder", shutil.rmtree, ("package", None, None), "tiny", "a folder with",
     "Correct the path"),
    ("missing descriptor", lambda p: (p / D).unlink(), (D, None, None), "no such file", "a folder with", "restore"),
    ("broken JSON", lambda p: (p / D).write_text('{"doseline": {'), (D, None, None), "line 1", "JSON", "damaged"),
    ("JSON of another kind", lambda p: (p / D).write_text("[1]"), (D, None, None), "[1]", "a JSON object", "damaged"),
    ("deep JSON", lambda p: (p / D).write_text("[" * 100_000), (D, None, None), "recursion", "JSON", "damaged"),
    ("binary descriptor", lambda p: (p / D).write_bytes(b"\xff\xfe\0"), (D, None, None), "decode", "UTF-8", "damaged"),
    ("a pipe as descriptor", pipe(D), (D, None, None), "a pipe or a device", "", ""),
    ("a pipe as table", pipe("places.csv"), ("places", None, None), "a pipe or a device", "places.csv", "Restore"),
    ("half-life of a blink", cell("nuclides", 1, "half_life_h", "0.001"), ("nuclides", 1, "half_life_h"), "0.001",
     "at least 0.01", ""),
    ("half-life for ever", cell("nuclides", 1, "half_life_h", "1e300"), ("nuclides", 1, "half_life_h"), "1e300",
     "at most 1e+08", ""),
    ("shelf life of a blink", cell("products", 1, "shelf_life_h", "0.001"), ("products", 1, "shelf_life_h"), "0.001",
     "at least 0.1", ""),
    ("another's package", descriptor(lambda raw: raw.pop("doseline")), (D, None, "doseline"), None, "kind", "Doseline"),
    ("a plan", ours(kind="plan"), (D, None, "doseline.kind"), "plan", "country", "country"),
    ("newer version", ours(schema_version=4), (D, None, "doseline.schema_version"), "4", "refused", "newer Doseline"),
    ("older version", ours(schema_version=0), (D, None, "doseline.schema_version"), "0", "3",
     "doseline network upgrade"),
    ("no version", ours(schema_version="2"), (D, None, "doseline.schema_version"), "2", "whole number", "version"),
    ("no zone of the present", ours(planned_at="2027-02-22T08:00:00"), (D, None, "doseline.planned_at"), "2027-02-22",
     INSTANT, "zone is missing"),
    ("unknown country zone", ours(timezone="Europe/Bruges"), (D, None, "doseline.timezone"), "Bruges", "IANA", "IANA"),
    ("horizon of no day", ours(horizon_days=0), (D, None, "doseline.horizon_days"), "0", "from 1", "Correct"),
    ("horizon that is no number", ours(horizon_days="28"), (D, None, "doseline.horizon_days"), "28", "whole",
     "Correct"),
    ("horizon that starts on no day", ours(horizon_start_on="2027-02-30"), (D, None, "doseline.horizon_start_on"),
     "2027-02-30", "a date", "exists"),
    ("present after the horizon", ours(planned_at="2028-01-01T00:00:00Z"), (D, None, "doseline.planned_at"), "2028",
     "before the end of the horizon", "horizon ends at"),
    ("odd step", ours(step_min=25), (D, None, "doseline.step_min"), "25", "divide 60", "15, 30 or 60"),
    ("step of a day and more", ours(step_min=2880), (D, None, "doseline.step_min"), "2880", "1440", "15"),
    ("step of no time", ours(step_min=0), (D, None, "doseline.step_min"), "0", "divide 60", "15"),
    ("negative seed", ours(seed=-1), (D, None, "doseline.seed"), "-1", "whole number from 0", "Correct"),
    ("no country", ours(country="Belgium"), (D, None, "doseline.country"), "Belgium", "ISO 3166", "country"),
    ("misspelt property", ours(tail_week=8), (D, None, "doseline.tail_week"), "8", "property",
     "Did you mean tail_weeks"),
    ("half a surrogate", ours(country="\ud800"), (D, None, "doseline.country"), "ud800", "ISO 3166", "country"),
    ("no resources", descriptor(lambda raw: raw.update(resources=5)), (D, None, "resources"), "5", "list", "List"),
    ("table twice", descriptor(lambda raw: raw["resources"].append(raw["resources"][0])), (D, None, "resources"),
     "sources", "once", "Delete"),
    ("unknown table", descriptor(lambda raw: raw["resources"].append({"name": "slotz", "path": "slotz.csv"})),
     (D, None, f"resources.{len(COUNTRY_NOUNS) + 1}.name"), "slotz", "slots", "Did you mean slots"),
    ("path elsewhere", descriptor(lambda raw: raw["resources"][0].update(path="../sources.csv")),
     (D, None, "resources.1.path"), "../sources.csv", "sources.csv", "beside the descriptor"),
    ("other encoding", descriptor(lambda raw: raw["resources"][0].update(encoding="latin-1")),
     (D, None, "resources.1.encoding"), "latin-1", "utf-8", "UTF-8"),
    ("other unit in the descriptor",
     descriptor(lambda raw: next(field for each in raw["resources"] if each["name"] == "courses"
                                 for field in each["schema"]["fields"]
                                 if field["name"] == "prescribed_activity_mbq").update(unit="GBq")),
     (D, None, f"resources.{[*COUNTRY_NOUNS].index('courses') + 1}.schema.prescribed_activity_mbq.unit"), "GBq", "MBq",
     "in MBq"),
    ("required table not listed", lambda p: [unlist("nuclides")(p), (p / "nuclides.csv").unlink()],
     ("nuclides", None, None), None, "with or without rows", "Add nuclides.csv"),
    ("file that is not listed", unlist("scan_kinds"), (D, None, "resources"), "scan_kinds.csv", "listed", "overlooked"),
    ("missing file", lambda p: (p / "tasks.csv").unlink(), ("tasks", None, None), "no such file", "tasks.csv",
     "Restore"),
    ("empty file", lambda p: (p / "tasks.csv").write_text(""), ("tasks", None, None), "empty", "header", "header"),
    ("missing column", lambda p: drop_column(p, "tasks", "heads"), ("tasks", None, "heads"), None,
     "column of this name", "Add the column"),
    ("missing optional column", lambda p: drop_column(p, "lanes", "cost_eur"), ("lanes", None, "cost_eur"), None,
     "column of this name", "Add the column"),
    ("misspelt column", lambda p: rename_column(p, "tasks", "heads", "haeds"), ("tasks", None, "haeds"), "haeds",
     "heads", "Did you mean heads"),
    ("unknown column", lambda p: write_rows(p, "tasks", [[*row, "x"] for row in read_rows(p, "tasks")]),
     ("tasks", None, "x"), "x", "product_id", "Delete the column"),
    ("column twice", lambda p: write_rows(p, "tasks", [[*row, row[-1]] for row in read_rows(p, "tasks")]),
     ("tasks", None, "confidence"), "2 columns", "one column", "Delete or rename"),
    ("wrong unit of a column", lambda p: rename_column(p, "initial_batches", "usable_activity_mbq",
     "usable_activity_gbq"),
     ("initial_batches", None, "usable_activity_gbq"), "usable_activity_gbq", "usable_activity_mbq, in MBq",
     "unit in the name is wrong"),
    ("column without its unit", lambda p: rename_column(p, "places", "cleaning_h", "cleaning"),
     ("places", None, "cleaning"), "cleaning", "cleaning_h, in h", "unit in the name is wrong"),
    ("wrong unit of time", lambda p: rename_column(p, "travel_times", "travel_min", "travel_h"),
     ("travel_times", None, "travel_h"), "travel_h", "travel_min, in min", "convert the values"),
    ("text for a number", cell("places", 1, "cleaning_h", "four"), ("places", 1, "cleaning_h"), "four", "a number",
     "decimal point"),
    ("comma in a number", cell("places", 1, "cleaning_h", "4,5"), ("places", 1, "cleaning_h"), "4,5", "a number",
     "decimal point instead of the comma"),
    ("number with its unit", cell("places", 2, "cleaning_h", "4 h"), ("places", 2, "cleaning_h"), "4 h", "a number",
     "without unit"),
    ("not a number", cell("places", 2, "cleaning_h", "nan"), ("places", 2, "cleaning_h"), "nan", "a number", "digits"),
    ("infinite number", cell("places", 2, "cleaning_h", "1e999"), ("places", 2, "cleaning_h"), "1e999", "finite",
     "1e308"),
    ("broken number", cell("tasks", 1, "heads", "1.5"), ("tasks", 1, "heads"), "1.5", "a whole number", "digits only"),
    ("underscores in a number", cell("tasks", 1, "heads", "1_0"), ("tasks", 1, "heads"), "1_0", "whole", "digits only"),
    ("yes for true", cell("rooms", 1, "same_sex", "yes"), ("rooms", 1, "same_sex"), "yes", "true or false",
     "lower case"),
    ("day that is none", cell("holidays", 1, "date_on", "2027-02-29"), ("holidays", 1, "date_on"), "2027-02-29",
     "a date", "exists"),
    ("day of another country", cell("holidays", 1, "date_on", "29/03/2027"), ("holidays", 1, "date_on"), "29/03/2027",
     "a date", "year-month-day"),
    ("day of another age", cell("holidays", 1, "date_on", "0027-03-29"), ("holidays", 1, "date_on"), "0027-03-29",
     "1900 to 2199", "exists"),
    ("instant without zone", cell("slots", 3, "dispatch_at", "2027-03-09T04:00:00"), ("slots", 3, "dispatch_at"),
     "2027-03-09T04:00:00", INSTANT, "zone is missing"),
    ("instant that is a day", cell("slots", 3, "dispatch_at", "2027-03-09"), ("slots", 3, "dispatch_at"), "2027-03-09",
     INSTANT, "then Z"),
    ("hour that is none", cell("slots", 3, "dispatch_at", "2027-03-09T25:00:00Z"), ("slots", 3, "dispatch_at"), "T25",
     INSTANT, "exists"),
    ("clock that is none", cell("departures", 2, "departs_local", "8:00"), ("departures", 2, "departs_local"), "8:00",
     "00:00 to 24:00", "two digits"),
    ("below its limit", cell("tasks", 1, "heads", "0"), ("tasks", 1, "heads"), "0", "at least 1", "Correct"),
    ("above its limit", cell("sites", 1, "latitude_deg", "91"), ("sites", 1, "latitude_deg"), "91", "at most 90 deg",
     "deg"),
    ("beyond its open limit", cell("courses", 1, "prescribed_activity_mbq", "100000"),
     ("courses", 1, "prescribed_activity_mbq"), "100000", "less than 100000 MBq", "MBq"),
    ("no reactor has so little flux", cell("reactors", 1, "flux_per_cm2_s", "1e4"), ("reactors", 1, "flux_per_cm2_s"),
     "1e4", "at least 1e+11 and at most 1e+16 1/(cm2 s)",
     "1/(cm2 s)"),
    ("no target weighs so much", cell("lines", 1, "target_mass_g", "999"), ("lines", 1, "target_mass_g"), "999",
     "at most 10 g", "is in g"),
    ("unknown word", cell("places", 1, "kind", "sofa"), ("places", 1, "kind"), "sofa", "one of bed, chair", "spelling"),
    ("key with a blank", cell("scanners", 1, "scanner_id", "S 1"), ("scanners", 1, "scanner_id"), "S 1", "letters",
     "blanks"),
    ("empty cell", cell("regions", 1, "name", ""), ("regions", 1, "name"), "", "may not be empty", "Fill the cell"),
    ("list with a blank", cell("places", 1, "nuclides", "Lu-177; Ra-223"), ("places", 1, "nuclides"), "; ",
     "joined by ;", "without blanks"),
    ("key twice", doubled("scanners"), ("scanners", 2, "scanner_id"), "H1-S", "a key of its own", "Row 1 has the same"),
    ("key of two columns twice", doubled("travel_times"), ("travel_times", 2, None), "K1|H1", "a key of its own",
     "Row 1"),
    ("unknown key", cell("scanners", 1, "site_id", "H2"), ("scanners", 1, "site_id"), "H2",
     "site_id of the table sites", "Add it to sites"),
    ("misspelt key", cell("initial_stays", 1, "place_id", "H1-B22"), ("initial_stays", 1, "place_id"), "H1-B22",
     "place_id of the table places", "Did you mean H1-B2"),
    ("unknown key in a list", cell("places", 2, "nuclides", "Lu-177;Lu-178"), ("places", 2, "nuclides"), "Lu-178",
     "nuclide of the table nuclides", "Did you mean Lu-177"),
    ("unknown key where all is allowed", lines("stay_rules", lambda text: [*text, "H9" + text[1].removeprefix("*")]),
     ("stay_rules", 3, "site_id"), "H9",
     "or * for all", "Add it to sites"),
    ("unknown source", cell("nuclides", 1, "source", "hearsay"), ("nuclides", 1, "source"), "hearsay", "sources",
     "Add it to sources"),
    ("too few cells", lines("scanners", lambda text: [*text, "H1-X,H1"]), ("scanners", 2, None), "2 cells", "6 cells",
     "cut off"),
    ("too many cells", lines("scanners", lambda text: [*text, text[1] + ",more"]), ("scanners", 2, None), "7 cells",
     "6 cells", "surplus"),
    ("empty line", lines("scanners", lambda text: [*text, ""]), ("scanners", 2, None), "0 cells", "6 cells",
     "empty line"),
    ("unclosed quote", lines("sources", lambda text: [*text, 'late,"cut of']), ("sources", 4, None), "unexpected end",
     "quotes closed", "cut off"),
    ("text after a quote", lines("sources", lambda text: [*text, 'late,"a"b,public,']), ("sources", 4, None),
     "expected", "quotes closed", "quote"),
    ("NUL bytes", lambda p: change_bytes(p, "scanners.csv", lambda data: data + b"\0\0\0"), ("scanners", 2, None),
     "NUL", "CSV text", "binary or damaged"),
    ("no UTF-8", lambda p: change_bytes(p, "sites.csv", lambda data: data.replace("è".encode(), b"\xe8")),
     ("sites", 1, None), "0xe8", "UTF-8", "encoding UTF-8"),
    ("semicolons", lambda p: change_bytes(p, "tasks.csv", lambda data: data.replace(b",", b";")), ("tasks", None, None),
     "product_id;role", "commas, not by ';'", "commas between"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "place", "given", "allowed", "remedy"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_spoilt_package_says_where_and_what_to_do(package, spoil, place, given, allowed, remedy):
    spoil(package)

    with pytest.raises(BadPackage) as raised:
        read_network(package)

    faults = raised.value.faults
    assert place in [(fault.table, fault.row, fault.column) for fault in faults], str(raised.value)
    fault = next(fault for fault in faults if (fault.table, fault.row, fault.column) == place)
    assert fault.given is None if given is None else given in str(fault.given)
    assert allowed in fault.allowed
    assert remedy in fault.remedy
    assert len(faults) == 1, str(raised.value)
    assert raised.value.exit_code == 2
    assert check_network(package) == faults


def test_a_sound_package_has_no_fault(package):
    assert check_network(package) == ()


def test_all_faults_are_reported_at_once(package):
    set_cell(package, "places", 1, "kind", "sofa")
    set_cell(package, "places", 2, "cleaning_h", "-1")
    set_cell(package, "tanks", 1, "effluent_line_id", "H7-E")
    rename_column(package, "tasks", "heads", "head")
    (package / "labs.csv").write_bytes(b"\x89PNG\0")
    change_descriptor(package, lambda raw: raw["doseline"].update(step_min=7))

    places = [(fault.table, fault.row, fault.column) for fault in check_network(package)]

    assert sorted(places, key=str) == sorted(
        [
            ("datapackage.json", None, "doseline.step_min"),
            ("labs", None, None),
            ("places", 1, "kind"),
            ("places", 2, "cleaning_h"),
            ("tanks", 1, "effluent_line_id"),
            ("tasks", None, "head"),
        ],
        key=str,
    )


# a fault of form, a fault of sense that it must not hide, and where the second one is
BOTH = [
    ("in one table", cell("courses", 1, "referred_on", "not-a-date"),
     cell("courses", 3, "prescribed_activity_mbq", "99999"), ("courses", 3, "prescribed_activity_mbq")),
    ("in a table that is read beside", cell("products", 2, "tolerance_fraction", "x"),
     cell("courses", 1, "prescribed_activity_mbq", "99999"), ("courses", 1, "prescribed_activity_mbq")),
    ("slots", cell("slots", 1, "quantity", "-4"), cell("slots", 5, "order_cutoff_at", "2028-01-01T00:00:00Z"),
     ("slots", 5, "dispatch_at")),
    ("lanes", cell("lanes", 1, "transit_h", "x"), cell("lanes", 2, "origin_site_id", "H1"),
     ("lanes", 2, "destination_site_id")),
    ("after a row of another width", lines("slots", lambda text: [text[0], "S0", *text[1:]]),
     cell("slots", 4, "order_cutoff_at", "2028-01-01T00:00:00Z"), ("slots", 5, "dispatch_at")),
    ("past", cell("past_administrations", 1, "administered_at", "then"),
     cell("past_administrations", 2, "administered_at", "2027-12-01T00:00:00Z"),
     ("past_administrations", 2, "administered_at")),
    ("a missing column", lambda p: drop_column(p, "regimens", "cycles"),
     cell("slots", 5, "order_cutoff_at", "2028-01-01T00:00:00Z"), ("slots", 5, "dispatch_at")),
    ("the descriptor", ours(step_min=7), cell("slots", 5, "order_cutoff_at", "2028-01-01T00:00:00Z"),
     ("slots", 5, "dispatch_at")),
]  # fmt: skip


@pytest.mark.parametrize(("form", "sense", "place"), [case[1:] for case in BOTH], ids=[case[0] for case in BOTH])
def test_a_fault_of_form_hides_no_fault_of_sense(package, form, sense, place):
    sense(package)
    assert [(fault.table, fault.row, fault.column) for fault in check_network(package)] != []
    form(package)

    faults = check_network(package)

    assert place in [(fault.table, fault.row, fault.column) for fault in faults], [str(fault) for fault in faults]
    assert len(faults) == 2, [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("courses", "weight"),
        ("courses", "course_id"),
        ("products", "tolerance_fraction"),
        ("products", "product_id"),
        ("regimens", "cycles"),
        ("sites", "latitude_deg"),
        ("places", "kind"),
        ("lanes", "transit_h"),
        ("suppliers", "control"),
        ("slots", "quantity"),
        ("lines", "yield_fraction"),
        ("reactors", "positions"),
        ("stay_rules", "infusion_h"),
        ("retention", "dose_rate_usv_per_h_per_gbq"),
        ("site_products", "margin_fraction"),
        ("past_administrations", "administered_activity_mbq"),
        ("patients", "weight_kg"),
        ("rooms", "same_sex"),
        ("sources", "kind"),
    ],
)
def test_what_only_follows_from_a_row_that_cannot_be_read_is_not_reported(package, table, column):
    set_cell(package, table, 1, column, "~")

    assert [(fault.table, fault.row, fault.column) for fault in check_network(package)] == [(table, 1, column)]


def test_a_thousand_faults_of_one_kind_are_listed_in_part_and_counted(package):
    rows = read_rows(package, "slots")
    many = [[f"S{number}", *rows[1][1:-3], "-1", *rows[1][-2:]] for number in range(1000)]
    write_rows(package, "slots", [*rows, *many])

    faults = check_network(package)

    assert len(faults) == 21
    assert {(fault.table, fault.column) for fault in faults} == {("slots", "quantity")}
    assert [fault.row for fault in faults if fault.row] == list(range(9, 29))
    assert [fault.given for fault in faults if not fault.row] == ["980 more rows with a fault of this kind, not listed"]


def test_a_byte_order_mark_and_other_line_ends_are_no_fault(package):
    sound = read_network(package)
    change_bytes(package, "sites.csv", lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))

    assert read_network(package) == sound


def test_columns_may_stand_in_another_order(package):
    sound = read_network(package)
    write_rows(package, "sites", [row[::-1] for row in read_rows(package, "sites")])

    assert read_network(package) == sound


def test_an_instant_with_another_zone_is_the_same_instant(package):
    sound = read_network(package)
    set_cell(package, "slots", 1, "dispatch_at", "2027-03-02T05:00:00+01:00")

    assert read_network(package) == sound


def test_an_optional_table_without_rows_may_be_absent(package):
    (package / "labs.csv").unlink()
    unlist("labs")(package)

    assert read_network(package).labs == ()


def test_a_file_is_no_folder(package):
    faults = check_network(package / "sites.csv")

    assert [(fault.table, fault.remedy) for fault in faults] == [
        ("package", "This is a file; give the folder it is in, or unpack it first.")
    ]
