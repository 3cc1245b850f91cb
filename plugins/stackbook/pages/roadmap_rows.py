"""What the roadmap says of each initiative: in one row, on one card, in one line of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from stackbook.exchange.tables import Table
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.model.people import Person, Team
from stackbook.pages.book import Book
from stackbook.pages.money import price, sum_of
from stackbook.pages.text import plain_prose, shorten
from stackbook.pages.values import in_words
from stackbook.work.capacity import CapacityLine
from stackbook.work.capacity import in_words as quarter_words
from stackbook.work.milestones import MilestoneLine, Progress, Way, way_of
from stackbook.work.score import ScoreLine, number
from stackbook.work.timeline import LIVE, Span, Wait

NOT_PLACED, DONE, DROPPED = "", "done", "dropped"
"""Places on the board beside the horizons: not said yet; live without a horizon; given up."""
PLACE_NAMES = {NOT_PLACED: "Not placed yet", DONE: "Live already", DROPPED: "Given up"}
_SENTENCE = re.compile(r"^.{12,}?[.!?](?=\s|$)")
_MOST_WHY = 220


@dataclass(frozen=True)
class Row:
    """An initiative on the roadmap.

    Args:
        book: what all pages share.
        initiative: which.
    """

    book: Book
    initiative: Initiative

    @property
    def place(self) -> str:
        """Where it stands on the board: a horizon, `NOT_PLACED`, `DONE` or `DROPPED`."""
        if self.initiative.status == "cancelled":
            return DROPPED
        if self.initiative.horizon:
            return self.initiative.horizon
        return DONE if self.initiative.status in LIVE else NOT_PLACED

    @property
    def span(self) -> Span:
        """When it takes place."""
        return self.book.governance.work.spans[self.initiative.ref]

    @cached_property
    def way(self) -> Way:
        """Its milestones."""
        return way_of(self.initiative, self.book.as_of)

    @cached_property
    def score(self) -> ScoreLine | None:
        """Its score."""
        return self.book.governance.work.scores.get(self.initiative.id)

    @property
    def score_number(self) -> str:
        """Its score as a number, or ""."""
        return number(self.score.value) if self.score and self.score.value is not None else ""

    @property
    def value(self) -> str:
        """What it should bring in a year; "" when it is not said, and on a public site."""
        found = self.initiative.revenue_value
        return sum_of(found.amount, found.currency) if found and self.book.options.internal else ""

    @cached_property
    def why(self) -> str:
        """Why we do it, in one sentence; its goal when nobody said why."""
        words = plain_prose(self.initiative.why, 2 * _MOST_WHY) if self.initiative.why else self.initiative.goal or ""
        first = _SENTENCE.match(words)
        return shorten(first.group() if first else words, _MOST_WHY)

    @property
    def status(self) -> str:
        """Its status in words, or ""."""
        word = self.initiative.status
        return self.book.inventory.vocabularies.label("initiative_status", word) if word else ""

    @property
    def tracker_name(self) -> str:
        """Where its tasks are: the name of the tracker's site."""
        address = self.initiative.tracker or ""
        return (urlsplit(address).hostname or address.removeprefix("mailto:")).removeprefix("www.")

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        """The teams whose people are promised to it; when there are none, those of its sponsors and leaders."""
        get = self.book.inventory.get
        promised = [get("team", one.team) for one in self.initiative.capacity]
        return _teams(promised) or self.sponsors or _teams(self._team_of(one.who) for one in self.initiative.team)

    @cached_property
    def sponsors(self) -> tuple[Team, ...]:
        """The teams of its sponsors; of its leader and coordinator when it has none."""
        one = self.initiative
        found = _teams(map(self._team_of, (one.sponsor_marketing, one.sponsor_it)))
        return found or _teams(map(self._team_of, (one.leader, one.coordinator)))

    @property
    def next(self) -> MilestoneLine | None:
        """The milestone that comes next; None for what is given up."""
        return self.way.next if self.place != DROPPED else None

    def milestone_name(self, line: MilestoneLine) -> str:
        """What a milestone is called."""
        return milestone_name(self.book, line.milestone.kind, line.milestone.name or "")

    @property
    def next_is_late(self) -> bool:
        """Whether the day of the next milestone has passed."""
        return self.next is not None and self.next.progress is Progress.LATE

    def _team_of(self, ref: str | None) -> Entity | None:
        found = self.book.inventory.find(ref)
        return self.book.inventory.get("team", found.team) if isinstance(found, Person) else found


