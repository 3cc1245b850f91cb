"""What to call things that stand in trails."""

from __future__ import annotations

from stackbook.inventory import Inventory
from stackbook.lineage.field_graph import FieldGraph, Place

FIELD = "field"
"""What stands before the colon where a field is named beside entities: ``field:data-source.field``."""


def title_of(inventory: Inventory, fields: FieldGraph, ref: str) -> str:
    """The name of ``kind:id`` or ``field:data-source.field``; what was asked when there is no such thing."""
    kind, _, name = ref.partition(":")
    if kind == FIELD:
        place = fields.place(name)
        return field_title(inventory, place) if place else name
    entity = inventory.find(ref)
    return entity.display_name if entity else ref


def field_title(inventory: Inventory, place: Place) -> str:
    """A field's label with its data source and tool: ``Loyalty tier (Members, Talon.One)``."""
    tool = inventory.get("tool", place.tool)
    return f"{place.field.label} ({place.source.name}{f', {tool.display_name}' if tool else ''})"
