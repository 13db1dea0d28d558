"""Every code that is raised has a rule, every rule is raised, and the pages of docs/ agree with the rules.

How a code is raised is read from the source: it is written as a string, in the call that makes the finding.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from api.payload.explaining import rules_page
from classification.finding import Severity
from classification.rules.family import SHELVES
from classification.rules.import_rule import ImportRule
from classification.rules.registry import (
    CHECK_RULES,
    IMPORT_RULES,
    LINT_RULES,
    MAP_RULES,
    every_rule,
    find_rule,
)
from vocabularies import PROFILES

ROOT: Final = Path(__file__).resolve().parents[3]
CODE: Final = re.compile(r"SP[A-Z]?\d{2,3}")
OWN: Final = re.compile(r"SP59\d")
"""The codes that profiles may use for rules of their own."""
SAID_IN_A_CALL: Final = {"error": "error", "warning": "warning", "information": "information"}
PAGES: Final = (
    *sorted((ROOT / "docs" / "formats").glob("*.md")),
    ROOT / "docs/import.md",
    ROOT / "docs/profiles.md",
)


def table_of(code: str) -> str:
    """The file in which the rule is to be written."""
    names = SHELVES[code[:3]].modules if code[:3] in SHELVES else ("family",)
    return " or ".join(f"classification/rules/{name.replace('.', '/')}.py" for name in names)


@cache
def sources() -> dict[Path, ast.Module]:
    """Every module that may raise a finding."""
    paths = (
        path for package in ("classification", "loaders", "api") for path in (ROOT / package).rglob("*.py")
    )
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if not path.is_relative_to(ROOT / "classification" / "rules")
    }


@cache
def raised() -> dict[str, str]:
    """Every code that stands in a module or in a shipped profile, with the place of one."""
    in_profiles = {
        code: str(path.relative_to(ROOT))
        for path in sorted(PROFILES.glob("*.toml"))
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    return in_profiles | {
        node.value: f"{path}:{node.lineno}"
        for path, module in sources().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def severities() -> Iterator[tuple[str, str, str]]:
    """Code, severity and place of each call that names both: `notes.error("SPT01", …)`, `Finding("SPT01", …)`."""
    for path, module in sources().items():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call):
                continue
            codes = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and CODE.fullmatch(arg.value)
            ]
            named = [
                arg.attr.lower()
                for arg in node.args
                if isinstance(arg, ast.Attribute)
                and isinstance(arg.value, ast.Name)
                and arg.value.id == "Severity"
            ]
            if isinstance(node.func, ast.Attribute):
                named += filter(None, [SAID_IN_A_CALL.get(node.func.attr)])
            for code in codes:
                yield from ((code, severity, f"{path}:{node.lineno}") for severity in named)


def severities_of(code: str) -> set[str]:
    """The severities that a rule may have."""
    rule = every_rule()[code]
    return {str(one) for one in (rule.severity, *(rule.also if isinstance(rule, ImportRule) else ()))}


def test_every_code_that_is_raised_has_a_rule() -> None:
    missing = [
        f"{code}, raised in {place}: write it in {table_of(code)}"
        for code, place in sorted(raised().items())
        if find_rule(code) is None and not OWN.fullmatch(code)
    ]

    assert missing == []


def test_every_rule_is_raised_somewhere() -> None:
    unused = [f"{code}: take it out of {table_of(code)}" for code in every_rule() if code not in raised()]

    assert unused == []


def test_a_finding_has_a_severity_of_its_rule() -> None:
    wrong = [
        f"{code} is {severity} in {place}: say so in {table_of(code)}"
        for code, severity, place in severities()
        if code in IMPORT_RULES and severity not in severities_of(code)
    ]

    assert wrong == []


def test_a_rule_has_no_severity_that_no_call_gives() -> None:
    """Where every call names the severity, none is left over in the rule."""
    given: dict[str, set[str]] = {}
    for code, severity, _ in severities():
        given.setdefault(code, set()).add(severity)
    spare = [
        f"{code} is never {severity}: correct {table_of(code)}"
        for code in IMPORT_RULES
        if code in given and not code.startswith("SPV")  # an import makes warnings of them
        for severity in severities_of(code) - given[code]
    ]

    assert spare == []


def test_each_rule_stands_in_the_table_of_its_family() -> None:
    for code, rule in every_rule().items():
        assert rule.code == code
        assert rule.family is SHELVES[code[:3]].family


def test_every_family_has_a_page() -> None:
    assert [shelf.page for shelf in SHELVES.values() if not (ROOT / "docs" / shelf.page).is_file()] == []


def test_docs_rules_is_made_of_the_rules() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")

    assert page == rules_page(), "write it with: python -m api.payload.explaining > docs/rules.md"
    assert [code for code in every_rule() if f"| {code} |" not in page] == []


def rows(page: Path) -> Iterator[tuple[int, list[str], str]]:
    """The rows of tables that begin with codes: line, codes, severity (where there is a column for it)."""
    has_severity = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            continue
        first, second = [cell.strip() for cell in line.split("|")[1:3]]
        if not CODE.match(first):
            has_severity = second == "severity" if not set(first) <= set("-:") else has_severity
            continue
        yield number, _codes(first), second if has_severity else ""


def _codes(cell: str) -> list[str]:
    """The codes that a cell names: SPR01, or SPR01, SPR02, or SPR01–SPR03."""
    codes = []
    for first, last in re.findall(rf"({CODE.pattern})(?:(?:–| to )({CODE.pattern}))?", cell):
        numbers = range(int(first[3:]), int((last or first)[3:]) + 1)
        codes += [f"{first[:3]}{number:02}" for number in numbers]
    return codes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_table_of_docs_agrees_with_the_rules(page: Path) -> None:
    wrong = []
    for line, codes, severity in rows(page):
        for code in codes:
            if find_rule(code) is None:
                wrong.append(
                    f"docs/{page.name}:{line}: {code} is no rule; {table_of(code)} has those that are"
                )
            elif severity and not severities_of(code) & set(re.findall("|".join(Severity), severity)):
                wrong.append(f"docs/{page.name}:{line}: {code} is {severities_of(code)} in {table_of(code)}")

    assert wrong == []


def test_a_check_imports_no_rules_of_imports() -> None:
    """A check of one object needs the words of one or two rules; it is not to wait for those of all formats."""
    script = (
        "import sys\nfrom classification.rules.registry import CHECK_RULES\nCHECK_RULES['SP301']\n"
        "print([name for name in sys.modules if name.startswith('classification.rules.imports')"
        " or name in ('classification.rules.lint', 'classification.rules.import_rule')])"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_rule_belongs_to_one_tool() -> None:
    assert len(every_rule()) == len(CHECK_RULES) + len(LINT_RULES) + len(MAP_RULES) + len(IMPORT_RULES)
