"""JSKOS concepts and concept schemes to releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from urllib.parse import unquote

from classification import Concept, ConceptScheme, Release, Validity
from classification.concept import Kind, Label, Notation, NotationRole, Note, Status
from classification.concept_map import Coding
from classification.hierarchy import Ancestry
from classification.record import frozen, replace
from classification.release import Lineage, LineageKind
from classification.sentence import both
from classification.text import language_tag
from classification.uri import common_rule, default_rule, is_uri, made_uri
from classification.validity import ALWAYS
from loaders.content import Draft, Reading
from loaders.iri import codes_made, coding_of
from loaders.jskos import names
from loaders.jskos.node import JskosObject
from loaders.name import slug
from loaders.reading.label import mended
from loaders.reading.notes import known

KINDS: Final = {str(kind): kind for kind in Kind}
ROLES: Final = {str(role): role for role in NotationRole}
LINEAGES: Final = {str(kind): kind for kind in LineageKind}


def code_of(node: JskosObject, system: str) -> str:
    """The code of a concept in a system: its first notation, else what its URI has behind the system's."""
    notation = node.texts("notation")
    return notation[0] if notation else code_in(node.text("uri"), system)


def code_in(uri: str, system: str) -> str:
    """What the URI of a concept has behind its system's.

    >>> code_in("urn:a#J1%2F1", "urn:a"), code_in("https://x.example/c/1", "https://x.example/c/")
    ('J1/1', '1')
    """
    rest = uri.removeprefix(system) if system else uri
    if rest != uri and rest and system.endswith(("#", "/")):
        return unquote(rest)
    if rest != uri and rest[:1] in ("#", "/", ":") and len(rest) > 1:
        return unquote(rest[1:])
    return coding_of(uri).code


def name_in(node: JskosObject, key: str) -> str:
    """The names of the agents or licences in a set, or their URIs, as one text."""
    found = []
    for part in node.parts(key):
        label = next((text for _, text in part.language_map("prefLabel")), "")
        found.append(label or part.text("uri"))
    return "; ".join(filter(None, found))


