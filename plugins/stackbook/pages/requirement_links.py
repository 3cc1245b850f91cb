"""What other pages say about requirements and initiatives: which touch a thing, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from stackbook.lineage.names import FIELD, title_of
from stackbook.model.base import Entity
from stackbook.model.initiatives import CHANGEABLE, Initiative
from stackbook.pages.book import Book, Desk, bdi
from stackbook.pages.text import fill, shorten
from stackbook.work.readiness import ChangeLine
from stackbook.work.requirements import RequirementLine, Touch

TRACED = ("tool", "integration", "token", "data_source", FIELD)
"""Kinds that a requirement can touch."""
MOST_ROWS = 40
"""So many requirements stand on the page of what they touch; the list has all."""
_NUMBERED = re.compile(r"[a-z]{1,8}[-_]?\d{1,6}")
_SHORT = 70


@dataclass(frozen=True, slots=True)
class Touching:
    """The requirements that touch something, for its page.

    Args:
        touches: those that are shown.
        more: how many are not.
        name: what they touch.
        all: where all of them are listed, or "".
    """

    touches: tuple[Touch, ...]
    more: int
    name: str
    all: str


def anchor_of(line: RequirementLine) -> str:
    """The place of a requirement on the page of its initiative: its id, where no part of the page can be called so."""
    id_ = line.requirement.id
    return id_ if _NUMBERED.fullmatch(id_) else f"requirement-{id_}"


def short(line: RequirementLine) -> str:
    """What is needed, in few words."""
    return shorten(line.requirement.statement, _SHORT)


def touching(desk: Desk, ref: str) -> Touching | None:
    """The requirements that touch ``kind:id``, or ``field:data-source.field``; None when none do."""
    found = desk.book.governance.work.touching.get(ref, ())
    if not found:
        return None
    kind, _, id_ = ref.partition(":")
    name = title_of(desk.book.inventory, desk.book.lineage.fields, ref)
    listed = desk.url("requirements/index") + f"?tool={id_}" if kind == "tool" else ""
    return Touching(found[:MOST_ROWS], max(0, len(found) - MOST_ROWS), name, listed)


def planned_changes(book: Book, entity: Entity) -> tuple[ChangeLine, ...]:
    """What initiatives do to something, by day."""
    return book.governance.work.changes.get(entity.ref, ()) if entity.spec.key in CHANGEABLE else ()


def work_extras(desk: Desk, entity: Entity) -> dict[str, Any]:
    """What the page of anything says about initiatives and requirements: `initiatives` and `touching`."""
    traced = entity.spec.key in TRACED
    return {
        "initiatives": planned_changes(desk.book, entity),
        "touching": touching(desk, entity.ref) if traced else None,
        "requirement_link": lambda line: requirement_link(desk, line),
        "ways": lambda refs: ways(desk, refs),
    }


def requirement_link(desk: Desk, line: RequirementLine) -> Markup:
    """A link to a requirement, by what is needed."""
    url = desk.url(line.initiative, anchor_of(line))
    return fill('<a href="%s">%s</a>', url, bdi(line.requirement.statement))


def ways(desk: Desk, refs: Iterable[str]) -> Markup:
    """What leads from a requirement to something it does not name (``kind:id``, ``field:…``), as links."""
    found = []
    for ref in refs:
        url, name = desk.href(ref, ""), title_of(desk.book.inventory, desk.book.lineage.fields, ref)
        found.append(fill('<a href="%s">%s</a>', url, bdi(name)) if url else bdi(name))
    return Markup(", ").join(found)


def found_requirements(book: Book, entity: Entity) -> tuple[tuple[str, str, str], ...]:
    """What a search finds on a page about requirements: anchor, title and text of each place."""
    work = book.governance.work
    if isinstance(entity, Initiative):
        return tuple(_found(book, line) for line in work.requirements_of.get(entity.id, ()))
    touches = work.touching.get(entity.ref, ()) if entity.spec.key == "tool" else ()
    if not touches:
        return ()
    words = ". ".join(touch.line.requirement.statement.rstrip(".") for touch in touches[:MOST_ROWS])
    return (("requirements", f"Requirements that touch {entity.display_name}", shorten(words, 1_500)),)


def _found(book: Book, line: RequirementLine) -> tuple[str, str, str]:
    one, labels = line.requirement, book.inventory.vocabularies
    words = [f"Requirement {one.id} of {line.initiative.display_name}", labels.label("priority", one.priority)]
    words += [labels.label("requirement_type", one.type), *(one.acceptance or ())]
    touched = [tool.display_name for tool in line.tools]
    touched += [found.display_name for id_ in line.through if (found := book.inventory.get("tool", id_))]
    words += [f"Touches {', '.join(touched)}"] if touched else []
    text = ". ".join(word.rstrip(".") for word in words if word)
    return (anchor_of(line), shorten(one.statement, 120), shorten(text, 600))
