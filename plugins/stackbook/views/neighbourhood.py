"""A tool and what flows into and out of it: inbound on the left, outbound on the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.tools import Tool
from stackbook.model.vocabulary import Vocabularies
from stackbook.views.landscape import UNSORTED
from stackbook.views.picture import Edge, Node, View

MOST_NEIGHBOURS = 24
"""So many neighbours are drawn on their own; beyond that most are folded by category."""

KEPT_WHEN_FOLDED = 10
MOST_FOLDS = 12
MOST_EDGES_PER_PAIR = 3
FLOWS_ANCHOR = "flows"

_STATES = {"planned": "planned", "planned_disconnect": "ending", "inactive": "ended", "related": "planned"}
_PHASES = {"plan": "planned", "phase_in": "planned", "phase_out": "ending", "end_of_life": "ended"}
_WEIGHT = {"mission_critical": 4, "business_critical": 3, "business_operational": 2, "administrative": 1}


def neighbourhood(
    inventory: Inventory, graph: Graph, tool: Tool, icons: Mapping[str, str] | None = None
) -> View | None:
    """The picture of a tool's direct neighbours; None when it has no flow.

    Args:
        inventory: for words.
        graph: the flows.
        tool: the one in the middle.
        icons: ``kind:id`` to the key of an icon.

    With more than `MOST_NEIGHBOURS` the ones that matter most stay, the others are
    folded into one box per category with several. Tools that data passes through come
    first. Nothing is dropped: a fold says how many it stands for and leads to the list.
    """
    keys = icons or {}
    flows = graph.of(tool.id)
    if not flows:
        return None
    neighbours = _neighbours(tool, flows)
    kept, folds = _fold(tool, neighbours, flows, inventory.vocabularies)
    label = inventory.vocabularies
    nodes = [
        Node(
            tool.ref,
            tool.name,
            _category(tool, label),
            tool.ref,
            icon=keys.get(tool.ref, ""),
            role="subject",
            state=_state(tool),
        )
    ]
    nodes += [_neighbour(neighbour, keys, label) for neighbour in kept]
    box_of: dict[str, str] = {neighbour.ref: neighbour.ref for neighbour in kept} | {tool.ref: tool.ref}
    for key, name, members in folds:
        nodes.append(
            Node(f"fold:{key}", f"{len(members)} more", name, tool.ref, FLOWS_ANCHOR, role="fold", count=len(members))
        )
        box_of |= {member.ref: f"fold:{key}" for member in members}
    edges = _edges(flows, box_of, tool, label)
    folded = sum(len(members) for _, _, members in folds)
    return View(
        f"neighbourhood-{tool.id}",
        f"{tool.name} and what it exchanges data with",
        describe(tool, graph, folded),
        tuple(nodes),
        tuple(edges),
        folded=folded,
    )


def _neighbour(tool: Tool, icons: Mapping[str, str], vocabularies: Vocabularies) -> Node:
    note = _category(tool, vocabularies)
    return Node(tool.ref, tool.name, note, tool.ref, icon=icons.get(tool.ref, ""), state=_state(tool))


def describe(tool: Tool, graph: Graph, folded: int = 0) -> str:
    """The picture of a tool's neighbours in words."""
    parts = []
    for verb, flows, other in (
        ("receives data from", graph.inbound.get(tool.id, ()), lambda f: f.source.name),
        ("sends data to", graph.outbound.get(tool.id, ()), lambda f: f.target.name),
        ("passes data on for", graph.through.get(tool.id, ()), lambda f: f"{f.source.name} to {f.target.name}"),
    ):
        names = sorted({other(f) for f in flows}, key=str.casefold)
        if names:
            parts.append(f"{verb} {_listed(names)}")
    more = f" {folded} of them are folded into boxes by category." if folded else ""
    return f"{tool.name} {'; it '.join(parts)}.{more}" if parts else f"{tool.name} exchanges no data."


def _listed(names: list[str], most: int = 12) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _neighbours(tool: Tool, flows: Iterable[Flow]) -> list[Tool]:
    found = {t.id: t for f in flows for t in (f.source, f.target, f.via) if t is not None and t.id != tool.id}
    return [found[key] for key in sorted(found)]


