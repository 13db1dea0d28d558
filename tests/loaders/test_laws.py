"""Laws over what publishers write: one content has one digest in every syntax of RDF, and comes back as it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from api.store.writing import map_digest, value_set_digest
from loaders import FORMATS, Content, Reading, read
from tests.cases import cases

SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEME = "https://v.example/s"
SYNTAXES = {"ttl": "TURTLE", "nt": "N_TRIPLES", "rdf": "RDF_XML", "jsonld": "JSON_LD"}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
UNSAID = Reading(release="1")

concepts = st.lists(
    st.builds(
        "{}{}".format,
        st.sampled_from(["https://v.example/s#", "https://v.example/id/", "urn:x:"]),
        st.text("abæ1", min_size=1, max_size=2),
    ),
    min_size=2,
    max_size=6,
    unique=True,
)
words = st.sampled_from(
    ['"Rød"@da', '"Red"@en', '"Rot"', '"line\\nbreak"@en', '"C1\\u0085\\u0081"@en', '"nb\\u00A0sp"@en']
)
outside = st.sampled_from(["https://w.example/1", "urn:other:æ"])


@st.composite
def published(draw: st.DrawFn) -> list[str]:
    """Statements of one scheme as publishers make them, each harmless fault among them, in any order."""
    iris = draw(concepts)
    lines = [f"<{SCHEME}> a <{SKOS}ConceptScheme> ."]
    for number, iri in enumerate(iris):
        link = st.sampled_from(iris[:number] or iris[:1]) | outside
        lines += [f"<{iri}> a <{SKOS}Concept> .", f"<{iri}> <{SKOS}inScheme> <{SCHEME}> ."]
        lines += [f"<{iri}> <{SKOS}altLabel> {word} ." for word in draw(st.lists(words, max_size=3))]
        lines += [f"<{iri}> <{SKOS}prefLabel> {word} ." for word in draw(st.lists(words, max_size=1))]
        lines += [
            f'<{iri}> <{SKOS}notation> "{code}" .' for code in draw(st.just([]) | st.just([f"n{number}"]))
        ]
        for prop in draw(st.lists(st.sampled_from(["related", "closeMatch"]), max_size=2, unique=True)):
            lines += [f"<{iri}> <{SKOS}{prop}> <{draw(link)}> ."]
        if number and draw(st.booleans()):
            way = draw(st.sampled_from(["broader", "broaderTransitive"]))
            lines += [f"<{iri}> <{SKOS}{way}> <{draw(st.sampled_from(iris[:number]))}> ."]
        if draw(st.booleans()):
            lines += [f'<{iri}> <http://www.w3.org/2002/07/owl#deprecated> "true" .']
            lines += [f"<{iri}> <http://purl.org/dc/terms/isReplacedBy> <{draw(link)}> ."]
    lines += ["<urn:v> a <" + SKOS + "Collection> .", "<urn:w> a <" + SKOS + "Collection> ."]
    lines += [f"<urn:v> <{SKOS}member> <{iri}> ." for iri in [*iris[:2], "urn:w"]]
    lines += [f"<urn:w> <{SKOS}member> <{iri}> ." for iri in iris[1:]]
    return draw(st.permutations(lines))


def digests(content: Content) -> tuple[list[str], list[str], list[str]]:
    return (
        sorted(draft.release.digest for draft in content.releases),
        sorted(value_set_digest(value_set) for value_set in content.value_sets),
        sorted(map_digest(found) for found in content.maps),
    )


@given(lines=published(), data=st.data())
@settings(max_examples=cases(40), deadline=None)
def test_one_content_has_one_digest_in_every_syntax(lines: list[str], data: st.DataObject) -> None:
    import pyoxigraph

    found = {}
    with TemporaryDirectory() as folder:
        for ending, form in SYNTAXES.items():
            text = "\n".join(data.draw(st.permutations(lines)))
            triples = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
            path = Path(folder) / f"s.{ending}"
            pyoxigraph.serialize(
                [quad.triple for quad in triples], str(path), getattr(pyoxigraph.RdfFormat, form)
            )
            content = read(path, UNSAID)
            found[ending] = ([str(error) for error in content.errors], digests(content))

    assert {repr(one) for one in found.values()} == {repr(found["nt"])}


@given(lines=published())
@settings(max_examples=cases(30), deadline=None)
def test_what_was_mended_comes_back_without_a_word(lines: list[str]) -> None:
    """URIs, collections, lifecycle and references elsewhere are what they were, and nothing is mended twice."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.nt"
        path.write_text(
            "\n".join(line.replace(" a <", f" <{RDF_TYPE}> <") for line in lines), encoding="utf-8"
        )
        content = read(path, UNSAID)
        if content.errors:
            return
        FORMATS["skos-turtle"].write(content, Path(folder) / "out")  # type: ignore[misc]
        back = read(Path(folder) / "out")

    assert digests(back) == digests(content)
    assert {found.rule for found in back.findings} <= {"SPK25", "SPK27", "SPK29", "SPR04"}


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["XA", "XB"]), st.text("ab1", min_size=1, max_size=3)),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
@settings(max_examples=cases(40), deadline=None)
def test_prefixes_of_a_mapping_set_come_back(rows: list[tuple[str, str]]) -> None:
    spaces = {"XA": "https://obo.example/obo/XA_", "XB": "https://obo.example/obo/XB_"}
    head = '#mapping_set_id: https://m.example/m\n#mapping_set_version: "1"\n#license: https://l.example/\n#curie_map:\n'
    head += "".join(f'#  {prefix}: "{space}"\n' for prefix, space in spaces.items())
    head += "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    lines = [
        f"{prefix}:{code}\tskos:exactMatch\tXB:t{code}\tsemapv:ManualMappingCuration\n"
        for prefix, code in rows
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "m.sssom.tsv"
        path.write_text(head + "".join(lines), encoding="utf-8")
        content = read(path)
        FORMATS["sssom-tsv"].write(content, Path(folder) / "out")  # type: ignore[misc]
        back = read(Path(folder) / "out")

    for one in (content, back):
        assert one.errors == ()
        assert [(m.source.prefix, m.source.address) for m in one.maps[0].mappings] == [
            (prefix, spaces[prefix] + code) for prefix, code in rows
        ]
