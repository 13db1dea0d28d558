"""Supplements: names that somebody adds to another's classification."""

from datetime import UTC, datetime

import pytest

from classification.concept import Concept, Label, LabelKind, Notation
from classification.errors import InvalidRequest
from classification.record import replace
from classification.supplement import added_labels, check_base, merged, supplemented
from classification.terminology import Terminology
from classification.withdrawal import Decisions, Withdrawal
from tests.classification.worlds import (
    COLOURS,
    NOW,
    concept,
    index,
    open_release,
    release,
    scheme,
    terminology,
)

ENGLISH = replace(scheme("english"), content="supplement", supplements=COLOURS.uri, languages=("en",))


def named(code: str, *labels: Label) -> Concept:
    return Concept((Notation(code),), labels)


RED = named("R", Label("red", "en"), Label("crimson", "en", LabelKind.HIDDEN))


def test_its_names_stand_beside_those_of_the_classification() -> None:
    base = index(concept("R", "rød"), concept("G", "grøn"))

    assert [x.text for x in added_labels([index(RED, of=ENGLISH)], base, 0)] == ["red"]
    assert added_labels([index(RED, of=ENGLISH)], base, 1) == ()


def test_it_is_found_by_any_code_of_the_concept() -> None:
    base = index(concept("red-uuid", "rød", legacy="R"))

    assert [x.text for x in added_labels([index(RED, of=ENGLISH)], base, 0)] == ["red"]


@pytest.mark.parametrize(("version", "names"), [("1.0.0", ["red"]), ("2.0.0", [])])
def test_one_of_a_version_adds_to_that_version(version: str, names: list[str]) -> None:
    of_version = replace(ENGLISH, supplements=f"{COLOURS.uri}|{version}")

    assert [x.text for x in added_labels([index(RED, of=of_version)], index(concept("R")), 0)] == names


def test_who_asks_for_it_gets_its_language_first_and_the_rest_as_it_was() -> None:
    world = terminology(release(concept("R", "rød"), concept("G", "grøn")), release(RED, of=ENGLISH))

    asked = supplemented(world, ["english"], NOW)

    assert list(asked.index("colours", NOW).terms) == ["red", "grøn"]
    assert list(world.index("colours", NOW).terms) == ["rød", "grøn"]
    assert asked.release("colours", NOW).digest == world.release("colours", NOW).digest


def test_what_was_withdrawn_does_not_answer_with_a_supplement_either() -> None:
    """With a supplement switched on, withdrawn releases came back."""
    decisions = Decisions(
        releases={COLOURS.uri: {"1.0.0": (Withdrawal(datetime(2025, 1, 1, tzinfo=UTC), "wrong"),)}}
    )
    held = (open_release(release(concept("R", "rød"))), open_release(release(RED, of=ENGLISH)))

    asked = supplemented(Terminology(held, decisions=decisions), ["english"], NOW)

    assert asked.releases("colours", NOW) == ()


def test_a_second_preferred_name_of_a_language_is_an_alternative_one() -> None:
    danish = replace(ENGLISH, languages=("da",))

    (red,) = merged(index(concept("R", "rød")), [index(named("R", Label("højrød")), of=danish)]).concepts

    assert [(x.text, x.kind) for x in red.labels] == [
        ("rød", LabelKind.PREFERRED),
        ("højrød", LabelKind.ALTERNATIVE),
    ]


@pytest.mark.parametrize(
    ("supplement", "said"), [(COLOURS, "no supplement"), (replace(ENGLISH, supplements="urn:x"), "not here")]
)
def test_what_cannot_be_switched_on_says_why(supplement: object, said: str) -> None:
    world = terminology(release(concept("R"), of=supplement))  # type: ignore[arg-type]

    with pytest.raises(InvalidRequest, match=said):
        supplemented(world, [supplement.name], NOW)  # type: ignore[attr-defined]


def test_one_of_another_classification_is_refused_in_both_languages() -> None:
    world = terminology(
        release(concept("R")), release(RED, of=ENGLISH), release(concept("p"), of=scheme("paints"))
    )

    check_base(world, ["english"], {COLOURS.uri, "urn:example:paints"})
    with pytest.raises(InvalidRequest) as refused:
        check_base(world, ["english"], {"urn:example:paints"})

    assert refused.value.message.en == "english adds to colours and not to paints"
    assert refused.value.message.da == "english føjer til colours og ikke til paints"
