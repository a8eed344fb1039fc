"""The demonstration: Belgium in three scenarios, planned and checked, with the golden week, on one page."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from doseline.errors import UserError
from doseline.execution import Progress, silent

__all__ = ["INSTANCES", "run_demo"]

INSTANCES: Final = ("BE-base", "BE-low", "BE-high")
"""The scenario of the headline first; nobody publishes Belgium's rooms, so each figure is given for all three."""

SEED: Final = 1
WORK: Final = 60
"""Rounds of work of each plan: good plans, in a time for which somebody stays in front of the screen."""

_WEEK: Final = "week"


def run_demo(
    *,
    out: Path | str,
    serve: bool = True,
    port: int | None = None,
    progress: Progress = silent,
    announce: Callable[[Mapping[str, Any], str | None], None] | None = None,
    language: str = "en",
    instances: Sequence[str] = INSTANCES,
    work: int = WORK,
) -> Mapping[str, Any]:
    """Do the main job on Belgium and show it: make, plan, check and report three scenarios, and run the golden week.

    What is finished stands whole in the folder at once, and its page lists it: whoever stops the work keeps that.

    Parameters
    ----------
    out : folder of packages, plans and the page; an older demonstration there is replaced piece by piece
    serve : whether to serve the folder on this machine afterwards, until Ctrl-C
    port : port to serve on; None: 8000, or a free one
    progress : called as the work gets on
    announce : called once with the result and the address, or None where nothing is served
    language : of the page and the reports: en, nl, fr or de
    instances : names of the instances, the headline's first
    work : rounds of work of each plan

    Returns
    -------
    the headline of each scenario, the golden week's, and where things are

    Raises
    ------
    UserError
        If there is no such language, something else stands in the folder, or the port cannot be had.
    """
    from doseline.i18n import require_language
    from doseline.operations.serving import require_port, serve_folder

    demo = _Demo(Path(out), require_language(language), tuple(instances), work, progress)
    demo.require_ours_or_free()
    if serve:
        require_port(port)
    demo.run()
    result = demo.result()
    if announce is not None and not serve:
        announce(result, None)
    if serve:
        serve_folder(Path(out), port, lambda address: announce(result, address) if announce else None)
    return result


@dataclass(slots=True)
class _Demo:
    out: Path
    language: str
    instances: tuple[str, ...]
    work: int
    progress: Progress
    plans: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    week: Mapping[str, Any] | None = None

    def require_ours_or_free(self) -> None:
        """Raise unless the folder is new, empty, or holds nothing but an older demonstration."""
        remedy = "Give another folder with -o; nothing was written."
        if not self.out.exists():
            return
        if not self.out.is_dir():
            raise UserError(f"{self.out} is a file, and the output is a folder.", remedy=remedy)
        ours = {"index.html", "summary.json", _WEEK, *self.instances, *(_plan(name) for name in INSTANCES), *INSTANCES}
        ours |= {_plan(name) for name in self.instances}
        foreign = sorted(entry.name for entry in self.out.iterdir() if entry.name not in ours)
        if foreign:
            raise UserError(
                f"The folder {self.out} holds what a demonstration does not.",
                given=", ".join(foreign[:5]),
                allowed="a new or empty folder, or one with an older demonstration",
                remedy=remedy,
            )

    def run(self) -> None:
        from doseline.operations.week import run_week

        self.out.mkdir(parents=True, exist_ok=True)
        self._show()
        self._plan(self.instances[0])
        self.week = run_week(seed=SEED, out=self.out / _WEEK, language=self.language, progress=self.progress)
        self._show()
        for instance in self.instances[1:]:
            self._plan(instance)

    def _plan(self, instance: str) -> None:
        from doseline.demand import synthesise
        from doseline.network import write_network
        from doseline.operations.planning import plan_package

        country, plan = self.out / instance, self.out / _plan(instance)
        write_network(synthesise(instance=instance, seed=SEED), country)

        def told(*, done: int, total: int | None, what: str) -> None:
            self.progress(done=done, total=total, what=f"{instance}: {what}")

        self.plans[instance] = plan_package(
            country, plan, seed=SEED, work=self.work, language=self.language, progress=told
        )
        self._show()

    def _show(self) -> None:
        from doseline.operations.demo_page import demo_page

        finished = len(self.plans) == len(self.instances) and self.week is not None
        folders = [folder for name in self.plans for folder in (_plan(name), name)]
        tables = {folder: sorted(path.stem for path in (self.out / folder).glob("*.csv")) for folder in folders}
        html = demo_page(self.plans, self.week, tables, language=self.language, seed=SEED, finished=finished)
        _replace(self.out / "index.html", html)
        _replace(self.out / "summary.json", json.dumps(self.result(), ensure_ascii=False, indent=1) + "\n")

    def result(self) -> dict[str, Any]:
        return {
            "seed": SEED,
            "page": str(self.out / "index.html"),
            "scenarios": list(self._headlines()),
            "week": None if self.week is None else {"page": str(self.out / _WEEK / "index.html"), **_told(self.week)},
        }

    def _headlines(self) -> Iterator[dict[str, Any]]:
        for instance, summary in self.plans.items():
            levels = {level["name"]: level for level in summary["levels"]}
            counts = summary["counts"]
            yield {
                "instance": instance,
                "demanded_cycles": counts["demanded_cycles"],
                "in_window": counts["in_window"],
                "late": counts["late"],
                "unserved": counts["unserved"],
                "gap_in_window": levels["L1"]["gap"],
                "checked": summary["checked"],
                "certified": summary["certified"],
                "report": str(self.out / _plan(instance) / "report.html"),
            }


def _plan(instance: str) -> str:
    """Return the folder of an instance's plan: ``plan-BE-base``."""
    return f"plan-{instance}"


def _told(week: Mapping[str, Any]) -> dict[str, Any]:
    return {name: week[name] for name in ("lost", "absorbed", "absorbed_in_window", "changes", "checked")}


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)  # noqa: PTH105 - in one step, whatever stands there
