"""Pages about many entities: Home, the list of a kind, the directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from stackbook.fields import by_key
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.own_rules import OwnRule
from stackbook.model.people import Person, Team
from stackbook.model.tokens import Token
from stackbook.pages.access import ACCESS
from stackbook.pages.access import TITLE as GET_ACCESS
from stackbook.pages.book import Book, Desk
from stackbook.pages.cells import cell
from stackbook.pages.coming import AHEAD, coming
from stackbook.pages.costs import COSTS
from stackbook.pages.costs import TITLE as COST
from stackbook.pages.customer import ONE_VIEW, has_view
from stackbook.pages.customer import TITLE as ONE_VIEW_TITLE
from stackbook.pages.day_words import OVER_TIME
from stackbook.pages.dictionary import DICTIONARY
from stackbook.pages.dictionary import TITLE as FIELDS
from stackbook.pages.due import DUE
from stackbook.pages.due import TITLE as COMES_DUE
from stackbook.pages.explorer import EXPLORER
from stackbook.pages.findings import FINDINGS
from stackbook.pages.findings import TITLE as FOUND
from stackbook.pages.glossary import TITLE as GLOSSARY
from stackbook.pages.kpis import TITLE as KPIS
from stackbook.pages.landscape import LANDSCAPE
from stackbook.pages.links import list_of, tag_anchor
from stackbook.pages.over_time import TITLE as OVER_TIME_TITLE
from stackbook.pages.own_rules import in_words as rule_words
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.personalisation import PERSONALISATION, sending_tools
from stackbook.pages.personalisation import TITLE as PERSONALISE
from stackbook.pages.privacy import privacy_tabs
from stackbook.pages.raci import RACI
from stackbook.pages.raci import TITLE as DOES_WHAT
from stackbook.pages.rationalisation import RATIONALISATION
from stackbook.pages.rationalisation import TITLE as RATIONALISE
from stackbook.pages.register import REGISTER
from stackbook.pages.register import TITLE as REGISTER_OF_PROCESSING
from stackbook.pages.renewals import TITLE as RENEW
from stackbook.pages.requirements import REQUIREMENTS
from stackbook.pages.requirements import TITLE as REQUIRED
from stackbook.pages.roadmap import ROADMAP
from stackbook.pages.roadmap import TITLE as PLANNED
from stackbook.pages.scorecards import TITLE as SCORECARDS
from stackbook.pages.stack_views import FLOWS, HUBS, REGIONS
from stackbook.pages.upkeep import COMPLETENESS, WAITING, WAITING_TITLE, side_tallies
from stackbook.pages.upkeep import TITLE as COMPLETE
from stackbook.views.landscape import landscape
from stackbook.views.ownership import KEEPER, Duty, duties, who_to_ask

DIRECTORY, HOME, TAGS = "people/index", "index", "tags"
STACK_VIEWS = (
    ("Landscape", LANDSCAPE),
    ("Explorer", EXPLORER),
    ("Flows", FLOWS),
    ("Hubs", HUBS),
    ("Regions", REGIONS),
    (OVER_TIME_TITLE, OVER_TIME),
)
"""Pages about the whole stack: title and path."""
_TITLES = {"term": GLOSSARY, "token": PERSONALISE, "contract": RENEW, "activity": REGISTER_OF_PROCESSING}
"""Kinds whose list goes by another name."""
_ORDER_OF_HEALTH = {
    title: number
    for number, title in enumerate(
        (FOUND, WAITING_TITLE, COMES_DUE, COMPLETE, RENEW, COST, KPIS, SCORECARDS, RATIONALISE)
    )
}
_ORDER_OF_WORK = {
    title: number for number, title in enumerate((PLANNED, "Initiatives", REQUIRED, "Decisions", "Reviews"))
}
_MOST_NAMES = 3
MOST_COUNTS = 9
"""So many kinds are counted on Home: three rows of three."""
_ORDER_OF_COUNTS = {"tool": 0, "integration": 1, "data_source": 2, "token": 3, "journey": 4, "term": 5, "team": 6}
_ORDER_OF_COUNTS |= {"person": 7, "vendor": 8}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list."""

    label: str
    cells: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """What somebody looks after, in short.

    Args:
        duty: the weightiest duty, such as ``Business owner``; "" when there is none.
        first: the first few it is done for.
        more: how many further things there are, of all duties.
        words: the names of everything, to be found by.
    """

    duty: str
    first: tuple[Entity, ...]
    more: int
    words: str


