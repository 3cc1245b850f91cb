"""The page of a field: what it means, where its value comes from, where it goes, and what uses it."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.drawing import Drawing
from stackbook.fields import fields_of
from stackbook.graph import Flow
from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.lineage.field_graph import Place, Step
from stackbook.lineage.names import FIELD
from stackbook.lineage.tokens import TokenLine
from stackbook.lineage.ways import feeding, reached_from
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataField
from stackbook.pages.book import Book, Desk
from stackbook.pages.headings import Headings
from stackbook.pages.impact import impact_html
from stackbook.pages.links import field_path
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.pictures import figure, wide
from stackbook.pages.requirement_links import requirement_link, touching, ways
from stackbook.pages.text import shorten
from stackbook.views.lineage import change_words

MOST_ROWS = 80
"""So many fields stand in a list of a field's page, the nearest first."""

_SAID_ELSEWHERE = ("integration", "data_source", "token", "initiative")
"""Kinds whose use of a field has a place of its own on the page."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A field that feeds another, or is fed by it.

    Args:
        place: the field.
        steps: how many steps away.
        flow: the integration of the nearest step; None inside a tool.
        change: what happens to the value on that step; "" when nothing does.
        often: how often it runs, a word of the vocabulary; "" inside a tool.
        by: the field next to it on the way; None when that is the page's own.
    """

    place: Place
    steps: int
    flow: Flow | None
    change: str
    often: str
    by: Place | None


def field_page(book: Book, place: Place, drawing: Drawing | None) -> Page:
    """The page of one field.

    Args:
        book: what all pages share.
        place: the field, one of `Lineage.fields_in_use`.
        drawing: its lineage; None when there is nothing to draw.
    """
    path = field_path(place.key)
    desk, headings = Desk(book, path), Headings()
    field, tool = place.field, book.inventory.get("tool", place.tool)
    lineage = book.lineage
    before = _hops(desk, place, feeding(lineage.fields, place.key, _onward), backwards=True)
    after = _hops(desk, place, reached_from(lineage.fields, place.key, _onward), backwards=False)
    tokens = tokens_fed(lineage, place.key)
    html = desk.render(
        "field.html",
        place=place,
        field=field,
        tool=tool,
        heading=headings,
        picture=figure(desk, drawing, "lineage") if drawing else "",
        before=before[:MOST_ROWS],
        more_before=max(0, len(before) - MOST_ROWS),
        after=after[:MOST_ROWS],
        more_after=max(0, len(after) - MOST_ROWS),
        in_step=_in_step(lineage, place.key),
        tokens=tokens[:MOST_ROWS],
        more_tokens=max(0, len(tokens) - MOST_ROWS),
        used=used_by(book.inventory, lineage, place.key),
        impact=impact_html(desk, f"{FIELD}:{place.key}"),
        touching=touching(desk, f"{FIELD}:{place.key}"),
        requirement_link=lambda line: requirement_link(desk, line),
        ways=lambda refs: ways(desk, refs),
        source_file=_file(book, place),
        docs={doc.key: doc for doc in fields_of(DataField)},
    )
    about = shorten(field.description or f"{field.label}, a field of {place.source.name}.", 160)
    words = [about, place.field.id, field.physical_name or "", place.source.name, tool.display_name if tool else ""]
    words += [line.token.label or line.token.name for line in tokens[:20]]
    titled = f"{field.label} of {place.source.name}"
    search = SearchRecord(titled, ". ".join(word.rstrip(".") for word in words if word), ("Field",), weight=0.5)
    return Page(path, field.label, about, html, "Data", headings.found, search, _file(book, place), wide=wide(drawing))


def _onward(step: Step) -> bool:
    return step.onward


def _in_step(lineage: Lineage, key: str) -> list[tuple[Place, Flow]]:
    """The fields that an integration which goes both ways keeps equal to a field, each with that integration."""
    fields = lineage.fields
    found = {step.start: step for step in fields.into.get(key, ()) if step.live and step.back}
    found |= {step.end: step for step in fields.out.get(key, ()) if step.live and step.back}
    return [(fields.places[other], step.flow) for other, step in sorted(found.items()) if step.flow]


def _file(book: Book, place: Place) -> str:
    origin = book.inventory.origins.get(place.source.ref)
    return origin.path if origin else ""


def _hops(desk: Desk, place: Place, found: dict[str, tuple[Step, ...]], *, backwards: bool) -> list[Hop]:
    """The fields on one side, the nearest first."""
    places = desk.book.lineage.fields.places
    made = []
    for key, way in found.items():
        if key == place.key:
            continue
        step = way[0] if backwards else way[-1]
        near = step.end if backwards else step.start
        often = step.flow.integration.frequency if step.flow else None
        by = places[near] if near != place.key else None
        made.append(Hop(places[key], len(way), step.flow, change_words(desk.book.scene, step), often or "", by))
    return sorted(made, key=lambda hop: (hop.steps, hop.place.source.name.casefold(), hop.place.key))


def tokens_fed(lineage: Lineage, key: str) -> list[TokenLine]:
    """The tokens whose value comes from a field, also over others; by label and tool."""
    found = {
        line.token.id: line
        for reached in reached_from(lineage.fields, key)
        for line in lineage.tokens_of_field.get(reached, ())
        if reached == key or (line.source is not None and line.source.key == reached)
    }
    return sorted(found.values(), key=lambda line: ((line.token.label or line.token.name).casefold(), line.token.id))


def used_by(inventory: Inventory, lineage: Lineage, key: str) -> list[tuple[str, list[Entity]]]:
    """What else names a field, by kind: glossary, processing activities, requirements, and whatever kind is to come."""
    found: dict[str, dict[str, Entity]] = {}
    for reference in lineage.named_fields.get(key, ()):
        entity = inventory.find(reference.source)
        if entity is not None and entity.spec.key not in _SAID_ELSEWHERE:
            found.setdefault(entity.spec.key, {})[entity.ref] = entity
    return [
        (KINDS[kind].spec.plural if len(of) > 1 else KINDS[kind].spec.singular, list(of.values()))
        for kind, of in sorted(found.items())
    ]
