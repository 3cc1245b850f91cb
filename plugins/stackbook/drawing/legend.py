"""The legend of a drawing: what its boxes and lines mean, and only of those that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stackbook.drawing.text import clean, cut, width
from stackbook.views.picture import View

WIDTH, HEIGHT = 34, 18
LEGEND_TEXT = WIDTH + 8.0
"""Where the words of an entry begin, from its left side."""

_SIZE, _APART, _ROW = 11.5, 24.0, 24.0
_MOST_ROOM = 320.0
_STATES = {
    "planned": "Planned, or being set up",
    "ending": "Being replaced or switched off",
    "ended": "No longer in use",
    "added": "Added",
    "changed": "Changed",
    "retired": "Retired",
    "absent": "On neither day",
}
_BOX = '<rect class="sb-box" x="5" y="2" width="24" height="14" rx="4"/>'
_STACK = '<rect class="sb-stack" x="9" y="1" width="22" height="12" rx="4"/>'
_LINE, _TIP, _TAIL = '<path d="M{0},9H{1}"/>', '<polygon points="33,9 27,6 27,12"/>', '<polygon points="1,9 7,6 7,12"/>'


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Args:
        swatch: the content of an SVG of `WIDTH` by `HEIGHT` pixels, with the classes of drawings.
        words: what it means.
    """

    swatch: str
    words: str


def legend(view: View) -> tuple[Entry, ...]:
    """What a reader of a view's drawing has to know, boxes first; () when it says all by itself."""
    roles = {node.role for node in view.nodes}
    states = {node.state for node in view.nodes} | {edge.state for edge in view.edges}
    made = []
    if "subject" in roles and len(roles) > 1:
        words = cut(clean(view.subject[:400]), _SIZE, _MOST_ROOM) or "What the picture is about"
        made.append(Entry(f'<g class="sb-node sb-subject">{_BOX}</g>', words))
    if "far" in roles:
        made.append(Entry(f'<g class="sb-node sb-far">{_BOX}</g>', view.far))
    if "fold" in roles:
        made.append(Entry(f'<g class="sb-node sb-fold">{_STACK}{_BOX}</g>', "Several that share a box"))
    if view.edges:
        made.append(Entry(_arrow(""), "Data flows this way"))
    if any(edge.two_way for edge in view.edges):
        made.append(Entry(_arrow("", both=True), "Both ways"))
    if any(edge.crossing for edge in view.edges):
        made.append(Entry(_arrow(" sb-crossing"), "Crosses a border"))
    made += [Entry(_arrow(f" sb-{state}"), words) for state, words in _STATES.items() if state in states]
    return tuple(made) if len(made) > 1 else ()


def swatch(entry: Entry) -> str:
    """The sign of an entry as an SVG for a page."""
    return (
        f'<svg class="sb-drawing sb-sign" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true" focusable="false">{entry.swatch}</svg>'
    )


def legend_rows(entries: Sequence[Entry], room: float, top: float) -> list[tuple[float, float, Entry, float]]:
    """Where entries stand under a drawing, in as many rows as it takes.

    Args:
        entries: of the legend.
        room: how wide a row may be, in pixels.
        top: the y above the first row.

    Returns:
        For each entry its left side, the middle of its row, the entry, and where it ends.
    """
    found: list[tuple[float, float, Entry, float]] = []
    x, y = 0.0, top + _ROW
    for entry in entries:
        wide = LEGEND_TEXT + width(entry.words, _SIZE)
        if x and x + wide > room:
            x, y = 0.0, y + _ROW
        found.append((x, y, entry, x + wide))
        x += wide + _APART
    return found


def _arrow(class_: str, both: bool = False) -> str:
    line = _LINE.format(7 if both else 1, 27)
    return f'<g class="sb-line{class_}">{line}{_TIP}{_TAIL if both else ""}</g>'
