"""FHIR R4 JSON: CodeSystem, ValueSet and ConceptMap, one file or a directory of files, bundles too.

Written is R4 (4.0.1); read are also the R5 shapes of ConceptMap. What a file cannot carry is listed in
docs/formats/fhir-json.md, which also lists the rule codes of the findings, and told by `losses`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from classification import Finding, Place, Severity
from classification.sentence import Sentence, both
from loaders.content import Content, Reading, Row, joined, part
from loaders.fhir_json.code_system import code_system_json, code_system_losses, read_code_system
from loaders.fhir_json.concept_map import concept_map_json, concept_map_losses, read_concept_map
from loaders.fhir_json.element import Element
from loaders.fhir_json.resource import Json
from loaders.fhir_json.scope import scoped
from loaders.fhir_json.value_set import read_value_set, value_set_json, value_set_losses
from loaders.reading.json_document import parse
from loaders.reading.notes import Notes
from loaders.reading.text_file import decode, read_text

SORTS: Final = ("CodeSystem", "ValueSet", "ConceptMap")
UNSAID: Final = Reading()


def read(path: Path, reading: Reading = UNSAID, *, but: Collection[Path] = ()) -> Content:
    """Everything that a file, or all `*.json` files at or below a directory but some, hold; drafts are raw.

    Findings besides those of the resources: SPF08 a file or resource that is none of the three (information), SPF21 two
    resources with one URL and version, SPR01 the path cannot be read, SPR04 nothing to read in it.
    """
    notes = Notes()
    contents = [
        part(name, _read_file(file, name, reading)) for file, name in _files(path, notes) if file not in but
    ]
    content = joined((Content(findings=tuple(notes.findings)), *contents))
    if not (
        content.releases or content.value_sets or content.maps or content.errors or _is_elsewhere(content)
    ):
        notes = Notes()
        message = both(
            "indeholder ingen CodeSystem, ValueSet eller ConceptMap",
            "holds no CodeSystem, ValueSet or ConceptMap",
        )
        notes.error(
            "SPR04",
            message,
            Place(path.name),
            both("angiv en fil eller mappe med FHIR JSON", "name a file or directory of FHIR JSON"),
        )
        content += Content(findings=tuple(notes.findings))
    content, _ = scoped(content, _nowhere)  # what is left is settled by who knows what is held
    return content + Content(findings=tuple(twice(content)))


def _is_elsewhere(content: Content) -> bool:
    """Whether a code system says that its concepts are not in it."""
    return any(finding.rule == "SPF10" for finding in content.findings)


def _nowhere(canonical: str) -> None:
    """A reader holds nothing but what it reads."""


def read_bytes(raw: bytes, file: str, reading: Reading = UNSAID) -> Content:
    """Everything that one file's bytes hold (findings as `read`)."""
    notes = Notes()
    text = decode(raw, file, notes)
    return _read_text(text, file, reading, notes)


def _files(path: Path, notes: Notes) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        files = ((file, file.relative_to(path).as_posix()) for file in path.rglob("*.json"))
        for file, name in sorted(files, key=lambda found: found[1]):
            if file.is_file():
                yield file, name
            elif not file.is_dir():
                message = (
                    both("er et link, der ikke fører nogen steder hen", "is a link that leads nowhere")
                    if file.is_symlink()
                    else both("er ikke en almindelig fil", "is no regular file")
                )
                notes.error(
                    "SPR01", message, Place(name), both("ret eller fjern det", "correct or remove it")
                )
    elif path.exists():
        yield path, path.name
    else:
        notes.error(
            "SPR01",
            both("der er ingen sådan fil eller mappe", "there is no such file or directory"),
            Place(str(path)),
            both("ret stien", "correct the path"),
        )


def _read_file(path: Path, name: str, reading: Reading) -> Content:
    notes = Notes()
    text = read_text(path, notes, name=name)
    return _read_text(text, name, reading, notes)


def _read_text(text: str | None, file: str, reading: Reading, notes: Notes) -> Content:
    document: Any = parse(text, file, notes) if text is not None else None
    content = Content()
    if isinstance(document, dict):
        content = joined(_read_resource(part, reading) for part in _resources(document, file, notes))
    elif document is not None:
        _passed_over(
            both(
                f"er ikke en FHIR-ressource, men {_sort(document).da}",
                f"is no FHIR resource but {_sort(document).en}",
            ),
            Place(file),
            notes,
        )
    elif text is not None and not notes.findings:
        _passed_over(
            both("er ikke en FHIR-ressource, men null", "is no FHIR resource but null"), Place(file), notes
        )
    return joined((Content(findings=tuple(notes.findings)), content))


