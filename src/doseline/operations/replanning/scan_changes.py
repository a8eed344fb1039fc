"""Scans that a second plan has elsewhere than the first, those of patients who have been treated included."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from doseline.journey import InitialScan, Scan
from doseline.network.cells import instant_text
from doseline.network.model import Network, PlanPackage
from doseline.operations.replanning.effects import Cycle, Effects, booked_scan, scan_key

__all__ = ["ScanChanges", "scan_changes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanChanges:
    """The scans after one administration that change.

    Attributes
    ----------
    before, after : as they were, and as they are; one that falls away, or is new, is in one of the two
    """

    before: tuple[InitialScan, ...] = ()
    after: tuple[InitialScan, ...] = ()

    @property
    def lost(self) -> tuple[InitialScan, ...]:
        """Those that are made no more, as they were."""
        still = {scan.scan_number for scan in self.after}
        return tuple(scan for scan in self.before if scan.scan_number not in still)

    @property
    def before_scans(self) -> tuple[str, ...] | None:
        """Return them as they were, as the table ``changes`` has them; None: there are none."""
        return tuple(map(_text, self.before)) or None

    @property
    def after_scans(self) -> tuple[str, ...] | None:
        """Return them as they are, as the table ``changes`` has them; None: there are none."""
        return tuple(map(_text, self.after)) or None


def _text(scan: InitialScan) -> str:
    return f"{scan.scan_number}@{scan.scanner_id}@{instant_text(scan.starts_at)}"


def scan_changes(
    network: Network, before: PlanPackage, after: PlanPackage, effects: Effects
) -> Mapping[Cycle, ScanChanges]:
    """Return the scans that change of every cycle that both plans give, or that was given before the events.

    Parameters
    ----------
    network : the country after the events: it has the scans of patients who have been treated
    before, after : the plans
    effects : of the events
    """
    given = {(row.course_id, row.cycle_number) for row in network.past_administrations}
    old, new = _by_cycle(before.scans), _by_cycle(after.scans)
    promised, kept = ({(row.course_id, row.cycle_number) for row in plan.administrations} for plan in (before, after))
    found = {key: _between(old[key], new[key]) for key in promised & kept - given}
    booked = {scan_key(scan): scan for scan in network.initial_scans}
    for key in given & {(course_id, number) for course_id, number, _ in effects.barred}:
        barred = {number: scan for number, (scan, _) in effects.barred_of(key).items()}
        still = {number: scan for number in barred if (scan := booked.get((*key, number))) is not None}
        found[key] = _between(barred, still)
    return {key: scans for key, scans in found.items() if scans.before or scans.after}


def _by_cycle(scans: Collection[Scan]) -> Mapping[Cycle, dict[int, InitialScan]]:
    found: dict[Cycle, dict[int, InitialScan]] = defaultdict(dict)
    for scan in scans:
        found[scan.course_id, scan.cycle_number][scan.scan_number] = booked_scan(scan)
    return found


def _between(old: Mapping[int, InitialScan], new: Mapping[int, InitialScan]) -> ScanChanges:
    differs = [number for number in sorted(old.keys() | new.keys()) if old.get(number) != new.get(number)]
    return ScanChanges(
        before=tuple(old[number] for number in differs if number in old),
        after=tuple(new[number] for number in differs if number in new),
    )
