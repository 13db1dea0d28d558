"""Concept maps as mapping sets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from classification import ConceptMap, Finding, Severity, Validity
from classification.concept_map import Coding, Relation
from classification.sentence import Sentence, both, same
from loaders.content import Content, map_in_fhir
from loaders.name import slug
from loaders.sssom_tsv import slots
from loaders.sssom_tsv.reading import escaped

_COLUMNS: Final = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("author_label", "reviewer_label", "subject_source", "subject_source_version", "object_source"),
    *("object_source_version", "mapping_cardinality", "confidence", "comment"),
    *("ext_valid_from", "ext_valid_to", "ext_number"),
)
_NO_YAML: Final = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_URI: Final = re.compile(r"https?://[!#-;=?-Z_a-z~\[\]]+\Z")
_SPDX: Final = frozenset(("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "MPL-2.0", "MIT", "Apache-2.0", "EUPL-1.2"))
_SCHEMES: Final = ("urn", "http", "https")
_LETTERS: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


def write(content: Content, folder: Path) -> tuple[Path, ...]:
    """The files, named after the maps: `domus-ffb-1.0.0.sssom.tsv`."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    taken: Counter[str] = Counter()
    for concept_map in content.maps:
        stem = f"{slug(concept_map.name)}-{quote(concept_map.version, safe='.-_')}"
        taken[stem] += 1
        path = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.sssom.tsv"
        path.write_text(_text(concept_map), encoding="utf-8", newline="")
        written.append(path)
    return tuple(written)


def _text(concept_map: ConceptMap) -> str:
    prefixes = _prefixes(concept_map)
    rows = list(_rows(concept_map, prefixes))
    columns = [name for name in _COLUMNS if name in slots.REQUIRED or any(row.get(name) for row in rows)]
    common = {
        name: rows[0][name]
        for name in slots.PROPAGATED
        if rows and rows[0].get(name) and all(row.get(name) == rows[0][name] for row in rows)
    }
    made = io.StringIO(newline="")
    for key, value in _metadata(concept_map, prefixes, common, columns):
        made.write(f"#{key}: {_yaml(value)}\n")
    writer = csv.writer(made, delimiter="\t", lineterminator="\n")
    columns = [name for name in columns if name not in common]
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return made.getvalue()


def _yaml(value: Any) -> str:
    """A value in one line: JSON is YAML where what YAML takes for a line break or does not allow is escaped."""
    written = json.dumps(value, ensure_ascii=False)
    return _NO_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", written)


def _metadata(
    concept_map: ConceptMap, prefixes: dict[str, str], common: dict[str, str], columns: list[str]
) -> Iterator[tuple[str, Any]]:
    spaces = {prefix: _namespace(system) for system, prefix in prefixes.items()} | dict(concept_map.prefixes)
    yield "mapping_set_id", concept_map.uri
    yield "mapping_set_version", concept_map.version
    title = next((text for _, text in concept_map.title), "")
    start, end = _days(concept_map.validity)
    own = {
        "mapping_set_title": title,
        "license": _licence(concept_map.licence),
        "creator_label": [concept_map.author] if concept_map.author else "",
        "ext_name": concept_map.name,
        "ext_licence": "" if _URI.match(concept_map.licence) else concept_map.licence,
        "ext_valid_from": start,
        "ext_valid_to": end,
        "ext_example": "true" if concept_map.example else "",
        slots.MADE_PREFIXES: " ".join(prefixes.values()),
        **{f"{slots.TITLE}{language}": text for language, text in concept_map.title},
    }
    yield from ((key, value) for key, value in (own | common).items() if value)
    used = {name: prop for name, prop in slots.EXTENSIONS.items() if own.get(name) or name in columns}
    used |= {f"{slots.TITLE}{language}": "title" for language, _ in concept_map.title}
    defined = [{"slot_name": name, "property": f"samsprog:{prop}"} for name, prop in used.items()]
    yield "extension_definitions", defined
    yield "curie_map", {**spaces, **{name: f"{name}:" for name in _SCHEMES}, "samsprog": slots.OWN}


def _licence(licence: str) -> str:
    """A licence as the IRI that SSSOM asks for; one that is none stands in an extension slot beside it."""
    if _URI.match(licence):
        return licence
    return f"https://spdx.org/licenses/{licence}" if licence in _SPDX else slots.UNSPECIFIED_LICENCE


def _namespace(system: str) -> str:
    return system if system.endswith(("#", "/")) else f"{system}#"


def _prefixes(concept_map: ConceptMap) -> dict[str, str]:
    """A prefix for each system of which an end was written under none: the end of its URI where that is a name."""
    declared = dict(concept_map.prefixes)
    systems = dict.fromkeys(
        side.system
        for mapping in concept_map.mappings
        for side in (mapping.source, mapping.target)
        if side.code and not side.uri and not _under_its_prefix(side, declared)
    )
    prefixes: dict[str, str] = {}
    for number, system in enumerate(systems, 1):
        name = slug(system.rstrip("/#").replace("#", "/").replace(":", "/").rpartition("/")[2])
        taken = {*prefixes.values(), *declared, *slots.BUILT_IN, *_SCHEMES, "samsprog"}
        prefixes[system] = name if _LETTERS.match(name) and name not in taken else f"system{number}"
    return prefixes


