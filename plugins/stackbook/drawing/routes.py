"""How edges are drawn between their boxes: from side to side, each at a place of its own, with its label on the line.

Graphviz leads every line to the middle of a box and puts labels beside lines. Where the way between two
boxes is free the line is drawn anew here, through a column of labels, in which all lines run level:
so no line crosses a label. Everywhere else the line of Graphviz is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stackbook.drawing.boxes import LABEL_HEIGHT, PORT, Plan
from stackbook.drawing.layout import Area, Layout, Point, Route, points_of

ARROW = 7.5
_AIR = 12.0
_ROW = LABEL_HEIGHT + 3
_STEEP = 260.0


@dataclass(slots=True)
class _Way:
    """An edge from the side of one box to the facing side of another, by its place in the plan.

    Args:
        left, right: boxes; the edge may lead either way.
        order: what comes first from top to bottom where several ways meet.
        y: where it leaves the left box, has its label, reaches the right box.
        level: from where to where it runs level; twice the same x when it has no label.
        pull: how far to the right it turns, from 0 to 1.
    """

    at: int
    left: int
    right: int
    forward: bool
    order: float
    y: list[float]
    level: tuple[float, float] | None = None
    pull: float = 0.5


def drawn_routes(layout: Layout, plan: Plan) -> tuple[Route, ...]:
    """The routes of a layout as they are drawn; without labels where the plan has none."""
    routes = [
        replace(route, label=route.label if arrow.label.text else None)
        for route, arrow in zip(layout.edges, plan.arrows, strict=True)
    ]
    ways = [way for at, route in enumerate(routes) if (way := free_way(at, route, layout, plan)) is not None]
    _spread(ways, layout)
    bundles: dict[int, list[_Way]] = defaultdict(list)
    for way in ways:
        label = routes[way.at].label
        bundles[round(label[0] if label else -layout.nodes[way.right].x)].append(way)
    for bundle in bundles.values():
        _arrange(bundle, layout, plan)
    for way in ways:
        routes[way.at] = _route(way, layout, routes[way.at])
    taken: list[Area] = []
    free = {way.at for way in ways}
    for at in sorted(range(len(routes)), key=lambda at: (at not in free, at)):
        label = routes[at].label
        if label is None:
            continue
        pill = _pill(label, plan, at)
        if at in free and not any(_meet(pill, other) for other in taken):
            taken.append(pill)
        else:
            routes[at] = _label_on_line(routes[at], at, plan, [*layout.nodes, *taken], taken)
    return tuple(routes)


def _pill(label: Point, plan: Plan, at: int) -> Area:
    wide = plan.arrows[at].label.width
    return Area(label[0] - wide / 2, label[1] - LABEL_HEIGHT / 2, wide, LABEL_HEIGHT)


def free_way(at: int, route: Route, layout: Layout, plan: Plan) -> _Way | None:
    """The free way of an edge, or None when its boxes stand above each other or another box is in between."""
    arrow = plan.arrows[at]
    forward = layout.nodes[arrow.source].x < layout.nodes[arrow.target].x
    left, right = (arrow.source, arrow.target) if forward else (arrow.target, arrow.source)
    first, last = layout.nodes[left], layout.nodes[right]
    start, end = first.x + first.width, last.x
    if end - start < 4 * ARROW or (route.label and not start < route.label[0] < end):
        return None
    y = [_middle(first), 0.0, _middle(last)]
    low, high = min(y[0], y[2]) - _AIR, max(y[0], y[2]) + _AIR
    for box in layout.nodes:
        if box.x < end and box.x + box.width > start and box.y < high and box.y + box.height > low:
            return None
    return _Way(at, left, right, forward, route.label[1] if route.label else (y[0] + y[2]) / 2, y)


def _middle(box: Area) -> float:
    return box.y + box.height / 2


def _spread(ways: list[_Way], layout: Layout) -> None:
    """Gives each way its place on the side of its boxes, evenly round the middle."""
    sides: dict[tuple[int, int], list[_Way]] = defaultdict(list)
    for way in ways:
        sides[way.left, 0].append(way)
        sides[way.right, 2].append(way)
    for (node, end), meeting in sides.items():
        box = layout.nodes[node]
        step = min(_ROW, (box.height - PORT) / len(meeting))
        first = _middle(box) - step * (len(meeting) - 1) / 2
        for index, way in enumerate(sorted(meeting, key=lambda way: (way.order, way.at))):
            way.y[end] = first + step * index


def _arrange(bundle: list[_Way], layout: Layout, plan: Plan) -> None:
    """Sets the column of labels of ways that run side by side, next to the side where there are more boxes.

    On the other side they gather at a few boxes, and need the room. The longer a way up or down, the
    nearer to those boxes it turns: so the ways stay apart from each other.
    """
    lefts, rights = {way.left for way in bundle}, {way.right for way in bundle}
    start = max(area.x + area.width for area in _outlines(lefts, rights, layout, plan))
    end = min(area.x for area in _outlines(rights, lefts, layout, plan))
    half = max(plan.arrows[way.at].label.width for way in bundle) / 2
    more_left, more_right = len(lefts) > len(rights), len(rights) > len(lefts)
    middle = start + half + 2 * ARROW if more_left else end - half - 2 * ARROW if more_right else (start + end) / 2
    for way in bundle:
        way.y[1] = way.y[0] if more_left else way.y[2] if more_right else (way.y[0] + way.y[2]) / 2
        steep = min(1.0, abs(way.y[0] - way.y[2]) / _STEEP) * 0.34
        way.pull = 0.5 + (steep if more_left else -steep if more_right else 0)
        way.level = (middle - half, middle + half) if half else None
    if half:
        labelled = sorted(
            (way for way in bundle if plan.arrows[way.at].label.text), key=lambda way: (way.y[1], way.order)
        )
        for way, y in zip(labelled, _apart([way.y[1] for way in labelled]), strict=True):
            way.y[1] = y


def _outlines(boxes: set[int], others: set[int], layout: Layout, plan: Plan) -> Iterator[Area]:
    """The boxes, and the frames round them that do not hold the others, too."""
    yield from (layout.nodes[index] for index in boxes)
    for area, frame in zip(layout.groups, plan.frames, strict=False):
        if not boxes.isdisjoint(frame.members) and others.isdisjoint(frame.members) and area.width:
            yield area


def _apart(wanted: Sequence[float]) -> list[float]:
    """Places in rising order, a row apart at least, as near as can be to the wanted ones."""
    groups: list[tuple[float, int]] = []
    for index, place in enumerate(wanted):
        total, count = place - index * _ROW, 1
        while groups and groups[-1][0] / groups[-1][1] > total / count:
            total, count = total + groups[-1][0], count + groups[-1][1]
            groups.pop()
        groups.append((total, count))
    flat = [total / count for total, count in groups for _ in range(count)]
    return [place + index * _ROW for index, place in enumerate(flat)]


def _route(way: _Way, layout: Layout, old: Route) -> Route:
    left, right = layout.nodes[way.left], layout.nodes[way.right]
    tips = [(left.x + left.width, way.y[0]), (right.x, way.y[2])]
    pointed = [bool(old.tail), True] if way.forward else [True, bool(old.tail)]
    # A little way straight out of the box; under the arrow head where there is one.
    start, end = (tips[0][0] + ARROW, tips[0][1]), (tips[1][0] - ARROW, tips[1][1])
    points = [start] if pointed[0] else [tips[0], *_curve(tips[0], start, 0.5)]
    label = None
    if old.label and way.level:
        (near, far), y = way.level, way.y[1]
        label = ((near + far) / 2, y)
        points += [*_curve(start, (near, y), way.pull), *_curve((near, y), (far, y), 0.5)]
        points += _curve((far, y), end, way.pull)
    else:
        points += _curve(start, end, way.pull)
    if not pointed[1]:
        points += _curve(end, tips[1], 0.5)
    ends = [tip if is_pointed else None for tip, is_pointed in zip(tips, pointed, strict=True)]
    if not way.forward:
        points.reverse()
        ends.reverse()
    return Route(tuple(points), ends[1], ends[0], label)


def _curve(start: Point, end: Point, pull: float) -> tuple[Point, Point, Point]:
    """A curve that is level at both ends and turns about there."""
    across = end[0] - start[0]
    return (start[0] + across * pull, start[1]), (end[0] - across * (1 - pull), end[1]), end


def _label_on_line(route: Route, at: int, plan: Plan, blocked: list[Area], pills: list[Area]) -> Route:
    """The route with its label on its line, as near as can be to where it was wanted and where nothing else stands.

    Where there is no such place it goes without: the words are said when one points at the line.
    """
    assert route.label is not None  # asked for by the caller
    x, y = route.label
    for point in sorted(points_of(route), key=lambda p: (abs(p[0] - x) + abs(p[1] - y), p)):
        pill = _pill(point, plan, at)
        if not any(_meet(pill, other) for other in blocked):
            pills.append(pill)
            return replace(route, label=point)
    return replace(route, label=None)


def _meet(a: Area, b: Area) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
