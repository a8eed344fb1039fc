"""radioactivedecay (Malins and Lemoine, J. Open Source Software 7 (71) (2022) 3318) as oracle, on its own data.

Its half-lives and branches are injected into our chains, so that only the methods differ; its high-precision mode is
the standard, because its double-precision mode cancels early in an ingrowth.
"""

import numpy as np
import pytest
import radioactivedecay as rd

from doseline.operations.benchmarks.chains import chain_benchmark, chain_of_peer

PARENTS = ["Yb-177", "Lu-177m", "Ra-223", "Ac-225", "Th-229", "I-131", "Ge-68", "Mo-99", "Pb-212", "Cu-64"]


@pytest.mark.parametrize("parent", PARENTS)
def test_chains_agree_to_nine_digits(parent):
    chain = chain_of_peer(rd, parent)
    exact = rd.InventoryHP({parent: 10.0}, "MBq")
    for elapsed_h in (0.02, 200.0):
        theirs = exact.decay(elapsed_h, "h").activities("MBq")
        ours = chain.activity_mbq({parent: 10.0}, elapsed_h)
        for nuclide, activity_mbq in zip(chain.nuclides, ours, strict=True):
            assert activity_mbq == pytest.approx(float(theirs[nuclide]), rel=1e-9, abs=1e-200)


def test_several_nuclides_at_the_start():
    start = {"Ac-225": 10.0, "Fr-221": 3.0, "Bi-213": 500.0, "Pb-209": 1.0}
    chain = chain_of_peer(rd, "Ac-225")
    theirs = rd.InventoryHP(start, "MBq").decay(1.5, "h").activities("MBq")
    for nuclide, activity_mbq in zip(chain.nuclides, chain.activity_mbq(start, 1.5), strict=True):
        assert activity_mbq == pytest.approx(float(theirs[nuclide]), rel=1e-9)


def test_the_benchmark_compares_ten_nuclides_and_is_exact():
    entry = chain_benchmark(2_000, n_peer_instants=3, n_compared_instants=2)
    assert entry["n_nuclides"] == 10
    assert entry["max_relative_difference"] < 1e-9
    assert np.isfinite(entry["ratio"])
