"""Answers as plain JSON values: what the command line prints, and what other surfaces are compared with.

Pure functions from values of the core to dictionaries, lists, strings, numbers, booleans and None. The shapes are
documented in docs/json.md. Within one `JSON_VERSION` keys are only added; none is removed, renamed or given another
meaning. Cheap to import.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classification import (
        ConceptMap,
        ConceptScheme,
        Finding,
        Index,
        Terminology,
        Validity,
        ValueSet,
        When,
    )
    from classification.concept_map import Coding, Mapping
    from classification.expansion.expansion import Expansion, Member
    from classification.lineage import Step
    from classification.resolving.resolution import PathStep, Resolution, Suggestion, Target
    from classification.searching.search import Hit
    from classification.terminology import HeldRelease
    from classification.withdrawal import Withdrawal

JSON_VERSION = 1

Answer = dict[str, Any]


def days_answer(validity: Validity) -> Answer:
    """An interval `from` ≤ day < `to`; null is unbounded."""
    return {"from": _day(validity.start), "to": _day(validity.end)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# schemes and releases


def scheme_answer(terminology: Terminology, scheme: ConceptScheme, when: When) -> Answer:
    """A classification, and the release of it that holds on the day (null where none does)."""
    releases = terminology.releases(scheme.uri, when)
    current = terminology.editions(scheme.uri).on(when.of(""))
    return {
        "name": scheme.name,
        "system": scheme.uri,
        "title": scheme.title_in(),
        "aliases": list(scheme.aliases),
        "publisher": scheme.publisher,
        "licence": scheme.licence,
        "source": scheme.source,
        "languages": list(scheme.languages),
        "example": scheme.example,
        "release": current.version if current else None,
        "concepts": current.size if current else None,
        "releases": [release.version for release in releases],
    }


def release_answer(terminology: Terminology, release: HeldRelease, when: When) -> Answer:
    """A release; `validity` is when it really holds: to its own end or to the day the next one begins."""
    editions = terminology.editions(release.scheme.uri)
    return {
        "scheme": release.scheme.name,
        "system": release.scheme.uri,
        "release": release.version,
        "validity": days_answer(editions.period(release, when)),
        "recorded": release.recorded.isoformat() if release.recorded.year > 1 else None,
        "concepts": release.size,
        "digest": release.digest,
        "structureDigest": release.structure_digest,
        "publisherVersions": list(release.publisher_versions),
        "withdrawn": withdrawal_answer(editions.withdrawal(release.version, when)),
        "current": editions.on(when.of("")) is release,
    }


def withdrawal_answer(withdrawal: Withdrawal | None) -> Answer | None:
    """Why a release answers no more; null where it does."""
    if withdrawal is None:
        return None
    since = withdrawal.since.isoformat()
    return {"since": since, "reason": withdrawal.reason, "who": withdrawal.who or None}


# concepts


def concept_answer(index: Index, number: int) -> Answer:
    """Everything a release says about one concept."""
    concept = index.concept(number)
    language = index.scheme.language
    return {
        "scheme": index.scheme.name,
        "system": index.scheme.uri,
        "release": index.version,
        "code": concept.code,
        "notation": concept.key,
        "term": concept.term(language),
        "kind": str(concept.kind),
        "status": str(concept.status),
        "uri": index.uri(number),
        "ordinal": concept.ordinal,
        "definition": concept.definition(language) or None,
        "notations": [
            {"code": n.code, "role": str(n.role), "validity": days_answer(n.validity)}
            for n in concept.notations
        ],
        "labels": [
            {"text": label.text, "language": label.language, "kind": str(label.kind)}
            for label in concept.labels
        ],
        "notes": [
            {"text": note.text, "language": note.language, "kind": str(note.kind)} for note in concept.notes
        ],
        "path": [brief_answer(index, above) for above in index.path(number)[:-1]],
        "broader": [brief_answer(index, above) for above in index.parents(number)],
        "narrower": [brief_answer(index, below) for below in index.children(number)],
        "replacedBy": [
            brief_answer(index, place)
            for code in concept.replaced_by
            if (place := index.find(code)) is not None
        ],
        "reason": concept.reason or None,
        "validity": days_answer(concept.validity),
        "properties": [{"name": name, "value": value} for name, value in concept.properties],
    }


def brief_answer(index: Index, number: int) -> Answer:
    """A concept as it stands in lists."""
    return {
        "code": index.codes[number],
        "notation": index.keys[number],
        "term": index.terms[number],
        "kind": str(index.kind(number)),
        "status": str(index.status(number)),
    }


def history_answer(terminology: Terminology, index: Index, number: int, when: When) -> list[Answer]:
    """The concept in every known release of its classification, oldest first, this one included.

    `steps` tells what happened on the way from this release to that one, `safe` whether it means the same there;
    `concepts` is empty where that release does not have it, and holds several where it was split.
    """
    from classification import trace
    from classification.lineage import way

    releases = [release.index for release in terminology.releases(index.scheme.uri, when.of(""))]
    traces = [(other, trace(way(releases, index, other), number)) for other in releases]
    return [
        {
            "release": other.version,
            "safe": trail.safe,
            "concepts": [brief_answer(other, place) for place in trail.targets],
            "steps": [_change(step) for step in trail.steps],
        }
        for other, trail in traces
    ]


def _change(step: Step) -> Answer:
    return {
        "change": str(step.change),
        "from": step.origin,
        "to": step.release,
        "before": step.before,
        "after": step.after,
    }


# resolve and translate


def resolution_answer(resolution: Resolution, language: str = "en") -> Answer:
    """What one input means in another classification; its sentences in a language."""
    return {
        "input": resolution.input,
        "outcome": str(resolution.outcome),
        "targets": [_target(target) for target in resolution.targets],
        "path": [_step(step, language) for step in resolution.path],
        "releases": dict(resolution.releases),
        "message": resolution.said.in_language(language),
        "form": str(resolution.form),
        "source": coding_answer(resolution.source) if resolution.source else None,
        "review": [remark.in_language(language) for remark in resolution.remarks],
        "suggestions": [_suggestion(suggestion) for suggestion in resolution.suggestions],
    }


def _suggestion(suggestion: Suggestion) -> Answer:
    return {
        "scheme": suggestion.scheme,
        "system": suggestion.system,
        "code": suggestion.code,
        "notation": suggestion.notation,
        "term": suggestion.term,
        "kind": str(suggestion.kind),
    }


def _target(target: Target) -> Answer:
    return {
        "scheme": target.scheme,
        "system": target.system,
        "code": target.code,
        "notation": target.notation,
        "term": target.term,
        "relation": str(target.relation),
        "confidence": target.confidence,
        "kind": str(target.kind),
        "status": str(target.status),
    }


def _step(step: PathStep, language: str) -> Answer:
    answer: Answer = {"kind": step.kind, "text": step.said.in_language(language)}
    if step.map:
        answer |= {"map": step.map, "version": step.version, "row": step.row, "relation": step.relation}
        answer |= {"note": step.note}
    return answer


def coding_answer(coding: Coding) -> Answer:
    """A code in a system."""
    return {"system": coding.system, "code": coding.code, "term": coding.term}


# search and value sets


def hit_answer(index: Index, hit: Hit) -> Answer:
    """One concept found; `label` is what fitted, `labelKind` null where that is a code."""
    return {
        "scheme": index.scheme.name,
        "system": index.scheme.uri,
        "release": index.version,
        **brief_answer(index, hit.concept),
        "match": str(hit.match),
        "label": hit.label,
        "labelKind": str(hit.label_kind) if hit.label_kind else None,
        "score": hit.score,
        "formerRelease": hit.former or None,
        "near": hit.near,
    }


def value_set_answer(terminology: Terminology, value_set: ValueSet, when: When) -> Answer:
    """A value set without its members; `validity` is when this version really holds, as for a release."""
    period = terminology.value_set_versions(value_set.uri).period(value_set, when)
    return {
        "valueSet": value_set.name,
        "uri": value_set.uri,
        "release": value_set.version,
        "title": value_set.title,
        "edition": value_set.edition,
        "validity": days_answer(period),
    }


def expansion_answer(
    value_set: Answer, expansion: Expansion, offset: int, limit: int | None, *, language: str = "en"
) -> Answer:
    """The value set's answer with its members from `offset` on, at most `limit`; `total` counts all of them."""
    page = expansion.page(offset, expansion.total if limit is None else limit)
    return {
        **value_set,
        "releases": dict(expansion.releases),
        "total": expansion.total,
        "offset": offset,
        "members": [_member(member) for member in page],
        "unresolved": [_unresolved(finding, language) for finding in expansion.unresolved],
    }


