"""What any loader yields: drafts of releases, value sets, maps, recipes, findings.

    Content
    ├── releases    Draft: a release and where each of its concepts stood; raw when a recipe has still to be applied
    ├── value_sets  ValueSet, every version of it
    ├── maps        ConceptMap
    ├── recipes     Recipe, one per classification at most
    ├── parts       what came from each file of several, once more
    ├── findings    everything noticed while reading; content is still built from what could be read
    └── rows        one Row per row of the input, for a report row by row

A loader never refuses: whoever publishes looks at `Content.errors` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from classification import ConceptMap, ConceptScheme, Finding, Place, Release, Severity, ValueSet
from classification.concept_map import Mapping as Statement
from classification.recipe import Recipe
from classification.record import field, frozen, replace
from classification.release import check_release
from classification.sentence import Sentence, both


@frozen
class Reading:
    """What the caller says that the files may leave unsaid: a label for the release, the language of labels.

    Formats that mark languages keep an untagged text untagged where no language is named; `usual_language` is for
    those whose texts are Danish unless said otherwise.

    The others are for tables, which have no place of their own for them: the short name, URI and title of the
    classification, the encoding of the text, the order of day and month (`dmy`, `mdy`), and what a URI begins with that
    is made of the name.
    """

    release: str = ""
    language: str = ""
    scheme: str = ""
    uri: str = ""
    title: str = ""
    encoding: str = ""
    dates: str = ""
    base_uri: str = ""

    @property
    def of_tables(self) -> tuple[str, ...]:
        """The options given that only tables understand."""
        return tuple(key for key in ("scheme", "uri", "title", "encoding", "dates") if getattr(self, key))

    @property
    def usual_language(self) -> str:
        """The language named, else Danish."""
        return self.language or "da"


STATEMENT: Final = "mapping"
"""The subject of a row that is a statement of a map, where the loader does not say of which code."""


@frozen
class Row:
    """One row of the input: where it stands and what it is about.

    `subject` is the name of the value set, else system (or name of the classification) and code, apart by a blank.
    `kept` is false where nothing came of the row: it was left out, and a finding tells why. `statement` is what came of
    it where it is a row of a map.
    """

    place: Place
    subject: str
    kept: bool = True
    statement: Statement | None = None


@frozen
class Draft:
    """A release as read, before it is checked and published.

    `raw` says that the concepts are as the publisher's files give them: doubles are not paired, kinds and groupings not
    set; a recipe may be applied (`classification.recipe.apply_recipe`). `places` tells where each code stood.
    `describing` says that the file itself states whether capitals matter in codes, and what part of the classification
    it holds: then the scheme follows the newest file, else what is known of it stays.
    """

    release: Release
    raw: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)
    describing: bool = False

    def check(self) -> tuple[Finding, ...]:
        """The conditions of a release over these concepts, each finding with its place in the input."""
        return check_release(self.release, self.places)


@frozen
class Content:
    """Everything one path holds."""

    releases: tuple[Draft, ...] = ()
    value_sets: tuple[ValueSet, ...] = ()
    maps: tuple[ConceptMap, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    findings: tuple[Finding, ...] = ()
    rows: tuple[Row, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that forbid publishing."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def labels(self) -> Iterator[tuple[str, str]]:
        """Each URI of a classification, former ones too, with each label of its releases."""
        for draft in self.releases:
            scheme = draft.release.scheme
            yield from ((uri, draft.release.version) for uri in (scheme.uri, *scheme.aliases))

    def __add__(self, other: Content) -> Content:
        return joined((self, other))

    def with_systems(self, uris: Mapping[str, str]) -> Content:
        """The same content with `uris` (short name → system URI) put where a map names another folder's schemes."""
        return replace(self, maps=tuple(_with_systems(concept_map, uris) for concept_map in self.maps))


def joined(contents: Iterable[Content]) -> Content:
    """Several contents as one, in their order."""
    held = tuple(contents)

    return Content(
        releases=tuple(chain.from_iterable(content.releases for content in held)),
        value_sets=tuple(chain.from_iterable(content.value_sets for content in held)),
        maps=tuple(chain.from_iterable(content.maps for content in held)),
        recipes=tuple(chain.from_iterable(content.recipes for content in held)),
        findings=tuple(chain.from_iterable(content.findings for content in held)),
        rows=tuple(chain.from_iterable(content.rows for content in held)),
        parts=tuple(chain.from_iterable(content.parts for content in held)),
    )


@frozen
class Part:
    """What came from one file of several, or from files that belong together; it can be left out without the others."""

    name: str
    content: Content


def part(name: str, content: Content) -> Content:
    """The same content, as a part of what is read with it."""
    return replace(content, parts=(Part(name, content),))


def _with_systems(concept_map: ConceptMap, uris: Mapping[str, str]) -> ConceptMap:
    return replace(
        concept_map,
        source_releases=tuple(_by_uri(concept_map.source_releases, uris)),
        target_releases=tuple(_by_uri(concept_map.target_releases, uris)),
    )


def _by_uri(releases: Iterable[tuple[str, str]], uris: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((uris.get(name, name), label) for name, label in releases)


def scheme_in_fhir(scheme: ConceptScheme) -> Iterator[Sentence]:
    """What a classification says that FHIR alone has a word for: other formats name it among what they lose."""
    if scheme.case_sensitive is False:
        yield both("at store og små bogstaver er lige i koder", "that capitals do not matter in codes")
    if scheme.content:
        yield both(f"at det er af slagsen {scheme.content}", f"that its content is {scheme.content}")
    if scheme.supplements:
        yield both(f"at det føjer til {scheme.supplements}", f"that it adds to {scheme.supplements}")


def value_set_in_fhir(value_set: ValueSet) -> Iterator[Sentence]:
    """The same of a value set."""
    if value_set.inactive is False:
        yield both(
            "at begreber, der er ude af brug, ikke er med",
            "that concepts which are out of use are no members",
        )


def map_in_fhir(concept_map: ConceptMap) -> Iterator[Sentence]:
    """The same of a map."""
    for name, uri in concept_map.scope:
        yield both(f"værdisættet, den handler om ({name} {uri})", f"the value set it is about ({name} {uri})")
