"""Transfers: personal data outside the home region, what allows it and who says so (GDPR Chapter V)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.areas import outside
from stackbook.governance.register import RegisterLine
from stackbook.governance.transfers import TransferLine
from stackbook.graph import Flow
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.tools import Tool, Vendor
from stackbook.pages.book import Book, Desk
from stackbook.pages.data_words import TRANSFERS, category_names, country, subject_names, words_for_templates
from stackbook.pages.facets import Facet
from stackbook.pages.headings import Headings
from stackbook.pages.page import Page, SearchRecord

TITLE = "Transfers"
FILE, DECLARED_FILE = "transfers/transfers.csv", "transfers/declared.csv"
OFFICES_FILE = "transfers/head-offices.csv"
LEAD = "Personal data that leaves the home region: where it goes, what allows it, and who says so."
NO_GROUND = "No ground recorded"
COLUMNS = (
    "Country",
    "Code",
    "Tool",
    "Vendor",
    "How it gets there",
    "Personal data",
    "Whose data",
    "Specially protected",
    "What allows it",
    "Who says so",
    "Ground recorded",
    "Processing activities",
)
DECLARED_COLUMNS = (
    "Country",
    "Code",
    "Processing activity",
    "Tools of the activity",
    "What allows it",
    "Ground recorded",
)
OFFICE_COLUMNS = (
    "Vendor",
    "Head office",
    "Tools with personal data",
    "Where they keep it",
    "Agreement",
    "What allows access",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What allows a transfer.

    Args:
        mechanism: in words; "" when nothing is recorded.
        said_by: the records that say so, by name.
    """

    mechanism: str
    said_by: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class TransferRow:
    """Personal data that one tool has in one country.

    Args:
        country: ISO 3166 code.
        tool: the tool.
        vendor: who makes it, if it is known.
        kept: the tool keeps data there.
        sources: single data sources that are kept there.
        flows: integrations that send data there.
        categories: fideslang keys of the data.
        subjects: fideslang keys of the people.
        special: some is specially protected.
        grounds: what allows it, each once; those that allow nothing first.
        untold: what allows it may be recorded where this audience may not see it.
        activities: the processing activities that it belongs to, by name.
    """

    country: str
    tool: Tool
    vendor: Vendor | None
    kept: bool
    sources: tuple[DataSource, ...]
    flows: tuple[Flow, ...]
    categories: tuple[str, ...]
    subjects: tuple[str, ...]
    special: bool
    grounds: tuple[Ground, ...]
    untold: bool
    activities: tuple[Entity, ...]

    @property
    def open(self) -> bool:
        """Whether nothing is recorded that allows some of it."""
        return not self.untold and any(not one.mechanism for one in self.grounds)

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        return f"country:{self.country} ground:{'none' if self.open else 'recorded'}"


@dataclass(frozen=True, slots=True)
class Declared:
    """A country that a processing activity names, and where no tool or flow shows personal data.

    Args:
        country: ISO 3166 code.
        line: the activity.
        mechanism: what allows it; None when nothing is recorded.
        open: nothing is recorded that allows it; not so where it may only be hidden from this audience.
    """

    country: str
    line: RegisterLine
    mechanism: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class HeadOffice:
    """A vendor with its head office outside the home region, whose tools keep personal data within it.

    Args:
        vendor: the vendor.
        tools: its tools with personal data, by name.
    """

    vendor: Vendor
    tools: tuple[Tool, ...]


def transfer_rows(book: Book) -> tuple[TransferRow, ...]:
    """Every country and tool; what has no ground first, then by country."""
    found: dict[tuple[str, str], list[TransferLine]] = {}
    for line in book.governance.transfers:
        found.setdefault((line.country, line.tool.id), []).append(line)
    rows = (_row(book, lines) for lines in found.values())
    return tuple(
        sorted(rows, key=lambda row: (not row.open, country(row.country), row.tool.name.casefold(), row.tool.id))
    )


