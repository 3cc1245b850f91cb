"""Capabilities as a tree: how well we do each, with which tools, and which initiatives improve it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from stackbook.lineage import Lineage
from stackbook.model.capabilities import Capability
from stackbook.model.initiatives import Initiative
from stackbook.model.tools import Tool

PRIMARY = "primary"
OVER = ("cancelled",)
"""Initiatives that stand like this improve nothing."""


@dataclass(frozen=True, slots=True)
class CapabilityLine:
    """A capability as it stands.

    Args:
        capability: the capability.
        depth: 0 for one that is part of nothing wider.
        children: what it is made of, by name.
        primary: tools in use that we do it with, by name.
        secondary: further tools in use that help, by name.
        planned: tools that are to come and will help, by name.
        initiatives: those that improve it, in their order.
        told: all its tools may be told; else nothing may be said of how many there are.
        in_tree: it or something that belongs to it has a tool, in use or planned.
    """

    capability: Capability
    depth: int
    children: tuple[Capability, ...]
    primary: tuple[Tool, ...]
    secondary: tuple[Tool, ...]
    planned: tuple[Tool, ...]
    initiatives: tuple[Initiative, ...]
    told: bool
    in_tree: bool

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The tools in use, the main ones first."""
        return (*self.primary, *self.secondary)

    @property
    def gap(self) -> int | None:
        """How many steps lie between how well we do it and how well we want to; None when one is not known."""
        return gap_of(self.capability)

    @property
    def without_tool(self) -> bool:
        """Whether neither it nor anything that belongs to it has a tool, in use or planned."""
        return self.told and not self.in_tree


def gap_of(capability: Capability) -> int | None:
    """Steps from the maturity now to the target, never below 0; None when one of the two is not known."""
    now, wanted = capability.maturity_current, capability.maturity_target
    return max(0, wanted - now) if now is not None and wanted is not None else None


class Capabilities:
    """All capabilities of a stack.

    Args:
        lineage: the stack.
        initiatives: in their order.
    """

    def __init__(self, lineage: Lineage, initiatives: Iterable[Initiative]) -> None:
        self._lineage, self._initiatives = lineage, tuple(initiatives)
        inventory = lineage.inventory
        self._all = tuple(one for one in inventory.all("capability") if isinstance(one, Capability))
        self._children: dict[str, list[Capability]] = {}
        self._parents: dict[str, Capability] = {}
        for one in self._all:
            parent = inventory.get("capability", one.parent)
            if isinstance(parent, Capability) and parent is not one and not self._leads_to(parent, one):
                self._children.setdefault(parent.ref, []).append(one)
                self._parents[one.ref] = parent

    def _leads_to(self, start: Capability, wanted: Capability) -> bool:
        """Whether a way up leads to a capability; then it is not put below, so that a circle ends."""
        here: Capability | None = start
        while here is not None:
            if here is wanted:
                return True
            here = self._parents.get(here.ref)
        return False

    @cached_property
    def roots(self) -> tuple[Capability, ...]:
        """Those that are part of nothing wider, by name."""
        return tuple(one for one in self._all if one.ref not in self._parents)

    @cached_property
    def lines(self) -> Mapping[str, CapabilityLine]:
        """``kind:id`` to its line, in the order of the tree: each before what belongs to it."""
        found: dict[str, CapabilityLine] = {}
        left = [(one, 0) for one in reversed(self.roots)]
        while left:
            one, depth = left.pop()
            found[one.ref] = self._line(one, depth)
            left += [(child, depth + 1) for child in reversed(self.children(one))]
        return found

    @cached_property
    def closed_by(self) -> Mapping[str, tuple[Initiative, ...]]:
        """``kind:id`` to the initiatives that improve it, without those that were given up."""
        found: dict[str, dict[str, Initiative]] = {}
        for initiative in self._initiatives:
            for id_ in initiative.capabilities if initiative.status not in OVER else ():
                if capability := self._lineage.inventory.get("capability", id_):
                    found.setdefault(capability.ref, {})[initiative.ref] = initiative
        return {ref: tuple(of.values()) for ref, of in sorted(found.items())}

    @cached_property
    def tools_without(self) -> tuple[Tool, ...]:
        """Tools in use that give no capability, by name."""
        tools = (one for one in self._lineage.inventory.all("tool") if isinstance(one, Tool) and one.active)
        return tuple(one for one in tools if not self._given(one))

    def children(self, capability: Capability) -> tuple[Capability, ...]:
        """What a capability is made of, by name."""
        return tuple(self._children.get(capability.ref, ()))

    def parent(self, capability: Capability) -> Capability | None:
        """What it is part of."""
        return self._parents.get(capability.ref)

    def path(self, capability: Capability) -> tuple[Capability, ...]:
        """What it is part of, the widest first, without itself."""
        found: list[Capability] = []
        here = self.parent(capability)
        while here is not None:
            found.append(here)
            here = self.parent(here)
        return tuple(reversed(found))

    def subtree(self, capability: Capability) -> tuple[Capability, ...]:
        """It and everything that belongs to it, in the order of the tree."""
        found: list[Capability] = []
        left = [capability]
        while left:
            one = left.pop()
            found.append(one)
            left += reversed(self.children(one))
        return tuple(found)

    @cached_property
    def _planned(self) -> Mapping[str, tuple[Tool, ...]]:
        found: dict[str, list[Tool]] = {}
        for tool in self._lineage.inventory.all("tool"):
            if isinstance(tool, Tool) and tool.lifecycle is not None and tool.lifecycle.phase == "plan":
                for capability in self._given(tool):
                    found.setdefault(capability.ref, []).append(tool)
        return {ref: tuple(tools) for ref, tools in found.items()}

    def _given(self, tool: Tool) -> tuple[Capability, ...]:
        found = (self._lineage.inventory.get("capability", one.capability) for one in tool.capabilities)
        return tuple({one.ref: one for one in found if isinstance(one, Capability)}.values())

    def _line(self, one: Capability, depth: int) -> CapabilityLine:
        doers, tree = self._lineage.doers, self.subtree(one)
        doing = sorted(doers.get(one.ref, ()), key=lambda pair: (pair[0].name.casefold(), pair[0].id))
        primary = {tool.id: tool for tool, role in doing if role == PRIMARY}
        secondary = {tool.id: tool for tool, _ in doing if tool.id not in primary}
        return CapabilityLine(
            one,
            depth,
            self.children(one),
            tuple(primary.values()),
            tuple(secondary.values()),
            self._planned.get(one.ref, ()),
            self.closed_by.get(one.ref, ()),
            not any(child.ref in self._lineage.untold for child in tree),
            any(doers.get(child.ref) or self._planned.get(child.ref) for child in tree),
        )
