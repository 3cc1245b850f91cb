"""The landscape and the category matrix as files: SVG that needs nothing else and opens anywhere.

On pages both are HTML. These are for the command line, for slides and for the wall.
"""

from __future__ import annotations

from collections.abc import Mapping

from stackbook.drawing import sheet, tiles
from stackbook.drawing.icons import IconSet, symbol_id
from stackbook.drawing.marks import n
from stackbook.drawing.sheet import Swatch, box, text
from stackbook.drawing.text import clean, cut, escape, width
from stackbook.drawing.tiles import Card, Lane, Tile
from stackbook.model.tools import Tool
from stackbook.views.landscape import Landscape
from stackbook.views.matrix import Axis, Matrix
from stackbook.views.overlays import Overlay
from stackbook.views.picture import Node

_LANES = ("hue-1", "hue-2", "hue-7", "hue-5", "hue-3", "hue-6", "hue-4", "hue-8")
"""Hues of the groups, as on the page."""
_PHASES = {"plan": "Planned", "phase_in": "Phasing in", "phase_out": "Phasing out"}
_CELL, _SIDE = 26.0, 250.0


def landscape_svg(
    landscape: Landscape, icons: IconSet, overlay: Overlay | None = None, title: str = "The landscape"
) -> str:
    """The landscape as a file, on a page of about four to three.

    Args:
        landscape: what is drawn; empty categories are left out.
        icons: where the icons of the tools are found.
        overlay: what the tiles are coloured by, of the same scene; None for no colours.
        title: stands above it.
    """
    return _Writer(landscape, icons, overlay).svg(title)


