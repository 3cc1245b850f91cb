"""The line a diagnostic is about, with carets under the place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stackbook.diagnostics import Location
from stackbook.reporting.plain import shown, width

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what libyaml counts as a line end
_TAB = 4
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line ready to be shown.

    Args:
        line: the line, cut on either side if it is long.
        indent: columns before the first caret.
        carets: how many carets, at least 1.
    """

    line: str
    indent: int
    carets: int


def lines_of(text: str) -> list[str]:
    """The lines of a file as its YAML positions count them."""
    return _BREAK.split(text.removeprefix("\ufeff"))


def excerpt(lines: list[str], at: Location, columns: int) -> Excerpt | None:
    """The line `at` points to, cut so that it takes at most `columns`; None when there is no such line."""
    if not 1 <= at.line <= len(lines):
        return None
    text = lines[at.line - 1]
    first = min(max(at.column - 1, 0), len(text))
    last = min(first + max(at.length, 1), len(text))
    cells, before = _cells(text)
    start, stop = _window(before, first, last, columns)
    head, tail = _CUT if start else "", _CUT if stop < len(text) else ""
    shift = len(head) - before[start]
    end = before[min(max(last, first), stop)]
    return Excerpt(
        head + "".join(cells[start:stop]) + tail,
        indent=before[first] + shift,
        carets=max(end - before[first], 1),
    )


def _cells(text: str) -> tuple[list[str], list[int]]:
    """What is shown for each character, and the columns before each (with one more for the end)."""
    cells, before = [], [0]
    for char in text:
        cell = " " * (_TAB - before[-1] % _TAB) if char == "\t" else shown(char)
        cells.append(cell)
        before.append(before[-1] + (width(char) if cell == char else len(cell)))
    return cells, before


def _window(before: list[int], first: int, last: int, columns: int) -> tuple[int, int]:
    """First and last character to show so that the place is in sight, with more room behind it than before."""
    end = len(before) - 1
    if before[end] <= columns:
        return 0, end
    room = columns - 2 * len(_CUT)
    marked = min(before[last] - before[first], room)
    lead = min((room - marked) // 2, room // 3)
    start = first
    while start > 0 and before[first] - before[start - 1] <= lead:
        start -= 1
    stop = start
    while stop < end and before[stop + 1] - before[start] <= room:
        stop += 1
    while stop == end and start > 0 and before[stop] - before[start - 1] <= room:
        start -= 1
    return start, stop
