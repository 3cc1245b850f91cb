"""The explorer: the whole graph as a map to be searched and filtered, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.model.base import Entity
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.page import Heading, Page, SearchRecord

EXPLORER = "explorer"
"""The path of the page."""

DATA = "explorer/data.js"
SCRIPT = "assets/stackbook/built/explorer.js"

MOST_ROWS = 2_000
"""The table lists so many tools; the list of all tools has the rest."""

MOST_ICONS = 300
"""With more tools the table goes without icons, which would weigh more than all else on the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A tool in the table.

    Args:
        tool: the tool.
        owner: who decides about it.
        into: how many flows end at it; one that goes both ways counts on both sides.
        out: how many begin there.
    """

    tool: Tool
    owner: Entity | None
    into: int
    out: int


def explorer_page(book: Book) -> Page:
    """The explorer. Its map is drawn by a script from `explorer/data.js`; its table works without."""
    desk = Desk(book, EXPLORER)
    tools = [tool for tool in book.inventory.all("tool") if isinstance(tool, Tool)]
    rows = [_row(book, tool) for tool in tools[:MOST_ROWS]]
    html = desk.render(
        "explorer.html",
        rows=rows,
        tools=len(tools),
        flows=len(book.graph.flows),
        icons=len(tools) <= MOST_ICONS,
        data_url=desk.file(DATA),
        script_url=desk.file(SCRIPT),
        root_url=book.links.up(EXPLORER),
    )
    about = (
        "Every tool and every flow on one map: search it, filter it, and see how data gets from one tool to another."
    )
    headings = (Heading("map", "Map"), Heading("table", "The same as a table"))
    return Page(
        EXPLORER, "Explorer", about, html, "Stack", headings, SearchRecord("Explorer", about, ("Map",)), wide=True
    )


def _row(book: Book, tool: Tool) -> Row:
    inbound, outbound = book.graph.inbound.get(tool.id, ()), book.graph.outbound.get(tool.id, ())
    into = len(inbound) + sum(flow.two_way for flow in outbound)
    out = len(outbound) + sum(flow.two_way for flow in inbound)
    return Row(tool, book.inventory.find(tool.business_owner), into, out)
