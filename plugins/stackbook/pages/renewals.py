"""Renewals: what must be cancelled by when, who decides, and all contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from stackbook.exchange.api import Artifact
from stackbook.exchange.calendar import ALL, RECORDS, by_team, calendar_files, team_file
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.contracts import BANDS, RUNNING, ContractLine
from stackbook.governance.dues import ENDING, RECORD
from stackbook.model.base import Entity
from stackbook.model.days import ahead
from stackbook.model.people import Team
from stackbook.pages.book import Book, Desk
from stackbook.pages.contract_words import OPEN, Deadline, deadline, decided, if_nobody_acts, still_to_do
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, marks, worth
from stackbook.pages.headings import Headings
from stackbook.pages.links import list_of, page_of
from stackbook.pages.money import price, sum_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.values import duration

TITLE = "Renewals"
RENEWALS, FILE = list_of("contract"), "contracts/contracts.csv"
LEAD = "What must be cancelled or renewed by when, and who decides."
AUTO = {"yes": "Renews automatically", "no": "Ends", "unknown": "Not recorded"}
COLUMNS = (
    "Contract",
    "Vendor",
    "Tools",
    "Status",
    "First day",
    "Last day",
    "Renews automatically",
    "Renews for",
    "Notice",
    "Last day to cancel",
    "Decision",
    "Decided on",
    "Who decides",
    "What the price depends on",
    "Included",
    "Used",
)
"""Of the file to be downloaded."""
COSTS = ("Price", "Currency", "For", "Per year", "Cost centre")
"""Further columns on an internal site."""
_AT_ONCE = 12
"""So many months stand open; the rest can be unfolded."""


@dataclass(frozen=True, slots=True)
class Row:
    """A contract as the page lists it.

    Args:
        line: the contract as it stands.
        team: who decides, if known.
        deadline: the day that counts, if there is one.
        decided: what was decided: a word of `renewal_outcome`, ``open``, or "".
        said: that in words.
        then: what happens when nobody acts.
        open: somebody still has to decide or to give notice.
        cost: per year in words, on an internal site; "" when it is not recorded.
        marks: what it can be narrowed down to.
    """

    line: ContractLine
    team: Team | None
    deadline: Deadline | None
    decided: str
    said: str
    then: str
    open: bool
    cost: str
    marks: str

    @property
    def missed(self) -> bool:
        """Whether it is renewed for another term because nobody decided, or gave notice, in time."""
        late = self.deadline is not None and self.deadline.cancelling and self.deadline.past
        return bool(late and self.open and self.line.contract.auto_renew)

    @property
    def pressing(self) -> bool:
        """Whether an open decision should catch the eye: it is near, or no day is known from which to count."""
        return self.deadline is None or self.deadline.ahead is None or self.deadline.band is not None or self.missed


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a contract on a day of the calendar.

    Args:
        day: when.
        what: ``cancel`` (the last day to cancel), ``ends``, or ``goes-on``.
        row: the contract.
    """

    day: date
    what: str
    row: Row


@dataclass(frozen=True, slots=True)
class Month:
    """A month with what happens in it.

    Args:
        label: ``March 2027``.
        events: by day.
    """

    label: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Contracts whose day lies within some days.

    Args:
        key: anchor.
        label: ``Within 30 days``.
        until: the last of these days.
        rows: by day.
    """

    key: str
    label: str
    until: date | None
    rows: tuple[Row, ...]

    @property
    def open(self) -> int:
        """How many of them wait for somebody."""
        return sum(row.open for row in self.rows)


def contract_rows(book: Book) -> tuple[Row, ...]:
    """Every contract: those in force by the day that counts, then the others, by name."""
    rows = (row_of(book, line) for line in book.governance.contracts)
    return tuple(sorted(rows, key=_order))


def renewals_page(book: Book) -> Page:
    """The page; it says so when there are no contracts."""
    desk, headings = Desk(book, RENEWALS), Headings()
    rows = contract_rows(book)
    months = _months(rows, book.as_of)
    html = desk.render(
        "renewals.html",
        title=TITLE,
        lead=LEAD,
        heading=headings,
        rows=rows,
        near=tuple(_near(rows, book.as_of)),
        running=sum(row.line.running for row in rows),
        months=months[:_AT_ONCE],
        later=months[_AT_ONCE:],
        facets=_facets(book, rows),
        file=desk.file(FILE),
        calendars=calendars(desk),
        internal=book.options.internal,
    )
    words = f"{LEAD} Contracts, cancellation, notice period, procurement, calendar, iCal, subscribe."
    search = SearchRecord(TITLE, words, ("List",), weight=2)
    return Page(RENEWALS, TITLE, LEAD, html, "Health", headings.found, search, wide=True)


def renewals_files(book: Book) -> Iterator[Artifact]:
    """The contracts as CSV, and what is due as calendars."""
    rows = contract_rows(book)
    if rows:
        columns = (*COLUMNS, *COSTS) if book.options.internal else COLUMNS
        yield csv_file(FILE, Table(columns, tuple(_cells(book, row) for row in rows)))
    yield from calendar_files(book.governance.dues, book.inventory.organisation.name, book.as_of, address(book))


def address(book: Book) -> Callable[[Entity], str]:
    """What gives the full address of a record's page; "" when the site does not know its own."""
    top = book.options.site_url.rstrip("/")
    return lambda entity: f"{top}/{book.links.url(page_of(entity))}" if top else ""


