"""The fields of all data sources as a graph: which value is written into which field, by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory
from stackbook.model.data import DataField, DataSource
from stackbook.model.integrations import FieldMapping
from stackbook.model.tools import Tool

ON_SEND = "on_send"
"""The trigger of an integration that is asked while a message is made."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field with the data source that holds it.

    Args:
        source: the data source.
        field: the field.
        tool: id of the tool that holds it, aliases resolved; "" when it is not known.
    """

    source: DataSource
    field: DataField
    tool: str

    @property
    def key(self) -> str:
        """``data-source.field``."""
        return f"{self.source.id}.{self.field.id}"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A value goes from one field to another.

    Args:
        start: ``data-source.field``; "" where it is not recorded which.
        end: likewise.
        flow: the integration that carries it, with its tools; None when it is worked out inside a tool.
        mapping: what the integration says about it; None when it says nothing, or inside a tool.
        back: an integration that goes both ways carries it back.
    """

    start: str
    end: str
    flow: Flow | None = None
    mapping: FieldMapping | None = None
    back: bool = False

    @property
    def live(self) -> bool:
        """Whether values go this way today."""
        return self.flow is None or self.flow.integration.live

    @property
    def lands(self) -> Tool | None:
        """The tool in which the value arrives; None inside a tool."""
        if self.flow is None:
            return None
        return self.flow.source if self.back else self.flow.target

    @property
    def onward(self) -> bool:
        """Whether values go this way today, and it is not the way back of an integration that goes both ways."""
        return self.live and not self.back

    @property
    def on_send(self) -> bool:
        """Whether it is asked while a message is made."""
        return self.flow is not None and self.flow.integration.trigger == ON_SEND

    @property
    def integration(self) -> str:
        """Id of the integration; "" inside a tool."""
        return self.flow.integration.id if self.flow else ""

    @property
    def another(self) -> bool:
        """Whether another value is made of it on this step: computed, counted or looked up."""
        change = self.mapping.transform if self.mapping else None
        return change is not None and change.type in ("derive", "aggregate", "lookup")

    @property
    def masked(self) -> str:
        """How the value is hidden on this step: a word of the vocabulary ``masking``, ``mask``, or ""."""
        change = self.mapping.transform if self.mapping else None
        if change is None:
            return ""
        return change.masking or ("mask" if change.type == "mask" else "")

    @property
    def sort_key(self) -> tuple[str, str, str, bool]:
        """A stable order; no two steps share it."""
        return (self.start, self.end, self.integration, self.back)


@dataclass(frozen=True)
class FieldGraph:
    """All fields, and the steps between them.

    Args:
        places: ``data-source.field`` to the field, by key.
        out: from a field to the steps that start there.
        into: from a field to the steps that end there.
        of_tool: tool id to the keys of its fields.
        spellings: names written with an earlier id of a data source to the key.
    """

    places: Mapping[str, Place]
    out: Mapping[str, tuple[Step, ...]]
    into: Mapping[str, tuple[Step, ...]]
    of_tool: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]

    def place(self, name: str | None) -> Place | None:
        """The field that ``data-source.field`` means, earlier ids included; None when there is none."""
        if not name:
            return None
        return self.places.get(name) or self.places.get(self.spellings.get(name, ""))

    @property
    def steps(self) -> Iterator[Step]:
        """Every step, in a stable order."""
        for steps in self.out.values():
            yield from steps

    def tool_of(self, key: str) -> str:
        """Id of the tool that holds a field; "" when it is not known."""
        found = self.places.get(key)
        return found.tool if found else ""


def build_field_graph(inventory: Inventory, graph: Graph) -> FieldGraph:
    """The fields of an inventory, with what its integrations and data sources say about their ways.

    Args:
        inventory: what to look at.
        graph: its flows. A mapping that names a field that is not there gives no step.

    Returns:
        Steps of all integrations, live or not. An integration that goes both ways carries each
        mapping both ways, unless it lists mappings for both directions itself.
    """
    places, of_tool = _places(inventory)
    spellings = _spellings(inventory, places)
    known = {**{key: key for key in places}, **spellings}
    steps = [*_worked_out(places, known), *_carried(graph, places, known)]
    out: dict[str, list[Step]] = {}
    into: dict[str, list[Step]] = {}
    once = {step.sort_key: step for step in reversed(steps)}
    for step in sorted(once.values(), key=lambda one: one.sort_key):
        out.setdefault(step.start, []).append(step)
        into.setdefault(step.end, []).append(step)
    return FieldGraph(places, _frozen(out), _frozen(into), of_tool, spellings)


def _places(inventory: Inventory) -> tuple[dict[str, Place], dict[str, tuple[str, ...]]]:
    found: dict[str, Place] = {}
    by_tool: dict[str, list[str]] = {}
    for source in inventory.entities.get("data_source", {}).values():
        if not isinstance(source, DataSource):
            continue
        tool = inventory.get("tool", source.tool)
        for field in source.fields:
            place = Place(source, field, tool.id if tool else "")
            found[place.key] = place
            by_tool.setdefault(place.tool, []).append(place.key)
    return found, {tool: tuple(keys) for tool, keys in by_tool.items()}


def _spellings(inventory: Inventory, places: Mapping[str, Place]) -> dict[str, str]:
    """Names with earlier ids of data sources."""
    found: dict[str, str] = {}
    for alias, ref in inventory.aliases.items():
        kind, _, old = alias.partition(":")
        source = inventory.find(ref)
        if kind == "data_source" and isinstance(source, DataSource):
            found.update((f"{old}.{field.id}", f"{source.id}.{field.id}") for field in source.fields)
    return {name: key for name, key in found.items() if key in places}


def _worked_out(places: Mapping[str, Place], known: Mapping[str, str]) -> Iterator[Step]:
    for key, place in places.items():
        for name in place.field.derived_from:
            start = known.get(name)
            if start and start != key:
                yield Step(start, key)


def _carried(graph: Graph, places: Mapping[str, Place], known: Mapping[str, str]) -> Iterator[Step]:
    for flow in graph.flows:
        pairs = [
            (known[mapping.from_], known[mapping.to], mapping)
            for mapping in flow.integration.fields
            if mapping.from_ in known and mapping.to in known
        ]
        for start, end, mapping in pairs:
            if start != end:
                yield Step(start, end, flow, mapping)
        if flow.two_way and not _both_listed(flow, pairs, places):
            for start, end, mapping in pairs:
                if start != end:
                    yield Step(end, start, flow, mapping, back=True)


def _both_listed(flow: Flow, pairs: Iterable[tuple[str, str, FieldMapping]], places: Mapping[str, Place]) -> bool:
    """Whether an integration lists what it carries back as well."""
    return any(places[end].tool == flow.source.id or places[start].tool == flow.target.id for start, end, _ in pairs)


def _frozen(steps: dict[str, list[Step]]) -> dict[str, tuple[Step, ...]]:
    return {key: tuple(found) for key, found in sorted(steps.items())}
