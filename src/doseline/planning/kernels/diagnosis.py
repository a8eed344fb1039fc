"""What keeps a cycle from being given on a day, in the plan as it stands."""

import numpy as np

from doseline.planning.arrays import BY_COMPETENCE, BY_DEVICE, BY_ROLE, SOURCE_BATCH, SOURCE_LINE, Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.material import material_comes
from doseline.planning.kernels.placement import (
    EVERY_RULE,
    SCANS,
    TRIALS,
    find_spot_under,
    line_option,
    reactor_free,
    supply_free,
)
from doseline.planning.kernels.radioactivity import LICENCE, SITE_RULES, STORE, TANKS
from doseline.planning.kernels.state import State

__all__ = ["BLOCKED_BY", "NO_VIAL_AT_ALL", "blocked_by", "blocked_days"]

BLOCKED_BY = (
    "C06",
    "C03",
    "C04",
    "C07",
    "C09",
    "C11",
    "C10",
    "C12",
    "C05",
    "C14",
    "C15",
    "C16",
    "C13",
    "C19",
    "material",
)
"""Constraint of each bit that `blocked_by` can set; material: the patient's own comes too late for a slot (C06)."""

NO_RULE = np.int64(0)
"""None of those of scans, trials and site."""

FIRST_OF_SITE = 512
ALL_OF_SITE = FIRST_OF_SITE * 7
"""Bit of the first rule of a site, that is its licence, before its tanks and its store; and those of all three."""

NO_VIAL_AT_ALL = -1
"""What it says where no vial can come."""

PLACES, HEADS, HOURS, DEVICES, SHARED, SCANNERS, HELD, MATERIAL = 16, 32, 64, 128, 256, 4096, 8192, 16384
FREED = -10_000
"""Units in use where a rule is left out: there are always enough."""


@kernel
def _fits(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int, rules: int
) -> bool:
    """Whether a cycle would fit with a menu entry if of scans, trials and site only these rules held."""
    first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
    place, _, _ = find_spot_under(arrays, menu, state, cycle, pair, day, sex, first, last, entry, rules)
    return place >= 0


@kernel
def _what_hands(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int, freed: int
) -> int:
    """Which rows keep a cycle out that would fit if all from kind ``freed`` on were free: heads, devices or both.

    Scans, trials and what the site may hold are looked away from.
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
def _fits_with_heads(
    arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, day: int, sex: int, entry: int
) -> bool:
    """Whether a cycle would fit if all heads and devices of its site were free; other rules as in `_what_hands`."""
    base = arrays.pairs[pair].site * arrays.n_hands
    kept = state.staff_used[base : base + arrays.n_hands].copy()
    state.staff_used[base : base + arrays.n_hands] = bare.staff_used[base : base + arrays.n_hands]
    fine = _fits(arrays, menu, state, cycle, pair, day, sex, entry, NO_RULE)
    state.staff_used[base : base + arrays.n_hands] = kept
    return fine


@kernel
def _site_bits(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int, rules: int
) -> int:
    """Bits of the rules of a site without which a cycle would fit; 0: it would not, even without all of them.

    ``rules`` are those of scans and trials that hold.
    """
    if not _fits(arrays, menu, state, cycle, pair, day, sex, entry, rules):
        return 0
    bits = 0
    if _fits(arrays, menu, state, cycle, pair, day, sex, entry, rules | TANKS | STORE):
        bits |= FIRST_OF_SITE
    if _fits(arrays, menu, state, cycle, pair, day, sex, entry, rules | LICENCE | STORE):
        bits |= FIRST_OF_SITE * 2
    if _fits(arrays, menu, state, cycle, pair, day, sex, entry, rules | LICENCE | TANKS):
        bits |= FIRST_OF_SITE * 4
    if bits == 0:
        # it takes two of them away
        bits = ALL_OF_SITE
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
def _rule_bits(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int) -> int:
    """Bits of the rules of scans, trials and site that keep a cycle out; 0: they do not, or not they alone."""
    scanned, measured = _scanned(arrays, pair), _measured(arrays)
    if not (scanned or measured or arrays.trials_matter):
        return 0
    if not _fits(arrays, menu, state, cycle, pair, day, sex, entry, NO_RULE):
        return 0
    bits = 0
    if scanned and _fits(arrays, menu, state, cycle, pair, day, sex, entry, TRIALS | SITE_RULES):
        bits |= SCANNERS
    if arrays.trials_matter and _fits(arrays, menu, state, cycle, pair, day, sex, entry, SCANS | SITE_RULES):
        bits |= HELD
    if measured:
        bits |= _site_bits(arrays, menu, state, cycle, pair, day, sex, entry, SCANS | TRIALS)
    if bits:
        return bits
    # it takes several of them away: those that would keep it out by themselves
    if not _fits(arrays, menu, state, cycle, pair, day, sex, entry, SCANS):
        bits |= SCANNERS
    if not _fits(arrays, menu, state, cycle, pair, day, sex, entry, TRIALS):
        bits |= HELD
    if not _fits(arrays, menu, state, cycle, pair, day, sex, entry, SITE_RULES):
        bits |= _site_bits(arrays, menu, state, cycle, pair, day, sex, entry, NO_RULE)
    if bits == 0:
        bits = (SCANNERS if scanned else 0) | (HELD if arrays.trials_matter else 0)
        bits |= ALL_OF_SITE if measured else 0
    return bits


@kernel
def _lacking(
    arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, day: int, sex: int, entry: int
) -> int:
    """Bits of what keeps a cycle out that the vial of a menu entry could reach; 0: it would fit."""
    if _fits(arrays, menu, state, cycle, pair, day, sex, entry, EVERY_RULE):
        return 0
    bits = _rule_bits(arrays, menu, state, cycle, pair, day, sex, entry)
    if bits:
        return bits
    if not _fits(arrays, menu, bare, cycle, pair, day, sex, entry, NO_RULE):
        # nobody is on duty, or heads are but without the competence, or there is no device
        return _what_hands(arrays, menu, bare, cycle, pair, day, sex, entry, BY_COMPETENCE) or HOURS
    if not _fits_with_heads(arrays, menu, state, bare, cycle, pair, day, sex, entry):
        return PLACES
    return _what_hands(arrays, menu, state, cycle, pair, day, sex, entry, BY_ROLE) or HEADS


@kernel
def blocked_by(arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, day: int, sex: int) -> int:
    """Bits of what binds for a cycle on a day; 0: it would fit, -1: no vial can come at all.

    ``bare`` is the state without any administration: what does not fit even there is a matter of hours and covers.
    """
    first, last = menu.ptr[pair * arrays.n_days + day], menu.ptr[pair * arrays.n_days + day + 1]
    if first == last:
        return NO_VIAL_AT_ALL
    bits = 0
    supplied = False
    for entry in range(first, last):
        if not material_comes(arrays, menu, state, cycle, entry):
            bits |= MATERIAL
        elif supply_free(arrays, menu, state, entry):
            supplied = True
            lacking = _lacking(arrays, menu, state, bare, cycle, pair, day, sex, entry)
            if lacking == 0:
                return 0
            bits |= lacking
    if supplied:
        return bits
    for entry in range(first, last):
        if not material_comes(arrays, menu, state, cycle, entry):
            continue
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
