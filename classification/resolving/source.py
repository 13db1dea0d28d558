"""Which concept an input names: by current or legacy code, by a code of another release, by a term of now or once."""

from __future__ import annotations

from collections.abc import Sequence

from classification.compiled.index import Index
from classification.concept import Kind, LabelKind, NotationRole
from classification.concept_map import Coding
from classification.lineage import GATHERED
from classification.record import frozen, replace
from classification.resolving.resolution import Form, PathStep
from classification.resolving.timeline import Timeline, lineage_steps
from classification.sentence import Sentence, both
from classification.text import shown
from classification.words import LABEL_KINDS


@frozen
class SourceSide:
    """A concept the input may stand for: in the source release, and the codes under which maps may know it.

    `number` is None where the concept is not in the source release any more; `review` says what a person has to decide,
    `remarks` what should be known besides.
    """

    coding: Coding
    codes: tuple[str, ...]
    form: Form
    kind: Kind | None = None
    number: int | None = None
    path: tuple[PathStep, ...] = ()
    review: tuple[Sentence, ...] = ()
    remarks: tuple[Sentence, ...] = ()


def by_code(timeline: Timeline, index: Index, code: str) -> tuple[SourceSide, ...]:
    """The concept that bears the code in this release, else in the nearest other one, carried to this one."""
    found = index.notation(code)
    if found is not None:
        number, role = found
        if role is not NotationRole.LEGACY:
            return (_source(index, number, Form.CURRENT, ()),)
        step = PathStep(
            "notation",
            both(
                f"{shown(code)} er den gamle nøgle for {index.codes[number]}",
                f"{shown(code)} is the legacy key of {index.codes[number]}",
            ),
        )
        return (_source(index, number, Form.LEGACY, (step,), _other_hands(timeline, index, code)),)
    for other in timeline.others(index):
        found = other.notation(code)
        if found is not None:
            step = PathStep(
                "release",
                both(
                    f"{shown(code)} er en kode i {other.name}, ikke i {index.name}",
                    f"{shown(code)} is a code of {other.name}, not of {index.name}",
                ),
                version=other.version,
            )
            form = Form.LEGACY if found[1] is NotationRole.LEGACY else Form.CURRENT
            return _carried(timeline, other, index, found[0], form, step)
    return ()


def _other_hands(timeline: Timeline, index: Index, code: str) -> tuple[Sentence, ...]:
    """Why an old key no longer means what it meant: the concept that first bore it was merged or split since.

    Followed from the earliest release that knows the key, for a merge long ago is one still.
    """
    first = next((old for old in reversed(timeline.earlier(index)) if old.bearer(code) is not None), None)
    number = None if first is None else first.bearer(code)
    if first is None or number is None:
        return ()
    followed = timeline.trace(first, index, number)
    return tuple(step.sentence() for step in followed.steps if step.change in GATHERED)


def by_term(timeline: Timeline, index: Index, term: str, kind: Kind | None) -> tuple[SourceSide, ...]:
    """Every concept that bears the term in this release, else in the nearest earlier one where any does.

    `kind` leaves out concepts of other kinds before anything is decided. What else the term stood for in earlier
    releases is told; where it once named a state and now an intervention, or the other way round, both come back. What
    later releases call so counts only where nothing was called so by then: a question as of a day has the same answer
    whatever was published since.
    """
    earlier = timeline.earlier(index)
    found = _of_kind(index, term, kind)
    if found:
        sources = [_source(index, i, Form.TERM, (_said(index, i, label, term),)) for i, label in found]
        return _with_others(timeline, index, earlier, term, kind, sources)
    known = any(other.by_term(term) for other in (index, *earlier))
    form, others = (Form.FORMER_TERM, earlier) if known else (Form.LATER_TERM, timeline.later(index))
    for other in others:
        borne = _of_kind(other, term, kind)
        if borne:
            step = PathStep(
                "release",
                both(
                    f"{shown(term)!r} er en term i {other.name}, ikke i {index.name}",
                    f"{shown(term)!r} is a term of {other.name}, not of {index.name}",
                ),
                version=other.version,
            )
            sources = [s for i, _ in borne for s in _carried(timeline, other, index, i, form, step)]
            return _with_others(timeline, index, others, term, kind, sources)
    return ()


def _with_others(
    timeline: Timeline,
    index: Index,
    others: Sequence[Index],
    term: str,
    kind: Kind | None,
    sources: Sequence[SourceSide],
) -> tuple[SourceSide, ...]:
    """The sources, told what else the term stood for in `others`; opposed ones beside them."""
    form = sources[0].form if sources[0].form is Form.LATER_TERM else Form.FORMER_TERM
    known = {source.coding.code for source in sources} | {index.codes[i] for i, _ in index.by_term(term)}
    told: dict[str, Sentence] = {}
    opposed: dict[str, SourceSide] = {}
    for other in others:
        for i, _ in other.by_term(term):
            was = (
                both("er en term", "is a label")
                if form is Form.LATER_TERM
                else both("var en term", "was a label")
            )
            said = both(
                f"{shown(term)!r} {was.da} for {other.keys[i]} i {other.name}",
                f"{shown(term)!r} {was.en} of {other.keys[i]} in {other.name}",
            )
            step = PathStep("release", said, version=other.version)
            for source in _carried(timeline, other, index, i, form, step):
                code = source.coding.code
                if code in known or code in told:
                    continue
                told[code] = said + both(", som er et andet begreb", ", which is another concept")
                if kind is None and any(opposes(source.kind, s.kind) for s in sources):
                    opposed[code] = source
    remarks = tuple(told.values())
    return tuple(
        replace(source, remarks=remarks)
        for source in {s.coding: s for s in (*sources, *opposed.values())}.values()
    )


def opposes(one: Kind | None, other: Kind | None) -> bool:
    """Whether one is a state and the other an intervention: neither ever answers for the other."""
    return {one, other} == {Kind.STATE, Kind.INTERVENTION}


def _of_kind(index: Index, term: str, kind: Kind | None) -> Sequence[tuple[int, LabelKind]]:
    return [(i, label) for i, label in index.by_term(term) if kind is None or index.kind(i) is kind]


def _said(index: Index, number: int, label: LabelKind, term: str) -> PathStep:
    said = both(
        f"{shown(term)!r} er {LABEL_KINDS[label].da} term for {index.keys[number]} i {index.name}",
        f"{shown(term)!r} is {label} label of {index.keys[number]} in {index.name}",
    )
    return PathStep("term", said)


def _carried(
    timeline: Timeline, old: Index, new: Index, number: int, form: Form, step: PathStep
) -> tuple[SourceSide, ...]:
    followed = timeline.trace(old, new, number)
    steps = (step, *lineage_steps(followed))
    code = old.codes[number]
    absent = both(f"{code} er ikke i {new.name}", f"{code} is not in {new.name}")
    review = () if followed.safe else (followed.why or absent,)
    if not followed.targets:
        coding = Coding(old.scheme.uri, old.codes[number], old.terms[number])
        codes = old.concept(number).codes
        return (SourceSide(coding, codes, form, old.kind(number), None, steps, review),)
    return tuple(_source(new, i, form, steps, review) for i in followed.targets)


def _source(
    index: Index, number: int, form: Form, path: tuple[PathStep, ...], review: tuple[Sentence, ...] = ()
) -> SourceSide:
    coding = Coding(index.scheme.uri, index.codes[number], index.terms[number])
    return SourceSide(coding, index.concept(number).codes, form, index.kind(number), number, path, review)
