"""SKOS: what is read in four syntaxes, every way to get it wrong, and that what is written reads back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.archive.bundled import read_bundled
from classification import Index, compile_release
from classification.concept import Kind, Label, LabelKind, Notation, NotationRole, Note, NoteKind, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Severity
from classification.record import replace
from classification.release import Lineage, LineageKind, Release, check_release
from classification.text import language_tag
from classification.validity import Validity
from classification.value_set import Filter, FilterOperator, Include, ValueSet
from loaders import FORMATS, Content, Draft, Reading, read
from loaders.skos import names
from loaders.skos.integrity import breaches
from loaders.skos.names import BROADER, HAS_TOP
from loaders.skos.statements import Statements, Text
from loaders.skos.turtle import turtle as as_turtle
from loaders.skos.writing import concept_triples, graph_of, map_triples, release_triples, serialised
from loaders.skos.xkos import correspondence_triples
from tests.cases import cases
from tests.loaders.generated import codes, concept_maps, releases

PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix own: <https://samsprog.dk/ns#> .
@prefix : <urn:c#> .
"""
SCHEME = '<urn:c> a skos:ConceptScheme ; owl:versionInfo "1" ; dct:title "Farver"@da .\n'
SYNTAXES = {"skos-turtle": ".ttl", "skos-ntriples": ".nt", "skos-rdfxml": ".rdf", "skos-jsonld": ".jsonld"}


@pytest.fixture
def turtle(tmp_path: Path) -> Callable[..., Content]:
    def made(
        body: str, *, scheme: str = SCHEME, reading: Reading | None = None, name: str = "x.ttl"
    ) -> Content:
        path = tmp_path / name
        path.write_text(PREFIXES + scheme + body, encoding="utf-8")
        return read(path, reading)

    return made


def one(content: Content) -> Release:
    assert content.errors == ()
    (draft,) = content.releases
    return draft.release


# ---------------------------------------------------------------- what is read


def test_a_scheme_is_a_release_and_its_concepts_have_codes_labels_notes_and_places(
    turtle: Callable[..., Content],
) -> None:
    release = one(
        turtle(
            """\
:r a skos:Concept ; skos:inScheme <urn:c> ; skos:notation "R" ; skos:prefLabel "Rød"@da, "Red"@en ;
   skos:altLabel "Purpur"@da ; skos:hiddenLabel "roed"@da ; skos:definition "Som blod."@da ; skos:example "Ild" .
:rr a skos:Concept ; skos:inScheme <urn:c> ; skos:broader :r ; skos:prefLabel "Rubin"@da .
"""
        )
    )

    red, ruby = release.concepts
    assert (release.scheme.uri, release.version, release.scheme.title) == ("urn:c", "1", (("da", "Farver"),))
    assert (red.code, ruby.code, ruby.broader) == ("R", "rr", ("R",))
    assert set(red.labels) == {
        Label("Rød"),
        Label("Red", "en"),
        Label("Purpur", "da", LabelKind.ALTERNATIVE),
        Label("roed", "da", LabelKind.HIDDEN),
    }
    assert set(red.notes) == {Note("Som blod."), Note("Ild", "", NoteKind.EXAMPLE)}


READ = {
    "narrower, from above": (":r skos:narrower :x .", lambda c: c.broader, ("r",)),
    "deprecated": (':x owl:deprecated true ; dct:isReplacedBy :r .', lambda c: (c.status, c.replaced_by),
                   (Status.DEPRECATED, ("r",))),
    "a legacy notation": (':x skos:notation "K"^^own:legacy, "X" .', lambda c: c.notations,
                          (Notation("X"), Notation("K", NotationRole.LEGACY))),
    "the code said": (':x skos:notation "A", "B" ; own:code "B" .', lambda c: c.code, "B"),
    "kind and ordinal": (':x own:kind "state" ; own:ordinal 2.5 .', lambda c: (c.kind, c.ordinal),
                         (Kind.STATE, 2.5)),
    "days": (':x own:validFrom "2024-01-01" .', lambda c: c.validity, Validity(date(2024, 1, 1))),
    "SKOS-XL": (':x xl:altLabel [ xl:literalForm "Blå"@da ] .', lambda c: c.labels,
                (Label("Blå", "da", LabelKind.ALTERNATIVE),)),
    "related": (":x skos:related :r .", lambda c: c.properties, (("related", "r"),)),
    "a tag in its usual case": (':x skos:prefLabel "Red"@EN-us .', lambda c: c.labels, (Label("Red", "en-US"),)),
}  # fmt: skip


@pytest.mark.parametrize(("body", "asked", "expected"), READ.values(), ids=READ)
def test_statements_are_read(
    turtle: Callable[..., Content], body: str, asked: Callable[[object], object], expected: object
) -> None:
    content = turtle(
        f":x a skos:Concept; skos:inScheme <urn:c> . :r a skos:Concept; skos:inScheme <urn:c> . {body}"
    )

    (x,) = (c for c in one(content).concepts if "x" in c.codes or "B" in c.codes or "X" in c.codes)
    assert asked(x) == expected


def test_several_schemes_are_several_releases(turtle: Callable[..., Content]) -> None:
    content = turtle(
        '<urn:d> a skos:ConceptScheme ; owl:versionInfo "7" ; skos:hasTopConcept <urn:d#a> . :r skos:inScheme <urn:c> .'
    )

    assert [(d.release.scheme.uri, d.release.version, len(d.release.concepts)) for d in content.releases] == [
        ("urn:c", "1", 1),
        ("urn:d", "7", 1),
    ]


