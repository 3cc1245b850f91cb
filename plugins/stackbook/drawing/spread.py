"""Where everything stands on the map of the explorer: categories as islands, each tool on that of its category.

Graphviz (`sfdp`) places the islands: those of one group, and those between which data flows, come to lie near each
other. On an island the tools lie in a spiral, the best connected in the middle. So the map can be read at every
size, and its making takes no longer for ten thousand tools than for a hundred.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stackbook.drawing.cache import LayoutCache
from stackbook.drawing.layout import LayoutEngine, LayoutError, LayoutUnavailable
from stackbook.model.vocabulary import Vocabulary
from stackbook.views.explorer import Explorer

Place = tuple[int, int]

STEP = 30
"""About how far two neighbours on an island are from each other."""

_SHORE = 14
_TIGHT = 0.85
_WIDTH_TO_HEIGHT = 1.8
_MOST_STRETCH = 2.0
_TURN = math.pi * (3 - math.sqrt(5))
_CELL = 10
_FIRST = 2  # so far from the tool that both can be seen, and further from one that is drawn large


@dataclass(frozen=True, slots=True)
class Spread:
    """The places of all things.

    Args:
        places: x and y of each of `Explorer.things`, y growing upwards.
        reason: why Graphviz did not place the islands, a sentence for people; "" when it did.
    """

    places: tuple[Place, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Island:
    """The tools of a category.

    Args:
        category: its key.
        group: the group it belongs to.
        tools: positions in `Explorer.things`, the best connected first.
        radius: how far it reaches; the same for a few tools more or less, so that the map stays as it is.
    """

    category: str
    group: str
    tools: tuple[int, ...]
    radius: float


def spread(seen: Explorer, categories: Vocabulary, engine: LayoutEngine, cache_dir: Path | None = None) -> Spread:
    """The places of everything.

    Args:
        seen: what is to be placed.
        categories: the taxonomy, for groups and order.
        engine: what lays out; it stops by itself after 10 seconds, and then the islands lie on a ring.
        cache_dir: where layouts are kept between builds; None keeps none.

    Raises:
        LayoutUnavailable: the engine does not work on this machine.
    """
    islands = islands_of(seen, categories)
    if not islands:
        return Spread(tuple(_others(seen, {})))
    reason = ""
    try:
        centres = _laid_out(islands, seen, engine, cache_dir)
    except LayoutUnavailable:
        raise
    except LayoutError as error:
        centres, reason = ring(islands), str(error)
    found: dict[int, Place] = {}
    for island, (x, y) in zip(islands, centres, strict=True):
        for tool, (dx, dy) in zip(island.tools, _spiral(len(island.tools)), strict=True):
            found[tool] = (round(x + dx), round(y + dy))
    return Spread(tuple(_others(seen, found)), reason)


def islands_of(seen: Explorer, categories: Vocabulary) -> tuple[Island, ...]:
    """The islands, in the order of the taxonomy."""
    flows = _flows(seen)
    members: dict[str, list[int]] = {}
    for at, thing in enumerate(seen.things):
        if thing.kind == "tool":
            members.setdefault(thing.category, []).append(at)
    order = {key: position for position, key in enumerate(categories.values)}
    found = []
    for key in sorted(members, key=lambda key: (order.get(key, len(order)), key)):
        # By the size of the number of flows, not the number itself: one flow more seldom moves a tool.
        tools = sorted(members[key], key=lambda at: (-flows[at].bit_length(), at))
        value = categories.values.get(key)
        found.append(Island(key, value.group if value else "", tuple(tools), _radius(len(tools))))
    return tuple(found)


def _flows(seen: Explorer) -> list[int]:
    """How many flows begin or end at each thing."""
    flows = [0] * len(seen.things)
    for tie in seen.ties:
        if tie.kind == "flow":
            flows[tie.source] += 1
            flows[tie.target] += 1
    return flows


def _radius(tools: int) -> float:
    room = 1
    while room < tools:
        room = max(room + 1, room * 5 // 4)
    return round(_TIGHT * STEP * math.sqrt(room) + _SHORE, 1)


def _spiral(count: int) -> Iterator[tuple[float, float]]:
    """So many places around a middle, all about as far from each other."""
    if count == 1:
        yield 0.0, 0.0
        return
    for at in range(count):
        away, turn = _TIGHT * STEP * math.sqrt(at + 0.5), at * _TURN
        yield away * math.cos(turn), away * math.sin(turn)


def _laid_out(
    islands: Sequence[Island], seen: Explorer, engine: LayoutEngine, cache_dir: Path | None
) -> list[tuple[float, float]]:
    """The middles of the islands, by Graphviz. Raises LayoutError."""
    dot = _dot(islands, seen)
    cache = LayoutCache(cache_dir, engine)
    key = cache.key(dot)
    layout = cache.get(key)
    if layout is None:
        layout = engine.layout(dot)
        cache.put(key, layout)
    middles = [(area.x + area.width / 2, -area.y - area.height / 2) for area in layout.nodes[: len(islands)]]
    return _apart(_wide(middles), [island.radius for island in islands])


def _dot(islands: Sequence[Island], seen: Explorer) -> str:
    """The islands as a graph: tied to the middle of their group, and to those with which they exchange data."""
    island_of = {tool: at for at, island in enumerate(islands) for tool in island.tools}
    flows: dict[tuple[int, int], int] = {}
    for tie in seen.ties:
        if tie.kind == "flow" and (one := island_of[tie.source]) != (other := island_of[tie.target]):
            pair = (min(one, other), max(one, other))
            flows[pair] = flows.get(pair, 0) + 1
    groups = {group: len(islands) + at for at, group in enumerate(dict.fromkeys(one.group for one in islands))}
    lines = ["graph g {", 'layout=sfdp; start=1; splines=line; overlap=false; sep="+8";']
    lines.append('node [shape=circle, fixedsize=true, label="", width=0.1];')
    lines += [f"n{at} [width={island.radius / 36:.3f}];" for at, island in enumerate(islands)]
    lines += [f"n{at};" for at in groups.values()]
    ties = [(at, groups[island.group], 3) for at, island in enumerate(islands)]
    ties += [(one, other, number.bit_length()) for (one, other), number in sorted(flows.items())]
    lines += [f"n{one} -- n{other} [id=e{at}, weight={weight}];" for at, (one, other, weight) in enumerate(ties)]
    return "\n".join((*lines, "}", ""))


def ring(islands: Sequence[Island]) -> list[tuple[float, float]]:
    """The middles of the islands when Graphviz has none: on a circle, those of a group side by side."""
    if len(islands) == 1:
        return [(0.0, 0.0)]
    round_it = sum(2 * island.radius for island in islands)
    away = max(round_it / (2 * math.pi), max(island.radius for island in islands) * 2)
    found, gone = [], 0.0
    for island in islands:
        turn = math.pi / 2 - 2 * math.pi * (gone + island.radius) / round_it
        found.append((away * math.cos(turn), away * math.sin(turn)))
        gone += 2 * island.radius
    return _apart(_wide(found), [island.radius for island in islands])


def _wide(middles: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same in the shape of a screen: things only get further apart."""
    width = max(x for x, _ in middles) - min(x for x, _ in middles)
    height = max(y for _, y in middles) - min(y for _, y in middles)
    if not width or not height:
        return middles
    stretch = min(max(_WIDTH_TO_HEIGHT * height / width, 1.0), _MOST_STRETCH)
    return [(x * stretch, y) for x, y in middles]


