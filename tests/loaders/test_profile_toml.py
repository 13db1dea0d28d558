"""Profiles as TOML: what is shipped reads, what is wrong is told with its place."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from classification.check.profile import Claim, Demand, Profile, Strength
from classification.finding import Place, Severity
from loaders.profile_toml.reading import MAX_LEVELS, Profiles, place_of, read_profiles
from vocabularies import PROFILES

HEAD = 'name = "ours"\nchannel = "c"\n'
MATCH = '\n[match]\nformat = "samsprog"\ntype = "x"\n'


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Profiles]:
    """Reads texts as the files of one folder, after other folders."""

    def reading(*texts: str, before: tuple[Path, ...] = ()) -> Profiles:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
        return read_profiles([*before, tmp_path])

    return reading


def only(profiles: Profiles) -> Profile:
    assert profiles.findings == ()
    (profile,) = profiles.profiles
    return profile


def test_what_is_shipped_has_no_findings() -> None:
    read = read_profiles([PROFILES])

    assert read.findings == ()
    assert {profile.channel for profile in read.profiles} == {
        "samsprog", "core", "gateway", "rehab", "prevention", "ffb-reporting", "ffb-messaging",
    }  # fmt: skip


def test_every_profile_has_a_title_in_both_languages() -> None:
    for profile in read_profiles([PROFILES]).profiles:
        assert profile.title.da, profile.name
        assert profile.title.en, profile.name


def test_a_whole_profile(read: Callable[..., Profiles]) -> None:
    profile = only(
        read(
            HEAD
            + """
valid_from = 2025-01-01
date = ["when"]
absent = ["gone"]
field = [{ path = "when", type = "date", min = 1, rule = "SP604" }]
"""
            + MATCH
            + """
[[binding]]
path = "code"
value-sets = ["S"]
strength = "extensible"
kinds = ["state"]
releases = [{ from = 2024-06-03, release = "2.0.0" }]

[[rule]]
code = "SP590"
when = [{ path = "a", not-in = ["x", 1, true] }]
check = "b"
at-most = 1

