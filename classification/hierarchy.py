"""Broader links as graphs: circles, and labels that answer ancestor questions without walking.

The labels are tree intervals with extra intervals for poly-hierarchies (Agrawal, Borgida, Jagadish 1989): numbering the
nodes in post-order of a spanning tree, everything below a node lies in its own interval or in one of a few more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


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
