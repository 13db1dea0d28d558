"""Names near another: complete for one typing error, the same every time, cheap by the work it does."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.danish import letters_of
from classification.near import Names, near_names, one_error_away

NAMES = st.text("ab1.", min_size=1, max_size=7)
SOME = st.frozensets(NAMES, min_size=1, max_size=30)
CODES = [str(UUID(int=draw.getrandbits(128))) for draw in [random.Random(5)] for _ in range(300)]


def errors(one: str, other: str) -> int:
    """Damerau and Levenshtein's distance, each place touched once, by the book."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@given(st.frozensets(st.text("ab1", min_size=1, max_size=6), max_size=30), st.text("ab1", max_size=6))
def test_exactly_the_keys_one_typing_error_away_are_found(keys: frozenset[str], wanted: str) -> None:
    found = set(one_error_away(wanted, sorted(keys), keys)) - {wanted}

    assert found == {key for key in keys if errors(wanted, key) == 1}


@given(SOME, NAMES)
def test_what_differs_in_signs_and_case_alone_comes_first(names: frozenset[str], wanted: str) -> None:
    same = {name for name in names if letters_of(name) == letters_of(wanted)}

    found = Names(names).near(wanted.upper(), most=len(names))

    assert set(found[: len(same)]) == same


@given(st.lists(NAMES, min_size=1), NAMES, st.randoms())
def test_the_order_in_which_names_are_known_does_not_matter(
    names: list[str], wanted: str, shuffle: random.Random
) -> None:
    shuffled = shuffle.sample(names, len(names))

    assert Names(shuffled).near(wanted) == Names(names).near(wanted)


@given(SOME, NAMES, st.integers(1, 5))
def test_fewer_are_the_nearest_of_more(names: frozenset[str], wanted: str, most: int) -> None:
    """Beginnings aside, which count only where few names begin so."""
    among = Names(names)

    fewer = among.near(wanted, most, close=0.0)

    assert len(fewer) <= most
    assert set(fewer) <= set(among.near(wanted, len(names), close=0.0))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("j 1,1", "J1.1"),
        ("J11", "J1.1"),
        ("J1.1.", "J1.1"),
        ("Hukomelse", "Hukommelse"),
        ("HUKOMMELSE", "Hukommelse"),
        ("problemer-med-soevn", "Problemer_med_søvn"),
        ("hukom", "Hukommelse"),
    ],
)
def test_what_people_write_leads_to_the_name_that_is_meant(typed: str, meant: str) -> None:
    assert Names(["J1.1", "J1.2", "H2.10", "Hukommelse", "Problemer_med_søvn"]).near(typed)[0] == meant


@pytest.mark.parametrize(
    "muddle",
    [
        lambda code: code.upper(),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", "_"),
        lambda code: code[:8],
        lambda code: code[:-1],
        lambda code: code[1:],
        lambda code: code[:3] + code[4] + code[3] + code[5:],
        lambda code: code[:8] + "-0000-0000-0000-000000000000",
        lambda code: "00000000-0000-0000-0000-" + code[-12:],
    ],
    ids=["upper", "bare", "underscores", "cut", "end lost", "start lost", "swapped", "front", "back"],
)
def test_a_muddled_uuid_leads_to_the_one_that_is_meant(muddle: object) -> None:
    among = Names(CODES)

    assert [among.near(muddle(code), most=1) for code in CODES] == [(code,) for code in CODES]  # type: ignore[operator]


def test_a_uuid_that_is_like_none_has_none_near() -> None:
    among, draw = Names(CODES), random.Random(8)

    assert {among.near(str(UUID(int=draw.getrandbits(128)))) for _ in range(500)} == {()}


@pytest.mark.parametrize("wanted", ["", " ", "x", "…", "ø", "J" * 100_000], ids=repr)
def test_nothing_is_near_to_what_says_nothing(wanted: str) -> None:
    assert Names(["J1.1", "Hukommelse"]).near(wanted[:100_000]) == ()


def test_of_many_that_begin_so_none_is_meant() -> None:
    assert near_names("Problemer", [f"Problemer_med_{word}" for word in ("hud", "sår", "vægt", "søvn")]) == ()


class _Counted(dict[str, list[str]]):
    """A dictionary that counts what is looked up."""

    looked_up = 0

    def __contains__(self, key: object) -> bool:
        self.looked_up += 1
        return super().__contains__(key)


def test_the_work_for_a_code_does_not_grow_with_the_release() -> None:
    """Near names took three milliseconds an unknown code, so that the hundred-and-first of a batch got none."""
    draw = random.Random(3)
    wanted = str(UUID(int=draw.getrandbits(128)))
    work = []
    for size in (300, 30_000):
        keys = sorted({UUID(int=draw.getrandbits(128)).hex for _ in range(size)})
        known = _Counted({key: [] for key in keys})
        list(one_error_away(wanted.replace("-", ""), keys, known))
        work.append(known.looked_up)

    assert work[1] < 250
    assert work[1] < 3 * work[0]
