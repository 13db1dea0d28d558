"""A classification and what identifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classification.record import frozen
from classification.uri import default_rule, made_uri

if TYPE_CHECKING:
    from classification.concept import Concept


@frozen
class ConceptScheme:
    """A classification: its canonical system URI, a short name, and the URIs under which it also travels.

    `uri` is what a coding names as its system (FHIR CodeSystem.url). `scheme_uri` is what the publisher calls the
    scheme itself (skos:ConceptScheme) where that differs, `namespace` what the URIs of its concepts begin with where
    the publisher says so (JSKOS), `concept_uri` the rule by which they are made of codes (see `classification.uri`),
    empty for the usual one. `aliases` are former system URIs that occur in real data; an answer says when one was
    used. The first of `languages` is the default language of its labels. `example` marks a made-up classification.

    `case_sensitive` is FHIR's CodeSystem.caseSensitive: where it is false, `akut` and `Akut` are one code; None where a
    publisher who could say it does not, and codes are taken in any case too (FHIR R4). `content` says what part of it
    is published at all, where that is not everything (`fragment`, `example`, `not-present`). `supplements` is the
    canonical of the classification to which a supplement adds names and properties (`classification.supplement`).
    """

    name: str
    uri: str
    title: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    source: str = ""
    languages: tuple[str, ...] = ("da",)
    hierarchy: str = "is-a"
    example: bool = False
    concept_uri: str = ""
    scheme_uri: str = ""
    namespace: str = ""
    case_sensitive: bool | None = True
    content: str = ""
    supplements: str = ""

    @property
    def language(self) -> str:
        """The default language of the scheme's labels; empty where none is known."""
        return self.languages[0] if self.languages else ""

    @property
    def uri_rule(self) -> str:
        """The rule by which URIs of its concepts are made of their codes."""
        return self.concept_uri or default_rule(self.uri)

    def uri_of(self, concept: Concept) -> str:
        """The URI of one of its concepts: the publisher's own, else the one that the rule makes."""
        return concept.uri or made_uri(self.uri_rule, concept.code)

    def title_in(self, language: str = "da") -> str:
        """The title in `language`, else in any, else the name."""
        titles = dict(self.title)
        return titles.get(language) or next(iter(titles.values()), self.name)
