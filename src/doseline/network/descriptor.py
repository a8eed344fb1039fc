"""The descriptor of a package: Data Package 2.0 with the Table Schema of each resource inside."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from doseline.network.cells import instant_text
from doseline.network.model import Properties
from doseline.network.schema import SCHEMA_VERSION, Kind, TableSchema

__all__ = ["country_descriptor", "json_bytes", "plan_descriptor"]

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def country_descriptor(properties: Properties, tables: Iterable[TableSchema]) -> dict[str, Any]:
    """Return the descriptor of a country package with these tables."""
    title = f"{properties.country}: instance {properties.instance}, scenario {properties.scenario}"
    ours = {
        "kind": "country",
        "schema_version": SCHEMA_VERSION,
        "country": properties.country,
        "timezone": properties.timezone,
        "instance": properties.instance,
        "scenario": properties.scenario,
        "seed": properties.seed,
        "planned_at": instant_text(properties.planned_at),
        "horizon_start_on": _date_text(properties.horizon_start_on),
        "horizon_days": properties.horizon_days,
        "tail_weeks": properties.tail_weeks,
        "step_min": properties.step_min,
        "frozen_days": properties.frozen_days,
    }
    return _descriptor(f"{properties.country}-{properties.instance}", title, "country", ours, tables)


def plan_descriptor(package_name: str, package_sha256: str, tables: Iterable[TableSchema]) -> dict[str, Any]:
    """Return the descriptor of a plan made for the package of this name and hash."""
    ours = {
        "kind": "plan",
        "schema_version": SCHEMA_VERSION,
        "package": {"name": package_name, "sha256": package_sha256},
    }
    return _descriptor(f"plan-{package_name}", f"Plan for {package_name}", "plan", ours, tables)


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """Return JSON as it stands in a package: UTF-8, indented, a newline at the end; equal values, equal bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _descriptor(
    name: str, title: str, kind: Kind, ours: Mapping[str, Any], tables: Iterable[TableSchema]
) -> dict[str, Any]:
    return {
        "$schema": _PROFILE,
        "name": _slug(name),
        "title": title,
        "keywords": ["doseline", kind],
        "doseline": dict(ours),
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: TableSchema) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": dict(table.json),
    }


def _slug(name: str) -> str:
    return re.sub(r"[^-a-z0-9._]+", "-", name.lower()).strip("-") or "package"


def _date_text(day: date) -> str:
    return day.isoformat()
