"""Judge a plan: in memory, or from the files on disk alone."""

from pathlib import Path

from doseline.checking.levels import cost_note, gap, recomputed_levels
from doseline.checking.reasons import bindings_known, reasons_agree
from doseline.checking.regions import floors_note
from doseline.checking.registry import REMOVABLE, violations
from doseline.checking.summary import summary_agrees, unproved_claims, verdict_agrees
from doseline.checking.verdict import CertificateVerdict, Verdict, Violation
from doseline.checking.view import View
from doseline.errors import UserError
from doseline.execution import uncollected
from doseline.network import Network, PlanPackage

__all__ = ["broken_rules", "check", "check_plan"]


@uncollected()
def check_plan(package_path: str | Path, plan_path: str | Path) -> Verdict:
    """Judge the plan in one folder against the country in another, reading nothing else.

    Parameters
    ----------
    package_path : path
        Folder of the country's data package.
    plan_path : path
        Folder of the plan.

    Returns
    -------
    Verdict

    Raises
    ------
    UserError
        If one of the two cannot be read, they are swapped, or the plan was made for another package: both hashes are
        named.
    """
    return check(*_read(package_path, plan_path))


def _read(package_path: str | Path, plan_path: str | Path) -> tuple[Network, PlanPackage]:
    from doseline.network import package_sha256, read_network, read_plan, require_made_for
    from doseline.network.folder import kind_of_folder

    if kind_of_folder(Path(package_path)) == "plan" and kind_of_folder(Path(plan_path)) == "country":
        raise UserError(
            "The two folders are swapped.",
            given=f"{package_path} {plan_path}",
            allowed="first the package of the country, then the plan",
            remedy=f"Run `doseline check {plan_path} {package_path}`.",
        )
    plan = read_plan(Path(plan_path))
    require_made_for(plan, package_sha256(Path(package_path)), plan_path, package_path)
    return read_network(Path(package_path)), plan


@uncollected()
def broken_rules(package_path: str | Path, plan_path: str | Path) -> tuple[Violation, ...]:
    """Return what a plan on disk breaks of the rules, and nothing of what it proves: a part of `check_plan`.

    Parameters
    ----------
    package_path, plan_path : as of `check_plan`

    Raises
    ------
    UserError
        As of `check_plan`.
    """
    network, plan = _read(package_path, plan_path)
    return tuple(sorted(violations(View(network, plan)), key=_place))


def check(network: Network, plan: PlanPackage) -> Verdict:
    """Judge a plan against a country, both in memory.

    Parameters
    ----------
    network : Network
        The country.
    plan : PlanPackage
        The plan; its certificates are re-evaluated when there are any.

    Returns
    -------
    Verdict
        Every violation at once, the levels recomputed, the certificates re-evaluated.

    Examples
    --------
    A plan that gives nobody anything and does not say why is refused:

    >>> from doseline.demand import synthesise
    >>> from doseline.network import PlanPackage
    >>> network = synthesise(instance="XS-C09", seed=1)
    >>> verdict = check(network, PlanPackage(package_name="XS-C09", package_sha256="0" * 64))
    >>> {violation.constraint for violation in verdict.violations}
    {'C00'}
    """
    view = View(network, plan)
    levels = recomputed_levels(view)
    found = list(violations(view))
    certificates = _certificates(view, levels, legal=not found)
    found.extend(bindings_known(view, REMOVABLE))
    found.extend(summary_agrees(view, levels, certificates, REMOVABLE))
    found.extend(reasons_agree(view, REMOVABLE))
    certificates = (*certificates, *unproved_claims(plan.summary, certificates))
    certified = bool(certificates) and all(proof.holds for proof in certificates)
    found.extend(verdict_agrees(plan.summary, tuple(found), certified=certified))
    found.sort(key=_place)
    gaps = {}
    for certificate in certificates:
        bound = certificate.claimed_bound if certificate.holds else certificate.reevaluated_bound
        value = levels.get(certificate.name)
        if bound is not None and value is not None:
            gaps[certificate.name] = gap(value, bound, len(view.cycles))
    notes = {"L4.3": cost_note(view), "C22": floors_note(view), "plan": None}
    if plan.summary.get("finished") is False:
        notes["plan"] = "The search for this plan did not end: it is a first plan, and others may be much better."
    return Verdict(
        violations=tuple(found),
        levels=levels,
        certificates=certificates,
        gap=gaps,
        demanded_cycles=len(view.cycles),
        notes={name: note for name, note in notes.items() if note},
    )


def _place(violation: Violation) -> tuple[str, str, str, str]:
    return violation.constraint, violation.table, violation.key, violation.found


def _certificates(view: View, levels: dict[str, float | None], *, legal: bool) -> tuple[CertificateVerdict, ...]:
    if not view.plan.certificates:
        return ()
    from doseline.checking.certificates import evaluate_certificates

    return evaluate_certificates(view, levels, legal=legal)
