"""The register of processing activities (GDPR Art. 30), for whoever has to show it; and its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stackbook.exchange.api import Artifact
from stackbook.exchange.spreadsheets import Sheet, xlsx_file
from stackbook.exchange.tables import csv_file
from stackbook.governance.register import Point, RegisterLine
from stackbook.model.activities import Activity
from stackbook.model.base import Entity
from stackbook.pages.book import Book, Desk
from stackbook.pages.data_words import MAP, Word, category, subject, use, wide, words_for_templates
from stackbook.pages.facets import Facet
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.register_rows import facts_table, register_table, words_table

TITLE = "Register of processing"
REGISTER = list_of(Activity.spec.key)
FILE, WORKBOOK = "activities/register.csv", "activities/register.xlsx"
LEAD = "What we do with personal data, why, what allows it and how long it is kept: the record of GDPR Art. 30."
_WIDTHS = {"Purpose": 44, "Personal data": 40, "Security measures": 44, "Time limits": 40, "Recipients": 34}
_USUAL_WIDTH = 22


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An activity as the page shows it.

    Args:
        line: the facts.
        missing: what Art. 30(1) asks for and is not recorded, as far as this site may say.
        further: what other articles ask for and is not recorded, likewise.
        own_controller: it has another controller than the organisation.
    """

    line: RegisterLine
    missing: tuple[Point, ...]
    further: tuple[Point, ...]
    own_controller: bool

    @property
    def activity(self) -> Activity:
        """The activity."""
        return self.line.activity

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        one = self.activity
        found = [f"basis:{one.lawful_basis}"] if one.lawful_basis else ["basis:none"]
        found += [f"subject:{key}" for key in one.data_subjects or ()]
        found += [f"category:{key}" for key in dict.fromkeys(wide(key) for key in one.data_categories or ())]
        found += [f"tool:{tool.id}" for tool in self.line.tools]
        found.append("record:incomplete" if self.missing else "record:complete")
        if self.line.special:
            found.append("category:special")
        return " ".join(found)


def register_rows(book: Book) -> tuple[RegisterRow, ...]:
    """Every activity, by name; incomplete ones like all others."""
    return tuple(row_of(book, line) for line in book.governance.register)


def row_of(book: Book, line: RegisterLine) -> RegisterRow:
    """An activity as its page and the register show it."""
    return RegisterRow(
        line,
        tuple(one for one in line.points if lacking(book, line, one)),
        tuple(one for one in line.further if lacking(book, line, one)),
        line.activity.controller is not None,
    )


def lacking(book: Book, line: RegisterLine, point: Point) -> bool:
    """Whether something is missing from an activity: not so where it may only be hidden from this audience."""
    if point.there:
        return False
    if not book.partial:
        return True
    emptied = book.emptied.get(line.activity.ref, frozenset())
    of_all = point.of == "a" and bool(book.emptied.get(book.inventory.organisation.ref))  # perhaps it names somebody
    unsaid = point.of == "e" and any(_may_be_hidden(book, line, one.country) for one in line.abroad if not one.allowed)
    return not (of_all or unsaid or emptied.intersection(point.keys))


def _may_be_hidden(book: Book, line: RegisterLine, country: str) -> bool:
    tools = next(one.tools for one in line.abroad if one.country == country)
    return any("vendor" in book.emptied.get(tool.ref, ()) for tool in tools)


def register_page(book: Book) -> Page:
    """The register; it says how to begin when there are no activities."""
    desk = Desk(book, REGISTER)
    rows = register_rows(book)
    organisation = book.inventory.organisation
    html = desk.render(
        "register.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        complete=sum(not row.missing for row in rows),
        facets=_facets(book, rows),
        officer=book.inventory.get("team", organisation.data_protection_officer),
        file=desk.file(FILE),
        workbook=desk.file(WORKBOOK),
        map=desk.url(MAP),
        words=used_words(rows),
        **words_for_templates(),
    )
    about = f"{LEAD} Processing activities, records of processing, RoPA, audit, Excel, CSV."
    return Page(REGISTER, TITLE, LEAD, html, "Data", (), SearchRecord(TITLE, about, ("List",), weight=4), wide=True)


def used_words(rows: Iterable[RegisterRow]) -> tuple[Word, ...]:
    """The words of fideslang that some activities use, by name."""
    activities = [row.activity for row in rows]
    found = {category(key) for one in activities for key in one.data_categories or ()}
    found |= {subject(key) for one in activities for key in one.data_subjects or ()}
    found |= {use(one.data_use) for one in activities if one.data_use}
    return tuple(sorted(found, key=lambda word: (word.name.casefold(), word.key)))


def register_files(book: Book) -> Iterator[Artifact]:
    """The register as CSV and as an Excel file, a row for each activity and tool; nothing without activities."""
    rows = register_rows(book)
    if not rows:
        return
    table = register_table(book, ((row.line, row.missing, row.further) for row in rows))
    yield csv_file(FILE, table)
    widths = tuple(next((w for word, w in _WIDTHS.items() if word in one), _USUAL_WIDTH) for one in table.columns)
    complete = sum(not row.missing for row in rows)
    sheets = [Sheet("About", facts_table(book, len(rows), complete), (34, 90), headed=False)]
    sheets += [Sheet("Register", table, widths), Sheet("Words", words_table(book), (44, 34, 90))]
    yield xlsx_file(WORKBOOK, sheets, f"{TITLE}: {book.inventory.organisation.name}", book.as_of)


def _facets(book: Book, rows: tuple[RegisterRow, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    counted = Counter(mark for row in rows for mark in row.marks.split())
    tools = {tool.id: tool for row in rows for tool in row.line.tools}
    bases = [key for key in (*labels["lawful_basis"].values, "none") if counted[f"basis:{key}"]]
    found = (
        _facet("basis", "Lawful basis", "Any", bases, lambda key: labels.label("lawful_basis", key), counted),
        _facet("subject", "Whose data", "Anybody's", *_worded(counted, "subject", subject), counted),
        _facet("category", "Which data", "Any", *_worded(counted, "category", category), counted),
        _facet("tool", "Tool", "Every tool", _by_name(tools.values()), lambda key: tools[key].name, counted),
        _facet("record", "Art. 30", "All", ("complete", "incomplete"), str.capitalize, counted),
    )
    own = {"basis": {"none": "Not recorded"}, "category": {"special": "Specially protected (Art. 9)"}}
    return tuple(_relabelled(one, own.get(one.key, {})) for one in found if len(one.choices) > 1)


def _worded(counted: Counter[str], key: str, word: Callable[[str], Word]) -> tuple[list[str], Callable[[str], str]]:
    """The keys of a facet by their names, and what names them."""
    keys = [mark.partition(":")[2] for mark in counted if mark.startswith(f"{key}:")]
    return sorted(keys, key=lambda one: (one == "special", word(one).name.casefold(), one)), lambda one: word(one).name


def _facet(
    key: str, label: str, every: str, keys: Iterable[str], name: Callable[[str], str], counted: Mapping[str, int]
) -> Facet:
    choices = ((one, name(one), counted.get(f"{key}:{one}", 0)) for one in keys)
    return Facet(key, label, every, tuple(choice for choice in choices if choice[2]))


def _relabelled(facet: Facet, own: Mapping[str, str]) -> Facet:
    return replace(facet, choices=tuple((key, own.get(key, label), count) for key, label, count in facet.choices))


def _by_name(entities: Iterable[Entity]) -> list[str]:
    return [one.id for one in sorted(entities, key=lambda one: (one.display_name.casefold(), one.id))]
