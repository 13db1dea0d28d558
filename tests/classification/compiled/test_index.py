"""A compiled release: looked up, walked, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.compiled.index import Index, compile_release
from classification.concept import Concept, Kind, LabelKind, NotationRole, Status
from classification.digest import full_digest, structure_digest
from classification.errors import InvalidContent, UnknownCode
from classification.hierarchy import find_cycle
from classification.record import replace
from classification.release import Release, check_release
from tests.classification.worlds import COLOURS, concept, index, release

CODES = [str(n) for n in range(12)]


@st.composite
def graphs(draw: st.DrawFn) -> Release:
    """Releases with poly-hierarchies: each concept may lie under any that come before it in a random order."""
    order = draw(st.permutations(CODES))
    concepts = [
        concept(
            code,
            draw(st.text("aåbæ ", min_size=1).map(lambda text: f"x{text}x")),
            draw(st.lists(st.sampled_from(order[:at]), unique=True, max_size=3)) if at else (),
            legacy=[f"k{code}"] if draw(st.booleans()) else (),
            kind=draw(st.sampled_from(Kind)),
            status=draw(st.sampled_from([Status.ACTIVE, Status.GROUPING])),
            ordinal=draw(st.none() | st.integers(0, 9).map(float)),
            uri=draw(st.sampled_from(["", f"https://v.example/id/{code}", f"urn:own:{code}#a"])),
        )
        for at, code in enumerate(order)
    ]
    return release(*draw(st.permutations(concepts)))


def walked(parents: dict[str, tuple[str, ...]], code: str) -> set[str]:
    """Ancestors by plain walking."""
    found: set[str] = set()
    front = list(parents[code])
    while front:
        found.add(above := front.pop())
        front += parents[above]
    return found


@given(graphs())
def test_a_compiled_release_reads_back_as_it_was(made: Release) -> None:
    back = Index(compile_release(made)).release()

    assert back == made
    assert back.digest == made.digest


@given(graphs())
def test_subsumption_by_intervals_equals_walking_the_parents(made: Release) -> None:
    opened = Index(compile_release(made))
    parents = {c.code: c.broader for c in made.concepts}

    for below, code in enumerate(opened.codes):
        above = {opened.codes[i] for i in range(len(opened)) if i != below and opened.subsumes(i, below)}
        assert above == walked(parents, code)
        assert above == {opened.codes[i] for i in opened.ancestors(below)}
        assert opened.subsumes(below, below)


@given(graphs())
def test_descendants_are_the_inverse_of_ancestors(made: Release) -> None:
    opened = Index(compile_release(made))

    for i in range(len(opened)):
        assert all(i in opened.ancestors(j) for j in opened.descendants(i))


@given(graphs(), st.randoms())
def test_the_digest_does_not_depend_on_order(made: Release, random: object) -> None:
    shuffled = sorted(made.concepts, key=lambda c: c.labels[0].text)

    assert structure_digest(shuffled) == made.structure_digest
    assert full_digest(shuffled) == made.digest


@pytest.mark.parametrize(
    ("changed", "structure_too"),
    [
        (concept("a", "Rød2"), True),
        (concept("a", "Rød", legacy="K"), True),
        (concept("a", "Rød", alternative="Rødt"), True),
        (concept("a", "Rød", kind=Kind.STATE), False),
        (concept("a", "Rød", ordinal=1.0), False),
        (concept("a", "Rød", status=Status.GROUPING), False),
    ],
    ids=["term", "notation", "alternative", "kind", "ordinal", "status"],
)
def test_a_change_shows_in_the_digest(changed: Concept, structure_too: bool) -> None:
    before, after = release(concept("a", "Rød")), release(changed)

    assert before.digest != after.digest
    assert (before.structure_digest != after.structure_digest) is structure_too


def test_a_concept_is_found_by_each_of_its_codes() -> None:
    opened = index(concept("uuid-1", "Vaske sig", legacy="J1.1"), concept("uuid-2", "Gå"))

    assert opened.find("J1.1") == opened.find("uuid-1") == 0
    assert opened.notation("J1.1") == (0, NotationRole.LEGACY)
    assert opened.keys[0] == "J1.1"
    assert opened.keys[1] == "uuid-2"
    assert opened.find("j1.1") is None


@pytest.mark.parametrize("code", ["", " ", "J1.1 ", "x" * 10_000, "\ud800", "\x00"])
def test_an_odd_code_is_simply_not_there(code: str) -> None:
    assert index(concept("J1.1")).find(code) is None


def test_an_unknown_code_is_named_with_near_ones() -> None:
    with pytest.raises(UnknownCode, match=r"unknown code 'J1.9' of colours@1.0.0; known: J1.1"):
        index(concept("J1.1")).lookup("J1.9")


def test_a_term_is_found_whatever_its_case_and_blanks() -> None:
    opened = index(concept("a", "Søvn og hvile", alternative="Nattesøvn"), concept("b", "nattesøvn"))

    assert opened.by_term(" søvn  OG hvile") == ((0, LabelKind.PREFERRED),)
    assert opened.by_term("NATTESØVN") == ((0, LabelKind.ALTERNATIVE), (1, LabelKind.PREFERRED))
    assert opened.by_term("ukendt") == ()


def test_siblings_share_a_parent() -> None:
    opened = index(concept("r"), concept("a", "", "r"), concept("b", "", "r"), concept("s"))

    assert opened.siblings(1) == [2]
    assert opened.siblings(0) == [3]
    assert [opened.codes[i] for i in opened.path(2)] == ["r", "b"]


@pytest.mark.parametrize(
    ("concepts", "rule"),
    [
        ((concept("a"), concept("a", "b")), "SPC01"),
        ((concept("a", legacy="b"), concept("b")), "SPC01"),
        ((concept("a", "", "missing"),), "SPC02"),
        ((concept("a", "", "b"), concept("b", "", "a")), "SPC03"),
        ((concept("a", "", "a"),), "SPC03"),
        ((concept("a", "x", alternative="x"),), "SPC06"),
        ((concept(" a", "x"),), "SPC07"),
        ((concept("a", "x\x07"),), "SPC09"),
        ((replace(concept("a"), replaced_by=("nobody",)),), "SPC11"),
    ],
)
def test_content_that_breaks_a_condition_is_refused(concepts: tuple[Concept, ...], rule: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        compile_release(release(*concepts))

    assert rule in {finding.rule for finding in refused.value.findings}


def test_a_buffer_cut_short_is_refused() -> None:
    buffer = compile_release(release(concept("a")))

    with pytest.raises(ValueError, match="cut short"):
        Index(buffer[: len(buffer) // 2])
    with pytest.raises(ValueError, match="wrong magic"):
        Index(b"PK" + buffer)


def test_a_circle_is_named() -> None:
    assert find_cycle({"a": ("b",), "b": ("c",), "c": ("b",)}) == ("b", "c", "b")
    assert find_cycle({"a": ("b", "c"), "b": ("c",), "c": ()}) == ()


# ---------------------------------------------------------------- URIs


@given(graphs(), st.sampled_from(["", "https://v.example/id/{code}", "urn:own:{code}#a"]))
def test_every_concept_is_found_by_its_uri_and_by_no_other(made: Release, rule: str) -> None:
    made = replace(made, scheme=replace(made.scheme, concept_uri=rule))
    opened = Index(compile_release(made))

    for i, each in enumerate(made.concepts):
        uri = made.scheme.uri_of(each)
        sharing = [j for j, other in enumerate(made.concepts) if made.scheme.uri_of(other) == uri]
        assert opened.uri(i) == uri
        assert opened.find_uri(uri) in sharing
        assert opened.find(uri) in sharing
        assert opened.find_uri(f"{uri}x") is None


def test_a_concept_whose_uri_is_its_own_is_not_found_by_the_one_its_code_would_make() -> None:
    opened = index(concept("R", uri="https://v.example/red"), concept("G"))

    assert opened.find_uri("urn:example:colours#R") is None
    assert opened.find_uri("urn:example:colours#G") == 1
    assert opened.lookup("https://v.example/red").code == "R"


def test_a_uri_that_two_concepts_have_is_refused() -> None:
    with pytest.raises(InvalidContent) as refused:
        compile_release(release(concept("R", uri="urn:a:1"), concept("G", uri="urn:a:1")))

    assert [finding.rule for finding in refused.value.findings] == ["SPC17"]


def test_a_uri_changes_the_full_digest_alone() -> None:
    plain, own = release(concept("R")), release(concept("R", uri="urn:a:1"))

    assert plain.structure_digest == own.structure_digest
    assert plain.digest != own.digest


# ---------------------------------------------------------------- capitals


CASELESS = replace(COLOURS, case_sensitive=False)


@pytest.mark.parametrize("stated", [False, None])
def test_where_capitals_do_not_matter_a_code_is_found_however_it_is_written(stated: bool | None) -> None:
    made = index(concept("Rød", legacy="R-1"), of=replace(COLOURS, case_sensitive=stated))

    assert [made.find(code) for code in ("Rød", "RØD", "rød", "r-1", "gul")] == [0, 0, 0, 0, None]
    assert made.written("rØD") == "Rød"


def test_where_capitals_matter_they_do() -> None:
    assert index(concept("Rød")).find("rød") is None


@given(st.lists(st.text("aAbB", min_size=1, max_size=3), min_size=1, max_size=8, unique=True))
def test_each_code_is_its_own_and_a_third_spelling_none_of_two(codes: list[str]) -> None:
    made = index(*(concept(code) for code in codes), of=CASELESS)

    for number, code in enumerate(codes):
        alike = [other for other in codes if other.casefold() == code.casefold()]
        assert made.find(code) == number
        if code.swapcase() not in codes:
            assert made.find(code.swapcase()) == (number if len(alike) == 1 else None)


def test_two_codes_that_differ_in_capitals_alone_are_told() -> None:
    faults = check_release(release(concept("R"), concept("r"), of=CASELESS))

    assert [finding.rule for finding in faults if finding.rule == "SPC18"] == ["SPC18"]
    assert not [f for f in check_release(release(concept("R"), concept("r"))) if f.rule == "SPC18"]


@pytest.mark.parametrize("stated", [True, False, None])
def test_a_scheme_keeps_whether_capitals_matter(stated: bool | None) -> None:
    scheme = replace(COLOURS, case_sensitive=stated, content="fragment")

    assert index(concept("R"), of=scheme).scheme == scheme


def test_a_uri_that_the_rule_made_of_a_legacy_key_still_leads_to_the_concept() -> None:
    made = index(concept("uuid-1", "Vaske sig", legacy="J1.1"), concept("b", legacy="B1", uri="urn:own:b"))

    assert made.notation("urn:example:colours#J1.1") == (0, NotationRole.LEGACY)
    assert made.notation("urn:example:colours#uuid-1") == (0, NotationRole.CURRENT)
    assert made.notation("urn:example:colours#B1") is None, "the publisher's own URI is another"
