"""Finding concepts by what people type.

Ranked, Danish-aware, over all labels and notations of a release, answered from the compiled buffer: nothing is read at
opening. Letters and transliterations, case, marks and hyphens do not matter; inflected and derived forms, inner parts
of compounds, compounds written otherwise and small typing errors are found, each after what fits better (`Match`).
Where no label holds all that was typed, those that hold most of it come. Labels that concepts bore formerly are
searched in the same way (`classification.former`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from heapq import merge
from itertools import chain, takewhile
from typing import Final

from classification.compiled.index import Index
from classification.compiled.packed import Packed, Packer
from classification.compiled.postings import Postings, PostingSlice
from classification.compiled.search_pack import (
    LABEL_RANK,
    PROBES,
    STATUS_RANK,
    by_stem,
    fold_code,
    pack_search,
)
from classification.compiled.spelling import Vocabulary, errors_allowed
from classification.concept import Kind, LabelKind, Status
from classification.danish import Stemmer, light_stem, words
from classification.deadline import look, looking
from classification.former import FormerLabels
from classification.record import frozen
from classification.remembered import Remembered
from classification.searching.everyday import WORTH_SHOWING, Derived, most_fitting, without_small_words
from classification.text import sort_key, trimmed

LONGEST_TEXT: Final = 200
MOST_WORDS: Final = 10
_GATHERED: Final = 8192
_SORTED_CODES: Final = 2048
_KEPT_STEMS: Final = 8192
# In releases of more labels other wordings are looked for only where nothing fits: they would cost more than the rest.
_REWORDED_TOO: Final = 20_000
_SHORTEST_INNER: Final = 3
_SHORTEST_PART: Final = 4
_BETWEEN_LOOKS: Final = 256
_STEP: Final = 0.07
_FORMER_RANK: Final = 3


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
    PARTLY = "partly"


@frozen
class Tier:
    """One step of the ranking: everything found in it stands before everything of the next.

    `share` is how much of what was typed fits.
    """

    place: int
    match: Match
    share: float = 1.0


NOTATION: Final = Tier(0, Match.NOTATION)
EXACT: Final = Tier(1, Match.EXACT)
PREFIX: Final = Tier(2, Match.PREFIX)
NOTATION_START: Final = Tier(3, Match.NOTATION_START)
WORD: Final = Tier(4, Match.WORD)
WORD_START: Final = Tier(5, Match.WORD_START)
STEM: Final = Tier(6, Match.STEM)
INNER: Final = Tier(7, Match.INNER)
PART: Final = Tier(8, Match.INNER)
DERIVED: Final = Tier(9, Match.STEM)
APART: Final = Tier(9, Match.INNER)
FUZZY: Final = (Tier(10, Match.FUZZY), Tier(11, Match.FUZZY))
PARTLY: Final = Tier(12, Match.PARTLY)
_WORTH: Final = ((WORD, 1.0), (STEM, 0.95), (WORD_START, 0.85), (INNER, 0.8), (PART, 0.4))
_DERIVED_WORTH: Final = 0.7
_NEAR_WORTH: Final = 0.5
_HALF_WORTH: Final = 0.8
_WAYS: Final = (WORD, WORD_START, STEM, INNER, PART)

# A concept and what it was found by: the number of one of its labels, or a notation.
Candidate = tuple[int, int | str]
Step = tuple[Tier, Iterator[Candidate]]


@frozen
class SearchScope:
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


ALL: Final = SearchScope()


@frozen
class Hit:
    """One concept that was found.

    `label` is what matched, `label_kind` its kind (None: it is a notation), `score` lies between 0 and 1 and follows
    the order of the hits, `release` is the index's name. `former` is the version of the newest release that bore the
    label, where the concept does not bear it any more.
    """

    concept: int
    score: float
    label: str
    label_kind: LabelKind | None
    match: Match
    release: str
    former: str = ""

    @property
    def near(self) -> bool:
        """Whether only some of what was typed fits: nothing fits all of it."""
        return self.match is Match.PARTLY


@frozen
class SearchQuestion:
    """What was typed: as it stands, and its folded words."""

    typed: str
    words: tuple[str, ...]
    prefix: bool

    @classmethod
    def of(cls, text: str, prefix: bool) -> SearchQuestion:
        """What counts of a text."""
        typed = trimmed(text[:LONGEST_TEXT])
        return cls(typed, words(typed)[:MOST_WORDS], prefix)


class SearchIndex:
    """Search over one compiled release. Opening it costs nothing; any number of readers may share it.

    Args:
        index: the release.
        stem: word → stem; words and what is typed are compared by it. Another one than the release was compiled with
            has the stems of the vocabulary worked out again when first needed (a second for 200,000 words).

    >>> from classification.compiled.index import compile_release
    >>> from classification.concept import Concept, Label, Notation
    >>> from classification.release import Release
    >>> from classification.scheme import ConceptScheme
    >>> wounds = Concept((Notation("S1"),), (Label("Sårpleje"),))
    >>> index = Index(compile_release(Release(ConceptScheme("x", "urn:x"), "1", (wounds,))))
    >>> [str(SearchIndex(index).search(text)[0].match) for text in ("saar", "pleje", "sårpleke")]
    ['prefix', 'inner', 'fuzzy']
    """

    def __init__(
        self, index: Index, stem: Stemmer = light_stem, *, former: FormerLabels | None = None
    ) -> None:
        packed = former.packed if former is not None else index.packed
        if "search.entry" not in packed:
            packed = _packed_late(index, stem)
        self.index, self._former = index, former
        self._stem = stem
        self._concept = packed.numbers("search.entry")
        self._label = packed.numbers("search.entry.label")
        self._labels = Postings(packed, "search.label")
        self._words = Postings(packed, "search.word")
        self._inner = Postings(packed, "search.inner")
        self._parts = Postings(packed, "search.part")
        self._derived = Derived(self._words, self._inner, stem, self._inflected)
        self._vocabulary = Vocabulary(packed, "search.word", self._words.keys)
        self._packed = packed
        self._stemmed: Sequence[int] | None = None
        self._stems: Remembered[int, str] = Remembered(_KEPT_STEMS)
        self._codes = packed.numbers("search.code")
        self._notations = index.packed.strings("notation")
        self._bearer = index.packed.numbers("notation.concept")

    def search(
        self, text: str, wanted: SearchScope = ALL, *, limit: int = 20, prefix: bool = True
    ) -> tuple[Hit, ...]:
        """The concepts that fit `text` best, at most `limit`, each once.

        Every word must fit; words may be begun only (`prefix`). Where nothing does, typing errors, other words of the
        same meaning and compounds written otherwise count, and at last labels in which most of the words fit. Of long
        texts the first ten words count. The order is the same every time.
        """
        asked = SearchQuestion.of(text, prefix)
        for level in LEVELS:
            if hits := self.found_at(level, asked, wanted, limit):
                return hits
        return ()

    def found_at(
        self, level: Level, asked: SearchQuestion, wanted: SearchScope, limit: int
    ) -> tuple[Hit, ...]:
        """What fits in one of the `LEVELS`, looked at where nothing fits in those before."""
        if not asked.typed or limit < 1:
            return ()
        found = _Found(self.index, self._former, wanted, limit)
        for tier, candidates in looking(level(self, asked)):
            found.take(tier, candidates)
            if found.is_full or (found.hits and level is SearchIndex.coded):
                break
        return tuple(found.hits.values())

    def typeahead(self, text: str, wanted: SearchScope = ALL, *, limit: int = 10) -> tuple[Hit, ...]:
        """The best ways to go on from what has been typed so far."""
        return self.search(text, wanted, limit=limit, prefix=True)

    # what fits, tier by tier; each is worked out only when it is asked for

    def fitting(self, question: SearchQuestion) -> Iterator[Step]:
        """Where every word fits."""
        typed, asked, prefix = question.typed, question.words, question.prefix
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
            if len(self._concept) <= _REWORDED_TOO:
                yield from self.reworded(question)

    def _all_fitting(self, asked: Sequence[str], prefix: bool) -> Iterator[Step]:
        """Labels in which every word fits, by the weakest fit."""
        so_far: list[list[PostingSlice]] = [[] for _ in asked]
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

    def _slices(self, tier: Tier, word: str, prefix: bool) -> list[PostingSlice]:
        """Where one word fits in one way."""
        look()
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

    def _inflected(self, word: str) -> list[PostingSlice]:
        order, stem_of = self._by_stem(), self._stem_of
        wanted = self._stem(word)
        low = bisect_left(order, wanted, key=stem_of)
        same = takewhile(lambda i: stem_of(i) == wanted, (order[at] for at in range(low, len(order))))
        return [self._words.between(i, i + 1) for i in same]

    def _stem_of(self, i: int) -> str:
        """The stem of word `i`; each look-up begins with the same ones, so they are kept."""
        found = self._stems.get(i)
        if found is None:
            found = self._stems.keep(i, self._stem(self._words.keys[i]))
        return found

    def _by_stem(self) -> Sequence[int]:
        if self._stemmed is None:
            same = self._packed.json("search.stem.probe") == [self._stem(word) for word in PROBES]
            self._stemmed = (
                self._packed.numbers("search.stem") if same else by_stem(self._words.keys, self._stem)
            )
        return self._stemmed

    # what is tried when nothing fits

    def coded(self, asked: SearchQuestion) -> Iterator[Step]:
        """Codes written with other signs, or begun."""
        if any(letter.isdigit() for letter in asked.typed):
            yield NOTATION, self._same_letters(asked.typed)
        if asked.prefix:
            yield NOTATION_START, self._coded(asked.typed, prefix=True)

    def misspelt(self, asked: SearchQuestion) -> Iterator[Step]:
        """Where every word fits but for a typing error."""
        yield from self._misspelt(asked, 1)

    def reworded(self, asked: SearchQuestion) -> Iterator[Step]:
        """Where other words of the same meaning fit, or compounds written otherwise."""
        if units := self._units(asked):
            tier = APART if set(units) - set(asked.words) else DERIVED
            yield tier, self._candidates(_common([self._loosely(unit, asked.prefix) for unit in units]))

    def badly_misspelt(self, asked: SearchQuestion) -> Iterator[Step]:
        """Where every word fits but for two typing errors."""
        yield from self._misspelt(asked, 2)

    def partly(self, asked: SearchQuestion) -> Iterator[Step]:
        """Where most of the words fit."""
        units = self._units(asked)
        if len(units) > 1:
            fitting = most_fitting(units, partial(self._ways, asked), len(self._concept))
            for share, entry in fitting:
                yield Tier(PARTLY.place, PARTLY.match, share), self._candidates([entry])

    def _misspelt(self, asked: SearchQuestion, errors: int) -> Iterator[Step]:
        telling = without_small_words(asked.words)
        if any(errors_allowed(word) >= errors for word in telling):
            near = [self._near(word, errors, asked.prefix, telling) for word in telling]
            yield FUZZY[errors - 1], self._candidates(_common(near))

    def _units(self, asked: SearchQuestion) -> tuple[str, ...]:
        """The words that say something, unknown compounds taken apart."""
        telling = without_small_words(asked.words)
        return tuple(dict.fromkeys(unit for word in telling for unit in self._apart(word, asked.prefix)))

    def _apart(self, word: str, prefix: bool) -> tuple[str, ...]:
        known = any(len(one) for one in self._loosely(word, prefix))
        return (word,) if known else self._derived.halves(word)

    def _loosely(self, word: str, prefix: bool) -> list[PostingSlice]:
        return [one for tier in _WAYS for one in self._slices(tier, word, prefix)] + self._derived.slices(
            word, prefix
        )

    def _ways(self, asked: SearchQuestion, word: str) -> list[tuple[float, list[PostingSlice]]]:
        prefix, typed = asked.prefix, 1.0 if word in asked.words else _HALF_WORTH
        ways = [(typed * worth, self._slices(tier, word, prefix)) for tier, worth in _WORTH]
        ways.append((typed * _DERIVED_WORTH, self._derived.slices(word, prefix)))
        if any(len(one) for _, slices in ways for one in slices):
            return ways
        allowed = errors_allowed(word)
        near = self._vocabulary.near(word, allowed, prefix=False) if allowed else []
        return [(_NEAR_WORTH, [self._words.between(low, high) for _, low, high in near])]

    def _near(self, word: str, errors: int, prefix: bool, asked: Sequence[str]) -> list[PostingSlice]:
        allowed = min(errors, errors_allowed(word))
        ranges = self._vocabulary.near(word, allowed, prefix=prefix) if allowed else []
        near = [self._words.between(low, high) for _, low, high in ranges]
        return near + (self._loosely(word, prefix) if len(asked) > 1 else [])

    def _same_letters(self, typed: str) -> Iterator[Candidate]:
        """Concepts with a notation that differs in case, blanks and signs alone."""
        same = self.index.spelt_otherwise(typed) if self._former is None else ()
        return (candidate for code in same for candidate in self._coded(code, prefix=False))

    # candidates

    def _entries(self, slices: Sequence[PostingSlice]) -> Iterator[Candidate]:
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

    def __init__(self, index: Index, former: FormerLabels | None, wanted: SearchScope, limit: int) -> None:
        self.hits: dict[int, Hit] = {}
        self._index, self._former, self._wanted, self._limit = index, former, wanted, limit
        self._refused: set[int] = set()

    @property
    def is_full(self) -> bool:
        return len(self.hits) >= self._limit

    def take(self, tier: Tier, candidates: Iterable[Candidate]) -> None:
        """Takes candidates in until the limit is reached."""
        hits, refused, former = self.hits, self._refused, self._former
        for number, (borne, named) in enumerate(candidates):
            if not number % _BETWEEN_LOOKS:
                look()
            i = borne if former is None else former.numbers[borne]
            if i in hits or i in refused:
                continue
            if not self._wanted.allows(self._index, i):
                refused.add(i)
                continue
            hits[i] = self._hit(tier, i, *self._named(borne, named))
            if self.is_full:
                return

    def _named(self, borne: int, named: int | str) -> tuple[str, LabelKind | None, str]:
        """What fitted, its kind (None: it is a notation), and for a former label the version that bore it."""
        if isinstance(named, str):
            return named, None, ""
        of = self._index if self._former is None else self._former
        label = of.concept(borne).labels[named]
        return label.text, label.kind, self._former.versions[borne][named] if self._former else ""

    def _hit(self, tier: Tier, i: int, text: str, kind: LabelKind | None, former: str) -> Hit:
        rank = _FORMER_RANK if former else LABEL_RANK[kind] if kind else 0
        within = (3 * STATUS_RANK[self._index.status(i)] + rank + len(text) / (len(text) + 50)) / 10
        return Hit(i, round(_score(tier, within), 6), text, kind, tier.match, self._index.name, former)


def _score(tier: Tier, within: float) -> float:
    """A number that follows the order: by tier, and `within` it (0 … 1); by what fits where not all does."""
    if tier.match is Match.PARTLY:
        return _STEP * (2 * round(tier.share, 3) - within / 1000)
    return 1 - _STEP * (tier.place + within)


def _ranked(slices: Sequence[PostingSlice]) -> Iterator[int]:
    """The entries of several slices from the best on."""
    if len(slices) == 1:
        return slices[0].ranked()
    if sum(map(len, slices)) <= _GATHERED:
        return iter(sorted({entry for one in slices for entry in one.all()}))
    return merge(*(one.ranked() for one in slices))


def _common(groups: Sequence[Sequence[PostingSlice]]) -> Iterator[int]:
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


Level = Callable[[SearchIndex, SearchQuestion], Iterator[Step]]
LEVELS: Final[tuple[Level, ...]] = (
    SearchIndex.fitting,
    SearchIndex.coded,
    SearchIndex.misspelt,
    SearchIndex.reworded,
    SearchIndex.badly_misspelt,
    SearchIndex.partly,
)
"""Ways to find something, each tried only where those before it found nothing."""


def search_all(
    places: Iterable[tuple[SearchIndex, SearchScope]], text: str, *, limit: int = 20, prefix: bool = True
) -> tuple[Hit, ...]:
    """The best hits over several releases, each searched with its own filter; a concept comes once, at its best.

    A level counts only where no release has anything in those before it.
    """
    asked, searched = SearchQuestion.of(text, prefix), list(places)
    for level in LEVELS:
        hits = [hit for place, wanted in searched for hit in place.found_at(level, asked, wanted, limit)]
        if hits:
            if level is SearchIndex.partly:
                least = WORTH_SHOWING * max(hit.score for hit in hits)
                hits = [hit for hit in hits if hit.score >= least]
            hits.sort(key=lambda hit: (-hit.score, sort_key(hit.label), hit.release, hit.concept))
            once = {(hit.release, hit.concept): hit for hit in reversed(hits)}
            return tuple(hit for hit in hits if once[hit.release, hit.concept] is hit)[:limit]
    return ()
