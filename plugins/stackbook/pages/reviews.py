"""Reviews: what waits for somebody's agreement, what was agreed, and until when that is valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stackbook.diagnostics import Side
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.contracts import BANDS, band
from stackbook.governance.reviews import ReviewLine, team_of
from stackbook.model.base import Entity
from stackbook.model.reviews import SUBJECTS, Review, ReviewCondition
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, marks, worth
from stackbook.pages.links import list_of
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.values import in_words

TITLE, FILE = "Reviews", "reviews/reviews.csv"
LEAD = "What waits for somebody's agreement, what was agreed, and until when that is valid."
COLUMNS = (
    "Review",
    "About",
    "Kind",
    "Type",
    "Side",
    "State",
    "Outcome",
    "Reviewer",
    "Asked for",
    "Needed by",
    "Decided",
    "Valid until",
    "Conditions not met",
    "On the day",
)
STATES = {"late": "Late", "waits": "Waiting", "holds": "Valid", "lapsed": "Expired", "no": "Not approved"}
"""How a review stands, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that is not met yet.

    Args:
        line: its review.
        condition: what has to be done.
        owner: who does it, if known.
        overdue: its day has passed.
    """

    line: ReviewLine
    condition: ReviewCondition
    owner: Entity | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Reviews that expire within so many days of the day."""

    days: int
    lines: tuple[ReviewLine, ...]


def standing(line: ReviewLine) -> str:
    """How a review stands: one of `STATES`; a review that nobody has begun to record waits."""
    if line.late:
        return "late"
    if line.waiting or line.review.state != "done":
        return "waits"
    if line.lapsed:
        return "lapsed"
    return "holds" if line.holds else "no"


def late_words(line: ReviewLine) -> str:
    """By when a review is needed, in words; "" when that is not recorded."""
    return in_words(line.review.due) if line.review.due else ""


def reviews_page(book: Book) -> Page:
    """The queue: what waits, conditions, what expires next, and everything that was decided."""
    path = list_of("review")
    desk = Desk(book, path)
    lines = _in_order(book)
    waits = tuple(line for line in lines if not _decided(line))
    decided = tuple(line for line in lines if _decided(line))
    conditions = _conditions(book, lines)
    bands = _bands(decided, book.as_of)
    headings = [Heading("waiting", "Waiting")] if lines else []
    headings += [Heading("conditions", "Conditions")] if conditions else []
    headings += [Heading("next", "What expires next")] if bands else []
    headings += [Heading("decided", "Decided")] if decided else []
    html = desk.render(
        "reviews.html",
        jumps=[(one.id, one.title) for one in headings],
        title=TITLE,
        lead=LEAD,
        lines=lines,
        waits=waits,
        decided=decided,
        conditions=conditions,
        bands=bands,
        facets=_facets(book, lines),
        marks=review_marks,
        standing=standing,
        states=STATES,
        file=desk.file(FILE),
    )
    search = SearchRecord(TITLE, f"{LEAD} Approval, queue, security review, DPIA, go-live.", ("List",))
    return Page(path, TITLE, LEAD, html, "Work", tuple(headings), search, wide=True)


def review_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are reviews."""
    lines = _in_order(book)
    if lines:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, line) for line in lines)))


def review_extras(desk: Desk, review: Review) -> dict[str, Any]:
    """What the page of a review shows beyond its fields."""
    lines = desk.book.governance.reviews
    line = next(line for line in lines if line.review.ref == review.ref)
    find = desk.book.inventory.find
    overdue = set(map(id, line.overdue))
    return {
        "line": line,
        "standing": standing(line),
        "states": STATES,
        "conditions": [(one, find(one.owner), id(one) in overdue) for one in review.conditions],
    }


def reviews_about(desk: Desk, entity: Entity) -> tuple[ReviewLine, ...] | None:
    """The reviews about an entity, what waits first; None for a kind that is never reviewed."""
    if entity.spec.key not in SUBJECTS:
        return None
    found = desk.book.governance.reviews_of.get(entity.ref, ())
    return tuple(sorted(found, key=_order))


def review_marks(line: ReviewLine) -> str:
    """What the page can be narrowed down to, for its script."""
    return marks(side=line.side.value, type=line.review.type, state=standing(line), team=line.team)


def _decided(line: ReviewLine) -> bool:
    return line.review.state == "done" and not line.waiting


def _in_order(book: Book) -> tuple[ReviewLine, ...]:
    """What waits by side, the oldest first; then what was decided, what expires first before the rest."""
    return tuple(sorted(book.governance.reviews, key=_order))


def _order(line: ReviewLine) -> tuple[object, ...]:
    review, sides = line.review, list(Side)
    if not _decided(line):
        asked = review.requested_on or review.due or date.max
        return (0, sides.index(line.side), asked, review.due or date.max, review.display_name.casefold(), review.id)
    return (1, 0, review.valid_until or date.max, date.max, review.display_name.casefold(), review.id)


def _conditions(book: Book, lines: Iterable[ReviewLine]) -> tuple[Condition, ...]:
    """The conditions that are not met, by day due."""
    find = book.inventory.find
    found = [
        Condition(line, one, find(one.owner), any(one is late for late in line.overdue))
        for line in lines
        for one in line.open_conditions
    ]
    return tuple(sorted(found, key=lambda one: (one.condition.due or date.max, one.line.review.id, one.condition.text)))


def _bands(lines: Iterable[ReviewLine], as_of: date | None) -> tuple[Band, ...]:
    """What is still valid and soon expires; () without a day."""
    if as_of is None:
        return ()
    last: dict[tuple[str | None, str | None], ReviewLine] = {}
    for line in lines:  # by day: a later one takes the place of those before it
        if line.holds and line.review.valid_until:
            last[line.review.subject, line.review.type] = line
    found: dict[int, list[ReviewLine]] = {}
    for line in last.values():
        assert line.review.valid_until is not None  # asked above
        days = band(line.review.valid_until, as_of)
        if days is not None:
            found.setdefault(days, []).append(line)
    return tuple(Band(days, tuple(found[days])) for days in BANDS if days in found)


def _facets(book: Book, lines: tuple[ReviewLine, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    sides = {side.value: side.label for side in Side}
    types = (line.review.type for line in lines)
    return worth(
        (
            by_choice("side", "Who looks", "Anybody", sides, (line.side.value for line in lines)),
            by_word("type", "Type", "Every type", labels, "review_type", types),
            by_choice("state", "State", "Any", STATES, (standing(line) for line in lines)),
            by_entity("team", "Team", "Every team", (line.team for line in lines)),
        )
    )


def _cells(book: Book, line: ReviewLine) -> tuple[str, ...]:
    review, labels = line.review, book.inventory.vocabularies
    reviewer = book.inventory.find(review.reviewer) or team_of(review.reviewer, book.inventory)
    return (
        review.display_name,
        line.subject.display_name if line.subject else "",
        line.subject.spec.singular if line.subject else "",
        labels.label("review_type", review.type),
        line.side.label,
        labels.label("review_state", review.state),
        labels.label("review_outcome", review.outcome),
        reviewer.display_name if reviewer else "",
        *(
            day.isoformat() if day else ""
            for day in (review.requested_on, review.due, review.decided_on, review.valid_until)
        ),
        str(len(line.open_conditions) or ""),
        STATES[standing(line)],
    )
