"""Where data is kept, and which flows take it across a border."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stackbook.governance.areas import EEA_KEY, areas_of
from stackbook.graph import Flow
from stackbook.model.tools import Tool
from stackbook.model.types import places
from stackbook.views.arrows import FOLD, arrow, bundle, counted, ends, hops, listed, tool_node
from stackbook.views.picture import Group, Node, View
from stackbook.views.scene import Scene

_UNKNOWN = "unknown"
_EEA_LABEL, _UNKNOWN_LABEL = "European Economic Area", "Not recorded where"
_TITLE = "Where data is kept, and what crosses a border"
MOST_DRAWN, MOST_ARROWS = 60, 100
"""With more tools or arrows across borders than these, the picture shows whole regions."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where some tools keep their data.

    Args:
        key: areas joined by hyphens, such as ``eea`` or ``eea-us``; ``unknown``.
        label: the same in words.
        areas: keys of the areas: ``eea`` or the code of a country; () for unknown.
        tools: that keep their data there, by name.
    """

    key: str
    label: str
    areas: tuple[str, ...]
    tools: tuple[Tool, ...]

    @property
    def short(self) -> str:
        """The label with the area's common short name, for where room is scarce."""
        return self.label.replace(_EEA_LABEL, "EEA")


def regions_of(scene: Scene) -> tuple[Region, ...]:
    """The regions with their tools: the European Economic Area first, then by name, unknown last."""
    found: dict[tuple[str, ...], list[Tool]] = {}
    for tool in scene.tools:
        found.setdefault(areas_of(tool), []).append(tool)
    made = [Region(_key(areas), _label(areas), areas, tuple(tools)) for areas, tools in found.items()]
    return tuple(sorted(made, key=lambda r: (not r.areas, r.areas != (EEA_KEY,), EEA_KEY not in r.areas, r.label)))


def crosses(source: Tool, target: Tool) -> bool:
    """Whether data that goes from one tool to another gets to an area where it was not kept before.

    False when it is not recorded where one of them keeps its data.
    """
    from_, to = areas_of(source), areas_of(target)
    return bool(from_) and bool(to) and not set(to) <= set(from_)


def crossing(flow: Flow) -> bool:
    """Whether a flow crosses a border on any part of its way; one that goes both ways, in either direction."""
    return any(crosses(a, b) or (flow.two_way and crosses(b, a)) for a, b in hops(flow))


def crossings(scene: Scene) -> tuple[Flow, ...]:
    """The flows that cross a border, between tools that are in use; not those that are switched off."""
    known = {tool.id for tool in scene.tools}
    return tuple(
        flow
        for flow in scene.graph.flows
        if crossing(flow)
        and {tool.id for tool in ends(flow)} <= known
        and flow.integration.status not in ("inactive", "related")
    )


def regions(scene: Scene) -> View | None:
    """Regions with their tools, and the flows between; None when nothing is recorded about where data is kept.

    As many tools as can be drawn stand in frames of their regions, with all flows that cross a border. The others
    stand in one box for each region. With very many, regions are boxes themselves.
    """
    found = regions_of(scene)
    if not any(region.areas for region in found):
        return None
    across = crossings(scene)
    hop_pairs = {(a.ref, b.ref) for flow in across for a, b in hops(flow)}
    shown = {ref for pair in hop_pairs for ref in pair}
    small = len(shown) + len(found) <= MOST_DRAWN and len(hop_pairs) <= MOST_ARROWS
    return _with_tools(scene, found, across, shown) if small else _whole(scene, found, across)


def _with_tools(scene: Scene, found: Sequence[Region], across: Sequence[Flow], shown: set[str]) -> View:
    nodes: list[Node] = []
    groups: list[Group] = []
    folded = 0
    for region in found:
        here = [tool for tool in region.tools if tool.ref in shown]
        rest = [tool for tool in region.tools if tool.ref not in shown]
        members = [tool_node(scene, tool) for tool in here]
        if rest:
            # Of part of a stack, and of tools about which nothing is recorded, that would not be known.
            known = bool(region.areas) and scene.kept is None
            members.append(_rest(region, rest, bool(here), "nothing crosses a border" if known else ""))
            folded += len(rest)
        nodes += members
        groups.append(Group(f"region-{region.key}", region.short, tuple(node.id for node in members)))
    drawn = {node.id for node in nodes}
    edges = [
        replace(arrow(scene, a.ref, b.ref, flow, crosses(a, b) or (flow.two_way and crosses(b, a))), label="")
        for flow in across
        for a, b in hops(flow)
        if {a.ref, b.ref} <= drawn
    ]
    columns = _beside([group.members for group in groups], [len(group.members) for group in groups])
    note = "Drawn are the flows that cross a border, in red where they do."
    made = View("regions", _TITLE, "", tuple(nodes), tuple(edges), tuple(groups), folded, tuple(across), columns, note)
    return _view(scene, found, across, made)


