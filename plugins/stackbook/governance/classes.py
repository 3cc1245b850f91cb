"""How carefully data must be treated: the highest class of what data sources hold and flows carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackbook.inventory import Inventory
from stackbook.lineage.field_graph import FieldGraph, Place, Step
from stackbook.model.data import DataSource

CAREFUL = "confidential"
"""From this class on data is only for those who need it."""


@dataclass(frozen=True, slots=True)
class Classed:
    """The highest class of some data.

    Args:
        highest: a word of the vocabulary ``classification``.
        fields: keys (``data-source.field``) of the fields of that class, sorted.
        careful: it is confidential or above.
    """

    highest: str
    fields: tuple[str, ...]
    careful: bool


class Classes:
    """Classes by data source and flow. Where no class is recorded there is no entry.

    Args:
        inventory: what to look at.
        fields: its fields.
        steps_of: integration's id to its steps.
    """

    def __init__(self, inventory: Inventory, fields: FieldGraph, steps_of: Mapping[str, Iterable[Step]]) -> None:
        self._order = {word: at for at, word in enumerate(inventory.vocabularies["classification"].values)}
        self.of_source: dict[str, Classed] = {}
        """Data source's id to what it holds."""
        for source in inventory.entities.get("data_source", {}).values():
            if isinstance(source, DataSource):
                held = [(one.classification, f"{source.id}.{one.id}") for one in source.fields if one.classification]
                if found := self._classed(held):
                    self.of_source[source.id] = found
        self.of_flow: dict[str, Classed] = {}
        """Integration's id to what it carries, by its field mappings."""
        for id_, steps in steps_of.items():
            if found := self._classed(one for step in steps for one in _of_step(step, fields)):
                self.of_flow[id_] = found

    def _classed(self, found: Iterable[tuple[str, str]]) -> Classed | None:
        by_class: dict[str, set[str]] = {}
        for word, key in found:
            by_class.setdefault(word, set()).add(key)
        if not by_class:
            return None
        highest = max(by_class, key=self._rank)
        return Classed(highest, tuple(sorted(by_class[highest])), self._rank(highest) >= self._rank(CAREFUL))

    def _rank(self, word: str) -> int:
        return self._order.get(word, len(self._order))


def _of_step(step: Step, fields: FieldGraph) -> Iterator[tuple[str, str]]:
    """The classes of what a step carries, with the fields that say so.

    A value is treated as either end says. Where it is hidden on the way, or something else is made of it,
    only the end at which it arrives says what is carried.
    """
    ends = [fields.places.get(step.end)]
    if not step.masked and not step.another:
        ends.insert(0, fields.places.get(step.start))
    for place in ends:
        if isinstance(place, Place) and place.field.classification:
            yield place.field.classification, place.key
