"""What a check saw in a data object: one place where a meaning is wrong or at risk.

An `Observation` is the finding of `samsprog check` and `lint`: it has a place in a document (JSON Pointer, RFC 6901),
a sentence in Danish and in English, the evidence it rests on and, where it is safe, the change that mends it.
"""

from __future__ import annotations

from classification.finding import Severity
from classification.record import frozen, replace


@frozen
class Sentence:
    """One sentence in both languages."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `da`, else in English."""
        return self.da if language == "da" else self.en


NOTHING = Sentence("", "")


@frozen
class Fix:
    """A safe change: the value at `pointer` is `old` and becomes `new`; nothing else is touched."""

    pointer: str
    old: str
    new: str


@frozen
class Observation:
    """One place where a meaning is wrong or at risk.

    `rule` is a stable code (SP1xx structure, SP2xx code, SP3xx meaning, SP4xx binding, SP5xx cross-field, SP6xx
    provenance, SP8xx references; SPLxx lint). `evidence` names release, concept, what it would have been. `document` is
    the number of the object in its file (NDJSON lines and Bundle-free files count from 0), `line` and `column` (from 1)
    are filled in by who knows the text. `resource` names the object of a Bundle that it is about (`Condition/7`).
    """

    rule: str
    severity: Severity
    pointer: str
    message: Sentence
    remedy: Sentence = NOTHING
    evidence: tuple[tuple[str, str], ...] = ()
    fix: Fix | None = None
    profile: str = ""
    file: str = ""
    document: int = 0
    line: int = 0
    column: int = 0
    resource: str = ""

    def sentence(self, language: str) -> str:
        """What is wrong, after the object of a Bundle that it is about."""
        said = self.message.in_language(language)
        return f"{self.resource}: {said}" if self.resource else said

    def at(self, file: str, line: int, column: int) -> Observation:
        """The same, with its place in a text."""
        return replace(self, file=file, line=line, column=column)
