"""Profiles as TOML: one file per profile, in a folder; docs/profiles.md describes the form.

`read_profiles` reads folders; a profile of a later folder takes the place of one with the same name, so a user's own
folder can change what is shipped. Every mistake is a finding with its line and a remedy.

Findings: SPR01–03 the file cannot be read, SPT01–06 keys and values, SPP01 a path, SPP02 a parent, SPP03 a field type,
SPP04 a regular expression, SPP05 a rule code, SPP06 a rule's demand, SPP07 another form than TOML, SPP09 a least number
above the greatest, SPP10 two severities of one rule from one day, SPP11 two files of one name, SPP12 a folder without
profiles. (SPP08, a value set that is not there, and SPP13, a code that no release knows, are found when profiles meet a
terminology.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from classification import Finding, Place, Severity, Validity
from classification.check.path import InvalidPath, read_path
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
from classification.concept import Kind
from classification.errors import InvalidPattern
from classification.expansion.pattern import pattern
from classification.record import frozen, replace
from classification.rules.registry import CHECK_RULES
from classification.sentence import NOTHING, Sentence, both, same
from loaders.profile_toml.fault import ProfileDraft, find_faults, is_rule, near_rules
from loaders.reading.notes import Notes, known
from loaders.reading.text_file import read_text
from loaders.reading.toml_table import Lines, Table, parse

E = TypeVar("E", bound=StrEnum)
P = TypeVar("P")

MAX_LEVELS: Final = 64
"""How many profiles may lie over each other; no more are laid."""

_FLAGS: Final = (Claim.EXISTS, Claim.ABSENT)
_LISTED: Final = tuple(test for test in Claim if test not in _FLAGS)
_PATHS: Final = (Demand.REQUIRE, Demand.FORBID)
_CHECKS: Final = tuple(demand for demand in Demand if demand not in (*_PATHS, Demand.NOT_FUTURE))


@frozen
class Profiles:
    """The profiles of some folders, the more particular ones of a type first, and what was found on reading."""

    profiles: tuple[Profile, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that forbid use."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def read_profiles(folders: Iterable[Path], beside: Iterable[Path] = ()) -> Profiles:
    """The profiles in all `*.toml` files of the folders.

    Abstract ones are laid under those that extend them and left out. Those of the folders `beside` may be extended too,
    and are left out.
    """
    notes = Notes()
    named = tuple(folders)
    drafts = _drafts((*beside, *named), notes)
    own = {name: draft for name, draft in drafts.items() if draft.folder in named}
    whole = _Whole(drafts, notes)
    made = []
    for name, draft in own.items():
        profile = whole.profile(name)
        if profile is None:
            continue
        find_faults(draft, profile, whole.parents(draft), notes)
        if not draft.abstract:
            made.append(profile)
    made.sort(key=lambda profile: (-len(profile.match.shape), profile.name))
    return Profiles(tuple(made), tuple(notes.findings))


def place_of(folders: Iterable[Path], profile: str, text: str) -> Place:
    """Where a text stands in the file of a profile, else in those that it extends; nowhere where it is in none."""
    drafts = _drafts(folders, Notes())
    pending = [profile]
    for name in pending:
        draft = drafts.get(name)
        if draft is None:
            continue
        for path in _paths_of(text, draft.root.record):
            return draft.place(*path)
        pending += [parent for parent in draft.parents if parent not in pending]
    return Place()


def _paths_of(text: str, value: Any) -> Iterator[tuple[str | int, ...]]:
    parts: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for key, part in parts:
        if part == text:
            yield (key,)
        yield from ((key, *path) for path in _paths_of(text, part))


def _drafts(folders: Iterable[Path], notes: Notes) -> dict[str, ProfileDraft]:
    """What all files of the folders say, by name; of a later folder rather than of an earlier one."""
    drafts: dict[str, ProfileDraft] = {}
    for folder in {
        folder.resolve(): folder for folder in folders
    }.values():  # one that is named twice is read once
        others = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))
        for file in others:
            notes.error(
                "SPP07",
                both("en profil skrives som TOML", "a profile is written as TOML"),
                Place(file.name),
                both(f"skriv den som {file.stem}.toml", f"write it as {file.stem}.toml"),
            )
        files = sorted(folder.glob("*.toml"))
        if not files and not others:
            _tell_empty(folder, notes)
        for file in files:
            draft = _read(file, notes)
            if draft is None or not draft.profile.name:
                continue
            before = drafts.get(draft.profile.name)
            if before is not None and before.folder == folder:
                name, other = draft.profile.name, before.place("name").file
                message = both(
                    f"profilen {name!r} står også i {other}", f"profile {name!r} stands in {other} too"
                )
                remedy = both("giv hver sit eget navn", "give each its own name")
                notes.error("SPP11", message, draft.place("name"), remedy)
            drafts[draft.profile.name] = draft
    return drafts


def _tell_empty(folder: Path, notes: Notes) -> None:
    """A folder that is named for its profiles and has none would leave everything unchecked."""
    below = sorted({file.parent for file in folder.rglob("*.toml")})
    if below:
        message = both("der ligger kun profiler i mapper under den", "profiles lie only in folders below it")
        folders = [str(one) for one in below[:3]]
        remedy = both(f"nævn {' eller '.join(folders)}", f"name {' or '.join(folders)}")
    else:
        message = both("mappen indeholder ingen profil", "the folder holds no profile")
        remedy = both(
            "læg profiler der som *.toml, eller nævn en anden mappe",
            "put profiles there as *.toml, or name another folder",
        )
    notes.error("SPP12", message, Place(str(folder)), remedy)


def _read(file: Path, notes: Notes) -> ProfileDraft | None:
    text = read_text(file, notes)
    document = parse(text, file.name, notes) if text is not None else None
    if text is None or document is None:
        return None
    return _Reader(Table(document, (), Lines(text, file.name), notes), file.parent, notes).draft()


class _Reader:
    """Reads one file."""

    def __init__(self, root: Table, folder: Path, notes: Notes) -> None:
        self._root, self._folder, self._notes = root, folder, notes

    def draft(self) -> ProfileDraft:
        root = self._root
        absent, fields, severities = self._absent(), root.parts("field"), root.parts("severity")
        profile = Profile(
            name=root.text("name", required=True),
            channel=root.text("channel", required=True),
            match=self._match(root.part("match")),
            title=self._sentence(root, "title"),
            version=root.text("version"),
            validity=Validity(root.day("valid_from"), root.day("valid_to")),
            date=self._checked_paths("date"),
            fields=(*(Field(path, max=0) for _, path in absent), *self._fields(fields)),
            types=tuple(self._type(table) for table in root.parts("type")),
            bindings=tuple(self._binding(table) for table in root.parts("binding")),
            rules=tuple(rule for table in root.parts("rule") if (rule := self._rule(table)) is not None),
            severities=tuple(map(self._severity, severities)),
            systems=root.texts("systems"),
            closed=root.flag("closed"),
            inside=root.flag("references_inside"),
            source=root.text("source"),
        )
        draft = ProfileDraft(
            profile,
            root.texts("extends"),
            root.texts("without"),
            root.flag("abstract"),
            frozenset(root.record),
            self._folder,
            root,
            fields_at=(*(("absent", number) for number, _ in absent), *(table.steps for table in fields)),
            severities_at=tuple(table.steps for table in severities),
        )
        root.text("$schema")
        root.done()
        return draft

    # the parts

    def _match(self, table: Table) -> ProfileMatch:
        match = ProfileMatch(
            format=table.choice("format", ValueFormat, ValueFormat.FHIR) or ValueFormat.FHIR,
            type_name=table.text("type"),
            profiles=table.texts("profiles"),
            default=table.flag("default"),
            shape=self._conditions(table, "shape"),
        )
        table.done()
        return match

    def _absent(self) -> tuple[tuple[int, str], ...]:
        """Paths that may not stand there, each with its number in the list."""
        return tuple(
            (number, path)
            for number, path in enumerate(self._root.texts("absent"))
            if self._readable(path, self._root, "absent", number)
        )

    def _fields(self, tables: Iterable[Table]) -> tuple[Field, ...]:
        return tuple(self._field(table) for table in tables)

    def _field(self, table: Table) -> Field:
        path = self._path(table, "path", required=True)
        field = Field(
            path=path,
            type=table.text("type"),
            array=table.flag("array") if table.has("array") else None,
            min=table.whole("min"),
            max=table.whole("max"),
            closed=table.flag("closed") if table.has("closed") else None,
            pattern=table.text("pattern"),
            values=table.texts("values"),
            targets=table.texts("targets"),
            rule=self._code(table, "rule"),
        )
        for key in ("array", "closed"):
            table.ask(key)
        try:
            pattern(field.pattern)
        except InvalidPattern as problem:
            remedy = both(
                "skriv det med det, som docs/profiles.md opregner; et mønster holdes mod hele teksten",
                "write it with what docs/profiles.md lists; a pattern is held against the whole text",
            )
            self._notes.error("SPP04", same(f"{path}: ") + problem.message, table.place("pattern"), remedy)
            field = replace(field, pattern="")
        if field.max is not None and field.max < (field.min or 0):
            message = both(
                f"{path} står mindst {field.min} gange og højst {field.max}",
                f"{path} stands at least {field.min} times and at most {field.max}",
            )
            self._notes.error(
                "SPP09", message, table.place("max"), both("ret min eller max", "correct min or max")
            )
        table.done()
        return field

    def _type(self, table: Table) -> tuple[str, tuple[Field, ...]]:
        name = table.text("name", required=True)
        fields = self._fields(table.parts("field"))
        table.done()
        return name, fields

    def _binding(self, table: Table) -> Binding:
        path = self._path(table, "path", required=True)
        kinds = []
        for number, word in enumerate(table.texts("kinds")):
            if word in set(Kind):
                kinds.append(Kind(word))
            else:
                message = both(f"arten {word!r} i bindingen {path}", f"kind {word!r} of binding {path}")
                self._notes.error("SPT05", message, table.place("kinds", number), known(map(str, Kind)))
        pins = [Pin(None, table.text("release"))] if table.has("release") else []
        table.ask("release")
        for pin in table.parts("releases"):
            pins.append(Pin(pin.day("from"), pin.text("release", required=True)))
            pin.done()
        binding = Binding(
            path=path,
            value_sets=table.texts("value-sets"),
            strength=table.choice("strength", Strength, Strength.REQUIRED) or Strength.REQUIRED,
            kinds=tuple(kinds),
            systems=table.texts("systems"),
            pins=tuple(pins),
            codes=self._codes(table, path),
        )
        table.done()
        return binding

    def _codes(self, table: Table, path: str) -> tuple[str, ...]:
        """The codes that a binding lists one by one, each with its system."""
        codes = []
        for number, text in enumerate(table.texts("codes")):
            system, _, code = text.rpartition("|")
            if system and code:
                codes.append(text)
                continue
            message = both(f"koden {text!r} i bindingen {path}", f"code {text!r} of binding {path}")
            remedy = both("skriv den som SYSTEM|KODE", "write it as SYSTEM|CODE")
            self._notes.error("SPT05", message, table.place("codes", number), remedy)
        return tuple(codes)

    def _severity(self, table: Table) -> Severities:
        found = Severities(
            rule=self._code(table, "rule", required=True),
            severity=table.choice("severity", Severity) or Severity.WARNING,
            start=table.day("from"),
        )
        table.done()
        return found

    def _conditions(self, table: Table, key: str) -> tuple[Condition, ...]:
        return tuple(found for part in table.parts(key) if (found := self._condition(part)) is not None)

    def _condition(self, table: Table) -> Condition | None:
        path = self._path(table, "path")
        for test in Claim:
            table.ask(str(test))
        found = [Condition(path, flag) for flag in _FLAGS if table.flag(str(flag))]
        found += [Condition(path, test, table.values(str(test))) for test in _LISTED if table.has(str(test))]
        table.done()
        if len(found) != 1:
            names = ", ".join(map(str, Claim))
            message = both(
                f"en betingelse på {path!r} spørger om {len(found)} ting",
                f"a condition on {path!r} asks {len(found)} things",
            )
            self._notes.error(
                "SPP06", message, table.place(), both(f"skriv en af: {names}", f"give one of: {names}")
            )
            return None
        return found[0]

    def _rule(self, table: Table) -> CrossRule | None:
        code = self._code(table, "code", required=True)
        demand = self._demand(table)
        severity = table.choice("severity", Severity, Severity.ERROR) if table.has("severity") else None
        table.ask("severity")
        when = self._conditions(table, "when")
        each, message, remedy = (
            self._path(table, "each"),
            self._sentence(table, "message"),
            self._sentence(table, "remedy"),
        )
        table.done()
        if demand is None:
            return None
        kind, path, values = demand
        return CrossRule(code, kind, path, values, when, each, severity, message, remedy)

    def _demand(self, table: Table) -> tuple[Demand, str, tuple[Any, ...]] | None:
        """`require` or `forbid` a path; or `check` a path against something."""
        for each in Demand:
            table.ask(str(each))
        found: list[tuple[Demand, str, tuple[Any, ...]]] = [
            (demand, self._path(table, str(demand)), ()) for demand in _PATHS if table.has(str(demand))
        ]
        path = self._path(table, "check")
        if table.flag(str(Demand.NOT_FUTURE)):
            found.append((Demand.NOT_FUTURE, path, ()))
        found += [(demand, path, table.values(str(demand))) for demand in _CHECKS if table.has(str(demand))]
        if len(found) != 1 or not found[0][1] or not _has_values(*found[0]):
            names = ", ".join(map(str, Demand))
            message = (
                both(f"en regel kræver {len(found)} ting", f"a rule demands {len(found)} things")
                if len(found) != 1
                else both("en regels krav er ikke helt", "a rule's demand is not whole")
            )
            remedy = both(
                f"skriv en af {names}; alle undtagen require og forbid med check = en sti",
                f"give one of {names}; all but require and forbid with check = a path",
            )
            self._notes.error("SPP06", message, table.place(), remedy)
            return None
        return found[0]

    # small things

    def _sentence(self, table: Table, key: str) -> Sentence:
        texts = dict(table.pairs(key))
        if not texts:
            return NOTHING
        return Sentence(texts.get("da", texts.get("en", "")), texts.get("en", texts.get("da", "")))

    def _path(self, table: Table, key: str, *, required: bool = False) -> str:
        path = table.text(key, required=required)
        return path if self._readable(path, table, key) else ""

    def _checked_paths(self, key: str) -> tuple[str, ...]:
        return tuple(
            path
            for number, path in enumerate(self._root.texts(key))
            if self._readable(path, self._root, key, number)
        )

    def _readable(self, path: str, table: Table, *at: str | int) -> bool:
        try:
            read_path(path)
        except InvalidPath as problem:
            remedy = both(
                "skriv navne med punktum, udsnit som navn[sti=værdi]",
                "write names with dots, slices as name[path=value]",
            )
            self._notes.error("SPP01", problem.message, table.place(*at), remedy)
            return False
        return True

    def _code(self, table: Table, key: str, *, required: bool = False) -> str:
        code = table.text(key, required=required)
        if code and not is_rule(code):
            message = both(f"{code!r} er ingen regel", f"{code!r} is no rule")
            self._notes.error("SPP05", message, table.place(key), near_rules(code, CHECK_RULES))
            return ""
        return code


def _has_values(demand: Demand, _path: str, values: tuple[Any, ...]) -> bool:
    """Whether a demand comes with what it compares with: one number, one path, or a list."""
    if demand in (Demand.AT_MOST, Demand.AT_LEAST):
        return len(values) == 1 and type(values[0]) is int
    if demand in (Demand.ORDER, Demand.ORDINAL):
        return bool(values) and all(isinstance(value, str) for value in values)
    return bool(values) or demand in (*_PATHS, Demand.NOT_FUTURE)


class _Whole:
    """Lays parents under the profiles that extend them: each profile is made whole once, however many extend it."""

    def __init__(self, drafts: Mapping[str, ProfileDraft], notes: Notes) -> None:
        self._drafts, self._notes = drafts, notes
        self._made: dict[str, Profile] = {}
        self._lines: dict[str, tuple[str, ...]] = {}
        self._levels: dict[str, int] = {}

    def profile(self, name: str) -> Profile | None:
        """The profile with its parents under it; None where it lies on more levels than are laid."""
        if name not in self._levels:
            self._make(name)
        return self._made.get(name)

    def parents(self, draft: ProfileDraft) -> tuple[Profile, ...]:
        """Those that it extends and that are there."""
        return tuple(self._made[parent] for parent in draft.parents if parent in self._made)

    def _make(self, name: str) -> None:
        """Parents first, without recursion: how many levels there are is for others to say."""
        unmade = [(name, self._known_parents(name, frozenset()))]
        open_ = {name: None}
        while unmade:
            current, parents = unmade[-1]
            missing = next((parent for parent in reversed(parents) if parent not in self._levels), None)
            if missing is not None:
                open_[missing] = None
                unmade.append((missing, self._known_parents(missing, open_.keys())))
                continue
            unmade.pop()
            del open_[current]
            self._lay(current, parents)

    def _known_parents(self, name: str, open_: Collection[str]) -> tuple[str, ...]:
        """Each parent once, without those that are unknown or lead back to the profile, which are told."""
        draft, parents = self._drafts[name], []
        for number, parent in enumerate(draft.parents):
            if parent in self._drafts and parent != name and parent not in open_:
                parents.append(parent)
                continue
            why = (
                both("udvider sig selv", "extends itself")
                if parent in self._drafts
                else both(f"udvider {parent!r}, som er ukendt", f"extends {parent!r}, which is unknown")
            )
            self._notes.error(
                "SPP02",
                both(f"profilen {name!r} {why.da}", f"profile {name!r} {why.en}"),
                draft.place("extends", number),
                known(sorted(self._drafts), parent),
            )
        return tuple(dict.fromkeys(parents))

    def _lay(self, name: str, parents: tuple[str, ...]) -> None:
        draft = self._drafts[name]
        self._levels[name] = level = 1 + max((self._levels[parent] for parent in parents), default=0)
        if level > MAX_LEVELS:
            if level == MAX_LEVELS + 1:  # those above it rest on it: told once
                self._tell_levels(draft)
            return
        line = dict.fromkeys(ancestor for parent in parents for ancestor in self._lines[parent])
        self._lines[name] = (*line, name)
        whole = draft.profile
        for parent in reversed(parents):
            whole = _laid_over(whole, self._made[parent], draft)
        bindings = _latest_bindings(self._drafts[one].profile.bindings for one in self._lines[name])
        self._made[name] = replace(whole, bindings=bindings) if parents else whole

    def _tell_levels(self, draft: ProfileDraft) -> None:
        name = draft.profile.name
        message = both(
            f"profilen {name!r} udvider over mere end {MAX_LEVELS} led",
            f"profile {name!r} extends over more than {MAX_LEVELS} levels",
        )
        remedy = both("læg profilerne sammen på færre led", "put the profiles together on fewer levels")
        self._notes.error("SPP02", message, draft.place("extends"), remedy)


def _laid_over(own: Profile, parent: Profile, draft: ProfileDraft) -> Profile:
    """A profile over one of its parents; what several parents have from one ancestor is there once."""
    match = own.match
    if not match.type_name:
        match = replace(parent.match, profiles=match.profiles, shape=match.shape, default=match.default)
    return replace(
        own,
        match=match,
        title=own.title if "title" in draft.keys else parent.title,
        version=own.version or parent.version,
        validity=own.validity if {"valid_from", "valid_to"} & draft.keys else parent.validity,
        date=own.date or parent.date,
        fields=_once((*parent.fields, *own.fields)),
        types=_once((*parent.types, *own.types)),
        rules=_once((*(rule for rule in parent.rules if rule.rule not in draft.without), *own.rules)),
        severities=_once((*parent.severities, *own.severities)),
        systems=tuple(dict.fromkeys((*parent.systems, *own.systems))),
        closed=own.closed if "closed" in draft.keys else parent.closed,
        inside=own.inside if "references_inside" in draft.keys else parent.inside,
    )


def _once(parts: tuple[P, ...]) -> tuple[P, ...]:
    """Each part that a file wrote, at its first place: before what lies over it."""
    return tuple({id(part): part for part in parts}.values())


def _latest_bindings(levels: Iterable[tuple[Binding, ...]]) -> tuple[Binding, ...]:
    """The bindings of each path by the last level that has the path, those of ancestors first."""
    found: tuple[Binding, ...] = ()
    for own in levels:
        replaced = {binding.path for binding in own}
        found = (*(binding for binding in found if binding.path not in replaced), *own)
    return found
