"""What a value set holds: its members, one code's membership, and what changed between two editions.

A definition admits codes as the publisher's own files hold them, where one concept may stand under several codes: a
concept is a member when any of its codes is admitted, and `Member.admitted` says which. Members come system by system
in the order of the definition: enumerated codes as written, filtered concepts in the order of the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, overload

from classification.compiled.index import Index
from classification.concept import Kind, Status
from classification.deadline import looking
from classification.expansion.binding import Binder, BoundPart, Definition
from classification.expansion.selection import (
    EVERY,
    Admission,
    Origin,
    Selection,
    admits,
    admitted,
    both,
    out_of_use,
)
from classification.finding import Finding
from classification.lineage import way
from classification.record import frozen
from classification.terminology import Terminology, When
from classification.text import shown
from classification.value_set import Include, ValueSet


@frozen
class Member:
    """One concept in a value set.

    `number` is its number in the release (None where the system is not held), `code` the code by which the release
    knows it, `notations` all its codes, `admitted` those that the value set lets in.
    """

    system: str
    code: str
    term: str
    notations: tuple[str, ...]
    admitted: tuple[str, ...]
    status: Status = Status.ACTIVE
    kind: Kind = Kind.OTHER
    release: str = ""
    number: int | None = None


@frozen
class Expansion:
    """The members of a value set in given releases.

    `releases` names the release of each system that took part; `unresolved` says which parts of the definition could
    not be answered, and why.
    """

    value_set: ValueSet
    releases: Mapping[str, str]
    members: Sequence[Member]
    unresolved: tuple[Finding, ...] = ()

    @property
    def total(self) -> int:
        """How many members there are."""
        return len(self.members)

    def page(self, offset: int, count: int) -> tuple[Member, ...]:
        """Up to `count` members from number `offset` on (from 0)."""
        return tuple(self.members[max(offset, 0) : max(offset, 0) + max(count, 0)])

    @property
    def codes(self) -> frozenset[tuple[str, str]]:
        """Every admitted code with its system."""
        return frozenset((member.system, code) for member in self.members for code in member.admitted)


@frozen
class Membership:
    """Whether one code is in a value set, and why.

    `included_by` is the include that selects the code and `excluded_by` the exclude that takes it out. `admitted` are
    the codes of the same concept that are in: when the code itself is not among them, the concept is in under another.
    """

    system: str
    code: str
    member: bool
    known: bool
    admitted: tuple[str, ...]
    included_by: Include | None
    excluded_by: Include | None
    why: str
    releases: Mapping[str, str]
    unresolved: tuple[Finding, ...] = ()

    @property
    def under_other_code(self) -> bool:
        """Whether the concept is a member, but not by this code."""
        return not self.member and bool(self.admitted)


@frozen
class ValueSetDifference:
    """Two expansions compared by concept; `kept` pairs each member with what it is now."""

    gained: tuple[Member, ...]
    lost: tuple[Member, ...]
    kept: tuple[tuple[Member, Member], ...]
    unresolved: tuple[Finding, ...] = ()

    @property
    def recoded(self) -> tuple[tuple[Member, Member], ...]:
        """Members that stay, but under other codes."""
        return tuple((old, new) for old, new in self.kept if set(old.admitted) != set(new.admitted))


def expand(
    terminology: Terminology,
    value_set: ValueSet,
    when: When,
    *,
    text: str = "",
    active_only: bool = False,
    kind: Kind | None = None,
) -> Expansion:
    """The members of a value set.

    Args:
        terminology: where releases and other value sets are found.
        value_set: the definition, in the version asked for.
        when: the day, and the instant of knowledge, for what neither the definition nor its version pins.
        text: only members with a label that contains it or a code that begins with it.
        active_only: without concepts that are out of use or do not hold on the day; deprecated ones may still be used.
        kind: only members of that kind.
    """
    return bind(terminology, value_set, when).expand(text=text, active_only=active_only, kind=kind)


def contains(terminology: Terminology, value_set: ValueSet, system: str, code: str, when: When) -> Membership:
    """Whether a code is in a value set, and why, without listing the members.

    To ask for many codes, `bind` once and ask the bound value set.
    """
    return bind(terminology, value_set, when).contains(system, code)


def difference(
    terminology: Terminology, old: ValueSet, new: ValueSet, when: When, *, new_when: When | None = None
) -> ValueSetDifference:
    """What the new edition gained and lost; a concept that was given other codes is the same concept.

    `new_when` picks for the new edition where it differs from `when`.
    """
    before, after = bind(terminology, old, when), bind(terminology, new, new_when or when)
    was, now = before.expand(), after.expand()
    members = tuple(now.members)
    at = {(member.system, code): place for place, member in enumerate(members) for code in member.notations}
    lost: list[Member] = []
    kept: list[tuple[Member, Member]] = []
    met: set[int] = set()
    for member in looking(was.members):
        place = next(
            (at[member.system, code] for code in member.notations if (member.system, code) in at), None
        )
        if place is None:
            codes = _codes_over_time(terminology, member, before, after, new_when or when)
            place = next((at[member.system, code] for code in codes if (member.system, code) in at), None)
        if place is None:
            lost.append(member)
        else:
            met.add(place)
            kept.append((member, members[place]))
    gained = tuple(member for place, member in enumerate(members) if place not in met)
    return ValueSetDifference(gained, tuple(lost), tuple(kept), (*was.unresolved, *now.unresolved))


def bind(terminology: Terminology, value_set: ValueSet, when: When) -> BoundValueSet:
    """The value set with every system, filter and reference resolved, for several questions."""
    binder = Binder(terminology, when)
    return BoundValueSet(binder, binder.definition(value_set), when)


# ---------------------------------------------------------------- a bound value set


class BoundValueSet:
    """A value set bound to releases (see `bind`)."""

    def __init__(self, binder: Binder, definition: Definition, when: When) -> None:
        self._binder = binder
        self._definition = definition
        self._when = when
        self._split = frozenset(system for system, indexes in binder.systems.items() if len(indexes) > 1)
        self.releases: Mapping[str, str] = {
            next(index.scheme.name for index in opened): ", ".join(index.version for index in opened)
            for indexes in binder.systems.values()
            if (opened := [index for index in indexes if index is not None])
        }
        self.unresolved: tuple[Finding, ...] = tuple(finding for _, finding in binder.findings)

    def indexes(self, system: str) -> tuple[Index, ...]:
        """The releases in which a system is asked."""
        return tuple(index for index in self._binder.systems.get(system, ()) if index is not None)

    @property
    def resolution(self) -> tuple[object, ...]:
        """What the definition was resolved to: two with an equal one have the same members, whatever their day."""
        editions = tuple(self._binder.definitions)
        indexes = ((system, tuple(map(id, opened))) for system, opened in self._binder.systems.items())
        return editions, tuple(indexes)

    def expand(self, *, text: str = "", active_only: bool = False, kind: Kind | None = None) -> Expansion:
        """The members (see `expand`)."""
        entries = self._entries(_Selector(self._split).definition(self._definition))
        if kind is not None:
            entries = (e for e in entries if e.source is not None and e.source.kind(e.number) is kind)
        if active_only:
            entries = (e for e in entries if e.source is None or self._is_active(e.source, e.number))
        if text.strip():
            entries = _with_text(entries, text)
        return Expansion(self._definition.value_set, self.releases, _Members(list(entries)), self.unresolved)

    def contains(self, system: str, code: str) -> Membership:
        """Whether the code is a member, and why (see `contains`)."""
        uri = self._binder.system(system)
        indexes = self.indexes(uri)
        verdict = _Verdicts(uri, code, indexes).of(self._definition)
        codes = dict.fromkeys(
            each for index in indexes if (i := index.find(code)) is not None for each, _ in index.notations(i)
        )
        admitted_codes = tuple(
            each
            for each in codes or (code,)
            if (verdict if each == code else _Verdicts(uri, each, indexes).of(self._definition)).member
        )
        return Membership(
            system=uri,
            code=code,
            member=verdict.member,
            known=bool(codes),
            admitted=admitted_codes,
            included_by=verdict.include,
            excluded_by=verdict.exclude,
            why=self._reason(uri, code, verdict, admitted_codes, known=bool(codes)),
            releases=self.releases,
            unresolved=tuple(finding for of, finding in self._binder.findings if of in ("", uri)),
        )

    def _is_active(self, index: Index, i: int) -> bool:
        return index.holds_on(i, self._when.day) and not out_of_use(index, i)

    def _entries(self, selection: Selection) -> Iterator[_Entry]:
        for system in self._binder.systems:
            for index, concepts in selection.held.items():
                if index.scheme.uri == system:
                    yield from (
                        _Entry(system, index, i, admission) for i, admission in looking(concepts.items())
                    )
            yield from _grouped(system, selection.loose.get(system, {}))

    def _reason(self, uri: str, code: str, verdict: _Verdict, found: tuple[str, ...], *, known: bool) -> str:
        name = self._definition.value_set.name
        if verdict.member and verdict.include is not None:
            return f"{code!r} is in {name}: {describe(verdict.include)}"
        if verdict.exclude is not None:
            return f"{code!r} is taken out of {name}: {describe(verdict.exclude)}"
        if found:
            return f"the concept of {code!r} is in {name}, but only under {', '.join(map(repr, found))}"
        if uri not in self._binder.systems:
            unknown = self._binder.unknown(uri)
            return f"{name} takes no codes of {shown(uri)}" + (f": {unknown}" if unknown else "")
        indexes = self.indexes(uri)
        if indexes and not known:
            return f"{code!r} is not in {', '.join(index.name for index in indexes)}"
        return f"no part of {name} selects {code!r}"


def describe(part: Include) -> str:
    """One part of a definition in words."""
    said = [f"{f.property} {f.operator} {f.value}" for f in part.filters]
    said += [f"value set {uri}" for uri in part.value_sets]
    if part.codes:
        said.insert(0, f"code {part.codes[0]}" if len(part.codes) == 1 else f"one of {len(part.codes)} codes")
    return " and ".join(said) or f"all of {part.system}"


# ---------------------------------------------------------------- listing


class _Selector:
    """Selects what a definition holds; a value set that is referred to twice is selected once."""

    def __init__(self, split: frozenset[str]) -> None:
        self._split = split
        self._done: dict[Definition, Selection] = {}

    def definition(self, definition: Definition) -> Selection:
        if definition not in self._done:
            whole = Selection()
            for part in definition.include:
                whole.add(self._part(part))
            for part in definition.exclude:
                whole.drop(self._part(part))
            if definition.value_set.inactive is False:
                whole.keep_active()
            self._done[definition] = whole
        return self._done[definition]

    def _part(self, part: BoundPart) -> Selection:
        if not part.answerable:
            return Selection()
        own = self._own(part)
        for reference in part.references:
            if own is None:
                own = Selection()
                own.add(self.definition(reference))
            else:
                own.keep(self.definition(reference))
        chosen = own or Selection()
        if part.system:
            chosen.only(part.system)
        return chosen

    def _own(self, part: BoundPart) -> Selection | None:
        """What system, codes and filters select; None where they leave it to the value sets referred to."""
        if part.index is None:
            return (
                Selection(loose={part.system: dict.fromkeys(part.codes)})
                if part.system and part.codes
                else None
            )
        chosen = _chosen(part)
        if part.system not in self._split:
            return Selection(held={part.index: chosen})
        loose: dict[str, Origin] = {}
        for i, admission in chosen.items():
            for code, _ in part.index.notations(i):
                if code in admitted(part.index, i, admission):
                    loose[code] = (part.index, i)
        return Selection(loose={part.system: loose})


def _chosen(part: BoundPart) -> dict[int, Admission]:
    """The concepts that meet all conditions; those whose notations have none of the roles admitted are left out."""
    index = part.index
    assert index is not None
    lead = next((c for c in part.conditions if c.candidates is not None), None)
    candidates = range(len(index)) if lead is None or lead.candidates is None else lead.candidates()
    start = lead.role if lead is not None and lead.role else EVERY
    others = [c for c in part.conditions if c is not lead or not c.role]
    roles = index.role_bits
    if not others:
        return {i: found for i in candidates if (found := start & roles[i])}
    chosen: dict[int, Admission] = {}
    for i in looking(candidates):
        admission: Admission = start & roles[i]
        for each in others:
            admission = both(index, i, admission, each.admission(i))
            if not admission:
                break
        else:
            chosen[i] = admission
    return chosen


@frozen
class _Entry:
    """A member not yet looked up; `source` None is a bare code."""

    system: str
    source: Index | None
    number: int
    admission: Admission

    def member(self) -> Member:
        if self.source is None:
            assert not isinstance(self.admission, int)
            codes = tuple(sorted(self.admission))
            return Member(self.system, codes[0], "", codes, codes)
        index, i = self.source, self.number
        notations = tuple(code for code, _ in index.notations(i))
        found = admitted(index, i, self.admission)
        own = tuple(code for code in notations if code in found)
        return Member(
            system=self.system,
            code=index.codes[i],
            term=index.terms[i],
            notations=notations,
            admitted=(*own, *sorted(found.difference(own))),
            status=index.status(i),
            kind=index.kind(i),
            release=index.version,
            number=i,
        )


class _Members(Sequence[Member]):
    """Members, each looked up when it is asked for."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Member, ...]: ...
    def __getitem__(self, index: int | slice) -> Member | tuple[Member, ...]:
        if isinstance(index, slice):
            return tuple(entry.member() for entry in looking(self._entries[index]))
        return self._entries[index].member()

    def __iter__(self) -> Iterator[Member]:
        return (entry.member() for entry in looking(self._entries))


