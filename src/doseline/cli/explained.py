"""Explanations as a reader in front of a terminal wants them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from doseline.cli.headlines import bound_lines
from doseline.cli.output import emit_text
from doseline.i18n import Formats, Messages, short_name

__all__ = ["emit_course", "emit_explanation"]

_EVENTS: Final = {
    "irradiation_starts": "report-event-irradiation",
    "irradiation_ends": "report-event-end",
    "processing_starts": "report-event-processing",
    "calibration": "report-event-calibration",
    "order_by": "report-order-by",
    "certified": "report-event-certified",
    "departure": "report-event-departure",
    "arrival": "report-event-arrival",
    "admission": "report-event-admission",
    "administration": "report-event-administration",
    "discharge": "report-event-discharge",
}
"""Message of each step between target and discharge."""

_STATUS: Final = {"in window": "report-in-window", "late": "report-late", "not given": "report-unserved"}


def emit_explanation(found: Mapping[str, Any]) -> None:
    """Print who is late and why, then what binds, then who is not given anything and why."""
    _Told(found).whole()


def emit_course(found: Mapping[str, Any]) -> None:
    """Print one course: who, what was given, and each cycle with its chain or its reason."""
    _Told(found).course()


class _Told:
    """An explanation in its language and by its clock."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._found = found
        self._say = Messages(found["language"])
        self._write = Formats(found["language"], found["timezone"])

    # --- a whole plan ---------------------------------------------------------------------------------------------

    def whole(self) -> None:
        say, write, counts = self._say, self._write, self._found["counts"]
        emit_text(
            say(
                "cli-explain-counts",
                served=write.integer(counts["in_window"]),
                demanded=write.integer(counts["demanded_cycles"]),
                late=write.integer(counts["late"]),
                unserved=write.integer(counts["unserved"]),
            )
        )
        levels = {row["name"]: row for row in self._found["levels"]}
        for line in bound_lines(say, write, levels) if levels else ():
            emit_text(line)
        self._transfers(self._found["transfers"])
        self._no_country()
        self._disturbances(self._found["disturbances"])
        self._late(self._found["late"])
        self._unserved(self._found["unserved"])
        rows = self._found["late"]["rows"] or self._found["unserved"]
        if rows:
            emit_text("")
            emit_text(say("cli-one-course", course=rows[0]["course_id"]))

    def _transfers(self, transfers: Mapping[str, Any]) -> None:
        if transfers["cycles"] is None:
            emit_text(self._say("cli-explain-transfers-unknown", count=len(transfers["rows"])))
        if not transfers["cycles"]:
            return
        said = self._say("cli-explain-transfers", count=transfers["cycles"])
        if transfers["farther"]:
            minutes = self._write.decimal(transfers["mean_farther_min"])
            farther = self._say("cli-explain-farther", count=transfers["farther"], minutes=minutes)
            said = f"{said} {farther}"
        emit_text(said)

    def _no_country(self) -> None:
        if self._found["country_found"]:
            return
        folders = self._found["differing_countries"]
        if folders:
            listed = ", ".join(folders)
            emit_text(self._say("cli-explain-other-country", count=len(folders), folders=listed))
        else:
            emit_text(self._say("cli-explain-no-country"))

    def _disturbances(self, rows: list[Mapping[str, Any]]) -> None:
        if not rows:
            return
        say, write = self._say, self._write
        emit_text("")
        emit_text(say("cli-explain-disturbed"))
        for row in rows:
            late, unserved = write.integer(row["late"]), write.integer(row["unserved"])
            emit_text(f"  {row['sentence']} {say('cli-disturbed-counts', late=late, unserved=unserved)}")

    def _late(self, late: Mapping[str, Any]) -> None:
        if not late["cycles"]:
            return
        emit_text("")
        emit_text(f"{self._say('cli-explain-late', cycles=self._cycles(late['cycles']))} ({_listed(late['causes'])})")
        self._where(late)
        for row in late["rows"]:
            emit_text("")
            emit_text(self._say("cli-row-late", given=self._day(row["given_on"]), **self._row(row)))
            emit_text(f"  {row['sentence']}")
            self._rules(row["binding"])

    def _unserved(self, rows: list[Mapping[str, Any]]) -> None:
        if not rows:
            return
        emit_text("")
        emit_text(self._say("cli-explain-unserved", cycles=self._cycles(len(rows))))
        emit_text(f"  {self._say('cli-rules-meaning')}")
        for binding in self._found["binding"]:
            alone = f" ({self._say('cli-only-reason', count=binding['only_reason'])})" if binding["only_reason"] else ""
            told = f"{self._cycles(binding['cycles'])}{alone}. {binding['sentence']}"
            emit_text(f"  {self._say('report-labelled', label=binding['constraint'], text=told)}")
            self._where(binding, margin="    ", centres="centres-tried")
        for row in rows:
            emit_text("")
            emit_text(self._say("cli-row-unserved", **self._row(row)))
            emit_text(f"  {row['sentence']}")
            self._rules(row["binding"])

    def _row(self, row: Mapping[str, Any]) -> dict[str, str]:
        return {
            "course": row["course_id"],
            "cycle": str(row["cycle_number"]),
            "product": short_name(row["product"]),
            "site": row["centre"],
            "due": self._day(row["due_on"]),
            "end": self._day(row["window_end_on"]),
        }

    def _where(self, counted: Mapping[str, Any], margin: str = "  ", centres: str = "centres") -> None:
        for name, label in (("products", "products"), ("centres", centres), ("regions", "regions")):
            told = self._say("report-labelled", label=self._say(f"cli-{label}"), text=_listed(counted[name]))
            emit_text(f"{margin}{told}")

    def _rules(self, binding: list[str]) -> None:
        if binding:
            emit_text(f"  {self._say('cli-rules', rules=', '.join(binding))}")

    # --- one course -----------------------------------------------------------------------------------------------

    def course(self) -> None:
        say, course = self._say, self._found["course"]
        self._no_country()
        self._about(course)
        for row in self._found["past"] or ():
            at, activity = self._instant(row["administered_at"]), row["administered_activity_mbq"]
            written = self._write.activity(activity)
            emit_text(
                say("cli-course-past", cycle=str(row["cycle_number"]), at=at, site=row["centre"], activity=written)
            )
        if not self._found["cycles"]:
            emit_text(say("cli-course-nothing"))
        for row in self._found["cycles"]:
            emit_text("")
            status = say(_STATUS[row["status"]])
            emit_text(
                say(
                    "cli-course-cycle",
                    cycle=str(row["cycle_number"]),
                    product=short_name(row["product"]),
                    status=status,
                )
            )
            dates = say("cli-course-dates", due=self._day(row["due_on"]), end=self._day(row["window_end_on"]))
            emit_text(f"  {dates}")
            if "sentence" in row:
                emit_text(f"  {row['sentence']}")
                self._rules(row["binding"])
            if "chain" in row:
                self._given(row)

    def _about(self, course: Mapping[str, Any]) -> None:
        say, course_id = self._say, course["course_id"]
        if "regimen_id" not in course:
            emit_text(say("cli-course-bare", course=course_id))
            return
        home = course["home_centre"]
        lives = {"region": course["region"]}
        emit_text(say("cli-course", course=course_id, patient=course["patient_id"], regimen=course["regimen_id"]))
        for line in (
            say("cli-course-referred", on=self._day(course["referred_on"]), weight=str(course["weight"])),
            say("cli-course-home", site=home, **lives) if home else say("cli-course-no-home", **lives),
            say("cli-course-travel", minutes=self._write.integer(course["max_travel_min"])),
            say(f"cli-course-transfer-{'yes' if course['transfer_allowed'] else 'no'}"),
        ):
            emit_text(f"  {line}")

    def _given(self, row: Mapping[str, Any]) -> None:
        say, write = self._say, self._write
        at = self._instant(row["administered_at"])
        given = say("cli-course-given", at=at, site=row["centre"], place=row["place_id"], days=row["days_late"])
        kind, _, key = str(row["source"]).partition(":")
        has_activity = float(row["prescribed_activity_mbq"]) > 0.0
        activities = {
            "administered": write.activity(row["administered_activity_mbq"]),
            "prescribed": write.activity(row["prescribed_activity_mbq"]),
        }
        vial = say(
            "cli-course-vial" if has_activity else "cli-course-vial-inactive",
            vial=row["vial_id"],
            source=say(f"cli-source-{kind}", key=key) if key else "-",
            **(activities if has_activity else {}),
        )
        emit_text(f"  {given}")
        emit_text(f"  {vial}")
        for link in row["chain"]:
            subject = str(link["of"]).rpartition(" ")[2]
            event = _EVENTS[link["kind"]] if has_activity or link["kind"] != "calibration" else "report-event-made"
            emit_text(f"    {self._instant(link['at'])}  {say(event)} ({subject})")

    # --- words ----------------------------------------------------------------------------------------------------

    def _cycles(self, count: int) -> str:
        return self._say("cli-cycles", count=count)

    def _day(self, on: str) -> str:
        return self._write.day(date.fromisoformat(on), year=True)

    def _instant(self, at: str) -> str:
        return self._write.local(datetime.fromisoformat(at).astimezone(UTC), year=True)


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items())
