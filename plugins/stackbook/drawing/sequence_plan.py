"""Where everything stands on the picture of a sequence: heads side by side, each step in a band of its own.

As no two steps share a band, their words may be wider than the way between two tools and still cover no other words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from stackbook.drawing.text import clean, cut, width, wrap
from stackbook.views.picture import Node
from stackbook.views.sequence import CARRY, SequenceView, Stage

NAME, WORDS, FACTS = 13.0, 12.5, 11.0
NAME_LINE, WORDS_LINE, FACTS_LINE = 17.0, 16.0, 15.0
PAD, ICON, BADGE = 9.0, 30.0, 10.0
TEXT_LEFT = PAD + ICON + 8
TURN, LOOP = 24.0, 34.0
"""How far below each other the two arrows of a step through a tool stand, and how far out the arrow to itself goes."""

_WIDEST, _NARROWEST, _ALL, _LEAST = 216.0, 156.0, 1_872.0, 440.0
_HEAD_MARGIN, _HEAD_LEAST = 14.0, 50.0
_SIDE, _BEGIN, _APART, _WAIT = 8.0, 26.0, 20.0, 34.0
_LABEL_ROOM, _LONG_ROOM = 236.0, 340.0
BELOW = 10.0
"""Between an arrow and what is said below it: the number at its beginning is so high."""
SAID_GAP = 8.0
"""Between the condition of a step and how often it is carried."""
_NAME_LINES, _WORD_LINES, _BOX_LINES = 3, 4, 6
_LONGEST = 400
_FEET = 620.0
"""Where the steps take more height than this, the names stand below them once more."""


@dataclass(frozen=True, slots=True)
class Head:
    """A tool: the middle of its lifeline and its lines."""

    node: Node
    x: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A step and the room it takes.

    Args:
        stage: the step.
        top: where its words begin.
        x: the middle of its words.
        width: of its words, or of its box.
        lines: its words.
        facts: how often and how late, cut to fit.
        ways: the middle lines of the tools it passes; one for a box.
        y: its first arrow; of a box the lower side.
        bottom: where the next step may begin.
        wait: where the line of its wait stands; None without one.
    """

    stage: Stage
    top: float
    x: float
    width: float
    lines: tuple[str, ...]
    facts: str
    ways: tuple[float, ...]
    y: float
    bottom: float
    wait: float | None

    @property
    def turns(self) -> bool:
        """Its arrow comes back to the tool it begins at."""
        return len(self.ways) == 2 and self.ways[0] == self.ways[1]

    @property
    def last(self) -> float:
        """Its last arrow."""
        return self.y + TURN * (self.turns or len(self.ways) > 2)


@dataclass(frozen=True, slots=True)
class SequencePlan:
    """The whole.

    Args:
        heads: from left to right.
        bands: from top to bottom.
        width: of the picture, in pixels.
        column: how far the lifelines stand apart.
        head: how high the heads are.
        ends: where the lifelines end.
        height: of the picture.
        feet: the names stand below as well.
    """

    heads: tuple[Head, ...]
    bands: tuple[Band, ...]
    width: float
    column: float
    head: float
    ends: float
    height: float
    feet: bool

    @property
    def box(self) -> float:
        """How wide a head is."""
        return self.column - _HEAD_MARGIN


def plan_sequence(sequence: SequenceView) -> SequencePlan:
    """Measures a sequence that has at least one lifeline."""
    count = len(sequence.lifelines)
    column = max(min(max(_ALL / count, _NARROWEST), _WIDEST), _LEAST / count)
    heads = tuple(_head(node, column * (at + 0.5), column) for at, node in enumerate(sequence.lifelines))
    high = max(_head_height(head) for head in heads)
    x_of = {head.node.id: head.x for head in heads}
    bands: list[Band] = []
    y = high + _BEGIN
    for stage in sequence.stages:
        wait = y + _WAIT / 2 - 8 if stage.wait else None
        top = y + (_WAIT if stage.wait else 0)
        make = _arrow if stage.kind == CARRY else _box
        bands.append(make(stage, x_of, top, wait, column, column * count))
        y = bands[-1].bottom
    feet = y - high > _FEET
    return SequencePlan(heads, tuple(bands), column * count, column, high, y, y + (high if feet else 0), feet)


def _head(node: Node, x: float, column: float) -> Head:
    room = column - _HEAD_MARGIN - (TEXT_LEFT if node.icon else PAD) - 6
    name = clean(node.label[:_LONGEST]) or clean(node.id[:_LONGEST]) or "?"
    lines = wrap(name, NAME, room, _NAME_LINES, bold=True)
    return Head(node, x, lines)


def _head_height(head: Head) -> float:
    return max(_HEAD_LEAST, 2 * PAD + len(head.lines) * NAME_LINE)


def _arrow(stage: Stage, x_of: dict[str, float], top: float, wait: float | None, column: float, whole: float) -> Band:
    """Words above, the arrow, and below it how often and how late.

    The words of a short arrow stand over its middle, those of a long one where it begins: there one looks first.
    """
    ways = tuple(x_of[tool.ref] for tool in stage.tools)
    span = max(ways) - min(ways)
    room = min(_LABEL_ROOM if span < 2 * column else _LONG_ROOM, whole - 2 * _SIDE)
    lines = wrap(clean(stage.words[:_LONGEST]) or "?", WORDS, room, _WORD_LINES)
    said = width(stage.said, FACTS, bold=True) + SAID_GAP if stage.said else 0.0
    facts = cut(stage.facts, FACTS, min(_LONG_ROOM, whole - 2 * _SIDE) - said)
    wide = max(*(width(line, WORDS) for line in lines), width(facts, FACTS) + said)
    middle = (max(ways) + min(ways)) / 2
    if span > wide + 4 * BADGE:
        middle = ways[0] + (wide / 2 + 2 * BADGE) * (1 if ways[1] > ways[0] else -1)
    middle = min(max(middle, wide / 2 + _SIDE), whole - wide / 2 - _SIDE)
    y = top + len(lines) * WORDS_LINE + 12
    band = Band(stage, top, middle, wide, lines, facts, ways, y, 0.0, wait)
    return replace(band, bottom=band.last + BELOW + (FACTS_LINE if facts or stage.said else 0) + _APART)


def _box(stage: Stage, x_of: dict[str, float], top: float, wait: float | None, column: float, whole: float) -> Band:
    """A box on one lifeline, no wider than its column: what it covers is only its own line."""
    x = x_of[stage.tools[0].ref if stage.tools else stage.at]
    wide = min(column - 10, _LABEL_ROOM)
    lines = wrap(clean(stage.words[:_LONGEST]) or "?", WORDS, wide - 2 * BADGE - 12, _BOX_LINES)
    y = top + 14 + len(lines) * WORDS_LINE
    return Band(stage, top, x, wide, lines, "", (x,), y, y + _APART, wait)
