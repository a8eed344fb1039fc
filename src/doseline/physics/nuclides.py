"""Half-lives and decay branches of one named set of nuclear data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from doseline.errors import UserError
from doseline.evidence import load_table
from doseline.physics.constants import LN2

DEFAULT_DATA: Final = "product_information"
"""177Lu at 6.647 d, as the product information of 177Lu medicines states it; all else NUBASE2020."""

_ANY: Final = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class NuclideData:
    """Half-lives and branches, from one named set.

    Parameters
    ----------
    named_set : str
        Name of the set; it belongs into every report that uses the data.
    half_life_h : mapping of str to float
        Half-life by nuclide; ``inf`` for a stable one.
    branches : mapping of str to mapping of str to float
        Branch fractions by parent, then daughter.
    """

    named_set: str
    half_life_h: Mapping[str, float]
    branches: Mapping[str, Mapping[str, float]]

    def half_life_of(self, nuclide: str) -> float:
        """Return the half-life of `nuclide` in h, or raise `UserError` if the set has none."""
        if nuclide not in self.half_life_h:
            raise UserError(
                f"The nuclear data set {self.named_set} has no half-life of this nuclide.",
                given=nuclide,
                allowed=", ".join(self.half_life_h),
                remedy="Add it with its source (docs/how-to/add-a-nuclide.md).",
            )
        return self.half_life_h[nuclide]

    def decay_constant_of(self, nuclide: str) -> float:
        """Return ln 2 / half-life in 1/h; zero for a stable nuclide."""
        return LN2 / self.half_life_of(nuclide)

    def with_progeny(self, parents: Iterable[str]) -> tuple[str, ...]:
        """Return `parents` and everything they decay to, parents before daughters.

        Raises
        ------
        UserError
            If a nuclide has no half-life, or a radioactive one has no branches.
        """
        after: list[str] = []
        finished: set[str] = set()

        def visit(nuclide: str) -> None:
            if nuclide in finished:
                return
            finished.add(nuclide)
            if self.decay_constant_of(nuclide) > 0 and not self.branches.get(nuclide):
                raise UserError(
                    f"The nuclear data set {self.named_set} does not say what this nuclide decays to.",
                    given=nuclide,
                    allowed=", ".join(self.branches),
                    remedy="Add its branches with their source (docs/how-to/add-a-nuclide.md).",
                )
            for daughter in reversed(list(self.branches.get(nuclide, {}))):
                visit(daughter)
            after.append(nuclide)

        for parent in reversed(list(parents)):
            visit(parent)
        return tuple(reversed(after))


@cache
def load_nuclide_data(named_set: str = DEFAULT_DATA) -> NuclideData:
    """Return the half-lives and branches of `named_set`, read once per process.

    Parameters
    ----------
    named_set : str
        ``product_information`` (default) or ``nubase2020``.

    Raises
    ------
    UserError
        If there is no such set.

    Examples
    --------
    >>> load_nuclide_data().half_life_of("Lu-177"), load_nuclide_data("nubase2020").half_life_of("Lu-177")
    (159.528, 159.4632)
    """
    half_lives = load_table("half_lives")
    known = sorted(set(half_lives.text("named_set")) - {_ANY})
    if named_set not in known:
        raise UserError("There is no such set of nuclear data.", given=named_set, allowed=", ".join(known))
    rows = half_lives.where(named_set=(named_set, _ANY))
    branch_rows = load_table("decay_branches").where(named_set=(named_set, _ANY))
    branches: dict[str, dict[str, float]] = {}
    for parent, daughter, fraction in zip(
        branch_rows.text("parent"), branch_rows.text("daughter"), branch_rows["branch_fraction"].tolist(), strict=True
    ):
        branches.setdefault(parent, {})[daughter] = fraction
    return NuclideData(
        named_set=named_set,
        half_life_h=MappingProxyType(dict(zip(rows.text("nuclide"), rows["half_life_h"].tolist(), strict=True))),
        branches=MappingProxyType({parent: MappingProxyType(to) for parent, to in branches.items()}),
    )


def half_life_h(nuclide: str, named_set: str = DEFAULT_DATA) -> float:
    """Return the half-life of `nuclide` in h from `named_set`.

    Parameters
    ----------
    nuclide : str
        The nuclide.
    named_set : str
        Nuclear data set.

    Examples
    --------
    >>> half_life_h("Lu-177")
    159.528
    """
    return load_nuclide_data(named_set).half_life_of(nuclide)
