"""Who does what for each tool: responsible, accountable, consulted, informed (RACI).

Where a tool says nothing of it, its owners say the most important: the business owner is accountable, the technical
owner is responsible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.people import Person, Team
from stackbook.model.tools import Tool

RESPONSIBLE, ACCOUNTABLE, CONSULTED, INFORMED = "R", "A", "C", "I"
LETTERS = {ACCOUNTABLE: "Accountable", RESPONSIBLE: "Responsible", CONSULTED: "Consulted", INFORMED: "Informed"}
"""The letters with their words, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody does for a tool.

    Args:
        who: a person or a team.
        team: the team itself, or the person's.
        letters: some of `LETTERS`, the weightiest first.
    """

    who: Entity
    team: Team | None
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaciLine:
    """Who does what for one tool.

    Args:
        tool: the tool.
        parts: everybody with their letters, those with the weightiest first, then by name.
        derived: the tool says nothing of it; its owners do.
    """

    tool: Tool
    parts: tuple[Part, ...]
    derived: bool

    @property
    def accountable(self) -> tuple[Entity, ...]:
        """Who answers for it; it should be exactly one."""
        return self.doing(ACCOUNTABLE)

    def doing(self, letter: str) -> tuple[Entity, ...]:
        """Who has one of `LETTERS`."""
        return tuple(part.who for part in self.parts if letter in part.letters)


def raci_lines(inventory: Inventory) -> tuple[RaciLine, ...]:
    """Every tool that is not at its end, by name.

    Args:
        inventory: what to look at.
    """
    tools = (one for one in inventory.all("tool") if isinstance(one, Tool))
    return tuple(
        _line(tool, inventory) for tool in tools if tool.lifecycle is None or tool.lifecycle.phase != "end_of_life"
    )


def team_of(who: Entity | None, inventory: Inventory) -> Team | None:
    """The team itself, or the one that a person belongs to."""
    found = inventory.get("team", who.team) if isinstance(who, Person) else who
    return found if isinstance(found, Team) else None


def _line(tool: Tool, inventory: Inventory) -> RaciLine:
    said = tuple(_said(tool))
    derived = not said
    if derived:
        said = tuple(
            (letter, owner)
            for letter, owner in ((ACCOUNTABLE, tool.business_owner), (RESPONSIBLE, tool.technical_owner))
            if owner
        )
    return RaciLine(tool, _parts(said, inventory), derived)


def _said(tool: Tool) -> Iterator[tuple[str, str]]:
    for word, people in tool.raci.named() if tool.raci else ():
        for who in people:
            yield word[0], who


def _parts(said: Iterable[tuple[str, str]], inventory: Inventory) -> tuple[Part, ...]:
    found: dict[str, tuple[Entity, set[str]]] = {}
    for letter, name in said:
        who = inventory.find(name)
        if who is not None:
            found.setdefault(who.ref, (who, set()))[1].add(letter)
    order = list(LETTERS)
    parts = [
        Part(who, team_of(who, inventory), tuple(letter for letter in order if letter in letters))
        for who, letters in found.values()
    ]
    return tuple(sorted(parts, key=lambda one: (order.index(one.letters[0]), one.who.display_name.casefold())))
