"""What is due soon, for Home: contracts to decide about, milestones, dates of reviews, conditions and agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stackbook.governance.dues import AGREEMENT, APPROVAL, CONDITION, MILESTONE, REVIEW_END, REVIEW_NEEDED
from stackbook.model.base import Entity
from stackbook.model.days import ahead
from stackbook.model.people import Team
from stackbook.pages.book import Book
from stackbook.pages.renewals import contract_rows
from stackbook.pages.values import in_words

AHEAD = 90
"""So many days ahead are looked at."""
MOST = 5
"""So many things of each sort are listed; the rest is counted."""
_LATE_TOO = (REVIEW_NEEDED, CONDITION)
_WORDS = {
    APPROVAL: "Approval ends",
    AGREEMENT: "Data processing agreement ends",
    REVIEW_END: "Review expires",
    REVIEW_NEEDED: "Review needed",
    CONDITION: "Condition of a review",
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is due.

    Args:
        day: when.
        late: the day has passed.
        words: what is due, before the name.
        entity: what it is about.
        team: who sees to it, if known.
    """

    day: date
    late: bool
    words: str
    entity: Entity
    team: Team | None


@dataclass(frozen=True, slots=True)
class List:
    """Things of one sort that are due.

    Args:
        kind: the kind whose page lists them all.
        anchor: place on that page, or "".
        title: what they are, after their number.
        count: how many there are.
        items: the first few, by day.
    """

    kind: str
    anchor: str
    title: str
    count: int
    items: tuple[Item, ...]

    @property
    def more(self) -> int:
        """How many there are beyond those."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Coming:
    """What is due soon: contracts, milestones, then the rest."""

    lists: tuple[List, ...]

    @property
    def count(self) -> int:
        """How many things are due."""
        return sum(one.count for one in self.lists)


def coming(book: Book) -> Coming | None:
    """What is late or due within `AHEAD` days; None without a day that is meant by "today"."""
    if book.as_of is None:
        return None
    last = ahead(book.as_of, AHEAD)
    contracts, others = list(_contracts(book, last)), list(_others(book, book.as_of, last))
    milestones = list(_milestones(book, book.as_of, last))
    rest = f"{'date' if len(others) == 1 else 'dates'} of reviews, conditions and agreements"
    return Coming(
        (
            List(
                "contract",
                "next",
                f"{_some(contracts, 'contract')} to cancel or keep",
                len(contracts),
                _first(contracts),
            ),
            List("initiative", "", _some(milestones, "milestone"), len(milestones), _first(milestones)),
            List("review", "", rest, len(others), _first(others)),
        )
    )


def _contracts(book: Book, last: date) -> Iterator[Item]:
    for row in contract_rows(book):
        due = row.deadline
        if row.open and due and due.day <= last and (not due.past or row.missed):
            words = "Last day to cancel" if due.cancelling else "Ends"
            if row.missed and row.line.end:
                words = f"Too late to cancel, renews after {in_words(row.line.end)}"
            yield Item(due.day, due.past, words, row.line.contract, row.team)


def _others(book: Book, as_of: date, last: date) -> Iterator[Item]:
    for due in book.governance.dues:
        if due.what in _WORDS and due.day <= last and (due.day >= as_of or due.what in _LATE_TOO):
            yield Item(due.day, due.day < as_of, _WORDS[due.what], due.entity, due.team)


def _milestones(book: Book, as_of: date, last: date) -> Iterator[Item]:
    for due in book.governance.dues:
        if due.what == MILESTONE and due.day <= last:
            words = due.words.removesuffix(f": {due.entity.display_name}")
            yield Item(due.day, due.day < as_of, words, due.entity, due.team)


def _some(found: list[Item], word: str) -> str:
    return word if len(found) == 1 else f"{word}s"


def _first(found: list[Item]) -> tuple[Item, ...]:
    return tuple(sorted(found, key=lambda one: (one.day, one.words, one.entity.ref))[:MOST])
