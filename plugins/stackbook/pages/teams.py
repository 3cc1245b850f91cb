"""What the page of a team shows beyond its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from stackbook.fields import by_key
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.model.people import Person, Team
from stackbook.model.rituals import Ritual
from stackbook.model.tools import Tool
from stackbook.pages.book import Desk
from stackbook.pages.contracts import team_calendar
from stackbook.pages.raci import RACI
from stackbook.pages.raci import of_team as raci_of_team
from stackbook.pages.rituals import of_team as rituals_of_team
from stackbook.pages.text import fill
from stackbook.pages.upkeep import WAITING
from stackbook.views.ownership import duties
from stackbook.work.capacity import CapacityLine
from stackbook.work.raci import LETTERS
from stackbook.work.teams import LEADING, PROMISED, ROLE, MemberLine, Place, member_lines, places

SHOWN = frozenset({"members", "capacity"})
"""Fields that the page of a team shows in its own way."""
TOLD = frozenset(
    {
        *(("initiative", by_key(Initiative)[key].label) for key in (*LEADING, "team", PROMISED)),
        *(("ritual", by_key(Ritual)[key].label) for key in ("owner", "attendees")),
        ("tool", by_key(Tool)["raci"].label),
    }
)
"""Kinds and labels of what names a team and stands in a part of its page."""
_OVER = ("cancelled", "launched", "monitoring")
"""Initiatives of these states come last on the page of a team."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a team in one role.

    Args:
        role: the role, in words; "" when none is said.
        people: who has it.
    """

    role: str
    people: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a team does in an initiative, in words with links to who does it."""

    initiative: Initiative
    parts: Markup


def team_extras(desk: Desk, team: Team) -> dict[str, Any]:
    """What the template of a team needs beyond what every page has."""
    book, inventory = desk.book, desk.book.inventory
    lines = member_lines(inventory, team, book.as_of)
    work = sorted(
        places(team, book.governance.work.initiatives, inventory), key=lambda place: place.initiative.status in _OVER
    )
    waits = [one for one in book.waiting if one.team is team]
    return {
        "groups": _groups(desk, tuple(line for line in lines if not line.left)),
        "left": tuple(line for line in lines if line.left),
        "duties": duties(inventory, team.ref),
        "below": [e for e in inventory.all("team") if isinstance(e, Team) and inventory.get("team", e.parent) is team],
        "calendar": team_calendar(desk, team),
        "rituals": rituals_of_team(desk, team),
        "raci": raci_of_team(book, team),
        "raci_url": desk.url(RACI),
        "letters": LETTERS,
        "work": tuple(Work(one.initiative, _parts(desk, one)) for one in work),
        "loads": _loads(desk, team),
        "waits": len(waits),
        "waiting_url": f"{desk.url(WAITING)}?team={team.id}",
    }


def _groups(desk: Desk, lines: tuple[MemberLine, ...]) -> tuple[Group, ...]:
    """The people by role, in the order of the lines."""
    found: dict[str, list[MemberLine]] = {}
    for line in lines:
        found.setdefault(line.role, []).append(line)
    labels = desk.book.inventory.vocabularies
    return tuple(Group(labels.label("role", role), tuple(people)) for role, people in found.items())


def _parts(desk: Desk, place: Place) -> Markup:
    """What a team does in an initiative: ``Leader Tobin Larchfeld, People promised``."""
    said: dict[str, list[Entity]] = {}
    for part, who in place.parts:
        said.setdefault(_label(desk, part), []).append(who)
    pieces = []
    for label, people in said.items():
        named = [desk.link(who) for who in people if isinstance(who, Person)]
        alone = len(named) < len(people)  # the team itself does it
        pieces.append(escape(label) if alone else fill("%s: %s", label, Markup(", ").join(named)))
    return Markup("; ").join(pieces)


def _label(desk: Desk, part: str) -> str:
    if part.startswith(ROLE):
        return desk.book.inventory.vocabularies.label("role", part.removeprefix(ROLE))
    return "People promised" if part == PROMISED else by_key(Initiative)[part].label


def _loads(desk: Desk, team: Team) -> tuple[CapacityLine, ...]:
    """How many people a team has in each quarter, and to whom they are promised."""
    return tuple(line for line in desk.book.governance.work.capacity if line.team is team)
