"""What a team does together with others: meetings it runs or comes to, and initiatives it works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.model.people import Member, Person, Team
from stackbook.work.raci import team_of
from stackbook.work.rituals import RitualLine

LEADING = ("sponsor_marketing", "sponsor_it", "leader", "coordinator")
"""Keys of an initiative that say who leads it, the weightiest first."""
PROMISED = "capacity"
ROLE = "role:"
"""Stands before a word of the vocabulary of roles."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a team does in an initiative.

    Args:
        initiative: the initiative.
        parts: what it does: one of `LEADING`, a role after `ROLE`, or `PROMISED`; each with who does it.
    """

    initiative: Initiative
    parts: tuple[tuple[str, Entity], ...]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody's place in a team.

    Args:
        person: who.
        role: a word of the vocabulary of roles, or "".
        member: how the team lists them; None for somebody who names the team and is not listed.
        successor: who took over, if that is said.
        left: their time there is over; False without a day for today.
    """

    person: Person
    role: str
    member: Member | None
    successor: Entity | None
    left: bool


def member_lines(inventory: Inventory, team: Team, as_of: date | None) -> tuple[MemberLine, ...]:
    """The people of a team: by role in the order of the vocabulary, then by name; those who left come last.

    Args:
        inventory: what to look at.
        team: the team.
        as_of: the day that is meant by "today"; None when there is none.
    """
    found: dict[tuple[str, str], MemberLine] = {}
    for member in team.members:
        person = inventory.get("person", member.person)
        if isinstance(person, Person):
            left = bool(as_of and ((member.to and member.to < as_of) or (person.to and person.to < as_of)))
            line = MemberLine(person, member.role, member, inventory.get("person", member.replaced_by), left)
            found.setdefault((person.ref, member.role), line)
    listed = {line.person.ref for line in found.values()}
    for person in inventory.all("person"):
        if isinstance(person, Person) and person.ref not in listed and inventory.get("team", person.team) is team:
            over = bool(as_of and person.to and person.to < as_of)
            found[person.ref, person.role or ""] = MemberLine(person, person.role or "", None, None, over)
    order = list(inventory.vocabularies["role"].values)
    place = {role: number for number, role in enumerate(order)}
    return tuple(
        sorted(
            found.values(),
            key=lambda line: (line.left, place.get(line.role, len(order)), line.person.display_name.casefold()),
        )
    )


def runs(team: Team, rituals: Iterable[RitualLine]) -> tuple[RitualLine, ...]:
    """The meetings that a team runs."""
    return tuple(line for line in rituals if line.team is team)


def attends(team: Team, rituals: Iterable[RitualLine], inventory: Inventory) -> tuple[RitualLine, ...]:
    """The meetings that a team, or somebody of it, comes to, without those that it runs."""
    return tuple(
        line
        for line in rituals
        if line.team is not team and any(team_of(one, inventory) is team for one in line.attendees)
    )


def places(team: Team, initiatives: Iterable[Initiative], inventory: Inventory) -> tuple[Place, ...]:
    """The initiatives that a team, or somebody of it, works on, in their order."""
    found = []
    for initiative in initiatives:
        parts = tuple(
            dict.fromkeys(
                (part, who.ref) for part, who in _named(initiative, inventory) if team_of(who, inventory) is team
            )
        )
        if parts:
            known = ((part, inventory.find(ref)) for part, ref in parts)
            found.append(Place(initiative, tuple((part, who) for part, who in known if who is not None)))
    return tuple(found)


def _named(initiative: Initiative, inventory: Inventory) -> Iterator[tuple[str, Entity]]:
    for key in LEADING:
        if who := inventory.find(getattr(initiative, key)):
            yield key, who
    for one in initiative.team:
        if who := inventory.find(one.who):
            yield f"{ROLE}{one.role}", who
    for promise in initiative.capacity:
        if who := inventory.get("team", promise.team):
            yield PROMISED, who
