"""What comes due: everything that ends, lapses or has to be done on a day, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.contracts import BANDS
from stackbook.governance.dues import RECORD, WHAT, Due
from stackbook.model import KINDS
from stackbook.model.days import ahead
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, marks, worth
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.values import in_words

TITLE = "What comes due"
DUE, FILE = "due", "due/due.csv"
LEAD = "Everything with a day: contracts, approvals, agreements, certificates, reviews and keys, soonest first."
COLUMNS = ("Day", "What", "Name", "Kind", "What to do", "Team", "When")
"""Of the file to be downloaded."""
LATE, LATER = "late", "later"


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is due.

    Args:
        due: it.
        when: key of the time in which it falls: `LATE`, days of a band, or `LATER`; "" without a day for today.
        ahead: so many days ahead it lies, behind when negative; None without a day for today.
        marks: what it can be narrowed down to.
    """

    due: Due
    when: str
    ahead: int | None
    marks: str

    @property
    def words(self) -> str:
        """How far away it is; "" when that is far, or not known."""
        if self.ahead is None or self.ahead > BANDS[-1]:
            return ""
        if self.ahead < 0:
            return "1 day late" if self.ahead == -1 else f"{-self.ahead} days late"
        return ("today", "tomorrow")[self.ahead] if self.ahead < 2 else f"in {self.ahead} days"


def due_rows(book: Book) -> tuple[Row, ...]:
    """Everything that is due, by day: without records to look at again, which the page about completeness lists.

    With a day for today, what is long past and was never marked as done is late; ends that are past are history
    and left out.
    """
    found = ((due, _when(book, due)) for due in book.governance.dues if due.what != RECORD)
    return tuple(
        Row(
            due,
            when,
            (due.day - book.as_of).days if book.as_of else None,
            marks(what=due.what, when=when, team=due.team),
        )
        for due, when in found
        if when is not None
    )


def _when(book: Book, due: Due) -> str | None:
    if book.as_of is None:
        return ""
    if due.day < book.as_of:
        return LATE if due.remind or due.what in _STAYS_OPEN else None
    ahead = (due.day - book.as_of).days
    return next((str(days) for days in BANDS if ahead <= days), LATER)


_STAYS_OPEN = ("review-needed", "condition", "rotation", "approval", "agreement", "certificate")
"""What is still to be done when its day has passed."""


def when_words(book: Book) -> dict[str, str]:
    """The times in which something can fall, in words."""
    if book.as_of is None:
        return {}
    spans = {str(days): f"By {in_words(ahead(book.as_of, days))}" for days in BANDS}
    return {LATE: "Late", **spans, LATER: "Later"}


def due_page(book: Book) -> Page:
    """The list; it says so when nothing has a day."""
    desk = Desk(book, DUE)
    rows = due_rows(book)
    html = desk.render(
        "due.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        what=WHAT,
        facets=_facets(book, rows),
        file=desk.file(FILE),
        calendar=desk.url("contracts/index", "calendar"),
        completeness=desk.url("completeness"),
    )
    words = "Deadlines, renewals, expiry, expires, key to change, rotation, certificates, agreements, approvals"
    return Page(
        DUE, TITLE, LEAD, html, "Health", (), SearchRecord(TITLE, f"{LEAD} {words}.", ("Health",), weight=2), wide=True
    )


def due_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there is anything."""
    rows = due_rows(book)
    if rows:
        times = when_words(book)
        cells = tuple(
            (
                row.due.day.isoformat(),
                WHAT[row.due.what],
                row.due.entity.display_name,
                KINDS[row.due.entity.spec.key].spec.singular,
                row.due.todo,
                row.due.team.display_name if row.due.team else "",
                times.get(row.when, ""),
            )
            for row in rows
        )
        yield csv_file(FILE, Table(COLUMNS, cells))


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    return worth(
        (
            by_choice("when", "When", "Any time", when_words(book), (row.when for row in rows)),
            by_choice("what", "What", "Everything", WHAT, (row.due.what for row in rows)),
            by_entity("team", "Team", "Every team", (row.due.team for row in rows)),
        )
    )
