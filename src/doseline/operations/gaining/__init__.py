"""What one more place, head, scanner hour or vial would gain: each confirmed by solving again."""

from doseline.operations.gaining.gains import gains_of_plan

__all__ = ["gains_of_plan"]
