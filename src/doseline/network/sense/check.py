"""What a check of sense is: which tables it reads, and the faults it finds in a country made of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from doseline.errors import Fault
from doseline.network.cells import value_text
from doseline.network.model import Network

__all__ = ["Check", "before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check over whole tables.

    Attributes
    ----------
    faults : finds the faults; rows with faults of form are left out and keys may still be unknown, so it passes over
        what names none
    whole : tables, or the descriptor, that must be whole: a row left out of them would be taken for a fault
    cohort : whether it asks for a cohort and its slots, which a static country has not
    told : whether it takes, beside the country, the names of the tables that are not whole
    """

    faults: Callable[..., Iterable[Fault]]
    whole: tuple[str, ...] = ()
    cohort: bool = False
    told: bool = False


def before(network: Network, table: str, earlier: str, later: str, *, equal: bool = False) -> Iterable[Fault]:
    """Report the rows of a table whose column `earlier` does not come before `later`; empty cells are passed over.

    The fault is reported at `later`. `equal` allows the two to be the same.
    """
    allowed = f"{'not before' if equal else 'after'} {earlier}"
    for number, row in enumerate(getattr(network, table), start=1):
        first, second = getattr(row, earlier), getattr(row, later)
        if first is None or second is None or first < second or (equal and first == second):
            continue
        yield Fault(
            table=table,
            row=number,
            column=later,
            given=value_text(second),
            allowed=allowed,
            remedy=f"{earlier} is {value_text(first)}: correct one of the two.",
        )
