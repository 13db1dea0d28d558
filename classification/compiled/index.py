"""A compiled release: every question about one edition of a classification, answered in memory.

`compile_release` turns a frozen `Release` into one buffer, `Index` answers from that buffer. Concepts are numbered
0 … n-1 in the order of the release; methods take and give these numbers, `concept` gives the whole thing.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from classification.compiled.packed import Packed, Packer
from classification.compiled.variant import Variants, code_form
from classification.concept import LIFE, Concept, Kind, LabelKind, NotationRole, Status
from classification.concept_json import concept_from_json, concept_to_json, days_from_json, days_to_json
from classification.deadline import look, looking
from classification.errors import UnknownCode
from classification.hierarchy import label_intervals
from classification.remembered import Remembered
from classification.scheme import ConceptScheme
from classification.text import term_key
from classification.uri import code_in, made_uri

if TYPE_CHECKING:
    # Answering needs no releases: who only reads pays for neither checks nor digests.
    from classification.near import Names
    from classification.release import Lineage, Release

KINDS: Final = tuple(Kind)
STATUSES: Final = tuple(Status)
ROLES: Final = tuple(NotationRole)
LABEL_KINDS: Final = tuple(LabelKind)
_CACHED_CONCEPTS: Final = 4096
_FEW_CODES: Final = 50
_SELDOM: Final = ("concept_uri", "scheme_uri", "namespace", "content", "supplements")
# Keys of a record; inside a string their quotes would be escaped.
_OWN_VALIDITY: Final = '"v":'
_FREE_PROPERTIES: Final = '"p":'
_OWN_URI: Final = '"u":'


def compile_release(release: Release) -> bytes:
    """The buffer of an `Index` over `release`.

    Raises:
        InvalidContent: when the release breaks a condition (see `classification.release.check_release`).
    """
    return compile_checked(release.checked())


def compile_checked(release: Release) -> bytes:
    """The same for a release of which it is known that it breaks no condition."""
    concepts = release.concepts
    number = {concept.code: i for i, concept in enumerate(concepts)}
    parents = [[number[code] for code in concept.broader] for concept in concepts]
    children: list[list[int]] = [[] for _ in concepts]
    for i, above in enumerate(looking(parents)):
        for parent in above:
            children[parent].append(i)
    post, low, extras = label_intervals(parents)

    packer = Packer()
    packer.json("meta", release_to_json(release))
    packer.strings("code", [concept.code for concept in concepts])
    packer.strings("key", [concept.key for concept in concepts])
    packer.strings("term", [concept.term(release.scheme.language) for concept in concepts])
    packer.raw("kind", bytes(KINDS.index(concept.kind) for concept in concepts))
    packer.raw("status", bytes(STATUSES.index(concept.status) for concept in concepts))
    packer.strings(
        "record",
        [
            json.dumps(concept_to_json(c), ensure_ascii=False, separators=(",", ":"))
            for c in looking(concepts)
        ],
    )
    packer.lists("parents", parents)
    packer.lists("children", children)
    packer.numbers("post", post)
    packer.numbers("low", low)
    packer.lists("extras", [[bound for span in spans for bound in span] for spans in extras])
    _pack_notations(packer, concepts)
    if not release.scheme.case_sensitive:
        _pack_cases(packer, concepts)
    own = [(concept.uri, i) for i, concept in enumerate(concepts) if concept.uri]
    packer.keyed_strings("uri", [uri for uri, _ in own])
    packer.numbers("uri.concept", [i for _, i in own])
    _pack_terms(packer, concepts)
    # Imported here so that answering from a compiled release loads less.
    from classification.compiled.search_pack import pack_search

    pack_search(packer, concepts)
    return packer.dump()


def _pack_notations(packer: Packer, concepts: Sequence[Concept]) -> None:
    rows = [(n.code, i, ROLES.index(n.role)) for i, concept in enumerate(concepts) for n in concept.notations]
    packer.keyed_strings("notation", [code for code, _, _ in rows])
    packer.numbers("notation.concept", [i for _, i, _ in rows])
    packer.raw("notation.role", bytes(role for _, _, role in rows))


def _pack_cases(packer: Packer, concepts: Sequence[Concept]) -> None:
    """The notations once more, for a code that is written with other capitals than the publisher's."""
    rows = sorted((n.code.casefold(), n.code) for concept in concepts for n in concept.notations)
    packer.keyed_strings("notation.case", [folded for folded, _ in rows])
    packer.strings("notation.written", [code for _, code in rows])


