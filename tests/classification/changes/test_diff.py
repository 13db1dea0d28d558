"""What changed between two releases, what it breaks, and the way from one to the other."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classification.changes.as_json import diff_to_json
from classification.changes.change import Change, ChangeKind, Definitions, Diff, MemberChange, Reference
from classification.changes.compatibility import Compatibility, Level, Mode
from classification.changes.diff import apply, diff
from classification.changes.release_notes import as_markdown, as_text
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
from classification.errors import InvalidRequest
from classification.record import fields, replace
from classification.release import Lineage, LineageKind, Release
from classification.validity import Validity
from classification.words import word
from loaders.vocabulary_folder import read
from tests.cases import cases
from tests.classification.worlds import COLOURS, concept, release

BEFORE, NOW = date(2024, 1, 1), date(2025, 1, 1)
COLD = concept("C", "Cold")
WARM = concept("W", "Warm")
BLUE = concept("B", "Blue", "C")
DEFINED = concept("D", "Dusk", notes=(Note("between light and dark", "en"),))


def old(*concepts: Concept, **facts: Any) -> Release:
    return release(*concepts, version="1", start=BEFORE, **facts)


def new(*concepts: Concept, **facts: Any) -> Release:
    return release(*concepts, version="2", start=NOW, **facts)


def changes(before: Iterable[Concept], after: Iterable[Concept], *lineage: Lineage) -> Diff:
    return diff(old(*before), new(*after, lineage=lineage))


def only(difference: Diff) -> Change:
    (change,) = difference.changes
    return change


def counted(difference: Diff) -> dict[str, int]:
    return {str(kind): count for kind, count in difference.summary().items() if count}


# each kind of change


def test_a_new_concept_is_added() -> None:
    found = changes([COLD], [COLD, WARM])

    assert counted(found) == {"added": 1}
    assert only(found).subject == Reference("W", "W", "Warm")


def test_a_concept_that_is_gone_is_removed() -> None:
    found = changes([COLD, WARM], [COLD])

    assert counted(found) == {"removed": 1}
    assert only(found).subject.term == "Warm"


def test_a_concept_with_a_new_code_that_keeps_the_old_one_is_recoded_and_nothing_else() -> None:
    found = changes([BLUE, COLD], [concept("0-0", "Blue", "C", legacy="B"), COLD])

    assert counted(found) == {"recoded": 1}
    assert (only(found).before, only(found).after) == (("B",), ("0-0",))


def test_a_concept_that_gains_a_legacy_key_keeps_its_code() -> None:
    found = changes([BLUE, COLD], [concept("B", "Blue", "C", legacy="b_old"), COLD])

    assert counted(found) == {"notationsChanged": 1}
    assert only(found).after == (Notation("b_old", NotationRole.LEGACY),)


def test_a_recoding_that_loses_a_further_code_says_both() -> None:
    found = changes([concept("B", legacy="b1")], [concept("0-0", "B", legacy="B")])

    assert counted(found) == {"recoded": 1, "notationsChanged": 1}
    assert found.of(ChangeKind.NOTATIONS)[0].before == (Notation("b1", NotationRole.LEGACY),)


def test_a_parent_that_was_only_recoded_moves_nobody() -> None:
    found = changes([COLD, BLUE], [concept("0-1", "Cold", legacy="C"), concept("B", "Blue", "0-1")])

    assert counted(found) == {"recoded": 1}


def test_a_concept_under_another_parent_moved() -> None:
    found = changes([COLD, WARM, BLUE], [COLD, WARM, concept("B", "Blue", "W")])

    assert counted(found) == {"moved": 1}
    assert only(found).before == (Reference("C", "C", "Cold"),)
    assert only(found).after == (Reference("W", "W", "Warm"),)


def test_a_concept_under_the_same_code_of_another_concept_moved() -> None:
    """The parent's code is the same string in both releases, the concept behind it is not."""
    before = [concept("1", "Cold"), concept("2", "Warm", legacy="x"), concept("B", "Blue", "2")]
    after = [concept("1", "Cold"), concept("3", "Warm", legacy="x"), concept("B", "Blue", "3")]
    taken = [concept("3", "Warm", legacy="x"), concept("2", "New"), concept("B", "Blue", "2")]

    assert changes(before, after).of(ChangeKind.MOVED) == ()
    assert changes(after, taken).of(ChangeKind.MOVED)[0].after == (Reference("2", "2", "New"),)


