"""Plan a country from disk to disk: read, solve, check, report."""

import time
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import doseline
from doseline.errors import BadPackage, DoselineError, UserError
from doseline.execution import Progress, silent, uncollected
from doseline.i18n import CONSTRAINTS

if TYPE_CHECKING:
    from doseline.checking import Verdict
    from doseline.network import Assumptions, Network, PlanPackage
    from doseline.planning import Effort, Level, Outcome

__all__ = ["Desk", "IllegalPlan", "plan_package", "warm_up"]

DEFAULT_WORK = 120
"""Rounds of work when neither work nor a time limit is given."""

REMOVABLE = frozenset(CONSTRAINTS) - {"C00"}
LIBRARIES = ("numpy", "numba", "scipy")
LARGEST_SEED = 2**32 - 1
SECONDS_A_REASON = 0.03
"""What it takes to say of one cycle of Belgium why it is not given, about."""

EXPLAINING = 0.25
"""Share of a time limit that the reasons of a first plan may take: with more there is no time to find a better one."""

SHOWN = 20
"""So many places are listed where a plan is refused."""


class IllegalPlan(DoselineError):
    """The planner made a plan that the checker refuses: a defect of Doseline; no such plan is handed out."""


def plan_package(
    package_path: Path | str,
    plan_path: Path | str,
    *,
    seed: int = 1,
    work: int | None = None,
    time_limit_s: float | None = None,
    repeat: Path | str | None = None,
    without: tuple[str, ...] = (),
    lowering: bool = False,
    first: bool = True,
    report: bool = True,
    language: str = "en",
    progress: Progress = silent,
) -> Mapping[str, object]:
    """Plan a country package and write the plan, checked, with its report.

    A first plan stands on disk, checked, before the search begins, so that whoever stops the work keeps one; where an
    older plan stands it stays until the new one is whole. Where saying why its many late cycles are late would take a
    good part of the time limit, there is no first plan.

    Parameters
    ----------
    package_path : the country
    plan_path : folder of the plan; an older plan there is replaced in one step
    seed : of the search
    work : rounds of work at most; the same work and seed give the same plan
    time_limit_s : seconds at most instead
    repeat : an earlier plan of the country that is made again instead, by its seed, its pace and what it left out: the
        same plan where Doseline and its libraries are the same
    without : constraints left out; the plan says so
    lowering : whether floors of regions that no plan was found to reach are lowered in the folder of the country, to
        what the best plan found reaches; else such a country has no plan
    first : whether a first plan is to stand on disk before the search; else nothing does until the end
    report : whether to write ``report.html``
    language : of the report: en, nl, fr or de
    progress : called as the work gets on

    Returns
    -------
    the plan's summary, as in ``summary.json``

    Raises
    ------
    BadPackage
        If the country has faults: all of them.
    UserError
        If an option makes no sense or something else stands in the folder: before any work.
    PinsCannotStand
        If pinned administrations cannot be given: all of them, each with what it lacks.
    FloorsNotReached
        If no plan was found in which every region has the share that it must, and floors may not be lowered.
    IllegalPlan
        If the checker refuses the plan.
    """
    began = time.perf_counter()
    removed = _removed(without)
    if not 0 <= seed <= LARGEST_SEED:
        raise UserError(
            "This is no seed.", given=str(seed), allowed=f"0 to {LARGEST_SEED}", remedy="Give another number."
        )
    from doseline.i18n import require_language
    from doseline.network import package_sha256, read_network
    from doseline.network.folder import may_be_replaced
    from doseline.planning import Effort, compile_problem, solve_problem

    language = require_language(language)
    may_be_replaced(Path(plan_path).resolve(), "plan", shown=Path(plan_path))
    progress(done=0, total=None, what="reading")
    network = read_network(package_path)
    sha256 = package_sha256(package_path)
    earlier = None if repeat is None else _earlier(repeat, package_path, sha256)
    if earlier is not None:
        seed, removed = earlier.seed, earlier.without
    progress(done=0, total=None, what="loading the planner (minutes the first time, then seconds)")
    warm_up()
    started = time.perf_counter()
    desk = Desk(network, Path(package_path), Path(plan_path), sha256, seed, removed, began, started, earlier)
    problem = compile_problem(network, without=removed)
    total: int | None = work or DEFAULT_WORK
    effort = Effort(work=work or DEFAULT_WORK)
    if earlier is not None:
        effort, total = earlier.effort, len(earlier.effort.pace.rounds) if earlier.effort.pace else 0
    elif time_limit_s is not None:
        effort = Effort(time_limit_s=max(0.0, time_limit_s - (time.perf_counter() - started)))
        total = None

    def told(outcome: "Outcome") -> None:
        if total is not None and outcome.work > total:
            progress(done=outcome.work - total, total=None, what="looking on for the floors of regions")
        else:
            progress(done=outcome.work, total=total, what="planning")

    def told_first(outcome: "Outcome") -> None:
        if time_limit_s is None or SECONDS_A_REASON * outcome.unserved <= EXPLAINING * time_limit_s:
            desk.first(outcome)

    on_first_plan = told_first if first else None
    outcome = solve_problem(
        problem, seed=seed, effort=effort, lowering=lowering, on_first_plan=on_first_plan, progress=told
    )
    desk.elapsed_s = time.perf_counter() - started
    progress(done=0, total=None, what="checking and reporting")
    return desk.hand_in(outcome, report=report, language=language)


