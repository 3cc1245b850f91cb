"""The flows between tools as a graph: resolved values, in a stable order, looked up once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.inventory import Inventory
from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool


@dataclass(frozen=True, slots=True)
class Flow:
    """Data that goes from one tool to another.

    Args:
        integration: that carries it.
        source: the tool it comes from.
        target: the tool it goes to.
        via: the tool between them, if any.
    """

    integration: Integration
    source: Tool
    target: Tool
    via: Tool | None = None

    @property
    def two_way(self) -> bool:
        """Data goes back as well."""
        return self.integration.direction == "two_way"


@dataclass(frozen=True, slots=True)
class Graph:
    """All flows, and by tool.

    Args:
        flows: by source, target and id.
        outbound: tool id to the flows that start there.
        inbound: tool id to the flows that end there.
        through: tool id to the flows that pass through it.
    """

    flows: tuple[Flow, ...]
    outbound: dict[str, tuple[Flow, ...]]
    inbound: dict[str, tuple[Flow, ...]]
    through: dict[str, tuple[Flow, ...]]

    def of(self, tool_id: str) -> tuple[Flow, ...]:
        """The flows that start, end or pass at a tool, each once."""
        found = (*self.inbound.get(tool_id, ()), *self.outbound.get(tool_id, ()), *self.through.get(tool_id, ()))
        return tuple({flow.integration.id: flow for flow in found}.values())

    def within(self, tool_ids: frozenset[str]) -> Graph:
        """The flows between some tools. What lies between two of them (`Flow.via`) need not be one of them."""
        return graph_of(flow for flow in self.flows if flow.source.id in tool_ids and flow.target.id in tool_ids)


@dataclass(frozen=True)
class Carried:
    """Fields that one integration carries from one data source to another.

    Args:
        flow: the integration with its tools.
        source: where the fields come from.
        target: where they go.
        count: how many fields.
    """

    flow: Flow
    source: DataSource
    target: DataSource
    count: int

    def __hash__(self) -> int:
        return hash((self.flow.integration.id, self.source.id, self.target.id))


def carried(inventory: Inventory, flow: Flow) -> tuple[Carried, ...]:
    """What the field mappings of a flow say, by data source; () when it has none."""
    found: dict[tuple[str, str], int] = {}
    for mapping in flow.integration.fields:
        pair = mapping.from_.partition(".")[0], mapping.to.partition(".")[0]
        found[pair] = found.get(pair, 0) + 1
    made = []
    for (from_, to), count in found.items():
        source, target = inventory.get("data_source", from_), inventory.get("data_source", to)
        if isinstance(source, DataSource) and isinstance(target, DataSource) and source is not target:
            made.append(Carried(flow, source, target, count))
    return tuple(sorted(made, key=lambda one: (one.source.id, one.target.id)))


def build_graph(inventory: Inventory) -> Graph:
    """The flows of an inventory. An integration one of whose tools is not there gives none."""
    flows: list[Flow] = []
    for integration in inventory.entities.get("integration", {}).values():
        if not isinstance(integration, Integration):
            continue
        source, target = inventory.get("tool", integration.from_), inventory.get("tool", integration.to)
        via = inventory.get("tool", integration.via)
        if isinstance(source, Tool) and isinstance(target, Tool):
            between = via if isinstance(via, Tool) and via not in (source, target) else None
            flows.append(Flow(integration, source, target, between))
    return graph_of(flows)


def graph_of(flows: Iterable[Flow]) -> Graph:
    """The graph of some flows, whatever their order."""
    ordered = sorted(flows, key=lambda f: (f.source.id, f.target.id, f.integration.id))
    outbound: dict[str, list[Flow]] = {}
    inbound: dict[str, list[Flow]] = {}
    through: dict[str, list[Flow]] = {}
    for flow in ordered:
        outbound.setdefault(flow.source.id, []).append(flow)
        inbound.setdefault(flow.target.id, []).append(flow)
        if flow.via:
            through.setdefault(flow.via.id, []).append(flow)
    return Graph(tuple(ordered), _frozen(outbound), _frozen(inbound), _frozen(through))


def _frozen(flows: dict[str, list[Flow]]) -> dict[str, tuple[Flow, ...]]:
    return {key: tuple(found) for key, found in sorted(flows.items())}
