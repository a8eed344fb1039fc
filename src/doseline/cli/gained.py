"""Gains of one more unit as a reader in front of a terminal wants them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from doseline.cli.output import emit_table, emit_text
from doseline.i18n import Formats, Messages

__all__ = ["emit_gains"]


def emit_gains(found: Mapping[str, Any]) -> None:
    """Print what each unit gains as a table and in sentences, and from what that is counted.

    Parameters
    ----------
    found : of ``gains_of_plan``
    """
    say, write = Messages(found["language"]), Formats(found["language"], found["timezone"])
    if not found["tried"]:
        emit_text(say("gain-no-unit"))
    else:
        _table(say, write, found["gains"])
        for line in _sentences(say, write, found):
            emit_text(line)
    if found["not_tried"]:
        rules = [
            say("gain-not-tried-rule", constraint=row["constraint"], cycles=row["cycles"]) for row in found["not_tried"]
        ]
        emit_text(say("gain-not-tried", rules=", ".join(rules)))


def _table(say: Messages, write: Formats, gains: list[Mapping[str, Any]]) -> None:
    columns = [say(f"gain-column-{name}") for name in ("where", "week", "what", "lack", "window", "days")]
    rows = []
    for row in gains:
        year, week, _ = date.fromisoformat(row["week_on"]).isocalendar()
        in_week = say("gain-week", week=str(week), year=str(year))
        numbers = (row["cycles_lacking"], row["gain_in_window"], row["gain_days"])
        rows.append([row["where"], in_week, row["what"], *map(write.integer, numbers)])
    emit_table(say("gain-title"), columns, rows)


def _sentences(say: Messages, write: Formats, found: Mapping[str, Any]) -> Iterator[str]:
    base, gaining = found["base"], [row for row in found["gains"] if row["gain_in_window"] or row["gain_days"]]
    yield from (row["sentence"] for row in gaining)
    if not gaining:
        yield say("gain-none")
    yield ""
    yield say("gain-tried", tried=found["tried"], wanted=found["wanted"])
    yield say("gain-base", window=write.integer(base["in_window"]), days=write.integer(base["days_late"]))
    if base["proven_in_window"]:
        yield say("gain-proven")
    yield say("gain-spread", spread=base["spread_days"])
    if base["weighted"]:
        yield say("gain-weighted")
    if len(gaining) > 1:
        yield say("gain-alone")
