"""Where a value goes no further on its way to a tool."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from stackbook.graph import Flow, Graph
from stackbook.lineage.field_graph import FieldGraph, Place
from stackbook.lineage.ways import reached_from
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a value does not get where it should.

    Args:
        reason: a sentence; names stand in it as people call them, ids in backticks.
        mentions: ``kind:id`` of everything that the sentence names.
        fix: what to write, a sentence; or "".
        hop: position in the token's ``path``, or None.
    """

    reason: str
    mentions: tuple[str, ...]
    fix: str = ""
    hop: int | None = None


def not_live(integration: Integration) -> str:
    """That an integration carries nothing today, and why."""
    state = {"planned": "is not live yet", "inactive": "is switched off", "related": "carries no data"}
    return f"`{integration.id}` {state.get(integration.status or '', 'is not known to be live')}"


def where_it_breaks(fields: FieldGraph, graph: Graph, start: Place, tool: Tool, wanted: Place | None = None) -> Broken:
    """The hop at which a value that should reach a tool goes no further.

    Args:
        fields: the graph.
        graph: the flows.
        start: the field where the value is looked after.
        tool: the tool that it does not reach.
        wanted: the field of the tool in which it should arrive; any when left out.

    Returns:
        That it arrives in another field than the one wanted, if it does; else an integration that is switched
        off, if the value would arrive with it; else the first integration, on a shortest way, that does not say
        that it carries the value; else that nothing flows there.
    """
    reached = reached_from(fields, start.key)
    here = next((key for key in reached if fields.tool_of(key) == tool.id), None)
    if here is not None and wanted is not None:
        return elsewhere_in_tool(here, wanted)
    asleep = reached_from(fields, start.key, only=lambda step: True)
    arrived = [way for key, way in asleep.items() if (key == wanted.key if wanted else fields.tool_of(key) == tool.id)]
    if arrived:
        step = next(step for step in min(arrived, key=len) if not step.live)
        assert step.flow is not None  # only an integration can be switched off
        off = step.flow.integration
        return Broken(
            f"{not_live(off)}, and the value would come by it", (off.ref,), f"Mend `{off.id}`, or name another source."
        )
    by_tool: dict[str, str] = {}
    for key in reached:
        by_tool.setdefault(fields.tool_of(key), key)
    return _first_silent(fields, graph, by_tool, start, tool)


def elsewhere_in_tool(here: str, wanted: Place, hop: int | None = None) -> Broken:
    """That a value arrives in another field of the tool than the one that the token reads."""
    fix = f"Write `tool_field: {here}`, or add the mapping that leads to `{wanted.key}`."
    reason = f"it arrives in `{here}`, and the token reads `{wanted.key}`"
    return Broken(reason, (wanted.source.ref, f"data_source:{here.partition('.')[0]}"), fix, hop)


def _first_silent(fields: FieldGraph, graph: Graph, by_tool: dict[str, str], start: Place, tool: Tool) -> Broken:
    """The first integration, on a shortest way of flows, that does not carry the value: live ones before others."""
    for live in (True, False):
        silent = _leading_there(graph, by_tool, tool.id, live=live)
        if silent is not None:
            return _silent(fields, by_tool, silent, start, tool)
    names = (start.source.ref, tool.ref)
    fix = f"Add the integration that brings it to {tool.name}, or name another `source_field`."
    return Broken(f"nothing flows from where it is looked after to {tool.name}", names, fix)


def _leading_there(graph: Graph, by_tool: dict[str, str], tool: str, *, live: bool) -> Flow | None:
    """The first flow that does not go on, on a shortest way from where the value is to a tool; None without a way."""
    first: dict[str, list[Flow]] = {at: [] for at in by_tool}
    pending = deque(by_tool)
    while pending:
        here = pending.popleft()
        for flow, there in _leaving(graph, here, live=live):
            if there in first:
                continue
            first[there] = [*first[here], flow]
            pending.append(there)
            if there == tool:
                return first[there][0]
    return None


def _leaving(graph: Graph, tool: str, *, live: bool) -> list[tuple[Flow, str]]:
    away = [(flow, flow.target.id) for flow in graph.outbound.get(tool, ())]
    away += [(flow, flow.source.id) for flow in graph.inbound.get(tool, ()) if flow.two_way]
    return [(flow, there) for flow, there in away if flow.integration.live or not live]


def _silent(fields: FieldGraph, by_tool: dict[str, str], flow: Flow, start: Place, tool: Tool) -> Broken:
    from_ = flow.source.id if flow.source.id in by_tool else flow.target.id
    key = by_tool[from_]
    integration = flow.integration
    far = "" if key == start.key else f"it gets as far as `{key}`, and "
    place = fields.places[key]
    mentions = (integration.ref, place.source.ref, start.source.ref, tool.ref)
    if not integration.live:
        return Broken(f"{far}{not_live(integration)}", mentions, f"Mend `{integration.id}`, or name another source.")
    said = "does not say which fields it carries" if not integration.fields else f"does not say that it carries `{key}`"
    fix = f"If it does, add `- {{from: {key}, to: …}}` to the `fields` of `{integration.id}`; or add its way."
    return Broken(f"{far}`{integration.id}` {said}", mentions, fix)