def _unresolved(finding: Finding, language: str) -> Answer:
    message, remedy = (sentence.in_language(language) for sentence in (finding.message, finding.remedy))
    return {"rule": finding.rule, "message": message, "remedy": remedy}


def _member(member: Member) -> Answer:
    return {
        "system": member.system,
        "release": member.release or None,
        "code": member.code,
        "notations": list(member.notations),
        "admitted": list(member.admitted),
        "term": member.term,
        "kind": str(member.kind),
        "status": str(member.status),
    }


# maps


def map_answer(concept_map: ConceptMap) -> Answer:
    """A concept map without its rows; the systems it speaks about and leads into, in the releases it was made for."""
    titles = dict(concept_map.title)
    return {
        "name": concept_map.name,
        "uri": concept_map.uri,
        "version": concept_map.version,
        "title": titles.get("da") or next(iter(titles.values()), concept_map.name),
        "sources": _ends(concept_map.source_systems, concept_map.source_releases),
        "targets": _ends(concept_map.target_systems, concept_map.target_releases),
        "validity": days_answer(concept_map.validity),
        "rows": len(concept_map.mappings),
        "licence": concept_map.licence,
        "author": concept_map.author,
        "example": concept_map.example,
    }


def _ends(systems: Iterable[str], releases: Iterable[tuple[str, str]]) -> list[Answer]:
    made_for = dict(releases)
    return [{"system": system, "release": made_for.get(system)} for system in sorted(systems)]


def mapping_answer(concept_map: ConceptMap, mapping: Mapping) -> Answer:
    """One row of a concept map; the target of a `none` row is null."""
    return {
        "map": concept_map.name,
        "version": concept_map.version,
        "row": mapping.number,
        "source": coding_answer(mapping.source),
        "relation": str(mapping.relation),
        "target": coding_answer(mapping.target) if mapping.target.code else None,
        "confidence": mapping.confidence,
        "justification": mapping.justification,
        "author": mapping.author,
        "reviewer": mapping.reviewer,
        "validity": days_answer(mapping.validity),
        "note": mapping.note,
    }
