"""What a second plan changes of the first: each with a reason that a planner can read, and who must be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cached_property
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

from doseline.i18n import Formats, Messages
from doseline.journey import Change, Event, InitialScan, PastAdministration, PastChange, PastEvent, Unserved
from doseline.network import names_for
from doseline.network.model import Network, PlanPackage
from doseline.network.sense.pins import cycles_to_come
from doseline.operations.chain import Chain, Chains
from doseline.operations.reasons import Reasons
from doseline.operations.replanning.effects import Cycle, Effects
from doseline.operations.replanning.rebooking import window_of
from doseline.operations.replanning.rolling import PLACED, ROAD
from doseline.operations.replanning.scan_changes import ScanChanges, scan_changes

__all__ = ["Wording", "changes", "source_after", "told_before", "why_unserved"]


def source_after(before: Chain | None, after: Chain) -> str:
    """Return the source of a vial in the second plan, by the first plan's name where it is the same vial."""
    if before is None or before.vial.calibration_at != after.vial.calibration_at:
        return after.source
    # an order that was placed meanwhile has a new name; that of somebody else is another vial, also of the same day
    if _is_own(after) or (_is_own(before) and _is_of_slot_of(before, after)) or _is_batch_of(before, after):
        return before.source
    return after.source


def _is_own(chain: Chain) -> bool:
    """Whether a vial is of the order that an earlier plan placed for its cycle."""
    order, given = chain.order.order_id if chain.order else "", chain.administration
    own = [f"{prefix}-{given.course_id}-{given.cycle_number}" for prefix in (PLACED, ROAD)]
    return any(order == name or order.startswith(f"{name}-") for name in own)


def _is_of_slot_of(before: Chain, after: Chain) -> bool:
    """Whether an order that was called back to its slot has been drawn from it again."""
    one, other = before.order, after.order
    return one is not None and other is not None and other.slot_id is not None and one.supplier_id == other.supplier_id


def _is_batch_of(before: Chain, after: Chain) -> bool:
    """Whether a vial is of the same run of a line as another, by whatever name."""
    one, other = before.batch, after.batch
    if one is None or other is None or one.processing_starts_at is None:
        return False
    return (one.line_id, one.processing_starts_at) == (other.line_id, other.processing_starts_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How the reasons of changes and those who must be told are worded; keys stand for names that are not there.

    Attributes
    ----------
    language : of the words
    timezone : in which dates are said
    sites, suppliers, lanes : names by key
    """

    language: str = "en"
    timezone: str = "UTC"
    sites: Mapping[str, str] = field(default_factory=dict)
    suppliers: Mapping[str, str] = field(default_factory=dict)
    lanes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, language: str) -> "Wording":
        """Return the wording of a language with the names of a country."""
        sites = {row.site_id: row.name for row in network.sites}
        lanes = {
            row.lane_id: f"{sites[row.origin_site_id]} – {sites[row.destination_site_id]}" for row in network.lanes
        }
        suppliers = {row.supplier_id: row.name for row in network.suppliers}
        return cls(
            language=language,
            timezone=network.properties.timezone,
            sites=sites,
            suppliers=suppliers,
            lanes=lanes,
        )

    def site(self, site_id: str) -> str:
        """Return the name of a centre."""
        return self.sites.get(site_id, site_id)


AS_KEYS = Wording()
"""The wording of the record's own table: English, with keys."""


def why_unserved(network: Network, plan: PlanPackage, row: Unserved, language: str) -> str:
    """Say why a plan does not give a cycle, as its report says it."""
    home = next((one.home_site_id for one in network.courses if one.course_id == row.course_id), None)
    return Reasons.of(plan, language).unserved(row, names_for(network, row.product_id), home)


def told_before(before: PlanPackage) -> tuple[tuple[PastEvent, ...], tuple[PastChange, ...]]:
    """Return what happened and what changed up to a plan: of the earlier plans and of itself."""
    past_events, past_changes = before.past_events, before.past_changes
    if before.events:
        replanned_at = before.events[-1].at
        past_events += tuple(PastEvent(replanned_at=replanned_at, **_columns(row)) for row in before.events)
        past_changes += tuple(PastChange(replanned_at=replanned_at, **_columns(row)) for row in before.changes)
    return past_events, past_changes


def _columns(row: Event | Change) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in fields(row)}


def changes(
    network: Network, before: PlanPackage, after: PlanPackage, effects: Effects, wording: Wording = AS_KEYS
) -> list[Change]:
    """Return every cycle that differs and lies ahead of the events, or whose promise or scan they break; by course.

    Parameters
    ----------
    network, before : the country and its plan before the events
    after : the plan of what lies ahead of them
    effects : of the events
    wording : of the reasons
    """
    return list(_Comparison(network, before, after, effects, wording).changes())


