"""The chart of one measure over time, large: its values, its target or the range it should stay in, where it began.

The text of one SVG that a page takes in as it is, in the manner of `drawing.charts`: named and described for screen
readers, coloured by the variables of the page, and the same bytes every time.
"""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.drawing.charts import Points, apart, in_words, short
from stackbook.drawing.marks import n, words_at
from stackbook.drawing.text import clean, cut, escape, width

_FONT = 11.0
_FOOT, _HEAD, _GAP = 26.0, 14.0, 10.0
_MARGIN = 0.08
"""How much room is left above the highest value and below the least, as a share of what lies between."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a measure is held against.

    Args:
        target: what it should be; None when nobody has said.
        band: between which values it should stay; None likewise.
        baseline: what it was at the beginning; None when that is not known.
    """

    target: float | None = None
    band: tuple[float, float] | None = None
    baseline: float | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """Every value named."""
        return (
            *((self.target,) if self.target is not None else ()),
            *(self.band or ()),
            *((self.baseline,) if self.baseline is not None else ()),
        )


def figures(value: float) -> str:
    """A value in figures: ``40,000``, ``0.8``, ``0.0012``."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def measure_chart(
    points: Points,
    words: str,
    unit: str,
    id_: str,
    marks: Marks,
    size: tuple[float, float] = (480, 220),
) -> str:
    """A measure over time.

    Args:
        points: what was measured, the earliest first; "" comes of none.
        words: what is measured, which is the chart's name.
        unit: what it is counted in; "" for none.
        id_: begins every id in it.
        marks: what it is held against.
        size: width and height.

    Returns:
        The SVG. Its description says every value with its day, so that nobody needs to see it.
    """
    if not points:
        return ""
    wide, high = size
    frame = _frame(points, marks, wide, high)
    drawn = [*_rules(frame, points), *_held_against(frame, marks), *_line(frame, points)]
    name = escape(id_)
    said = _said(points, unit, marks)
    return (
        f'<svg class="sb-chart sb-chart--lines sb-chart--measure" role="img" aria-labelledby="{name}-t" '
        f'aria-describedby="{name}-d" viewBox="0 0 {n(wide)} {n(high)}" width="{n(wide)}" height="{n(high)}" '
        f'focusable="false"><title id="{name}-t">{escape(words)}</title><desc id="{name}-d">{escape(said)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values and days lie on the picture."""

    low: float
    top: float
    left: float
    right: float
    foot: float
    first: int
    last: int

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.foot - (value - self.low) / (self.top - self.low) * (self.foot - _HEAD)

    def x(self, ordinal: int) -> float:
        """The place of a day."""
        if self.last <= self.first:
            return (self.left + self.right) / 2
        return self.left + 8 + (ordinal - self.first) / (self.last - self.first) * (self.right - self.left - 16)


def _frame(points: Points, marks: Marks, wide: float, high: float) -> _Frame:
    values = [value for _, value in points] + list(marks.values)
    low, top = min(values), max(values)
    room = (top - low) * _MARGIN or abs(top) * _MARGIN or 1.0
    low, top = (0.0 if 0 <= low < room else low - room), top + room
    left = max(width(figures(round(value, 6)), _FONT) for value in _steps(low, top)) + 10
    labels = [width(words, _FONT) for _, words in _labels(marks)]
    right = wide - (min(max(labels) * 1.1, wide / 3) + _GAP if labels else 8)
    return _Frame(low, top, left, right, high - _FOOT, points[0][0].toordinal(), points[-1][0].toordinal())


