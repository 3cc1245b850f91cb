"""The page of an entity: general for every kind, with what a kind shows beyond its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from stackbook.completeness import Completeness
from stackbook.diagnostics import Side
from stackbook.drawing import Drawing
from stackbook.fields import FieldDoc, describe
from stackbook.governance.waiting import answers
from stackbook.graph import Flow
from stackbook.lineage.impact import CAN_GO
from stackbook.model import KINDS
from stackbook.model.activities import Activity
from stackbook.model.base import Entity
from stackbook.model.contracts import Contract
from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration
from stackbook.model.journeys import Journey
from stackbook.model.own_rules import OwnRule
from stackbook.model.people import Person, Team
from stackbook.model.reviews import Review
from stackbook.model.terms import Term
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool, Vendor
from stackbook.pages.activities import activity_extras
from stackbook.pages.book import Book, Desk
from stackbook.pages.contracts import SHOWN as SHOWN_OF_CONTRACT
from stackbook.pages.contracts import contract_extras, team_calendar, tool_agreements
from stackbook.pages.findings import accepted_rows
from stackbook.pages.glossary import term_extras
from stackbook.pages.headings import Headings
from stackbook.pages.impact import impact_html
from stackbook.pages.journeys import journey_extras, journey_words
from stackbook.pages.links import around_of, page_of
from stackbook.pages.own_rules import rule_extras
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.personalisation import sending_tool
from stackbook.pages.pictures import figure, picture_html, wide
from stackbook.pages.reviews import review_extras, reviews_about
from stackbook.pages.sources import source_extras
from stackbook.pages.text import as_text, plain_prose, shorten
from stackbook.pages.token_rows import syntax_words
from stackbook.pages.tokens import SHOWN, token_extras
from stackbook.pages.vendors import SHOWN as SHOWN_OF_VENDOR
from stackbook.pages.vendors import vendor_extras
from stackbook.views.ownership import duties, members, related

RECORD = "About this record"
_WEIGHTS = {"tool": 8.0, "term": 6.0, "token": 4.0}
"""Kinds that people look for most stand earlier among the hits of a search."""
_PICTURE_TITLES = {
    "vendor": "What its tools exchange",
    "team": "Its stack",
    "data_source": "Where its fields come from and go to",
    "integration": "What it connects",
    "token": "Where the value comes from",
}
_IN_HEADER = {"name", "description", "purpose", "icon", "notes", "public", "tags", "visibility"}
_IN_KIND_LINE: dict[type[Entity], set[str]] = {
    Tool: {"category", "criticality"},
    DataSource: {"kind", "tool"},
    Integration: {"status", "criticality"},
    Team: {"kind"},
    Person: {"role", "team"},
    Term: {"definition"},
}
"""What the head of the page says already. It is listed only where it is known to be unknown."""
_SHOWN_BY_KIND: dict[type[Entity], set[str]] = {
    DataSource: {"fields"},
    Integration: {"fields", "from", "to", "via"},
    Team: {"members"},
    Journey: {"steps"},
    Token: {*SHOWN},
    Term: {"broader", "related"},
    Contract: {*SHOWN_OF_CONTRACT},
    Vendor: {*SHOWN_OF_VENDOR},
    Review: {"subject", "type", "state", "outcome", "conditions"},
    OwnRule: {"where", "must", "message", "severity", "why", "fix"},
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field with its value as it is shown."""

    doc: FieldDoc
    html: Markup
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section of facts."""

    id: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow as seen from one tool."""

    flow: Flow
    other: Tool
    way: str


def entity_page(book: Book, entity: Entity, drawing: Drawing | None = None, detail: Drawing | None = None) -> Page:
    """The page of an entity.

    Args:
        book: what all pages share.
        entity: as the audience may see it.
        drawing: its neighbourhood, or its lineage for a token; None when it has none.
        detail: for a data source, its lineage field by field.
    """
    path = page_of(entity)
    desk = Desk(book, path)
    desk.linked_terms.add(entity.ref)  # a term's page does not lead to itself
    done = book.governance.complete[entity.ref]
    accepted = accepted_rows(desk, book.accepted_of.get(entity.ref, ()))
    shown = {id(row.accepted.waiver) for row in accepted}
    told = {"waivers"} if all(id(one) in shown for one in entity.waivers) else set()
    sections = _sections(desk, entity, told)
    extra = _EXTRAS.get(type(entity), _nothing)(desk, entity)
    kind = entity.spec.key
    template = f"{kind}.html" if book.has_template(f"{kind}.html") else "entity.html"
    headings = Headings()
    html = desk.render(
        template,
        entity=entity,
        kind=entity.spec,
        sections=[s for s in sections if s.title != RECORD],
        record=next((s for s in sections if s.title == RECORD), None),
        completeness=done,
        seal=book.governance.seals[entity.ref],
        gaps=_gaps(book, entity, done),
        findings=book.findings_of.get(entity.ref, ()),
        accepted=accepted,
        reviews=reviews_about(desk, entity),
        related=_related(desk, entity),
        picture=_picture(desk, entity, drawing),
        drawn=bool(drawing and drawing.layout),
        picture_title=_PICTURE_TITLES.get(kind, ""),
        detail=figure(desk, detail, "lineage") if detail and detail.layout else "",
        around=desk.url(around_of(entity)) if entity.ref in book.around else "",
        impact=impact_html(desk, entity.ref) if kind in CAN_GO else Markup(""),
        extensions=[(key, as_text(value)) for key, value in entity.extensions.items()],
        source=_source(book, entity),
        heading=headings,
        **extra,
    )
    description = describe_entity(book, entity)
    return Page(
        path,
        entity.display_name,
        description,
        html,
        entity.spec.tab,
        headings.found,
        search_record(book, entity, description),
        _source(book, entity),
        wide=wide(drawing, detail) or bool(extra.get("wide")),
    )


