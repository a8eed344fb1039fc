"""The page of a golden week: the story with its curve, the changes, and where the packages are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from doseline.i18n import Formats, Messages
from doseline.i18n.week import end_of_the_followed
from doseline.journey import Change
from doseline.network.model import Network, PlanPackage
from doseline.operations.chain import Chains
from doseline.operations.replanning.changes import Wording, changes
from doseline.operations.replanning.effects import effects_of
from doseline.operations.report.changes import changes_table
from doseline.operations.week.boards import boards_of_the_evening
from doseline.operations.week.country import STAGED
from doseline.operations.week.failing import Failure
from doseline.operations.week.holding import Hold, usable_span
from doseline.operations.week.nouns import ActivityReading, Event
from doseline.operations.week.record import PACKAGES
from doseline.operations.week.stages import Stage
from doseline.quantities import gbq_from_mbq
from doseline.reporting import (
    Block,
    Cell,
    Column,
    Drawing,
    Group,
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
    stages: Sequence[Stage] = (),
    hold: Hold | None = None,
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
    stages : the plans made again after that because of the rejection
    hold : who is held at the last hour, if anybody is
    """
    say, write = Messages(language), Formats(language, country.properties.timezone)
    telling = _WeekPage(country, before, after, failure, tables, summary, say, write, tuple(stages), hold)
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
    stages: tuple[Stage, ...]
    hold: Hold | None

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
                sections=(
                    self._story(),
                    self._changes(),
                    *(self._stopped(stage) for stage in self.stages if stage.name == "stopped"),
                    *(self._evening(stage) for stage in self.stages if stage.name == "evening"),
                    self._limits(),
                    self._files(),
                ),
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
        if self.summary["followed"]["moved_again"]:
            yield Text(body=end_of_the_followed(self.summary["followed"], self.say, self.write), assumed=True)
        yield Text(body=say("week-kept", taken=len(summary["promises_taken_back"])), assumed=True)
        yield from self._then()
        yield from self._staged()
        in_window = summary["in_window"]
        yield Statistics(
            items=(
                Statistic(label=say("week-lost"), value=write.integer(summary["lost"]), assumed=True),
                Statistic(label=say("week-absorbed"), value=write.integer(summary["absorbed"]), assumed=True),
                self._promises_changed(),
                Statistic(
                    label=say("week-in-window"),
                    value=" → ".join(write.integer(in_window[name]) for name in ("before", "after", "end")),
                    note=say("week-in-window-note", demanded=write.integer(in_window["demanded_cycles"])),
                    assumed=True,
                ),
                Statistic(label=say("week-checked"), value=say("week-yes" if summary["checked"] else "week-no")),
            )
        )
        yield Text(body=say("page-mark-explained"), kind="note", assumed=True)

    def _then(self) -> Iterator[Block]:
        """Say in a sentence each what happened after the rejection."""
        say, write = self.say, self.write
        if self.summary["stopped"] is not None:
            yield Text(body=self._stop_claim(), assumed=True)
        evening = self.summary["evening"]
        if evening is not None:
            at, course = write.local(datetime.fromisoformat(evening["at"])), evening["held"]["course_id"]
            called = evening["called_in"]
            who = self._called_in(called) if called else say("week-nobody-is-called-in")
            yield Text(body=say("week-held-claim", at=at, course=course, who=who), assumed=True)

    def _stop_claim(self) -> str:
        told, write = self.summary["stopped"], self.write
        names = {row.reactor_id: row.name for row in self.country.reactors}
        return self.say(
            "week-stopped-claim",
            reactor=names.get(told["reactor_id"], told["reactor_id"]),
            at=write.local(datetime.fromisoformat(told["at"])),
            until=write.local(datetime.fromisoformat(told["ends_at"])),
            lost=write.integer(told["lost"]),
            absorbed=write.integer(told["absorbed"]),
            open=write.integer(told["open_after"]),
        )

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
        marks_d = [min(times), self._d(self.failure.at), *(self._d(stage.at) for stage in self.stages), max(times)]
        names = ["before", "after", *(stage.name for stage in self.stages)]
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
                Phase(start_d=begin_d, end_d=end_d, label=say(f"week-{name}"))
                for name, begin_d, end_d in zip(names, marks_d[:-1], marks_d[1:], strict=True)
                if begin_d < end_d
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
        """Each vial that was never given, from what took it away on; a target that came to nothing has no line."""
        never: dict[str, list[tuple[float, float]]] = {}
        for event in self.tables["events"]:
            if event.status == "cancelled" and event.holder != "target" and event.activity_mbq:
                never.setdefault(event.plan, []).append((self._d(event.at), event.activity_mbq))
        for points in never.values():
            if len(points) > 1:
                yield Stretch(points=points, colour=_COLOURS["vial"], broken=True)

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
        """Return what is known of an event when the last plan is made: what lies ahead is planned, not done."""
        present_at = self.stages[-1].at if self.stages else self.failure.at
        return "planned" if event.status == "done" and event.at > present_at else event.status

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

    # --- what happens next ----------------------------------------------------------------------------------------

    def _told_again(self, stage: Stage, lead: str) -> Block:
        found = stage.changes(Wording.of(stage.country, self.write.language))
        if not found:
            return Text(body=self.say("week-no-changes"))
        return replace(changes_table(found, stage.country, self.say, self.write), caption=lead)

    def _stopped(self, stage: Stage) -> Section:
        say, write = self.say, self.write
        title = say("week-stopped-title", at=write.local(stage.at))
        return Section(
            anchor="stopped",
            title=title,
            blocks=(Text(body=self._stop_claim(), assumed=True), self._told_again(stage, title)),
        )

    def _evening(self, stage: Stage) -> Section:
        say, write, hold = self.say, self.write, self.hold
        assert hold is not None  # noqa: S101 - without a hold there is no such plan
        title = say("week-evening-title", at=write.local(hold.at))
        site_id = hold.chain.administration.site_id
        legend, before, after = boards_of_the_evening(stage, site_id, write.language)
        return Section(
            anchor="evening",
            title=title,
            lead=say("week-evening-lead"),
            blocks=(
                Table(
                    caption=title,
                    columns=(
                        Column(title=say("week-question"), header=True),
                        Column(title=say("week-answer"), assumed=True, long=True),
                    ),
                    rows=list(self._answers(stage, hold)),
                    visible_caption=False,
                ),
                self._told_again(stage, say("change-title")),
                legend,
                Group(title=say("week-board-before", site=self._site(site_id)), note="", blocks=(before,)),
                Group(title=say("week-board-after", site=self._site(site_id)), note="", blocks=(after,)),
            ),
            wide=True,
        )

    def _answers(self, stage: Stage, hold: Hold) -> Iterator[Sequence[str]]:
        """Yield the questions of that hour with their answers, and who can tell where nobody knows yet."""
        say, write, told = self.say, self.write, self.summary["evening"]
        given = hold.chain.administration
        yield (
            say("week-who-is-held"),
            say(
                "week-held",
                course=given.course_id,
                cycle=write.integer(given.cycle_number),
                product=self._product(given.product_id),
                site=self._site(given.site_id),
                at=write.local(given.administered_at),
                retest=write.date(hold.retest_on),
            ),
        )
        opens_at, closes_at = usable_span(stage.country_before, hold.chain)
        yield (
            say("week-what-of-the-vial"),
            say(
                "week-vial",
                state=self._bound(hold),
                opens=write.local(opens_at),
                closes=write.local(closes_at),
            ),
        )
        listed = [
            say(
                "week-listed",
                course=chain.administration.course_id,
                at=write.local(chain.administration.administered_at),
            )
            for chain in hold.listed
        ]
        yield say("week-who-stands-by"), say.parts(listed) if listed else say("week-nobody-stands-by")
        called = told["called_in"]
        yield say("week-who-is-called-in"), self._called_in(called) if called else say("week-nobody-is-called-in")
        later = told["held"]["after"]
        yield (
            say("week-what-it-costs"),
            say("week-held-later", at=write.local(datetime.fromisoformat(later["administered_at"])), site=later["site"])
            if later
            else say("week-held-after-these-weeks"),
        )
        yield say("week-who-signs"), say("week-signatures", site=self._site(given.site_id))

    def _called_in(self, called: Sequence[Mapping[str, Any]]) -> str:
        said = []
        for one in called:
            at = self.write.local(datetime.fromisoformat(one["after"]["administered_at"]))
            before = one["before"]
            was = self.write.local(datetime.fromisoformat(before["administered_at"])) if before else ""
            key = "week-called-in" if before else "week-called-in-anew"
            said.append(self.say(key, course=one["course_id"], at=at, was=was))
        return " ".join(said)

    def _bound(self, hold: Hold) -> str:
        """Say why the vial can be called back no longer."""
        shipment = hold.chain.shipment
        if shipment is not None and shipment.arrives_at <= hold.at:
            return self.say("week-vial-there", at=self.write.local(shipment.arrives_at))
        if shipment is not None and shipment.departs_at <= hold.at:
            return self.say("week-vial-on-road", at=self.write.local(shipment.arrives_at))
        return self.say("week-vial-ordered")

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
            and name in {"plan-before", "plan-after", *(f"plan-{stage.name}" for stage in self.stages)}
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
