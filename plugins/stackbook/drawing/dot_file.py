"""A view as a DOT file that people read and change: names, labels, frames. Any Graphviz lays it out.

Not what our own pictures are made of (`dot.py`): that one carries sizes in place of words.
"""

from __future__ import annotations

from itertools import pairwise

from graphviz import Digraph, escape, nohtml

from stackbook.drawing.names import names_of
from stackbook.drawing.text import clean
from stackbook.views.picture import Edge, Node, View

_LONGEST = 400
_NODE = {"shape": "box", "style": "rounded,filled", "fillcolor": "white", "fontname": "Helvetica", "fontsize": "11"}
_EDGE = {"fontname": "Helvetica", "fontsize": "9", "color": "gray40", "arrowsize": "0.7"}
_STYLES = {
    "planned": "dashed",
    "ending": "dashed",
    "ended": "dotted",
    "added": "bold",
    "changed": "dashed",
    "retired": "dotted",
}
_COLOURS = {"added": "darkgreen", "changed": "darkorange3", "retired": "firebrick"}


def dot_source(view: View) -> str:
    """The DOT source of a view: deterministic, without icons and addresses.

    States are shown by the style of lines, folds by a second border, flows that cross a border in red.
    """
    title = _text(view.title)
    graph = {"rankdir": "LR" if view.edges else "TB", "label": title, "labelloc": "t", "fontname": "Helvetica"}
    digraph = Digraph(_name(view), graph_attr={**graph, "nodesep": "0.25"}, node_attr=_NODE, edge_attr=_EDGE)
    names = names_of(view)
    nodes = {node.id: node for node in view.nodes}
    framed: set[str] = set()
    for at, group in enumerate(view.groups):
        members = [m for m in dict.fromkeys(group.members) if m in nodes and m not in framed]
        framed.update(members)
        frame = Digraph(
            f"cluster_{at}", graph_attr={"label": _text(group.label), "style": "rounded", "color": "gray70"}
        )
        for member in members:
            frame.node(names[member], _label(nodes[member]), **_node(nodes[member]))
        if not view.edges:  # one above the other, where nothing else says where they stand
            for above, below in pairwise(members):
                frame.edge(names[above], names[below], style="invis")
        digraph.subgraph(frame)
    for node in view.nodes:
        if node.id not in framed:
            digraph.node(names[node.id], _label(node), **_node(node))
    for edge in view.edges:
        digraph.edge(names[edge.source], names[edge.target], **_edge(edge))
    return str(digraph.source)


def _name(view: View) -> str:
    return clean(view.id) or "picture"


def _text(words: str) -> str:
    # A text that stands in <...> would be read as HTML, and one with a backslash as an escape.
    made: str = nohtml(escape(clean(words[:_LONGEST])))
    return made


def _label(node: Node) -> str:
    lines = [node.label or node.id, node.note]
    if node.count > 1 and str(node.count) not in f"{node.label} {node.note}":
        lines.append(f"\u00d7 {node.count}")
    if node.state != "active":
        lines.append(f"({node.state})")
    made: str = nohtml("\\n".join(escape(clean(line[:_LONGEST])) for line in lines if line))
    return made


def _node(node: Node) -> dict[str, str]:
    made: dict[str, str] = {}
    if node.role == "subject":
        made |= {"penwidth": "2.5"}
    if node.role == "far":
        made |= {"color": "gray60"}
    if node.role == "fold":
        made |= {"peripheries": "2"}
    if node.state in _STYLES:
        made |= {"style": f"rounded,filled,{_STYLES[node.state]}"}
    if node.state in _COLOURS:
        made |= {"color": _COLOURS[node.state]}
    return made


def _edge(edge: Edge) -> dict[str, str]:
    words = edge.label or (f"\u00d7 {edge.count}" if edge.count > 1 else "")
    made = {"label": _text(words)} if words else {}
    if edge.two_way:
        made["dir"] = "both"
    if edge.state in _STYLES:
        made["style"] = _STYLES[edge.state]
    if edge.state in _COLOURS:
        made |= {"color": _COLOURS[edge.state], "fontcolor": _COLOURS[edge.state]}
    if edge.crossing:
        made |= {"color": "firebrick", "fontcolor": "firebrick"}
    return made