def test_the_label_given_goes_before_the_version_stated(turtle: Callable[..., Content]) -> None:
    release = one(turtle(":r skos:inScheme <urn:c> .", reading=Reading(release="2.0")))

    assert (release.version, release.publisher_versions) == ("2.0", ("1",))


def test_a_collection_is_a_value_set(turtle: Callable[..., Content]) -> None:
    content = turtle(
        ':r skos:inScheme <urn:c> . <urn:v> a skos:Collection ; owl:versionInfo "3" ; skos:prefLabel "Røde"@da ; '
        "skos:member :r, <http://other.example/c/9> ."
    )

    (value_set,) = content.value_sets
    assert (value_set.uri, value_set.version, value_set.title) == ("urn:v", "3", "Røde")
    assert value_set.include == (
        Include("urn:c", codes=("r",)),
        Include("http://other.example/c", codes=("9",), uris=("http://other.example/c/9",)),
    )


def test_mapping_links_without_a_map_make_one_and_say_so(turtle: Callable[..., Content]) -> None:
    content = turtle(":r skos:inScheme <urn:c> ; skos:broadMatch <http://other.example/c/9> .")

    (found,) = content.maps
    assert [(m.source, m.relation, m.target) for m in found.mappings] == [
        (
            Coding("urn:c", "r"),
            Relation.BROAD,
            Coding("http://other.example/c", "9", uri="http://other.example/c/9"),
        )
    ]
    assert ("SPK18", Severity.INFORMATION) in {(f.rule, f.severity) for f in content.findings}


def test_what_is_not_read_is_counted(turtle: Callable[..., Content]) -> None:
    content = turtle(":r skos:inScheme <urn:c> ; <urn:p> 1, 2 ; skos:semanticRelation :r .")

    (told,) = (f.text for f in content.findings if f.rule == "SPK09")
    assert told == "not kept: <urn:p> (2 times)"


def test_what_is_read_of_other_things_or_once_is_told_where_it_is_not_kept(
    turtle: Callable[..., Content],
) -> None:
    """`dct:source` of a concept, a scheme's definition and its second publisher were lost without a word."""
    scheme = (
        '<urn:c> a skos:ConceptScheme ; owl:versionInfo "1" ; dct:title "Farver"@da, "Kulører"@da ;'
        ' dct:publisher "A", "B" ; dct:license <urn:l> ; dct:rights "Alle" ; dct:language <urn:dan> ;'
        ' skos:definition "Hvad man ser"@da .\n'
    )

    content = turtle(
        ':r a skos:Concept ; skos:inScheme <urn:c> ; skos:prefLabel "Rød"@da ; dct:source "Lov"@da .',
        scheme=scheme,
    )

    assert one(content).scheme.publisher == "A"
    (told,) = (f.text for f in content.findings if f.rule == "SPK09")
    dct = "http://purl.org/dc/terms/"
    assert told == "not kept: " + ", ".join(
        f"<{name}> (1 times)"
        for name in (
            *(f"{dct}{name}" for name in ("language", "publisher", "rights", "source", "title")),
            "http://www.w3.org/2004/02/skos/core#definition",
        )
    )


def test_a_publisher_without_an_iri_is_called_by_its_name(turtle: Callable[..., Content]) -> None:
    """Its blank node's label, which is another one at each reading, was taken for the publisher."""
    named = "[ <http://xmlns.com/foaf/0.1/name> 'KL' ]"
    scheme = '<urn:c> a skos:ConceptScheme ; owl:versionInfo "1" ; dct:publisher %s .\n'
    body = ':r a skos:Concept ; skos:inScheme <urn:c> ; skos:notation "R" ; skos:prefLabel "Rød"@da .'

    content = turtle(body, scheme=scheme % named)
    nameless = turtle(body, scheme=scheme % "[]")

    assert one(content).scheme.publisher == "KL"
    assert [f for f in content.findings if f.rule == "SPK09"] == []
    assert one(nameless).scheme.publisher == ""
    assert [f.text for f in nameless.findings if f.rule == "SPK09"] == [
        "not kept: <http://purl.org/dc/terms/publisher> (1 times)"
    ]


@pytest.mark.parametrize("suffix", [".jsonld", ".rdf", ".nt"])
def test_the_other_syntaxes_say_the_same(turtle: Callable[..., Content], tmp_path: Path, suffix: str) -> None:
    from rdflib import Graph

    body = ':r a skos:Concept ; skos:inScheme <urn:c> ; skos:prefLabel "Rød"@da-DK ; skos:notation "R" .'
    expected = one(turtle(body))
    form = {".jsonld": "json-ld", ".rdf": "xml", ".nt": "nt"}[suffix]
    path = tmp_path / f"y{suffix}"
    path.write_text(Graph().parse(data=PREFIXES + SCHEME + body).serialize(format=form), encoding="utf-8")

    assert replace(one(read(path)), scheme=expected.scheme) == expected


# ---------------------------------------------------------------- what is wrong

