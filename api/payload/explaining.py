"""A rule of the check in words; docs/rules.md (`python -m api.payload.explaining` writes it)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from classification.rules.check_rule import CheckRule, Example
from classification.rules.family import SHELVES, Family
from classification.rules.import_rule import ImportRule, Input, Way
from classification.rules.lint_rule import LintRule
from classification.rules.registry import CHECK_RULES, LINT_RULES
from classification.rules.rule import Rule
from classification.sentence import Sentence, both
from classification.words import FAMILIES, SEVERITIES

_WORDS: Final = {
    "en": {
        "bad": "breaks it",
        "good": "is right",
        "remedy": "remedy",
        "on": "with profile {} on {}",
        "after": "after",
        "where": "arises in:",
        "example": "example",
        "before": "imported before",
    },
    "da": {
        "bad": "bryder den",
        "good": "er rigtigt",
        "remedy": "gør",
        "on": "med profil {} den {}",
        "after": "efter",
        "where": "opstår i:",
        "example": "eksempel",
        "before": "importeret forinden",
    },
}
_WAYS: Final = {
    Way.READ: both("læst", "read"),
    Way.IMPORT: both("importeret", "imported"),
    Way.EXPAND: both("importeret, og værdisættets medlemmer søgt", "imported, and its members asked for"),
    Way.PROFILE: both("læst som profil", "read as a profile"),
    Way.EXPORT: both("eksporteret", "exported"),
}
_FAMILIES: Final = {
    Family.STRUCTURE: "Structure: has the object the shape that its profile says?",
    Family.CODE: "Codes: is the code known, and valid on the day?",
    Family.MEANING: "Meaning: do the words still mean the code?",
    Family.BINDING: "Bindings: may the code stand there?",
    Family.CROSS_FIELD: "Fields together: do they agree?",
    Family.PROVENANCE: "Provenance: who said so, when, and how?",
    Family.REFERENCE: "References: do they lead where they should?",
}


def rule_lines(rule: Rule, language: str, paint: Callable[[str, str], str]) -> Iterator[str]:
    """A rule for people."""
    words = _WORDS[language]
    title = rule.title.in_language(language)
    yield f"{paint(rule.code, 'bold')}  {paint(title, 'bold')}  ({severities(rule, language)})"
    yield ""
    yield rule.explanation.in_language(language)
    remedy = rule.remedy.in_language(language)
    if remedy:
        yield f"{paint(words['remedy'], 'green')}: {remedy}"
    if isinstance(rule, LintRule):
        if rule.source:
            yield f"{words['after']} {rule.source}"
    elif isinstance(rule, ImportRule):
        yield f"{words['where']} {FAMILIES[rule.family].in_language(language)} (docs/{page_of(rule.code)})"
        yield ""
        yield from _input_lines(rule.example, language, paint)
    else:
        yield from _example_lines(rule, language, paint)


def severities(rule: Rule, language: str) -> str:
    """How grave a rule is: what it usually is, and what else it may be."""
    also = rule.also if isinstance(rule, ImportRule) else ()
    return ", ".join(SEVERITIES[severity].in_language(language) for severity in (rule.severity, *also))


def page_of(code: str) -> str:
    """The page of docs/ that tells of the findings of a rule's family."""
    return SHELVES[code[:3]].page


def _example_lines(rule: CheckRule, language: str, paint: Callable[[str, str], str]) -> Iterator[str]:
    words = _WORDS[language]
    for key, example, colour in (("bad", rule.bad, "red"), ("good", rule.good, "green")):
        held = words["on"].format(example.profile, example.day)
        yield ""
        yield f"{paint(words[key], colour)} ({held}):"
        yield from (f"  {line}" for line in example_text(example).splitlines())


def _input_lines(example: Input | Sentence, language: str, paint: Callable[[str, str], str]) -> Iterator[str]:
    words = _WORDS[language]
    if isinstance(example, Sentence):
        yield f"{paint(words['example'], 'red')}: {example.in_language(language)}"
        return
    options = "".join(
        f" {option} {value}"
        for option, value in (("--release", example.label), ("--format", example.format))
        if value
    )
    yield f"{paint(words['example'], 'red')} ({_WAYS[example.way].in_language(language)}{options}):"
    for key, files in (("before", example.before or {}), ("", example.files)):
        for name, text in files.items():
            yield f"  {name}{f' ({words[key]})' if key else ''}"
            yield from (f"    {line}" for line in printable(text).splitlines())


