"""Layouts kept on disk, shared by builds that run at the same time."""

from __future__ import annotations

import hashlib
import json
import math
import os
import tempfile
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from stackbook.drawing.layout import Area, Layout, LayoutEngine, Point, Route


class LayoutCache:
    """Layouts by a key. An entry that is damaged, or that stands in the wrong place, counts as missing.

    Args:
        folder: where they are kept; None keeps none.
        engine: what lays out: its name and version are part of every key.
    """

    def __init__(self, folder: Path | None, engine: LayoutEngine) -> None:
        self._folder = folder
        self._engine = f"{engine.name}\n{engine.version}\n"

    def key(self, source: str) -> str:
        """The key of a layout: a hash of what it is made of."""
        return hashlib.sha256((self._engine + source).encode("utf-8", "replace")).hexdigest()

    def get(self, key: str) -> Layout | None:
        """The layout, or None."""
        if self._folder is None:
            return None
        try:
            found = self._path(self._folder, key).read_text("utf-8")
            sum_, _, text = found.partition("\n")
            return _layout(json.loads(text)) if sum_ == _sum(key, text) else None
        except (OSError, ValueError, TypeError, RecursionError):
            return None

    def put(self, key: str, layout: Layout) -> None:
        """Keeps the layout. A folder that cannot be written makes the next build slower, no more."""
        if self._folder is None:
            return
        text = json.dumps(astuple(layout), separators=(",", ":"))
        path = self._path(self._folder, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                    file.write(f"{_sum(key, text)}\n{text}")
                Path(name).replace(path)
            except OSError:
                Path(name).unlink()
                raise

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / "layouts" / key[:2] / f"{key}.txt"


def _sum(key: str, text: str) -> str:
    return hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()


def _layout(found: Any) -> Layout:
    width, height, nodes, edges, groups = found
    return Layout(
        _number(width),
        _number(height),
        tuple(Area(*map(_number, area)) for area in nodes),
        tuple(_route(*route) for route in edges),
        tuple(Area(*map(_number, area)) for area in groups),
    )


def _route(points: Any, head: Any, tail: Any, label: Any) -> Route:
    return Route(tuple(_point(point) for point in points), *(at and _point(at) for at in (head, tail, label)))


def _point(found: Any) -> Point:
    x, y = found
    return _number(x), _number(y)


def _number(found: Any) -> float:
    if not isinstance(found, float | int) or not math.isfinite(found):
        raise ValueError("not a number")
    return float(found)
