"""Which processing activities cover what a tool holds and what a flow carries."""

from __future__ import annotations

from collections.abc import Iterable

from stackbook.governance.personal import Held, covers
from stackbook.graph import Flow
from stackbook.inventory import Inventory
from stackbook.model.activities import Activity


class Activities:
    """Processing activities, looked up by tool and flow.

    Args:
        inventory: what to look at.
    """

    def __init__(self, inventory: Inventory) -> None:
        self.all = tuple(one for one in inventory.all("activity") if isinstance(one, Activity))
        """By name."""
        self._inventory = inventory
        self.of_tool: dict[str, tuple[Activity, ...]] = {}
        """Tool's id to the activities that name it."""
        by_tool: dict[str, dict[str, Activity]] = {}
        for one in self.all:
            for name in one.tools or ():
                if tool := inventory.get("tool", name):
                    by_tool.setdefault(tool.id, {})[one.id] = one
        self.of_tool = {tool: tuple(found.values()) for tool, found in sorted(by_tool.items())}

    def of_flow(self, flow: Flow) -> tuple[Activity, ...]:
        """The activities that a flow belongs to: those its integration names, else those that name both its tools."""
        named = [self._inventory.get("activity", one) for one in flow.integration.activities]
        found = [one for one in named if isinstance(one, Activity)]
        if found:
            return tuple({one.id: one for one in found}.values())
        at_target = {one.id for one in self.of_tool.get(flow.target.id, ())}
        return tuple(one for one in self.of_tool.get(flow.source.id, ()) if one.id in at_target)


def undeclared(held: Held, activities: Iterable[Activity]) -> tuple[str, ...]:
    """The data categories of some data that none of the activities declares; a wider key covers those below it."""
    declared = {category for one in activities for category in one.data_categories or ()}
    return tuple(one for one in held.categories if not any(covers(wide, one) for wide in declared))
