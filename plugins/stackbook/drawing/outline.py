"""Tiles, tables and sequences as boxes and arrows, for files that know nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from stackbook.model.tools import Tool
from stackbook.views.catalogue import Picture
from stackbook.views.landscape import Landscape
from stackbook.views.matrix import Matrix
from stackbook.views.picture import Edge, Group, Node, View
from stackbook.views.sequence import CARRY, SequenceView, Stage

_STATES = {"plan": "planned", "phase_in": "planned", "phase_out": "ending", "end_of_life": "ended"}


def outline(picture: Picture) -> View:
    """The picture as a view.

    A landscape becomes a frame of tools for each category, a matrix arrows with counts, a sequence arrows with numbers.
    """
    if isinstance(picture, Landscape):
        return _landscape(picture)
    if isinstance(picture, Matrix):
        return _matrix(picture)
    if isinstance(picture, SequenceView):
        return _sequence(picture)
    return picture


def _landscape(landscape: Landscape) -> View:
    nodes: list[Node] = []
    frames: list[Group] = []
    for group in landscape.groups:
        for category in group.categories:
            label = f"{group.label}: {category.value.label}"
            frames.append(Group(category.value.key, label, tuple(tool.ref for tool in category.tools)))
            nodes += [_tool(tool) for tool in category.tools]
    said = f"{landscape.count} tools by what they are for."
    return View("landscape", "Landscape", said, tuple(nodes), (), tuple(frames))


def _tool(tool: Tool) -> Node:
    phase = tool.lifecycle.phase if tool.lifecycle else ""
    return Node(tool.ref, tool.name, ref=tool.ref, state=_STATES.get(phase, "active"))


def _matrix(matrix: Matrix) -> View:
    axes = {axis.key: axis for axis in (*matrix.rows, *matrix.columns)}
    nodes = tuple(Node(f"category:{key}", axis.label, axis.group) for key, axis in axes.items())
    edges = tuple(
        Edge(
            f"{from_}-{to}",
            f"category:{from_}",
            f"category:{to}",
            f"{len(flows)} flow{'' if len(flows) == 1 else 's'}",
            count=len(flows),
        )
        for (from_, to), flows in matrix.cells.items()
    )
    said = f"{len(matrix.flows)} flows between categories of tools."
    return View("matrix", "Category matrix", said, nodes, edges, flows=matrix.flows)


def _sequence(sequence: SequenceView) -> View:
    """Steps between tools as arrows, steps inside a tool as words in its box."""
    inside: dict[str, list[str]] = {}
    edges: list[Edge] = []
    for stage in sequence.stages:
        words = f"{stage.number}. {stage.words}"
        if stage.kind != CARRY:
            inside.setdefault(stage.tools[0].ref if stage.tools else stage.at, []).append(words)
        else:
            edges += [
                Edge(f"{stage.number}-{at}", one.ref, other.ref, _carried(stage, words), state=_state(stage))
                for at, (one, other) in enumerate(pairwise(stage.tools))
            ]
    nodes = tuple(replace(node, note="; ".join(inside.get(node.id, ()))) for node in sequence.lifelines)
    return View(sequence.id, sequence.title, sequence.description, nodes, tuple(edges))


def _carried(stage: Stage, words: str) -> str:
    return f"{words} ({stage.said})" if stage.said else words


def _state(stage: Stage) -> str:
    return "ended" if stage.broken else "ending" if stage.ending else "active"
