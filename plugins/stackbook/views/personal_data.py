"""Where personal data goes: whose it is, which tools hold it, and where those keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stackbook.governance.areas import EEA_KEY, areas_of, outside
from stackbook.governance.personal import Held, PersonalData
from stackbook.model.tools import Tool
from stackbook.model.types import data_subjects, places
from stackbook.views.arrows import counted, listed, tool_node
from stackbook.views.folding import Fold, fold
from stackbook.views.picture import MOST_EDGES, Edge, Node, View
from stackbook.views.scene import Scene

KEY = "personal-data"
PAGE = "page:personal-data"
_TITLE = "Where personal data goes"
_SUBJECT, _AREA, _UNKNOWN = "subject:", "area:", ""
_TRIES = ((20, 12, 6), (0, 8, 6), (0, 4, 6), (0, 0, 6), (0, 0, 3), (0, 0, 1))
"""Most tools drawn on their own; of more, how many are, and how many boxes take the rest: until it can be read."""
_MOST_ENDS = 12
_CAREFUL = "restricted"


def personal_data(scene: Scene) -> View | None:
    """People on the left, the tools that hold their data, and where those keep it; None without personal data.

    A tool stands out when it holds restricted or specially protected data. With many tools the weightiest are drawn
    on their own, the others in a box for each category.
    """
    lineage = scene.lineage
    held = PersonalData(lineage.inventory, lineage.graph, lineage.fields).of_tool
    tools = [tool for tool in scene.all_tools if tool.id in held]
    if not tools:
        return None
    view = None
    for most, kept, folds in _TRIES:
        view = _drawn(scene, tools, held, *_boxes(scene, tools, most, kept, folds))
        if len(view.edges) <= MOST_EDGES:
            break
    return view


def _boxes(scene: Scene, tools: Sequence[Tool], most: int, kept: int, folds: int) -> tuple[list[Tool], list[Fold]]:
    among = {tool.id for tool in tools}
    flows = [flow for flow in scene.graph.flows if flow.source.id in among or flow.target.id in among]
    return fold(scene, tools, flows, most, (PAGE, "map"), kept=kept, singles=False, most_folds=folds)


def _drawn(
    scene: Scene, tools: Sequence[Tool], held: Mapping[str, Held], alone: Sequence[Tool], folds: Sequence[Fold]
) -> View:
    subjects = _ends({tool.id: held[tool.id].subjects or (_UNKNOWN,) for tool in tools})
    areas = _ends({tool.id: areas_of(tool) or (_UNKNOWN,) for tool in tools})
    boxes: list[tuple[Node, Sequence[Tool]]] = [(_tool(scene, tool, held[tool.id]), (tool,)) for tool in alone]
    boxes += [(one.node, one.members) for one in folds]
    edges: list[Edge] = []
    for node, members in boxes:
        edges += [_from(key, node, found) for key, found in _grouped(subjects, members)]
        edges += [_to(key, node, found, scene) for key, found in _grouped(areas, members)]
    left = [_subject_node(key, tools) for key, tools in _grouped(subjects, tools)]
    right = [_area_node(key, tools) for key, tools in _grouped(areas, tools)]
    middle = [node for node, _ in boxes]
    return View(
        KEY,
        _TITLE,
        _said(subjects, areas, tools),
        (*left, *middle, *right),
        tuple(sorted(edges, key=lambda edge: edge.id)),
        folded=sum(len(one.members) for one in folds),
        columns=tuple(tuple(node.id for node in nodes) for nodes in (left, middle, right)),
        note="Whose data it is, the tools that hold it, and where those keep it."
        + (" Tools that share a box are listed in the table." if folds else ""),
        subject="Holds restricted or specially protected data",
    )


def _ends(of: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Key of an end to the ids of its tools: the one with the most first, what is not recorded last.

    Beyond `_MOST_ENDS` the others share one.
    """
    found: dict[str, list[str]] = {}
    for tool, keys in of.items():
        for key in keys:
            found.setdefault(key, []).append(tool)
    ranked = sorted(found, key=lambda key: (key == _UNKNOWN, -len(found[key]), key))
    if len(ranked) <= _MOST_ENDS:
        return {key: tuple(found[key]) for key in ranked}
    rest = ranked[_MOST_ENDS - 1 :]
    shared = tuple(dict.fromkeys(tool for key in rest for tool in found[key]))
    return {key: tuple(found[key]) for key in ranked[: _MOST_ENDS - 1]} | {f"more-{len(rest)}": shared}


def _grouped(ends: Mapping[str, tuple[str, ...]], tools: Sequence[Tool]) -> list[tuple[str, list[Tool]]]:
    """The ends that some tools have, each with those tools."""
    found = ((key, [tool for tool in tools if tool.id in ids]) for key, ids in ends.items())
    return [(key, of) for key, of in found if of]


def _tool(scene: Scene, tool: Tool, held: Held) -> Node:
    careful = held.special or held.highest == _CAREFUL
    words = [counted(len(held.fields), "field")]
    if held.special:
        words.append("specially protected")
    elif held.highest:
        words.append(scene.words.label("classification", held.highest).lower())
    return replace(tool_node(scene, tool, "subject" if careful else "neighbour", ", ".join(words)), anchor="")


def _subject_node(key: str, tools: Sequence[Tool]) -> Node:
    return Node(f"{_SUBJECT}{key}", _subject(key), counted(len(tools), "tool"), PAGE, "map")


def _area_node(key: str, tools: Sequence[Tool]) -> Node:
    return Node(f"{_AREA}{key}", _area(key), counted(len(tools), "tool"), "page:regions")


def _subject(key: str) -> str:
    if key.startswith("more-"):
        return f"{key.removeprefix('more-')} others"
    return data_subjects().get(key, (key, ""))[0] if key else "Not recorded whose"


def _area(key: str) -> str:
    if key.startswith("more-"):
        return f"{key.removeprefix('more-')} other countries"
    return "European Economic Area" if key == EEA_KEY else places().get(key, key) if key else "Not recorded where"


def _from(key: str, node: Node, tools: Sequence[Tool]) -> Edge:
    start = f"{_SUBJECT}{key}"
    title = f"Data of: {_subject(key)}. Held by {listed([tool.name for tool in tools], 4)}"
    return Edge(f"{start}:{node.id}", start, node.id, title=title, count=len(tools))


def _to(key: str, node: Node, tools: Sequence[Tool], scene: Scene) -> Edge:
    end = f"{_AREA}{key}"
    home = scene.inventory.organisation.home_region
    away = bool(key) and bool(outside([key], home))
    title = f"{listed([tool.name for tool in tools], 4)}: kept in {_area(key)}"
    return Edge(f"{node.id}:{end}", node.id, end, title=title, count=len(tools), crossing=away)


def _said(subjects: Mapping[str, tuple[str, ...]], areas: Mapping[str, tuple[str, ...]], tools: Sequence[Tool]) -> str:
    """The picture in words: whose data lies in how many tools, and what is kept where."""
    names = {tool.id: tool.name for tool in tools}
    whose = "; ".join(f"{_subject(key)}: {listed([names[one] for one in ids])}" for key, ids in subjects.items())
    where = "; ".join(f"{_area(key)}: {listed([names[one] for one in ids])}" for key, ids in areas.items())
    return f"{counted(len(tools), 'tool')} hold personal data. Whose: {whose}. Kept in: {where}."
