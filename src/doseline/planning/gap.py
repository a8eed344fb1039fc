"""How far a plan may be from the best one."""

__all__ = ["gap"]


def gap(value: float, bound: float, n_cycles: int) -> float:
    """Gap of a level: ``|value - bound| / max(|bound|, 0.01 n_cycles)``.

    Parameters
    ----------
    value, bound : what a plan reaches, and what no plan passes
    n_cycles : demanded cycles

    Examples
    --------
    >>> gap(98, 100, 200)
    0.02
    """
    return abs(value - bound) / max(abs(bound), 0.01 * n_cycles, 1e-12)
