"""What a code means in another classification, how sure that is, and by which way.

`Resolver` answers for one pair of systems at one time; `resolve` (local code → shared concept) and `translate` (local
code → another local system through a shared one) are the same question with different ends. Every candidate is kept;
one is singled out only where nothing else comes into question. Composition follows `classification.concept_map`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from classification.concept import Kind, LabelKind, NotationRole
from classification.concept_map import Coding, ConceptMap, Mapping, Relation, compose
from classification.errors import NoReleaseOnDay, UnknownScheme
from classification.index import Index
from classification.lineage import Trace, trace, way
from classification.resolution import Form, Outcome, PathStep, Resolution, Target
from classification.terminology import Terminology, When
from classification.text import term_key

__all__ = ["Form", "Outcome", "PathStep", "Resolution", "Resolver", "Target"]

OUTCOMES: Final = {
    Relation.EXACT: Outcome.EXACT,
    Relation.BROAD: Outcome.BROADER,
    Relation.NARROW: Outcome.NARROWER,
    Relation.CLOSE: Outcome.CLOSE,
    Relation.RELATED: Outcome.RELATED,
}
_RANK: Final = {
    Relation.EXACT: 0,
    Relation.CLOSE: 1,
    Relation.BROAD: 1,
    Relation.NARROW: 1,
    Relation.RELATED: 2,
}
_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Source:
    """A concept the input may stand for: in the source release, and the codes under which maps may know it."""

    coding: Coding
    codes: tuple[str, ...]
    form: Form
    kind: Kind | None = None
    number: int | None = None
    path: tuple[PathStep, ...] = ()
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Link:
    """A candidate on the way: a code of a system as some map's release had it."""

    system: str
    code: str
    relation: Relation
    confidence: float | None
    release: str
    path: tuple[PathStep, ...]


@dataclass(slots=True)
class _Finds:
    """What following the maps brought to light."""

    links: list[_Link] = field(default_factory=list)
    said_none: list[PathStep] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    undecided: bool = False
    asked: set[str] = field(default_factory=set)


