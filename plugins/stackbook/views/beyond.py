"""What lies two steps away: what feeds those that feed us, and what those that we feed pass on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from stackbook.graph import Flow
from stackbook.model.tools import Tool
from stackbook.views.arrows import FLOWS_ANCHOR, FOLD, bundle, ends, hops
from stackbook.views.picture import Edge, Node
from stackbook.views.scene import Scene

MOST_BEYOND = 60
"""With more flows than these on one side a neighbour is a hub: what lies behind it is nearly the whole stack, and
its own page shows it. In each of hundreds of pages it would say nothing about what that page is about."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind a hub, on one side of it.

    Args:
        hub: a neighbour.
        feeds: whether they send data to it; else they receive data from it.
        tools: those that are drawn nowhere else.
        flows: between them and the hub.
    """

    hub: Tool
    feeds: bool
    tools: tuple[Tool, ...]
    flows: tuple[Flow, ...]

    @property
    def node(self) -> Node:
        """One box for all of them; it leads to the list on the hub's own page."""
        side, verb = ("in", "feed") if self.feeds else ("out", "fed by")
        words = f"{len(self.tools)} more", f"{verb} {self.hub.name}"
        return Node(
            f"{FOLD}{side}-{self.hub.id}", *words, self.hub.ref, FLOWS_ANCHOR, role="fold", count=len(self.tools)
        )

    def edge(self, boxes: Mapping[str, str]) -> Edge:
        """The arrow between the box and that of the hub.

        Args:
            boxes: ``kind:id`` of the hub to the id of its box.
        """
        here, there = self.node.id, boxes[self.hub.ref]
        from_, to = (here, there) if self.feeds else (there, here)
        made = bundle(from_, to, self.flows, (self.hub.ref, FLOWS_ANCHOR))
        return replace(made, label="")  # the box says how many

    @property
    def words(self) -> str:
        """It as a sentence."""
        verb = "send data to" if self.feeds else "receive data from"
        return f" {len(self.tools)} other tools {verb} {self.hub.name}."


def second_step(scene: Scene, own: Collection[str], flows: Sequence[Flow]) -> tuple[list[Flow], list[Behind]]:
    """The flows of the second step that are not among those of the first.

    Args:
        scene: what to look at.
        own: ids of the tools that stand in the middle.
        flows: of the first step.

    Returns:
        The flows to draw, and what stands behind neighbours that have too many.
    """
    known = {f.integration.id for f in flows}
    sides: dict[tuple[str, bool], list[Flow]] = {}
    tools: dict[str, Tool] = {}
    for flow in flows:
        for start, end in hops(flow):
            for tool, feeds, more in ((start, True, scene.graph.inbound), (end, False, scene.graph.outbound)):
                if tool.id not in own:
                    tools[tool.id] = tool
                    sides[tool.id, feeds] = [f for f in more.get(tool.id, ()) if f.integration.id not in known]
    few = {f.integration.id: f for side in sides.values() if len(side) <= MOST_BEYOND for f in side}
    drawn = {*own, *(t.id for f in (*flows, *few.values()) for t in ends(f))}
    behind = []
    for (tool_id, feeds), side in sorted(sides.items()):
        if len(side) <= MOST_BEYOND:
            continue
        others = {f.integration.id: (f, f.source if feeds else f.target) for f in side}
        few |= {key: f for key, (f, other) in others.items() if other.id in drawn}
        apart = [(f, other) for f, other in others.values() if other.id not in drawn]
        members = {other.id: other for _, other in apart}
        if members:
            found = tuple(members[key] for key in sorted(members)), tuple(f for f, _ in apart)
            behind.append(Behind(tools[tool_id], feeds, *found))
    return sorted(few.values(), key=order), behind


def order(flow: Flow) -> tuple[str, str, str]:
    """What flows are sorted by."""
    return flow.source.id, flow.target.id, flow.integration.id