C = ":r a skos:Concept ; skos:inScheme <urn:c> . :s a skos:Concept ; skos:inScheme <urn:c> . "
WRONG = {
    "S9": (C + "<urn:c> a skos:Concept .", "SPK06", "urn:c", "S9"),
    "S14": (C + ':r skos:prefLabel "a"@da, "b"@da .', "SPK06", "urn:c#r", "S14"),
    "S37": (C + ":r a skos:Collection .", "SPK06", "urn:c#r", "S37"),
    "S46": (C + ":r skos:exactMatch <urn:d#1> . <urn:e#1> skos:exactMatch <urn:d#1> ; skos:broadMatch :r .",
            "SPK06", "urn:e#1", "S46"),
    "no version": ("<urn:d> a skos:ConceptScheme . <urn:d#1> skos:inScheme <urn:d> .", "SPK07", "urn:d", "version"),
    "two codes": (C + ':r skos:notation "X" . :s skos:notation "X" .', "SPK13", "urn:c#s", "'X'"),
    "a notation that is a resource": (C + ":r skos:notation :s .", "SPK10", "urn:c#r", "urn:c#s"),
    "a kind that is none": (C + ':r own:kind "stat" .', "SPK11", "urn:c#r", "'stat'"),
    "a status that is none": (C + ':r own:status "off" .', "SPK11", "urn:c#r", "'off'"),
    "an ordinal that is none": (C + ':r own:ordinal "NaN" .', "SPK11", "urn:c#r", "'NaN'"),
    "a day that is none": (C + ':r own:validFrom "2024-02-30" .', "SPK12", "urn:c#r", "2024-02-30"),
    "a row without relation": (
        C + '<urn:m> a own:ConceptMap ; owl:versionInfo "1" ; own:row <urn:m#1> . <urn:m#1> own:source :r .',
        "SPK14", "urn:m#1", "relation"),
    "rows that contradict": (
        C + '<urn:m> a own:ConceptMap ; owl:versionInfo "1" ; own:row <urn:m#1>, <urn:m#2> . '
        '<urn:m#1> own:source :r ; own:target <urn:d#1> ; own:relation "exact" . '
        '<urn:m#2> own:source :r ; own:target <urn:d#1> ; own:relation "broad" .', "SPK19", "urn:m#2", "exact"),
    "a lineage that is none": (C + '<urn:c> own:lineage <urn:l> . <urn:l> own:lineageKind "x" .',
                               "SPK11", "urn:l", "'x'"),
    "a relative IRI": ("<here> skos:inScheme <urn:c> .", "SPK02", "", "here"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "rule", "path", "said"), WRONG.values(), ids=WRONG)
def test_a_fault_is_found_with_its_place(
    turtle: Callable[..., Content], body: str, rule: str, path: str, said: str
) -> None:
    content = turtle(body)

    (found,) = (f for f in content.errors if f.rule == rule)
    assert (found.place.file, found.place.path) == ("x.ttl", path)
    assert said in found.text
    assert found.remedy


def test_two_schemes_and_a_concept_in_neither(turtle: Callable[..., Content]) -> None:
    content = turtle('<urn:d> a skos:ConceptScheme ; owl:versionInfo "1" . :r a skos:Concept .')

    assert [(f.rule, f.place.path) for f in content.errors] == [("SPK08", "urn:c#r")]


def test_a_concept_in_no_scheme_is_taken_for_one_of_the_only_one(turtle: Callable[..., Content]) -> None:
    content = turtle(":r a skos:Concept .")

    assert [c.code for c in one(content).concepts] == ["r"]
    assert [(f.rule, f.severity) for f in content.findings] == [
        ("SPK08", Severity.WARNING),
        ("SPK28", Severity.INFORMATION),
    ]


def test_circles_have_the_place_of_the_concept(
    turtle: Callable[..., Content],
) -> None:
    (draft,) = turtle(C + ":r skos:broader :t . :s skos:broader :s .").releases

    assert {(f.rule, f.place.path) for f in draft.check() if f.severity is Severity.ERROR} == {
        ("SPC03", "urn:c#s"),
    }


