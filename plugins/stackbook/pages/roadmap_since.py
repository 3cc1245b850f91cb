"""What has changed on the roadmap, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stackbook.changes.roadmap import (
    ADDED,
    END,
    GONE,
    HORIZON,
    MOVED,
    NAME,
    NEW,
    RANK,
    REACHED,
    REMOVED,
    REOPENED,
    START,
    STATUS,
    Moved,
    Shift,
    Since,
    Told,
)
from stackbook.model.base import Entity
from stackbook.pages.book import Book
from stackbook.pages.roadmap_rows import milestone_name
from stackbook.pages.values import in_words


@dataclass(frozen=True, slots=True)
class Changed:
    """An initiative with what has changed about it.

    Args:
        name: what it is called.
        initiative: None when it is gone.
        said: what is different, a short sentence each.
    """

    name: str
    initiative: Entity | None
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """What has changed since a day.

    Args:
        key: for anchors.
        title: ``Since the end of October 2026``.
        changed: the initiatives; () when none has.
    """

    key: str
    title: str
    changed: tuple[Changed, ...]


def periods(book: Book, told: Told) -> tuple[Period, ...]:
    """What the repository tells, in words."""
    return tuple(_period(book, one) for one in told.since)


def _period(book: Book, since: Since) -> Period:
    month = f"{date(int(since.month[:4]), int(since.month[5:7]), 1):%B} {since.month[:4]}"
    changed = tuple(
        Changed(one.state.name, book.inventory.find(one.state.ref), tuple(_sentences(book, one))) for one in since.moved
    )
    return Period(f"since-{since.month}", f"Since the end of {month}", changed)


def _sentences(book: Book, moved: Moved) -> list[str]:
    return [_SAID[shift.sort](book, shift) for shift in moved.shifts]


def _milestone(book: Book, shift: Shift) -> str:
    point = shift.milestone
    return milestone_name(book, point.kind, point.name) if point else ""


def _day(said: str) -> str:
    return in_words(date.fromisoformat(said)) if said else "no day"


def _later(shift: Shift) -> str:
    """By how much a day has moved: ``, 2 weeks later``."""
    if not shift.before or not shift.after:
        return ""
    days = (date.fromisoformat(shift.after) - date.fromisoformat(shift.before)).days
    size = abs(days)
    words = f"{size // 7} weeks" if size >= 14 and size % 7 == 0 else f"{size} {'day' if size == 1 else 'days'}"
    return f", {words} {'later' if days > 0 else 'earlier'}" if days else ""


def _word(vocabulary: str, what: str) -> Callable[[Book, Shift], str]:
    def said(book: Book, shift: Shift) -> str:
        label = book.inventory.vocabularies.label
        before, after = (label(vocabulary, one) if one else "not said" for one in (shift.before, shift.after))
        return f"{what}: {after}, was {before}."

    return said


def _moved(what: str) -> Callable[[Book, Shift], str]:
    return lambda book, shift: f"{what}: {_day(shift.after)}, was {_day(shift.before)}{_later(shift)}."


_SAID: dict[str, Callable[[Book, Shift], str]] = {
    NEW: lambda book, shift: "New on the roadmap.",
    GONE: lambda book, shift: "No longer on the roadmap.",
    NAME: lambda book, shift: f"Was called {shift.before}.",
    STATUS: _word("initiative_status", "Status"),
    HORIZON: _word("horizon", "Horizon"),
    RANK: lambda book, shift: f"Rank: {shift.after or 'none'}, was {shift.before or 'none'}.",
    START: _moved("Start"),
    END: _moved("End"),
    REACHED: lambda book, shift: f"{_milestone(book, shift)}: reached on {_day(shift.after)}.",
    MOVED: lambda book, shift: (
        f"{_milestone(book, shift)}: {_day(shift.after)}, was {_day(shift.before)}{_later(shift)}."
    ),
    ADDED: lambda book, shift: (
        f"New milestone: {_milestone(book, shift)}{f', {_day(shift.after)}' if shift.after else ''}."
    ),
    REMOVED: lambda book, shift: f"Milestone taken out: {_milestone(book, shift)}.",
    REOPENED: lambda book, shift: f"{_milestone(book, shift)}: no longer counted as reached.",
}