def _resources(document: Json, file: str, notes: Notes) -> Iterator[Element]:
    sort = document.get("resourceType")
    root = Element(document, (), (file, 0), notes)
    if sort == "Bundle":
        others: Counter[str] = Counter()
        for entry in root.parts("entry"):
            part = entry.part("resource")
            if part is not None and part.record.get("resourceType") in SORTS:
                yield part
            elif part is not None:
                others[str(part.record.get("resourceType"))] += 1
        for name, times in others.items():
            _passed_over(
                both(
                    f"indeholder {times} × {name}, som ikke læses",
                    f"holds {times} × {name}, which is not read",
                ),
                Place(file, path="/entry"),
                notes,
            )
    elif sort in SORTS:
        yield root
    else:
        what = (
            both(f"en {sort}, som ikke læses", f"a {sort}, which is not read")
            if isinstance(sort, str)
            else both(
                "ingen FHIR-ressource: resourceType mangler", "no FHIR resource: resourceType is missing"
            )
        )
        _passed_over(both(f"er {what.da}", f"is {what.en}"), Place(file), notes)


def _passed_over(text: Sentence, place: Place, notes: Notes) -> None:
    notes.information(
        "SPF08",
        text,
        place,
        both(
            f"der læses {', '.join(SORTS)}, alene eller i en Bundle",
            f"read are {', '.join(SORTS)}, alone or in a Bundle",
        ),
    )


def _read_resource(resource: Element, reading: Reading) -> Content:
    sort = resource.record["resourceType"]
    if sort == "CodeSystem":
        draft = read_code_system(resource, reading)
        if draft is None:
            return Content()
        name = draft.release.scheme.name
        rows = tuple(Row(draft.places[c.code], f"{name} {c.code}") for c in draft.release.concepts)
        return Content(releases=(draft,), rows=rows)
    if sort == "ValueSet":
        value_set = read_value_set(resource, reading)
        if value_set is None:
            return Content()
        return Content(value_sets=(value_set,), rows=(Row(resource.place(), value_set.name),))
    concept_map, rows = read_concept_map(resource, reading)
    return Content(maps=(concept_map,) if concept_map else (), rows=rows)


def twice(content: Content) -> Iterator[Finding]:
    """SPF21: resources with one URL and version."""
    named = (
        *(("CodeSystem", d.release.scheme.uri, d.release.version) for d in content.releases),
        *(("ValueSet", v.uri, v.version) for v in content.value_sets),
        *(("ConceptMap", m.uri, m.version) for m in content.maps),
    )
    for (sort, uri, version), times in Counter(named).items():
        if times > 1:
            message = both(
                f"{sort} {uri} i version {version} er der {times} gange",
                f"{sort} {uri} in version {version} is there {times} times",
            )
            yield Finding(
                "SPF21", Severity.ERROR, message, Place(), both("behold en af dem", "keep one of them")
            )


def _sort(document: Any) -> Sentence:
    return {
        list: both("en liste", "an array"),
        str: both("en tekst", "a string"),
        bool: both("en sandhedsværdi", "a boolean"),
    }.get(type(document), both("et tal", "a number"))


def resources(content: Content) -> Iterator[Json]:
    """Every release, value set and map as an R4 resource."""
    for draft in content.releases:
        yield code_system_json(draft.release)
    for value_set in content.value_sets:
        yield value_set_json(value_set)
    for concept_map in content.maps:
        yield concept_map_json(concept_map)


def write(content: Content, folder: Path) -> tuple[Path, ...]:
    """One file per resource in `folder` (made when it is not there): `CodeSystem-fsiii-2.3.0.json` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    times: Counter[tuple[str, str]] = Counter()
    for resource in resources(content):
        named = (resource["resourceType"], resource["id"])
        times[named] += 1
        if times[named] > 1:
            resource["id"] += f"-{times[named]}"
        path = folder / f"{resource['resourceType']}-{resource['id']}.json"
        path.write_text(to_text(resource), encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def to_text(resource: Json) -> str:
    """A resource as people read it: indented, UTF-8, one line end."""
    return json.dumps(resource, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def losses(content: Content) -> tuple[Finding, ...]:
    """What the files that `write` makes do not carry."""
    return tuple(
        finding
        for found in (
            *(code_system_losses(draft.release) for draft in content.releases),
            *(value_set_losses(value_set) for value_set in content.value_sets),
            *(concept_map_losses(concept_map) for concept_map in content.maps),
        )
        for finding in found
    )
