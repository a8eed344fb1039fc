"""What the report counts, computed anew from the CSV files of a country and a plan; shares no code with the report."""

import csv
import json
import math
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Row = dict[str, str]


def read_rows(folder: Path, table: str) -> list[Row]:
    """Return the rows of a table; a table that is not written has none."""
    path = folder / f"{table}.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.exists() else []


def mean_waits(country: Path, plan: Path, name: Callable[[Row], str]) -> dict[str, tuple[float, ...]]:
    """Return the mean days of wait of each group of demanded cycles: given, not given, all; 0 where there are none."""
    properties = json.loads((country / "datapackage.json").read_text("utf-8"))["doseline"]
    ends_on = date.fromisoformat(properties["horizon_start_on"]) + timedelta(days=properties["horizon_days"])
    zone = ZoneInfo(properties["timezone"])
    waits: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row in read_rows(plan, "administrations"):
        waits[name(row)][0].append(int(row["days_late"]))
    for row in read_rows(plan, "unserved"):
        due_on = datetime.fromisoformat(row["due_at"]).astimezone(zone).date()
        waits[name(row)][1].append(max(0, (ends_on - due_on).days))
    return {
        group: tuple(sum(days) / len(days) if days else 0.0 for days in (given, unserved, given + unserved))
        for group, (given, unserved) in waits.items()
    }


def region_of(country: Path) -> Callable[[Row], str]:
    """Return what gives the region, by name, in which the patient of a cycle lives."""
    names = {row["region_id"]: row["name"] for row in read_rows(country, "regions")}
    homes = {row["catchment_id"]: names[row["region_id"]] for row in read_rows(country, "catchments")}
    patients = {row["patient_id"]: homes[row["catchment_id"]] for row in read_rows(country, "patients")}
    courses = {row["course_id"]: patients[row["patient_id"]] for row in read_rows(country, "courses")}
    return lambda row: courses[row["course_id"]]


def product_of(country: Path) -> Callable[[Row], str]:
    """Return what gives the product of a cycle, by name."""
    names = {row["product_id"]: row["name"] for row in read_rows(country, "products")}
    return lambda row: names[row["product_id"]]


def transfers(country: Path, plan: Path) -> list[tuple[str, str, str, str, float, float]]:
    """Return each change of centre: course, cycle, centre before and now, travel to each in minutes (nan: unknown)."""
    homes = {row["patient_id"]: row["catchment_id"] for row in read_rows(country, "patients")}
    homes = {row["course_id"]: homes[row["patient_id"]] for row in read_rows(country, "courses")}
    travel = {
        (row["catchment_id"], row["site_id"]): float(row["travel_min"]) for row in read_rows(country, "travel_times")
    }
    given = {
        (row["course_id"], int(row["cycle_number"])): row["site_id"]
        for row in read_rows(country, "past_administrations") + read_rows(plan, "administrations")
    }
    found = []
    for row in read_rows(plan, "administrations"):
        course, cycle, now = row["course_id"], int(row["cycle_number"]), row["site_id"]
        before = given.get((course, cycle - 1), now)
        if before != now:
            minutes = [travel.get((homes[course], site), math.nan) for site in (before, now)]
            found.append((row["administered_at"], (course, str(cycle), before, now, *minutes)))
    return [change for _, change in sorted(found)]
