"""The XS instances as packages: named, repeatable, whole on disk, varied by their seed."""

import pytest

from doseline.demand.exhaustive import build, names
from doseline.errors import UserError
from doseline.network import check_network, read_network, write_network


@pytest.mark.parametrize("name", names())
def test_a_package_is_valid_and_comes_back_from_disk_as_it_was(name, tmp_path):
    for seed in range(3):
        folder = tmp_path / str(seed)
        network = build(name, seed)
        write_network(network, folder)
        assert not check_network(folder)
        assert read_network(folder) == network


@pytest.mark.parametrize("name", names())
def test_the_same_seed_gives_the_same_country_and_another_seed_another(name):
    assert build(name, 4) == build(name, 4)
    assert build(name, 4) != build(name, 5)


def test_an_unknown_name_is_answered_with_the_names():
    with pytest.raises(UserError, match="XS-C09"):
        build("XS-99", 1)


def test_a_negative_seed_is_refused():
    with pytest.raises(UserError, match="seed"):
        build("XS-C09", -1)
