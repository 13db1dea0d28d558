"""Statements that relate codes of one system to codes of another.

Relations are SKOS mapping properties; composition follows SSSOM's chain rules and SKOS (standards: SSSOM 1.1 chain
rules T1, RCE1/2, RI1/2; SKOS S43–S46). Only what is entailed or expressly conventional is composed, the rest gives
nothing: a broad link followed by a narrow one says nothing about its ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Mapping_
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from classification.concept_json import days_from_json, days_to_json
from classification.record import frozen, replace
from classification.uri import default_rule, made_uri
from classification.validity import ALWAYS, Validity


class Relation(StrEnum):
    """How the target of a mapping relates to its source; NONE is the explicit "no counterpart"."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"
    NONE = "none"

    @property
    def skos(self) -> str:
        """The SKOS property, for instance `skos:broadMatch`; `sssom:NoTermFound` for NONE."""
        return "sssom:NoTermFound" if self is Relation.NONE else f"skos:{self.value}Match"

    @property
    def inverse(self) -> Relation:
        """The relation read from target to source (SKOS S43, S44)."""
        return _INVERSES.get(self, self)


_INVERSES: Final = {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}

COMPOSITION: Final[Mapping_[tuple[Relation, Relation], Relation]] = {
    **{(Relation.EXACT, r): r for r in Relation if r is not Relation.NONE},
    **{(r, Relation.EXACT): r for r in Relation if r is not Relation.NONE},
    (Relation.BROAD, Relation.BROAD): Relation.BROAD,
    (Relation.NARROW, Relation.NARROW): Relation.NARROW,
}
"""A→S and S→B give A→B; a pair that is not here gives nothing."""


def compose(first: Relation, second: Relation) -> Relation | None:
    """The relation A→B that follows from A→S and S→B, or None when nothing follows.

    >>> compose(Relation.EXACT, Relation.BROAD), compose(Relation.BROAD, Relation.NARROW)
    (<Relation.BROAD: 'broad'>, None)
    """
    return COMPOSITION.get((first, second))


@frozen
class Coding:
    """A code in a system (canonical URI), with the term shown beside it where known.

    `uri` and `prefix` say how the end of a row was written: the URI of the concept where it is not the one that the
    system's usual rule makes (`classification.uri.default_rule`), and the prefix of the map under which it stood.
    """

    system: str
    code: str
    term: str = ""
    uri: str = ""
    prefix: str = ""

    @property
    def address(self) -> str:
        """The URI of the concept."""
        return self.uri or made_uri(default_rule(self.system), self.code)


@frozen
class Mapping:
    """One statement about one source code.

    `target` of a NONE row names the system in which no counterpart was found, with an empty code. `confidence` is 0–1,
    `justification` a semapv term, `number` the row in its map (from 1).
    """

    source: Coding
    relation: Relation
    target: Coding
    confidence: float | None = None
    justification: str = "ManualMappingCuration"
    author: str = ""
    reviewer: str = ""
    validity: Validity = ALWAYS
    note: str = ""
    number: int = 0

    def inverted(self) -> Mapping:
        """The same statement read from its target (`semapv:MappingInversion`); a NONE row has no inverse."""
        return replace(
            self,
            source=self.target,
            target=self.source,
            relation=self.relation.inverse,
            justification="MappingInversion",
        )


