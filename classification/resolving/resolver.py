"""What a code means in another classification, how sure that is, and by which way.

`Resolver` answers for one pair of systems at one time; `resolve` (local code → shared concept) and `translate` (local
code → another local system through a shared one) are the same question with different ends. Every candidate is kept;
one is singled out only where nothing else comes into question. Composition follows `classification.concept_map`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from classification.compiled.index import Index
from classification.concept import Kind, Status
from classification.concept_map import Coding, Relation
from classification.deadline import look
from classification.errors import UnknownScheme
from classification.lineage import RETOLD
from classification.remembered import Remembered
from classification.resolving.resolution import Form, Outcome, PathStep, Resolution, Target
from classification.resolving.route import Finds, Link, Routes
from classification.resolving.source import SourceSide, by_code, by_term, opposes
from classification.resolving.timeline import Timeline, lineage_steps
from classification.sentence import NOTHING, Sentence, both, joined, same
from classification.terminology import Terminology, When
from classification.text import term_key
from classification.words import word

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
    from classification.resolving.suggestion import Unknown

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
        self._source_remark: tuple[Sentence, ...] = ()
        self.source_uri, self.source_index, self._system_path = self._source_of(source)
        self.routes = Routes(self.timeline, self.source_uri, self.target.uri)
        if self.source_index is None and not any(
            self.source_uri in m.source_systems for m in self.routes.maps
        ):
            raise UnknownScheme(source, [scheme.name for scheme in terminology.schemes])
        self.same = self.source_uri == self.target.uri
        self._answers: Remembered[str, Resolution] = Remembered(_REMEMBERED)

    def resolve(self, text: str) -> Resolution:
        """The answer for one code (or term); the same input gives the same answer."""
        answer = self._answers.get(text)
        if answer is None:
            answer = self._resolve(text)
            if answer.outcome is Outcome.UNKNOWN_CODE:  # there is no end of these
                return answer
            self._answers.keep(text, answer)
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
        named = f"{scheme.name} ({scheme.uri})"
        said = both(f"{name} er en tidligere URI for {named}", f"{name} is a former URI of {named}")
        step = PathStep("system", said)
        path: tuple[PathStep, ...] = (step,) if name in scheme.aliases else ()
        if scheme.uri == self.target.uri:
            return scheme.uri, self.index, path
        index = self.timeline.release(scheme.uri, "")
        if not index.validity.covers(self.when.day):
            day = self.when.day.isoformat()
            uncovered = both(
                f"ingen udgave af {scheme.name} dækker {day}; {index.version} er læst",
                f"no release of {scheme.name} covers {day}; {index.version} was read",
            )
            path += (PathStep("release", uncovered, version=index.version),)
            self._source_remark = (uncovered,)
        return scheme.uri, index, path

    def _sources(self, text: str) -> tuple[SourceSide, ...]:
        if self.source_index is None:
            rows = self.routes.rows_of(text)
            coding = Coding(self.source_uri, text, rows[0].source.term if rows else "")
            return (SourceSide(coding, (text,), Form.CURRENT),) if rows else ()
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
        remarks = tuple(dict.fromkeys([r for s in sources for r in s.review] + finds.remarks))
        return self._judged(text, sources, targets, finds, remarks)

    def _unknown(self, text: str) -> Resolution:
        said, suggestions = self._suggested.answer(text)
        return Resolution(
            text,
            Outcome.UNKNOWN_CODE,
            path=self._system_path,
            releases=self._rests_on(()),
            said=said,
            suggestions=suggestions,
        )

    @cached_property
    def _suggested(self) -> Unknown:
        from classification.resolving.suggestion import Unknown  # imported where something is unknown

        return Unknown(
            self.timeline,
            self.routes,
            self.source_uri,
            self.source_index,
            terms=self.terms,
            kind=self.kind if self.same else None,
        )

    def _itself(self, source: SourceSide, finds: Finds) -> list[Target]:
        if source.number is None:
            code, release = source.coding.code, self.index.name
            finds.remarks.append(
                both(f"{code} har ingen afløser i {release}", f"{code} has no successor in {release}")
            )
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

    def _answerable(self, targets: list[Target], source: SourceSide, finds: Finds) -> list[Target]:
        """Targets of the kind asked for; a state never answers for an intervention, nor the other way round."""
        kept: list[Target] = []
        for target in targets:
            if self.kind is not None and target.kind is not self.kind:
                asked = word(self.kind)
                finds.remarks.append(_is_of_kind(target) + both(f", ikke {asked.da}", f", not {asked.en}"))
            elif opposes(source.kind, target.kind):
                cannot = both(": den kan ikke svare her", ": it cannot answer here")
                finds.remarks.append(_is_of_kind(target) + cannot)
            else:
                kept.append(target)
        return kept

    def _remark(self, targets: Sequence[Target], finds: Finds) -> None:
        """What whoever uses the answer should know besides."""
        if targets and finds.said_none:
            denied = both(
                "det siges også, at der intet modstykke er: ",
                "it is also said that there is no counterpart: ",
            )
            finds.remarks.append(denied + finds.said_none[0].said)
        for target in targets:
            if target.status is Status.DEPRECATED:
                concept = self.index.lookup(target.code)
                codes = ", ".join(concept.replaced_by)
                gone = both(f"{target.notation} er udgået", f"{target.notation} is deprecated")
                if codes:
                    gone += both(f": erstattet af {codes}", f": replaced by {codes}")
                elif concept.reason:
                    gone += same(f": {concept.reason}")
                finds.remarks.append(gone)

    def _judged(
        self,
        text: str,
        sources: Sequence[SourceSide],
        targets: list[Target],
        finds: Finds,
        remarks: tuple[Sentence, ...],
    ) -> Resolution:
        outcome, message = _outcome(targets, finds, self.kind)
        path = (*self._system_path, *(step for s in sources for step in s.path))
        path += tuple(step for target in targets for step in target.path)
        if not targets:
            path += tuple(finds.said_none)
        path = tuple(dict.fromkeys(path))
        alone = sources[0] if len(sources) == 1 else None
        if (finds.undecided or any(source.review for source in sources)) and outcome in OUTCOMES.values():
            outcome, message = Outcome.AMBIGUOUS, both("et menneske må afgøre det", "a person has to decide")
        return Resolution(
            input=text,
            outcome=outcome,
            targets=tuple(targets),
            path=path,
            releases=self._rests_on(path),
            said=joined(dict.fromkeys(part for part in (message, *remarks) if part), "; "),
            form=sources[0].form,
            source=alone.coding if alone else None,
            remarks=remarks,
        )

    def _rests_on(self, path: tuple[PathStep, ...]) -> tuple[tuple[str, str], ...]:
        rests = {self.target.name: self.index.version}
        if self.source_index is not None:
            rests.setdefault(self.source_index.scheme.name, self.source_index.version)
        rests |= {step.map: step.version for step in path if step.map}
        return tuple(rests.items())

    def _mapped(self, source: SourceSide, finds: Finds) -> list[Target]:
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
                both(
                    f"kortlægningen fører til {link.code}, som ingen udgave af {self.target.name} kender",
                    f"the map leads to {link.code}, which no release of {self.target.name} knows",
                )
            )
            return []
        followed = self.timeline.trace(made_for, self.index, number)
        path = (*link.path, *lineage_steps(followed))
        if not followed.safe:
            finds.remarks.append(self._uncarried(made_for, number, link, followed.why))
            finds.undecided = True
            return [self._target(i, Relation.RELATED, link.confidence, path) for i in followed.targets]
        since = both("siden kortlægningen blev lavet: ", "since the map was made: ")
        finds.remarks += [since + step.sentence() for step in followed.steps if step.change in RETOLD]
        return [self._target(followed.targets[0], link.relation, link.confidence, path)]

    def _uncarried(self, made_for: Index, number: int, link: Link, why: Sentence) -> Sentence:
        there, release = f"{link.code} ({made_for.terms[number]})", self.index.version
        return both(
            f"kortlægningen er lavet til {made_for.name}, hvor den fører til {there}; "
            f"det kan ikke føres til {release}: {why.da}",
            f"the map was made for {made_for.name}, where it leads to {there}; "
            f"that cannot be carried to {release}: {why.en}",
        )


def _is_of_kind(target: Target) -> Sentence:
    named, kind = f"{target.notation} {target.term!r}", word(target.kind)
    return both(f"{named} er af arten {kind.da}", f"{named} is of kind {kind.en}")


def _outcome(targets: Sequence[Target], finds: Finds, kind: Kind | None) -> tuple[Outcome, Sentence]:
    if not targets:
        if finds.said_none:
            note = next((step.note for step in finds.said_none if step.note), "")
            said = both(
                "kortlægningen siger, at der intet modstykke er", "the map says there is no counterpart"
            )
            return Outcome.UNMAPPED, said + same(f": {note}" if note else "")
        return Outcome.NO_MAP, NOTHING if finds.remarks else _no_map(finds)
    best = min(_RANK[target.relation] for target in targets)
    first = [target for target in targets if _RANK[target.relation] == best]
    if len(first) == 1:
        return OUTCOMES[first[0].relation], NOTHING
    said = both(f"{len(first)} kandidater, ingen er udpeget", f"{len(first)} candidates, none singled out")
    kinds = [word(found) for found in sorted({target.kind for target in first})]
    if kind is None and len(kinds) > 1:
        said += both("; indsnævr med arten ", "; narrow with kind ") + _either(kinds)
    return Outcome.AMBIGUOUS, said


def _either(words: Sequence[Sentence]) -> Sentence:
    return both(" eller ".join(one.da for one in words), " or ".join(one.en for one in words))


def _no_map(finds: Finds) -> Sentence:
    said, maps = (
        both("ingen kortlægning siger noget om den", "no map says anything about it"),
        ", ".join(sorted(finds.asked)),
    )
    if maps:
        said += both(f" (spurgt: {maps})", f" (asked: {maps})")
    return said + joined(same("; ") + expired for expired in dict.fromkeys(finds.expired))


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
            da = " og ".join(word(relation).da for relation in sorted(relations))
            en = " and ".join(sorted(relations))
            finds.remarks.append(
                both(
                    f"modstrid: {code} siges at være {da} (SKOS S46, S27)",
                    f"conflict: {code} is said to be {en} (SKOS S46, S27)",
                )
            )
    return sorted(
        seen.values(), key=lambda t: (_RANK[t.relation], -(t.confidence or 0), term_key(t.term), t.code)
    )
