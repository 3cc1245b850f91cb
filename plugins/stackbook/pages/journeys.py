"""What the page of a journey shows beyond its fields: its picture, its steps, what breaks it, and its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.journeys import Journey
from stackbook.model.tokens import Token
from stackbook.pages.book import Book, Desk
from stackbook.pages.pictures import ROOM_BESIDE_CONTENTS, sequence_figure
from stackbook.views.sequence import walked

PICTURE = "journey"
"""The name of the picture on the page."""

_COLUMN = 170.0
"""About what a tool takes of the width of the picture, in pixels, where there are many."""


@dataclass(frozen=True, slots=True)
class UsedToken:
    """A token of a journey.

    Args:
        token: the token.
        label: what marketers call the value.
        tool: that sends the message; None when it is not known.
        messages: names of the messages of this journey that use it.
    """

    token: Token
    label: str
    tool: Entity | None
    messages: tuple[str, ...]


def journey_extras(desk: Desk, journey: Journey) -> dict[str, Any]:
    """What the template of a journey gets beyond what every template gets."""
    shown = walked(desk.book.scene, journey)
    return {
        "journey": shown,
        "sequence": sequence_figure(desk, shown, PICTURE) if shown.lifelines else None,
        "tokens": tokens_of(desk.book.inventory, journey),
        "wide": len(shown.lifelines) * _COLUMN > ROOM_BESIDE_CONTENTS,
    }


def tokens_of(inventory: Inventory, journey: Journey) -> tuple[UsedToken, ...]:
    """The tokens that messages of a journey use, by label and tool."""
    found: dict[str, UsedToken] = {}
    for reference in inventory.named_by(journey.ref):
        token = inventory.find(reference.source)
        if isinstance(token, Token):
            uses = tuple(use.name for use in token.used_in if inventory.get("journey", use.journey) is journey)
            tool = inventory.get("tool", token.tool)
            found[token.ref] = UsedToken(token, token.label or token.name, tool, tuple(dict.fromkeys(uses)))
    return tuple(sorted(found.values(), key=_by_label))


def _by_label(one: UsedToken) -> tuple[str, str, str]:
    return one.label.casefold(), one.tool.display_name.casefold() if one.tool else "", one.token.id


def journey_words(book: Book, journey: Journey) -> Iterator[str]:
    """What a search finds a journey by: who goes through it, what happens, and in which tools."""
    yield journey.audience or ""
    shown = walked(book.scene, journey)
    for stage in shown.stages:
        yield stage.words
    for node in shown.lifelines:
        yield node.label
