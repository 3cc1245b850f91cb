"""The stack over time: every day on which something changes, and what differs between any two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from stackbook.drawing import Drawing
from stackbook.drawing.legend import legend, swatch
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.days import before as back
from stackbook.pages.book import Book, Desk
from stackbook.pages.day_views import (
    A_YEAR,
    ABSENT,
    ALL,
    Times,
    days_to_compare,
    everything,
    redrawn,
    states_between,
    steps_between,
)
from stackbook.pages.day_words import OVER_TIME, Counts, Line, counts_of, day_urls, lines_of
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.pictures import drawn_figure
from stackbook.work.dates import Planned
from stackbook.work.days import ChangeDay
from stackbook.work.differences import COMPARED, MARKS, how_far

TITLE, FILE = "Over time", "over-time/changes.csv"
LEAD = "How the stack was, and how it will be: every day on which something changes, and why."
COLUMNS = ("Day", "What", "Kind", "Mark", "What becomes of it", "What is different", "Why")


@dataclass(frozen=True, slots=True)
class Row:
    """A day as the list shows it.

    Args:
        day: the day.
        url: of its page, or "".
        lines: what changes.
        counts: how large the stack is on it; None for days without a page.
    """

    day: date
    url: str
    lines: tuple[Line, ...]
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the days.

    Args:
        key: its anchor.
        title: its heading.
        rows: its days.
        folded: it is closed at first.
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader compares.

    Args:
        days: to choose from, each with how large the stack is.
        first: the day that is chosen as the earlier one.
        last: the later one.
        lines: everything that changes on one of the days.
        figure: the picture, or nothing.
    """

    days: tuple[tuple[date, Counts], ...]
    first: date
    last: date
    lines: tuple[Line, ...]
    figure: Markup

    @property
    def shown(self) -> tuple[Line, ...]:
        """What changes between the two days that are chosen."""
        return tuple(line for line in self.lines if self.first < line.step.day <= self.last)

    def counts(self, day: date) -> Counts:
        """How large the stack is on one of the days."""
        return dict(self.days)[day]


def over_time_page(book: Book, times: Times, drawing: Drawing | None) -> Page:
    """The page over time; it says so when nothing has a date.

    Args:
        book: what all pages share.
        times: what is shown over time.
        drawing: of everything that changes on one of the days to choose from.
    """
    desk = Desk(book, OVER_TIME)
    days = times.shown
    choice = _choice(desk, times, drawing)
    parts = _parts(desk, times)
    hidden = len(times.days.change_days) - len(days)
    html = desk.render(
        "over-time.html",
        title=TITLE,
        lead=LEAD,
        now=counts_of(book.inventory),
        choice=choice,
        parts=parts,
        undated=_undated(book),
        hidden=hidden,
        most=len(days),
        file=desk.file(FILE) if days else "",
        marks=MARKS,
    )
    headings = [Heading("compare", "Compare two days")] if choice else []
    headings += [Heading(part.key, part.title) for part in parts]
    words = f"{LEAD} As of a date, history, timeline, planned, added, changed, retired, past, future, next year."
    search = SearchRecord(TITLE, words, ("View",), weight=3)
    return Page(OVER_TIME, TITLE, LEAD, html, "Stack", tuple(headings), search, wide=True)


def over_time_files(book: Book) -> Iterator[Artifact]:
    """Every change as CSV, when there are any."""
    labels = book.inventory.vocabularies
    rows = [
        (
            line.step.day.isoformat(),
            line.entity.display_name,
            line.entity.spec.singular,
            labels.label("change_action", {"added": "add", "retired": "retire"}.get(line.mark, "change")),
            line.words,
            line.step.words,
            f"{line.because} {line.why.display_name}" if line.why else "",
        )
        for line in lines_of(book.inventory, book.governance.work.days.steps)
    ]
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(rows)))


