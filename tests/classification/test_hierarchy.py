"""Broader links as graphs: who is above whom, circles and all."""

from hypothesis import given
from hypothesis import strategies as st

from classification.hierarchy import Ancestry, knots

NODES = [str(number) for number in range(7)]
graphs = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=3))


def walked(broader: dict[str, list[str]], node: str) -> set[str]:
    seen: set[str] = set()
    pending = list(broader.get(node, ()))
    while pending:
        one = pending.pop()
        if one not in seen:
            seen.add(one)
            pending += broader.get(one, ())
    return seen


@given(graphs)
def test_what_is_above_is_what_walking_up_meets(broader: dict[str, list[str]]) -> None:
    ancestry = Ancestry(broader)

    for narrower in NODES:
        above = walked(broader, narrower)
        assert {node for node in NODES if ancestry.is_above(node, narrower)} == above


@given(graphs)
def test_nodes_share_a_knot_when_each_is_above_the_other(broader: dict[str, list[str]]) -> None:
    links = {node: broader.get(node, []) for node in NODES}
    knot = knots(links)

    for one in NODES:
        for other in NODES:
            together = one == other or (one in walked(broader, other) and other in walked(broader, one))
            assert (knot[one] == knot[other]) == together


class Counted(dict[str, list[str]]):
    """Links that count how often they were gone through."""

    looks = 0

    def items(self):  # type: ignore[no-untyped-def]
        for node, above in super().items():
            Counted.looks += len(above)
            yield node, above


def test_questions_about_a_deep_chain_walk_nothing() -> None:
    """Each question whether two concepts of a chain may be related walked up the whole chain: 4,000 deep took 8 s."""
    deep = 20_000
    Counted.looks = 0
    ancestry = Ancestry(Counted({str(n): [str(n - 1)] for n in range(1, deep)}))

    assert all(ancestry.is_above(str(n - 2), str(n)) for n in range(2, deep))
    assert not any(ancestry.is_above(str(n), str(n - 2)) for n in range(2, deep))
    assert Counted.looks < 2 * deep
