"""One vial from target to patient: its activity at every instant, with what happened to it on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from doseline.journey import Administration, Batch, Irradiation, Line, Product, Shipment, Vial
from doseline.operations.report.origins import origins
from doseline.operations.report.reading import Reading
from doseline.physics.activation import irradiate
from doseline.physics.decay import decay_factor
from doseline.quantities import gbq_from_mbq
from doseline.reporting import Block, Column, Drawing, Section, Table, Text
from doseline.reporting.curve import Curve, Event, Phase, Stretch, draw_curve

__all__ = ["Thread", "choose_thread", "one_vial", "target_activities"]

_TARGET_COLOUR: Final = "#55606b"
_SAMPLES: Final = 60
# The build-up is far too steep on a logarithmic scale to be shown from its first minutes.
_LOWEST_SHARE_FRACTION: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """All that belongs to one administered vial; the first three are None for an external supplier's."""

    line: Line | None
    irradiation: Irradiation | None
    batch: Batch | None
    vial: Vial
    shipment: Shipment | None
    administration: Administration


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One event of the thread: when, what, and the activity of which thing just after it."""

    at: datetime
    what: str
    holder: str
    activity_mbq: float


def choose_thread(reading: Reading) -> Thread | None:
    """Choose the vial to show: the middle one of the controlled line's, else of all; None if no activity is given."""
    administrations = {row.vial_id: row for row in reading.plan.administrations}
    vials = sorted(
        (
            vial
            for vial in reading.plan.vials
            if vial.vial_id in administrations and vial.activity_at_calibration_mbq > 0.0
        ),
        key=lambda vial: (administrations[vial.vial_id].administered_at, vial.vial_id),
    )
    if not vials:
        return None
    batches = {batch.batch_id: batch for batch in reading.plan.batches}
    irradiations = {row.irradiation_id: row for row in reading.plan.irradiations}
    whole = [
        vial for vial in vials if vial.batch_id in batches and batches[vial.batch_id].irradiation_id in irradiations
    ]
    vial = (whole or vials)[len(whole or vials) // 2]
    batch = batches.get(vial.batch_id or "")
    irradiation = irradiations.get((batch.irradiation_id if batch else None) or "")
    lines = {line.line_id: line for line in reading.network.lines}
    shipments = {row.shipment_id: row for row in reading.plan.shipments}
    return Thread(
        line=lines.get(batch.line_id) if batch else None,
        irradiation=irradiation,
        batch=batch,
        vial=vial,
        shipment=shipments.get(vial.shipment_id or ""),
        administration=administrations[vial.vial_id],
    )


def target_activities(reading: Reading, thread: Thread) -> list[tuple[datetime, float]]:
    """Return the activity of the target from the first hours in the reactor to the calibration time, in MBq.

    The shape of the build-up and of the ingrowth after the end of bombardment is that of the activation model; its
    height is the plan's own activity at the end of bombardment.

    Returns
    -------
    list of (instant, activity in MBq)
        Empty for a vial whose irradiation the plan does not know.
    """
    import numpy as np

    if thread.irradiation is None or thread.batch is None or thread.line is None:
        return []
    irradiation, line = thread.irradiation, thread.line
    flux = next(row.flux_per_cm2_s for row in reading.network.reactors if row.reactor_id == irradiation.reactor_id)
    length_h = reading.hours(irradiation.starts_at, irradiation.ends_at)
    elapsed_h = np.linspace(0.0, length_h, _SAMPLES + 1)[1:]
    steps = np.stack([np.full_like(elapsed_h, flux), elapsed_h], axis=-1)[:, None, :]
    masses, enrichments = np.full_like(elapsed_h, line.target_mass_g), np.full_like(elapsed_h, line.enrichment_fraction)
    inside = irradiate(line.target_nuclide, masses, enrichments, steps).activity_mbq()
    cooling_h = np.linspace(0.0, reading.hours(irradiation.ends_at, thread.batch.calibration_at), _SAMPLES)
    once = np.ones_like(cooling_h)
    whole = np.stack([flux * once, length_h * once], axis=-1)[:, None, :]
    ended = irradiate(line.target_nuclide, line.target_mass_g * once, line.enrichment_fraction * once, whole)
    after = ended.after_cooling(cooling_h).activity_mbq()
    scale = irradiation.end_of_bombardment_activity_mbq / float(inside[-1])
    points = [
        (irradiation.starts_at + timedelta(hours=float(h)), float(a) * scale)
        for h, a in zip(elapsed_h, inside, strict=True)
    ]
    points += [
        (irradiation.ends_at + timedelta(hours=float(h)), float(a) * scale)
        for h, a in zip(cooling_h, after, strict=True)
    ][1:]
    least = irradiation.end_of_bombardment_activity_mbq * _LOWEST_SHARE_FRACTION
    return [(at, activity) for at, activity in points if activity >= least]


def one_vial(reading: Reading) -> Section:
    """Return the section with the curve of one vial and the table of its events."""
    say = reading.say
    thread = choose_thread(reading)
    if thread is None:
        said = "report-vial-inactive" if reading.plan.administrations else "report-vial-none"
        return Section(anchor="vial", title=say("report-vial"), blocks=(Text(body=say(said)),))
    target = target_activities(reading, thread)
    steps = sorted(_steps(reading, thread, target), key=lambda step: step.at)
    blocks: list[Block] = [
        Text(
            body=say(
                "report-vial-which",
                vial=thread.vial.vial_id,
                product=reading.product_name(thread.vial.product_id),
                origin=origins(reading)[thread.vial.vial_id],
                course=thread.administration.course_id,
                cycle=reading.write.integer(thread.administration.cycle_number),
                site=reading.site_name(thread.administration.site_id),
            )
        ),
        Drawing(
            picture=draw_curve(_curve(reading, thread, target, steps)),
            label=say("report-vial"),
            caption=say("report-vial-caption"),
            assumed=reading.is_assumed,
        ),
        _table(reading, steps),
        Text(body=_tolerance(reading, thread), assumed=reading.is_assumed),
    ]
    if not target:
        blocks.insert(1, Text(body=say("report-vial-external"), kind="note"))
    return Section(anchor="vial", title=say("report-vial"), lead=say("report-vial-lead"), blocks=blocks)


def _vial_activity(reading: Reading, thread: Thread, at: datetime) -> float:
    elapsed_h = reading.hours(thread.vial.calibration_at, at)
    half_life_h = reading.half_life_h(thread.vial.product_id)
    return thread.vial.activity_at_calibration_mbq * decay_factor(half_life_h, elapsed_h)


def _steps(reading: Reading, thread: Thread, target: Sequence[tuple[datetime, float]]) -> Iterator[_Step]:
    say = reading.say
    if thread.irradiation and thread.batch and target:
        holder = say("report-holder-target")
        starts_at = thread.irradiation.starts_at
        yield _Step(at=starts_at, what=say("report-event-irradiation"), holder=holder, activity_mbq=0.0)
        ended = thread.irradiation.end_of_bombardment_activity_mbq
        yield _Step(at=thread.irradiation.ends_at, what=say("report-event-end"), holder=holder, activity_mbq=ended)
        if thread.batch.processing_starts_at:
            at = thread.batch.processing_starts_at
            activity = min(target, key=lambda point: abs(point[0] - at))[1]
            yield _Step(at=at, what=say("report-event-processing"), holder=holder, activity_mbq=activity)
        yield _Step(
            at=thread.batch.calibration_at,
            what=say("report-event-batch"),
            holder=say("report-holder-batch"),
            activity_mbq=thread.batch.usable_activity_mbq,
        )
    holder = say("report-holder-vial")
    for at, what in _vial_events(thread):
        yield _Step(at=at, what=say(what), holder=holder, activity_mbq=_vial_activity(reading, thread, at))


def _vial_events(thread: Thread) -> list[tuple[datetime, str]]:
    """Return what happens to the vial, each with its message, as a plan tells it.

    Its calibration time is no deed: the label states the activity for that instant, which may come after its arrival.
    """
    vial, shipment = thread.vial, thread.shipment
    events = [(vial.calibration_at, "report-event-calibration"), (vial.certified_at, "report-event-certified")]
    if shipment:
        events += [(shipment.departs_at, "report-event-departure"), (shipment.arrives_at, "report-event-arrival")]
    return [*events, (thread.administration.administered_at, "report-event-administration")]


def _curve(reading: Reading, thread: Thread, target: Sequence[tuple[datetime, float]], steps: Sequence[_Step]) -> Curve:
    say, write = reading.say, reading.write
    begins_at, administered_at = min(at for at, _ in _vial_events(thread)), thread.administration.administered_at
    start, end = reading.local_d(begins_at), reading.local_d(administered_at)
    life = [
        (reading.local_d(at), _vial_activity(reading, thread, at))
        for at in (begins_at + (administered_at - begins_at) * part / _SAMPLES for part in range(_SAMPLES + 1))
    ]
    stretches = [
        Stretch(
            points=life,
            colour=reading.looks[thread.vial.product_id].hue,
            label=say("report-holder-vial"),
            label_at=((start + end) / 2, life[-1][1] * 0.74),
        )
    ]
    phases = [Phase(start_d=start, end_d=end, label=say("report-phase-vial"))]
    if target and thread.irradiation and thread.batch:
        made = [(reading.local_d(at), activity) for at, activity in target]
        usable = thread.batch.usable_activity_mbq
        ended = reading.local_d(thread.irradiation.ends_at)
        stretches += [
            Stretch(
                points=made,
                colour=_TARGET_COLOUR,
                kind="target",
                label=say("report-holder-target"),
                label_at=((made[0][0] + ended) / 2, made[len(made) // 4][1] * 0.7),
            ),
            Stretch(points=[made[-1], (start, usable), (start, life[0][1])], colour=_TARGET_COLOUR, broken=True),
        ]
        phases = [
            Phase(
                start_d=reading.local_d(thread.irradiation.starts_at),
                end_d=ended,
                label=say("report-phase-irradiation"),
            ),
            Phase(start_d=ended, end_d=start, label=say("report-phase-processing")),
            *phases,
        ]
    first = min(time for stretch in stretches for time, _ in stretch.points)
    last = max(time for stretch in stretches for time, _ in stretch.points)
    days = {
        float(day): write.day(reading.first_on + timedelta(days=day)) for day in range(int(first) + 1, int(last) + 1)
    }
    return Curve(
        identifier="vial-curve",
        title=say("report-vial"),
        description=say.parts(
            say("report-labelled", label=step.what, text=write.activity(step.activity_mbq)) for step in steps
        ),
        stretches=stretches,
        events=[
            Event(number=number, at_d=reading.local_d(step.at), activity_mbq=step.activity_mbq, title=step.what)
            for number, step in enumerate(steps, start=1)
        ],
        phases=phases,
        days=days,
        write_activity=lambda activity_mbq: _tick(reading, activity_mbq),
        axis_title=say("report-activity-axis"),
    )


def _tick(reading: Reading, activity_mbq: float) -> str:
    activity_gbq = gbq_from_mbq(activity_mbq)
    return f"{reading.write.decimal(activity_gbq, digits=0 if activity_gbq >= 1 else 3)}\N{NO-BREAK SPACE}GBq"


def _table(reading: Reading, steps: Sequence[_Step]) -> Table:
    say, write = reading.say, reading.write
    assumed = reading.is_assumed
    rows = [
        (
            write.integer(number),
            step.what,
            step.holder,
            write.local(step.at),
            write.utc(step.at),
            write.activity(step.activity_mbq),
        )
        for number, step in enumerate(steps, start=1)
    ]
    return Table(
        caption=say("report-vial-table"),
        columns=(
            Column(title=say("report-number"), align="number"),
            Column(title=say("report-event"), header=True),
            Column(title=say("report-holder")),
            Column(title=say("report-local-time"), whole=True, assumed=assumed),
            Column(title="UTC", whole=True, assumed=assumed),
            Column(title=say("report-activity"), align="number", assumed=assumed),
        ),
        rows=rows,
        visible_caption=False,
    )


def _allowed_fraction(reading: Reading, site_id: str, product: Product) -> float:
    """By how much the activity may differ: the tolerance less what the centre keeps back of it (C01)."""
    kept = {(row.site_id, row.product_id): row.margin_fraction for row in reading.network.site_products}
    return product.tolerance_fraction - kept.get((site_id, product.product_id), 0.0)


def _tolerance(reading: Reading, thread: Thread) -> str:
    given = thread.administration
    product = reading.products[given.product_id]
    deviation = given.administered_activity_mbq / given.prescribed_activity_mbq - 1.0
    allowed = _allowed_fraction(reading, given.site_id, product)
    percent = allowed * 100.0
    whole = abs(percent - round(percent)) < 1e-9
    sign = "+" if deviation >= 0 else "−"
    return reading.say(
        "report-vial-tolerance",
        administered=reading.write.activity(given.administered_activity_mbq),
        prescribed=reading.write.activity(given.prescribed_activity_mbq),
        residual=reading.write.activity(product.residual_mbq),
        deviation=f"{sign}{reading.write.percent(abs(deviation))}",
        tolerance=f"±{reading.write.percent(allowed, digits=0 if whole else 1)}",
    )
