"""Personal data: which tools hold which, and which flows carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory
from stackbook.lineage.field_graph import FieldGraph, Place
from stackbook.model.data import DataField, DataSource
from stackbook.model.tools import Tool

_PERSONAL = "user"
"""fideslang: data about a person. What begins with ``system`` is about machines."""


@dataclass(frozen=True, slots=True)
class Held:
    """Personal data in one place.

    Args:
        categories: fideslang data categories, sorted.
        subjects: fideslang data subjects, sorted; those of the data sources that hold it.
        special: some of it is specially protected (GDPR Art. 9).
        highest: the highest classification of it; "" when none is recorded.
        fields: keys (``data-source.field``) of the fields that hold it, sorted.
    """

    categories: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    special: bool = False
    highest: str = ""
    fields: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.fields)


def personal(field: DataField) -> bool:
    """Whether a field says something about a person."""
    return field.specially_protected or any(
        one == _PERSONAL or one.startswith(f"{_PERSONAL}.") for one in field.data_categories
    )


def covers(wide: str, narrow: str) -> bool:
    """Whether a fideslang key is another or stands above it: ``user.contact`` above ``user.contact.email``."""
    return narrow == wide or narrow.startswith(f"{wide}.")


class PersonalData:
    """Personal data by data source, tool and flow.

    Args:
        inventory: what to look at.
        graph: its flows.
        fields: its fields.
    """

    def __init__(self, inventory: Inventory, graph: Graph, fields: FieldGraph) -> None:
        self._order = tuple(inventory.vocabularies["classification"].values)
        sources = [s for s in inventory.entities.get("data_source", {}).values() if isinstance(s, DataSource)]
        tool_of = {s.id: tool.id for s in sources if isinstance(tool := inventory.get("tool", s.tool), Tool)}
        places = fields.places
        self.of_source: dict[str, Held] = {}
        """Data source's id to what it holds; those that hold none are left out."""
        held_by: dict[str, list[Place]] = {}
        for source in sources:
            own = [places[f"{source.id}.{f.id}"] for f in source.fields if personal(f)]
            if own:
                self.of_source[source.id] = self._held(own)
                if source.id in tool_of:
                    held_by.setdefault(tool_of[source.id], []).extend(own)
        self.of_flow: dict[str, Held] = {}
        """Integration's id to what it carries, by its field mappings; those that carry none are left out."""
        for flow in graph.flows:
            carried = self._carried(flow, fields)
            if carried:
                self.of_flow[flow.integration.id] = self._held(carried)
                if flow.via and flow.integration.live:
                    held_by.setdefault(flow.via.id, []).extend(carried)
        self.of_tool: dict[str, Held] = {tool: self._held(found) for tool, found in sorted(held_by.items())}
        """Tool's id to what it holds in its data sources, and what passes through it."""

    @staticmethod
    def _carried(flow: Flow, fields: FieldGraph) -> list[Place]:
        """The fields of an integration's mappings that say something about a person, at either end."""
        found: dict[str, Place] = {}
        for mapping in flow.integration.fields:
            ends = [place for name in (mapping.from_, mapping.to) if (place := fields.place(name))]
            if any(personal(place.field) for place in ends):
                found.update((place.key, place) for place in ends)
        return list(found.values())

    def _held(self, places: Iterable[Place]) -> Held:
        each = {place.key: place for place in places}
        categories = {c for p in each.values() for c in p.field.data_categories if covers(_PERSONAL, c)}
        ranks = [self._order.index(p.field.classification) for p in each.values() if p.field.classification]
        return Held(
            tuple(sorted(categories)),
            tuple(sorted({subject for p in each.values() for subject in p.source.subjects})),
            any(p.field.specially_protected for p in each.values()),
            self._order[max(ranks)] if ranks else "",
            tuple(sorted(each)),
        )
