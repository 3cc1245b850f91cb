"""The way of an initiative: its milestones in order, how far they are, and which comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from stackbook.model.initiatives import Initiative, Milestone
from stackbook.work.timeline import LAUNCH, launch_of

AFTERWARDS = ("optimisation_review",)
"""Milestones that come after the launch."""
_ORDER = (
    "kickoff",
    "user_insight",
    "security_review",
    "data_review",
    "beta",
    "uat_start",
    "uat_sign_off",
    "launch",
    "optimisation_review",
)
"""The order in which milestones without a day stand."""


class Progress(Enum):
    """How far a milestone is."""

    DONE = "done"
    """It was reached."""
    LATE = "late"
    """Its day has passed."""
    PLANNED = "planned"
    """Its day is to come, or nobody asks for today."""
    OPEN = "open"
    """It has no day."""
    NOT_NEEDED = "not_needed"
    """The project does without it."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone as it stands on a day.

    Args:
        milestone: as it is recorded.
        progress: how far it is.
        day: the day it was reached, else the day by which it should be; None when neither is recorded.
        behind_launch: it belongs before the launch, and its day is after that of the launch.
    """

    milestone: Milestone
    progress: Progress
    day: date | None
    behind_launch: bool = False

    @property
    def kind(self) -> str:
        """What it is, a word of the vocabulary ``milestone_kind``."""
        return self.milestone.kind

    @property
    def counts(self) -> bool:
        """Whether it is among those to be reached."""
        return self.progress is not Progress.NOT_NEEDED


@dataclass(frozen=True, slots=True)
class Way:
    """The milestones of an initiative.

    Args:
        lines: by day; those without one after them, those that are not needed last.
    """

    lines: tuple[MilestoneLine, ...]

    @property
    def done(self) -> int:
        """How many were reached."""
        return sum(line.progress is Progress.DONE for line in self.lines)

    @property
    def total(self) -> int:
        """How many are to be reached in all."""
        return sum(line.counts for line in self.lines)

    @property
    def next(self) -> MilestoneLine | None:
        """The first that is not reached; one without a day only when no other is left."""
        return next((one for one in self.lines if one.counts and one.progress is not Progress.DONE), None)

    @property
    def late(self) -> tuple[MilestoneLine, ...]:
        """Those whose day has passed."""
        return tuple(line for line in self.lines if line.progress is Progress.LATE)

    def of(self, kind: str) -> tuple[MilestoneLine, ...]:
        """The milestones of a kind."""
        return tuple(line for line in self.lines if line.kind == kind)


def way_of(initiative: Initiative, as_of: date | None) -> Way:
    """The milestones of an initiative on a day.

    Args:
        initiative: the initiative.
        as_of: the day; None when nothing may be late.
    """
    launch = launch_of(initiative)
    over = initiative.status == "cancelled"
    lines = [_line(one, launch, None if over else as_of) for one in initiative.milestones]
    return Way(tuple(sorted(lines, key=_order)))


def _line(one: Milestone, launch: date | None, as_of: date | None) -> MilestoneLine:
    day = one.done_on or one.due
    before = one.kind in _ORDER and one.kind != LAUNCH and one.kind not in AFTERWARDS
    behind = bool(before and day and launch and day > launch)
    if one.done_on:
        return MilestoneLine(one, Progress.DONE, day, behind)
    if one.not_needed:
        return MilestoneLine(one, Progress.NOT_NEEDED, day)
    if one.due is None:
        return MilestoneLine(one, Progress.OPEN, None)
    late = as_of is not None and one.due < as_of
    return MilestoneLine(one, Progress.LATE if late else Progress.PLANNED, day, behind)


def _order(line: MilestoneLine) -> tuple[object, ...]:
    known = _ORDER.index(line.kind) if line.kind in _ORDER else len(_ORDER)
    return (not line.counts, line.day is None, line.day or date.max, known, line.milestone.name or "")
