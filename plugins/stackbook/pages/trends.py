"""The findings of the last months as a picture: a bar for each month, the gravest findings at its foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.diagnostics import Severity
from stackbook.trend import Point

_STEP, _BAR, _HEIGHT, _HEAD, _FOOT = 44, 28, 96, 16, 18
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: from where, how high, and of which severity."""

    y: float
    height: float
    severity: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A month.

    Args:
        x: where it begins.
        middle: where its words stand.
        top: where it ends.
        parts: from the foot up.
        point: the month and its counts.
        short: ``Mar``.
        year: its year where it is the first of it, else "".
    """

    x: int
    middle: int
    top: float
    parts: tuple[Part, ...]
    point: Point
    short: str
    year: str

    @property
    def words(self) -> str:
        """``Mar 2027``."""
        return f"{self.short} {self.point.month[:4]}"


@dataclass(frozen=True, slots=True)
class Trend:
    """The picture.

    Args:
        width: of all.
        height: of all.
        bar: width of a bar.
        foot: where the bars stand.
        bars: one for each month.
        said: what it shows, in a sentence.
    """

    width: int
    height: int
    bar: int
    foot: int
    bars: tuple[Bar, ...]
    said: str


def trend_of(points: Iterable[Point]) -> Trend | None:
    """The picture of some months; None of none."""
    found = tuple(points)
    if not found:
        return None
    most = max(1, *(point.total for point in found))
    bars = tuple(_bar(number, point, most, found[number - 1] if number else None) for number, point in enumerate(found))
    foot, first, last = _HEAD + _HEIGHT, bars[0], bars[-1]
    said = (
        f"{first.point.total:,} findings at the end of {first.words}, {last.point.total:,} at the end of {last.words}."
    )
    return Trend(len(bars) * _STEP, foot + 2 * _FOOT, _BAR, foot, bars, said)


def _bar(number: int, point: Point, most: int, before: Point | None) -> Bar:
    y, parts = float(_HEAD + _HEIGHT), []
    for severity in Severity:
        height = round(_HEIGHT * point.counts.get(severity.value, 0) / most, 1)
        if height:
            y = round(y - height, 1)
            parts.append(Part(y, height, severity.value))
    x = number * _STEP + (_STEP - _BAR) // 2
    year, month = point.month[:4], _MONTHS[int(point.month[5:7]) - 1]
    new_year = before is None or before.month[:4] != year
    return Bar(x, x + _BAR // 2, y, tuple(parts), point, month, year if new_year else "")
