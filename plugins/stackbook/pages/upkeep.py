"""Completeness and seals of all records, and the list of everything that waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from stackbook.completeness import Completeness, overall
from stackbook.diagnostics import Severity, Side
from stackbook.exchange.api import Artifact
from stackbook.exchange.badges import completeness_badge, team_badge
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.waiting import FIELD, FINDING, LAPSED, REVIEW, SEALS, WHAT, Seal, Waiting, keeper, over
from stackbook.model.base import Entity
from stackbook.model.people import Team
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, marks, worth
from stackbook.pages.findings import rule_url
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.reviews import late_words

TITLE, COMPLETENESS, FILE = "Completeness", "completeness", "completeness/completeness.csv"
LEAD = "How much of each record is filled in, whether somebody has confirmed it lately, and what waits for whom."
WAITING_TITLE, WAITING, WAITING_FILE = "What waits for whom", "waiting", "waiting/waiting.csv"
WAITING_LEAD = "Everything that somebody has to answer, put right or look at, each with the place to do it."
COLUMNS = ("Record", "Kind", "Complete (%)", "Not filled in", "Last confirmed", "Whole until", "Seal", "Team")
WAITING_COLUMNS = ("Who answers", "What", "Record", "Kind", "To do", "Due", "Team", "File")
BANDS = {"low": "Under 40 %", "middle": "40 to 69 %", "high": "70 to 99 %", "all": "All of it"}
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record on the board.

    Args:
        entity: the record.
        done: how complete it is.
        missing: labels of what is not filled in, as far as this site may name it.
        seal: whether somebody has confirmed it lately.
        team: who keeps it, if known.
        over: it is about something that is no longer used.
    """

    entity: Entity
    done: Completeness
    missing: tuple[str, ...]
    seal: Seal
    team: Team | None
    over: bool

    @property
    def band(self) -> str:
        """One of `BANDS`."""
        percent = self.done.percent
        return "all" if percent == 100 else "high" if percent >= 70 else "middle" if percent >= 40 else "low"

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        return marks(kind=self.entity.spec.key, team=self.team, seal=self.seal.state, score=self.band)


