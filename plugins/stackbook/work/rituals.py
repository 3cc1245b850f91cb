"""Regular meetings: when each comes next, and how often it did not take place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.days import length_of
from stackbook.model.people import Team
from stackbook.model.rituals import Ritual

MOVED_BACK_FROM = 27
"""From this day of a month on a weekend is avoided backwards, so that the month stays the same."""
_SATURDAY = 5
MOST_MISSED = 1_000
"""More than so many are not counted."""


@dataclass(frozen=True, slots=True)
class RitualLine:
    """A regular meeting as it stands on a day.

    Args:
        ritual: the meeting.
        team: who runs it, if known.
        attendees: who comes, in the order written.
        anchor: the day from which its rhythm is counted; None when that cannot be known.
        due: the day on which it was or is to be held after the last time; None when that cannot be known.
        missed: how often its day has passed since without its being held; 0 without a day for today.
        next: the first day from today on, by its rhythm; the same as `due` without a day for today.
    """

    ritual: Ritual
    team: Team | None
    attendees: tuple[Entity, ...]
    anchor: date | None
    due: date | None
    missed: int
    next: date | None

    @property
    def overdue(self) -> bool:
        """Whether a day has passed on which it should have been held."""
        return self.missed > 0

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days in a span, both included, on which it is to be held from now on, by its rhythm."""
        if self.next is None or self.anchor is None:
            return
        start = _passed(self.anchor, self.ritual.cadence, max(first, self.next))
        for number in range(start, start + MOST_MISSED):
            day = nth(self.anchor, self.ritual.cadence, number)
            if day is None or day > last:
                return
            if day >= max(first, self.next):
                yield day


def ritual_lines(inventory: Inventory, as_of: date | None) -> tuple[RitualLine, ...]:
    """Every regular meeting, by name.

    Args:
        inventory: what to look at.
        as_of: the day that is meant by "today"; None when there is none.
    """
    return tuple(_line(one, inventory, as_of) for one in inventory.all("ritual") if isinstance(one, Ritual))


def nth(anchor: date, cadence: str | None, number: int) -> date | None:
    """The day that lies so many times a cadence after a day; None when there is none.

    It is counted from the start each time: a month after 31 January is 28 February, two months after is 31 March. Where
    months bring it to a weekend, and it did not begin on one, it moves to the working day beside it.
    """
    if number == 0:
        return anchor
    if not rhythmic(cadence):
        return None
    step = length_of(cadence or "")
    try:
        day = anchor + step * number
        return working_day(day) if moves(anchor, cadence) else day
    except (ValueError, OverflowError):
        return None


def moves(anchor: date, cadence: str | None) -> bool:
    """Whether days of a rhythm are moved away from weekends: those by months that began on a working day."""
    step = length_of(cadence or "")
    return bool(step.years or step.months) and not step.days and anchor.weekday() < _SATURDAY


def working_day(day: date) -> date:
    """The day itself, or the working day beside a weekend in the same month: the Monday, late in a month the Friday."""
    if day.weekday() < _SATURDAY:
        return day
    if day.day >= MOVED_BACK_FROM:
        return day - timedelta(days=day.weekday() - _SATURDAY + 1)
    return day + timedelta(days=7 - day.weekday())


def rhythmic(cadence: str | None) -> bool:
    """Whether a length of time gives a rhythm by days: at least one day."""
    step = length_of(cadence or "")
    return bool(step.years or step.months or step.days)


def _line(ritual: Ritual, inventory: Inventory, as_of: date | None) -> RitualLine:
    team = inventory.get("team", ritual.owner)
    anchor, number = _anchor(ritual)
    due = nth(anchor, ritual.cadence, number) if anchor else None
    missed, following = _missed(anchor, number, ritual.cadence, as_of) if anchor and due else (0, None)
    return RitualLine(
        ritual,
        team if isinstance(team, Team) else None,
        tuple({one.ref: one for name in ritual.attendees if (one := inventory.find(name))}.values()),
        anchor if due else None,
        due,
        missed,
        following,
    )


def _anchor(ritual: Ritual) -> tuple[date | None, int]:
    """The day from which the rhythm is counted, and which time after it is the next one.

    A day that was set for the next time goes before the rhythm, and begins a new one.
    """
    last, given = ritual.last_held, ritual.next_on
    if given and (last is None or given > last):
        return given, 0
    return last, 1


def _missed(anchor: date, number: int, cadence: str | None, as_of: date | None) -> tuple[int, date | None]:
    """How many days of a rhythm have passed from a certain time on, and the first one from today on."""
    at = number if as_of is None else max(number, _passed(anchor, cadence, as_of))
    while (day := nth(anchor, cadence, at)) is not None and as_of is not None and day < as_of:
        at += 1
    return min(at - number, MOST_MISSED), day


def _passed(anchor: date, cadence: str | None, day: date) -> int:
    """So many times of a rhythm, at least, have passed before a day."""
    step = length_of(cadence or "")
    longest = step.years * 366 + step.months * 31 + step.days
    return max(0, (day - anchor).days // longest - 1) if longest else 0


def week_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())
