"""Labels, names and URIs of what is imported: whether they can be typed, shown and asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from classification import Finding, Place, Severity
from classification.record import frozen
from classification.sentence import NOTHING, Sentence, both, same
from classification.terminology import DIGEST_PREFIX
from loaders.content import Content

LABEL_LENGTH: Final = 100
NAME_LENGTH: Final = 100
URI_LENGTH: Final = 1_000
_SHOWN: Final = 60
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_BAD_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_NOT_IN_URIS: Final = '|[]<>"{}\\^` \u00a0'
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@frozen
class _Named:
    """Something that an import would keep under its names: what, and where it stood."""

    what: Sentence
    name: str
    version: str
    uris: tuple[str, ...]
    place: Place = Place()


def name_findings(content: Content, label: str) -> Iterator[Finding]:
    """SPI15 for each label, name and URI that cannot be kept; `label` is the caller's in place of all others."""
    told: set[Sentence] = set()
    for thing in _named(content):
        what, name = thing.what, thing.name
        for said in (
            *_faults(
                both(
                    f"navnet på udgaven af {what.da} {_short(name)}", f"the label of {what.en} {_short(name)}"
                ),
                label or thing.version,
                "@|",
                LABEL_LENGTH,
            ),
            *_faults(both(f"navnet på {what.da}", f"the name of a {what.en}"), name, "@|", NAME_LENGTH),
            *(
                fault
                for number, uri in enumerate(thing.uris)
                for fault in uri_faults(
                    both(f"en URI for {what.da} {_short(name)}", f"a URI of {what.en} {_short(name)}"),
                    uri,
                    former=number > 0,
                )
            ),
        ):
            if said not in told:
                told.add(said)
                yield Finding(
                    "SPI15", Severity.ERROR, said, thing.place, both("angiv en anden", "give another one")
                )


def _named(content: Content) -> Iterator[_Named]:
    for draft in content.releases:
        release, scheme = draft.release, draft.release.scheme
        file = next((place.file for place in draft.places.values()), "")
        uris = (scheme.uri, *scheme.aliases)
        yield _Named(both("klassifikationen", "release"), scheme.name, release.version, uris, Place(file))
    for value_set in content.value_sets:
        yield _Named(both("værdisættet", "value set"), value_set.name, value_set.version, (value_set.uri,))
    for concept_map in content.maps:
        yield _Named(both("kortlægningen", "map"), concept_map.name, concept_map.version, (concept_map.uri,))


def uri_faults(what: Sentence, uri: str, *, former: bool = False) -> Iterator[Sentence]:
    """A URI as others can read it: without the characters that none may hold, and absolute (RFC 3986, RFC 3987).

    A former one may be any word by which the classification was known.
    """
    faults = list(_faults(what, uri, _NOT_IN_URIS, URI_LENGTH))
    yield from faults
    if not faults and (found := _BAD_ESCAPE.search(uri)):
        yield both(
            f"{what.da}, {_short(uri)}, indeholder '%' på plads {found.start()}, som to hexadecimale cifre skal følge",
            f"{what.en}, {_short(uri)}, holds '%' at {found.start()}, which two hexadecimal digits must follow",
        )
    if not faults and not former and not _SCHEME.match(uri):
        yield both(
            f"{what.da}, {_short(uri)}, er ikke absolut, som https://… og urn:… er",
            f"{what.en}, {_short(uri)}, is not absolute, as https://… and urn:… are",
        )


def short_name_faults(what: Sentence, name: str) -> Iterator[Sentence]:
    """What is wrong with a short name: it begins with a letter, and can be typed, shown and asked for."""
    yield from _faults(what, name, "@|", NAME_LENGTH)
    if not name[:1].isalpha():
        yield both(
            f"{what.da}, {_short(name)}, begynder ikke med et bogstav",
            f"{what.en}, {_short(name)}, does not begin with a letter",
        )


def _faults(what: Sentence, text: str, refused: str, length: int) -> Iterator[Sentence]:
    da, en = f"{what.da}, {_short(text)},", f"{what.en}, {_short(text)},"
    if text != text.strip():
        yield both(f"{da} har blanktegn omkring sig", f"{en} has blanks around it")
    elif found := _unfit(text, refused):
        yield both(f"{da} indeholder {found.da}", f"{en} holds {found.en}")
    if len(text) > length:
        yield both(
            f"{da} har {len(text)} tegn; {length} er tilladt",
            f"{en} has {len(text)} characters; {length} are allowed",
        )
    if text.startswith(DIGEST_PREFIX):
        yield both(f"{da} ligner et digest", f"{en} looks like a digest")


def _unfit(text: str, refused: Iterable[str]) -> Sentence:
    """The first character that has a meaning of its own, or that nobody sees."""
    for character in text:
        if character in refused:
            return same(repr(character))
        if unicodedata.category(character) in _UNSEEN or character in "\ufffe\uffff":
            return both(
                f"styretegnet U+{ord(character):04X}", f"the control character U+{ord(character):04X}"
            )
    return NOTHING


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
