"""What an audience may know only in part: where less is shown, nothing must be said that the rest proves wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackbook.lineage.core import Lineage
from stackbook.lineage.journeys import JourneyLine
from stackbook.lineage.names import FIELD
from stackbook.lineage.tokens import TokenLine


def telling_less(whole: Lineage, shown: Lineage) -> Lineage:
    """The lineage of what may be shown, which keeps quiet about what it would get wrong.

    Args:
        whole: of everything.
        shown: of what the audience may see.
    """
    untold = frozenset(_untold(whole, shown))
    return Lineage(shown.inventory, shown.graph, untold) if untold else shown


def _untold(whole: Lineage, shown: Lineage) -> Iterator[str]:
    """``kind:id``, or ``field:data-source.field``, of what looks different when something is left out."""
    for id_, line in shown.tokens.items():
        known = whole.tokens.get(id_)
        if known and _token(known) != _token(line):
            yield line.token.ref
    for id_, walk in shown.journeys.items():
        all_of_it = whole.journeys.get(id_)
        if all_of_it and _journey(all_of_it) != _journey(walk):
            yield walk.journey.ref
    for capability in shown.inventory.all("capability"):
        if _doers(whole, capability.ref) != _doers(shown, capability.ref):
            yield capability.ref
    for key in shown.fields.places:
        if _feeders(whole, key) != _feeders(shown, key):
            yield f"{FIELD}:{key}"
    for id_, flow in shown.flows.items():
        if id_ in whole.flows and len(whole.flows[id_].integration.fields) != len(flow.integration.fields):
            yield flow.integration.ref


def _token(line: TokenLine) -> tuple[Any, ...]:
    ways = (line.way,) if line.way else line.choices
    steps = tuple(tuple(step.sort_key for step in way.steps) for way in ways)
    source = line.source.key if line.source else ""
    reason = line.broken.reason if line.broken else ""
    age = line.age.words if line.age else ""
    return (line.trace, line.tool is not None, source, steps, line.complete, reason, age, line.classification)


def _journey(line: JourneyLine) -> tuple[Any, ...]:
    return tuple(
        (step.flow.integration.id if step.flow else "", step.start and step.start.id, step.end and step.end.id)
        for step in line.steps
    )


def _doers(lineage: Lineage, ref: str) -> tuple[tuple[str, str], ...]:
    return tuple((tool.id, role) for tool, role in lineage.doers.get(ref, ()))


def _feeders(lineage: Lineage, key: str) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple(step.sort_key for step in lineage.fields.into.get(key, ()) if step.live)
