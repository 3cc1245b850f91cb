"""Small charts: a sparkline, a bar against its limit, two marks on a scale, a few lines over time.

Each is the text of one SVG that a page takes in as it is: named and described for screen readers, coloured by the
variables of the page (``stackbook-roadmap.css``) and so light or dark with it, and the same bytes every time. What a
colour says, a pattern, a shape or a word says too.

Drawn by ourselves, because the libraries that were looked at do not fit: pygal writes random ids, a style sheet with
fixed colours into each chart and an address of a script, and leather fixed colours without a description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from stackbook.drawing.marks import n, words_at
from stackbook.drawing.text import clean, cut, escape, width

Points = Sequence[tuple[date, float]]
"""Days with what was measured on them, the earliest first."""

_PAD = 4.0
_SMALL = 11.0
_MARKS = ("circle", "square", "diamond", "triangle")
MOST_SERIES = len(_MARKS)
"""More lines than this cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line of `lines_over_time`.

    Args:
        name: stands at its end.
        points: the earliest first.
    """

    name: str
    points: Points


def number(value: float) -> str:
    """A number for people: ``40,000``, ``0.8``, ``12.37``."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_words(value: date) -> str:
    """``7 March 2026``."""
    return f"{value.day} {value:%B} {value.year}"


def sparkline(
    points: Points,
    words: str,
    id_: str,
    target: float | None = None,
    band: tuple[float, float] | None = None,
    size: tuple[float, float] = (132, 32),
) -> str:
    """A line that shows which way something goes, its newest value marked.

    Args:
        points: what was measured; "" comes of none.
        words: what is measured, which is the chart's name.
        id_: begins every id in it; different for each chart of a page.
        target: drawn as a dashed line.
        band: between which values it should stay; drawn as an area.
        size: width and height.

    Returns:
        The SVG. Its description says first, last, lowest and highest value and the target.
    """
    if not points:
        return ""
    wide, high = size
    values = [value for _, value in points]
    known = [*values, *([target] if target is not None else ()), *(band or ())]
    y_at = _Scale(min(known), max(known), high - _PAD - 1, _PAD + 1)
    x_at = _days(points, _PAD, wide - _PAD - 2)
    drawn = []
    if band:
        top, foot = sorted((y_at(band[0]), y_at(band[1])))
        drawn.append(_rect("sb-chart__band", 0, top, wide, max(foot - top, 1)))
    if target is not None:
        drawn.append(_line("sb-chart__target", 0, y_at(target), wide, y_at(target)))
    drawn.append(_polyline("sb-chart__line", [(x_at(day), y_at(value)) for day, value in points]))
    last_day, last = points[-1]
    drawn.append(f'<circle class="sb-chart__dot" cx="{n(x_at(last_day))}" cy="{n(y_at(last))}" r="3"/>')
    return _svg("sb-chart--spark", size, words, _measured(points, target, band), id_, drawn)


def load_bar(
    value: float,
    limit: float | None,
    words: str,
    id_: str,
    most: float = 0,
    size: tuple[float, float] = (120, 12),
) -> str:
    """One value against a limit, such as people promised against people available.

    Args:
        value: how much it is.
        limit: how much it may be; None when nobody knows.
        words: what is measured, which is the chart's name.
        id_: begins every id in it; different for each chart of a page.
        most: the value at the right end, so that several bars can be compared; 0 for the larger of both.
        size: width and height.

    Returns:
        The SVG. What goes beyond the limit is hatched and stands behind a line.
    """
    wide, high = size
    x_at = _Scale(0, max(most, value if limit is not None else value * 1.3, limit or 0), 0.5, wide - 0.5)
    fits = value if limit is None else min(value, limit)
    track = "sb-chart__track" if limit is not None else "sb-chart__track sb-chart__track--open"
    room = x_at(limit) if limit is not None else wide - 0.5
    drawn = [_rect(track, 0.5, 1.5, max(room - 0.5, 0), high - 3, 2)]
    if fits:
        drawn.append(_rect("sb-chart__fill", 0.5, 1.5, max(x_at(fits) - 0.5, 1), high - 3, 2))
    if limit is None:
        said = f"{number(value)}; how much there is room for is not known."
    elif value > limit:
        drawn.insert(0, _hatch(id_))
        over = x_at(value) - room
        drawn.append(_rect("sb-chart__over", room, 1.5, max(over, 2), high - 3, fill=f"url(#{escape(id_)}-p)"))
        drawn.append(_line("sb-chart__limit", room, 0, room, high))
        said = f"{number(value)} of {number(limit)}: {number(value - limit)} too many."
    else:
        said = f"{number(value)} of {number(limit)}."
    return _svg("sb-chart--load", size, words, said, id_, drawn)


