"""What a publisher's files leave unsaid, as data: pairing of doubles, kinds, groupings, values of scales.

A recipe belongs to a classification and is applied to what a loader read before it becomes a release. The pairing is
checked, never assumed: when it does not hold, the first difference is named and nothing is made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from classification.concept import Concept, Kind, Notation, NotationRole, Status
from classification.errors import InvalidContent
from classification.finding import Finding, Place, Severity
from classification.record import frozen, replace
from classification.sentence import NOTHING, Sentence, both, same
from classification.text import term_key

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")


class PairingRule(StrEnum):
    """How one concept stored under two codes is recognised."""

    NONE = ""
    PARALLEL_TREES = "parallel-trees"


@frozen
class Recipe:
    """Rules for one classification.

    `kinds` gives a kind to everything at or below the codes named, the nearest wins, `kind` where none does. With
    `inner_groupings` every concept with narrower ones is a grouping, except `selectable`; `groupings` names more.
    `ordinals` gives scale members their value. Codes may be any notation of the concept.
    """

    scheme: str
    language: str = "da"
    pairing: PairingRule = PairingRule.NONE
    kind: Kind = Kind.OTHER
    kinds: tuple[tuple[str, Kind], ...] = ()
    inner_groupings: bool = False
    groupings: frozenset[str] = frozenset()
    selectable: frozenset[str] = frozenset()
    ordinals: tuple[tuple[str, float], ...] = ()


def apply_recipe(recipe: Recipe, concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """The concepts of a release, from concepts as the publisher's files give them (document order).

    Raises:
        InvalidContent: when the pairing does not hold; the finding SPC12 names the first difference.
    """
    paired = pair_trees(concepts) if recipe.pairing is PairingRule.PARALLEL_TREES else tuple(concepts)
    return _with_kinds(recipe, paired)


def pair_trees(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """One concept with two notations for each pair of twins in two parallel trees.

    The trees are parallel when their top concepts come in two halves, the first with UUID codes and the second without,
    and every position holds equal labels, notes and number of narrower concepts. What holds no doubles is not changed:
    there the top concepts are no two halves, no term of a UUID top concept recurs on another, and most terms below
    the former do not recur below the latter.
    """
    children: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        for parent in concept.broader:
            children[parent].append(concept)
    tops = [concept for concept in concepts if not concept.broader]
    named = [top for top in tops if _UUID.match(top.code)]
    keyed = [top for top in tops if not _UUID.match(top.code)]
    halves = bool(named) and len(named) == len(keyed) and tops == named + keyed
    if not halves and not _recur(named, keyed, children):
        return tuple(concepts)
    if not halves:
        raise _unpaired(
            both(
                f"{len(named)} topbegreber har en UUID og {len(keyed)} en nøgle; "
                "de skal komme i to lige store halvdele, UUID'er først",
                f"{len(named)} top concepts have a UUID and {len(keyed)} a key; "
                "they must come in two halves of equal length, UUIDs first",
            ),
            tops[0].code,
        )
    return tuple(_merged_trees(named, keyed, children))


def _recur(named: list[Concept], keyed: list[Concept], children: dict[str, list[Concept]]) -> bool:
    """Whether the two groups of trees look like doubles: a top term in both, or most terms of the first."""
    if not named or not keyed:
        return False
    if _terms(named) & _terms(keyed):
        return True
    below, others = _terms(_below(named, children)), _terms(_below(keyed, children))
    return 2 * len(below & others) > len(below)


def _terms(concepts: Iterable[Concept]) -> set[str]:
    return {term_key(concept.term()) for concept in concepts}


def _below(tops: Iterable[Concept], children: dict[str, list[Concept]]) -> Iterator[Concept]:
    pending, seen = list(tops), set[str]()
    while pending:
        concept = pending.pop()
        if concept.code not in seen:
            seen.add(concept.code)
            yield concept
            pending += children[concept.code]


def _merged_trees(
    named: list[Concept], keyed: list[Concept], children: dict[str, list[Concept]]
) -> list[Concept]:
    merged: list[Concept] = []
    pending = list(zip_longest(named, keyed))[::-1]
    while pending:
        current, legacy = pending.pop()
        difference = _difference(current, legacy, children)
        if difference:
            raise _unpaired(difference, (current or legacy).code)
        notation = Notation(legacy.code, NotationRole.LEGACY)
        merged.append(replace(current, notations=(*current.notations, notation)))
        pending += list(zip_longest(children[current.code], children[legacy.code]))[::-1]
    return merged


def _difference(
    current: Concept | None, legacy: Concept | None, children: dict[str, list[Concept]]
) -> Sentence:
    if current is None or legacy is None:
        alone = current or legacy
        assert alone is not None
        return both(
            f"{alone.code!r} ({alone.term()}) har ingen makker på sin plads i det andet træ",
            f"{alone.code!r} ({alone.term()}) has no twin at its place in the other tree",
        )
    for what, here, there in (
        (both("termer", "labels"), set(current.labels), set(legacy.labels)),
        (both("definitioner og noter", "definitions and notes"), set(current.notes), set(legacy.notes)),
        (both("egenskaber", "properties"), set(current.properties), set(legacy.properties)),
        (
            both("antal underbegreber", "number of narrower concepts"),
            len(children[current.code]),
            len(children[legacy.code]),
        ),
    ):
        if here != there:
            twins = both(
                f"makkerne {current.code!r} og {legacy.code!r}", f"twins {current.code!r} and {legacy.code!r}"
            )
            return both(
                f"{twins.da} er forskellige i {what.da}: {_shown(here).da} mod {_shown(there).da}",
                f"{twins.en} differ in {what.en}: {_shown(here).en} against {_shown(there).en}",
            )
    return NOTHING


def _shown(value: object) -> Sentence:
    if not isinstance(value, set):
        return same(str(value))
    listed = "; ".join(sorted(repr(getattr(part, "text", part)) for part in value))
    return same(listed) or both("intet", "nothing")


def _unpaired(text: Sentence, code: str) -> InvalidContent:
    remedy = both(
        "ret filen, eller importér den med en opskrift uden parring",
        "correct the file, or import it with a recipe without pairing",
    )
    return InvalidContent(
        both("de to træer kan ikke parres", "the two trees do not pair"),
        [Finding("SPC12", Severity.ERROR, text, Place(path=code), remedy)],
    )


def _with_kinds(recipe: Recipe, concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    inner = {parent for concept in concepts for parent in concept.broader}
    kinds, ordinals = _nearest_kinds(recipe, concepts), dict(recipe.ordinals)

    def status(concept: Concept) -> Status:
        if concept.status is Status.DEPRECATED:
            return concept.status
        named = not recipe.groupings.isdisjoint(concept.codes)
        by_place = (
            recipe.inner_groupings and concept.code in inner and recipe.selectable.isdisjoint(concept.codes)
        )
        return Status.GROUPING if named or by_place else concept.status

    return tuple(
        replace(
            concept,
            kind=kinds.get(concept.code, recipe.kind) if concept.kind is Kind.OTHER else concept.kind,
            status=status(concept),
            ordinal=next((ordinals[code] for code in concept.codes if code in ordinals), concept.ordinal),
        )
        for concept in concepts
    )


def _nearest_kinds(recipe: Recipe, concepts: Sequence[Concept]) -> dict[str, Kind]:
    """The kind of the nearest concept at or above each that the recipe names; of several, by the first parent."""
    named = dict(recipe.kinds)
    children: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        for parent in concept.broader:
            children[parent].append(concept)
    front = {
        concept.code: kind
        for concept in concepts
        if (kind := next((named[code] for code in concept.codes if code in named), None)) is not None
    }
    found = dict(front)
    while front:
        below = {child.code: child for code in front for child in children[code] if child.code not in found}
        front = {
            code: next((front[parent] for parent in child.broader if parent in front), recipe.kind)
            for code, child in below.items()
        }
        found |= front
    return found
