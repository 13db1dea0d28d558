"""Near words, against the distance worked out letter by letter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from classification.compiled.packed import Packed, Packer
from classification.compiled.spelling import Vocabulary, pack_beginnings
from tests.cases import cases

WORDS = st.text(alphabet="abcå", min_size=1, max_size=10)


def vocabulary(words: list[str]) -> Vocabulary:
    packer = Packer()
    packer.strings("w", words)
    pack_beginnings(packer, "w", words)
    packed = Packed(packer.dump())
    return Vocabulary(packed, "w", packed.strings("w"))


def distances(one: str, other: str) -> list[int]:
    """The distance (letters too many, too few, wrong, neighbours swapped) of `one` from each beginning of `other`."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1]


def found(words: list[str], word: str, errors: int, *, prefix: bool) -> dict[str, int]:
    best: dict[str, int] = {}
    for distance, low, high in vocabulary(words).near(word, errors, prefix=prefix):
        for i in range(low, high):
            best[words[i]] = min(distance, best.get(words[i], distance))
    return best


@settings(max_examples=cases(300))
@given(st.sets(WORDS, min_size=1, max_size=40), WORDS, st.integers(1, 2))
def test_exactly_the_words_within_the_distance_are_near(some: set[str], word: str, errors: int) -> None:
    words = sorted(some)
    expected = {other: far for other in words if (far := distances(word, other)[-1]) <= errors}

    assert found(words, word, errors, prefix=False) == expected


@settings(max_examples=cases(300))
@given(st.sets(WORDS, min_size=1, max_size=40), WORDS, st.integers(1, 2))
def test_exactly_the_words_that_begin_within_the_distance_are_near(
    some: set[str], word: str, errors: int
) -> None:
    words = sorted(some)
    expected = {other for other in words if min(distances(word, other)) <= errors}

    assert set(found(words, word, errors, prefix=True)) == expected


def test_words_longer_than_the_packed_beginnings_are_told_apart() -> None:
    words = sorted(
        f"behandlings{part}" for part in ("plan", "mål", "forløb", "niveau", "tilbud", "sted", "behov")
    )

    assert found(words, "behandlingsfrløb", 1, prefix=False) == {"behandlingsforløb": 1}
    assert found(words, "behandlingstibl", 2, prefix=True).keys() == {"behandlingstilbud"}