def _parts(desk: Desk, times: Times) -> tuple[Part, ...]:
    """What lies ahead, the past year, and what was before; all in one where no day is today."""
    book, urls, of = desk.book, day_urls(desk), times.days
    with_page = {one.day for one in times.shown}
    rows = []
    for change in of.change_days:
        counts = counts_of(of.sketch(change.day)) if change.day in with_page else None
        rows.append(Row(change.day, urls.get(change.day, ""), lines_of(book.inventory, change.steps), counts))
    if book.as_of is None:
        return (Part("days", "Every day on which something changes", tuple(rows)),) if rows else ()
    year = back(book.as_of, A_YEAR)
    ahead = tuple(row for row in rows if row.day > book.as_of)
    lately = tuple(row for row in reversed(rows) if year <= row.day <= book.as_of)
    earlier = tuple(row for row in reversed(rows) if row.day < year)
    parts = (
        Part("days", "What lies ahead", ahead),
        Part("past-year", "The past year", lately),
        Part("earlier", "Earlier", earlier, folded=True),
    )
    return tuple(part for part in parts if part.rows or (part.key == "days" and rows))


def _undated(book: Book) -> list[tuple[Planned, Entity]]:
    """What initiatives change, and nobody has said when."""
    found = ((one, book.inventory.find(one.ref)) for one in book.governance.work.days.undated)
    return [(one, entity) for one, entity in found if entity is not None]


def _choice(desk: Desk, times: Times, drawing: Drawing | None) -> Choice | None:
    """What a reader can compare: from today to the last day at first. None when there are no two days."""
    book, of = desk.book, times.days
    choice = days_to_compare(book, times.shown)
    if len(choice) < 2:
        return None
    first, last = book.as_of or choice[0], choice[-1]
    if first == last:
        first = choice[0]
    steps = tuple(steps_between(book, choice[0], choice[-1]))
    counted = tuple((day, counts_of(of.sketch(day))) for day in choice)
    figure = _figure(desk, times.shown, drawing, first, last) if drawing else Markup("")
    return Choice(counted, first, last, lines_of(book.inventory, steps), figure)


def _figure(desk: Desk, days: Sequence[ChangeDay], drawing: Drawing, first: date, last: date) -> Markup:
    """The picture of what differs between two days, with what a script needs to show it for any other two."""
    made = everything(desk.book, days)
    assert made is not None  # or it would not have been drawn
    refs_of = made[1]
    of = desk.book.governance.work.days
    changing = [ref for ref in of.steps_of if ref.partition(":")[0] in COMPARED]
    states = states_between(desk.book, changing, first, last)
    shown = redrawn(drawing, states, refs_of)
    named = {ref for refs in refs_of.values() for ref in refs} | {node.id for node in drawing.view.nodes}
    data = {
        "times": {ref: _times(desk.book, ref) for ref in states if ref in named},
        "arrows": {edge: [ref for ref in refs if ref in states] for edge, refs in refs_of.items()},
    }
    every = {one.state for one in shown.view.nodes} | {one.state for one in shown.view.edges} | {*MARKS, ABSENT}
    signs = _signs(shown, every)
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return drawn_figure(desk, shown, ALL, signs, {"data-sb-times": written})


def _signs(drawing: Drawing, states: set[str]) -> list[tuple[Markup, str]]:
    """The legend with every mark that any two days may show."""
    view = drawing.view
    samples = tuple(replace(view.nodes[0], id=f"sample:{state}", state=state) for state in sorted(states))
    entries = legend(replace(view, nodes=(*view.nodes, *samples)))
    return [(Markup(swatch(entry)), entry.words) for entry in entries]  # noqa: S704  # of our own


def _times(book: Book, ref: str) -> list[list[str | int]]:
    """The days on which something changes, each with how far it is there from then on; before all of them first."""
    steps = book.governance.work.days.steps_of[ref]
    found: list[list[str | int]] = [["", how_far(steps[0].before)]]
    found += [[step.day.isoformat(), how_far(step.after)] for step in steps]
    return found