def declared_rows(book: Book) -> tuple[Declared, ...]:
    """Countries abroad that an activity names and none of its tools shows; what has no ground first."""
    home = book.inventory.organisation.home_region
    seen = {(line.country, line.tool.id) for line in book.governance.transfers}
    rows = [
        Declared(one.country, line, one.mechanism if one.allowed else None, not (one.allowed or book.partial))
        for line in book.governance.register
        for one in line.abroad
        if one.declared and not one.tools and outside([one.country], home)
        if not any((one.country, tool.id) in seen for tool in line.tools)
    ]
    return tuple(sorted(rows, key=lambda row: (not row.open, country(row.country), *_by_name(row.line.activity))))


def head_offices(book: Book) -> tuple[HeadOffice, ...]:
    """Vendors with their head office elsewhere, for tools in use whose data stays in the home region; by name."""
    home = book.inventory.organisation.home_region
    found: dict[str, list[Tool]] = {}
    for id_ in book.governance.personal.of_tool:
        tool = book.inventory.get("tool", id_)
        if isinstance(tool, Tool) and tool.active and tool.data_residency and not outside(tool.data_residency, home):
            vendor = book.inventory.get("vendor", tool.vendor)
            if isinstance(vendor, Vendor) and vendor.hq_country and outside([vendor.hq_country], home):
                found.setdefault(vendor.id, []).append(tool)
    made = []
    for id_, tools in found.items():
        vendor = book.inventory.get("vendor", id_)
        if isinstance(vendor, Vendor):
            made.append(HeadOffice(vendor, tuple(sorted(tools, key=_by_name))))
    return tuple(sorted(made, key=lambda one: _by_name(one.vendor)))


def transfers_page(book: Book) -> Page:
    """The transfers; it says what to write when no home region is recorded."""
    desk, headings = Desk(book, TRANSFERS), Headings()
    rows, declared = transfer_rows(book), declared_rows(book)
    html = desk.render(
        "transfers.html",
        title=TITLE,
        lead=LEAD,
        heading=headings,
        rows=rows,
        open=[row for row in rows if row.open],
        facets=_facets(rows),
        declared=declared,
        head_offices=head_offices(book),
        holds=bool(book.governance.personal.of_tool),
        no_ground=NO_GROUND,
        file=desk.file(FILE),
        declared_file=desk.file(DECLARED_FILE),
        offices_file=desk.file(OFFICES_FILE),
        regions=desk.url("regions"),
        **words_for_templates(),
    )
    about = f"{LEAD} Third countries, standard contractual clauses, adequacy, United States, Schrems, data residency."
    search = SearchRecord(TITLE, about, ("List",), weight=4)
    return Page(TRANSFERS, TITLE, LEAD, html, "Data", headings.found, search, wide=True)


def transfers_files(book: Book) -> Iterator[Artifact]:
    """The tables of the page as CSV, those that have rows."""
    rows, declared, elsewhere = transfer_rows(book), declared_rows(book), head_offices(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(row) for row in rows)))
    if declared:
        yield csv_file(DECLARED_FILE, Table(DECLARED_COLUMNS, tuple(_declared_cells(book, one) for one in declared)))
    if elsewhere:
        yield csv_file(OFFICES_FILE, Table(OFFICE_COLUMNS, tuple(_office_cells(book, one) for one in elsewhere)))


def how_words(row: TransferRow) -> str:
    """How the data gets there, in plain text."""
    found = ["Kept there"] if row.kept else []
    found += [f"Kept there: {', '.join(one.name for one in row.sources)}"] if row.sources else []
    found += [f"Sent by {', '.join(flow.integration.display_name for flow in row.flows)}"] if row.flows else []
    return "; ".join(found)


