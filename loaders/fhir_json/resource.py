"""What CodeSystem, ValueSet and ConceptMap share: url, version, title, clocks, in both directions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from classification import Finding, Severity, Validity
from classification.sentence import Sentence, both, same
from loaders.content import Reading
from loaders.fhir_json.element import EFFECTIVE_PERIOD, TRANSLATION, Element
from loaders.name import camel, slug
from loaders.reading.notes import not_kept

Json = dict[str, Any]

COMMON: Final = frozenset(
    (
        *("resourceType", "id", "url", "version", "name", "title", "_title", "language"),
        *("publisher", "copyright", "experimental", "effectivePeriod", "status"),
    )
)
ID_LENGTH: Final = 60  # FHIR allows 64; the rest is for a number where two resources share a name
RECORDED: Final = both("hvornår det blev registreret her", "when it was recorded here")


def short_name(resource: Element) -> str:
    """The short name of a resource: from its name, its id, or the end of its URL."""
    return (
        slug(resource.text("name"))
        or slug(resource.text("id"))
        or slug(resource.text("url").rpartition("/")[2])
    )


def titles(resource: Element, language: str) -> tuple[tuple[str, str], ...]:
    """The title in every language that the resource gives."""
    title = resource.text("title")
    own = [(language, title)] if title else []
    return (*own, *(pair for pair in resource.translations("title") if all(pair)))


def label(resource: Element, reading: Reading) -> str:
    """The release label: the caller's, else the resource's version; SPF07 when there is neither."""
    version = resource.text("version")
    if not reading.release and not version:
        remedy = both("giv et navn med --release NAVN", "give a label with --release LABEL")
        resource.notes.error(
            "SPF07",
            both("ressourcen angiver ingen version", "the resource states no version"),
            resource.place("version"),
            remedy,
        )
    return reading.release or version


def report_not_kept(resource: Element, kept: Collection[str], deeper: Iterable[Sentence] = ()) -> None:
    """SPF09: the elements that have no place here, in one finding for the resource."""
    left = {name for name in resource.not_kept(COMMON | frozenset(kept)) if name != "extension"}
    names = sorted({*map(same, left), *_status(resource), *deeper}, key=attrgetter("en"))
    for part in resource.parts("extension"):
        if part.record.get("url") != EFFECTIVE_PERIOD:
            names.append(same(f"extension {part.record.get('url')}"))
    if names:
        resource.notes.information("SPF09", not_kept(names), resource.place())


def _status(resource: Element) -> Iterator[Sentence]:
    """What is imported answers, and is written as active: another status is not kept."""
    status = resource.record.get("status")
    if isinstance(status, str) and status != "active":
        yield same(f"status {status}")


def resource_id(name: str, version: str) -> str:
    """A FHIR id: letters, digits, hyphens and dots, short enough, different for different names."""
    wanted = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{slug(name)}-{version}").strip("-")
    if len(wanted) <= ID_LENGTH:
        return wanted
    return f"{wanted[: ID_LENGTH - 9]}-{hashlib.sha256(wanted.encode()).hexdigest()[:8]}"


def head(sort: str, name: str, uri: str, version: str) -> Json:
    """The first elements of a resource."""
    computer_name = camel(name)
    return {
        "resourceType": sort,
        "id": resource_id(name, version),
        "url": uri,
        "version": version,
        "name": computer_name if slug(computer_name) == name else name,
    }


def title_json(titles: Iterable[tuple[str, str]], language: str) -> Json:
    """`title` in the resource's language, the others as translations beside it."""
    named = dict(titles)
    others = [_translation(tag, text) for tag, text in named.items() if tag != language]
    return present({"title": named.get(language, ""), "_title": {"extension": others} if others else {}})


def _translation(language: str, text: str) -> Json:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}


def effective_period(validity: Validity) -> list[Json]:
    """The extension that states a validity; FHIR's end is the last day."""
    if validity.is_unbounded:
        return []
    period = {}
    if validity.start:
        period["start"] = validity.start.isoformat()
    if validity.end:
        period["end"] = (validity.end - timedelta(days=1)).isoformat()
    return [{"url": EFFECTIVE_PERIOD, "valuePeriod": period}]


def lost(name: str, parts: Iterable[Sentence]) -> tuple[Finding, ...]:
    """SPF31: what is not written of a thing, as information."""
    return tuple(
        Finding(
            "SPF31",
            Severity.INFORMATION,
            both(f"{name}: {part.da}: ikke skrevet", f"{name}: {part.en}: not written"),
        )
        for part in parts
    )


def present(record: Json) -> Json:
    """The record without empty members, which FHIR does not allow."""
    return {key: value for key, value in record.items() if value not in ("", [], {}, None)}
