"""Every example in a docstring runs and shows what the docstring shows."""

import doctest
import importlib
import pkgutil

import pytest

import doseline

MODULES = sorted(module.name for module in pkgutil.walk_packages(doseline.__path__, "doseline."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name):
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.testmod(importlib.import_module(name), optionflags=flags).failed == 0


def test_the_walk_finds_the_package():
    assert {"doseline.errors", "doseline.quantities", "doseline.execution.executor"} <= set(MODULES)