def rule_value(rule: Rule) -> dict[str, Any]:
    """A rule as JSON, in both languages."""
    sentences = {"title": rule.title, "explanation": rule.explanation, "remedy": rule.remedy}
    value = {
        "rule": rule.code,
        "family": str(rule.family),
        "severity": str(rule.severity),
        **{key: _both(sentence) for key, sentence in sentences.items()},
    }
    if isinstance(rule, LintRule):
        return value | {"source": rule.source}
    if isinstance(rule, ImportRule):
        also = [str(severity) for severity in rule.also]
        return value | {"also": also, "page": f"docs/{page_of(rule.code)}", "example": _input(rule.example)}
    return value | {"bad": _example(rule.bad), "good": _example(rule.good)}


def _both(sentence: Sentence) -> dict[str, str]:
    return {"da": sentence.da, "en": sentence.en}


def _example(example: Example) -> dict[str, str]:
    return {"text": example_text(example), "profile": example.profile, "asOf": example.day.isoformat()}


def _input(example: Input | Sentence) -> dict[str, Any]:
    if isinstance(example, Sentence):
        return _both(example)
    value = {
        "way": str(example.way),
        "files": [{"name": name, "text": printable(text)} for name, text in example.files.items()],
        "before": [{"name": name, "text": printable(text)} for name, text in (example.before or {}).items()],
        "release": example.label,
        "format": example.format,
    }
    return {key: part for key, part in value.items() if part}


def example_text(example: Example) -> str:
    """The example as it can be printed."""
    return printable(example.text)


def printable(text: str) -> str:
    """A text as it can be printed: a byte that is no UTF-8 as an escape, a very long line cut."""
    escaped = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "\n".join(
        line if len(line) < 200 else f"{line[:60]} … {line[-20:]}" for line in escaped.splitlines()
    )


def lint_rules_page(rules: Iterable[LintRule] = tuple(LINT_RULES.values())) -> str:
    """docs/lint-rules.md, from the table of rules."""
    return "\n".join(_lint_page(list(rules))) + "\n"


def _lint_page(rules: list[LintRule]) -> Iterator[str]:
    yield from _LINT_HEAD
    yield from ("| rule | severity | finds | after |", "|---|---|---|---|")
    for rule in rules:
        title = _cell(rule.title.en)
        yield f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {title} | {_cell(rule.source)} |"
    for rule in rules:
        yield from (
            "",
            f"### {rule.code}",
            "",
            f"**{rule.title.en}** ({rule.severity}). {rule.explanation.en}",
        )
        if rule.remedy.en:
            yield from ("", f"Remedy: {rule.remedy.en}.")
        yield from ("", f"*{rule.title.da}.* {rule.explanation.da}")


def rules_page(rules: Iterable[CheckRule] = tuple(CHECK_RULES.values())) -> str:
    """docs/rules.md, from the table of rules."""
    return "\n".join(_page(sorted(rules, key=lambda rule: rule.code))) + "\n"


def _page(rules: list[CheckRule]) -> Iterator[str]:
    yield from _HEAD
    yield from ("| rule | severity | finds |", "|---|---|---|")
    for rule in rules:
        yield f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {_cell(rule.title.en)} |"
    for family, members in groupby(rules, key=lambda rule: rule.family):
        yield from ("", f"## {_FAMILIES[family]}")
        for rule in members:
            yield from _section(rule)


def _section(rule: CheckRule) -> Iterator[str]:
    yield from ("", f"### {rule.code}", "", f"**{rule.title.en}** ({rule.severity}). {rule.explanation.en}")
    if rule.remedy.en:
        yield from ("", f"Remedy: {rule.remedy.en}.")
    yield from ("", f"*{rule.title.da}.* {rule.explanation.da}")
    for title, example in (("Breaks it", rule.bad), ("Is right", rule.good)):
        yield from ("", f"{title}, with profile `{example.profile}` on {example.day}:", "", "```json")
        yield example_text(example)
        yield "```"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_HEAD: Final = (
    "# Rules of the check",
    "",
    "<!-- written by `python -m api.payload.explaining`; the texts are in classification/rules*.py -->",
    "",
    "What `samsprog check` can find, by code; `samsprog rule CODE` shows the same. The severity is the usual one: a",
    "profile may say otherwise, from a day on. Codes are stable: one that goes is not used again.",
    "",
)

_LINT_HEAD: Final = (
    "# Rules of the lint",
    "",
    "<!-- written by `python -m api.payload.explaining lint`; the texts are in classification/rules/of_lint.py -->",
    "",
    "What `samsprog lint` can notice in a vocabulary, by code; `samsprog rule CODE` shows the same. Codes are stable:",
    "one that goes is not used again. What national releases hold of it stands in",
    "[published-vocabularies.md](published-vocabularies.md).",
    "",
)

if __name__ == "__main__":
    sys.stdout.write(lint_rules_page() if sys.argv[1:] == ["lint"] else rules_page())
