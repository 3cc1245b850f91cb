"""Folding: of many tools the weightiest are drawn, the others stand in one box for each category."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stackbook.graph import Flow
from stackbook.model.tools import Tool
from stackbook.views.arrows import FOLD, counted
from stackbook.views.picture import Node
from stackbook.views.scene import Scene

KEPT_WHEN_FOLDED = 10
MOST_FOLDS = 12

_WEIGHT = {"mission_critical": 4, "business_critical": 3, "business_operational": 2, "administrative": 1}


@dataclass(frozen=True, slots=True)
class Fold:
    """Tools that share a box.

    Args:
        node: the box.
        members: the tools.
    """

    node: Node
    members: tuple[Tool, ...]


def fold(
    scene: Scene,
    tools: Sequence[Tool],
    flows: Iterable[Flow],
    most: int,
    listed: tuple[str, str],
    side: str = "",
    kept: int = KEPT_WHEN_FOLDED,
    singles: bool = True,
    most_folds: int = MOST_FOLDS,
) -> tuple[list[Tool], list[Fold]]:
    """The tools that are drawn on their own, and the boxes for the others.

    Args:
        scene: for words.
        tools: what there is, in the order in which it is drawn.
        flows: what joins them: a tool between others stays, then the critical, then the best connected.
        most: with no more tools than this all are drawn on their own.
        listed: where those in a box are listed: a node's ref and anchor.
        side: set apart the ids of boxes when there are several sets of them in a picture.
        kept: how many are drawn on their own when there are more.
        singles: a tool that would have a box to itself is drawn on its own: its name takes no more room.
        most_folds: so many boxes of categories; the categories with the fewest tools share one more, the last.
    """
    if len(tools) <= most:
        return list(tools), []
    stay = {tool.id for tool in weightiest(tools, flows)[:kept]}
    by_category: dict[str, list[Tool]] = {}
    for tool in tools:
        if tool.id not in stay:
            by_category.setdefault(scene.category(tool), []).append(tool)
    for key, members in list(by_category.items()):
        if len(members) == 1 and singles:
            stay.add(members[0].id)
            del by_category[key]
    ordered = sorted(by_category.items(), key=lambda item: (-len(item[1]), item[0]))
    if len(ordered) == most_folds + 1:  # a shared box for one category takes no less room
        most_folds += 1
    shared = ordered[most_folds:]
    drawn = {scene.category(tool) for tool in tools if tool.id in stay}
    folds = [
        _box(f"{side}{key}", scene.category_label(key), members, listed, key in drawn)
        for key, members in ordered[:most_folds]
    ]
    folds.sort(key=lambda one: one.node.id)
    if shared:
        rest = [member for _, members in shared for member in members]
        folds.append(_box(f"{side}other", f"in {len(shared)} other categories", rest, listed, True))
    return [tool for tool in tools if tool.id in stay], folds


def weightiest(tools: Iterable[Tool], flows: Iterable[Flow]) -> list[Tool]:
    """Tools by weight: those between others first, then by criticality, then by the number of their flows."""
    touching: dict[str, int] = {}
    between: set[str] = set()
    for flow in flows:
        for end in (flow.source, flow.target, flow.via):
            if end is not None:
                touching[end.id] = touching.get(end.id, 0) + 1
        if flow.via is not None:
            between.add(flow.via.id)
    return sorted(
        tools,
        key=lambda t: (t.id not in between, -_WEIGHT.get(t.criticality or "", 0), -touching.get(t.id, 0), t.id),
    )


def _box(key: str, note: str, members: Sequence[Tool], listed: tuple[str, str], more: bool) -> Fold:
    """The box of some tools; it says "more" when others of their category are drawn on their own."""
    words = f"{len(members)} more" if more else counted(len(members), "tool")
    if len(members) == 1:
        words = members[0].name
    node = Node(f"{FOLD}{key}", words, note, *listed, role="fold", count=len(members))
    return Fold(node, tuple(members))
