"""The personal-data map: which tools hold which data of whom, where it goes, what is hidden, how long it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from stackbook.drawing import Drawing
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.areas import EEA_KEY, areas_of
from stackbook.governance.personal import Held, covers, personal
from stackbook.lineage.field_graph import Place
from stackbook.lineage.names import FIELD
from stackbook.model.activities import Activity
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.data_words import (
    MAP,
    Word,
    category,
    country,
    subject,
    subject_names,
    wide,
    words_for_templates,
)
from stackbook.pages.dictionary import DICTIONARY
from stackbook.pages.facets import Facet
from stackbook.pages.headings import Headings
from stackbook.pages.kept_data import (
    HIDDEN_FILE,
    KEPT_FILE,
    hidden_rows,
    hidden_table,
    how_hidden,
    kept_rows,
    kept_table,
    said_of,
)
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.pictures import figure

TITLE = "Personal-data map"
FILE = "personal-data/personal-data.csv"
LEAD = "Which tools hold which data of whom, where they keep it, and for how long."
_UNSAID = ""
"""Stands for the category of data that is marked as specially protected and says no more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Data of one sort in one tool.

    Args:
        count: fields that the tool holds.
        passing: fields that only pass through it.
        special: some is specially protected.
        hidden: so many arrive hidden, such as hashed.
        level: place of the highest classification among them, from 1; 0 when none is recorded.
        words: what the number does not say, in words.
        url: where the fields are listed.
    """

    count: int
    passing: int
    special: bool
    hidden: int
    level: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A tool with the personal data it holds.

    Args:
        tool: the tool.
        held: all of it.
        cells: one for each wide category of the page, None where it holds none.
        areas: names of the areas where it keeps data.
    """

    tool: Tool
    held: Held
    cells: tuple[Cell | None, ...]
    areas: tuple[str, ...]
    marks: str


@dataclass(frozen=True, slots=True)
class Protected:
    """Specially protected data in one tool.

    Args:
        tool: the tool.
        places: its fields.
        activities: the activities in that tool that declare such data, by name.
    """

    tool: Tool | None
    places: tuple[Place, ...]
    activities: tuple[Activity, ...]


def data_map_page(book: Book, drawing: Drawing | None) -> Page:
    """The map; it says how to begin when no data source holds personal data.

    Args:
        book: what all pages share.
        drawing: the picture; None without personal data.
    """
    desk, headings = Desk(book, MAP), Headings()
    columns = _columns(book)
    rows = _rows(desk, columns)
    html = desk.render(
        "data-map.html",
        title=TITLE,
        lead=LEAD,
        heading=headings,
        columns=[_column(key) for key in columns],
        rows=rows,
        facets=_facets(book, rows),
        levels=[value.label for value in book.inventory.vocabularies["classification"].values.values()],
        protected=_protected(book),
        without_source=_without_source(book),
        picture=figure(desk, drawing, "personal-data") if drawing else "",
        hidden=hidden_rows(book),
        said_of=said_of,
        how_hidden=how_hidden,
        kept_rows=kept_rows(book),
        words=[word for word in map(category, _used(book)) if word.meaning]
        + [subject(key) for key in sorted({key for row in rows for key in row.held.subjects})],
        files={"map": desk.file(FILE), "hidden": desk.file(HIDDEN_FILE), "kept": desk.file(KEPT_FILE)},
        **words_for_templates(),
    )
    about = f"{LEAD} Health data, financial data, special categories, hashed, retention, deletion, data inventory."
    search = SearchRecord(TITLE, about, ("Picture",), weight=4)
    return Page(MAP, TITLE, LEAD, html, "Data", headings.found, search, wide=True)


def data_map_files(book: Book) -> Iterator[Artifact]:
    """The tables of the page as CSV, those that have rows."""
    rows = tuple(_cells(book))
    if rows:
        yield csv_file(FILE, Table(COLUMNS, rows))
    if hidden := hidden_rows(book):
        yield csv_file(HIDDEN_FILE, hidden_table(book, hidden))
    if kept := kept_rows(book):
        yield csv_file(KEPT_FILE, kept_table(book, kept))


