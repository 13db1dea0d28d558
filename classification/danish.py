"""Danish words: folding and stemming for search.

Everything here makes *search keys*; labels and codes are never changed by it. Letters and their transliterations are
one letter (`Sårpleje`, `Saarpleje` and `SÅRPLEJE` give one key), other marks are dropped, hyphens part words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from classification.text import INVISIBLE, normal

Stemmer = Callable[[str], str]

_WORD: Final = re.compile(r"[^\W_]+")
_HYPHENED: Final = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)+")
_RINGED: Final = {"a\u030a": "aa", "a\u0308": "ae", "o\u0308": "oe"}
_RINGS: Final = re.compile("|".join(_RINGED))
_LETTERS: Final = str.maketrans(
    {"å": "aa", "ä": "ae", "ö": "oe", "æ": "ae", "ø": "oe", "œ": "oe", "þ": "th", "ð": "d", "đ": "d"}
)


def fold(text: str) -> str:
    """The text in one spelling: compatibility form, case folded, æ ø å (ä ö) transliterated, other marks dropped.

    >>> fold("SÅRPLEJE – crème, Ærø")
    'saarpleje – creme, aeroe'
    """
    if text.isascii():
        return text.lower()
    folded = normal("NFKC", text.translate(INVISIBLE)).casefold()
    plain = folded.translate(_LETTERS)
    if plain.isascii():
        return plain
    apart = _RINGS.sub(lambda found: _RINGED[found[0]], normal("NFKD", folded))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; a text of signs alone is one word.

    >>> words("TV-overvågning (boligen)")
    ('tv', 'overvaagning', 'boligen')
    """
    folded = fold(text)
    return tuple(_WORD.findall(folded)) or tuple(folded.split())


def letters_of(text: str) -> str:
    """The folded letters and digits of a text, without blanks and signs; of a text of signs alone, the signs.

    >>> letters_of("J 1,1"), letters_of("TV-overvågning")
    ('j11', 'tvovervaagning')
    """
    folded = fold(text)
    return folded if folded.isalnum() else "".join(_WORD.findall(folded)) or "".join(folded.split())


def hyphened(text: str) -> tuple[str, ...]:
    """The folded words that a hyphen parts, written as one.

    >>> hyphened("TV-overvågning (boligen)")
    ('tvovervaagning',)
    """
    if not any(hyphen in text for hyphen in "-\u2010\u2011"):
        return ()
    return tuple("".join(_WORD.findall(found)) for found in _HYPHENED.findall(fold(text)))


# Endings of nouns, adjectives and verbs, longest first; what remains must keep three letters and a vowel.
_ENDINGS: Final = (
    *("endes", "ernes", "erens"),
    *("ende", "edes", "enes", "erne", "eren", "erer"),
    *("ede", "ene", "ens", "ers", "ets", "est"),
    *("en", "er", "es", "et"),
    "e",
)
_VOWELS: Final = frozenset("aeiouy")
_CONSONANTS: Final = frozenset("bcdfghjklmnpqrstvwxz")
# Stems that change their vowel in the plural, as they look once the ending is off: hænder, fødder, børn …
_CHANGED: Final = {
    "haend": "haand",
    "taend": "tand",
    "maend": "mand",
    "foedd": "fod",
    "roedd": "rod",
    "naett": "nat",
    "boern": "barn",
    "boeg": "bog",
    "staed": "stad",
    "moedr": "mor",
    "faedr": "far",
    "broedr": "bror",
    "doetr": "datt",
}


def light_stem(word: str) -> str:
    """The part of a folded word that its inflected forms share.

    Small and careful: it takes off the endings of number, definiteness, genitive, degree and tense, undoes doubled
    consonants, and knows the vowel changes of everyday nouns, in compounds too. It derives nothing
    (*behandling* and *behandle* stay apart). Any other function from word to stem can stand in its place.

    >>> [light_stem(word) for word in ("pleje", "plejen", "plejens", "hænder".replace("æ", "ae"), "haand")]
    ['plej', 'plej', 'plej', 'haand', 'haand']
    """
    if word.isdecimal():
        return word  # a number has no endings
    once = _stripped(word)
    return _stripped(once)  # proces → proc, processer → proces → proc


