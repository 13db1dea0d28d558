"""Lint of maps: what is about a vocabulary of a map as a whole, told once however many rows it is about."""

from __future__ import annotations

from collections.abc import Iterator

from classification.concept import Status
from classification.concept_map import ConceptMap
from classification.lint.map_end import NAMED, Fault, MapEnds
from classification.lint.map_vocabulary import Side, Vocabulary
from classification.scheme import ConceptScheme
from classification.sentence import NOTHING, Sentence, both
from classification.terminology import HeldRelease, When
from classification.text import quoted


def written_otherwise(vocabulary: Vocabulary) -> Iterator[tuple[int, Fault]]:
    """SPA01: a system under another URI than its own, at the first row that names it."""
    if vocabulary.scheme is not None and vocabulary.scheme.uri != vocabulary.system:
        yield vocabulary.rows[0], _written_otherwise(vocabulary, vocabulary.scheme)


def of_vocabulary(vocabulary: Vocabulary) -> Iterator[Fault]:
    """SPA02: it is not here; SPA15: the release of it that the map was made for is not."""
    if vocabulary.scheme is None:
        yield _not_here(vocabulary)
    if vocabulary.made is not None and vocabulary.lacks_its_release:
        yield _without_release(vocabulary, vocabulary.made)


def _rows(vocabulary: Vocabulary) -> Sentence:
    count = len(vocabulary.rows)
    return both(f"{count} række{'r' if count > 1 else ''}", f"{count} row{'s' if count > 1 else ''}")


def _not_here(vocabulary: Vocabulary) -> Fault:
    rows, near = _rows(vocabulary), ", ".join(vocabulary.near)
    return Fault(
        "SPA02",
        f"{vocabulary.side}_system",
        both(
            f"{quoted(vocabulary.system)} er ikke her; koderne i {rows.da} er ikke slået op",
            f"{quoted(vocabulary.system)} is not here; the codes of {rows.en} were not looked up",
        ),
        both(f"menes {near}?", f"is {near} meant?") if near else NOTHING,
        (("system", vocabulary.system), *((("near", near),) if near else ())),
    )


def _written_otherwise(vocabulary: Vocabulary, scheme: ConceptScheme) -> Fault:
    rows, former = _rows(vocabulary), vocabulary.system in scheme.aliases
    da, en = ("en tidligere URI for", "a former URI of") if former else ("ikke URI'en for", "not the URI of")
    return Fault(
        "SPA01",
        f"{vocabulary.side}_system",
        both(
            f"{quoted(vocabulary.system)} er {da} {scheme.name} ({rows.da})",
            f"{quoted(vocabulary.system)} is {en} {scheme.name} ({rows.en})",
        ),
        both(f"skriv {scheme.uri}", f"write {scheme.uri}"),
        (("system", scheme.uri),),
    )


def _without_release(vocabulary: Vocabulary, made: HeldRelease) -> Fault:
    known = ", ".join(held.version for held in vocabulary.releases)
    name = made.scheme.name
    return Fault(
        "SPA15",
        f"{vocabulary.side}_system",
        both(
            f"kortlægningen er lavet til {name} {vocabulary.pin}, som ikke er her; koderne er slået op i "
            f"{made.version}",
            f"the map was made for {name} {vocabulary.pin}, which is not here; the codes were looked up in "
            f"{made.version}",
        ),
        both(f"kendte udgaver: {known}", f"known releases: {known}"),
        (("release", f"{name}@{vocabulary.pin}"), ("releases", known)),
    )


def without_row(
    concept_map: ConceptMap, vocabulary: Vocabulary, ends: MapEnds, when: When
) -> Iterator[Fault]:
    """SPA11: concepts for data, in the release of the day, about which no row of the day says anything."""
    release = vocabulary.today or vocabulary.made
    if release is None or vocabulary.side is Side.TARGET:
        return
    index = release.index
    here = ends.of(vocabulary, release)
    rows = (concept_map.mappings[at] for at in vocabulary.rows)
    covered = {index.find(row.source.code) for row in rows if row.validity.covers(when.day)}
    usable = [
        number
        for number in range(len(index))
        if index.status(number) is Status.ACTIVE and not here.is_abstract(number)
    ]
    left = [number for number in usable if number not in covered]
    if left:
        more = f" … (+{len(left) - NAMED})" if len(left) > NAMED else ""
        listed = ", ".join(map(here.named, left[:NAMED])) + more
        yield Fault(
            "SPA11",
            "source_code",
            both(
                f"{len(left)} af {len(usable)} koder i {release.name} har ingen række: {listed}",
                f"{len(left)} of {len(usable)} codes of {release.name} have no row: {listed}",
            ),
            evidence=(("release", release.name), ("concepts", str(len(left)))),
        )