def _removed(without: tuple[str, ...]) -> frozenset[str]:
    unknown = sorted(set(without) - REMOVABLE)
    if unknown:
        raise UserError(
            "This constraint cannot be left out.",
            given=", ".join(unknown),
            allowed=", ".join(sorted(REMOVABLE)),
            remedy="Name one of those.",
        )
    return frozenset(without)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What an earlier plan says of how it was made."""

    seed: int
    without: frozenset[str]
    effort: "Effort"
    plan: "PlanPackage"

    def unlike(self, plan: "PlanPackage") -> tuple[str, ...]:
        """Names the tables in which a plan differs from this one."""
        from doseline.network import PLAN_NOUNS

        return tuple(name for name in PLAN_NOUNS if getattr(self.plan, name) != getattr(plan, name))


def _earlier(plan_path: Path | str, package_path: Path | str, package_sha256: str) -> _Earlier:
    from doseline.network import read_plan, require_made_for
    from doseline.planning import Effort
    from doseline.planning.pace import Pace

    plan = read_plan(plan_path)
    require_made_for(plan, package_sha256, plan_path, package_path)
    seed, pace, without = (plan.summary.get(key) for key in ("seed", "pace", "without"))
    if not isinstance(seed, int) or not isinstance(pace, str) or not isinstance(without, list):
        raise UserError(
            f"The plan {plan_path} does not say how it was made.",
            given=f"seed {seed}, pace {pace}, without {without} in its summary.json",
            allowed="a finished plan that Doseline made",
            remedy="Make a plan anew with --work or --time-limit.",
        )
    return _Earlier(seed, _removed(tuple(map(str, without))), Effort(pace=Pace.read(pace)), plan)


@cache
def warm_up() -> None:
    """Loads or compiles every kernel on a country of four patients, so that the clock afterwards measures planning."""
    from doseline.demand import synthesise
    from doseline.planning import Effort, compile_problem, plan_tables, solve_problem

    problem = compile_problem(synthesise(instance="XS-01", seed=1))
    outcome = solve_problem(problem, effort=Effort(work=1, gap_in_window=-1.0))
    plan_tables(outcome, package_name="warm-up", package_sha256="0" * 64)


class Desk:
    """Where a plan is checked before it is handed out."""

    def __init__(
        self,
        network: "Network",
        package_path: Path,
        plan_path: Path,
        sha256: str,
        seed: int,
        without: frozenset[str],
        began: float,
        started: float,
        earlier: _Earlier | None,
    ) -> None:
        self.network = network
        self.package_path, self.plan_path = package_path, plan_path
        self.sha256, self.seed, self.without = sha256, seed, without
        self.began, self.started, self.earlier = began, started, earlier
        self.older = plan_path.exists()
        self.first_plan_s: float | None = None
        self.elapsed_s = 0.0

    @cached_property
    def _marked(self) -> "Assumptions":
        """Which figures of the country are assumed."""
        from doseline.network import assumptions

        return assumptions(self.network)

    def first(self, outcome: "Outcome") -> None:
        """Checks the first plan and puts it on disk."""
        self.elapsed_s = time.perf_counter() - self.started
        self.first_plan_s = None
        self._write(outcome, report=False, language="en", finished=False)
        self.first_plan_s = time.perf_counter() - self.started

    def hand_in(self, outcome: "Outcome", *, report: bool, language: str) -> Mapping[str, object]:
        """Checks the final plan and puts it in the place of the first; returns its summary."""
        lowered = outcome.problem.network
        if lowered.region_floors != self.network.region_floors:
            self._lower_floors(lowered)
        return self._write(outcome, report=report, language=language, finished=True)

    def _lower_floors(self, network: "Network") -> None:
        """Puts the country for which the plan is legal in the place of the one in which floors are not reached."""
        from doseline.network import package_sha256, write_network

        write_network(network, self.package_path)
        self.network, self.sha256 = network, package_sha256(self.package_path)
        self.__dict__.pop("_marked", None)

    @uncollected()
    def _write(self, outcome: "Outcome", *, report: bool, language: str, finished: bool) -> Mapping[str, object]:
        import shutil
        import tempfile

        from doseline.checking import check_plan
        from doseline.network import write_plan
        from doseline.planning import plan_tables

        name = self.network.properties.instance
        plan, levels = plan_tables(outcome, package_name=name, package_sha256=self.sha256)
        unchecked = self._summary(outcome, plan, [asdict(level) for level in levels], None, finished=False)
        plan = replace(plan, summary=unchecked)
        with tempfile.TemporaryDirectory(prefix="doseline-") as folder:
            draft = Path(folder) / "plan"
            write_plan(plan, draft)
            try:
                verdict = check_plan(self.package_path, draft)
            except BadPackage as unreadable:
                raise self._unreadable(unreadable) from None
            self._refuse(verdict)
            levels, plan = self._as_proved(levels, plan, verdict, outcome.problem.n_cycles)
            summary = self._summary(outcome, plan, [asdict(level) for level in levels], verdict, finished=finished)
            plan = replace(plan, summary=summary)
            html = None
            if report:
                from doseline.operations.report import render_report

                html = render_report(self.network, plan, language)
            if finished or not self.older:
                write_plan(plan, self.plan_path, report_html=html, written=draft)
            shutil.rmtree(draft, ignore_errors=True)
        return summary

    def _unreadable(self, bad: BadPackage) -> DoselineError:
        """Say what the plan of a country would hold that no plan may: its figures lie outside what can be."""
        if bad.kind != "plan":
            return bad
        places = "\n".join(f"  - {fault.message()}" for fault in bad.faults[:SHOWN])
        return UserError(
            f"The figures of {self.package_path} lead to a plan that cannot be; nothing was handed out.\n{places}\n",
            remedy="Look in the country for the figure behind them: a half-life, an activity, an instant, a yield.",
        )

    def _refuse(self, verdict: "Verdict") -> None:
        broken = [found for found in verdict.violations if found.constraint not in self._tolerated()]
        if broken:
            lines = "\n".join(
                f"  {found.constraint} {found.table} {found.key}: {found.found}" for found in broken[:SHOWN]
            )
            raise IllegalPlan(
                f"The checker refuses the plan in {len(broken)} places; nothing was handed out.\n{lines}\n"
                "This is a defect of Doseline: please report it with the package, the seed and the work."
            )

    def _proved_weaker(self, verdict: "Verdict") -> dict[str, float]:
        """Bounds that certificates prove, weaker than those claimed; made without a constraint they say nothing."""
        return {
            proof.name: proof.reevaluated_bound
            for proof in verdict.certificates
            if not proof.holds and proof.reevaluated_bound is not None and not self.without
        }

    def _as_proved(
        self, levels: list["Level"], plan: "PlanPackage", verdict: "Verdict", n_cycles: int
    ) -> tuple[list["Level"], "PlanPackage"]:
        """Levels and certificates with bounds no stronger than what the checker proves by them.

        That the planner claims more is a defect, of which the user is warned; what is handed out is proved.
        """
        proved = self._proved_weaker(verdict)
        if not proved:
            return levels, plan
        claims = ", ".join(f"{level.name} {level.bound:g}" for level in levels if level.name in proved)
        warnings.warn(
            f"The planner claimed bounds that its certificates do not prove ({claims}); the plan states what they do "
            "prove. Please report it with the package, the seed and the work.",
            stacklevel=2,
        )
        from doseline.planning.gap import gap

        entries = cast("list[dict[str, Any]]", plan.certificates["levels"])
        entries = [{**entry, "bound": proved.get(entry["name"], entry["bound"])} for entry in entries]
        levels = [
            replace(
                level,
                bound=proved[level.name],
                gap=None if level.value is None else gap(level.value, proved[level.name], n_cycles),
            )
            if level.name in proved
            else level
            for level in levels
        ]
        return levels, replace(plan, certificates={**plan.certificates, "levels": entries})

    def _tolerated(self) -> frozenset[str]:
        # without a constraint, columns that follow from it (volumes, usable activities) may differ too
        return self.without | {"C00"} if self.without else frozenset()

    def _summary(
        self,
        outcome: "Outcome",
        plan: "PlanPackage",
        levels: list[dict[str, object]],
        verdict: "Verdict | None",
        *,
        finished: bool,
    ) -> Mapping[str, object]:
        legal = verdict is not None and (verdict.legal or bool(self.without))
        # a bound that was claimed too strong is handed out as it was proved
        certified = verdict is not None and all(
            proof.holds or proof.name in self._proved_weaker(verdict) for proof in verdict.certificates
        )
        marked = self._marked
        in_window = sum(row.in_window for row in plan.administrations)
        products = Counter(row.product_id for row in plan.administrations)
        return {
            "finished": finished,
            "checked": legal,
            "certified": certified,
            "instance": self.network.properties.instance,
            "scenario": self.network.properties.scenario,
            "cohort_seed": self.network.properties.seed,
            "seed": self.seed,
            "work": outcome.work,
            "pace": None if outcome.pace is None else str(outcome.pace),
            "unlike_repeated": list(self.earlier.unlike(plan)) if finished and self.earlier is not None else None,
            "without": sorted(self.without),
            "elapsed_s": round(self.elapsed_s, 3),
            "cold_elapsed_s": round(time.perf_counter() - self.began, 3),
            "first_checked_plan_s": None if self.first_plan_s is None else round(self.first_plan_s, 3),
            "levels": levels,
            "counts": {
                "demanded_cycles": outcome.problem.n_cycles,
                "administrations": len(plan.administrations),
                "in_window": in_window,
                "late": len(plan.administrations) - in_window,
                "unserved": len(plan.unserved),
                "vials": len(plan.vials),
                "unused_vials": sum(vial.use == "unused" for vial in plan.vials),
                "orders": len(plan.orders),
                "batches": len(plan.batches),
                "shipments": len(plan.shipments),
                "administrations_by_product": dict(sorted(products.items())),
            },
            "reasons": plan.summary["reasons"],
            "assumptions": {
                "assumed_figures": len(marked.figures),
                "figures_by_confidence": dict(marked.count_by_confidence),
                "assumed_by_table": dict(marked.count_by_table),
                "signed": 0,
            },
            "versions": _versions(),
            "synthetic_patients": True,
            "medical_device": False,
            "signed": False,
        }


def _versions() -> Mapping[str, str]:
    found = {"doseline": doseline.__version__}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # pragma: no cover - they are runtime dependencies
            continue
    return found
