"""The table of formats: what each of them writes comes back, or is told to be lost; nothing is found by chance."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from api.archive.bundled import read_bundled
from classification.concept_map import map_to_json
from classification.finding import Severity
from classification.value_set import Include, ValueSet, value_set_to_json
from loaders import FORMATS, Content, Format, Reading, read
from loaders.format import format_of

WRITTEN = [form for form in FORMATS.values() if form.write is not None]
PAIRS = [(form.name, part) for form in WRITTEN for part in form.holds]


@cache
def thing(part: str) -> Content:
    """A bundled release, a value set that lists codes, or a map, alone."""
    content = read_bundled()
    if part == "releases":
        drafts = {(one.release.scheme.name, one.release.version): one for one in content.releases}
        return Content(releases=(drafts["ffb", "2.3.0"],))
    if part == "maps":
        return Content(maps=tuple(one for one in content.maps if one.name == "domus-ffb"))
    listed = Include("urn:oid:1.2.208.176.2.22", codes=("a1", "a2"))
    return Content(value_sets=(ValueSet("urn:example:vs:some", "some", "1", (listed,), title="Some"),))


def says(content: Content) -> list[object]:
    """All that is said in it, but when it was recorded."""
    words = [*map(value_set_to_json, content.value_sets), *map(map_to_json, content.maps)]
    return [
        *(draft.release.digest for draft in content.releases),
        *({key: value for key, value in one.items() if key != "recorded"} for one in words),
    ]


@pytest.mark.parametrize(("name", "part"), PAIRS)
def test_what_is_written_comes_back_or_is_told_to_be_lost(name: str, part: str, tmp_path: Path) -> None:
    form, content = FORMATS[name], thing(part)
    assert form.write is not None

    paths = form.write(content, tmp_path)

    back = [each for path in paths for each in says(form.read(path, Reading()))]
    told = form.losses(content) if form.losses else ()
    assert back == says(content) or told, (
        f"{form.name} loses something of {part} and says nothing: name it in `losses` of its folder"
    )
    assert back, f"{form.name} does not read what it writes"
    assert not [each for path in paths for each in read(path).findings if each.severity is Severity.ERROR]


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
def test_a_file_of_a_format_is_read_in_it(form: Format, tmp_path: Path) -> None:
    part = form.holds[0]

    (path,) = form.write(thing(part), tmp_path) if form.write else ()

    assert format_of(path).name == form.name


def test_names_and_endings_are_one_s_own() -> None:
    assert [name for name, form in FORMATS.items() if name != form.name] == []
    endings = [ending for form in FORMATS.values() for ending in form.suffixes if form.recognises is None]
    assert sorted(endings) == sorted(set(endings))