def _steps(low: float, top: float) -> tuple[float, ...]:
    """A few round values between two, for the lines across."""
    rough = (top - low) / 5
    power = 1.0
    while power > rough:
        power /= 10
    while power * 10 <= rough:
        power *= 10
    step = next(power * many for many in (1, 2, 2.5, 5, 10) if power * many >= rough)
    number = -(-low // step)
    found: list[float] = []
    while number * step <= top and len(found) < 12:
        found.append(round(number * step, 9))
        number += 1
    return tuple(found) or (low,)


def _rules(frame: _Frame, points: Points) -> list[str]:
    drawn = []
    for value in _steps(frame.low, frame.top):
        drawn.append(_path("sb-chart__rule", frame.left, frame.right, frame.y(value)))
        drawn.append(
            words_at(figures(value), frame.left - 6, frame.y(value) + 4, "end", "sb-chart__word sb-chart__word--soft")
        )
    first, last = points[0][0], points[-1][0]
    base, soft = frame.foot + _FOOT - 8, "sb-chart__word sb-chart__word--soft"
    drawn.append(words_at(short(first), frame.x(frame.first), base, "start" if first != last else "middle", soft))
    if first != last:
        drawn.append(words_at(short(last), frame.x(frame.last), base, "end", soft))
    return drawn


def _held_against(frame: _Frame, marks: Marks) -> list[str]:
    drawn = []
    if marks.band:
        top, foot = sorted((frame.y(marks.band[0]), frame.y(marks.band[1])))
        drawn.append(
            f'<rect class="sb-chart__band" x="{n(frame.left)}" y="{n(top)}" width="{n(frame.right - frame.left)}" '
            f'height="{n(max(foot - top, 1))}"/>'
        )
        drawn += [_path("sb-chart__target", frame.left, frame.right, y) for y in (top, foot)]
    if marks.target is not None:
        drawn.append(_path("sb-chart__target", frame.left, frame.right, frame.y(marks.target)))
    if marks.baseline is not None:
        drawn.append(_path("sb-chart__base", frame.left, frame.right, frame.y(marks.baseline)))
    labels = _labels(marks)
    ends = apart([frame.y(value) for value, _ in labels], _FONT + 3)
    for (_, words), y in zip(labels, ends, strict=True):
        drawn.append(words_at(cut(clean(words), _FONT, 210), frame.right + 6, y + 4, class_="sb-chart__word"))
    return drawn


def _labels(marks: Marks) -> tuple[tuple[float, str], ...]:
    found: list[tuple[float, str]] = []
    if marks.target is not None:
        found.append((marks.target, f"Target {figures(marks.target)}"))
    if marks.band:
        low, high = sorted(marks.band)
        found += [(high, f"At most {figures(high)}"), (low, f"At least {figures(low)}")]
    if marks.baseline is not None:
        found.append((marks.baseline, f"At the start {figures(marks.baseline)}"))
    return tuple(found)


def _line(frame: _Frame, points: Points) -> list[str]:
    places = [(frame.x(day.toordinal()), frame.y(value)) for day, value in points]
    drawn = []
    if len(places) > 1:
        corners = " ".join(f"{n(x)},{n(y)}" for x, y in places)
        drawn.append(f'<polyline class="sb-chart__line" points="{corners}"/>')
    drawn += [f'<circle class="sb-chart__dot" cx="{n(x)}" cy="{n(y)}" r="3"/>' for x, y in places[:-1]]
    x, y = places[-1]
    drawn.append(f'<circle class="sb-chart__dot" cx="{n(x)}" cy="{n(y)}" r="4.5"/>')
    above = y - 9 if y > _HEAD + 12 else y + 18
    drawn.append(words_at(figures(points[-1][1]), x, above, "end" if len(places) > 1 else "middle", "sb-chart__last"))
    return drawn


def _said(points: Points, unit: str, marks: Marks) -> str:
    in_unit = f" {unit}" if unit else ""
    said = [f"{figures(value)}{in_unit} on {in_words(day)}" for day, value in points]
    held = [f"{words}{in_unit}" for _, words in _labels(marks)]
    return ". ".join([", ".join(said), *held]) + "."


def _path(class_: str, x: float, to_x: float, y: float) -> str:
    return f'<path class="{class_}" d="M{n(x)},{n(y)}L{n(to_x)},{n(y)}"/>'
