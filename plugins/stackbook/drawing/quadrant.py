"""The TIME quadrant as a file: SVG that needs nothing else, for slides and for the wall.

On the page it is a table with the same sixteen cells.
"""

from __future__ import annotations

from collections.abc import Mapping

from stackbook.drawing import sheet
from stackbook.drawing.icons import IconSet, symbol_id
from stackbook.drawing.marks import n
from stackbook.drawing.sheet import box, text
from stackbook.drawing.text import cut, escape
from stackbook.governance.fit import quadrant_of
from stackbook.model.tools import Tool
from stackbook.views.picture import Node

SCORES = (1, 2, 3, 4)
TONES = {"invest": "good", "migrate": "plan", "tolerate": "other", "eliminate": "bad"}
MOST = 20
"""So many tools are written into a cell; the rest is counted."""
_CELL, _LINE, _PAD, _ICON, _SIDE = 214.0, 22.0, 10.0, 16.0, 46.0
_LEAST = 4
_NAME = 12.0


def quadrant_svg(
    cells: Mapping[tuple[int, int], tuple[Tool, ...]], icons: IconSet, keys: Mapping[str, str], title: str
) -> str:
    """The quadrant as a file: better for the job is higher, better for our technology is further right.

    Args:
        cells: (functional, technical) scores to the tools that have them.
        icons: where the icons of the tools are found.
        keys: tool's ``kind:id`` to the key of its icon.
        title: stands above it.
    """
    used: set[str] = set()
    left, y = sheet.MARGIN + _SIDE, sheet.MARGIN + sheet.HEAD
    drawn: list[str] = []
    for functional in reversed(SCORES):
        row = {technical: cells.get((functional, technical), ()) for technical in SCORES}
        high = _height(max(len(tools) for tools in row.values()))
        drawn.append(text(str(functional), left - 14, y + high / 2 + 5, 14, sheet.MUTED, 600, "middle"))
        for technical, tools in row.items():
            x = left + (technical - 1) * _CELL
            fill, ink = sheet.TONES[TONES[quadrant_of(functional, technical)]]
            drawn.append(box(x + 2, y + 2, _CELL - 4, high - 4, fill, radius=7))
            if functional in (1, 4) and technical in (1, 4):
                name = quadrant_of(functional, technical).capitalize()
                at = y + 20 if functional == SCORES[-1] else y + high - 12
                drawn.append(text(name, x + _CELL - 14, at, 13, ink, 700, "end"))
            drawn.append(_names(tools, x, y, icons, keys, used))
        y += high
    drawn += [text(str(one), left + (one - 0.5) * _CELL, y + 18, 14, sheet.MUTED, 600, "middle") for one in SCORES]
    middle = (sheet.MARGIN + sheet.HEAD + y) / 2
    drawn.append(text("How well it does its job", sheet.MARGIN + 12, middle + 75, 13, sheet.INK, 600, turned=True))
    drawn.append(text("How well it fits our technology", left + 2 * _CELL, y + 42, 13, sheet.INK, 600, "middle"))
    defined = f"<style>{sheet.styles()}</style>{icons.symbols(used)}"
    wide = left + len(SCORES) * _CELL + sheet.MARGIN
    return sheet.page(title, _described(cells), wide, y + 50 + sheet.MARGIN, "".join(drawn), defined)


def _height(tools: int) -> float:
    lines = min(tools, MOST) + (1 if tools > MOST else 0)
    return max(lines, _LEAST) * _LINE + 2 * _PAD + 20


def _names(
    tools: tuple[Tool, ...], left: float, top: float, icons: IconSet, keys: Mapping[str, str], used: set[str]
) -> str:
    drawn = []
    y = top + _PAD + 18
    for tool in tools[:MOST]:
        icon = icons.of(Node(tool.ref, tool.name, icon=keys.get(tool.ref, tool.ref)))
        if icon:
            used.add(icon.key)
            size = f'width="{n(_ICON)}" height="{n(_ICON)}"'
            drawn.append(f'<use href="#{symbol_id(icon.key)}" x="{n(left + _PAD)}" y="{n(y)}" {size}/>')
        name = cut(tool.name, _NAME, _CELL - 2 * _PAD - _ICON - 8)
        drawn.append(f"<g><title>{escape(tool.name)}</title>{text(name, left + _PAD + _ICON + 6, y + 12.5, _NAME)}</g>")
        y += _LINE
    if len(tools) > MOST:
        drawn.append(text(f"and {len(tools) - MOST} more", left + _PAD, y + 12.5, _NAME, sheet.MUTED))
    return "".join(drawn)


def _described(cells: Mapping[tuple[int, int], tuple[Tool, ...]]) -> str:
    said = []
    for quadrant in TONES:
        names = [tool.name for cell, tools in cells.items() if quadrant_of(*cell) == quadrant for tool in tools]
        said.append(f"{quadrant.capitalize()}: {', '.join(sorted(names, key=str.casefold)) or 'none'}")
    return f"{'. '.join(said)}."
