"""The category matrix: how many flows run from each category to each other."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.graph import Flow
from stackbook.views.scene import UNSORTED, Scene


@dataclass(frozen=True, slots=True)
class Axis:
    """A category on the side of the matrix.

    Args:
        key: the category's key.
        label: its name.
        group: the name of its group.
        total: flows in its row or column.
    """

    key: str
    label: str
    group: str
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Flows by category.

    Args:
        rows: categories that data comes from, in the taxonomy's order.
        columns: categories that data goes to, in the same order.
        cells: flows by (row's key, column's key); a pair without any is left out.
        flows: all of them.
    """

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    cells: dict[tuple[str, str], tuple[Flow, ...]]
    flows: tuple[Flow, ...]

    @property
    def most(self) -> int:
        """The greatest count of a cell; 0 without flows."""
        return max(map(len, self.cells.values()), default=0)


def pairs(scene: Scene) -> dict[tuple[str, str], tuple[Flow, ...]]:
    """The flows by category of their source and of their target, in the taxonomy's order.

    A flow that runs both ways counts once, in the direction it is recorded in.
    """
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in scene.graph.flows:
        found.setdefault((scene.category(flow.source), scene.category(flow.target)), []).append(flow)
    order = scene.category_order
    return {pair: tuple(found[pair]) for pair in sorted(found, key=lambda p: (order[p[0]], order[p[1]]))}


def matrix(scene: Scene) -> Matrix | None:
    """The matrix of a scene; None without flows."""
    cells = pairs(scene)
    if not cells:
        return None
    return Matrix(_axis(scene, cells, 0), _axis(scene, cells, 1), cells, scene.graph.flows)


def _axis(scene: Scene, cells: dict[tuple[str, str], tuple[Flow, ...]], side: int) -> tuple[Axis, ...]:
    totals: dict[str, int] = {}
    for pair, flows in cells.items():
        totals[pair[side]] = totals.get(pair[side], 0) + len(flows)
    taxonomy = scene.words["category"].values
    return tuple(
        Axis(key, scene.category_label(key), taxonomy.get(key, UNSORTED).group or "Other", totals[key])
        for key in sorted(totals, key=scene.category_order.__getitem__)
    )
