"""The flow map: categories as boxes, and the thickest flows between them."""

from __future__ import annotations

from collections.abc import Sequence

from stackbook.graph import Flow
from stackbook.views.arrows import bundle, counted
from stackbook.views.columns import by_layers
from stackbook.views.matrix import pairs
from stackbook.views.picture import Edge, Node, View
from stackbook.views.scene import Scene

MOST_FLOWS = 25
"""More arrows than these between categories cannot be followed; the matrix has all of them."""


def flow_map(scene: Scene) -> View | None:
    """The categories with the most flows between them; None without flows from one category to another."""
    cells = {pair: flows for pair, flows in pairs(scene).items() if pair[0] != pair[1]}
    if not cells:
        return None
    order = scene.category_order
    ranked = sorted(cells, key=lambda p: (-len(cells[p]), order[p[0]], order[p[1]]))
    chosen = sorted(ranked[:MOST_FLOWS], key=lambda p: (order[p[0]], order[p[1]]))
    keys = sorted({key for pair in chosen for key in pair}, key=order.__getitem__)
    nodes = [_node(scene, key) for key in keys]
    edges = [_edge(pair, cells[pair]) for pair in chosen]
    shown = tuple(flow for pair in chosen for flow in cells[pair])
    first = ranked[0]
    said = f"Most run from {scene.category_label(first[0])} to {scene.category_label(first[1])}: {len(cells[first])}."
    left = len(cells) - len(chosen)
    drawn = f"Drawn are the {len(chosen)} busiest of {len(cells)} ways from one category to another."
    note = f"{drawn} The matrix has all of them." if left else ""
    title = "Where the most flows run" if left else "What flows between categories"
    return View(
        "flow-map",
        title,
        said,
        tuple(nodes),
        tuple(edges),
        flows=shown,
        columns=by_layers(nodes, edges),
        note=note,
    )


def _node(scene: Scene, key: str) -> Node:
    tools = sum(scene.category(tool) == key for tool in scene.tools)
    ref = f"category:{key}"
    return Node(ref, scene.category_label(key), counted(tools, "tool"), ref, icon=scene.icon(ref))


def _edge(pair: tuple[str, str], flows: Sequence[Flow]) -> Edge:
    source, target = (f"category:{key}" for key in pair)
    return bundle(source, target, flows, (source, to_anchor(pair[1])))


def to_anchor(category: str) -> str:
    """The place on a category's page that lists what it sends to another category."""
    return f"to-{category}"
