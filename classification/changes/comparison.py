"""One concept in two releases, compared field by field.

Concepts and their parents and successors are compared by identity (`classification.identity`), never by code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from classification.changes import compatibility
from classification.changes.change import Change, ChangeKind, Definitions, Reference, Revision, Standing
from classification.changes.compatibility import Compatibility, Level, judge
from classification.changes.pairing import Pairing
from classification.concept import Concept, LabelKind, Note, NoteKind
from classification.identity import positions
from classification.release import Release

T = TypeVar("T")


_NOWHERE, _GONE = -2, -1


class Comparison:
    """The two releases with their pairing, and what comparing one concept with itself yields."""

    def __init__(self, old: Release, new: Release, pairing: Pairing) -> None:
        self.old, self.new, self.pairing = old, new, pairing
        self.old_at, self.new_at = positions(old.concepts), positions(new.concepts)
        self.language = new.scheme.language
        self.definitions = _definitions(old, new)

    def revisions(self) -> Iterator[Revision]:
        """The concepts that both releases hold, written differently."""
        for i, j in sorted(self.pairing.onward.items()):
            before, after = self.old.concepts[i], self.new.concepts[j]
            if before != after:
                yield Revision(i, before, after)

    def old_reference(self, code: str) -> Reference:
        """The concept that bears `code` in the old release; the bare code where none does."""
        at = self.old_at.get(code)
        return Reference(code) if at is None else Reference.to(self.old.concepts[at], self.language)

    def new_reference(self, code: str) -> Reference:
        """The concept that bears `code` in the new release; the bare code where none does."""
        at = self.new_at.get(code)
        return Reference(code) if at is None else Reference.to(self.new.concepts[at], self.language)

    def old_references(self, at: Iterable[int]) -> tuple[Reference, ...]:
        """The concepts at these places of the old release."""
        return tuple(Reference.to(self.old.concepts[i], self.language) for i in at)

    def new_references(self, at: Iterable[int]) -> tuple[Reference, ...]:
        """The concepts at these places of the new release."""
        return tuple(Reference.to(self.new.concepts[j], self.language) for j in at)

    def _old_identity(self, code: str) -> tuple[int, str]:
        """One name for a concept in both releases: its place in the new one, or the old one where it is gone."""
        at = self.old_at.get(code)
        if at is None:
            return _NOWHERE, code
        there = self.pairing.onward.get(at)
        return (_GONE, self.old.concepts[at].code) if there is None else (there, "")

    def _new_identity(self, code: str) -> tuple[int, str]:
        at = self.new_at.get(code)
        return (_NOWHERE, code) if at is None else (at, "")

    def additions(self, concepts: Iterable[Concept]) -> Iterator[Change]:
        """Concepts of the new release alone; a reader of the old one may still know their codes, as another concept."""
        for concept in concepts:
            known = all(code in self.old_at for code in concept.codes)
            level = Compatibility(forward=Level.WARNING if known else Level.BREAKING)
            yield Change(ChangeKind.ADDED, Reference.to(concept, self.language), (), (concept.code,), level)

    def removals(self, concepts: Iterable[Concept]) -> Iterator[Change]:
        """Concepts of the old release alone."""
        for concept in concepts:
            known = all(code in self.new_at for code in concept.codes)
            level = Compatibility(backward=Level.WARNING if known else Level.BREAKING)
            yield Change(ChangeKind.REMOVED, Reference.to(concept, self.language), (concept.code,), (), level)

    def changes(self, old: Concept, new: Concept) -> Iterator[Change]:
        """Everything that one concept says otherwise in the new release."""
        subject = Reference.to(new, self.language)
        yield from _recoded(subject, old, new)
        yield from _notations(subject, old, new)
        yield from self._uri(subject, old, new)
        yield from _labels(subject, old, new)
        yield from _notes(subject, old, new, definitions=self.definitions is Definitions.COMPARED)
        yield from self._moved(subject, old, new)
        yield from self._standing(subject, old, new)
        yield from _facts(subject, old, new)

    def _uri(self, subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
        """Another URI of the publisher's; one that is made of the code changes with the code and tells nothing more."""
        if old.uri != new.uri:
            before, after = self.old.scheme.uri_of(old), self.new.scheme.uri_of(new)
            yield Change(ChangeKind.URI, subject, (before,), (after,), compatibility.BREAKS)

    def _moved(self, subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
        if sorted(map(self._old_identity, old.broader)) != sorted(map(self._new_identity, new.broader)):
            before = tuple(map(self.old_reference, old.broader))
            after = tuple(map(self.new_reference, new.broader))
            yield Change(ChangeKind.MOVED, subject, before, after, compatibility.NOTICED)

    def _standing(self, subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
        same_successors = sorted(map(self._old_identity, old.replaced_by)) == sorted(
            map(self._new_identity, new.replaced_by)
        )
        if old.status is new.status and old.reason == new.reason and same_successors:
            return
        before = Standing(old.status, tuple(map(self.old_reference, old.replaced_by)), old.reason)
        after = Standing(new.status, tuple(map(self.new_reference, new.replaced_by)), new.reason)
        level = judge(compatibility.status, old.status, new.status)
        yield Change(ChangeKind.STATUS, subject, (before,), (after,), level)


def _definitions(old: Release, new: Release) -> Definitions:
    before, after = _defines(old), _defines(new)
    if before == after:
        return Definitions.COMPARED
    return Definitions.ONLY_BEFORE if before else Definitions.ONLY_AFTER


def _defines(release: Release) -> bool:
    return any(note.kind is NoteKind.DEFINITION for concept in release.concepts for note in concept.notes)


def _recoded(subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
    if old.code != new.code:
        level = judge(compatibility.current_code, old, new)
        yield Change(ChangeKind.RECODED, subject, (old.code,), (new.code,), level)


def _notations(subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
    told = {old.code, new.code} if old.code != new.code else set()
    further_old = tuple(n for n in old.notations if n.code not in told)
    further_new = tuple(n for n in new.notations if n.code not in told)
    lost, gained = _lost(further_old, further_new), _lost(further_new, further_old)
    if lost or gained:
        level = judge(compatibility.notations, further_old, further_new)
        yield Change(ChangeKind.NOTATIONS, subject, lost, gained, level)


def _labels(subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
    before, after = _by_sort(old), _by_sort(new)
    for sort in dict.fromkeys((*before, *after)):
        label, language = sort
        was, now = before.get(sort, ()), after.get(sort, ())
        lost, gained = _lost(was, now), _lost(now, was)
        if not lost and not gained:
            continue
        renamed = label is LabelKind.PREFERRED
        level = judge(compatibility.preferred if renamed else compatibility.designations, was, now)
        kind = ChangeKind.RENAMED if renamed else ChangeKind.DESIGNATIONS
        yield Change(kind, subject, lost, gained, level, language=language, label=label)


def _by_sort(concept: Concept) -> dict[tuple[LabelKind, str], tuple[str, ...]]:
    sorts: dict[tuple[LabelKind, str], list[str]] = {}
    for label in concept.labels:
        sorts.setdefault((label.kind, label.language), []).append(label.text)
    return {sort: tuple(texts) for sort, texts in sorts.items()}


def _notes(subject: Reference, old: Concept, new: Concept, *, definitions: bool) -> Iterator[Change]:
    lost, gained = _lost(old.notes, new.notes), _lost(new.notes, old.notes)
    if definitions:
        defined = [note for note in (*lost, *gained) if note.kind is NoteKind.DEFINITION]
        for language in dict.fromkeys(note.language for note in defined):
            before, after = _texts(lost, language), _texts(gained, language)
            yield Change(
                ChangeKind.REDEFINED, subject, before, after, compatibility.NOTICED, language=language
            )
    lost, gained = _others(lost), _others(gained)
    if lost or gained:
        yield Change(ChangeKind.NOTES, subject, lost, gained, compatibility.HARMLESS)


def _texts(notes: Iterable[Note], language: str) -> tuple[str, ...]:
    return tuple(n.text for n in notes if n.kind is NoteKind.DEFINITION and n.language == language)


def _others(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.kind is not NoteKind.DEFINITION)


def _facts(subject: Reference, old: Concept, new: Concept) -> Iterator[Change]:
    if old.kind is not new.kind:
        yield Change(ChangeKind.KIND, subject, (str(old.kind),), (str(new.kind),), compatibility.BREAKS)
    if old.ordinal != new.ordinal:
        before, after = _given(old.ordinal), _given(new.ordinal)
        level = judge(compatibility.ordinal, old.ordinal, new.ordinal)
        yield Change(ChangeKind.ORDINAL, subject, before, after, level)
    lost, gained = _lost(old.properties, new.properties), _lost(new.properties, old.properties)
    if lost or gained:
        yield Change(ChangeKind.PROPERTIES, subject, lost, gained, compatibility.NOTICED)
    if old.validity != new.validity:
        level = judge(compatibility.validity, old.validity, new.validity)
        yield Change(ChangeKind.VALIDITY, subject, (old.validity,), (new.validity,), level)


def _given(ordinal: float | None) -> tuple[float, ...]:
    return () if ordinal is None else (ordinal,)


def _lost(was: Sequence[T], now: Sequence[T]) -> tuple[T, ...]:
    """What stands more often in `was` than in `now`, in the order of `was`."""
    if was == now:
        return ()
    left = Counter(was)
    left.subtract(now)
    return tuple(value for value in dict.fromkeys(was) for _ in range(left[value]))