class _Writer:
    def __init__(self, landscape: Landscape, icons: IconSet, overlay: Overlay | None) -> None:
        self.landscape, self.icons, self.overlay = landscape, icons, overlay
        self.used: set[str] = set()

    def svg(self, title: str) -> str:
        shown = self.landscape
        known = [tool for g in shown.groups for c in g.categories for tool in c.tools]
        placed = tiles.spread(shown, {tool.id: self._note(tool) for tool in known})
        wide = placed.width + 2 * sheet.MARGIN
        top = sheet.MARGIN + sheet.HEAD
        drawn = "".join(self._lane(lane, sheet.MARGIN, top) for lane in placed.lanes)
        said = _many(shown.count, "tool", "tools")
        if self.overlay:
            said += f" \u00b7 {self.overlay.label}: {self.overlay.question}"
        under = text(cut(said, 12, placed.width), sheet.MARGIN, sheet.MARGIN + 35, 12, sheet.MUTED)
        entries = [Swatch(e.tone, f"{e.label} {e.count}") for e in self.overlay.legend] if self.overlay else []
        bottom = top + placed.height + (16 if entries else 0)
        key, high = sheet.legend(entries, sheet.MARGIN, bottom, placed.width)
        defined = f"<style>{sheet.styles(calm=self.overlay is not None)}</style>{self.icons.symbols(self.used)}"
        high = bottom + high + sheet.MARGIN
        return sheet.page(title, self._described(), wide, high, under + drawn + key, defined)

    def _described(self) -> str:
        groups = "; ".join(
            f"{g.label}: {', '.join(f'{c.value.label} ({len(c.tools)})' for c in g.categories)}"
            for g in self.landscape.groups
        )
        counted = ""
        if self.overlay:
            counted = f"{self.overlay.label}: {', '.join(f'{e.label} ({e.count})' for e in self.overlay.legend)}. "
        return f"{_many(self.landscape.count, 'tool', 'tools')}. {counted}{groups}."

    def _note(self, tool: Tool) -> str:
        """The small line below a name: what the overlay says, or a phase that is not simply active."""
        said = self.overlay.values[tool.id].said if self.overlay else ""
        phase = "" if self.overlay and self.overlay.key == "lifecycle" else _phase(tool)
        return " \u00b7 ".join(filter(None, (clean(said), phase)))

    def _lane(self, lane: Lane, left: float, top: float) -> str:
        x, y = lane.x + left, lane.y + top
        fill, ink = sheet.TONES[_LANES[lane.number % len(_LANES)]]
        back = sheet.SUNKEN if self.overlay else fill
        name = cut(clean(lane.group.label[:200]), 13, lane.width - 90, bold=True)
        return (
            box(x, y, lane.width, lane.height, back, radius=9)
            + box(x, y, 4, lane.height, ink, radius=2)
            + text(name, x + tiles.LANE + 6, y + 18, 13, ink, 700, after=str(lane.group.count))
            + "".join(self._card(card, x, y) for card in lane.cards)
        )

    def _card(self, card: Card, left: float, top: float) -> str:
        x, y = card.x + left, card.y + top
        drawn = [box(x, y, card.width, card.height, sheet.PAPER, radius=7)]
        drawn.append(self._icon(f"category:{card.category.value.key}", "", x + tiles.PAD, y + 7, 15))
        for at, line in enumerate(card.lines):
            down = y + tiles.PAD + 10.5 + at * tiles.LABEL_LINE
            drawn.append(text(line, x + tiles.PAD + 20, down, tiles.LABEL, sheet.MUTED, 600))
        drawn += [self._tile(tile, x, y) for tile in card.tiles]
        return f"<g><title>{escape(card.category.value.label)}</title>{''.join(drawn)}</g>"

    def _tile(self, tile: Tile, left: float, top: float) -> str:
        x, y = tile.x + left, tile.y + top
        tool = tile.tool
        tone = self.overlay.values[tool.id].tone if self.overlay else ""
        fill, ink = sheet.TONES[tone] if tone else (sheet.PAPER, sheet.INK)
        said = self._note(tool)
        name = f"{tool.name} ({said})" if said else tool.name
        line = sheet.MUTED if tone == "none" else ink if tone else sheet.LINE
        drawn = [f'<g stroke-opacity="{"1" if tone in ("", "none") else "0.3"}">']
        drawn.append(box(x, y, tile.width, tile.height, fill, line, 5, dashed=tone == "none") + "</g>")
        drawn.append(self._icon(tool.ref, tool.name, x + 5, y + (tile.height - tiles.ICON) / 2, tiles.ICON))
        high = len(tile.lines) * tiles.NAME_LINE + (tiles.NOTE_LINE if tile.note else 0)
        at = y + (tile.height - high) / 2 + 10.5
        for words in tile.lines:
            drawn.append(text(words, x + tiles.TEXT_LEFT, at, tiles.NAME, ink if tone else "", 600))
            at += tiles.NAME_LINE
        drawn.append(text(tile.note, x + tiles.TEXT_LEFT, at - 1, tiles.NOTE, ink if tone else sheet.MUTED))
        return f'<g data-tool="{escape(tool.id)}"><title>{escape(name)}</title>{"".join(drawn)}</g>'

    def _icon(self, ref: str, name: str, x: float, y: float, size: float) -> str:
        """The icon of a tool, its letters when it has none; of a category only when it has one."""
        key = self.landscape.icons.get(ref, "") or (ref if name else "")
        icon = self.icons.of(Node(ref, name, icon=key)) if key else None
        if icon is None:
            return ""
        self.used.add(icon.key)
        return f'<use href="#{symbol_id(icon.key)}" x="{n(x)}" y="{n(y)}" width="{n(size)}" height="{n(size)}"/>'


def matrix_svg(matrix: Matrix, title: str = "Flows between categories") -> str:
    """The category matrix as a file: data flows from the row to the column.

    Args:
        matrix: what is drawn.
        title: stands above it.
    """
    left, top = sheet.MARGIN + _side(matrix.rows), sheet.MARGIN + sheet.HEAD + _side(matrix.columns)
    wide, high = len(matrix.columns) * _CELL, len(matrix.rows) * _CELL
    drawn = [
        text("From the row to the column", sheet.MARGIN, sheet.MARGIN + 35, 12, sheet.MUTED),
        *(_row(axis, left, top + at * _CELL, wide, at) for at, axis in enumerate(matrix.rows)),
        *(_column(axis, left + at * _CELL, top, high) for at, axis in enumerate(matrix.columns)),
        _cells(matrix, left, top),
        _borders(matrix, left, top, wide, high),
    ]
    whole = max(left + wide + 52, sheet.MARGIN * 2 + 300)
    return sheet.page(
        title,
        _matrix_described(matrix),
        whole,
        top + high + 24 + sheet.MARGIN,
        "".join(drawn),
        f"<style>{sheet.styles()}</style>",
    )


