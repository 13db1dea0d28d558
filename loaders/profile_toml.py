"""Profiles as TOML: one file per profile, in a folder; docs/profiles.md describes the form.

`read_profiles` reads folders; a profile of a later folder takes the place of one with the same name, so a user's own
folder can change what is shipped. Every mistake is a finding with its line and a remedy.

Findings: SPR01–03 the file cannot be read, SPT01–06 keys and values, SPP01 a path, SPP02 a parent, SPP03 a field type,
SPP04 a regular expression, SPP05 a rule code, SPP06 a rule's demand, SPP07 another form than TOML, SPP09 a least number
above the greatest. (SPP08, a value set that is not there, is found when profiles meet a terminology.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from classification.check_path import InvalidPath, read_path
from classification.check_type import OPEN, SIMPLE
from classification.concept import Kind
from classification.finding import Finding, Place, Severity
from classification.observation import NOTHING, Sentence
from classification.profile import (
    Binding,
    Claim,
    Condition,
    CrossRule,
    Demand,
    Field,
    Format,
    Match,
    Pin,
    Profile,
    Severities,
    Strength,
)
from classification.record import frozen, replace
from classification.sentence import both
from classification.validity import Validity
from loaders.notes import Notes, known
from loaders.text_file import read_text
from loaders.vocabulary_folder.toml_table import Lines, Table, parse

E = TypeVar("E", bound=StrEnum)

_CODE: Final = re.compile(r"SP[1-9]\d\d\Z")
_PATH_AT: Final = re.compile(r"""\bpath\s*=\s*["']([^"']*)["']""")
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


@frozen
class _Draft:
    """A profile as its file says it, before its parents are laid under it."""

    profile: Profile
    parents: tuple[str, ...]
    without: tuple[str, ...]
    abstract: bool
    said: frozenset[str]
    place: Place


def read_profiles(folders: Iterable[Path]) -> Profiles:
    """The profiles in all `*.toml` files of the folders.

    Abstract ones are laid under those that extend them and left out.
    """
    notes = Notes()
    drafts: dict[str, _Draft] = {}
    for folder in folders:
        for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
            notes.error(
                "SPP07",
                both("en profil skrives som TOML", "a profile is written as TOML"),
                Place(file.name),
                both(f"skriv den som {file.stem}.toml", f"write it as {file.stem}.toml"),
            )
        for file in sorted(folder.glob("*.toml")):
            draft = _read(file, notes)
            if draft is not None and draft.profile.name:
                drafts[draft.profile.name] = draft
    whole = _Whole(drafts, notes)
    made = [whole.profile(name) for name, draft in sorted(drafts.items()) if not draft.abstract]
    for profile in made:
        _check_types(profile, drafts[profile.name].place, notes)
    made.sort(key=lambda profile: (-len(profile.match.shape), profile.name))
    return Profiles(tuple(made), tuple(notes.findings))


def _read(file: Path, notes: Notes) -> _Draft | None:
    text = read_text(file, notes)
    document = parse(text, file.name, notes) if text is not None else None
    if text is None or document is None:
        return None
    return _Reader(Table(document, "", 0, Lines(text, file.name), notes), text, file.name, notes).draft()


class _Reader:
    """Reads one file."""

    def __init__(self, root: Table, text: str, file: str, notes: Notes) -> None:
        self._root, self._file, self._notes = root, file, notes
        self._paths: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            for found in _PATH_AT.finditer(line):
                self._paths.setdefault(found[1], number)

    def draft(self) -> _Draft:
        root = self._root
        profile = Profile(
            name=root.text("name", required=True),
            channel=root.text("channel", required=True),
            match=self._match(root.part("match")),
            title=self._sentence(root, "title"),
            version=root.text("version"),
            validity=Validity(root.day("valid_from"), root.day("valid_to")),
            date=self._checked_paths(root.texts("date")),
            fields=(*self._absent(), *self._fields(root.tables("field"))),
            types=tuple(self._type(table) for table in root.tables("type")),
            bindings=tuple(self._binding(table) for table in root.tables("binding")),
            rules=tuple(rule for table in root.tables("rule") if (rule := self._rule(table)) is not None),
            severities=tuple(self._severity(table) for table in root.tables("severity")),
            systems=root.texts("systems"),
            closed=root.flag("closed"),
            inside=root.flag("references_inside"),
            source=root.text("source"),
        )
        draft = _Draft(
            profile,
            root.texts("extends"),
            root.texts("without"),
            root.flag("abstract"),
            frozenset(root.record),
            root.place("name"),
        )
        root.text("$schema")
        root.done()
        return draft

    # the parts

    def _match(self, table: Table) -> Match:
        match = Match(
            format=table.choice("format", Format, Format.FHIR) or Format.FHIR,
            type_name=table.text("type"),
            profiles=table.texts("profiles"),
            default=table.flag("default"),
            shape=self._conditions(table, "shape"),
        )
        table.done()
        return match

    def _absent(self) -> tuple[Field, ...]:
        """Fields that may not stand there, listed by their paths alone."""
        return tuple(Field(path, max=0) for path in self._checked_paths(self._root.texts("absent")))

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
            rule=self._code(table, "rule", path),
        )
        for key in ("array", "closed"):
            table.ask(key)
        try:
            re.compile(field.pattern)
        except re.error as problem:
            said = both(
                f"mønsteret {field.pattern!r} for {path}: {problem}",
                f"pattern {field.pattern!r} of {path}: {problem}",
            )
            self._notes.error(
                "SPP04",
                said,
                self._at(path, table),
                both("skriv et regulært udtryk", "write a regular expression"),
            )
            field = replace(field, pattern="")
        if field.max and field.max < (field.min or 0):
            said = both(
                f"{path} står mindst {field.min} gange og højst {field.max}",
                f"{path} stands at least {field.min} times and at most {field.max}",
            )
            self._notes.error(
                "SPP09", said, self._at(path, table), both("ret min eller max", "correct min or max")
            )
        table.done()
        return field

    def _type(self, table: Table) -> tuple[str, tuple[Field, ...]]:
        name = table.text("name", required=True)
        fields = self._fields(table.tables("field"))
        table.done()
        return name, fields

    def _binding(self, table: Table) -> Binding:
        path = self._path(table, "path", required=True)
        kinds = []
        for word in table.texts("kinds"):
            if word in set(Kind):
                kinds.append(Kind(word))
            else:
                self._notes.error(
                    "SPT05",
                    both(f"arten {word!r} i bindingen {path}", f"kind {word!r} of binding {path}"),
                    self._at(path, table),
                    known(map(str, Kind)),
                )
        pins = [Pin(None, table.text("release"))] if table.has("release") else []
        table.ask("release")
        for pin in table.tables("releases"):
            pins.append(Pin(pin.day("from"), pin.text("release", required=True)))
            pin.done()
        binding = Binding(
            path=path,
            value_sets=table.texts("value-sets"),
            strength=table.choice("strength", Strength, Strength.REQUIRED) or Strength.REQUIRED,
            kinds=tuple(kinds),
            systems=table.texts("systems"),
            pins=tuple(pins),
        )
        table.done()
        return binding

    def _severity(self, table: Table) -> Severities:
        found = Severities(
            rule=self._code(table, "rule", ""),
            severity=table.choice("severity", Severity) or Severity.WARNING,
            start=table.day("from"),
        )
        table.done()
        return found

    def _conditions(self, table: Table, key: str) -> tuple[Condition, ...]:
        return tuple(found for part in table.tables(key) if (found := self._condition(part)) is not None)

    def _condition(self, table: Table) -> Condition | None:
        path = self._path(table, "path")
        for test in Claim:
            table.ask(str(test))
        found = [Condition(path, flag) for flag in _FLAGS if table.flag(str(flag))]
        found += [Condition(path, test, table.values(str(test))) for test in _LISTED if table.has(str(test))]
        table.done()
        if len(found) != 1:
            names = ", ".join(map(str, Claim))
            said = both(
                f"en betingelse på {path!r} spørger om {len(found)} ting",
                f"a condition on {path!r} asks {len(found)} things",
            )
            self._notes.error(
                "SPP06", said, self._at(path, table), both(f"skriv en af: {names}", f"give one of: {names}")
            )
            return None
        return found[0]

    def _rule(self, table: Table) -> CrossRule | None:
        code = self._code(table, "code", "", required=True)
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
            said = (
                both(f"en regel kræver {len(found)} ting", f"a rule demands {len(found)} things")
                if len(found) != 1
                else both("en regels krav er ikke helt", "a rule's demand is not whole")
            )
            remedy = both(
                f"skriv en af {names}; alle undtagen require og forbid med check = en sti",
                f"give one of {names}; all but require and forbid with check = a path",
            )
            self._notes.error("SPP06", said, table.place(), remedy)
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
        return path if self._readable(path, self._at(path, table)) else ""

    def _checked_paths(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path in paths if self._readable(path, self._root.place("date")))

    def _readable(self, path: str, place: Place) -> bool:
        try:
            read_path(path)
        except InvalidPath as problem:
            self._notes.error(
                "SPP01",
                problem.message,
                place,
                both(
                    "skriv navne med punktum, udsnit som navn[sti=værdi]",
                    "write names with dots, slices as name[path=value]",
                ),
            )
            return False
        return True

    def _code(self, table: Table, key: str, path: str, *, required: bool = False) -> str:
        code = table.text(key, required=required)
        if code and not _CODE.match(code):
            place = self._at(path, table) if path else table.place(key)
            self._notes.error(
                "SPP05",
                both(f"{code!r} er ikke en regelkode", f"rule code {code!r} is no rule code"),
                place,
                both("skriv SP og tre cifre", "write SP and three digits"),
            )
            return ""
        return code

    def _at(self, path: str, table: Table) -> Place:
        """The line of a table, found by its path where it is written inline."""
        place, line = table.place(), self._paths.get(path, 0)
        return Place(self._file, line) if line > place.line else place


def _has_values(demand: Demand, _path: str, values: tuple[Any, ...]) -> bool:
    """Whether a demand comes with what it compares with: one number, one path, or a list."""
    if demand in (Demand.AT_MOST, Demand.AT_LEAST):
        return len(values) == 1 and type(values[0]) is int
    if demand in (Demand.ORDER, Demand.ORDINAL):
        return bool(values) and all(isinstance(value, str) for value in values)
    return bool(values) or demand in (*_PATHS, Demand.NOT_FUTURE)


class _Whole:
    """Lays parents under the profiles that extend them."""

    def __init__(self, drafts: Mapping[str, _Draft], notes: Notes) -> None:
        self._drafts, self._notes = drafts, notes
        self._made: dict[str, Profile] = {}

    def profile(self, name: str, below: tuple[str, ...] = ()) -> Profile:
        if name in self._made:
            return self._made[name]
        draft = self._drafts[name]
        whole = draft.profile
        for parent in reversed(draft.parents):
            if parent not in self._drafts or parent in (*below, name):
                why = (
                    both("udvider sig selv", "extends itself")
                    if parent in (*below, name)
                    else both(f"udvider {parent!r}, som er ukendt", f"extends {parent!r}, which is unknown")
                )
                self._notes.error(
                    "SPP02",
                    both(f"profilen {name!r} {why.da}", f"profile {name!r} {why.en}"),
                    draft.place,
                    known(sorted(self._drafts), parent),
                )
                continue
            whole = _laid_over(whole, self.profile(parent, (*below, name)), draft)
        self._made[name] = whole
        return whole


def _laid_over(own: Profile, parent: Profile, draft: _Draft) -> Profile:
    said = draft.said
    replaced = {binding.path for binding in own.bindings}
    match = own.match
    if not match.type_name:
        match = replace(parent.match, profiles=match.profiles, shape=match.shape, default=match.default)
    return replace(
        own,
        match=match,
        title=own.title if "title" in said else parent.title,
        version=own.version or parent.version,
        validity=own.validity if {"valid_from", "valid_to"} & said else parent.validity,
        date=own.date or parent.date,
        fields=(*parent.fields, *own.fields),
        types=(*parent.types, *own.types),
        bindings=(*(b for b in parent.bindings if b.path not in replaced), *own.bindings),
        rules=(*(rule for rule in parent.rules if rule.rule not in draft.without), *own.rules),
        severities=(*parent.severities, *own.severities),
        systems=tuple(dict.fromkeys((*parent.systems, *own.systems))),
        closed=own.closed if "closed" in said else parent.closed,
        inside=own.inside if "references_inside" in said else parent.inside,
    )


def _check_types(profile: Profile, place: Place, notes: Notes) -> None:
    """Every field is of a simple type, an open one, or one that the profile or its parents describe."""
    types = {name for name, _ in profile.types}
    given = [*profile.fields, *(field for _, fields in profile.types for field in fields)]
    for field in given:
        if field.type and field.type not in types and field.type not in SIMPLE and field.type not in OPEN:
            said = both(
                f"feltet {field.path!r} i {profile.name!r} er af typen {field.type!r}",
                f"field {field.path!r} of {profile.name!r} is of type {field.type!r}",
            )
            notes.error("SPP03", said, place, known(sorted({*types, *SIMPLE, *OPEN}), field.type))
    if not profile.match.type_name:
        notes.error(
            "SPT03",
            both(
                f"profilen {profile.name!r} har ingen match.type",
                f"profile {profile.name!r} has no match.type",
            ),
            place,
            both("skriv, hvad den beskriver", "say what it describes"),
        )