BILLION = (
    "<!DOCTYPE rdf [" + '<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"
)  # fmt: skip
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'
HOSTILE = {
    "not Turtle": ("x.ttl", "<rdf:RDF/>", "SPK01", "cannot be read"),
    "Turtle that breaks off": ("x.ttl", PREFIXES + SCHEME + ":r skos:broader", "SPK01", "cannot be read"),
    "not N-Triples": ("x.nt", "<urn:a> <urn:b> .\n", "SPK01", "cannot be read"),
    "not XML": ("x.rdf", "@prefix a: <b> .", "SPK01", "cannot be read"),
    "XML that breaks off": ("x.rdf", "<?xml version='1.0'?>\n<a>\n", "SPK01", "cannot be read"),
    "no JSON": ("x.jsonld", "{", "SPF01", "is no JSON"),
    "a context elsewhere": ("x.jsonld", '{"@context": "https://x.example/c.jsonld"}', "SPK03", "x.example"),
    "one of several contexts": ("x.jsonld", '{"@context": [{}, "https://x.example/c"]}', "SPK03", "x.example"),
    "a context inside": ("x.jsonld", '{"@graph": [{"@context": "file:///etc/passwd"}]}', "SPK03", "etc/passwd"),
    "an import": ("x.jsonld", '{"@context": {"@import": "https://x.example/c"}}', "SPK03", "x.example"),
    "entities of entities": ("x.rdf", BILLION + RDF.format("&j;"), "SPK04", "'b'"),
    "an entity elsewhere": (
        "x.rdf", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RDF.format("&x;"), "SPK04", "'x'"),
    "a parameter entity": (
        "x.rdf", '<!DOCTYPE r [<!ENTITY % p "x">]>' + RDF.format(""), "SPK04", "entit"),
    "a document type elsewhere": (
        "x.rdf", '<!DOCTYPE r SYSTEM "http://x.example/r.dtd">' + RDF.format(""), "SPK04", "another file"),
    "a long entity": ("x.rdf", f'<!DOCTYPE r [<!ENTITY x "{"x" * 999}">]>' + RDF.format(""), "SPK04", "'x'"),
    "many entities": (
        "x.rdf", "<!DOCTYPE r [" + "".join(f'<!ENTITY e{n} "x">' for n in range(101)) + "]>" + RDF.format(""),
        "SPK04", "more entities"),
    "another encoding": ("x.rdf", '<?xml version="1.0" encoding="cp037"?><a/>', "SPK04", "cp037"),
    "deep JSON-LD": ("x.jsonld", '{"@graph": [' * 2_000 + "]}" * 2_000, "SPK05 SPF04 SPK01", "deep"),
    "nothing in it": ("x.ttl", "", "SPR04", "no concept scheme"),
    "nothing of ours in it": ("x.nt", "<urn:a> <urn:b> <urn:c> .\n", "SPR04", "no concept scheme"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "rules", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_not_what_it_claims_is_refused_in_a_sentence(
    tmp_path: Path, name: str, text: str, rules: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    content = read(tmp_path / name)

    (found, *others) = content.errors
    assert not others
    assert found.rule in rules.split()
    assert said in found.text
    assert found.remedy
    assert (content.releases, content.value_sets, content.maps) == ((), (), ())


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    for name in ("x.ttl", "x.nt", "x.rdf", "x.jsonld"):
        (tmp_path / name).write_bytes(PREFIXES.encode() + b'<urn:c> <urn:p> "R\xf8d" .')

        (found,) = read(tmp_path / name).errors

        assert found.place.file == name


def test_a_syntax_error_names_its_line(turtle: Callable[..., Content]) -> None:
    (found,) = turtle(":r skos:broader skos: ;; , .").errors

    assert found.place.line == PREFIXES.count("\n") + 2


def test_plain_entities_that_stand_for_namespaces_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.owl").write_text(
        '<!DOCTYPE rdf:RDF [<!ENTITY c "urn:c">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:owl="http://www.w3.org/2002/07/owl#">'
        '<skos:ConceptScheme rdf:about="&c;"><owl:versionInfo>1</owl:versionInfo></skos:ConceptScheme></rdf:RDF>',
        encoding="utf-8",
    )

    assert one(read(tmp_path / "x.owl")).scheme.uri == "urn:c"


def test_deep_turtle_is_read_or_refused_and_never_crashes(turtle: Callable[..., Content]) -> None:
    assert turtle(f":r skos:inScheme <urn:c> ; <urn:p> {'[ <urn:p> ' * 5_000}1{']' * 5_000} .").findings


# ---------------------------------------------------------------- there and back


def there_and_back(content: Content, form: str) -> Content:
    with TemporaryDirectory() as folder:
        paths = FORMATS[form].write(content, Path(folder))  # type: ignore[misc]
        return read(paths[0] if len(paths) == 1 else Path(folder))


def in_usual_case(release: Release) -> Release:
    """Language tags as they come back, and properties without those of a name that is one of SKOS's own."""
    concepts = tuple(
        replace(
            c,
            labels=tuple(replace(label, language=language_tag(label.language)) for label in c.labels),
            properties=tuple(dict.fromkeys(c.properties)),
            notes=tuple(dict.fromkeys(c.notes)),
            notations=tuple(dict.fromkeys(c.notations)),
        )
        for c in release.concepts
    )
    return replace(release, concepts=concepts)


@pytest.mark.parametrize("form", SYNTAXES)
@settings(max_examples=cases(30))
@given(release=releases(), data=st.data())
def test_a_release_that_is_written_reads_back_the_same(
    form: str, release: Release, data: st.DataObject
) -> None:
    steps = st.builds(
        Lineage,
        st.sampled_from(LineageKind),
        st.tuples(codes),
        st.tuples(codes),
        st.just("") | st.just("Note."),
    )
    release = in_usual_case(replace(release, lineage=tuple(data.draw(st.lists(steps, max_size=2)))))

    back = there_and_back(Content(releases=(Draft(release),)), form)

    found = one(back)
    assert found.digest == release.digest
    assert [c.code for c in found.concepts] == [c.code for c in release.concepts]
    assert (found.version, found.validity) == (release.version, release.validity)
    assert replace(found.scheme, title=(), aliases=(), languages=()) == replace(
        release.scheme, title=(), aliases=(), languages=()
    )
    assert set(found.scheme.title) == set(release.scheme.title)
    assert set(found.scheme.aliases) == set(release.scheme.aliases)
    assert set(found.scheme.languages) == set(release.scheme.languages)


@pytest.mark.parametrize("form", SYNTAXES)
@settings(max_examples=cases(30))
@given(concept_map=concept_maps())
def test_a_map_that_is_written_reads_back_the_same(form: str, concept_map: ConceptMap) -> None:
    back = there_and_back(Content(maps=(concept_map,)), form)

    assert back.errors == ()
    (found,) = back.maps
    assert replace(found, title=()) == replace(concept_map, title=())
    assert set(found.title) == set(concept_map.title)


def test_a_list_of_codes_comes_back_and_what_else_a_value_set_is_gets_said() -> None:
    whole = ValueSet("urn:v", "Reds", "1", (Include("urn:x", codes=("a", "b/c")),), title="Røde")
    asked = replace(
        whole,
        include=(
            Include("urn:x", release="1", filters=(Filter("concept", FilterOperator.IS_A, "a"),)),
            Include("urn:y", value_sets=("urn:w",)),
        ),
        exclude=(Include("urn:x"),),
    )

    assert there_and_back(Content(value_sets=(whole,)), "skos-turtle").value_sets == (whole,)
    said = " ".join(f.text for f in FORMATS["skos-turtle"].losses(Content(value_sets=(asked,))))  # type: ignore[misc]
    assert all(what in said for what in ("filters", "other value sets", "bound to", "excludes", "recorded"))


@cache
def bundled() -> Content:
    return read_bundled()


@pytest.mark.parametrize("form", SYNTAXES)
def test_every_bundled_vocabulary_comes_back_the_same(form: str) -> None:
    """All releases in one syntax, the newest of each in the others: the statements are the same in all four."""
    newest = {d.release.scheme.name: d for d in bundled().releases} if form != "skos-ntriples" else {}
    for draft in newest.values() or bundled().releases:
        assert one(there_and_back(Content(releases=(draft,)), form)).digest == draft.release.digest
    for concept_map in bundled().maps:
        (found,) = there_and_back(Content(maps=(concept_map,)), form).maps
        assert set(found.mappings) == set(concept_map.mappings)


def test_the_same_content_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from api.archive.bundled import read_bundled\n"
        "from loaders import FORMATS, Content\n"
        "held = read_bundled(); law = tuple(d for d in held.releases if d.release.scheme.name == 'law')\n"
        "for form in sys.argv[2:]: FORMATS[form].write(Content(releases=law, maps=held.maps), Path(sys.argv[1], form))"
    )
    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed), *SYNTAXES], env=environ, check=True)
    files = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*.*"))
    assert len(files) == 4 * 8
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