def _gaps(book: Book, entity: Entity, done: Completeness) -> tuple[tuple[Side, tuple[FieldDoc, ...]], ...]:
    """What is not filled in, by the side that answers; nothing internal where that may not be named."""
    named = [doc for doc in (*done.missing, *done.unknown) if book.options.internal or not doc.internal]
    found = ((side, tuple(doc for doc in named if answers(entity, doc) is side)) for side in Side)
    return tuple((side, docs) for side, docs in found if docs)


def _source(book: Book, entity: Entity) -> str:
    origin = book.inventory.origins.get(entity.ref)
    return origin.path if origin else ""


def describe_entity(book: Book, entity: Entity) -> str:
    """One sentence about an entity: its purpose, its description, or what it is."""
    purpose = entity.definition if isinstance(entity, Term) else getattr(entity, "purpose", None)
    if purpose:
        return shorten(str(purpose), 160)
    if entity.description:
        return shorten(plain_prose(entity.description), 160)
    about = entity.spec.singular
    if isinstance(entity, Person):
        team = book.inventory.get("team", entity.team)
        about = book.inventory.vocabularies.label("role", entity.role) or about
        return shorten(f"{about}{f', {team.display_name}' if team else ''}.", 160)
    return shorten(f"{entity.display_name}: {about.lower()} at {book.inventory.organisation.name}.", 160)


def search_record(book: Book, entity: Entity, description: str) -> SearchRecord:
    """What a search finds an entity by."""
    words = [description, *entity.searchable]
    labels = book.inventory.vocabularies
    if isinstance(entity, Tool):
        words.append(labels.label("category", entity.category))
        vendor = book.inventory.get("vendor", entity.vendor)
        words.append(vendor.display_name if vendor else "")
        for source in sources_of(book, entity):
            words += [source.name, *(f.label for f in source.fields)]
    elif isinstance(entity, DataSource | Token):
        tool = book.inventory.get("tool", entity.tool)
        words.append(tool.display_name if tool else "")
        words.append(syntax_words(entity) if isinstance(entity, Token) else "")
    elif isinstance(entity, Journey):
        words += journey_words(book, entity)
    elif isinstance(entity, Person | Team):
        words += [e.display_name for duty in duties(book.inventory, entity.ref) for e in duty.entities]
    if entity.description and description not in entity.description:
        words.append(plain_prose(entity.description))
    text = ". ".join(dict.fromkeys(w.rstrip(".") for w in words if w))
    parts, weight = _found_fields(book, entity), _WEIGHTS.get(entity.spec.key, 1.0)
    return SearchRecord(entity.display_name, shorten(text, 1_500), (entity.spec.singular,), parts, weight)


def _found_fields(book: Book, entity: Entity) -> tuple[tuple[str, str, str], ...]:
    """The fields of a data source as places a search finds by themselves."""
    if not isinstance(entity, DataSource) or not book.fields_findable:
        return ()
    tool = book.inventory.get("tool", entity.tool)
    where = f"Field of {entity.name}{f' in {tool.display_name}' if tool else ''}"
    own = book.lineage.fields_in_use  # these are found by the record of their own page
    fields = (f for f in entity.fields if f"{entity.id}.{f.id}" not in own)
    return tuple((f"field-{f.id}", f.label, f"{where}: {f.id}") for f in fields)


def _sections(desk: Desk, entity: Entity, told: set[str]) -> tuple[Section, ...]:
    """What is recorded, without ``told``, which the page shows elsewhere."""
    hidden = _IN_HEADER | _SHOWN_BY_KIND.get(type(entity), set()) | told
    made = []
    for title, docs in describe(entity.spec.key).sections:
        facts = []
        for doc in docs:
            if doc.key in hidden or (doc.internal and not desk.book.options.internal and not _public(entity)):
                continue
            html = desk.values.of(doc, entity)
            if html and doc.key not in _IN_KIND_LINE.get(type(entity), ()):
                facts.append(Fact(doc, html))
            elif not html and doc.key in entity.known_unknown:
                facts.append(Fact(doc, Markup("Asked, nobody knows"), unknown=True))
        if facts:
            made.append(Section(_anchor(title), title, tuple(facts)))
    return tuple(made)


