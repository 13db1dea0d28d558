"""What changed between two releases, and how to get from one to the other.

`diff` compares, `apply` replays: `apply(diff(a, b), a) == b`. Concepts are compared by identity (see
`classification.identity`), never by position or by how many notations they have; the hierarchy likewise, so that a
concept whose parent was only recoded did not move. How grave a change is says `compatibility`.

Time and memory grow with the size of the releases, not with its square; unchanged concepts are not copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from classification.changes import compatibility
from classification.changes.change import (
    Change,
    ChangeKind,
    Diff,
    EditionFacts,
    MemberChange,
    Reference,
    ReleaseRun,
    SchemeChange,
)
from classification.changes.comparison import Comparison
from classification.changes.compatibility import judge
from classification.changes.pairing import pair
from classification.concept import Concept
from classification.deadline import looking
from classification.errors import InvalidRequest
from classification.identity import merged, split, told
from classification.release import LineageKind, Release
from classification.scheme import ConceptScheme
from classification.sentence import both

_LINEAGE: Final = {
    LineageKind.REPLACED: (ChangeKind.REPLACED, compatibility.NOTICED),
    LineageKind.SPLIT: (ChangeKind.SPLIT, compatibility.SPLIT),
    LineageKind.MERGED: (ChangeKind.MERGED, compatibility.MERGED),
}


def diff(
    old: Release,
    new: Release,
    *,
    between: Sequence[Release] = (),
    members: Iterable[MemberChange] = (),
) -> Diff:
    """What changed from `old` to `new`.

    Args:
        old: the release one comes from; it may be the later one.
        new: the release one goes to.
        between: the releases on the way, in that direction. They tie concepts recoded more than once and bring their
            lineage; without them only what `old` and `new` say themselves counts.
        members: value sets that gained or lost members, as their expansions in both releases say.

    Raises:
        InvalidRequest: when the releases are not of one classification.
    """
    _same_scheme(old.scheme, new.scheme)
    compared = Comparison(old, new, pair(old, new, between))
    revisions = tuple(looking(compared.revisions()))
    removed = tuple((i, c) for i, c in enumerate(old.concepts) if i not in compared.pairing.onward)
    added = tuple(c for j, c in enumerate(new.concepts) if j not in compared.pairing.back)
    changes = [
        *compared.additions(added),
        *compared.removals(concept for _, concept in removed),
        *_lineage_changes(compared, (old, *between, new)),
        *(
            change
            for revision in looking(revisions)
            for change in compared.changes(revision.before, revision.after)
        ),
    ]
    order = {kind: rank for rank, kind in enumerate(ChangeKind)}
    return Diff(
        before=EditionFacts.of(old),
        after=EditionFacts.of(new),
        changes=tuple(sorted(changes, key=lambda change: order[change.kind])),
        scheme=tuple(_scheme_changes(old.scheme, new.scheme)),
        members=tuple(change for change in members if change.gained or change.lost),
        definitions=compared.definitions,
        revisions=revisions,
        added=added,
        removed=removed,
        runs=_runs(len(new.concepts), compared.pairing.back),
    )


def apply(difference: Diff, old: Release) -> Release:
    """The new release of `difference`, made from its old one.

    Raises:
        InvalidRequest: when `old` is not the release the difference starts from, as far as it looks at it.
    """
    _starts_from(difference, old)
    revised = {revision.position: revision.after for revision in difference.revisions}
    fresh = iter(difference.added)
    concepts: list[Concept] = []
    for run in difference.runs:
        if run.start is None:
            concepts += (next(fresh) for _ in range(run.length))
        else:
            concepts += (revised.get(i, old.concepts[i]) for i in range(run.start, run.start + run.length))
    return difference.after.with_concepts(concepts)


def _starts_from(difference: Diff, old: Release) -> None:
    if EditionFacts.of(old) != difference.before:
        raise InvalidRequest(
            both(
                f"forskellen går ud fra {difference.before.name} med {difference.before.size} begreber, "
                f"ikke fra {old.scheme.name}@{old.version} med {len(old.concepts)}",
                f"the difference starts from {difference.before.name} with {difference.before.size} concepts, "
                f"not from {old.scheme.name}@{old.version} with {len(old.concepts)}",
            )
        )
    touched = chain(difference.removed, ((r.position, r.before) for r in difference.revisions))
    for position, concept in touched:
        if old.concepts[position] != concept:
            raise InvalidRequest(
                both(
                    f"forskellen går ud fra en {difference.before.name}, hvor {concept.code!r} ser anderledes ud",
                    f"the difference starts from a {difference.before.name} in which {concept.code!r} reads otherwise",
                )
            )


def _same_scheme(old: ConceptScheme, new: ConceptScheme) -> None:
    if {old.name, old.uri, *old.aliases}.isdisjoint({new.name, new.uri, *new.aliases}):
        raise InvalidRequest(
            both(
                f"{old.name} ({old.uri}) og {new.name} ({new.uri}) er to klassifikationer; "
                f"sammenlign udgaver af den ene, eller kortlæg den ene til den anden",
                f"{old.name} ({old.uri}) and {new.name} ({new.uri}) are two classifications; "
                f"compare releases of one, or map one onto the other",
            )
        )


def _runs(size: int, back: Mapping[int, int]) -> tuple[ReleaseRun, ...]:
    runs: list[ReleaseRun] = []
    for j in range(size):
        at = back.get(j)
        last = runs[-1] if runs else None
        follows = last is not None and at == (None if last.start is None else last.start + last.length)
        if last is not None and follows:
            runs[-1] = ReleaseRun(last.start, last.length + 1)
        else:
            runs.append(ReleaseRun(at, 1))
    return tuple(runs)


def _lineage_changes(compared: Comparison, way: Sequence[Release]) -> Iterator[Change]:
    from_lineage: set[tuple[ChangeKind, str]] = set()
    for step in told(way):
        sources = tuple(compared.old_reference(code) for code in step.sources if code in compared.old_at)
        if not sources:
            continue
        targets = tuple(map(compared.new_reference, step.targets))
        kind, level = _LINEAGE[step.kind]
        from_lineage.update((kind, reference.code) for reference in (*sources, *targets))
        yield Change(kind, _subject(kind, sources, targets), sources, targets, level, note=step.note)
    for kind, sources, targets in _ties(compared):
        if not all((kind, reference.code) in from_lineage for reference in (*sources, *targets)):
            level = compatibility.MERGED if kind is ChangeKind.MERGED else compatibility.SPLIT
            yield Change(kind, _subject(kind, sources, targets), sources, targets, level)


def _subject(kind: ChangeKind, sources: tuple[Reference, ...], targets: tuple[Reference, ...]) -> Reference:
    return targets[0] if kind is ChangeKind.MERGED and targets else sources[0]


Tied = tuple[ChangeKind, tuple[Reference, ...], tuple[Reference, ...]]


def _ties(compared: Comparison) -> Iterator[Tied]:
    """What codes and URIs tell beyond which concept goes on as which."""
    pairing = compared.pairing
    for sources, target in merged(pairing.old, pairing.new, pairing.onward):
        yield ChangeKind.MERGED, compared.old_references(sources), compared.new_references([target])
    for source, targets in split(pairing.old, pairing.new, pairing.onward):
        yield ChangeKind.SPLIT, compared.old_references([source]), compared.new_references(targets)


def _scheme_changes(old: ConceptScheme, new: ConceptScheme) -> Iterator[SchemeChange]:
    identity = judge(compatibility.system, old, new)
    noticed, harmless = compatibility.NOTICED, compatibility.HARMLESS
    rows = (
        ("name", (old.name,), (new.name,), noticed),
        ("uri", (old.uri,), (new.uri,), identity),
        ("aliases", old.aliases, new.aliases, identity),
        ("conceptUri", (old.concept_uri,), (new.concept_uri,), compatibility.BREAKS),
        ("schemeUri", (old.scheme_uri,), (new.scheme_uri,), noticed),
        ("namespace", (old.namespace,), (new.namespace,), noticed),
        ("title", _titles(old), _titles(new), harmless),
        ("publisher", (old.publisher,), (new.publisher,), harmless),
        ("licence", (old.licence,), (new.licence,), harmless),
        ("source", (old.source,), (new.source,), harmless),
        ("languages", old.languages, new.languages, harmless),
        ("hierarchy", (old.hierarchy,), (new.hierarchy,), noticed),
        ("caseSensitive", (_said(old.case_sensitive),), (_said(new.case_sensitive),), noticed),
        ("content", (old.content or "complete",), (new.content or "complete",), noticed),
        ("example", (str(old.example).lower(),), (str(new.example).lower(),), harmless),
    )
    for field, before, after, level in rows:
        if before != after:
            yield SchemeChange(field, before, after, level)


def _said(case_sensitive: bool | None) -> str:
    return "" if case_sensitive is None else str(case_sensitive).lower()


def _titles(scheme: ConceptScheme) -> tuple[str, ...]:
    return tuple(f"{language}: {title}" for language, title in scheme.title)
