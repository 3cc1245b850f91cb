"""One category: its tools, and what they exchange with the other categories, rolled up."""

from __future__ import annotations

from collections.abc import Sequence

from stackbook.graph import Flow
from stackbook.model.tools import Tool
from stackbook.views.arrows import FLOWS_ANCHOR, FOLD, arrows, bundle, counted, ends, hops, listed, tool_node
from stackbook.views.flow_map import to_anchor
from stackbook.views.folding import Fold, weightiest
from stackbook.views.picture import Edge, Node, View
from stackbook.views.scene import Scene, retired

THROUGH_ANCHOR = "through"
"""Where a category's page lists what only passes through it."""

MOST_TOOLS = 15
"""So many tools of the category are drawn on their own."""


def category_view(scene: Scene, key: str) -> View | None:
    """The picture of a category; None when its tools exchange no data.

    Other categories stand on the left where data comes from and on the right where it goes to;
    one that does both stands on both sides.
    """
    inside, inbound, outbound = flows_of(scene, key)
    through = flows_through(scene, key)
    everything = [*inside, *inbound, *outbound, *through]
    if not everything:
        return None
    touched = {tool.id for flow in everything for tool in ends(flow)}
    # What is no longer in use is drawn where something still names it.
    own = [t for t in scene.all_tools if scene.category(t) == key and (t.id in touched or not retired(t))]
    label, ref = scene.category_label(key), f"category:{key}"
    drawn, folds = _fold(own, everything, (ref, FLOWS_ANCHOR))
    boxes = {t.ref: t.ref for t in drawn} | {t.ref: f.node.id for f in folds for t in f.members}
    edges = arrows(scene, inside, boxes, (ref, FLOWS_ANCHOR))
    nodes = [tool_node(scene, tool, "subject", "") for tool in drawn] + [one.node for one in folds]
    parts = [(flow, start, end) for flow in through for start, end in hops(flow)]
    for side in ("from", "to"):
        direct = [(f, f.source, f.target) for f in (inbound if side == "from" else outbound)]
        passing = [part for part in parts if (part[2] if side == "from" else part[1]).ref in boxes]
        rolled, joined = _rolled(scene, side, [*direct, *passing], boxes, key)
        nodes += rolled
        edges += joined
    names = [tool.name for tool in own]
    said = f"{label}: {listed(names)}. " if names else f"{label}. "
    said += f"{counted(len(inbound), 'flow')} in, {counted(len(outbound), 'flow')} out, {len(inside)} between them."
    said += f" {counted(len(through), 'flow')} only pass through." if through else ""
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
        flows=tuple(everything),
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


def flows_through(scene: Scene, key: str) -> list[Flow]:
    """The flows between other categories that pass through a tool of this one."""
    return [
        flow
        for flow in scene.graph.flows
        if flow.via is not None
        and scene.category(flow.via) == key
        and key not in (scene.category(flow.source), scene.category(flow.target))
    ]


def _fold(own: Sequence[Tool], flows: Sequence[Flow], here: tuple[str, str]) -> tuple[list[Tool], list[Fold]]:
    if len(own) <= MOST_TOOLS:
        return list(own), []
    stay = {tool.id for tool in weightiest(own, flows)[: MOST_TOOLS - 1]}
    rest = tuple(tool for tool in own if tool.id not in stay)
    node = Node(f"{FOLD}own", f"{len(rest)} more", "", *here, role="fold", count=len(rest))
    return [tool for tool in own if tool.id in stay], [Fold(node, rest)]


def _rolled(
    scene: Scene, side: str, parts: Sequence[tuple[Flow, Tool, Tool]], boxes: dict[str, str], key: str
) -> tuple[list[Node], list[Edge]]:
    """The other categories on one side, and the arrows between them and the category's tools.

    Args:
        scene: for words.
        side: ``from`` or ``to``.
        parts: flows with where the part of their way begins and ends that is drawn.
        boxes: ``kind:id`` of the category's own tools to the ids of their boxes.
        key: of the category.
    """
    found: dict[tuple[str, str], list[Flow]] = {}
    tools: dict[str, set[str]] = {}
    for flow, start, end in parts:
        here, there = (end, start) if side == "from" else (start, end)
        found.setdefault((scene.category(there), boxes[here.ref]), []).append(flow)
        tools.setdefault(scene.category(there), set()).add(there.name)
    nodes = []
    for other in sorted(tools, key=scene.category_order.__getitem__):
        names = sorted(tools[other], key=str.casefold)
        note = names[0] if len(names) == 1 else counted(len(names), "tool")
        ref = f"category:{other}"
        nodes.append(Node(f"{side}:{other}", scene.category_label(other), note, ref, icon=scene.icon(ref)))
    edges = []
    for (other, box), some in sorted(found.items()):
        from_, to = (f"{side}:{other}", box) if side == "from" else (box, f"{side}:{other}")
        direct = any(scene.category(f.target if side == "from" else f.source) == key for f in some)
        passing = (f"category:{key}", THROUGH_ANCHOR)
        listing = (f"category:{other}", to_anchor(key)) if side == "from" else (f"category:{key}", to_anchor(other))
        edges.append(bundle(from_, to, some, listing if direct else passing))
    return nodes, edges