def _public(entity: Entity) -> bool:
    return isinstance(entity, Person) and entity.public


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-").replace(",", "")


def _related(desk: Desk, entity: Entity) -> list[tuple[str, str, tuple[Entity, ...]]]:
    """What names the entity, without what its page shows elsewhere."""
    shown = {
        "tool": {("integration", "From"), ("integration", "To"), ("integration", "Via"), ("data_source", "Tool")},
        "data_source": {
            ("token", "Source"),
            ("token", "Field in the tool"),
            ("integration", "Fields"),
            ("data_source", "Fields"),
        },
        "vendor": {("tool", "Vendor"), ("contract", "Vendor")},
        "team": {("person", "Team"), ("team", "Members")},
        "person": set(),
        "journey": {("token", "Used in")},
        "term": {("term", "Part of"), ("term", "See also")},
    }.get(entity.spec.key, set())
    owned = {label for duty in duties(desk.book.inventory, entity.ref) for label in (duty.label,)}
    rows = []
    for kind, label, entities in related(desk.book.inventory, entity):
        if (
            (kind, label) in shown
            or (kind, label) == ("review", "Subject")
            or (entity.spec.key in ("person", "team") and label in owned | {"Owner"})
        ):
            continue
        spec = KINDS[kind].spec
        rows.append((spec.plural if len(entities) > 1 else spec.singular, label, entities))
    return rows


def _picture(desk: Desk, entity: Entity, drawing: Drawing | None) -> Markup | None:
    """The picture of its neighbourhood; a tool's page has a table of its own under it."""
    if drawing is None:
        return None
    if isinstance(entity, Tool | Token):  # their pages have lists of their own
        return figure(desk, drawing, "flows")
    return picture_html(desk, drawing.view, drawing, "flows")


def sources_of(book: Book, tool: Tool) -> tuple[DataSource, ...]:
    """The data sources a tool holds, by name."""
    refs = {r.source for r in book.inventory.named_by(tool.ref) if r.path == ("tool",)}
    found = [e for ref in refs if isinstance(e := book.inventory.find(ref), DataSource)]
    return tuple(sorted(found, key=lambda e: (e.name.casefold(), e.id)))


def _name(entity: Entity) -> tuple[str, str]:
    return entity.display_name.casefold(), entity.ref


def _nothing(desk: Desk, entity: Any) -> dict[str, Any]:
    return {}


def _tool(desk: Desk, tool: Tool) -> dict[str, Any]:
    graph = desk.book.graph
    rows = [FlowRow(f, f.source, "in") for f in graph.inbound.get(tool.id, ())]
    rows += [FlowRow(f, f.target, "out") for f in graph.outbound.get(tool.id, ()) if f.source.id != f.target.id]
    rows += [
        FlowRow(f, f.source, "through")
        for f in graph.through.get(tool.id, ())
        if tool.id not in (f.source.id, f.target.id)
    ]
    rows.sort(key=lambda r: (("in", "out", "through").index(r.way), r.other.name.casefold(), r.flow.integration.id))
    return {
        "flows": rows,
        "sources": sources_of(desk.book, tool),
        "sending": sending_tool(desk.book, tool),
        **tool_agreements(desk.book, tool),
    }


def _integration(desk: Desk, integration: Integration) -> dict[str, Any]:
    find = desk.book.inventory.get
    return {
        "ends": (find("tool", integration.from_), find("tool", integration.via), find("tool", integration.to)),
        "two_way": integration.direction == "two_way",
    }


def _team(desk: Desk, team: Team) -> dict[str, Any]:
    inventory = desk.book.inventory
    below = [e for e in inventory.all("team") if isinstance(e, Team) and inventory.get("team", e.parent) is team]
    return {
        "members": members(inventory, team),
        "duties": duties(inventory, team.ref),
        "below": below,
        "calendar": team_calendar(desk, team),
    }


def _person(desk: Desk, person: Person) -> dict[str, Any]:
    return {"duties": duties(desk.book.inventory, person.ref), "team": desk.book.inventory.get("team", person.team)}


_EXTRAS: dict[type[Entity], Callable[[Desk, Any], dict[str, Any]]] = {
    Tool: _tool,
    Vendor: vendor_extras,
    DataSource: source_extras,
    Integration: _integration,
    Team: _team,
    Person: _person,
    Journey: journey_extras,
    Token: token_extras,
    Term: term_extras,
    Contract: contract_extras,
    Activity: activity_extras,
    Review: review_extras,
    OwnRule: rule_extras,
}
