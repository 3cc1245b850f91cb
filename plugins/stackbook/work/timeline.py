"""When initiatives begin, go live and end; which wait for which, and where that cannot come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stackbook.inventory import Inventory
from stackbook.model.initiatives import Initiative, Milestone

LIVE = ("launched", "monitoring")
"""States in which what the initiative makes is there."""
STOPPED = ("paused", "cancelled")
"""States in which nothing comes of it for now."""
LAUNCH = "launch"


@dataclass(frozen=True, slots=True)
class Span:
    """When an initiative takes place.

    Args:
        start: its own, else its earliest milestone's day; None when neither is known.
        end: its own, else its latest milestone's day; None when neither is known.
        launch: the day it goes or went live; None when no launch has a day.
        launched: it is live.
    """

    start: date | None
    end: date | None
    launch: date | None
    launched: bool

    @property
    def known(self) -> bool:
        """Whether there is a day at all."""
        return self.start is not None or self.end is not None

    @property
    def ready(self) -> date | None:
        """The day from which others can build on it: its launch, else its end."""
        return self.launch or self.end


@dataclass(frozen=True, slots=True)
class Wait:
    """An initiative that waits for another.

    Args:
        follower: the one that waits.
        first: the one that has to be launched before.
        begins: when the follower begins, as far as is known.
        ready: when the first is ready, as far as is known.
        over: the first is live, so that nobody waits any more.
        stopped: the first is paused or cancelled, so that nobody knows when it will be.
    """

    follower: Initiative
    first: Initiative
    begins: date | None
    ready: date | None
    over: bool
    stopped: bool

    @property
    def late(self) -> bool:
        """The first is ready only after the follower begins."""
        return self.days > 0

    @property
    def days(self) -> int:
        """By how many days; 0 when it fits, when a day is not known, or when the follower needs it no more."""
        if self.over or self.follower.status in (*LIVE, "cancelled") or self.begins is None or self.ready is None:
            return 0
        return max((self.ready - self.begins).days, 0)


def day_of(milestone: Milestone) -> date | None:
    """The day of a milestone: when it was reached, else by when it is due; None when it is not needed."""
    return None if milestone.not_needed else milestone.done_on or milestone.due


def launch_of(initiative: Initiative) -> date | None:
    """The day an initiative goes or went live: the earliest of its launches that has a day."""
    return min(_days(one for one in initiative.milestones if one.kind == LAUNCH), default=None)


def span_of(initiative: Initiative) -> Span:
    """When an initiative takes place, by its own days or those of its milestones."""
    days = _days(initiative.milestones)
    launched = initiative.status in LIVE or any(
        one.kind == LAUNCH and one.done_on is not None and not one.not_needed for one in initiative.milestones
    )
    start = initiative.start or min(days, default=None)
    end = initiative.end or max(days, default=None)
    return Span(start, end, launch_of(initiative), launched)


def waits(inventory: Inventory, initiatives: Iterable[Initiative]) -> tuple[Wait, ...]:
    """Who waits for whom, in the order given; what does not lead to an initiative is left out.

    Args:
        inventory: finds what is named.
        initiatives: those that wait.
    """
    found = []
    for follower in initiatives:
        begins = span_of(follower).start
        for first in _firsts(inventory, follower):
            span = span_of(first)
            over = span.launched
            found.append(Wait(follower, first, begins, span.ready, over, not over and first.status in STOPPED))
    return tuple(found)


def in_order(inventory: Inventory, initiatives: Iterable[Initiative]) -> tuple[Initiative, ...]:
    """The initiatives so that each comes after those it waits for, otherwise in the order given.

    Those that wait for each other in a ring keep the order given.

    Args:
        inventory: finds what is named.
        initiatives: to be put in order.
    """
    rest = {one.ref: one for one in initiatives}
    firsts = {ref: {first.ref for first in _firsts(inventory, one)} & rest.keys() for ref, one in rest.items()}
    done: list[Initiative] = []
    while rest:
        # Nothing is free in a ring: then the first of the order given breaks it.
        free = next((ref for ref in rest if not firsts[ref] & rest.keys() - {ref}), next(iter(rest)))
        done.append(rest.pop(free))
    return tuple(done)


def _firsts(inventory: Inventory, follower: Initiative) -> tuple[Initiative, ...]:
    named = (inventory.get("initiative", id_) for id_ in dict.fromkeys(follower.depends_on))
    found = {one.ref: one for one in named if isinstance(one, Initiative) and one.ref != follower.ref}
    return tuple(found.values())


def _days(milestones: Iterable[Milestone]) -> list[date]:
    return [day for one in milestones if (day := day_of(one)) is not None]