def calendars(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    """The calendar files there are: name, address on this page, full address or ""; for all, then by team."""
    book, dues = desk.book, desk.book.governance.dues
    top = book.options.site_url.rstrip("/")
    found = []
    if any(due.what != RECORD for due in dues):
        found.append(("Everything that is due", ALL))
    if any(due.what == RECORD for due in dues):
        found.append(("Records to look at again", RECORDS))
    teams = [of[0].team for of in by_team(dues).values()]
    known = sorted((one for one in teams if one), key=lambda team: (team.name.casefold(), team.id))
    found += [(team.name, team_file(team)) for team in known]
    return tuple((name, desk.file(path), f"{top}/{path}" if top else "") for name, path in found)


def row_of(book: Book, line: ContractLine) -> Row:
    """A contract as the page lists it."""
    contract, labels = line.contract, book.inventory.vocabularies
    team = book.inventory.get("team", contract.owner)
    word, day = decided(line), deadline(line, book.as_of)
    per_year = line.per_year if book.options.internal else None
    return Row(
        line=line,
        team=team if isinstance(team, Team) else None,
        deadline=day,
        decided=word,
        said="Not decided yet" if word == OPEN else labels.label("renewal_outcome", word),
        then=if_nobody_acts(line),
        open=still_to_do(line),
        cost=sum_of(per_year, contract.value.currency) if per_year is not None and contract.value else "",
        marks=marks(
            vendor=line.vendor,
            team=team,
            status=contract.status,
            auto=_auto(line),
            decided=word,
        ),
    )


def _auto(line: ContractLine) -> str:
    return "unknown" if line.contract.auto_renew is None else "yes" if line.contract.auto_renew else "no"


def _order(row: Row) -> tuple[bool, bool, date, str, str]:
    contract = row.line.contract
    day = row.deadline.day if row.deadline else date.max
    return contract.status not in RUNNING, row.deadline is None, day, contract.name.casefold(), contract.id


def _near(rows: tuple[Row, ...], as_of: date | None) -> Iterator[Near]:
    """What lies within so many days, the nearest first; what was missed goes before. Nothing without a day."""
    if as_of is None:
        return
    missed = tuple(row for row in rows if row.missed)
    if missed:
        yield Near("too-late", "Too late to cancel for this term", None, missed)
    for days in BANDS:
        found = tuple(row for row in rows if row.deadline and row.deadline.band == days)
        yield Near(f"within-{days}", f"Within {days} days", ahead(as_of, days), found)


def _months(rows: tuple[Row, ...], as_of: date | None) -> tuple[Month, ...]:
    """The months in which something happens, from the one of the day on."""
    events: dict[tuple[int, int], list[Event]] = {}
    first = (as_of.year, as_of.month) if as_of else (date.min.year, 1)
    for row in rows:
        for event in _events(row):
            if (event.day.year, event.day.month) >= first:
                events.setdefault((event.day.year, event.day.month), []).append(event)
    return tuple(_month(year, month, events[year, month]) for year, month in sorted(events))


def _month(year: int, month: int, events: list[Event]) -> Month:
    by_day = sorted(events, key=lambda one: (one.day, one.row.line.contract.name.casefold()))
    return Month(f"{date(year, month, 1):%B} {year}", tuple(by_day))


def _events(row: Row) -> Iterator[Event]:
    line = row.line
    if line.contract.status not in RUNNING:
        return
    if row.deadline and row.deadline.cancelling:
        yield Event(row.deadline.day, "cancel", row)
    if line.end:
        on = line.contract.auto_renew and line.contract.status == "active"
        ending = row.decided in ENDING and not row.missed
        yield Event(line.end, "goes-on" if on and not ending else "ends", row)


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    outcomes = {OPEN: "Not decided yet"} | {k: v.label for k, v in labels["renewal_outcome"].values.items()}
    return worth(
        (
            by_entity("team", "Who decides", "Anybody", (row.team for row in rows)),
            by_entity("vendor", "Vendor", "Any", (row.line.vendor for row in rows)),
            by_word("status", "Status", "Any", labels, "contract_status", (row.line.contract.status for row in rows)),
            by_choice("auto", "At the end", "Anything", AUTO, (_auto(row.line) for row in rows)),
            by_choice("decided", "Decision", "Any", outcomes, (row.decided for row in rows)),
        )
    )


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    line, contract, labels = row.line, row.line.contract, book.inventory.vocabularies
    cells = (
        contract.name,
        line.vendor.name if line.vendor else "",
        ", ".join(tool.name for tool in line.tools),
        labels.label("contract_status", contract.status),
        _iso(contract.start),
        _iso(line.end),
        {"yes": "Yes", "no": "No"}.get(_auto(line), ""),
        duration(contract.renewal_term) if contract.renewal_term else "",
        duration(contract.notice_period) if contract.notice_period else "",
        _iso(line.cancel_by),
        row.said,
        _iso(contract.decision.on if contract.decision else None),
        row.team.name if row.team else "",
        contract.pricing_metric or "",
        _number(contract.included_volume),
        _number(contract.current_volume),
    )
    return (*cells, *_costs(book, line)) if book.options.internal else cells


def _costs(book: Book, line: ContractLine) -> Iterable[str]:
    value = line.contract.value
    if value is None:
        return ("", "", "", "", line.contract.cost_centre or "")
    return (
        price(value.amount),
        value.currency,
        book.inventory.vocabularies.label("cost_period", value.period),
        price(line.per_year) if line.per_year is not None else "",
        line.contract.cost_centre or "",
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value != int(value) else str(int(value))


__all__ = ["RENEWALS", "TITLE", "contract_rows", "renewals_files", "renewals_page", "row_of"]
