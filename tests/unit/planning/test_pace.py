"""The pace of a run is written and read without loss, and what is no pace is refused."""

from concurrent.futures import Future

import pytest

from doseline.errors import UserError
from doseline.planning.pace import SLICES, ByPace, ByWork, Pace, Round, Stretch

PACE = Pace(
    rounds=(
        Round(first=(Stretch(0, 8), Stretch(13, 8)), second=None, followed=True),
        Round(first=(Stretch(20, 8),), second=Stretch(21, 7), followed=False),
        Round(first=(Stretch(999, 0),), second=None, followed=False),
    ),
    planned=120,
    done=118,
)


def test_a_pace_is_read_as_it_was_written():
    assert str(PACE) == "0x8+13x8/-g 20x8/21x7 999x0/- f120/118"
    assert Pace.read(str(PACE)) == PACE
    nothing = Pace(rounds=(), planned=17, done=0)
    assert Pace.read(str(nothing)) == nothing


@pytest.mark.parametrize(
    "text", ["", "f1", "0x8/-", "0x8 f1/1", "0x8/- f-1/1", "0x8/-  f1/1", "x8/- f1/1", "0x8/-h f1/1"]
)
def test_what_is_no_pace_is_refused(text):
    with pytest.raises(UserError, match="not the pace"):
        Pace.read(text)


def test_a_run_by_pace_has_the_rounds_of_that_pace():
    pacer = ByPace(PACE)
    assert [pacer.goes_on(number) for number in range(4)] == [True, True, True, False]
    assert [tuple(pacer.first(number, None, 1)) for number in range(3)] == [one.first for one in PACE.rounds]
    assert pacer.second(1) == Stretch(21, 7)
    assert [pacer.follows(number) for number in range(3)] == [True, False, False]
    assert [pacer.proves(number) for number in range(3)] == [True, False, True]


def test_a_run_by_work_searches_longer_beside_a_program_and_cools_by_what_it_searched():
    pacer = ByWork(rounds=6, beside=4)
    program: Future[None] = Future()
    found = []
    for number in range(7):
        if not pacer.goes_on(number):
            break
        found += pacer.first(number, program if number < 2 else None, (4, 2, 1)[min(number, 2)])
    assert found == [
        Stretch(0, 4 * SLICES),
        Stretch(400, 2 * SLICES),
        Stretch(600, SLICES),
        Stretch(700, SLICES),
        Stretch(800, SLICES),
        Stretch(900, SLICES),
    ]
