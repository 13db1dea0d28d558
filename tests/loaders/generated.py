"""Generated releases, value sets and maps: what every format is asked to carry."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import strategies as st

from classification.concept import (
    Concept,
    Kind,
    Label,
    LabelKind,
    Notation,
    NotationRole,
    Note,
    NoteKind,
    Status,
)
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.release import Release
from classification.scheme import ConceptScheme
from classification.validity import Validity
from classification.value_set import Filter, FilterOperator, Include, ValueSet

letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), max_codepoint=0x2FFF)
texts = st.text(letters, min_size=1, max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
symbols = st.characters(min_codepoint=0x21, max_codepoint=0x17F, exclude_categories=("Cc", "Zs"))
codes = st.text(symbols, min_size=1, max_size=6)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
validities = st.builds(Validity, days, days).filter(lambda validity: not validity.is_empty)
names = st.from_regex(r"[a-z]{1,8}(-[a-z]{2,8}){0,3}", fullmatch=True)
OTHER = ("en", "da-DK")


@st.composite
def label_tuples(draw: st.DrawFn) -> tuple[Label, ...]:
    pool = draw(st.lists(texts, min_size=6, max_size=9, unique=True))
    preferred = [Label(pool[0])] if draw(st.booleans()) else []
    preferred += [Label(text, tag) for tag, text in zip(OTHER, pool[1:3], strict=True) if draw(st.booleans())]
    kinds = st.sampled_from([LabelKind.ALTERNATIVE, LabelKind.HIDDEN])
    further = [Label(text, draw(st.sampled_from(["da", *OTHER])), draw(kinds)) for text in pool[3:]]
    return (*preferred, *further)


@st.composite
def note_tuples(draw: st.DrawFn) -> tuple[Note, ...]:
    defined = [Note(draw(texts))] if draw(st.booleans()) else []
    kinds = st.sampled_from([kind for kind in NoteKind if kind is not NoteKind.DEFINITION])
    return (
        *defined,
        *draw(st.lists(st.builds(Note, texts, st.sampled_from(["da", "en"]), kinds), max_size=3)),
    )


@st.composite
def releases(draw: st.DrawFn) -> Release:
    pool = draw(st.lists(codes, min_size=1, max_size=12, unique=True))
    size = draw(st.integers(1, len(pool)))
    further = iter(pool[size:])
    made = []
    for number, code in enumerate(pool[:size]):
        roles = st.sampled_from(NotationRole)
        notations = [Notation(code), *(Notation(x, draw(roles)) for x in further if draw(st.booleans()))]
        above = draw(st.lists(st.sampled_from(pool[:number]), unique=True, max_size=3)) if number else []
        made.append(
            Concept(
                notations=tuple(notations),
                labels=draw(label_tuples()),
                kind=draw(st.sampled_from(Kind)),
                status=draw(st.sampled_from(Status)),
                broader=tuple(above),
                notes=draw(note_tuples()),
                ordinal=draw(st.none() | st.floats(-1e6, 1e6)),
                replaced_by=tuple(draw(st.lists(st.sampled_from(pool[:size]), unique=True, max_size=2))),
                reason=draw(st.just("") | texts),
                validity=draw(validities),
                properties=tuple(
                    draw(
                        st.lists(
                            st.tuples(texts | st.sampled_from(["status", "free-x", "kind", "parent"]), texts),
                            max_size=3,
                        )
                    )
                ),
            )
        )
    used = dict.fromkeys(["da", *(label.language for concept in made for label in concept.labels)])
    scheme = ConceptScheme(
        name=draw(names),
        uri="urn:example:" + draw(names),
        title=draw(
            st.sampled_from(
                [(), (("da", "Farver"),), (("en", "Colours"),), (("da", "Farver"), ("en", "Colours"))]
            )
        ),
        aliases=tuple(draw(st.lists(codes, unique=True, max_size=2))),
        publisher=draw(st.just("") | texts),
        licence=draw(st.just("") | texts),
        languages=tuple(used),
        hierarchy=draw(st.sampled_from(["is-a", "part-of", "grouped-by", "classified-with"])),
        example=draw(st.booleans()),
    )
    return Release(scheme, draw(codes), tuple(made), draw(validities))  # fmt: skip


@st.composite
def value_sets(draw: st.DrawFn) -> ValueSet:
    uris = st.from_regex(r"urn:[a-z]{1,5}", fullmatch=True)
    others = st.lists(uris, max_size=2).map(tuple)
    filters = st.lists(
        st.builds(Filter, codes, st.sampled_from(FilterOperator), texts), min_size=1, max_size=3
    )
    whole = st.builds(Include, uris, st.just("") | codes, value_sets=others)
    enumerated = st.builds(
        Include, uris, codes=st.lists(codes, min_size=1, max_size=3).map(tuple), value_sets=others
    )
    filtered = st.builds(Include, uris, st.just("") | codes, filters=filters.map(tuple))
    parts = draw(st.lists(whole | enumerated | filtered, min_size=1, max_size=4))
    excluded = draw(st.lists(whole | enumerated, max_size=2))
    return ValueSet("urn:v", "Reds", "1", tuple(parts), tuple(excluded), draw(texts), draw(validities))


@st.composite
def concept_maps(draw: st.DrawFn) -> ConceptMap:
    rows = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        relation = draw(st.sampled_from(Relation))
        target = Coding(draw(st.sampled_from(["urn:x", "urn:y"])), draw(codes), draw(st.just("") | texts))
        rows.append(
            Mapping(
                source=Coding(
                    draw(st.sampled_from(["urn:a", "urn:b"])),
                    f"{draw(codes)}{number}",
                    draw(st.just("") | texts),
                ),
                relation=relation,
                target=Coding(target.system, "") if relation is Relation.NONE else target,
                confidence=draw(st.none() | st.floats(0, 1)),
                justification=draw(st.sampled_from(["ManualMappingCuration", "LexicalMatching"])),
                author=draw(st.just("") | texts),
                reviewer=draw(st.just("") | texts),
                validity=draw(validities),
                note=draw(st.just("") | texts),
                number=number,
            )
        )
    return ConceptMap(
        name=draw(names),
        uri="urn:example:map",
        version=draw(codes),
        mappings=tuple(rows),
        title=draw(st.sampled_from([(), (("da", "Kort"),), (("en", "Map"), ("da", "Kort"))])),
        validity=draw(validities),
        source_releases=((rows[0].source.system, "7"),),
        target_releases=((rows[0].target.system, "2"),),
        licence=draw(st.just("") | texts),
        author=draw(st.just("") | texts),
        example=draw(st.booleans()),
    )
