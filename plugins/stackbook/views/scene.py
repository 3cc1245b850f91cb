"""What every view looks at: an inventory, its flows and its icons, or a part of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from stackbook.graph import Carried, Flow, Graph, carried
from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.model.tools import Tool
from stackbook.model.vocabulary import Value, Vocabularies

UNSORTED = Value(
    "unsorted", "Not sorted yet", "Tools without a category.", group="Other", icon="material/help-circle-outline"
)
"""Where tools without a category go."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What a view is made from.

    Args:
        inventory: what the audience may see.
        graph: its flows.
        icons: ``kind:id`` to the key of an icon.
        kept: ids of the tools that take part; None for all.
        whole: the lineage of everything, for a scene that is a part, or when it is known; None to work it out.
    """

    inventory: Inventory
    graph: Graph
    icons: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] | None = None
    whole: Lineage | None = None

    @cached_property
    def lineage(self) -> Lineage:
        """Where values come from and go to, whatever part of the tools this scene shows."""
        return self.whole or Lineage(self.inventory, self.graph)

    @cached_property
    def tools(self) -> tuple[Tool, ...]:
        """The tools that take part and are in use or planned, by name."""
        return tuple(tool for tool in self.all_tools if not retired(tool))

    @cached_property
    def all_tools(self) -> tuple[Tool, ...]:
        """The tools that take part, by name, also those at the end of their life."""
        found = (tool for tool in self.inventory.all("tool") if isinstance(tool, Tool))
        return tuple(tool for tool in found if self.kept is None or tool.id in self.kept)

    @cached_property
    def drawable(self) -> tuple[Tool, ...]:
        """The tools in use, and those that are not but that a flow still names; by name."""
        return tuple(tool for tool in self.all_tools if not retired(tool) or self.graph.of(tool.id))

    @cached_property
    def made_by(self) -> dict[str, tuple[Tool, ...]]:
        """Vendor's ``kind:id`` to what it makes, of `drawable`."""
        found: dict[str, list[Tool]] = {}
        for tool in self.drawable:
            if vendor := self.inventory.get("vendor", tool.vendor):
                found.setdefault(vendor.ref, []).append(tool)
        return {ref: tuple(tools) for ref, tools in found.items()}

    @cached_property
    def answered_by(self) -> dict[str, tuple[Flow, ...]]:
        """Team's ``kind:id`` to the flows whose integrations it answers for."""
        found: dict[str, list[Flow]] = {}
        for flow in self.graph.flows:
            if team := self.inventory.get("team", flow.integration.owner):
                found.setdefault(team.ref, []).append(flow)
        return {ref: tuple(flows) for ref, flows in found.items()}

    @cached_property
    def flow_of(self) -> dict[str, Flow]:
        """Integration's id to its flow."""
        return {flow.integration.id: flow for flow in self.graph.flows}

    @cached_property
    def carried(self) -> dict[str, tuple[tuple[Carried, ...], tuple[Carried, ...]]]:
        """Data source's id to what brings fields to it and what takes fields from it."""
        found: dict[str, tuple[list[Carried], list[Carried]]] = {}
        for flow in self.graph.flows:
            for one in carried(self.inventory, flow):
                found.setdefault(one.target.id, ([], []))[0].append(one)
                found.setdefault(one.source.id, ([], []))[1].append(one)
        return {key: (tuple(into), tuple(out)) for key, (into, out) in found.items()}

    @property
    def words(self) -> Vocabularies:
        """The organisation's words."""
        return self.inventory.vocabularies

    def only(self, keep: Callable[[Tool], bool], besides: frozenset[str] = frozenset()) -> Scene:
        """The same with some of its tools, and the flows between those.

        Args:
            keep: says of a tool whether it takes part.
            besides: ids of tools that take part whatever `keep` says.
        """
        kept = frozenset(tool.id for tool in self.all_tools if tool.id in besides or keep(tool))
        return replace(self, graph=self.graph.within(kept), kept=kept, whole=self.lineage)

    def icon(self, ref: str) -> str:
        """The key of the icon of an entity (``tool:x``), a category (``category:x``) or a kind (``kind:x``); or ""."""
        return self.icons.get(ref, "")

    def category(self, tool: Tool) -> str:
        """The key of a tool's category; that of `UNSORTED` when it has none that is known."""
        known = tool.category if tool.category in self.inventory.vocabularies["category"].values else None
        return known or UNSORTED.key

    def category_label(self, key: str) -> str:
        """A category in words."""
        return UNSORTED.label if key == UNSORTED.key else self.words.label("category", key)

    def category_value(self, key: str) -> Value:
        """A category with its description and group."""
        return self.words["category"].values.get(key, UNSORTED)

    @cached_property
    def category_order(self) -> dict[str, int]:
        """Category to its place in the taxonomy."""
        return {key: at for at, key in enumerate((*self.words["category"].values, UNSORTED.key))}


def retired(tool: Tool) -> bool:
    """Whether a tool is no longer in use."""
    return tool.lifecycle is not None and tool.lifecycle.phase == "end_of_life"