def pair_scale(
    first: float | None,
    second: float | None,
    words: str,
    id_: str,
    scale: tuple[int, int] = (1, 5),
    names: tuple[str, str] = ("Marketing", "IT"),
    size: tuple[float, float] = (200, 52),
) -> str:
    """Two marks on one line with the gap between them: a disc above the line, a diamond below it.

    Args:
        first: the first one's value; None when there is none.
        second: the second one's.
        words: what is measured, which is the chart's name.
        id_: begins every id in it; different for each chart of a page.
        scale: the least and the most that can be.
        names: whose values they are; also written at the marks.
        size: width and height.
    """
    wide, high = size
    middle, least, most = high / 2, *scale
    x_at = _Scale(least, most, 14, wide - 14)
    drawn = [_line("sb-chart__axis", x_at(least), middle, x_at(most), middle)]
    drawn += [
        _line("sb-chart__axis", x_at(step), middle - 3, x_at(step), middle + 3) for step in range(least, most + 1)
    ]
    if first is not None and second is not None and first != second:
        left, right = sorted((x_at(first), x_at(second)))
        drawn.append(_rect("sb-chart__gap", left, middle - 2.5, right - left, 5, 2))
    said = []
    for value, name, below in ((first, names[0], False), (second, names[1], True)):
        said.append(f"{name}: {number(value) if value is not None else 'not said'}")
        if value is None:
            continue
        x = x_at(min(max(value, least), most))
        drawn.append(_mark("diamond" if below else "circle", x, middle + (6 if below else -6), 5, int(below)))
        label = cut(f"{name} {number(value)}", _SMALL, wide)
        half = width(label, _SMALL) / 2
        x = min(max(x, half), wide - half)
        drawn.append(words_at(label, x, high - 2 if below else 10, "middle", "sb-chart__word"))
    if first is not None and second is not None:
        said.append(f"{number(abs(first - second))} apart" if first != second else "the same")
    described = f"{', '.join(said)}, on a scale from {least} to {most}."
    return _svg("sb-chart--pair", size, words, described, id_, drawn)


def lines_over_time(
    series: Sequence[Series],
    words: str,
    id_: str,
    bounds: tuple[float, float] | None = None,
    size: tuple[float, float] = (560, 220),
) -> str:
    """A few lines over the same time, each with its own dashes and marks, and its name at its end.

    Args:
        series: the lines; those without points are left out. "" comes of none.
        words: what is measured, which is the chart's name.
        id_: begins every id in it; different for each chart of a page.
        bounds: the values at the foot and at the top; None for those that there are.
        size: width and height.

    Raises:
        ValueError: more lines than can be told apart.
    """
    shown = [one for one in series if one.points]
    if len(shown) > MOST_SERIES:
        raise ValueError(f"{len(shown)} lines cannot be told apart: the most are {MOST_SERIES}")
    if not shown:
        return ""
    wide, high = size
    values = [value for one in shown for _, value in one.points]
    low, top = bounds or (min(values), max(values))
    names = [cut(clean(one.name), _SMALL, wide / 3) for one in shown]
    room = max(width(name, _SMALL) for name in names) + 14
    left = max(width(number(value), _SMALL) for value in (low, (low + top) / 2, top)) + 10
    y_at = _Scale(low, top, high - 26, 12)
    everyone = sorted(point for one in shown for point in one.points)
    x_at = _days(everyone, left + 4, wide - room)
    drawn = []
    for value in dict.fromkeys((low, (low + top) / 2, top)):
        drawn.append(_line("sb-chart__rule", left, y_at(value), wide - room + 6, y_at(value)))
        drawn.append(words_at(number(value), left - 6, y_at(value) + 4, "end", "sb-chart__word sb-chart__word--soft"))
    first, last = everyone[0][0], everyone[-1][0]
    drawn.append(words_at(short(first), x_at(first), high - 6, "start", "sb-chart__word sb-chart__word--soft"))
    if first != last:
        drawn.append(words_at(short(last), x_at(last), high - 6, "end", "sb-chart__word sb-chart__word--soft"))
    ends = apart([y_at(one.points[-1][1]) for one in shown], _SMALL + 3)
    for at, one in enumerate(shown):
        places = [(x_at(day), y_at(value)) for day, value in one.points]
        drawn.append(_polyline(f"sb-chart__line sb-chart__line--{at + 1}", places))
        drawn += [_mark(_MARKS[at], x, y, 4.5 - at * 0.5, at) for x, y in places]
        drawn.append(words_at(names[at], wide - room + 10, ends[at] + 4, class_="sb-chart__word"))
    said = " ".join(f"{one.name}: {_way(one.points)}" for one in shown)
    return _svg("sb-chart--lines", size, words, said, id_, drawn)