def _stripped(word: str) -> str:
    stem = _unchanged(_without_ending(_without_genitive(word)))
    if len(stem) > 4 and stem.endswith(("gt", "rt", "dt")):
        stem = stem[:-1]
    return _without_genitive(_contracted(stem))


def _without_genitive(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and word[-2] in _CONSONANTS and word[-2] != "s":
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending):
            kept = word[: -len(ending)]
            if len(kept) >= 3 and not _VOWELS.isdisjoint(kept) and not _splits_letter(kept, ending):
                return kept
    return word


def _splits_letter(kept: str, ending: str) -> bool:
    """Whether the ending's e is the second half of a transliterated æ or ø (`sø`, `fæ`)."""
    return ending[0] == "e" and kept[-1] in "ao"


def _unchanged(stem: str) -> str:
    for changed, plain in _CHANGED.items():
        if stem.endswith(changed):
            return stem[: -len(changed)] + plain
    return stem


def _contracted(stem: str) -> str:
    """One form for doubled consonants (ryg, rygge) and for a dropped e (muskel, muskler; søster, søstre)."""
    if len(stem) > 4 and stem.endswith("el") and stem[-3] in _CONSONANTS:
        stem = stem[:-2] + "l"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in _CONSONANTS:
        return stem[:-1]
    if len(stem) > 4 and stem[-1] in "lr" and stem[-2] in _CONSONANTS:
        body = stem[:-1]
        if body[-1] == body[-2]:
            body = body[:-1]
        return body + "l" if stem[-1] == "l" else body
    return stem


# What says little about what is looked for: it may be left out where it stands in no term.
_SMALL: Final = """
    af alle at blev blive bliver da de dem den der deres det dig din dit du efter eller en end er et for fordi fra faa
    faar gennem ham han hans har have havde hen her hos hun hvad hvis hvor i ind inden ja jeg kan man med meget men mig
    min mit mod naar og ogsaa om op os over paa samt selv sig sin sine sit skal som saa til ud uden under ved vi vil
    vaere vaeret
"""
SMALL_WORDS: Final = frozenset(_SMALL.split())
# Endings by which one word is derived from another, and which a reader does not tell apart.
_DERIVATION: Final = "iseringen isering ering elsen else ningen ning ingen ing heden hed isk lig ig ende"
_DERIVING: Final = tuple(_DERIVATION.split())
_SHORTEST_ROOT: Final = 4
# Everyday words of one meaning whose forms no ending explains.
_FAMILIES: Final = tuple(
    family.split()
    for family in (
        "sove soevn",
        "gaa gang",
        "se syn",
        "huske hukommelse",
        "foede foedsel",
        "give gave",
        "bryde brud",
        "vaelge valg",
        "koebe indkoeb",
        "skrive skrift",
        "vide viden",
        "ville vilje",
        "veje vaegt",
        "hoej hoejde",
        "lang laengde",
        "stor stoerrelse",
        "gammel alder aeldre",
        "traet traethed",
        "dement demens",
        "kriminel kriminalitet",
        "prostitueret prostitution",
        "deprimeret depression",
        "inkontinent inkontinens",
        "diabetiker diabetes diabetisk",
        "autist autisme autistisk",
        "alkoholiker alkohol",
        "bo bolig",
        "trives trivsel",
        "mistrives mistrivsel",
        "hjaelpe hjaelp",
        "bade bad",
        "klaede paaklaedning",
        "doe doed",
        "leve liv",
        "vokse vaekst",
        "hvile hvil",
    )
)
_RELATIVES: Final = {
    light_stem(word): tuple(other for other in family if other != word)
    for family in _FAMILIES
    for word in family
}


def root(word: str) -> str:
    """What a word shares with those derived from it, or it from them; the stem where that is too short.

    >>> [root(word) for word in ("behandling", "telefonisk", "aendring", "overvaegtig", "vask")]
    ['behandl', 'telefon', 'aendr', 'overvaegt', 'vask']
    """
    stem = light_stem(word)
    for ending in _DERIVING:
        if stem.endswith(ending) and len(kept := stem[: -len(ending)]) >= _SHORTEST_ROOT:
            return kept
    return stem


def relatives(word: str) -> tuple[str, ...]:
    """Other words of the same everyday meaning, folded (*sove*: *soevn*)."""
    return _RELATIVES.get(light_stem(word), ())