def _side(axes: tuple[Axis, ...]) -> float:
    return min(_SIDE, max(width(axis.label[:200], 11) for axis in axes)) + 12


def _row(axis: Axis, left: float, y: float, wide: float, at: int) -> str:
    words = text(cut(axis.label[:200], 11, _SIDE), left - 8, y + _CELL / 2 + 4, 11, anchor="end")
    total = text(str(axis.total), left + wide + 10, y + _CELL / 2 + 4, 10.5, sheet.MUTED)
    band = box(left, y, wide, _CELL, sheet.SUNKEN, radius=0) if at % 2 == 0 else ""
    return f"<g><title>{escape(f'{axis.label}: {axis.total} out')}</title>{band}{words}{total}</g>"


def _column(axis: Axis, x: float, top: float, high: float) -> str:
    words = text(cut(axis.label[:200], 11, _SIDE), x + _CELL / 2 + 4, top - 8, 11, turned=True)
    total = text(str(axis.total), x + _CELL / 2, top + high + 17, 10.5, sheet.MUTED, anchor="middle")
    return f"<g><title>{escape(f'{axis.label}: {axis.total} in')}</title>{words}{total}</g>"


def _cells(matrix: Matrix, left: float, top: float) -> str:
    rows, columns = _places(matrix.rows), _places(matrix.columns)
    names = {axis.key: axis.label for axis in (*matrix.rows, *matrix.columns)}
    drawn = []
    for (source, target), flows in matrix.cells.items():
        x, y = left + columns[target] * _CELL, top + rows[source] * _CELL
        fill, ink = sheet.TONES[f"step-{_step(len(flows), matrix.most)}"]
        said = f"{names[source]} \u2192 {names[target]}: {_many(len(flows), 'flow', 'flows')}"
        drawn.append(
            f"<g><title>{escape(said)}</title>{box(x + 1.5, y + 1.5, _CELL - 3, _CELL - 3, fill, radius=4)}"
            f"{text(str(len(flows)), x + _CELL / 2, y + _CELL / 2 + 4, 11, ink, 600, 'middle')}</g>"
        )
    return "".join(drawn)


def _step(number: int, most: int) -> int:
    """How strong a cell is, 1 to 4; few beside many are still told apart."""
    part = (number - 1) / max(1, most - 1)
    return 1 + round(3 * (part if most <= 8 else part**0.6))


def _borders(matrix: Matrix, left: float, top: float, wide: float, high: float) -> str:
    """Lines where one group ends and the next begins."""
    lines = [(left, top + at * _CELL, left + wide, top + at * _CELL) for at in _changes(matrix.rows)]
    lines += [(left + at * _CELL, top, left + at * _CELL, top + high) for at in _changes(matrix.columns)]
    return "".join(
        f'<path d="M{n(x)},{n(y)}L{n(to)},{n(down)}" stroke="{sheet.LINE}" fill="none"/>' for x, y, to, down in lines
    )


def _changes(axes: tuple[Axis, ...]) -> list[int]:
    inside = [at for at in range(1, len(axes)) if axes[at].group != axes[at - 1].group]
    return [0, *inside, len(axes)]


def _places(axes: tuple[Axis, ...]) -> Mapping[str, int]:
    return {axis.key: at for at, axis in enumerate(axes)}


def _matrix_described(matrix: Matrix) -> str:
    most = sorted(matrix.cells.items(), key=lambda one: (-len(one[1]), one[0]))[:3]
    names = {axis.key: axis.label for axis in (*matrix.rows, *matrix.columns)}
    busiest = "; ".join(f"{names[a]} to {names[b]} ({len(flows)})" for (a, b), flows in most)
    return (
        f"{_many(len(matrix.flows), 'flow', 'flows')} from {_many(len(matrix.rows), 'category', 'categories')} to "
        f"{_many(len(matrix.columns), 'category', 'categories')}. The most: {busiest}."
    )


def _phase(tool: Tool) -> str:
    return _PHASES.get(tool.lifecycle.phase, "") if tool.lifecycle else ""


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