def test_another_preferred_label_is_a_renaming_in_its_language() -> None:
    english = (Label("Blå"), Label("Blue", "en"))
    found = changes(
        [replace(BLUE, labels=english)], [replace(BLUE, labels=(Label("Blå"), Label("Azure", "en")))]
    )

    change = only(found)
    assert (change.kind, change.language, change.label) == (ChangeKind.RENAMED, "en", LabelKind.PREFERRED)
    assert (change.before, change.after) == (("Blue",), ("Azure",))


def test_a_concept_renamed_in_two_languages_counts_once() -> None:
    before = replace(BLUE, labels=(Label("Blå"), Label("Blue", "en")))
    after = replace(BLUE, labels=(Label("Azur"), Label("Azure", "en")))
    found = changes([before], [after])

    assert len(found.changes) == 2
    assert counted(found) == {"renamed": 1}


def test_other_names_are_told_by_label_kind() -> None:
    hidden = Label("bleu", kind=LabelKind.HIDDEN)
    before = concept("B", "Blue", alternative=("Navy", "Azure"))
    after = concept("B", "Blue", alternative=("Azure", "Cyan"))
    found = changes([before], [replace(after, labels=(*after.labels, hidden))])

    assert counted(found) == {"designationsChanged": 1}
    assert [(c.label, c.before, c.after) for c in found.changes] == [
        (LabelKind.ALTERNATIVE, ("Navy",), ("Cyan",)),
        (LabelKind.HIDDEN, (), ("bleu",)),
    ]


def test_another_definition_is_a_redefinition() -> None:
    found = changes([DEFINED], [replace(DEFINED, notes=(Note("after sunset", "en"),))])

    assert counted(found) == {"redefined": 1}
    assert (only(found).before, only(found).after) == (("between light and dark",), ("after sunset",))


@pytest.mark.parametrize("turned", [False, True])
def test_an_edition_of_terms_alone_redefines_nothing_and_the_answer_says_so(turned: bool) -> None:
    bare = replace(DEFINED, notes=())
    found = changes([DEFINED], [bare]) if turned else changes([bare], [DEFINED])

    assert found.is_empty
    assert found.definitions is (Definitions.ONLY_BEFORE if turned else Definitions.ONLY_AFTER)
    assert f"Definitions were not compared: colours@{2 if turned else 1}" in as_text(found)


def test_the_order_of_labels_notes_and_properties_says_nothing_but_is_kept() -> None:
    before = concept("B", alternative=("a", "b"), properties=(("x", "1"), ("y", "2")))
    after = replace(before, labels=before.labels[::-1], properties=before.properties[::-1])
    found = changes([before], [after])

    assert found.is_empty
    assert apply(found, old(before)).concepts == (after,)


def test_a_deprecated_concept_names_its_successor_by_identity() -> None:
    gone = replace(BLUE, status=Status.DEPRECATED, replaced_by=("W",))
    recoded = replace(gone, replaced_by=("0-2",))
    found = changes([WARM, COLD, gone], [concept("0-2", "Warm", legacy="W"), COLD, recoded])

    assert counted(found) == {"recoded": 1}


def test_lineage_tells_what_replaced_a_concept() -> None:
    step = Lineage(LineageKind.REPLACED, ("B",), ("W",), "blue was never warm")
    found = changes([BLUE, COLD], [WARM, COLD], step)

    assert counted(found) == {"added": 1, "removed": 1, "replaced": 1}
    change = found.of(ChangeKind.REPLACED)[0]
    assert change.before == (Reference("B", "B", "Blue"),)
    assert change.after == (Reference("W", "W", "Warm"),)
    assert change.note == "blue was never warm"


