"""Codes made of IRIs: never two alike, never one that is taken; the system and code of an IRI."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.iri import codes_made, coding_of

PIECES = st.sampled_from(["a", "b", "1", "%C3%A6", "%20", "x y", "", "p1"])
IRIS = st.builds(
    lambda start, marks, pieces: (
        start + "".join(mark + piece for mark, piece in zip(marks, pieces, strict=False))
    ),
    st.sampled_from(["https://v.example", "urn:v"]),
    st.lists(st.sampled_from("#/:"), min_size=1, max_size=4),
    st.lists(PIECES, min_size=1, max_size=4),
)


@given(st.lists(IRIS, unique=True, max_size=8), st.sets(PIECES))
def test_codes_made_are_one_for_each_and_collide_with_nothing(iris: list[str], taken: set[str]) -> None:
    codes = codes_made(iris, taken)

    assert list(codes) == iris
    assert len(set(codes.values())) == len(iris)
    assert taken.isdisjoint(codes.values())


def test_a_code_made_does_not_depend_on_the_order() -> None:
    iris = ["https://v.example/p1#m1", "https://v.example/p2#m1", "https://v.example/x"]

    assert codes_made(iris, ()) == codes_made(iris[::-1], ())


def test_escaped_letters_are_read_and_what_is_unfit_stays_escaped() -> None:
    assert codes_made(["https://v.example/%C3%A6ble", "https://v.example/a%20b"], ()) == {
        "https://v.example/%C3%A6ble": "æble",
        "https://v.example/a%20b": "a%20b",
    }


def test_an_iri_is_split_at_its_last_mark() -> None:
    split = {
        iri: coding_of(iri) for iri in ("urn:oid:1.2#J1.1", "https://v.example/c/a%2Fb", "urn:v:1", "bare")
    }

    assert {iri: (coding.system, coding.code) for iri, coding in split.items()} == {
        "urn:oid:1.2#J1.1": ("urn:oid:1.2", "J1.1"),
        "https://v.example/c/a%2Fb": ("https://v.example/c", "a/b"),
        "urn:v:1": ("urn:v", "1"),
        "bare": ("", "bare"),
    }