@frozen
class _Reader:
    """Concepts of one scheme: `codes` gives the code of each concept's URI, `rule` the URI that most codes have.

    `language` is that of texts in an unknown one, where the caller named one; `dropped` are URIs of concepts whose
    notation their successor has.
    """

    system: str
    codes: Mapping[str, str]
    rule: str
    language: str
    broader: Mapping[str, tuple[str, ...]]
    dropped: frozenset[str] = frozenset()

    def concept(self, node: JskosObject) -> Concept:
        own = node.part(names.OWN)
        labels = (
            Label(text, self._tag(tag), kind)
            for field, kind in names.LABELS.items()
            for tag, text in node.language_map(field)
        )
        notes = (
            Note(text, self._tag(tag), kind)
            for field, kind in names.NOTES.items()
            for tag, text in node.language_map(field)
        )
        uri, code = node.text("uri"), self._code(node)
        above = [*self._inside(node, "broader"), *self.broader.get(uri, ())]
        return Concept(
            notations=tuple(self._notations(node, own)),
            labels=self._mended(node, labels),
            kind=KINDS[_word(own, "kind", KINDS, "other")],
            status=_status(node),
            broader=tuple(dict.fromkeys(above)),
            notes=tuple(notes),
            ordinal=own.number("ordinal") if own else None,
            replaced_by=tuple(dict.fromkeys(self._inside(node, "replacedBy"))),
            reason=own.text("reason") if own else "",
            validity=node.validity(),
            properties=self._all_properties(node, own),
            uri="" if made_uri(self.rule, code) == uri or not is_uri(uri) else uri,
        )

    def _mended(self, node: JskosObject, labels: Iterable[Label]) -> tuple[Label, ...]:
        found = mended(labels)
        for message in found.broken:
            remedy = both("skriv den på én linje", "write it on one line")
            node.notes.warning("SPJ19", message, node.place(), remedy)
        for message in found.doubled:
            node.notes.warning("SPJ20", message, node.place(), both("behold den ene", "keep one"))
        return found.labels

    def _all_properties(self, node: JskosObject, own: JskosObject | None) -> tuple[tuple[str, str], ...]:
        stated = tuple(self._properties(node, own))
        return (*stated, *(pair for pair in self._outside(node) if pair not in stated))

    def _inside(self, node: JskosObject, key: str) -> list[str]:
        """The codes of those concepts of the scheme that a concept refers to."""
        return [self._code(part) for part in node.parts(key) if self._is_inside(part)]

    def _is_inside(self, part: JskosObject) -> bool:
        uri = part.text("uri")
        return uri in self.codes or not uri

    def _outside(self, node: JskosObject) -> Iterator[tuple[str, str]]:
        """References to concepts of other schemes or files: kept by their URIs."""
        for key, name in names.OUTSIDE.items():
            for part in node.parts(key):
                uri = part.text("uri")
                if self._is_inside(part):
                    continue
                message = both(
                    f"henviser med {key!r} til <{uri}>, som ikke er et begreb i denne klassifikation; "
                    "henvisningen er bevaret med sin URI",
                    f"refers by {key!r} to <{uri}>, no concept of this scheme; the reference is kept by its URI",
                )
                node.notes.warning(
                    "SPJ18",
                    message,
                    node.place(key),
                    both("tag begrebet med, hvis det hører til", "bring the concept along if it belongs"),
                )
                yield name, uri

    def _tag(self, tag: str) -> str:
        return self.language if tag == names.UNKNOWN_LANGUAGE else tag

    def _code(self, node: JskosObject) -> str:
        uri = node.text("uri")
        return self.codes.get(uri) or (code_in(uri, self.system) if uri else code_of(node, self.system))

    def _notations(self, node: JskosObject, own: JskosObject | None) -> Iterator[Notation]:
        stated = list(own.rows("notations")) if own else []
        if own and stated:
            for number, row in enumerate(stated):
                code, role, start, end = (*row, "", "", "", "")[:4]
                yield Notation(code, ROLES[_one_of(own, f"notations/{number}", role, ROLES, "current")],
                               _span(own, "notations", start, end))  # fmt: skip
            return
        codes = node.texts("notation") if node.text("uri") not in self.dropped else []
        codes = codes or [self._code(node)]
        yield from (Notation(code) for code in dict.fromkeys(codes))

    def _properties(self, node: JskosObject, own: JskosObject | None) -> Iterator[tuple[str, str]]:
        if own and "properties" in own.record:
            yield from ((row[0], row[1]) for row in own.rows("properties") if len(row) == 2)
            return
        yield from (("related", code) for code in self._inside(node, "related"))


def _status(node: JskosObject) -> Status:
    if node.flag("deprecated"):
        return Status.DEPRECATED
    return Status.GROUPING if names.GROUPING in node.texts("type") else Status.ACTIVE


def _word(node: JskosObject | None, key: str, words: Iterable[str], unsaid: str) -> str:
    return _one_of(node, key, node.text(key), words, unsaid) if node else unsaid


def _one_of(node: JskosObject, key: str, word: str, words: Iterable[str], unsaid: str) -> str:
    if not word or word in words:
        return word or unsaid
    node.notes.error(
        "SPJ12",
        both(f"{key} kan ikke være {word!r}", f"{key} cannot be {word!r}"),
        node.place(key),
        known(words, word),
    )
    return unsaid


def _span(node: JskosObject, key: str, start: str, end: str) -> Validity:
    try:
        first = date.fromisoformat(start) if start else None
        after = date.fromisoformat(end) if end else None
    except ValueError:
        message = both(f"{start!r} til {end!r} er ikke dage", f"{start!r} to {end!r} are no days")
        node.notes.error(
            "SPJ12",
            message,
            node.place(key),
            both("skriv datoer som 2025-06-01", "give dates such as 2025-06-01"),
        )
        return ALWAYS
    return Validity(first, after) if first or after else ALWAYS


