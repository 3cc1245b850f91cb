"""Consent reach: which sending tools an opt-out gets to, how soon and by which way, and which it does not get to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.consent import Arrival, ConsentReach, ToolReach
from stackbook.graph import Flow
from stackbook.lineage.age import about
from stackbook.model.data import DataSource
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.data_words import CONSENT
from stackbook.pages.page import Page, SearchRecord

TITLE = "Consent reach"
FILE = "consent/consent.csv"
LEAD = "Somebody says no: which tools learn of it, how soon and by which way, and which do not."
MOST_COLUMNS, MOST_LISTED, MOST_NAMED, MOST_OTHERS = 16, 30, 20, 40
"""Beyond so many sending tools the overview only counts them; so many tools, names and further places are listed."""
COLUMNS = (
    "Opt-out made in",
    "Tool of the opt-out",
    "Other tool",
    "Sends messages",
    "Opt-out arrives",
    "Within",
    "By",
    "Fields",
    "Holds data that rests on it",
    "Consent of its own in",
    "Gets data from",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of the overview.

    Args:
        words: ``1 hour``, ``no``, ``its own``.
        state: ``yes``, ``no``, ``missed`` (it should, and does not) or ``here``.
        title: a sentence.
    """

    words: str
    state: str
    title: str


def within(arrival: Arrival) -> str:
    """How soon an opt-out is there at most, in words."""
    if not arrival.way.steps:
        return "at once"
    if arrival.age.seconds is None:
        return "no limit known"
    return f"within {about(arrival.age.seconds)}" if arrival.age.seconds else "at once"


def same(arrivals: tuple[Arrival, ...]) -> bool:
    """Whether all of them take as long."""
    return len({within(one) for one in arrivals}) == 1


def flows_of(arrivals: tuple[Arrival, ...]) -> tuple[Flow, ...]:
    """The integrations on the way of some arrivals, each once, in the order of the way."""
    found = {step.flow.integration.id: step.flow for one in arrivals for step in one.way.steps if step.flow is not None}
    return tuple(found.values())


def consent_page(book: Book) -> Page:
    """Every data source in which consent is recorded; it says how to begin when there is none."""
    desk = Desk(book, CONSENT)
    reaches = book.governance.consent.reaches
    sending = tuple(sorted(book.governance.consent.sending.values(), key=lambda one: (one.name.casefold(), one.id)))
    html = desk.render(
        "consent.html",
        title=TITLE,
        lead=LEAD,
        main=[one for one in reaches if one.named_by],
        others=[one for one in reaches if not one.named_by][:MOST_OTHERS],
        reaches=reaches,
        sending=sending,
        missed=_missed(reaches),
        marks={one.source.id: _marks(book, one, sending) for one in reaches} if len(sending) <= MOST_COLUMNS else {},
        most=MOST_LISTED,
        most_names=MOST_NAMED,
        within=within,
        flows_of=flows_of,
        same=same,
        file=desk.file(FILE),
    )
    about_ = f"{LEAD} Opt-out, unsubscribe, withdraw consent, preference centre, suppression, SMS, email."
    return Page(CONSENT, TITLE, LEAD, html, "Data", (), SearchRecord(TITLE, about_, ("List",), weight=4), wide=True)


def consent_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV: a row for each place of an opt-out and tool; nothing when consent is recorded nowhere."""
    rows = tuple(_cells(book, one, line) for one in book.governance.consent.reaches for line in one.tools)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, rows))


def _missed(reaches: Iterable[ConsentReach]) -> list[tuple[Tool, list[DataSource]]]:
    """The tools that hold data without getting the opt-out it rests on, by name, with where that is made."""
    found: dict[str, tuple[Tool, list[DataSource]]] = {}
    for reach in reaches:
        for line in reach.tools:
            if line.missed:
                found.setdefault(line.tool.id, (line.tool, []))[1].append(reach.source)
    return sorted(found.values(), key=lambda one: (one[0].name.casefold(), one[0].id))


def _marks(book: Book, reach: ConsentReach, sending: tuple[Tool, ...]) -> list[Mark]:
    lines = {one.tool.id: one for one in reach.tools}
    return [_mark(book, lines[tool.id]) for tool in sending]


def _mark(book: Book, line: ToolReach) -> Mark:
    tool = line.tool
    if line.slowest is not None:
        if not line.slowest.way.steps:
            return Mark("here", "here", f"{tool.name}: the opt-out is made here")
        words = within(line.slowest)
        return Mark(words.removeprefix("within "), "yes", f"{tool.name}: the opt-out arrives {words}")
    shown = ", as far as this site shows" if book.partial else ""
    if line.missed:
        return Mark("no", "missed", f"{tool.name} holds data that rests on it, and the opt-out does not arrive{shown}")
    feeding = [one for one in line.fed_by if one.id in book.governance.consent.sending]
    if feeding:
        names = ", ".join(one.name for one in feeding)
        return Mark(f"no, fed by {names}", "no", f"{tool.name} gets data from {names}, where the opt-out arrives")
    return Mark("no", "no", f"{tool.name}: the opt-out does not arrive{shown}")


def _cells(book: Book, reach: ConsentReach, line: ToolReach) -> tuple[str, ...]:
    home = book.inventory.get("tool", reach.source.tool)
    return (
        reach.source.name,
        home.display_name if home else "",
        line.tool.name,
        "Yes" if line.sending else "No",
        "Yes" if line.reached else "No",
        (line.slowest.age.words if line.slowest.age.parts else "at once") if line.slowest else "",
        ", ".join(flow.integration.display_name for flow in flows_of(line.arrivals)),
        "; ".join(f"{one.start.field.label} to {one.end.field.label}" for one in line.arrivals if one.way.steps),
        ", ".join(one.name for one in line.holds),
        ", ".join(one.name for one in line.own),
        ", ".join(one.name for one in line.fed_by),
    )
