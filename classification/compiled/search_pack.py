"""What search needs to know, packed at compile time.

Sections (all named `search.*`):

    entry, entry.label      entries are labels, numbered by rank: status, label kind, length, Danish order;
                            the concept of each, and which of its labels it is
    label                   whole folded label → entries
    word                    folded word → entries, with the shared beginnings of all words (`Vocabulary`)
    inner                   what begins at an evident joint inside a compound → entries
    part                    what begins anywhere else inside a word → entries
    stem                    words in the order of their stems, and a few stems that tell which stemmer was at work
    code                    notations in the order of their folded form
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Final

from classification.compiled.packed import Packer
from classification.compiled.postings import pack_postings
from classification.compiled.spelling import pack_beginnings
from classification.concept import Concept, Label, LabelKind, Status
from classification.danish import Stemmer, hyphened, light_stem, words
from classification.deadline import looking
from classification.text import sort_key

STATUS_RANK: Final = {Status.ACTIVE: 0, Status.GROUPING: 1, Status.DEPRECATED: 2}
LABEL_RANK: Final = {LabelKind.PREFERRED: 0, LabelKind.ALTERNATIVE: 1, LabelKind.HIDDEN: 2}
PROBES: Final = ("plejens", "behandlinger", "haender", "muskler", "varige")
_LEFT: Final = 2
_INNER: Final = 3
_PART: Final = 4
_LONGEST: Final = 64
_VOWEL: Final = re.compile("[aeiouy]")
# How a Danish word can begin: a vowel, one consonant, or one of these clusters (loans like psykiatri too).
_ONSET: Final = re.compile(
    "(?:[b-df-hj-np-tv-xz]|s[cfkljmnptv]|s[kp][lrv]|str|spr|spl|sch|sph|[bfgkp][lr]|[dtvw]r|[gkfp]n|[dtk]v"
    "|[bdfhkmpstv]j|[kgt]?j|ch|ph|ps|rh|th|tsj|hv)?[aeiouy]|[^a-z]"
)


def pack_search(packer: Packer, concepts: Sequence[Concept], stem: Stemmer = light_stem) -> None:
    """Adds the sections that `classification.searching.search.SearchIndex` reads."""
    entries = sorted(
        (rank(concept.status, label), i, ordinal, label.text)
        for i, concept in enumerate(looking(concepts))
        for ordinal, label in enumerate(concept.labels)
    )
    packer.numbers("search.entry", (i for _, i, _, _ in entries))
    packer.numbers("search.entry.label", (ordinal for _, _, ordinal, _ in entries))
    by_label: dict[str, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for entry, (_, _, _, text) in enumerate(looking(entries)):
        found = words(text)
        by_label[" ".join(found)].append(entry)
        for word in {*found, *hyphened(text)}:
            by_word[word].append(entry)
    pack_postings(packer, "search.label", by_label)
    vocabulary = pack_postings(packer, "search.word", by_word)
    pack_beginnings(packer, "search.word", vocabulary)
    _pack_inner(packer, by_word)
    packer.numbers("search.stem", by_stem(vocabulary, stem))
    packer.json("search.stem.probe", [stem(word) for word in PROBES])
    codes = [fold_code(notation.code) for concept in concepts for notation in concept.notations]
    packer.numbers("search.code", sorted(range(len(codes)), key=codes.__getitem__))


def rank(status: Status, label: Label) -> tuple[int, int, int, tuple[str, str]]:
    """What decides between labels that match equally well; the least is the best."""
    return STATUS_RANK[status], LABEL_RANK[label.kind], len(label.text), sort_key(label.text)


def fold_code(code: str) -> str:
    """The form in which a typed code is compared: case does not count, everything else does."""
    return code.casefold()


def by_stem(vocabulary: Sequence[str], stem: Stemmer) -> list[int]:
    """The numbers of the words in the order of their stems."""
    stems = [stem(word) for word in looking(vocabulary)]
    return sorted(range(len(stems)), key=stems.__getitem__)


def _pack_inner(packer: Packer, by_word: dict[str, list[int]]) -> None:
    inner: dict[str, list[int]] = defaultdict(list)
    part: dict[str, list[int]] = defaultdict(list)
    known = by_word.keys()
    for word, entries in looking(by_word.items()):
        for beginning, evident in _beginnings(word, known):
            (inner if evident else part)[beginning].extend(entries)
    pack_postings(packer, "search.inner", inner)
    pack_postings(packer, "search.part", part)


def _beginnings(word: str, known: Set[str]) -> Iterator[tuple[str, bool]]:
    """Every inner part of a word, and whether it evidently begins a part of a compound.

    A joint is evident where a word of the vocabulary stands before it (a linking s or e aside) or after it.
    Elsewhere it is possible where a vowel stands before it and what follows begins as words do; halves of a
    transliterated letter are no joints.
    """
    vowel = _VOWEL.search(word)
    first = max(_LEFT, vowel.end()) if vowel else len(word)
    for at in range(first, min(len(word) - _INNER, _LONGEST) + 1):
        before, after = word[:at], word[at:]
        if after in known or before in known or (at > 3 and before[-1] in "se" and before[:-1] in known):
            yield after, True
        elif len(after) >= _PART and _ONSET.match(after) and word[at - 1 : at + 1] not in ("aa", "ae", "oe"):
            yield after, False
