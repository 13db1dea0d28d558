"""The door of `classification`: each name leads where it says, and nothing is loaded before it is asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module

import pytest

import classification


@pytest.mark.parametrize("name", classification.__all__)
def test_a_name_is_that_of_its_module(name: str) -> None:
    home = import_module(f"classification.{classification._HOMES[name]}")

    assert getattr(classification, name) is getattr(home, name)
    assert home.__name__ == getattr(home, name).__module__


def test_the_head_the_names_and_their_homes_are_the_same() -> None:
    lines = re.findall(r"^    ([A-Za-z_]+(?:, [A-Za-z_]+)*)  ", classification.__doc__ or "", re.MULTILINE)
    told = [name for line in lines for name in line.split(", ")]

    assert sorted(told) == sorted(classification.__all__) == sorted(classification._HOMES)


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = classification.nothing


def test_the_door_loads_nothing() -> None:
    code = (
        "import sys, classification; print(*sorted(m for m in sys.modules if m.startswith('classification')))"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.split() == ["classification"]
