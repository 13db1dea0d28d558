"""Slices of a postings table give their entries best first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from classification.compiled.packed import Packed, Packer
from classification.compiled.postings import BLOCK, Postings, pack_postings
from tests.cases import cases


def postings(entries_of: dict[str, list[int]]) -> Postings:
    packer = Packer()
    pack_postings(packer, "p", entries_of)
    return Postings(Packed(packer.dump()), "p")


@settings(max_examples=cases(40), deadline=None)
@given(st.integers(0, 20 * BLOCK), st.integers(1, 10_006))
def test_a_slice_of_any_breadth_comes_out_in_order(size: int, step: int) -> None:
    entries = [(i * step) % 10_007 for i in range(size)]
    table = postings({f"a{i:05}": [entry] for i, entry in enumerate(entries)} | {"0": [1, 2, 3], "b": [5]})

    assert list(table.starting("a").ranked()) == sorted(entries)


@given(
    st.dictionaries(st.text(alphabet="abæ", min_size=1, max_size=4), st.lists(st.integers(0, 99), min_size=1))
)
def test_keys_are_found_whole_and_begun(entries_of: dict[str, list[int]]) -> None:
    table = postings(entries_of)

    for wanted in ("a", "ab", "æ", "b"):
        begun = [entry for key, entries in entries_of.items() if key.startswith(wanted) for entry in entries]
        assert list(table.equal(wanted).ranked()) == sorted(entries_of.get(wanted, []))
        assert list(table.starting(wanted).ranked()) == sorted(begun)