def _row(book: Book, lines: list[TransferLine]) -> TransferRow:
    tool = lines[0].tool
    vendor = book.inventory.get("vendor", tool.vendor)
    flows = {line.flow.integration.id: line.flow for line in lines if line.flow}
    sources = {line.source.id: line.source for line in lines if line.source}
    here = {tool.id}
    activities = {
        line.activity.id: line.activity
        for line in book.governance.register
        for abroad in line.abroad
        if abroad.country == lines[0].country and here & {one.id for one in abroad.tools}
    }
    return TransferRow(
        lines[0].country,
        tool,
        vendor if isinstance(vendor, Vendor) else None,
        any(line.flow is None and line.source is None for line in lines),
        tuple(sorted(sources.values(), key=_by_name)),
        tuple(flows.values()),
        tuple(sorted({key for line in lines for key in line.held.categories})),
        tuple(sorted({key for line in lines for key in line.held.subjects})),
        any(line.held.special for line in lines),
        _grounds(book, lines),
        "vendor" in book.emptied.get(tool.ref, ()) and any(not line.allowed for line in lines),
        tuple(sorted(activities.values(), key=_by_name)),
    )


def _grounds(book: Book, lines: Iterable[TransferLine]) -> tuple[Ground, ...]:
    label = book.inventory.vocabularies["transfer_mechanism"].label
    found: dict[str, dict[str, Entity]] = {}
    for line in lines:
        said = found.setdefault(label(line.mechanism) if line.allowed else "", {})
        if line.allowed and (one := book.inventory.find(line.said_by)):
            said[one.ref] = one
    return tuple(Ground(words, tuple(sorted(found[words].values(), key=_by_name))) for words in sorted(found))


def _facets(rows: tuple[TransferRow, ...]) -> tuple[Facet, ...]:
    per_country = Counter(row.country for row in rows)
    open_ = sum(row.open for row in rows)
    countries = tuple((key, country(key), per_country[key]) for key in sorted(per_country, key=country))
    grounds = (("none", NO_GROUND, open_), ("recorded", "Recorded", len(rows) - open_))
    found = (
        Facet("country", "Country", "Every country", countries),
        Facet("ground", "What allows it", "Any", tuple(one for one in grounds if one[2])),
    )
    return tuple(one for one in found if len(one.choices) > 1)


def _cells(row: TransferRow) -> tuple[str, ...]:
    return (
        country(row.country),
        row.country,
        row.tool.name,
        row.vendor.name if row.vendor else "",
        how_words(row),
        ", ".join(category_names(row.categories)),
        ", ".join(subject_names(row.subjects)),
        "Yes" if row.special else "No",
        "; ".join(one.mechanism or ("" if row.untold else NO_GROUND) for one in row.grounds),
        ", ".join(one.display_name for ground in row.grounds for one in ground.said_by),
        "" if row.untold else "No" if row.open else "Yes",
        ", ".join(one.display_name for one in row.activities),
    )


def _declared_cells(book: Book, one: Declared) -> tuple[str, ...]:
    return (
        country(one.country),
        one.country,
        one.line.activity.display_name,
        ", ".join(tool.name for tool in one.line.tools),
        NO_GROUND if one.open else book.inventory.vocabularies.label("transfer_mechanism", one.mechanism),
        "No" if one.open else "Yes" if one.mechanism else "",
    )


def _office_cells(book: Book, one: HeadOffice) -> tuple[str, ...]:
    label, agreement = book.inventory.vocabularies.label, one.vendor.processing_agreement
    return (
        one.vendor.name,
        country(one.vendor.hq_country or ""),
        ", ".join(tool.name for tool in one.tools),
        ", ".join(dict.fromkeys(country(place) for tool in one.tools for place in tool.data_residency)),
        label("processing_agreement_status", agreement.status) if agreement else "",
        label("transfer_mechanism", one.vendor.transfer_mechanism),
    )


def _by_name(one: Entity) -> tuple[str, str]:
    return (one.display_name.casefold(), one.id)
