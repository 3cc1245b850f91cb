"""What differs between two inventories: tools and flows that are new, work otherwise, or are gone.

It knows no dates: the two may be the stack on two days, before and after an initiative, or before and after an edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stackbook.fields import fields_of
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool

ADDED, CHANGED, RETIRED = "added", "changed", "retired"
MARKS = (ADDED, CHANGED, RETIRED)
COMPARED = ("tool", "integration")
"""The kinds that are compared: what a picture of the stack shows."""

NOT_THERE, FORESEEN, IN_USE = range(3)
"""How far something is there: not at all or no more, only planned, in use."""

_PLANNED = ("plan", "planned", "related")
_ENDED = ("end_of_life", "inactive", "gone")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs.

    Args:
        entity: as it is after; as it was before when it is gone.
        mark: `ADDED`, `CHANGED` or `RETIRED`.
        words: what is different, a clause without a full stop.
    """

    entity: Entity
    mark: str
    words: str


def compare(before: Inventory, after: Inventory, told: Mapping[str, str] | None = None) -> tuple[Difference, ...]:
    """What differs between two inventories, tools first, then flows, by ``kind:id``.

    Args:
        before: one.
        after: the other.
        told: ``kind:id`` to what is different about it, in somebody's words. What is there in both and looks the same
            counts as changed when something is told about it.
    """
    said = told or {}
    found = []
    for kind in COMPARED:
        old, new = before.entities.get(kind, {}), after.entities.get(kind, {})
        for id_ in sorted(old.keys() | new.keys()):
            made = _difference(old.get(id_), new.get(id_), said, after)
            if made is not None:
                found.append(made)
    return tuple(found)


def mark_of(before: int, after: int) -> str:
    """The mark of something that was so far there and is so far there now; "" when it is there in neither."""
    if before == after == NOT_THERE:
        return ""
    return ADDED if after > before else RETIRED if after < before else CHANGED


def how_far(state: str) -> int:
    """How far something is there in a state; "" for one that is not there."""
    if not state or state in _ENDED:
        return NOT_THERE
    return FORESEEN if state in _PLANNED else IN_USE


def state_of(entity: Entity | None) -> str:
    """The phase of a tool or the status of a flow; "" for nothing, ``active`` where none is written."""
    if isinstance(entity, Tool):
        return entity.lifecycle.phase if entity.lifecycle is not None else "active"
    if isinstance(entity, Integration):
        return entity.status or "active"
    return "" if entity is None else "active"


def _difference(
    old: Entity | None, new: Entity | None, said: Mapping[str, str], inventory: Inventory
) -> Difference | None:
    entity = new if new is not None else old
    assert entity is not None  # its id came from one of the two
    told = said.get(entity.ref, "")
    if old is new or old == new:
        there = how_far(state_of(entity)) != NOT_THERE
        return Difference(entity, CHANGED, told) if entity.ref in said and there else None
    mark = mark_of(how_far(state_of(old)), how_far(state_of(new)))
    if not mark:
        return None
    return Difference(entity, mark, told or _in_words(old, new, mark, inventory))


def _in_words(old: Entity | None, new: Entity | None, mark: str, inventory: Inventory) -> str:
    was, is_ = state_of(old), state_of(new)
    vocabulary = "lifecycle_phase" if isinstance(new or old, Tool) else "integration_status"
    label = inventory.vocabularies.label
    if mark == ADDED:
        return f"{label(vocabulary, was).lower()} before, now {label(vocabulary, is_).lower()}" if was else ""
    if mark == RETIRED:
        return ""
    if was != is_:
        return f"{label(vocabulary, was).lower()} before, now {label(vocabulary, is_).lower()}"
    if old is None or new is None:
        return ""
    return ", ".join(_other_fields(old, new))


def _other_fields(old: Entity, new: Entity) -> Iterator[str]:
    """The names of the fields that say something else."""
    for doc in fields_of(type(new)):
        if doc.of(old) != doc.of(new):
            yield doc.label
