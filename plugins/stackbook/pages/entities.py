"""The page of an entity: general for every kind, with what a kind shows beyond its fields."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from stackbook.completeness import Completeness
from stackbook.diagnostics import Side
from stackbook.drawing import Drawing
from stackbook.fields import FieldDoc, by_key, describe
from stackbook.governance.waiting import answers
from stackbook.lineage.impact import CAN_GO
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.decisions import Decision
from stackbook.model.initiatives import CHANGEABLE, Initiative
from stackbook.model.journeys import Journey
from stackbook.model.people import Person, Team
from stackbook.model.reviews import Review
from stackbook.model.terms import Term
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.day_words import planned_for
from stackbook.pages.decisions import decisions_about
from stackbook.pages.findings import accepted_rows
from stackbook.pages.headings import Headings
from stackbook.pages.impact import impact_html
from stackbook.pages.journeys import journey_words
from stackbook.pages.kinds import page_of_kind, sources_of
from stackbook.pages.links import around_of, page_of
from stackbook.pages.on_day import now_and_after
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.pictures import figure, picture_html, wide
from stackbook.pages.requirement_links import TRACED, found_requirements, work_extras
from stackbook.pages.reviews import reviews_about
from stackbook.pages.teams import TOLD as TOLD_OF_TEAM
from stackbook.pages.text import as_text, plain_prose, shorten
from stackbook.pages.token_rows import syntax_words
from stackbook.views.ownership import duties, related

RECORD = "About this record"
_IN_HEADER = {"name", "description", "purpose", "icon", "notes", "public", "tags", "visibility"}


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
    kind, of_kind = entity.spec.key, page_of_kind(entity)
    extra = of_kind.extras(desk, entity)
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
        decisions=decisions_about(desk, entity),
        related=_related(desk, entity),
        picture=_picture(desk, entity, drawing),
        drawn=bool(drawing and drawing.layout),
        picture_title=of_kind.picture,
        detail=figure(desk, detail, "lineage") if detail and detail.layout else "",
        around=desk.url(around_of(entity)) if entity.ref in book.around else "",
        impact=impact_html(desk, entity.ref) if kind in CAN_GO else Markup(""),
        planned=planned_for(desk, entity) if kind in CHANGEABLE else Markup(""),
        extensions=[(key, as_text(value)) for key, value in entity.extensions.items()],
        source=_source(book, entity),
        heading=headings,
        **work_extras(desk, entity),
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
    parts, weight = (
        (*_found_fields(book, entity), *found_requirements(book, entity)),
        page_of_kind(entity).weight,
    )
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
    of_kind = page_of_kind(entity)
    hidden = _IN_HEADER | of_kind.shown | told
    made = []
    for title, docs in describe(entity.spec.key).sections:
        facts = []
        for doc in docs:
            if doc.key in hidden or (doc.internal and not desk.book.options.internal and not _public(entity)):
                continue
            html = desk.values.of(doc, entity)
            if html and doc.key not in of_kind.in_kind_line:
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


_SECTIONS = {("review", by_key(Review)["subject"].label), ("decision", by_key(Decision)["affects"].label)}
"""What every page shows in a section of its own."""


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
        "team": {("person", "Team"), ("team", "Members"), ("team", "Part of"), *TOLD_OF_TEAM},
        "person": set(),
        "journey": {("token", "Used in")},
        "term": {("term", "Part of"), ("term", "See also")},
        "decision": {("decision", by_key(Decision)["supersedes"].label)},
        "capability": {
            ("capability", "Part of"),
            ("tool", "Capabilities"),
            ("initiative", by_key(Initiative)["capabilities"].label),
        },
        "kpi": {("initiative", by_key(Initiative)["kpis"].label), ("journey", by_key(Journey)["kpis"].label)},
    }.get(entity.spec.key, set())
    owned = {label for duty in duties(desk.book.inventory, entity.ref) for label in (duty.label,)}
    rows = []
    for kind, label, entities in related(desk.book.inventory, entity):
        if (
            (kind, label) in shown
            or (kind, label) in _SECTIONS
            or _told_of_projects(kind, label, entity)
            or (entity.spec.key in ("person", "team") and label in owned | {"Owner"})
        ):
            continue
        spec = KINDS[kind].spec
        rows.append((spec.plural if len(entities) > 1 else spec.singular, label, entities))
    return rows


def _told_of_projects(kind: str, label: str, entity: Entity) -> bool:
    """Whether a part of the page about initiatives and requirements says it."""
    if kind != "initiative":
        return False
    told = {
        "changes": entity.spec.key in CHANGEABLE,
        "requirements": entity.spec.key in TRACED,
        "depends_on": entity.spec.key == "initiative",
    }
    docs = by_key(Initiative)
    return any(there and docs[key].label == label for key, there in told.items())


def _picture(desk: Desk, entity: Entity, drawing: Drawing | None) -> Markup | None:
    """The picture of its neighbourhood; a tool's page has a table of its own under it."""
    if drawing is None:
        return None
    if isinstance(entity, Tool | Token):  # their pages have lists of their own
        return figure(desk, drawing, "flows")
    if isinstance(entity, Initiative):
        return now_and_after(desk, entity, drawing)
    return picture_html(desk, drawing.view, drawing, "flows")


def _name(entity: Entity) -> tuple[str, str]:
    return entity.display_name.casefold(), entity.ref
