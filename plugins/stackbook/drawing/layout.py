"""Layouts: where everything in a drawing stands, and the engines that decide it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

Point = tuple[float, float]
EngineName = Literal["wasm", "dot"]


class LayoutError(Exception):
    """A graph got no layout; the words say why, for people."""


class LayoutFailed(LayoutError):
    """Graphviz refused the graph or stopped over it."""


class LayoutTimeout(LayoutError):
    """The layout took longer than it may."""


class LayoutUnavailable(LayoutError):
    """The engine is not there: about the machine, not about the graph."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: its left upper corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an edge.

    Args:
        points: control points of joined cubic Bezier curves: one, and three more for each curve.
        head: tip of the arrow at the end, or None.
        tail: tip of the arrow at the start, or None.
        label: middle of its label, or None.
    """

    points: tuple[Point, ...]
    head: Point | None = None
    tail: Point | None = None
    label: Point | None = None


def points_of(route: Route) -> Iterator[Point]:
    """Points on a route, 24 steps for each of its curves."""
    for at in range(0, len(route.points) - 3, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = route.points[at : at + 4]
        for step in range(25):
            t, s = step / 24, 1 - step / 24
            a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions, in the order of the nodes (n0, n1, ...), edges (e0, ...) and groups (g0, ...); y grows downwards."""

    width: float
    height: float
    nodes: tuple[Area, ...]
    edges: tuple[Route, ...]
    groups: tuple[Area, ...]


class LayoutEngine(Protocol):
    """Something that lays DOT out."""

    @property
    def name(self) -> str:
        """``wasm`` or ``dot``."""

    @property
    def version(self) -> str:
        """All versions on which the positions depend."""

    def layout(self, dot: str) -> Layout:
        """The positions. Raises LayoutFailed or LayoutTimeout when there are none, LayoutUnavailable."""

    def layout_many(self, dots: Sequence[str]) -> list[Layout | LayoutError]:
        """The same for many graphs, faster; what one graph raises stands in its place. Raises LayoutUnavailable."""


def engine(name: EngineName, cache_dir: Path | None = None) -> LayoutEngine:
    """The engine of that name. They lay out differently: which one is used is a setting, not what is found.

    Args:
        name: ``wasm`` (comes with the package) or ``dot`` (the Graphviz of this machine).
        cache_dir: where wasm may keep its compiled code; None compiles it each time (about a second).

    Raises:
        LayoutUnavailable: it does not work on this machine; the words say what to do.
    """
    if name == "wasm":
        from stackbook.drawing.wasm import WasmEngine

        return WasmEngine(cache_dir)
    if name == "dot":
        from stackbook.drawing.native import DotEngine

        return DotEngine()
    raise LayoutUnavailable(f"There is no layout engine named {name!r}. Use wasm or dot.")


def parse(source: bytes | str) -> Layout:
    """The layout in what Graphviz writes as ``json0``. Raises LayoutFailed when it is not that."""
    try:
        return positions(json.loads(source))
    except (ValueError, RecursionError) as error:
        raise LayoutFailed("Graphviz gave an answer that could not be read.") from error


def positions(document: Any) -> Layout:
    """The layout in such a document once its JSON is read. Raises LayoutFailed when it is not that."""
    try:
        return _read(document)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise LayoutFailed("Graphviz gave an answer that could not be read.") from error


def _read(found: dict[str, Any]) -> Layout:
    left, bottom, right, top = _numbers(found["bb"])
    nodes: dict[int, Area] = {}
    groups: dict[int, Area] = {}
    for thing in found.get("objects", []):
        name = str(thing["name"])
        if name.startswith("cluster_g"):
            if "bb" in thing:
                x0, y0, x1, y1 = _numbers(thing["bb"])
                groups[int(name[9:])] = _area(x0 - left, top - y1, x1 - x0, y1 - y0)
        elif name.startswith("n"):
            x, y = _numbers(thing["pos"])
            width, height = float(thing["width"]) * 72, float(thing["height"]) * 72
            nodes[int(name[1:])] = _area(x - left - width / 2, top - y - height / 2, width, height)
    edges = {int(edge["id"].removeprefix("e")): _route(edge, left, top) for edge in found.get("edges", [])}
    # A frame without a box in it has no place; it gets an empty one, so that the order still holds.
    frames = {at: groups.get(at, Area(0, 0, 0, 0)) for at in range(max(groups, default=-1) + 1)}
    return Layout(_round(right - left), _round(top - bottom), _row(nodes), _row(edges), _row(frames))


def _row(found: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(found[at] for at in range(len(found)))


def _route(edge: dict[str, Any], left: float, top: float) -> Route:
    def point(pair: str) -> Point:
        x, y = _numbers(pair)
        return _round(x - left), _round(top - y)

    points: list[Point] = []
    head = tail = None
    # "e,x,y s,x,y x,y x,y ..."; a second spline, after ";", is only drawn for several colours.
    for part in str(edge["pos"]).split(";")[0].split(" "):
        if part.startswith("e,"):
            head = point(part[2:])
        elif part.startswith("s,"):
            tail = point(part[2:])
        else:
            points.append(point(part))
    if len(points) % 3 != 1 or len(points) < 4:
        raise ValueError("not a spline")
    label = point(edge["lp"]) if edge.get("lp") else None
    return Route(tuple(points), head, tail, label)


def _numbers(text: str) -> list[float]:
    numbers = [float(part) for part in text.split(",")]
    if not all(map(math.isfinite, numbers)):
        raise ValueError("not a number")
    return numbers


def _area(x: float, y: float, width: float, height: float) -> Area:
    return Area(_round(x), _round(y), _round(width), _round(height))


def _round(value: float) -> float:
    # Adding 0.0 turns -0.0 into 0.0, which would be written differently.
    return round(value, 2) + 0.0
