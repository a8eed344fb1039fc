"""What happened since the plan before, and what that changes: a table of each, for a report and for the golden week."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from doseline.i18n import Formats, Messages
from doseline.journey import Change, Event, InitialOrder, Slot
from doseline.network import Network
from doseline.network.cells import parse_instant
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Disclosure, Section, Table, Text

__all__ = ["changed", "changes_table"]

_FEW = 40
"""So many changes are listed at once; more wait behind a line."""


def changed(reading: Reading, told: Sequence[Change]) -> Section:
    """Return the section of a plan that was made again.

    Parameters
    ----------
    reading : of the report
    told : the plan's changes, worded in the language of the report
    """
    say, events = reading.say, reading.plan.events
    blocks: list[Block] = [_events_table(reading, events)]
    if told:
        table = changes_table(told, reading.network, say, reading.write)
        summary = say("change-list", changes=len(told))
        blocks.append(Disclosure(summary=summary, blocks=(table,), is_open=len(told) <= _FEW))
    else:
        blocks.append(Text(body=say("change-none")))
    return Section(anchor="changes", title=say("change-title"), lead=say("change-lead"), blocks=tuple(blocks))


def _events_table(reading: Reading, events: Sequence[Event]) -> Table:
    say, write = reading.say, reading.write
    names = {row.site_id: row.name for row in reading.network.sites}
    names |= {row.supplier_id: row.name for row in reading.network.suppliers}
    return Table(
        caption=say("change-events"),
        columns=(
            Column(title=say("change-known"), header=True, whole=True),
            Column(title=say("change-what")),
            Column(title=say("change-of"), long=True),
            Column(title=say("change-from"), whole=True),
            Column(title=say("change-until"), whole=True),
            Column(title=say("change-why"), long=True),
        ),
        rows=[
            (
                write.local(event.at),
                say(f"event-{event.kind.replace('_', '-')}"),
                names.get(event.subject_id, event.subject_id),
                write.local(event.starts_at) if event.starts_at else "–",
                _until(reading, event),
                event.reason or "–",
            )
            for event in events
        ],
    )


def _until(reading: Reading, event: Event) -> str:
    write = reading.write
    if event.retest_on is not None:
        return write.day(event.retest_on)
    if event.notice_h is not None:
        return f"{write.decimal(event.notice_h)} h"
    left_mbq = event.prescribed_activity_mbq if event.kind == "activity_reduced" else event.usable_activity_mbq
    if left_mbq is not None:
        return write.activity(left_mbq)
    if event.kind == "patient_transferred" and event.site_id is not None:
        return next((row.name for row in reading.network.sites if row.site_id == event.site_id), event.site_id)
    at = event.ends_at or event.instead_at or event.taken_at
    return write.local(at) if at else "–"


def changes_table(told: Sequence[Change], network: Network, say: Messages, write: Formats) -> Table:
    """Return the table of changes, those first who must be told first: before, after, why, and whom to tell.

    Parameters
    ----------
    told : the changes, worded in the language
    network : the country before or after, for names
    say, write : messages, and numbers and dates, in the language
    """
    promises = _Promises(network, say, write)
    return Table(
        caption=say("change-title"),
        columns=(
            Column(title=say("change-cycle"), header=True, whole=True),
            Column(title=say("change-before"), assumed=True, long=True),
            Column(title=say("change-after"), assumed=True, long=True),
            Column(title=say("change-why"), long=True),
            Column(title=say("change-tell"), long=True),
        ),
        rows=[
            (
                f"{change.course_id}-{change.cycle_number}",
                promises.said(change.before_site_id, change.before_at, change.before_source, change.before_scans),
                promises.said(change.after_site_id, change.after_at, change.after_source, change.after_scans),
                change.reason,
                say.parts(change.tell),
            )
            for change in sorted(told, key=_soonest)
        ],
        visible_caption=False,
    )


def _soonest(change: Change) -> tuple[datetime, str, int]:
    """Who must be told first: whose old or new instant comes first."""
    at = min(at for at in (change.before_at, change.after_at) if at is not None)
    return at, change.course_id, change.cycle_number


class _Promises:
    """Says where, when and with which vial a cycle is given, and when its scans are made that change."""

    def __init__(self, network: Network, say: Messages, write: Formats) -> None:
        self.say, self.write = say, write
        self.zone = ZoneInfo(network.properties.timezone)
        self.sites = {row.site_id: row.name for row in network.sites}
        self.suppliers = {row.supplier_id: row.name for row in network.suppliers}
        self.made: dict[str, Slot | InitialOrder] = {f"slot:{row.slot_id}": row for row in network.slots}
        self.made |= {f"order:{row.order_id}": row for row in network.initial_orders}

    def said(self, site_id: str | None, at: datetime | None, source: str | None, scans: Sequence[str] | None) -> str:
        """Return the promise in words; that there is none, if there is none."""
        if site_id is None or at is None:
            return self.say("change-not-given")
        site = self.sites.get(site_id, site_id)
        vial = [self._source(source)] if source else []
        return self.say.parts([f"{self.write.local(at)}, {site}", *vial, *map(self._scan, scans or ())])

    def _scan(self, scan: str) -> str:
        number, scanner, at = scan.split("@")
        made_at = self.say("report-scan-at", at=self.write.local(parse_instant(at)), scanner=scanner)
        return self.say("change-scan", number=number, at=made_at)

    def _source(self, source: str) -> str:
        """Write where a vial comes from: a batch by its key, a slot or an order by its supplier and calibration."""
        kind, _, key = source.partition(":")
        if kind == "batch":
            return self.say("change-batch", key=key)
        made = self.made.get(source)
        if made is None:
            return key
        supplier = self.suppliers.get(made.supplier_id, made.supplier_id)
        at = self.write.day(made.calibration_at.astimezone(self.zone).date())
        return self.say("change-source", supplier=supplier, at=at)
