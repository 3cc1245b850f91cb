"""Circles in which integrations write the same value round and round."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from stackbook.lineage.field_graph import FieldGraph, Step

MOST_LOOPS = 20
"""So many circles are looked for in one stack."""


def loops(fields: FieldGraph) -> tuple[tuple[Step, ...], ...]:
    """The circles of live integrations, each as the steps that lead round it.

    An integration that goes both ways is no circle: it says who wins when both sides
    changed. A circle needs two integrations.

    Args:
        fields: the graph.

    Returns:
        At most `MOST_LOOPS`. Of circles that share a step one is found.
    """
    left: dict[tuple[str, str], Step] = {}
    for step in fields.steps:
        if step.live and not _back(fields, step) and (_overwrites(step) or (step.start, step.end) not in left):
            left[step.start, step.end] = step
    found: list[tuple[Step, ...]] = []
    while len(found) < MOST_LOOPS and (circle := _one(left)):
        for step in circle[-1:]:
            del left[step.start, step.end]
        if len({step.integration for step in circle if step.integration}) > 1:
            found.append(_from_the_first(circle))
    return tuple(found)


def _overwrites(step: Step) -> bool:
    """Whether it replaces what stands there, which is what makes a circle turn."""
    return step.mapping is None or step.mapping.update in (None, "always")


def _back(fields: FieldGraph, step: Step) -> bool:
    """Whether an integration that goes both ways carries a value against its main direction."""
    if step.back or step.flow is None or not step.flow.two_way:
        return step.back
    return fields.tool_of(step.end) == step.flow.source.id != fields.tool_of(step.start)


def _one(steps: dict[tuple[str, str], Step]) -> tuple[Step, ...]:
    """A circle; () when there is none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for start, end in steps:
        sorter.add(end, start)
    try:
        sorter.prepare()
    except CycleError as error:
        return tuple(steps[pair] for pair in pairwise(error.args[1]))
    return ()


def _from_the_first(circle: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same circle, begun at its first field by name."""
    first = min(range(len(circle)), key=lambda n: circle[n].start)
    return circle[first:] + circle[:first]
