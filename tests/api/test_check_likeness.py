"""Lines that are known without being parsed have the findings that they have when each is looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.check import judge
from api.check.documents import Piece
from api.check.judge import Judge
from api.check.likeness import Likeness
from api.check.options import Question
from classification.check import Checker
from tests.bench.population import checker, conditions, lines, neutral

TODAY = date(2025, 10, 1)
QUESTION = Question(TODAY)
SOUND = (lines(neutral(160)), lines(conditions(160)))


def found(data: bytes, question: Question, *, likeness: bool) -> list[tuple[Any, ...]]:
    """Every finding in lines, with or without likeness."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "_MANY_BYTES", 0 if likeness else 1 << 60)
        outcome = Judge(checker()).judge(Piece("a.ndjson", True, data), [question])
    seen = [one.observation for one in outcome.reported]
    return [(one.rule, one.document, one.line, one.column, one.message.en) for one in seen]


def with_value(line: bytes, place: int, value: Any) -> bytes:
    """A line with one of its values exchanged."""
    obj = json.loads(line)
    places: list[tuple[Any, Any]] = []

    def go(inside: Any) -> None:
        for key, inner in inside.items() if isinstance(inside, dict) else enumerate(inside):
            places.append((inside, key))
            if isinstance(inner, dict | list):
                go(inner)

    go(obj)
    owner, key = places[place % len(places)]
    owner[key] = value
    return json.dumps(obj, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def with_bytes(line: bytes, place: int, more: bytes, cut: int) -> bytes:
    at = place % len(line)
    return line[:at] + more + line[at + cut :]


TEXTS = ("", "x", "Indkøb", "J1.1", "active", "inactive", "professional")
DAYS = ("2025-13-40", "2019-02-03", "2030-01-01", "2025-08-20")
values: st.SearchStrategy[Any] = (
    st.sampled_from([*TEXTS, *DAYS])
    | st.text(max_size=6)
    | st.integers()
    | st.booleans()
    | st.none()
    | st.just([])
    | st.just({})
)
changed = st.builds(
    lambda place, value: lambda line: with_value(line, place, value), st.integers(0, 60), values
)
broken = st.builds(
    lambda place, more, cut: lambda line: with_bytes(line, place, more, cut),
    st.integers(0, 600),
    st.sampled_from(
        [b"", b'"', b"\\", b"\x00", b"\xff", b"\xc3", b" ", b",", b"}", b"\xc3\xa6", b"0", b'"id":"x",']
    ),
    st.integers(0, 2),
)


@given(
    sound=st.sampled_from(SOUND),
    changes=st.lists(st.tuples(st.integers(0, 159), changed | broken), min_size=1, max_size=8),
    as_of=st.sampled_from([None, date(2024, 1, 1), date(2025, 9, 1)]),
)
@settings(max_examples=150)
def test_likeness_changes_no_finding(
    sound: bytes, changes: list[tuple[int, Callable[[bytes], bytes]]], as_of: date | None
) -> None:
    held = sound.splitlines()
    more = [re.sub(rb"\n", b" ", change(held[number])) for number, change in changes]
    data = b"\n".join([*held, *more, *held[:20], *more]) + b"\n"
    question = Question(TODAY, as_of=as_of)

    assert found(data, question, likeness=True) == found(data, question, likeness=False)


@pytest.mark.parametrize("sound", SOUND, ids=["neutral", "FHIR"])
def test_most_sound_lines_are_known(sound: bytes) -> None:
    like = Likeness(checker(), QUESTION)
    held = (sound * 4).splitlines()
    for line in held:
        if not like.knows(line):
            value = json.loads(line)
            if not like.takes(line, value):
                checker().check(value, as_of=None, today=TODAY)

    assert sum(map(like.knows, held)) > 0.9 * len(held)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"status":"active"', b'"status":"nonsense"'),
        (b'"id":"', b'"id":"","x":"'),
        (b'"id":"', b'"id":"t","id":"'),
        (b'"recorded":"2025', b'"recorded":"2031'),
        (b'"version":"2.3.0"', b'"version":"1.0.0"'),
        (b'"kind":"citizen"', b'"kind":"cit\xff"'),
    ],
    ids=["value", "name", "twice", "future", "release", "bytes"],
)
def test_what_differs_in_something_that_matters_is_looked_at(old: bytes, new: bytes) -> None:
    like = Likeness(checker(), QUESTION)
    held = SOUND[0].splitlines() * 3
    for line in held:
        if not like.knows(line) and not like.takes(line, json.loads(line)):
            checker().check(json.loads(line), as_of=None, today=TODAY)
    line = next(line for line in held if old in line and like.knows(line))

    assert not like.knows(line.replace(old, new))


def test_another_day_has_its_own_knowledge() -> None:
    """What is sound today need not be on the day asked for."""
    of: Checker = checker()
    line = SOUND[0].splitlines()[0]
    for _ in range(40):
        of.check(json.loads(line), as_of=None, today=TODAY)
    today, before = Likeness(of, QUESTION), Likeness(of, Question(TODAY, as_of=date(2023, 6, 8)))

    assert today.takes(line, json.loads(line))
    assert not before.takes(line, json.loads(line))