@dataclass(frozen=True)
class _Comparison:
    network: Network
    before: PlanPackage
    after: PlanPackage
    effects: Effects
    wording: Wording

    def changes(self) -> Iterator[Change]:
        first, second = Chains(self.before).by_cycle, Chains(self.after).by_cycle
        reasons = {(row.course_id, row.cycle_number): row for row in self.after.unserved}
        ahead = {key for key, chain in first.items() if chain.administration.administered_at >= self.effects.at}
        given = {(row.course_id, row.cycle_number): row for row in self.network.past_administrations}
        scans = scan_changes(self.network, self.before, self.after, self.effects)
        for key in sorted(ahead | self.effects.broken.keys() | set(second) | (scans.keys() & given.keys())):
            if key in given:
                yield self._rebooked(given[key], scans[key])
                continue
            found = self._change(key, first.get(key), second.get(key), reasons.get(key), scans.get(key, ScanChanges()))
            if found is not None:
                yield found

    def _rebooked(self, given: PastAdministration, scans: ScanChanges) -> Change:
        """Return what becomes of the scans of a patient who has been treated, and cannot have them when they were."""
        key = given.course_id, given.cycle_number
        course = next(row for row in self.network.courses if row.course_id == given.course_id)
        regimen = next(row for row in self.network.regimens if row.regimen_id == course.regimen_id)
        event, lost = self._barred_by(key), scans.lost
        site = self.wording.site(given.site_id)
        tell = [self._say("tell-patient", course=given.course_id), self._say("tell-centre", site=site)]
        if lost:
            tell.append(self._say("tell-physician-scan", site=site))
        return Change(
            course_id=given.course_id,
            cycle_number=given.cycle_number,
            product_id=regimen.product_of(given.cycle_number),
            kind=(*(("scan",) if scans.after else ()), *(("scan_lost",) if lost else ())),
            reason=" ".join((self._why_scan(key), *(self._lost(scan, site) for scan in lost))),
            tell=tuple(tell),
            event_id=event.event_id if event else None,
            before_site_id=given.site_id,
            before_at=given.administered_at,
            after_site_id=given.site_id,
            after_at=given.administered_at,
            before_scans=scans.before_scans,
            after_scans=scans.after_scans,
        )

    def _barred_by(self, key: Cycle) -> Event | None:
        """Return the event that keeps a scan of a cycle from being made where it was booked."""
        return next((event for _, event in self.effects.barred_of(key).values()), None)

    def _why_scan(self, key: Cycle) -> str:
        event = self._barred_by(key)
        return self._say("scan-made-way") if event is None else self._happened(event, None)

    def _lost(self, scan: InitialScan, site: str) -> str:
        """Say that a scan cannot be made in its window any more."""
        write = Formats(self.wording.language, self.network.properties.timezone)
        return self._say("scan-lost", site=site, until=write.local(window_of(self.network, scan)[1]))

    def _change(
        self, key: Cycle, old: Chain | None, new: Chain | None, unserved: Unserved | None, scans: ScanChanges
    ) -> Change | None:
        lapsed = self._has_lapsed(key)
        kind = _kinds(old, new, unserved, scans, ended=key[0] in self.effects.ended, lapsed=lapsed)
        if not kind:
            return None
        some = new or old
        assert some is not None  # noqa: S101 - the key is of one of the two
        event = self._event(key) or self.effects.broken.get(self._given_up_by(key, new) or key)
        if kind == ("scan",):
            event = self._barred_by(key)
        change = Change(
            course_id=key[0],
            cycle_number=key[1],
            product_id=some.administration.product_id,
            kind=kind,
            reason=self._reason(key, old, new, kind, unserved),
            tell=self._tell(key, old, new, kind),
            event_id=event.event_id if event else None,
            before_scans=scans.before_scans,
            after_scans=scans.after_scans,
        )
        if old is not None:
            given = old.administration
            change = replace(
                change, before_site_id=given.site_id, before_at=given.administered_at, before_source=old.source
            )
        if new is not None:
            given = new.administration
            change = replace(
                change,
                in_window=given.in_window,
                after_site_id=given.site_id,
                after_at=given.administered_at,
                after_source=source_after(old, new),
            )
        if old is not None and new is not None:
            days = self._day(new.administration.administered_at) - self._day(old.administration.administered_at)
            change = replace(change, days_later=days)
        return change

    def _has_lapsed(self, key: Cycle) -> bool:
        """Whether the latest date of a course has passed while a cycle before its end was not given."""
        return key[0] not in self.effects.ended and not self._to_come.get(key[0], range(1))

    @cached_property
    def _to_come(self) -> Mapping[str, range]:
        return cycles_to_come(self.network)

    def _event(self, key: Cycle) -> Event | None:
        """Return the event that broke the promise of a cycle, or changed it, or brought its patient."""
        effects = self.effects
        added = {event.subject_id: event for event in effects.events if event.kind == "patient_added"}
        return effects.broken.get(key) or effects.noted.get(key) or added.get(key[0])

    def _given_up_by(self, key: Cycle, chain: Chain | None) -> Cycle | None:
        """Return whose vial a cycle gets, where that patient gave it up."""
        order_id = chain.order.order_id if chain is not None and chain.order is not None else None
        for made in self.network.initial_orders:
            owner = made.course_id, made.cycle_number
            if made.given_up and made.order_id == order_id and owner != key:
                return owner
        return None

    def _is_called_in(self, key: Cycle, old: Chain | None, new: Chain | None) -> bool:
        """Whether somebody on the standby list comes earlier than was promised, or comes at all."""
        if new is None or key[0] not in {row.course_id for row in self.network.standbys}:
            return False
        return old is None or new.administration.administered_at < old.administration.administered_at

    def _day(self, at: datetime) -> int:
        return at.astimezone(ZoneInfo(self.network.properties.timezone)).date().toordinal()

    def _say(self, identifier: str, **arguments: str) -> str:
        return Messages(self.wording.language)(f"change-{identifier}", **arguments)

    def _reason(
        self, key: Cycle, old: Chain | None, new: Chain | None, kind: tuple[str, ...], unserved: Unserved | None
    ) -> str:
        """Say why a cycle changes; its scan follows it to another centre or instant, and needs no word there."""
        besides = tuple(one for one in kind if one not in {"scan", "discharge", "departure"})
        caused = self._event(key) is not None and kind != ("scan",)
        reasons = [self._reason_besides(key, old, new, besides, unserved)] if besides or caused else []
        if "scan" in kind and not {"instant", "centre"} & set(kind):
            reasons.append(self._why_scan(key))
        if old and new and "discharge" in kind:
            reasons.append(self._instead("discharge", old.stay.ends_at, new.stay.ends_at))
        if old and new and "departure" in kind:
            reasons.append(self._instead("departure", *(chain.departs_at for chain in (old, new))))
        return " ".join(dict.fromkeys(reasons))

    def _instead(self, what: str, before_at: datetime | None, after_at: datetime | None) -> str:
        """Say that something happens at another instant than it was to, while the administration stays."""
        write = Formats(self.wording.language, self.network.properties.timezone)
        before, after = (write.local(at) if at is not None else "–" for at in (before_at, after_at))
        return self._say(what, before=before, after=after)

    def _reason_besides(
        self, key: Cycle, old: Chain | None, new: Chain | None, kind: tuple[str, ...], unserved: Unserved | None
    ) -> str:
        event, owner = self._event(key), self._given_up_by(key, new)
        if owner is not None:
            happened = self._happened(event, old) if event is not None else ""
            called = self._say("called-in") if self._is_called_in(key, old, new) else ""
            return " ".join(filter(None, (happened, called, self._say("given-up-by", course=owner[0]))))
        if unserved is not None:
            why = why_unserved(self.network, self.after, unserved, self.wording.language)
            return why if event is None else f"{self._happened(event, old)} {why}"
        if new is None and self._has_lapsed(key):
            return " ".join(filter(None, (self._happened(event, old) if event else "", self._say("lapsed"))))
        if event is not None:
            happened = self._happened(event, old)
            moved = old and new and "centre" in kind and event.kind != "patient_transferred"
            return f"{happened} {self._moved(old, new)}" if old and new and moved else happened
        if self._is_called_in(key, old, new):
            return self._say("called-in")
        return self._why_unbroken(key, old, new, kind)

    def _why_unbroken(self, key: Cycle, old: Chain | None, new: Chain | None, kind: tuple[str, ...]) -> str:
        """Say why a cycle changes whose promise no event broke."""
        if "left_open" in kind:
            return self._say("left-open")
        if "served" in kind:
            return self._say("served")
        if kind == ("vial",):
            return self._say("vial")
        if any((key[0], number) in self.effects.broken for number in range(1, key[1])):
            return self._say("follows")
        if old and new and new.administration.in_window and not old.administration.in_window:
            return self._say("now-in-window")
        return self._say("made-way" if self.effects.broken else "no-longer-best")

    def _happened(self, event: Event, old: Chain | None) -> str:
        """Say what an event is to a cycle whose promise it breaks, or to its scan alone."""
        named = {**self.wording.sites, **self.wording.suppliers}
        write = Formats(self.wording.language, self.wording.timezone)
        until = write.date(event.retest_on) if event.retest_on else ""
        subject = named.get(event.subject_id, event.subject_id)
        if event.kind == "site_closed" and (old is None or not _meets(old, event)):
            return self._say("scan-site-closed", subject=subject)
        return self._say(
            event.kind.replace("_", "-"),
            subject=subject,
            until=until,
            site=named.get(event.site_id or "", event.site_id or ""),
            role=event.role or "",
            activity=write.activity(event.prescribed_activity_mbq) if event.prescribed_activity_mbq else "",
        )

    def _moved(self, old: Chain, new: Chain) -> str:
        """Say why a patient goes to another centre: it is nearer, or the own one has nothing left."""
        course = next(row for row in self.network.courses if row.course_id == new.administration.course_id)
        patient = next(row for row in self.network.patients if row.patient_id == course.patient_id)
        ways_min = {
            row.site_id: row.travel_min for row in self.network.travel_times if row.catchment_id == patient.catchment_id
        }
        own, other = old.administration.site_id, new.administration.site_id
        named = self.wording.site(own)
        if ways_min.get(other, inf) <= ways_min.get(own, inf):
            ways = {"other_min": f"{ways_min[other]:.0f}", "own_min": f"{ways_min[own]:.0f}"}
            return self._say("nearer", other=self.wording.site(other), own=named, **ways)
        return self._say("nothing-left", own=named)

    def _tell(self, key: Cycle, old: Chain | None, new: Chain | None, kind: tuple[str, ...]) -> tuple[str, ...]:
        some = new or old
        assert some is not None  # noqa: S101 - as above
        both = [chain for chain in (old, new) if chain is not None]
        sites = sorted({chain.administration.site_id for chain in both})
        told = []
        if set(kind) - {"vial", "departure"}:
            told.append(self._say("tell-patient", course=some.administration.course_id))
        told += [self._say("tell-centre", site=self.wording.site(site_id)) for site_id in sites]
        if not set(kind) - {"scan", "discharge"}:
            return tuple(told)
        if new is not None and self._given_up_by(key, new) is not None:
            told.append(self._say("tell-physician", site=self.wording.site(new.administration.site_id)))
        # the dose is prepared for its hour, whichever vial it comes from
        told += [self._say("tell-radiopharmacist", site=self.wording.site(site_id)) for site_id in sites]
        if {"vial", "activity"} & set(kind) or len(both) == 1:
            suppliers = sorted({self._supplier(chain) for chain in both})
            told += [self._say("tell-supplier", supplier=self.wording.suppliers.get(key, key)) for key in suppliers]
        ways = [(chain.shipment.lane_id, chain.shipment.departs_at) for chain in both if chain.shipment]
        lanes = sorted({lane_id for lane_id, _ in ways}) if len(both) == 1 or len(set(ways)) > 1 else []
        told += [self._say("tell-transporter", lane=self.wording.lanes.get(key, key)) for key in lanes]
        return tuple(told)

    def _supplier(self, chain: Chain) -> str:
        if chain.order is not None:
            return chain.order.supplier_id
        lines = {row.line_id: row.supplier_id for row in self.network.lines}
        return lines[chain.batch.line_id] if chain.batch else ""


