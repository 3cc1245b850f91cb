"""The shared roadmap: over time, on a board, in order; people promised; who waits for whom; what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from stackbook.changes.roadmap import SWITCHED_OFF, Told
from stackbook.drawing.charts import load_bar
from stackbook.drawing.gantt import HEAD, LANE, ROW, Arrow, Bar, Lane, Mark, gantt_svg, gantt_width, place_of
from stackbook.drawing.gantt_shapes import STATES, sign, sign_of_arrow, sign_of_mark
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import csv_file
from stackbook.model.people import Team
from stackbook.pages.book import Book, Desk
from stackbook.pages.headings import Headings
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.roadmap_rows import (
    DONE,
    DROPPED,
    NOT_PLACED,
    PLACE_NAMES,
    Row,
    capacity_table,
    over_words,
    roadmap_table,
    rows_of,
    wait_words,
)
from stackbook.pages.roadmap_since import periods
from stackbook.work.capacity import CapacityLine, quarter_of, quarters_between
from stackbook.work.capacity import in_words as quarter_words
from stackbook.work.milestones import Progress
from stackbook.work.score import METHODS, number
from stackbook.work.timeline import LAUNCH

TITLE, BY_TEAM_TITLE = "Roadmap", "Roadmap by team"
ROADMAP, BY_TEAM = "roadmap", "roadmap/by-team"
FILE, CAPACITY_FILE = "roadmap/roadmap.csv", "roadmap/capacity.csv"
LEAD = "What marketing and IT do together, when, in which order, and with whom."
TEAM_LEAD = "What each team is promised to, and when."
HORIZONS = ("now", "next", "later")
MOST_QUARTERS = 6
"""So many quarters stand side by side in the table of people."""
MOST_RANK = 10_001
"""Comes after every rank."""
_PRINTED = 690.0
_NAMES = 216.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board, or a list below it.

    Args:
        key: for anchors.
        name: for people.
        about: what it means; "" when its name says so.
        rows: in order.
    """

    key: str
    name: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A team in a quarter: what is recorded, with its bar."""

    line: CapacityLine
    bar: Markup


@dataclass(frozen=True, slots=True)
class People:
    """The table of people.

    Args:
        quarters: key and name of those that stand side by side.
        teams: each with its cell for every quarter, None where nothing is recorded.
        over: where more are promised than there are.
        earlier: how many quarters before are left out.
        later: how many after.
    """

    quarters: tuple[tuple[str, str], ...]
    teams: tuple[tuple[Team, tuple[Cell | None, ...]], ...]
    over: tuple[CapacityLine, ...]
    earlier: int
    later: int


def roadmap_pages(book: Book, told: Told = SWITCHED_OFF) -> Iterator[Page]:
    """The roadmap, and the same by team once there are initiatives.

    Args:
        book: what all pages share.
        told: what the repository tells of earlier states.
    """
    rows = rows_of(book)
    yield _roadmap_page(book, rows, told)
    if rows:
        yield _team_page(book, rows)


def roadmap_files(book: Book) -> Iterator[Artifact]:
    """The roadmap and the people promised as CSV."""
    rows = rows_of(book)
    if rows:
        yield csv_file(FILE, roadmap_table(rows, book.options.internal))
    if book.governance.work.capacity:
        yield csv_file(CAPACITY_FILE, capacity_table(book.governance.work.capacity, book.partial))


def _roadmap_page(book: Book, rows: tuple[Row, ...], told: Told) -> Page:
    desk, headings = Desk(book, ROADMAP), Headings()
    columns = board(book, rows)
    waits = book.governance.work.waits
    lines = book.governance.work.capacity
    lanes = [Lane(one.name, _bars(desk, one.rows)) for one in columns if one.rows]
    arrows = [Arrow(one.first.ref, one.follower.ref, one.late) for one in waits if not one.over]
    html = desk.render(
        "roadmap.html",
        title=TITLE,
        lead=LEAD,
        heading=headings,
        rows=rows,
        columns=[one for one in columns if one.key not in (DONE, DROPPED)],
        aside=[one for one in columns if one.key in (DONE, DROPPED) and one.rows],
        gantt=_gantt(book, lanes, arrows, "The roadmap over time", "sb-gantt"),
        ranked=[row for row in rows if (row.initiative.rank or row.score) and row.place != DROPPED],
        unranked=[row for row in rows if not row.initiative.rank and not row.score and row.place != DROPPED],
        values=any(row.value for row in rows),
        methods=_methods(rows),
        people=_people(book, lines),
        over_words=over_words,
        number=number,
        waits=waits,
        wait_words=wait_words,
        periods=periods(book, told),
        reason=told.reason,
        by_team=desk.url(BY_TEAM),
        file=desk.file(FILE),
        capacity_file=desk.file(CAPACITY_FILE) if lines else "",
    )
    words = (
        f"{LEAD} Shared roadmap, Gantt, timeline, now next later, priorities, ranking, score, capacity, "
        "people promised, overload, dependencies, what changed, initiatives, joint projects."
    )
    search = SearchRecord(TITLE, words, ("Picture",))
    return Page(ROADMAP, TITLE, LEAD, html, "Work", headings.found, search, wide=True)


def _team_page(book: Book, rows: tuple[Row, ...]) -> Page:
    desk, headings = Desk(book, BY_TEAM), Headings()
    by_team: dict[str, tuple[Team, list[Row]]] = {}
    for row in rows:
        for team in row.teams:
            by_team.setdefault(team.ref, (team, []))[1].append(row)
    teams = sorted(by_team.values(), key=lambda one: (one[0].name.casefold(), one[0].id))
    nobody = [row for row in rows if not row.teams]
    lanes = [Lane(team.name, _bars(desk, of)) for team, of in teams]
    lanes += [Lane("No team named", _bars(desk, nobody))] if nobody else []
    arrows = [Arrow(w.first.ref, w.follower.ref, w.late) for w in book.governance.work.waits if not w.over]
    html = desk.render(
        "roadmap-by-team.html",
        title=BY_TEAM_TITLE,
        lead=TEAM_LEAD,
        heading=headings,
        gantt=_gantt(book, lanes, arrows, "The roadmap by team", "sb-gantt"),
        teams=[(team, [(row, _promised(row, team)) for row in of]) for team, of in teams],
        nobody=nobody,
        roadmap=desk.url(ROADMAP),
    )
    search = SearchRecord(BY_TEAM_TITLE, TEAM_LEAD, ("Picture",))
    return Page(BY_TEAM, BY_TEAM_TITLE, TEAM_LEAD, html, "Work", headings.found, search, wide=True)


def board(book: Book, rows: Sequence[Row]) -> tuple[Column, ...]:
    """The board: now, next and later always, and what else there is."""
    words = book.inventory.vocabularies["horizon"].values
    found = []
    for key in (*HORIZONS, NOT_PLACED, DONE, DROPPED):
        of = tuple(row for row in rows if row.place == key)
        name = words[key].label if key in words else PLACE_NAMES[key]
        if of or key in HORIZONS:
            found.append(Column(key or "not-placed", name, words[key].description if key in words else "", of))
    return tuple(found)


def _bars(desk: Desk, rows: Iterable[Row]) -> tuple[Bar, ...]:
    """Rows as bars: by rank, those without one by their first day."""
    order = sorted(rows, key=lambda row: (row.initiative.rank or MOST_RANK, row.span.start or date.max))
    return tuple(
        Bar(
            row.initiative.ref,
            row.initiative.name,
            desk.url(row.initiative),
            row.initiative.status or "",
            row.status,
            row.span.start,
            row.span.end,
            tuple(
                Mark(line.day, row.milestone_name(line), line.progress is Progress.DONE, line.milestone.kind == LAUNCH)
                for line in row.way.lines
                if line.day is not None and line.progress is not Progress.NOT_NEEDED
            ),
            row.span.ready,
        )
        for row in order
    )


def _gantt(
    book: Book, lanes: Sequence[Lane], arrows: Iterable[Arrow], title: str, id_: str
) -> dict[str, object] | None:
    """What the template needs to show the picture; None when nothing has a day."""
    bars = [bar for lane in lanes for bar in lane.bars]
    ready = {bar.key for bar in bars if bar.ready or bar.end}
    begun = {bar.key for bar in bars if bar.start or bar.end or bar.marks}
    arrows = [one for one in arrows if one.first in ready and one.then in begun]
    svg = gantt_svg(lanes, arrows, title, id_, book.as_of)
    if not svg:
        return None
    wide = gantt_width(lanes, book.as_of) + _NAMES
    now = place_of(lanes, book.as_of) if book.as_of else None
    return {
        "title": title,
        "svg": Markup(svg),  # noqa: S704  # escaped where it is drawn
        "lanes": lanes,
        "heights": (HEAD, LANE, ROW),
        "now": round(max(now - 40, 0)) if now else None,
        "zoom": f"{min(1, _PRINTED / wide):.2f}",
        "legend": list(_legend(book, lanes, arrows)),
    }


def _legend(book: Book, lanes: Sequence[Lane], arrows: Sequence[Arrow]) -> Iterator[tuple[Markup, str]]:
    bars = [bar for lane in lanes for bar in lane.bars]
    used = {bar.status for bar in bars if bar.start or bar.end or bar.marks}
    for state in STATES:
        if state in used:
            label = book.inventory.vocabularies.label("initiative_status", state)
            yield Markup(sign(state, "sb-gantt-key")), label  # noqa: S704  # of our own
    marks = {(mark.done, mark.launch) for bar in bars for mark in bar.marks}
    for (done, launch), words in (
        ((False, False), "Milestone"),
        ((True, False), "Milestone reached"),
        ((False, True), "Launch"),
        ((True, True), "Launched"),
    ):
        if (done, launch) in marks:
            yield Markup(sign_of_mark(done, launch)), words  # noqa: S704  # of our own
    for late, words in ((False, "Has to be ready first"), (True, "Ready too late")):
        if any(arrow.late is late for arrow in arrows):
            yield Markup(sign_of_arrow(late)), words  # noqa: S704  # of our own


def _methods(rows: Iterable[Row]) -> list[tuple[str, str, str]]:
    """Name, formula and origin of the methods that scores were worked out with."""
    used = {row.score.method for row in rows if row.score}
    return [(one.name, one.meaning, one.source) for key, one in METHODS.items() if key in used]


def _people(book: Book, lines: Sequence[CapacityLine]) -> People | None:
    """The table of people from this quarter on; None when nothing is recorded."""
    if not lines:
        return None
    known = sorted({line.period for line in lines})
    begin = max(quarter_of(book.as_of), known[0]) if book.as_of else known[0]
    if begin > known[-1]:
        begin = known[-1]
    shown = quarters_between(begin, known[-1])[:MOST_QUARTERS]
    at = {(line.team.ref, line.period): line for line in lines}
    teams = list({line.team.ref: line.team for line in lines if line.period in shown}.values())
    most = max((max(line.promised, line.available or 0) for line in lines if line.period in shown), default=0)
    table = tuple(
        (team, tuple(_cell(at.get((team.ref, quarter)), most, f"{row}-{quarter}") for quarter in shown))
        for row, team in enumerate(teams)
    )
    return People(
        tuple((quarter, quarter_words(quarter)) for quarter in shown),
        table,
        tuple(line for line in lines if line.over and line.period >= begin),
        sum(quarter < shown[0] for quarter in known),
        sum(quarter > shown[-1] for quarter in known),
    )


def _cell(line: CapacityLine | None, most: float, key: str) -> Cell | None:
    if line is None:
        return None
    words = f"People of {line.team.name} promised for {quarter_words(line.period)}"
    bar = load_bar(line.promised, line.available, words, f"sb-people-{key.lower()}", most)
    return Cell(line, Markup(bar))  # noqa: S704  # escaped where it is drawn


def _promised(row: Row, team: Team) -> str:
    """How many people of a team are promised to an initiative, quarter by quarter."""
    get, found = row.book.inventory.get, dict[str, float]()
    for one in row.initiative.capacity:
        if get("team", one.team) is team:
            found[one.period] = found.get(one.period, 0) + one.fte
    return ", ".join(f"{number(found[period])} in {quarter_words(period)}" for period in sorted(found))
