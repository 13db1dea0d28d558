"""Search over 200,000 concepts, each question asked of an index opened anew from a mapped file.

Nothing is kept between two questions but what the operating system keeps of the file: the time of opening, of working
the answer out and of decoding the hits is in every figure. Questions are drawn with a fixed seed from the labels.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from classification.compiled.index import Index
from classification.danish import fold
from classification.searching.search import SearchIndex
from classification.text import forget_keys
from tests.bench.figures import Row, percentile, show
from tests.bench.synthetic import LAST, synthetic_file

TITLE = "Search over 200,000 concepts, from cold"
ASKED = 1000
_ALPHABET = "abdefghijklmnoprstuvyæøå"


def main() -> bool:
    """Prints the figures."""
    return show(TITLE, run())


def run() -> list[Row]:
    """Opening, typeahead, misspelt typeahead, inner parts of compounds, several words."""
    buffer = _mapped(synthetic_file())
    terms = Index(buffer).terms
    rows = [Row("open index and search, p50", percentile(_openings(buffer), 0.5), "ms")]
    for name, question, middle, tail in _QUESTIONS:
        times = _times(
            buffer, [question(random, random.choice(terms)) for random in [Random(7)] for _ in range(ASKED)]
        )
        rows.append(Row(f"{name}, p50", percentile(times, 0.5), "ms", middle))
        rows.append(Row(f"{name}, p99", percentile(times, 0.99), "ms", tail))
    rows.append(
        Row(
            "words with a typing error found among ten hits", _recall(buffer, terms), "%", 90.0, at_least=True
        )
    )
    return rows


def _begun(random: Random, term: str) -> str:
    return term[: random.randint(1, 14)]


def _broad(random: Random, term: str) -> str:
    return term[: random.randint(1, 2)]


def _two_words(random: Random, term: str) -> str:
    first, *rest = term.split()
    return f"{first[: random.randint(1, 8)]} {(rest or [first])[-1][: random.randint(1, 8)]}"


def _partly(random: Random, term: str) -> str:
    return f"{term} {with_error(random, 'stationer')}xyz"


def _misspelt(random: Random, term: str) -> str:
    word = _longest_word(term)
    return with_error(random, word[: random.randint(min(6, len(word)), len(word))])


def _inner(random: Random, _: str) -> str:
    part = random.choice(LAST)
    return part[: random.randint(3, len(part))]


def _whole(_: Random, term: str) -> str:
    return term


# What is asked, and the milliseconds it may take at p50 and at p99.
_QUESTIONS: Final = (
    ("typeahead, 1 … 14 letters of a term", _begun, 2.0, 30.0),
    ("typeahead, one letter or two", _broad, 2.0, 30.0),
    ("typeahead, two words begun", _two_words, None, 30.0),
    ("typeahead, a typing error", _misspelt, None, 50.0),
    ("typeahead, an inner part of a compound", _inner, None, 30.0),
    ("a whole term", _whole, None, 30.0),
    ("a whole term and a strange word", _partly, None, 150.0),
)


def _longest_word(term: str) -> str:
    return max(term.split(), key=len)


def with_error(random: Random, word: str) -> str:
    """The word with one letter too many, too few, wrong, or swapped with the next."""
    at = random.randrange(1, len(word) - 1)
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    wrong = random.choice(_ALPHABET)
    return random.choice(
        (head + tail, head + wrong + tail, head + wrong + letter + tail, head + tail[:1] + letter + tail[1:])
    )


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))


def _times(buffer: memoryview, texts: Sequence[str]) -> list[float]:
    return [_milliseconds(partial(_cold, buffer, text)) for text in texts]


def _cold(buffer: memoryview, text: str) -> None:
    SearchIndex(Index(buffer)).typeahead(text)


def _openings(buffer: memoryview) -> list[float]:
    return [_milliseconds(lambda: SearchIndex(Index(buffer))) for _ in range(ASKED)]


def _milliseconds(work: Callable[[], object]) -> float:
    forget_keys()
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _recall(buffer: memoryview, terms: Sequence[str]) -> float:
    """How many in a hundred misspelt long words lead to a label that holds the word."""
    random, search = Random(11), SearchIndex(Index(buffer))
    words = [word for word in (_longest_word(random.choice(terms)) for _ in range(ASKED)) if len(word) >= 8]
    found = [
        any(fold(word) in fold(hit.label) for hit in search.typeahead(with_error(random, word)))
        for word in words
    ]
    return 100 * sum(found) / len(found)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
