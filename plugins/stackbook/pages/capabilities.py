"""Capabilities: the map of what we must be able to do, how far we are, with which tools, and what improves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.capabilities import Capability
from stackbook.model.initiatives import Initiative
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, marks, worth
from stackbook.pages.links import list_of
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.work.capabilities import CapabilityLine

TITLE, FILE = "Capabilities", "capabilities/capabilities.csv"
LEAD = "What we must be able to do, how well we do it, and with which tools."
SHOWN = frozenset({"parent", "importance", "maturity_current", "maturity_target", "gap"})
"""Fields that the page of a capability shows in its own way."""
COLUMNS = (
    "Capability",
    "Part of",
    "Importance",
    "How well today (1 to 5)",
    "How well we want to (1 to 5)",
    "Gap",
    "What is missing",
    "Main tools",
    "Further tools",
    "Tools to come",
    "Initiatives that improve it",
    "Owner",
)
"""Of the file to be downloaded."""
GAPS = {"3": "3 steps or more", "2": "2 steps", "1": "1 step", "0": "No gap", "unknown": "Not known"}
"""How far a capability is from its target."""
TOOLS = {
    "several": "Several main tools",
    "one": "One main tool",
    "helped": "No main tool",
    "planned": "A tool to come",
    "none": "No tool",
}
"""How many tools do it."""
DEEPEST = 3
"""Boxes stand in each other so many times; what lies deeper stands in the last one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A capability on the map and in the table.

    Args:
        line: the capability with its tools and initiatives.
        path: what it is part of, the widest first.
        gap: one of `GAPS`.
        tools: one of `TOOLS`; "" for one that only holds others, and where not all tools may be told.
        overlap: the main tools, when they are too many.
        marks: what the table can be narrowed down to.
    """

    line: CapabilityLine
    path: tuple[Capability, ...]
    gap: str
    tools: str
    overlap: tuple[Tool, ...]
    marks: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the map with the boxes in it."""

    row: Row
    boxes: tuple[Box, ...]


def capabilities_page(book: Book) -> Page:
    """The map; it says how to write the first capability when there is none."""
    path = list_of("capability")
    desk, rows = Desk(book, path), _rows(book)
    known = book.governance.work.capabilities
    without = tuple(row for row in rows if row.tools == "none" and not row.line.children)
    idle = _idle(book)
    wanted = tuple((one, of) for one, of in _by_initiative(book, rows))
    headings = [Heading("map", "The map"), Heading("all", "All as a table")] if rows else []
    headings += [Heading("no-tool", "Without a tool")] if rows else []
    headings += [Heading("initiatives", "What improves them")] if wanted else []
    html = desk.render(
        "capabilities.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        jumps=[(one.id, one.title) for one in headings],
        boxes=_boxes(book, known.roots, {row.line.capability.ref: row for row in rows}),
        gaps=_legend(GAPS, (row.gap for row in rows if _coloured(row))),
        importances=_importances(book, rows),
        tool_counts=_legend(TOOLS, (row.tools for row in rows)),
        without=without,
        idle=idle,
        wanted=wanted,
        facets=_facets(book, rows),
        file=desk.file(FILE),
    )
    words = f"{LEAD} Capability map, maturity, gap, target, overlap, business capabilities."
    return Page(path, TITLE, LEAD, html, "Stack", tuple(headings), SearchRecord(TITLE, words, ("Map",)), wide=True)


