"""What one more unit would gain at each centre in each week, each figure by solving again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from doseline.errors import UserError
from doseline.execution import Progress, silent

if TYPE_CHECKING:
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.gaining.again import Found
    from doseline.operations.gaining.wanted import Wanted
    from doseline.planning import Problem

__all__ = ["gains_of_plan", "trial_of"]

BASE_RUNS: Final = 3
"""Searches of the unchanged country, of which the best is the base: a unit has one, so luck speaks against it."""

MOST: Final = 10
WORK: Final = 4


def gains_of_plan(
    plan_path: Path | str,
    *,
    package_path: Path | str | None = None,
    centre: str | None = None,
    product: str | None = None,
    most: int = MOST,
    work: int = WORK,
    seed: int = 1,
    language: str = "en",
    progress: Progress = silent,
) -> Mapping[str, object]:
    """Say what one more place, head, scanner hour or vial would gain in the weeks in which cycles lack one.

    Each unit is added to a copy of the country, in one week alone, and the plan is solved again from the plan at hand
    with everything free to move. What the same effort gains without any unit is taken off first.

    Parameters
    ----------
    plan_path : folder of a legal plan
    package_path : the country of the plan; None: the one inside the plan, or beside it
    centre, product : only units of this centre, only cycles of this product; key, or part of the name
    most : units tried, those that most cycles lack first
    work : rounds of search for each
    seed : of the search
    language : of the sentences: en, nl, fr or de
    progress : called as the work gets on

    Returns
    -------
    mapping
        ``base``: what solving again reaches without any unit, ``spread_days`` by how many days its searches differ, and
        whether no plan gives more in window (``proven_in_window``). ``gains``: one row for each unit tried, the
        largest gain first, with its centre, week, gain and sentence. ``wanted``: units that cycles lack, tried or not;
        ``not_tried``: constraints that bind and of which no unit can be tried, with their cycles.

    Raises
    ------
    UserError
        If an option makes no sense, the country is not there, or the plan breaks a rule.
    """
    from doseline.i18n import require_language
    from doseline.network import read_network, read_plan
    from doseline.operations.countries import country_of

    language = require_language(language)
    for name, number in (("most", most), ("work", work)):
        if number < 1:
            raise UserError(
                f"Nothing can be tried with --{name} {number}.",
                given=str(number),
                allowed="1 or more",
                remedy=f"Give a larger --{name}, or leave it out.",
            )
    plan = read_plan(plan_path)
    folder = country_of(Path(plan_path), plan, package_path)
    progress(done=0, total=None, what="reading")
    network = read_network(folder)
    _require_legal(folder, Path(plan_path), plan)
    progress(done=0, total=None, what="loading the planner (minutes the first time, then seconds)")
    trial = trial_of(network, plan, work=work, seed=seed)
    return trial.told(centre, product, most, language, progress)


def _require_legal(folder: Path, plan_path: Path, plan: "PlanPackage") -> None:
    from doseline.checking import check_plan

    left_out: Any = plan.summary.get("without") or ()
    if left_out:
        raise UserError(
            f"The plan {plan_path} was made without {', '.join(left_out)}.",
            allowed="a plan that keeps every rule",
            remedy="Plan again without --without, and ask that plan.",
        )
    verdict = check_plan(folder, plan_path)
    if verdict.violations:
        raise UserError(
            f"The plan {plan_path} breaks a rule: {verdict.violations[0].sentence}",
            allowed="a legal plan, of which it is known what is full",
            remedy=f"See all of it with `doseline check {folder} {plan_path}`, and plan again.",
        )


def trial_of(network: "Network", plan: "PlanPackage", *, work: int = WORK, seed: int = 1) -> "Trial":
    """A plan of which units can be tried.

    Parameters
    ----------
    network, plan : a country and its legal plan
    work, seed : of each search
    """
    from doseline.operations.gaining.again import Found
    from doseline.planning import compile_problem
    from doseline.planning.levels import levels_of
    from doseline.planning.standing import state_of_plan

    problem = compile_problem(network)
    state = state_of_plan(problem, plan)
    standing = Found(problem=problem, state=state, levels=levels_of(problem, state))
    return Trial(network, plan, problem, standing, work, seed)


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan of which units are tried.

    Attributes
    ----------
    network, plan, problem : a country, its plan, and the country as a problem
    standing : the plan as the kernels see it
    work, seed : of each search
    """

    network: "Network"
    plan: "PlanPackage"
    problem: "Problem"
    standing: "Found"
    work: int
    seed: int

    def units(
        self, site_ids: Collection[str] | None = None, product_ids: Collection[str] | None = None
    ) -> "list[Wanted]":
        """The units that cycles lack, the most wanted first, perhaps of some centres and products alone."""
        from doseline.operations.gaining.wanted import wanted_units

        return wanted_units(self.problem, self.standing.state, self.plan, site_ids=site_ids, product_ids=product_ids)

    def told(
        self, centre: str | None, product: str | None, most: int, language: str, progress: Progress
    ) -> Mapping[str, object]:
        """Try the units and say what each gains."""
        from doseline.operations.gaining.telling import Telling

        telling = Telling(self.network, language, weighted=len(set(self.problem.cycle_weight.tolist())) > 1)
        site_ids = telling.centres_meant(centre)
        product_ids = telling.products_meant(product)
        wanted = self.units(site_ids, product_ids)
        tried = wanted[:most]
        bases, found = self._solve(tried, progress)
        base = self._base(bases, found)
        rows: list[dict[str, Any]] = [
            telling.row(one, again, base, legal=legal) for one, (again, legal) in zip(tried, found, strict=True)
        ]
        rows.sort(key=lambda row: (-row["gain_in_window"], -row["gain_days"]))
        return {
            "package": self.plan.package_name,
            "language": language,
            "timezone": self.network.properties.timezone,
            "work": self.work,
            "seed": self.seed,
            "base": {
                "in_window": base.in_window,
                "days_late": base.days_late,
                "plan_in_window": self.standing.in_window,
                "plan_days_late": self.standing.days_late,
                "spread_days": _spread(bases),
                "proven_in_window": self._proven(base),
                "weighted": telling.weighted,
            },
            "wanted": len(wanted),
            "tried": len(tried),
            "gains": rows,
            "not_tried": self._not_tried(product_ids),
        }

    def _solve(self, tried: "list[Wanted]", progress: Progress) -> "tuple[list[Found], list[tuple[Found, bool]]]":
        """Solve the unchanged country again, and then with each unit; whether each plan with a unit is legal."""
        from doseline.operations.gaining.again import improved, is_legal, prices_of
        from doseline.planning import compile_problem
        from doseline.planning.standing import state_of_plan

        if not tried:
            return [self.standing], []
        total = BASE_RUNS + len(tried)

        def told(done: int) -> None:
            progress(done=done, total=total, what="solving again")

        told(0)
        prices, bases, found = prices_of(self.problem), [], []
        for number in range(BASE_RUNS):
            bases.append(
                improved(self.problem, self.standing.state, prices, work=self.work, seed=self.seed + 7919 * number)
            )
            told(number + 1)
        for number, one in enumerate(tried, start=BASE_RUNS + 1):
            widened = one.unit.added_to(self.network)
            problem = compile_problem(widened)
            one.unit.confine(problem, self.problem)
            again = improved(
                problem, state_of_plan(problem, self.plan), prices_of(problem), work=self.work, seed=self.seed
            )
            found.append((again, is_legal(again, widened)))
            told(number)
        return bases, found

    def _base(self, bases: "list[Found]", found: "list[tuple[Found, bool]]") -> "Found":
        """Return the best plan known of the unchanged country.

        A plan that was found with a unit and does not need it is one of them.
        """
        from doseline.operations.gaining.again import is_legal
        from doseline.planning.levels import better

        best = self.standing
        for one in bases:
            best = one if better(one.levels, best.levels) else best
        for again, _ in found:
            if better(again.levels, best.levels) and is_legal(again, self.network):
                best = again
        return best

    def _proven(self, base: "Found") -> bool:
        """Return whether the plan proves that no plan of the unchanged country gives more in window."""
        levels: Any = self.plan.summary.get("levels") or ()
        bound = next((row["bound"] for row in levels if row["name"] == "L1"), None)
        return bool(self.plan.summary.get("certified")) and bound is not None and base.in_window >= bound

    def _not_tried(self, product_ids: Collection[str] | None) -> list[dict[str, object]]:
        """Return the constraints that bind and of which no unit can be tried, with their cycles, most cycles first."""
        from collections import Counter

        from doseline.operations.gaining.wanted import TRIED

        products = {(row.course_id, row.cycle_number): row.product_id for row in self.plan.administrations}
        products |= {(row.course_id, row.cycle_number): row.product_id for row in self.plan.unserved}
        stated: Any = self.plan.summary.get("reasons") or ()
        counted = Counter(
            constraint
            for reason in stated
            if product_ids is None or products.get((reason["course_id"], reason["cycle_number"])) in product_ids
            for constraint in reason["binding"]
            if constraint not in TRIED
        )
        return [{"constraint": constraint, "cycles": cycles} for constraint, cycles in counted.most_common()]


def _spread(bases: "list[Found]") -> int:
    """Return by how many days searches of the unchanged country that are equally good in window differ."""
    in_window = max(one.in_window for one in bases)
    days = [one.days_late for one in bases if one.in_window == in_window]
    return max(days) - min(days)
