"""The hubs: the tools that most of it runs through."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.graph import Flow
from stackbook.model.tools import Tool
from stackbook.views.arrows import FLOWS_ANCHOR, bundle, counted, ends, hops, listed, tool_node
from stackbook.views.columns import by_layers
from stackbook.views.picture import MOST_EDGES, Edge, View
from stackbook.views.scene import Scene

MOST_HUBS = 40
MOST_MARKED = 5
FEWEST_HUBS = 12
"""So many are drawn, where there are, though some have a single neighbour; beyond these only those with more."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A tool with how well it is connected.

    Args:
        tool: the tool.
        neighbours: with how many other tools it exchanges data.
        inbound: flows that end there.
        outbound: flows that start there.
        through: flows that only pass through it.
    """

    tool: Tool
    neighbours: int
    inbound: int
    outbound: int
    through: int


def ranking(scene: Scene) -> tuple[Hub, ...]:
    """Every tool with flows, the one with the most neighbours first, then by flows."""
    graph, near = scene.graph, _neighbours(scene)
    made = []
    for tool in scene.all_tools:
        through = [f for f in graph.through.get(tool.id, ()) if tool.id not in (f.source.id, f.target.id)]
        inbound, outbound = len(graph.inbound.get(tool.id, ())), len(graph.outbound.get(tool.id, ()))
        if inbound or outbound or through:
            made.append(Hub(tool, len(near.get(tool.id, ())), inbound, outbound, len(through)))
    return tuple(sorted(made, key=lambda h: (-h.neighbours, -(h.inbound + h.outbound + h.through), h.tool.id)))


def hubs(scene: Scene) -> View | None:
    """The best connected tools and what runs between them; None without flows.

    As many as `MOST_HUBS`, and no more than can be joined by the arrows that can be read.
    """
    ranked = ranking(scene)
    if not ranked:
        return None
    between = sum(hub.neighbours > 1 for hub in ranked)
    count = min(MOST_HUBS, len(ranked), max(FEWEST_HUBS, between))
    while count > 2 and len(_pairs(scene, ranked[:count])) > MOST_EDGES:
        count -= 1
    chosen = ranked[:count]
    pairs = _pairs(scene, chosen)
    joined = {end for pair in pairs for end in pair}
    placed = sorted(chosen, key=lambda h: (scene.category_order[scene.category(h.tool)], h.tool.id))
    first = {hub.tool.id for hub in chosen[:MOST_MARKED]}
    nodes = [
        tool_node(scene, h.tool, "subject" if h.tool.id in first else "neighbour", _connected(h.neighbours))
        for h in placed
        if h.tool.ref in joined
    ]
    edges = [_edge(source, target, flows) for (source, target), flows in sorted(pairs.items())]
    shown = tuple({flow.integration.id: flow for flows in pairs.values() for flow in flows}.values())
    inside = {hub.tool.id for hub in chosen}
    left = sum(not {tool.id for tool in ends(flow)} <= inside for flow in scene.graph.flows)
    names = [h.tool.name for h in chosen[: between or None]]
    return View(
        "hubs",
        f"The {len(nodes)} best connected tools" if len(ranked) > len(nodes) else "The connected tools",
        f"The best connected {'is' if len(names) == 1 else 'are'} {listed(names, 6)}.",
        tuple(nodes),
        tuple(edges),
        flows=shown,
        subject="The best connected",
        columns=by_layers(nodes, edges),
        note=f"Not drawn, or only in part: {counted(left, 'flow')} from or to other tools. Their pages show them."
        if left
        else "",
    )


def _connected(neighbours: int) -> str:
    return f"{neighbours} connected {'tool' if neighbours == 1 else 'tools'}"


def _neighbours(scene: Scene) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for flow in scene.graph.flows:
        touched = {tool.id for tool in ends(flow)}
        for one in touched:
            found.setdefault(one, set()).update(touched - {one})
    return found


def _pairs(scene: Scene, chosen: tuple[Hub, ...]) -> dict[tuple[str, str], list[Flow]]:
    """The flows between some tools, by where each part of their way begins and ends."""
    inside = {hub.tool.id for hub in chosen}
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in scene.graph.flows:
        for start, end in hops(flow):
            if start.id in inside and end.id in inside and start is not end:
                found.setdefault((start.ref, end.ref), []).append(flow)
    return found


def _edge(source: str, target: str, flows: list[Flow]) -> Edge:
    made = bundle(source, target, flows, (source, FLOWS_ANCHOR))
    label = f"\u00d7 {len(flows)}" if len(flows) > 1 else ""
    return Edge(made.id, source, target, label, made.title, made.ref, made.anchor, made.two_way, made.state, made.count)
