"""The hours at which a centre may administer a product, whoever comes: one row for each rule that narrows them.

The registry judges by these rows, and the certificates count no administration outside of them. A new rule of this kind
is a function and a row here; docs/how-to/add-a-constraint.md adds one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from doseline.checking.calendar import Calendar
from doseline.checking.verdict import Violation
from doseline.checking.view import View

__all__ = ["RULES", "StartRule"]

Hours = tuple[int, int] | None
"""First and last minute after local midnight at which an administration may begin; None: none of the date."""


@dataclass(frozen=True, slots=True)
class StartRule:
    """Hours of administration.

    Attributes
    ----------
    constraint_id : constraint that it is part of
    title : what the hours are of
    hours : of a calendar, a site, a product and a local date
    """

    constraint_id: str
    title: str
    hours: Callable[[Calendar, str, str, date], Hours]

    def violations(self, view: View) -> Iterator[Violation]:
        """Yield every administration outside of the hours."""
        for treatment in view.treatments:
            row, product = treatment.administration, treatment.product
            if product is None:
                continue
            on = view.calendar.date_of(row.administered_at)
            hours = self.hours(view.calendar, row.site_id, product.product_id, on)
            if hours is None:
                allowed = f"no {self.title} on {on}"
            else:
                begin_at, end_at = (view.calendar.instant(on, minutes) for minutes in hours)
                if begin_at <= row.administered_at <= end_at:
                    continue
                opens, closes = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in hours)
                allowed = f"{self.title} from {opens} to {closes} on {on}"
            yield Violation(
                constraint=self.constraint_id,
                table="administrations",
                key=treatment.key,
                found=f"administration at {view.calendar.said(row.administered_at)}",
                allowed=allowed,
            )


def treatment_hours(calendar: Calendar, site_id: str, product_id: str, on: date) -> Hours:
    """C10: inside the hours of treatment, those of every product."""
    del product_id
    return calendar.hours(site_id, "treatment", on)


RULES = (StartRule("C10", "treatment", treatment_hours),)
"""Every rule on the hour of administration; each holds beside the others."""
