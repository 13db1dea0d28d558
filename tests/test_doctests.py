"""Examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import classification
import loaders

MODULES = [
    found.name
    for package in (classification, loaders)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
