"""Which code system a coding means, and what is wrong with how it is written.

A system that is written slightly wrong is still the one that is meant: the coding is judged by it, and one finding
says how it is written, instead of one for each thing that an unknown system entails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final

from classification.check import code_words as words
from classification.check.coding import WrittenCoding
from classification.check.fault import Fault
from classification.check.releases import DayReleases
from classification.compiled.variant import Variants, uri_form
from classification.remembered import LONGEST, Remembered
from classification.terminology import Terminology
from classification.text import term_key

_REMEMBERED: Final = 10_000
_NEAR: Final = 0.8


class Systems:
    """The code systems that may be meant: those at hand, and those that profiles name (`foreign`).

    `bound` names those that the profiles' value sets take codes of; it is asked when a system is not known otherwise.
    """

    def __init__(
        self,
        terminology: Terminology,
        foreign: frozenset[str],
        bound: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self._terminology, self._foreign, self._ask_bound = terminology, foreign, bound
        self._near: Remembered[str, tuple[str, ...]] = Remembered(_REMEMBERED)

    def meant(self, coding: WrittenCoding, releases: DayReleases) -> tuple[str, tuple[Fault, ...]]:
        """The canonical URI of the system that is meant (as it stands where none is known), and what is wrong."""
        written, code = coding.system, coding.code.strip()
        if written in self._foreign:
            return written, ()
        if written in self._canonical:
            uri = self._canonical[written]
            if not releases.answers(uri):
                return written, (self._unknown(coding, (), releases),)
            return uri, () if written == uri else (words.old_system(written, uri, self._name(uri)),)
        if written in self._bound:
            return written, ()
        alike = self._alike(written)
        if len(alike) == 1:
            return alike[0], (words.misspelled_system(written, alike[0], self._name(alike[0])),)
        near = self._resembling(written)
        having = [uri for uri in near if uri not in self._foreign and releases.has(uri, code)]
        if len(having) == 1:
            (uri,) = having
            return uri, (words.lost_character(written, uri, code, self._name(uri)),)
        return written, (self._unknown(coding, alike or near, releases),)

    @cached_property
    def _bound(self) -> frozenset[str]:
        return self._ask_bound()

    @cached_property
    def _canonical(self) -> dict[str, str]:
        """Every URI of the systems at hand, old ones too, and the canonical one."""
        schemes = [scheme for scheme in self._terminology.schemes if not scheme.supplements]
        old = {alias: scheme.uri for scheme in schemes for alias in scheme.aliases}
        return old | {scheme.uri: scheme.uri for scheme in schemes}

    @cached_property
    def _variants(self) -> Variants:
        return Variants((*self._canonical, *sorted(self._foreign)), uri_form)

    def _alike(self, written: str) -> tuple[str, ...]:
        """Systems whose URI, or whose name, is written so but for the form."""
        uris = [self._canonical.get(uri, uri) for uri in self._variants.of(written)]
        if not uris and self._terminology.has_scheme(term_key(written)):
            uris = [self._terminology.scheme(term_key(written)).uri]
        return tuple(dict.fromkeys(uris))

    def _resembling(self, written: str) -> tuple[str, ...]:
        """Systems whose URI differs in a few characters; remembered by the URI, of which there are few."""
        near = self._near.get(written)
        if near is None:
            from classification.near import near_names  # a run without unknown systems does without

            close = near_names(
                written.strip(), (*self._canonical, *sorted(self._foreign)), most=3, close=_NEAR
            )
            near = tuple(dict.fromkeys(self._canonical.get(uri, uri) for uri in close))
            if len(written) <= LONGEST:
                self._near.keep(written, near)
        return near

    def _unknown(self, coding: WrittenCoding, near: Iterable[str], releases: DayReleases) -> Fault:
        having = releases.systems_of(coding.code.strip(), coding.display)
        return words.unknown_system(coding, having or tuple(near)[:1], by_code=bool(having))

    def _name(self, uri: str) -> str:
        return self._terminology.scheme(uri).name if uri in self._canonical else uri