COLUMNS = (
    "Tool",
    "Data source",
    "Says about a person",
    "Key",
    "Fields",
    "Number of fields",
    "Whose data",
    "Sensitivity",
    "Specially protected",
    "Where it is kept",
)
"""Of the file with the map: a row for each tool, data source and sort of data."""


def _columns(book: Book) -> tuple[str, ...]:
    """The wide categories of data that some tool holds, by name; what says no more comes last."""
    places = book.lineage.fields.places
    found = {
        key
        for held in book.governance.personal.of_tool.values()
        for name in held.fields
        if personal(places[name].field)  # a flow may also write into a field that says nothing
        for key in _wide_of(places[name])
    }
    return tuple(sorted(found, key=lambda key: (key == _UNSAID, category(key).name.casefold(), key)))


def _column(key: str) -> Word:
    return category(key) if key else Word("", "Specially protected, not said what", "")


def _wide_of(place: Place) -> tuple[str, ...]:
    """The wide categories of what a field says about a person."""
    said = [wide(key) for key in place.field.data_categories if covers("user", key)]
    return tuple(dict.fromkeys(said)) or (_UNSAID,)


def _used(book: Book) -> list[str]:
    """Every category that some tool holds, with the wide one above it."""
    found = {key for held in book.governance.personal.of_tool.values() for key in held.categories}
    return sorted(found | {wide(key) for key in found})


def _rows(desk: Desk, columns: tuple[str, ...]) -> tuple[MapRow, ...]:
    book = desk.book
    found = []
    for id_, held in book.governance.personal.of_tool.items():
        tool = book.inventory.get("tool", id_)
        if isinstance(tool, Tool):
            cells = _cells_of(desk, tool, held, columns)
            found.append(MapRow(tool, held, cells, _areas(tool), _marks(held, columns, cells)))
    return tuple(sorted(found, key=lambda row: (row.tool.name.casefold(), row.tool.id)))


def _cells_of(desk: Desk, tool: Tool, held: Held, columns: tuple[str, ...]) -> tuple[Cell | None, ...]:
    by: dict[str, list[Place]] = {}
    for name in held.fields:
        place = desk.book.lineage.fields.places[name]
        for key in _wide_of(place) if personal(place.field) else ():
            by.setdefault(key, []).append(place)
    return tuple(_cell(desk, tool, key, by[key]) if key in by else None for key in columns)


def _cell(desk: Desk, tool: Tool, key: str, places: list[Place]) -> Cell:
    own = [place for place in places if place.tool == tool.id]
    order = desk.book.inventory.vocabularies["classification"]
    levels = [order.position(one.field.classification) + 1 for one in places if one.field.classification]
    hidden = sum(_arrives_hidden(desk.book, place) for place in own)
    special = any(place.field.specially_protected for place in places)
    level = max(levels, default=0)
    said = [] if own else ["passes through"]
    said += [tuple(order.values.values())[level - 1].label.lower()] if level else []
    said += [*(["specially protected"] if special else []), *([f"{hidden} hidden on the way"] if hidden else [])]
    words = f"{_column(key).name}: {', '.join(said)}" if said else _column(key).name
    if own:
        url = f"{desk.url(DICTIONARY)}?tool={quote(tool.id)}&category={quote(key)}" if key else desk.url(own[0].source)
    else:
        url = desk.url(tool, "flows")
    return Cell(len(own), len(places) - len(own), special, hidden, level, words, url)


def _arrives_hidden(book: Book, place: Place) -> bool:
    """Whether everything that is written into a field today comes hidden; not when that may not be told."""
    if f"{FIELD}:{place.key}" in book.lineage.untold:
        return False
    steps = [step for step in book.lineage.fields.into.get(place.key, ()) if step.live and step.flow is not None]
    return bool(steps) and all(step.masked for step in steps)


def _marks(held: Held, columns: tuple[str, ...], cells: tuple[Cell | None, ...]) -> str:
    found = [f"subject:{key}" for key in held.subjects]
    found += [f"category:{key}" for key, cell in zip(columns, cells, strict=True) if cell and key]
    if held.special:
        found.append("category:special")
    if held.highest:
        found.append(f"sensitivity:{held.highest}")
    return " ".join(found)


