"""Short names and file names from the names that publishers give."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_HUMPS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHERS: Final = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """Lower case letters, digits and hyphens.

    >>> slug("CareSocialCodes"), slug("FSIII"), slug("KLTilstandskoder på Ærø")
    ('care-social-codes', 'fsiii', 'kl-tilstandskoder-paa-aeroe')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return _OTHERS.sub("-", _HUMPS.sub("-", plain).lower()).strip("-")


def camel(name: str) -> str:
    """A name as FHIR wants it for computers.

    >>> camel("care-social-codes")
    'CareSocialCodes'
    """
    return "".join(part[:1].upper() + part[1:] for part in _OTHERS.split(slug(name)))
