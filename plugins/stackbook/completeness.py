"""How complete a record is: the share of the fields that count which hold something, each by its weight."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stackbook.fields import FieldDoc, fields_of
from stackbook.model.base import Entity


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete one record is.

    Args:
        points: the weights of the fields that hold something, added up.
        possible: the weights of all fields that count, added up.
        unknown: fields that were asked for and are known to be unknown.
        missing: fields that count and hold nothing.
    """

    points: int
    possible: int
    unknown: tuple[FieldDoc, ...]
    missing: tuple[FieldDoc, ...]

    @property
    def percent(self) -> int:
        """The share of the points, 0 to 100, rounded down."""
        return 100 * self.points // self.possible if self.possible else 100


def completeness(entity: Entity, emptied: Collection[str] = ()) -> Completeness:
    """The completeness of an entity.

    A required field counts twice as much as others, and a few count more (`FieldDoc.weight`).

    Args:
        entity: the record.
        emptied: keys that hold something which this audience may not see. They count as filled, so that every
            audience reads the same score.
    """
    counted = [doc for doc in fields_of(type(entity)) if doc.counts]
    empty = [doc for doc in counted if doc.key not in emptied and doc.of(entity) in (None, (), {})]
    possible = sum(doc.weight for doc in counted)
    return Completeness(
        possible - sum(doc.weight for doc in empty),
        possible,
        tuple(doc for doc in empty if doc.key in entity.known_unknown),
        tuple(doc for doc in empty if doc.key not in entity.known_unknown),
    )


def overall(each: Iterable[Completeness]) -> int | None:
    """The completeness of several records together, 0 to 100; None of none."""
    found = list(each)
    possible = sum(one.possible for one in found)
    return 100 * sum(one.points for one in found) // possible if possible else None