def rows_of(book: Book) -> tuple[Row, ...]:
    """Every initiative, in the order of the roadmap."""
    return tuple(Row(book, one) for one in book.governance.work.initiatives)


def milestone_name(book: Book, kind: str, name: str) -> str:
    """What a milestone is called: its own name, or that of its kind."""
    return name or book.inventory.vocabularies.label("milestone_kind", kind)


def roadmap_table(rows: Iterable[Row], internal: bool) -> Table:
    """All that the roadmap says, as a table to be downloaded.

    Args:
        rows: the initiatives.
        internal: the site is for the inside, and may tell what they should bring.
    """
    columns = ["Rank", "Initiative", "Status", "Horizon", "Goal", "Why", "Start", "End", "Launch", "Milestones reached"]
    columns += ["Milestones", "Next milestone", "Next milestone due", "Score by", "Score", "Worked out"]
    columns += ["Value a year", "Currency"] if internal else []
    columns += ["Sponsor in marketing", "Sponsor in IT", "Teams", "Waits for", "Tasks and progress"]
    return Table(tuple(columns), tuple(tuple(_cells(row, internal)) for row in rows))


def _cells(row: Row, internal: bool) -> Iterator[str]:
    one, span, score, find = row.initiative, row.span, row.score, row.book.inventory.find
    yield from (str(one.rank or ""), one.name, row.status)
    yield row.book.inventory.vocabularies.label("horizon", one.horizon) if one.horizon else ""
    yield from (one.goal or "", row.why)
    yield from (day.isoformat() if day else "" for day in (span.start, span.end, span.launch))
    yield from (str(row.way.done), str(row.way.total))
    yield row.milestone_name(row.next) if row.next else ""
    yield row.next.day.isoformat() if row.next and row.next.day else ""
    yield from (score.name, row.score_number, score.formula or score.reason) if score else ("", "", "")
    if internal:
        value = one.revenue_value
        yield from (price(value.amount), value.currency) if value else ("", "")
    sponsors = (find(one.sponsor_marketing), find(one.sponsor_it))
    yield from (found.display_name if found else "" for found in sponsors)
    yield ", ".join(team.name for team in row.teams)
    waits = (wait for wait in row.book.governance.work.waits if wait.follower.ref == one.ref)
    yield ", ".join(wait.first.name for wait in waits)
    yield one.tracker or ""


def capacity_table(lines: Iterable[CapacityLine], partial: bool) -> Table:
    """Teams and quarters as a table to be downloaded.

    Args:
        lines: what to tell of.
        partial: some initiatives are not shown, so that nobody can tell who is free.
    """
    columns = ("Team", "Quarter", "People available", "People promised", "Free", "Too many", "Promised to")
    return Table(
        columns,
        tuple(
            (
                line.team.name,
                line.period,
                number(line.available) if line.available is not None else "",
                number(line.promised),
                number(line.free) if line.free is not None and not partial else "",
                number(line.over) if line.over else "",
                ", ".join(f"{one.initiative.name} ({number(one.fte)})" for one in line.promises),
            )
            for line in lines
        ),
    )


def wait_words(wait: Wait) -> str:
    """How it stands between two initiatives, in words."""
    if wait.over:
        return "Live: nobody waits any more."
    if wait.stopped:
        how = "given up" if wait.first.status == "cancelled" else "paused"
        return f"{wait.first.name} is {how}, so nobody knows when this can begin."
    if wait.follower.status in LIVE:
        return "Went live without it."
    if wait.late:
        return f"{_days(wait.days)} too late: ready only after this begins."
    if wait.ready is None:
        return "Nobody has said when it is ready."
    if wait.begins is None:
        return f"Ready on {in_words(wait.ready)}; nobody has said when this begins."
    return "Fits."


def over_words(line: CapacityLine) -> str:
    """An overload in words: ``Q1 2027: 3.5 promised, 3 available``."""
    said = f"{number(line.promised)} promised, {number(line.available or 0)} available"
    return f"{quarter_words(line.period)}: {said}"


def _days(days: int) -> str:
    if days >= 14 and days % 7 == 0:
        return f"{days // 7} weeks"
    return "1 day" if days == 1 else f"{days} days"


def _teams(found: Iterable[Entity | None]) -> tuple[Team, ...]:
    return tuple({one.ref: one for one in found if isinstance(one, Team)}.values())