class Resolver:
    """Answers for codes of one system in terms of another, at one time.

    Args:
        terminology: what is open.
        source: name, URI or alias of the system the codes come from; it may be known to maps only.
        target: name, URI or alias of the classification asked for.
        when: the day and the knowledge; its `release` picks the target's release.
        kind: narrow the targets to one kind.
        terms: inputs are terms, not codes.

    Raises:
        UnknownScheme: a system is neither a classification nor a source of any map.
        UnknownRelease, NoReleaseOnDay: the target has no such release.
    """

    def __init__(
        self,
        terminology: Terminology,
        source: str,
        target: str,
        when: When,
        *,
        kind: Kind | None = None,
        terms: bool = False,
    ) -> None:
        self.terminology, self.when, self.kind, self.terms = terminology, when, kind, terms
        self.clock = when.of("")
        self.target = terminology.scheme(target)
        self.index = terminology.index(target, when)
        self.source_uri, self.source_index, self._system_path = self._source_of(source)
        self.same = self.source_uri == self.target.uri
        self._answers: dict[str, Resolution] = {}

    def resolve(self, text: str) -> Resolution:
        """The answer for one code (or term); the same input gives the same answer."""
        answer = self._answers.get(text)
        if answer is None:
            answer = self._resolve(text)
            if answer.outcome is Outcome.UNKNOWN_CODE:  # there is no end of these
                return answer
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[text] = answer
        return answer

    def resolve_all(self, texts: Iterable[str]) -> list[Resolution]:
        """The answers for many inputs, in their order."""
        return [self.resolve(text) for text in texts]

    # the source

    def _source_of(self, name: str) -> tuple[str, Index | None, tuple[PathStep, ...]]:
        if not self.terminology.has_scheme(name):
            if any(name in concept_map.source_systems for concept_map in self._all_maps):
                return name, None, ()
            raise UnknownScheme(name, [scheme.name for scheme in self.terminology.schemes])
        scheme = self.terminology.scheme(name)
        alias = name in scheme.aliases
        path = (
            (PathStep("system", f"{name} is a former URI of {scheme.name} ({scheme.uri})"),) if alias else ()
        )
        if scheme.uri == self.target.uri:
            return scheme.uri, self.index, path
        try:
            return scheme.uri, self.terminology.index(scheme.uri, self.clock), path
        except NoReleaseOnDay:
            known = self.terminology.releases(scheme.uri, self.clock)
            if not known:
                raise
            return scheme.uri, known[0].index, path

    @cached_property
    def _all_maps(self) -> tuple[ConceptMap, ...]:
        return self.terminology.maps(self.clock)

    def _sources(self, text: str) -> tuple[_Source, ...]:
        if self.source_index is None:
            rows = [m for cm in self._all_maps for m in cm.by_source.get((self.source_uri, text), ())]
            if not rows:
                return ()
            return (_Source(Coding(self.source_uri, text, rows[0].source.term), (text,), Form.CURRENT),)
        return (
            self._by_term(self.source_index, text) if self.terms else self._by_code(self.source_index, text)
        )

    def _by_code(self, index: Index, code: str) -> tuple[_Source, ...]:
        found = index.notation(code)
        if found is not None:
            number, role = found
            legacy = role is NotationRole.LEGACY
            path = (
                (PathStep("notation", f"{code} is the legacy key of {index.codes[number]}"),)
                if legacy
                else ()
            )
            return (self._source(index, number, Form.LEGACY if legacy else Form.CURRENT, path),)
        for other in self._other_releases(index):
            found = other.notation(code)
            if found is not None:
                text = f"{code} is a code of {other.name}, not of {index.name}"
                form = Form.LEGACY if found[1] is NotationRole.LEGACY else Form.CURRENT
                return self._carried(other, index, found[0], form, PathStep("release", text))
        return ()

    def _by_term(self, index: Index, term: str) -> tuple[_Source, ...]:
        found = self._of_kind(index, [i for i, _ in index.by_term(term)])
        if found:
            path = self._once_said(index, term)
            return tuple(
                self._source(index, i, Form.TERM, (self._said(index, i, term), *path)) for i in found
            )
        for other in self._other_releases(index):
            former = self._of_kind(other, [i for i, _ in other.by_term(term)])
            if former:
                step = PathStep("release", f"{term!r} is a term of {other.name}, not of {index.name}")
                sources = [s for i in former for s in self._carried(other, index, i, Form.FORMER_TERM, step)]
                return tuple({s.coding: s for s in sources}.values())
        return ()

    def _said(self, index: Index, number: int, term: str) -> PathStep:
        kinds = [kind for i, kind in index.by_term(term) if i == number]
        strongest = kinds[0] if kinds else LabelKind.HIDDEN
        return PathStep("term", f"{term!r} is {strongest} label of {index.keys[number]} in {index.name}")

    def _once_said(self, index: Index, term: str) -> tuple[PathStep, ...]:
        """What else the term stood for in other releases: nothing is singled out by it, but it is told."""
        once: dict[tuple[int, ...], PathStep] = {}
        bearers = {i for i, _ in index.by_term(term)}
        for other in self._other_releases(index):
            for i, _ in other.by_term(term):
                now = self._trace(other, index, i).targets
                if not set(now) <= bearers:
                    text = (
                        f"{term!r} was a label of {other.keys[i]} in {other.name}, which is another concept"
                    )
                    once.setdefault(now, PathStep("term", text, version=other.version))
        return tuple(once.values())

    def _of_kind(self, index: Index, numbers: list[int]) -> list[int]:
        if self.kind is None or not self.same:
            return numbers
        return [i for i in numbers if index.kind(i) is self.kind]

    def _other_releases(self, index: Index) -> list[Index]:
        """Releases of the same classification, nearest first: earlier ones from the newest, then later ones."""
        known = [held.index for held in self.terminology.releases(index.scheme.uri, self.clock)]
        at = next((n for n, other in enumerate(known) if other.version == index.version), len(known))
        return known[:at][::-1] + known[at + 1 :]

    def _carried(
        self, old: Index, new: Index, number: int, form: Form, step: PathStep
    ) -> tuple[_Source, ...]:
        followed = self._trace(old, new, number)
        steps = (step, *_lineage_steps(followed))
        review = () if followed.safe else (followed.why or f"{old.codes[number]} is not in {new.name}",)
        if not followed.targets:
            coding = Coding(old.scheme.uri, old.codes[number], old.terms[number])
            codes = old.concept(number).codes
            return (_Source(coding, codes, form, old.kind(number), None, steps, review),)
        return tuple(self._source(new, i, form, steps, review) for i in followed.targets)

    def _source(
        self, index: Index, number: int, form: Form, path: tuple[PathStep, ...], review: tuple[str, ...] = ()
    ) -> _Source:
        coding = Coding(index.scheme.uri, index.codes[number], index.terms[number])
        return _Source(coding, index.concept(number).codes, form, index.kind(number), number, path, review)

    def _trace(self, old: Index, new: Index, number: int) -> Trace:
        known = [held.index for held in self.terminology.releases(old.scheme.uri, self.clock)]
        return trace(way(known, old, new), number)

    # the answer

    def _resolve(self, text: str) -> Resolution:
        sources = self._sources(text)
        if not sources:
            return Resolution(
                text, Outcome.UNKNOWN_CODE, (), self._system_path, self._rests_on(()), self._unknown(text)
            )
        finds = _Finds()
        targets: list[Target] = []
        for source in sources:
            targets += self._itself(source, finds) if self.same else self._mapped(source, finds)
        targets = _merged(self._answerable(targets, sources, finds), finds)
        review = tuple(dict.fromkeys([r for s in sources for r in s.review] + finds.remarks))
        return self._judged(text, sources, targets, finds, review)

    def _itself(self, source: _Source, finds: _Finds) -> list[Target]:
        if source.number is None:
            finds.remarks.append(f"{source.coding.code} has no successor in {self.index.name}")
            return []
        return [self._target(source.number, Relation.EXACT, None, source.path)]

    def _target(
        self, number: int, relation: Relation, confidence: float | None, path: tuple[PathStep, ...]
    ) -> Target:
        index = self.index
        return Target(
            scheme=self.target.name,
            system=self.target.uri,
            code=index.codes[number],
            notation=index.keys[number],
            term=index.terms[number],
            relation=relation,
            confidence=confidence,
            kind=index.kind(number),
            status=index.status(number),
            path=path,
        )

    def _answerable(self, targets: list[Target], sources: tuple[_Source, ...], finds: _Finds) -> list[Target]:
        """Targets of the kind asked for; a state never answers for an intervention, nor the other way round."""
        opposed = {Kind.STATE: Kind.INTERVENTION, Kind.INTERVENTION: Kind.STATE}
        barred = {opposed.get(source.kind) for source in sources if source.kind} - {None}
        if len({source.kind for source in sources}) > 1:
            barred = set()
        kept: list[Target] = []
        for target in targets:
            if self.kind is not None and target.kind is not self.kind:
                finds.remarks.append(
                    f"{target.notation} {target.term!r} is of kind {target.kind}, not {self.kind}"
                )
            elif target.kind in barred and not self.same:
                finds.remarks.append(
                    f"{target.notation} {target.term!r} is of kind {target.kind}: it cannot answer here"
                )
            else:
                kept.append(target)
        return kept

    def _judged(
        self,
        text: str,
        sources: Sequence[_Source],
        targets: list[Target],
        finds: _Finds,
        review: tuple[str, ...],
    ) -> Resolution:
        outcome, message = _outcome(targets, finds, self.kind)
        path = (*self._system_path, *(step for s in sources for step in s.path))
        path += tuple(step for target in targets for step in target.path)
        if not targets:
            path += tuple(finds.said_none)
        path = tuple(dict.fromkeys(path))
        alone = sources[0] if len(sources) == 1 else None
        if (finds.undecided or any(source.review for source in sources)) and outcome in OUTCOMES.values():
            outcome, message = Outcome.AMBIGUOUS, "a person has to decide"
        return Resolution(
            input=text,
            outcome=outcome,
            targets=tuple(targets),
            path=path,
            releases=self._rests_on(path),
            message="; ".join(dict.fromkeys(part for part in (message, *review) if part)),
            form=sources[0].form,
            source=alone.coding if alone else None,
            review=review,
        )

    def _rests_on(self, path: tuple[PathStep, ...]) -> tuple[tuple[str, str], ...]:
        rests = {self.target.name: self.index.version}
        if self.source_index is not None:
            rests.setdefault(self.source_index.scheme.name, self.source_index.version)
        rests |= {step.map: step.version for step in path if step.map}
        return tuple(rests.items())

    def _unknown(self, text: str) -> str:
        what = "term" if self.terms else "code"
        if self.source_index is None:
            return f"no map knows {what} {text!r} of {self.source_uri}"
        said = f"unknown {what} {text!r} of {self.source_index.name}"
        names = self.source_index.terms if self.terms else self.source_index.codes
        if len(names) <= 2000 and len(text) <= 200:
            from difflib import get_close_matches

            near = get_close_matches(text, list(names), n=3, cutoff=0.75)
            if near:
                return f"{said}; near: {', '.join(dict.fromkeys(near))}"
        if not self.terms:
            elsewhere = [s.name for s in self.terminology.schemes if self._bears(s.uri, text)]
            if elsewhere:
                return f"{said}; it is a code of {', '.join(elsewhere)}"
        return said

    def _bears(self, uri: str, code: str) -> bool:
        try:
            return self.terminology.index(uri, self.clock).find(code) is not None
        except NoReleaseOnDay:
            return False

    # the maps

    def _mapped(self, source: _Source, finds: _Finds) -> list[Target]:
        start = [_Link(self.source_uri, code, Relation.EXACT, None, "", ()) for code in source.codes]
        direct = _Finds()
        for concept_map in self._maps_between(self.source_uri, self.target.uri):
            for link in start:
                self._follow(concept_map, link, self.target.uri, direct, first=True)
        chosen = direct
        if not direct.links and not direct.said_none:
            chosen = self._composed(start)
        finds.said_none += chosen.said_none
        finds.remarks += chosen.remarks
        finds.asked |= direct.asked | chosen.asked
        return [target for link in chosen.links for target in self._landed(link, finds)]

    def _composed(self, start: list[_Link]) -> _Finds:
        finds = _Finds()
        for first, middle in self._first_legs():
            second_legs = self._maps_between(middle, self.target.uri)
            if not second_legs:
                continue
            leg = _Finds()
            for link in start:
                self._follow(first, link, middle, leg, first=True)
            finds.said_none += leg.said_none
            finds.asked |= leg.asked
            for link in leg.links:
                for second in second_legs:
                    for moved in self._between_maps(link, second, finds):
                        self._follow(second, moved, self.target.uri, finds, first=False)
        return finds

    def _first_legs(self) -> list[tuple[ConceptMap, str]]:
        legs = []
        for concept_map in (*self._all_maps, *self._inverted_maps):
            if self.source_uri in concept_map.source_systems:
                middles = concept_map.target_systems - {self.source_uri, self.target.uri}
                legs += [(concept_map, middle) for middle in sorted(middles)]
        return legs

    def _maps_between(self, source: str, target: str) -> list[ConceptMap]:
        """Maps that lead from one system to the other; inverted ones only where none leads that way itself."""
        for maps in (self._all_maps, self._inverted_maps):
            found = [m for m in maps if source in m.source_systems and target in m.target_systems]
            if found:
                return found
        return []

    @cached_property
    def _inverted_maps(self) -> tuple[ConceptMap, ...]:
        return tuple(concept_map.inverted() for concept_map in self._all_maps)

    def _follow(
        self, concept_map: ConceptMap, link: _Link, target: str, finds: _Finds, *, first: bool
    ) -> None:
        finds.asked.add(concept_map.name)
        for row in concept_map.by_source.get((link.system, link.code), ()):
            if row.target.system != target or not row.validity.covers(self.when.day):
                continue
            step = _map_step(concept_map, row)
            if row.relation is Relation.NONE:
                finds.said_none.append(step)
                continue
            relation = row.relation if first else compose(link.relation, row.relation)
            if relation is None:
                finds.remarks.append(
                    f"{link.relation} to {link.code} and {row.relation} to {row.target.code} ({row.target.term}): "
                    "nothing follows"
                )
                continue
            release = dict(concept_map.target_releases).get(target, "")
            confidence = _product(link.confidence, row.confidence)
            finds.links.append(
                _Link(target, row.target.code, relation, confidence, release, (*link.path, step))
            )

    def _between_maps(self, link: _Link, second: ConceptMap, finds: _Finds) -> list[_Link]:
        """The middle concept as the second map's release knows it, under each of its codes."""
        if not self.terminology.has_scheme(link.system):
            return [link]
        there = self._release(link.system, dict(second.source_releases).get(link.system, ""))
        here = self._release(link.system, link.release)
        number = here.find(link.code)
        if number is None:
            return [link]
        followed = self._trace(here, there, number)
        if not followed.safe:
            finds.remarks.append(
                f"{link.code} cannot be carried from {here.name} to {there.name}: {followed.why}"
            )
            return []
        steps = (*link.path, *_lineage_steps(followed))
        codes = there.concept(followed.targets[0]).codes
        return [
            _Link(link.system, code, link.relation, link.confidence, there.version, steps) for code in codes
        ]

    def _landed(self, link: _Link, finds: _Finds) -> list[Target]:
        """The link's target in the release asked for."""
        made_for = self._release(self.target.uri, link.release)
        number = made_for.find(link.code)
        if number is None:
            made_for, number = next(
                ((o, n) for o in self._other_releases(made_for) if (n := o.find(link.code)) is not None),
                (made_for, None),
            )
        if number is None:
            finds.remarks.append(
                f"the map leads to {link.code}, which no release of {self.target.name} knows"
            )
            return []
        followed = self._trace(made_for, self.index, number)
        path = (*link.path, *_lineage_steps(followed))
        if not followed.safe:
            finds.remarks.append(
                f"the map was made for {made_for.name}, where it leads to {link.code} ({made_for.terms[number]}); "
                f"that cannot be carried to {self.index.version}: {followed.why}"
            )
            finds.undecided = True
            return [self._target(i, Relation.RELATED, link.confidence, path) for i in followed.targets]
        return [self._target(followed.targets[0], link.relation, link.confidence, path)]

    def _release(self, system: str, version: str) -> Index:
        known = self.terminology.releases(system, self.clock)
        for held in known:
            if held.version == version:
                return held.index
        if system == self.target.uri:
            return self.index
        try:
            return self.terminology.index(system, self.clock)
        except NoReleaseOnDay:
            if not known:
                raise
            return known[0].index