def home_page(book: Book) -> Page:
    """Home: what this is, search first, the landscape, what is where, what to put right."""
    desk = Desk(book, HOME)
    inventory = book.inventory
    shown = landscape(book.scene)
    fields = sum(len(s.fields) for s in inventory.all("data_source") if isinstance(s, DataSource))
    counts = [
        (kind.spec, _count(inventory.entities[key].values()), desk.list_url(key))
        for key, kind in sorted(KINDS.items(), key=lambda item: (_ORDER_OF_COUNTS.get(item[0], 99), item[1].spec.order))
        if kind.spec.folder and inventory.entities.get(key)
    ][:MOST_COUNTS]
    name = inventory.organisation.name
    html = desk.render(
        "home.html",
        landscape=shown,
        counts=counts,
        fields=fields,
        findings_url=desk.url(FINDINGS),
        waiting=[one for one in side_tallies(book) if one.total],
        waiting_url=desk.url(WAITING),
        sending=sending_tools(book),
        personalise=desk.url(PERSONALISATION),
        dictionary=desk.url(DICTIONARY),
        coming=coming(book),
        ahead=AHEAD,
        register=desk.url(REGISTER),
    )
    about = f"The marketing-technology stack of {name}: {shown.count} tools, who owns them and what flows between them."
    headings = (
        Heading("landscape", "The landscape"),
        Heading("ask", "Where to look"),
        Heading("look-at", "What to put right"),
    )
    search = SearchRecord("The landscape", about, ("Home",))
    return Page(HOME, name, about, html, "Home", headings, search, _organisation_file(book), wide=True)


def _count(entities: Iterable[Entity]) -> int:
    """How many there are, without tokens that no longer work, which their own page does not count either."""
    return sum(1 for one in entities if not (isinstance(one, Token) and one.status == "retired"))


def _organisation_file(book: Book) -> str:
    origin = book.inventory.origins.get("organisation:stack")
    return origin.path if origin else ""


def list_page(book: Book, kind: str) -> Page:
    """The list of all entities of a kind."""
    spec = KINDS[kind].spec
    path = list_of(kind)
    desk = Desk(book, path)
    entities = book.inventory.all(kind)
    columns = [_column(desk, kind, key, entities) for key in spec.columns if key != "purpose"]  # stands under the name
    html = desk.render(
        "list.html",
        kind=spec,
        entities=entities,
        columns=[c for c in columns if any(c.cells)],
        purposes=[rule_words(e) if isinstance(e, OwnRule) else getattr(e, "purpose", None) or "" for e in entities],
        percents=[book.governance.complete[e.ref].percent for e in entities],
    )
    search = SearchRecord(spec.plural, spec.about, ("List",))
    return Page(path, spec.plural, spec.about, html, spec.tab, (), search, wide=True)


def _column(desk: Desk, kind: str, key: str, entities: tuple[Entity, ...]) -> Column:
    doc = by_key(KINDS[kind])[key]
    return Column(doc.label, tuple(cell(desk, doc, entity) for entity in entities))


def directory_page(book: Book) -> Page:
    """Who do I ask: every tool with its owners, then teams and people with what they look after."""
    desk = Desk(book, DIRECTORY)
    inventory = book.inventory
    people = [
        (p, inventory.get("team", p.team), _looked_after(duties(inventory, p.ref)))
        for p in inventory.all("person")
        if isinstance(p, Person)
    ]
    teams = [(t, _looked_after(duties(inventory, t.ref))) for t in inventory.all("team") if isinstance(t, Team)]
    html = desk.render("directory.html", asked=who_to_ask(inventory), people=people, teams=teams)
    about = "Who do I ask? Every tool with its owners, and everybody with what they look after."
    headings = (Heading("tools", "By tool"), Heading("teams", "By team"), Heading("people", "By person"))
    search = SearchRecord("Who do I ask", about, ("People",))
    return Page(DIRECTORY, "Who do I ask", about, html, "People", headings, search, wide=True)


