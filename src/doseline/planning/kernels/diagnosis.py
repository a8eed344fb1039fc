"""What keeps a cycle from being given on a day, in the plan as it stands."""

import numpy as np

from doseline.planning.arrays import BY_COMPETENCE, BY_DEVICE, BY_ROLE, SOURCE_BATCH, SOURCE_LINE, Arrays, Menu
from doseline.planning.kernels.borrowing import borrowed
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.placement import (
    SCANS,
    TRIALS,
    find_spot_under,
    line_option,
    reactor_free,
    supply_free,
)
from doseline.planning.kernels.radioactivity import NOTHING_BQ
from doseline.planning.kernels.state import State

__all__ = ["BLOCKED_BY", "NO_VIAL_AT_ALL", "blocked_by", "blocked_days"]

BLOCKED_BY = ("C06", "C03", "C04", "C07", "C09", "C11", "C10", "C12", "C05", "C14", "C15", "C16", "C13", "C19")
"""Constraint of each bit that `blocked_by` can set."""

LICENCE, TANKS, STORE = np.int64(1), np.int64(2), np.int64(4)
STAFF = np.int64(8)
RULES = (LICENCE, TANKS, STORE)
RADIOACTIVITY = LICENCE | TANKS | STORE
FIRST_OF_SITE = 512
"""Bit of the first of the three."""

NO_RULE = np.int64(0)
EVERY_RULE = SCANS | TRIALS
"""Of scans and trials."""

NO_VIAL_AT_ALL = -1
"""What it says where no vial can come."""

PLACES, HEADS, HOURS, DEVICES, SHARED, SCANNERS, HELD = 16, 32, 64, 128, 256, 4096, 8192
FREED = -10_000
"""Units in use where a rule is left out: there are always enough."""


@kernel
def _loosened(state: State, bare: State, rules: int) -> State:
    """A plan as it stands, but without some rules: with heads enough, or whatever its sites hold."""
    peak, bags, line_count, staff_used = state.peak, state.bags, state.line_count, state.staff_used
    if rules & LICENCE:
        peak = np.full_like(peak, NOTHING_BQ)
    if rules & STORE:
        bags = np.full_like(bags, -1)
    if rules & TANKS:
        line_count = np.full_like(line_count, -1)
    if rules & STAFF:
        staff_used = bare.staff_used
    return State(
        state.cycles,
        state.place_used,
        staff_used,
        state.scanner_used,
        state.scanner_used_s,
        state.booking,
        state.sources,
        state.reactor_used,
        state.process_used,
        state.departures,
        state.tail_used,
        state.course_tail,
        state.tail_over,
        state.place_day,
        state.admitted,
        state.drawn,
        state.list_next,
        state.list_previous,
        peak,
        state.residue,
        state.step_bq,
        state.step_known,
        state.held_first,
        state.held_next,
        state.held_previous,
        state.held_pair,
        bags,
        state.flows,
        state.line_cycles,
        line_count,
        state.line_over,
        state.site_marks,
        state.journal,
        state.journal_cycle,
        state.counted,
        state.move,
    )


@kernel
def _fits(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int, rules: int
) -> bool:
    """Whether a cycle would fit with a menu entry if of scans and trials only these rules held."""
    first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
    place, _, _ = find_spot_under(arrays, menu, state, cycle, pair, day, sex, first, last, entry, rules)
    return place >= 0


@kernel
def _what_hands(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int, freed: int
) -> int:
    """Which rows keep a cycle out that would fit if all from kind ``freed`` on were free: heads, devices or both.

    Scans and trials are looked away from.
    """
    base = arrays.pairs[pair].site * arrays.n_hands
    rules = arrays.hand_rule[base : base + arrays.n_hands]
    used = state.staff_used
    kept = used[base : base + arrays.n_hands].copy()
    if rules.max() == BY_ROLE:
        return HEADS if freed == BY_ROLE else 0
    found = 0
    for bit in (DEVICES, HEADS):
        for row in range(arrays.n_hands):
            if rules[row] >= freed and (rules[row] == BY_DEVICE) == (bit == DEVICES):
                used[base + row, :] = FREED
        fine = _fits(arrays, menu, state, cycle, pair, day, sex, entry, NO_RULE)
        used[base : base + arrays.n_hands] = kept
        if fine:
            found |= bit
    if found:
        return found
    for row in range(arrays.n_hands):
        if rules[row] >= freed:
            used[base + row, :] = FREED
    fine = _fits(arrays, menu, state, cycle, pair, day, sex, entry, NO_RULE)
    used[base : base + arrays.n_hands] = kept
    return DEVICES | HEADS if fine else 0


@kernel
def _site_bits(
    arrays: Arrays,
    menu: Menu,
    state: State,
    bare: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    entry: int,
    rules: int,
) -> int:
    """Bits of the rules of radioactivity without which a cycle would fit; 0: it would not, even without all of them."""
    if not _fits(arrays, menu, _loosened(state, bare, RADIOACTIVITY), cycle, pair, day, sex, entry, rules):
        return 0
    bits = 0
    for at in range(3):
        if _fits(arrays, menu, _loosened(state, bare, RULES[at]), cycle, pair, day, sex, entry, rules):
            bits |= FIRST_OF_SITE << at
    if bits == 0:
        # it takes two of them away
        bits = FIRST_OF_SITE * RADIOACTIVITY
    return bits