def _grouped(system: str, codes: Mapping[str, Origin]) -> Iterator[_Entry]:
    """Single codes, those of one concept together; the concept is shown as the first release named has it."""
    groups: list[tuple[Origin, list[str]]] = []
    group_of: dict[str, int] = {}
    for code, origin in codes.items():
        known_as = {code} if origin is None else {code, *(each for each, _ in origin[0].notations(origin[1]))}
        at = next((group_of[each] for each in sorted(known_as) if each in group_of), None)
        if at is None:
            at = len(groups)
            groups.append((origin, []))
        groups[at][1].append(code)
        group_of |= dict.fromkeys(known_as, at)
    for origin, found in groups:
        index, i = origin or (None, -1)
        yield _Entry(system, index, i, frozenset(found))


def _with_text(entries: Iterable[_Entry], text: str) -> Iterator[_Entry]:
    start: Final = text.strip().casefold()
    labelled: dict[Index, frozenset[int]] = {}
    for entry in entries:
        index, i = entry.source, entry.number
        if index is None:
            codes = sorted(entry.admission) if not isinstance(entry.admission, int) else []
        else:
            codes = [index.codes[i], index.keys[i]]
            if index not in labelled:
                labelled[index] = index.containing(text)
            if i in labelled[index]:
                yield entry
                continue
        if any(code.casefold().startswith(start) for code in codes):
            yield entry