def _without_source(book: Book) -> tuple[Tool, ...]:
    """Tools in use that get personal data, by a flow or by what an activity says, in none of their fields; by name."""
    held = book.governance.personal
    named = (book.inventory.get("tool", id_) for id_ in book.governance.activities.of_tool)
    found = {one.id: one for one in named if isinstance(one, Tool) and one.active and one.id not in held.of_tool}
    for flow in book.lineage.graph.flows:
        if flow.integration.live and flow.integration.id in held.of_flow:
            for tool in (flow.target, *((flow.source,) if flow.two_way else ())):
                if tool.active and tool.id not in held.of_tool:
                    found[tool.id] = tool
    return tuple(sorted(found.values(), key=lambda tool: (tool.name.casefold(), tool.id)))


def _areas(tool: Tool) -> tuple[str, ...]:
    return tuple("EEA" if area == EEA_KEY else country(area) for area in areas_of(tool))


def _facets(book: Book, rows: tuple[MapRow, ...]) -> tuple[Facet, ...]:
    counted = Counter(mark for row in rows for mark in row.marks.split())
    keys = [mark.partition(":") for mark in counted]
    labels = book.inventory.vocabularies["classification"]
    subjects = sorted((key for of, _, key in keys if of == "subject"), key=lambda key: (subject(key).name, key))
    data = sorted((key for of, _, key in keys if of == "category"), key=lambda key: (key == "special", _named(key)))
    found = (
        Facet("subject", "Whose data", "Anybody's", _choices("subject", subjects, counted)),
        Facet("category", "Which data", "Any", _choices("category", data, counted)),
        Facet(
            "sensitivity",
            "Up to",
            "Any",
            tuple(
                (key, labels.label(key), counted[f"sensitivity:{key}"])
                for key in labels.values
                if counted[f"sensitivity:{key}"]
            ),
        ),
    )
    return tuple(one for one in found if one.choices)


def _choices(of: str, keys: Iterable[str], counted: Counter[str]) -> tuple[tuple[str, str, int], ...]:
    return tuple((key, _named(key) if of == "category" else subject(key).name, counted[f"{of}:{key}"]) for key in keys)


def _named(key: str) -> str:
    return "Specially protected (Art. 9)" if key == "special" else category(key).name


def _protected(book: Book) -> tuple[Protected, ...]:
    """Specially protected data, by tool."""
    found: dict[str, list[Place]] = {}
    for place in book.lineage.fields.places.values():
        if place.field.specially_protected:
            found.setdefault(place.tool, []).append(place)
    made = []
    for id_, places in found.items():
        tool = book.inventory.get("tool", id_)
        lines = [line for line in book.governance.register if line.special and id_ in {one.id for one in line.tools}]
        made.append(
            Protected(tool if isinstance(tool, Tool) else None, tuple(places), tuple(one.activity for one in lines))
        )
    return tuple(sorted(made, key=lambda one: (one.tool is None, one.tool.name.casefold() if one.tool else "")))


def _cells(book: Book) -> Iterator[tuple[str, ...]]:
    """The rows of the file."""
    labels = book.inventory.vocabularies
    by: dict[tuple[str, str, str], list[Place]] = {}
    for place in book.lineage.fields.places.values():
        if (
            f"{place.source.id}.{place.field.id}"
            in book.governance.personal.of_source.get(place.source.id, Held()).fields
        ):
            keys = [key for key in place.field.data_categories if covers("user", key)] or [_UNSAID]
            for key in dict.fromkeys(keys):
                by.setdefault((place.tool, place.source.id, key), []).append(place)
    order = labels["classification"]
    for (id_, _, key), places in sorted(by.items()):
        tool, source = book.inventory.get("tool", id_), places[0].source
        where = source.residency or (tool.data_residency if isinstance(tool, Tool) else ())
        classes = [place.field.classification for place in places if place.field.classification]
        yield (
            tool.display_name if tool else "",
            source.name,
            _column(key).name,
            key,
            ", ".join(place.field.label for place in places),
            str(len(places)),
            ", ".join(subject_names(source.subjects)),
            order.label(max(classes, key=order.position, default=None)),
            "Yes" if any(place.field.specially_protected for place in places) else "No",
            ", ".join(country(place) for place in where),
        )
