"""Everything there is and how it hangs together: tools, data sources, vendors, teams, and what to filter them by."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.fields import by_key
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.people import Person
from stackbook.model.tools import Tool
from stackbook.views.ownership import OWNING
from stackbook.views.scene import Scene

KINDS_SHOWN = ("tool", "data_source", "vendor", "team")
"""The kinds that take part, in the order in which they stand in `Explorer.things`."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A tool, data source, vendor or team.

    Args:
        ref: ``kind:id``.
        kind: its kind.
        name: plain text as the contributor wrote it.
        about: one line on what it is for; may be "".
        category: key of a tool's category, or of the category of the tool that holds a data source; "" for others.
        owners: refs of the teams that look after it, by name; a person counts for their team.
        phase: a tool's phase of life; "" when not recorded.
        approved: the highest class of data a tool may hold; "" when not recorded.
        classes: the classes of the fields in it, the lowest first. A tool has those of its data sources.
    """

    ref: str
    kind: str
    name: str
    about: str = ""
    category: str = ""
    owners: tuple[str, ...] = ()
    phase: str = ""
    approved: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """How one thing hangs together with another.

    Args:
        kind: ``flow`` (data goes from tool to tool), ``holds`` (tool and data source), ``makes`` (vendor and tool),
            ``owns`` (team and what it looks after).
        source: position of the one thing in `Explorer.things`.
        target: position of the other.
        ref: the integration of a flow, ``integration:id``; "" otherwise.
        name: the integration's name, or the duties of an owner such as ``Business owner, Data steward``.
        pattern: how the data of a flow travels.
        status: whether data flows.
        two_way: data goes back as well.
        via: position of the tool between them; -1 when there is none.
    """

    kind: str
    source: int
    target: int
    ref: str = ""
    name: str = ""
    pattern: str = ""
    status: str = ""
    two_way: bool = False
    via: int = -1


@dataclass(frozen=True, slots=True)
class Explorer:
    """The whole graph.

    Args:
        things: kind by kind; tools by category and name, the others by name.
        ties: flows, then what holds, makes and owns; each by its ends.
    """

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]


def explorer(scene: Scene) -> Explorer:
    """The whole graph of a scene: its tools, also retired ones, and what belongs to them.

    Args:
        scene: what to look at. When it keeps only some tools, data sources and vendors of others are left out.
    """
    duties = _duties(scene.inventory)
    tools = _tools(scene, duties)
    known = {thing.ref: thing for thing in tools}
    sources = [
        _source(scene, source, duties, known)
        for source in scene.inventory.all("data_source")
        if isinstance(source, DataSource) and (scene.kept is None or _holder(scene.inventory, source) in known)
    ]
    makers = {vendor.ref for tool in scene.all_tools if (vendor := scene.inventory.get("vendor", tool.vendor))}
    vendors = [
        Thing(one.ref, "vendor", one.display_name, one.description or "")
        for one in scene.inventory.all("vendor")
        if scene.kept is None or one.ref in makers
    ]
    shown = known.keys() | {source.ref for source in sources}
    busy = {team for ref in shown for team in duties.get(ref, {})}
    teams = [
        Thing(one.ref, "team", one.display_name, one.description or "")
        for one in scene.inventory.all("team")
        if scene.kept is None or one.ref in busy
    ]
    things = (*tools, *sources, *vendors, *teams)
    return Explorer(things, tuple(_ties(scene, things, duties)))


_Duties = dict[str, dict[str, tuple[str, ...]]]
"""``kind:id`` of what is looked after to the teams that do, each with the labels of its duties."""


def _duties(inventory: Inventory) -> _Duties:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for reference in inventory.references:
        kind = reference.source.partition(":")[0]
        if kind not in ("tool", "data_source") or len(reference.path) != 1 or reference.key not in OWNING:
            continue
        source, team = inventory.find(reference.source), _team(inventory, reference.target)
        if source is not None and team:
            found.setdefault(source.ref, {}).setdefault(team, {})[reference.key] = _label(reference.key, source)
    order = {team.ref: at for at, team in enumerate(inventory.all("team"))}
    return {
        ref: {
            team: tuple(labels[key] for key in OWNING if key in labels)
            for team, labels in sorted(teams.items(), key=lambda item: order[item[0]])
        }
        for ref, teams in found.items()
    }


def _team(inventory: Inventory, ref: str) -> str:
    """The team an owner is, or belongs to; "" when there is none."""
    owner = inventory.find(ref)
    team = inventory.get("team", owner.team) if isinstance(owner, Person) else owner
    return team.ref if team is not None and team.spec.key == "team" else ""


def _label(key: str, source: Entity) -> str:
    doc = by_key(type(source)).get(key)
    return "Keeper of the record" if key == "owner" else doc.label if doc else key


def _tools(scene: Scene, duties: _Duties) -> list[Thing]:
    classes: dict[str, set[str]] = {}
    for source in scene.inventory.all("data_source"):
        if isinstance(source, DataSource):
            classes.setdefault(_holder(scene.inventory, source), set()).update(_classes(source))
    order = scene.category_order
    found = [
        Thing(
            tool.ref,
            "tool",
            tool.name,
            tool.purpose or "",
            scene.category(tool),
            tuple(duties.get(tool.ref, ())),
            tool.lifecycle.phase if tool.lifecycle else "",
            tool.classification_approved or "",
            _ordered(scene, classes.get(tool.ref, set())),
        )
        for tool in scene.all_tools
    ]
    return sorted(found, key=lambda thing: order.get(thing.category, len(order)))  # by name within a category


def _source(scene: Scene, source: DataSource, duties: _Duties, tools: dict[str, Thing]) -> Thing:
    holder = tools.get(_holder(scene.inventory, source))
    return Thing(
        source.ref,
        "data_source",
        source.name,
        source.description or "",
        holder.category if holder else "",
        tuple(duties.get(source.ref, ())),
        holder.phase if holder else "",
        holder.approved if holder else "",
        _ordered(scene, _classes(source)),
    )


def _holder(inventory: Inventory, source: DataSource) -> str:
    tool = inventory.get("tool", source.tool)
    return tool.ref if isinstance(tool, Tool) else ""


def _classes(source: DataSource) -> set[str]:
    return {field.classification for field in source.fields if field.classification}


def _ordered(scene: Scene, classes: set[str]) -> tuple[str, ...]:
    position = scene.words["classification"].position
    return tuple(sorted(classes, key=lambda key: (position(key), key)))


def _ties(scene: Scene, things: tuple[Thing, ...], duties: _Duties) -> list[Tie]:
    at = {thing.ref: position for position, thing in enumerate(things)}
    inventory = scene.inventory
    flows = [
        Tie(
            "flow",
            at[flow.source.ref],
            at[flow.target.ref],
            flow.integration.ref,
            flow.integration.name,
            flow.integration.pattern or "",
            flow.integration.status or "",
            flow.two_way,
            at.get(flow.via.ref, -1) if flow.via else -1,
        )
        for flow in scene.graph.flows
        if flow.source.ref in at and flow.target.ref in at
    ]
    holds, makes = [], []
    for thing in things:
        entity = inventory.find(thing.ref)
        if isinstance(entity, DataSource) and (holder := _holder(inventory, entity)) in at:
            holds.append(Tie("holds", at[holder], at[thing.ref]))
        elif isinstance(entity, Tool) and (vendor := inventory.get("vendor", entity.vendor)) and vendor.ref in at:
            makes.append(Tie("makes", at[vendor.ref], at[thing.ref]))
    owns = [
        Tie("owns", at[team], at[thing.ref], name=", ".join(labels))
        for thing in things
        for team, labels in duties.get(thing.ref, {}).items()
        if team in at
    ]
    return [
        tie
        for of_kind in (flows, holds, makes, owns)
        for tie in sorted(of_kind, key=lambda tie: (tie.source, tie.target, tie.ref))
    ]
