"""Facts that rows of a plan lead to: where a vial comes from, what it should hold, what an administration joins."""

from dataclasses import dataclass
from datetime import datetime

from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.journey import Administration, InitialOrder, Lane, Place, Product, Shipment, Stay, Vial
from doseline.quantities import h_from_timedelta

__all__ = ["ACTIVITY_TOLERANCE", "CycleKey", "Filled", "Origin", "Treatment", "decayed_mbq", "differs", "said_cycle"]

CycleKey = tuple[str, int]

ACTIVITY_TOLERANCE = 1e-6
"""Relative tolerance of every activity (C00)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a vial comes from, read from the country, not from the plan's own columns.

    Attributes
    ----------
    kind : ``slot``, ``order``, ``batch`` (initial) or ``line`` (new batch)
    ref_id : slot, initial order, batch or line
    initial_order : the initial order, for ``order``
    material_due_at : last instant for the patient's own material to be there; None: it is made from nobody's own
    """

    kind: str
    ref_id: str
    supplier_id: str
    product_id: str
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    initial_order: InitialOrder | None = None
    material_due_at: datetime | None = None

    @property
    def left_in(self) -> str | None:
        """Initial shipment in which the vial left before the present; None when it has still to be sent."""
        return self.initial_order.shipment_id if self.initial_order else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A vial with what it should hold.

    Attributes
    ----------
    intended_at : instant for which it should be filled; None for an unused stock vial
    activity_mbq : activity it should have at calibration
    half_life_h : of its nuclide
    """

    vial: Vial
    origin: Origin
    product: Product
    intended_at: datetime | None
    activity_mbq: float
    half_life_h: float

    def activity_at(self, at: datetime) -> float:
        """Return the vial's activity at an instant in MBq."""
        return decayed_mbq(self.activity_mbq, self.origin.calibration_at, at, self.half_life_h)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """An administration with everything its keys lead to."""

    administration: Administration
    demand: CourseDemand | None
    cycle: DemandedCycle | None
    product: Product | None
    stay: Stay | None
    place: Place | None
    filled: Filled | None
    shipment: Shipment | None
    lane: Lane | None

    @property
    def key(self) -> str:
        """Key of the row, as a violation prints it."""
        return said_cycle((self.administration.course_id, self.administration.cycle_number))

    @property
    def given_mbq(self) -> float | None:
        """Activity that is administered on the stranger's own reckoning, in MBq."""
        if self.filled is None or self.demand is None:
            return None
        if self.filled.product.form == "stock_vial":
            return self.demand.prescribed_mbq(self.administration.cycle_number)
        return self.filled.activity_at(self.administration.administered_at) - self.filled.product.residual_mbq


def decayed_mbq(activity_mbq: float, from_at: datetime, to_at: datetime, half_life_h: float) -> float:
    """Return an activity moved from one instant to another (also backwards), in MBq: ``A 2**(-(to - from) / T)``."""
    return float(activity_mbq * 2.0 ** (-h_from_timedelta(to_at - from_at) / half_life_h))


def differs(found: float, expected: float) -> bool:
    """Return whether two activities differ by more than the relative tolerance of the tables."""
    return abs(found - expected) > ACTIVITY_TOLERANCE * max(abs(expected), ACTIVITY_TOLERANCE)


def said_cycle(key: CycleKey) -> str:
    """Return course and cycle as one key."""
    return f"{key[0]}|{key[1]}"
