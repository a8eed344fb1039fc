"""Whatever slots the scans of a plan were promised, legal together, they are kept, and nothing else moves."""

import random
from dataclasses import replace

import numpy as np
import pytest

from doseline.checking import check_plan
from doseline.demand import synthesise
from doseline.journey import Promise, PromisedScan
from doseline.network import package_sha256, read_plan, write_network
from doseline.operations import plan_package
from doseline.planning.problem import compile_problem
from doseline.planning.promised_scans import _Keeping, keep_promised_scans
from doseline.planning.solution import plan_tables
from doseline.planning.solve import Effort, solve_problem
from doseline.planning.standing import state_of_plan
from tests.oracles.planning.scans import scan_week_suffices, scans_apart, scans_that_may_be
from tests.property.planning.test_search import assert_books_balance, assert_within_limits

SEEDS = range(12)


def planned(seed):
    network = synthesise(instance="XS-C13", seed=seed)
    problem = compile_problem(network)
    outcome = solve_problem(problem, effort=Effort(work=2))
    plan, _ = plan_tables(outcome, package_name="", package_sha256="")
    return network, plan


def other_scans(network, plan, rng):
    """Slots for all scans of a plan that are legal together, drawn at random."""
    given = {(row.course_id, row.cycle_number): row for row in plan.administrations}
    booked = []

    def book(due):
        if not due:
            return True
        slots = list(scans_that_may_be(network, given[due[0].course_id, due[0].cycle_number], due[0].scan_number))
        rng.shuffle(slots)
        for slot in slots:
            if all(scans_apart(slot, other) for other in booked) and scan_week_suffices(network, [*booked, slot]):
                booked.append(slot)
                if book(due[1:]):
                    return True
                booked.pop()
        return False

    assert book(list(plan.scans))
    return booked


def with_promises(network, plan, scans):
    promises = [
        Promise(
            **{name: getattr(row, name) for name in ("course_id", "cycle_number", "site_id", "place_id")},
            administered_at=row.administered_at,
            place_price=1,
            hour_price=2,
            date_price=3,
            centre_price=4,
            unserved_price=5,
        )
        for row in plan.administrations
    ]
    promised = [PromisedScan(**{name: getattr(row, name) for name in PromisedScan.__slots__}) for row in scans]
    pinned = {(row.course_id, row.cycle_number) for row in network.pins}
    promises = [row for row in promises if (row.course_id, row.cycle_number) not in pinned]
    return replace(network, promises=tuple(promises), promised_scans=tuple(promised))


def slots(scans):
    return {(row.course_id, row.cycle_number, row.scan_number): (row.scanner_id, row.starts_at) for row in scans}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_promised_is_kept(seed):
    network, plan = planned(seed)
    promised = other_scans(network, plan, random.Random(f"scans/{seed}"))  # noqa: S311 - synthetic, no secret
    problem = compile_problem(with_promises(network, plan, promised))
    before = state_of_plan(problem, plan)
    after = keep_promised_scans(problem, before)
    assert_books_balance(problem, after)
    assert_within_limits(problem, after)
    for name in ("entry", "centre", "place", "step", "end", "day"):
        np.testing.assert_array_equal(after.cycles[name], before.cycles[name])
    outcome = solve_problem(problem, effort=Effort(work=1))
    again, _ = plan_tables(outcome, package_name="", package_sha256="")
    assert again.administrations == plan.administrations or outcome.changed > 0
    if again.administrations == plan.administrations:
        assert slots(again.scans) == slots(promised)
    by_hand = _Keeping(problem, before.cycles.copy())
    diary = by_hand._one_by_one()
    assert [diary.slots[number] for number in by_hand.waiting] == [
        by_hand.scans[number].promised for number in by_hand.waiting
    ]
    assert len(by_hand.waiting) == len(plan.scans)


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_a_plan_with_promised_scans_is_legal(seed, tmp_path):
    network, plan = planned(seed)
    promised = other_scans(network, plan, random.Random(f"scans/{seed}"))  # noqa: S311 - as above
    # half of them are after an hour that cannot be kept, or on a scanner that closes
    write_network(with_promises(network, plan, promised[::2]), tmp_path / "country")
    plan_package(tmp_path / "country", tmp_path / "plan", work=1, report=False)
    verdict = check_plan(tmp_path / "country", tmp_path / "plan")
    assert (verdict.violations, verdict.certified) == ((), True)
    assert read_plan(tmp_path / "plan").package_sha256 == package_sha256(tmp_path / "country")
