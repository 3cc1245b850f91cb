"""A picture as data: nodes, edges and groups with resolved words, and no syntax of any drawing tool."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackbook.graph import Flow

MOST_NODES, MOST_EDGES = 60, 120
"""Beyond these no picture of boxes and arrows can be read, with any engine."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box.

    Args:
        id: unique in the picture, any text (usually ``kind:id``).
        label: its name, plain text as the contributor wrote it.
        note: a smaller second line, plain text, such as the category; may be "".
        ref: where it leads: an entity (``kind:id``), ``category:key``, ``around:kind:id`` (what lies two steps
            around it), ``page:path`` of another page; or "".
        anchor: place on that page, or "".
        icon: key of the icon to draw (see `drawing.icons`), or "".
        role: ``subject`` (what the picture is about), ``neighbour``, ``far`` (two steps away), or ``fold`` (a box
            that stands for several).
        state: word for its condition that the drawing shows by outline as well as
            colour: ``active``, ``planned``, ``ending``, ``ended``; in a picture of what differs also ``added``,
            ``changed``, ``retired``, ``absent`` (before and after).
        count: how many it stands for; 1 unless it is a fold.
    """

    id: str
    label: str
    note: str = ""
    ref: str = ""
    anchor: str = ""
    icon: str = ""
    role: str = "neighbour"
    state: str = "active"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow, in the direction in which data flows.

    Args:
        id: unique in the picture.
        source: id of the node it starts at.
        target: id of the node it ends at.
        label: a few words beside it, plain text; may be "".
        title: all that is to be known about it, one line, for hover and for screen readers.
        ref: where it leads, as for a node; or "".
        anchor: place on that page, or "".
        two_way: data flows both ways.
        state: ``active``, ``planned``, ``ending``, ``ended``: drawn solid, dashed, long-dashed, dotted. Or as for a
            node ``added``, ``changed``, ``retired``, ``absent``.
        count: how many flows it stands for.
        crossing: it crosses a border.
    """

    id: str
    source: str
    target: str
    label: str = ""
    title: str = ""
    ref: str = ""
    anchor: str = ""
    two_way: bool = False
    state: str = "active"
    count: int = 1
    crossing: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around nodes, with a label."""

    id: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A picture to be drawn.

    Args:
        id: a name for it that is unique on a page; letters, digits and hyphens.
        title: what it shows, a short line.
        description: what is seen, in words, for people who do not see it.
        nodes: sorted as they should be read.
        edges: sorted.
        groups: frames, may be empty.
        folded: how many entities are not drawn on their own but stand inside a fold.
        flows: every flow that the picture stands for, also those in folds: what its table lists.
        columns: ids of nodes that stand above each other, from top to bottom, the columns from left to right;
            all nodes or none: then the layout engine decides.
        note: what the reader should know about what is drawn and what is not, a sentence; may be "".
        subject: what the boxes of the role ``subject`` are, for the legend; may be "".
        far: what those of the role ``far`` are.
    """

    id: str
    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = field(default=())
    folded: int = 0
    flows: tuple[Flow, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    subject: str = ""
    far: str = "Two steps away"
