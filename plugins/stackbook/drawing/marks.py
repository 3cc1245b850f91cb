"""The smallest parts of an SVG: numbers, words, and the lines of a legend."""

from __future__ import annotations

from stackbook.drawing.legend import LEGEND_TEXT, Entry
from stackbook.drawing.text import escape


def n(value: float) -> str:
    """A number, short; adding 0.0 turns -0.0 into 0.0."""
    return f"{round(value, 1) + 0.0:g}"


def words_at(words: str, x: float, y: float, anchor: str = "", class_: str = "") -> str:
    """Words at a place; "" for none.

    Args:
        words: plain text.
        x: where they begin, or where their middle or end is when `anchor` says so; in pixels.
        y: their base line.
        anchor: ``middle`` or ``end``; "" for the beginning.
        class_: for the style; "" for none.
    """
    if not words:
        return ""
    more = (f' class="{class_}"' if class_ else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{n(x)}" y="{n(y)}"{more}>{escape(words)}</text>'


def legend_line(x: float, y: float, entry: Entry) -> str:
    """An entry of a legend: its sign and its words, by left side and middle."""
    words = words_at(entry.words, x + LEGEND_TEXT, y + 4, class_="sb-note")
    return f'<g class="sb-key"><g transform="translate({n(x)} {n(y - 9)})">{entry.swatch}</g>{words}</g>'
