"""The opening of the report: how much of the demand is met, what is proven of it, and what it rests on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from doseline.i18n import floor_sentence
from doseline.operations.report.levels import (
    Level,
    gap_words,
    is_weighted,
    left_out,
    read_levels,
    read_verdict,
)
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Cell, Column, Drawing, Legend, LegendItem, Statistic, Statistics, Table, Text
from doseline.reporting.share import Part, draw_share, swatch

__all__ = ["opening"]


def opening(reading: Reading) -> list[Block]:
    """Return the blocks of the opening."""
    without = left_out(reading)
    warning = (
        [Text(body=reading.say("report-without", constraints=", ".join(without)), kind="notice")] if without else []
    )
    return [
        *warning,
        *_lowered(reading),
        Text(body=_claim(reading), kind="claim", assumed=reading.is_assumed),
        *_share(reading),
        *(Text(body=sentence, assumed=reading.is_assumed) for sentence in _proofs(reading)),
        *_priorities(reading),
        Statistics(items=tuple(_statistics(reading))),
        served_by_product(reading),
        Text(body=_notice(reading), kind="notice"),
        Text(body=reading.say("report-mark-explained"), kind="note", assumed=reading.is_assumed),
    ]


def _lowered(reading: Reading) -> Iterator[Block]:
    """Say which floors of regions the plan does not reach and keeps to less of."""
    names = {region.region_id: region.name for region in reading.network.regions}
    for row in reading.plan.lowered_floors:
        if row.replanned_at == reading.network.properties.planned_at:
            floor = {"region": names.get(row.region_id, row.region_id), **asdict(row)}
            yield Text(body=floor_sentence(floor, reading.say, reading.write), kind="notice")


def _in_window(reading: Reading) -> int:
    return sum(row.in_window for row in reading.plan.administrations)


def _claim(reading: Reading) -> str:
    demanded = len(reading.demanded)
    if demanded == 0:
        return reading.say("report-claim-empty")
    served = _in_window(reading)
    return reading.say(
        "report-claim",
        served=reading.write.integer(served),
        demanded=reading.write.integer(demanded),
        share=reading.write.percent(served / demanded),
    )


def _parts(reading: Reading) -> list[Part]:
    say, late = reading.say, len(reading.plan.administrations) - _in_window(reading)
    return [
        Part(label=say("report-in-window"), count=_in_window(reading), colour="#1f5583"),
        Part(label=say("report-late"), count=late, colour="#e8c46a", pattern="url(#assumed)"),
        Part(label=say("report-unserved"), count=len(reading.plan.unserved), colour="#fff"),
    ]


def _share(reading: Reading) -> Iterator[Block]:
    if not reading.demanded:
        return
    parts = _parts(reading)
    say = reading.say
    yield Drawing(
        picture=draw_share(
            parts,
            identifier="share",
            title=say("report-share-title"),
            description=say.parts(_counted(reading, part) for part in parts),
        ),
        label=say("report-share-title"),
        wide=False,
    )
    yield Legend(
        title="",
        items=[
            LegendItem(picture=swatch(part), text=_counted(reading, part), assumed=reading.is_assumed) for part in parts
        ],
    )


def _counted(reading: Reading, part: Part) -> str:
    return reading.say("report-counted", label=part.label, count=reading.write.integer(part.count))


def _priorities(reading: Reading) -> Iterator[Block]:
    """Say what the points of priority are, where courses differ in weight."""
    if not is_weighted(reading):
        return
    counted = Counter(course.weight for course in reading.courses.values())
    weights = ", ".join(
        reading.say("report-weight", courses=courses, weight=reading.write.integer(weight))
        for weight, courses in sorted(counted.items())
    )
    yield Text(body=reading.say("report-priorities", weights=weights), kind="note", assumed=reading.is_demand_assumed)


def _proofs(reading: Reading) -> Iterator[str]:
    level = read_levels(reading)["L1"]
    if level.bound is None:
        yield reading.say("report-no-bound")
        return
    if level.is_bound_wrong:
        yield reading.say(
            "report-bound-wrong", bound=reading.write.integer(level.bound), value=reading.write.integer(level.value)
        )
        return
    yield _best(reading, level, level.bound)
    if read_verdict(reading).certified is not True:
        yield reading.say("report-bound-unchecked")


def _best(reading: Reading, level: Level, bound: float) -> str:
    """Say the bound in cycles where all weigh one, else in points of priority."""
    say, write = reading.say, reading.write
    if is_weighted(reading):
        return say(
            "report-proven-weighted" if bound > level.value else "report-proven-weighted-best",
            value=write.integer(level.value),
            bound=write.integer(bound),
            gap=gap_words(reading, level),
        )
    if bound <= level.value:
        return say("report-proven-best")
    return say("report-proven", bound=write.integer(bound), gap=gap_words(reading, level))


def _statistics(reading: Reading) -> Iterator[Statistic]:
    say, write, plan, assumed = reading.say, reading.write, reading.plan, reading.is_assumed
    yield _waiting(reading)
    unused = sum(vial.use == "unused" for vial in plan.vials)
    yield Statistic(
        label=say("report-vials"),
        value=write.integer(len(plan.vials)),
        note=say("report-vials-unused", unused=unused),
        assumed=assumed,
    )
    yield Statistic(
        label=say("report-batches"),
        value=write.integer(len(plan.batches)),
        note=say("report-irradiations", irradiations=len(plan.irradiations)),
        assumed=assumed,
    )
    yield Statistic(
        label=say("report-shipments"),
        value=write.integer(len(plan.shipments)),
        note=say("report-packages", packages=sum(row.packages for row in plan.shipments)),
        assumed=assumed,
    )
    yield Statistic(
        label=say("report-stays"),
        value=write.integer(len(plan.stays)),
        note=say("report-stays-centres", centres=len({row.site_id for row in plan.stays})),
        assumed=assumed,
    )
    yield _checked(reading)


def _waiting(reading: Reading) -> Statistic:
    say, write, days = reading.say, reading.write, read_levels(reading)["L2"]
    note = say("report-no-bound")
    if days.is_bound_wrong:
        note = say("report-bound-wrong", bound=write.integer(days.bound or 0.0), value=write.integer(days.value))
    elif days.bound is not None:
        note = say("report-days-bound", bound=write.integer(days.bound), gap=gap_words(reading, days))
    label = say("report-days-late-weighted" if is_weighted(reading) else "report-days-late")
    return Statistic(label=label, value=write.integer(days.value), note=note, assumed=reading.is_assumed)


def _checked(reading: Reading) -> Statistic:
    verdict = read_verdict(reading)
    answer = {True: "yes", False: "no", None: "unknown"}[verdict.legal]
    note = reading.say(f"report-checked-{answer}-note")
    if verdict.legal and (without := left_out(reading)):
        note = reading.say("report-checked-without-note", without=", ".join(without))
    return Statistic(label=reading.say("report-checked"), value=reading.say(f"report-checked-{answer}"), note=note)


def _notice(reading: Reading) -> str:
    say, ledger = reading.say, reading.ledger
    return " ".join(
        [
            say("report-not-a-device"),
            say("report-synthetic"),
            say(
                "report-unsigned",
                assumptions=len(ledger.items),
                safety=ledger.safety_relevant,
                figures=reading.write.integer(ledger.figures),
            ),
            say("report-scenario-note", scenario=reading.network.properties.scenario),
        ]
    )


def served_by_product(reading: Reading) -> Table:
    """Return the demand and what became of it, product by product."""
    say, write = reading.say, reading.write
    demanded = Counter(row.product_id for row in reading.demanded)
    given = Counter(row.product_id for row in reading.plan.administrations)
    in_window = Counter(row.product_id for row in reading.plan.administrations if row.in_window)
    assumed = reading.is_assumed
    rows = [
        (
            Cell(text=product.name, picture=reading.looks[product.product_id].swatch()),
            write.integer(demanded[product.product_id]),
            write.integer(in_window[product.product_id]),
            write.percent(in_window[product.product_id] / demanded[product.product_id]),
            write.integer(given[product.product_id] - in_window[product.product_id]),
            write.integer(demanded[product.product_id] - given[product.product_id]),
        )
        for product in reading.product_order
    ]
    return Table(
        caption=say("report-by-product"),
        columns=(
            Column(title=say("report-product"), header=True),
            Column(title=say("report-demanded"), align="number", assumed=reading.is_demand_assumed),
            Column(title=say("report-in-window"), align="number", assumed=assumed),
            Column(title=say("report-share"), align="number", assumed=assumed),
            Column(title=say("report-late"), align="number", assumed=assumed),
            Column(title=say("report-unserved"), align="number", assumed=assumed),
        ),
        rows=rows,
    )
