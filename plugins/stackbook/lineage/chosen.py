"""The way that a token names itself, checked hop by hop."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from stackbook.graph import Flow
from stackbook.lineage.breaks import Broken, elsewhere_in_tool, not_live
from stackbook.lineage.field_graph import FieldGraph, Place, Step
from stackbook.lineage.ways import Way
from stackbook.model.tools import Tool

Reached = dict[str, tuple[Step, ...]]
"""Fields where the value is, each with the steps that brought it there."""


def follow(
    fields: FieldGraph,
    start: Place,
    tool: Tool,
    path: Sequence[tuple[str, Flow | None]],
    wanted: Place | None = None,
) -> Way | Broken:
    """The way along given integrations.

    Args:
        fields: the graph.
        start: the field where the value is looked after.
        tool: the tool where it must arrive.
        path: ids as they are written, each with its flow; None for one whose tools are not there.
        wanted: the field of the tool in which it should arrive; any when left out.

    Returns:
        The way; where an integration lists no fields at all, the steps from there on name none. Or why it breaks.
    """
    here = _inside(fields, {start.key: ()}, start.tool)
    at = start.tool
    for position, (written, flow) in enumerate(path):
        if flow is None:
            reason = f"`{written}` has no tool to start from or to end at"
            return Broken(reason, (f"integration:{written}",), "", position)
        if not flow.integration.live:
            ref = flow.integration.ref
            return Broken(not_live(flow.integration), (ref,), "Name a way that works today.", position)
        target = _far_end(flow, at)
        if target is None:
            return _elsewhere(flow, at, start, position)
        here = _over(fields, here, flow, target)
        if not here:
            return _not_carried(start, flow, position)
        at = target
    if at != tool.id:
        return _too_short(path, tool)
    if wanted is not None and "" not in here:
        if wanted.key not in here:
            return elsewhere_in_tool(min(here, key=lambda key: (len(here[key]), key)), wanted)
        return Way(start.key, here[wanted.key])
    return Way(start.key, min(here.values(), key=lambda way: (len(way), [step.sort_key for step in way])))


def _far_end(flow: Flow, at: str) -> str | None:
    """The tool at the other end of a flow; None when it does not start here."""
    if at == flow.source.id:
        return flow.target.id
    return flow.source.id if flow.two_way and at == flow.target.id else None


def _over(fields: FieldGraph, here: Reached, flow: Flow, target: str) -> Reached:
    """The fields reached in the next tool; one without a name where nothing is recorded."""
    if "" in here or not flow.integration.fields:
        begins, way = min(here.items(), key=lambda item: (len(item[1]), item[0]))
        return {"": (*way, Step(begins, "", flow, back=target == flow.source.id and target != flow.target.id))}
    carried = _carried_on(fields, here, flow)
    return _inside(fields, {key: way for key, way in carried.items() if fields.tool_of(key) == target}, target)


def _too_short(path: Sequence[tuple[str, Flow | None]], tool: Tool) -> Broken:
    last = path[-1][1] if path else None
    reason = f"the way ends before {tool.name}" if path else f"the way is empty, and the value is not in {tool.name}"
    mentions = (last.integration.ref, tool.ref) if last else (tool.ref,)
    return Broken(reason, mentions, "Add the integrations that are missing.")


def _inside(fields: FieldGraph, here: Reached, tool: str) -> Reached:
    """The fields reached, and those that the tool works out from them."""
    found = dict(here)
    pending = deque(found)
    while pending:
        key = pending.popleft()
        for step in fields.out.get(key, ()):
            if step.flow is None and step.end not in found and fields.tool_of(step.end) == tool:
                found[step.end] = (*found[key], step)
                pending.append(step.end)
    return found


def _carried_on(fields: FieldGraph, here: Reached, flow: Flow) -> Reached:
    """Where one integration takes the values; in two steps when a tool lies between."""
    found: Reached = {}
    pending = deque(here.items())
    while pending:
        key, way = pending.popleft()
        for step in fields.out.get(key, ()):
            if step.integration == flow.integration.id and step.end not in found and step.end not in here:
                found[step.end] = (*way, step)
                pending.append((step.end, found[step.end]))
    return found


def _elsewhere(flow: Flow, at: str, start: Place, position: int) -> Broken:
    integration = flow.integration
    if not at:
        reason = f"`{start.source.id}` does not say which tool holds it"
        return Broken(reason, (start.source.ref,), f"Add `tool` to `{start.source.id}`.", position)
    names = {flow.source.id: flow.source.name, flow.target.id: flow.target.name}
    reason = f"`{integration.id}` starts at {flow.source.name}, and the value is at `{names.get(at, at)}` by then"
    mentions = (integration.ref, flow.source.ref, f"tool:{at}")
    return Broken(reason, mentions, "Name the integrations in the order in which the value passes them.", position)


def _not_carried(start: Place, flow: Flow, position: int) -> Broken:
    integration = flow.integration
    reason = f"`{integration.id}` does not say that it carries the value on"
    fix = f"Add the field to the `fields` of `{integration.id}`, or name another way."
    return Broken(reason, (integration.ref, start.source.ref), fix, position)