def _rows(concept_map: ConceptMap, prefixes: dict[str, str]) -> Iterator[dict[str, str]]:
    pairs = [
        (_end(m.source), _end(m.target)) for m in concept_map.mappings if m.relation is not Relation.NONE
    ]
    sources, targets = Counter(source for source, _ in pairs), Counter(target for _, target in pairs)
    releases = dict(concept_map.source_releases), dict(concept_map.target_releases)
    declared = dict(concept_map.prefixes)
    for place, mapping in enumerate(concept_map.mappings, 1):
        none = mapping.relation is Relation.NONE
        start, end = _days(mapping.validity)
        many = sources[_end(mapping.source)] > 1, targets[_end(mapping.target)] > 1
        yield {
            "subject_id": _curie(mapping.source, prefixes, declared),
            "subject_label": mapping.source.term,
            "predicate_id": "skos:exactMatch" if none else mapping.relation.skos,
            "object_id": "sssom:NoTermFound" if none else _curie(mapping.target, prefixes, declared),
            "object_label": mapping.target.term,
            "mapping_justification": f"semapv:{mapping.justification}",
            "author_label": escaped(mapping.author),
            "reviewer_label": escaped(mapping.reviewer),
            "subject_source": mapping.source.system,
            "subject_source_version": releases[0].get(mapping.source.system, ""),
            "object_source": mapping.target.system,
            "object_source_version": releases[1].get(mapping.target.system, ""),
            "mapping_cardinality": "1:0" if none else f"{'n' if many[1] else '1'}:{'n' if many[0] else '1'}",
            "confidence": "" if mapping.confidence is None else repr(mapping.confidence),
            "comment": mapping.note,
            "ext_valid_from": start,
            "ext_valid_to": end,
            "ext_number": str(mapping.number) if mapping.number != place else "",
        }


def _end(coding: Coding) -> tuple[str, str]:
    return coding.system, coding.code


def _under_its_prefix(coding: Coding, declared: dict[str, str]) -> str:
    """What stands behind the prefix under which it was written; empty where it was written under none."""
    space = declared.get(coding.prefix, "")
    return coding.address[len(space) :] if space and coding.address.startswith(space) else ""


def _curie(coding: Coding, prefixes: dict[str, str], declared: dict[str, str]) -> str:
    """As it was written; else under the prefix of its system; an IRI that no prefix begins as it is."""
    local = _under_its_prefix(coding, declared)
    if local:
        return f"{coding.prefix}:{local}"
    if coding.uri:
        return coding.uri
    return f"{prefixes[coding.system]}:{quote(coding.code, safe='-._~')}"


def _days(validity: Validity) -> tuple[str, str]:
    return (
        validity.start.isoformat() if validity.start else "",
        validity.end.isoformat() if validity.end else "",
    )


def losses(content: Content) -> tuple[Finding, ...]:
    """What the files do not carry, as information (SPM31)."""
    found = [
        (
            same(f"{d.release.scheme.name} {d.release.version}"),
            both("et kortlægningssæt indeholder ingen begreber", "a mapping set holds no concepts"),
        )
        for d in content.releases
    ]
    found += [
        (
            both(f"værdisættet {v.name} {v.version}", f"value set {v.name} {v.version}"),
            both("et kortlægningssæt indeholder ingen værdisæt", "a mapping set holds no value sets"),
        )
        for v in content.value_sets
    ]
    for concept_map in content.maps:
        name = same(f"{concept_map.name} {concept_map.version}")
        found += [(name, message) for message in _losses(concept_map)]
    return tuple(
        Finding(
            "SPM31",
            Severity.INFORMATION,
            both(f"{name.da}: {message.da}: ikke skrevet", f"{name.en}: {message.en}: not written"),
        )
        for name, message in found
    )


def _losses(concept_map: ConceptMap) -> Iterator[Sentence]:
    yield both("hvornår det blev registreret her", "when it was recorded here")
    yield from map_in_fhir(concept_map)
    systems = (
        {m.source.system for m in concept_map.mappings},
        {m.target.system for m in concept_map.mappings},
    )
    stated = (concept_map.source_releases, concept_map.target_releases)
    for held, releases in zip(systems, stated, strict=True):
        yield from (
            both(
                f"udgaven {label} af {uri}, som ingen række handler om",
                f"the release {label} of {uri}, of which there is no row",
            )
            for uri, label in releases
            if uri not in held
        )
    named = [m for m in concept_map.mappings if m.relation is Relation.NONE and m.target.code]
    if named:
        yield both(
            f"den kode, som en række uden modstykke nævner ({len(named)} rækker)",
            f"the code that a row without counterpart names ({len(named)} rows)",
        )