def test_lineage_read_backwards_turns_a_merge_into_a_split() -> None:
    earlier, later = old(COLD, WARM), new(concept("T", "Temperature"), lineage=(MERGE,))

    assert [c.kind for c in diff(earlier, later).changes if c.note] == [ChangeKind.MERGED]
    assert [c.kind for c in diff(later, earlier).changes if c.note] == [ChangeKind.SPLIT]


MERGE = Lineage(LineageKind.MERGED, ("C", "W"), ("T",), "one scale")


def test_a_merge_counts_the_concepts_that_went_into_it() -> None:
    assert changes([COLD, WARM], [concept("T")], MERGE).summary()[ChangeKind.MERGED] == 2


def test_codes_that_meet_on_one_concept_are_a_merge_without_any_lineage() -> None:
    found = changes([COLD, WARM], [concept("C", "Cold", legacy="W")])

    assert counted(found) == {"removed": 1, "merged": 2, "notationsChanged": 1}


def test_what_lineage_tells_is_not_told_twice() -> None:
    step = Lineage(LineageKind.MERGED, ("C", "W"), ("C",), "warm is cold")
    found = changes([COLD, WARM], [concept("C", "Cold", legacy="W")], step)

    assert [c.note for c in found.of(ChangeKind.MERGED)] == ["warm is cold"]


def test_a_concept_recoded_twice_is_the_same_when_the_release_between_is_known() -> None:
    first, second, third = (
        concept("1", "Blue"),
        concept("2", "Blue", legacy="1"),
        concept("3", "Blue", legacy="2"),
    )
    middle = release(second, version="1.5", start=date(2024, 6, 1))

    assert counted(diff(old(first), new(third))) == {"added": 1, "removed": 1}
    assert counted(diff(old(first), new(third), between=[middle])) == {"recoded": 1, "notationsChanged": 1}


def test_lineage_of_a_release_between_is_told() -> None:
    middle = release(concept("T"), version="1.5", start=date(2024, 6, 1), lineage=(MERGE,))
    found = diff(old(COLD, WARM), new(concept("T")), between=[middle])

    assert found.of(ChangeKind.MERGED)[0].note == "one scale"


def test_the_current_code_wins_where_several_codes_tie() -> None:
    before = [concept("1", "One"), concept("2", "Two", legacy="x")]
    after = [concept("2", "Two"), concept("1", "One", legacy="x")]
    found = changes(before, after)

    assert counted(found) == {"notationsChanged": 2}


def test_a_code_that_was_current_ties_before_one_that_was_legacy_on_both_sides() -> None:
    before = [concept("a", legacy="l"), concept("b")]
    after = [concept("n", legacy=("l", "b"))]

    for found in (changes(before, after), changes(after, before)):
        assert found.of(ChangeKind.RECODED)[0].subject.code in ("n", "b")
        assert [
            c.subject.code for c in found.changes if c.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
        ] == ["a"]


def test_what_the_release_says_of_the_classification_is_compared() -> None:
    renamed = replace(
        COLOURS, uri="urn:example:hues", aliases=(*COLOURS.aliases, COLOURS.uri), publisher="Hue Board"
    )
    found = diff(old(COLD), new(COLD, of=renamed))

    assert [c.field for c in found.scheme] == ["uri", "aliases", "publisher"]
    assert found.compatibility == Compatibility(Level.WARNING, Level.BREAKING)


def test_two_classifications_are_not_compared() -> None:
    other = replace(COLOURS, name="sounds", uri="urn:example:sounds", aliases=())

    with pytest.raises(InvalidRequest, match="two classifications"):
        diff(old(COLD), new(COLD, of=other))


def test_value_sets_that_kept_their_members_are_left_out() -> None:
    blue = (Reference("B", "B", "Blue"),)
    sets = [MemberChange("same"), MemberChange("wider", gained=blue), MemberChange("narrower", lost=blue)]
    found = diff(old(COLD), new(COLD), members=sets)

    assert [m.value_set for m in found.members] == ["wider", "narrower"]
    assert [m.compatibility for m in found.members] == [
        Compatibility(Level.COMPATIBLE, Level.BREAKING),
        Compatibility(Level.BREAKING, Level.COMPATIBLE),
    ]