# ---------------------------------------------------------------- second opinions

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
[] a sh:NodeShape ; sh:targetSubjectsOf skos:inScheme ;
   sh:not [ sh:class skos:ConceptScheme ], [ sh:class skos:Collection ] ;
   sh:property [ sh:path skos:prefLabel ; sh:uniqueLang true ] ;
   sh:property [ sh:path skos:prefLabel ; sh:disjoint skos:altLabel ] ;
   sh:property [ sh:path skos:prefLabel ; sh:disjoint skos:hiddenLabel ] ;
   sh:property [ sh:path skos:altLabel ; sh:disjoint skos:hiddenLabel ] ;
   sh:property [ sh:path [ sh:oneOrMorePath skos:broader ] ; sh:disjoint skos:related ] ;
   sh:property [ sh:path [ sh:oneOrMorePath skos:exactMatch ] ; sh:disjoint skos:broadMatch ] ;
   sh:property [ sh:path [ sh:oneOrMorePath skos:exactMatch ] ; sh:disjoint skos:relatedMatch ] .
[] a sh:NodeShape ; sh:targetClass skos:ConceptScheme ;
   sh:not [ sh:class skos:Collection ], [ sh:class skos:Concept ] .
"""


def test_what_is_written_of_the_bundled_vocabularies_meets_the_conditions_by_three_opinions() -> None:
    import skosify
    from pyshacl import validate
    from rdflib import Graph

    shapes = Graph().parse(data=SHAPES, format="turtle")
    newest = {draft.release.scheme.name: draft.release for draft in bundled().releases}
    for release in newest.values():
        triples = list(release_triples(release))
        statements = Statements()
        for subject, prop, value in triples:
            statements.add(subject, prop, value)
        assert list(breaches(statements)) == []
        graph = graph_of(triples)
        conforms, _, text = validate(graph, shacl_graph=shapes)
        assert conforms, text
        size = len(graph)
        skosify.infer.skos_symmetric_mappings(graph)
        for check in (skosify.check.hierarchy_cycles, skosify.check.disjoint_relations):
            check(graph, fix=True)
        skosify.check.preflabel_uniqueness(graph)
        skosify.check.label_overlap(graph, fix=True)
        assert len(graph) == size, f"skosify mended {release.scheme.name}"


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_IRIS = st.sampled_from(
    [
        "urn:example:colours#R",
        "http://www.w3.org/2004/02/skos/core#Concept",
        "https://samsprog.dk/ns#",
        "https://samsprog.dk/ns#9/x",
        'https://v.example/a b<c>"{d}|^`\\é',
    ]
)
_LITERALS = st.one_of(
    st.builds(lambda text: Text(text), _TEXTS),
    st.builds(lambda text, tag: Text(text, tag), _TEXTS, st.sampled_from(["da", "en-GB"])),
    st.builds(lambda number: Text(str(number), datatype=f"{names.XSD}integer"), st.integers()),
    st.builds(
        lambda text, datatype: Text(text, datatype=datatype),
        _TEXTS,
        st.sampled_from([f"{names.XSD}boolean", f"{names.XSD}date"]),
    ),
)


@given(
    st.lists(st.tuples(_IRIS, st.sampled_from([names.TYPE, names.BROADER, names.NAME]), _IRIS | _LITERALS))
)
def test_turtle_says_what_an_rdf_library_says(triples: list[tuple[str, str, str | Text]]) -> None:
    written = as_turtle(triples).decode()

    read_back = {
        (str(triple.subject), str(triple.predicate), str(triple.object))
        for triple in pyoxigraph.parse(written.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    }

    expected = serialised(triples, "ntriples")
    assert read_back == {
        (str(triple.subject), str(triple.predicate), str(triple.object))
        for triple in pyoxigraph.parse(expected, format=pyoxigraph.RdfFormat.N_TRIPLES)
    }
    assert as_turtle(reversed(triples)).decode() == written


def test_the_second_opinions_would_notice() -> None:
    """The shapes find what our own check finds in the table of faults."""
    from pyshacl import validate
    from rdflib import SKOS, Graph

    shapes = Graph().parse(data=SHAPES, format="turtle")
    for name in ("S9", "S14", "S37"):
        graph = Graph().parse(data=PREFIXES + SCHEME + WRONG[name][0], format="turtle")
        for one, _, other in list(graph.triples((None, SKOS.related, None))):
            graph.add((other, SKOS.related, one))
        assert not validate(graph, shacl_graph=shapes)[0], name


# ---------------------------------------------------------------- from one release to the next


def test_a_correspondence_holds_every_concept_of_both_releases() -> None:
    by_label = {d.release.version: d.release for d in bundled().releases if d.release.scheme.name == "fsiii"}
    old, new = by_label["1.1.0"], by_label["2.0.0"]

    statements = Statements()
    for subject, prop, value in correspondence_triples(old, new):
        statements.add(subject, prop, value)

    xkos = "http://rdf-vocabulary.ddialliance.org/xkos#"
    associations = statements.typed(f"{xkos}ConceptAssociation")
    sources = [iri for node in associations for iri in statements.iris(node, f"{xkos}sourceConcept")]
    targets = [iri for node in associations for iri in statements.iris(node, f"{xkos}targetConcept")]
    assert len(sources) == len(set(sources)) == len(old.concepts) == 335
    assert len(targets) == len(set(targets)) == len(new.concepts) == 404
    assert sum(not list(statements.iris(node, f"{xkos}sourceConcept")) for node in associations) == 69
    assert list(breaches(statements)) == []


def test_splits_merges_and_departures_are_told_apart() -> None:
    def release(version: str, *names: str, lineage: tuple[Lineage, ...] = ()) -> Release:
        made = tuple(replace(one_concept, notations=(Notation(code),)) for code in names)
        return Release(scheme, version, made, lineage=lineage)

    law = next(d.release for d in bundled().releases if d.release.scheme.name == "law")
    scheme, one_concept = law.scheme, replace(law.concepts[0], broader=())
    old = release("1", "a", "m1", "m2", "gone", "kept")
    steps = (
        Lineage(LineageKind.SPLIT, ("a",), ("b", "c")),
        Lineage(LineageKind.MERGED, ("m1", "m2"), ("m",)),
    )
    new = release("2", "b", "c", "m", "kept", "come", lineage=steps)

    links = {
        (subject.rpartition("#")[2], prop.rpartition("#")[2].rpartition("/")[2], value.rpartition("#")[2])
        for subject, prop, value in correspondence_triples(old, new)
        if isinstance(value, str)
    }

    assert {("a", "narrowMatch", "b"), ("a", "narrowMatch", "c"), ("m1", "broadMatch", "m")} <= links
    assert {("a", "isReplacedBy", "b"), ("m2", "isReplacedBy", "m"), ("kept", "exactMatch", "kept")} <= links
    gone = {s.rpartition("#")[2] for s, p, v in correspondence_triples(old, new) if p.endswith("deprecated")}
    assert gone == {"a", "m1", "m2", "gone"}
    assert not [link for link in links if link[0] == "gone" and "Match" in link[1]]


def test_a_map_states_links_only_for_rows_that_always_hold() -> None:
    rows = (
        Mapping(Coding("urn:a", "1"), Relation.EXACT, Coding("urn:b", "1"), number=1),
        Mapping(
            Coding("urn:a", "2"),
            Relation.EXACT,
            Coding("urn:b", "2"),
            validity=Validity(None, date(2024, 1, 1)),
        ),
        Mapping(Coding("urn:a", "3"), Relation.NONE, Coding("urn:b", "")),
    )
    triples = list(map_triples(ConceptMap("m", "urn:m", "1", rows)))

    assert [s for s, p, _ in triples if p.endswith("exactMatch")] == ["urn:a#1"]
    assert ("urn:m#row-3", "https://samsprog.dk/ns#targetScheme", "urn:b") in triples
    assert Text("none") in [value for subject, _, value in triples if subject == "urn:m#row-3"]


def test_naming_the_formats_loads_no_parser() -> None:
    code = "import sys, loaders.format; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"rdflib", "pyoxigraph", "lxml", "openpyxl", "python_calamine", "yaml"} & set(loaded)


def test_odd_values_of_rdfxml_are_findings_and_no_tracebacks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """rdflib logs them, with a traceback, before anybody can say what is wrong."""
    path = tmp_path / "a.rdf"
    path.write_text(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:own='https://samsprog.dk/ns#' "
        "xmlns:skos='http://www.w3.org/2004/02/skos/core#' xmlns:owl='http://www.w3.org/2002/07/owl#'>"
        "<skos:ConceptScheme rdf:about='urn:a b'><owl:versionInfo>1</owl:versionInfo>"
        "<own:validFrom rdf:datatype='http://www.w3.org/2001/XMLSchema#date'>20 24-01-01</own:validFrom>"
        "</skos:ConceptScheme><skos:Concept rdf:about='urn:a b#1'><skos:inScheme rdf:resource='urn:a b'/>"
        "<skos:notation>1</skos:notation><skos:prefLabel xml:lang='da'>Et</skos:prefLabel></skos:Concept></rdf:RDF>",
        encoding="utf-8",
    )

    found = read(path).findings

    assert [finding.rule for finding in found if finding.severity is Severity.ERROR] == ["SPK12"]
    assert caplog.records == []


@pytest.mark.parametrize(
    "text",
    [
        '{"@value": "Et", "@language": "da_DK"}',
        '{"da_DK": "Et"}',
    ],
)
def test_a_language_that_is_none_does_not_lose_a_text_of_jsonld(tmp_path: Path, text: str) -> None:
    """A parser of JSON-LD leaves such texts out without a word."""
    label = (
        '{"@id": "skos:prefLabel", "@container": "@language"}' if "@value" not in text else '"skos:prefLabel"'
    )
    path = tmp_path / "a.jsonld"
    path.write_text(
        '{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#", "label": ' + label + "}, "
        '"@id": "urn:a#1", "@type": "skos:Concept", "label": ' + text + "}",
        encoding="utf-8",
    )

    (found,) = read(path).errors

    assert found.rule == "SPK20"
    assert "'da_DK'" in found.text


# ---------------------------------------------------------------- mended and told

REPAIRED: dict[str, tuple[str, str, Callable[[Any], Any], Any]] = {
    "a label of two kinds": (
        ':r skos:prefLabel "a"@da ; skos:hiddenLabel "a"@da .', "SPK21", lambda c: c.labels, (Label("a"),)),
    "a label of two kinds by SKOS-XL": (
        ':r skos:prefLabel "a"@da ; xl:altLabel [ xl:literalForm "a"@da ] .', "SPK21",
        lambda c: c.labels, (Label("a"),)),
    "related along the hierarchy": (
        ":t skos:inScheme <urn:c> ; skos:broader :s . :s skos:broader :r . :r skos:related :t .", "SPK22",
        lambda c: c.properties, ()),
    "a label over two lines": (
        ':r skos:prefLabel """Vaske\n  sig"""@da .', "SPK23", lambda c: c.labels, (Label("Vaske sig"),)),
    "a control character": (
        ':r skos:prefLabel "Vaske\u0081 sig"@da .', "SPK23", lambda c: c.labels, (Label("Vaske sig"),)),
    "a broader concept elsewhere": (
        ":r skos:broader <https://w.example/9> .", "SPK25",
        lambda c: (c.broader, c.properties), ((), (("broader", "https://w.example/9"),))),
    "a related concept elsewhere": (
        ":r skos:related <https://w.example/9> .", "SPK25",
        lambda c: c.properties, (("related", "https://w.example/9"),)),
    "a successor elsewhere": (
        ":r owl:deprecated true ; dct:isReplacedBy <https://w.example/9> .", "SPK25",
        lambda c: (c.replaced_by, c.properties), ((), (("replaced-by", "https://w.example/9"),))),
    "the notation of a successor": (
        ':s skos:notation "A" . :r skos:notation "A" ; owl:deprecated true ; dct:isReplacedBy :s .', "SPK24",
        lambda c: (c.code, c.replaced_by), ("r", ("A",))),
    "no language": (':r skos:prefLabel "a" .', "SPK29", lambda c: c.labels, (Label("a", ""),)),
}  # fmt: skip


@pytest.mark.parametrize(("body", "rule", "asked", "expected"), REPAIRED.values(), ids=REPAIRED)
def test_what_has_one_harmless_reading_is_read_so_and_told(
    turtle: Callable[..., Content], body: str, rule: str, asked: Callable[[Any], Any], expected: Any
) -> None:
    content = turtle(C + body)
    (draft,) = content.releases
    red = next(c for c in draft.release.concepts if "#r" in draft.release.scheme.uri_of(c))

    assert asked(red) == expected
    assert rule in {finding.rule for finding in content.findings}
    assert not [f for f in (*content.findings, *draft.check()) if f.severity is Severity.ERROR]


@pytest.mark.parametrize("form", SYNTAXES)
@pytest.mark.parametrize("name", REPAIRED)
def test_what_was_mended_comes_back_as_it_was_read(
    turtle: Callable[..., Content], name: str, form: str
) -> None:
    content = turtle(C + REPAIRED[name][0])

    back = one(there_and_back(Content(releases=content.releases), form))

    assert (back.digest, back.scheme) == (one(content).digest, one(content).scheme)


def test_what_has_another_type_is_no_concept(turtle: Callable[..., Content]) -> None:
    content = turtle(":r a skos:Concept ; skos:inScheme <urn:c> . :g a <urn:Page> ; skos:inScheme <urn:c> .")

    assert [c.code for c in one(content).concepts] == ["r"]
    assert "SPK26" in {finding.rule for finding in content.findings}


def test_a_scheme_that_is_only_named_is_one(turtle: Callable[..., Content]) -> None:
    content = turtle(":r a skos:Concept ; skos:inScheme <urn:e> .", reading=Reading(release="1"))

    assert {d.release.scheme.uri: len(d.release.concepts) for d in content.releases} == {
        "urn:c": 0,
        "urn:e": 1,
    }


def test_a_collection_of_collections_holds_what_they_hold(turtle: Callable[..., Content]) -> None:
    content = turtle(
        C + '<urn:v> a skos:Collection ; owl:versionInfo "3" ; skos:member :r, <urn:w> . '
        '<urn:w> a skos:OrderedCollection ; owl:versionInfo "3" ; skos:memberList ( :s :r <urn:v> ) ; '
        'skos:prefLabel "Orden"@da, "Order"@en .'
    )

    whole, ordered = content.value_sets
    assert [set(part.codes) for part in whole.include] == [{"r", "s"}]
    assert (ordered.ordered, ordered.include[0].codes) == (True, ("s", "r"))
    assert dict(ordered.titles) == {"da": "Orden", "en": "Order"}


IRIS = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["https://v.example/id/", "https://v.example/", "urn:x:", "https://w.example/a#"]),
        st.text("abæ1", min_size=1, max_size=2),
        st.sampled_from(["", "/", "/e23", "#m", "%20b"]),
    ).filter(lambda iri: iri.count("#") < 2),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(iris=IRIS, notations=st.lists(st.sampled_from(["", "a", "1", "e23", "æ/b"]), min_size=8, max_size=8))
@settings(max_examples=cases(40))
def test_every_iri_comes_back_whatever_the_codes_are(iris: list[str], notations: list[str]) -> None:
    """IRIs of concepts, of links, of a collection's members are those of the file, in every syntax."""
    stated = dict.fromkeys(n for n in notations[: len(iris)] if n)
    given_codes = dict(zip(stated, iris, strict=False))
    lines = [
        f"<{iri}> a skos:Concept ; skos:inScheme <urn:c> ; skos:exactMatch <{iri}x> ; skos:related <{iri}y> ."
        for iri in iris
    ]
    lines += [f'<{iri}> skos:notation "{code}" .' for code, iri in given_codes.items()]
    listed = " ".join(f"<{iri}>" for iri in iris)
    lines += [f'<urn:v> a skos:OrderedCollection ; owl:versionInfo "1" ; skos:memberList ( {listed} ) .']
    with TemporaryDirectory() as where:
        path = Path(where) / "x.ttl"
        path.write_text(PREFIXES + SCHEME + "\n".join(lines), encoding="utf-8")
        content = read(path)

    release, (value_set,) = one(content), content.value_sets
    assert {release.scheme.uri_of(concept) for concept in release.concepts} == set(iris)
    assert sorted(m.target.address for found in content.maps for m in found.mappings) == sorted(
        f"{i}x" for i in iris
    )
    for form in SYNTAXES:
        back = there_and_back(Content(content.releases, content.value_sets, content.maps), form)
        assert [d.release.digest for d in back.releases] == [release.digest]
        assert {m.source.address: m.target.address for found in back.maps for m in found.mappings} == {
            m.source.address: m.target.address for found in content.maps for m in found.mappings
        }
        assert back.value_sets[0].include == value_set.include


