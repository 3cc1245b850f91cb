"""What the drawings of grids share: a palette without variables, text, boxes, and a page to put them on.

Such a drawing is a file of its own, for paper and office software. Those know plain colours and simple classes only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.drawing.marks import n
from stackbook.drawing.text import cut, escape, width

FAMILY = "Roboto, Helvetica, Arial, sans-serif"
INK, MUTED, LINE, PAPER, SUNKEN = "#1b2330", "#586273", "#d5dae2", "#ffffff", "#f6f7f9"
MARGIN = 28.0
HEAD = 46.0
"""Room for the title of a page."""

HUES = {
    "hue-1": ("#dbe9fe", "#1e40af"),
    "hue-2": ("#cdf1ed", "#115e59"),
    "hue-3": ("#dcf3df", "#1b5e33"),
    "hue-4": ("#fbecc8", "#754606"),
    "hue-5": ("#fde3d3", "#8f3a0c"),
    "hue-6": ("#fde0e7", "#9b1c4a"),
    "hue-7": ("#ebe3fd", "#5b2bb0"),
    "hue-8": ("#e2e7ee", "#36465d"),
}
TONES = {
    **HUES,
    "step-1": ("#e8effb", "#28436f"),
    "step-2": ("#bdd2f6", "#15315e"),
    "step-3": ("#3f6bc2", "#ffffff"),
    "step-4": ("#16305f", "#ffffff"),
    "good": ("#e4f4eb", "#14613b"),
    "plan": ("#efecfb", "#4a3d9a"),
    "warn": ("#fcf0d8", "#7a4a00"),
    "bad": ("#fce9eb", "#a01c2b"),
    "other": ("#eef0f4", "#414b5c"),
    "none": ("#ffffff", "#586273"),
}
"""Tone to the colour of the area and that of the text on it; the same as in ``stackbook-landscape.css``."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A line of a legend: how it is coloured, and what that means."""

    tone: str
    words: str


def styles(calm: bool = False) -> str:
    """The classes of the icons, and the font.

    Args:
        calm: icons have no colours of their own, because colours mean something else.
    """
    rules = [
        f"text{{font-family:{FAMILY};fill:{INK}}}",
        f".sb-glyph{{fill:{INK};overflow:hidden}}",
        f".sb-tile{{fill:{PAPER if calm else '#eef0f4'}}}.sb-tile-own{{fill:{PAPER}}}",
        ".sb-letters{font-size:13px;font-weight:700}",
    ]
    for tone, (fill, ink) in HUES.items():
        back, front = (PAPER, INK) if calm else (fill, ink)
        rules.append(f".sb-tile.sb-{tone}{{fill:{back}}}text.sb-letters.sb-{tone}{{fill:{front}}}")
    return "".join(rules)


def page(title: str, description: str, wide: float, high: float, inside: str, defined: str = "") -> str:
    """A drawing with its title above.

    Args:
        title: what it shows.
        description: what is seen, in words.
        wide: how wide its content is, margins included.
        high: how high, title and margins included.
        inside: what is drawn.
        defined: styles and symbols.
    """
    heading = text(cut(title, 20, wide - 2 * MARGIN, bold=True), MARGIN, MARGIN + 18, 20, weight=700)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="sb-t" aria-describedby="sb-d" '
        f'viewBox="0 0 {n(wide)} {n(high)}" width="{n(wide)}" height="{n(high)}" color="{INK}">'
        f'<title id="sb-t">{escape(title)}</title><desc id="sb-d">{escape(description)}</desc>{defined}'
        f'<rect width="{n(wide)}" height="{n(high)}" fill="{PAPER}"/>{heading}{inside}</svg>\n'
    )


def text(
    words: str,
    x: float,
    y: float,
    size: float,
    fill: str = "",
    weight: int = 400,
    anchor: str = "",
    turned: bool = False,
    after: str = "",
) -> str:
    """One line of text.

    Args:
        words: what it says.
        x: where it begins; with an `anchor` where its middle or its end is.
        y: the line it stands on.
        size: of the font.
        fill: its colour; that of ink when left out.
        weight: how bold it is.
        anchor: ``middle`` or ``end``.
        turned: by a quarter, to be read from below.
        after: follows it, not bold.
    """
    if not words:
        return ""
    # A class beats an attribute, and all text has its colour from a rule: only a style beats that.
    more = f' style="fill:{fill}"' if fill else ""
    more += f' font-weight="{weight}"' if weight != 400 else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    more += f' transform="rotate(-90 {n(x)} {n(y)})"' if turned else ""
    small = f'<tspan font-weight="400" dx="{n(size * 0.6)}">{escape(after)}</tspan>' if after else ""
    return f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}"{more}>{escape(words)}{small}</text>'


def box(
    x: float, y: float, wide: float, high: float, fill: str, line: str = "", radius: float = 6, dashed: bool = False
) -> str:
    """A rectangle with round corners."""
    more = f' stroke="{line}"' if line else ""
    more += ' stroke-dasharray="4 3"' if dashed else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" rx="{n(radius)}" fill="{fill}"{more}/>'


def legend(entries: Iterable[Swatch], left: float, top: float, room: float) -> tuple[str, float]:
    """A legend in as many lines as it needs.

    Returns:
        The drawing and how high it is.
    """
    drawn, x, y = [], left, top
    for entry in entries:
        words = cut(entry.words, 12, room - 24)
        wide = width(words, 12) + 40
        if x > left and x + wide - 18 > left + room:
            x, y = left, y + 22
        fill, ink = TONES[entry.tone]
        drawn.append(box(x, y, 14, 14, fill, ink, 3, dashed=entry.tone == "none") + text(words, x + 20, y + 11.5, 12))
        x += wide
    return "".join(drawn), (y - top + 22 if drawn else 0.0)
