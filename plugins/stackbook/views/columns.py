"""Columns: what stands above each other in a picture, from left to right along the flow of data.

Left to itself, Graphviz puts boxes wherever lines cross least, and one more box may turn a picture upside
down. Views say which boxes share a column and in which order; then every box keeps its place among the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from stackbook.views.picture import Edge, Node

Columns = tuple[tuple[str, ...], ...]


def around_middle(nodes: Sequence[Node], edges: Iterable[Edge], middle: Collection[str]) -> Columns:
    """Columns around what a picture is about: what leads to it on the left, what follows from it on the right.

    Args:
        nodes: in the order in which they stand above each other.
        edges: between them.
        middle: ids of the nodes that the picture is about, at least one.

    A node's column is its distance in steps. One that both leads to the middle and follows from it stands where it
    is nearer, then where it has more flows, then on the right.
    """
    known = list(edges)
    before = _distances(middle, [(e.target, e.source) for e in known])
    after = _distances(middle, [(e.source, e.target) for e in known])
    share = _shares(known)
    places: dict[int, list[str]] = {}
    for node in nodes:
        left, right = before.get(node.id), after.get(node.id)
        if node.id in middle:
            place = 0
        elif left is None and right is None:
            place = -1 if share.get(node.id, 0.0) < _EVEN else 1
        elif right is None or (left is not None and (left, share[node.id] >= _EVEN) < (right, True)):
            place = -(left or 0)
        else:
            place = right
        places.setdefault(place, []).append(node.id)
    return tuple(tuple(places[place]) for place in sorted(places))


def by_share(nodes: Sequence[Node], edges: Iterable[Edge], count: int) -> Columns:
    """Columns by what a node mostly does: those that only send on the left, those that only receive on the right.

    Args:
        nodes: in the order in which they stand above each other.
        edges: between them; one that stands for several flows counts as often.
        count: how many columns at most.
    """
    share = _shares(edges)
    places: dict[int, list[str]] = {}
    for node in nodes:
        places.setdefault(min(int(share.get(node.id, _EVEN) * count), count - 1), []).append(node.id)
    return tuple(tuple(places[place]) for place in sorted(places))


def by_layers(nodes: Sequence[Node], edges: Iterable[Edge]) -> Columns:
    """Columns so that nearly all arrows lead to the right, and no further than they must.

    Args:
        nodes: in the order in which they stand above each other.
        edges: between them.

    What mostly sends counts as earlier than what mostly receives; an arrow from later to earlier leads back.
    """
    known = [edge for edge in edges if edge.source != edge.target]
    share = _shares(known)
    rank = {node.id: at for at, node in enumerate(nodes)}
    order = sorted(rank, key=lambda one: (share.get(one, _EVEN), rank[one]))
    turn = {one: at for at, one in enumerate(order)}
    pairs = {tuple(sorted((edge.source, edge.target), key=turn.__getitem__)) for edge in known}
    later: dict[str, list[str]] = {}
    earlier: dict[str, list[str]] = {}
    for a, b in sorted(pairs, key=lambda pair: (turn[pair[0]], turn[pair[1]])):
        later.setdefault(a, []).append(b)
        earlier.setdefault(b, []).append(a)
    layer: dict[str, int] = {}
    for one in order:
        layer[one] = max((layer[a] + 1 for a in earlier.get(one, ())), default=0)
    for one in reversed(order):  # what stands further left than it must moves up to what it feeds
        if one in later:
            layer[one] = min(layer[b] for b in later[one]) - 1
    places: dict[int, list[str]] = {}
    for node in nodes:
        places.setdefault(layer[node.id], []).append(node.id)
    return tuple(tuple(places[place]) for place in sorted(places))


_EVEN = 0.5


def _distances(start: Collection[str], steps: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Steps from the nearest start, for everything that can be reached."""
    follows: dict[str, list[str]] = {}
    for a, b in steps:
        follows.setdefault(a, []).append(b)
    found = dict.fromkeys(start, 0)
    edge = list(found)
    while edge:
        edge = [b for a in edge for b in follows.get(a, ()) if _new(found, b, found[a] + 1)]
    return found


def _new(found: dict[str, int], node: str, distance: int) -> bool:
    if node in found:
        return False
    found[node] = distance
    return True


def _shares(edges: Iterable[Edge]) -> dict[str, float]:
    """How much of a node's flows it receives: 0 for one that only sends, 1 for one that only receives."""
    sent: dict[str, int] = {}
    received: dict[str, int] = {}
    for edge in edges:
        sent[edge.source] = sent.get(edge.source, 0) + edge.count
        received[edge.target] = received.get(edge.target, 0) + edge.count
    return {n: received.get(n, 0) / (sent.get(n, 0) + received.get(n, 0)) for n in sent.keys() | received.keys()}
