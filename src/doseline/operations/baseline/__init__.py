"""How people book without Doseline, as a yardstick: each centre its first free place, and calls in turn on a failure.

Everything here is an assumption about how people work, written down in ``docs/reference/benchmarks.md``. The bookings
are legal, because the same rules say what is free; what lacks is the joint view: nobody is asked to move, nothing is
looked ahead, nothing is tried twice.
"""

from doseline.operations.baseline.packages import book_package, rebook

__all__ = ["book_package", "rebook"]