def _rest(region: Region, rest: Sequence[Tool], others: bool, note: str) -> Node:
    words = f"{len(rest)} more" if others else counted(len(rest), "tool")
    link = ("page:regions", region_anchor(region.key))
    return Node(f"{FOLD}{region.key}", words, note, *link, role="fold", count=len(rest))


def _whole(scene: Scene, found: Sequence[Region], across: Sequence[Flow]) -> View:
    """Regions as boxes, with the flows between them."""
    of = {tool.id: region for region in found for tool in region.tools}
    pairs: dict[tuple[str, str], list[Flow]] = {}
    marked: dict[tuple[str, str], int] = {}
    for flow in scene.graph.flows:
        for a, b in hops(flow):
            if a.id in of and b.id in of and of[a.id] is not of[b.id]:
                pair = of[a.id].key, of[b.id].key
                pairs.setdefault(pair, []).append(flow)
                marked[pair] = marked.get(pair, 0) + (crosses(a, b) or (flow.two_way and crosses(b, a)))
    nodes = [
        Node(r.key, r.label, counted(len(r.tools), "tool"), "page:regions", region_anchor(r.key), role="neighbour")
        for r in found
    ]
    listing = ("page:regions", "across")
    edges = [bundle(a, b, flows, listing, marked[a, b]) for (a, b), flows in sorted(pairs.items())]
    note = "Drawn are the flows from one region to another; those that cross a border are marked."
    columns = _beside([(node.id,) for node in nodes], [len(r.tools) for r in found])
    drawn = tuple({f.integration.id: f for some in pairs.values() for f in some}.values())
    return _view(
        scene, found, across, View("regions", _TITLE, "", tuple(nodes), tuple(edges), (), 0, drawn, columns, note)
    )


def _view(scene: Scene, found: Sequence[Region], across: Sequence[Flow], drawn: View) -> View:
    """The view with what is to be said about it."""
    where = listed([f"{region.label} ({counted(len(region.tools), 'tool')})" for region in found])
    total = len(scene.graph.flows)
    said = f"Data is kept in {where}. {len(across)} of {counted(total, 'flow')} cross a border."
    crossing_some = {f.integration.id for f in scene.graph.flows if crossing(f)}
    others = [f for f in scene.graph.flows if f.integration.id not in crossing_some]
    unknown = sum(not all(areas_of(tool) for tool in ends(f)) for f in others)
    rest, idle = len(others) - unknown, len(crossing_some) - len(across)
    note = drawn.note + (f" {counted(rest, 'other flow')} stay where they are." if rest else "")
    note += f" {counted(idle, 'flow')} would cross one, but nothing runs there now." if idle else ""
    note += f" Of {counted(unknown, 'flow')} it is not recorded whether they do." if unknown else ""
    ordered = tuple(sorted(drawn.edges, key=lambda edge: (edge.source, edge.target, edge.id)))
    return replace(drawn, description=said, edges=ordered, note=note)


def _beside(columns: Sequence[tuple[str, ...]], weights: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The weightiest region on the left, all others on the right."""
    first = max(range(len(columns)), key=lambda at: (weights[at], -at))
    rest = tuple(member for at, column in enumerate(columns) if at != first for member in column)
    return (columns[first], rest) if rest else (columns[first],)


def region_anchor(key: str) -> str:
    """The place on the page about regions that lists a region's tools."""
    return f"region-{key}"


def _key(areas: tuple[str, ...]) -> str:
    return "-".join(areas).lower() or _UNKNOWN


def _label(areas: tuple[str, ...]) -> str:
    names: Mapping[str, str] = places()
    words = [_EEA_LABEL if area == EEA_KEY else names.get(area, area) for area in areas]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words) or _UNKNOWN_LABEL