@dataclass(frozen=True, slots=True)
class SideTally:
    """What waits for a side: how much in all, and of each sort."""

    side: Side
    total: int
    parts: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class TeamTally:
    """What a team keeps, and what waits for it.

    Args:
        team: the team.
        records: how many it keeps.
        percent: how complete they are together; None when it keeps none.
        lapsed: how many have not been confirmed in time.
        counts: what waits, by sort.
    """

    team: Team
    records: int
    percent: int | None
    lapsed: int
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that waits, with its words and addresses.

    Args:
        one: what waits.
        todo: what to do, for the file.
        due: by when it is needed, in words, or "".
        late: that day has passed.
        source: the file in which to do it, or "".
        url: where a finding's rule is explained, or "".
    """

    one: Waiting
    todo: str
    due: str
    late: bool
    source: str
    url: str

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        kind = self.one.entity.spec.key if self.one.entity else None
        return marks(side=self.one.side.value, what=self.one.what, team=self.one.team, kind=kind)


def completeness_page(book: Book) -> Page:
    """The board: what waits for each side and team, and every record with its score and seal."""
    desk = Desk(book, COMPLETENESS)
    rows, teams = record_rows(book), team_tallies(book)
    lacking = tuple(row for row in rows if row.band != "all")  # these stand first
    complete = rows[len(lacking) :]
    headings = [Heading("sides", "Waiting for")] if rows else []
    headings += [Heading("teams", "By team")] if rows and teams else []
    headings += [Heading("records", "Every record")] if rows else []
    html = desk.render(
        "completeness.html",
        title=TITLE,
        lead=LEAD,
        overall=overall(row.done for row in rows),
        sides=side_tallies(book),
        teams=teams,
        rows=rows,
        lists=[part for part in (lacking, complete) if part],
        lacking=len(lacking),
        jumps=[(one.id, one.title) for one in headings],
        facets=_facets(book, rows),
        waiting=desk.url(WAITING),
        file=desk.file(FILE),
    )
    search = SearchRecord(TITLE, f"{LEAD} Seal, freshness, score, unknown, missing.", ("Health",))
    return Page(COMPLETENESS, TITLE, LEAD, html, "Health", tuple(headings), search, wide=True)


def waiting_page(book: Book) -> Page:
    """Everything that waits for somebody."""
    desk = Desk(book, WAITING)
    rows = _waiting_rows(desk)
    by_side = {side: tuple(of) for side, of in groupby(rows, key=lambda row: row.one.side)}  # in this order already
    html = desk.render(
        "waiting.html",
        title=WAITING_TITLE,
        lead=WAITING_LEAD,
        rows=rows,
        by_side=by_side,
        sides=side_tallies(book),
        facets=_waiting_facets(book, rows),
        what=WHAT,
        board=desk.url(COMPLETENESS),
        file=desk.file(WAITING_FILE),
    )
    headings = tuple(Heading(f"for-{side.value}", side.label) for side in by_side)
    search = SearchRecord(WAITING_TITLE, f"{WAITING_LEAD} Waiting for us, to do, open questions.", ("Health",))
    return Page(WAITING, WAITING_TITLE, WAITING_LEAD, html, "Health", headings, search, wide=True)


def upkeep_files(book: Book) -> Iterator[Artifact]:
    """Both as CSV, and the badges of all records and of each team."""
    rows = record_rows(book)
    yield completeness_badge(overall(row.done for row in rows))
    found: dict[str, Counter[Severity]] = {}
    for one in book.waiting:
        if one.finding and one.team:
            found.setdefault(one.team.id, Counter())[one.finding.severity] += 1
    for tally in team_tallies(book, everyone=True):
        team = tally.team
        yield team_badge(team.id, team.display_name, tally.percent, found.get(team.id, Counter()))
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(row) for row in rows)))
    if book.waiting:
        cells = (_waiting_cells(row) for row in _waiting_rows(Desk(book, WAITING)))
        yield csv_file(WAITING_FILE, Table(WAITING_COLUMNS, tuple(cells)))


def record_rows(book: Book) -> tuple[RecordRow, ...]:
    """Every record, the least complete first; those whose seal has lapsed before others as complete."""
    rules, inventory = book.governance, book.inventory
    made = []
    for entity in inventory.everything():
        if not entity.spec.folder:  # the organisation has no page of its own
            continue
        done = rules.complete[entity.ref]
        open_ = (*done.missing, *done.unknown)
        missing = tuple(doc.label for doc in open_ if book.options.internal or not doc.internal)
        seal = rules.seals[entity.ref]
        made.append(RecordRow(entity, done, missing, seal, keeper(entity, inventory), over(entity)))
    order = {state: number for number, state in enumerate(SEALS)}
    return tuple(
        sorted(
            made,
            key=lambda row: (
                row.done.percent,
                order[row.seal.state],
                row.entity.display_name.casefold(),
                row.entity.ref,
            ),
        )
    )


def side_tallies(book: Book) -> tuple[SideTally, ...]:
    """What waits for each side, those for whom nothing waits too."""
    counted = Counter((one.side, one.what) for one in book.waiting)
    made = []
    for side in Side:
        parts = tuple(
            (what, _many(what, counted[side, what]), counted[side, what]) for what in (REVIEW, FINDING, FIELD)
        )
        made.append(SideTally(side, sum(part[2] for part in parts), parts))
    return tuple(made)


def team_tallies(book: Book, everyone: bool = False) -> tuple[TeamTally, ...]:
    """What waits for each team, by name.

    Args:
        book: what all pages share.
        everyone: also teams that keep nothing and for which nothing waits.
    """
    counted: dict[str, Counter[str]] = {}
    for one in book.waiting:
        if one.team:
            counted.setdefault(one.team.id, Counter())[one.what] += 1
    kept: dict[str, list[RecordRow]] = {}
    for row in record_rows(book):
        if row.team:
            kept.setdefault(row.team.id, []).append(row)
    made = []
    for team in book.inventory.all("team"):
        rows = kept.get(team.id, [])
        if isinstance(team, Team) and (everyone or rows or team.id in counted):
            lapsed = sum(row.seal.state == LAPSED for row in rows)
            percent = overall(row.done for row in rows)
            made.append(TeamTally(team, len(rows), percent, lapsed, counted.get(team.id, Counter())))
    return tuple(made)


def _many(what: str, number: int) -> str:
    """``2 reviews``, ``1 finding``, ``7 not filled in``."""
    word = {REVIEW: "review", FINDING: "finding"}.get(what)
    return f"{number:,} {word}{'' if number == 1 else 's'}" if word else f"{number:,} not filled in"


def _kinds(entities: Iterable[Entity | None]) -> dict[str, str]:
    found = {one.spec.key: one.spec.plural for one in entities if one}
    return dict(sorted(found.items(), key=lambda kind: kind[1]))


def _facets(book: Book, rows: tuple[RecordRow, ...]) -> tuple[Facet, ...]:
    each = [row.entity for row in rows]
    return worth(
        (
            by_choice("kind", "Kind", "Every kind", _kinds(each), (one.spec.key for one in each)),
            by_entity("team", "Team", "Every team", (row.team for row in rows)),
            by_choice("score", "Complete", "Any", BANDS, (row.band for row in rows)),
            by_choice("seal", "Seal", "Any", SEALS, (row.seal.state for row in rows)),
        )
    )


def _waiting_facets(book: Book, rows: tuple[WaitingRow, ...]) -> tuple[Facet, ...]:
    each = [row.one for row in rows]
    kinds = _kinds(one.entity for one in each)
    sides = {side.value: side.label for side in Side}
    return worth(
        (
            by_choice("side", "Who answers", "Anybody", sides, (one.side.value for one in each)),
            by_choice("what", "What", "Everything", WHAT, (one.what for one in each)),
            by_entity("team", "Team", "Every team", (one.team for one in each)),
            by_choice("kind", "About", "Everything", kinds, (one.entity.spec.key for one in each if one.entity)),
        )
    )


def _waiting_rows(desk: Desk) -> tuple[WaitingRow, ...]:
    return tuple(_waiting_row(desk, one) for one in desk.book.waiting)


def _waiting_row(desk: Desk, one: Waiting) -> WaitingRow:
    book = desk.book
    origin = book.inventory.origins.get(one.entity.ref) if one.entity else None
    source = one.finding.location.path if one.finding else origin.path if origin else ""
    if one.finding:
        todo = f"{one.finding.message}. {one.finding.help}" if one.finding.help else one.finding.message
        return WaitingRow(one, todo, "", False, source, rule_url(desk, one.finding.code))
    if one.review:
        labels, review = book.inventory.vocabularies, one.review.review
        done = labels.label("review_outcome", review.outcome) if review.state == "done" else ""
        state = done or labels.label("review_state", review.state)
        todo = f"{labels.label('review_type', review.type)}: {state.lower()}"
        return WaitingRow(one, todo, late_words(one.review), one.review.late, source, "")
    assert one.field is not None  # nothing else waits
    todo = f"{one.field.label}: {one.field.help}{' Asked, nobody knows.' if one.asked else ''}"
    return WaitingRow(one, todo, "", False, source, "")


def _cells(row: RecordRow) -> tuple[str, ...]:
    entity = row.entity
    return (
        entity.display_name,
        entity.spec.singular,
        str(row.done.percent),
        ", ".join(row.missing),
        entity.last_reviewed.isoformat() if entity.last_reviewed else "",
        row.seal.until.isoformat() if row.seal.until else "",
        SEALS[row.seal.state],
        row.team.display_name if row.team else "",
    )


def _waiting_cells(row: WaitingRow) -> tuple[str, ...]:
    one = row.one
    return (
        one.side.label,
        WHAT[one.what],
        one.entity.display_name if one.entity else "",
        one.entity.spec.singular if one.entity else "",
        row.todo,
        row.due,
        one.team.display_name if one.team else "",
        row.source,
    )