def _fold(
    tool: Tool, neighbours: list[Tool], flows: tuple[Flow, ...], vocabularies: Vocabularies
) -> tuple[list[Tool], list[tuple[str, str, list[Tool]]]]:
    """The neighbours that stay, and the folds: key, label, members."""
    if len(neighbours) <= MOST_NEIGHBOURS:
        return neighbours, []
    touching: dict[str, int] = {}
    for flow in flows:
        for end in (flow.source, flow.target, flow.via):
            if end is not None:
                touching[end.id] = touching.get(end.id, 0) + 1
    between = {flow.via.id for flow in flows if flow.via is not None}
    ranked = sorted(
        neighbours,
        key=lambda t: (t.id not in between, -_WEIGHT.get(t.criticality or "", 0), -touching.get(t.id, 0), t.id),
    )
    kept = {t.id for t in ranked[:KEPT_WHEN_FOLDED]}
    by_category: dict[str, list[Tool]] = {}
    for neighbour in neighbours:
        if neighbour.id not in kept:
            by_category.setdefault(neighbour.category or UNSORTED.key, []).append(neighbour)
    for key, members in list(by_category.items()):
        if len(members) == 1:  # its name takes no more room than a box that says "1 more"
            kept.add(members[0].id)
            del by_category[key]
    ordered = sorted(by_category.items(), key=lambda item: (-len(item[1]), item[0]))
    folds = [(key, _category_label(key, vocabularies), members) for key, members in ordered[:MOST_FOLDS]]
    rest = [member for _, members in ordered[MOST_FOLDS:] for member in members]
    if rest:
        folds.append(("other", f"in {len(ordered) - MOST_FOLDS} other categories", rest))
    return [t for t in neighbours if t.id in kept], sorted(folds)


def _category_label(key: str, vocabularies: Vocabularies) -> str:
    return UNSORTED.label if key == UNSORTED.key else vocabularies.label("category", key)


def _edges(flows: tuple[Flow, ...], box_of: dict[str, str], tool: Tool, vocabularies: Vocabularies) -> list[Edge]:
    """One edge a flow; several of one pair become one when they are many or lead to a fold."""
    pairs: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        for start, end in _hops(flow):
            pairs.setdefault((box_of[start.ref], box_of[end.ref]), []).append(flow)
    edges: list[Edge] = []
    for (start_id, end_id), members in sorted(pairs.items()):
        fold = start_id.startswith("fold:") or end_id.startswith("fold:")
        if fold or len(members) > MOST_EDGES_PER_PAIR:
            edges.append(_bundle(start_id, end_id, members, tool))
            continue
        for flow in members:
            one = flow.integration
            edges.append(
                Edge(
                    f"{one.ref}:{start_id}:{end_id}",
                    start_id,
                    end_id,
                    vocabularies.label("frequency", one.frequency),
                    flow_title(flow, vocabularies),
                    one.ref,
                    two_way=flow.two_way,
                    state=_STATES.get(one.status or "", "active"),
                )
            )
    return edges


def _hops(flow: Flow) -> tuple[tuple[Tool, Tool], ...]:
    """The arrows a flow is drawn as: through the tool between, where there is one."""
    if flow.via is not None and flow.via.id not in (flow.source.id, flow.target.id):
        return (flow.source, flow.via), (flow.via, flow.target)
    return ((flow.source, flow.target),)


def _bundle(start: str, end: str, flows: list[Flow], tool: Tool) -> Edge:
    states = {_STATES.get(f.integration.status or "", "active") for f in flows}
    words = f"{len(flows)} flow" if len(flows) == 1 else f"{len(flows)} flows"
    return Edge(
        f"bundle:{start}:{end}",
        start,
        end,
        words,
        f"{words}, listed below the picture",
        tool.ref,
        FLOWS_ANCHOR,
        two_way=any(f.two_way for f in flows),
        state=states.pop() if len(states) == 1 else "active",
        count=len(flows),
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


def _category(tool: Tool, vocabularies: Vocabularies) -> str:
    return vocabularies.label("category", tool.category)


def _state(entity: Entity) -> str:
    lifecycle = getattr(entity, "lifecycle", None)
    return _PHASES.get(lifecycle.phase, "active") if lifecycle else "active"
