"""Who looks after what: from a person or team to what they own, and from a thing to whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.fields import by_key
from stackbook.inventory import Inventory, Reference
from stackbook.model.base import Entity
from stackbook.model.people import Person, Team
from stackbook.model.tools import Tool

OWNING = ("business_owner", "technical_owner", "data_steward", "budget_owner", "steward", "owner", "on_call")
"""Keys by which somebody looks after something, the weightiest first."""

RECORD = "About this record"
"""The section that says who keeps a record right; kinds whose owner stands elsewhere have a real owner."""

KEEPER = "Keeper of the record"
"""The duty of keeping a record right, which makes nobody the one to ask."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody does for something.

    Args:
        label: the duty, such as ``Business owner``.
        entities: for what, by name.
    """

    label: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask about a tool.

    Args:
        tool: the tool.
        business: who decides.
        technical: who keeps it running.
        steward: who keeps its data right.
    """

    tool: Tool
    business: Entity | None
    technical: Entity | None
    steward: Entity | None


def duties(inventory: Inventory, ref: str) -> tuple[Duty, ...]:
    """What a person or team looks after, by duty."""
    found: dict[str, dict[str, Entity]] = {}
    for reference in inventory.named_by(ref):
        if len(reference.path) == 1 and reference.key in OWNING and (entity := inventory.find(reference.source)):
            found.setdefault(reference.key, {})[entity.ref] = entity
    return tuple(
        Duty(_label(key, next(iter(found[key].values()))), tuple(sorted(found[key].values(), key=_name)))
        for key in OWNING
        if key in found
    )


def _label(key: str, example: Entity) -> str:
    doc = by_key(type(example)).get(key)
    if doc is None:
        return key
    return KEEPER if key == "owner" and doc.section == RECORD else doc.label


def who_to_ask(inventory: Inventory) -> tuple[Asked, ...]:
    """Every tool with its owners, by name."""
    return tuple(
        Asked(
            tool,
            inventory.find(tool.business_owner),
            inventory.find(tool.technical_owner),
            inventory.find(tool.data_steward),
        )
        for tool in inventory.all("tool")
        if isinstance(tool, Tool) and (tool.lifecycle is None or tool.lifecycle.phase != "end_of_life")
    )


def members(inventory: Inventory, team: Team) -> tuple[tuple[Person, str], ...]:
    """The people of a team with their roles: those the team lists, then those who name it."""
    found: dict[str, tuple[Person, str]] = {}
    for member in team.members:
        person = inventory.get("person", member.person)
        if isinstance(person, Person):
            found.setdefault(person.id, (person, member.role))
    for person in inventory.all("person"):
        if isinstance(person, Person) and inventory.get("team", person.team) is team:
            found.setdefault(person.id, (person, person.role or ""))
    return tuple(found.values())


def related(inventory: Inventory, entity: Entity) -> tuple[tuple[str, str, tuple[Entity, ...]], ...]:
    """What names an entity: the naming kind's key, the label of the key in which it does, the entities by name."""
    found: dict[tuple[str, str], dict[str, Entity]] = {}
    for reference in inventory.named_by(entity.ref):
        source = inventory.find(reference.source)
        if source is not None and source.ref != entity.ref:
            found.setdefault((source.spec.key, _reference_label(reference, source)), {})[source.ref] = source
    return tuple(
        (kind, label, tuple(sorted(entities.values(), key=_name))) for (kind, label), entities in sorted(found.items())
    )


def _reference_label(reference: Reference, source: Entity) -> str:
    doc = by_key(type(source)).get(reference.key)
    return doc.label if doc else reference.key


def _name(entity: Entity) -> tuple[str, str]:
    return entity.display_name.casefold(), entity.ref
