"""The core knows no files, network, clock, processes or chance: only what the standard library computes."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import classification

ROOT = Path(classification.__file__).parent
WORLD = frozenset(
    [
        "asyncio",
        "concurrent",
        "ctypes",
        "fcntl",
        "ftplib",
        "getpass",
        "glob",
        "http",
        "imaplib",
        "io",
        "locale",
        "logging",
        "mmap",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "random",
        "secrets",
        "select",
        "selectors",
        "shelve",
        "shutil",
        "signal",
        "smtplib",
        "socket",
        "socketserver",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "tty",
        "uuid",
        "webbrowser",
    ]
)
"""Modules of the standard library through which a program meets the world."""
CLOCKS = frozenset({("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")})
MODULES = sorted(ROOT.rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "."


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_a_module_imports_what_is_pure_and_asks_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    for line, name in imports(tree):
        top, *_ = name.split(".")
        pure = top in sys.stdlib_module_names and top not in WORLD
        assert pure or top == "classification" or name == "urllib.parse", f"{path}:{line} imports {name}"
        assert top != "urllib" or name == "urllib.parse", f"{path}:{line} imports {name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        assert not (isinstance(called, ast.Name) and called.id in ("open", "input", "print")), (
            f"{path}:{node.lineno}"
        )
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            assert (called.value.id, called.attr) not in CLOCKS, f"{path}:{node.lineno} asks the clock"
