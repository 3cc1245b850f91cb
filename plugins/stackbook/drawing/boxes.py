"""The plan of a picture: how large its boxes and labels are and what joins what, before anything is laid out."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from stackbook.drawing import text
from stackbook.views.picture import Edge, Node, View

NAME_SIZE, NOTE_SIZE, LABEL_SIZE, FRAME_SIZE, CHIP_SIZE = 13.0, 11.5, 11.0, 11.5, 10.0
NAME_LINE, NOTE_LINE = 17.0, 16.0
PAD, TILE, GAP = 10.0, 30.0, 10.0
LABEL_HEIGHT = 18.0
PORT = 11.0
"""Room that an arrow takes on the side of its box."""
MAX_LINES = 3
_TEXT_ROOM = 142.0
_LABEL_ROOM = 132.0
_FRAME_ROOM = 260.0
_NARROWEST = 132.0
_LOWEST = 50.0
_LONGEST = 400
"""Characters of a text that are looked at: far more than a box can hold, and 10 kB cost nothing."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it will be drawn: its lines of text and its size in pixels."""

    lines: tuple[str, ...]
    note: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """Text of one line and the room it takes, padding included. The text may be "", then the width is 0."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge between two boxes, named by their place in the plan."""

    source: int
    target: int
    two_way: bool
    label: Label


@dataclass(frozen=True, slots=True)
class Frame:
    """A group, its boxes named by their place in the plan. A box stands in the first frame that names it."""

    members: tuple[int, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a layout depends on, in the order of the nodes, edges and groups of the view.

    Columns stand from left to right, their boxes from top to bottom; without any, the engine decides.
    """

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    frames: tuple[Frame, ...]
    columns: tuple[tuple[int, ...], ...] = ()


def plan(view: View) -> Plan:
    """Measures the view. All its boxes get one width, which makes calm columns.

    Raises:
        KeyError: an edge or a group names a node that the view does not have.
    """
    place = {node.id: at for at, node in enumerate(view.nodes)}
    texts = [_texts(node) for node in view.nodes]
    widest = max((_needed(node, *parts) for node, parts in zip(view.nodes, texts, strict=True)), default=0.0)
    width = float(max(_NARROWEST, math.ceil(widest)))
    arrows = tuple(
        Arrow(place[edge.source], place[edge.target], edge.two_way, _edge_label(edge)) for edge in view.edges
    )
    busiest = Counter(arrow.source for arrow in arrows) | Counter(arrow.target for arrow in arrows)
    framed: set[str] = set()
    frames = []
    for group in view.groups:
        members = tuple(place[member] for member in dict.fromkeys(group.members) if member not in framed)
        framed.update(group.members)
        frames.append(Frame(members, _label(group.label, FRAME_SIZE, _FRAME_ROOM, True)))
    return Plan(
        tuple(Box(*parts, width, _height(*parts, busiest[at])) for at, parts in enumerate(texts)),
        arrows,
        tuple(frames),
        tuple(tuple(place[one] for one in column) for column in view.columns),
    )


def text_left(node: Node) -> float:
    """Where the text of a box begins, from the left edge of the box."""
    return PAD + TILE + GAP if node.icon else PAD + 4


def _texts(node: Node) -> tuple[tuple[str, ...], str]:
    name = text.clean(node.label[:_LONGEST]) or text.clean(node.id[:_LONGEST]) or "?"
    note = text.cut(text.clean(node.note[:_LONGEST]), NOTE_SIZE, _TEXT_ROOM)
    return text.wrap(name, NAME_SIZE, _TEXT_ROOM, MAX_LINES, bold=True), note


def _needed(node: Node, lines: tuple[str, ...], note: str) -> float:
    words = max(*(text.width(line, NAME_SIZE, True) for line in lines), text.width(note, NOTE_SIZE))
    return words + text_left(node) + PAD + 2


def _height(lines: tuple[str, ...], note: str, arrows: int) -> float:
    """High enough for its text, and for the arrows on its busier side."""
    return max(_LOWEST, 2 * PAD + len(lines) * NAME_LINE + (NOTE_LINE if note else 0), (arrows + 1) * PORT)


def _edge_label(edge: Edge) -> Label:
    return _label(edge.label, LABEL_SIZE, _LABEL_ROOM, False)


def _label(words: str, size: float, room: float, bold: bool) -> Label:
    shown = text.cut(text.clean(words[:_LONGEST]), size, room, bold)
    return Label(shown, math.ceil(text.width(shown, size, bold)) + 12.0 if shown else 0.0)