@kernel
def _measured(arrays: Arrays) -> bool:
    """Whether any rule of radioactivity could hinder anybody."""
    return arrays.licences.shape[0] + arrays.tank_lines.shape[0] + arrays.store_bags.shape[0] > 0


@kernel
def _scanned(arrays: Arrays, pair: int) -> bool:
    """Whether a scan must follow an administration."""
    row = arrays.pairs[pair].site * arrays.n_products + arrays.pairs[pair].product
    return arrays.scan_ptr[row + 1] > arrays.scan_ptr[row]


@kernel
def _rule_bits(
    arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, day: int, sex: int, entry: int
) -> int:
    """Bits of the rules of scans, trials and radioactivity that keep a cycle out; 0: they do not, or not they alone."""
    scanned, measured = _scanned(arrays, pair), _measured(arrays)
    if not (scanned or measured or arrays.trials_matter):
        return 0
    loose = _loosened(state, bare, RADIOACTIVITY)
    if not _fits(arrays, menu, loose, cycle, pair, day, sex, entry, NO_RULE):
        return 0
    bits = 0
    if scanned and _fits(arrays, menu, state, cycle, pair, day, sex, entry, TRIALS):
        bits |= SCANNERS
    if arrays.trials_matter and _fits(arrays, menu, state, cycle, pair, day, sex, entry, SCANS):
        bits |= HELD
    if measured:
        bits |= _site_bits(arrays, menu, state, bare, cycle, pair, day, sex, entry, EVERY_RULE)
    if bits:
        return bits
    # it takes several of them away: those that would keep it out by themselves
    if not _fits(arrays, menu, loose, cycle, pair, day, sex, entry, SCANS):
        bits |= SCANNERS
    if not _fits(arrays, menu, loose, cycle, pair, day, sex, entry, TRIALS):
        bits |= HELD
    if not _fits(arrays, menu, state, cycle, pair, day, sex, entry, NO_RULE):
        bits |= _site_bits(arrays, menu, state, bare, cycle, pair, day, sex, entry, NO_RULE)
    if bits == 0:
        bits = (SCANNERS if scanned else 0) | (HELD if arrays.trials_matter else 0)
        bits |= FIRST_OF_SITE * RADIOACTIVITY if measured else 0
    return bits


@kernel
def _lacking(
    arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, day: int, sex: int, entry: int
) -> int:
    """Bits of what keeps a cycle out that the vial of a menu entry could reach; 0: it would fit."""
    if _fits(arrays, menu, state, cycle, pair, day, sex, entry, EVERY_RULE):
        return 0
    bits = _rule_bits(arrays, menu, state, bare, cycle, pair, day, sex, entry)
    if bits:
        return bits
    if not _fits(arrays, menu, _loosened(bare, bare, RADIOACTIVITY), cycle, pair, day, sex, entry, NO_RULE):
        # nobody is on duty, or heads are but without the competence, or there is no device
        return _what_hands(arrays, menu, bare, cycle, pair, day, sex, entry, BY_COMPETENCE) or HOURS
    if not _fits(arrays, menu, _loosened(state, bare, STAFF | RADIOACTIVITY), cycle, pair, day, sex, entry, NO_RULE):
        return PLACES
    return _what_hands(arrays, menu, state, cycle, pair, day, sex, entry, BY_ROLE) or HEADS


@kernel
def blocked_by(arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, day: int, sex: int) -> int:
    """Bits of what binds for a cycle on a day; 0: it would fit, -1: no vial can come at all.

    ``bare`` is the state without any administration: what does not fit even there is a matter of hours and covers.
    """
    arrays, menu, state = borrowed(arrays), borrowed(menu), borrowed(state)
    bare = borrowed(bare)
    first, last = menu.ptr[pair * arrays.n_days + day], menu.ptr[pair * arrays.n_days + day + 1]
    if first == last:
        return NO_VIAL_AT_ALL
    bits = 0
    supplied = False
    for entry in range(first, last):
        if supply_free(arrays, menu, state, entry):
            supplied = True
            lacking = _lacking(arrays, menu, state, bare, cycle, pair, day, sex, entry)
            if lacking == 0:
                return 0
            bits |= lacking
    if supplied:
        return bits
    for entry in range(first, last):
        source = arrays.routes[menu.entries[entry].route].source
        kind = arrays.sources[source].kind
        if kind == SOURCE_LINE:
            needed = state.sources[source].mbq + menu.entries[entry].at_calibration_mbq
            if needed > arrays.sources[source].usable:
                bits |= 2
            elif line_option(arrays, state, source, needed) < 0:
                bits |= SHARED if reactor_free(arrays, state, source, needed) else 4
            else:
                bits |= 8
        elif kind == SOURCE_BATCH:
            over = state.sources[source].mbq + menu.entries[entry].at_calibration_mbq > arrays.sources[source].usable
            bits |= 2 if over else 8
        else:
            bits |= 1 if state.sources[source].count >= arrays.sources[source].quantity else 8
    return bits


@kernel
def blocked_days(
    arrays: Arrays,
    menu: Menu,
    state: State,
    bare: State,
    cycle: int,
    pair: int,
    first_day: int,
    sex: int,
    blocked: np.ndarray,
) -> None:
    """Writes what `blocked_by` says of so many days from the first into ``blocked``, shape (n_days,)."""
    for at in range(blocked.shape[0]):
        blocked[at] = blocked_by(arrays, menu, state, bare, cycle, pair, first_day + at, sex)
