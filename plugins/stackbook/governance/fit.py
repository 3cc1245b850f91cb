"""How well tools fit and whether we need all of them: TIME, overlaps, and seats that are paid for.

TIME is Gartner's model for an application portfolio: Tolerate, Invest, Migrate, Eliminate. A tool stands in one of
four quarters by two scores of 1 to 4: how well it does the job (functional fit, said by the business) and how well
it fits our technology (technical fit, said by IT). 3 and 4 are high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.model.base import Entity
from stackbook.model.tools import Tool

HIGH = 3
"""From this score on a fit is high."""
INVEST, MIGRATE, TOLERATE, ELIMINATE = "invest", "migrate", "tolerate", "eliminate"
QUADRANTS = (INVEST, MIGRATE, TOLERATE, ELIMINATE)
MAIN = "primary"


def quadrant_of(functional: int, technical: int) -> str:
    """The quarter of two scores: one of `QUADRANTS`."""
    if functional >= HIGH:
        return INVEST if technical >= HIGH else MIGRATE
    return TOLERATE if technical >= HIGH else ELIMINATE


@dataclass(frozen=True, slots=True)
class Rated:
    """A tool with both scores.

    Args:
        tool: the tool.
        functional: how well it does the job, 1 to 4.
        technical: how well it fits our technology, 1 to 4.
    """

    tool: Tool
    functional: int
    technical: int

    @property
    def quadrant(self) -> str:
        """One of `QUADRANTS`."""
        return quadrant_of(self.functional, self.technical)


@dataclass(frozen=True, slots=True)
class Seats:
    """How many of the seats of a tool are used.

    Args:
        tool: the tool.
        licensed: seats paid for, at least one.
        active: people who signed in during 90 days.
    """

    tool: Tool
    licensed: int
    active: int

    @property
    def percent(self) -> int:
        """Used seats in per cent, rounded down; more than 100 when more people use it than are paid for."""
        return 100 * self.active // self.licensed

    @property
    def unused(self) -> int:
        """Seats that nobody uses."""
        return max(0, self.licensed - self.active)


class Fit:
    """What the tools in use look like side by side.

    Args:
        lineage: the stack.
    """

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage
        inventory = lineage.inventory
        self.in_use = tuple(tool for tool in inventory.all("tool") if isinstance(tool, Tool) and tool.active)
        """Tools that people use today, by name."""
        self.rated = tuple(
            Rated(tool, tool.functional_fit, tool.technical_fit)
            for tool in self.in_use
            if tool.functional_fit is not None and tool.technical_fit is not None
        )
        """Those with both scores."""
        self.unrated = tuple(t for t in self.in_use if t.functional_fit is None or t.technical_fit is None)
        """Those that lack one or both."""
        seats = [
            Seats(tool, tool.users.licensed, tool.users.active_90d)
            for tool in self.in_use
            if tool.users and tool.users.licensed and tool.users.active_90d is not None
        ]
        self.seats = tuple(sorted(seats, key=lambda one: (one.percent, one.tool.name.casefold(), one.tool.id)))
        """Tools whose seats were counted, the least used first."""
        self.of_capability = self._capabilities(inventory)
        """Capabilities for which several tools are the main one, by name, with those tools."""
        self.of_category = self._categories(inventory)
        """Categories in which several tools are in use, in the taxonomy's order, with those tools."""

    def by_quadrant(self) -> dict[str, tuple[Rated, ...]]:
        """The tools of each quadrant, by name; quadrants without any too."""
        return {key: tuple(one for one in self.rated if one.quadrant == key) for key in QUADRANTS}

    def cells(self) -> Mapping[tuple[int, int], tuple[Tool, ...]]:
        """(functional, technical) to the tools with those scores, by name; cells without any are left out."""
        found: dict[tuple[int, int], list[Tool]] = {}
        for one in self.rated:
            found.setdefault((one.functional, one.technical), []).append(one.tool)
        return {cell: tuple(tools) for cell, tools in sorted(found.items())}

    def _capabilities(self, inventory: Inventory) -> tuple[tuple[Entity, tuple[Tool, ...]], ...]:
        least = inventory.organisation.thresholds.overlap_tools
        found = []
        for capability in inventory.all("capability"):
            doing = self._lineage.doers.get(capability.ref, ())
            tools = {tool.id: tool for tool, role in doing if role == MAIN and tool.active}
            if len(tools) >= least:
                found.append((capability, _by_name(tools)))
        return tuple(found)

    def _categories(self, inventory: Inventory) -> tuple[tuple[str, tuple[Tool, ...]], ...]:
        least = inventory.organisation.thresholds.overlap_tools
        found: dict[str, dict[str, Tool]] = {}
        for tool in self.in_use:
            if tool.category:
                found.setdefault(tool.category, {})[tool.id] = tool
        return tuple(
            (key, _by_name(found[key]))
            for key in inventory.vocabularies["category"].values
            if len(found.get(key, ())) >= least
        )


def _by_name(tools: Mapping[str, Tool]) -> tuple[Tool, ...]:
    return tuple(sorted(tools.values(), key=lambda tool: (tool.name.casefold(), tool.id)))