def _apart(middles: list[tuple[float, float]], radii: Sequence[float]) -> list[tuple[float, float]]:
    """The same, further from each other until no island touches another."""
    further = 1.0
    for one, (x, y) in enumerate(middles):
        for other in range(one):
            away = math.hypot(x - middles[other][0], y - middles[other][1])
            if away == 0:
                return _row(radii)
            further = max(further, (radii[one] + radii[other]) / away)
    return [(x * further, y * further) for x, y in middles]


def _row(radii: Sequence[float]) -> list[tuple[float, float]]:
    """Side by side, for a layout that puts two islands on one spot."""
    found, gone = [], 0.0
    for radius in radii:
        found.append((gone + radius, 0.0))
        gone += 2 * radius
    return found


def _others(seen: Explorer, tools: dict[int, Place]) -> list[Place]:
    """The places of everything: what is no tool stands beside its tools, teams round the whole."""
    taken = {(x // _CELL, y // _CELL) for x, y in tools.values()}
    found, flows = dict(tools), _flows(seen)
    near: dict[int, list[int]] = {}
    for tie in seen.ties:
        if tie.kind == "holds":
            near.setdefault(tie.target, []).append(tie.source)
        elif tie.kind in ("makes", "owns") and tie.target in tools:
            near.setdefault(tie.source, []).append(tie.target)
    teams, lost = [], []
    for at, thing in enumerate(seen.things):
        if at in found:
            continue
        if thing.kind == "team":
            teams.append(at)
        elif at in near:
            busiest = max(flows[tool] for tool in near[at]).bit_length()
            found[at] = _free(_middle([tools[tool] for tool in near[at]]), taken, _FIRST + busiest)
        else:
            lost.append(at)
    left, low, right, high = _frame(found.values())
    for at, place in zip(lost, _spiral(len(lost)), strict=True):
        found[at] = _free((right + 6 * STEP + round(place[0]), low + round(place[1])), taken)
    middle = ((left + right) / 2, (low + high) / 2)
    half = ((right - left) / 2 + 3 * STEP, (high - low) / 2 + 3 * STEP)
    turns = {at: _turn(at, near, tools, middle) for at in teams}
    for position, at in enumerate(sorted(teams, key=lambda at: (turns[at], at))):
        found[at] = _free(_on_edge((position + 0.5) / len(teams), middle, half), taken)
    return [found[at] for at in range(len(seen.things))]


def _turn(at: int, near: dict[int, list[int]], tools: dict[int, Place], middle: tuple[float, float]) -> float:
    x, y = _middle([tools[tool] for tool in near[at]]) if at in near else (round(middle[0]), round(middle[1]))
    return round(math.atan2(y - middle[1], x - middle[0]), 3)


def _on_edge(part: float, middle: tuple[float, float], half: tuple[float, float]) -> Place:
    """A place on the edge of a rectangle, a part of the way round: from the middle of the left side, downwards."""
    width, height = 2 * half[0], 2 * half[1]
    gone = part * 2 * (width + height)
    for x, y, dx, dy, length in (
        (-half[0], 0.0, 0, -1, half[1]),
        (-half[0], -half[1], 1, 0, width),
        (half[0], -half[1], 0, 1, height),
        (half[0], half[1], -1, 0, width),
        (-half[0], half[1], 0, -1, half[1]),
    ):
        if gone <= length:
            return round(middle[0] + x + dx * gone), round(middle[1] + y + dy * gone)
        gone -= length
    return round(middle[0] - half[0]), round(middle[1])


def _frame(places: Collection[Place]) -> tuple[int, int, int, int]:
    """The left, lower, right and upper edge."""
    xs, ys = zip(*places, strict=True) if places else ((0,), (0,))
    return min(xs), min(ys), max(xs), max(ys)


def _middle(places: Sequence[Place]) -> Place:
    return round(sum(x for x, _ in places) / len(places)), round(sum(y for _, y in places) / len(places))


def _free(wanted: Place, taken: set[Place], first: int = _FIRST) -> Place:
    """The first free place on a spiral round the wanted one; it is taken from now on."""
    at = first
    while True:
        away, turn = 1.2 * _CELL * math.sqrt(at), at * _TURN
        place = (round(wanted[0] + away * math.cos(turn)), round(wanted[1] + away * math.sin(turn)))
        cell = (place[0] // _CELL, place[1] // _CELL)
        if cell not in taken:
            taken.add(cell)
            return place
        at += 1
