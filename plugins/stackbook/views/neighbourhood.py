"""What flows into and out of something: inbound on the left, outbound on the right, one step or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stackbook.graph import Flow
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration
from stackbook.model.people import Person, Team
from stackbook.model.tools import Tool, Vendor
from stackbook.views.arrows import FLOWS_ANCHOR, arrows, counted, ends, hops, is_fold, listed, tool_node
from stackbook.views.beyond import Behind, order, second_step
from stackbook.views.columns import Columns, around_middle, by_layers, by_share
from stackbook.views.data_flow import integration_view, source_view
from stackbook.views.folding import Fold, fold
from stackbook.views.ownership import KEEPER, duties
from stackbook.views.picture import MOST_EDGES, MOST_NODES, Edge, Node, View
from stackbook.views.scene import Scene

MOST_NEIGHBOURS = 24
"""So many neighbours are drawn on their own; beyond that most are folded by category."""

MOST_SUBJECTS = 16
"""The same for what a team owns or a vendor makes."""

MOST_FOLDS_A_SIDE = 6
"""So many folds where both sides of a picture have some."""

MOST_INSIDE, MOST_INSIDE_FOLDED = 14, 8
"""With more arrows than these between tools of the subject, they do not all stand above each other; the second
counts where some of them share boxes."""

MOST_LABELLED = 60
"""With more arrows than these the words beside them would cover each other; they are still said on hover."""

_SIZES = (
    (MOST_SUBJECTS, 10, MOST_NEIGHBOURS, 10, MOST_NODES, True),
    (MOST_SUBJECTS, 10, MOST_NEIGHBOURS, 10, 0, True),
    (10, 6, 10, 6, 0, True),
    (6, 4, 6, 4, 0, False),
    (3, 2, 3, 2, 0, False),
)
"""How much is drawn, tried one after the other until the picture can be read: up to how many subjects are drawn on
their own, how many of them when there are more, the same for neighbours, up to how many beyond, and whether tools that
are alone in their category stay drawn."""


def neighbourhood(scene: Scene, ref: str, depth: int = 1) -> View | None:
    """The picture of something and its neighbours; None when there is nothing to draw.

    Args:
        scene: what to look at.
        ref: ``kind:id`` of a tool, vendor, team, data source or integration.
        depth: 1 for the direct neighbours; 2 also for where their data comes from, and where it goes on to.

    With more than `MOST_NEIGHBOURS` the ones that matter most stay, the others are folded
    into one box per category with several. Tools that data passes through come first.
    Nothing is dropped: a fold says how many it stands for and leads to the list.
    """
    entity = scene.inventory.find(ref)
    if isinstance(entity, DataSource):
        return source_view(scene, entity, depth)
    if isinstance(entity, Integration):
        return integration_view(scene, entity, depth)
    if isinstance(entity, Tool):
        return _around(scene, _Subject(entity, (entity,)), depth)
    if isinstance(entity, Vendor):
        return _around(scene, _Subject(entity, scene.made_by.get(entity.ref, ())), depth)
    if isinstance(entity, Team):
        return _around(scene, _team(scene, entity), depth)
    return None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What stands in the middle.

    Args:
        entity: what the picture is about.
        tools: the tools that stand for it.
        notes: a tool's id to what the subject does for it, instead of its category.
        flows: flows that belong to it though none of its tools takes part.
    """

    entity: Entity
    tools: tuple[Tool, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ring:
    """Tools at one distance."""

    tools: list[Tool]
    folds: list[Fold]

    @property
    def boxes(self) -> dict[str, str]:
        """``kind:id`` of each tool to the id of its box."""
        return {t.ref: t.ref for t in self.tools} | {t.ref: f.node.id for f in self.folds for t in f.members}

    @property
    def folded(self) -> int:
        return sum(len(one.members) for one in self.folds)


def _team(scene: Scene, team: Team) -> _Subject:
    """A team's stack: what it or its people look after, by duty, and the integrations it answers for."""
    people = [p for p in scene.inventory.all("person") if isinstance(p, Person)]
    refs = [team.ref, *(p.ref for p in people if scene.inventory.get("team", p.team) is team)]
    shown = {tool.id for tool in scene.drawable}
    found: dict[str, str] = {}
    for duty in (duty for ref in refs for duty in duties(scene.inventory, ref)):
        for one in () if duty.label == KEEPER else duty.entities:
            if isinstance(one, Tool) and one.id in shown:
                found.setdefault(one.id, duty.label)
    everything = tuple(tool for tool in scene.drawable if tool.id in found)
    return _Subject(team, everything, found, scene.answered_by.get(team.ref, ()))


def _around(scene: Scene, subject: _Subject, depth: int) -> View | None:
    own = {tool.id for tool in subject.tools}
    near = {f.integration.id: f for tool in subject.tools for f in scene.graph.of(tool.id)}
    near |= {f.integration.id: f for f in subject.flows}
    flows = sorted(near.values(), key=order)
    if not flows and (len(subject.tools) < 2 or isinstance(subject.entity, Tool)):
        return None
    far, behind = second_step(scene, own, flows) if depth > 1 else ([], [])
    if depth > 1 and not (far or behind):
        return None
    here = f"around:{subject.entity.ref}" if depth > 1 else subject.entity.ref
    middle, ring, beyond = _rings(scene, subject, flows, far, (here, FLOWS_ANCHOR), len(behind))
    boxes = beyond.boxes | ring.boxes | middle.boxes
    edges = arrows(scene, [*flows, *far], boxes, (here, FLOWS_ANCHOR)) + [one.edge(boxes) for one in behind]
    if len(edges) > MOST_LABELLED:
        edges = [replace(edge, label="") for edge in edges]
    folded = ring.folded + beyond.folded + middle.folded
    nodes = [tool_node(scene, t, "subject", subject.notes.get(t.id)) for t in middle.tools]
    nodes += [f.node for f in middle.folds]
    nodes += [tool_node(scene, t) for t in ring.tools] + [f.node for f in ring.folds]
    nodes += [tool_node(scene, t, "far") for t in beyond.tools] + [f.node for f in beyond.folds]
    nodes += [one.node for one in behind]
    name = subject.entity.display_name
    return View(
        f"{'around' if depth > 1 else 'neighbourhood'}-{subject.entity.ref.replace(':', '-').replace('_', '-')}",
        f"{name} and what lies two steps around it" if depth > 1 else f"{name} and what it exchanges data with",
        _describe(scene, subject, flows, folded) + _describe_far(far, behind),
        tuple(nodes),
        tuple(edges),
        folded=folded + len({tool.id for one in behind for tool in one.tools}),
        flows=(*flows, *far),
        subject=_subject_words(subject),
        columns=_columns(nodes, edges, set(middle.boxes.values())),
        note=_note(folded, behind),
    )


def _columns(nodes: Sequence[Node], edges: Sequence[Edge], own: set[str]) -> Columns:
    """The subject between what it receives from and what it sends to.

    Where it is a whole landscape of its own, its tools stand in the order in which data runs through them: above
    each other, most arrows would run through boxes.
    """
    if not own:
        return by_share(nodes, edges, 3)
    inside = sum(edge.source in own and edge.target in own for edge in edges)
    most = MOST_INSIDE_FOLDED if any(is_fold(one) for one in own) else MOST_INSIDE
    return by_layers(nodes, edges) if inside > most else around_middle(nodes, edges, own)


def _note(folded: int, behind: Sequence[Behind]) -> str:
    """What is not drawn on its own, where a list on another page has it; "" when the table below has everything."""
    if not behind:
        return ""
    hubs = list(dict.fromkeys(one.hub.name for one in behind))
    shared = f" {counted(folded, 'other tool')} in boxes: the table below lists them." if folded else ""
    where = "its page" if len(hubs) == 1 else "their pages"
    return f"The other neighbours of {listed(hubs)} are listed on {where}.{shared}"


def _subject_words(subject: _Subject) -> str:
    name = subject.entity.display_name
    if isinstance(subject.entity, Tool):
        return name
    return f"Made by {name}" if isinstance(subject.entity, Vendor) else f"Looked after by {name} or its people"


def _rings(
    scene: Scene, subject: _Subject, flows: Sequence[Flow], far: Sequence[Flow], here: tuple[str, str], more: int
) -> tuple[_Ring, _Ring, _Ring]:
    """The middle, the neighbours, and those beyond, folded as much as it takes to be readable beside `more` boxes."""
    everything = [*flows, *far]
    own = {tool.id for tool in subject.tools}
    near = _sorted(scene, {t.id: t for f in flows for t in ends(f) if t.id not in own}.values())
    known = own | {tool.id for tool in near}
    beyond = _sorted(scene, {t.id: t for f in far for t in ends(f) if t.id not in known}.values())
    made = (_Ring([], []),) * 3
    for subjects, kept, neighbours, near_kept, others, singles in _SIZES:
        made = (
            _Ring(*fold(scene, subject.tools, flows, subjects, here, "own-", kept, singles)),
            _near(scene, near, flows, own, here, (neighbours, near_kept, singles)),
            _Ring(*fold(scene, beyond, far, others, here, "far-", 0, singles)),
        )
        if _fits(scene, *made, everything, here, more):
            break
    return made


def _near(
    scene: Scene,
    near: Sequence[Tool],
    flows: Sequence[Flow],
    own: set[str],
    here: tuple[str, str],
    size: tuple[int, int, bool],
) -> _Ring:
    """The neighbours; when they are many, those that only send apart from all others: they stand on the other side."""
    most, kept, singles = size
    steps = [hop for flow in flows for hop in hops(flow)]
    receive = {end.id for start, end in steps if start.id in own}
    senders = [tool for tool in near if tool.id not in receive]
    others = [tool for tool in near if tool.id in receive]
    if len(near) <= most or not (senders and others):
        return _Ring(*fold(scene, near, flows, most, here, "", kept, singles))
    left, right = (
        fold(scene, tools, flows, most // 2, here, side, kept // 2, singles, MOST_FOLDS_A_SIDE)
        for tools, side in ((senders, "from-"), (others, ""))
    )
    shown = {tool.id for tool in (*left[0], *right[0])}
    return _Ring([tool for tool in near if tool.id in shown], [*left[1], *right[1]])


def _sorted(scene: Scene, tools: Iterable[Tool]) -> list[Tool]:
    """Neighbours in the order in which they stand above each other: by category, then by name."""
    return sorted(tools, key=lambda t: (scene.category_order[scene.category(t)], t.name.casefold(), t.id))


def _fits(
    scene: Scene,
    middle: _Ring,
    ring: _Ring,
    outer: _Ring,
    flows: Sequence[Flow],
    here: tuple[str, str],
    more: int,
) -> bool:
    nodes = sum(len(one.tools) + len(one.folds) for one in (middle, ring, outer)) + more
    boxes = outer.boxes | ring.boxes | middle.boxes
    return nodes <= MOST_NODES and len(arrows(scene, flows, boxes, here)) + more <= MOST_EDGES


def _describe(scene: Scene, subject: _Subject, flows: Sequence[Flow], folded: int) -> str:
    """The picture in words."""
    own = {tool.id for tool in subject.tools}
    name = subject.entity.display_name
    begins = ""
    if not isinstance(subject.entity, Tool) and subject.tools:
        verb = "makes" if isinstance(subject.entity, Vendor) else "looks after"
        begins = f"{name} {verb} {listed([t.name for t in subject.tools])}. "
    parts = []
    for verb, names in (
        ("receives data from", [f.source.name for f in flows if f.target.id in own and f.source.id not in own]),
        ("sends data to", [f.target.name for f in flows if f.source.id in own and f.target.id not in own]),
        (
            "passes data on for",
            [
                f"{f.source.name} to {f.target.name}"
                for f in flows
                if f.via is not None and f.via.id in own and not {f.source.id, f.target.id} & own
            ],
        ),
    ):
        found = sorted(set(names), key=str.casefold)
        if found:
            parts.append(f"{verb} {listed(found)}")
    more = f" {folded} of them are folded into boxes by category." if folded else ""
    said = f"{name} {'; it '.join(parts)}.{more}" if parts else ""
    if not parts and not begins:
        said = f"{name} answers for {counted(len(flows), 'flow')} between other tools.{more}"
    return f"{begins}{said}".strip()


def _describe_far(far: Sequence[Flow], behind: Sequence[Behind]) -> str:
    sources = sorted({f"{f.source.name} to {f.target.name}" for f in far}, key=str.casefold)
    said = f" Beyond that: {listed(sources)}." if sources else ""
    return said + "".join(one.words for one in behind)
