"""Where everything stands on the drawing of a landscape: tiles in cards, cards in groups, groups in columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from stackbook.drawing.text import clean, cut, wrap
from stackbook.model.tools import Tool
from stackbook.views.landscape import Category, Group, Landscape

NAME, NOTE, LABEL = 11.5, 9.5, 11.0
NAME_LINE, NOTE_LINE, LABEL_LINE = 13.5, 11.5, 13.5
TILE, ICON = 150.0, 22.0
TEXT_LEFT = ICON + 11
PAD, GAP, LANE = 7.0, 5.0, 8.0
TITLE = 26.0
"""Room for the name of a group."""
BETWEEN = 14.0
_LOWEST = 30.0
_LABEL_LEFT = 20.0
_MOST_LINES = 3
_LONGEST = 300
"""Characters of a text that are looked at: far more than a tile can hold."""
_PAGE = 4 / 3
_MOST_STRETCH = 0.5


@dataclass(frozen=True, slots=True)
class Tile:
    """A tool: its place in its card, and its lines."""

    tool: Tool
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """A category: its place in its group, its heading and its tiles."""

    category: Category
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A group: its place on the page and its cards."""

    group: Group
    number: int
    x: float
    y: float
    width: float
    height: float
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The whole: groups in columns, and how large that is."""

    lanes: tuple[Lane, ...]
    width: float
    height: float


def spread(landscape: Landscape, notes: dict[str, str]) -> Spread:
    """The groups on a page of about four to three, as large as they can be on it.

    Args:
        landscape: what is drawn; empty categories are left out.
        notes: id of a tool to the small line below its name; which it is does not change where groups stand.
    """
    numbered = [(number, group) for number, group in enumerate(landscape.sections) if group.count]
    if not numbered:
        return Spread((), 640.0, 0.0)
    tools = [tool for _, group in numbered for c in group.categories for tool in c.tools]
    lines = {tool.id: len(_lines(tool, _room(TILE))) for tool in tools}
    best: tuple[float, int, list[int]] | None = None
    for units in range(2, 13):
        heights = [_height(group, units, lines) for _, group in numbered]
        for columns in range(1, min(5, len(numbered)) + 1):
            cuts, high = _cuts(heights, columns)
            wide = columns * (_lane_width(units) + BETWEEN) - BETWEEN
            size = max(wide / _PAGE, high)
            if best is None or size < best[0]:
                best = (size, units, cuts)
    assert best is not None  # there is a group
    _, units, cuts = best
    return _placed([_lane(group, number, units, notes) for number, group in numbered], cuts)


def _height(group: Group, units: int, lines: dict[str, int]) -> float:
    """About how high a group gets, for all notes alike."""
    high = TITLE + LANE
    for row in _rows(group, units):
        cards = []
        for category, across in row:
            names = [lines[tool.id] for tool in category.tools]
            tiles = (max(names[at : at + across]) for at in range(0, len(names), across))
            cards.append(2 * PAD + LABEL_LINE + 5 + sum(_tile_height(most, True) + GAP for most in tiles))
        high += max(cards)
    return high + BETWEEN


def _rows(group: Group, units: int) -> list[list[tuple[Category, int]]]:
    """The categories of a group in rows, each with how many tiles it is wide; most are two tiles high."""
    rows: list[list[tuple[Category, int]]] = []
    room = _lane_width(units) - 2 * LANE
    used = room
    for category in group.categories:
        across = min(units, max(1, math.ceil(len(category.tools) / 2)))
        wide = _card_width(across)
        if used + wide > room:
            rows.append([])
            used = 0
        rows[-1].append((category, across))
        used += wide + GAP
    return rows


def _lane(group: Group, number: int, units: int, notes: dict[str, str]) -> Lane:
    """A group whose cards fill rows of so many tiles."""
    wide = _lane_width(units)
    placed: list[Card] = []
    y = TITLE
    for row in _rows(group, units):
        # What is left over makes the tiles wider, so that the right edge is even, but not shapeless.
        left = wide - 2 * LANE - sum(_card_width(across) + GAP for _, across in row) + GAP
        tile = TILE + min(left / sum(across for _, across in row), TILE * _MOST_STRETCH)
        cards = [_card(category, across, tile, notes) for category, across in row]
        high = max(card.height for card in cards)
        x = LANE
        for card in cards:
            placed.append(replace(card, x=x, y=y, height=high))
            x += card.width + GAP
        y += high + GAP
    return Lane(group, number, 0, 0, wide, y - GAP + LANE, tuple(placed))


def _card(category: Category, across: int, tile: float, notes: dict[str, str]) -> Card:
    """A category with so many tiles of that width side by side."""
    wide = _card_width(across, tile)
    lines = wrap(category.value.label[:_LONGEST], LABEL, wide - 2 * PAD - _LABEL_LEFT, _MOST_LINES, bold=True)
    y = PAD + len(lines) * LABEL_LINE + 5
    tiles: list[Tile] = []
    for first in range(0, len(category.tools), across):
        row = [(tool, _lines(tool, _room(tile))) for tool in category.tools[first : first + across]]
        high = max(_tile_height(len(name), bool(notes.get(tool.id))) for tool, name in row)
        for at, (tool, name) in enumerate(row):
            note = cut(notes.get(tool.id, "")[:_LONGEST], NOTE, _room(tile))
            tiles.append(Tile(tool, PAD + at * (tile + GAP), y, tile, high, name, note))
        y += high + GAP
    return Card(category, 0, 0, wide, y - GAP + PAD, lines, tuple(tiles))


def _lines(tool: Tool, room: float) -> tuple[str, ...]:
    return wrap(clean(tool.name[:_LONGEST]), NAME, room, _MOST_LINES, bold=True)


def _tile_height(lines: int, note: bool) -> float:
    return max(_LOWEST, lines * NAME_LINE + (NOTE_LINE if note else 0) + 8)


def _room(tile: float) -> float:
    """How wide the text of a tile may be."""
    return tile - TEXT_LEFT - 6


def _card_width(across: int, tile: float = TILE) -> float:
    return across * (tile + GAP) - GAP + 2 * PAD


def _lane_width(units: int) -> float:
    """So wide that this many cards of one tile fit."""
    return units * (_card_width(1) + GAP) - GAP + 2 * LANE


def _placed(lanes: Sequence[Lane], cuts: Sequence[int]) -> Spread:
    """The groups in columns that begin at these groups."""
    placed: list[Lane] = []
    wide, high = lanes[0].width, 0.0
    for column, (start, end) in enumerate(zip(cuts, [*cuts[1:], len(lanes)], strict=True)):
        y = 0.0
        for lane in lanes[start:end]:
            placed.append(replace(lane, x=column * (wide + BETWEEN), y=y))
            y += lane.height + BETWEEN
        high = max(high, y - BETWEEN)
    return Spread(tuple(placed), len(cuts) * (wide + BETWEEN) - BETWEEN, high)


def _cuts(heights: Sequence[float], columns: int) -> tuple[list[int], float]:
    """Where each column begins so that the highest is as low as it can be, and how high that one is."""

    @cache
    def split(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            return sum(heights[start:]), (start,)
        options = []
        for end in range(start + 1, len(heights) - left + 2):
            rest, where = split(end, left - 1)
            options.append((max(sum(heights[start:end]), rest), (start, *where)))
        return min(options)

    high, cuts = split(0, columns)
    return list(cuts), high
