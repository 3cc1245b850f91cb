"""A sequence as a Mermaid sequence diagram: for wikis, code hosts and chats that draw Mermaid."""

from __future__ import annotations

import json

from stackbook.drawing.text import clean
from stackbook.views.sequence import CARRY, SequenceView, Stage

_LONGEST = 400
# What Mermaid reads as its own: marks of text, entities, comments, code, HTML, ends of lines.
_ENTITIES = {ord(sign): f"#{ord(sign)};" for sign in '#"&<>`%\\;{}[]|*_~$:'}


def sequence_mermaid(sequence: SequenceView) -> str:
    """The Mermaid source of a sequence: deterministic, without icons and addresses, whatever its texts hold."""
    names = {node.id: f"p{at}" for at, node in enumerate(sequence.lifelines, 1)}
    title = json.dumps(clean(sequence.title[:_LONGEST]), ensure_ascii=False)
    lines = ["---", f"title: {title}", "---", "sequenceDiagram"]
    lines += [f"  participant {names[node.id]} as {_text(node.label) or '?'}" for node in sequence.lifelines]
    for stage in sequence.stages:
        lines += [f"  {line}" for line in _lines(stage, names)]
    return "\n".join(lines) + "\n"


def _lines(stage: Stage, names: dict[str, str]) -> list[str]:
    made = []
    begins, ends = names[stage.tools[0].ref if stage.tools else stage.at], ""
    if stage.wait:
        every = list(names.values())
        over = f"{every[0]},{every[-1]}" if len(every) > 1 else every[0]
        made.append(f"Note over {over}: {_text(f'waits up to {stage.wait}')}")
    more = ", ".join(filter(None, (stage.facts.replace(" \u00b7 ", ", "), stage.said)))
    words = f"{stage.number}. {_text(stage.words) or '?'}{f' ({_text(more)})' if more else ''}"
    if stage.kind != CARRY:
        return [*made, f"Note over {begins}: {words}"]
    arrow = "--x" if stage.broken else "-->>" if stage.ending else "->>"
    for tool in stage.tools[1:]:
        ends = names[tool.ref]
        made.append(f"{begins}{arrow}{ends}: {words}")
        begins, words = ends, f"{stage.number}. goes on"
    return made


def _text(words: str) -> str:
    plain = clean(words[:_LONGEST]).replace("$$", "$\u200b$")  # two of them begin a formula, entities or not
    return plain.translate(_ENTITIES)
