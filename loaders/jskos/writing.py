"""Releases and concept maps as JSKOS; the same content gives the same bytes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from classification import Concept, ConceptMap, Finding, Release, Severity, Validity
from classification.concept import Label, LabelKind, NotationRole, Note, Status
from classification.concept_map import Coding, Mapping, Relation
from classification.release import Lineage
from classification.sentence import Sentence, both, same
from classification.text import language_tag
from classification.uri import is_uri
from loaders.content import Content, map_in_fhir, scheme_in_fhir
from loaders.jskos import names
from loaders.justification import SEMAPV
from loaders.name import slug

Json = dict[str, Any]
_LABELS: Final = {kind: field for field, kind in names.LABELS.items()}
_NOTES: Final = {kind: field for field, kind in names.NOTES.items()}
_MATCHES: Final[dict[Relation, str]] = {relation: uri for uri, relation in names.MATCHES.items()}
_URL: Final = re.compile(r"https?://[!-~]+\Z")


def write(content: Content, folder: Path) -> tuple[Path, ...]:
    """The files, named after what they hold: `fsiii-2.3.0.jskos.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    things = [(d.release.scheme.name, d.release.version, scheme_json(d.release)) for d in content.releases]
    things += [(found.name, found.version, map_json(found)) for found in content.maps]
    written: list[Path] = []
    taken: Counter[str] = Counter()
    for name, version, record in things:
        stem = f"{slug(name)}-{quote(version, safe='.-_')}"
        taken[stem] += 1
        path = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.jskos.json"
        text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def _present(record: Json) -> Json:
    return {key: value for key, value in record.items() if value not in ("", [], {}, None, False)}


def _days(validity: Validity) -> Json:
    """The first and the last day."""
    end = validity.end - timedelta(days=1) if validity.end and validity.end > date.min else None
    return {
        "startDate": validity.start.isoformat() if validity.start else "",
        "endDate": end.isoformat() if end else "",
    }


def _of_lists(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, text in texts:
        found.setdefault(language.lower() or names.UNKNOWN_LANGUAGE, []).append(text)
    return found


def _of_strings(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, text in texts:
        found.setdefault(language.lower() or names.UNKNOWN_LANGUAGE, text)
    return found


def _unsaid(text: str) -> dict[str, str]:
    return {names.UNKNOWN_LANGUAGE: text} if text else {}


def _agent(name: str) -> list[Json]:
    return [{"prefLabel": _unsaid(name)}] if name else []


def _licence(licence: str) -> list[Json]:
    return [{"uri": licence}] if _URL.match(licence) else []


# ---------------------------------------------------------------- releases


def scheme_json(release: Release) -> Json:
    """A release as a concept scheme with its concepts."""
    scheme = release.scheme
    own = {
        "name": scheme.name,
        "licence": "" if _URL.match(scheme.licence) else scheme.licence,
        "source": scheme.source,
        "hierarchy": scheme.hierarchy,
        "example": scheme.example,
        "publisherVersions": list(release.publisher_versions),
        "lineage": [_lineage(step) for step in release.lineage],
    }
    uris = {concept.code: scheme.uri_of(concept) for concept in release.concepts}
    return _present(
        {
            "@context": names.CONTEXT,
            "uri": scheme.uri,
            "type": [names.SCHEME],
            "notation": [scheme.name],
            "identifier": list(scheme.aliases),
            "prefLabel": _of_strings(scheme.title),
            "publisher": _agent(scheme.publisher),
            "license": _licence(scheme.licence),
            "namespace": scheme.namespace,
            "languages": [language.lower() for language in scheme.languages],
            "version": release.version,
            **_days(release.validity),
            names.OWN: _present(own),
            "concepts": [_concept(concept, scheme.uri, uris) for concept in release.concepts],
        }
    )


def _lineage(step: Lineage) -> Json:
    return _present(
        {
            "kind": str(step.kind),
            "sources": list(step.sources),
            "targets": list(step.targets),
            "note": step.note,
        }
    )


def _concept(concept: Concept, system: str, uris: dict[str, str]) -> Json:
    plain = all(n.role is NotationRole.CURRENT and n.validity.is_unbounded for n in concept.notations)
    own = {
        "kind": "" if concept.kind == "other" else str(concept.kind),
        "notations": []
        if plain
        else [_notation_row(n.code, str(n.role), n.validity) for n in concept.notations],
        "reason": concept.reason,
        "properties": [list(pair) for pair in concept.properties],
    }
    outside = {
        key: [
            {"uri": text}
            for name, text in concept.properties
            if name == own_name and text not in uris and is_uri(text)
        ]
        for key, own_name in names.OUTSIDE.items()
    }
    related = [text for name, text in concept.properties if name == "related" and text in uris]
    record = {
        "uri": uris[concept.code],
        "type": [names.CONCEPT, *([names.GROUPING] if concept.status is Status.GROUPING else [])],
        "notation": list(concept.codes),
        **_labels(concept.labels),
        **_notes(concept.notes),
        "broader": [*_references(concept.broader, uris), *outside["broader"]],
        "related": [*_references(dict.fromkeys(related), uris), *outside["related"]],
        "inScheme": [{"uri": system}],
        "topConceptOf": [] if concept.broader else [{"uri": system}],
        **_days(concept.validity),
        "deprecated": concept.status is Status.DEPRECATED,
        "replacedBy": [*_references(concept.replaced_by, uris), *outside["replacedBy"]],
    }
    held = _present(own) | ({"ordinal": concept.ordinal} if concept.ordinal is not None else {})
    return _present(record | {names.OWN: held})


def _notation_row(code: str, role: str, validity: Validity) -> list[str]:
    days = [day.isoformat() if day else "" for day in (validity.start, validity.end)]
    return [code, role, *(days if any(days) else [])]


def _labels(labels: Iterable[Label]) -> Json:
    held = tuple(labels)
    found: Json = {}
    for kind, field in _LABELS.items():
        texts = [(label.language, label.text) for label in held if label.kind is kind]
        found[field] = _of_strings(texts) if kind is LabelKind.PREFERRED else _of_lists(texts)
    return found


def _notes(notes: Iterable[Note]) -> Json:
    held = tuple(notes)
    return {
        field: _of_lists((n.language, n.text) for n in held if n.kind is kind)
        for kind, field in _NOTES.items()
    }


def _references(codes: Iterable[str], uris: dict[str, str]) -> list[Json]:
    return [{"uri": uris[code]} for code in codes if code in uris]


# ---------------------------------------------------------------- maps


def map_json(concept_map: ConceptMap) -> Json:
    """A map as a concordance, or as a registry of mappings where it has several schemes on one side."""
    sources, targets = dict(concept_map.source_releases), dict(concept_map.target_releases)
    single = len(concept_map.source_systems) == 1 == len(concept_map.target_systems)
    schemes = {}
    if single:
        (source,), (target,) = concept_map.source_systems, concept_map.target_systems
        schemes = {"fromScheme": _scheme(source, sources), "toScheme": _scheme(target, targets)}
    in_order = [m.number for m in concept_map.mappings] == list(range(1, len(concept_map.mappings) + 1))
    own = {
        "name": concept_map.name,
        "licence": "" if _URL.match(concept_map.licence) else concept_map.licence,
        "example": concept_map.example,
    }
    head = _present(
        {
            "@context": names.CONTEXT,
            "uri": concept_map.uri,
            "type": [names.CONCORDANCE if single else names.REGISTRY],
            "prefLabel": _of_strings(concept_map.title),
            "creator": _agent(concept_map.author),
            "license": _licence(concept_map.licence),
            "version": concept_map.version,
            **_days(concept_map.validity),
            **schemes,
            names.OWN: _present(own),
        }
    )
    return head | {"mappings": [_mapping(m, sources, targets, in_order) for m in concept_map.mappings]}


def _scheme(uri: str, releases: dict[str, str]) -> Json:
    return _present({"uri": uri, "version": releases.get(uri, "")})


def _mapping(mapping: Mapping, sources: dict[str, str], targets: dict[str, str], in_order: bool) -> Json:
    none = mapping.relation is Relation.NONE
    own = {"reviewer": mapping.reviewer, "number": 0 if in_order else mapping.number}
    record = _present(
        {
            "type": [names.ANY_MATCH if none else _MATCHES[mapping.relation]],
            "fromScheme": _scheme(mapping.source.system, sources),
            "toScheme": _scheme(mapping.target.system, targets),
            "justification": f"{SEMAPV}{mapping.justification}",
            "creator": _agent(mapping.author),
            "note": _of_lists(_unsaid(mapping.note).items()),
            **_days(mapping.validity),
            names.OWN: _present(own),
        }
    )
    sides = {
        "from": {"memberSet": [_member(mapping.source)]},
        "to": {"memberSet": [] if none else [_member(mapping.target)]},
    }
    relevance = {} if mapping.confidence is None else {"mappingRelevance": mapping.confidence}
    return sides | record | relevance


def _member(coding: Coding) -> Json:
    return _present({"uri": coding.address, "notation": [coding.code], "prefLabel": _unsaid(coding.term)})


# ---------------------------------------------------------------- what is not carried


_NO_VALUE_SETS: Final = both("et værdisæt, som JSKOS ikke har", "a value set, which JSKOS does not have")


def losses(content: Content) -> tuple[Finding, ...]:
    """SPJ31: what the files do not carry."""
    lost = [
        *(same(f"{d.release.scheme.name} {d.release.version}: ") + part for d in content.releases
          for part in _release_losses(d.release)),
        *(same(f"{one.name} {one.version}: ") + _NO_VALUE_SETS for one in content.value_sets),
        *(same(f"{one.name} {one.version}: ") + part for one in content.maps for part in _map_losses(one)),
    ]  # fmt: skip
    return tuple(
        Finding("SPJ31", Severity.INFORMATION, both(f"{text.da}: ikke skrevet", f"{text.en}: not written"))
        for text in lost
    )


def _release_losses(release: Release) -> Iterator[Sentence]:
    yield both("hvornår det blev registreret her", "when it was recorded here")
    yield from scheme_in_fhir(release.scheme)
    tags = {language for language, _ in release.scheme.title} | set(release.scheme.languages)
    for concept in release.concepts:
        tags |= {label.language for label in concept.labels} | {note.language for note in concept.notes}
        preferred = Counter(x.language for x in concept.labels if x.kind is LabelKind.PREFERRED)
        if any(times > 1 for times in preferred.values()):
            yield both(
                f"den anden foretrukne term for {concept.code!r} på ét sprog",
                f"the second preferred label of {concept.code!r} in one language",
            )
    yield from _tag_losses(tags)


def _map_losses(concept_map: ConceptMap) -> Iterator[Sentence]:
    yield both("hvornår det blev registreret her", "when it was recorded here")
    yield from map_in_fhir(concept_map)
    for side, releases, systems in (
        (both("kilde", "source"), concept_map.source_releases, concept_map.source_systems),
        (both("mål", "target"), concept_map.target_releases, concept_map.target_systems),
    ):
        for system, release in releases:
            if system not in systems:
                yield both(
                    f"at {system} ({side.da}) menes i udgaven {release}, for ingen række nævner den",
                    f"that the {side.en} {system} is meant in release {release}, for no mapping names it",
                )
    named = [
        m
        for m in concept_map.mappings
        if m.relation is Relation.NONE and m.target != Coding(m.target.system, "")
    ]
    if named:
        yield both(
            f"kode og term for målet i en række uden modstykke ({len(named)} rækker)",
            f"code and term of the target of a row without counterpart ({len(named)} rows)",
        )
    yield from _tag_losses(language for language, _ in concept_map.title)


def _tag_losses(tags: Iterable[str]) -> Iterator[Sentence]:
    for tag in sorted(set(tags)):
        if language_tag(tag) != tag or tag == names.UNKNOWN_LANGUAGE:
            yield both(f"stavningen af sprogmærket {tag!r}", f"the spelling of the language tag {tag!r}")