[[severity]]
rule = "SP301"
severity = "error"
from = 2026-01-01
"""
        )
    )

    assert profile.validity.start == date(2025, 1, 1)
    assert [(field.path, field.min, field.max, field.rule) for field in profile.fields] == [
        ("gone", None, 0, ""),
        ("when", 1, None, "SP604"),
    ]
    (binding,) = profile.bindings
    assert binding.strength is Strength.EXTENSIBLE
    assert binding.pins[0].release == "2.0.0"
    (rule,) = profile.rules
    assert (rule.demand, rule.path, rule.values) == (Demand.AT_MOST, "b", (1,))
    assert (rule.when[0].test, rule.when[0].values) == (Claim.NOT_IN, ("x", 1, True))
    assert profile.severities[0].severity is Severity.ERROR


def test_a_child_replaces_bindings_of_the_same_path_and_adds_rules(read: Callable[..., Profiles]) -> None:
    parent = (
        'name = "parent"\nchannel = "c"\nabstract = true\nclosed = true\n'
        'binding = [{ path = "code", value-sets = ["A"] }, { path = "level", value-sets = ["B"] }]\n'
        'rule = [{ code = "SP590", require = "x" }, { code = "SP591", require = "y" }]\n' + MATCH
    )
    child = (
        HEAD + 'extends = ["parent"]\nwithout = ["SP591"]\n'
        'binding = [{ path = "code", value-sets = ["C"] }]\nrule = [{ code = "SP592", require = "z" }]\n'
    )

    profile = only(read(parent, child))

    assert {binding.path: binding.value_sets for binding in profile.bindings} == {
        "code": ("C",),
        "level": ("B",),
    }
    assert [rule.rule for rule in profile.rules] == ["SP590", "SP592"]
    assert profile.closed
    assert profile.match.type_name == "x"


def test_a_folder_of_ones_own_takes_the_place_of_a_shipped_profile(read: Callable[..., Profiles]) -> None:
    own = 'name = "kl-transition"\nchannel = "kl"\nabstract = true\n'
    own += 'severity = [{ rule = "SP301", severity = "error" }]\n'

    profiles = {p.name: p for p in read(own, before=(PROFILES,)).profiles}

    assert [s for s in profiles["gateway-condition"].severities if s.rule == "SP208"] == []
    assert [str(s.severity) for s in profiles["gateway-condition"].severities if s.rule == "SP301"] == [
        "error"
    ]


@pytest.mark.parametrize(
    ("text", "rule", "line", "said"),
    [
        ("name = ", "SPT01", 1, "no TOML"),
        (HEAD + "colour = 1\n" + MATCH, "SPT02", 3, "colour"),
        ('channel = "c"\n' + MATCH, "SPT03", 0, "name"),
        (HEAD, "SPT03", 1, "match.type"),
        (HEAD + 'field = [\n  { path = "a", min = -1 },\n]\n' + MATCH, "SPT04", 4, "min"),
        (HEAD + 'binding = [\n  { path = "a", kinds = ["sate"] },\n]\n' + MATCH, "SPT05", 4, "sate"),
        (HEAD + MATCH + '\n[[severity]]\nrule = "SP301"\nseverity = "bad"\n', "SPT05", 10, "bad"),
        (HEAD + 'field = [\n  { path = "a[b" },\n]\n' + MATCH, "SPP01", 4, "bracket"),
        (HEAD + 'extends = ["parnt"]\n' + MATCH, "SPP02", 3, "parnt"),
        (HEAD + 'extends = ["ours"]\n' + MATCH, "SPP02", 3, "extends itself"),
        (HEAD + 'field = [\n  { path = "a", type = "strng" },\n]\n' + MATCH, "SPP03", 4, "strng"),
        (HEAD + 'field = [\n  { path = "a", pattern = "(" },\n]\n' + MATCH, "SPP04", 4, "pattern"),
        (HEAD + "field = [\n  { path = 'a', pattern = '(?=x)y' },\n]\n" + MATCH, "SPP04", 4, "position"),
        (HEAD + "field = [\n  { path = 'a', pattern = '(x)\\1' },\n]\n" + MATCH, "SPP04", 4, "position"),
        (HEAD + 'field = [\n  { path = "a", min = 3, max = 2 },\n]\n' + MATCH, "SPP09", 4, "at least 3 times"),
        (HEAD + MATCH + '\n[[rule]]\ncode = "S5"\nrequire = "a"\n', "SPP05", 9, "S5"),
        (HEAD + MATCH + '\n[[rule]]\ncode = "SP590"\n', "SPP06", 8, "0 things"),
        (HEAD + MATCH + '\n[[rule]]\ncode = "SP577"\nrequire = "a"\n', "SPP05", 9, "SP577"),
        (HEAD + MATCH + '\n[[severity]]\nrule = "SP3O1"\nseverity = "error"\n', "SPP05", 9, "SP3O1"),
        (HEAD + MATCH + '\n[[severity]]\nrule = "SP299"\nseverity = "error"\n', "SPP05", 9, "SP299"),
        (HEAD + MATCH + '\n[[severity]]\nrule = "SP590"\nseverity = "error"\n', "SPP05", 9, "does not have"),
        (HEAD + MATCH + '\n[[severity]]\nseverity = "error"\n', "SPT03", 8, "'rule'"),
        (HEAD + 'without = [\n  "SP201",\n]\n' + MATCH, "SPP05", 4, "SP201"),
        (
            HEAD + 'severity = [\n  { rule = "SP301", severity = "error" },\n'
            '  { rule = "SP301", severity = "warning" },\n]\n' + MATCH,
            "SPP10", 5, "the first stands on line 4",
        ),
        (
            HEAD + 'absent = ["b",\n "a"]\nfield = [\n  { path = "a", min = 1 },\n]\n' + MATCH,
            "SPP09", 4, "a stands at least 1 times and at most 0",
        ),
        (HEAD + 'field = [\n  { path = "a", min = 1, max = 0 },\n]\n' + MATCH, "SPP09", 4, "at most 0"),
        (
            HEAD + 'absent = ["a"]\n' + MATCH + '\n[[rule]]\ncode = "SP590"\nrequire = "a.b"\n',
            "SPP09", 3, "SP590 requires a.b, and a may not stand there",
        ),
        (
            HEAD + 'source = """\n[match]\ntype = "y"\n[[severity]]\n"""\n' + MATCH
            + '\n[[severity]]\nrule = "SP299"\nseverity = "error"\n',
            "SPP05", 14, "SP299",
        ),
        (HEAD + 'source = """\n\n[match]\n"""\n\n[match]\nformat = "smsprog"\ntype = "x"\n', "SPT05", 9, "smsprog"),
        (HEAD + MATCH + '\n[[rule]]\ncode = "SP590"\ncheck = "a"\nat-most = "one"\n', "SPP06", 8, "not whole"),
        (HEAD + MATCH + '\n[[rule]]\ncode = "SP590"\nforbid = "a"\nwhen = [{ path = "b" }]\n', "SPP06", 11, "0 thi"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    read: Callable[..., Profiles], text: str, rule: str, line: int, said: str
) -> None:
    found = [finding for finding in read(text).errors if finding.rule == rule]

    assert found, read(text).findings
    assert said in found[0].text
    assert found[0].place.file == "0.toml"
    assert found[0].place.line == line
    assert found[0].remedy.en


def test_what_a_parent_requires_is_not_absent_in_its_child(read: Callable[..., Profiles]) -> None:
    """No object could have met such a profile, and each was told that the field is missing."""
    parent = f'name = "parent"\nchannel = "c"\nfield = [{{ path = "a", min = 1 }}]\n{MATCH}'
    child = HEAD + 'extends = ["parent"]\nabsent = [\n  "a",\n]\n'

    (found,) = read(parent, child).errors

    assert (found.rule, found.place.file, found.place.line) == ("SPP09", "1.toml", 5)


def test_a_child_may_make_optional_what_it_then_leaves_out(read: Callable[..., Profiles]) -> None:
    parent = f'name = "parent"\nchannel = "c"\nfield = [{{ path = "a", min = 1 }}]\n{MATCH}'
    child = HEAD + 'extends = ["parent"]\nabsent = ["a"]\nfield = [{ path = "a", min = 0 }]\n'

    assert read(parent, child).findings == ()


def test_a_child_may_have_another_severity_of_the_same_day(read: Callable[..., Profiles]) -> None:
    severity = '\n[[severity]]\nrule = "SP301"\nseverity = "{}"\n'
    parent = 'name = "parent"\nchannel = "c"\n' + MATCH + severity.format("error")

    assert read(parent, HEAD + 'extends = ["parent"]\n' + severity.format("warning")).findings == ()


def test_an_abstract_profile_may_weigh_rules_of_its_children(read: Callable[..., Profiles]) -> None:
    severity = '\n[[severity]]\nrule = "SP595"\nseverity = "warning"\n'

    assert read('name = "a"\nchannel = "c"\nabstract = true\n' + severity).findings == ()


def test_two_files_of_one_name_are_told(read: Callable[..., Profiles]) -> None:
    """The second silently took the place of the first."""
    (found,) = read(HEAD + MATCH, "# more\n" + HEAD + MATCH).errors

    assert (found.rule, found.place.file, found.place.line) == ("SPP11", "1.toml", 2)
    assert "'ours' stands in 0.toml too" in found.text


def test_a_folder_that_is_named_twice_is_read_once(read: Callable[..., Profiles], tmp_path: Path) -> None:
    assert read(HEAD + MATCH, before=(tmp_path, tmp_path / ".." / tmp_path.name)).findings == ()


def test_a_folder_without_profiles_is_told(tmp_path: Path) -> None:
    """With an empty folder, or one whose profiles lie deeper, all was checked by what is shipped, unnoticed."""
    (empty,) = read_profiles([tmp_path]).errors
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "ours.toml").write_text(HEAD + MATCH, encoding="utf-8")
    (deeper,) = read_profiles([PROFILES, tmp_path]).errors

    assert (empty.rule, empty.place.file, "holds no profile" in empty.text) == ("SPP12", str(tmp_path), True)
    assert (deeper.rule, deeper.remedy.en) == ("SPP12", f"name {tmp_path / 'v1'}")


def test_a_text_is_found_in_the_file_of_a_profile_or_of_those_it_extends(tmp_path: Path) -> None:
    parent = (
        'name = "parent"\nchannel = "c"\n' + MATCH + '\n[[binding]]\npath = "x"\nvalue-sets = [\n"A",\n"B"]\n'
    )
    (tmp_path / "p.toml").write_text(parent, encoding="utf-8")
    (tmp_path / "c.toml").write_text(HEAD + 'extends = ["parent"]\n', encoding="utf-8")

    assert str(place_of([tmp_path], "ours", "B")) == "p.toml:12"
    assert place_of([tmp_path], "ours", "C") == Place()


def test_another_form_than_toml_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("name: ours\n", encoding="utf-8")

    (found,) = read_profiles([tmp_path]).errors

    assert (found.rule, found.place.file, found.remedy.en) == ("SPP07", "ours.yaml", "write it as ours.toml")


def test_the_json_schema_knows_every_key_that_shipped_profiles_use() -> None:
    schema = json.loads((PROFILES / "profile.schema.json").read_text(encoding="utf-8"))

    for file in PROFILES.glob("*.toml"):
        unknown = list(keys_unknown_to(schema, tomllib.loads(file.read_text(encoding="utf-8"))))
        assert unknown == [], file.name


def test_the_json_schema_lists_the_tests_and_demands_that_exist() -> None:
    schema = json.loads((PROFILES / "profile.schema.json").read_text(encoding="utf-8"))["properties"]
    condition = schema["match"]["properties"]["shape"]["items"]["properties"]
    demand = schema["rule"]["items"]["properties"]

    assert set(condition) == {"path", *map(str, Claim)}
    assert set(map(str, Demand)) <= set(demand)


def test_the_page_about_profiles_names_every_key(project_root: Path) -> None:
    page = (project_root / "docs" / "profiles.md").read_text(encoding="utf-8")
    schema = json.loads((PROFILES / "profile.schema.json").read_text(encoding="utf-8"))["properties"]

    for name in {*schema, *schema["field"]["items"]["properties"], *map(str, Claim), *map(str, Demand)} - {
        "$schema"
    }:
        assert re.search(rf"[`\s]{re.escape(name)}\b", page), name


def keys_unknown_to(schema: Any, value: Any) -> Any:
    """Keys of a value that an object schema with additionalProperties false does not list."""
    if isinstance(value, dict) and "properties" in schema:
        for key, part in value.items():
            if key not in schema["properties"]:
                yield key
            else:
                yield from keys_unknown_to(schema["properties"][key], part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_unknown_to(schema.get("items", {}), part)


def test_a_chain_of_any_length_is_told_in_words(tmp_path: Path) -> None:
    """A chain of a thousand parents ended as a fault in the program (RecursionError)."""
    for number in range(1000):
        above = f'extends = ["p{number + 1:04}"]\n' if number < 999 else MATCH
        (tmp_path / f"{number}.toml").write_text(
            f'name = "p{number:04}"\nchannel = "c"\n{above}', encoding="utf-8"
        )

    (found,) = read_profiles([tmp_path]).errors

    assert found.rule == "SPP02"
    assert f"over more than {MAX_LEVELS} levels" in found.message.en
    assert found.place.file == f"{999 - MAX_LEVELS}.toml"


def test_as_many_levels_as_are_laid_are_laid(read: Callable[..., Profiles]) -> None:
    texts = [f'name = "p00"\nchannel = "c"\nabstract = true\nfield = [{{ path = "f0" }}]\n{MATCH}']
    texts += [
        f'name = "p{level:02}"\nchannel = "c"\nabstract = {str(level < MAX_LEVELS - 1).lower()}\n'
        f'extends = ["p{level - 1:02}"]\nfield = [{{ path = "f{level}" }}]\n'
        for level in range(1, MAX_LEVELS)
    ]

    assert [field.path for field in only(read(*texts)).fields] == [f"f{n}" for n in range(MAX_LEVELS)]


def test_what_two_parents_have_from_one_is_laid_once(read: Callable[..., Profiles]) -> None:
    """With two parents on each level the first ancestor was doubled on each: 24 levels took 41 s and 950 MB."""
    parts = (
        'field = [{{ path = "{0}", min = {1} }}]\nrule = [{{ code = "SP590", require = "{0}" }}]\n'
        'type = [{{ name = "{0}" }}]\nseverity = [{{ rule = "SP301", severity = "error", from = 2024-01-{2:02} }}]\n'
    )
    texts = [f'name = "a0"\nchannel = "c"\nabstract = true\n{parts.format("top", 1, 1)}{MATCH}']
    texts.append(f'name = "b0"\nchannel = "c"\nabstract = true\nextends = ["a0"]\n{MATCH}')
    for level in range(1, 25):
        for side in "ab":
            said = parts.format("top", 0, 2) if (level, side) == (1, "a") else ""
            texts.append(
                f'name = "{side}{level}"\nchannel = "c"\nabstract = true\n'
                f'extends = ["a{level - 1}", "b{level - 1}"]\n{said}'
            )
    profile = only(read(*texts, HEAD + 'extends = ["a24", "b24"]\n'))

    assert [(field.path, field.min) for field in profile.fields] == [("top", 1), ("top", 0)]
    assert len(profile.rules) == len(profile.types) == len(profile.severities) == 2


def test_what_one_parent_replaces_is_not_brought_back_by_the_other(read: Callable[..., Profiles]) -> None:
    """What both parents have from a third was laid again by the second one, over the words of the first."""
    head = 'name = "{}"\nchannel = "c"\nabstract = true\nextends = {}\n'
    top = (
        f'{head.format("top", [])}binding = [{{ path = "code", value-sets = ["A"] }}]\n'
        f'field = [{{ path = "code", min = 1 }}]\n{MATCH}'
    )
    left = head.format("left", ["top"]) + (
        'binding = [{ path = "code", value-sets = ["B"] }]\nfield = [{ path = "code", min = 0 }]\n'
    )
    profile = only(
        read(
            top,
            left,
            head.format("right", ["top"]),
            HEAD + 'extends = ["left", "right"]\nabsent = ["code"]\n',
        )
    )

    assert [binding.value_sets for binding in profile.bindings] == [("B",)]
    assert [field.min for field in profile.fields[:2]] == [1, 0]


def test_a_ring_of_parents_is_told_wherever_it_is_entered(read: Callable[..., Profiles]) -> None:
    ring = [f'name = "p{n}"\nchannel = "c"\nextends = ["p{(n + 1) % 3}"]\n{MATCH}' for n in range(3)]

    (found,) = read(*ring, HEAD + 'extends = ["p1"]\n' + MATCH).errors

    assert (found.rule, "extends itself" in found.message.en) == ("SPP02", True)


def test_profiles_of_folders_beside_are_extended_and_left_out(tmp_path: Path) -> None:
    """Own profiles beside a bundle were read without the shipped parents that they extend."""
    (tmp_path / "own").mkdir()
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "p.toml").write_text(
        f'name = "p"\nchannel = "c"\nabstract = true\nfield = [{{ path = "a" }}]\n{MATCH}', encoding="utf-8"
    )
    (tmp_path / "beside" / "q.toml").write_text(f'name = "q"\nchannel = "c"\n{MATCH}', encoding="utf-8")
    (tmp_path / "own" / "o.toml").write_text(HEAD + 'extends = ["p"]\n', encoding="utf-8")

    profile = only(read_profiles([tmp_path / "own"], beside=[tmp_path / "beside"]))

    assert (profile.name, [field.path for field in profile.fields]) == ("ours", ["a"])
