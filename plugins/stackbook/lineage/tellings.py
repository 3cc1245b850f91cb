"""Whom to tell when something changes: the teams that answer for what is touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.people import Person, Team

_ANSWERING = ("business_owner", "technical_owner", "steward", "owner", "on_call")
"""Attributes that name who answers for something, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A team to tell.

    Args:
        team: the team.
        reasons: ``kind:id`` of what it answers for, each with what becomes of it, a clause.
    """

    team: Team
    reasons: tuple[tuple[str, str], ...]


def tellings(inventory: Inventory, touched: Iterable[tuple[str, str]]) -> tuple[Telling, ...]:
    """The teams that answer for some things, those with most reasons first.

    Args:
        inventory: where they are.
        touched: ``kind:id``, or ``field:data-source.field``, each with what becomes of it.
    """
    found: dict[str, tuple[Team, dict[str, str]]] = {}
    for ref, why in touched:
        kind, _, name = ref.partition(":")
        entity = inventory.get("data_source", name.partition(".")[0]) if kind == "field" else inventory.find(ref)
        for team in teams_of(inventory, entity) if entity else ():
            assert entity is not None  # asked for just now
            found.setdefault(team.id, (team, {}))[1].setdefault(entity.ref, why)
    ordered = sorted(found.values(), key=lambda one: (-len(one[1]), one[0].name.casefold(), one[0].id))
    return tuple(Telling(team, tuple(reasons.items())) for team, reasons in ordered)


def teams_of(inventory: Inventory, entity: Entity) -> tuple[Team, ...]:
    """The teams that answer for something, each once; a person counts as their team."""
    found: dict[str, Team] = {}
    for attribute in _ANSWERING:
        written = getattr(entity, attribute, None)
        if not written or (attribute == "owner" and found):  # keeping a record right is no reason to be told first
            continue
        named = inventory.find(written) if ":" in written else inventory.get("team", written)
        if isinstance(named, Person):
            named = inventory.get("team", named.team)
        if isinstance(named, Team):
            found.setdefault(named.id, named)
    return tuple(found.values())