def draft_of(scheme: JskosObject, members: Iterable[JskosObject], reading: Reading) -> Draft | None:
    """A release: a scheme and its concepts; raw where the file does not say their kinds. None without a label.

    Findings: SPJ03 no label, SPJ12 a word outside its list, and those of `JskosObject`.
    """
    uri, own = scheme.text("uri"), scheme.part(names.OWN)
    stated = scheme.text("version")
    version = reading.release or stated
    if not version:
        message, remedy = (
            both(f"klassifikationen {uri} angiver ingen version", f"the scheme {uri} states no version"),
            both("giv et navn med --release NAVN", "give a label with --release LABEL"),
        )
        scheme.notes.error("SPJ03", message, scheme.place("version"), remedy)
    found = list(members)
    space = scheme.text("namespace") or uri
    dropped = _shared_with_successors(found)
    codes = _codes(found, space, dropped)
    rule = common_rule(codes.items())
    rule = "" if rule == default_rule(uri) else rule
    languages = [language_tag(tag) for tag in scheme.texts("languages")]
    above = _broader(found, codes)
    reader = _Reader(space, codes, rule or default_rule(uri), reading.language, above, dropped)
    concepts = _without_needless([reader.concept(node) for node in found], found)
    if not version:
        return None
    labelled = dict.fromkeys(x.language for concept in concepts for x in concept.labels if x.language)
    unsaid = (reading.language, *labelled) if reading.language else tuple(labelled)
    further = tuple(own.texts("publisherVersions")) if own else ()
    release = Release(
        scheme=_scheme(scheme, own, tuple(languages) or tuple(dict.fromkeys(unsaid)), rule, reading.language),
        version=version,
        concepts=concepts,
        validity=scheme.validity(),
        lineage=tuple(_lineage(own)) if own else (),
        publisher_versions=further or ((stated,) if stated and stated != version else ()),
    )
    places = {concept.code: node.place() for concept, node in zip(concepts, found, strict=True)}
    return Draft(release, raw=own is None, places=places)


def _shared_with_successors(members: Iterable[JskosObject]) -> frozenset[str]:
    """SPJ22: deprecated concepts whose first notation a concept has that replaces them."""
    nodes = {uri: node for node in members if (uri := node.text("uri"))}
    found = set()
    for uri, node in nodes.items():
        code = next(iter(node.texts("notation")), "")
        followers = (part.text("uri") for part in node.parts("replacedBy")) if node.flag("deprecated") else ()
        if code and any(
            code in nodes[one].texts("notation") for one in followers if one in nodes and one != uri
        ):
            message = both(
                f"er udgået og har koden {code!r} fælles med sin afløser; det har fået en kode af sin URI",
                f"is deprecated and shares the code {code!r} with its successor; it got a code made of its URI",
            )
            remedy = both("giv det sin egen kode", "give it a notation of its own")
            node.notes.warning("SPJ22", message, node.place("notation"), remedy)
            found.add(uri)
    return frozenset(found)


def _without_needless(concepts: Sequence[Concept], members: Iterable[JskosObject]) -> tuple[Concept, ...]:
    """Without being related to what lies above or below: the hierarchy says more (SPJ21, SKOS S27)."""
    pairs = [(c.code, other) for c in concepts for key, other in c.properties if key == "related"]
    ancestry = Ancestry({concept.code: concept.broader for concept in concepts} if pairs else {})
    found = []
    for concept, node in zip(concepts, members, strict=True):
        ours = names.OWN in node.record
        needless = (
            []
            if ours
            else [pair for pair in concept.properties if _is_needless(pair, concept.code, ancestry)]
        )
        for _, other in needless:
            message = both(
                f"er sagt at være beslægtet med {other!r}, men det ene ligger over det andet; hierarkiet er bevaret",
                f"is said to be related to {other!r}, but one lies above the other; the hierarchy is kept",
            )
            node.notes.warning(
                "SPJ21", message, node.place("related"), both("fjern related", "remove related")
            )
        kept = tuple(pair for pair in concept.properties if pair not in needless)
        found.append(replace(concept, properties=kept) if needless else concept)
    return tuple(found)


