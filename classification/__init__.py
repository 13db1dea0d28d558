"""What codes mean: concepts, releases, value sets, maps, and the questions one asks of them.

Standard library only: no files, network, clock or database. Time comes in as an argument. The door, `from
classification import Index`, has the nouns

    Concept, ConceptScheme, Release, Validity    one meaning; a classification, published once; when it holds
    ConceptMap, ValueSet                         statements between two classifications; which codes may stand somewhere
    Terminology, When                            everything open for questions; the day and the knowledge asked for
    Finding, Place, Severity                     one thing noticed in data

and the verbs

    compile_release, Index            a frozen release → one buffer; the buffer asked
    pack_snapshot, open_snapshot      a whole terminology → one buffer, and back
    trace                             one concept over releases
    Resolver                          a code or term → what it means in another classification
    expand, contains                  a value set → its members, or one answer
    diff, apply                       two releases → what changed, and back
    search_all                        what people type → concepts, best first
    Checker                           a data object → what is wrong with it
    lint_release, lint_map            a release, a map → what a careful reader would notice

Each name is imported from its module when it is first asked for, so that a command pays only for what it uses. What
else a module has is for its own room, and for who needs a part of it: `from classification.text import term_key`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from classification.changes.diff import apply, diff
    from classification.check.checker import Checker
    from classification.compiled.index import Index, compile_release
    from classification.concept import Concept
    from classification.concept_map import ConceptMap
    from classification.expansion.expansion import contains, expand
    from classification.finding import Finding, Place, Severity
    from classification.lineage import trace
    from classification.lint.linter import lint_release
    from classification.lint.map import lint_map
    from classification.release import Release
    from classification.resolving.resolver import Resolver
    from classification.scheme import ConceptScheme
    from classification.searching.search import search_all
    from classification.snapshot import open_snapshot, pack_snapshot
    from classification.terminology import Terminology, When
    from classification.validity import Validity
    from classification.value_set import ValueSet

__all__ = [
    "Checker",
    "Concept",
    "ConceptMap",
    "ConceptScheme",
    "Finding",
    "Index",
    "Place",
    "Release",
    "Resolver",
    "Severity",
    "Terminology",
    "Validity",
    "ValueSet",
    "When",
    "apply",
    "compile_release",
    "contains",
    "diff",
    "expand",
    "lint_map",
    "lint_release",
    "open_snapshot",
    "pack_snapshot",
    "search_all",
    "trace",
]

_HOMES: Final = {
    "Checker": "check.checker",
    "Concept": "concept",
    "ConceptMap": "concept_map",
    "ConceptScheme": "scheme",
    "Finding": "finding",
    "Index": "compiled.index",
    "Place": "finding",
    "Release": "release",
    "Resolver": "resolving.resolver",
    "Severity": "finding",
    "Terminology": "terminology",
    "Validity": "validity",
    "ValueSet": "value_set",
    "When": "terminology",
    "apply": "changes.diff",
    "compile_release": "compiled.index",
    "contains": "expansion.expansion",
    "diff": "changes.diff",
    "expand": "expansion.expansion",
    "lint_map": "lint.map",
    "lint_release": "lint.linter",
    "open_snapshot": "snapshot",
    "pack_snapshot": "snapshot",
    "search_all": "searching.search",
    "trace": "lineage",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"classification.{_HOMES[name]}"), name)
