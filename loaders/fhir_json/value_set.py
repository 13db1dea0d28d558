"""ValueSet: which codes may stand somewhere, by enumeration, filters and other value sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from classification import Finding, ValueSet
from classification.sentence import NOTHING, Sentence, both, same
from classification.value_set import Filter, FilterOperator, Include
from loaders.content import Reading
from loaders.fhir_json.element import Element
from loaders.fhir_json.resource import (
    RECORDED,
    Json,
    effective_period,
    head,
    label,
    lost,
    present,
    report_not_kept,
    short_name,
)
from loaders.reading.notes import known

OPERATORS: Final = {str(operator): operator for operator in FilterOperator}
KEPT: Final = frozenset(("compose", "expansion"))
COMPOSE_KEPT: Final = frozenset(("include", "exclude", "inactive", "lockedDate"))
PART_KEPT: Final = frozenset(("system", "version", "concept", "filter", "valueSet"))


def read_value_set(resource: Element, reading: Reading) -> ValueSet | None:
    """The definition that a ValueSet holds.

    Findings: SPF18 unsupported filter operator, SPF19 a part against the rules of FHIR (vsd-1, vsd-2, vsd-3), SPF20
    something that changes the meaning and is not supported (lockedDate),
    SPF22 no definition, SPF09 elements that are not kept.
    """
    uri = resource.text("url", required=True)
    version = label(resource, reading)
    compose = resource.part("compose")
    if compose is None:
        message = both("værdisættet har ingen definition", "the value set has no definition") + (
            both(", kun en opregning", ", only an expansion") if "expansion" in resource.record else NOTHING
        )
        resource.notes.error(
            "SPF22",
            message,
            resource.place("compose"),
            both("importér det værdisæt, der er opregnet", "import the value set that was expanded"),
        )
        return None
    _check_compose(compose)
    included = tuple(_part(part) for part in compose.parts("include"))
    excluded = tuple(_part(part) for part in compose.parts("exclude"))
    if not included:
        compose.notes.error(
            "SPF07",
            both("include mangler", "include is missing"),
            compose.place("include"),
            both("skriv, hvad der er med", "say what is included"),
        )
    deeper = [*(f"compose.{name}" for name in compose.not_kept(COMPOSE_KEPT)), *_deeper(compose)]
    report_not_kept(resource, KEPT, map(same, deeper))
    if not uri or not version:
        return None
    return ValueSet(
        uri=uri,
        name=resource.text("name") or short_name(resource),
        version=version,
        include=included,
        exclude=excluded,
        title=resource.text("title"),
        validity=resource.effective(),
        inactive=compose.flag("inactive") if "inactive" in compose.record else None,
    )


def _check_compose(compose: Element) -> None:
    if compose.text("lockedDate"):
        message = both(
            "lockedDate er ikke understøttet: koder tages fra den udgave, der spørges om",
            "lockedDate is not supported: codes are taken from the release that is asked for",
        )
        compose.notes.warning(
            "SPF20",
            message,
            compose.place("lockedDate"),
            both("fastlås i stedet en version af systemet", "pin a version of the system instead"),
        )


def _part(part: Element) -> Include:
    concepts, filters = part.parts("concept"), part.parts("filter")
    system, value_sets = part.text("system"), part.texts("valueSet")
    if not system and not value_sets:
        _broken(
            part,
            both("hverken et system eller et værdisæt (vsd-1)", "neither a system nor a value set (vsd-1)"),
            both("nævn en af delene", "name one of them"),
        )
    if not system and (concepts or filters):
        _broken(
            part,
            both("koder eller filtre uden et system (vsd-2)", "codes or filters without a system (vsd-2)"),
            both("nævn systemet", "name the system"),
        )
    if concepts and filters:
        _broken(
            part,
            both("både koder og filtre (vsd-3)", "both codes and filters (vsd-3)"),
            both("lav to dele af den", "make two parts of it"),
        )
    return Include(
        system=system,
        release=part.text("version"),
        codes=tuple(code for code in (each.text("code", required=True) for each in concepts) if code),
        filters=tuple(_filters(filters)),
        value_sets=tuple(value_sets),
    )


def _broken(part: Element, text: Sentence, remedy: Sentence) -> None:
    part.notes.error("SPF19", both(f"en del har {text.da}", f"a part has {text.en}"), part.place(), remedy)


def _filters(filters: Iterable[Element]) -> Iterator[Filter]:
    for each in filters:
        name, op = each.text("property", required=True), each.text("op", required=True)
        value = each.text("value", required=True)
        if op in OPERATORS:
            yield Filter(name, OPERATORS[op], value)
        elif op:
            message = both(
                f"filteroperatoren {op!r} er ikke understøttet", f"filter operator {op!r} is not supported"
            )
            each.notes.error("SPF18", message, each.place("op"), known(OPERATORS, op))


def _deeper(compose: Element) -> Iterator[str]:
    for sort in ("include", "exclude"):
        for part in compose.parts(sort):
            yield from (f"compose.{sort}.{name}" for name in part.not_kept(PART_KEPT))
            for each in part.parts("concept"):
                yield from (f"compose.{sort}.concept.{name}" for name in each.not_kept(("code",)))


def value_set_json(value_set: ValueSet) -> Json:
    """The value set as a FHIR resource; the recorded time is left out."""
    parts = {
        "include": [_part_json(part) for part in value_set.include],
        "exclude": [_part_json(part) for part in value_set.exclude],
    }
    stated = {} if value_set.inactive is None else {"inactive": value_set.inactive}
    record = head("ValueSet", value_set.name, value_set.uri, value_set.version)
    return record | present(
        {
            "name": value_set.name,
            "extension": effective_period(value_set.validity),
            "title": value_set.title,
            "status": "active",
            "compose": stated | present(parts),
        }
    )


def value_set_losses(value_set: ValueSet) -> tuple[Finding, ...]:
    """What a ValueSet resource does not carry."""
    return lost(f"{value_set.name} {value_set.version}", (RECORDED,))


def _part_json(part: Include) -> Json:
    return present(
        {
            "system": part.system,
            "version": part.release,
            "concept": [{"code": code} for code in part.codes],
            "filter": [
                {"property": f.property, "op": str(f.operator), "value": f.value} for f in part.filters
            ],
            "valueSet": list(part.value_sets),
        }
    )