# compatibility, row by row of docs/compatibility.md

DAYS = Validity(BEFORE, NOW)
CASES: dict[tuple[str, str], tuple[list[Concept], list[Concept]]] = {
    ("added", "a new concept"): ([COLD], [COLD, WARM]),
    ("added", "a new concept under a code of another old concept"): (
        [concept("A", legacy="b")],
        [concept("A"), concept("b")],
    ),
    ("removed", "a concept is gone"): ([COLD, WARM], [COLD]),
    ("removed", "a concept is gone, another one took over its code"): (
        [concept("A"), concept("b")],
        [concept("A", legacy="b")],
    ),
    ("replaced", "lineage names another concept in its place"): ([COLD], [WARM]),
    ("split", "lineage or codes: one became several"): ([COLD], [WARM, BLUE]),
    ("merged", "lineage or codes: several became one"): ([WARM, BLUE], [COLD]),
    ("recoded", "the old code stays as a further notation"): (
        [concept("1", "x")],
        [concept("2", "x", legacy="1")],
    ),
    ("recoded", "the old code is dropped"): (
        [concept("1", "x", legacy="0")],
        [concept("2", "x", legacy="0")],
    ),
    ("recoded", "a notation known before becomes the current one"): (
        [concept("1", "x", legacy="2")],
        [concept("2", "x", legacy="1")],
    ),
    ("notationsChanged", "a notation is gained"): ([concept("1")], [concept("1", legacy="0")]),
    ("notationsChanged", "a notation is lost"): ([concept("1", legacy="0")], [concept("1")]),
    ("notationsChanged", "a notation gets another role or other days"): (
        [replace(COLD, notations=(Notation("C"), Notation("c")))],
        [replace(COLD, notations=(Notation("C"), Notation("c", NotationRole.LEGACY)))],
    ),
    ("uriChanged", "another URI of the publisher's"): (
        [replace(COLD, uri="urn:own:cold")],
        [replace(COLD, uri="urn:own:chill")],
    ),
    ("renamed", "another preferred label"): ([concept("1", "Cold")], [concept("1", "Chilly")]),
    ("renamed", "only case, blanks or Unicode form differ"): (
        [concept("1", "Ice cold")],
        [concept("1", "ice\u00a0cold ")],
    ),
    ("designationsChanged", "another name is gained"): ([COLD], [concept("C", "Cold", alternative="Icy")]),
    ("designationsChanged", "another name is lost"): ([concept("C", "Cold", alternative="Icy")], [COLD]),
    ("redefined", "another definition"): ([DEFINED], [replace(DEFINED, notes=(Note("dim", "en"),))]),
    ("notesChanged", "other notes"): (
        [COLD],
        [replace(COLD, notes=(Note("as ice", "en", NoteKind.EXAMPLE),))],
    ),
    ("moved", "another broader concept"): ([COLD, WARM, BLUE], [COLD, WARM, concept("B", "Blue", "W")]),
    ("kindChanged", "for instance a state became an intervention"): (
        [replace(COLD, kind=Kind.STATE)],
        [replace(COLD, kind=Kind.INTERVENTION)],
    ),
    ("statusChanged", "active → deprecated"): (
        [COLD],
        [replace(COLD, status=Status.DEPRECATED, reason="unused")],
    ),
    ("statusChanged", "deprecated → active"): (
        [replace(COLD, status=Status.DEPRECATED, reason="unused")],
        [COLD],
    ),
    ("statusChanged", "active → grouping"): ([COLD], [replace(COLD, status=Status.GROUPING)]),
    ("statusChanged", "grouping → active"): ([replace(COLD, status=Status.GROUPING)], [COLD]),
    ("statusChanged", "only reason or successor differ"): (
        [replace(COLD, status=Status.DEPRECATED, reason="unused")],
        [replace(COLD, status=Status.DEPRECATED, reason="too vague")],
    ),
    ("ordinalChanged", "another value on the scale"): (
        [replace(COLD, ordinal=1)],
        [replace(COLD, ordinal=2)],
    ),
    ("ordinalChanged", "a value where there was none"): ([COLD], [replace(COLD, ordinal=0)]),
    ("propertiesChanged", "other properties"): ([COLD], [replace(COLD, properties=(("kelvin", "273"),))]),
    ("validityChanged", "the days grew"): (
        [replace(COLD, validity=DAYS)],
        [replace(COLD, validity=Validity(BEFORE))],
    ),
    ("validityChanged", "the days shrank"): ([COLD], [replace(COLD, validity=DAYS)]),
}
LINEAGE = {
    "replaced": Lineage(LineageKind.REPLACED, ("C",), ("W",)),
    "split": Lineage(LineageKind.SPLIT, ("C",), ("W", "B")),
    "merged": Lineage(LineageKind.MERGED, ("W", "B"), ("C",)),
}


