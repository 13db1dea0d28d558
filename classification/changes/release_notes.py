"""A difference between two releases, written for people: a terminal, or release notes in Markdown; Danish or English.

Both list the kinds of change in the order of `ChangeKind` and say first what breaks for whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from classification.changes.change import (
    Change,
    ChangeKind,
    Definitions,
    Diff,
    MemberChange,
    Reference,
    SchemeChange,
    Standing,
    Value,
)
from classification.changes.compatibility import Level, Mode
from classification.concept import Kind, LabelKind, Notation, NotationRole, Note
from classification.deadline import looking
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.validity import Validity
from classification.words import SCHEME_FIELDS, word

_PROMISES: Final = {
    Mode.BACKWARD: both(
        "den, der har den nye udgave, læser data skrevet med den gamle",
        "who has the new release reads data written with the old one",
    ),
    Mode.FORWARD: both(
        "den, der har den gamle udgave, læser data skrevet med den nye",
        "who has the old release reads data written with the new one",
    ),
    Mode.FULL: both("begge dele", "both"),
}
_ALONE: Final = frozenset({ChangeKind.ADDED, ChangeKind.REMOVED})
_LINEAGE: Final = frozenset({ChangeKind.REPLACED, ChangeKind.SPLIT, ChangeKind.MERGED})
_SIGN: Final = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-"}
_WIDEST: Final = 24
_UUID: Final = re.compile(r"[0-9a-f]{8}[-_]([0-9a-f]{4}[-_]){3}[0-9a-f]{12}\Z", re.IGNORECASE)
_NOTHING_CHANGED: Final = both("Intet er ændret.", "Nothing changed.")
_ITSELF: Final = both("Selve klassifikationen", "The classification itself")
_VALUE_SETS: Final = both("Værdisæt", "Value sets")
_HEADERS: Final = {
    "mode": both("retning", "mode"),
    "promise": both("løfte", "promise"),
    "level": both("grad", "level"),
    "because of": both("på grund af", "because of"),
    "field": both("felt", "field"),
    "before": both("før", "before"),
    "now": both("nu", "now"),
    "code": both("kode", "code"),
    "key": both("nøgle", "key"),
    "term": both("term", "term"),
    "note": both("note", "note"),
    "which": both("hvilken", "which"),
    "": both("", ""),
}


def as_text(difference: Diff, *, limit: int = 20, language: str = "en") -> str:
    """The difference for a terminal: the figures, then each kind of change with its first `limit` lines (0: all)."""
    return _Notes(language).text(difference, limit)


def as_markdown(difference: Diff, *, language: str = "en") -> str:
    """The difference as release notes: complete, one table per kind of change."""
    return _Notes(language).markdown(difference)


Row = tuple[str, ...]


@frozen
class _Notes:
    """Writes in one language."""

    language: str

    def say(self, sentence: Sentence) -> str:
        return sentence.in_language(self.language)

    def pick(self, da: str, en: str) -> str:
        return da if self.language == "da" else en

    def title(self, kind: ChangeKind) -> str:
        return self.say(word(kind))

    # ------------------------------------------------------------ terminal

    def text(self, difference: Diff, limit: int) -> str:
        figures = self.say(_NOTHING_CHANGED) if difference.is_empty else self.figures(difference)
        said = [line for line in (figures, self.definitions(difference)) if line]
        lines = [self.headline(difference), *self.modes(difference), *([""] if said else []), *said]
        counts = difference.summary()
        for kind, changes in _grouped(difference):
            lines += ["", f"{_capital(self.title(kind))} ({counts[kind]})"]
            lines += self.some([self.text_line(change) for change in looking(changes)], limit)
        if difference.scheme:
            lines += [
                "",
                self.say(_ITSELF),
                *(f"  {self.scheme_line(change)}" for change in difference.scheme),
            ]
        if difference.members:
            lines += ["", f"{self.say(_VALUE_SETS)} ({len(difference.members)})"]
            for members in difference.members:
                lines += self.text_members(members, limit)
        return "\n".join([*lines, ""])

    def headline(self, difference: Diff) -> str:
        before, after = difference.before, difference.after
        concepts = self.pick("begreber", "concepts")
        return f"{before.name} → {after.name}: {before.size} → {after.size} {concepts}"

    def modes(self, difference: Diff) -> list[str]:
        compatibility = difference.compatibility
        return [
            f"{self.say(word(mode))}: {self.say(word(compatibility.of(mode)))} ({self.say(_PROMISES[mode])})"
            for mode in (Mode.BACKWARD, Mode.FORWARD)
        ]

    def figures(self, difference: Diff) -> str:
        counts = difference.summary()
        return " · ".join(f"{self.title(kind)} {count}" for kind, count in counts.items() if count)

    def definitions(self, difference: Diff) -> str:
        edition = {Definitions.ONLY_BEFORE: difference.after, Definitions.ONLY_AFTER: difference.before}
        bare = edition.get(difference.definitions)
        if bare is None:
            return ""
        return self.pick(
            f"Definitioner er ikke sammenlignet: {bare.name} er et oplag uden.",
            f"Definitions were not compared: {bare.name} is an edition without any.",
        )

    def text_line(self, change: Change) -> str:
        subject = change.subject
        sign = _SIGN.get(change.kind, "~")
        if change.kind in _LINEAGE:
            note = f" ({change.note})" if change.note else ""
            before, after = (self.side(values, brief=True) for values in (change.before, change.after))
            return f"  {sign} {before} → {after}{note}"
        key = _short(subject.key or subject.code)
        if change.kind in _ALONE:
            return f"  {sign} {key}  {subject.term}"
        which = f" [{self.which(change)}]" if self.which(change) else ""
        term = "" if change.kind is ChangeKind.RENAMED else f"{subject.term}: "
        before, after = (self.side(values, brief=True) or "∅" for values in (change.before, change.after))
        return f"  {sign} {key}{which}  {term}{before} → {after}"

    def scheme_line(self, change: SchemeChange) -> str:
        return f"{self.field(change)}: {', '.join(change.before) or '∅'} → {', '.join(change.after) or '∅'}"

    def text_members(self, members: MemberChange, limit: int) -> list[str]:
        rows = [f"    + {_named(reference, brief=True)}" for reference in members.gained]
        rows += [f"    - {_named(reference, brief=True)}" for reference in members.lost]
        return [
            f"  {members.value_set}: +{len(members.gained)} -{len(members.lost)}",
            *self.some(rows, limit),
        ]

    def some(self, lines: Sequence[str], limit: int) -> list[str]:
        if not limit or len(lines) <= limit:
            return list(lines)
        rest = len(lines) - limit
        return [*lines[:limit], self.pick(f"  … og {rest} mere", f"  … and {rest} more")]

    # ------------------------------------------------------------ Markdown

    def markdown(self, difference: Diff) -> str:
        before, after = difference.before, difference.after
        title, version, since = _cell(after.scheme.title_in()), _cell(after.version), _cell(before.version)
        sizes = f"{before.size} → {after.size}"
        lines = [
            self.pick(f"# {title}: udgave {version}", f"# {title}: release {version}"),
            "",
            self.pick(
                f"Ændringer siden udgave {since}: {sizes} begreber.",
                f"Changes since release {since}: {sizes} concepts.",
            ),
            "",
            self.pick("## Hvad der brydes for hvem", "## What breaks for whom"),
            "",
            *self.table(
                ("mode", "promise", "level", "because of"), [self.breaking(difference, mode) for mode in Mode]
            ),
        ]
        if difference.is_empty:
            lines += ["", self.say(_NOTHING_CHANGED)]
        if self.definitions(difference):
            lines += ["", self.definitions(difference)]
        counts = difference.summary()
        for kind, changes in _grouped(difference):
            heading = f"## {_capital(self.title(kind))} ({counts[kind]})"
            lines += ["", heading, "", *self.markdown_table(kind, changes)]
        if difference.scheme:
            rows = [
                (self.field(c), ", ".join(c.before), ", ".join(c.after), self.level(c))
                for c in difference.scheme
            ]
            heading = f"## {self.say(_ITSELF)}"
            lines += ["", heading, "", *self.table(("field", "before", "now", "level"), rows)]
        if difference.members:
            heading = f"## {self.say(_VALUE_SETS)} ({len(difference.members)})"
            lines += ["", heading, *self.markdown_members(difference.members)]
        return "\n".join([*lines, ""])

    def breaking(self, difference: Diff, mode: Mode) -> Row:
        level = self.say(word(difference.compatibility.of(mode)))
        return self.say(word(mode)), self.say(_PROMISES[mode]), level, self.because(difference, mode)

    def because(self, difference: Diff, mode: Mode) -> str:
        gravest = difference.compatibility.of(mode)
        if gravest is Level.COMPATIBLE:
            return ""
        causes: dict[str, int] = {}
        for change in difference.changes:
            if change.compatibility.of(mode) is gravest:
                title = self.title(change.kind)
                causes[title] = causes.get(title, 0) + 1
        for scheme_change in difference.scheme:
            if scheme_change.compatibility.of(mode) is gravest:
                field = self.field(scheme_change)
                causes[self.pick(f"klassifikationens {field}", f"{field} of the classification")] = 1
        sets = sum(members.compatibility.of(mode) is gravest for members in difference.members)
        named = [f"{cause} ({n})" for cause, n in causes.items()]
        return ", ".join([*named, *([f"{self.say(_VALUE_SETS).lower()} ({sets})"] if sets else [])])

    def markdown_table(self, kind: ChangeKind, changes: Sequence[Change]) -> list[str]:
        if kind in _ALONE:
            rows: list[Row] = [(c.subject.code, c.subject.key, c.subject.term) for c in looking(changes)]
            return self.table(("code", "key", "term"), rows)
        if kind in _LINEAGE:
            rows = [
                (self.side(c.before), self.side(c.after), c.note, self.level(c)) for c in looking(changes)
            ]
            return self.table(("before", "now", "note", "level"), rows)
        if kind in (ChangeKind.RENAMED, ChangeKind.DESIGNATIONS, ChangeKind.REDEFINED):
            rows = [
                (_key(c), self.which(c), self.side(c.before), self.side(c.after), self.level(c))
                for c in looking(changes)
            ]
            return self.table(("key", "which", "before", "now", "level"), rows)
        rows = [
            (_key(c), c.subject.term, self.side(c.before), self.side(c.after), self.level(c))
            for c in looking(changes)
        ]
        return self.table(("key", "term", "before", "now", "level"), rows)

    def markdown_members(self, members: Iterable[MemberChange]) -> Iterator[str]:
        gained, lost = self.pick("kommet til", "gained"), self.pick("faldet ud", "lost")
        for change in members:
            rows = [(gained, r.code, r.key, r.term) for r in change.gained]
            rows += [(lost, r.code, r.key, r.term) for r in change.lost]
            yield from ("", f"### {_cell(change.value_set)}: {self.level(change)}", "")
            yield from self.table(("", "code", "key", "term"), rows)

    def table(self, head: Row, rows: Iterable[Row]) -> list[str]:
        headers = [self.say(_HEADERS[name]) for name in head]
        lines = ["| " + " | ".join(headers) + " |", "|" + "---|" * len(head)]
        return [*lines, *("| " + " | ".join(map(_cell, row)) + " |" for row in rows)]

    # ------------------------------------------------------------ what both say

    def side(self, values: Iterable[Value], *, brief: bool = False) -> str:
        return ", ".join(self.shown(value, brief=brief) for value in values)

    def shown(self, value: Value, *, brief: bool) -> str:
        match value:
            case Reference():
                return _named(value, brief=brief)
            case Standing():
                return self.standing(value, brief=brief)
            case Notation():
                role = "" if value.role is NotationRole.CURRENT else f" ({self.say(word(value.role))})"
                return f"{value.code}{role}" + ("" if value.validity.is_unbounded else f" {value.validity}")
            case Note():
                return f"{self.say(word(value.kind))}@{value.language}: {value.text}"
            case Kind():
                return self.say(word(value))
            case Validity():
                return str(value)
            case (name, text):
                return f"{name}={text}"
            case float():
                return format(value, "g")
            case _:
                return str(value)

    def standing(self, value: Standing, *, brief: bool) -> str:
        use = self.pick("brug", "use")
        successors = f", {use} {self.side(value.replaced_by, brief=brief)}" if value.replaced_by else ""
        return f"{self.say(word(value.status))}{successors}" + (f" ({value.reason})" if value.reason else "")

    def which(self, change: Change) -> str:
        """What sort of label or definition changed, where that needs saying."""
        other = change.label not in (None, LabelKind.PREFERRED)
        label = self.say(word(change.label)) if other and change.label is not None else ""
        return " ".join(part for part in (label, change.language) if part)

    def field(self, change: SchemeChange) -> str:
        return self.say(SCHEME_FIELDS[change.field])

    def level(self, change: Change | SchemeChange | MemberChange) -> str:
        compatibility = change.compatibility
        if compatibility.backward is compatibility.forward:
            return self.say(word(compatibility.full))
        return ", ".join(
            f"{self.say(word(mode))} {self.say(word(compatibility.of(mode)))}"
            for mode in (Mode.BACKWARD, Mode.FORWARD)
        )


def _grouped(difference: Diff) -> Iterator[tuple[ChangeKind, tuple[Change, ...]]]:
    for kind in ChangeKind:
        changes = difference.of(kind)
        if changes:
            yield kind, changes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _named(reference: Reference, *, brief: bool = False) -> str:
    key = reference.key or reference.code
    shown = _short(key) if brief and reference.term else key
    return f"{shown} {reference.term}" if reference.term and reference.term != key else key


def _short(code: str) -> str:
    """A code that fits a line: the first group of a UUID, the head of another long one."""
    if len(code) <= _WIDEST:
        return code
    return f"{code[:8]}…" if _UUID.match(code) else f"{code[: _WIDEST - 1]}…"


def _key(change: Change) -> str:
    return change.subject.key or change.subject.code


def _cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    for mark in "*_`[":
        escaped = escaped.replace(mark, f"\\{mark}")
    return " ".join(escaped.split())
