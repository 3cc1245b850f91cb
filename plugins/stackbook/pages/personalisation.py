"""Personalisation: every value that a message can hold, for somebody who writes one now; and a sheet for each tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import csv_file
from stackbook.lineage.tokens import TokenLine
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.links import list_of
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.token_rows import PROPOSED, RETIRED, TokenRow, token_rows, token_table
from stackbook.pages.tokens import warnings

KIND = "token"
TITLE = "Personalisation"
PERSONALISATION = list_of(KIND)
ALL = "personalisation/tokens.csv"
LEAD = "Every value you can put into a message: what to paste, what is shown when it is empty, and how fresh it is."
_FEWEST = 2
"""Fewer values than this have no title of their own on a cheat sheet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that the page can be narrowed down to.

    Args:
        key: of the tool or channel.
        label: for people.
        count: how many values it leaves.
        tool: the tool, if it is one.
    """

    key: str
    label: str
    count: int
    tool: Tool | None = None


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A part of a cheat sheet.

    Args:
        title: what it is about; "" when the sheet has one part only.
        rows: its values.
    """

    title: str
    rows: tuple[TokenRow, ...]


@dataclass(frozen=True, slots=True)
class SendingTool:
    """A tool that messages are sent with.

    Args:
        tool: the tool.
        count: how many values may be used in it.
        sheet: path of its cheat sheet.
    """

    tool: Tool
    count: int
    sheet: str


def sheet_of(tool: Tool) -> str:
    """The path of a tool's cheat sheet."""
    return f"personalisation/{tool.id}"


def sheet_file(tool: Tool) -> str:
    """The file with a tool's tokens."""
    return f"personalisation/{tool.id}/tokens.csv"


def sending_tools(book: Book) -> tuple[SendingTool, ...]:
    """The tools that have tokens, by name; those that do not work, or not yet, are not counted."""
    lines = [line for line in book.lineage.tokens.values() if line.tool]
    usable = Counter(line.tool.id for line in lines if line.tool and _usable(line.token))
    tools = {line.tool.id: line.tool for line in lines if line.tool}
    found = (SendingTool(tool, usable[id_], sheet_of(tool)) for id_, tool in tools.items())
    return tuple(sorted(found, key=lambda one: (one.tool.name.casefold(), one.tool.id)))


def sending_tool(book: Book, tool: Tool) -> SendingTool | None:
    """What the page of a tool says about personalising; None when it has no tokens."""
    refs = {one.source for one in book.inventory.named_by(tool.ref) if one.path == ("tool",)}
    tokens = [one for ref in refs if isinstance(one := book.inventory.find(ref), Token)]
    return SendingTool(tool, sum(_usable(one) for one in tokens), sheet_of(tool)) if tokens else None


def told(desk: Desk, line: TokenLine) -> tuple[Markup, ...]:
    """What to mind about a token, without what its row says anyway."""
    return warnings(desk, line, in_list=True)


def personalisation_pages(book: Book) -> Iterator[Page]:
    """The page of all values, and a cheat sheet for each tool that has some."""
    rows = token_rows(book)
    yield _whole(book, rows)
    for tool in _tools(rows):
        yield _sheet(book, tool, tuple(row for row in rows if row.tool is tool))


def personalisation_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV: all, and those of each tool."""
    rows = token_rows(book)
    labels = book.inventory.vocabularies
    if rows:
        yield csv_file(ALL, token_table(rows, labels))
    for tool in _tools(rows):
        yield csv_file(sheet_file(tool), token_table((row for row in rows if row.tool is tool), labels))


def _whole(book: Book, rows: tuple[TokenRow, ...]) -> Page:
    desk = Desk(book, PERSONALISATION)
    current = tuple(row for row in rows if row.token.status != RETIRED)
    html = desk.render(
        "personalisation.html",
        title=TITLE,
        lead=LEAD,
        rows=current,
        retired=rows[len(current) :],
        tools=_tool_choices(rows, current),
        channels=_channel_choices(book, current),
        file=desk.file(ALL),
        sheets=sending_tools(book),
        told=told,
    )
    about = "What can I personalise a message with? Tokens, merge tags, fields, their syntax, fallback and freshness."
    headings = (Heading("retired", "No longer works"),) if len(current) < len(rows) else ()
    return Page(PERSONALISATION, TITLE, LEAD, html, "Data", headings, SearchRecord(TITLE, about, ("List",)), wide=True)


def _sheet(book: Book, tool: Tool, rows: tuple[TokenRow, ...]) -> Page:
    path = sheet_of(tool)
    desk = Desk(book, path)
    usable = tuple(row for row in rows if _usable(row.token))
    title = f"Cheat sheet: {tool.name}"
    about = f"Everything you can personalise with in {tool.name}, on a sheet to print."
    html = desk.render(
        "cheat-sheet.html",
        tool=tool,
        groups=_groups(usable),
        count=len(usable),
        left_out=len(rows) - len(usable),
        path=PERSONALISATION,
        title=TITLE,
        file=desk.file(sheet_file(tool)),
        told=told,
    )
    search = SearchRecord(title, f"{about} Tokens, merge tags.", ("List",))
    return Page(path, title, about, html, "Data", (), search, wide=True)


def _usable(token: Token) -> bool:
    return token.status not in (RETIRED, PROPOSED)


def _tools(rows: Iterable[TokenRow]) -> list[Tool]:
    """The tools of some rows, by id."""
    found = {row.tool.id: row.tool for row in rows if row.tool}
    return [found[key] for key in sorted(found)]


def _tool_choices(rows: tuple[TokenRow, ...], current: tuple[TokenRow, ...]) -> tuple[Choice, ...]:
    counted = Counter(row.tool.id for row in current if row.tool)
    found = (Choice(tool.id, tool.name, counted[tool.id], tool) for tool in _tools(rows))
    return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.key)))


def _channel_choices(book: Book, rows: tuple[TokenRow, ...]) -> tuple[Choice, ...]:
    labels = book.inventory.vocabularies
    counted = Counter(key for row in rows for key in row.channels)
    return tuple(
        Choice(key, labels.label("channels", key), counted[key]) for key in labels["channels"].values if counted[key]
    )


def _groups(rows: tuple[TokenRow, ...]) -> tuple[SheetGroup, ...]:
    """Values by what they are about: a token's first tag, else the data source where it is looked after.

    What would stand alone under its title goes to the end together; few values need no titles.
    """
    found: dict[str, list[TokenRow]] = {}
    for row in rows:
        found.setdefault(_subject(row), []).append(row)
    large = {title: of for title, of in found.items() if title and len(of) >= _FEWEST}
    rest = tuple(row for row in rows if _subject(row) not in large)
    if not large or len(large) + bool(rest) == 1:
        return (SheetGroup("", rows),) if rows else ()
    groups = [SheetGroup(title, tuple(large[title])) for title in sorted(large, key=lambda one: (one.casefold(), one))]
    return (*groups, SheetGroup("More", rest)) if rest else tuple(groups)


def _subject(row: TokenRow) -> str:
    if row.token.tags:
        return row.token.tags[0][:1].upper() + row.token.tags[0][1:]
    return row.line.source.source.name if row.line.source else ""