@given(releases(), st.data())
@settings(max_examples=cases(60), deadline=None)
def test_a_concept_alone_is_what_the_file_says_about_it(release: Release, data: st.DataObject) -> None:
    """The triples of a page are those of the export, whichever way its links are looked up."""
    values = st.sampled_from([code for each in release.concepts for code in each.codes] + ["urn:x:1", "none"])
    further = st.lists(st.tuples(st.sampled_from(["related", "broader", "replaced-by"]), values), max_size=3)
    linked = replace(
        release,
        concepts=tuple(
            replace(concept, properties=(*concept.properties, *data.draw(further)))
            for concept in release.concepts
        ),
    )
    assume(not any(finding.severity is Severity.ERROR for finding in check_release(linked)))
    index = Index(compile_release(linked))

    whole = list(release_triples(linked))

    for number in range(len(index)):
        iri = index.uri(number)
        about = {triple for triple in whole if triple[0] == iri}
        about |= {triple for triple in whole if triple[1:] in ((BROADER, iri), (HAS_TOP, iri))}
        assert about == set(concept_triples(index, number))


def test_what_is_only_said_transitively_gives_the_nearest_broader_concept(tmp_path: Path) -> None:
    head = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <urn:s> a skos:ConceptScheme ; owl:versionInfo "1" ."""
    (tmp_path / "s.ttl").write_text(
        head
        + "".join(
            f"<urn:s#{code}> a skos:Concept ; skos:inScheme <urn:s> ; skos:notation '{code}' ; "
            f"skos:prefLabel '{code}'@en {more} .\n"
            for code, more in (
                ("a", ""),
                ("b", "; skos:broaderTransitive <urn:s#a>"),
                ("c", "; skos:broaderTransitive <urn:s#a>, <urn:s#b>"),
                ("d", "; skos:broader <urn:s#a> ; skos:broaderTransitive <urn:s#c>"),
            )
        ),
        encoding="utf-8",
    )

    content = read(tmp_path / "s.ttl")

    (draft,) = content.releases
    above = {concept.code: concept.broader for concept in draft.release.concepts}
    assert above == {"a": (), "b": ("a",), "c": ("b",), "d": ("a",)}
    assert [f.rule for f in content.findings] == ["SPK32", "SPK32"]