def capability_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are capabilities."""
    rows = _rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, row) for row in rows)))


def capability_extras(desk: Desk, capability: Capability) -> dict[str, Any]:
    """What the page of a capability shows beyond its fields."""
    book = desk.book
    rows = {row.line.capability.ref: row for row in _rows(book)}
    row = rows[capability.ref]
    return {
        "row": row,
        "line": row.line,
        "gap_words": GAPS[row.gap],
        "children": tuple(rows[one.ref] for one in row.line.children),
        "below": tuple(rows[one.ref] for one in book.governance.work.capabilities.subtree(capability)[1:]),
    }


def _rows(book: Book) -> tuple[Row, ...]:
    """Every capability in the order of the tree."""
    known = book.governance.work.capabilities
    overlaps = {capability.ref: tools for capability, tools in book.governance.fit.of_capability}
    found = []
    for ref, line in known.lines.items():
        path = known.path(line.capability)
        gap, tools = _gap(line), _tools(line, bool(overlaps.get(ref)))
        top = path[0] if path else line.capability
        team = book.inventory.get("team", line.capability.owner)
        of_row = marks(gap=gap, importance=line.capability.importance, tools=tools, top=top, team=team)
        found.append(Row(line, path, gap, tools, overlaps.get(ref, ()), of_row))
    return tuple(found)


def _gap(line: CapabilityLine) -> str:
    return "unknown" if line.gap is None else str(min(line.gap, 3))


def _tools(line: CapabilityLine, overlap: bool) -> str:
    if not line.told or (line.children and not line.tools):
        return ""
    if not line.tools:
        return "planned" if line.planned else "none"
    if not line.primary:
        return "helped"
    return "several" if overlap else "one"


def _coloured(row: Row) -> bool:
    """Whether a box says something of a gap: one that only holds others need not."""
    return row.gap != "unknown" or not row.line.children


def _boxes(book: Book, found: Iterable[Capability], rows: dict[str, Row], depth: int = 1) -> tuple[Box, ...]:
    known = book.governance.work.capabilities
    made = []
    for one in found:
        inner: Iterable[Capability] = known.children(one)
        if depth == DEEPEST:  # further boxes in each other could not be read
            made.append(Box(rows[one.ref], tuple(Box(rows[below.ref], ()) for below in known.subtree(one)[1:])))
        else:
            made.append(Box(rows[one.ref], _boxes(book, inner, rows, depth + 1)))
    return tuple(made)


def _legend(words: dict[str, str], found: Iterable[str]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter(found)
    return tuple((key, label, counted[key]) for key, label in words.items() if counted[key])


def _importances(book: Book, rows: tuple[Row, ...]) -> tuple[tuple[str, str, int], ...]:
    labels = {key: value.label for key, value in book.inventory.vocabularies["criticality"].values.items()}
    return _legend({**labels, "unknown": "Not known"}, (row.line.capability.importance or "unknown" for row in rows))


def _idle(book: Book) -> tuple[Tool, ...]:
    """Tools in use that give no capability; not those whose capabilities this site may not tell."""
    idle = book.governance.work.capabilities.tools_without
    return tuple(one for one in idle if "capabilities" not in book.emptied.get(one.ref, ()))


def _by_initiative(book: Book, rows: tuple[Row, ...]) -> Iterator[tuple[Initiative, tuple[Row, ...]]]:
    """The initiatives that improve something, in their order, with what."""
    for initiative in book.governance.work.initiatives:
        found = tuple(row for row in rows if initiative in row.line.initiatives)
        if found:
            yield initiative, found


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    tops: list[Entity | None] = [row.path[0] if row.path else row.line.capability for row in rows]
    owners = (book.inventory.get("team", row.line.capability.owner) for row in rows)
    importances = (row.line.capability.importance for row in rows)
    return worth(
        (
            by_choice("gap", "Gap", "Any", GAPS, (row.gap for row in rows)),
            by_word("importance", "Importance", "Any", labels, "criticality", importances),
            by_choice("tools", "Tools", "Any", TOOLS, (row.tools for row in rows)),
            by_entity("top", "Part of", "Anything", tops),
            by_entity("team", "Owner", "Every team", owners),
        )
    )


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    line, one, labels = row.line, row.line.capability, book.inventory.vocabularies
    owner = book.inventory.get("team", one.owner)
    return (
        one.name,
        " > ".join(wider.name for wider in row.path),
        labels.label("criticality", one.importance),
        str(one.maturity_current or ""),
        str(one.maturity_target or ""),
        "" if line.gap is None else str(line.gap),
        ", ".join(labels.label("capability_gap", word) for word in one.gap),
        _names(line.primary),
        _names(line.secondary),
        _names(line.planned),
        _names(line.initiatives),
        owner.display_name if owner else "",
    )


def _names(found: Iterable[Entity]) -> str:
    return ", ".join(one.display_name for one in found)
