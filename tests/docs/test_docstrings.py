"""Every example in a docstring runs and shows what the docstring shows."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import doseline

MODULES = sorted(module.name for module in pkgutil.walk_packages(doseline.__path__, "doseline."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name):
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.testmod(importlib.import_module(name), optionflags=flags).failed == 0


FACES = [name for name in MODULES if name.count(".") == 1 and getattr(importlib.import_module(name), "__all__", ())]


@pytest.mark.parametrize("name", FACES)
def test_functions_on_the_face_of_a_package_say_what_they_take(name):
    face = importlib.import_module(name)
    functions = [found for found in (getattr(face, public) for public in face.__all__) if inspect.isfunction(found)]
    silent = [
        function.__name__
        for function in functions
        if inspect.signature(function).parameters and "Parameters\n" not in (function.__doc__ or "")
    ]
    assert silent == []


def test_the_walk_finds_the_package():
    assert {"doseline.errors", "doseline.quantities", "doseline.execution.executor"} <= set(MODULES)
