"""Initiatives: all of them by horizon, how far each is, and what is missing before its launch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.reviews import APPROVED, ReviewLine, team_of
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.model.people import Team
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, worth
from stackbook.pages.links import list_of
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.work.capacity import in_words as quarter_words
from stackbook.work.checks_of_initiative import ASKED, Point, State
from stackbook.work.milestones import MilestoneLine, Progress
from stackbook.work.readiness import Gap, Readiness, changes_of
from stackbook.work.score import number

TITLE, FILE = "Initiatives", "initiatives/initiatives.csv"
LEAD = "What marketing and IT do together: how far each project is, what comes next, and what is missing before it can "
LEAD += "be launched."
COLUMNS = (
    "Initiative",
    "Goal",
    "Status",
    "Horizon",
    "Place",
    "Sponsor in marketing",
    "Sponsor in IT",
    "Leader",
    "Coordinator",
    "Begins",
    "Goes live",
    "Ends",
    "Milestones reached",
    "Milestones in all",
    "Next milestone",
    "Next milestone on",
    "Requirements",
    "Requirements checked",
    "Missing",
    "What is missing",
    "Tasks and progress",
)
OPEN = {"missing": "Something is missing", "late": "A milestone is late"}
"""What can be the matter with an initiative."""
_REVIEWED = {one for asked in ASKED for one in asked.reviews}
"""Types of reviews that are among the points."""


@dataclass(frozen=True, slots=True)
class Row:
    """An initiative as the list shows it.

    Args:
        ready: the facts.
        missing: what is missing, as far as this site may say.
        teams: the teams of its sponsors.
        tools: the tools that it changes or that its requirements touch, by name.
        marks: what the page can be narrowed down to, for its script.
    """

    ready: Readiness
    missing: tuple[Gap, ...]
    teams: tuple[Team, ...]
    tools: tuple[Tool, ...]
    marks: str

    @property
    def initiative(self) -> Initiative:
        """The initiative."""
        return self.ready.initiative


def missing_of(book: Book, initiative: Initiative) -> tuple[Gap, ...]:
    """What is missing before the launch of an initiative, as far as this site may say; () for one that was given up."""
    ready = book.governance.work.readiness[initiative.id]
    if initiative.status == "cancelled":
        return ()
    gaps = (*ready.missing, *_overloads(book, initiative), *_reviews(book, initiative))
    return tuple(gap for gap in gaps if _may_say(book, initiative, gap))


def points_shown(book: Book, ready: Readiness) -> tuple[tuple[Point, bool], ...]:
    """What is often missed, each with whether this site may say so: where records are hidden, one may be a review."""
    found = []
    for point in ready.points:
        unsure = book.partial and bool(point.asked.reviews)
        empty = point.asked.write in book.emptied.get(ready.initiative.ref, frozenset())
        silent = (unsure or empty) and point.state is State.MISSING
        found.append((replace(point, disagrees="") if unsure else point, not silent))
    return tuple(found)


def name_of(book: Book, line: MilestoneLine) -> str:
    """What a milestone is called."""
    return line.milestone.name or book.inventory.vocabularies.label("milestone_kind", line.kind)


def initiative_rows(book: Book) -> tuple[Row, ...]:
    """Every initiative: by horizon, in each by place; then those without one, and at last those that were given up."""
    work = book.governance.work
    order = (*book.inventory.vocabularies["horizon"].values, None)
    rows = [_row(book, work.readiness[one.id]) for one in work.initiatives]
    return tuple(sorted(rows, key=lambda row: (_given_up(row), order.index(row.initiative.horizon))))


def initiatives_page(book: Book) -> Page:
    """All initiatives by horizon; it says how to begin when there are none."""
    path = list_of("initiative")
    desk = Desk(book, path)
    rows = initiative_rows(book)
    groups = _groups(book, rows)
    headings = [Heading(key, title) for key, title, _ in groups] if len(groups) > 1 else []
    html = desk.render(
        "initiatives.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        groups=groups,
        jumps=[(one.id, one.title) for one in headings],
        facets=_facets(book, rows),
        file=desk.file(FILE),
        milestone=lambda line: name_of(book, line),
        late=Progress.LATE,
    )
    search = SearchRecord(TITLE, f"{LEAD} Joint projects, epics, programme, sponsors.", ("List",), weight=4)
    return Page(path, TITLE, LEAD, html, "Work", tuple(headings), search, wide=True)


def initiative_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are initiatives."""
    rows = initiative_rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, row) for row in rows)))


def tools_of(book: Book, initiative: Initiative) -> tuple[Tool, ...]:
    """The tools that an initiative changes or that its requirements touch, by name."""
    work, found = book.governance.work, dict[str, Tool]()
    for line in work.requirements_of.get(initiative.id, ()):
        ids = (*(tool.id for tool in line.tools), *line.through)
        found |= {tool.id: tool for id_ in ids if isinstance(tool := book.inventory.get("tool", id_), Tool)}
    changed = (line.entity for line in changes_of(initiative, book.inventory))
    found |= {one.id: one for one in changed if isinstance(one, Tool)}
    return tuple(sorted(found.values(), key=lambda one: (one.name.casefold(), one.id)))


