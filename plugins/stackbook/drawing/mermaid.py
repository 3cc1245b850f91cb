"""A view as a Mermaid flowchart: for wikis, code hosts and chats that draw Mermaid."""

from __future__ import annotations

import json

from stackbook.drawing.names import names_of
from stackbook.drawing.text import clean
from stackbook.views.picture import Edge, Node, View

_LONGEST = 400
_CLASSES = {
    "subject": "stroke-width:3px",
    "far": "opacity:0.7",
    "fold": "stroke-width:2px,stroke-dasharray:1 2",
    "planned": "stroke-dasharray:6 4",
    "ending": "stroke-dasharray:10 4",
    "ended": "stroke-dasharray:2 4,opacity:0.6",
    "added": "stroke:#1b7f3b,stroke-width:3px",
    "changed": "stroke:#8a5200,stroke-width:2px,stroke-dasharray:10 4",
    "retired": "stroke:#b3261e,stroke-width:2px,stroke-dasharray:2 4",
}
_LINES = {
    "ending": "stroke-dasharray:10 4",
    "ended": "stroke-dasharray:2 4",
    **{word: _CLASSES[word] for word in ("added", "changed", "retired")},
}
# What Mermaid reads as its own: marks of text, entities, comments, code, HTML.
_ENTITIES = {ord(sign): f"#{ord(sign)};" for sign in '#"&<>`%\\;{}[]|*_~$'}


def mermaid_source(view: View) -> str:
    """The Mermaid source of a view: deterministic, without icons and addresses, whatever its texts hold."""
    names = names_of(view)
    nodes = {node.id: node for node in view.nodes}
    title = json.dumps(clean(view.title[:_LONGEST]), ensure_ascii=False)
    lines = ["---", f"title: {title}", "---", f"flowchart {'LR' if view.edges else 'TB'}"]
    framed: set[str] = set()
    for at, group in enumerate(view.groups):
        members = [m for m in dict.fromkeys(group.members) if m in nodes and m not in framed]
        if not members:
            continue
        framed.update(members)
        lines.append(f'  subgraph frame_{at}["{_text(group.label) or " "}"]')
        lines += [f"    {_node(names[m], nodes[m])}" for m in members]
        lines.append("  end")
    lines += [f"  {_node(names[node.id], node)}" for node in view.nodes if node.id not in framed]
    lines += [f"  {names[edge.source]} {_arrow(edge)} {names[edge.target]}" for edge in view.edges]
    return "\n".join([*lines, *_classes(view, names), *_links(view)]) + "\n"


def _text(words: str) -> str:
    plain = clean(words[:_LONGEST]).replace("$$", "$\u200b$")  # two of them begin a formula, entities or not
    made = plain.translate(_ENTITIES)
    # Mermaid takes entities behind a colon for colours where a line could be one about styles.
    return made.replace(":", "#58;") if "style" in made or "classDef" in made else made


def _node(name: str, node: Node) -> str:
    words = [_text(node.label or node.id) or "?"]
    if node.note:
        words.append(_text(node.note))
    if node.count > 1 and str(node.count) not in f"{node.label} {node.note}":
        words.append(f"\u00d7 {node.count}")
    if node.state != "active":
        words.append(f"({_text(node.state)})")
    inside = f'"{"<br/>".join(words)}"'
    return f"{name}[[{inside}]]" if node.role == "fold" else f"{name}[{inside}]"


def _arrow(edge: Edge) -> str:
    words = _text(edge.label or (f"\u00d7 {edge.count}" if edge.count > 1 else ""))
    line = "-.->" if edge.state in ("planned", "ended") else "-->"
    both = "<" if edge.two_way else ""
    return f'{both}{line}|"{words}"|' if words else f"{both}{line}"


def _classes(view: View, names: dict[str, str]) -> list[str]:
    lines = []
    for word, style in _CLASSES.items():
        members = [names[node.id] for node in view.nodes if word in (node.role, node.state)]
        if members:
            lines += [f"  classDef {word} {style}", f"  class {','.join(members)} {word}"]
    return lines


def _links(view: View) -> list[str]:
    """The styles of arrows, which Mermaid knows by their number."""
    lines = []
    for word, style in _LINES.items():
        numbers = [str(at) for at, edge in enumerate(view.edges) if edge.state == word]
        if numbers:
            lines.append(f"  linkStyle {','.join(numbers)} {style}")
    crossing = [str(at) for at, edge in enumerate(view.edges) if edge.crossing]
    if crossing:
        lines.append(f"  linkStyle {','.join(crossing)} stroke:#b3261e,color:#b3261e")
    return lines
