"""Levels of the objective one by one: what each counts, what the plan reached, its bound, and what that is worth."""

from collections.abc import Iterator
from typing import Final

from doseline.i18n import gap_sentence
from doseline.operations.report.levels import Level, gap_words, is_weighted, read_levels, read_verdict
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Section, Table, Text

__all__ = ["levels"]

_NAMES: Final = {
    "L1": "report-in-window",
    "L3": "report-changed",
    "L2": "report-days-late",
    "L4.1": "report-waste",
    "L4.2": "report-shipments",
    "L4.3": "report-cost",
}
"""Levels in order, and the name of each."""

_BLIND: Final = {
    "L1": "report-level-blind-hours",
    "L3": "report-level-blind-hours",
    "L2": "report-level-blind-hours",
    "L4.1": "report-level-blind-rivals",
    "L4.2": "report-level-blind-loads",
    "L4.3": "report-level-blind-loads",
}
"""What the bound of each level does not know."""


def levels(reading: Reading) -> Section:
    """Return the section with one row for each level, in the order in which they count."""
    say = reading.say
    blocks: list[Block] = [_table(reading)]
    if reading.plan.certificates.get("levels") and read_verdict(reading).certified is not True:
        blocks.append(Text(body=say("report-levels-unchecked"), kind="note"))
    return Section(anchor="levels", title=say("report-levels"), lead=say("report-levels-lead"), blocks=blocks)


def _table(reading: Reading) -> Table:
    say, assumed, known = reading.say, reading.is_assumed, read_levels(reading)
    return Table(
        caption=say("report-levels"),
        columns=(
            Column(title=say("report-level"), header=True),
            Column(title=say("report-level-value"), align="number", assumed=assumed),
            Column(title=say("report-level-bound"), align="number", assumed=assumed),
            Column(title=say("report-level-gap"), align="number", assumed=assumed),
            Column(title=say("report-level-counts"), long=True),
            Column(title=say("report-level-worth"), long=True),
        ),
        rows=[_row(reading, name, known.get(name)) for name in _NAMES if name != "L3" or name in known],
        visible_caption=False,
    )


def _row(reading: Reading, name: str, level: Level | None) -> tuple[str, ...]:
    return (
        f"{name} · {reading.say(_NAMES[name])}",
        _amount(reading, name, level.value if level else None),
        _amount(reading, name, level.bound if level else None),
        gap_words(reading, level),
        " ".join(_counts(reading, name)),
        " ".join(_worth(reading, name, level)),
    )


def _counts(reading: Reading, name: str) -> Iterator[str]:
    say, weighted = reading.say, "yes" if is_weighted(reading) else "no"
    yield {
        "L1": say("report-level-in-window", weighted=weighted),
        "L3": say("report-level-changed"),
        "L2": say("report-level-waiting", weighted=weighted),
        "L4.1": say("report-level-wasted"),
        "L4.2": say("report-level-shipments"),
        "L4.3": say("report-level-cost"),
    }[name]
    unpriced = sum(lane.cost_eur is None for lane in reading.network.lanes)
    if name == "L4.3" and unpriced:
        yield say("report-level-unpriced", lanes=unpriced, every=len(reading.network.lanes))


def _amount(reading: Reading, name: str, amount: float | None) -> str:
    if amount is None:
        return reading.say("report-not-known")
    if name == "L4.1":
        return reading.write.activity(amount)
    written = reading.write.integer(amount)
    return f"{written}\N{NO-BREAK SPACE}EUR" if name == "L4.3" else written


def _worth(reading: Reading, name: str, level: Level | None) -> Iterator[str]:
    """Say what is proven, and where something is left open, what the bound does not know."""
    say = reading.say
    if level is None or level.bound is None or level.gap_fraction is None:
        yield say("report-no-bound")
    elif level.is_bound_wrong:
        bound, value = _amount(reading, name, level.bound), _amount(reading, name, level.value)
        yield say("report-bound-wrong", bound=bound, value=value)
    elif level.gap_fraction == 0.0:
        yield say("report-level-best")
    else:
        yield say("report-level-far" if level.gap_fraction > 1.0 else "report-level-between")
        if name in ("L1", "L2"):
            yield gap_sentence(name, level.value, level.bound, say, reading.write)
        yield say(_BLIND[name])