def documented(project_root: Path) -> dict[tuple[str, str], Compatibility]:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \| (\w+) \| (\w+) \| .+ \|$",
        (project_root / "docs" / "compatibility.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return {(kind, case): Compatibility(Level(back), Level(ahead)) for kind, case, back, ahead in rows}


@pytest.mark.parametrize(("kind", "case"), CASES, ids=lambda part: part)
def test_a_change_has_the_level_that_the_documentation_promises(
    kind: str, case: str, project_root: Path
) -> None:
    before, after = CASES[kind, case]
    found = changes(before, after, *([LINEAGE[kind]] if kind in LINEAGE else []))

    assert found.summary()[ChangeKind(kind)] > 0
    assert found.compatibility == documented(project_root)[kind, case]


def test_every_row_of_the_documentation_is_tested_and_every_kind_has_one(project_root: Path) -> None:
    assert set(documented(project_root)) == set(CASES)
    assert {kind for kind, _ in CASES} == set(ChangeKind)


def test_full_is_the_worse_of_both_directions() -> None:
    level = Compatibility(Level.WARNING, Level.BREAKING)

    assert [level.of(mode) for mode in Mode] == [Level.WARNING, Level.BREAKING, Level.BREAKING]


# laws

CODES = [f"c{n}" for n in range(7)]
URIS = ["", "", "", "", *(f"urn:own:{n}" for n in range(4))]
ANY_URI = st.sampled_from(["", "urn:own:new"])
words = st.sampled_from(["cold", "Cold", "warm", "blå", "grøn", "æble"])


@st.composite
def releases(draw: st.DrawFn, version: str = "1", lineage: bool = True) -> Release:
    """A valid release over few codes, so that two of them share many; the hierarchy follows the order of drawing."""
    codes = draw(st.permutations(CODES))[: draw(st.integers(0, len(CODES)))]
    uris = iter(draw(st.permutations(URIS)))
    concepts: list[Concept] = []
    while codes:
        size = draw(st.integers(1, 3))
        mine, codes = codes[:size], codes[size:]
        parents = (
            draw(st.lists(st.sampled_from([c.code for c in concepts]), max_size=2, unique=True))
            if concepts
            else []
        )
        concepts.append(draw(_concepts(mine, tuple(parents), st.just(next(uris)))))
    steps = draw(st.lists(_steps, max_size=2)) if lineage else []
    day = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    made = release(*draw(st.permutations(concepts)), version=version, start=day, lineage=tuple(steps))
    return replace(
        made,
        recorded=datetime(2024, 1, draw(st.integers(1, 28)), tzinfo=UTC),
        publisher_versions=(draw(words),),
    )


def _concepts(
    codes: list[str], parents: tuple[str, ...], uri: st.SearchStrategy[str] = ANY_URI
) -> st.SearchStrategy[Concept]:
    texts = st.lists(words, min_size=1, max_size=4, unique=True)
    return st.builds(
        Concept,
        notations=st.tuples(
            *(
                st.builds(
                    Notation,
                    st.just(code),
                    st.sampled_from(NotationRole) if i else st.just(NotationRole.CURRENT),
                    spans,
                )
                for i, code in enumerate(codes)
            )
        ),
        labels=texts.map(
            lambda found: tuple(Label(t, kind=list(LabelKind)[min(i, 2)]) for i, t in enumerate(found))
        ),
        kind=st.sampled_from([Kind.STATE, Kind.INTERVENTION]),
        status=st.sampled_from(Status),
        broader=st.just(parents),
        notes=st.lists(
            st.builds(Note, words, st.sampled_from(["da", "en"]), st.sampled_from(NoteKind)), max_size=2
        ).map(tuple),
        ordinal=st.none() | st.integers(0, 3).map(float),
        replaced_by=st.sampled_from([(), *((p,) for p in parents)]),
        reason=st.sampled_from(["", "unused"]),
        validity=spans,
        properties=st.lists(st.tuples(st.just("p"), words), max_size=2).map(tuple),
        uri=uri,
    )


spans = st.sampled_from([Validity(), Validity(BEFORE), Validity(None, NOW), Validity(BEFORE, NOW)])
_steps = st.builds(
    Lineage,
    st.sampled_from(LineageKind),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple),
)
undated = st.tuples(releases(lineage=False), releases("2", lineage=False))


