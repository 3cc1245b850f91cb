"""What differs between two inventories, as a picture: what is added, changed and retired, with its direct neighbours.

It knows no dates: the two may be the stack on two days, before and after an initiative, or before and after an edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from stackbook.graph import Flow, graph_of
from stackbook.model.tools import Tool
from stackbook.views.arrows import arrow, bundle, counted, ends, hops, is_fold, listed, state_of_flow, tool_node
from stackbook.views.columns import Columns, around_middle, by_layers
from stackbook.views.folding import Fold, fold
from stackbook.views.neighbourhood import neighbourhood
from stackbook.views.picture import MOST_EDGES, MOST_NODES, Edge, Node, View
from stackbook.views.scene import Scene
from stackbook.work.differences import MARKS, Difference, compare

MOST_ALONE = 6
"""So many tools without any flow are drawn; with more they are only named."""

_MOST_SINGLE = 2
_SIZES = (
    (40, 24, 24, True),
    (40, 14, 8, True),
    (40, 8, 4, True),
    (24, 6, 3, False),
    (16, 4, 2, False),
    (10, 3, 1, False),
)
"""How much is drawn, tried until the picture can be read: up to how many tools that differ are drawn on their own,
up to how many others, how many of those when there are more, and whether those alone in their category stay drawn."""
_HERE = ("", "")


def difference(
    before: Scene,
    after: Scene,
    told: Mapping[str, str] | None = None,
    title: str = "What differs",
    listed_at: tuple[str, str] = _HERE,
) -> View | None:
    """The picture of what differs; None when nothing does.

    Args:
        before: one inventory.
        after: the other.
        told: ``kind:id`` to what is different about it, as for `compare`.
        title: of the picture.
        listed_at: where everything is listed in words, a node's ref and anchor; boxes of several lead there.
    """
    found = compare(before.inventory, after.inventory, told)
    if not found:
        return None
    marks = {one.entity.ref: one.mark for one in found}
    return picture_of(united(before, after), marks, "difference", title, in_words(found), listed_at)


def united(before: Scene, after: Scene) -> Scene:
    """A scene that has everything of two: what is in both as it is after."""
    kinds = dict.fromkeys([*before.inventory.entities, *after.inventory.entities])
    entities = {
        kind: MappingProxyType({**before.inventory.entities.get(kind, {}), **after.inventory.entities.get(kind, {})})
        for kind in kinds
    }
    inventory = replace(after.inventory, entities=MappingProxyType(entities))
    flows = {flow.integration.id: flow for flow in (*before.graph.flows, *after.graph.flows)}
    return Scene(inventory, graph_of(flows.values()), after.icons)


def marked_neighbourhood(both: Scene, ref: str, marks: Mapping[str, str]) -> View | None:
    """The neighbourhood of something with marks on what differs; None when it has no neighbours.

    Args:
        both: what was and what is, see `united`.
        ref: ``kind:id`` of a tool.
        marks: ``kind:id`` of what differs to its mark.
    """
    view = neighbourhood(both, ref)
    if view is None:
        return None
    nodes = tuple(replace(one, state=marks[one.id]) if one.id in marks else one for one in view.nodes)
    edges = tuple(
        replace(one, state=marks[one.ref], label=marks[one.ref]) if one.ref in marks else one for one in view.edges
    )
    return replace(view, id=f"changed-{view.id}", nodes=nodes, edges=edges)


def in_words(found: Iterable[Difference]) -> str:
    """Everything that differs, by its mark."""
    names: dict[str, list[str]] = {mark: [] for mark in MARKS}
    for one in found:
        names[one.mark].append(one.entity.display_name)
    return " ".join(f"{mark.capitalize()}: {listed(of)}." for mark, of in names.items() if of)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn: the tools that differ, their neighbours, and the arrows."""

    own: Sequence[Tool]
    near: Sequence[Tool]
    folds: Sequence[Fold]
    arrows: Sequence[tuple[Edge, Sequence[Flow]]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(edge for edge, _ in self.arrows)

    @property
    def readable(self) -> bool:
        boxes = len(self.own) + len(self.near) + len(self.folds)
        return boxes <= MOST_NODES and len(self.arrows) <= MOST_EDGES


def picture_of(
    both: Scene, marks: Mapping[str, str], id_: str, title: str, description: str, listed_at: tuple[str, str] = _HERE
) -> View:
    """The picture of some tools and flows, marked, with the direct neighbours of the tools.

    Args:
        both: what was and what is, see `united`.
        marks: ``kind:id`` of tools and integrations to their marks.
        id_: of the view.
        title: of the view.
        description: what is seen, in words.
        listed_at: where everything is listed in words.
    """
    return pictured(both, marks, id_, title, description, listed_at)[0]


def pictured(
    both: Scene, marks: Mapping[str, str], id_: str, title: str, description: str, listed_at: tuple[str, str] = _HERE
) -> tuple[View, dict[str, tuple[str, ...]]]:
    """The same, with what each arrow stands for: its id to the ``kind:id`` of the integrations."""
    own = [tool for tool in both.all_tools if tool.ref in marks]
    refs = {tool.id for tool in own}
    flows = [
        flow
        for flow in both.graph.flows
        if flow.integration.ref in marks or (state_of_flow(flow) != "ended" and refs & {one.id for one in ends(flow)})
    ]
    joined = {tool.id for flow in flows for tool in ends(flow)}
    alone = [tool for tool in own if tool.id not in joined]
    drawn = _drawn(both, [tool for tool in own if tool.id in joined], flows, marks, listed_at)
    shown_alone = alone if len(alone) <= MOST_ALONE and len(drawn.own) + len(alone) <= MOST_NODES // 2 else []
    nodes = [replace(tool_node(both, tool), state=marks[tool.ref]) for tool in (*drawn.own, *shown_alone)]
    nodes += [tool_node(both, tool, "far") for tool in drawn.near] + [one.node for one in drawn.folds]
    folded = sum(len(one.members) for one in drawn.folds)
    named = [] if shown_alone else alone
    view = View(
        id_,
        title,
        description,
        tuple(nodes),
        drawn.edges,
        folded=folded,
        columns=_columns(nodes, drawn, {tool.ref for tool in shown_alone}),
        note=_note(folded, named, marks),
        far="Stays as it is",
    )
    return view, {edge.id: tuple(flow.integration.ref for flow in of) for edge, of in drawn.arrows}


def _drawn(
    both: Scene, own: Sequence[Tool], flows: Sequence[Flow], marks: Mapping[str, str], listed_at: tuple[str, str]
) -> _Drawn:
    """What is drawn on its own, as much as can be read."""
    refs = {tool.id for tool in own}
    others = {tool.id: tool for flow in flows for tool in ends(flow) if tool.id not in refs}
    order = both.category_order
    near = sorted(others.values(), key=lambda t: (order[both.category(t)], t.name.casefold(), t.id))
    made = _Drawn((), (), (), ())
    for most_own, most, kept, singles in _SIZES:
        kept_own, own_folds = fold(both, own, flows, most_own, listed_at, "own-", max(1, most_own // 2), singles)
        kept_near, near_folds = fold(both, near, flows, most, listed_at, "", kept, singles)
        folds = [*own_folds, *near_folds]
        boxes = {tool.ref: tool.ref for tool in (*kept_own, *kept_near)}
        boxes |= {tool.ref: one.node.id for one in folds for tool in one.members}
        made = _Drawn(kept_own, kept_near, folds, _edges(both, flows, boxes, marks, listed_at))
        if made.readable:
            break
    return made


def _edges(
    both: Scene, flows: Iterable[Flow], boxes: Mapping[str, str], marks: Mapping[str, str], listed_at: tuple[str, str]
) -> list[tuple[Edge, Sequence[Flow]]]:
    """The arrows with their flows: those that differ on their own while they are few, the others of a pair as one."""
    found: dict[tuple[str, str, str], list[Flow]] = {}
    for flow in flows:
        for start, end in hops(flow):
            source, target = boxes.get(start.ref), boxes.get(end.ref)
            if source and target and not (source == target and is_fold(source)):
                found.setdefault((source, target, marks.get(flow.integration.ref, "")), []).append(flow)
    edges: list[tuple[Edge, Sequence[Flow]]] = []
    for (source, target, mark), members in sorted(found.items()):
        if mark and len(members) <= _MOST_SINGLE and not (is_fold(source) or is_fold(target)):
            edges += [(_marked(arrow(both, source, target, flow), mark, mark), (flow,)) for flow in members]
            continue
        made = bundle(source, target, members, listed_at)
        made = replace(made, id=f"{made.id}:{mark}")
        words = mark if len(members) == 1 else f"{len(members)} {mark}"
        edges.append((_marked(made, mark, words) if mark else replace(made, label=""), members))
    return edges


def _marked(edge: Edge, mark: str, words: str) -> Edge:
    return replace(edge, state=mark, label=words)


def _columns(nodes: Sequence[Node], drawn: _Drawn, alone: set[str]) -> Columns:
    """What differs in the middle, between what sends to it and what receives from it; what stands alone at the end."""
    joined = [node for node in nodes if node.id not in alone]
    own = {tool.ref for tool in drawn.own}
    inside = sum(edge.source in own and edge.target in own for edge in drawn.edges)
    touching = sum(edge.source in own or edge.target in own for edge in drawn.edges)
    # Above each other, an arrow between two that differ would have no room for its word.
    middle = own and not inside and 2 * touching >= len(drawn.edges)
    made = around_middle(joined, drawn.edges, own) if middle else by_layers(joined, drawn.edges)
    return (*made, tuple(node.id for node in nodes if node.id in alone)) if alone else made


def _note(folded: int, alone: Sequence[Tool], marks: Mapping[str, str]) -> str:
    """What is not drawn on its own."""
    said = []
    if folded:
        verb = "shares a box" if folded == 1 else "share boxes"
        said.append(f"{counted(folded, 'tool')} {verb}; the list has everything.")
    if alone:
        said.append(f"Without any flow: {listed([f'{tool.name} ({marks[tool.ref]})' for tool in alone])}.")
    return " ".join(said)
