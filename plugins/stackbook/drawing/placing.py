"""Places for boxes whose columns a view has decided on; Graphviz then only finds the ways between them.

Graphviz's own layers were tried first: it puts boxes of a rank wherever lines cross least, so that one more box
may turn a picture upside down, and lines that hold an order are obeyed only now and then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stackbook.drawing.boxes import Plan
from stackbook.drawing.layout import Area, Layout, Point, Route, points_of
from stackbook.drawing.routes import free_way

_ROW_GAP, _GAP, _LABEL_GAP, _MOST_FAN = 18.0, 76.0, 84.0, 170.0
_FAN = 5.0
"""The more arrows between two columns, the more room they take to turn, up to `_MOST_FAN`."""
_FRAME_SIDE, _FRAME_TOP = 16.0, 34.0
_FRAME_GAP = _FRAME_SIDE + _FRAME_TOP + 4.0
"""Room between boxes of different frames that stand above each other, besides `_ROW_GAP`."""
_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Places:
    """Where the boxes of a plan stand.

    Args:
        areas: in the order of the plan's boxes.
        column_of: a box to its column, in the same order.
        gaps: the x in the middle between each column and the next.
    """

    areas: tuple[Area, ...]
    column_of: tuple[int, ...]
    gaps: tuple[float, ...]


def places(plan: Plan) -> Places:
    """Boxes in their columns and in their order, each as near as can be to the height of those it is joined to.

    Args:
        plan: all its boxes stand in columns.
    """
    column_of = [0] * len(plan.boxes)
    for at, column in enumerate(plan.columns):
        for box in column:
            column_of[box] = at
    left, gaps = _across(plan, column_of)
    middle = _down(plan, column_of)
    top = min(y - box.height / 2 for y, box in zip(middle, plan.boxes, strict=True))
    areas = tuple(
        Area(left[column_of[at]], round(middle[at] - box.height / 2 - top, 1), box.width, box.height)
        for at, box in enumerate(plan.boxes)
    )
    return Places(areas, tuple(column_of), gaps)


@dataclass(frozen=True, slots=True)
class Draft:
    """A layout in which boxes and frames have their places, and arrows whose way is free run straight.

    Args:
        layout: of the whole plan.
        rest: the arrows with a box in their way or both ends in a column: Graphviz finds ways for these.
    """

    layout: Layout
    rest: tuple[int, ...]


def draft(plan: Plan) -> Draft:
    """All of a layout that takes no Graphviz.

    Args:
        plan: all its boxes stand in columns.
    """
    ours = places(plan)
    groups = tuple(_around([ours.areas[box] for box in frame.members]) for frame in plan.frames)
    edges = tuple(_straight(at, plan, ours) for at in range(len(plan.arrows)))
    layout = _grown(Layout(0, 0, ours.areas, edges, groups))
    return Draft(layout, tuple(at for at in range(len(edges)) if free_way(at, layout.edges[at], layout, plan) is None))


def finished(made: Draft, found: Layout, plan: Plan) -> Layout:
    """The layout with the ways that Graphviz has found.

    Args:
        made: of that plan.
        found: of the same boxes, with `Draft.rest` as its arrows.
        plan: what is laid out.
    """
    x, y = made.layout.nodes[0].x - found.nodes[0].x, made.layout.nodes[0].y - found.nodes[0].y
    edges = list(made.layout.edges)
    for at, route in zip(made.rest, found.edges, strict=True):
        moved, old = _moved(route, x, y), made.layout.edges[at]
        if old.label is not None:
            wanted = old.label[0]
            moved = replace(moved, label=(wanted, min(points_of(moved), key=lambda point: abs(point[0] - wanted))[1]))
        edges[at] = moved
    return _grown(replace(made.layout, edges=tuple(edges)))


def _across(plan: Plan, column_of: Sequence[int]) -> tuple[list[float], tuple[float, ...]]:
    """The left side of each column, and the middle of each gap."""
    labels: dict[int, float] = defaultdict(float)
    arrows: dict[int, int] = defaultdict(int)
    for arrow in plan.arrows:
        first = min(column_of[arrow.source], column_of[arrow.target])
        if column_of[arrow.source] != column_of[arrow.target]:
            labels[first] = max(labels[first], arrow.label.width)
            arrows[first] += 1
    framed = 2 * _FRAME_SIDE if plan.frames else 0.0
    left, middles, x = [], [], 0.0
    for at, column in enumerate(plan.columns):
        wide = max(plan.boxes[box].width for box in column)
        gap = _GAP + min(_MOST_FAN, _FAN * arrows[at]) + framed
        if labels[at]:
            gap = max(gap, labels[at] + _LABEL_GAP + framed + min(_MOST_FAN, _FAN * arrows[at]) / 2)
        left.append(round(x, 1))
        middles.append(round(x + wide + gap / 2, 1))
        x += wide + gap
    return left, tuple(middles[:-1])


def _down(plan: Plan, column_of: Sequence[int]) -> list[float]:
    """The middle of each box from top to bottom."""
    middle = [0.0] * len(plan.boxes)
    frame_of = {box: at for at, frame in enumerate(plan.frames) for box in frame.members}
    steps = [_steps(column, plan, frame_of) for column in plan.columns]
    for column, offsets in zip(plan.columns, steps, strict=True):
        for box, offset in zip(column, offsets, strict=True):
            middle[box] = offset - offsets[-1] / 2
    near: dict[int, list[int]] = defaultdict(list)
    for arrow in plan.arrows:
        if column_of[arrow.source] != column_of[arrow.target]:
            near[arrow.source].append(arrow.target)
            near[arrow.target].append(arrow.source)
    # The fullest column stands as it is, and the others follow it.
    fixed = max(range(len(plan.columns)), key=lambda at: (len(plan.columns[at]), -at))
    ordered = sorted((at for at in range(len(plan.columns)) if at != fixed), key=lambda at: (abs(at - fixed), at))
    for _ in range(_SWEEPS):
        for at in ordered:
            column = plan.columns[at]
            wanted = [
                sum(middle[o] for o in near[box]) / len(near[box]) if near[box] else middle[box] for box in column
            ]
            for box, y in zip(column, _apart(wanted, steps[at]), strict=True):
                middle[box] = y
    return middle


def _steps(column: Sequence[int], plan: Plan, frame_of: dict[int, int]) -> list[float]:
    """How far the middle of each box of a column is below that of the first, when they stand as close as they may."""
    found, y = [0.0], 0.0
    for above, box in pairwise(column):
        y += (plan.boxes[above].height + plan.boxes[box].height) / 2 + _ROW_GAP
        y += _FRAME_GAP if frame_of.get(above) != frame_of.get(box) else 0.0
        found.append(y)
    return found


def _apart(wanted: Sequence[float], steps: Sequence[float]) -> list[float]:
    """Places in rising order that leave room between boxes, as near as can be to the wanted ones.

    Pool-adjacent-violators (Barlow et al. 1972) on the places less the room that the boxes above take.
    """
    pools: list[tuple[float, int]] = []
    for place, step in zip(wanted, steps, strict=True):
        total, count = place - step, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools[-1][1]
            pools.pop()
        pools.append((total, count))
    flat = [total / count for total, count in pools for _ in range(count)]
    return [place + step for place, step in zip(flat, steps, strict=True)]


def _straight(at: int, plan: Plan, ours: Places) -> Route:
    """The shortest way of an arrow, from side to side, with its label in the gap after the left one of its boxes.

    Labels beside arrows within a column would cover boxes, so there are none.
    """
    arrow = plan.arrows[at]
    a, b = ours.areas[arrow.source], ours.areas[arrow.target]
    forward = ours.column_of[arrow.source] <= ours.column_of[arrow.target]
    start = (a.x + a.width if forward else a.x, a.y + a.height / 2)
    end = (b.x if forward else b.x + b.width, b.y + b.height / 2)
    columns = sorted((ours.column_of[arrow.source], ours.column_of[arrow.target]))
    label = None
    if arrow.label.text and columns[0] != columns[1]:
        label = ours.gaps[columns[0]], (start[1] + end[1]) / 2
    return Route((start, start, end, end), end, start if arrow.two_way else None, label)


def _around(areas: Sequence[Area]) -> Area:
    if not areas:
        return Area(0, 0, 0, 0)
    x, y = min(a.x for a in areas) - _FRAME_SIDE, min(a.y for a in areas) - _FRAME_TOP
    right, bottom = max(a.x + a.width for a in areas), max(a.y + a.height for a in areas)
    return Area(round(x, 1), round(y, 1), round(right + _FRAME_SIDE - x, 1), round(bottom + _FRAME_SIDE - y, 1))


def _grown(layout: Layout) -> Layout:
    """The layout moved and sized so that all of it is inside."""
    areas = [area for area in (*layout.nodes, *layout.groups) if area.width]
    points = [point for route in layout.edges for point in route.points]
    left = min([*(a.x for a in areas), *(x for x, _ in points)], default=0.0)
    top = min([*(a.y for a in areas), *(y for _, y in points)], default=0.0)
    right = max([*(a.x + a.width for a in areas), *(x for x, _ in points)], default=0.0)
    bottom = max([*(a.y + a.height for a in areas), *(y for _, y in points)], default=0.0)
    return Layout(
        round(right - left, 2),
        round(bottom - top, 2),
        tuple(_at(area, left, top) for area in layout.nodes),
        tuple(_moved(route, -left, -top) for route in layout.edges),
        tuple(_at(area, left, top) if area.width else area for area in layout.groups),
    )


def _at(area: Area, left: float, top: float) -> Area:
    return replace(area, x=round(area.x - left, 2) + 0.0, y=round(area.y - top, 2) + 0.0)


def _moved(route: Route, x: float, y: float) -> Route:
    def point(p: Point) -> Point:
        return round(p[0] + x, 2) + 0.0, round(p[1] + y, 2) + 0.0

    ends = (None if one is None else point(one) for one in (route.head, route.tail, route.label))
    return Route(tuple(map(point, route.points)), *ends)