def _pack_terms(packer: Packer, concepts: Sequence[Concept]) -> None:
    rows = sorted(
        {
            (term_key(label.text), i, LABEL_KINDS.index(label.kind))
            for i, concept in enumerate(looking(concepts))
            for label in concept.labels
        }
    )
    packer.keyed_strings("label", [key for key, _, _ in rows])
    packer.numbers("label.concept", [i for _, i, _ in rows])
    packer.raw("label.kind", bytes(kind for _, _, kind in rows))


class Index:
    """One compiled release, immutable, shared by any number of readers.

    Args:
        buffer: what `compile_release` wrote: bytes, or a view of a mapped file.

    Raises:
        ValueError: when the buffer is no compiled release.
    """

    def __init__(self, buffer: bytes | memoryview) -> None:
        packed = Packed(buffer)
        self.packed = packed
        meta = packed.json("meta")
        self.scheme: ConceptScheme = scheme_from_json(meta["scheme"])
        self.version: str = meta["version"]
        self.validity = days_from_json(meta["validity"])
        self.recorded = datetime.fromisoformat(meta["recorded"])
        self.digest: str = meta["digest"]
        self.structure_digest: str = meta["structure_digest"]
        self.publisher_versions: tuple[str, ...] = tuple(meta["publisher_versions"])
        self._lineage = meta["lineage"]
        self.codes = packed.strings("code")
        self.keys = packed.strings("key")
        self.terms = packed.strings("term")
        self._kinds = packed.raw("kind")
        self._statuses = packed.raw("status")
        self._records = packed.strings("record")
        self._parents = packed.lists("parents")
        self._children = packed.lists("children")
        self._post = packed.numbers("post")
        self._low = packed.numbers("low")
        self._extras = packed.lists("extras")
        self._notations = packed.strings("notation")
        self._notation_concept = packed.numbers("notation.concept")
        self._notation_role = packed.raw("notation.role")
        self._uris = packed.strings("uri")
        self._uri_concept = packed.numbers("uri.concept")
        self._uri_rule = self.scheme.uri_rule
        self._cased = (
            (packed.strings("notation.case"), packed.strings("notation.written"))
            if not self.scheme.case_sensitive and "notation.written.at" in packed
            else None
        )
        self._labels = packed.strings("label")
        self._label_concept = packed.numbers("label.concept")
        self._label_kind = packed.raw("label.kind")
        self._concepts: Remembered[int, Concept] = Remembered(_CACHED_CONCEPTS)
        self._found: Remembered[str, tuple[int, NotationRole]] = Remembered(_CACHED_CONCEPTS)
        self._mentioned: Remembered[str, bool] = Remembered(_CACHED_CONCEPTS)

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"<Index {self.name}: {len(self)} concepts>"

    @property
    def name(self) -> str:
        """Scheme and release as people write them: `fsiii@2.3.0`."""
        return f"{self.scheme.name}@{self.version}"

    @cached_property
    def lineage(self) -> tuple[Lineage, ...]:
        """What happened to concepts since the release before that no shared code tells."""
        if not self._lineage:
            return ()

        from classification.release import Lineage, LineageKind

        return tuple(
            Lineage(LineageKind(kind), tuple(sources), tuple(targets), note)
            for kind, sources, targets, note in self._lineage
        )

    # one concept

    def find(self, code: str) -> int | None:
        """The concept that has `code` as any of its notations, or as its URI; or None."""
        found = self.notation(code)
        return None if found is None else found[0]

    def notation(self, code: str) -> tuple[int, NotationRole] | None:
        """The concept that has `code`, and the part that notation plays; or None.

        Where a code goes, the URI of the concept goes too.
        """
        found = self._found.get(code)
        if found is None:
            at = self._notations.find(self.written(code))
            if at is not None:
                found = self._notation_concept[at], ROLES[self._notation_role[at]]
            elif (named := self._by_uri(code) if ":" in code else None) is not None:
                found = named
            else:
                return None
            self._found.keep(code, found)
        return found

    def _by_uri(self, uri: str) -> tuple[int, NotationRole] | None:
        """The concept with that URI, or with a further code of which the rule of the scheme makes it."""
        i = self.find_uri(uri)
        if i is not None:
            return i, NotationRole.CURRENT
        code = code_in(self._uri_rule, uri)
        at = None if code is None else self._notations.find(code)
        if at is None or _OWN_URI in self._records[self._notation_concept[at]]:
            return None
        return self._notation_concept[at], ROLES[self._notation_role[at]]

    def bearer(self, code: str) -> int | None:
        """The concept that has `code` as any of its notations; or None."""
        at = self._notations.find(self.written(code))
        return None if at is None else self._notation_concept[at]

    def codes_of(self, i: int) -> tuple[str, ...]:
        """Every code of concept `i`, the current one first."""
        return self.concept(i).codes

    @property
    def has_own_uris(self) -> bool:
        """Whether any concept has a URI that is not made of its code."""
        return len(self._uris) > 0

    def written(self, code: str) -> str:
        """The code as this release writes it, where capitals do not matter; else, and for an unknown one, as it is.

        Where two codes differ in their capitals alone, neither stands for a third spelling.
        """
        if self._cased is None or self._notations.find(code) is not None:
            return code
        forms, codes = self._cased
        rows = forms.run(code.casefold())
        return codes[rows[0]] if len(rows) == 1 else code

    def uri(self, i: int) -> str:
        """The URI of concept `i`: the publisher's own, else the one that the scheme's rule makes."""
        record = self._records[i]
        own: str = json.loads(record).get("u", "") if _OWN_URI in record else ""
        return own or made_uri(self._uri_rule, self.codes[i])

    def find_uri(self, uri: str) -> int | None:
        """The concept with that URI, or None."""
        at = self._uris.find(uri)
        if at is not None:
            return self._uri_concept[at]
        code = code_in(self._uri_rule, uri)
        place = None if code is None else self._notations.find(code)
        i = None if place is None else self._notation_concept[place]
        return i if i is not None and self.uri(i) == uri else None

    def concept(self, i: int) -> Concept:
        """The whole concept."""
        concept = self._concepts.get(i)
        if concept is None:
            look()
            concept = concept_from_json(json.loads(self._records[i]))
            self._concepts.keep(i, concept)
        return concept

    def lookup(self, code: str) -> Concept:
        """The concept that bears `code`.

        Raises:
            UnknownCode: naming near codes.
        """
        found = self.find(code)
        if found is None:
            raise self.unknown(code)
        return self.concept(found)

    def unknown(self, code: str) -> UnknownCode:
        """The mistake of asking for a code that no concept bears, naming near ones (all where they are few)."""
        codes = self._notations
        near = codes if len(codes) <= _FEW_CODES else self.near_codes(code, most=6, close=0.5)
        return UnknownCode(code, near, place=self.name, count=len(codes))

    def kind(self, i: int) -> Kind:
        """The kind of concept `i`."""
        return KINDS[self._kinds[i]]

    def status(self, i: int) -> Status:
        """The status of concept `i`."""
        return STATUSES[self._statuses[i]]

    def notations(self, i: int) -> tuple[tuple[str, NotationRole], ...]:
        """Every code of concept `i` with the part it plays."""
        rows = range(bisect_left(self._notation_concept, i), bisect_right(self._notation_concept, i))
        return tuple((self._notations[at], ROLES[self._notation_role[at]]) for at in rows)

    @cached_property
    def role_bits(self) -> bytes:
        """For each concept the roles that its notations play: bit n is set for `ROLES[n]`."""
        bits = bytearray(len(self))
        for i, role in zip(self._notation_concept, self._notation_role, strict=True):
            bits[i] |= 1 << role
        return bytes(bits)

    def properties(self, i: int) -> tuple[tuple[str, str], ...]:
        """The free properties of concept `i`."""
        record = self._records[i]
        return tuple(map(tuple, json.loads(record)["p"])) if _FREE_PROPERTIES in record else ()

    def lives(self, i: int) -> bool:
        """Whether concept `i` says more of its life than its status (`classification.concept.LIFE`)."""
        return LIFE in self._records[i]

    def mentions(self, text: str) -> bool:
        """Whether any concept holds `text` as a whole string, for instance as the name of a property."""
        found = self._mentioned.get(text)
        if found is None:
            written = json.dumps(text, ensure_ascii=False)
            found = self._mentioned.keep(text, next(self._records.containing(written), None) is not None)
        return found

    def holds_on(self, i: int, day: date) -> bool:
        """Whether concept `i` itself holds on the day (most hold as long as their release)."""
        return _OWN_VALIDITY not in self._records[i] or self.concept(i).validity.covers(day)

    def concepts(self) -> Iterator[Concept]:
        """All concepts in the order of the release (not cached)."""
        return (concept_from_json(json.loads(record)) for record in looking(self._records))

    # terms

    def by_term(self, term: str) -> tuple[tuple[int, LabelKind], ...]:
        """Concepts with a label equal to `term` but for case, blanks and Unicode form, and the strongest such label."""
        strongest: dict[int, int] = {}
        for at in self._labels.run(term_key(term)):
            i, kind = self._label_concept[at], self._label_kind[at]
            strongest[i] = min(kind, strongest.get(i, kind))
        return tuple((i, LABEL_KINDS[kind]) for i, kind in sorted(strongest.items()))

    def same_labels(self, other: Index) -> bool:
        """Whether the two releases have the same codes with the same labels, in the same order."""
        return all(
            self.packed.raw(section) == other.packed.raw(section)
            for section in ("code.text", "code.at", "label.text", "label.at", "label.concept")
        )

    def label_rows(self) -> Iterator[tuple[str, int]]:
        """The key of each label (see `by_term`) and the concept that bears it."""
        return zip(self._labels, self._label_concept, strict=True)

    def containing(self, text: str) -> frozenset[int]:
        """Concepts with a label of which `text` is a part, but for case, blanks and Unicode form."""
        return frozenset(self._label_concept[at] for at in self._labels.containing(term_key(text)))

    @cached_property
    def variants(self) -> Variants:
        """Its codes, for one that is written in another form."""
        return Variants(self._notations, code_form)

    @cached_property
    def levels(self) -> dict[float, tuple[int, ...]]:
        """The levels of its scales by their number."""
        found: dict[float, tuple[int, ...]] = {}
        for i, kind in enumerate(self._kinds):
            ordinal = self.concept(i).ordinal if KINDS[kind] is Kind.QUALIFIER else None
            if ordinal is not None:
                found[ordinal] = (*found.get(ordinal, ()), i)
        return found

    # names near another

    def near_codes(self, code: str, most: int = 3, close: float = 0.75) -> tuple[str, ...]:
        """The codes of the release nearest to one that it does not know (see `classification.near`)."""
        return self._near_codes.near(code, most, close)

    def spelt_otherwise(self, code: str) -> tuple[str, ...]:
        """The codes of the release that differ from this one in case, blanks and signs alone."""
        return self._near_codes.same(code)

    def near_terms(self, term: str, most: int = 3, close: float = 0.75) -> tuple[int, ...]:
        """The concepts with the labels nearest to one that no concept has; `most` counts the labels."""
        labels = self._near_labels.near(term_key(term), most, close)
        return tuple(dict.fromkeys(i for label in labels for i, _ in self.by_term(label)))

    @cached_property
    def _near_codes(self) -> Names:
        from classification.near import Names  # imported where a code is unknown

        return Names(self._notations)

    @cached_property
    def _near_labels(self) -> Names:
        from classification.near import Names

        return Names(self._labels)

    # hierarchy

    def parents(self, i: int) -> Sequence[int]:
        """Direct broader concepts."""
        return self._parents[i]

    def children(self, i: int) -> Sequence[int]:
        """Direct narrower concepts."""
        return self._children[i]

    def roots(self) -> list[int]:
        """Concepts with nothing broader."""
        return [i for i in range(len(self)) if not len(self._parents[i])]

    def siblings(self, i: int) -> list[int]:
        """Concepts that share a direct broader concept (other roots for a root), without `i` itself."""
        above = self.parents(i)
        near = (
            self.roots() if not len(above) else [child for parent in above for child in self.children(parent)]
        )
        return [other for other in dict.fromkeys(near) if other != i]

    def ancestors(self, i: int) -> list[int]:
        """All broader concepts, nearest first."""
        return self._walk(i, self._parents)

    def descendants(self, i: int) -> list[int]:
        """All narrower concepts, nearest first."""
        return self._walk(i, self._children)

    def _walk(self, i: int, links: Any) -> list[int]:
        seen: dict[int, None] = {}
        front = list(links[i])
        while front:
            look()
            fresh = [j for j in dict.fromkeys(front) if j not in seen]
            seen.update(dict.fromkeys(fresh))
            front = [k for j in fresh for k in links[j]]
        return list(seen)

    def subsumes(self, broader: int, narrower: int) -> bool:
        """Whether `narrower` is `broader` or lies below it, without walking."""
        place = self._post[narrower]
        if self._low[broader] <= place <= self._post[broader]:
            return True
        extras = self._extras[broader]
        if not len(extras):
            return False
        at = bisect_right(extras, place)
        return at % 2 == 1 or (at > 0 and extras[at - 1] == place)

    def path(self, i: int) -> list[int]:
        """The way from a root down to `i` along first broader links, `i` included."""
        way = [i]
        while len(above := self.parents(way[-1])):
            way.append(above[0])
        return way[::-1]

    def release(self) -> Release:
        """The release this index was compiled from."""
        from classification.release import Release

        return Release(
            scheme=self.scheme,
            version=self.version,
            concepts=tuple(self.concepts()),
            validity=self.validity,
            recorded=self.recorded,
            lineage=self.lineage,
            publisher_versions=self.publisher_versions,
        )


