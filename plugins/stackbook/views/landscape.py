"""The landscape: every tool in its category, every category in its group."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.inventory import Inventory
from stackbook.model.tools import Tool
from stackbook.model.vocabulary import Value


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its tools, by name. Tools at the end of their life are left out."""

    value: Value
    tools: tuple[Tool, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Categories under one heading; only those that have tools."""

    label: str
    categories: tuple[Category, ...]

    @property
    def count(self) -> int:
        """How many tools."""
        return sum(len(c.tools) for c in self.categories)


@dataclass(frozen=True, slots=True)
class Landscape:
    """The groups in the taxonomy's order.

    Args:
        groups: only those that have tools.
        retired: tools at the end of their life.
    """

    groups: tuple[Group, ...]
    retired: tuple[Tool, ...]

    @property
    def count(self) -> int:
        """How many tools are shown."""
        return sum(g.count for g in self.groups)


UNSORTED = Value(
    "unsorted", "Not sorted yet", "Tools without a category.", group="Other", icon="material/help-circle-outline"
)
"""Where tools without a category go."""


def landscape(inventory: Inventory) -> Landscape:
    """The landscape of an inventory."""
    taxonomy = inventory.vocabularies["category"].values
    members: dict[str, list[Tool]] = {}
    retired: list[Tool] = []
    for tool in inventory.all("tool"):
        assert isinstance(tool, Tool)  # the kind says so
        if retired_tool(tool):
            retired.append(tool)
        else:
            known = tool.category if tool.category and tool.category in taxonomy else UNSORTED.key
            members.setdefault(known, []).append(tool)
    groups: dict[str, list[Category]] = {}
    for value in (*taxonomy.values(), UNSORTED):
        if value.key in members:
            groups.setdefault(value.group or "Other", []).append(Category(value, tuple(members[value.key])))
    return Landscape(tuple(Group(label, tuple(found)) for label, found in groups.items()), tuple(retired))


def retired_tool(tool: Tool) -> bool:
    """Whether a tool is no longer in use."""
    return tool.lifecycle is not None and tool.lifecycle.phase == "end_of_life"
