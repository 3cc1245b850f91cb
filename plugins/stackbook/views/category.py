"""One category: its tools, and what they exchange with the other categories, rolled up."""

from __future__ import annotations

from collections.abc import Sequence

from stackbook.graph import Flow
from stackbook.model.tools import Tool
from stackbook.views.arrows import FLOWS_ANCHOR, FOLD, arrows, bundle, counted, listed, tool_node
from stackbook.views.flow_map import to_anchor
from stackbook.views.folding import Fold, weightiest
from stackbook.views.picture import Edge, Node, View
from stackbook.views.scene import Scene

MOST_TOOLS = 15
"""So many tools of the category are drawn on their own."""


def category_view(scene: Scene, key: str) -> View | None:
    """The picture of a category; None when its tools exchange no data.

    Other categories stand on the left where data comes from and on the right where it goes to;
    one that does both stands on both sides.
    """
    own = [tool for tool in scene.tools if scene.category(tool) == key]
    inside, inbound, outbound = flows_of(scene, key)
    if not (inside or inbound or outbound):
        return None
    label, ref = scene.category_label(key), f"category:{key}"
    drawn, folds = _fold(own, [*inside, *inbound, *outbound], (ref, FLOWS_ANCHOR))
    boxes = {t.ref: t.ref for t in drawn} | {t.ref: f.node.id for f in folds for t in f.members}
    edges = arrows(scene, inside, boxes, (ref, FLOWS_ANCHOR))
    nodes = [tool_node(scene, tool, "subject", "") for tool in drawn] + [one.node for one in folds]
    for side, flows in (("from", inbound), ("to", outbound)):
        rolled, joined = _rolled(scene, side, flows, boxes, key)
        nodes += rolled
        edges += joined
    names = [tool.name for tool in own]
    said = f"{label}: {listed(names)}. " if names else f"{label}. "
    said += f"{counted(len(inbound), 'flow')} in, {counted(len(outbound), 'flow')} out, {len(inside)} between them."
    connected = {end for edge in edges for end in (edge.source, edge.target)}
    kept = [node for node in nodes if node.id in connected or node.role != "subject"]
    alone = [node.label for node in nodes if node not in kept]
    note = f"Without any flow: {', '.join(alone)}." if alone else ""
    folded = sum(len(one.members) for one in folds)
    return View(
        f"category-{key.replace('_', '-')}",
        f"{label} and what it exchanges data with",
        said,
        tuple(kept),
        tuple(edges),
        folded=folded,
        flows=(*inside, *inbound, *outbound),
        columns=_columns(kept),
        subject=label,
        note=note,
    )


def _columns(nodes: Sequence[Node]) -> tuple[tuple[str, ...], ...]:
    """Where data comes from, the category's own tools, where data goes to."""
    sides: dict[str, list[str]] = {"from": [], "": [], "to": []}
    for node in nodes:
        sides[node.id.partition(":")[0] if node.id.startswith(("from:", "to:")) else ""].append(node.id)
    return tuple(tuple(side) for side in sides.values() if side)


def flows_of(scene: Scene, key: str) -> tuple[list[Flow], list[Flow], list[Flow]]:
    """The flows between a category's tools, those that come in, and those that go out."""
    inside: list[Flow] = []
    inbound: list[Flow] = []
    outbound: list[Flow] = []
    for flow in scene.graph.flows:
        from_, to = scene.category(flow.source) == key, scene.category(flow.target) == key
        if from_ or to:
            (inside if from_ and to else outbound if from_ else inbound).append(flow)
    return inside, inbound, outbound


def _fold(own: Sequence[Tool], flows: Sequence[Flow], here: tuple[str, str]) -> tuple[list[Tool], list[Fold]]:
    if len(own) <= MOST_TOOLS:
        return list(own), []
    stay = {tool.id for tool in weightiest(own, flows)[: MOST_TOOLS - 1]}
    rest = tuple(tool for tool in own if tool.id not in stay)
    node = Node(f"{FOLD}own", f"{len(rest)} more", "", *here, role="fold", count=len(rest))
    return [tool for tool in own if tool.id in stay], [Fold(node, rest)]


def _rolled(
    scene: Scene, side: str, flows: Sequence[Flow], boxes: dict[str, str], key: str
) -> tuple[list[Node], list[Edge]]:
    """The other categories on one side, and the arrows between them and the category's tools."""
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        here, there = (flow.target, flow.source) if side == "from" else (flow.source, flow.target)
        if here.ref in boxes:  # not when it is at the end of its life
            found.setdefault((scene.category(there), boxes[here.ref]), []).append(flow)
    others = sorted({other for other, _ in found}, key=scene.category_order.__getitem__)
    nodes = []
    for other in others:
        tools = {
            (f.source if side == "from" else f.target).name
            for (o, _), some in found.items()
            if o == other
            for f in some
        }
        note = listed(sorted(tools, key=str.casefold)) if len(tools) == 1 else counted(len(tools), "tool")
        nodes.append(
            Node(
                f"{side}:{other}",
                scene.category_label(other),
                note,
                f"category:{other}",
                icon=scene.icon(f"category:{other}"),
            )
        )
    edges = []
    for (other, box), some in sorted(found.items()):
        from_, to = (f"{side}:{other}", box) if side == "from" else (box, f"{side}:{other}")
        listing = (f"category:{other}", to_anchor(key)) if side == "from" else (f"category:{key}", to_anchor(other))
        edges.append(bundle(from_, to, some, listing))
    return nodes, edges
