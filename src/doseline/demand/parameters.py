"""Look-up of the figures that the cohort is drawn from: a product's or region's own row goes before the `*` row."""

from collections.abc import Iterable

from doseline.errors import UserError
from doseline.journey import DemandParameter

__all__ = ["Parameters"]


class Parameters:
    """The rows of ``demand_parameters`` by name and scope.

    Parameters
    ----------
    rows : iterable of DemandParameter
        The table.
    """

    def __init__(self, rows: Iterable[DemandParameter]) -> None:
        self._value = {(row.parameter, row.scope): row.value for row in rows}

    def value(self, parameter: str, scope: str = "*", *, default: float | None = None) -> float:
        """Return the value of `parameter` for `scope`, else for `*`, else `default`.

        Raises
        ------
        UserError
            If no row and no default gives it.
        """
        for key in ((parameter, scope), (parameter, "*")):
            if key in self._value:
                return self._value[key]
        if default is None:
            raise UserError(
                f"The cohort cannot be drawn: demand_parameters has no row for {parameter}.",
                given=f"scope {scope}",
                allowed=f"a row with parameter {parameter} and scope {scope} or *",
                remedy="Add the row, with its source, to demand_parameters.csv.",
            )
        return default

    def has(self, parameter: str, scope: str) -> bool:
        """Tell whether `scope` itself has a row for `parameter`."""
        return (parameter, scope) in self._value