@given(releases(), releases("2"))
def test_applying_a_difference_to_the_old_release_gives_the_new_one(a: Release, b: Release) -> None:
    assert apply(diff(a, b), a) == b


@settings(max_examples=cases(40))
@given(releases(), releases("1.5"), releases("2"))
def test_applying_gives_the_new_release_whatever_lies_between(a: Release, m: Release, b: Release) -> None:
    assert apply(diff(a, b, between=[m]), a) == b


@given(releases(lineage=False))
def test_a_release_does_not_differ_from_itself(a: Release) -> None:
    found = diff(a, a)

    assert found.is_empty
    assert not any(found.summary().values())
    assert found.revisions == ()
    assert apply(found, a) == a


@given(undated)
def test_added_and_removed_change_places_when_turned_round(two: tuple[Release, Release]) -> None:
    a, b = two
    there, back = diff(a, b).summary(), diff(b, a).summary()

    for same in set(ChangeKind) - {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.SPLIT, ChangeKind.MERGED}:
        assert there[same] == back[same]
    assert (there[ChangeKind.ADDED], there[ChangeKind.REMOVED]) == (
        back[ChangeKind.REMOVED],
        back[ChangeKind.ADDED],
    )


@given(undated)
def test_forward_is_backward_turned_round(two: tuple[Release, Release]) -> None:
    a, b = two
    there, back = diff(a, b).compatibility, diff(b, a).compatibility

    assert (there.backward, there.forward) == (back.forward, back.backward)


@settings(max_examples=cases(40))
@given(releases(), releases("2"))
def test_the_figures_add_up_to_the_size_of_the_new_release(a: Release, b: Release) -> None:
    counts = diff(a, b).summary()

    assert len(a.concepts) + counts[ChangeKind.ADDED] - counts[ChangeKind.REMOVED] == len(b.concepts)


@st.composite
def retouched(draw: st.DrawFn) -> tuple[Release, Release]:
    """A release and the same one with one field of one concept drawn anew (maybe as it was)."""
    before = draw(releases(lineage=False).filter(lambda drawn: drawn.concepts))
    at = draw(st.integers(0, len(before.concepts) - 1))
    here = before.concepts[at]
    donor = draw(_concepts(list(here.codes), here.broader))
    field = draw(st.sampled_from([f.name for f in fields(Concept)]))
    other = replace(here, **{field: getattr(donor, field)})
    return before, replace(before, concepts=(*before.concepts[:at], other, *before.concepts[at + 1 :]))


