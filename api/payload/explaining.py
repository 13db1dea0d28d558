"""A rule in words; docs/rules.md (`python -m api.payload.explaining` writes it)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from textwrap import indent
from typing import Any, Final

from classification.rules.check_rule import CheckRule, Example
from classification.rules.family import SHELVES, Family
from classification.rules.import_rule import ImportRule, Input, Way
from classification.rules.lint_rule import LintRule
from classification.rules.registry import every_rule
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
_TITLES: Final = {
    Family.STRUCTURE: "Structure: has the object the shape that its profile says?",
    Family.CODE: "Codes: is the code known, and valid on the day?",
    Family.MEANING: "Meaning: do the words still mean the code?",
    Family.BINDING: "Bindings: may the code stand there?",
    Family.CROSS_FIELD: "Fields together: do they agree?",
    Family.PROVENANCE: "Provenance: who said so, when, and how?",
    Family.REFERENCE: "References: do they lead where they should?",
    Family.VOCABULARY: "Vocabularies: what would a careful reader notice?",
    Family.MAP: "Maps: what would a careful reader notice?",
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
        profile_and_day = words["on"].format(example.profile, example.day)
        yield ""
        yield f"{paint(words[key], colour)} ({profile_and_day}):"
        yield from (f"  {line}" for line in example_text(example).splitlines())


def _input_lines(example: Input | Sentence, language: str, paint: Callable[[str, str], str]) -> Iterator[str]:
    head = paint(_WORDS[language]["example"], "red")
    if isinstance(example, Sentence):
        yield f"{head}: {example.in_language(language)}"
    else:
        yield f"{head} ({way_of(example, language)}):"
        yield indent(input_text(example, language), "  ")


def example_of_import(example: Input | Sentence, language: str) -> str:
    """An example of what is read or imported, as a text."""
    return "\n".join(_input_lines(example, language, lambda text, _: text))


def way_of(example: Input, language: str) -> str:
    """What is done with the files of an example, and with which options."""
    options = {"--release": example.label, "--format": example.format}
    given = "".join(f" {option} {value}" for option, value in options.items() if value)
    given += " --strict" if example.strict else ""
    given += " --skip-broken" if example.skip_broken else ""
    return f"{_WAYS[example.way].in_language(language)}{given}"


def input_text(example: Input, language: str) -> str:
    """The files of an example: each name, and under it the text."""
    before = _WORDS[language]["before"]
    files = [(f"{name} ({before})", text) for name, text in (example.before or {}).items()]
    return "\n".join(
        f"{name}\n{indent(printable(text), '  ')}" for name, text in (*files, *example.files.items())
    )


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
        "strict": example.strict,
        "skipBroken": example.skip_broken,
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


def rules_page() -> str:
    """docs/rules.md, from the tables of rules."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield from _HEAD
    for beginning, shelf in SHELVES.items():
        rules = [rule for code, rule in sorted(every_rule().items()) if code.startswith(beginning)]
        title = _TITLES.get(shelf.family) or _capital(FAMILIES[shelf.family].en)
        yield from ("", f"## {beginning}xx: {title}", "", f"More: [{shelf.page}]({shelf.page})", "")
        yield from ("| code | severity | finds | which means |", "|---|---|---|---|")
        yield from map(_row, rules)


def _row(rule: Rule) -> str:
    source = f" (after {rule.source})" if isinstance(rule, LintRule) and rule.source else ""
    cells = (rule.code, severities(rule, "en"), rule.title.en, rule.explanation.en + source)
    return f"| {' | '.join(map(_cell, cells))} |"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


_HEAD: Final = (
    "# Codes of findings",
    "",
    "<!-- written by `python -m api.payload.explaining`; the texts are in classification/rules/ -->",
    "",
    "Every code that a check, a lint or an import can bear. `samsprog rule CODE` shows one in full, in English or",
    "Danish, with what to do and an example; `samsprog rule SP2` lists a family; GraphQL answers with",
    "`explainFinding`. The severity is the usual one: a profile may say otherwise of a rule of the check, from a",
    "day on. Where there are two, the meaning says when the second counts. SP590 to SP599 are free for rules of",
    "your own ([profiles.md](profiles.md)). Codes are stable: one that goes is not used again.",
)

if __name__ == "__main__":
    sys.stdout.write(rules_page())