@frozen(slots=False)
class ConceptMap:
    """A set of mappings made by somebody at some time.

    `source_releases` and `target_releases` (system URI → release label) say which releases the rows were made for,
    `prefixes` (prefix → what it stands for) how the ends of the rows were written. `scope` names the value sets that
    the map is about, under FHIR's names (`sourceUri` → canonical), `implied` the sides whose system is left
    to them (`source`, `target`).
    """

    name: str
    uri: str
    version: str
    mappings: tuple[Mapping, ...]
    title: tuple[tuple[str, str], ...] = ()
    validity: Validity = ALWAYS
    recorded: datetime = datetime(1, 1, 1, tzinfo=UTC)
    source_releases: tuple[tuple[str, str], ...] = ()
    target_releases: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    author: str = ""
    example: bool = False
    prefixes: tuple[tuple[str, str], ...] = ()
    scope: tuple[tuple[str, str], ...] = ()
    implied: tuple[str, ...] = ()

    @cached_property
    def by_source(self) -> Mapping_[tuple[str, str], tuple[Mapping, ...]]:
        """Rows under (system, code) of their source."""
        rows: dict[tuple[str, str], list[Mapping]] = defaultdict(list)
        for mapping in self.mappings:
            rows[(mapping.source.system, mapping.source.code)].append(mapping)
        return {key: tuple(found) for key, found in rows.items()}

    @cached_property
    def by_target(self) -> Mapping_[tuple[str, str], tuple[Mapping, ...]]:
        """Rows under (system, code) of their target; NONE rows are not among them."""
        rows: dict[tuple[str, str], list[Mapping]] = defaultdict(list)
        for mapping in self.mappings:
            if mapping.relation is not Relation.NONE:
                rows[(mapping.target.system, mapping.target.code)].append(mapping)
        return {key: tuple(found) for key, found in rows.items()}

    def about(self, system: str, code: str, written: Written | None = None) -> Sequence[Mapping]:
        """Rows about a code; with `written`, those too that write it with other capitals."""
        if written is None:
            return self.by_source.get((system, code), ())
        return _alike(self._by_source_form, system, code, written, lambda row: row.source)

    def leading_to(self, system: str, code: str, written: Written | None = None) -> Sequence[Mapping]:
        """Rows that lead to a code (as `about`)."""
        if written is None:
            return self.by_target.get((system, code), ())
        return _alike(self._by_target_form, system, code, written, lambda row: row.target)

    @cached_property
    def _by_source_form(self) -> _Forms:
        return _forms(self.by_source)

    @cached_property
    def _by_target_form(self) -> _Forms:
        return _forms(self.by_target)

    @cached_property
    def source_systems(self) -> frozenset[str]:
        """Systems whose codes the rows speak about."""
        return frozenset(mapping.source.system for mapping in self.mappings)

    @cached_property
    def target_systems(self) -> frozenset[str]:
        """Systems into which the rows lead (or say they do not)."""
        return frozenset(mapping.target.system for mapping in self.mappings)

    def inverted(self) -> ConceptMap:
        """The map read backwards; explicit "no counterpart" rows have no inverse and are left out."""
        return replace(
            self,
            mappings=tuple(m.inverted() for m in self.mappings if m.relation is not Relation.NONE),
            source_releases=self.target_releases,
            target_releases=self.source_releases,
        )


Written = Callable[[str], str]
"""How a release writes a code that is given with other capitals (`Index.written`)."""
_Forms = Mapping_[tuple[str, str], tuple[Mapping, ...]]


def _forms(rows_by_code: _Forms) -> _Forms:
    """The rows under (system, code in small letters)."""
    forms: dict[tuple[str, str], tuple[Mapping, ...]] = defaultdict(tuple)
    for (system, code), rows in rows_by_code.items():
        forms[system, code.casefold()] += rows
    return forms


def _alike(
    forms: _Forms, system: str, code: str, written: Written, end: Callable[[Mapping], Coding]
) -> Sequence[Mapping]:
    """Rows of which that end is the same code to the release that writes it."""
    meant = written(code)
    return [row for row in forms.get((system, meant.casefold()), ()) if written(end(row).code) == meant]


def map_to_json(concept_map: ConceptMap) -> dict[str, Any]:
    """A concept map as a JSON object."""
    return {
        "name": concept_map.name,
        "uri": concept_map.uri,
        "version": concept_map.version,
        "title": dict(concept_map.title),
        "validity": days_to_json(concept_map.validity),
        "recorded": concept_map.recorded.isoformat(),
        "source_releases": dict(concept_map.source_releases),
        "target_releases": dict(concept_map.target_releases),
        "licence": concept_map.licence,
        "author": concept_map.author,
        "example": concept_map.example,
        **({"prefixes": dict(concept_map.prefixes)} if concept_map.prefixes else {}),
        **({"scope": dict(concept_map.scope)} if concept_map.scope else {}),
        **({"implied": list(concept_map.implied)} if concept_map.implied else {}),
        "mappings": [_row(m) for m in concept_map.mappings],
    }


def _row(m: Mapping) -> list[Any]:
    return [
        _end(m.source),
        str(m.relation),
        _end(m.target),
        m.confidence,
        m.justification,
        m.author,
        m.reviewer,
        days_to_json(m.validity),
        m.note,
        m.number,
    ]


def _end(coding: Coding) -> list[str]:
    written = [coding.system, coding.code, coding.term]
    return [*written, coding.uri, coding.prefix] if coding.uri or coding.prefix else written


def map_from_json(record: dict[str, Any]) -> ConceptMap:
    """The concept map that `map_to_json` wrote."""
    return ConceptMap(
        name=record["name"],
        uri=record["uri"],
        version=record["version"],
        title=tuple(record["title"].items()),
        validity=days_from_json(record["validity"]),
        recorded=datetime.fromisoformat(record["recorded"]),
        source_releases=tuple(record["source_releases"].items()),
        target_releases=tuple(record["target_releases"].items()),
        licence=record["licence"],
        author=record["author"],
        example=record["example"],
        prefixes=tuple(record.get("prefixes", {}).items()),
        scope=tuple(record.get("scope", {}).items()),
        implied=tuple(record.get("implied", ())),
        mappings=tuple(
            Mapping(
                Coding(*source),
                Relation(relation),
                Coding(*target),
                confidence,
                justification,
                author,
                reviewer,
                days_from_json(days),
                note,
                number,
            )
            for source, relation, target, confidence, justification, author, reviewer, days, note, number in record[
                "mappings"
            ]
        ),
    )
