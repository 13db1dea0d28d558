"""JSKOS: what is read, every way to get it wrong, and that what is written reads back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.archive.bundled import read_bundled
from classification.concept import (
    Concept,
    Kind,
    Label,
    LabelKind,
    Notation,
    NotationRole,
    Note,
    NoteKind,
    Status,
)
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Severity
from classification.record import replace
from classification.release import UNRECORDED, Lineage, LineageKind, Release
from classification.validity import Validity
from classification.value_set import Include, ValueSet
from loaders import FORMATS, Content, Draft, Reading, format_of, read
from tests.cases import cases
from tests.loaders.generated import concept_maps, releases

Json = dict[str, Any]
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEME: Json = {
    "uri": "urn:c",
    "type": [f"{SKOS}ConceptScheme"],
    "version": "1",
    "prefLabel": {"da": "Farver"},
}
MAPPING: Json = {
    "from": {"memberSet": [{"uri": "urn:a#1", "notation": ["1"]}]},
    "to": {"memberSet": [{"uri": "urn:b#R", "notation": ["R"]}]},
    "fromScheme": {"uri": "urn:a", "version": "7"},
    "toScheme": {"uri": "urn:b", "version": "2"},
    "type": [f"{SKOS}exactMatch"],
}
CONCORDANCE: Json = {
    "uri": "urn:m",
    "type": ["http://rdf-vocabulary.ddialliance.org/xkos#Correspondence"],
    "version": "1",
    "fromScheme": {"uri": "urn:a", "version": "7"},
    "toScheme": {"uri": "urn:b", "version": "2"},
}


@pytest.fixture
def jskos(tmp_path: Path) -> Callable[..., Content]:
    def made(document: Any, *, reading: Reading | None = None, name: str = "x.jskos.json") -> Content:
        path = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        return read(path, reading)

    return made


def scheme(*concepts: Json, **more: Any) -> Json:
    return SCHEME | {"concepts": list(concepts)} | more


def concordance(*mappings: Json, **more: Any) -> Json:
    return CONCORDANCE | {"mappings": list(mappings)} | more


def one_release(content: Content) -> Release:
    assert content.errors == ()
    (draft,) = content.releases
    return draft.release


def one_map(content: Content) -> ConceptMap:
    assert content.errors == ()
    (found,) = content.maps
    return found


def found(content: Content, rule: str) -> list[tuple[str, str, str, str]]:
    return [(str(f.severity), str(f.place), f.text, f.remedy.en) for f in content.findings if f.rule == rule]


# ---------------------------------------------------------------- what is read


def test_a_scheme_is_a_release_and_its_concepts_have_codes_labels_notes_and_places(
    jskos: Callable[..., Content],
) -> None:
    red = {
        "uri": "urn:c#R",
        "notation": ["R"],
        "prefLabel": {"da": "Rød", "en-gb": "Red"},
        "altLabel": {"da": ["Purpur", "Karmin"]},
        "hiddenLabel": {"da": ["roed"]},
        "definition": {"da": ["Som blod."]},
        "example": {"en": ["Fire"]},
    }

    content = jskos(scheme(red, {"uri": "urn:c#r%2Fr", "broader": [{"uri": "urn:c#R"}]}))

    release = one_release(content)
    (draft,) = content.releases
    first, second = release.concepts
    assert (release.scheme.uri, release.version, release.scheme.title) == ("urn:c", "1", (("da", "Farver"),))
    assert (first.code, second.code, second.broader) == ("R", "r/r", ("R",))
    assert first.labels == (
        Label("Rød"),
        Label("Red", "en-GB"),
        Label("Purpur", "da", LabelKind.ALTERNATIVE),
        Label("Karmin", "da", LabelKind.ALTERNATIVE),
        Label("roed", "da", LabelKind.HIDDEN),
    )
    assert first.notes == (Note("Som blod."), Note("Fire", "en", NoteKind.EXAMPLE))
    assert (draft.raw, str(draft.places["R"])) == (True, "x.jskos.json:/concepts/0")
    assert [(str(row.place), row.subject) for row in content.rows] == [
        ("x.jskos.json:/concepts/0", "urn:c urn:c#R"),
        ("x.jskos.json:/concepts/1", "urn:c urn:c#r%2Fr"),
    ]


X: Json = {"uri": "urn:c#x", "notation": ["X"]}
READ: dict[str, tuple[list[Json], Callable[[Concept], object], object]] = {
    "narrower, from above": ([X, {"uri": "urn:c#r", "narrower": [X]}], lambda c: c.broader, ("r",)),
    "several notations": ([X | {"notation": ["X", "Y"]}], lambda c: c.codes, ("X", "Y")),
    "a code from the URI": ([{"uri": "urn:c#X"}], lambda c: c.code, "X"),
    "deprecated": ([X | {"deprecated": True, "replacedBy": [{"uri": "urn:c#r"}]}, {"uri": "urn:c#r"}],
                   lambda c: (c.status, c.replaced_by), (Status.DEPRECATED, ("r",))),
    "not for indexing": ([X | {"type": [f"{SKOS}Concept", "http://schema.vocnet.org/NonIndexingConcept"]}],
                         lambda c: c.status, Status.GROUPING),
    "days": ([X | {"startDate": "2024-02-01", "endDate": "2024-02-29"}], lambda c: c.validity,
             Validity(date(2024, 2, 1), date(2024, 3, 1))),
    "years": ([X | {"startDate": "2023", "endDate": "2024"}], lambda c: c.validity,
              Validity(date(2023, 1, 1), date(2025, 1, 1))),
    "months": ([X | {"endDate": "2024-12"}], lambda c: c.validity, Validity(None, date(2025, 1, 1))),
    "a day with a zone": ([X | {"startDate": "2024-01-01T00:00:00Z"}], lambda c: c.validity,
                          Validity(date(2024, 1, 1))),
    "related": ([X | {"related": [{"uri": "urn:c#r"}]}, {"uri": "urn:c#r"}], lambda c: c.properties,
                (("related", "r"),)),
    "no language": ([X | {"altLabel": {"und": ["Z"]}}], lambda c: c.labels, (Label("Z", "", LabelKind.ALTERNATIVE),)),
    "the custom field": ([X | {"SAMSPROG": {"kind": "state", "ordinal": 2.5, "notations": [["X", "current"],
                               ["K", "legacy", "2024-01-01"]]}}],
                         lambda c: (c.kind, c.ordinal, c.notations),
                         (Kind.STATE, 2.5, (Notation("X"),
                                            Notation("K", NotationRole.LEGACY, Validity(date(2024, 1, 1)))))),
    "once with a notation, once with a label": (
        [X, {"uri": "urn:c#x", "prefLabel": {"da": "Blå"}}], lambda c: c.labels, (Label("Blå"),)),
}  # fmt: skip


@pytest.mark.parametrize(("concepts", "asked", "expected"), READ.values(), ids=READ)
def test_fields_of_a_concept_are_read(
    jskos: Callable[..., Content], concepts: list[Json], asked: Callable[[Concept], object], expected: object
) -> None:
    (x,) = (c for c in one_release(jskos(scheme(*concepts))).concepts if "X" in c.codes)

    assert asked(x) == expected


def test_fields_of_a_scheme_are_read(jskos: Callable[..., Content]) -> None:
    more = {
        "notation": ["Maling"],
        "identifier": ["urn:old"],
        "publisher": [{"prefLabel": {"da": "Farvehandlen"}}],
        "license": [{"uri": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "languages": ["en", "da"],
    }

    release = one_release(jskos(scheme(X, **more)))

    assert (release.scheme.name, release.scheme.aliases) == ("maling", ("urn:old",))
    assert (release.scheme.publisher, release.scheme.languages) == ("Farvehandlen", ("en", "da"))
    assert release.scheme.licence == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_a_namespace_parts_the_codes_from_the_uris(jskos: Callable[..., Content]) -> None:
    release = one_release(
        jskos(scheme({"uri": "https://x.example/id/7/a"}, namespace="https://x.example/id/"))
    )

    assert [c.code for c in release.concepts] == ["7/a"]


def test_the_label_given_goes_before_the_version_stated(jskos: Callable[..., Content]) -> None:
    release = one_release(jskos(scheme(X), reading=Reading(release="2.0")))

    assert (release.version, release.publisher_versions) == ("2.0", ("1",))


IN = {"inScheme": [{"uri": "urn:c"}]}
SHAPES: dict[str, tuple[Any, str]] = {
    "an array": ([SCHEME, X | IN], "x.jskos.json"),
    "a set with its context": ({"@context": "https://x.example/", "set": [SCHEME, X | IN]}, "x.jskos.json"),
    "lines": (json.dumps(SCHEME) + "\n\n" + json.dumps(X | IN) + "\n", "x.jskos.ndjson"),
    "a registry": ({"uri": "urn:r", "type": ["http://www.w3.org/ns/dcat#Catalog"], "schemes": [SCHEME],
                    "concepts": [X | IN]}, "x.jskos.json"),
    "top concepts": (SCHEME | {"topConcepts": [X]}, "X.JSKOS.JSON"),
}  # fmt: skip


@pytest.mark.parametrize(("document", "name"), SHAPES.values(), ids=SHAPES)
def test_objects_come_in_several_shapes(jskos: Callable[..., Content], document: Any, name: str) -> None:
    release = one_release(jskos(document, name=name))

    assert (release.scheme.uri, [c.code for c in release.concepts]) == ("urn:c", ["X"])


def test_a_concordance_is_a_map(jskos: Callable[..., Content]) -> None:
    full = MAPPING | {
        "from": {"memberSet": [{"uri": "urn:a#1", "notation": ["1"], "prefLabel": {"da": "Vask"}}]},
        "type": [f"{SKOS}broadMatch"],
        "mappingRelevance": 0.95,
        "justification": "https://w3id.org/semapv/vocab/LexicalMatching",
        "creator": [{"prefLabel": {"da": "Asta Ek"}}, {"uri": "urn:p:bo"}],
        "note": {"da": ["Næsten."]},
        "startDate": "2024-01-01",
    }

    content = jskos(
        concordance(full, creator=[{"prefLabel": {"en": "Colour shop"}}], prefLabel={"da": "Kort"})
    )

    assert one_map(content) == ConceptMap(
        name="m",
        uri="urn:m",
        version="1",
        title=(("da", "Kort"),),
        author="Colour shop",
        source_releases=(("urn:a", "7"),),
        target_releases=(("urn:b", "2"),),
        mappings=(
            Mapping(
                Coding("urn:a", "1", "Vask"),
                Relation.BROAD,
                Coding("urn:b", "R"),
                0.95,
                "LexicalMatching",
                "Asta Ek; urn:p:bo",
                "",
                Validity(date(2024, 1, 1)),
                "Næsten.",
                1,
            ),
        ),
    )
    assert [str(row.place) for row in content.rows] == ["x.jskos.json:/mappings/0"]


def test_an_empty_side_says_that_there_is_no_counterpart(jskos: Callable[..., Content]) -> None:
    (row,) = one_map(jskos(concordance(MAPPING | {"to": {"memberSet": []}}))).mappings

    assert (row.relation, row.target) == (Relation.NONE, Coding("urn:b", ""))


def test_a_mapping_alone_is_made_a_map_and_that_is_said(jskos: Callable[..., Content]) -> None:
    content = jskos([MAPPING], reading=Reading(release="3"))

    assert (one_map(content).uri, one_map(content).name, one_map(content).version) == (
        "urn:a?mappedTo=urn:b",
        "a-b",
        "3",
    )
    assert found(content, "SPJ14")[0][:2] == ("information", "x.jskos.json:/0")


def test_mappings_of_a_concept_are_about_it_and_have_the_version_of_its_scheme(
    jskos: Callable[..., Content],
) -> None:
    """Its URI alone made another system and code of it, and the map was refused for want of a version."""
    sides = {"from": {"memberSet": [{"uri": "urn:x:2"}]}, "to": {"memberSet": [{"uri": "urn:b#R"}]}}
    several = sides | {"to": {"memberSet": [{"uri": "urn:b#R"}, {"uri": "urn:b#S"}]}}
    concept = {"uri": "urn:x:2", "notation": ["R2"], "prefLabel": {"da": "Rød"}}

    made = one_map(jskos(scheme(concept | {"mappings": [sides | {"type": MAPPING["type"]}]})))
    nothing = jskos(scheme(concept | {"mappings": [several | {"type": MAPPING["type"]}]}))

    assert made.version == "1"
    assert (made.mappings[0].source.system, made.mappings[0].source.code) == ("urn:c", "R2")
    assert (nothing.maps, found(nothing, "SPJ03"), found(nothing, "SPJ14")) == ((), [], [])
    assert found(nothing, "SPJ11") != []


def test_the_schemes_of_a_mapping_alone_may_stand_at_its_concepts(jskos: Callable[..., Content]) -> None:
    source = {"notation": ["1"], "inScheme": [{"uri": "https://x.example/paint"}]}
    target = {"uri": "https://x.example/colours#R"}
    mapping = {"from": {"memberSet": [source]}, "to": {"memberSet": [target]}, "type": MAPPING["type"]}

    concept_map = one_map(jskos([mapping], reading=Reading(release="3")))

    assert concept_map.name == "paint-colours"
    assert concept_map.mappings[0].source == Coding("https://x.example/paint", "1")
    assert concept_map.mappings[0].target == Coding("https://x.example/colours", "R")


def test_a_mapping_joins_the_concordance_that_it_is_part_of(jskos: Callable[..., Content]) -> None:
    content = jskos([MAPPING | {"partOf": [{"uri": "urn:m"}]}, CONCORDANCE])

    assert [m.source.code for m in one_map(content).mappings] == ["1"]
    assert found(content, "SPJ14") == []


def test_a_list_of_one_is_no_compound(jskos: Callable[..., Content]) -> None:
    mapping = MAPPING | {"to": {"memberList": [{"uri": "urn:b#R"}]}}

    assert one_map(jskos(concordance(mapping))).mappings[0].target == Coding("urn:b", "R")


def test_what_is_not_kept_is_named(jskos: Callable[..., Content]) -> None:
    content = jskos(
        scheme(
            X | {"created": "2024", "_id": "1"}, X | {"uri": "urn:c#y", "notation": ["Y"], "created": "2025"}
        )
    )

    assert found(content, "SPJ09") == [
        ("information", "x.jskos.json", "not kept: concept._id (1 times), concept.created (2 times)", "")
    ]


def test_more_members_that_are_not_given_are_information(jskos: Callable[..., Content]) -> None:
    content = jskos(
        scheme(
            X
            | {
                "prefLabel": {"da": "Blå", "-": ""},
                "altLabel": {"da": ["Azur", None]},
                "notation": ["X", None],
            }
        )
    )

    (x,) = one_release(content).concepts
    assert [label.text for label in x.labels] == ["Blå", "Azur"]
    assert {place for _, place, _, _ in found(content, "SPJ07")} == {
        f"x.jskos.json:/concepts/0/{field}" for field in ("prefLabel", "altLabel", "notation")
    }


# ---------------------------------------------------------------- every way to get it wrong

MEMBER = {"uri": "urn:b#S", "notation": ["S"]}
WRONG: dict[str, tuple[Any, str, str, str, str, str]] = {
    "no JSON": ("{\n]", "SPF01", "error", "x.jskos.json:2", "no JSON", "syntax"),
    "a key twice": ('{"uri": "a", "uri": "b"}', "SPF02", "error", "x.jskos.json:1", "'uri'", "one of them"),
    "no object": ("7", "SPJ01", "error", "x.jskos.json", "not int", "object"),
    "null": ("null", "SPJ01", "error", "x.jskos.json", "not null", "object"),
    "an array of texts": (["a"], "SPJ01", "error", ":/0", "not str", "object"),
    "a scheme without URI": (scheme(X, uri=None), "SPJ02", "error", ":/uri", "uri is missing", "give it"),
    "a label that is a list": (scheme(X | {"notation": "X"}), "SPJ01", "error", ":/concepts/0/notation",
                               "must be an array, not 'X'", "correct"),
    "a number for a code": (scheme(X | {"notation": [7]}), "SPJ01", "error", ":/concepts/0/notation/0", "not 7",
                            "correct"),
    "a text for a set": (scheme(X | {"broader": ["urn:c#r"]}), "SPJ01", "error", ":/concepts/0/broader/0",
                         "must be an object", "correct"),
    "a text for a language map": (scheme(X | {"prefLabel": "Blå"}), "SPJ01", "error", ":/concepts/0/prefLabel",
                                  "must be an object", "correct"),
    "a number for a label": (scheme(X | {"altLabel": {"da": [1]}}), "SPJ01", "error",
                             ":/concepts/0/altLabel/da/0", "must be a string, not 1", "correct"),
    "a word for a truth": (scheme(X | {"deprecated": "yes"}), "SPJ01", "error", ":/concepts/0/deprecated",
                           "true or false", "correct"),
    "no version": (scheme(X, version=None), "SPJ03", "error", ":/version", "urn:c states no version",
                   "--release LABEL"),
    "an occurrence": ([scheme(X), {"type": ["urn:other"]}], "SPJ04", "information", ":/1", "urn:other", "concordances"),
    "a thing without type": ([scheme(X), {"uri": "urn:z"}], "SPJ04", "information", ":/1", "without type", "concepts"),
    "a scheme without concepts": ([scheme(X), SCHEME | {"uri": "urn:d"}], "SPJ04", "information", ":/1",
                                  "urn:d has no concepts", "add"),
    "a concept in no scheme": ([scheme(X), X | {"type": [f"{SKOS}Concept"]}], "SPJ05", "error", ":/1/inScheme",
                               "in no scheme", "inScheme"),
    "a concept twice": (scheme(X, X | {"notation": ["Y"]}), "SPJ06", "error", ":/concepts/1", "another notation",
                        "one"),
    "a concept that is nothing": (scheme(X, {"prefLabel": {"da": "Blå"}}), "SPJ02", "error", ":/concepts/1",
                                  "no uri and no notation", "give one"),
    "a kind that is none": (scheme(X | {"SAMSPROG": {"kind": "colour"}}), "SPJ12", "error",
                            ":/concepts/0/SAMSPROG/kind", "'colour'", "known: state"),
    "a role that is none": (scheme(X | {"SAMSPROG": {"notations": [["X", "old"]]}}), "SPJ12", "error",
                            ":/concepts/0/SAMSPROG/notations~10", "'old'", "legacy"),
    "days that are none": (scheme(X | {"SAMSPROG": {"notations": [["X", "current", "soon"]]}}), "SPJ12", "error",
                           ":/concepts/0/SAMSPROG/notations", "'soon'", "2025-06-01"),
    "an ordinal without end": (json.dumps(scheme(X | {"SAMSPROG": {"ordinal": 7}})).replace("7", "1e999"),
                               "SPJ01", "error", ":/concepts/0/SAMSPROG/ordinal", "must be a number", "correct"),
    "an approximate date": (scheme(X | {"startDate": "1984~"}), "SPJ12", "warning", ":/concepts/0/startDate",
                            "'1984~'", "2025-06-01"),
    "a day of no calendar": (scheme(X | {"endDate": "2023-02-30"}), "SPJ12", "warning", ":/concepts/0/endDate",
                             "'2023-02-30'", "2025-06-01"),
    "not NFC": (scheme(X | {"prefLabel": {"da": "Bla\u030a"}}), "SPJ15", "warning", ":/concepts/0/prefLabel",
                "normalised", "one character"),
    "no day between": (scheme(X | {"startDate": "2024-02-01", "endDate": "2024-01-01"}), "SPJ16", "error",
                       ":/concepts/0/endDate", "no day lies", "before"),
    "a map without URI": (concordance(MAPPING, uri=None), "SPJ02", "error", ":/uri", "missing", "give it"),
    "a map without version": (concordance(MAPPING, version=None), "SPJ03", "error", ":/version",
                              "states no version", "--release LABEL"),
    "a mapping without version": ([MAPPING], "SPJ03", "error", ":/0", "urn:a?mappedTo=urn:b", "--release LABEL"),
    "no from": (concordance(MAPPING | {"from": None}), "SPJ02", "error", ":/mappings/0/from", "missing", "give it"),
    "a side that says nothing": (concordance(MAPPING | {"to": {}}), "SPJ02", "error", ":/mappings/0/to",
                                 "names no concepts", "an empty one"),
    "a concept without code": (concordance(MAPPING | {"to": {"memberSet": [{}]}}), "SPJ02", "error",
                               ":/mappings/0/to/memberSet/0", "no code", "toScheme"),
    "none, in no scheme": ([{k: v for k, v in MAPPING.items() if k != "toScheme"} | {"to": {"memberSet": []}}],
                           "SPJ02", "error", ":/0/toScheme", "no counterpart", "toScheme"),
    "no relation": (concordance(MAPPING | {"type": []}), "SPJ10", "error", ":/mappings/0/type", "no relation",
                    "exactMatch"),
    "any relation": (concordance(MAPPING | {"type": [f"{SKOS}mappingRelation"]}), "SPJ10", "error",
                     ":/mappings/0/type", "mappingRelation", "exactMatch"),
    "two relations": (concordance(MAPPING | {"type": [f"{SKOS}exactMatch", f"{SKOS}closeMatch"]}), "SPJ10", "error",
                      ":/mappings/0/type", "two types", "give one"),
    "two concepts together": (concordance(MAPPING | {"to": {"memberSet": [MEMBER, X]}}), "SPJ11", "warning",
                              ":/mappings/0/to/memberSet", "2 concepts", "single"),
    "a choice": (concordance(MAPPING | {"to": {"memberChoice": [MEMBER, X]}}), "SPJ11", "warning",
                 ":/mappings/0/to/memberChoice", "2 concepts", "single"),
    "roles": (concordance(MAPPING | {"from": {"memberRoles": {"urn:r": [MEMBER]}}}), "SPJ11", "warning",
              ":/mappings/0/from/memberRoles", "roles", "single"),
    "more that is not given": (concordance(MAPPING | {"to": {"memberSet": [MEMBER, None]}}), "SPJ11", "warning",
                               ":/mappings/0/to/memberSet", "more members", "single"),
    "nothing to map from": (concordance(MAPPING | {"from": {"memberSet": []}}), "SPJ11", "warning",
                            ":/mappings/0/from/memberSet", "no concept to map from", "single"),
    "a relevance beyond one": (concordance(MAPPING | {"mappingRelevance": 1.5}), "SPJ12", "error",
                               ":/mappings/0/mappingRelevance", "1.5", "correct"),
    "a justification that is none": (concordance(MAPPING | {"justification": "https://w3id.org/semapv/vocab/ManuelMatching"}),
                                     "SPJ12", "error", ":/mappings/0/justification", "Manuel", "known"),
    "a contradiction": (concordance(MAPPING, MAPPING | {"type": [f"{SKOS}broadMatch"]}), "SPJ13", "error",
                        ":/mappings/1", "exact at x.jskos.json:/mappings/0", "validity|startDate"),
    "two releases of one scheme": (concordance(MAPPING | {"toScheme": {"uri": "urn:b", "version": "3"}}), "SPJ17",
                                   "error", ":/mappings/0/toScheme", "'3' here and in '2'", "for each release"),
    "nothing to read": ([], "SPR04", "error", "x.jskos.json", "holds no concept scheme", "JSKOS"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("document", "rule", "severity", "place", "said", "remedy"), WRONG.values(), ids=WRONG
)
def test_a_fault_is_found_with_its_place_and_a_remedy(
    jskos: Callable[..., Content], document: Any, rule: str, severity: str, place: str, said: str, remedy: str
) -> None:
    content = jskos(document)

    (first, *_) = found(content, rule)
    assert first[0] == severity
    assert first[1].endswith(place)
    assert said in first[2]
    assert any(part in first[3] for part in remedy.split("|"))


def test_a_fault_in_lines_is_found_with_its_line(jskos: Callable[..., Content]) -> None:
    lines = [
        json.dumps(SCHEME),
        json.dumps(X | IN),
        "{",
        json.dumps(X | IN | {"uri": "urn:c#z", "notation": [1]}),
    ]

    content = jskos("\n".join(lines), name="x.jskos.ndjson")

    assert [(f.rule, f.place.line) for f in content.errors] == [("SPF01", 3), ("SPJ01", 4)]


def test_a_mapping_that_is_left_out_leaves_the_others(jskos: Callable[..., Content]) -> None:
    other = MAPPING | {"from": {"memberSet": [{"notation": ["2"]}]}}

    content = jskos(concordance(MAPPING | {"to": {"memberSet": [MEMBER, X]}}, other))

    assert [m.source.code for m in one_map(content).mappings] == ["2"]
    assert len(content.rows) == 2


NASTY: dict[str, Any] = {
    "deep arrays": "[" * 100_000,
    "deep sets": '{"type":["http://www.w3.org/ns/dcat#Catalog"],"registries":[' * 400 + "]}" * 400,
    "an endless integer": json.dumps(scheme(X | {"SAMSPROG": {"ordinal": 7}})).replace("7", "7" + "0" * 4000),
    "types that are none": {"type": {"a": 1}, "from": 1, "to": [], "mappings": 3},
    "a mapping of nulls": {"from": {"memberSet": None}, "to": {"memberSet": [None]}, "type": [None]},
    "a circle of narrower": scheme(X | {"narrower": [X]}),
    "half a character": '{"uri": "urn:c", "version": "\\ud800", "concepts": [{"uri": "urn:c#x"}]}',
    "custom fields of the wrong type": scheme(X | {"SAMSPROG": 1}, SAMSPROG=[], languages={}, identifier=[{}]),
    "empty rows": scheme(X | {"SAMSPROG": {"notations": [[]], "properties": [[], ["a"], 1]}}),
}  # fmt: skip


@pytest.mark.parametrize("document", NASTY.values(), ids=NASTY)
def test_hostile_input_is_answered_with_findings(jskos: Callable[..., Content], document: Any) -> None:
    content = jskos(document, reading=Reading(release="1"))

    assert all(f.rule.startswith(("SPJ", "SPF", "SPR")) for f in content.findings)
    assert content.findings or content.releases


def json_values() -> st.SearchStrategy[Any]:
    keys = st.sampled_from(["uri", "type", "from", "to", "memberSet", "concepts", "notation", "prefLabel", "da",
                            "SAMSPROG", "notations", "broader", "mappings", "inScheme", "version"])  # fmt: skip
    words = st.sampled_from(["urn:c", "urn:c#x", f"{SKOS}Concept", f"{SKOS}ConceptScheme", "2024", ""])
    leaves = st.none() | st.booleans() | st.integers() | words
    return st.recursive(
        leaves, lambda c: st.lists(c, max_size=3) | st.dictionaries(keys, c, max_size=4), max_leaves=25
    )


@settings(max_examples=cases(150))
@given(document=json_values())
def test_no_document_makes_the_reader_fail(document: Any) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.jskos.json")
        path.write_text(json.dumps(document), encoding="utf-8")
        content = read(path)
    assert content.findings or content.releases or content.maps


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jskos.json"
    path.write_bytes(b"\xef\xbb\xbf{}\xff")

    content = read(path)

    assert [f.rule for f in content.findings] == ["SPR03", "SPR02"]
    assert [f.rule for f in read(tmp_path / "absent.jskos.json").findings] == ["SPR01"]


# ---------------------------------------------------------------- there and back


def there_and_back(content: Content) -> Content:
    with TemporaryDirectory() as folder:
        (path,) = FORMATS["jskos"].write(content, Path(folder))  # type: ignore[misc]
        assert format_of(path).name == "jskos"
        return read(path)


def grouped(release: Release) -> Release:
    """The release with labels and notes in the order in which a language map has them."""

    def concept(one: Concept) -> Concept:
        labels, notes = sorted(one.labels, key=repr), sorted(one.notes, key=repr)
        return replace(one, labels=tuple(labels), notes=tuple(notes))

    return replace(release, concepts=tuple(map(concept, release.concepts)), recorded=UNRECORDED)


@settings(max_examples=cases(80))
@given(data=st.data())
def test_a_release_that_is_written_reads_back_the_same(data: st.DataObject) -> None:
    release = data.draw(releases())
    codes = st.lists(st.sampled_from([c.code for c in release.concepts]), max_size=2).map(tuple)
    steps = st.builds(Lineage, st.sampled_from(LineageKind), codes, codes, st.sampled_from(["", "delt"]))
    release = replace(release, lineage=tuple(data.draw(st.lists(steps, max_size=2))))
    if data.draw(st.booleans()):
        first, *others = release.concepts
        validity = Validity(date(2024, 1, 1), date(2025, 1, 1))
        notations = (*first.notations[:-1], replace(first.notations[-1], validity=validity))
        release = replace(release, concepts=(replace(first, notations=notations), *others))

    content = there_and_back(Content(releases=(Draft(release),)))

    assert grouped(one_release(content)) == grouped(release)
    assert not content.releases[0].raw


@settings(max_examples=cases(80))
@given(concept_map=concept_maps())
def test_a_map_that_is_written_reads_back_the_same(concept_map: ConceptMap) -> None:
    found = one_map(there_and_back(Content(maps=(concept_map,))))

    assert found == replace(concept_map, recorded=found.recorded)


@cache
def bundled() -> Content:
    return read_bundled()


def test_every_bundled_release_and_map_comes_back_the_same() -> None:
    assert (len(bundled().releases), len(bundled().maps)) >= (20, 5)
    for draft in bundled().releases:
        back = one_release(there_and_back(Content(releases=(draft,))))
        assert (back.digest, grouped(back)) == (draft.release.digest, grouped(draft.release))
    for concept_map in bundled().maps:
        back_map = one_map(there_and_back(Content(maps=(concept_map,))))
        assert back_map.mappings == concept_map.mappings
        assert set(back_map.source_releases) == set(concept_map.source_releases)
        assert set(back_map.target_releases) == set(concept_map.target_releases)


def test_a_release_of_the_national_terminology_comes_back_the_same(shared_data: Path) -> None:
    files = sorted(shared_data.glob("kl-term*/**/CodeSystem-*.json"))
    assert files
    for path in files:
        for draft in read(path).releases:
            back = one_release(there_and_back(Content(releases=(draft,))))
            assert back.digest == draft.release.digest


def test_a_map_between_many_schemes_is_a_registry_and_one_between_two_a_concordance(tmp_path: Path) -> None:
    rows = (
        Mapping(Coding("urn:a", "1"), Relation.EXACT, Coding("urn:x", "1"), number=1),
        Mapping(Coding("urn:b", "1"), Relation.NONE, Coding("urn:x", ""), number=2),
    )
    two = ConceptMap("two", "urn:two", "1", rows[:1], source_releases=(("urn:a", "7"),))
    many = ConceptMap("many", "urn:many", "1", rows)

    paths = FORMATS["jskos"].write(Content(maps=(two, many)), tmp_path)  # type: ignore[misc]

    documents = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    assert [path.name for path in paths] == ["two-1.jskos.json", "many-1.jskos.json"]
    assert [document["type"][0].rpartition("#")[2] for document in documents] == ["Correspondence", "Catalog"]
    assert documents[0]["fromScheme"] == {"uri": "urn:a", "version": "7"}
    assert "fromScheme" not in documents[1]
    assert documents[1]["mappings"][1]["to"] == {"memberSet": []}


def test_custom_fields_have_names_that_jskos_allows() -> None:
    """Fields besides those of JSKOS consist of capital letters and digits."""
    with TemporaryDirectory() as folder:
        paths = FORMATS["jskos"].write(
            Content(releases=bundled().releases[-1:], maps=bundled().maps[:1]), Path(folder)
        )  # type: ignore[misc]
        texts = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    of_item = {
        "@context",
        "uri",
        "type",
        "notation",
        "identifier",
        "prefLabel",
        "version",
        "startDate",
        "endDate",
    }
    of_scheme = {"publisher", "license", "languages", "concepts"}
    standard = of_item | of_scheme | {"creator", "fromScheme", "toScheme", "mappings"}
    for text in texts:
        assert set(text) - standard == {"SAMSPROG"}


def test_what_is_not_written_is_said() -> None:
    concept = Concept(
        (Notation("a"),), (Label("A"), Label("B"), Label("C", "DA-dk")), notes=(Note("D", "und"),)
    )
    release = replace(bundled().releases[0].release, concepts=(concept,))
    rows = (Mapping(Coding("urn:a", "1"), Relation.NONE, Coding("urn:b", "2")),)
    concept_map = ConceptMap("m", "urn:m", "1", rows, source_releases=(("urn:q", "7"),))
    value_set = ValueSet("urn:v", "Reds", "1", (Include("urn:x"),))

    losses = FORMATS["jskos"].losses(Content((Draft(release),), (value_set,), (concept_map,)))  # type: ignore[misc]

    said = " ".join(f.text for f in losses)
    assert {(f.rule, f.severity) for f in losses} == {("SPJ31", Severity.INFORMATION)}
    for what in (
        "recorded",
        "second preferred label of 'a'",
        "'DA-dk'",
        "'und'",
        "value set",
        "urn:q",
        "without counterpart",
    ):
        assert what in said


def test_the_same_content_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from api.archive.bundled import read_bundled\n"
        "from loaders import FORMATS, Content\n"
        "held = read_bundled(); law = tuple(d for d in held.releases if d.release.scheme.name == 'law')\n"
        "FORMATS['jskos'].write(Content(releases=law, maps=held.maps), Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=environ, check=True)
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(files) >= 6
    for name in files:
        raw = (tmp_path / "1" / name).read_bytes()
        assert raw == (tmp_path / "2" / name).read_bytes()
        assert b"\r" not in raw


def test_the_format_has_suffixes_and_a_media_type_of_its_own() -> None:
    others = [found.media_type for found in FORMATS.values() if found.name != "jskos"]

    assert FORMATS["jskos"].media_type not in others
    assert format_of(Path("a.jskos.json")).name == format_of(Path("A.JSKOS.NDJSON")).name == "jskos"
    assert format_of(Path("a.json")).name == "fhir-json"


# ---------------------------------------------------------------- docs


def test_the_example_of_the_docs_is_read(jskos: Callable[..., Content], project_root: Path) -> None:
    text = (project_root / "docs/formats/jskos.md").read_text(encoding="utf-8")
    concept, mapping = (part.partition("```")[0] for part in text.split("```json\n")[1:])

    content = jskos(f"[{concept}, {mapping}]")

    assert content.findings == ()
    (draft,) = content.releases
    assert [c.code for c in draft.release.concepts] == ["R", "R1"]
    assert [(m.source.code, m.relation, m.target.code) for m in one_map(content).mappings] == [
        ("42", Relation.EXACT, "R1"),
        ("43", Relation.NONE, ""),
    ]


def test_the_docs_list_every_rule_of_the_reader(project_root: Path) -> None:
    docs = (project_root / "docs/formats/jskos.md").read_text(encoding="utf-8")
    source = "".join(
        path.read_text(encoding="utf-8") for path in (project_root / "loaders/jskos").glob("*.py")
    )

    used = set(re.findall(r'"(SPJ[0-9]{2})"', source))
    assert set(re.findall(r"^\| (SPJ[0-9]{2}) \|", docs, re.MULTILINE)) == used
