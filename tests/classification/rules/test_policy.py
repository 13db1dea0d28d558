"""Every rule of imports has its place in the one table of what becomes of a fault, and the pages say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.payload.policy_page import PAGES, with_section
from classification.finding import Finding, Severity
from classification.rules.policy import POLICIES, Policy, policies_of, policy_of
from classification.rules.registry import IMPORT_RULES
from classification.sentence import same

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_every_rule_that_does_not_always_refuse_has_a_policy() -> None:
    missing = [
        code
        for code, rule in IMPORT_RULES.items()
        if {rule.severity, *rule.also} != {Severity.ERROR} and code not in POLICIES
    ]

    assert missing == [], "give it a row in classification/rules/policy.py"


def test_the_table_names_rules_alone() -> None:
    assert [code for code in POLICIES if code not in IMPORT_RULES] == []


def test_a_rule_that_only_refuses_has_no_row() -> None:
    assert [code for code in POLICIES if policies_of(code) == (Policy.REFUSED,)] == []


def test_an_error_refuses_whatever_the_rule_says_of_a_warning() -> None:
    error = Finding("SPK08", Severity.ERROR, same("x"))

    assert policy_of(error) is Policy.REFUSED
    assert policies_of("SPK08") == (Policy.REPAIRED, Policy.REFUSED)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_the_table_says(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")

    assert text == with_section(text, page), "write it with: python -m api.payload.policy_page"
