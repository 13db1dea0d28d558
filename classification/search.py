"""Finding concepts by what people type.

Ranked, Danish-aware, over all labels and notations of a release, answered from the compiled buffer: nothing is read at
opening. Letters and transliterations, case, marks and hyphens do not matter; inflected forms, inner parts of compounds
and small typing errors are found, each ranked after what fits better (`Match`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from heapq import merge, nsmallest
from itertools import chain, takewhile
from typing import Final

from classification.concept import Kind, LabelKind, Status
from classification.danish import Stemmer, light_stem, words
from classification.deadline import look, looking
from classification.index import Index
from classification.packed import Packed, Packer
from classification.postings import Postings, Slice
from classification.record import frozen
from classification.search_pack import LABEL_RANK, PROBES, STATUS_RANK, by_stem, fold_code, pack_search
from classification.spelling import Vocabulary, errors_allowed
from classification.text import sort_key, trimmed

LONGEST_TEXT: Final = 200
MOST_WORDS: Final = 10
_GATHERED: Final = 8192
_SORTED_CODES: Final = 2048
_SHORTEST_INNER: Final = 3
_SHORTEST_PART: Final = 4
_BETWEEN_LOOKS: Final = 256


class Match(StrEnum):
    """How a concept was found, the best first."""

    NOTATION = "notation"
    EXACT = "exact"
    PREFIX = "prefix"
    NOTATION_START = "notation-start"
    WORD = "word"
    WORD_START = "word-start"
    STEM = "stem"
    INNER = "inner"
    FUZZY = "fuzzy"


@frozen
class Tier:
    """One step of the ranking: everything found in it stands before everything of the next."""

    place: int
    match: Match


NOTATION: Final = Tier(0, Match.NOTATION)
EXACT: Final = Tier(1, Match.EXACT)
PREFIX: Final = Tier(2, Match.PREFIX)
NOTATION_START: Final = Tier(3, Match.NOTATION_START)
WORD: Final = Tier(4, Match.WORD)
WORD_START: Final = Tier(5, Match.WORD_START)
STEM: Final = Tier(6, Match.STEM)
INNER: Final = Tier(7, Match.INNER)
PART: Final = Tier(8, Match.INNER)
FUZZY: Final = (Tier(9, Match.FUZZY), Tier(10, Match.FUZZY))
_WAYS: Final = (WORD, WORD_START, STEM, INNER, PART)

# A concept and what it was found by: the number of one of its labels, or a notation.
Candidate = tuple[int, int | str]
Step = tuple[Tier, Iterator[Candidate]]


@frozen
class Wanted:
    """Which concepts may be found: those of some kinds and statuses (empty: all) that `members` holds for."""

    kinds: frozenset[Kind] = frozenset()
    statuses: frozenset[Status] = frozenset()
    members: Callable[[int], bool] | None = None

    def allows(self, index: Index, i: int) -> bool:
        """Whether concept `i` may be found."""
        return (
            (not self.kinds or index.kind(i) in self.kinds)
            and (not self.statuses or index.status(i) in self.statuses)
            and (self.members is None or self.members(i))
        )


ALL: Final = Wanted()


@frozen
class Hit:
    """One concept that was found.

    `label` is what matched, `label_kind` its kind (None: it is a notation), `score` lies between 0 and 1 and follows
    the order of the hits, `release` is the index's name.
    """

    concept: int
    score: float
    label: str
    label_kind: LabelKind | None
    match: Match
    release: str


class SearchIndex:
    """Search over one compiled release. Opening it costs nothing; any number of readers may share it.

    Args:
        index: the release.
        stem: word → stem; words and what is typed are compared by it. Another one than the release was compiled with
            has the stems of the vocabulary worked out again when first needed (a second for 200,000 words).

    >>> from classification.index import compile_release
    >>> from classification.concept import Concept, Label, Notation
    >>> from classification.release import Release
    >>> from classification.scheme import ConceptScheme
    >>> wounds = Concept((Notation("S1"),), (Label("Sårpleje"),))
    >>> index = Index(compile_release(Release(ConceptScheme("x", "urn:x"), "1", (wounds,))))
    >>> [str(SearchIndex(index).search(text)[0].match) for text in ("saar", "pleje", "sårpleke")]
    ['prefix', 'inner', 'fuzzy']
    """

    def __init__(self, index: Index, stem: Stemmer = light_stem) -> None:
        packed = index.packed if "search.entry" in index.packed else _packed_late(index, stem)
        self.index = index
        self._stem = stem
        self._concept = packed.numbers("search.entry")
        self._label = packed.numbers("search.entry.label")
        self._labels = Postings(packed, "search.label")
        self._words = Postings(packed, "search.word")
        self._inner = Postings(packed, "search.inner")
        self._parts = Postings(packed, "search.part")
        self._vocabulary = Vocabulary(packed, "search.word", self._words.keys)
        self._packed = packed
        self._stemmed: Sequence[int] | None = None
        self._codes = packed.numbers("search.code")
        self._notations = index.packed.strings("notation")
        self._bearer = index.packed.numbers("notation.concept")

    def search(
        self, text: str, wanted: Wanted = ALL, *, limit: int = 20, prefix: bool = True
    ) -> tuple[Hit, ...]:
        """The concepts that fit `text` best, at most `limit`, each once.

        Every word must fit; words may be begun only (`prefix`). Typing errors are forgiven where nothing else fits.
        Of long texts the first ten words count. The order is the same every time.
        """
        typed = trimmed(text[:LONGEST_TEXT])
        if not typed or limit < 1:
            return ()
        found = _Found(self.index, wanted, limit)
        asked = words(typed)[:MOST_WORDS]
        for tier, candidates in looking(self._fitting(typed, asked, prefix)):
            found.take(tier, candidates)
            if found.is_full:
                break
        if not found.hits:
            for tier, candidates in looking(self._otherwise(typed, asked, prefix)):
                found.take(tier, candidates)
                if found.hits:
                    break
        return tuple(found.hits.values())

    def typeahead(self, text: str, wanted: Wanted = ALL, *, limit: int = 10) -> tuple[Hit, ...]:
        """The best ways to go on from what has been typed so far."""
        return self.search(text, wanted, limit=limit, prefix=True)

    # what fits, tier by tier; each is worked out only when it is asked for

    def _fitting(self, typed: str, asked: Sequence[str], prefix: bool) -> Iterator[Step]:
        yield NOTATION, self._coded(typed, prefix=False)
        if not asked:
            return
        key = " ".join(asked)
        yield EXACT, self._entries([self._labels.equal(key)])
        if prefix:
            yield PREFIX, self._entries([self._labels.starting(key)])
            if len(typed) > 1 and any(letter.isdigit() for letter in typed):
                yield NOTATION_START, self._coded(typed, prefix=True)
        different = tuple(dict.fromkeys(asked))
        if len(different) == 1:
            for tier in _WAYS:
                yield tier, self._entries(self._slices(tier, different[0], prefix))
        else:
            yield from self._all_fitting(different, prefix)

    def _all_fitting(self, asked: Sequence[str], prefix: bool) -> Iterator[Step]:
        """Labels in which every word fits, by the weakest fit."""
        so_far: list[list[Slice]] = [[] for _ in asked]
        for tier in _WAYS:
            for i, word in enumerate(asked):
                so_far[i] += self._slices(tier, word, prefix)
            if tier is WORD and prefix:
                so_far[-1].append(self._words.starting(asked[-1]))
            yield tier, self._candidates(_common(so_far))
            if tier is STEM:  # a compound written apart: "sår pleje"
                yield (
                    tier,
                    self._entries(self._slices(WORD_START if prefix else WORD, "".join(asked), prefix)),
                )

    def _slices(self, tier: Tier, word: str, prefix: bool) -> list[Slice]:
        """Where one word fits in one way."""
        if tier is WORD:
            return [self._words.equal(word)]
        if tier is WORD_START:
            return [self._words.starting(word)] if prefix else []
        if tier is STEM:
            return self._inflected(word)
        postings, shortest = (
            (self._inner, _SHORTEST_INNER) if tier is INNER else (self._parts, _SHORTEST_PART)
        )
        if len(word) < shortest:
            return []
        slices = [postings.starting(word) if prefix else postings.equal(word)]
        if tier is PART and len(stem := self._stem(word)) >= shortest and stem != word:
            slices += [self._inner.starting(stem), self._parts.starting(stem)]
        return slices

    def _inflected(self, word: str) -> list[Slice]:
        stem, keys, order = self._stem, self._words.keys, self._by_stem()
        wanted = stem(word)
        low = bisect_left(order, wanted, key=lambda i: stem(keys[i]))
        same = takewhile(lambda i: stem(keys[i]) == wanted, (order[at] for at in range(low, len(order))))
        return [self._words.between(i, i + 1) for i in same]

    def _by_stem(self) -> Sequence[int]:
        if self._stemmed is None:
            same = self._packed.json("search.stem.probe") == [self._stem(word) for word in PROBES]
            self._stemmed = (
                self._packed.numbers("search.stem") if same else by_stem(self._words.keys, self._stem)
            )
        return self._stemmed

    # what is tried when nothing fits

    def _otherwise(self, typed: str, asked: Sequence[str], prefix: bool) -> Iterator[Step]:
        if prefix:
            yield NOTATION_START, self._coded(typed, prefix=True)
        asked = tuple(dict.fromkeys(asked))
        for errors, tier in enumerate(FUZZY, 1):
            if any(errors_allowed(word) >= errors for word in asked):
                yield (
                    tier,
                    self._candidates(_common([self._near(word, errors, prefix, asked) for word in asked])),
                )

    def _near(self, word: str, errors: int, prefix: bool, asked: Sequence[str]) -> list[Slice]:
        allowed = min(errors, errors_allowed(word))
        ranges = self._vocabulary.near(word, allowed, prefix=prefix) if allowed else []
        near = [self._words.between(low, high) for _, low, high in ranges]
        fitting = (
            [one for tier in _WAYS for one in self._slices(tier, word, prefix)] if len(asked) > 1 else []
        )
        return near + fitting

    # candidates

    def _entries(self, slices: Sequence[Slice]) -> Iterator[Candidate]:
        return self._candidates(_ranked(slices))

    def _candidates(self, entries: Iterable[int]) -> Iterator[Candidate]:
        concept, label = self._concept, self._label
        return ((concept[entry], label[entry]) for entry in entries)

    def _coded(self, typed: str, *, prefix: bool) -> Iterator[Candidate]:
        """Concepts with a notation that is what was typed, or (`prefix`) begins so."""
        wanted, rows, notations = fold_code(typed), self._codes, self._notations
        low = bisect_left(rows, wanted, key=lambda row: fold_code(notations[row]))
        end = wanted + ("\U0010ffff" if prefix else "\0")
        high = bisect_left(rows, end, low, key=lambda row: fold_code(notations[row]))
        codes = [(notations[row], self._bearer[row]) for row in rows[low:high]]
        if len(codes) <= _SORTED_CODES:
            status = self.index.status
            codes.sort(key=lambda c: (c[0] != typed, STATUS_RANK[status(c[1])], len(c[0]), sort_key(c[0])))
        return ((concept, code) for code, concept in codes)


class _Found:
    """Hits as they are taken in, in order, each concept once."""

    def __init__(self, index: Index, wanted: Wanted, limit: int) -> None:
        self.hits: dict[int, Hit] = {}
        self._index, self._wanted, self._limit = index, wanted, limit
        self._refused: set[int] = set()

    @property
    def is_full(self) -> bool:
        return len(self.hits) >= self._limit

    def take(self, tier: Tier, candidates: Iterable[Candidate]) -> None:
        """Takes candidates in until the limit is reached."""
        hits, refused = self.hits, self._refused
        for number, (i, named) in enumerate(candidates):
            if not number % _BETWEEN_LOOKS:
                look()
            if i in hits or i in refused:
                continue
            if not self._wanted.allows(self._index, i):
                refused.add(i)
                continue
            hits[i] = self._hit(tier, i, named)
            if self.is_full:
                return

    def _hit(self, tier: Tier, i: int, named: int | str) -> Hit:
        label = None if isinstance(named, str) else self._index.concept(i).labels[named]
        text = named if isinstance(named, str) else self._index.concept(i).labels[named].text
        kind = label.kind if label else None
        penalty = (
            0.09 * tier.place
            + 0.027 * STATUS_RANK[self._index.status(i)]
            + 0.009 * (LABEL_RANK[kind] if kind else 0)
            + 0.009 * len(text) / (len(text) + 50)
        )
        return Hit(i, round(1 - penalty, 6), text, kind, tier.match, self._index.name)


def _ranked(slices: Sequence[Slice]) -> Iterator[int]:
    """The entries of several slices from the best on."""
    if len(slices) == 1:
        return slices[0].ranked()
    if sum(map(len, slices)) <= _GATHERED:
        return iter(sorted({entry for one in slices for entry in one.all()}))
    return merge(*(one.ranked() for one in slices))


def _common(groups: Sequence[Sequence[Slice]]) -> Iterator[int]:
    """The entries that every group holds, from the best on."""
    if len(groups) == 1:
        return _ranked(groups[0])
    smallest, *others = sorted(groups, key=lambda group: sum(map(len, group)))
    common = set(chain.from_iterable(one.all() for one in smallest))
    for group in looking(others):
        if common:
            common = common.intersection(chain.from_iterable(one.all() for one in group))
    return iter(sorted(common))


def _packed_late(index: Index, stem: Stemmer) -> Packed:
    """The sections of search for a release that was compiled without them."""
    packer = Packer()
    pack_search(packer, tuple(index.concepts()), stem)
    return Packed(packer.dump())


def search_all(
    places: Iterable[tuple[SearchIndex, Wanted]], text: str, *, limit: int = 20, prefix: bool = True
) -> tuple[Hit, ...]:
    """The best hits over several releases, each searched with its own filter.

    Misspelt words count only where no release has anything that fits better.
    """
    hits = [hit for place, wanted in places for hit in place.search(text, wanted, limit=limit, prefix=prefix)]
    fitting = [hit for hit in hits if hit.match is not Match.FUZZY] or hits
    return tuple(
        nsmallest(limit, fitting, key=lambda hit: (-hit.score, sort_key(hit.label), hit.release, hit.concept))
    )
