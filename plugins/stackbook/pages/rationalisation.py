"""Rationalisation: which tools to invest in, to move, to tolerate and to drop; where tools overlap; unused seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackbook.drawing.quadrant import quadrant_svg
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.fit import ELIMINATE, INVEST, MIGRATE, QUADRANTS, TOLERATE, Rated, Seats, quadrant_of
from stackbook.model.base import Entity
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.contracts import contracts_of
from stackbook.pages.headings import Headings
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.renewals import Row

TITLE = "Rationalisation"
RATIONALISATION, FILE, PICTURE = "rationalisation", "rationalisation/tools.csv", "rationalisation/time.svg"
LEAD = "Which tools to build on, which to move, which to leave alone and which to drop."
NAMES = {INVEST: "Invest", MIGRATE: "Migrate", TOLERATE: "Tolerate", ELIMINATE: "Eliminate"}
ADVICE = {
    INVEST: "Does its job well and fits our technology. Keep it, and build on it.",
    MIGRATE: "Does its job well and fits our technology badly. Keep what it does, and move it to better technology.",
    TOLERATE: "Fits our technology and does its job poorly. Leave it as it is, spend little on it, and look again.",
    ELIMINATE: "Does its job poorly and fits our technology badly. Replace it, or switch it off.",
}
SOURCE = (
    "TIME is Gartner's model for a portfolio of applications: Tolerate, Invest, Migrate, Eliminate. The business says "
    "how well a tool does its job, IT how well it fits our technology, each from 1 (poorly) to 4 (very well). "
    "3 and 4 count as high."
)
SCORES = (1, 2, 3, 4)
MOST_IN_CELL = 6
"""More tools with the same scores are folded."""
MOST_SEATS = 12
"""So many tools stand open in the list of seats; the better used ones are folded."""
COLUMNS = (
    "Tool",
    "Category",
    "How well it does its job (1 to 4)",
    "How well it fits our technology (1 to 4)",
    "TIME",
    "Business owner",
    "Technical owner",
    "Seats paid for",
    "Seats used",
    "Used (%)",
    "Counted on",
    "Replaced by",
)
"""Of the file to be downloaded."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A tool with its scores, and what is agreed about it.

    Args:
        rated: the tool with its scores.
        contracts: those that pay for it and are in force.
        successor: the tool that takes its place, if one is named.
    """

    rated: Rated
    contracts: tuple[Row, ...]
    successor: Entity | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the picture.

    Args:
        key: one of `QUADRANTS`.
        name: for people.
        advice: what to do with its tools.
        tools: by name.
    """

    key: str
    name: str
    advice: str
    tools: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Unrated:
    """A tool that lacks a score.

    Args:
        tool: the tool.
        business: who has to say how well it does its job; None when it is said or nobody is named.
        technical: who has to say how well it fits, likewise.
    """

    tool: Tool
    business: Entity | None
    technical: Entity | None


def rationalisation_page(book: Book) -> Page:
    """The page; it says what to write when no tool has scores."""
    desk, headings = Desk(book, RATIONALISATION), Headings()
    fit, find = book.governance.fit, book.inventory.find
    by_quadrant = fit.by_quadrant()
    html = desk.render(
        "rationalisation.html",
        title=TITLE,
        lead=LEAD,
        source=SOURCE,
        heading=headings,
        fit=fit,
        cells=fit.cells(),
        scores=SCORES,
        most=MOST_IN_CELL,
        quadrant_of=quadrant_of,
        quarters=tuple(_quarter(book, key, by_quadrant[key]) for key in QUADRANTS),
        unrated=tuple(Unrated(t, find(t.business_owner), find(t.technical_owner)) for t in fit.unrated),
        seats=tuple((seats, _contracts(book, seats.tool)) for seats in fit.seats),
        most_seats=MOST_SEATS,
        least=book.inventory.organisation.thresholds.seats_in_use,
        file=desk.file(FILE),
        picture=desk.file(PICTURE),
    )
    words = f"{LEAD} TIME, tolerate, invest, migrate, eliminate, overlap, duplicate tools, unused seats, licences."
    search = SearchRecord(TITLE, words, ("Picture",))
    return Page(RATIONALISATION, TITLE, LEAD, html, "Health", headings.found, search, wide=True)


def rationalisation_files(book: Book) -> Iterator[Artifact]:
    """The tools as CSV, and the picture."""
    fit = book.governance.fit
    if fit.in_use:
        seats = {one.tool.id: one for one in fit.seats}
        rows = tuple(_cells(book, tool, seats.get(tool.id)) for tool in fit.in_use)
        yield csv_file(FILE, Table(COLUMNS, rows))
    if fit.rated:
        svg = quadrant_svg(fit.cells(), book.icons, book.icon_keys, f"{book.inventory.organisation.name}: {TITLE}")
        yield Artifact(PICTURE, "image/svg+xml", svg.encode())


def _quarter(book: Book, key: str, rated: tuple[Rated, ...]) -> Quarter:
    tools = (Listed(one, _contracts(book, one.tool), book.inventory.get("tool", one.tool.replaced_by)) for one in rated)
    return Quarter(key, NAMES[key], ADVICE[key], tuple(tools))


def _contracts(book: Book, tool: Tool) -> tuple[Row, ...]:
    return tuple(row for row in contracts_of(book, tool) if row.line.running)


def _cells(book: Book, tool: Tool, seats: Seats | None) -> tuple[str, ...]:
    find = book.inventory.find
    business, technical = find(tool.business_owner), find(tool.technical_owner)
    successor = book.inventory.get("tool", tool.replaced_by)
    users = tool.users
    return (
        tool.name,
        book.inventory.vocabularies.label("category", tool.category),
        str(tool.functional_fit or ""),
        str(tool.technical_fit or ""),
        NAMES[quadrant_of(tool.functional_fit, tool.technical_fit)]
        if tool.functional_fit and tool.technical_fit
        else "",
        business.display_name if business else "",
        technical.display_name if technical else "",
        str(users.licensed) if users and users.licensed is not None else "",
        str(users.active_90d) if users and users.active_90d is not None else "",
        str(seats.percent) if seats else "",
        users.as_of.isoformat() if users and users.as_of else "",
        successor.display_name if successor else "",
    )
