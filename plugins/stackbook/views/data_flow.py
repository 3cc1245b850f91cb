"""Which set of data feeds which other: the pictures of a data source and of an integration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from stackbook.graph import Carried, Flow, carried
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool
from stackbook.views.arrows import (
    FLOWS_ANCHOR,
    arrow,
    arrows,
    counted,
    ends,
    flow_title,
    hops,
    listed,
    state_of_flow,
    tool_node,
)
from stackbook.views.columns import around_middle
from stackbook.views.picture import MOST_EDGES, MOST_NODES, Edge, Node, View
from stackbook.views.scene import Scene


def source_view(scene: Scene, source: DataSource, depth: int = 1) -> View | None:
    """A data source, what feeds it and what it feeds; None when no integration says that it carries its fields.

    Args:
        scene: what to look at.
        source: the one in the middle.
        depth: 2 also for what feeds those that feed it, and what those that it feeds pass on; None when there is none.
    """
    feeders, fed_ones = scene.carried.get(source.id, ((), ()))
    near = [*feeders, *fed_ones]
    if not near:
        return None
    shown = list(near)
    if depth > 1:
        far = [step for one in feeders for step in scene.carried[one.source.id][0]]
        far += [step for one in fed_ones for step in scene.carried[one.target.id][1]]
        shown += [one for one in dict.fromkeys(far) if one not in shown]
        if len(shown) == len(near):
            return None
    feeding = sorted({one.source.name for one in feeders}, key=str.casefold)
    fed = sorted({one.target.name for one in fed_ones}, key=str.casefold)
    said = [f"is fed by {listed(feeding)}"] if feeding else []
    said += [f"feeds {listed(fed)}"] if fed else []
    direct = {source.id} | {end.id for one in near for end in (one.source, one.target)}
    return _data_view(
        scene,
        f"{'around' if depth > 1 else 'neighbourhood'}-data-source-{source.id}",
        f"{source.name} and {'what lies two steps around it' if depth > 1 else 'where its fields come from and go to'}",
        f"{source.name} {'; it '.join(said)}.",
        source,
        shown,
        direct,
    )


def integration_view(scene: Scene, integration: Integration, depth: int = 1) -> View | None:
    """An integration: its tools with the data sources whose fields it carries; None when a tool is not there.

    Args:
        scene: what to look at.
        integration: the one that is shown.
        depth: 2 also for what comes into its first tool and what goes on from its last; None when that is nothing.
    """
    flow = scene.flow_of.get(integration.id)
    if flow is None:
        return None
    name = integration.display_name
    if depth > 1:
        return _in_context(scene, flow, name)
    parts = carried(scene.inventory, flow)
    said = f"{flow_title(flow, scene.words)}."
    if parts:
        return _data_view(
            scene, f"neighbourhood-integration-{integration.id}", name, said, integration, list(parts), set()
        )
    nodes = [tool_node(scene, one, "subject") for one in ends(flow)]
    drawn = [arrow(scene, start.ref, end.ref, flow) for start, end in hops(flow)]
    id_ = f"neighbourhood-integration-{integration.id}"
    columns = tuple((node.id,) for node in nodes)
    return View(id_, name, said, tuple(nodes), tuple(drawn), flows=(flow,), columns=columns)


def _in_context(scene: Scene, flow: Flow, name: str) -> View | None:
    """What comes before a flow and what comes after it."""
    before = [f for f in scene.graph.inbound.get(flow.source.id, ()) if f is not flow]
    after = [f for f in scene.graph.outbound.get(flow.target.id, ()) if f is not flow]
    flows = list({f.integration.id: f for f in (flow, *before, *after)}.values())
    tools = {t.id: t for f in flows for t in ends(f)}
    if len(flows) == 1 or len(tools) > MOST_NODES:
        return None
    own = {t.id for t in ends(flow)}
    box_of = {t.ref: t.ref for t in tools.values()}
    here = f"around:{flow.integration.ref}"
    edges = arrows(scene, flows, box_of, (here, FLOWS_ANCHOR))
    if len(edges) > MOST_EDGES:
        return None
    nodes = [
        tool_node(scene, t, "subject" if t.id in own else "neighbour")
        for t in sorted(tools.values(), key=lambda t: t.id)
    ]
    said = f"Before it, {counted(len(before), 'flow')} into {flow.source.name}. "
    said += f"After it, {counted(len(after), 'flow')} out of {flow.target.name}."
    columns = around_middle(nodes, edges, {flow.source.ref})
    title = f"{name}: what comes before and after"
    return View(
        f"around-integration-{flow.integration.id}",
        title,
        said,
        tuple(nodes),
        tuple(edges),
        flows=tuple(flows),
        columns=columns,
    )


def _data_view(
    scene: Scene, id_: str, title: str, said: str, about: Entity, steps: Sequence[Carried], direct: set[str]
) -> View | None:
    """Data sources with the tools that hold them, and the integrations between them."""
    sources: dict[str, DataSource] = {}
    for one in steps:
        sources |= {one.source.id: one.source, one.target.id: one.target}
    if isinstance(about, DataSource):
        sources[about.id] = about
    between = {t.id: t for one in steps for t in _between(one.flow)}
    edges = sorted(_edges(scene, steps), key=lambda edge: (edge.source, edge.target, edge.id))
    if len(sources) + len(between) > MOST_NODES or len(edges) > MOST_EDGES:
        return None
    nodes = [_source_node(scene, one, about, direct) for one in sorted(sources.values(), key=lambda s: s.id)]
    nodes += [tool_node(scene, tool) for tool in sorted(between.values(), key=lambda t: t.id)]
    flows = tuple({one.flow.integration.id: one.flow for one in steps}.values())
    middle = {about.ref} if isinstance(about, DataSource) else {one.source.ref for one in steps}
    columns = around_middle(nodes, edges, middle)
    return View(id_, title, said, tuple(nodes), tuple(edges), flows=flows, columns=columns, subject=about.display_name)


def _between(flow: Flow) -> Iterator[Tool]:
    if flow.via is not None and flow.via.id not in (flow.source.id, flow.target.id):
        yield flow.via


def _source_node(scene: Scene, source: DataSource, about: Entity, direct: set[str]) -> Node:
    middle = source is about or isinstance(about, Integration)
    role = "subject" if middle else "neighbour" if source.id in direct else "far"
    tool = scene.inventory.get("tool", source.tool)
    note, icon = (tool.display_name, scene.icon(tool.ref)) if tool else ("", "")
    return Node(source.ref, source.name, note, source.ref, icon=icon or scene.icon("kind:data_source"), role=role)


def _edges(scene: Scene, steps: Iterable[Carried]) -> Iterator[Edge]:
    for one in steps:
        fields = f"{counted(one.count, 'field')} from {one.source.name} to {one.target.name}"
        title = f"{fields}: {flow_title(one.flow, scene.words)}"
        stops = [one.source.ref, *(tool.ref for tool in _between(one.flow)), one.target.ref]
        label = counted(one.count, "field")
        for start, end in pairwise(stops):
            yield Edge(
                f"{one.flow.integration.ref}:{start}:{end}:{one.source.id}:{one.target.id}",
                start,
                end,
                label,
                title,
                one.flow.integration.ref,
                state=state_of_flow(one.flow),
            )
