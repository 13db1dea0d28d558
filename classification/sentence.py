"""A sentence for people, in Danish and in English.

Who notices something writes both languages at once, beside each other (`both`); who shows it picks one, and only there
is it known which language is asked for. Programs read neither: codes, names of fields and columns do not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from classification.record import frozen


@frozen
class Sentence:
    """One sentence in both languages."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `da`, else in English."""
        return self.da if language == "da" else self.en

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence(self.da + other.da, self.en + other.en)

    def __format__(self, form: str) -> str:
        """No text holds a sentence in a language that nobody picked."""
        raise TypeError(f"pick a language of {self!r}")

    def __bool__(self) -> bool:
        return bool(self.en)


NOTHING: Final = Sentence("", "")


def both(da: str, en: str) -> Sentence:
    """A sentence in both languages."""
    return Sentence(da, en)


def same(text: str) -> Sentence:
    """What is written alike in both languages: a code, a name, a value."""
    return Sentence(text, text)


def joined(sentences: Iterable[Sentence], between: str = "") -> Sentence:
    """The sentences after each other, in each language."""
    listed = tuple(sentences)
    return Sentence(between.join(one.da for one in listed), between.join(one.en for one in listed))
