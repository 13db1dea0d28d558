"""Profiles and objects drawn at random over a small alphabet, so that what is drawn meets: for laws of the check.

Everything that users can bring takes part: fields with types, counts, patterns, values, targets; slices, open and
closed; types that hold themselves; bindings with systems, kinds, codes, strengths and pins; every demand and condition
of rules, with `each` and with references that are followed; dates; severities from a day on.

And classifications that have nothing to do with what is drawn but their words: `unrelated`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from classification.check.field_type import SIMPLE
from classification.check.profile import (
    Binding,
    Claim,
    Condition,
    CrossRule,
    Demand,
    Field,
    Pin,
    Profile,
    ProfileMatch,
    Severities,
    Strength,
    ValueFormat,
)
from classification.concept import Concept, Kind, Label, Notation
from classification.finding import Severity
from classification.release import Release
from classification.scheme import ConceptScheme

FSIII: Final = "urn:oid:1.2.208.176.2.21"
FFB: Final = "urn:oid:1.2.208.176.2.22"
LOCAL: Final = "urn:local"
URL: Final = "http://example.org/StructureDefinition/thing"
DAYS: Final = (date(2023, 6, 20), date(2024, 6, 5), date(2025, 9, 1), date(2026, 6, 1))
TODAY: Final = date(2026, 6, 15)
PAIRS: Final = tuple(
    date(year, month, day) for year, month in ((2023, 3), (2023, 8), (2024, 7)) for day in (3, 9)
)
"""Days of which two each lie between the same releases."""

NAMES: Final = (
    "a",
    "b",
    "code",
    "coding",
    "system",
    "display",
    "subject",
    "reference",
    "on",
    "x/y",
    "value",
    "part",
)
PATHS: Final = (
    "a", "b", "code", "code.coding", "code.coding.code", "code.coding.system", "code.coding.display", "subject",
    "subject.reference", "on", "a.on", "part", "part.on", "part.code", "part.part", "part.part.a", "part.coding",
    "x/y", "part.x/y", "value", "part.value", "resourceType",
)  # fmt: skip
SLICES: Final = (
    f"code.coding[system={FSIII}]", f"code.coding[system={LOCAL}]", f"code.coding[system={FSIII}].code",
    "part[on=2025-09-01]", "part[code.coding.code=J3.8].a", "part[a=x].part", "a[b=true]",
)  # fmt: skip
REFERENCES: Final = ("subject.resolve().code", "subject.resolve().a", "part.subject.resolve().code.coding")
PATTERNS: Final = ("Patient/[0-9]+", "x|y", "(a+)+b", ".{0,3}", "[^ ]+")
SETS: Final = (
    "KLConditionCodesNursing",
    "KLConditionCodesHomeCare",
    "KLSeveritiesFSIII",
    "KLConditionCodesFFB",
)
TOKENS: Final = ("x", "J3.8", f"{FSIII}|J3.8", f"{FFB}|", "B4", "2025-09-01", True, 1, 3)
TYPES: Final = ("", "object", "any", "Part", "Coding", *SIMPLE)

anywhere = st.sampled_from((*PATHS, *SLICES))
everywhere = st.sampled_from((*PATHS, *SLICES, *REFERENCES))
several = st.integers(0, 2)


def some(values: tuple[Any, ...], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to so many of the values."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


fields = st.builds(
    Field,
    path=anywhere,
    type=st.sampled_from(TYPES),
    array=st.sampled_from((None, None, True, False)),
    min=st.sampled_from((None, None, 0, 1, 2)),
    max=st.sampled_from((None, None, None, 0, 1, 2)),
    closed=st.sampled_from((None, None, True)),
    pattern=st.sampled_from(("", "", *PATTERNS)),
    values=some(("x", "active", "J3.8", "2025-09-01")),
    targets=some(("Patient", "Condition")),
)
TYPE_PARTS: Final = (
    ("Part", (Field("a", "string"), Field("on", "date"), Field("part", "Part", array=True), Field("code", "Code"))),
    ("Code", (Field("coding", "Coding", array=True), Field("text", "string"))),
    ("Coding", (Field("system", "uri"), Field("code", "code"), Field("display", "string"), Field("version", "string"))),
)  # fmt: skip
bindings = st.builds(
    Binding,
    path=st.sampled_from(("code", "code.coding", "part.code", "part.coding", "part", "value", SLICES[0])),
    value_sets=some(SETS),
    strength=st.sampled_from(tuple(Strength)),
    kinds=some((Kind.STATE, Kind.INTERVENTION, Kind.QUALIFIER)),
    systems=some((FSIII, FFB, LOCAL)),
    codes=some((f"{FSIII}|J3.8", f"{LOCAL}|x", "urn:other|x", f"{FSIII}|nowhere")),
    pins=st.lists(
        st.builds(Pin, st.sampled_from((None, *DAYS)), st.sampled_from(("", "1.1.0", "2.3.0"))), max_size=2
    ).map(tuple),
)


def _asked(test: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """The values that fit a claim or a demand."""
    if test in (Claim.IN_VALUE_SET, Claim.NOT_IN_VALUE_SET, Demand.IN_VALUE_SET):
        return some(SETS)
    if test in (Demand.AT_MOST, Demand.AT_LEAST):
        return st.tuples(several)
    if test in (Claim.COUNT, Claim.ORDINAL):
        return st.lists(several, max_size=2).map(tuple)
    if test is Claim.BELOW:
        return some(("J", "I", "B"))
    if test is Demand.ORDER:
        return st.lists(everywhere, min_size=1, max_size=2).map(tuple)
    return st.tuples(everywhere) if test is Demand.ORDINAL else some(TOKENS)


conditions = st.sampled_from(tuple(Claim)).flatmap(
    lambda test: st.builds(Condition, everywhere, st.just(test), _asked(test))
)
rules = st.sampled_from(tuple(Demand)).flatmap(
    lambda demand: st.builds(
        CrossRule,
        rule=st.sampled_from(("SP501", "SP502", "SP599")),
        demand=st.just(demand),
        path=everywhere,
        values=_asked(demand),
        when=st.lists(conditions, max_size=2).map(tuple),
        each=st.sampled_from(("", "", "part", "code.coding", "subject.resolve()")),
    )
)
profiles = st.builds(
    Profile,
    name=st.just("thing"),
    channel=st.just("drawn"),
    match=st.just(ProfileMatch(ValueFormat.FHIR, "Thing", (URL,), default=True)),
    date=some(("on", "part.on", "part[a=x].on", "a.on"), 3),
    fields=st.lists(fields, max_size=8).map(tuple),
    types=st.just(TYPE_PARTS),
    bindings=st.lists(bindings, max_size=3).map(tuple),
    rules=st.lists(rules, max_size=5).map(tuple),
    severities=st.lists(
        st.builds(
            Severities,
            st.sampled_from(("SP501", "SP301", "SP208", "SP102")),
            st.sampled_from(tuple(Severity)),
            st.sampled_from((None, *DAYS)),
        ),
        max_size=2,
    ).map(tuple),
    systems=some((LOCAL,), 1),
    closed=st.booleans(),
    inside=st.booleans(),
)

DISPLAYS: Final = ("Gå", "gå", "3", "Svære begrænsninger", "x", "Andet", "planlagt")
unrelated = st.lists(
    st.builds(
        Concept,
        notations=st.sampled_from(("VP7", "vp-8", "9", "12")).map(lambda code: (Notation(code),)),
        labels=st.sampled_from(DISPLAYS).map(lambda term: (Label(term),)),
        kind=st.sampled_from(tuple(Kind)),
        ordinal=st.sampled_from((None, None, 1.0, 3.0)),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.code,
).map(lambda concepts: Release(ConceptScheme("roster", "urn:example:roster"), "1", tuple(concepts)))
"""A classification none of whose codes is drawn, though it calls them by words that are."""

codings = st.fixed_dictionaries(
    {},
    optional={
        "system": st.sampled_from((FSIII, FSIII, FFB, LOCAL, f"{FSIII} ", 3)),
        "code": st.sampled_from(
            ("J3.8", "51697715-965a-40f3-b4a5-819103bf9d49", "B4", "I1.1", "x", "j3.8", " J3.8", True)
        ),
        "display": st.sampled_from((*DISPLAYS, ["x"], None)),
        "extension": st.just([{"url": "urn:x", "valueCode": "x"}]),
        "version": st.sampled_from(("2.3.0", "1.1.0", "0", 2)),
    },
)
fragment = unrelated.map(
    lambda made: Release(ConceptScheme("local", LOCAL, content="fragment"), "1", made.concepts)
)
"""A part of the classification of which drawn codings have codes that are not in it."""
shown = st.fixed_dictionaries(
    {
        "system": st.just(FSIII),
        "code": st.sampled_from(("51697715-965a-40f3-b4a5-819103bf9d49", "J3.8", "B4", "I1.1")),
        "display": st.sampled_from(DISPLAYS),
    }
)
"""A coding whose code is known, with a display that may be anything's."""
leaves: st.SearchStrategy[Any] = (
    st.sampled_from(
        ("x", "active", "J3.8", "2025-09-01", "2023-07-01", "2025-02-30", "2025-09-01T10:00:00Z", "", "aaaaa", "B4")
    )
    | st.sampled_from((None, True, False, 0, 1, 3, 3.0, 1e300, [], {}))
    | st.text(max_size=3)
)  # fmt: skip
references = st.builds(
    lambda to: {"reference": to},
    st.sampled_from(
        (
            "Patient/1", "Patient/abc", "Condition/1", "#x", "#", "abc", "Thing/0", "Thing/0/_history/2", 3,
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "https://a.example/fhir/Patient/1", "",
        )
    ),
)  # fmt: skip
values = st.recursive(
    leaves | codings | references | st.lists(codings, max_size=3).map(lambda held: {"coding": held}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)
coded = st.fixed_dictionaries(
    {}, optional={"code": st.lists(codings, max_size=2).map(lambda held: {"coding": held})}
)
objects = st.builds(
    lambda held, code: {"resourceType": "Thing", "meta": {"profile": [URL]}, **held, **code},
    st.dictionaries(st.sampled_from(NAMES), values, max_size=7),
    coded,
)


def near(found: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects like one, with one text exchanged: such as a memory of objects would take for the same."""

    texts = [path for path in _ways(found, ()) if path[0] not in ("resourceType", "meta")]
    if not texts:
        return st.just(found)
    others = st.sampled_from(
        ("y", "Patient/abc", "Patient/2", "2024-06-05", "2026-07-01", "J3.9", "aaaaab", "Gå", 3)
    )
    return st.builds(lambda way, other: _with(found, way, other), st.sampled_from(texts), others)


def _ways(value: Any, way: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The ways to every simple value."""
    if not isinstance(value, dict | list):
        return [way]
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for key, each in inside for found in _ways(each, (*way, key))]


def _with(value: Any, way: tuple[Any, ...], other: Any) -> Any:
    """The same value with another one at the end of a way."""
    if not way:
        return other
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = _with(value[way[0]], way[1:], other)
    return copy


populations: st.SearchStrategy[list[dict[str, Any]]] = st.lists(objects, min_size=1, max_size=3).flatmap(
    lambda first: st.lists(st.sampled_from(first).flatmap(near) | objects, max_size=4).map(
        lambda more: [*first, *more]
    )
)
Draw = Callable[[st.SearchStrategy[Any]], Any]
