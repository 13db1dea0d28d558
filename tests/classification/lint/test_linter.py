"""Every rule of the lint: a small vocabulary that breaks it, and one that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.concept import Concept, Kind, Label, LabelKind, Note, NoteKind, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Finding
from classification.lint.linter import lint_release
from classification.lint.word import is_slip
from classification.record import replace
from classification.release import Release
from classification.rules.registry import LINT_RULES
from classification.terminology import Terminology, When
from classification.validity import Validity
from tests.classification.worlds import COLOURS, concept, part, release, scheme, terminology, value_set

LAST = date(2026, 1, 1)
STATE: dict[str, Any] = {"kind": Kind.STATE}
ACTION: dict[str, Any] = {"kind": Kind.INTERVENTION}
LEVEL: dict[str, Any] = {"kind": Kind.QUALIFIER}
GROUP: dict[str, Any] = {"status": Status.GROUPING}


def one(*concepts: Concept, **facts: Any) -> Terminology:
    """One release."""
    return terminology(release(*concepts, version="2", start=LAST, **facts))


def two(before: Iterable[Concept], after: Iterable[Concept], **facts: Any) -> Terminology:
    """A release and the one after it."""
    return terminology(
        release(*before, version="1", start=date(2025, 1, 1)),
        release(*after, version="2", start=LAST),
        **facts,
    )


def noticed(of: Terminology) -> tuple[Finding, ...]:
    """What is noticed in the last release of colours."""
    return lint_release(of, of.release(COLOURS.name, When(date.max)))


def rules(of: Terminology) -> list[str]:
    return [finding.rule for finding in noticed(of)]


def labelled(code: str, *labels: Label) -> Concept:
    return replace(concept(code), labels=labels)


def both_languages(*concepts: Concept) -> Terminology:
    edition = release(*concepts, version="2", start=LAST)
    return terminology(replace(edition, scheme=replace(COLOURS, languages=("da", "en"))))


def defined(text: str, code: str = "A", term: str = "Rød") -> Concept:
    return replace(concept(code, term), notes=(Note(text),))


def beside(*rows: Mapping) -> Terminology:
    """Colours and paints, which share a term."""
    paints = release(concept("p1", "Rød farve"), of=scheme("paints"))
    concept_map = ConceptMap("m", "urn:example:m", "1", rows)
    colours = release(concept("A", "Rød farve"), version="2", start=LAST)
    return terminology(colours, paints, maps=[concept_map] if rows else [])


def relabelled(digests_differ: bool) -> Terminology:
    def edition(version: str, start: date, *concepts: Concept) -> Release:
        made = release(*concepts, version=version, start=start)
        return replace(made, publisher_versions=("20240530",))

    more = [concept("B", "Blå")] if digests_differ else []
    return terminology(
        edition("1", date(2025, 1, 1), concept("A", "Rød")), edition("2", LAST, concept("A", "Rød"), *more)
    )


def with_set(member: str, *, before: str = "") -> Terminology:
    """States R and S below a root, of which a value set has some, and had others before."""
    concepts = [
        concept("C", "Farver", **GROUP),
        concept("R", "Rød", "C", **STATE),
        concept("S", "Sort", "C", **STATE),
    ]
    sets = [value_set(part(codes=member.split(",")), name="set", version="2", validity=Validity(LAST))]
    if before:
        sets.insert(
            0,
            value_set(
                part(codes=before.split(",")), name="set", version="1", validity=Validity(date(2025, 1, 1))
            ),
        )
        return two(concepts, [*concepts, concept("T", "Tyrkis", "C")], value_sets=sets)
    return terminology(release(*concepts, version="2", start=LAST), value_sets=sets)


Make = Callable[[], Terminology]
CASES: dict[str, tuple[Make, Make]] = {
    "SPL01": (
        lambda: both_languages(labelled("A", Label("Rød", "da"))),
        lambda: both_languages(labelled("A", Label("Rød", "da"), Label("Red", "en"))),
    ),
    "SPL02": (lambda: one(concept("A", "Rød\u00a0farve")), lambda: one(concept("A", "Rød farve"))),
    "SPL03": (
        lambda: one(
            concept("A", "Varme", **GROUP),
            concept("B", "Kolde", **GROUP),
            concept("A1", "Lilla", "A", **STATE),
            concept("B1", "Lilla", "B", **STATE),
        ),
        lambda: one(
            concept("A", "Varme", **GROUP),
            concept("B", "Kolde", **GROUP),
            concept("A1", "Lilla", "A", **STATE),
            concept("B1", "Violet", "B", **STATE),
        ),
    ),
    "SPL04": (
        lambda: one(
            concept("A", "Ting", **GROUP),
            concept("B", "Gøremål", **GROUP),
            concept("A1", "Indkøb", "A", **STATE),
            concept("B1", "Indkøb", "B", **ACTION),
        ),
        lambda: one(concept("A1", "Indkøb", **STATE), concept("B1", "Købe ind", **ACTION)),
    ),
    "SPL05": (
        lambda: one(
            concept("A", "Første", **GROUP),
            concept("B", "Anden", **GROUP),
            concept("A1", "Ikke relevant", "A", **LEVEL),
            concept("B1", "Ikke relevant", "B", **LEVEL),
        ),
        lambda: one(
            concept("A", "Første", **GROUP),
            concept("B", "Anden", **GROUP),
            concept("A1", "Ikke relevant", "A", **LEVEL),
            concept("B1", "Ikke vurderet", "B", **LEVEL),
        ),
    ),
    "SPL06": (
        beside,
        lambda: beside(
            Mapping(Coding("urn:example:paints", "p1"), Relation.EXACT, Coding(COLOURS.uri, "A"), number=1)
        ),
    ),
    "SPL07": (
        lambda: two(
            [concept("A", "Skaffe varer", **STATE), concept("B", "Handle ind", **ACTION)],
            [
                concept("A", "Indkøb", **STATE),
                concept("B", "Handle ind", alternative="Skaffe varer", **ACTION),
            ],
        ),
        lambda: two(
            [concept("A", "Skaffe varer", **STATE), concept("B", "Handle ind", **ACTION)],
            [
                concept("A", "Indkøb", alternative="Skaffe varer", **STATE),
                concept("B", "Handle ind", **ACTION),
            ],
        ),
    ),
    "SPL08": (
        lambda: two([concept("A", "Lette begrænsninger")], [concept("A", "1"), concept("B", "x y")]),
        lambda: two([concept("A", "1")], [concept("A", "Lette begrænsninger"), concept("B", "x y")]),
    ),
    "SPL09": (
        lambda: two([concept("A", "Kropsopfattelse")], [concept("A", "Kropspfattelse"), concept("B", "x y")]),
        lambda: two(
            [concept("A", "Kropsopfattelse")], [concept("A", "Kropsopfattelser"), concept("B", "x y")]
        ),
    ),
    "SPL10": (
        lambda: one(concept("A", "Praktisk hjaelp"), concept("B", "Hjælp i hjemmet")),
        lambda: one(concept("A", "Praktisk hjælp"), concept("B", "Aerosol i hjemmet")),
    ),
    "SPL11": (lambda: one(defined("Rød.")), lambda: one(defined("En farve som blod."))),
    "SPL12": (
        lambda: one(defined("En farve. Denne definition skal rettes.")),
        lambda: one(defined("En farve, der skal ses på afstand.")),
    ),
    "SPL13": (lambda: with_set("R"), lambda: with_set("R,S")),
    "SPL14": (lambda: with_set("R", before="R,S"), lambda: with_set("R,S", before="R")),
    "SPL15": (
        lambda: one(concept("C", "Farver"), concept("A", "Rød", "C"), concept("B", "Rød", "C")),
        lambda: one(
            concept("C", "Farver"),
            concept("A", "Rød", "C"),
            concept("B", "Rød", "C", status=Status.DEPRECATED, replaced_by=("A",)),
        ),
    ),
    "SPL16": (lambda: one(concept("u-a", "Rød", legacy="A")), lambda: one(concept("u-a", "Rød"))),
    "SPL17": (lambda: relabelled(True), lambda: relabelled(False)),
    "SPL18": (lambda: relabelled(False), lambda: relabelled(True)),
    "SPL19": (
        lambda: two(
            [concept("A", "Afsnit"), concept("B", "Rød", "A")], [concept("A", "Afsnit"), concept("B", "Rød")]
        ),
        lambda: two(
            [concept("A", "Afsnit"), concept("B", "Rød", "A")],
            [concept("A", "Afsnit", status=Status.DEPRECATED, replaced_by=("B",)), concept("B", "Rød")],
        ),
    ),
    "SPL20": (
        lambda: one(
            concept("A", "Farver"), concept("B", "Rød", "A"), concept("D", "Blå", "A"), concept("E", "Løs")
        ),
        lambda: one(concept("A", "Farver"), concept("B", "Rød", "A"), concept("D", "Blå", "A")),
    ),
    "SPL21": (
        lambda: one(concept("A", "Farver"), concept("B", "Rød", "A"), concept("D", "Mørkerød", ("B", "A"))),
        lambda: one(concept("A", "Farver"), concept("B", "Rød", "A"), concept("D", "Mørkerød", "B")),
    ),
    "SPL22": (
        lambda: one(concept("a_1", "Rød"), concept("A-1", "Blå")),
        lambda: one(concept("a_1", "Rød"), concept("A-2", "Blå")),
    ),
    "SPL23": (
        lambda: one(defined("En farve."), defined("En anden.", "B", "Blå"), concept("D", "Gul")),
        lambda: one(defined("En farve."), defined("En anden.", "B", "Blå")),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert list(CASES) == list(LINT_RULES)


@pytest.mark.parametrize("code", CASES)
def test_a_vocabulary_that_breaks_the_rule_is_noticed(code: str) -> None:
    assert code in rules(CASES[code][0]())


@pytest.mark.parametrize("code", CASES)
def test_one_that_keeps_it_is_not(code: str) -> None:
    assert code not in rules(CASES[code][1]())


@pytest.mark.parametrize("code", CASES)
def test_what_is_noticed_is_told_in_both_languages(code: str) -> None:
    for finding in noticed(CASES[code][0]()):
        assert finding.message.da != finding.message.en
        assert finding.place.file == "colours@2"
        assert finding.severity is LINT_RULES[finding.rule].severity


RECORDED = (Kind.STATE, Kind.INTERVENTION, Kind.TARGET_GROUP, Kind.SERVICE)
IN_WORDS = {
    Kind.STATE: ("en tilstand", "a state"),
    Kind.INTERVENTION: ("en indsats", "an intervention"),
    Kind.TARGET_GROUP: ("en målgruppe", "a target group"),
    Kind.SERVICE: ("et tilbud", "a service"),
}


@pytest.mark.parametrize("kinds", list(combinations(Kind, 2)), ids="-".join)
def test_one_word_for_two_kinds_that_are_recorded_about_a_citizen_is_noticed(
    kinds: tuple[Kind, Kind],
) -> None:
    """ "Kriminalitet" is a state and a target group of FFB; only a state and an intervention were noticed."""
    of = one(concept("A", "Kriminalitet", kind=kinds[0]), concept("B", "Kriminalitet", kind=kinds[1]))
    seen = [one.message for one in noticed(of) if one.rule == "SPL04"]

    if not set(kinds) <= set(RECORDED):
        assert seen == []
        return
    (da, en), (da_other, en_other) = (IN_WORDS[kind] for kind in sorted(kinds, key=RECORDED.index))
    first, second = sorted("AB", key=lambda code: RECORDED.index(kinds["AB".index(code)]))
    assert [message.da for message in seen] == [
        f"'Kriminalitet' er både {da} ({first}) og {da_other} ({second})"
    ]
    assert [message.en for message in seen] == [
        f"'Kriminalitet' is both {en} ({first}) and {en_other} ({second})"
    ]


def test_one_word_for_three_kinds_is_one_finding_that_names_them_all() -> None:
    of = one(
        concept("M", "Ophold", kind=Kind.TARGET_GROUP),
        concept("I", "Ophold", **ACTION),
        concept("S1", "Ophold", **STATE),
        concept("S2", "Ophold", "M", **STATE),
    )

    (seen,) = (one for one in noticed(of) if one.rule == "SPL04")
    assert seen.place.path == "/S1"
    assert seen.message.da == "'Ophold' er både en tilstand (S1, S2), en indsats (I) og en målgruppe (M)"
    assert seen.message.en == "'Ophold' is a state (S1, S2), an intervention (I) and a target group (M)"


def test_the_place_is_the_concept_s_key() -> None:
    of = one(concept("u-a", "Rød\u00a0farve", legacy="a/1"))

    assert [seen.place.path for seen in noticed(of) if seen.rule == "SPL02"] == ["/a~11"]


def test_a_map_relates_a_concept_by_any_code_it_has_had() -> None:
    """A map made for the new codes related nothing in an old release, which knows the old ones alone."""
    row = Mapping(Coding("urn:example:paints", "p1"), Relation.EXACT, Coding(COLOURS.uri, "u-a"), number=1)
    of = terminology(
        release(concept("A", "Rød farve"), version="1", start=date(2025, 1, 1)),
        release(concept("u-a", "Rød farve", legacy="A"), version="2", start=LAST),
        release(concept("p1", "Rød farve"), of=scheme("paints")),
        maps=[ConceptMap("m", "urn:example:m", "1", (row,))],
    )

    assert lint_release(of, of.release("colours", When(date(2025, 6, 1)))) == ()


def test_a_clean_vocabulary_has_no_findings() -> None:
    tree = [concept("C", "Farver", **GROUP), concept("A", "Rød", "C"), concept("B", "Blå", "C")]

    assert noticed(one(*tree)) == ()


@pytest.mark.parametrize(
    ("one_word", "other", "slip"),
    [
        ("hukommelse", "hukomelse", True),
        ("behandling", "behadnling", True),
        ("bevægeapparat", "bevægeapperat", True),
        ("borger", "borgere", False),
        ("arbejdsevne", "arbejdevne", False),
        ("hjemmepleje", "hjemmepleje", False),
        ("støtte", "strøm", False),
    ],
)
def test_a_slip_is_one_letter_that_inflection_does_not_explain(one_word: str, other: str, slip: bool) -> None:
    assert is_slip(one_word, other) is slip
    assert is_slip(other, one_word) is slip


terms = st.text("abæø 1\u00a0", min_size=1, max_size=8).map(lambda text: text + "a")


@given(st.lists(st.tuples(terms, terms, st.sampled_from(list(Kind))), min_size=1, max_size=6))
def test_any_vocabulary_is_looked_through(rows: list[tuple[str, str, Kind]]) -> None:
    before = [concept(f"c{n}", term, kind=kind) for n, (term, _, kind) in enumerate(rows)]
    after = [
        replace(
            concept(f"c{n}", term, kind=kind),
            labels=(Label(term), Label(other + "x", kind=LabelKind.ALTERNATIVE)),
            notes=(Note(other, kind=NoteKind.DEFINITION),),
        )
        for n, (other, term, kind) in enumerate(rows)
    ]

    found = noticed(two(before, after))

    assert {seen.rule for seen in found} <= set(LINT_RULES)
    assert noticed(two(before, after)) == found
