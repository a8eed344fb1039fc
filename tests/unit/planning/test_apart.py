"""Kernels that stay apart are called by their address, once they are ready."""

from typing import NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError
from numpy.typing import NDArray

from doseline.planning.kernels import apart as module
from doseline.planning.kernels.apart import apart, ready
from doseline.planning.kernels.compiling import kernel


class Shelf(NamedTuple):
    vials: NDArray[np.int64]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels of these tests are ready, or not, whatever others are."""
    monkeypatch.setattr(module, "_LENT", {})
    monkeypatch.setattr(module, "_WAITING", [])


def test_a_kernel_that_stays_apart_does_for_kernels_what_it_does_for_python():
    @apart(cost=np.float64)
    def best(shelf: Shelf, cost: np.ndarray, at: int) -> tuple[int, int]:
        shelf.vials[at] += 1
        return shelf.vials[at], np.int64(10 * cost[at])

    @kernel
    def caller(shelf: Shelf, at: int) -> int:
        vials, tenths = best(shelf, np.array([0.5, 1.5]), at)
        return 100 * vials + tenths

    shelf = Shelf(np.array([1, 2]))
    ready(shelf)
    assert caller(shelf, 1) == 315
    assert best(shelf, np.array([0.5, 1.5]), 0) == (2, 5)
    assert shelf.vials.tolist() == [2, 3]


def test_what_a_kernel_that_stays_apart_raises_reaches_the_caller():
    @apart()
    def refuse(shelf: Shelf, at: int) -> None:
        if at > 0:
            raise ValueError("the shelf is full")

    @kernel
    def caller(shelf: Shelf, at: int) -> int:
        refuse(shelf, at)
        return at

    ready(Shelf(np.array([1])))
    assert caller(Shelf(np.array([1])), 0) == 0
    with pytest.raises(ValueError, match="the shelf is full"):
        caller(Shelf(np.array([1])), 1)


def test_a_kernel_that_is_not_ready_says_so_instead_of_jumping_nowhere():
    @apart()
    def late(shelf: Shelf) -> int:
        return shelf.vials[0]

    @kernel
    def caller(shelf: Shelf) -> int:
        return late(shelf)

    shelf = Shelf(np.array([7]))
    ready(shelf)
    cell = module._LENT  # a kernel that is defined later waits until the next one is made ready
    assert cell

    @apart()
    def later(shelf: Shelf) -> int:
        return 2 * shelf.vials[0]

    @kernel
    def calls_later(shelf: Shelf) -> int:
        return later(shelf)

    assert caller(shelf) == 7
    with pytest.raises(RuntimeError, match="later is not ready"):
        calls_later(shelf)
    ready(shelf)
    assert calls_later(shelf) == 14


def test_tuples_of_another_type_are_refused():
    ready(Shelf(np.array([1])))
    with pytest.raises(TypeError, match="ready for arguments"):
        ready(Shelf(np.array([1], dtype=np.int16)))


def test_a_wrong_number_of_arguments_is_named_when_the_caller_is_compiled():
    @apart()
    def one_number(shelf: Shelf, at: int) -> int:
        return shelf.vials[at]

    @kernel
    def caller(shelf: Shelf) -> int:
        return one_number(shelf)  # type: ignore[call-arg]

    ready(Shelf(np.array([1])))
    with pytest.raises(TypingError, match="2 arguments"):
        caller(Shelf(np.array([1])))