# ---------------------------------------------------------------- one code


@frozen
class _Verdict:
    include: Include | None
    exclude: Include | None

    @property
    def member(self) -> bool:
        return self.include is not None and self.exclude is None


class _Verdicts:
    """Whether definitions hold one code; a value set that is referred to twice is asked once."""

    def __init__(self, system: str, code: str, indexes: Sequence[Index]) -> None:
        self._system, self._code = system, code
        numbers = ((index, index.find(code)) for index in indexes)
        self._out_of_use = any(i is not None and out_of_use(index, i) for index, i in numbers)
        self._done: dict[Definition, _Verdict] = {}

    def of(self, definition: Definition) -> _Verdict:
        if definition not in self._done:
            barred = self._out_of_use and definition.value_set.inactive is False
            parts = () if barred else definition.include
            include = next((part.given for part in parts if self._meets(part)), None)
            exclude = None
            if include is not None:
                exclude = next((part.given for part in definition.exclude if self._meets(part)), None)
            self._done[definition] = _Verdict(include, exclude)
        return self._done[definition]

    def _meets(self, part: BoundPart) -> bool:
        if not part.answerable or (part.system and part.system != self._system):
            return False
        if part.index is not None:
            own = self._admitted(part.index, part)
        else:
            own = not part.system or not part.codes or self._code in part.codes
        return own and all(self.of(reference).member for reference in part.references)

    def _admitted(self, index: Index, part: BoundPart) -> bool:
        found = index.notation(self._code)
        if found is None:
            return False
        i, role = found
        code = index.written(self._code)
        return all(admits(each.admission(i), code, role) for each in part.conditions)


# ---------------------------------------------------------------- one concept over releases


def _codes_over_time(
    terminology: Terminology, member: Member, before: BoundValueSet, after: BoundValueSet, when: When
) -> tuple[str, ...]:
    """Every code that the concept has borne in the releases between two bound value sets."""
    codes = dict.fromkeys(member.notations)
    starts, ends = before.indexes(member.system), after.indexes(member.system)
    if starts and ends:
        releases = [release.index for release in terminology.releases(member.system, when)]
        for index in way(releases, starts[0], ends[-1]):
            found = {i for code in codes if (i := index.find(code)) is not None}
            codes |= dict.fromkeys(code for i in sorted(found) for code, _ in index.notations(i))
    return tuple(codes)
