"""A difference between two releases, written for people: a terminal, or release notes in Markdown.

Both list the kinds of change in the order of `ChangeKind` and say first what breaks for whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from classification.change import (
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
from classification.compatibility import Level, Mode
from classification.concept import LabelKind, Notation, NotationRole, Note
from classification.deadline import looking
from classification.validity import Validity

TITLES: Final = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.REPLACED: "Replaced",
    ChangeKind.SPLIT: "Split",
    ChangeKind.MERGED: "Merged",
    ChangeKind.RECODED: "Recoded",
    ChangeKind.NOTATIONS: "Notations changed",
    ChangeKind.RENAMED: "Renamed",
    ChangeKind.DESIGNATIONS: "Other names changed",
    ChangeKind.REDEFINED: "Redefined",
    ChangeKind.NOTES: "Notes changed",
    ChangeKind.MOVED: "Moved",
    ChangeKind.KIND: "Kind changed",
    ChangeKind.STATUS: "Status changed",
    ChangeKind.ORDINAL: "Value on a scale changed",
    ChangeKind.PROPERTIES: "Properties changed",
    ChangeKind.VALIDITY: "Validity changed",
}
_PROMISES: Final = {
    Mode.BACKWARD: "who has the new release reads data written with the old one",
    Mode.FORWARD: "who has the old release reads data written with the new one",
    Mode.FULL: "both",
}
_ALONE: Final = frozenset({ChangeKind.ADDED, ChangeKind.REMOVED})
_LINEAGE: Final = frozenset({ChangeKind.REPLACED, ChangeKind.SPLIT, ChangeKind.MERGED})
_SIGN: Final = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-"}
_WIDEST: Final = 24
_UUID: Final = re.compile(r"[0-9a-f]{8}[-_]([0-9a-f]{4}[-_]){3}[0-9a-f]{12}\Z", re.IGNORECASE)


def as_text(difference: Diff, *, limit: int = 20) -> str:
    """The difference for a terminal: the figures, then each kind of change with its first `limit` lines (0: all)."""
    figures = "Nothing changed." if difference.is_empty else _figures(difference)
    said = [line for line in (figures, _definitions(difference)) if line]
    lines = [_headline(difference), *_modes(difference), *([""] if said else []), *said]
    counts = difference.summary()
    for kind, changes in _grouped(difference):
        lines += ["", f"{TITLES[kind]} ({counts[kind]})"]
        lines += _some([_text_line(change) for change in looking(changes)], limit)
    if difference.scheme:
        lines += [
            "",
            "The classification itself",
            *(f"  {_scheme_line(change)}" for change in difference.scheme),
        ]
    if difference.members:
        lines += ["", f"Value sets ({len(difference.members)})"]
        for members in difference.members:
            lines += _text_members(members, limit)
    return "\n".join([*lines, ""])


def as_markdown(difference: Diff) -> str:
    """The difference as release notes: complete, one table per kind of change."""
    before, after = difference.before, difference.after
    lines = [
        f"# {_cell(after.scheme.title_in())}: release {_cell(after.version)}",
        "",
        f"Changes since release {_cell(before.version)}: {before.size} → {after.size} concepts.",
        "",
        "## What breaks for whom",
        "",
        *_table(
            ("mode", "promise", "level", "because of"),
            [
                (str(m), _PROMISES[m], str(difference.compatibility.of(m)), _because(difference, m))
                for m in Mode
            ],
        ),
    ]
    if difference.is_empty:
        lines += ["", "Nothing changed."]
    if _definitions(difference):
        lines += ["", _definitions(difference)]
    counts = difference.summary()
    for kind, changes in _grouped(difference):
        lines += ["", f"## {TITLES[kind]} ({counts[kind]})", "", *_markdown_table(kind, changes)]
    if difference.scheme:
        rows = [(c.field, ", ".join(c.before), ", ".join(c.after), _level(c)) for c in difference.scheme]
        lines += ["", "## The classification itself", "", *_table(("field", "before", "now", "level"), rows)]
    if difference.members:
        lines += ["", f"## Value sets ({len(difference.members)})", *_markdown_members(difference.members)]
    return "\n".join([*lines, ""])


# what both say


def _headline(difference: Diff) -> str:
    before, after = difference.before, difference.after
    return f"{before.name} → {after.name}: {before.size} → {after.size} concepts"


def _modes(difference: Diff) -> list[str]:
    held = difference.compatibility
    return [f"{mode}: {held.of(mode)} ({_PROMISES[mode]})" for mode in (Mode.BACKWARD, Mode.FORWARD)]


def _figures(difference: Diff) -> str:
    counts = difference.summary()
    return " · ".join(f"{TITLES[kind].lower()} {count}" for kind, count in counts.items() if count)


def _definitions(difference: Diff) -> str:
    edition = {Definitions.ONLY_BEFORE: difference.after, Definitions.ONLY_AFTER: difference.before}
    bare = edition.get(difference.definitions)
    return "" if bare is None else f"Definitions were not compared: {bare.name} is an edition without any."


def _grouped(difference: Diff) -> Iterator[tuple[ChangeKind, tuple[Change, ...]]]:
    for kind in ChangeKind:
        changes = difference.of(kind)
        if changes:
            yield kind, changes


def _because(difference: Diff, mode: Mode) -> str:
    gravest = difference.compatibility.of(mode)
    if gravest is Level.COMPATIBLE:
        return ""
    causes: dict[str, int] = {}
    for change in difference.changes:
        if change.compatibility.of(mode) is gravest:
            title = TITLES[change.kind].lower()
            causes[title] = causes.get(title, 0) + 1
    for scheme_change in difference.scheme:
        if scheme_change.compatibility.of(mode) is gravest:
            causes[f"{scheme_change.field} of the classification"] = 1
    sets = sum(members.compatibility.of(mode) is gravest for members in difference.members)
    return ", ".join(
        [*(f"{cause} ({n})" for cause, n in causes.items()), *([f"value sets ({sets})"] if sets else [])]
    )


def _side(values: Iterable[Value], *, brief: bool = False) -> str:
    return ", ".join(_shown(value, brief=brief) for value in values)


def _shown(value: Value, *, brief: bool) -> str:
    match value:
        case Reference():
            return _named(value, brief=brief)
        case Standing():
            successors = f", use {_side(value.replaced_by, brief=brief)}" if value.replaced_by else ""
            return f"{value.status}{successors}" + (f" ({value.reason})" if value.reason else "")
        case Notation():
            role = "" if value.role is NotationRole.CURRENT else f" ({value.role})"
            return f"{value.code}{role}" + ("" if value.validity.is_unbounded else f" {value.validity}")
        case Note():
            return f"{value.kind}@{value.language}: {value.text}"
        case Validity():
            return str(value)
        case (name, text):
            return f"{name}={text}"
        case float():
            return format(value, "g")
        case _:
            return str(value)


def _named(reference: Reference, *, brief: bool = False) -> str:
    key = reference.key or reference.code
    shown = _short(key) if brief and reference.term else key
    return f"{shown} {reference.term}" if reference.term and reference.term != key else key


def _short(code: str) -> str:
    """A code that fits a line: the first group of a UUID, the head of another long one."""
    if len(code) <= _WIDEST:
        return code
    return f"{code[:8]}…" if _UUID.match(code) else f"{code[: _WIDEST - 1]}…"


def _which(change: Change) -> str:
    """What sort of label or definition changed, where that needs saying."""
    label = str(change.label) if change.label not in (None, LabelKind.PREFERRED) else ""
    return " ".join(part for part in (label, change.language) if part)


def _level(change: Change | SchemeChange | MemberChange) -> str:
    held = change.compatibility
    if held.backward is held.forward:
        return str(held.full)
    return f"backward {held.backward}, forward {held.forward}"


# terminal


def _text_line(change: Change) -> str:
    subject = change.subject
    sign = _SIGN.get(change.kind, "~")
    if change.kind in _LINEAGE:
        note = f" ({change.note})" if change.note else ""
        return f"  {sign} {_side(change.before, brief=True)} → {_side(change.after, brief=True)}{note}"
    key = _short(subject.key or subject.code)
    if change.kind in _ALONE:
        return f"  {sign} {key}  {subject.term}"
    which = f" [{_which(change)}]" if _which(change) else ""
    term = "" if change.kind is ChangeKind.RENAMED else f"{subject.term}: "
    before, after = _side(change.before, brief=True) or "∅", _side(change.after, brief=True) or "∅"
    return f"  {sign} {key}{which}  {term}{before} → {after}"


def _scheme_line(change: SchemeChange) -> str:
    return f"{change.field}: {', '.join(change.before) or '∅'} → {', '.join(change.after) or '∅'}"


def _text_members(members: MemberChange, limit: int) -> list[str]:
    rows = [f"    + {_named(reference, brief=True)}" for reference in members.gained]
    rows += [f"    - {_named(reference, brief=True)}" for reference in members.lost]
    return [f"  {members.value_set}: +{len(members.gained)} -{len(members.lost)}", *_some(rows, limit)]


def _some(lines: Sequence[str], limit: int) -> list[str]:
    if not limit or len(lines) <= limit:
        return list(lines)
    return [*lines[:limit], f"  … and {len(lines) - limit} more"]


# Markdown

Row = tuple[str, ...]


def _markdown_table(kind: ChangeKind, changes: Sequence[Change]) -> list[str]:
    if kind in _ALONE:
        return _table(
            ("code", "key", "term"), [(c.subject.code, c.subject.key, c.subject.term) for c in changes]
        )
    if kind in _LINEAGE:
        lineage = [(_side(c.before), _side(c.after), c.note, _level(c)) for c in changes]
        return _table(("before", "now", "note", "level"), lineage)
    if kind in (ChangeKind.RENAMED, ChangeKind.DESIGNATIONS, ChangeKind.REDEFINED):
        texts = [(_key(c), _which(c), _side(c.before), _side(c.after), _level(c)) for c in changes]
        return _table(("key", "which", "before", "now", "level"), texts)
    rows = [(_key(c), c.subject.term, _side(c.before), _side(c.after), _level(c)) for c in changes]
    return _table(("key", "term", "before", "now", "level"), rows)


def _key(change: Change) -> str:
    return change.subject.key or change.subject.code


def _markdown_members(members: Iterable[MemberChange]) -> Iterator[str]:
    for change in members:
        rows = [("gained", r.code, r.key, r.term) for r in change.gained]
        rows += [("lost", r.code, r.key, r.term) for r in change.lost]
        yield from ("", f"### {_cell(change.value_set)}: {_level(change)}", "")
        yield from _table(("", "code", "key", "term"), rows)


def _table(head: Row, rows: Iterable[Row]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(map(_cell, row)) + " |" for row in rows)]


def _cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    for mark in "*_`[":
        escaped = escaped.replace(mark, f"\\{mark}")
    return " ".join(escaped.split())
