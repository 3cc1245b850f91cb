"""One view of the customer: the words both sides use, where each is recorded, and what people are matched by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.terms import Term
from stackbook.pages.book import Book, Desk
from stackbook.pages.dictionary import DICTIONARY
from stackbook.pages.headings import Headings
from stackbook.pages.kpis import Words as KpiWords
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.work.customer import ALONE, NOBODY, ONE, SEVERAL, KeyLine, Recorded, WordLine
from stackbook.work.kpis import KpiLine

TITLE, ONE_VIEW = "One view of the customer", "one-view"
WORDS_FILE, KEYS_FILE = "one-view/words.csv", "one-view/identifiers.csv"
LEAD = "What we know about a customer, in one place: the words, where each is recorded, and whose value counts."
SHARED = "shared"
STATES = {
    ONE: "One source of truth",
    SEVERAL: "Several sources of truth",
    NOBODY: "Nobody has said which counts",
    ALONE: "One place only",
}
WORD_COLUMNS = (
    "Word",
    "What it means",
    "Also called",
    "Part of",
    "Decided by",
    "Field",
    "Data source",
    "Tool",
    "Source of truth",
    "Business owner of the tool",
    "Technical owner of the tool",
)
KEY_COLUMNS = ("Matched by", "Field", "Data source", "Tool", "Source of truth", "State")
_MOST_FLOWS = 6


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is still missing.

    Args:
        text: in words, with what to do.
        named: what it is about.
    """

    text: str
    named: tuple[Entity, ...] = ()


def customer_pages(book: Book) -> Iterator[Page]:
    """The page, where there is anything to put on it."""
    if has_view(book):
        yield customer_page(book)


def customer_page(book: Book) -> Page:
    """The page; it says how to begin when no word names a field about people."""
    desk, headings = Desk(book, ONE_VIEW), Headings()
    customer = book.governance.work.customer
    words, unplaced = customer.words, _unplaced(book)
    known = {line.term.ref for line in (*words, *unplaced)}
    several = tuple(line for line in customer.several_names if line.term.ref in known)
    shared = tuple(line for line in book.governance.work.kpis if line.kpi.side == SHARED)
    html = desk.render(
        "customer.html",
        title=TITLE,
        lead=LEAD,
        heading=headings,
        words=words,
        unplaced=unplaced,
        several=several,
        two_meanings=customer.two_meanings,
        keys=customer.keys,
        states=STATES,
        most=_MOST_FLOWS,
        shared=shared,
        sources={line.kpi.id: book.inventory.find(line.kpi.source) for line in shared},
        kpi_words=KpiWords(),
        missing=_missing(book, words, unplaced, shared),
        term_of=_ties(words),
        counts_for=lambda one: one.place.source.system_of_record_for,
        glossary=desk.list_url("term"),
        dictionary=desk.url(DICTIONARY),
        kpis=desk.list_url("kpi"),
        files=(desk.file(WORDS_FILE) if words else "", desk.file(KEYS_FILE) if customer.keys else ""),
    )
    said = f"{LEAD} Single customer view, golden record, customer 360, identity, profile, glossary, source of truth."
    return Page(ONE_VIEW, TITLE, LEAD, html, "Data", headings.found, SearchRecord(TITLE, said, ("List",)), wide=True)


def customer_files(book: Book) -> Iterator[Artifact]:
    """The words with their fields, and what people are matched by, as CSV."""
    customer = book.governance.work.customer
    if customer.words:
        rows = tuple(row for line in (*customer.words, *_unplaced(book)) for row in _word_cells(line))
        yield csv_file(WORDS_FILE, Table(WORD_COLUMNS, rows))
    if customer.keys:
        cells = tuple(_key_cells(line, one) for line in customer.keys for one in line.fields)
        yield csv_file(KEYS_FILE, Table(KEY_COLUMNS, cells))


def has_view(book: Book) -> bool:
    """Whether there is anything to put on the page: a word or a data source."""
    return bool(book.inventory.entities.get("term") or book.inventory.entities.get("data_source"))


def _unplaced(book: Book) -> tuple[WordLine, ...]:
    """Words without a field; not those whose fields this audience may not see."""
    emptied = book.emptied
    return tuple(
        line for line in book.governance.work.customer.unplaced if "fields" not in emptied.get(line.term.ref, ())
    )


def _ties(words: Iterable[WordLine]) -> frozenset[str]:
    return frozenset(line.term.ref for line in words)


def _missing(
    book: Book, words: tuple[WordLine, ...], unplaced: tuple[WordLine, ...], shared: tuple[KpiLine, ...]
) -> tuple[Gap, ...]:
    """What is still missing, in words. Where records are hidden, nothing is said that one of them could prove wrong."""
    emptied, customer = book.emptied, book.governance.work.customer

    def lacking(key: str, lines: Iterable[WordLine]) -> tuple[Term, ...]:
        return tuple(
            line.term for line in lines if getattr(line.term, key) is None and key not in emptied.get(line.term.ref, ())
        )

    every = (*words, *unplaced)
    found = [
        Gap("What it means is not written down", lacking("definition", every)),
        Gap("Nobody decides what it means", lacking("owner", every)),
        Gap("No field is named for it", tuple(line.term for line in unplaced)),
    ]
    found += [Gap(f"“{shown}” means more than one thing", terms) for shown, terms in customer.two_meanings.items()]
    if not book.partial:
        for line in customer.keys:
            if line.state in (NOBODY, SEVERAL):
                sources = tuple({one.place.source.ref: one.place.source for one in line.fields}.values())
                who = "nobody has said which" if line.state == NOBODY else "more than one is said to be the one that"
                found.append(Gap(f"“{line.label}” is kept in several places, and {who} counts", sources))
            elif line.unsaid:
                sources = tuple({one.place.source.ref: one.place.source for one in line.unsaid}.values())
                found.append(Gap(f"“{line.label}” is kept without saying whose value counts", sources))
        if not shared:
            found.append(Gap("Marketing and IT share no measure"))
    found.append(
        Gap(
            "A shared measure does not say what it says",
            tuple(line.kpi for line in shared if line.kpi.definition is None),
        )
    )
    found.append(
        Gap(
            "A shared measure does not say where its numbers come from",
            tuple(line.kpi for line in shared if not line.kpi.source and "source" not in emptied.get(line.kpi.ref, ())),
        )
    )
    return tuple(one for one in found if one.named or one.text == "Marketing and IT share no measure")


def _word_cells(line: WordLine) -> Iterator[tuple[str, ...]]:
    term = line.term
    lead = (
        term.name,
        term.definition or "",
        ", ".join(term.synonyms),
        line.broader.name if line.broader else "",
        line.owner.display_name if line.owner else "",
    )
    for one in line.fields:
        people = (who.display_name if who else "" for who in (one.business, one.technical))
        yield (*lead, *_field_cells(one), *people)
    if not line.fields:
        yield (*lead, *("",) * 6)


def _key_cells(line: KeyLine, one: Recorded) -> tuple[str, ...]:
    return (line.label, *_field_cells(one), STATES[line.state])


def _field_cells(one: Recorded) -> tuple[str, ...]:
    counts = "" if one.counts is None else f"{one.counts.source.name}: {one.counts.field.label}"
    return (one.place.field.label, one.place.source.name, one.tool.name if one.tool else "", counts)


__all__ = ["ONE_VIEW", "TITLE", "customer_files", "customer_page", "has_view", "list_of"]
