"""The board of one centre in the week of the hold: as it was promised, and as it is after it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from doseline.journey import Site
from doseline.network.model import Network, PlanPackage
from doseline.operations.report.boards import board_legend, centre_board
from doseline.operations.report.reading import read_for_report
from doseline.operations.week.stages import Stage
from doseline.reporting import Drawing, Legend

__all__ = ["boards_of_the_evening"]

_DAYS = 14
_DAY_PX = 60.0

Row = TypeVar("Row", bound="_OfCourse")


class _OfCourse(Protocol):
    """A row of a plan that belongs to a cycle."""

    @property
    def course_id(self) -> str: ...

    @property
    def cycle_number(self) -> int: ...


def boards_of_the_evening(stage: Stage, site_id: str, language: str) -> tuple[Legend, Drawing, Drawing]:
    """Return a legend, and the board of a centre from the Monday of the hold on for two weeks, before it and after it.

    Parameters
    ----------
    stage : the plan made again because of the hold
    site_id : the centre
    language : en, nl, fr or de
    """
    site = next(row for row in stage.country.sites if row.site_id == site_id)
    named = {(row.course_id, row.cycle_number) for row in stage.changes()}
    before = _board(stage.country_before, stage.before, stage, site, language, "board-before", named)
    after = _board(stage.country_before, _as_it_came(stage), stage, site, language, "board-after", named)
    return board_legend(read_for_report(stage.country, stage.plan, language)), before, after


def _board(
    country: Network,
    plan: PlanPackage,
    stage: Stage,
    site: Site,
    language: str,
    name: str,
    named: Collection[tuple[str, int]],
) -> Drawing:
    on = stage.at.astimezone(ZoneInfo(country.properties.timezone)).date()
    monday_on = on - timedelta(days=on.weekday())
    week = replace(country.properties, horizon_start_on=monday_on, horizon_days=_DAYS)
    shown = replace(country, properties=week)
    starts_at = datetime.combine(monday_on, datetime.min.time(), tzinfo=ZoneInfo(country.properties.timezone))
    ends_at = starts_at + timedelta(days=_DAYS)
    stays = tuple(row for row in plan.stays if row.starts_at < ends_at and row.ends_at > starts_at)
    return centre_board(
        read_for_report(shown, replace(plan, stays=stays), language), site, name=name, day_px=_DAY_PX, named=named
    )


def _as_it_came(stage: Stage) -> PlanPackage:
    """Return the new plan with what the one before had given by then: one board shows both."""
    past = {
        (row.course_id, row.cycle_number) for row in stage.before.administrations if row.administered_at < stage.at
    } - stage.effects.broken.keys()

    def joined(before: Sequence[Row], after: Sequence[Row]) -> tuple[Row, ...]:
        return (*(row for row in before if (row.course_id, row.cycle_number) in past), *after)

    old, new = stage.before, stage.plan
    known = {row.vial_id for row in new.vials}
    return replace(
        new,
        administrations=joined(old.administrations, new.administrations),
        stays=joined(old.stays, new.stays),
        scans=joined(old.scans, new.scans),
        vials=(*new.vials, *(row for row in old.vials if row.vial_id not in known)),
        orders=(*new.orders, *(row for row in old.orders if row.order_id not in {one.order_id for one in new.orders})),
        batches=(
            *new.batches,
            *(row for row in old.batches if row.batch_id not in {one.batch_id for one in new.batches}),
        ),
    )
