"""When something is due."""

from __future__ import annotations

from datetime import date

from stackbook.model.base import Entity
from stackbook.model.days import after, before, length_of


def review_due(entity: Entity) -> date | None:
    """When a record should be looked at again: `last_reviewed` plus `review_every`; None when either is open."""
    if entity.last_reviewed is None or entity.review_every is None:
        return None
    return after(entity.last_reviewed, entity.review_every)


__all__ = ["after", "before", "length_of", "review_due"]
