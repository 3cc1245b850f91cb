"""Rituals: the regular meetings, when each was and will be held, and the same for calendars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stackbook.exchange.api import Artifact
from stackbook.exchange.meetings import ALL, in_calendars, meeting_file, meeting_files
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.people import Team
from stackbook.model.rituals import Ritual
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_entity, by_word, marks, worth
from stackbook.pages.links import list_of, page_of
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.values import duration
from stackbook.work.rituals import RitualLine, week_of
from stackbook.work.teams import attends, runs

TITLE, FILE = "Rituals", "rituals/rituals.csv"
LEAD = "The meetings that come back and keep marketing and IT together: what for, who comes, and when next."
SHOWN = frozenset(
    {
        "type",
        "cadence",
        "owner",
        "attendees",
        "length",
        "channel",
        "last_held",
        "next_on",
        "agenda",
        "inputs",
        "outputs",
        "notes_url",
    }
)
"""Fields that the page of a ritual shows in its own way."""
COLUMNS = (
    "Ritual",
    "Type",
    "How often",
    "How long",
    "Who runs it",
    "Who comes",
    "Where",
    "Last held",
    "Next",
    "Not held (times)",
    "What is talked about",
)
"""Of the file to be downloaded."""
WEEKS = 13
"""So many weeks ahead are drawn: a quarter."""
FURTHER = 6
"""So many days ahead are named on the page of a ritual."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week ahead.

    Args:
        monday: its first day.
        first: it is the first one of its month that is drawn.
    """

    monday: date
    first: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Which meeting is held in which week.

    Args:
        weeks: the columns.
        rows: each meeting with its days in each week.
    """

    weeks: tuple[Week, ...]
    rows: tuple[tuple[RitualLine, tuple[tuple[date, ...], ...]], ...]


def rituals_page(book: Book) -> Page:
    """The calendar of cadences; it says how to write the first ritual when there is none."""
    path = list_of("ritual")
    desk, lines = Desk(book, path), _in_order(book)
    ahead = strip(lines, book.as_of)
    headings = [Heading("when", "When each is held")] if lines else []
    headings += [Heading("weeks", "The next thirteen weeks")] if ahead else []
    headings += [Heading("calendar", "In your calendar")] if any(map(in_calendars, lines)) else []
    html = desk.render(
        "rituals.html",
        title=TITLE,
        lead=LEAD,
        lines=lines,
        jumps=[(one.id, one.title) for one in headings],
        facets=_facets(book, lines),
        marks=ritual_marks,
        strip=ahead,
        late=tuple(line for line in lines if line.overdue),
        file=desk.file(FILE),
        calendars=_calendars(desk, lines)[:1],
    )
    words = f"{LEAD} Meetings, cadence, calendar, agenda, steering committee, sprint, retrospective."
    return Page(
        path, TITLE, LEAD, html, "People", tuple(headings), SearchRecord(TITLE, words, ("Calendar",)), wide=True
    )


def ritual_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, and the calendars."""
    lines, labels = _in_order(book), book.inventory.vocabularies
    if not lines:
        return
    yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, line) for line in lines)))
    top, links = book.options.site_url.rstrip("/"), book.links

    def url(entity: Entity) -> str:
        return f"{top}/{links.url(page_of(entity))}" if top else ""

    yield from meeting_files(
        lines,
        book.inventory.organisation.name,
        book.as_of,
        url,
        lambda ritual: labels.label("ritual_type", ritual.type),
    )


def ritual_extras(desk: Desk, ritual: Ritual) -> dict[str, Any]:
    """What the page of a ritual shows beyond its fields."""
    line = next(one for one in desk.book.governance.work.rituals if one.ritual is ritual)
    following = tuple(line.days(line.next, line.next + timedelta(days=3650))) if _readable(line) and line.next else ()
    return {"line": line, "following": following[1 : FURTHER + 1], "calendars": _calendars(desk, (line,), whole=False)}


def of_team(desk: Desk, team: Team) -> tuple[tuple[RitualLine, bool], ...]:
    """The meetings of a team: those it runs (True), then those that it or its people come to."""
    lines = _in_order(desk.book)
    return (
        *((line, True) for line in runs(team, lines)),
        *((line, False) for line in attends(team, lines, desk.book.inventory)),
    )


def strip(lines: tuple[RitualLine, ...], as_of: date | None) -> Strip | None:
    """The weeks ahead; None without a day for today, or when nothing is held in them."""
    if as_of is None or as_of > date.max - timedelta(weeks=WEEKS + 1):
        return None
    mondays = [week_of(as_of) + timedelta(weeks=number) for number in range(WEEKS)]
    weeks = tuple(
        Week(monday, number == 0 or monday.month != mondays[number - 1].month) for number, monday in enumerate(mondays)
    )
    rows = []
    for line in lines:
        found: dict[date, list[date]] = {}
        for day in line.days(as_of, mondays[-1] + timedelta(days=6)):
            found.setdefault(week_of(day), []).append(day)
        if found:
            rows.append((line, tuple(tuple(found.get(week.monday, ())) for week in weeks)))
    return Strip(weeks, tuple(rows)) if rows else None


def ritual_marks(line: RitualLine) -> str:
    """What the page can be narrowed down to, for its script."""
    return marks(type=line.ritual.type, team=line.team)


def _in_order(book: Book) -> tuple[RitualLine, ...]:
    """What comes next first; what nobody knows the next day of comes last."""
    lines = book.governance.work.rituals
    return tuple(sorted(lines, key=lambda line: (line.next or date.max, line.ritual.name.casefold(), line.ritual.id)))


def _readable(line: RitualLine) -> bool:
    return line.next is not None and line.next <= date.max - timedelta(days=3651)


def _calendars(desk: Desk, lines: tuple[RitualLine, ...], whole: bool = True) -> tuple[tuple[str, str, str], ...]:
    """The calendar files: name, address on this page, full address or ""; for all, then for each."""
    told = [line.ritual for line in lines if in_calendars(line)]
    top = desk.book.options.site_url.rstrip("/")
    files = [("All rituals", ALL)] if whole and told else []
    files += [(ritual.name, meeting_file(ritual)) for ritual in told]
    return tuple((name, desk.file(path), f"{top}/{path}" if top else "") for name, path in files)


def _facets(book: Book, lines: tuple[RitualLine, ...]) -> tuple[Facet, ...]:
    return worth(
        (
            by_word(
                "type",
                "Type",
                "Every type",
                book.inventory.vocabularies,
                "ritual_type",
                (line.ritual.type for line in lines),
            ),
            by_entity("team", "Who runs it", "Every team", (line.team for line in lines)),
        )
    )


def _cells(book: Book, line: RitualLine) -> tuple[str, ...]:
    ritual = line.ritual
    return (
        ritual.name,
        book.inventory.vocabularies.label("ritual_type", ritual.type),
        f"every {duration(ritual.cadence)}" if ritual.cadence else "",
        duration(ritual.length) if ritual.length else "",
        line.team.display_name if line.team else "",
        ", ".join(one.display_name for one in line.attendees),
        ritual.channel or "",
        ritual.last_held.isoformat() if ritual.last_held else "",
        line.next.isoformat() if line.next else "",
        str(line.missed) if book.as_of and line.due else "",
        "; ".join(ritual.agenda),
    )
