"""FHIR R4 JSON: what is read, every way to get it wrong, and that what is written reads back."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.archive.bundled import read_bundled
from classification.concept import (
    Concept,
    Label,
    LabelKind,
    Notation,
    Note,
    NoteKind,
    Status,
)
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Severity
from classification.record import replace
from classification.release import UNRECORDED, Lineage, LineageKind, Release
from classification.scheme import ConceptScheme
from classification.validity import ALWAYS, Validity
from classification.value_set import Filter, FilterOperator, Include, ValueSet
from loaders import FORMATS, Content, Draft, Reading, fhir_json, format_of
from tests.loaders.generated import concept_maps, releases, value_sets

Json = dict[str, Any]
COLOURS: Json = {
    "resourceType": "CodeSystem",
    "url": "urn:example:colours",
    "version": "1",
    "name": "PaintColours",
    "title": "Farver",
    "status": "active",
    "content": "complete",
    "caseSensitive": True,
}


def read(document: Any, reading: Reading | None = None) -> Content:
    return fhir_json.read_bytes(json.dumps(document).encode(), "x.json", reading or Reading())


def system(*concepts: Json, **more: Any) -> Content:
    return read(COLOURS | {"concept": list(concepts)} | more)


def concepts(content: Content) -> dict[str, Concept]:
    (draft,) = content.releases
    return {concept.code: concept for concept in draft.release.concepts}


def one(concept: Json, **more: Any) -> Concept:
    return concepts(system({"code": "R"} | concept, **more))["R"]


def errors(content: Content) -> list[tuple[str, str]]:
    return [(f.rule, f.place.path) for f in content.errors]


# ---------------------------------------------------------------- code systems


def test_a_code_system_is_a_raw_draft_of_a_release() -> None:
    (draft,) = system({"code": "R", "display": "Rød"}).releases

    assert draft.raw
    assert (draft.release.version, draft.release.scheme.uri) == ("1", "urn:example:colours")
    assert draft.release.scheme.title == (("da", "Farver"),)


def test_an_unknown_system_gets_a_short_name_from_its_name() -> None:
    assert system({"code": "R"}).releases[0].release.scheme.name == "paint-colours"


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"name": None, "id": "CareSocialCodes"}, "care-social-codes"),
        ({"name": None, "url": "urn:example:x/FSIII"}, "fsiii"),
        ({"name": "FS III, Føle/røre"}, "fs-iii-foele-roere"),
    ],
)
def test_the_short_name_may_come_from_id_or_url(more: Json, name: str) -> None:
    assert system({"code": "R"}, **more).releases[0].release.scheme.name == name


def test_the_label_given_wins_and_the_version_is_kept_beside_it() -> None:
    (draft,) = read(COLOURS | {"concept": [{"code": "R"}]}, Reading(release="2.3.0")).releases

    assert (draft.release.version, draft.release.publisher_versions) == ("2.3.0", ("1",))


def test_nested_concepts_are_narrower_in_document_order() -> None:
    found = concepts(
        system({"code": "C", "concept": [{"code": "R", "concept": [{"code": "RR"}]}]}, {"code": "D"})
    )

    assert [(c.code, c.broader) for c in found.values()] == [
        ("C", ()),
        ("R", ("C",)),
        ("RR", ("R",)),
        ("D", ()),
    ]


def test_every_property_of_place_makes_a_broader_concept() -> None:
    found = concepts(
        system(
            {"code": "A", "property": [{"code": "child", "valueCode": "R"}]},
            {"code": "B", "concept": [{"code": "R", "property": [
                {"code": "parent", "valueCode": "B"},
                {"code": "subsumedBy", "valueCode": "C"},
            ]}]},
            {"code": "C"},
        )
    )  # fmt: skip

    assert found["R"].broader == ("B", "C", "A")


@pytest.mark.parametrize(
    ("designation", "label"),
    [
        ({"value": "Rosso", "language": "it"}, Label("Rosso", "it")),
        ({"value": "Purpur"}, Label("Purpur", "da", LabelKind.ALTERNATIVE)),
        ({"value": "Purpur", "language": "da"}, Label("Purpur", "da", LabelKind.ALTERNATIVE)),
        (
            {"value": "Rosso", "language": "it", "use": {
                "system": "http://snomed.info/sct", "code": "900000000000013009"}},
            Label("Rosso", "it", LabelKind.ALTERNATIVE),
        ),
        (
            {"value": "Rosso", "language": "it", "use": {
                "system": "http://terminology.hl7.org/CodeSystem/designation-usage", "code": "display"}},
            Label("Rosso", "it"),
        ),
        (
            {"value": "roed", "use": {"system": "https://samsprog.dk/fhir/designation-use", "code": "hidden"}},
            Label("roed", "da", LabelKind.HIDDEN),
        ),
    ],
)  # fmt: skip
def test_a_designation_is_a_further_label(designation: Json, label: Label) -> None:
    assert one({"display": "Rød", "designation": [designation]}).labels == (Label("Rød"), label)


def test_a_language_has_one_preferred_label() -> None:
    red = one({"display": "Rød", "designation": [{"value": v, "language": "en"} for v in ("Red", "Ruby")]})

    assert red.labels[1:] == (Label("Red", "en"), Label("Ruby", "en", LabelKind.ALTERNATIVE))


def test_a_designation_that_repeats_the_display_is_left_out_aloud() -> None:
    content = system({"code": "R", "display": "Rød", "designation": [{"value": "Rød"}]})

    assert concepts(content)["R"].labels == (Label("Rød"),)
    assert [(f.rule, f.severity, f.place.path) for f in content.findings] == [
        ("SPF14", Severity.INFORMATION, "/concept/0/designation/0/value")
    ]


def test_labels_have_the_language_of_the_resource() -> None:
    assert one({"display": "Red"}, language="en").labels == (Label("Red", "en"),)


def test_labels_without_any_language_have_that_of_the_reading() -> None:
    (draft,) = read(COLOURS | {"concept": [{"code": "R", "display": "Röd"}]}, Reading(language="sv")).releases

    assert draft.release.concepts[0].labels == (Label("Röd", "sv"),)
    assert draft.release.scheme.languages == ("sv",)


def test_the_definition_is_a_note() -> None:
    assert one({"definition": "Som blod."}).notes == (Note("Som blod.", "da", NoteKind.DEFINITION),)


@pytest.mark.parametrize(
    ("prop", "status"),
    [
        ({"code": "notSelectable", "valueBoolean": True}, Status.GROUPING),
        ({"code": "notSelectable", "valueBoolean": False}, Status.ACTIVE),
        ({"code": "inactive", "valueBoolean": True}, Status.DEPRECATED),
        ({"code": "status", "valueCode": "retired"}, Status.DEPRECATED),
        ({"code": "status", "valueCode": "active"}, Status.ACTIVE),
        ({"code": "deprecated", "valueDateTime": "2024-01-01"}, Status.ACTIVE),
        ({"code": "deprecated", "valueBoolean": False}, Status.ACTIVE),
    ],
)
def test_properties_tell_the_status(prop: Json, status: Status) -> None:
    assert one({"property": [prop]}).status is status


@pytest.mark.parametrize(
    "fact",
    [
        {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2.5}]},
        {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 2.5}]},
        {"property": [{"code": "itemWeight", "valueDecimal": 2.5}]},
    ],
)
def test_the_value_of_a_scale_member_is_read(fact: Json) -> None:
    assert one(fact).ordinal == 2.5


def test_other_properties_are_free() -> None:
    red = one({"property": [
        {"code": "rgb", "valueString": "FF0000"},
        {"code": "warm", "valueBoolean": True},
        {"code": "hue", "valueDecimal": 1.50},
        {"code": "kind", "valueCode": "state"},
        {"code": "see", "valueCoding": {"system": "urn:x", "code": "7"}},
    ]})  # fmt: skip

    assert red.properties == (
        ("rgb", "FF0000"),
        ("warm", "true"),
        ("hue", "1.5"),
        ("kind", "state"),
        ("see", "7"),
    )


def test_a_property_is_known_by_its_declared_uri() -> None:
    declared = [
        {"code": "abstract", "uri": "http://hl7.org/fhir/concept-properties#notSelectable", "type": "boolean"}
    ]

    red = one({"property": [{"code": "abstract", "valueBoolean": True}]}, property=declared)

    assert (red.status, red.properties) == (Status.GROUPING, (("abstract", "true"),))


def test_a_property_with_a_foreign_uri_is_free_whatever_its_code() -> None:
    declared = [{"code": "status", "uri": "urn:example:traffic", "type": "string"}]

    red = one({"property": [{"code": "status", "valueString": "retired"}]}, property=declared)

    assert (red.status, red.properties) == (Status.ACTIVE, (("status", "retired"),))


def test_blanks_around_a_label_stay_and_are_named_by_the_check() -> None:
    content = system({"code": "R", "display": "Rød\u00a0 "})

    assert concepts(content)["R"].term() == "Rød\u00a0 "
    (finding,) = content.releases[0].check()
    assert (finding.rule, finding.severity, finding.place.path) == ("SPC08", Severity.WARNING, "/concept/0")


def test_a_label_is_normalised_with_a_warning() -> None:
    content = system({"code": "R", "display": unicodedata.normalize("NFD", "Blå")})

    assert concepts(content)["R"].term() == "Blå"
    assert [(f.rule, f.severity, f.place.path) for f in content.findings] == [
        ("SPF15", Severity.WARNING, "/concept/0/display")
    ]


def test_elements_that_are_not_kept_are_named_once() -> None:
    content = system({"code": "R", "id": "1"}, {"code": "S", "id": "2"}, jurisdiction=[], description="x")

    assert [(f.rule, f.text) for f in content.findings] == [
        ("SPF09", "not kept: concept.id (2 times), description, jurisdiction")
    ]


def test_what_is_kept_in_less_than_it_says_is_named_too() -> None:
    """A draft became active, and a Coding lost its system, without a word."""
    use = {"system": "urn:uses", "code": "abbreviation"}
    coded = {"code": "see", "valueCoding": {"system": "urn:other", "code": "1"}}
    content = system(
        {"code": "R", "designation": [{"use": use, "value": "r"}], "property": [coded]},
        status="draft",
        identifier=[{"value": "urn:oid:1.2"}],
        versionNeeded=True,
    )

    assert [f.text for f in content.findings if f.rule == "SPF09"] == [
        "not kept: concept.designation.use (1 times), concept.property.valueCoding.system (1 times), "
        "identifier, status draft, versionNeeded"
    ]


def test_a_concept_map_tells_the_uris_that_it_does_not_carry() -> None:
    row = Mapping(Coding("urn:a", "1", uri="https://x.example/1"), Relation.EXACT, Coding("urn:b", "2"))
    concept_map = ConceptMap(name="m", uri="urn:m", version="1", mappings=(row,))

    told = [finding.text for finding in fhir_json.losses(Content(maps=(concept_map,)))]

    assert [text for text in told if "URIs of concepts" in text] == [
        "m 1: 1 URIs of concepts that are not those which the system's URI makes of the code: not written"
    ]


@pytest.mark.parametrize("part", ["fragment", "example"])
def test_a_part_of_a_code_system_is_read_with_a_warning(part: str) -> None:
    content = system({"code": "R"}, content=part)

    assert list(concepts(content)) == ["R"]
    assert [(f.rule, f.severity) for f in content.findings] == [("SPF11", Severity.WARNING)]


def test_a_fragment_without_codes_is_no_release() -> None:
    assert system(content="fragment").releases == ()


def test_concepts_in_a_code_system_that_says_it_has_none_are_refused() -> None:
    found = system({"code": "R"}, content="not-present")

    assert (found.releases, errors(found)) == ((), [("SPF10", "/content")])


def test_a_code_system_whose_concepts_are_elsewhere_is_left_out_and_told() -> None:
    found = system(content="not-present")

    assert (found.releases, [(f.rule, f.severity) for f in found.findings]) == (
        (),
        [("SPF10", Severity.WARNING)],
    )


SUPPLEMENT: Json = COLOURS | {
    "url": "urn:example:colours-more",
    "content": "supplement",
    "supplements": "urn:example:colours|1",
}


def test_a_supplement_is_a_classification_that_says_what_it_adds_to_and_comes_back_so() -> None:
    more = {"code": "R", "designation": [{"language": "en", "value": "red"}], "property": [
        {"code": "warm", "valueBoolean": True}]}  # fmt: skip
    content = read(SUPPLEMENT | {"concept": [more]})
    (draft,) = content.releases

    (written,) = fhir_json.resources(content)

    assert content.errors == ()
    assert not [f for f in draft.check() if f.rule == "SPC04"]
    assert draft.release.scheme.supplements == "urn:example:colours|1"
    assert draft.release.scheme.languages == ("en",)
    assert "display" not in written["concept"][0]
    assert read(json.loads(json.dumps(written))).releases[0].release == draft.release


def test_a_supplement_says_what_it_adds_to() -> None:
    found = read({key: value for key, value in SUPPLEMENT.items() if key != "supplements"})

    assert errors(found) == [("SPF07", "/supplements")]


@given(releases())
def test_a_supplement_that_is_written_reads_back_the_same(release: Release) -> None:
    scheme = replace(
        release.scheme, content="supplement", supplements="urn:example:base", case_sensitive=None, title=()
    )
    (written,) = fhir_json.resources(Content(releases=(Draft(replace(release, scheme=scheme)),)))

    (draft,) = read(json.loads(json.dumps(written))).releases

    assert draft.release.digest == release.digest
    assert draft.release.scheme.supplements == "urn:example:base"


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"count": 2}, "SPF16"),
        ({"hierarchyMeaning": "kind-of"}, "SPF17"),
    ],
)
def test_what_is_odd_in_the_header_is_a_warning(more: Json, rule: str) -> None:
    assert [(f.rule, f.severity) for f in system({"code": "R"}, **more).findings] == [
        (rule, Severity.WARNING)
    ]


@pytest.mark.parametrize(("stated", "rules"), [(True, []), (False, []), (None, ["SPF12"])])
def test_whether_capitals_matter_is_kept_as_it_is_said_or_not(stated: bool | None, rules: list[str]) -> None:
    resource = {key: value for key, value in COLOURS.items() if key != "caseSensitive"}
    said = {} if stated is None else {"caseSensitive": stated}

    content = read(resource | said | {"concept": [{"code": "R"}]})

    (draft,) = content.releases
    assert draft.release.scheme.case_sensitive is stated
    assert [f.rule for f in content.findings] == rules


FAULTS = {
    "a number as a code": ({"code": 7}, "SPF05", "/concept/0/code"),
    "no code": ({"display": "Rød"}, "SPF07", "/concept/0/code"),
    "an empty code": ({"code": ""}, "SPF07", "/concept/0/code"),
    "a display that is an object": ({"code": "R", "display": {}}, "SPF05", "/concept/0/display"),
    "concepts that are no array": ({"code": "R", "concept": {"code": "S"}}, "SPF05", "/concept/0/concept"),
    "a concept that is a string": ({"code": "R", "concept": ["S"]}, "SPF05", "/concept/0/concept/0"),
    "a designation without value": ({"code": "R", "designation": [{}]}, "SPF07", "/concept/0/designation/0/value"),
    "a property without value": ({"code": "R", "property": [{"code": "x"}]}, "SPF07", "/concept/0/property/0"),
    "a status that is no boolean": (
        {"code": "R", "property": [{"code": "inactive", "valueCode": "maybe"}]}, "SPF17", "/concept/0/property/0"),
    "an infinite ordinal": (
        {"code": "R", "property": [{"code": "itemWeight", "valueString": "inf"}]}, "SPF17", "/concept/0/property/0"),
    "a child that is not there": (
        {"code": "R", "property": [{"code": "child", "valueCode": "S"}]}, "SPF17", "/concept/0/property"),
}  # fmt: skip


@pytest.mark.parametrize(("concept", "rule", "path"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_concept_is_found_with_its_path(concept: Json, rule: str, path: str) -> None:
    assert errors(system(concept)) == [(rule, path)]


def test_a_code_given_twice_is_found_with_both_paths() -> None:
    content = system({"code": "R", "concept": [{"code": "S"}]}, {"code": "S"})

    (fault,) = content.errors
    assert (fault.rule, fault.place.path) == ("SPF13", "/concept/1/code")
    assert "/concept/0/concept/0" in fault.text


@pytest.mark.parametrize("key", ["url", "version", "content"])
def test_what_a_release_needs_must_be_there(key: str) -> None:
    assert ("SPF07", f"/{key}") in errors(read({k: v for k, v in COLOURS.items() if k != key}))


def test_everything_wrong_is_found_in_one_go() -> None:
    content = system({"code": 7}, {"code": "R", "display": 8}, {"code": "R"}, count="many")

    assert sorted(errors(content)) == [
        ("SPF05", "/concept/0/code"),
        ("SPF05", "/concept/1/display"),
        ("SPF05", "/count"),
        ("SPF13", "/concept/2/code"),
    ]


@pytest.mark.parametrize("digits", ["1e400", "1" + "0" * 400])
def test_a_number_that_no_double_reaches_is_a_finding(digits: str) -> None:
    """An integer of 309 digits or more ended the import with an OverflowError."""
    raw = json.dumps(COLOURS | {"count": 4711}).replace("4711", digits).encode()

    assert errors(fhir_json.read_bytes(raw, "x.json")) == [("SPF05", "/count")]


# ---------------------------------------------------------------- JSON itself

BROKEN = {
    "no JSON": (b'{"a":\n 1,}', "SPF01", "x.json:2:4/a"),
    "nothing": (b"", "SPF01", "x.json:1:1"),
    "an integer of thousands of digits": (b'{"a": ' + b"9" * 5000 + b"}", "SPF01", "x.json:1:7/a"),
    "a key twice": (b'{"a": [{"b/c": 1, "b/c": 2}]}', "SPF02", "x.json:1:19/a/0/b~1c"),
    "NaN": (b'{"a": [0, NaN]}', "SPF03", "x.json:1:11/a/1"),
    "minus infinity": (b'{"a": -Infinity}', "SPF03", "x.json:1:7/a"),
    "too deep": (b"[" * 100_000, "SPF04", "x.json:1:501" + "/0" * 500),
    "half of a surrogate pair": (b'{"a": "\\ud800"}', "SPF06", "x.json:1:8/a"),
    "Latin-1": ('{\n"a": "ø"}'.encode("latin-1"), "SPR02", "x.json:2:0"),
}


@pytest.mark.parametrize(("raw", "rule", "place"), BROKEN.values(), ids=BROKEN)
def test_broken_json_is_found_with_its_place(raw: bytes, rule: str, place: str) -> None:
    found = fhir_json.read_bytes(raw, "x.json").errors

    assert [(f.rule, f"{f.place.file}:{f.place.line}:{f.place.column}{f.place.path}") for f in found] == [
        (rule, place)
    ]


def test_a_surrogate_pair_is_one_character() -> None:
    raw = json.dumps(COLOURS | {"concept": [{"code": "R", "display": "\U0001f534"}]}).encode()

    assert b"\\ud83d" in raw
    assert concepts(fhir_json.read_bytes(raw, "x.json"))["R"].term() == "\U0001f534"


@pytest.mark.parametrize("depth", [200, 400])
def test_concepts_are_read_to_a_depth_and_no_further(depth: int) -> None:
    nested: Json = {"code": "last"}
    for number in range(depth):
        nested = {"code": str(number), "concept": [nested]}

    content = system(nested)

    assert len(content.releases[0].release.concepts) == 200
    assert [f.rule for f in content.errors] == ["SPF04"]


@pytest.mark.parametrize("document", [[], 7, "x", None, {}, {"resourceType": "Patient"}, {"resourceType": 7}])
def test_what_is_no_resource_of_ours_is_named(document: Any) -> None:
    content = read(document)

    assert [(f.rule, f.severity) for f in content.findings] == [("SPF08", Severity.INFORMATION)]


# ---------------------------------------------------------------- files, directories, bundles


def test_a_directory_is_read_in_the_order_of_names_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, url in (("b/2.json", "urn:two"), ("a.json", "urn:one"), ("b/3.txt", "urn:three")):
        (tmp_path / name).write_text(json.dumps(COLOURS | {"url": url, "concept": [{"code": "R"}]}))

    content = fhir_json.read(tmp_path)

    assert [d.release.scheme.uri for d in content.releases] == ["urn:one", "urn:two"]
    assert str(content.releases[1].places["R"]) == "b/2.json:/concept/0"


def test_other_files_of_a_directory_are_named_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("[1]")
    (tmp_path / "x.json").write_text(json.dumps(COLOURS | {"concept": [{"code": "R"}]}))

    content = fhir_json.read(tmp_path)

    assert [(f.rule, f.place.file) for f in content.findings] == [("SPF08", "index.json")]
    assert len(content.releases) == 1


def test_a_link_that_leads_nowhere_and_a_pipe_are_errors(tmp_path: Path) -> None:
    """They were passed over without a word, and a part of the release was missing."""
    (tmp_path / "a.json").write_text(json.dumps(COLOURS), encoding="utf-8")
    (tmp_path / "link.json").symlink_to(tmp_path / "gone.json")
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()

    content = fhir_json.read(tmp_path, Reading())

    assert [(f.rule, f.text, f.place.file) for f in content.errors] == [
        ("SPR01", "is a link that leads nowhere", "link.json"),
        ("SPR01", "is no regular file", "pipe.json"),
    ]


@pytest.mark.parametrize(("name", "rule"), [("nowhere", "SPR01"), (".", "SPR04"), ("list.json", "SPR04")])
def test_a_path_with_nothing_to_read_is_an_error(tmp_path: Path, name: str, rule: str) -> None:
    (tmp_path / "list.json").write_text("[]")

    assert rule in [f.rule for f in fhir_json.read(tmp_path / name).errors]


def test_one_resource_in_two_files_is_an_error(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(COLOURS | {"concept": [{"code": "R"}]}))

    assert [f.rule for f in fhir_json.read(tmp_path).errors] == ["SPF21"]


def test_a_bundle_is_read_and_its_other_resources_counted() -> None:
    entries = [
        {"resource": COLOURS | {"concept": [{"code": 1}]}},
        *({"resource": {"resourceType": "Patient"}},) * 2,
    ]

    content = read({"resourceType": "Bundle", "entry": entries})

    assert errors(content) == [("SPF05", "/entry/0/resource/concept/0/code")]
    assert "2 × Patient" in next(f.text for f in content.findings if f.rule == "SPF08")


def test_a_folder_with_about_is_ours_and_the_rest_is_fhir(tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_text("")

    assert format_of(tmp_path).name == "vocabulary-folder"
    assert format_of(tmp_path / "x.json").name == "fhir-json"


# ---------------------------------------------------------------- value sets

REDS: Json = {
    "resourceType": "ValueSet",
    "url": "urn:example:reds",
    "version": "1",
    "name": "Reds",
    "title": "Røde",
}


def value_set(include: list[Json], **more: Any) -> Content:
    return read(REDS | {"compose": {"include": include} | more})


def test_a_value_set_has_codes_filters_and_other_sets() -> None:
    content = read(
        REDS
        | {
            "compose": {
                "include": [
                    {"system": "urn:s", "version": "3", "concept": [{"code": "R"}, {"code": "S"}]},
                    {"system": "urn:s", "filter": [{"property": "concept", "op": "is-a", "value": "R"}]},
                    {"valueSet": ["urn:vs"]},
                ],
                "exclude": [{"system": "urn:s", "concept": [{"code": "X"}]}],
            }
        }
    )

    (found,) = content.value_sets
    assert found.include == (
        Include("urn:s", "3", ("R", "S")),
        Include("urn:s", filters=(Filter("concept", FilterOperator.IS_A, "R"),)),
        Include(value_sets=("urn:vs",)),
    )
    assert found.exclude == (Include("urn:s", codes=("X",)),)
    assert (found.name, found.title, found.version, content.findings) == ("Reds", "Røde", "1", ())


FILTER: Json = {"property": "concept", "op": "is-a", "value": "R"}
PART_FAULTS = {
    "nothing to take from": ([{"version": "1"}], "SPF19", "/compose/include/0"),
    "codes without system": ([{"concept": [{"code": "R"}], "valueSet": ["urn:v"]}], "SPF19", "/compose/include/0"),
    "codes and filters": (
        [{"system": "urn:s", "concept": [{"code": "R"}], "filter": [FILTER]}], "SPF19", "/compose/include/0"),
    "an operator of another world": (
        [{"system": "urn:s"}, {"system": "urn:s", "filter": [FILTER, FILTER | {"op": "generalizes"}]}],
        "SPF18", "/compose/include/1/filter/1/op"),
    "a filter without value": (
        [{"system": "urn:s", "filter": [{"property": "concept", "op": "is-a"}]}],
        "SPF07", "/compose/include/0/filter/0/value"),
    "a code that is a number": (
        [{"system": "urn:s", "concept": [{"code": 7}]}], "SPF05", "/compose/include/0/concept/0/code"),
    "no part": ([], "SPF07", "/compose/include"),
}  # fmt: skip


@pytest.mark.parametrize(("include", "rule", "path"), PART_FAULTS.values(), ids=PART_FAULTS)
def test_a_fault_in_a_value_set_is_found_with_its_path(include: list[Json], rule: str, path: str) -> None:
    assert errors(value_set(include)) == [(rule, path)]


def test_an_expansion_alone_is_no_definition() -> None:
    content = read(REDS | {"expansion": {"timestamp": "2024-01-01", "contains": []}})

    assert (content.value_sets, errors(content)) == ((), [("SPF22", "/compose")])


@pytest.mark.parametrize("more", [{"lockedDate": "2024-01-01"}])
def test_what_changes_the_meaning_of_a_value_set_is_a_warning(more: Json) -> None:
    content = value_set([{"system": "urn:s"}], **more)

    assert [(f.rule, f.severity) for f in content.findings] == [("SPF20", Severity.WARNING)]


def test_a_pinned_version_of_another_value_set_is_kept() -> None:
    content = value_set([{"valueSet": ["urn:v|2"]}])

    assert content.value_sets[0].include == (Include(value_sets=("urn:v|2",)),)
    assert not content.findings


# ---------------------------------------------------------------- concept maps

MAP: Json = {"resourceType": "ConceptMap", "url": "urn:example:map", "version": "1", "name": "PaintMap"}


def mapped(*targets: Json, **group: Any) -> Content:
    element = {"code": "7", "display": "Karmin", "target": list(targets)}
    return read(
        MAP | {"group": [{"source": "urn:paint", "target": "urn:colours", "element": [element]} | group]}
    )


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ({"equivalence": "equivalent"}, Relation.EXACT),
        ({"equivalence": "equal"}, Relation.EXACT),
        ({"equivalence": "wider"}, Relation.BROAD),
        ({"equivalence": "subsumes"}, Relation.BROAD),
        ({"equivalence": "narrower"}, Relation.NARROW),
        ({"equivalence": "specializes"}, Relation.NARROW),
        ({"equivalence": "inexact"}, Relation.CLOSE),
        ({"equivalence": "relatedto"}, Relation.RELATED),
        ({"relationship": "equivalent"}, Relation.EXACT),
        ({"relationship": "source-is-narrower-than-target"}, Relation.BROAD),
        ({"relationship": "source-is-broader-than-target"}, Relation.NARROW),
        ({"relationship": "related-to"}, Relation.RELATED),
    ],
    ids=lambda value: ":".join(*value.items()) if isinstance(value, dict) else str(value),
)
def test_words_of_r4_and_r5_are_relations_of_the_target(word: Json, relation: Relation) -> None:
    ((mapping,),) = (
        m.mappings for m in mapped({"code": "R", "display": "Rød", "comment": "Why"} | word).maps
    )

    assert (mapping.relation, mapping.target, mapping.note) == (
        relation,
        Coding("urn:colours", "R", "Rød"),
        "Why",
    )
    assert mapping.source == Coding("urn:paint", "7", "Karmin")


@pytest.mark.parametrize("target", [{"equivalence": "unmatched"}, {"relationship": "not-related-to"}])
def test_no_counterpart_is_a_row(target: Json) -> None:
    ((mapping,),) = (m.mappings for m in mapped(target).maps)

    assert (mapping.relation, mapping.target) == (Relation.NONE, Coding("urn:colours", ""))


def test_no_map_of_r5_is_a_row() -> None:
    group = {"source": "urn:paint", "target": "urn:colours|2", "element": [{"code": "7", "noMap": True}]}

    (found,) = read(MAP | {"group": [group]}).maps

    assert found.mappings[0].relation is Relation.NONE
    assert found.target_releases == (("urn:colours", "2"),)


def test_versions_of_a_group_are_the_releases_of_its_rows() -> None:
    (found,) = mapped({"code": "R", "equivalence": "equal"}, sourceVersion="7", targetVersion="2").maps

    assert (found.source_releases, found.target_releases) == ((("urn:paint", "7"),), (("urn:colours", "2"),))


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ({"code": "R", "equivalence": "equal", "dependsOn": [{}]}, "/dependsOn"),
        ({"code": "R", "equivalence": "equal", "product": [{}]}, "/product"),
        ({"code": "R", "equivalence": "disjoint"}, "/code"),
        ({"code": "R", "relationship": "not-related-to"}, "/code"),
    ],
)
def test_a_row_that_holds_only_in_part_is_left_out_with_a_warning(target: Json, path: str) -> None:
    content = mapped(target)

    assert content.maps[0].mappings == ()
    assert [(f.rule, f.severity, f.place.path) for f in content.findings] == [
        ("SPF20", Severity.WARNING, f"/group/0/element/0/target/0{path}")
    ]


@pytest.mark.parametrize("mode", ["provided", "fixed", "other-map"])
def test_a_rule_for_codes_without_a_row_is_not_kept(mode: str) -> None:
    content = mapped({"code": "R", "equivalence": "equal"}, unmapped={"mode": mode})

    assert [(f.rule, f.place.path) for f in content.findings] == [("SPF20", "/group/0/unmapped")]


MAP_FAULTS = {
    "unknown equivalence": (
        {"code": "R", "equivalence": "same"}, {}, "SPF17", "/group/0/element/0/target/0/equivalence"),
    "no equivalence": ({"code": "R"}, {}, "SPF07", "/group/0/element/0/target/0/equivalence"),
    "no code": ({"equivalence": "equal"}, {}, "SPF07", "/group/0/element/0/target/0/code"),
    "no target system": ({"code": "R", "equivalence": "equal"}, {"target": None}, "SPF23", "/group/0/target"),
}  # fmt: skip


@pytest.mark.parametrize(("target", "group", "rule", "path"), MAP_FAULTS.values(), ids=MAP_FAULTS)
def test_a_fault_in_a_map_is_found_with_its_path(target: Json, group: Json, rule: str, path: str) -> None:
    assert errors(mapped(target, **group)) == [(rule, path)]


CONTRADICTIONS = {
    "two relations of one pair": [
        {"code": "R", "equivalence": "equal"},
        {"code": "R", "equivalence": "wider"},
    ],
    "a counterpart and none": [{"code": "R", "equivalence": "equal"}, {"equivalence": "unmatched"}],
    "none and a counterpart": [{"equivalence": "unmatched"}, {"code": "R", "equivalence": "equal"}],
}


@pytest.mark.parametrize("targets", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_statements_that_cannot_hold_together_are_refused(targets: list[Json]) -> None:
    """A pair that was both equal and wider was imported clean, and so was a code with a counterpart and without."""
    content = mapped(*targets)

    assert errors(content) == [("SPF25", "/group/0/element/0/target/1")]
    assert content.findings[0].text.endswith("at /group/0/element/0/target/0")


def test_several_counterparts_of_one_code_are_no_contradiction() -> None:
    assert mapped({"code": "R", "equivalence": "wider"}, {"code": "B", "equivalence": "wider"}).findings == ()


def test_no_counterpart_with_a_code_is_refused() -> None:
    """The code beside `unmatched` was dropped without a word."""
    content = mapped({"code": "R", "equivalence": "unmatched"})

    assert errors(content) == [("SPF25", "/group/0/element/0/target/0/code")]
    assert content.maps[0].mappings == ()


BACKWARDS = {"start": "2024-05-01", "end": "2023-01-01"}


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    """It was accepted, and no day was in the release."""
    assert errors(system(effectivePeriod=BACKWARDS)) == [("SPF24", "/effectivePeriod")]


def test_a_concept_that_ends_before_it_begins_is_refused() -> None:
    uri = "https://samsprog.dk/fhir/concept-properties#"
    stated = [{"code": "f", "valueDateTime": "2024-05-01"}, {"code": "t", "valueDateTime": "2024-05-01"}]
    declared = [{"code": "f", "uri": f"{uri}valid-from"}, {"code": "t", "uri": f"{uri}valid-to"}]

    assert errors(system({"code": "R", "property": stated}, property=declared)) == [("SPF24", "/concept/0")]


def test_a_row_that_ends_before_it_begins_is_refused() -> None:
    details = [
        {"url": "valid-from", "valueDate": "2024-05-01"},
        {"url": "valid-to", "valueDate": "2024-01-01"},
    ]
    extension = {"url": "https://samsprog.dk/fhir/StructureDefinition/mapping", "extension": details}

    content = mapped({"code": "R", "equivalence": "equal", "extension": [extension]})

    assert errors(content) == [("SPF24", "/group/0/element/0/target/0/extension/0")]


def test_a_complete_code_system_without_concepts_is_a_warning() -> None:
    """It was imported clean, as a release of nothing."""
    assert [(f.rule, f.severity) for f in system().findings] == [("SPF26", Severity.WARNING)]


def test_a_map_without_rows_is_a_warning() -> None:
    """It was imported clean."""
    assert [(f.rule, f.severity, f.place.path) for f in read(MAP).findings] == [
        ("SPF23", Severity.WARNING, "/group")
    ]


def test_an_element_without_target_is_named() -> None:
    assert [(f.rule, f.severity) for f in mapped().findings] == [("SPF23", Severity.WARNING)]


# ---------------------------------------------------------------- there and back


@given(releases())
def test_a_release_that_is_written_reads_back_the_same(release: Release) -> None:
    (written,) = fhir_json.resources(Content(releases=(Draft(release),)))

    content = read(json.loads(json.dumps(written)))

    assert content.errors == ()
    assert content.releases[0].release == release


@given(value_sets(), st.sampled_from([True, False, None]))
def test_whether_a_value_set_takes_inactive_codes_comes_back(
    value_set: ValueSet, inactive: bool | None
) -> None:
    (written,) = fhir_json.resources(Content(value_sets=(replace(value_set, inactive=inactive),)))

    assert read(json.loads(json.dumps(written))).value_sets[0].inactive is inactive


@given(releases(), st.sampled_from([True, False, None]), st.sampled_from(["", "fragment", "example"]))
def test_what_a_code_system_says_of_its_codes_comes_back(
    release: Release, case_sensitive: bool | None, content: str
) -> None:
    scheme = replace(release.scheme, case_sensitive=case_sensitive, content=content)
    (written,) = fhir_json.resources(Content(releases=(Draft(replace(release, scheme=scheme)),)))

    (draft,) = read(json.loads(json.dumps(written))).releases

    assert draft.release.scheme == scheme


@given(value_sets())
def test_a_value_set_that_is_written_reads_back_the_same(value_set: ValueSet) -> None:
    (written,) = fhir_json.resources(Content(value_sets=(value_set,)))

    content = read(json.loads(json.dumps(written)))

    assert (content.findings, content.value_sets) == ((), (value_set,))


@given(concept_maps())
def test_a_map_that_is_written_reads_back_the_same(concept_map: ConceptMap) -> None:
    (written,) = fhir_json.resources(Content(maps=(concept_map,)))

    content = read(json.loads(json.dumps(written)))

    assert (content.findings, content.maps) == ((), (concept_map,))


SCOPED = {
    "sourceCanonical": "urn:example:vs:paints|1",
    "targetUri": "urn:example:vs:colours",
}


@given(concept_maps())
def test_a_map_about_value_sets_reads_back_the_same(concept_map: ConceptMap) -> None:
    about = replace(concept_map, scope=tuple(SCOPED.items()))
    (written,) = fhir_json.resources(Content(maps=(about,)))

    assert read(json.loads(json.dumps(written))).maps[0].scope == tuple(SCOPED.items())


def warm(uri: str, *systems: str) -> Json:
    include = [{"system": system} for system in systems]
    return {
        "resourceType": "ValueSet",
        "url": uri,
        "version": "1",
        "name": "warm",
        "compose": {"include": include},
    }


@pytest.mark.parametrize(
    ("systems", "settled"), [(["urn:example:colours"], True), (["urn:example:a", "urn:example:b"], False)]
)
def test_a_map_has_the_system_of_its_value_set_where_that_has_one(
    tmp_path: Path, systems: list[str], settled: bool
) -> None:
    group = {"source": "urn:example:paints", "element": [
        {"code": "17", "target": [{"code": "R", "equivalence": "equivalent"}]}]}  # fmt: skip
    for number, resource in enumerate(
        [MAP | SCOPED | {"group": [group]}, warm("urn:example:vs:colours", *systems)]
    ):
        (tmp_path / f"{number}.json").write_text(json.dumps(resource), encoding="utf-8")

    content = fhir_json.read(tmp_path)

    assert content.errors == ()
    (concept_map,) = content.maps
    assert concept_map.implied == ("target",)
    assert concept_map.mappings[0].target.system == (systems[0] if settled else "")
    if settled:
        (again,) = fhir_json.resources(Content(maps=content.maps))
        assert "target" not in again["group"][0]
        assert again["targetUri"] == "urn:example:vs:colours"


@pytest.mark.parametrize("form", ["skos-turtle", "jskos", "concept-csv"])
def test_other_formats_say_what_only_fhir_has_a_word_for(form: str) -> None:
    system_content = system({"code": "R"}, caseSensitive=False, content="fragment")
    losses = FORMATS[form].losses
    assert losses is not None

    told = [finding.message.en for finding in losses(system_content)]

    assert any("that capitals do not matter in codes: not written" in each for each in told)
    assert any("that its content is fragment: not written" in each for each in told)


@pytest.mark.parametrize("form", ["skos-turtle", "jskos", "sssom-tsv"])
def test_other_formats_say_that_a_map_is_about_a_value_set(form: str) -> None:
    losses = FORMATS[form].losses
    assert losses is not None

    told = losses(read(MAP | SCOPED | {"group": []}))

    assert any("urn:example:vs:colours): not written" in finding.message.en for finding in told)


def test_the_order_of_concepts_survives_where_nesting_would_change_it() -> None:
    """Children of two parents in turns: nested they would be sorted by parent."""
    made = [
        Concept((Notation(code),), (), broader=above) for code, above in (("A", ()), ("B", ()), ("C", ("A",)))
    ]
    release = Release(ConceptScheme("x", "urn:x"), "1", tuple(made))

    (written,) = fhir_json.resources(Content(releases=(Draft(release),)))

    assert [concept["code"] for concept in written["concept"]] == ["A", "B", "C"]
    assert written["concept"][2]["property"] == [{"code": "parent", "valueCode": "A"}]


def test_concepts_are_written_nested_where_their_order_allows() -> None:
    made = [
        Concept((Notation(code),), (), broader=above) for code, above in (("A", ()), ("C", ("A",)), ("B", ()))
    ]
    release = Release(ConceptScheme("x", "urn:x"), "1", tuple(made))

    (written,) = fhir_json.resources(Content(releases=(Draft(release),)))

    assert [concept["code"] for concept in written["concept"]] == ["A", "B"]
    assert [concept["code"] for concept in written["concept"][0]["concept"]] == ["C"]


def test_what_is_not_written_is_said() -> None:
    notation = Notation("R", validity=Validity(date(2024, 1, 1)))
    release = Release(
        ConceptScheme("x", "urn:x", source="the wall"),
        "1",
        (Concept((notation,), ()),),
        ALWAYS,
        UNRECORDED,
        (Lineage(LineageKind.REPLACED, ("A",), ("R",)),),
        ("2023a",),
    )

    found = fhir_json.losses(Content(releases=(Draft(release),)))

    said = " ".join(finding.text for finding in found)
    assert {finding.rule for finding in found} == {"SPF31"}
    assert all(
        what in said for what in ("recorded", "lineage", "2023a", "the wall", "validity of a notation of 'R'")
    )


def test_each_resource_is_written_to_a_file_of_its_own(tmp_path: Path) -> None:
    release = Release(ConceptScheme("colours", "urn:x"), "1.0", (Concept((Notation("R"),), (Label("Rød"),)),))
    sets = tuple(ValueSet(f"urn:v{n}", "Reds" * 20 + str(n), "1.0", (Include("urn:x"),)) for n in (1, 2))

    paths = fhir_json.write(Content(releases=(Draft(release),), value_sets=sets), tmp_path / "out")

    assert paths[0].name == "CodeSystem-colours-1.0.json"
    assert len(set(paths)) == 3
    assert max(len(path.stem.partition("-")[2]) for path in paths) <= 64
    assert set(fhir_json.read(tmp_path / "out").value_sets) == set(sets)
    assert "Rød" in paths[0].read_text(encoding="utf-8")


def test_two_resources_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    sets = tuple(ValueSet(uri, "Reds", "1", (Include("urn:x"),)) for uri in ("urn:a", "urn:b"))

    paths = fhir_json.write(Content(value_sets=sets), tmp_path)

    assert [path.name for path in paths] == ["ValueSet-reds-1.json", "ValueSet-reds-1-2.json"]
    assert {json.loads(path.read_text())["id"] for path in paths} == {"reds-1", "reds-1-2"}


@pytest.mark.parametrize("found", [f for f in FORMATS.values() if f.write], ids=lambda found: found.name)
def test_every_format_that_writes_says_what_it_loses(found: Any) -> None:
    assert found.losses is not None
    assert found.losses(Content()) == ()


def test_the_fhir_resources_package_reads_what_is_written_of_the_bundled_vocabularies() -> None:
    from fhir.resources.R4B.codesystem import CodeSystem
    from fhir.resources.R4B.conceptmap import ConceptMap as FhirConceptMap
    from fhir.resources.R4B.valueset import ValueSet as FhirValueSet

    held = read_bundled()
    newest = {draft.release.scheme.name: draft for draft in held.releases}
    sets = {value_set.name: value_set for value_set in held.value_sets}
    content = Content(releases=tuple(newest.values()), value_sets=tuple(sets.values()), maps=held.maps)
    readers: dict[str, Any] = {
        "CodeSystem": CodeSystem,
        "ValueSet": FhirValueSet,
        "ConceptMap": FhirConceptMap,
    }

    for resource in fhir_json.resources(content):
        found = readers[resource["resourceType"]].model_validate(json.loads(fhir_json.to_text(resource)))
        assert str(found.url) == resource["url"]


def test_a_reference_to_a_code_that_is_not_here_is_kept_by_its_uri(tmp_path: Path) -> None:
    refers = [{"code": "parent", "valueCode": "ZZ"}, {"code": "replacedBy", "valueCode": "YY"}]
    system = {
        "resourceType": "CodeSystem", "url": "urn:example:x", "version": "1", "name": "x", "content": "complete",
        "caseSensitive": True, "concept": [{"code": "A", "display": "Alfa", "property": refers}],
    }  # fmt: skip

    content = read(system)

    (draft,) = content.releases
    assert [f.rule for f in (*content.findings, *draft.check())] == ["SPF28", "SPF28"]
    kept = {("broader", "urn:example:x#ZZ"), ("replaced-by", "urn:example:x#YY")}
    assert set(draft.release.concepts[0].properties) == kept
    fhir_json.write(content, tmp_path)
    assert fhir_json.read(tmp_path).releases[0].release.digest == draft.release.digest
