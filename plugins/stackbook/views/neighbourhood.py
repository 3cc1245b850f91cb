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
from stackbook.views.arrows import FLOWS_ANCHOR, arrows, counted, ends, hops, listed, tool_node
from stackbook.views.columns import around_middle, by_share
from stackbook.views.data_flow import integration_view, source_view
from stackbook.views.folding import Fold, fold
from stackbook.views.ownership import KEEPER, duties
from stackbook.views.picture import MOST_EDGES, MOST_NODES, View
from stackbook.views.scene import Scene

MOST_NEIGHBOURS = 24
"""So many neighbours are drawn on their own; beyond that most are folded by category."""

MOST_SUBJECTS = 16
"""The same for what a team owns or a vendor makes."""

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
        tools = tuple(t for t in scene.tools if scene.inventory.get("vendor", t.vendor) is entity)
        return _around(scene, _Subject(entity, tools), depth)
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
    shown = {tool.id: tool for tool in scene.tools}
    found: dict[str, str] = {}
    for duty in (duty for ref in refs for duty in duties(scene.inventory, ref)):
        for one in () if duty.label == KEEPER else duty.entities:
            if isinstance(one, Tool) and one.id in shown:
                found.setdefault(one.id, duty.label)
    everything = tuple(tool for tool in scene.tools if tool.id in found)
    answered = tuple(f for f in scene.graph.flows if scene.inventory.get("team", f.integration.owner) is team)
    return _Subject(team, everything, found, answered)


def _around(scene: Scene, subject: _Subject, depth: int) -> View | None:
    own = {tool.id for tool in subject.tools}
    near = {f.integration.id: f for tool in subject.tools for f in scene.graph.of(tool.id)}
    near |= {f.integration.id: f for f in subject.flows}
    flows = sorted(near.values(), key=_order)
    if not flows and (len(subject.tools) < 2 or isinstance(subject.entity, Tool)):
        return None
    far = _second_step(scene, own, flows) if depth > 1 else []
    if depth > 1 and not far:
        return None
    here = f"around:{subject.entity.ref}" if depth > 1 else subject.entity.ref
    middle, ring, beyond = _rings(scene, subject, flows, far, (here, FLOWS_ANCHOR))
    boxes = beyond.boxes | ring.boxes | middle.boxes
    edges = arrows(scene, [*flows, *far], boxes, (here, FLOWS_ANCHOR))
    if len(edges) > MOST_LABELLED:
        edges = [replace(edge, label="") for edge in edges]
    folded = ring.folded + beyond.folded + middle.folded
    nodes = [tool_node(scene, t, "subject", subject.notes.get(t.id)) for t in middle.tools]
    nodes += [f.node for f in middle.folds]
    nodes += [tool_node(scene, t) for t in ring.tools] + [f.node for f in ring.folds]
    nodes += [tool_node(scene, t, "far") for t in beyond.tools] + [f.node for f in beyond.folds]
    name = subject.entity.display_name
    own_boxes = set(middle.boxes.values())
    return View(
        f"{'around' if depth > 1 else 'neighbourhood'}-{subject.entity.ref.replace(':', '-').replace('_', '-')}",
        f"{name} and what lies two steps around it" if depth > 1 else f"{name} and what it exchanges data with",
        _describe(scene, subject, flows, folded) + (_describe_far(far) if depth > 1 else ""),
        tuple(nodes),
        tuple(edges),
        folded=folded,
        flows=(*flows, *far),
        subject=_subject_words(subject),
        columns=around_middle(nodes, edges, own_boxes) if own_boxes else by_share(nodes, edges, 3),
    )


def _subject_words(subject: _Subject) -> str:
    name = subject.entity.display_name
    if isinstance(subject.entity, Tool):
        return name
    return f"Made by {name}" if isinstance(subject.entity, Vendor) else f"Looked after by {name}"


def _order(flow: Flow) -> tuple[str, str, str]:
    return flow.source.id, flow.target.id, flow.integration.id


def _second_step(scene: Scene, own: set[str], flows: Sequence[Flow]) -> list[Flow]:
    """What feeds those that feed us, and what those that we feed pass on; only what is new."""
    known = {f.integration.id for f in flows}
    found: dict[str, Flow] = {}
    for flow in flows:
        for start, end in hops(flow):
            if start.id not in own:
                found |= {f.integration.id: f for f in scene.graph.inbound.get(start.id, ())}
            if end.id not in own:
                found |= {f.integration.id: f for f in scene.graph.outbound.get(end.id, ())}
    return sorted((f for key, f in found.items() if key not in known), key=_order)


def _rings(
    scene: Scene, subject: _Subject, flows: Sequence[Flow], far: Sequence[Flow], here: tuple[str, str]
) -> tuple[_Ring, _Ring, _Ring]:
    """The middle, the neighbours, and those beyond, folded as much as it takes to be readable."""
    everything = [*flows, *far]
    own = {tool.id for tool in subject.tools}
    near = _sorted(scene, {t.id: t for f in flows for t in ends(f) if t.id not in own}.values())
    known = own | {tool.id for tool in near}
    beyond = _sorted(scene, {t.id: t for f in far for t in ends(f) if t.id not in known}.values())
    made = (_Ring([], []),) * 3
    for subjects, kept, neighbours, near_kept, others, singles in _SIZES:
        made = (
            _Ring(*fold(scene, subject.tools, flows, subjects, here, "own-", kept, singles)),
            _Ring(*fold(scene, near, flows, neighbours, here, "", near_kept, singles)),
            _Ring(*fold(scene, beyond, far, others, here, "far-", 0, singles)),
        )
        if _fits(scene, *made, everything, here):
            break
    return made


def _sorted(scene: Scene, tools: Iterable[Tool]) -> list[Tool]:
    """Neighbours in the order in which they stand above each other: by category, then by name."""
    return sorted(tools, key=lambda t: (scene.category_order[scene.category(t)], t.name.casefold(), t.id))


def _fits(scene: Scene, middle: _Ring, ring: _Ring, outer: _Ring, flows: Sequence[Flow], here: tuple[str, str]) -> bool:
    nodes = sum(len(one.tools) + len(one.folds) for one in (middle, ring, outer))
    boxes = outer.boxes | ring.boxes | middle.boxes
    return nodes <= MOST_NODES and len(arrows(scene, flows, boxes, here)) <= MOST_EDGES


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


def _describe_far(far: Sequence[Flow]) -> str:
    sources = sorted({f"{f.source.name} to {f.target.name}" for f in far}, key=str.casefold)
    return f" Beyond that: {listed(sources)}."
