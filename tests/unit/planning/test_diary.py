"""The diaries of scanners: who gives way to whom, and that nobody is without a slot for it."""

import random
from itertools import product

import numpy as np
import pytest

from doseline.planning.diary import Diary

STEPS, WEEK = 12, 6
"""Steps of the little grid, and how many of them are a week."""


def diary_of(*choices, left_s=((60, 60),), steps=2):
    diary = Diary(
        left_s=np.array(left_s), week_of_step=np.arange(STEPS) // WEEK, choices=lambda number: choices[number]
    )
    for _ in choices:
        diary.enter(steps=steps, seconds=10)
    return diary


def at(*steps, scanner=0):
    return [(scanner, step) for step in steps]


def test_a_slot_is_taken_once():
    diary = diary_of(at(0), at(0), at(1), at(2))
    assert [diary.take(number, (0, begin)) for number, begin in enumerate((0, 0, 1, 2))] == [True, False, False, True]
    assert diary.slots == [(0, 0), None, None, (0, 2)]


def test_the_hours_of_a_week_are_taken_once():
    diary = diary_of(at(0), at(2), at(6), left_s=((15, 15),))
    assert [diary.take(number, (0, begin)) for number, begin in enumerate((0, 2, 6))] == [True, False, True]


def test_whoever_has_a_promised_slot_gets_the_best_other_one():
    diary = diary_of(at(0, 4), at(0, 2, 6))
    diary.take(1, (0, 0))
    assert diary.keep(0, (0, 0))
    assert diary.slots == [(0, 0), (0, 2)]


def test_a_chain_of_three_gives_way():
    diary = diary_of(at(0), at(0, 2), at(2, 4), at(4, 6))
    for number, begin in ((1, 0), (2, 2), (3, 4)):
        diary.take(number, (0, begin))
    assert diary.keep(0, (0, 0))
    assert diary.slots == at(0, 2, 4, 6)


def test_nobody_gives_way_who_has_nowhere_to_go():
    diary = diary_of(at(0), at(0, 2), at(2))
    for number, begin in ((1, 0), (2, 2)):
        diary.take(number, (0, begin))
    assert not diary.keep(0, (0, 0))
    assert diary.slots == [None, (0, 0), (0, 2)]
    assert not diary.take(0, (0, 0))
    assert diary.take(0, (0, 4))


def test_who_stays_gives_way_to_nobody():
    diary = diary_of(at(0), at(0, 2))
    diary.take(1, (0, 0), stays=True)
    assert not diary.keep(0, (0, 0))
    assert not diary.find(0)
    assert diary.slots == [None, (0, 0)]


def test_one_of_a_full_week_goes_to_the_next():
    diary = diary_of(at(0), at(2), at(4, 8), left_s=((20, 20),))
    for number, begin in ((1, 2), (2, 4)):
        diary.take(number, (0, begin))
    assert diary.keep(0, (0, 0))
    assert diary.slots == at(0, 2, 8)


def test_a_better_slot_is_taken_where_it_is_free():
    diary = diary_of(at(2, 4, 6), at(2))
    diary.take(0, (0, 6))
    diary.take(1, (0, 2))
    diary.improve(0)
    assert diary.slots == at(4, 2)
    diary.improve(0)
    assert diary.slots == at(4, 2)


def test_who_finds_nothing_free_asks_others_to_move():
    diary = diary_of(at(0, 2), at(0))
    assert diary.find(0)
    assert diary.find(1)
    assert diary.slots == at(2, 0)


def legal(diary, left_s, steps):
    taken, hours = set(), np.array(left_s)
    for slot in diary.slots:
        if slot is not None:
            scanner, begin = slot
            cells = {(scanner, step) for step in range(begin, min(begin + steps, STEPS))}
            assert not taken & cells
            taken |= cells
            hours[scanner, begin // WEEK] -= 10
    assert (hours >= 0).all()


def most_at(choices, wanted, left_s, steps):
    """How many can be where they want to be while everybody has a slot, by trying all ways."""
    best = -1
    for slots in product(*choices):
        diary = diary_of(*choices, left_s=left_s, steps=steps)
        if all(diary.take(number, slot) for number, slot in enumerate(slots)):
            best = max(best, sum(slot == wish for slot, wish in zip(slots, wanted, strict=True)))
    return best


@pytest.mark.parametrize("seed", range(150))
def test_as_many_keep_their_slot_as_any_bookings_allow(seed):
    rng = random.Random(f"diary/{seed}")  # noqa: S311 - synthetic bookings, no secret
    n_scanners, steps = rng.randint(1, 2), rng.randint(1, 3)
    left_s = [[rng.choice((10, 20, 60)) for _ in range(2)] for _ in range(n_scanners)]
    every = [(scanner, step) for scanner in range(n_scanners) for step in range(STEPS)]
    choices = [rng.sample(every, rng.randint(1, 5)) for _ in range(rng.randint(2, 5))]
    diary = diary_of(*choices, left_s=left_s, steps=steps)
    if not all(diary.find(number) for number in range(len(choices))):
        assert most_at(choices, [None] * len(choices), left_s, steps) == -1
        return
    wanted = [rng.choice(slots) for slots in choices]
    kept = [diary.keep(number, slot) for number, slot in enumerate(wanted)]
    legal(diary, left_s, steps)
    assert None not in diary.slots
    assert all(diary.slots[number] == wanted[number] for number, does in enumerate(kept) if does)
    # whoever comes first keeps it, so a few may lack to the most; none does where all could
    assert sum(kept) <= most_at(choices, wanted, left_s, steps)
    if most_at(choices, wanted, left_s, steps) == len(choices):
        assert all(kept)