@given(retouched())
def test_a_difference_is_empty_exactly_when_the_digests_are_equal(two: tuple[Release, Release]) -> None:
    a, b = two
    found = diff(a, b)
    assume(found.definitions is Definitions.COMPARED)

    assert found.is_empty == (a.digest == b.digest)
    assert apply(found, a) == b


@settings(max_examples=cases(40))
@given(releases())
def test_turning_the_order_of_concepts_round_is_no_change_but_is_kept(a: Release) -> None:
    turned = replace(a, concepts=a.concepts[::-1], lineage=())
    found = diff(replace(a, lineage=()), turned)

    assert found.is_empty
    assert apply(found, replace(a, lineage=())) == turned


def test_a_difference_is_refused_on_a_release_it_does_not_start_from() -> None:
    found = changes([COLD, WARM], [COLD, concept("W", "Hot")])

    with pytest.raises(InvalidRequest, match="starts from colours@1 with 2 concepts, not from colours@2"):
        apply(found, new(COLD, WARM))
    with pytest.raises(InvalidRequest, match="'W' reads otherwise"):
        apply(found, old(COLD, concept("W", "Lukewarm")))


# as JSON, text and Markdown


@settings(max_examples=cases(40))
@given(releases(), releases("2"))
def test_the_json_names_every_kind_and_its_entries_agree_with_the_summary(a: Release, b: Release) -> None:
    record = json.loads(json.dumps(diff_to_json(diff(a, b))))

    assert set(record["summary"]) == set(ChangeKind)
    assert {entry["change"] for entry in record["changes"]} == {k for k, n in record["summary"].items() if n}
    assert all({"code", "key", "term", "from", "to", "level"} <= set(entry) for entry in record["changes"])


