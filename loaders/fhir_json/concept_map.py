"""ConceptMap: statements about codes, in the shape of R4, read in the shape of R5 too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from classification import ConceptMap, Finding, Place, Validity
from classification.concept_map import Coding, Mapping, Relation
from classification.record import frozen, replace
from classification.sentence import Sentence, both
from classification.validity import ALWAYS
from loaders.content import STATEMENT, Reading, Row
from loaders.contradiction import contradictions
from loaders.fhir_json import terms
from loaders.fhir_json.element import Element
from loaders.fhir_json.resource import (
    RECORDED,
    Json,
    effective_period,
    head,
    lost,
    present,
    report_not_kept,
    short_name,
    title_json,
    titles,
)
from loaders.reading.notes import Notes, known

EQUIVALENCES: Final = {
    "equivalent": Relation.EXACT,
    "equal": Relation.EXACT,
    "wider": Relation.BROAD,
    "subsumes": Relation.BROAD,
    "narrower": Relation.NARROW,
    "specializes": Relation.NARROW,
    "inexact": Relation.CLOSE,
    "relatedto": Relation.RELATED,
    "unmatched": Relation.NONE,
    "disjoint": Relation.NONE,
}
RELATIONSHIPS: Final = {
    "equivalent": Relation.EXACT,
    "source-is-narrower-than-target": Relation.BROAD,
    "source-is-broader-than-target": Relation.NARROW,
    "related-to": Relation.RELATED,
    "not-related-to": Relation.NONE,
}
WRITTEN: Final = {
    Relation.EXACT: "equivalent",
    Relation.CLOSE: "inexact",
    Relation.BROAD: "wider",
    Relation.NARROW: "narrower",
    Relation.RELATED: "relatedto",
    Relation.NONE: "unmatched",
}
# cmd-1 asks for a comment on these; where the row has no note, this says what the relation says.
COMMENTS: Final = {
    Relation.NARROW: "The target means less than the source.",
    Relation.CLOSE: "The target means nearly the same as the source.",
}
NEGATIVE: Final = frozenset(("disjoint", "not-related-to"))
# R4's name of a value set that a map is about, and R5's.
SCOPES: Final = {
    name: f"{side}{sort}"
    for side in ("source", "target")
    for sort in ("Uri", "Canonical")
    for name in (f"{side}{sort}", f"{side}Scope{sort}")
}
KEPT: Final = frozenset(("group", *SCOPES))
UNSPECIFIED: Final = "UnspecifiedMatching"


@frozen
class _Side:
    system: str
    release: str


def read_concept_map(resource: Element, reading: Reading) -> tuple[ConceptMap | None, tuple[Row, ...]]:
    """The map that a ConceptMap holds, and the rows it was made of.

    Findings: SPF17 unknown equivalence or relationship, SPF23 no source, target or element, SPF20 what cannot be kept
    without saying more than the publisher said (unmapped, dependsOn, product, a code that is *not* the counterpart),
    SPF24 a row that holds on no day, SPF25 a row that contradicts itself or another one, SPF09 elements that
    are not kept.
    """
    uri, version = resource.text("url", required=True), resource.text("version") or reading.release
    if not version:
        remedy = both("giv et navn med --release NAVN", "give a label with --release LABEL")
        resource.notes.error(
            "SPF07",
            both("ressourcen angiver ingen version", "the resource states no version"),
            resource.place("version"),
            remedy,
        )
    scope = tuple((SCOPES[name], about) for name in SCOPES if (about := resource.text(name)))
    sources: dict[str, str] = {}
    targets: dict[str, str] = {}
    mappings: list[tuple[Mapping, Place]] = []
    rows: list[Row] = []
    groups = resource.parts("group")
    for group in groups:
        source, target = _side(group, "source", scope), _side(group, "target", scope)
        sources |= {source.system: source.release} if source.release else {}
        targets |= {target.system: target.release} if target.release else {}
        _check_unmapped(group)
        for element in group.parts("element"):
            statements = list(_mappings(element, source, target))
            subject = f"{source.system} {element.text('code')}" if source.system else STATEMENT
            rows += _rows(element, subject, statements)
            mappings += statements
    if not rows:
        message = both("kortlægningen har ingen række og siger intet", "the map has no row, and says nothing")
        resource.notes.warning(
            "SPF23", message, resource.place("group"), both("find rækkerne", "look for the rows")
        )
    _check_contradictions(mappings, resource.notes)
    report_not_kept(resource, KEPT)
    if not uri or not version:
        return None, tuple(rows)
    language = resource.text("language") or reading.usual_language
    return ConceptMap(
        name=short_name(resource),
        uri=uri,
        version=version,
        mappings=tuple(_numbered(mapping for mapping, _ in mappings)),
        title=titles(resource, language),
        validity=resource.effective(),
        source_releases=tuple(sources.items()),
        target_releases=tuple(targets.items()),
        licence=resource.text("copyright"),
        author=resource.text("publisher"),
        example=resource.flag("experimental"),
        scope=scope,
        implied=tuple(s for s in ("source", "target") if groups and not any(s in g.record for g in groups)),
    ), tuple(rows)


def _rows(element: Element, subject: str, statements: Iterable[tuple[Mapping, Place]]) -> Iterator[Row]:
    """One row for each target of a code, or for the code that has none."""
    mappings = {place: mapping for mapping, place in statements}
    targets = element.record.get("target")
    count = len(targets) if isinstance(targets, list) and element.record.get("noMap") is not True else 0
    places = [element.place("target", number) for number in range(count)] or [element.place()]
    return (Row(place, subject, kept=place in mappings, statement=mappings.get(place)) for place in places)


def _side(group: Element, key: str, scope: Iterable[tuple[str, str]]) -> _Side:
    """System and release of a side; no system where a value set tells it (`loaders.fhir_json.scope`)."""
    system, _, release = group.text(key).partition("|")
    if not system and not any(name.startswith(key) for name, _ in scope):
        message = both(
            f"en gruppe uden system i {key} siger intet om sine koder",
            f"a group without {key} system says nothing about its codes",
        )
        group.notes.error("SPF23", message, group.place(key), both("nævn systemet", "name the system"))
    return _Side(system, group.text(f"{key}Version") or release)


def _check_unmapped(group: Element) -> None:
    unmapped = group.part("unmapped")
    if unmapped is not None:
        mode = unmapped.text("mode", required=True)
        message = both(
            f"unmapped ({mode}) bevares ikke: en regel for koder uden række svarer for koder, som ingen har set på",
            f"unmapped ({mode}) is not kept: a rule for codes without a row would answer for codes nobody looked at",
        )
        group.notes.warning(
            "SPF20",
            message,
            group.place("unmapped"),
            both("skriv en række for hver kode", "write a row for each code"),
        )


def _check_contradictions(statements: Iterable[tuple[Mapping, Place]], notes: Notes) -> None:
    for found in contradictions(statements):
        message = both(
            f"{found.message.da} ved {found.first.path}", f"{found.message.en} at {found.first.path}"
        )
        notes.error(
            "SPF25",
            message,
            found.place,
            both("behold den ene, eller adskil dem ved gyldighed", "keep one, or part them by validity"),
        )


def _mappings(element: Element, source: _Side, target: _Side) -> Iterator[tuple[Mapping, Place]]:
    code = element.text("code", required="valueSet" not in element.record)
    if not code:
        if "valueSet" in element.record:
            message = both(
                "en række for et helt værdisæt er ikke understøttet",
                "a row for a whole value set is not supported",
            )
            element.notes.warning(
                "SPF20",
                message,
                element.place("valueSet"),
                both("skriv en række for hver kode", "write a row for each code"),
            )
        return
    coding = Coding(source.system, code, element.text("display"))
    parts = element.parts("target")
    nowhere = Mapping(coding, Relation.NONE, Coding(target.system, ""), justification=UNSPECIFIED)
    if element.flag("noMap"):
        yield nowhere, element.place()
    elif not parts:
        message = both(
            f"{code!r} har intet mål og siger ikke, at der intet er",
            f"{code!r} has no target and does not say that there is none",
        )
        element.notes.warning(
            "SPF23",
            message,
            element.place(),
            both("angiv et mål, eller unmatched", "give a target, or unmatched"),
        )
    for part in parts:
        relation = _relation(part)
        if relation is not None and _is_kept(part, relation):
            yield _mapping(part, relation, nowhere), part.place()


def _relation(part: Element) -> Relation | None:
    table, key = (
        (RELATIONSHIPS, "relationship") if "relationship" in part.record else (EQUIVALENCES, "equivalence")
    )
    word = part.text(key, required=True)
    if word and word not in table:
        part.notes.error(
            "SPF17",
            both(f"ukendt {key} {word!r}", f"unknown {key} {word!r}"),
            part.place(key),
            known(table, word),
        )
    return table.get(word)


def _is_kept(part: Element, relation: Relation) -> bool:
    for key in ("dependsOn", "product"):
        if part.record.get(key):
            message = both(
                f"rækken er udeladt: den gælder kun med sin {key}",
                f"the row was left out: it holds only with its {key}",
            )
            part.notes.warning(
                "SPF20",
                message,
                part.place(key),
                both("kortlæg koder, der ikke kræver en betingelse", "map codes that need no condition"),
            )
            return False
    word = part.text("equivalence") or part.text("relationship")
    if relation is Relation.NONE and word in NEGATIVE and part.text("code"):
        message = both(
            f"rækken er udeladt: {word} siger, hvad modstykket ikke er, og ikke at der intet er",
            f"the row was left out: {word} says what the counterpart is not, and not that there is none",
        )
        part.notes.warning(
            "SPF20",
            message,
            part.place("code"),
            both(
                "skriv unmatched uden kode, hvor der intet er",
                "say unmatched without a code where there is none",
            ),
        )
        return False
    if relation is not Relation.NONE:
        return bool(part.text("code", required=True))
    if code := part.text("code"):
        message = both(
            f"{word} siger, at der intet modstykke er, men nævner {code!r}",
            f"{word} says that there is no counterpart, but names {code!r}",
        )
        part.notes.error(
            "SPF25",
            message,
            part.place("code"),
            both(
                "fjern koden, eller angiv en anden equivalence",
                "remove the code, or give another equivalence",
            ),
        )
    return not code


def _mapping(part: Element, relation: Relation, nowhere: Mapping) -> Mapping:
    comment = part.text("comment")
    stated = replace(nowhere, relation=relation, note="" if comment == COMMENTS.get(relation) else comment)
    if relation is not Relation.NONE:
        stated = replace(
            stated, target=Coding(nowhere.target.system, part.text("code"), part.text("display"))
        )
    details = part.extension(terms.MAPPING)
    return _detailed(stated, details) if details else stated


def _detailed(mapping: Mapping, details: Element) -> Mapping:
    parts = {part.text("url"): part for part in details.parts("extension")}

    def text(name: str, key: str = "valueString") -> str:
        return parts[name].text(key) if name in parts else ""

    confidence = parts["confidence"].number("valueDecimal") if "confidence" in parts else None
    number = parts["number"].number("valueInteger") if "number" in parts else None
    start = parts["valid-from"].day("valueDate") if "valid-from" in parts else None
    end = parts["valid-to"].day("valueDate") if "valid-to" in parts else None
    return replace(
        mapping,
        confidence=confidence,
        justification=text("justification", "valueCode") or mapping.justification,
        author=text("author"),
        reviewer=text("reviewer"),
        validity=details.spanned(Validity(start, end)) if start or end else ALWAYS,
        number=int(number or 0),
    )


def _numbered(mappings: Iterable[Mapping]) -> Iterator[Mapping]:
    held = list(mappings)
    if held and all(mapping.number for mapping in held):
        yield from sorted(held, key=lambda mapping: mapping.number)
        return
    for number, mapping in enumerate(held, 1):
        yield replace(mapping, number=number)


def concept_map_json(concept_map: ConceptMap) -> Json:
    """The map as an R4 resource; what FHIR has no element for stands in an extension of the target."""
    language = concept_map.title[0][0] if concept_map.title else "da"
    record = head("ConceptMap", concept_map.name, concept_map.uri, concept_map.version)
    record |= title_json(concept_map.title, language)
    record |= present(
        {
            "language": language,
            "extension": effective_period(concept_map.validity),
            "status": "active",
            "publisher": concept_map.author,
            "copyright": concept_map.licence,
            **dict(concept_map.scope),
        }
    )
    return record | {"experimental": concept_map.example} | present({"group": _groups(concept_map)})


def _groups(concept_map: ConceptMap) -> list[Json]:
    sources, targets = dict(concept_map.source_releases), dict(concept_map.target_releases)
    implied = {side for side in concept_map.implied if len(_systems(concept_map, side)) == 1}
    groups: dict[tuple[str, str], dict[tuple[str, str], list[Json]]] = {}
    for mapping in concept_map.mappings:
        elements = groups.setdefault((mapping.source.system, mapping.target.system), {})
        elements.setdefault((mapping.source.code, mapping.source.term), []).append(_target(mapping))
    return [
        present(
            {
                "source": "" if "source" in implied else source,
                "sourceVersion": sources.get(source, ""),
                "target": "" if "target" in implied else target,
                "targetVersion": targets.get(target, ""),
                "element": [
                    present({"code": code, "display": term, "target": found})
                    for (code, term), found in elements.items()
                ],
            }
        )
        for (source, target), elements in groups.items()
    ]


def _systems(concept_map: ConceptMap, side: str) -> frozenset[str]:
    return concept_map.source_systems if side == "source" else concept_map.target_systems


def _target(mapping: Mapping) -> Json:
    details: list[Json] = [
        {"url": "confidence", "valueDecimal": mapping.confidence},
        {"url": "justification", "valueCode": mapping.justification},
        {"url": "author", "valueString": mapping.author},
        {"url": "reviewer", "valueString": mapping.reviewer},
        {"url": "valid-from", "valueDate": mapping.validity.start and mapping.validity.start.isoformat()},
        {"url": "valid-to", "valueDate": mapping.validity.end and mapping.validity.end.isoformat()},
        {"url": "number", "valueInteger": mapping.number or None},
    ]
    stated = [part for part in details if all(value not in ("", None) for value in part.values())]
    return present(
        {
            "extension": [{"url": terms.MAPPING, "extension": stated}],
            "code": mapping.target.code,
            "display": mapping.target.term,
            "equivalence": WRITTEN[mapping.relation],
            "comment": mapping.note or COMMENTS.get(mapping.relation, ""),
        }
    )


def concept_map_losses(concept_map: ConceptMap) -> tuple[Finding, ...]:
    """What a ConceptMap resource does not carry."""
    return lost(f"{concept_map.name} {concept_map.version}", _losses(concept_map))


def _losses(concept_map: ConceptMap) -> Iterator[Sentence]:
    yield RECORDED
    addressed = sum(bool(end.uri) for row in concept_map.mappings for end in (row.source, row.target))
    if addressed:
        yield both(
            f"{addressed} URI'er af begreber, som ikke er dem, systemets URI danner af koden",
            f"{addressed} URIs of concepts that are not those which the system's URI makes of the code",
        )
    for side, releases, systems in (
        (both("kilde", "source"), concept_map.source_releases, concept_map.source_systems),
        (both("mål", "target"), concept_map.target_releases, concept_map.target_systems),
    ):
        for system, release in releases:
            if system not in systems:
                yield both(
                    f"at {system} ({side.da}) menes i udgaven {release}, for ingen række nævner den",
                    f"that the {side.en} {system} is meant in release {release}, for no row names it",
                )
