"""Supplements of an import: what they add to, and whether it is here (SPI25, SPI26)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from api.importing.row_report import PlannedRelease
from classification import Finding, Place, Severity, Terminology
from classification.sentence import both

_SHOWN: Final = 5


class _CodesHeld(Container[str]):
    """The codes of the newest release that is held."""

    def __init__(self, terminology: Terminology, uri: str) -> None:
        self._index = terminology.editions(uri).all[-1].index

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self._index.find(code) is not None


def supplement_findings(planned: Sequence[PlannedRelease], terminology: Terminology) -> Iterator[Finding]:
    """What of a supplement has no effect: all of it where its classification is not here, else some of its codes."""
    for one in planned:
        scheme, base = one.release.scheme, one.release.scheme.supplements.partition("|")[0]
        if not base or not one.written:
            continue
        known = _codes(base, planned, terminology)
        if known is None:
            yield Finding(
                "SPI25",
                Severity.WARNING,
                both(
                    f"{scheme.name} er et supplement til {base}, som ikke er her; det virker, når det er importeret",
                    f"{scheme.name} is a supplement of {base}, which is not here; it counts when that is imported",
                ),
                Place(path=scheme.uri),
                both(f"importér {base}", f"import {base}"),
            )
        elif strangers := [concept.code for concept in one.release.concepts if concept.code not in known]:
            yield _strangers(one, base, strangers)


def _codes(base: str, planned: Iterable[PlannedRelease], terminology: Terminology) -> Container[str] | None:
    of_import = [p.release for p in planned if base in (p.release.scheme.uri, *p.release.scheme.aliases)]
    if of_import:
        return of_import[-1].by_code
    return _CodesHeld(terminology, base) if terminology.has_scheme(base) else None


def _strangers(one: PlannedRelease, base: str, strangers: Sequence[str]) -> Finding:
    name, count = one.release.scheme.name, len(strangers)
    first = ", ".join(map(repr, strangers[:_SHOWN])) + (" …" if count > _SHOWN else "")
    return Finding(
        "SPI26",
        Severity.WARNING,
        both(
            f"{name} siger noget om {count} koder, som {base} ikke har: {first}",
            f"{name} speaks of {count} codes that {base} does not have: {first}",
        ),
        one.draft.places.get(strangers[0], Place(path=strangers[0])),
        both(
            "ret koderne; et supplement kan ikke føje koder til",
            "correct the codes; a supplement can add no codes",
        ),
    )