@pytest.mark.parametrize(
    ("kind", "case", "before", "after"),
    [
        ("added", "a new concept", None, "W"),
        ("removed", "a concept is gone", "W", None),
        ("recoded", "the old code stays as a further notation", "1", "2"),
        ("uriChanged", "another URI of the publisher's", "urn:own:cold", "urn:own:chill"),
        ("renamed", "another preferred label", "Cold", "Chilly"),
        ("designationsChanged", "another name is gained", [], ["Icy"]),
        ("redefined", "another definition", "between light and dark", "dim"),
        ("notesChanged", "other notes", [], [{"kind": "example", "language": "en", "text": "as ice"}]),
        (
            "notationsChanged",
            "a notation is gained",
            [],
            [{"code": "0", "role": "legacy", "validity": {"from": None, "to": None}}],
        ),
        (
            "moved",
            "another broader concept",
            [{"code": "C", "key": "C", "term": "Cold"}],
            [{"code": "W", "key": "W", "term": "Warm"}],
        ),
        ("kindChanged", "for instance a state became an intervention", "state", "intervention"),
        (
            "statusChanged",
            "active → deprecated",
            {"status": "active", "replacedBy": [], "reason": ""},
            {"status": "deprecated", "replacedBy": [], "reason": "unused"},
        ),
        ("ordinalChanged", "a value where there was none", None, 0),
        ("propertiesChanged", "other properties", [], [{"property": "kelvin", "value": "273"}]),
        (
            "validityChanged",
            "the days shrank",
            {"from": None, "to": None},
            {"from": "2024-01-01", "to": "2025-01-01"},
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_an_entry_says_what_was_and_what_is(kind: str, case: str, before: Any, after: Any) -> None:
    (entry,) = diff_to_json(changes(*CASES[kind, case]))["changes"]

    assert (entry["change"], entry["from"], entry["to"]) == (kind, before, after)


def test_every_key_of_the_json_is_documented(project_root: Path) -> None:
    page = (project_root / "docs" / "json" / "diff.md").read_text(encoding="utf-8")
    record = diff_to_json(diff(old(COLD), new(COLD)))

    assert [key for key in (*record, *record["summary"]) if f"`{key}`" not in page] == []


def test_the_text_for_a_terminal_is_short_and_says_what_it_leaves_out() -> None:
    many = [concept(f"W{n:02}", f"Warm {n}") for n in range(30)]
    text = as_text(changes([COLD, BLUE], [concept("C", "Chilly"), BLUE, *many]), limit=3)

    assert text == (
        "colours@1 → colours@2: 2 → 32 concepts\n"
        "backward: warning (who has the new release reads data written with the old one)\n"
        "forward: breaking (who has the old release reads data written with the new one)\n"
        "\n"
        "added 30 · renamed 1\n"
        "\n"
        "Added (30)\n"
        "  + W00  Warm 0\n"
        "  + W01  Warm 1\n"
        "  + W02  Warm 2\n"
        "  … and 27 more\n"
        "\n"
        "Renamed (1)\n"
        "  ~ C [da]  Cold → Chilly\n"
    )


def test_the_text_says_when_nothing_changed() -> None:
    assert as_text(changes([COLD], [COLD])).endswith("\n\nNothing changed.\n")


def test_release_notes_list_everything_and_what_breaks_for_whom() -> None:
    lost = MemberChange("urn:example:vs:cold", lost=(Reference("B", "B", "Blue"),))
    notes = as_markdown(diff(old(COLD, BLUE), new(COLD, WARM), members=[lost]))

    assert notes.startswith("# colours: release 2\n\nChanges since release 1: 2 → 2 concepts.\n")
    assert (
        "| backward | who has the new release reads data written with the old one | breaking "
        "| removed (1), value sets (1) |"
    ) in notes
    assert "## Added (1)\n\n| code | key | term |\n|---|---|---|\n| W | W | Warm |\n" in notes
    assert "### urn:example:vs:cold: backward breaking, forward compatible\n" in notes
    assert "| lost | B | B | Blue |" in notes


def test_release_notes_keep_a_term_in_its_cell() -> None:
    notes = as_markdown(changes([], [concept("1", "a | b\n<script> *c*")]))

    assert "| 1 | 1 | a \\| b &lt;script> \\*c\\* |\n" in notes


@settings(max_examples=cases(40))
@given(releases(), releases("2"))
def test_each_kind_of_change_has_its_heading_in_text_and_notes(a: Release, b: Release) -> None:
    found = diff(a, b)
    text, notes = as_text(found, limit=0), as_markdown(found)

    for kind, count in found.summary().items():
        title = word(kind).en[0].upper() + word(kind).en[1:]
        assert (f"\n{title} ({count})\n" in text) == (count > 0)
        assert (f"\n## {title} ({count})\n" in notes) == (count > 0)


# the bundled vocabularies


@pytest.fixture(scope="module")
def fsiii(project_root: Path) -> dict[str, Release]:
    content = read(project_root / "vocabularies" / "fsiii")
    return {draft.release.version: draft.release for draft in content.releases}


def test_fsiii_was_recoded_without_losing_a_concept(fsiii: dict[str, Release]) -> None:
    """From 2.0.0 the publisher stores every concept twice, under a UUID and under a key; each is one concept."""
    record = diff_to_json(diff(fsiii["1.1.0"], fsiii["2.0.0"]))

    summary = record["summary"]
    assert (record["from"]["concepts"], record["to"]["concepts"]) == (335, 404)
    assert (summary["added"], summary["removed"], summary["recoded"]) == (69, 0, 227)
    assert summary["notationsChanged"] == 108
    assert record["compatibility"]["backward"] == "warning"


def test_fsiii_goes_from_each_release_to_the_next(fsiii: dict[str, Release]) -> None:
    for a, b in pairwise(fsiii.values()):
        assert apply(diff(a, b), a) == b
        assert apply(diff(b, a), b) == a


def test_a_concept_whose_code_changed_goes_on_by_its_uri() -> None:
    old = release(concept("1", "Red", uri="urn:a:red"), concept("2", "Green"))
    new = release(concept("9", "Red", uri="urn:a:red"), concept("2", "Green"), version="2.0.0")

    found = diff(old, new)

    assert {str(change.kind) for change in found.changes} == {"recoded"}
    assert apply(found, old) == new
