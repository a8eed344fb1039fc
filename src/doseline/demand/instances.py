"""The named instances."""

from collections.abc import Callable
from dataclasses import dataclass

from doseline.demand.belgium import belgium
from doseline.demand.outage import with_outage
from doseline.demand.synthesis import synthesised
from doseline.errors import UserError
from doseline.network.model import Network

__all__ = ["instance_names", "synthesise"]

_SMALL = "XS-"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """How a named instance is made.

    Attributes
    ----------
    scenarios : names of the sets of overrides, in the order in which they are applied
    change : what overrides cannot say
    """

    scenarios: tuple[str, ...]
    change: Callable[[Network], Network] | None = None


_RECIPES = {
    "BE-low": _Recipe(scenarios=("low",)),
    "BE-base": _Recipe(scenarios=("base",)),
    "BE-high": _Recipe(scenarios=("high",)),
    "BE-tight": _Recipe(scenarios=("tight",)),
    "BE-outage": _Recipe(scenarios=("tight", "outage"), change=with_outage),
}


def instance_names() -> tuple[str, ...]:
    """Return the names of every instance that `synthesise` makes.

    Examples
    --------
    >>> instance_names()[:5]
    ('BE-low', 'BE-base', 'BE-high', 'BE-tight', 'BE-outage')
    """
    return (*_RECIPES, *_small_names())


def synthesise(*, instance: str, seed: int, scale: float = 1.0) -> Network:
    """Make a named instance: a country with synthetic patients, slots and an initial state.

    The same name, seed and scale give the same rows, to the byte, on every machine.

    Parameters
    ----------
    instance : str
        One of `instance_names`.
    seed : int
        Seed of everything random, zero or more.
    scale : float
        Size of the country, 1 by default: 10 makes ten times the patients, places, lines and suppliers. The small
        instances (``XS-``) have one size.

    Returns
    -------
    Network
        Valid, and with pins that can all be kept together.

    Raises
    ------
    UserError
        If the name is unknown, the seed negative or the scale unusable.

    Examples
    --------
    >>> synthesise(instance="XS-01", seed=1).properties.horizon_days
    14
    """
    if instance.startswith(_SMALL):
        return _small(instance, seed, scale)
    recipe = _RECIPES.get(instance)
    if recipe is None:
        raise UserError(
            "There is no instance of this name.",
            given=instance,
            allowed=", ".join(instance_names()),
            remedy="Pass one of these names.",
        )
    return synthesised(
        belgium(), instance=instance, scenarios=recipe.scenarios, seed=seed, scale=scale, change=recipe.change
    )


def _small(instance: str, seed: int, scale: float) -> Network:
    from doseline.demand import exhaustive

    if scale != 1.0:
        raise UserError(
            f"The instance {instance} has one size.", given=scale, allowed="1", remedy="Leave the scale out."
        )
    return exhaustive.build(instance, seed)


def _small_names() -> tuple[str, ...]:
    from doseline.demand import exhaustive

    return tuple(exhaustive.names())
