"""How to get access: for every tool in use how, whom to ask, who gives it and who takes it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.reviews import team_of
from stackbook.model.base import Entity
from stackbook.model.people import Team
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, marks, worth
from stackbook.pages.page import Page, SearchRecord

TITLE = "How to get access"
ACCESS, FILE = "access", "access/access.csv"
LEAD = "Every tool in use: how to get in, who approves, who opens the account, and who closes it."
FACTOR = {"yes": "Second factor", "no": "No second factor", "unknown": "Not recorded"}
COLUMNS = (
    "Tool",
    "Category",
    "How to get access",
    "Where to ask",
    "Who approves",
    "Who gives it",
    "Who takes it away",
    "Sign-in",
    "Signs in with",
    "Second factor",
    "Accounts by themselves (SCIM)",
    "Whom to ask otherwise",
    "Help",
)
"""Of the file to be downloaded."""


@dataclass(frozen=True, slots=True)
class Row:
    """How to get access to a tool; people stand here as this site may show them.

    Args:
        tool: the tool.
        approver: who approves, if known.
        givers: who can give access.
        takers: who can take it away.
        sign_in: the way to sign in, in words; "" when not recorded.
        identity: the tool that knows who somebody is, if known.
        factor: ``yes``, ``no`` or ``unknown``.
        ask: whom to ask when nothing says how.
        team: the team that decides about the tool, if known.
        marks: what it can be narrowed down to.
    """

    tool: Tool
    approver: Entity | None
    givers: tuple[Entity, ...]
    takers: tuple[Entity, ...]
    sign_in: str
    identity: Entity | None
    factor: str
    ask: Entity | None
    team: Team | None
    marks: str

    @property
    def told(self) -> bool:
        """Whether it is recorded how to get access."""
        return bool(self.tool.access and (self.tool.access.how or self.tool.access.url))


def access_rows(book: Book) -> tuple[Row, ...]:
    """Every tool in use, by name."""
    return tuple(_row(book, tool) for tool in book.inventory.all("tool") if isinstance(tool, Tool) and tool.active)


def access_page(book: Book) -> Page:
    """The page; it says so when no tool is in use."""
    desk, rows = Desk(book, ACCESS), access_rows(book)
    html = desk.render(
        "access.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        untold=sum(not row.told for row in rows),
        facets=_facets(book, rows),
        file=desk.file(FILE),
    )
    words = f"{LEAD} Account, login, licence, permission, single sign-on, password, offboarding."
    return Page(ACCESS, TITLE, LEAD, html, "People", (), SearchRecord(TITLE, words, ("List",), weight=2), wide=True)


def access_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when a tool is in use."""
    rows = access_rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, row) for row in rows)))


def _row(book: Book, tool: Tool) -> Row:
    find, labels = book.inventory.find, book.inventory.vocabularies
    team = team_of(tool.business_owner, book.inventory)
    factor = "unknown" if tool.sso is None or tool.sso.mfa is None else "yes" if tool.sso.mfa else "no"
    told = tool.access is not None and bool(tool.access.how or tool.access.url)
    return Row(
        tool=tool,
        approver=find(tool.access.approver) if tool.access else None,
        givers=_people(book, tool.provisioners),
        takers=_people(book, tool.deprovisioners),
        sign_in=labels.label("sso_protocol", tool.sso.protocol) if tool.sso else "",
        identity=book.inventory.get("tool", tool.sso.idp) if tool.sso else None,
        factor=factor,
        ask=find(tool.business_owner) or find(tool.technical_owner),
        team=team,
        marks=marks(
            team=team, signin=tool.sso.protocol if tool.sso else None, factor=factor, told="yes" if told else "no"
        ),
    )


def _people(book: Book, ids: Iterable[str]) -> tuple[Entity, ...]:
    return tuple(one for id_ in ids if (one := book.inventory.get("person", id_)))


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    protocols = (row.tool.sso.protocol if row.tool.sso else None for row in rows)
    return worth(
        (
            by_entity("team", "Team that decides", "Any", (row.team for row in rows)),
            by_word("signin", "Sign-in", "Any", labels, "sso_protocol", protocols),
            by_choice("factor", "Second factor", "Any", FACTOR, (row.factor for row in rows)),
            by_choice(
                "told",
                "How to get in",
                "Any",
                {"yes": "Recorded", "no": "Not recorded"},
                ("yes" if row.told else "no" for row in rows),
            ),
        )
    )


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    tool, access = row.tool, row.tool.access
    scim = tool.sso.scim if tool.sso else None
    return (
        tool.name,
        book.inventory.vocabularies.label("category", tool.category),
        (access.how if access else None) or "",
        (access.url if access else None) or "",
        row.approver.display_name if row.approver else "",
        ", ".join(one.display_name for one in row.givers),
        ", ".join(one.display_name for one in row.takers),
        row.sign_in,
        row.identity.display_name if row.identity else "",
        {"yes": "Yes", "no": "No"}.get(row.factor, ""),
        "" if scim is None else "Yes" if scim else "No",
        row.ask.display_name if row.ask else "",
        tool.support_channel or "",
    )
