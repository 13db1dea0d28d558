"""Two spellings of one thing: what differs from something known in form alone.

The one finder of such differences, for codes, URIs of systems and terms: case, blanks, invisible characters, Unicode
forms; in a code also hyphens and underscores and the wrappings of a UUID, in a URI its protocol, a stroke at its end, a
missing `urn:oid:`, a version behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from classification.text import term_key

_LONGEST: Final = 500
_WRAPPING: Final = re.compile(r"^urn:uuid:|[\s_{}-]+")
_PROTOCOL: Final = re.compile(r"^(?:https?://(?:www\.)?|(?:urn:)?oid:)")


def code_form(code: str) -> str:
    """The form in which two spellings of one code are equal.

    >>> code_form("{4D46BD94-9518-431C-82E8-EBB91BCA307A}") == code_form("4d46bd94_9518_431c_82e8_ebb91bca307a")
    True
    """
    return _WRAPPING.sub("", term_key(code))


def uri_form(uri: str) -> str:
    """The form in which two spellings of one system's URI are equal.

    >>> {uri_form(uri) for uri in ("urn:oid:1.2.208", "1.2.208", "URN:OID:1.2.208|2.3.0 ")}
    {'1.2.208'}
    >>> uri_form("https://kl.dk/FSIII/") == uri_form("http://kl.dk/fsiii")
    True
    """
    return _PROTOCOL.sub("", term_key(uri).partition("|")[0].strip()).rstrip("/#")


class Variants:
    """Known texts by their form.

    >>> Variants(["J1.1", "J1.2"], code_form).of("j 1.1")
    ('J1.1',)
    """

    def __init__(self, known: Iterable[str], form: Callable[[str], str]) -> None:
        self._form = form
        self._texts: dict[str, dict[str, None]] = {}
        for text in known:
            self._texts.setdefault(form(text), {})[text] = None

    def of(self, text: str) -> tuple[str, ...]:
        """The known texts that this one is, but for its form; not the text itself."""
        if len(text) > _LONGEST:
            return ()
        return tuple(known for known in self._texts.get(self._form(text), ()) if known != text)