def release_to_json(release: Release) -> dict[str, Any]:
    """What a release says of itself, without its concepts."""
    return {
        "scheme": scheme_to_json(release.scheme),
        "version": release.version,
        "validity": days_to_json(release.validity),
        "recorded": release.recorded.isoformat(),
        "digest": release.digest,
        "structure_digest": release.structure_digest,
        "publisher_versions": list(release.publisher_versions),
        "lineage": [[str(x.kind), list(x.sources), list(x.targets), x.note] for x in release.lineage],
        "size": len(release.concepts),
    }


def scheme_to_json(scheme: ConceptScheme) -> dict[str, Any]:
    """A scheme as a JSON object."""
    return {
        "name": scheme.name,
        "uri": scheme.uri,
        "title": dict(scheme.title),
        "aliases": list(scheme.aliases),
        "publisher": scheme.publisher,
        "licence": scheme.licence,
        "source": scheme.source,
        "languages": list(scheme.languages),
        "hierarchy": scheme.hierarchy,
        "example": scheme.example,
        **{key: value for key in _SELDOM if (value := getattr(scheme, key))},
        **({} if scheme.case_sensitive else {"case_sensitive": scheme.case_sensitive}),
    }


def scheme_from_json(record: dict[str, Any]) -> ConceptScheme:
    """The scheme that `scheme_to_json` wrote."""
    return ConceptScheme(
        name=record["name"],
        uri=record["uri"],
        title=tuple(record["title"].items()),
        aliases=tuple(record["aliases"]),
        publisher=record["publisher"],
        licence=record["licence"],
        source=record["source"],
        languages=tuple(record["languages"]),
        hierarchy=record["hierarchy"],
        example=record["example"],
        **{key: record.get(key, "") for key in _SELDOM},
        case_sensitive=record.get("case_sensitive", True),
    )
