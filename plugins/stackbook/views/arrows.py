"""Flows as arrows and tools as boxes: what the pictures of flows have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stackbook.graph import Flow
from stackbook.model.base import Entity
from stackbook.model.tools import Tool
from stackbook.model.vocabulary import Vocabularies
from stackbook.views.picture import Edge, Node
from stackbook.views.scene import Scene

MOST_EDGES_PER_PAIR = 3
FLOWS_ANCHOR = "flows"
"""Where pages list the flows of a picture."""

FOLD = "fold:"
"""Begins the ids of boxes that stand for several."""

_STATES = {"planned": "planned", "planned_disconnect": "ending", "inactive": "ended", "related": "planned"}
_PHASES = {"plan": "planned", "phase_in": "planned", "phase_out": "ending", "end_of_life": "ended"}


def tool_node(scene: Scene, tool: Tool, role: str = "neighbour", note: str | None = None) -> Node:
    """The box of a tool; its category is the second line unless another is given."""
    words = scene.category_label(scene.category(tool)) if note is None else note
    return Node(tool.ref, tool.name, words, tool.ref, icon=scene.icon(tool.ref), role=role, state=state_of(tool))


def is_fold(node_id: str) -> bool:
    """Whether a box stands for several."""
    return node_id.startswith(FOLD)


def state_of(entity: Entity) -> str:
    """The condition of an entity with a lifecycle, as pictures show it."""
    lifecycle = getattr(entity, "lifecycle", None)
    return _PHASES.get(lifecycle.phase, "active") if lifecycle else "active"


def state_of_flow(flow: Flow) -> str:
    """The condition of a flow, as pictures show it."""
    return _STATES.get(flow.integration.status or "", "active")


def hops(flow: Flow) -> tuple[tuple[Tool, Tool], ...]:
    """The arrows a flow is drawn as: through the tool between, where there is one."""
    if flow.via is not None and flow.via.id not in (flow.source.id, flow.target.id):
        return (flow.source, flow.via), (flow.via, flow.target)
    return ((flow.source, flow.target),)


def ends(flow: Flow) -> tuple[Tool, ...]:
    """The tools that a flow touches, each once."""
    return tuple({t.id: t for t in (flow.source, flow.via, flow.target) if t is not None}.values())


def arrows(scene: Scene, flows: Iterable[Flow], box_of: Mapping[str, str], listed: tuple[str, str]) -> list[Edge]:
    """The edges between the boxes in which the ends of flows stand.

    Args:
        scene: for words.
        flows: what is to be drawn.
        box_of: a tool's ``kind:id`` to the id of its box. A hop one of whose ends has no box is left out.
        listed: where several flows that share an arrow are listed: a node's ref and anchor.

    Returns:
        An arrow a flow; one for several of a pair when they are many or lead to a fold. Sorted.
    """
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        for start, end in hops(flow):
            source, target = box_of.get(start.ref), box_of.get(end.ref)
            if source and target and not (source == target and is_fold(source)):
                found.setdefault((source, target), []).append(flow)
    edges: list[Edge] = []
    for (source, target), members in sorted(found.items()):
        if is_fold(source) or is_fold(target) or len(members) > MOST_EDGES_PER_PAIR:
            edges.append(bundle(source, target, members, listed))
        else:
            edges += [arrow(scene, source, target, flow) for flow in members]
    return edges


def arrow(scene: Scene, source: str, target: str, flow: Flow, crossing: bool = False) -> Edge:
    """The arrow of one flow: how often it runs beside it, all that is known about it as its title."""
    one, state = flow.integration, state_of_flow(flow)
    label = scene.words.label("frequency", one.frequency)
    status = state if state != "active" else ""
    return Edge(
        f"{one.ref}:{source}:{target}",
        source,
        target,
        " \u00b7 ".join(filter(None, (label, status))),
        flow_title(flow, scene.words),
        one.ref,
        two_way=flow.two_way,
        state=state,
        crossing=crossing,
    )


def bundle(source: str, target: str, flows: Sequence[Flow], listed: tuple[str, str], crossing: int = 0) -> Edge:
    """One arrow for several flows. It leads to the only one, or to their list.

    Args:
        source: id of the box it starts at.
        target: id of the box it ends at.
        flows: what it stands for, at least one.
        listed: where they are listed: a node's ref and anchor.
        crossing: how many of them cross a border.
    """
    states = {state_of_flow(flow) for flow in flows}
    words = counted(len(flows), "flow")
    names = "; ".join(f"{flow.source.name} to {flow.target.name}" for flow in flows[:4])
    more = f" and {len(flows) - 4} more" if len(flows) > 4 else ""
    across = f", {crossing} of them across a border" if crossing else ""
    ref, anchor = (flows[0].integration.ref, "") if len(flows) == 1 else listed
    return Edge(
        f"bundle:{source}:{target}",
        source,
        target,
        words,
        f"{words}{across}: {names}{more}",
        ref,
        anchor,
        two_way=any(flow.two_way for flow in flows),
        state=states.pop() if len(states) == 1 else "active",
        count=len(flows),
        crossing=crossing > 0,
    )


def flow_title(flow: Flow, vocabularies: Vocabularies) -> str:
    """All that is to be known about a flow in one line."""
    one = flow.integration
    facts = (
        vocabularies.label("pattern", one.pattern),
        vocabularies.label("frequency", one.frequency),
        vocabularies.label("integration_status", one.status) if one.status != "active" else "",
        f"via {flow.via.name}" if flow.via else "",
        f"{len(one.fields)} fields" if len(one.fields) > 1 else "",
    )
    sign = "and" if flow.two_way else "to"
    about = f": {one.purpose.rstrip('.')}" if one.purpose else ""
    return f"{flow.source.name} {sign} {flow.target.name}{about} ({', '.join(filter(None, facts))})".replace(" ()", "")


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names in a sentence."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, word: str) -> str:
    """A number with its word, which takes an s in the plural."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
