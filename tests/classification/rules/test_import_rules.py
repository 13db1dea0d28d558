"""Every rule of what is read and imported is shown by an input that gives its finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from classification.rules.import_rule import ImportRule, Input
from classification.rules.registry import IMPORT_RULES
from classification.terminology import Terminology
from tests.classification.rules.inputs import findings_of

RUN = [rule for rule in IMPORT_RULES.values() if isinstance(rule.example, Input)]


@pytest.mark.parametrize("rule", RUN, ids=[rule.code for rule in RUN])
def test_the_example_gives_the_finding_with_its_severity(
    rule: ImportRule, tmp_path: Path, bundled: Terminology
) -> None:
    assert isinstance(rule.example, Input)

    findings = findings_of(rule.example, tmp_path, bundled)

    severities = {finding.severity for finding in findings if finding.rule == rule.code}
    assert severities, f"{rule.code} is not among {[str(finding) for finding in findings]}"
    assert severities <= {rule.severity, *rule.also}


@pytest.mark.parametrize("rule", IMPORT_RULES.values(), ids=list(IMPORT_RULES))
def test_a_rule_has_its_words_in_both_languages(rule: ImportRule) -> None:
    sentences = [rule.title, rule.explanation, rule.remedy]
    sentences += [] if isinstance(rule.example, Input) else [rule.example]

    assert [one for one in sentences if not (one.da and one.en and one.da != one.en)] == []
