"""What a code means in another classification, how sure that is, and by which way.

`Resolver` answers for one pair of systems at one time; `resolve` (local code → shared concept) and `translate` (local
code → another local system through a shared one) are the same question with different ends. Every candidate is kept;
one is singled out only where nothing else comes into question. Composition follows `classification.concept_map`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from classification.concept import Kind, Status
from classification.concept_map import Coding, Relation
from classification.deadline import look
from classification.errors import UnknownScheme
from classification.index import Index
from classification.lineage import RETOLD
from classification.resolution import Form, Outcome, PathStep, Resolution, Target
from classification.route import Finds, Link, Routes
from classification.source import Source, by_code, by_term, opposes
from classification.terminology import Terminology, When
from classification.text import term_key
from classification.timeline import Timeline, lineage_steps

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
if TYPE_CHECKING:
    from classification.suggestion import Unknown

_REMEMBERED: Final = 100_000


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
        self.timeline = Timeline(terminology, when.of(""))
        self.target = terminology.scheme(target)
        self.index = terminology.index(target, when)
        self._source_remark: tuple[str, ...] = ()
        self.source_uri, self.source_index, self._system_path = self._source_of(source)
        self.routes = Routes(self.timeline, self.source_uri, self.target.uri)
        if self.source_index is None and not any(
            self.source_uri in m.source_systems for m in self.routes.maps
        ):
            raise UnknownScheme(source, [scheme.name for scheme in terminology.schemes])
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

    def resolve_each(self, texts: Iterable[str]) -> Iterator[Resolution]:
        """The answers for many inputs, one by one in their order: each that of `resolve`."""
        return map(self.resolve, texts)

    def resolve_all(self, texts: Iterable[str]) -> list[Resolution]:
        """The answers of `resolve_each` as a list."""
        return list(self.resolve_each(texts))

    # the source

    def _source_of(self, name: str) -> tuple[str, Index | None, tuple[PathStep, ...]]:
        if not self.terminology.has_scheme(name):
            return name, None, ()
        scheme = self.terminology.scheme(name)
        step = PathStep("system", f"{name} is a former URI of {scheme.name} ({scheme.uri})")
        path: tuple[PathStep, ...] = (step,) if name in scheme.aliases else ()
        if scheme.uri == self.target.uri:
            return scheme.uri, self.index, path
        index = self.timeline.release(scheme.uri, "")
        if not index.validity.covers(self.when.day):
            text = f"no release of {scheme.name} covers {self.when.day.isoformat()}; {index.version} was read"
            path += (PathStep("release", text, version=index.version),)
            self._source_remark = (text,)
        return scheme.uri, index, path

    def _sources(self, text: str) -> tuple[Source, ...]:
        if self.source_index is None:
            rows = self.routes.rows_of(text)
            coding = Coding(self.source_uri, text, rows[0].source.term if rows else "")
            return (Source(coding, (text,), Form.CURRENT),) if rows else ()
        if self.terms:
            kind = self.kind if self.same else None
            return by_term(self.timeline, self.source_index, text, kind)
        return by_code(self.timeline, self.source_index, text)

    # the answer

    def _resolve(self, text: str) -> Resolution:
        look()
        sources = self._sources(text)
        if not sources:
            return self._unknown(text)
        finds = Finds()
        targets: list[Target] = []
        for source in sources:
            found = self._itself(source, finds) if self.same else self._mapped(source, finds)
            targets += self._answerable(found, source, finds)
        finds.remarks += self._source_remark
        finds.remarks += [remark for source in sources for remark in source.remarks]
        targets = _merged(targets, finds)
        self._remark(targets, finds)
        review = tuple(dict.fromkeys([r for s in sources for r in s.review] + finds.remarks))
        return self._judged(text, sources, targets, finds, review)

    def _unknown(self, text: str) -> Resolution:
        message, suggestions = self._suggested.answer(text)
        return Resolution(
            text,
            Outcome.UNKNOWN_CODE,
            path=self._system_path,
            releases=self._rests_on(()),
            message=message,
            suggestions=suggestions,
        )

    @cached_property
    def _suggested(self) -> Unknown:
        from classification.suggestion import Unknown  # imported where something is unknown

        return Unknown(
            self.timeline,
            self.routes,
            self.source_uri,
            self.source_index,
            terms=self.terms,
            kind=self.kind if self.same else None,
        )

    def _itself(self, source: Source, finds: Finds) -> list[Target]:
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

    def _answerable(self, targets: list[Target], source: Source, finds: Finds) -> list[Target]:
        """Targets of the kind asked for; a state never answers for an intervention, nor the other way round."""
        kept: list[Target] = []
        for target in targets:
            if self.kind is not None and target.kind is not self.kind:
                finds.remarks.append(
                    f"{target.notation} {target.term!r} is of kind {target.kind}, not {self.kind}"
                )
            elif opposes(source.kind, target.kind):
                finds.remarks.append(
                    f"{target.notation} {target.term!r} is of kind {target.kind}: it cannot answer here"
                )
            else:
                kept.append(target)
        return kept

    def _remark(self, targets: Sequence[Target], finds: Finds) -> None:
        """What whoever uses the answer should know besides."""
        if targets and finds.said_none:
            finds.remarks.append(f"it is also said that there is no counterpart: {finds.said_none[0].text}")
        for target in targets:
            if target.status is Status.DEPRECATED:
                concept = self.index.lookup(target.code)
                instead = (
                    f"replaced by {', '.join(concept.replaced_by)}" if concept.replaced_by else concept.reason
                )
                finds.remarks.append(f"{target.notation} is deprecated" + (f": {instead}" if instead else ""))

    def _judged(
        self,
        text: str,
        sources: Sequence[Source],
        targets: list[Target],
        finds: Finds,
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

    def _mapped(self, source: Source, finds: Finds) -> list[Target]:
        found = self.routes.from_codes(source.codes)
        finds.add(found)
        return [target for link in found.links for target in self._landed(link, finds)]

    def _landed(self, link: Link, finds: Finds) -> list[Target]:
        """The link's target in the release asked for."""
        made_for = self.timeline.release(self.target.uri, link.release) if link.release else self.index
        number = made_for.find(link.code)
        if number is None:
            made_for, number = next(
                ((o, n) for o in self.timeline.others(made_for) if (n := o.find(link.code)) is not None),
                (made_for, None),
            )
        if number is None:
            finds.remarks.append(
                f"the map leads to {link.code}, which no release of {self.target.name} knows"
            )
            return []
        followed = self.timeline.trace(made_for, self.index, number)
        path = (*link.path, *lineage_steps(followed))
        if not followed.safe:
            finds.remarks.append(
                f"the map was made for {made_for.name}, where it leads to {link.code} ({made_for.terms[number]}); "
                f"that cannot be carried to {self.index.version}: {followed.why}"
            )
            finds.undecided = True
            return [self._target(i, Relation.RELATED, link.confidence, path) for i in followed.targets]
        finds.remarks += [
            f"since the map was made: {step}" for step in followed.steps if step.change in RETOLD
        ]
        return [self._target(followed.targets[0], link.relation, link.confidence, path)]


def _outcome(targets: Sequence[Target], finds: Finds, kind: Kind | None) -> tuple[Outcome, str]:
    if not targets:
        if finds.said_none:
            note = next((step.note for step in finds.said_none if step.note), "")
            return Outcome.UNMAPPED, "the map says there is no counterpart" + (f": {note}" if note else "")
        asked = f" (asked: {', '.join(sorted(finds.asked))})" if finds.asked else ""
        once = "".join(f"; {text}" for text in dict.fromkeys(finds.expired))
        return Outcome.NO_MAP, "" if finds.remarks else f"no map says anything about it{asked}{once}"
    best = min(_RANK[target.relation] for target in targets)
    first = [target for target in targets if _RANK[target.relation] == best]
    if len(first) == 1:
        return OUTCOMES[first[0].relation], ""
    kinds = sorted({str(target.kind) for target in first})
    hint = f"; narrow with kind {' or '.join(kinds)}" if kind is None and len(kinds) > 1 else ""
    return Outcome.AMBIGUOUS, f"{len(first)} candidates, none singled out{hint}"


def _merged(targets: list[Target], finds: Finds) -> list[Target]:
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
