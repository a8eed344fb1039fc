"""Tuples pass to kernels by their address, and what one kernel writes the caller finds."""

from typing import NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError
from numpy.typing import NDArray

from doseline.planning.kernels.compiling import kernel


class Shelf(NamedTuple):
    days: int
    full: bool
    activity_mbq: NDArray[np.float64]
    vials: NDArray[np.int64]


def shelf() -> Shelf:
    return Shelf(3, True, np.array([[7400.0, 6700.0], [6000.0, 5400.0]]), np.array([4, 5, 6]))


@kernel
def _put(shelf: Shelf, other: Shelf, at: int) -> int:
    shelf.vials[at] += other.vials.shape[0] * other.days
    return shelf.vials[at] if other.full else -1


@kernel
def put_twice(shelf: Shelf, other: Shelf, at: int) -> float:
    first = _put(shelf, other, at)
    second = _put(shelf, other, at)
    return shelf.activity_mbq[1, 0] + other.activity_mbq[0, 1] + 10_000 * first + 100_000_000 * second


@kernel
def unknown(shelf: Shelf) -> int:
    return shelf.bottles


@kernel
def first_vial(shelf: Shelf) -> int:
    return shelf.vials[0]


def test_fields_of_two_lent_tuples_are_their_own_and_writes_reach_the_caller():
    one, two = shelf(), Shelf(2, True, np.array([[1.0, 2.0]]), np.array([0, 0, 0, 0, 0]))
    assert put_twice(one, two, 1) == 6000.0 + 2.0 + 10_000 * 15 + 100_000_000 * 25
    assert one.vials.tolist() == [4, 25, 6]
    assert two.vials.tolist() == [0] * 5


def test_a_kernel_for_kernels_can_be_called_from_python_itself():
    one = shelf()
    assert _put(one, one._replace(full=False), 0) == -1
    assert one.vials.tolist() == [13, 5, 6]


def test_arrays_outlive_the_kernels_that_they_were_lent_to():
    for _ in range(1000):
        one = shelf()
        put_twice(one, one, 2)
        vials = one.vials
        del one
        assert vials.tolist() == [4, 5, 24]


def test_a_field_that_is_not_there_is_named_when_the_kernel_is_compiled():
    with pytest.raises(TypingError, match="bottles"):
        unknown(shelf())


def test_tuples_of_one_class_may_hold_arrays_of_several_types():
    one, every_second = shelf(), shelf()._replace(vials=np.arange(10)[1::2])
    short = shelf()._replace(vials=np.array([8, 9], dtype=np.int16))
    for _ in range(2):
        assert [first_vial(each) for each in (one, every_second, short, one)] == [4, 1, 8, 4]


def test_arrays_of_more_dimensions_than_a_lent_tuple_has_room_for_are_refused():
    with pytest.raises(TypingError, match="dimensions"):
        first_vial(shelf()._replace(activity_mbq=np.zeros((1,) * 6)))
