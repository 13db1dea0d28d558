"""A difference between two concept maps, for people and for programs (docs/json/map-diff.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from classification.changes.map_diff import FieldChange, MapDiff, RowChange, RowChangeKind
from classification.concept_map import Coding, ConceptMap, Mapping
from classification.deadline import looking
from classification.sentence import Sentence, both
from classification.words import CHANGE_KINDS, RELATIONS

_NOTHING_CHANGED: Final = both("Intet er ændret.", "Nothing changed.")
_TITLES: Final = {
    RowChangeKind.ADDED: CHANGE_KINDS["added"],
    RowChangeKind.REMOVED: CHANGE_KINDS["removed"],
    RowChangeKind.CHANGED: both("ændret", "changed"),
}
_SIGNS: Final = {RowChangeKind.ADDED: "+", RowChangeKind.REMOVED: "-", RowChangeKind.CHANGED: "~"}


def map_diff_to_json(difference: MapDiff) -> dict[str, Any]:
    """The whole difference as one JSON object; its form is stable."""
    return {
        "from": _edition(difference.before),
        "to": _edition(difference.after),
        "summary": {
            **{str(kind): difference.counts[kind] for kind in RowChangeKind},
            "same": difference.same,
        },
        "map": [_field(change) for change in difference.about],
        "rows": [_change(change) for change in looking(difference.rows)],
    }


def _edition(concept_map: ConceptMap) -> dict[str, Any]:
    return {
        "map": concept_map.name,
        "uri": concept_map.uri,
        "version": concept_map.version,
        "rows": len(concept_map.mappings),
    }


def _change(change: RowChange) -> dict[str, Any]:
    row = change.row
    return {
        "change": str(change.kind),
        "row": {"from": _number(change.before), "to": _number(change.after)},
        "source": _coding(row.source),
        "relation": str(row.relation),
        "target": _coding(row.target),
        "fields": [_field(field) for field in change.fields],
    }


def _number(row: Mapping | None) -> int | None:
    return None if row is None else row.number


def _coding(coding: Coding) -> dict[str, str]:
    return {"system": coding.system, "code": coding.code, "term": coding.term}


def _field(change: FieldChange) -> dict[str, Any]:
    return {"field": change.field, "from": change.before, "to": change.after}


def map_diff_as_text(difference: MapDiff, *, limit: int = 20, language: str = "en") -> str:
    """The difference for a terminal: the figures, then each kind of change with its first `limit` rows (0: all)."""
    return "\n".join([*_lines(difference, limit, language), ""])


def _lines(difference: MapDiff, limit: int, language: str) -> Iterator[str]:
    def say(sentence: Sentence) -> str:
        return sentence.in_language(language)

    before, after = difference.before, difference.after
    rows = say(both("rækker", "rows"))
    yield (
        f"{before.name}@{before.version} → {after.name}@{after.version}: "
        f"{len(before.mappings)} → {len(after.mappings)} {rows}"
    )
    if difference.is_empty:
        yield say(_NOTHING_CHANGED)
        return
    counts = difference.counts
    figures = [f"{counts[kind]} {say(title)}" for kind, title in _TITLES.items() if counts[kind]]
    yield ", ".join([*figures, f"{difference.same} {say(both('uændret', 'the same'))}"])
    for kind, title in _TITLES.items():
        found = [change for change in difference.rows if change.kind is kind]
        if found:
            yield from ("", f"{say(title).capitalize()} ({len(found)})")
            shown = found[:limit] if limit else found
            for change in shown:
                yield from _row_lines(change, language)
            if rest := len(found) - len(shown):
                yield say(both(f"  … og {rest} mere (--limit 0)", f"  … and {rest} more (--limit 0)"))
    if difference.about:
        yield from ("", say(both("Selve kortlægningen", "The map itself")))
        yield from (f"  {_told(change)}" for change in difference.about)


def _row_lines(change: RowChange, language: str) -> Iterator[str]:
    row = change.row
    relation = RELATIONS[row.relation].in_language(language)
    target = f"{relation} {_named(row.target)}" if row.target.code else relation
    number = both("række", "row").in_language(language)
    yield f"  {_SIGNS[change.kind]} {_named(row.source)} → {target} ({number} {row.number})"
    yield from (f"      {_told(field)}" for field in change.fields)


def _told(change: FieldChange) -> str:
    return f"{change.field}: {_shown(change.before)} → {_shown(change.after)}"


def _shown(value: object) -> str:
    return "–" if value in ("", None) else str(value)


def _named(coding: Coding) -> str:
    return f"{coding.code} {coding.term}".strip()
