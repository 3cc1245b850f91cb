"""Ways that a value can take from a field to a tool."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stackbook.lineage.field_graph import FieldGraph, Step

MOST_WAYS = 6
"""So many ways are looked for; nobody chooses among more."""

MOST_LOOKED_AT = 4_000
"""So many beginnings of ways are followed before the search gives up (it would take for ever in a dense graph)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a field to a tool.

    Args:
        start: ``data-source.field`` where it begins.
        steps: in their order; () when the field lies in the tool.
    """

    start: str
    steps: tuple[Step, ...] = ()

    @property
    def end(self) -> str:
        """The field where it arrives; "" when that is not recorded, or nothing is stored there."""
        return self.steps[-1].end if self.steps else self.start

    @property
    def integrations(self) -> tuple[str, ...]:
        """Ids of the integrations, in their order; what carries a value on twice in a row stands once."""
        found: list[str] = []
        for step in self.steps:
            if step.integration and found[-1:] != [step.integration]:
                found.append(step.integration)
        return tuple(found)

    @property
    def hops(self) -> tuple[tuple[Step, ...], ...]:
        """The steps, those of one integration in a row together; one hop each for what a tool works out."""
        found: list[list[Step]] = []
        for step in self.steps:
            if found and step.integration and found[-1][-1].integration == step.integration:
                found[-1].append(step)
            else:
                found.append([step])
        return tuple(tuple(hop) for hop in found)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways that were found.

    Args:
        found: shortest first, one for each sequence of integrations; at most `MOST_WAYS`.
        complete: there are no more.
        arrivals: the fields where the ways arrive, by sequence of integrations.
    """

    found: tuple[Way, ...]
    complete: bool
    arrivals: dict[tuple[str, ...], tuple[str, ...]]


def ways_between(
    fields: FieldGraph,
    start: str,
    tool: str,
    *,
    only: Callable[[Step], bool] = lambda step: step.live,
    ends: Iterable[str] | None = None,
    last: Callable[[Step], bool] | None = None,
    again: bool = False,
) -> Ways:
    """The ways from a field to a tool that pass no field twice.

    Args:
        fields: the graph.
        start: ``data-source.field``.
        tool: id of the tool.
        only: which steps may be taken; today's when left out.
        ends: the fields of the tool in which it may arrive; any when left out.
        last: which steps may be the one that reaches the tool; any when left out.
        again: whether a value may come back to a tool where it has been, such as one that has it checked elsewhere.

    Returns:
        At most `MOST_WAYS`. The search ends on any graph, whatever loops it has.
    """
    goals = frozenset(fields.of_tool.get(tool, ()) if ends is None else ends)
    if start in goals:
        return Ways((Way(start),), True, {(): (start,)})
    useful = _between(fields, start, goals, only)
    if not useful:
        return Ways((), True, {})
    found: dict[tuple[str, ...], Way] = {}
    arrivals: dict[tuple[str, ...], list[str]] = {}
    pending: deque[tuple[Step, ...]] = deque(((),))
    been: set[tuple[tuple[str, ...], str]] = set()
    looked_at = 0
    while pending and looked_at < MOST_LOOKED_AT and len(found) <= MOST_WAYS:
        steps = pending.popleft()
        looked_at += 1
        here = steps[-1].end if steps else start
        for step in fields.out.get(here, ()):
            if not only(step) or step.end not in useful or not _new(fields, start, steps, step, again):
                continue
            if step.end not in goals:
                # Of ways over the same integrations to the same field one is enough: they only differ in fields.
                place = (Way(start, (*steps, step)).integrations, step.end)
                if place not in been:
                    been.add(place)
                    pending.append((*steps, step))
            elif last is None or last(step) or fields.tool_of(here) == tool:
                way = Way(start, (*steps, step))
                found.setdefault(way.integrations, way)
                arrivals.setdefault(way.integrations, []).append(way.end)
    complete = not pending and len(found) <= MOST_WAYS
    if not found and not complete:  # it gave up: of so many ways any short one has to do
        for key, shortest in reached_from(fields, start, only).items():
            if key in goals and (last is None or last(shortest[-1])):
                return Ways((Way(start, shortest),), False, {Way(start, shortest).integrations: (key,)})
    chosen = tuple(found.values())[:MOST_WAYS]
    return Ways(chosen, complete, {ids: tuple(sorted(set(ends))) for ids, ends in arrivals.items()})


def _new(fields: FieldGraph, start: str, steps: Sequence[Step], step: Step, again: bool) -> bool:
    """Whether a step leads to a field, and unless it may come back to a tool, where the value has not been before."""
    if step.end == start or any(one.end == step.end for one in steps):
        return False
    tool, here = fields.tool_of(step.end), fields.tool_of(step.start)
    if tool == here or again:
        return True
    return tool != fields.tool_of(start) and all(fields.tool_of(one.end) != tool for one in steps)


def _between(fields: FieldGraph, start: str, goals: frozenset[str], only: Callable[[Step], bool]) -> set[str]:
    """The fields that can be reached from the start and from which a goal can be reached."""
    reached, pending = {start}, [start]
    while pending:
        for step in fields.out.get(pending.pop(), ()):
            if step.end not in reached and only(step):
                reached.add(step.end)
                pending.append(step.end)
    found = reached & goals
    pending = sorted(found)
    while pending:
        for step in fields.into.get(pending.pop(), ()):
            if step.start in reached and step.start not in found and only(step):
                found.add(step.start)
                pending.append(step.start)
    return found


def reached_from(
    fields: FieldGraph, start: str, only: Callable[[Step], bool] = lambda step: step.live
) -> dict[str, tuple[Step, ...]]:
    """The fields that a value reaches, each with a shortest way there; the start itself with none."""
    found: dict[str, tuple[Step, ...]] = {start: ()}
    pending = deque([start])
    while pending:
        here = pending.popleft()
        for step in fields.out.get(here, ()):
            if step.end not in found and only(step):
                found[step.end] = (*found[here], step)
                pending.append(step.end)
    return found


def feeding(
    fields: FieldGraph, end: str, only: Callable[[Step], bool] = lambda step: step.live
) -> dict[str, tuple[Step, ...]]:
    """The fields from which a value comes, each with a shortest way from there; the end itself with none."""
    found: dict[str, tuple[Step, ...]] = {end: ()}
    pending = deque([end])
    while pending:
        here = pending.popleft()
        for step in fields.into.get(here, ()):
            if step.start not in found and only(step):
                found[step.start] = (step, *found[here])
                pending.append(step.start)
    return found
