"""Sense of scans: each follows a cycle, and is one that the protocols ask for after its product."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from doseline.errors import Fault
from doseline.network.cells import instant_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network
from doseline.network.sense.check import Check
from doseline.network.sense.people import horizon_of
from doseline.network.sense.pins import cycles_to_come

__all__ = ["CHECKS"]


class _Asked:
    """What protocols ask for after the cycles of every course."""

    def __init__(self, network: Network) -> None:
        regimens = {row.regimen_id: row for row in network.regimens}
        self._regimens = {row.course_id: regimens.get(row.regimen_id) for row in network.courses}
        self._asked = {(row.product_id, row.scan_number) for row in network.scan_protocols}

    def faults(
        self, table: str, number: int, course_id: str, cycle_number: int, scan_number: int, remedy: str
    ) -> Iterator[Fault]:
        """Yield the fault of a scan that no protocol asks for."""
        regimen = self._regimens.get(course_id)
        if regimen is None or (regimen.product_of(cycle_number), scan_number) in self._asked:
            return
        yield _fault(
            table, number, "scan_number", scan_number, "a scan that scan_protocols has for the product of the cycle",
            f"None such follows {regimen.product_of(cycle_number)}: {remedy}",
        )  # fmt: skip


def _fault(table: str, number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table=table, row=number, column=column, given=given, allowed=allowed, remedy=remedy)


def _treated(network: Network) -> Iterator[Fault]:
    """Report scans of treated patients that follow nothing given, that no protocol asks for, or that come twice."""
    table, asked = "initial_scans", _Asked(network)
    given = {(row.course_id, row.cycle_number) for row in network.past_administrations}
    booked: set[tuple[str, int, int]] = set()
    for number, scan in enumerate(network.initial_scans, start=1):
        course_id, cycle, scan_number = scan.course_id, scan.cycle_number, scan.scan_number
        if course_id is None and cycle is None and scan_number is None:
            continue
        if course_id is None or cycle is None or scan_number is None:
            column = "course_id" if course_id is None else "cycle_number" if cycle is None else "scan_number"
            yield _fault(
                table, number, column, None, "course_id, cycle_number and scan_number, or none of them",
                "Say which scan it is, or leave all three empty: then it never moves.",
            )  # fmt: skip
            continue
        if (course_id, cycle) not in given:
            yield _fault(
                table, number, "cycle_number", cycle, "a cycle in past_administrations",
                f"{course_id} has not had it: promised_scans has the scans of cycles to come.",
            )  # fmt: skip
        elif (course_id, cycle, scan_number) in booked:
            yield _fault(
                table, number, "scan_number", scan_number, "each scan of a patient once",
                f"Scan {scan_number} after cycle {cycle} of {course_id} is booked in another row: delete one of them.",
            )  # fmt: skip
        else:
            remedy = "correct the number, or leave the three empty."
            yield from asked.faults(table, number, course_id, cycle, scan_number, remedy)
        booked.add((course_id, cycle, scan_number))


def _promised(network: Network) -> Iterator[Fault]:
    """Report promised scans after no cycle to come, that no protocol asks for, or that begin off the grid."""
    table, asked = "promised_scans", _Asked(network)
    begins_at, _ = horizon_of(network.properties)
    step_min, to_come = network.properties.step_min, cycles_to_come(network)
    for number, scan in enumerate(network.promised_scans, start=1):
        cycles = to_come.get(scan.course_id)
        if cycles is not None and scan.cycle_number not in cycles:
            listed = ", ".join(map(str, cycles)) or "none"
            yield _fault(
                table, number, "cycle_number", scan.cycle_number, "a cycle that the course has still to come",
                f"{scan.course_id} has {listed} to come: correct the row or delete it.",
            )  # fmt: skip
        else:
            remedy = "correct the row or delete it."
            yield from asked.faults(table, number, scan.course_id, scan.cycle_number, scan.scan_number, remedy)
        if (scan.starts_at - begins_at) % timedelta(minutes=step_min):
            yield _fault(
                table, number, "starts_at", instant_text(scan.starts_at),
                "an instant on the grid of step_min from the start of the horizon",
                f"Move it to the next multiple of {step_min} minutes.",
            )  # fmt: skip


CHECKS: Final = (
    Check(faults=_promised, whole=(DESCRIPTOR, "past_administrations", "regimens", "scan_protocols")),
    Check(faults=_treated, whole=("past_administrations", "regimens", "scan_protocols")),
)
