"""What one more unit would gain at each centre in each week, each figure by solving again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from doseline.errors import UserError
from doseline.execution import Progress, silent

if TYPE_CHECKING:
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.gaining.again import Found, Pair
    from doseline.operations.gaining.units import Unit
    from doseline.operations.gaining.wanted import Wanted
    from doseline.planning import Problem
    from doseline.planning.arrays import Prices

__all__ = ["gains_of_plan", "trial_of"]

BASE_RUNS: Final = 3
"""Searches of the unchanged country, of which the best is the base: a unit has one, so luck speaks against it."""

SEEDS_APART: Final = 7919

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
    with everything free to move. Then the unit is taken back, and the plan is solved again without it from what was
    found with it: the gain is what remains over that, and over what the same effort reaches without any unit. That
    leaves luck little room; ``spread_days`` says how much luck there is in a search.

    Parameters
    ----------
    plan_path : folder of a legal plan
    package_path : the country of the plan; None: the one inside the plan, or beside it
    centre, product : only units of this centre, only cycles of this product; key, or part of the name
    most : units tried: of each kind in turn the one that most cycles lack
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
    from doseline.operations.countries import country_of, require_legal

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
    _require_every_rule(Path(plan_path), plan)
    require_legal(folder, plan_path, known="what is full")
    progress(done=0, total=None, what="loading the planner (minutes the first time, then seconds)")
    trial = trial_of(network, plan, work=work, seed=seed)
    return trial.told(centre, product, most, language, progress)


def _require_every_rule(plan_path: Path, plan: "PlanPackage") -> None:
    left_out: Any = plan.summary.get("without") or ()
    if left_out:
        raise UserError(
            f"The plan {plan_path} was made without {', '.join(left_out)}.",
            allowed="a plan that keeps every rule",
            remedy="Plan again without --without, and ask that plan.",
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
        """The units that cycles lack, the most wanted of each kind in turn; perhaps of some centres and products."""
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
        bases, pairs = self._solve(tried, progress)
        base = self._best(bases)
        rows: list[dict[str, Any]] = [telling.row(one, pair) for one, pair in zip(tried, pairs, strict=True)]
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

    def _solve(self, tried: "list[Wanted]", progress: Progress) -> "tuple[list[Found], list[Pair]]":
        """Solve the unchanged country again, and then with each unit."""
        from doseline.operations.gaining.again import improved
        from doseline.planning.proving import search_prices

        if not tried:
            return [self.standing], []
        total = BASE_RUNS + len(tried)

        def told(done: int) -> None:
            progress(done=done, total=total, what="solving again")

        told(0)
        prices, bases, pairs = search_prices(self.problem), [], []
        for number in range(BASE_RUNS):
            seed = self.seed + SEEDS_APART * number
            bases.append(improved(self.problem, self.standing.state, prices, work=self.work, seed=seed))
            told(len(bases))
        base = self._best(bases)
        for one in tried:
            pairs.append(self._pair(one.unit, base, prices))
            told(BASE_RUNS + len(pairs))
        return bases, pairs

    def _pair(self, unit: "Unit", base: "Found", prices: "Prices") -> "Pair":
        """Solve again with a unit; then take it back, and solve again without it from what was found."""
        from doseline.operations.gaining.again import Pair, improved, is_legal, taken_back
        from doseline.planning import compile_problem
        from doseline.planning.levels import better
        from doseline.planning.proving import search_prices
        from doseline.planning.standing import state_of_plan

        widened = unit.added_to(self.network)
        problem = compile_problem(widened)
        unit.confine(problem, self.problem)
        state = state_of_plan(problem, self.plan)
        again = improved(problem, state, search_prices(problem), work=self.work, seed=self.seed)
        legal = is_legal(again, widened)
        if not (legal and better(again.levels, base.levels)):
            # the base stands with the unit as without it
            return Pair(given=base, without=base, legal=legal)
        back = improved(
            self.problem, taken_back(again, unit, self.problem), prices, work=self.work, seed=self.seed + SEEDS_APART
        )
        without = base
        for one in (again, back):
            # a plan that does not need the unit is one of the unchanged country
            if better(one.levels, without.levels) and is_legal(one, self.network):
                without = one
        return Pair(given=again if better(again.levels, without.levels) else without, without=without, legal=legal)

    def _best(self, bases: "list[Found]") -> "Found":
        """Return the best plan known of the unchanged country before any unit is tried."""
        from doseline.planning.levels import better

        best = self.standing
        for one in bases:
            best = one if better(one.levels, best.levels) else best
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
