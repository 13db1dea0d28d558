"""Lint of words: likely typing errors, and Danish letters that were written in ASCII."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from classification.danish import fold, light_stem
from classification.deadline import looking
from classification.lint.scope import Noticed, Scope
from classification.sentence import both
from classification.text import quoted

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_ASCII: Final = re.compile(r"ae|oe|aa", re.IGNORECASE)
_SHORTEST: Final = 7
_INFLECTED: Final = 3
_USUAL: Final = 3
_LONG: Final = 11
_DANISH: Final = frozenset("æøåÆØÅ")


def danish_in_ascii(scope: Scope) -> Iterator[Noticed]:
    """SPL10: a word with ae, oe or aa that stands with æ, ø or å in another term, here or in another classification."""
    suspects = {
        word: number
        for number, term in enumerate(scope.index.terms)
        for word in _WORD.findall(term)
        if _ASCII.search(word)
    }
    if not suspects:
        return
    spelled = {fold(word): word for word in _known_words(scope) if not _DANISH.isdisjoint(word)}
    for word, number in suspects.items():
        right = spelled.get(fold(word))
        if right is not None:
            yield Noticed(
                "SPL10",
                number,
                both(
                    f"{quoted(word)} skrives ellers {quoted(right)}",
                    f"{quoted(word)} is written {quoted(right)} elsewhere",
                ),
                (("term", scope.term(number)),),
            )


def _known_words(scope: Scope) -> Iterator[str]:
    for scheme in scope.terminology.schemes:
        editions = scope.terminology.editions(scheme.uri)
        release = scope.release if scheme.uri == scope.release.scheme.uri else editions.on(scope.when)
        if release is not None:
            for term in release.index.terms:
                yield from _WORD.findall(term)


def rare_beside_usual(scope: Scope) -> Iterator[Noticed]:
    """SPL09: a word that stands once and differs by one letter from one that stands elsewhere, not by its ending."""
    where: dict[str, int] = {}
    times: Counter[str] = Counter()
    for number, term in enumerate(looking(scope.index.terms)):
        for stem in {light_stem(word.lower()) for word in _WORD.findall(term)}:
            if len(stem) >= _SHORTEST:
                times[stem] += 1
                where[stem] = number
    usual = _by_letter_left_out(
        stem for stem, count in times.items() if count >= (1 if len(stem) >= _LONG else _USUAL)
    )
    for stem, count in looking(times.items()):
        near = _near(stem, usual) if count == 1 else None
        if near is not None and (times[near] > 1 or where[near] < where[stem]):
            one, other = _word_of(scope, where[stem], stem), _word_of(scope, where[near], near)
            yield Noticed(
                "SPL09",
                where[stem],
                both(
                    f"{quoted(one)} og {quoted(other)}: er det samme ord?",
                    f"{quoted(one)} and {quoted(other)}: are they the same word?",
                ),
                (("term", scope.term(where[stem])), ("other", scope.term(where[near]))),
            )


def _word_of(scope: Scope, number: int, stem: str) -> str:
    words: list[str] = _WORD.findall(scope.term(number))
    return next(word for word in words if light_stem(word.lower()) == stem)


def _by_letter_left_out(words: Iterable[str]) -> dict[str, set[str]]:
    """Each word under itself and under what is left of it without one letter: words one edit apart meet there."""
    by_form: dict[str, set[str]] = defaultdict(set)
    for word in looking(words):
        by_form[word].add(word)
        for place in range(len(word)):
            by_form[word[:place] + word[place + 1 :]].add(word)
    return by_form


def _near(word: str, usual: dict[str, set[str]]) -> str | None:
    candidates = set(usual.get(word, ()))
    for place in range(len(word)):
        candidates |= usual.get(word[:place] + word[place + 1 :], set())
    return next((other for other in sorted(candidates) if is_slip(word, other)), None)


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter (or two exchanged) in a way that inflection does not explain.

    >>> is_slip("hukommelse", "hukomelse"), is_slip("borger", "borgere"), is_slip("behandling", "behadnling")
    (True, False, True)
    """
    if one == other:
        return False
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < min(len(one), len(other)) - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[begin : len(one) - end], other[begin : len(other) - end]
    exchanged = len(left) == len(right) == 2 and left == right[::-1]
    edited = max(len(left), len(right)) == 1
    if not (exchanged or edited) or begin == 0:
        return False
    joint = {left, right} <= {"", "s", "e"}  # letters that join the parts of a compound
    return end >= _INFLECTED and not joint


def misspelled_since(scope: Scope) -> Iterator[Noticed]:
    """SPL09: a term that differs from its former form by a slip of one letter."""
    for number in range(len(scope.index)):
        for release, old in scope.before(number)[:1]:
            was, now = release.index.terms[old], scope.term(number)
            words = list(zip(_WORD.findall(was), _WORD.findall(now), strict=False))
            slips = [(a, b) for a, b in words if a != b]
            same_length = len(_WORD.findall(was)) == len(_WORD.findall(now))
            if same_length and len(slips) == 1 and is_slip(slips[0][0].lower(), slips[0][1].lower()):
                yield Noticed(
                    "SPL09",
                    number,
                    both(
                        f"{quoted(was)} ({release.version}) blev til {quoted(now)}: "
                        f"{quoted(slips[0][0])} eller {quoted(slips[0][1])}?",
                        f"{quoted(was)} ({release.version}) became {quoted(now)}: "
                        f"{quoted(slips[0][0])} or {quoted(slips[0][1])}?",
                    ),
                    (("release", release.name), ("term", was)),
                )


WORDS: Final[tuple[Callable[[Scope], Iterable[Noticed]], ...]] = (
    danish_in_ascii,
    rare_beside_usual,
    misspelled_since,
)
