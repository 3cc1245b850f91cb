"""Vendors: the list with what is agreed with each, and what the page of one shows beyond its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.tools import Certification, ProcessingAgreement, Tool, Vendor
from stackbook.model.types import places
from stackbook.pages.book import Book, Desk
from stackbook.pages.contracts import contracts_of
from stackbook.pages.facets import Facet, by_choice, by_word, marks, worth
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.renewals import Row as ContractRow

TITLE = "Vendors"
VENDORS, FILE = list_of("vendor"), "vendors/vendors.csv"
LEAD = "The companies behind the tools, and what we have agreed with them."
SHOWN = frozenset({"certifications", "processing_agreement", "subprocessors", "transfer_mechanism"})
"""Fields that the page of a vendor shows in its own way."""
COLUMNS = (
    "Vendor",
    "Legal name",
    "Country",
    "Tools in use",
    "How much depends on it",
    "Data processing agreement",
    "Signed on",
    "Ends on",
    "What allows data to go there",
    "Certificates",
    "Contracts in force",
    "Other companies that process data for it",
)
"""Of the file to be downloaded."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate.

    Args:
        name: which.
        until: its last day, if recorded.
        ended: that day has passed; False without a day that is meant by "today".
    """

    name: str
    until: date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A vendor in words.

    Args:
        vendor: the vendor.
        tools: its tools in use, by name.
        country: where its head office is; "" when not recorded.
        agreement: the data processing agreement, if one is recorded.
        ended: the agreement's last day has passed, or its status says so.
        mechanism: what allows personal data to go there; "" when not recorded.
        certificates: by last day.
        contracts: those in force.
        marks: what it can be narrowed down to.
    """

    vendor: Vendor
    tools: tuple[Tool, ...]
    country: str
    agreement: ProcessingAgreement | None
    ended: bool
    mechanism: str
    certificates: tuple[Certificate, ...]
    contracts: tuple[ContractRow, ...]
    marks: str


def vendor_rows(book: Book) -> tuple[Row, ...]:
    """Every vendor, by name."""
    return tuple(row_of(book, one) for one in book.inventory.all("vendor") if isinstance(one, Vendor))


def vendors_page(book: Book) -> Page:
    """The list; it says so when there are no vendors."""
    desk, rows = Desk(book, VENDORS), vendor_rows(book)
    html = desk.render(
        "vendors.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        facets=_facets(book, rows),
        file=desk.file(FILE),
    )
    words = f"{LEAD} Suppliers, data processing agreements, certificates, risk, transfers."
    return Page(VENDORS, TITLE, LEAD, html, "Stack", (), SearchRecord(TITLE, words, ("List",)), wide=True)


def vendors_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are vendors."""
    rows = vendor_rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, row) for row in rows)))


def vendor_extras(desk: Desk, vendor: Vendor) -> dict[str, Any]:
    """What the template of a vendor needs beyond what every page has."""
    made = desk.book.lineage.made_by.get(vendor.ref, ())
    return {
        "tools": made,
        "row": row_of(desk.book, vendor),
        "contracts": contracts_of(desk.book, vendor),
        "internal": desk.book.options.internal,
    }


def row_of(book: Book, vendor: Vendor) -> Row:
    """A vendor in words."""
    labels, agreement = book.inventory.vocabularies, vendor.processing_agreement
    return Row(
        vendor=vendor,
        tools=tuple(tool for tool in book.lineage.made_by.get(vendor.ref, ()) if tool.active),
        country=places().get(vendor.hq_country, vendor.hq_country) if vendor.hq_country else "",
        agreement=agreement,
        ended=bool(agreement and (agreement.status == "expired" or _past(agreement.expires_on, book.as_of))),
        mechanism=labels.label("transfer_mechanism", vendor.transfer_mechanism),
        certificates=_certificates(book, vendor.certifications),
        contracts=tuple(row for row in contracts_of(book, vendor) if row.line.running),
        marks=marks(
            risk=vendor.risk_tier,
            agreement=agreement.status if agreement else "unknown",
            mechanism=vendor.transfer_mechanism,
            country=vendor.hq_country,
        ),
    )


def _past(day: date | None, as_of: date | None) -> bool:
    return bool(day and as_of and day < as_of)


def _certificates(book: Book, found: tuple[Certification, ...]) -> tuple[Certificate, ...]:
    label = book.inventory.vocabularies["certification"].label
    made = [Certificate(label(one.type), one.valid_until, _past(one.valid_until, book.as_of)) for one in found]
    return tuple(sorted(made, key=lambda one: (one.until or date.max, one.name)))


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    statuses = {key: one.label for key, one in labels["processing_agreement_status"].values.items()}
    statuses["unknown"] = "Not recorded"
    countries = {row.vendor.hq_country: row.country for row in rows if row.vendor.hq_country}
    by_name = dict(sorted(countries.items(), key=lambda item: (item[1], item[0])))
    mechanisms = (row.vendor.transfer_mechanism for row in rows)
    return worth(
        (
            by_word("risk", "Risk", "Any", labels, "risk_tier", (row.vendor.risk_tier for row in rows)),
            by_choice(
                "agreement",
                "Agreement",
                "Any",
                statuses,
                (row.agreement.status if row.agreement else "unknown" for row in rows),
            ),
            by_word("mechanism", "Transfer", "Any", labels, "transfer_mechanism", mechanisms),
            by_choice("country", "Country", "Any", by_name, (row.vendor.hq_country or "" for row in rows)),
        )
    )


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    vendor, agreement, labels = row.vendor, row.agreement, book.inventory.vocabularies
    return (
        vendor.name,
        vendor.legal_name or "",
        row.country,
        _names(row.tools),
        labels.label("risk_tier", vendor.risk_tier),
        labels.label("processing_agreement_status", agreement.status) if agreement else "",
        _iso(agreement.signed_on if agreement else None),
        _iso(agreement.expires_on if agreement else None),
        row.mechanism,
        "; ".join(f"{one.name}{f' until {one.until.isoformat()}' if one.until else ''}" for one in row.certificates),
        _names(one.line.contract for one in row.contracts),
        ", ".join(vendor.subprocessors),
    )


def _names(entities: Iterable[Entity]) -> str:
    return ", ".join(one.display_name for one in entities)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
