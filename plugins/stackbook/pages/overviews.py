"""Pages about many entities: Home, the list of a kind, the directory, the findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from stackbook.completeness import Completeness, completeness
from stackbook.diagnostics import Diagnostic, Severity
from stackbook.fields import by_key
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.people import Person, Team
from stackbook.model.tokens import Token
from stackbook.pages.book import Book, Desk
from stackbook.pages.cells import cell
from stackbook.pages.dictionary import DICTIONARY
from stackbook.pages.dictionary import TITLE as FIELDS
from stackbook.pages.explorer import EXPLORER
from stackbook.pages.glossary import TITLE as GLOSSARY
from stackbook.pages.landscape import LANDSCAPE
from stackbook.pages.links import list_of, tag_anchor
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.personalisation import PERSONALISATION, sending_tools
from stackbook.pages.personalisation import TITLE as PERSONALISE
from stackbook.pages.stack_views import FLOWS, HUBS, REGIONS
from stackbook.rules.ownership import review_due
from stackbook.views.landscape import landscape
from stackbook.views.ownership import KEEPER, Duty, duties, who_to_ask

DIRECTORY, FINDINGS, HOME, TAGS = "people/index", "findings", "index", "tags"
MOST_ROWS_OF_FINDINGS = 500
MOST_UPKEEP = 10
STACK_VIEWS = (
    ("Landscape", LANDSCAPE),
    ("Explorer", EXPLORER),
    ("Flows", FLOWS),
    ("Hubs", HUBS),
    ("Regions", REGIONS),
)
"""Pages about the whole stack: title and path."""
_TITLES = {"term": GLOSSARY, "token": PERSONALISE}
"""Kinds whose list goes by another name."""
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
    """Home: what this is, search first, the landscape, what is where, what to look at."""
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
        sending=sending_tools(book),
        personalise=desk.url(PERSONALISATION),
        dictionary=desk.url(DICTIONARY),
    )
    about = f"The marketing-technology stack of {name}: {shown.count} tools, who owns them and what flows between them."
    headings = (
        Heading("landscape", "The landscape"),
        Heading("ask", "Where to look"),
        Heading("look-at", "What to look at"),
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
        purposes=[getattr(e, "purpose", None) or "" for e in entities],
        percents=[completeness(e).percent for e in entities],
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


def findings_page(book: Book) -> Page:
    """Everything the rules found that may be shown."""
    desk = Desk(book, FINDINGS)
    groups: list[tuple[Severity, list[tuple[Diagnostic, Entity | None]]]] = []
    for severity in Severity:
        found = [(d, book.inventory.find(d.entity)) for d in book.findings if d.severity is severity]
        if found:
            groups.append((severity, found))
    html = desk.render(
        "findings.html", groups=groups, most=MOST_ROWS_OF_FINDINGS, due=_due_next(book), thin=_least_complete(book)
    )
    about = "What the rules found: what is wrong, why it matters, and where to put it right."
    titles = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.HINT: "Hints"}
    headings = tuple(Heading(s.value, titles[s]) for s, _ in groups)
    search = SearchRecord("Findings", about, ("Health",))
    return Page(FINDINGS, "Findings", about, html, "Health", headings, search)


def _due_next(book: Book) -> list[tuple[Entity, date, Entity | None]]:
    """The records that are to be looked at again first, with the day and the team that keeps them."""
    found = [(due, e.ref, e) for e in book.inventory.everything() if (due := review_due(e)) is not None]
    return [
        (e, due, book.inventory.get("team", e.owner)) for due, _, e in sorted(found, key=lambda f: f[:2])[:MOST_UPKEEP]
    ]


def _least_complete(book: Book) -> list[tuple[Entity, Completeness]]:
    """The records that lack most."""
    found = [(done, e) for e in book.inventory.everything() if (done := completeness(e)).percent < 100]
    return [(e, done) for done, e in sorted(found, key=lambda f: (f[0].percent, f[1].ref))[:MOST_UPKEEP]]


def tabs(book: Book) -> dict[str, list[tuple[str, str]]]:
    """The site's tabs with their pages (title, path); only those with content."""
    found: dict[str, list[tuple[str, str]]] = {"Stack": [], "Data": [], "People": [], "Health": []}
    for key, kind in KINDS.items():
        if kind.spec.folder and key != "person" and book.inventory.entities.get(key):
            title = _TITLES.get(key, kind.spec.plural)
            found.setdefault(kind.spec.tab, []).append((title, list_of(key)))
    found["Data"].sort(key=lambda page: page[0] != PERSONALISE)
    if book.lineage.fields.places:
        after = [title for title, _ in found["Data"]].index(KINDS["data_source"].spec.plural)
        found["Data"].insert(after + 1, (FIELDS, DICTIONARY))
    if book.inventory.entities.get("tool"):
        found["Stack"] = [*STACK_VIEWS, *found["Stack"]]
    order = [title for title, _ in STACK_VIEWS] + [
        kind.spec.plural for key in ("tool", "vendor", "integration") for kind in (KINDS[key],)
    ]
    found["Stack"].sort(key=lambda page: order.index(page[0]) if page[0] in order else len(order))
    if any(entity.tags for entity in book.inventory.everything()):
        found["Stack"].append(("Tags", TAGS))
    found["People"].insert(0, ("Who do I ask", DIRECTORY))
    found["Health"].append(("Findings", FINDINGS))
    return {tab: pages for tab, pages in found.items() if pages}
