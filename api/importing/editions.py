"""What an import does to value sets and concept maps: the same rule as for releases, without editions.

The same definition (or the same rows) under a version that is held is nothing to do, another one is refused: SPI10 for
value sets, SPI11 for maps. What comes with the program corrects itself: the correction is recorded when it arrives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from api.importing.outcome import RowStatus, ThingReport
from api.importing.request import Holdings, Request
from api.store.writing import map_digest, value_set_digest
from classification import ConceptMap, Finding, Place, Severity, Validity, ValueSet
from classification.record import frozen, replace
from classification.sentence import Sentence, both, same
from classification.value_set import published_together

ValidityOf = Callable[[str, Iterable[str]], Validity | None]
"""When the release with a label of one of these systems holds."""


class _Versioned(Protocol):
    @property
    def uri(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def recorded(self) -> datetime: ...


T = TypeVar("T", bound=_Versioned)


@frozen
class PlannedEdition(Generic[T]):
    """One value set or map and what becomes of it; `before` is the edition of it that was recorded last."""

    thing: T
    report: ThingReport
    before: T | None = None

    @property
    def written(self) -> bool:
        """Whether it has to be written."""
        return self.report.status in {RowStatus.NEW, RowStatus.CHANGED}


def plan_value_sets(
    offered: Sequence[ValueSet],
    request: Request,
    holdings: Holdings,
    validity_of: ValidityOf,
    releases: Iterable[tuple[str, str]] = (),
) -> tuple[list[PlannedEdition[ValueSet]], list[Finding]]:
    """The value sets of an import, in their order. One without validity holds as long as the release of its edition.

    `releases` are system and label of those that come in the same import: what bears the label of one of them is
    published together with it.
    """
    findings: list[Finding] = []
    labelled = _labelled(offered, request.label, both("værdisættet", "value set"), findings)
    named = [replace(v, version=version) for v, version in labelled]
    together = named if request.bundled else _together(named, tuple(releases))
    begun = [replace(v, validity=_validity(v, request, validity_of)) for v in together]
    kept = holdings.terminology.value_set_editions
    rule = _Rule("value set", both("værdisættet", "value set"), "SPI10", value_set_digest, request)
    return [
        rule.plan(v, kept(v.uri), lambda v, at: replace(v, recorded=at), findings) for v in begun
    ], findings


def plan_maps(
    offered: Sequence[ConceptMap], request: Request, holdings: Holdings
) -> tuple[list[PlannedEdition[ConceptMap]], list[Finding]]:
    """The concept maps of an import, in their order."""
    findings: list[Finding] = []
    labelled = _labelled(offered, request.label, both("kortlægningen", "map"), findings)
    kept = holdings.terminology.map_editions
    rule = _Rule("map", both("kortlægningen", "map"), "SPI11", map_digest, request)
    begun = [replace(m, version=version) for m, version in labelled]
    return [
        rule.plan(m, kept(m.uri), lambda m, at: replace(m, recorded=at), findings) for m in begun
    ], findings


@frozen
class _Rule(Generic[T]):
    what: str
    named: Sentence
    code: str
    digest: Callable[[T], str]
    request: Request

    def plan(
        self, thing: T, kept: Iterable[T], recorded: Callable[[T, datetime], T], findings: list[Finding]
    ) -> PlannedEdition[T]:
        """Compare with what is kept of the thing under the version; the edition recorded last counts."""
        held_now = tuple(kept)
        same_label = [k for k in held_now if k.version == thing.version]
        newest = max(same_label, key=lambda k: k.recorded, default=None)
        digest = self.digest(thing)
        held = self.digest(newest) if newest is not None else ""
        if digest == held or any(self.digest(k) == digest for k in same_label):
            status = RowStatus.SAME
        elif newest is None:
            status = RowStatus.NEW
            thing = thing if self.request.bundled else recorded(thing, self.request.recorded)
        elif self.request.bundled:
            status = RowStatus.CHANGED
            thing = recorded(thing, self.request.recorded)
        else:
            status = RowStatus.REFUSED
            name = self.named + same(f" {thing.name} {thing.version}")
            said = both(
                f"{name.da} findes allerede med andet indhold (her {held}, tilbudt {digest})",
                f"{name.en} is already held with other content (held {held}, offered {digest})",
            )
            remedy = both(
                "importér den under et andet navn med --release NAVN",
                "import it under another label with --release LABEL",
            )
            findings.append(Finding(self.code, Severity.ERROR, said, Place(path=thing.uri), remedy))
        report = ThingReport(self.what, thing.name, thing.version, status, digest, held=held)
        before = newest or max(held_now, key=lambda k: k.recorded, default=None)
        return PlannedEdition(thing, report, before)


def _labelled(
    offered: Sequence[T], label: str, what: Sentence, findings: list[Finding]
) -> list[tuple[T, str]]:
    versions: dict[str, set[str]] = {}
    for thing in offered:
        versions.setdefault(thing.uri, set()).add(thing.version)
    for thing in offered:
        if label and len(versions[thing.uri]) > 1:
            said = both(
                f"ét navn, {label!r}, til flere versioner af {what.da} {thing.name}",
                f"one label, {label!r}, for several versions of {what.en} {thing.name}",
            )
            remedy = both(
                "importér dem én for én, eller uden et navn", "import them one by one, or without a label"
            )
            findings.append(Finding("SPI08", Severity.ERROR, said, Place(path=thing.uri), remedy))
            break
        if not label and not thing.version:
            said, remedy = (
                both(f"{what.da} {thing.name} har ingen version", f"{what.en} {thing.name} has no version"),
                both("giv den et navn med --release NAVN", "give it a label with --release LABEL"),
            )
            findings.append(Finding("SPI01", Severity.ERROR, said, Place(path=thing.uri), remedy))
    return [(thing, label or thing.version) for thing in offered]


def _together(value_sets: Sequence[ValueSet], releases: Sequence[tuple[str, str]]) -> Iterator[ValueSet]:
    """With their companions, where the import is one edition: a system that comes in several releases belongs to none.

    A vocabulary folder holds many editions and has said which is which.
    """
    labels = Counter(uri for uri, _ in set(releases))
    once = [release for release in releases if labels[release[0]] == 1]
    for given, found in zip(value_sets, published_together(value_sets, once), strict=True):
        yield given if given.companions else found


def _validity(value_set: ValueSet, request: Request, validity_of: ValidityOf) -> Validity:
    if value_set.validity.start is not None:
        return value_set.validity
    found = validity_of(value_set.version, value_set.companions) if value_set.companions else None
    start = request.valid_from or (found.start if found else None) or request.recorded.date()
    return Validity(start, value_set.validity.end)
