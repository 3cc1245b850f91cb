"""What the page of a data source shows beyond its fields' meaning: where each value comes from and goes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stackbook.lineage.field_graph import FieldGraph, Place
from stackbook.model.data import DataSource
from stackbook.pages.book import Desk

MOST_NAMED = 3
"""So many fields are named in a cell; the field's own page has all."""


@dataclass(frozen=True, slots=True)
class Travels:
    """Where the value of a field comes from and goes to, one step away.

    Args:
        place: the field.
        sides: ``from`` and ``to``, where there is something: the first few fields, and how many more.
        tokens: how many tokens show it.
        page: it has a page of its own.
    """

    place: Place
    sides: tuple[tuple[str, tuple[Place, ...], int], ...]
    tokens: int
    page: bool


def source_extras(desk: Desk, source: DataSource) -> dict[str, Any]:
    """What the page of a data source shows beyond its fields."""
    lineage = desk.book.lineage
    fields = lineage.fields
    travels = {}
    for one in source.fields:
        key = f"{source.id}.{one.id}"
        tokens = len(lineage.tokens_of_field.get(key, ()))
        travels[one.id] = Travels(fields.places[key], _sides(fields, key), tokens, key in lineage.fields_in_use)
    return {"tool": desk.book.inventory.get("tool", source.tool), "travels": travels}


def _sides(fields: FieldGraph, key: str) -> tuple[tuple[str, tuple[Place, ...], int], ...]:
    found = (
        ("from", {step.start for step in fields.into.get(key, ()) if step.live and not step.back}),
        ("to", {step.end for step in fields.out.get(key, ()) if step.live and not step.back}),
    )
    return tuple((way, *_first(fields, keys)) for way, keys in found if keys)


def _first(fields: FieldGraph, keys: Iterable[str]) -> tuple[tuple[Place, ...], int]:
    places = [fields.places[key] for key in sorted(keys)]
    return tuple(places[:MOST_NAMED]), max(0, len(places) - MOST_NAMED)
