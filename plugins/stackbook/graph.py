"""The flows between tools as a graph: resolved values, in a stable order, looked up once."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.inventory import Inventory
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


def build_graph(inventory: Inventory) -> Graph:
    """The flows of an inventory. An integration one of whose tools is not there gives none."""
    flows: list[Flow] = []
    for integration in inventory.entities.get("integration", {}).values():
        if not isinstance(integration, Integration):
            continue
        source, target = inventory.get("tool", integration.from_), inventory.get("tool", integration.to)
        via = inventory.get("tool", integration.via)
        if isinstance(source, Tool) and isinstance(target, Tool):
            flows.append(Flow(integration, source, target, via if isinstance(via, Tool) else None))
    flows.sort(key=lambda f: (f.source.id, f.target.id, f.integration.id))
    outbound: dict[str, list[Flow]] = {}
    inbound: dict[str, list[Flow]] = {}
    through: dict[str, list[Flow]] = {}
    for flow in flows:
        outbound.setdefault(flow.source.id, []).append(flow)
        inbound.setdefault(flow.target.id, []).append(flow)
        if flow.via:
            through.setdefault(flow.via.id, []).append(flow)
    return Graph(tuple(flows), _frozen(outbound), _frozen(inbound), _frozen(through))


def _frozen(flows: dict[str, list[Flow]]) -> dict[str, tuple[Flow, ...]]:
    return {key: tuple(found) for key, found in sorted(flows.items())}
