"""CodeSystem: a classification in one release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from classification import ConceptScheme, Finding, Release
from classification.concept import Concept, NotationRole
from classification.record import replace
from classification.sentence import Sentence, both, same
from classification.uri import common_rule, default_rule, made_uri
from loaders.content import Draft, Reading
from loaders.fhir_json import terms
from loaders.fhir_json.concept import read_concepts
from loaders.fhir_json.concept_writer import concepts_json, properties_json
from loaders.fhir_json.element import Element
from loaders.fhir_json.resource import (
    RECORDED,
    Json,
    effective_period,
    head,
    label,
    lost,
    present,
    report_not_kept,
    short_name,
    title_json,
    titles,
)
from loaders.reading.notes import known

KEPT: Final = frozenset(
    (
        "caseSensitive",
        "supplements",
        "content",
        "count",
        "hierarchyMeaning",
        "identifier",
        "property",
        "concept",
        "versionNeeded",
    )
)
HIERARCHIES: Final = ("is-a", "grouped-by", "part-of", "classified-with")
REFUSED: Final = {
    "not-present": both("det indeholder ingen begreber", "it holds no concepts"),
}
PARTIAL: Final = ("fragment", "example")
SUPPLEMENT: Final = "supplement"


def read_code_system(resource: Element, reading: Reading) -> Draft | None:
    """The release that a CodeSystem holds, raw; None when its content is no code system to be published.

    Findings besides those of the concepts: SPF10 supplement or not-present, SPF11 fragment or example, SPF12 no word on
    case, SPF16 `count` differs, SPF26 no concepts, SPF17 unknown content or hierarchyMeaning, SPF09 elements
    that are not kept.
    """
    uri = resource.text("url", required=True)
    version = label(resource, reading)
    if not _check_content(resource) or not uri or not version:
        return None
    content = resource.text("content")
    adds = content == SUPPLEMENT
    # what a supplement adds are designations, each in its own language
    language = resource.text("language") or ("" if adds else reading.usual_language)
    found = read_concepts(resource, language)
    _check_header(resource, len(found.concepts))
    rule, concepts = _addressed(uri, found.concepts)
    scheme = ConceptScheme(
        name=short_name(resource),
        uri=uri,
        title=titles(resource, language or reading.usual_language),
        aliases=tuple(_former_uris(resource)),
        publisher=resource.text("publisher"),
        licence=resource.text("copyright"),
        languages=tuple(filter(None, found.languages(language))),
        hierarchy=_hierarchy(resource),
        example=resource.flag("experimental"),
        concept_uri=rule,
        case_sensitive=_case_sensitive(resource),
        content=content if content in (*PARTIAL, SUPPLEMENT) else "",
        supplements=resource.text("supplements", required=True) if adds else "",
    )
    stated = resource.text("version")
    release = Release(
        scheme=scheme,
        version=version,
        concepts=tuple(concepts),
        validity=resource.effective(),
        publisher_versions=(stated,) if stated and stated != version else (),
    )
    report_not_kept(
        resource,
        KEPT,
        (
            *_header_not_kept(resource),
            *(
                both(f"concept.{name} ({times} gange)", f"concept.{name} ({times} times)")
                for name, times in found.not_kept.items()
            ),
        ),
    )
    return Draft(release, raw=True, places=found.places, describing=True)


def _header_not_kept(resource: Element) -> Iterator[Sentence]:
    """Elements that are kept in one meaning only, where the resource has another one."""
    if resource.record.get("versionNeeded") is True:
        yield same("versionNeeded")
    if len(list(_former_uris(resource))) < len(list(resource.parts("identifier"))):
        yield same("identifier")


def _check_content(resource: Element) -> bool:
    content = resource.text("content", required=True)
    name = resource.text("name") or resource.text("url")
    if content in REFUSED:
        message = both(
            f"{name}: content er {content}: {REFUSED[content].da}",
            f"{name}: content is {content}: {REFUSED[content].en}",
        )
        note = resource.notes.error if resource.record.get("concept") else resource.notes.warning
        note(
            "SPF10",
            message,
            resource.place("content"),
            both("importér hele kodesystemet", "import the complete code system"),
        )
        return False
    if content in PARTIAL:
        message = both(
            f"{name}: content er {content}: der kan findes koder, som ikke er her",
            f"{name}: content is {content}: codes that are not here may exist",
        )
        remedy = both(
            "importér hele kodesystemet, hvor det findes",
            "import the complete code system where there is one",
        )
        resource.notes.warning("SPF11", message, resource.place("content"), remedy)
        return bool(resource.record.get("concept"))
    if content and content not in ("complete", SUPPLEMENT):
        remedy = known(("complete", *PARTIAL, SUPPLEMENT, *REFUSED))
        resource.notes.error(
            "SPF17",
            both(f"ukendt content {content!r}", f"unknown content {content!r}"),
            resource.place("content"),
            remedy,
        )
    return True


def _check_header(resource: Element, size: int) -> None:
    if "caseSensitive" not in resource.record and resource.text("content") != SUPPLEMENT:
        message = both(
            "caseSensitive mangler, så koder tages med store og små bogstaver efter behag (FHIR R4)",
            "caseSensitive is missing, so that codes are taken in any case (FHIR R4)",
        )
        resource.notes.information(
            "SPF12",
            message,
            resource.place(),
            both(
                "sig det med caseSensitive, hvis du udgiver filen",
                "say it with caseSensitive if the file is yours",
            ),
        )
    if not size and resource.text("content") == "complete":
        message = both(
            "content er complete, og der er intet begreb", "content is complete, and there is no concept"
        )
        resource.notes.warning(
            "SPF26", message, resource.place("concept"), both("find begreberne", "look for the concepts")
        )
    count = resource.number("count")
    if count is not None and count != size:
        message = both(
            f"count er {count:g}, filen indeholder {size} begreber",
            f"count is {count:g}, the file holds {size} concepts",
        )
        resource.notes.warning(
            "SPF16",
            message,
            resource.place("count"),
            both("undersøg, om filen er hel", "find out whether the file is complete"),
        )


def _case_sensitive(resource: Element) -> bool | None:
    return resource.flag("caseSensitive") if "caseSensitive" in resource.record else None


def _hierarchy(resource: Element) -> str:
    meaning = resource.text("hierarchyMeaning")
    if meaning and meaning not in HIERARCHIES:
        message = both(
            f"ukendt hierarchyMeaning {meaning!r}, læst som is-a",
            f"unknown hierarchyMeaning {meaning!r}, taken as is-a",
        )
        resource.notes.warning("SPF17", message, resource.place("hierarchyMeaning"), known(HIERARCHIES))
        return "is-a"
    return meaning or "is-a"


def _addressed(system: str, concepts: list[Concept]) -> tuple[str, list[Concept]]:
    """The rule by which URIs are made, and the concepts with those alone that it does not make.

    A concept that states none has the one of the usual rule.
    """
    if not any(concept.uri for concept in concepts):
        return "", concepts
    usual = default_rule(system)
    uris = [concept.uri or made_uri(usual, concept.code) for concept in concepts]
    rule = common_rule((uri, concept.code) for uri, concept in zip(uris, concepts, strict=True)) or usual
    return "" if rule == usual else rule, [
        replace(concept, uri="" if uri == made_uri(rule, concept.code) else uri)
        for uri, concept in zip(uris, concepts, strict=True)
    ]


def _former_uris(resource: Element) -> Iterator[str]:
    for part in resource.parts("identifier"):
        if all(part.record.get(key) == value for key, value in terms.FORMER_URI.items()):
            yield part.text("value", required=True)


def code_system_json(release: Release) -> Json:
    """The release as a CodeSystem; `code_system_losses` says what is left out."""
    scheme = release.scheme
    record = head("CodeSystem", scheme.name, scheme.uri, release.version)
    record |= title_json(scheme.title, scheme.language)
    if scheme.supplements:
        record["supplements"] = scheme.supplements
    record |= present(
        {
            "language": scheme.language,
            "extension": effective_period(release.validity),
            "identifier": [{**terms.FORMER_URI, "value": alias} for alias in scheme.aliases],
            "status": "active",
            "publisher": scheme.publisher,
            "copyright": scheme.licence,
        }
    )
    cased = {} if scheme.case_sensitive is None else {"caseSensitive": scheme.case_sensitive}
    record |= {"experimental": scheme.example, **cased, "hierarchyMeaning": scheme.hierarchy}
    record |= {"content": scheme.content or "complete", "count": len(release.concepts)}
    return record | present({"property": properties_json(release), "concept": concepts_json(release)})


def code_system_losses(release: Release) -> tuple[Finding, ...]:
    """What a CodeSystem does not carry of a release."""
    return lost(f"{release.scheme.name} {release.version}", _losses(release))


def _losses(release: Release) -> Iterator[Sentence]:
    scheme = release.scheme
    yield RECORDED
    if release.lineage:
        yield both(f"slægtslinje ({len(release.lineage)} trin)", f"lineage ({len(release.lineage)} steps)")
    if release.publisher_versions:
        yield both(
            f"udgiverens version ({', '.join(release.publisher_versions)})",
            f"the publisher's version ({', '.join(release.publisher_versions)})",
        )
    if scheme.source:
        yield both(f"kilden ({scheme.source})", f"the source ({scheme.source})")
    used = {label.language for concept in release.concepts for label in concept.labels} | {scheme.language}
    if unused := [language for language in scheme.languages if language not in used]:
        yield both(
            f"at klassifikationen har termer på {', '.join(unused)}, for der er ingen",
            f"that the scheme has labels in {', '.join(unused)}, for there are none",
        )
    for concept in release.concepts:
        if any(not notation.validity.is_unbounded for notation in concept.notations):
            yield both(
                f"gyldigheden af en kode for {concept.code!r}",
                f"the validity of a notation of {concept.code!r}",
            )
        if concept.notations[0].role is not NotationRole.CURRENT:
            yield both(
                f"at den første kode for {concept.code!r} er en gammel",
                f"that the first notation of {concept.code!r} is a legacy one",
            )
        if any(not value for _, value in concept.properties):
            yield both(f"en tom egenskab ved {concept.code!r}", f"an empty property of {concept.code!r}")
