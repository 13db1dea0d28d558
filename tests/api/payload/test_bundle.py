"""`samsprog lock`, `samsprog bundle`, `check --bundle`, `check --locked`."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.archive.bundled import open_bundled
from api.payload.bundle import open_bundle, write_bundle
from api.payload.lock import differences, lock_of, needs_of
from classification.check.checker import Checker
from classification.check.profile import Binding, CrossRule, Demand, Profile, ProfileMatch, ValueFormat
from classification.check.profile_json import profile_digest
from classification.concept import Kind
from classification.rules.registry import CHECK_RULES
from classification.snapshot import FORM, pack_snapshot
from classification.terminology import held_release
from loaders.profile_toml.reading import read_profiles
from tests.api.cli_runner import Run, runner
from tests.classification.worlds import concept, index, part, value_set, where
from vocabularies import PROFILES

OLD = CHECK_RULES["SP301"].bad


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """The shipped profiles over the shipped vocabularies."""
    return Checker(read_profiles([PROFILES]).profiles, open_bundled(tmp_path_factory.mktemp("bundled")))


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "object.json").write_text(OLD.text, encoding="utf-8")
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


def test_a_bundle_answers_as_what_it_was_made_of(samsprog: Run) -> None:
    assert samsprog("bundle --output all.bundle").code == 0

    alone = samsprog("check object.json --bundle all.bundle --as-of 2025-09-01 --format json")

    assert alone.code == 0
    assert alone.json["findings"]
    assert alone.out == samsprog("check object.json --as-of 2025-09-01 --format json").out


def test_a_bundle_needs_nothing_beside_it(
    samsprog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samsprog("bundle --output all.bundle")
    for name in ("api.archive.bundled.open_bundled", "api.cli.answering.local.open_terminology"):
        monkeypatch.setattr(name, _must_not)

    assert samsprog("check object.json --bundle all.bundle").code == 0
    assert "+++ b/object.json" in samsprog("fix object.json --bundle all.bundle").out


def _must_not(*_: object) -> None:
    raise AssertionError("asked beside the bundle")


def test_the_same_content_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        home = tmp_path / seed
        home.mkdir()
        environ = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "XDG_CACHE_HOME": str(home),
            "XDG_DATA_HOME": str(home),
        }
        code = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
        for words in (("bundle", "-o", "a.bundle"), ("lock",)):
            subprocess.run([sys.executable, "-c", code, *words], check=True, env=environ, cwd=home)
        made.append([(home / name).read_bytes() for name in ("a.bundle", "samsprog.lock")])

    assert made[0] == made[1]


def test_profiles_of_a_bundle_say_what_they_said(checker: Checker, tmp_path: Path) -> None:
    write_bundle(checker, tmp_path / "a.bundle")

    opened = open_bundle(str(tmp_path / "a.bundle"))

    assert {name: profile_digest(one) for name, one in opened.profiles.items()} == {
        name: profile_digest(one) for name, one in checker.profiles.items()
    }
    assert lock_of(opened) == lock_of(checker)


def test_a_channel_s_bundle_has_its_profiles_alone(checker: Checker, tmp_path: Path) -> None:
    write_bundle(checker, tmp_path / "a.bundle", ["ffb-reporting"])

    opened = open_bundle(str(tmp_path / "a.bundle"))

    assert set(opened.channels) == {"ffb-reporting"}
    assert opened.unknown_value_sets() == ()
    assert "fsiii" not in {
        held.scheme.name for held in needs_of(checker, ["ffb-reporting-condition"]).releases
    }


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: data[:-1], "no bundle, or it is cut short"),
        (lambda data: data[: len(data) // 2], "no bundle, or it is cut short"),
        (lambda data: b"", "is empty"),
        (lambda data: b"PK" + data[2:], "damaged"),
        (lambda data: data[:9000] + b"#" + data[9001:], "damaged"),
        (lambda data: b'{"resourceType": "Bundle"}', "this is no bundle"),
    ],
    ids=["cut", "halved", "empty", "head", "bent", "other"],
)
def test_a_damaged_bundle_is_refused_in_a_sentence(
    samsprog: Run, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    samsprog("bundle --profile ffb-reporting --output a.bundle")
    path = tmp_path / "a.bundle"
    path.write_bytes(damage(path.read_bytes()))

    found = samsprog("check object.json --bundle a.bundle")

    assert found.code == 2
    assert said in found.err
    assert "samsprog bundle" in found.err


def test_a_bundle_of_another_form_is_refused(samsprog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr("api.payload.bundle.FORM", FORM + 1)
        samsprog("bundle --profile ffb-reporting --output a.bundle")

    found = samsprog("check object.json --bundle a.bundle")

    assert found.code == 2
    assert f"has the form {FORM + 1}, this version of Samsprog reads form {FORM}" in found.err


def test_the_layout_of_compiled_releases_is_that_of_its_number() -> None:
    """Bundles are read by other versions of the program: whoever changes the layout raises `FORM`, then this digest."""
    colours = index(concept("R", "Rød"), concept("R1", "Mørkerød", "R"), version="1")
    reds = value_set(part(where("concept", "is-a", "R")), name="reds", version="1")

    packed = pack_snapshot([(held_release(colours), bytes(colours.packed.buffer))], [reds])

    assert (FORM, hashlib.sha256(packed).hexdigest()[:16]) == (3, "a70af2097bce4c7f")


def test_a_lock_that_is_kept_lets_the_check_pass(samsprog: Run) -> None:
    assert samsprog("lock").code == 0
    assert samsprog("lock --check").code == 0
    assert samsprog("bundle --output all.bundle").code == 0

    assert samsprog("check object.json --locked").code == 0
    assert samsprog("check object.json --locked --bundle all.bundle").code == 0
    assert samsprog("check object.json --lock samsprog.lock").code == 0


def test_a_lock_is_found_in_a_folder_above(
    samsprog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samsprog("lock")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")

    assert samsprog("check ../object.json --locked").code == 0


def test_without_a_lock_there_is_nothing_to_hold_to(samsprog: Run) -> None:
    found = samsprog("check object.json --locked")

    assert found.code == 2
    assert "no samsprog.lock in" in found.err


@pytest.mark.parametrize(
    ("part_of", "change", "said"),
    [
        ("releases", lambda rows: rows.pop(0), "is not in the lock (here: sha256:"),
        (
            "releases",
            lambda rows: rows.append({"name": "x@1", "digest": "sha256:1"}),
            "release x@1 is missing",
        ),
        (
            "releases",
            lambda rows: rows[-1].update(digest="sha256:0"),
            "differs (locked: sha256:0; here: sha256:",
        ),
        ("releases", lambda rows: rows[-1].update({"from": "1999-01-01"}), "from '1999-01-01', here '"),
        ("valueSets", lambda rows: rows[0].update(digest="sha256:0"), "value set "),
        ("profiles", lambda rows: rows[0].update(digest="sha256:0"), "profile core-bundle differs"),
    ],
    ids=["further", "missing", "digest", "day", "value set", "profile"],
)
def test_every_difference_is_named(
    samsprog: Run, tmp_path: Path, part_of: str, change: Callable[[list[dict[str, str]]], object], said: str
) -> None:
    samsprog("lock")
    path = tmp_path / "samsprog.lock"
    lock = json.loads(path.read_text(encoding="utf-8"))
    change(lock[part_of])
    path.write_text(json.dumps(lock), encoding="utf-8")

    found = samsprog("check object.json --locked")

    assert found.code == 2
    assert said in found.err
    assert samsprog("lock --check").code == 1


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "releases": [1]}', "\0"]
)
def test_what_is_no_lock_is_refused(samsprog: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "samsprog.lock").write_text(content, encoding="utf-8")

    found = samsprog("check object.json --locked")

    assert found.code == 2
    assert "this is no lock of version 1" in found.err


def test_a_lock_of_a_channel_is_held_to_that_channel(samsprog: Run, checker: Checker) -> None:
    assert samsprog("lock --profile gateway").code == 0
    assert samsprog("bundle --profile gateway --output g.bundle").code == 0

    assert samsprog("check object.json --locked --bundle g.bundle").code in {0, 1}
    assert differences(lock_of(checker, ["gateway"]), lock_of(checker, ["gateway"])) == []


def test_the_configuration_names_bundle_and_lock(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "pins").mkdir()
    samsprog("bundle --output pins/all.bundle")
    samsprog("lock --output pins/all.lock")
    (tmp_path / "samsprog.toml").write_text(
        '[check]\nbundle = "pins/all.bundle"\nlock = "pins/all.lock"\nlocked = true\n', encoding="utf-8"
    )
    assert samsprog("check object.json").code == 0

    (tmp_path / "pins" / "all.lock").unlink()
    found = samsprog("check object.json")

    assert found.code == 2
    assert "all.lock" in found.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check object.json --bundle none.bundle", "none.bundle"),
        ("check object.json --bundle all.bundle --data-dir x", "does not go with --data-dir"),
        ("bundle --profile gatewy --output a.bundle", "gateway"),
        ("bundle", "--output"),
        ("lock --profile nonsense", "unknown profile"),
    ],
)
def test_wrong_words_are_told(samsprog: Run, words: str, said: str) -> None:
    samsprog("bundle --profile ffb-reporting --output all.bundle")

    found = samsprog(words)

    assert found.code == 2
    assert said in found.err


def test_what_no_profile_asks_about_is_not_locked_and_plays_no_part(samsprog: Run, tmp_path: Path) -> None:
    """Any import at all made the lock old; and what is not locked must not change what is found."""
    samsprog("lock")
    coding = '{"system": "urn:x:c", "code": "B"}'
    (tmp_path / "coded.json").write_text(
        f'{{"resourceType": "Condition", "code": {{"coding": [{coding}]}}}}', encoding="utf-8"
    )
    (tmp_path / "colours.json").write_text(
        '{"resourceType": "CodeSystem", "url": "urn:x:c", "version": "1", "name": "Colours", "status": "active",'
        '"content": "complete", "concept": [{"code": "R", "display": "Rød"}]}',
        encoding="utf-8",
    )
    assert samsprog("import colours.json --data-dir store").code == 0

    before = samsprog("check coded.json --locked")
    after = samsprog("check coded.json --locked --data-dir store")

    assert (after.code, after.out) == (before.code, before.out)
    assert samsprog("check coded.json --data-dir store").out != before.out
    assert samsprog("lock --check --data-dir store").code == 0


def test_a_lock_holds_what_profiles_ask_about(checker: Checker) -> None:
    """Classifications of value sets, slices, codes and, where a binding says no more, of kinds."""

    def asked(**said: Any) -> set[str]:
        own = Profile("ours", "own", ProfileMatch(ValueFormat.SAMSPROG, "x"), **said)
        whole = Checker([own], checker.terminology)
        return {held.scheme.name for held in needs_of(whole).releases}

    fsiii = "urn:oid:1.2.208.176.2.21"

    assert asked() == set()
    assert asked(bindings=(Binding("a", value_sets=("KLSeveritiesFFB",)),)) == {"ffb"}
    assert asked(bindings=(Binding("a", systems=(fsiii,)),)) == {"fsiii"}
    assert asked(bindings=(Binding(f"a.coding[system={fsiii}]", value_sets=("KLSeveritiesFFB",)),)) == {
        "ffb",
        "fsiii",
    }
    assert asked(rules=(CrossRule("SP590", Demand.IN, "a", (f"{fsiii}|J1.1",)),)) == {"fsiii"}
    assert "ltt" not in asked(bindings=(Binding("a", kinds=(Kind.TARGET_GROUP,)),)) > {"ffb"}


def test_a_bundle_recognises_as_what_it_was_made_from(checker: Checker, tmp_path: Path) -> None:
    """Profiles of a bundle were tried by name, not the more particular first: a course was taken for a plan."""
    obj = {"resourceType": "CarePlan", "activity": [{"detail": {"code": {"coding": [{"code": "x"}]}}}]}
    write_bundle(checker, tmp_path / "a.bundle")

    opened = open_bundle(str(tmp_path / "a.bundle"))

    assert list(opened.profiles) == list(checker.profiles)
    assert opened.recognise(obj) == checker.recognise(obj) == ("core-planned-intervention",)


def test_a_lock_is_compared_for_what_it_is_for(samsprog: Run, tmp_path: Path) -> None:
    """`lock --check` compared a lock of one channel with what all need, and named a hundred differences."""
    samsprog("lock --profile gateway")

    same = samsprog("lock --check")
    other = samsprog("lock --check --profile rehab")

    assert (same.code, same.out) == (0, "samsprog.lock: up to date\n")
    assert other.code == 1
    assert other.out.startswith("the lock is for gateway, not for rehab\n")


def test_the_lock_that_the_configuration_names_is_the_one_written_and_compared(
    samsprog: Run, tmp_path: Path
) -> None:
    (tmp_path / "samsprog.toml").write_text('[check]\nlock = "pins.lock"\n', encoding="utf-8")

    assert samsprog("lock --profile gateway").out.startswith(f"{tmp_path / 'pins.lock'}: ")
    assert samsprog("lock --check").code == 0


def test_a_profile_that_the_lock_does_not_hold_is_not_checked_by(samsprog: Run) -> None:
    samsprog("lock --profile gateway")

    found = samsprog("check object.json --locked --profile core")

    assert found.code == 2
    assert "samsprog.lock does not lock 'core': `samsprog lock --profile core` does" in found.err


def test_bundled_terminology_is_whole_in_a_bundle(tmp_path: Path, checker: Checker) -> None:
    write_bundle(checker, tmp_path / "a.bundle")

    opened = open_bundle(str(tmp_path / "a.bundle")).terminology

    assert [(one.name, one.digest) for one in opened.all_releases] == [
        (one.name, one.digest) for one in checker.terminology.all_releases
    ]


@pytest.mark.parametrize("words", ["--locked", "", "--locked --profile our", "--profile our"])
def test_own_profiles_beside_a_bundle_extend_shipped_ones(samsprog: Run, tmp_path: Path, words: str) -> None:
    """`lock` and `bundle` succeeded, and the check that docs/ci.md shows then said that the parent is unknown."""
    _own_project(tmp_path)
    assert [samsprog("lock").code, samsprog("bundle -o b.bundle").code] == [0, 0]

    alone = samsprog(f"check own.json --bundle b.bundle --format json {words}")

    assert alone.code == 1, alone.err
    assert [one["rule"] for one in alone.json["findings"]] == ["SP102"]
    assert {one["profile"] for one in alone.json["findings"]} == {"our"}
    assert alone.out == samsprog(f"check own.json --format json {words}").out


def test_an_own_profile_beside_a_bundle_is_held_to_the_lock(samsprog: Run, tmp_path: Path) -> None:
    own = _own_project(tmp_path)
    assert [samsprog("lock").code, samsprog("bundle -o b.bundle").code] == [0, 0]
    own.write_text(own.read_text(encoding="utf-8") + 'absent = ["note"]\n', encoding="utf-8")

    found = samsprog("check own.json --bundle b.bundle --locked")

    assert (found.code, "profile our differs" in found.err) == (2, True)


def _own_project(folder: Path) -> Path:
    """A project with a profile of its own over a shipped one that is abstract, and an object of it without subject."""
    (folder / "own").mkdir()
    (folder / "samsprog.toml").write_text('[check]\nprofiles = ["own"]\n', encoding="utf-8")
    url = "http://example.org/our"
    (folder / "own.json").write_text(
        json.dumps({"resourceType": "Condition", "meta": {"profile": [url]}}), encoding="utf-8"
    )
    own = folder / "own" / "our.toml"
    own.write_text(
        'name = "our"\nchannel = "our"\nextends = ["fhir-condition"]\n'
        f'match = {{ format = "fhir", type = "Condition", profiles = ["{url}"] }}\n',
        encoding="utf-8",
    )
    return own
