"""Drawings: views become layouts, and layouts become SVG.

View -> plan (boxes.py) -> DOT (dot.py) -> layout (layout.py, wasm.py, native.py, cache.py) -> SVG (routes.py, svg.py)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stackbook.drawing.boxes import Plan, plan
from stackbook.drawing.cache import LayoutCache
from stackbook.drawing.dot import recipe, to_dot
from stackbook.drawing.icons import Icon, IconFinder, IconSet
from stackbook.drawing.layout import (
    Layout,
    LayoutEngine,
    LayoutError,
    LayoutFailed,
    LayoutTimeout,
    LayoutUnavailable,
    engine,
)
from stackbook.drawing.placing import Draft, draft, finished
from stackbook.drawing.svg import Href, standalone_svg, write_svg
from stackbook.views.picture import MOST_EDGES, MOST_NODES, View

__all__ = [
    "Drawing",
    "Href",
    "Icon",
    "IconFinder",
    "IconSet",
    "Layout",
    "LayoutEngine",
    "LayoutError",
    "LayoutFailed",
    "LayoutTimeout",
    "LayoutUnavailable",
    "Renderer",
    "engine",
    "standalone_svg",
    "write_svg",
]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What became of a view: its layout, or the reason, a sentence for people, why it has none."""

    view: View
    layout: Layout | None
    reason: str = ""


class Renderer:
    """Lays views out, each only once.

    Args:
        engine: what decides the positions.
        cache_dir: where layouts are kept between builds; None keeps none.
    """

    def __init__(self, engine: LayoutEngine, cache_dir: Path | None = None) -> None:
        self._engine = engine
        self._cache = LayoutCache(cache_dir, engine)
        self._recipe = recipe()

    @property
    def engine(self) -> LayoutEngine:
        """What decides the positions."""
        return self._engine

    def draw(self, view: View) -> Drawing:
        """The drawing of one view; whatever users wrote in it, nothing is raised for it.

        Raises:
            LayoutUnavailable: the engine does not work (any more) on this machine.
        """
        return self.draw_many([view])[0]

    def draw_many(self, views: Sequence[View]) -> list[Drawing]:
        """The drawings of many views, in their order; on all cores, with the same result as one by one.

        Raises:
            LayoutUnavailable: as `draw`.
        """
        plans = [_planned(view) for view in views]
        drafts = [draft(made) if isinstance(made, Plan) and made.columns else None for made in plans]
        jobs: dict[str, tuple[Plan, Draft | None]] = {}
        keys: list[str] = []
        for made, placed in zip(plans, drafts, strict=True):
            # A draft in which every way is free needs no Graphviz.
            open_ = isinstance(made, Plan) and (placed is None or bool(placed.rest))
            keys.append(self._cache.key(self._recipe + repr(made)) if open_ else "")
            if open_ and isinstance(made, Plan):
                jobs[keys[-1]] = made, placed
        found = self._laid_out(jobs)
        return [
            _drawing(view, made, placed, found.get(key))
            for view, made, placed, key in zip(views, plans, drafts, keys, strict=True)
        ]

    def _laid_out(self, jobs: dict[str, tuple[Plan, Draft | None]]) -> dict[str, Layout | LayoutError]:
        """What the engine makes of plans, by their keys; from the cache where it has them."""
        found: dict[str, Layout | LayoutError] = {}
        for key in jobs:
            layout = self._cache.get(key)
            if layout is not None:
                found[key] = layout
        missing = [key for key in jobs if key not in found]
        made_now = self._engine.layout_many([to_dot(*jobs[key]) for key in missing]) if missing else []
        for key, result in zip(missing, made_now, strict=True):
            found[key] = result
            if isinstance(result, Layout):
                self._cache.put(key, result)
        return found


def _planned(view: View) -> Plan | str:
    """The plan of a view, or the reason why it is not drawn."""
    if not view.nodes:
        return "There is nothing to draw."
    if len(view.nodes) > MOST_NODES or len(view.edges) > MOST_EDGES:
        return (
            f"A picture of {len(view.nodes)} boxes and {len(view.edges)} arrows cannot be read: "
            f"the most are {MOST_NODES} and {MOST_EDGES}. See the table instead."
        )
    try:
        return plan(view)
    except KeyError as missing:
        return f"The picture names a box that is not in it: {missing}."


def _drawing(view: View, made: Plan | str, placed: Draft | None, found: Layout | LayoutError | None) -> Drawing:
    if isinstance(made, str):
        return Drawing(view, None, made)
    if isinstance(found, LayoutError):
        return Drawing(view, None, str(found))
    if placed is None:
        return Drawing(view, found)
    return Drawing(view, placed.layout if found is None else finished(placed, found, made))