def _meets(chain: Chain, event: Event) -> bool:
    """Whether the stay of a cycle falls into what lasts."""
    if event.starts_at is None or event.ends_at is None:
        return False
    return chain.stay.starts_at < event.ends_at and chain.stay.ends_at > event.starts_at


def _kinds(
    old: Chain | None, new: Chain | None, unserved: Unserved | None, scans: ScanChanges, *, ended: bool, lapsed: bool
) -> tuple[str, ...]:
    if old is None and new is None:
        return ()
    if new is None:
        return ("unserved",) if unserved is not None or lapsed else ("ended",) if ended else ("left_open",)
    if old is None:
        return ("served",)
    one, other = old.administration, new.administration
    differs = {
        "instant": one.administered_at != other.administered_at,
        "centre": one.site_id != other.site_id,
        "place": one.place_id != other.place_id and one.site_id == other.site_id,
        "vial": old.source != source_after(old, new),
        "activity": one.prescribed_activity_mbq != other.prescribed_activity_mbq,
        "scan": bool(scans.before or scans.after),
    }
    # a discharge follows its administration, and a departure its vial: neither needs a word then
    if not differs["instant"] and not differs["centre"]:
        differs["discharge"] = old.stay.ends_at != new.stay.ends_at
        differs["departure"] = not differs["vial"] and old.departs_at != new.departs_at
    return tuple(name for name, does in differs.items() if does)