def _may_say(book: Book, initiative: Initiative, gap: Gap) -> bool:
    """Whether something is really missing, and not only hidden from this audience."""
    if gap.internal and not book.options.internal:
        return False
    if book.partial and gap.may_be_hidden:
        return False
    return gap.key not in book.emptied.get(initiative.ref, frozenset())


def _overloads(book: Book, initiative: Initiative) -> Iterator[Gap]:
    """Quarters in which a team of the initiative has promised more people than it has."""
    if initiative.status == "paused":
        return
    for line in book.governance.work.capacity:
        if line.over and any(one.initiative.id == initiative.id for one in line.promises):
            words = (
                f"{line.team.display_name} has promised {number(line.over)} too many in {quarter_words(line.period)}"
            )
            yield Gap("capacity", "People", words, "capacity")


def _reviews(book: Book, initiative: Initiative) -> Iterator[Gap]:
    """Reviews about the initiative that stop it and are not among the points."""
    for line in book.governance.reviews_of.get(initiative.ref, ()):
        name, one = line.review.display_name, line.review
        if line.late:
            yield Gap("reviews", name, "late: nobody has decided yet", "reviews")
        elif one.type not in _REVIEWED and one.state == "done" and not line.holds:
            yield Gap("reviews", name, _refused(line), "reviews")
        if line.overdue:
            words = "a condition is late" if len(line.overdue) == 1 else f"{len(line.overdue)} conditions are late"
            yield Gap("reviews", name, words, "reviews")


def _refused(line: ReviewLine) -> str:
    return "it has expired" if line.review.outcome in APPROVED else "it was not approved"


def _row(book: Book, ready: Readiness) -> Row:
    one, inventory = ready.initiative, book.inventory
    found = (team_of(who, inventory) for who in (one.sponsor_marketing, one.sponsor_it))
    teams = tuple({team.id: team for team in found if team}.values())
    tools, missing = tools_of(book, one), missing_of(book, one)
    said = [f"status:{one.status}"] if one.status else []
    said += [f"horizon:{one.horizon}"] if one.horizon else []
    said += [f"team:{team.id}" for team in teams] + [f"tool:{tool.id}" for tool in tools]
    said += [f"capability:{it.id}" for id_ in one.capabilities if (it := inventory.get("capability", id_))]
    said += ["open:missing"] if missing else []
    said += ["open:late"] if ready.way.late else []
    return Row(ready, missing, teams, tools, " ".join(dict.fromkeys(said)))


def _given_up(row: Row) -> bool:
    return row.initiative.status == "cancelled"


def _groups(book: Book, rows: tuple[Row, ...]) -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
    """Anchor, title and rows of each part of the list."""
    labels, found = book.inventory.vocabularies, dict[str, tuple[str, list[Row]]]()
    for row in rows:
        horizon = row.initiative.horizon
        key, title = (horizon, labels.label("horizon", horizon)) if horizon else ("unplaced", "Not placed yet")
        if _given_up(row):
            key, title = "given-up", "Given up"
        found.setdefault(key, (title, []))[1].append(row)
    return tuple((key, title, tuple(of)) for key, (title, of) in found.items())


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels, all_ = book.inventory.vocabularies, [row.initiative for row in rows]
    get = book.inventory.get
    capabilities: Iterable[Entity | None] = (
        found for one in all_ for found in {id_: get("capability", id_) for id_ in one.capabilities}.values()
    )
    left = by_choice("open", "To do", "All", OPEN, (key for row in rows for key in OPEN if f"open:{key}" in row.marks))
    found = (
        by_word("status", "Status", "Any", labels, "initiative_status", (one.status for one in all_)),
        by_word("horizon", "Horizon", "Any", labels, "horizon", (one.horizon for one in all_)),
        by_entity("team", "Sponsor's team", "Every team", (team for row in rows for team in row.teams)),
        by_entity("capability", "Capability", "Every one", capabilities),
        by_entity("tool", "Tool", "Every tool", (tool for row in rows for tool in row.tools)),
    )
    return (*worth(found), *((left,) if left.choices else ()))


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    one, ready, labels = row.initiative, row.ready, book.inventory.vocabularies
    upcoming, wanted = ready.way.next, [line for line in ready.requirements if line.wanted]

    def name(who: str | None) -> str:
        found = book.inventory.find(who)
        return found.display_name if found else ""

    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    return (
        one.display_name,
        one.goal or "",
        labels.label("initiative_status", one.status),
        labels.label("horizon", one.horizon),
        str(one.rank or ""),
        name(one.sponsor_marketing),
        name(one.sponsor_it),
        name(one.leader),
        name(one.coordinator),
        day(one.start),
        day(ready.launch),
        day(one.end),
        str(ready.way.done),
        str(ready.way.total),
        name_of(book, upcoming) if upcoming else "",
        day(upcoming.day) if upcoming else "",
        str(len(wanted)),
        str(sum(line.verified for line in wanted)),
        str(len(row.missing)),
        "\n".join(in_words(gap) for gap in row.missing),
        one.tracker or "",
    )


def in_words(gap: Gap) -> str:
    """What is missing as one line: ``Security review: not planned``."""
    name = f" {gap.waits_for.display_name}," if gap.waits_for else ":"
    return f"{gap.about}{name} {gap.words}"