class _Scale:
    """Values to places, evenly; one value alone stands in the middle."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.span, self.start, self.end = low, high - low, start, end

    def __call__(self, value: float) -> float:
        if self.span <= 0:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / self.span * (self.end - self.start)


class _Days:
    def __init__(self, scale: _Scale) -> None:
        self.scale = scale

    def __call__(self, day: date) -> float:
        return self.scale(day.toordinal())


def _days(points: Points, start: float, end: float) -> _Days:
    """Days to places, evenly; a single day stands at the end."""
    first, last = points[0][0].toordinal(), points[-1][0].toordinal()
    return _Days(_Scale(first, last, start if last > first else end, end))


def _svg(class_: str, size: tuple[float, float], words: str, said: str, id_: str, drawn: Iterable[str]) -> str:
    wide, high = size
    name = escape(id_)
    return (
        f'<svg class="sb-chart {class_}" role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d" '
        f'viewBox="0 0 {n(wide)} {n(high)}" width="{n(wide)}" height="{n(high)}" focusable="false">'
        f'<title id="{name}-t">{escape(words)}</title><desc id="{name}-d">{escape(said)}</desc>{"".join(drawn)}</svg>'
    )


def _measured(points: Points, target: float | None, band: tuple[float, float] | None) -> str:
    said = [_way(points)]
    if len(points) > 2:
        values = [value for _, value in points]
        said.append(f"Lowest {number(min(values))}, highest {number(max(values))}.")
    if target is not None:
        said.append(f"Target {number(target)}.")
    if band:
        said.append(f"Should stay between {number(band[0])} and {number(band[1])}.")
    return " ".join(said)


def _way(points: Points) -> str:
    (first, before), (last, after) = points[0], points[-1]
    if first == last:
        return f"{number(after)} on {in_words(last)}."
    return f"{number(before)} on {in_words(first)}, {number(after)} on {in_words(last)}."


def short(day: date) -> str:
    """A day as it stands below an axis: ``Feb 2026``."""
    return f"{day:%b} {day.year}"


def apart(places: Sequence[float], least: float) -> list[float]:
    """Places moved down where they are nearer to each other than `least`; in their order."""
    found = list(places)
    order = sorted(range(len(found)), key=found.__getitem__)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + least)
    return found


def _rect(class_: str, x: float, y: float, wide: float, high: float, radius: float = 0, fill: str = "") -> str:
    more = (f' rx="{n(radius)}"' if radius else "") + (f' fill="{fill}"' if fill else "")
    return f'<rect class="{class_}" x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}"{more}/>'


def _line(class_: str, x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<path class="{class_}" d="M{n(x)},{n(y)}L{n(to_x)},{n(to_y)}"/>'


def _polyline(class_: str, places: Iterable[tuple[float, float]]) -> str:
    return f'<polyline class="{class_}" points="{" ".join(f"{n(x)},{n(y)}" for x, y in places)}"/>'


def _mark(shape: str, x: float, y: float, size: float, at: int) -> str:
    class_ = f"sb-chart__mark sb-chart__mark--{at + 1}"
    if shape == "circle":
        return f'<circle class="{class_}" cx="{n(x)}" cy="{n(y)}" r="{n(size)}"/>'
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1)),
    }[shape]
    return (
        f'<polygon class="{class_}" points="{" ".join(f"{n(x + a * size)},{n(y + b * size)}" for a, b in corners)}"/>'
    )


def _hatch(id_: str) -> str:
    """The pattern of what is too much."""
    return (
        f'<defs><pattern id="{escape(id_)}-p" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="sb-chart__hatch-back" width="5" height="5"/>'
        '<rect class="sb-chart__hatch" width="2" height="5"/></pattern></defs>'
    )