def _looked_after(found: tuple[Duty, ...]) -> LookedAfter:
    """Duties in short; keeping a record right is not one to be asked about."""
    weighty = [duty for duty in found if duty.label != KEEPER]
    everything = {entity.ref: entity for duty in weighty for entity in duty.entities}
    first = weighty[0].entities[:_MOST_NAMES] if weighty else ()
    words = " ".join(entity.display_name for entity in everything.values())
    return LookedAfter(weighty[0].label if weighty else "", first, len(everything) - len(first), words)


def tagged(book: Book) -> dict[str, tuple[str, list[Entity]]]:
    """Anchor of each tag to its first spelling and what has it, by name."""
    found: dict[str, tuple[str, list[Entity]]] = {}
    for entity in sorted(book.inventory.everything(), key=lambda e: (e.display_name.casefold(), e.ref)):
        for tag in dict.fromkeys(tag_anchor(t) for t in entity.tags):
            spelled = next(t for t in entity.tags if tag_anchor(t) == tag)
            found.setdefault(tag, (spelled, []))[1].append(entity)
    return dict(sorted(found.items(), key=lambda item: (item[1][0].casefold(), item[0])))


def tags_page(book: Book) -> Page | None:
    """Every tag with what has it; None when there are no tags."""
    found = tagged(book)
    if not found:
        return None
    desk = Desk(book, TAGS)
    html = desk.render("tags.html", tags=found)
    about = "Free words that people have given to tools, data and teams, and what has them."
    return Page(TAGS, "Tags", about, html, "Stack", (), SearchRecord("Tags", about, ("List",)), wide=True)


def tabs(book: Book) -> dict[str, list[tuple[str, str]]]:
    """The site's tabs with their pages (title, path); only those with content."""
    found: dict[str, list[tuple[str, str]]] = {tab: [] for tab in ("Stack", "Data", "Work", "People", "Health")}
    for key, kind in KINDS.items():
        if kind.spec.folder and key != "person" and book.inventory.entities.get(key):
            title = _TITLES.get(key, kind.spec.plural)
            found.setdefault(kind.spec.tab, []).append((title, list_of(key)))
    found["Data"].sort(key=lambda page: page[0] != PERSONALISE)
    if book.lineage.fields.places:
        after = [title for title, _ in found["Data"]].index(KINDS["data_source"].spec.plural)
        found["Data"].insert(after + 1, (FIELDS, DICTIONARY))
    if has_view(book):
        titles = [title for title, _ in found["Data"]]
        place = titles.index(GLOSSARY) + 1 if GLOSSARY in titles else len(titles)
        found["Data"].insert(place, (ONE_VIEW_TITLE, ONE_VIEW))
    found["Data"] += privacy_tabs(book)
    if book.inventory.entities.get("tool"):
        found["Stack"] = [*STACK_VIEWS, *found["Stack"]]
    order = [title for title, _ in STACK_VIEWS] + [
        kind.spec.plural for key in ("tool", "vendor", "integration") for kind in (KINDS[key],)
    ]
    found["Stack"].sort(key=lambda page: order.index(page[0]) if page[0] in order else len(order))
    if any(entity.tags for entity in book.inventory.everything()):
        found["Stack"].append(("Tags", TAGS))
    if book.inventory.entities.get("initiative"):
        found["Work"] += [(PLANNED, ROADMAP), (REQUIRED, REQUIREMENTS)]
    found["Work"].sort(key=lambda page: _ORDER_OF_WORK.get(page[0], len(_ORDER_OF_WORK)))
    found["People"].insert(0, ("Who do I ask", DIRECTORY))
    found["Health"] += [(FOUND, FINDINGS), (WAITING_TITLE, WAITING), (COMES_DUE, DUE), (COMPLETE, COMPLETENESS)]
    if book.inventory.entities.get("tool"):
        found["People"].insert(1, (GET_ACCESS, ACCESS))
        names = [title for title, _ in found["People"]]
        after = names.index(KINDS["ritual"].spec.plural) if KINDS["ritual"].spec.plural in names else len(names)
        found["People"].insert(after, (DOES_WHAT, RACI))
        found["Health"].append((RATIONALISE, RATIONALISATION))
    if book.options.internal and book.inventory.entities.get("contract"):
        found["Health"].append((COST, COSTS))
    found["Health"].sort(key=lambda page: _ORDER_OF_HEALTH.get(page[0], len(_ORDER_OF_HEALTH)))
    return {tab: pages for tab, pages in found.items() if pages}
