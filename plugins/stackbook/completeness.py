"""How complete a record is: the share of the fields that count which hold something."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.fields import FieldDoc, fields_of
from stackbook.model.base import Entity


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete one record is.

    Args:
        percent: filled fields among those that count, 0 to 100, rounded down.
        unknown: fields that were asked for and are known to be unknown.
        missing: fields that count and hold nothing.
    """

    percent: int
    unknown: tuple[FieldDoc, ...]
    missing: tuple[FieldDoc, ...]


def completeness(entity: Entity) -> Completeness:
    """The completeness of an entity; required fields and those marked `Counts` count, each the same."""
    counted = [doc for doc in fields_of(type(entity)) if doc.counts]
    empty = [doc for doc in counted if doc.of(entity) in (None, (), {})]
    unknown = tuple(doc for doc in empty if doc.key in entity.known_unknown)
    missing = tuple(doc for doc in empty if doc.key not in entity.known_unknown)
    percent = 100 * (len(counted) - len(empty)) // len(counted) if counted else 100
    return Completeness(percent, unknown, missing)
