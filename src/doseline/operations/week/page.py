"""The page of a golden week: the story with its curve, the changes, and where the packages are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from doseline.i18n import Formats, Messages
from doseline.journey import Change
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chains
from doseline.operations.replanning.changes import Wording, changes
from doseline.operations.replanning.effects import effects_of
from doseline.operations.report.changes import changes_table
from doseline.operations.week.country import STAGED
from doseline.operations.week.failing import Failure
from doseline.operations.week.nouns import ActivityReading, Event
from doseline.operations.week.record import PACKAGES
from doseline.quantities import gbq_from_mbq
from doseline.reporting import (
    Block,
    Cell,
    Column,
    Drawing,
    Legend,
    LegendItem,
    Page,
    Section,
    Statistic,
    Statistics,
    Table,
    Text,
    Words,
    render,
)
from doseline.reporting.curve import Curve, Phase, Stretch, draw_curve, line_swatch
from doseline.reporting.curve import Event as Point

__all__ = ["week_page"]

_COLOURS = {"target": "#55606b", "vial": "#1f5583", "patient": "#8a2f0b"}
_LOWEST_SHARE_FRACTION = 0.02
"""The build-up in the reactor is far too steep on a logarithmic scale to be shown from its first minutes."""


def week_page(
    country: Network,
    before: PlanPackage,
    after: PlanPackage,
    failure: Failure,
    tables: Mapping[str, Sequence[Any]],
    summary: Mapping[str, Any],
    language: str,
) -> str:
    """Return ``index.html`` of a record.

    Parameters
    ----------
    country : the country when the week begins
    before, after : the plans
    failure : the rejected batch
    tables : events, activities and changes
    summary : contents of ``summary.json``
    language : en, nl, fr or de
    """
    say, write = Messages(language), Formats(language, country.properties.timezone)
    telling = _WeekPage(country, before, after, failure, tables, summary, say, write)
    return telling.html()


@dataclass(frozen=True, slots=True)
class _WeekPage:
    country: Network
    before: PlanPackage
    after: PlanPackage
    failure: Failure
    tables: Mapping[str, Sequence[Any]]
    summary: Mapping[str, Any]
    say: Messages
    write: Formats

    def html(self) -> str:
        say, write, properties = self.say, self.write, self.country.properties
        last_on = properties.horizon_start_on + timedelta(days=properties.horizon_days - 1)
        return render(
            Page(
                language=write.language,
                title=say("week-title"),
                kicker=say("week-kicker", instance=properties.instance, seed=str(properties.seed)),
                subtitle=say("week-subtitle", first=write.date(properties.horizon_start_on), last=write.date(last_on)),
                opening=tuple(self._opening()),
                sections=(self._story(), self._changes(), self._limits(), self._files()),
                closing=say("report-closing"),
                words=Words(
                    skip=say("report-skip"),
                    contents=say("report-contents"),
                    mark=say("report-mark"),
                    mark_meaning=say("report-mark-meaning"),
                ),
            )
        )

    # --- opening --------------------------------------------------------------------------------------------------

    def _opening(self) -> Iterator[Block]:
        say, write, summary = self.say, self.write, self.summary
        yield Text(
            kind="claim",
            assumed=True,
            body=say(
                "week-claim",
                at=write.local(self.failure.at),
                batch=self.failure.batch.batch_id,
                lost=write.integer(summary["lost"]),
                absorbed=write.integer(summary["absorbed"]),
                window=write.integer(summary["absorbed_in_window"]),
            ),
        )
        given = self.failure.followed.administration
        yield Text(
            assumed=True,
            body=say(
                "week-followed",
                course=given.course_id,
                cycle=write.integer(given.cycle_number),
                product=self._product(given.product_id),
                site=self._site(given.site_id),
                at=write.local(given.administered_at),
            ),
        )
        yield Text(body=self._answer(), assumed=True)
        yield Text(body=say("week-kept", taken=len(summary["promises_taken_back"])), assumed=True)
        yield from self._staged()
        in_window = summary["in_window"]
        yield Statistics(
            items=(
                Statistic(label=say("week-lost"), value=write.integer(summary["lost"]), assumed=True),
                Statistic(label=say("week-absorbed"), value=write.integer(summary["absorbed"]), assumed=True),
                self._promises_changed(),
                Statistic(
                    label=say("week-in-window"),
                    value=f"{write.integer(in_window['before'])} → {write.integer(in_window['after'])}",
                    note=say("week-in-window-note", demanded=write.integer(in_window["demanded_cycles"])),
                    assumed=True,
                ),
                Statistic(label=say("week-checked"), value=say("week-yes" if summary["checked"] else "week-no")),
            )
        )
        yield Text(body=say("page-mark-explained"), kind="note", assumed=True)

    def _promises_changed(self) -> Statistic:
        """Return how many promises change; a cycle that had none and is given now is counted apart."""
        found: Sequence[Change] = self.tables["changes"]
        promised = sum(change.before_at is not None for change in found)
        new = len(found) - promised
        return Statistic(
            label=self.say("week-changes-count"),
            value=self.write.integer(promised),
            note=self.say("week-newly-served", cycles=new) if new else "",
            assumed=True,
        )

    def _staged(self) -> Iterator[Block]:
        """Say what was arranged so that there is a story: which suppliers are shut, and when."""
        write = self.write
        stops = [stop for stop in self.country.stops if stop.source == STAGED.source_id]
        names = {row.supplier_id: row.name for row in self.country.suppliers}
        zone = ZoneInfo(self.country.properties.timezone)
        for starts_at, ends_at in sorted({(stop.starts_at, stop.ends_at) for stop in stops}):
            shut = sorted({stop.ref_id for stop in stops if (stop.starts_at, stop.ends_at) == (starts_at, ends_at)})
            made = sorted({row.product_id for row in self.country.slots if row.supplier_id in shut})
            last_at = ends_at.astimezone(zone) - timedelta(minutes=1)
            yield Text(
                kind="notice",
                assumed=True,
                body=self.say(
                    "week-staged",
                    suppliers=", ".join(names.get(key, key) for key in shut),
                    products=", ".join(map(self._product, made)),
                    first=write.day(starts_at.astimezone(zone).date()),
                    last=write.day(last_at.date()),
                ),
            )

    def _answer(self) -> str:
        say, write = self.say, self.write
        old = self.failure.followed.administration
        chain = Chains(self.after).by_cycle.get((old.course_id, old.cycle_number))
        if chain is None:
            return say("week-answer-unserved", why=self.summary["followed"].get("why", ""))
        given = chain.administration
        zone = ZoneInfo(self.country.properties.timezone)
        days = given.administered_at.astimezone(zone).date() - old.administered_at.astimezone(zone).date()
        suppliers = {row.supplier_id: row.name for row in self.country.suppliers}
        lines = {row.line_id: row.supplier_id for row in self.country.lines}
        supplier = chain.order.supplier_id if chain.order else lines[chain.batch.line_id] if chain.batch else ""
        return say(
            "week-answer-served",
            at=write.local(given.administered_at),
            site=self._site(given.site_id),
            activity=write.activity(given.administered_activity_mbq),
            days=days.days,
            supplier=suppliers.get(supplier, supplier),
        )

    # --- story ----------------------------------------------------------------------------------------------------

    def _story(self) -> Section:
        say = self.say
        return Section(
            anchor="story",
            title=say("week-story"),
            lead=say("week-story-lead"),
            blocks=(
                self._legend(),
                Drawing(
                    picture=draw_curve(self._curve()),
                    label=say("week-curve"),
                    caption=say("week-curve-caption"),
                    assumed=True,
                ),
                self._events(),
            ),
        )

    def _legend(self) -> Legend:
        """Say what each line is; the patient's is dashed, so that it is told apart without its colour."""
        lines = {
            "week-line-target": Stretch(points=(), colour=_COLOURS["target"]),
            "week-line-vial": Stretch(points=(), colour=_COLOURS["vial"]),
            "week-line-never": Stretch(points=(), colour=_COLOURS["vial"], broken=True),
            "week-line-patient": Stretch(points=(), colour=_COLOURS["patient"], dashed=True),
        }
        items = [LegendItem(picture=line_swatch(line), text=self.say(message)) for message, line in lines.items()]
        return Legend(title="", items=items)

    def _curve(self) -> Curve:
        say, write = self.say, self.write
        events = [event for event in self.tables["events"] if event.activity_mbq is not None]
        stretches = [*self._solid(), *self._dotted()]
        times = [time for stretch in stretches for time, _ in stretch.points] + [self._d(event.at) for event in events]
        start_on = self.country.properties.horizon_start_on
        days = {
            float(day): write.day(start_on + timedelta(days=day))
            for day in range(int(min(times)) + 1, int(max(times)) + 1)
        }
        rejected_d = self._d(self.failure.at)
        return Curve(
            identifier="week-curve",
            title=say("week-curve"),
            description=self.say.parts(
                self.say("report-labelled", label=self._kind(event), text=write.activity(event.activity_mbq))
                for event in events
            ),
            stretches=stretches,
            events=[
                Point(
                    number=event.number,
                    at_d=self._d(event.at),
                    activity_mbq=event.activity_mbq,
                    title=self._kind(event),
                )
                for event in events
            ],
            phases=[
                Phase(start_d=min(times), end_d=rejected_d, label=say("week-before")),
                Phase(start_d=rejected_d, end_d=max(times), label=say("week-after")),
            ],
            days=days,
            write_activity=self._tick,
            axis_title=say("week-activity"),
        )

    def _solid(self) -> Iterator[Stretch]:
        spans: dict[tuple[str, str], list[ActivityReading]] = {}
        for reading in self.tables["activities"]:
            spans.setdefault((reading.plan, reading.holder), []).append(reading)
        for (_, holder), readings in spans.items():
            highest = max(reading.activity_mbq for reading in readings)
            points = [
                (self._d(reading.at), reading.activity_mbq)
                for reading in readings
                if reading.activity_mbq > highest * _LOWEST_SHARE_FRACTION
            ]
            if len(points) > 1:
                label = self.say("report-holder-target") if holder == "target" else ""
                middle = points[len(points) // 3]
                yield Stretch(
                    points=points,
                    colour=_COLOURS[holder],
                    kind=holder,
                    dashed=holder == "patient",
                    label=label,
                    label_at=(middle[0], middle[1] * 0.72) if label else None,
                )

    def _dotted(self) -> Iterator[Stretch]:
        """The vial that was never given, from its rejection on."""
        never = [
            (self._d(event.at), event.activity_mbq)
            for event in self.tables["events"]
            if event.status == "cancelled" and event.activity_mbq is not None
        ]
        if len(never) > 1:
            yield Stretch(points=never, colour=_COLOURS["vial"], broken=True)

    def _events(self) -> Table:
        say, write = self.say, self.write
        rows = [
            (
                write.integer(event.number),
                write.local(event.at),
                self._kind(event),
                "" if event.site_id is None else self._site(event.site_id),
                say(f"week-who-{event.who.replace(' ', '-')}"),
                f"{say(f'week-subject-{event.subject}')} {event.subject_id}",
                "" if event.activity_mbq is None else write.activity(event.activity_mbq),
                say(f"week-{self._status(event)}"),
            )
            for event in self.tables["events"]
        ]
        return Table(
            caption=say("week-story"),
            columns=(
                Column(title=say("week-number"), align="number"),
                Column(title=say("week-when"), whole=True, assumed=True),
                Column(title=say("week-what"), header=True),
                Column(title=say("week-where")),
                Column(title=say("week-who")),
                Column(title=say("week-of")),
                Column(title=say("week-activity"), align="number", assumed=True),
                Column(title=say("week-status")),
            ),
            rows=rows,
            visible_caption=False,
        )

    def _status(self, event: Event) -> str:
        """Return what is known of an event when the batch is rejected: what lies ahead is planned, not done."""
        return "planned" if event.status == "done" and event.at > self.failure.at else event.status

    def _kind(self, event: Event) -> str:
        return self.say(f"week-kind-{event.kind.replace('_', '-')}")

    # --- changes --------------------------------------------------------------------------------------------------

    def _changes(self) -> Section:
        say = self.say
        effects = effects_of(self.country, self.before, [self.failure.event])
        found = changes(self.country, self.before, self.after, effects, Wording.of(self.country, self.write.language))
        block: Block = Text(body=say("week-no-changes"))
        if found:
            block = changes_table(found, self.country, say, self.write)
        return Section(
            anchor="changes", title=say("change-title"), lead=say("week-changes-lead") if found else "", blocks=(block,)
        )

    def _limits(self) -> Section:
        return Section(
            anchor="limits", title=self.say("week-limits"), blocks=(Text(body=self.say("week-limits-body")),)
        )

    def _files(self) -> Section:
        say = self.say
        rows = [
            (Cell(text=f"{name}/report.html", href=f"{name}/report.html"),)
            for name, kind in PACKAGES.items()
            if kind == "plan"
        ]
        rows += [(Cell(text=f"{table}.csv", href=f"{table}.csv"),) for table in self.tables]
        return Section(
            anchor="files",
            title=say("week-files"),
            blocks=(
                Text(body=say("week-files-body")),
                Table(
                    caption=say("week-files"),
                    columns=(Column(title=say("week-what"), header=True),),
                    rows=rows,
                    visible_caption=False,
                ),
            ),
        )

    # --- words ----------------------------------------------------------------------------------------------------

    def _site(self, site_id: str) -> str:
        return next((site.name for site in self.country.sites if site.site_id == site_id), site_id)

    def _product(self, product_id: str) -> str:
        return next((row.name for row in self.country.products if row.product_id == product_id), product_id)

    def _d(self, at: datetime) -> float:
        properties = self.country.properties
        local = at.astimezone(ZoneInfo(properties.timezone))
        return (local.date() - properties.horizon_start_on).days + (local.hour + local.minute / 60) / 24

    def _tick(self, activity_mbq: float) -> str:
        activity_gbq = gbq_from_mbq(activity_mbq)
        return f"{self.write.decimal(activity_gbq, digits=0 if activity_gbq >= 1 else 2)}\N{NO-BREAK SPACE}GBq"