def _outcome(targets: Sequence[Target], finds: _Finds, kind: Kind | None) -> tuple[Outcome, str]:
    if not targets:
        if finds.said_none:
            note = next((step.note for step in finds.said_none if step.note), "")
            return Outcome.UNMAPPED, "the map says there is no counterpart" + (f": {note}" if note else "")
        asked = f" (asked: {', '.join(sorted(finds.asked))})" if finds.asked else ""
        return Outcome.NO_MAP, "" if finds.remarks else f"no map says anything about it{asked}"
    best = min(_RANK[target.relation] for target in targets)
    first = [target for target in targets if _RANK[target.relation] == best]
    if len(first) == 1:
        return OUTCOMES[first[0].relation], ""
    kinds = sorted({str(target.kind) for target in first})
    hint = f"; narrow with kind {' or '.join(kinds)}" if kind is None and len(kinds) > 1 else ""
    return Outcome.AMBIGUOUS, f"{len(first)} candidates, none singled out{hint}"


def _merged(targets: list[Target], finds: _Finds) -> list[Target]:
    """Targets best first, the same one by the same relation once; the same one by two relations is a conflict."""
    seen: dict[tuple[str, Relation], Target] = {}
    for target in targets:
        key = (target.code, target.relation)
        if key not in seen or (target.confidence or 0) > (seen[key].confidence or 0):
            seen[key] = target
    for code in dict.fromkeys(code for code, _ in seen):
        relations = {relation for found, relation in seen if found == code}
        if {Relation.EXACT, Relation.CLOSE} <= relations:
            del seen[(code, Relation.CLOSE)]  # SKOS S42: an exact match is a close one
            relations.discard(Relation.CLOSE)
        if len(relations) > 1:
            finds.undecided = True
            finds.remarks.append(
                f"conflict: {code} is said to be {' and '.join(sorted(relations))} (SKOS S46, S27)"
            )
    return sorted(
        seen.values(), key=lambda t: (_RANK[t.relation], -(t.confidence or 0), term_key(t.term), t.code)
    )


def _map_step(concept_map: ConceptMap, row: Mapping) -> PathStep:
    source, target = row.source, row.target
    there = f"{target.code} {target.term!r}" if target.code else "no counterpart"
    text = f"{source.code} {source.term!r} {row.relation.skos} {there} ({concept_map.name} row {row.number})"
    return PathStep(
        "map", text, concept_map.name, concept_map.version, row.number, str(row.relation), row.note
    )


def _lineage_steps(followed: Trace) -> tuple[PathStep, ...]:
    return tuple(PathStep("lineage", str(step), version=step.release) for step in followed.steps)


def _product(first: float | None, second: float | None) -> float | None:
    given = [value for value in (first, second) if value is not None]
    return round(given[0] * given[-1], 4) if len(given) == 2 else (given[0] if given else None)
