"""Broader links as graphs: circles, and labels that answer ancestor questions without walking.

The labels are tree intervals with extra intervals for poly-hierarchies (Agrawal, Borgida, Jagadish 1989): numbering the
nodes in post-order of a spanning tree, everything below a node lies in its own interval or in one of a few more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence


def find_cycle(parents: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """One circle of the graph as the nodes on it, the first repeated at the end; empty when there is none."""
    done: set[str] = set()
    for start in parents:
        if start in done:
            continue
        trail: list[str] = [start]
        on_trail = {start}
        pending = [iter(parents.get(start, ()))]
        while pending:
            parent = next(pending[-1], None)
            if parent is None:
                pending.pop()
                done.add(gone := trail.pop())
                on_trail.discard(gone)
            elif parent in on_trail:
                return (*trail[trail.index(parent) :], parent)
            elif parent in parents and parent not in done:
                trail.append(parent)
                on_trail.add(parent)
                pending.append(iter(parents[parent]))
    return ()


Intervals = tuple[tuple[int, int], ...]


def label_intervals(parents: Sequence[Sequence[int]]) -> tuple[list[int], list[int], list[Intervals]]:
    """Post-order number, lowest number of the subtree, and extra intervals of each node of an acyclic graph.

    Node d is below or equal to node a exactly when `low[a] <= post[d] <= post[a]` or post[d] lies in an extra interval
    of a (both bounds inclusive, sorted, disjoint).
    """
    size = len(parents)
    children: list[list[int]] = [[] for _ in range(size)]
    tree: list[list[int]] = [[] for _ in range(size)]
    for node, above in enumerate(parents):
        for parent in above:
            children[parent].append(node)
        if above:
            tree[above[0]].append(node)
    post, low = _post_order(tree, [node for node, above in enumerate(parents) if not above])
    extras: list[Intervals] = [()] * size
    for node in _children_first(children, parents):
        spans: list[tuple[int, int]] = []
        for child in children[node]:
            spans.extend(extras[child])
            if parents[child][0] != node:
                spans.append((low[child], post[child]))
        if spans:
            extras[node] = _merged(spans, low[node], post[node])
    return post, low, extras


def _post_order(tree: Sequence[Sequence[int]], roots: Sequence[int]) -> tuple[list[int], list[int]]:
    post, low = [0] * len(tree), [0] * len(tree)
    number = 0
    stack: list[tuple[int, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, left = stack.pop()
        if left:
            post[node] = number
            number += 1
        else:
            low[node] = number
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(tree[node]))
    return post, low


def _children_first(children: Sequence[Sequence[int]], parents: Sequence[Sequence[int]]) -> list[int]:
    waiting = [len(below) for below in children]
    ready = [node for node, count in enumerate(waiting) if not count]
    for node in ready:
        for parent in parents[node]:
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return ready


def _merged(spans: list[tuple[int, int]], low: int, high: int) -> Intervals:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if low <= start and end <= high:
            continue
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


class Ancestry:
    """Whether one node of a graph is above another, over any number of links, without walking for each question.

    Unlike a release the graph may have circles: all nodes of one are above each other, and above themselves.
    """

    def __init__(self, broader: Mapping[str, Iterable[str]]) -> None:
        links = {node: list(above) for node, above in broader.items()}
        for above in list(links.values()):
            for node in above:
                links.setdefault(node, [])
        self._knot = knots(links)
        parents: list[dict[int, None]] = [{} for _ in set(self._knot.values())]
        self._circular: set[int] = set()
        for node, above in links.items():
            knot = self._knot[node]
            for other in above:
                if self._knot[other] != knot:
                    parents[knot][self._knot[other]] = None
                else:
                    self._circular.add(knot)
        self._post, self._low, extras = label_intervals([list(above) for above in parents])
        self._extras = [[bound for span in spans for bound in span] for spans in extras]

    def is_above(self, broader: str, narrower: str) -> bool:
        """Whether a way leads from `narrower` up to `broader`."""
        if broader not in self._knot or narrower not in self._knot:
            return False
        above, below = self._knot[broader], self._knot[narrower]
        if above == below:
            return above in self._circular
        place = self._post[below]
        if self._low[above] <= place <= self._post[above]:
            return True
        bounds = self._extras[above]
        at = bisect_right(bounds, place)
        return at % 2 == 1 or (at > 0 and bounds[at - 1] == place)


def knots(links: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The strongly connected part of each node by number: nodes of one circle share it (Tarjan 1972).

    Every node that is linked to must be a key.
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    knot: dict[str, int] = {}
    trail: list[str] = []
    number = 0
    for start in links:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        trail.append(start)
        pending = [(start, iter(links[start]))]
        while pending:
            node, rest = pending[-1]
            other = next(rest, None)
            if other is None:
                pending.pop()
                if pending:
                    below = pending[-1][0]
                    lowest[below] = min(lowest[below], lowest[node])
                if lowest[node] == order[node]:
                    while node not in knot:
                        knot[trail.pop()] = number
                    number += 1
            elif other not in order:
                order[other] = lowest[other] = len(order)
                trail.append(other)
                pending.append((other, iter(links[other])))
            elif other not in knot:
                lowest[node] = min(lowest[node], order[other])
    return knot
