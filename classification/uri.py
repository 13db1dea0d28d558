"""URIs of concepts: the publisher's own where there is one, else made of the code by a rule of the scheme.

A rule is a template over the current notation, for instance `https://v.example/id/{code}`; a scheme that states none
has the rule that its code system URI gives (`default_rule`). What a template puts in is percent-encoded, so that the
result is an IRI (RFC 3987) whatever stands in the code, and every URI made can be read back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

PLACE: Final = "{code}"
"""Where the code stands in a rule."""

_UNRESERVED: Final = "-._~!$&'()*+,;=:@"
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+\Z")


def is_uri(text: str) -> bool:
    """Whether a text can be a URI: a scheme, and nothing that an IRI forbids (RFC 3987, section 2.2).

    >>> is_uri("https://v.example/id/c_100"), is_uri("J1.1"), is_uri("a b:c")
    (True, False, False)
    """
    return ":" in text and _ABSOLUTE.match(text) is not None


def object_uri(identifier: str) -> str:
    """The URI of an object that is known by a UUID (RFC 4122) or by a URI of its own; empty where it is by neither.

    >>> object_uri("ABCDEF12-0000-4000-8000-0000000000AB"), object_uri("urn:x:1"), object_uri("7")
    ('urn:uuid:abcdef12-0000-4000-8000-0000000000ab', 'urn:x:1', '')
    """
    if _UUID.fullmatch(identifier):
        return f"urn:uuid:{identifier.lower()}"
    return identifier if is_uri(identifier) else ""


def default_rule(system: str) -> str:
    """The rule of a scheme that states none: its URI, a mark between where none ends it, and the code.

    The mark is `#`, or `/` where the URI holds a `#` already: an IRI has one fragment at most.

    >>> default_rule("urn:oid:1.2.208.176.2.21"), default_rule("https://x.example/c/")
    ('urn:oid:1.2.208.176.2.21#{code}', 'https://x.example/c/{code}')
    >>> default_rule("https://v.example/voc#Scheme")
    'https://v.example/voc#Scheme/{code}'
    """
    between = "" if system.endswith(("#", "/")) else "/" if "#" in system else "#"
    return f"{system}{between}{PLACE}"


def made_uri(rule: str, code: str) -> str:
    """The URI that a rule makes of a code.

    >>> made_uri("https://x.example/c/{code}", "a/b")
    'https://x.example/c/a%2Fb'
    """
    return rule.replace(PLACE, _escaped(code), 1)


def code_in(rule: str, uri: str) -> str | None:
    """The code of which a rule makes that URI; None where it makes it of none.

    >>> code_in("https://x.example/c/{code}", "https://x.example/c/a%2Fb"), code_in("urn:x#{code}", "urn:y#1")
    ('a/b', None)
    """
    before, _, after = rule.partition(PLACE)
    if len(uri) <= len(before) + len(after) or not (uri.startswith(before) and uri.endswith(after)):
        return None
    from urllib.parse import unquote

    code = unquote(uri[len(before) : len(uri) - len(after)])
    return code if made_uri(rule, code) == uri else None


def common_rule(pairs: Iterable[tuple[str, str]]) -> str:
    """The rule that makes most of the URIs of their codes, given as (URI, code); empty where none makes two.

    >>> common_rule([("https://v.example/id/1", "1"), ("https://v.example/id/2", "2"), ("urn:x", "3")])
    'https://v.example/id/{code}'
    """
    rules: Counter[str] = Counter()
    for uri, code in pairs:
        ending = _escaped(code)
        if uri.endswith(ending) and len(uri) > len(ending):
            rules[f"{uri[: len(uri) - len(ending)]}{PLACE}"] += 1
    usual = min(rules.items(), key=lambda rule: (-rule[1], rule[0]), default=("", 0))
    return usual[0] if usual[1] > 1 or len(rules) == 1 == usual[1] else ""


def _escaped(code: str) -> str:
    from urllib.parse import quote  # imported where a URI is made: a check needs none

    return quote(code, safe=_UNRESERVED)
