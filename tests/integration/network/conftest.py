"""A written package to spoil, fresh for each test."""

import os
import shutil

import pytest

from doseline.network import write_network
from tests.support.network import make_network


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """Hundreds of packages are written here, and no test can tell whether the bytes have reached the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def sound_package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "tiny"
    write_network(make_network(), folder)
    return folder


@pytest.fixture
def package(sound_package, tmp_path):
    return shutil.copytree(sound_package, tmp_path / "tiny")
