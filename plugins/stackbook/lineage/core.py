"""Everything that follows from where values come from and go to, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory, Reference
from stackbook.lineage.field_graph import FieldGraph, Step, build_field_graph
from stackbook.lineage.journeys import JourneyLine, flows_by_id, walk_journey
from stackbook.lineage.loops import loops
from stackbook.lineage.tokens import Known, TokenLine, trace, untraced
from stackbook.model.journeys import Journey
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool


class Lineage:
    """The lineage of a stack. Each part is worked out when it is first asked for.

    Args:
        inventory: what to look at.
        graph: its flows.
        untold: ``kind:id``, or ``field:data-source.field``, of what is known only in part, since the rest is not for
            this audience. Nothing is said about it that the rest could prove wrong.
    """

    def __init__(self, inventory: Inventory, graph: Graph, untold: frozenset[str] = frozenset()) -> None:
        self.inventory, self.graph, self.untold = inventory, graph, untold

    @cached_property
    def fields(self) -> FieldGraph:
        """The fields and the steps between them."""
        return build_field_graph(self.inventory, self.graph)

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """Integration's id to its flow."""
        return flows_by_id(self.graph)

    @cached_property
    def journeys(self) -> dict[str, JourneyLine]:
        """Journey's id to the journey, walked; by id."""
        found = self.inventory.entities.get("journey", {})
        return {
            id_: walk_journey(one, self.inventory, self.flows) for id_, one in found.items() if isinstance(one, Journey)
        }

    @cached_property
    def tokens(self) -> dict[str, TokenLine]:
        """Token's id to the token, traced; by id."""
        known = Known(self.inventory, self.graph, self.fields, self.flows, self.journeys)
        found = self.inventory.entities.get("token", {})
        return {
            id_: untraced(one, known) if one.ref in self.untold else trace(one, known)
            for id_, one in found.items()
            if isinstance(one, Token)
        }

    @cached_property
    def steps_of(self) -> Mapping[str, tuple[Step, ...]]:
        """Integration's id to its steps."""
        found: dict[str, list[Step]] = {}
        for step in self.fields.steps:
            if step.integration:
                found.setdefault(step.integration, []).append(step)
        return {id_: tuple(steps) for id_, steps in found.items()}

    @cached_property
    def _tokens_by(self) -> Mapping[str, tuple[str, ...]]:
        """``tool:``, ``integration:`` or ``field:`` and what follows, to the ids of the tokens that rest on it."""
        found: dict[str, dict[str, None]] = {}
        for id_, line in self.tokens.items():
            keys = [f"tool:{line.tool.id}"] if line.tool else []
            keys += [f"field:{line.source.key}"] if line.source else []
            keys += [f"field:{place.key}" for place in (line.key, line.reads) if place]
            for step in (step for way in ((line.way,) if line.way else line.choices) for step in way.steps):
                keys += [f"field:{step.start}", f"field:{step.end}", f"integration:{step.integration}"]
            for key in keys:
                found.setdefault(key, {})[id_] = None
        return {key: tuple(ids) for key, ids in found.items()}

    def tokens_touching(self, tools: Iterable[str], flows: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """Ids of the tokens that rest on one of some tools, integrations (by id) or fields (by key); by id."""
        keys = [f"tool:{one}" for one in tools] + [f"integration:{one}" for one in flows]
        keys += [f"field:{one}" for one in fields]
        return tuple(sorted({id_ for key in keys for id_ in self._tokens_by.get(key, ())}))

    @cached_property
    def tokens_of_field(self) -> Mapping[str, tuple[TokenLine, ...]]:
        """Field's key to the tokens whose value starts there, passes it or arrives in it."""
        found: dict[str, list[TokenLine]] = {}
        for line in self.tokens.values():
            keys = [line.source.key] if line.source else []
            if line.way:
                keys += [step.end for step in line.way.steps if step.end]
            for key in dict.fromkeys(keys):
                found.setdefault(key, []).append(line)
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def named_fields(self) -> Mapping[str, tuple[Reference, ...]]:
        """Field's key to the places in the stack that name it, whatever their kind."""
        found: dict[str, list[Reference]] = {}
        for reference in self.inventory.references:
            if reference.field_id:
                key = f"{reference.target.partition(':')[2]}.{reference.field_id}"
                found.setdefault(key, []).append(reference)
        return {key: tuple(references) for key, references in found.items()}

    @cached_property
    def doers(self) -> Mapping[str, tuple[tuple[Tool, str], ...]]:
        """Capability's ``kind:id`` to the tools in use that give it, each with the part it plays; by id.

        A capability that other tools give as well, which may not be told, is left out.
        """
        found: dict[str, list[tuple[Tool, str]]] = {}
        for tool in self._tools:
            for one in tool.capabilities if tool.active else ():
                capability = self.inventory.get("capability", one.capability)
                if capability and capability.ref not in self.untold:
                    found.setdefault(capability.ref, []).append((tool, one.role))
        return {ref: tuple(tools) for ref, tools in sorted(found.items())}

    @cached_property
    def made_by(self) -> Mapping[str, tuple[Tool, ...]]:
        """Vendor's ``kind:id`` to its tools, by name."""
        found: dict[str, list[Tool]] = {}
        for tool in self._tools:
            if vendor := self.inventory.get("vendor", tool.vendor):
                found.setdefault(vendor.ref, []).append(tool)
        return {ref: tuple(tools) for ref, tools in found.items()}

    @cached_property
    def _tools(self) -> tuple[Tool, ...]:
        return tuple(tool for tool in self.inventory.all("tool") if isinstance(tool, Tool))

    @cached_property
    def fields_in_use(self) -> frozenset[str]:
        """Keys of the fields that something carries, works out or names."""
        found = {*self.fields.out, *self.fields.into, *self.tokens_of_field, *self.named_fields}
        return frozenset(key for key in found if key in self.fields.places)

    @cached_property
    def tokens_by_label(self) -> Mapping[str, tuple[TokenLine, ...]]:
        """Label, in small letters and with single spaces, to the tokens that have it; by id."""
        found: dict[str, list[TokenLine]] = {}
        for line in self.tokens.values():
            if line.token.label:
                found.setdefault(" ".join(line.token.label.casefold().split()), []).append(line)
        return {label: tuple(lines) for label, lines in found.items()}

    @cached_property
    def loops(self) -> tuple[tuple[Step, ...], ...]:
        """Circles in which integrations write the same value round and round."""
        return loops(self.fields)