def _is_needless(pair: tuple[str, str], code: str, ancestry: Ancestry) -> bool:
    key, other = pair
    return key == "related" and (ancestry.is_above(other, code) or ancestry.is_above(code, other))


def _codes(members: Iterable[JskosObject], space: str, dropped: frozenset[str]) -> dict[str, str]:
    """The code of each URI: the notation, else what the URI has behind the scheme's, longer where others end so."""
    nodes = [node for node in members if "uri" in node.record]
    stated = {
        uri: notation[0]
        for node in nodes
        if (notation := node.texts("notation")) and (uri := node.text("uri")) not in dropped
    }
    made = {uri: code_in(uri, space) for node in nodes if (uri := node.text("uri")) not in stated}
    times = Counter((*stated.values(), *made.values()))
    shared = [uri for uri, code in made.items() if times[code] > 1]
    taken = {*stated.values(), *(code for uri, code in made.items() if uri not in shared)}
    found = stated | made | codes_made(shared, taken)
    return {node.text("uri"): found[node.text("uri")] for node in nodes}


def _broader(members: Iterable[JskosObject], codes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Concepts that are named as narrower by others of the scheme."""
    found: dict[str, tuple[str, ...]] = {}
    for node in members:
        above = codes.get(node.text("uri"), "")
        for part in node.parts("narrower"):
            uri = part.text("uri")
            if above and uri in codes:
                found[uri] = (*found.get(uri, ()), above)
    return found


def _scheme(
    node: JskosObject, own: JskosObject | None, languages: tuple[str, ...], rule: str, language: str
) -> ConceptScheme:
    uri = node.text("uri")
    notation = next(iter(node.texts("notation")), "")
    title = tuple(
        (language if tag == names.UNKNOWN_LANGUAGE else tag, text)
        for tag, text in node.language_map("prefLabel")
    )
    return ConceptScheme(
        name=(own.text("name") if own else "") or slug(notation) or short_name(uri),
        uri=uri,
        title=title,
        aliases=tuple(node.texts("identifier")),
        publisher=name_in(node, "publisher"),
        licence=(own.text("licence") if own else "") or name_in(node, "license"),
        source=own.text("source") if own else "",
        languages=languages,
        hierarchy=(own.text("hierarchy") if own else "") or "is-a",
        example=own.flag("example") if own else False,
        concept_uri=rule,
        namespace=node.text("namespace"),
    )


def short_name(uri: str) -> str:
    """A short name from the end of a URI."""
    return slug(uri.rstrip("/#:").replace("#", "/").replace(":", "/").rpartition("/")[2])


def _lineage(own: JskosObject) -> Iterator[Lineage]:
    for part in own.parts("lineage"):
        kind = LINEAGES[_word(part, "kind", LINEAGES, "replaced")]
        yield Lineage(kind, tuple(part.texts("sources")), tuple(part.texts("targets")), part.text("note"))


def coding(node: JskosObject, system: str) -> Coding:
    """System and code of a concept that a mapping names."""
    stated = system or next((part.text("uri") for part in node.parts("inScheme")), "")
    uri = node.text("uri")
    if not stated and uri:
        stated = coding_of(uri).system
    term = next((text for _, text in node.language_map("prefLabel")), "")
    code = code_of(node, stated)
    usual = not uri or made_uri(default_rule(stated), code) == uri
    return Coding(stated, code, term, "" if usual else uri)
