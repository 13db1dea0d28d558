"""What is wrong with a profile as a whole, once its parents are laid under it.

Findings: SPT03 a type that is missing, SPP03 a field type, SPP05 a rule, SPP09 a least number above the greatest, SPP10
two severities of one rule from one day. Each is told where the profile's own file says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path as Folder
from typing import Final

from classification import Place
from classification.check.field_type import OPEN, SIMPLE
from classification.check.profile import Demand, Field, Profile
from classification.record import frozen
from classification.rules.registry import CHECK_RULES
from classification.sentence import Sentence, both
from loaders.reading.notes import Notes, known
from loaders.reading.toml_places import Path
from loaders.reading.toml_table import Table

_OWN: Final = re.compile(r"SP59\d\Z")


@frozen
class ProfileDraft:
    """A profile as its file says it, before its parents are laid under it; where its fields and severities stand."""

    profile: Profile
    parents: tuple[str, ...]
    without: tuple[str, ...]
    abstract: bool
    keys: frozenset[str]
    folder: Folder
    root: Table
    fields_at: tuple[Path, ...]
    severities_at: tuple[Path, ...]

    def place(self, *path: str | int) -> Place:
        """Where a key or an element of the file stands."""
        return self.root.place(*path)


def is_rule(code: str) -> bool:
    """Whether it is a rule of the check, or one that a profile may make (SP590 to SP599)."""
    return code in CHECK_RULES or bool(_OWN.match(code))


def near_rules(code: str, rules: Iterable[str]) -> Sentence:
    """A remedy: the rules that are nearest."""
    near = get_close_matches(code.upper(), list(rules), n=3, cutoff=0.7)
    listed = both(
        "samsprog rule opregner reglerne; dine egne er SP590 til SP599",
        "samsprog rule lists the rules; your own are SP590 to SP599",
    )
    if not near:
        return listed
    return both(
        f"mente du {' eller '.join(sorted(near))}? {listed.da}",
        f"did you mean {' or '.join(sorted(near))}? {listed.en}",
    )


def find_faults(draft: ProfileDraft, whole: Profile, parents: tuple[Profile, ...], notes: Notes) -> None:
    """Note everything that is wrong with a profile and that its own file says.

    Args:
        draft: what the file says.
        whole: the profile with its parents under it.
        parents: those that it extends.
        notes: where findings go.
    """
    _check_severities(draft, whole, notes)
    _check_without(draft, parents, notes)
    _check_numbers(draft, whole, notes)
    if not draft.abstract:
        _check_types(draft, whole, notes)


def _check_severities(draft: ProfileDraft, whole: Profile, notes: Notes) -> None:
    made = {rule.rule for rule in whole.rules}
    met: dict[object, Path] = {}
    for at, one in zip(draft.severities_at, draft.profile.severities, strict=True):
        if (
            _OWN.match(one.rule)
            and one.rule not in CHECK_RULES
            and one.rule not in made
            and not draft.abstract
        ):
            message = both(
                f"en alvor for {one.rule}, en regel, som profilen ikke har",
                f"a severity of {one.rule}, a rule that the profile does not have",
            )
            notes.error("SPP05", message, draft.place(*at, "rule"), known(sorted(filter(_OWN.match, made))))
        key = one.rule, one.start
        if one.rule and key in met:
            since = both("uden en dag", "without a day")
            if one.start:
                since = both(f"fra {one.start}", f"from {one.start}")
            line = draft.place(*met[key]).line
            message = both(
                f"{one.rule} har to alvorsgrader {since.da}; den første står i linje {line}",
                f"{one.rule} has two severities {since.en}; the first stands on line {line}",
            )
            remedy = both(
                "behold en af dem, eller giv hver sin dag (`from`)",
                "keep one of them, or give each its day (from)",
            )
            notes.error("SPP10", message, draft.place(*at), remedy)
        met.setdefault(key, at)


def _check_without(draft: ProfileDraft, parents: tuple[Profile, ...], notes: Notes) -> None:
    """What a profile leaves out must be there: a wrong letter would leave the rule in, unnoticed."""
    theirs = sorted({rule.rule for parent in parents for rule in parent.rules})
    for number, code in enumerate(draft.without):
        if code not in theirs:
            message = both(
                f"ingen profil, som den udvider, har reglen {code!r}, der kunne udelades",
                f"no profile that it extends has the rule {code!r} to leave out",
            )
            notes.error("SPP05", message, draft.place("without", number), known(theirs, code))


def _check_numbers(draft: ProfileDraft, whole: Profile, notes: Notes) -> None:
    """A field that must stand there and must not; where both are said in one line, that was told already."""
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    for field in whole.fields:
        least[field.path] = least.get(field.path, 0) if field.min is None else field.min
        if field.max is not None:
            most[field.path] = field.max
    at_once = {
        field.path for field in draft.profile.fields if field.min is not None and field.max is not None
    }
    absent = {path for path, count in most.items() if count == 0}
    for at, path in _own_fields(draft):
        count = most.get(path)
        if count is not None and count < least[path] and path not in at_once:
            message = both(
                f"{path} står mindst {least[path]} gange og højst {count}",
                f"{path} stands at least {least[path]} times and at most {count}",
            )
            remedy = both("ret min eller max", "correct min or max")
            if count == 0:
                remedy = both(
                    "tag den ud af absent, eller skriv min = 0 om den",
                    "take it out of absent, or say min = 0 of it",
                )
            notes.error("SPP09", message, draft.place(*at), remedy)
            at_once.add(path)
    for rule in whole.rules:
        if rule.demand is Demand.REQUIRE and not rule.when and not rule.each:
            away = next((path for path in absent if f"{rule.path}.".startswith(f"{path}.")), None)
            where = _own_place(draft, rule.rule, rule.path, away) if away is not None else None
            if where is not None:
                message = both(
                    f"{rule.rule} kræver {rule.path}, og {away} må ikke stå der",
                    f"{rule.rule} requires {rule.path}, and {away} may not stand there",
                )
                remedy = both(
                    "tag den ud af absent, eller udelad reglen (without)",
                    "take it out of absent, or leave the rule out (without)",
                )
                notes.error("SPP09", message, draft.place(*where), remedy)


def _own_fields(draft: ProfileDraft) -> Iterator[tuple[Path, str]]:
    """The fields that the file itself speaks of: where, and their paths."""
    return ((at, field.path) for at, field in zip(draft.fields_at, draft.profile.fields, strict=True))


def _own_place(draft: ProfileDraft, code: str, path: str, away: str | None) -> Path | None:
    """Where the file itself forbids or requires a path; None where both stand in other files."""
    for at, own in _own_fields(draft):
        if own == away:
            return at
    for number, rule in enumerate(draft.root.parts("rule")):
        if rule.record.get("code") == code and rule.record.get("require") == path:
            return ("rule", number, "require")
    return None


def _check_types(draft: ProfileDraft, whole: Profile, notes: Notes) -> None:
    """Every field is of a simple type, an open one, or one that the profile or its parents describe."""
    types = {name for name, _ in whole.types}
    for field in (*whole.fields, *(field for _, fields in whole.types for field in fields)):
        if field.type and field.type not in types and field.type not in SIMPLE and field.type not in OPEN:
            message = both(
                f"feltet {field.path!r} i {whole.name!r} er af typen {field.type!r}",
                f"field {field.path!r} of {whole.name!r} is of type {field.type!r}",
            )
            place = _type_place(draft, field)
            notes.error("SPP03", message, place, known(sorted({*types, *SIMPLE, *OPEN}), field.type))
    if not whole.match.type_name:
        notes.error(
            "SPT03",
            both(
                f"profilen {whole.name!r} har ingen match.type", f"profile {whole.name!r} has no match.type"
            ),
            draft.place("match" if "match" in draft.keys else "name"),
            both("skriv, hvad den beskriver", "say what it describes"),
        )


def _type_place(draft: ProfileDraft, field: Field) -> Place:
    """Where the file gives a field its type; its name where a parent does."""
    for at, one in zip(draft.fields_at, draft.profile.fields, strict=True):
        if one is field:
            return draft.place(*at, "type")
    for outer, (_, fields) in enumerate(draft.profile.types):
        for number, one in enumerate(fields):
            if one is field:
                return draft.place("type", outer, "field", number, "type")
    return draft.place("name")
