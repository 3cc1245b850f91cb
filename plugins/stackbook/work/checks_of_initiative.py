"""What projects often forget: of each initiative whether it is done, planned, not needed or missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from stackbook.inventory import Inventory
from stackbook.model.initiatives import Initiative
from stackbook.model.reviews import Review
from stackbook.work.milestones import MilestoneLine, Progress, Way

YES = ("approved", "approved_with_conditions")
"""Outcomes of a review that let a project go on."""


class State(Enum):
    """How far a point is."""

    DONE = "done"
    """It was done, or what has to be written down is."""
    PLANNED = "planned"
    """It is to come."""
    LATE = "late"
    """Its day has passed."""
    NOT_NEEDED = "not_needed"
    """The project does without it, and says why."""
    MISSING = "missing"
    """Nothing is said about it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is often missed.

    Args:
        key: its name in code.
        label: for people.
        missing: what is the case when it is missing, a clause.
        write: the key of the initiative under which it is written.
        kind: of the milestone that says it; "" when none does.
        reviews: types of reviews about the initiative that say it as well.
        text: the key that says it without a milestone; "" when none does.
        planned: that text only says what is to come.
        before: it belongs before the launch.
    """

    key: str
    label: str
    missing: str
    write: str
    kind: str = ""
    reviews: tuple[str, ...] = ()
    text: str = ""
    planned: bool = False
    before: bool = True


ASKED = (
    Asked(
        "user_insight",
        "User insight",
        "what its users need is not written down",
        "user_insight",
        kind="user_insight",
        text="user_insight",
    ),
    Asked("beta", "Beta test", "nobody is named who tries it first", "beta", kind="beta", text="beta", planned=True),
    Asked("security_review", "Security review", "not planned", "milestones", "security_review", ("security",)),
    Asked(
        "data_review",
        "Data review",
        "not planned",
        "milestones",
        kind="data_review",
        reviews=("data_governance", "dpia", "legitimate_interest"),
    ),
    Asked(
        "uat_entry",
        "Before the user test begins",
        "what has to be true before it begins is not written down",
        "uat",
        text="uat.entry",
    ),
    Asked(
        "uat_exit",
        "Before the user test is signed off",
        "what has to be true for it to be signed off is not written down",
        "uat",
        text="uat.exit",
    ),
    Asked("uat_sign_off", "User test signed off", "not planned", "milestones", "uat_sign_off", ("uat",)),
    Asked("launch", "Launch", "no day is set", "milestones", kind="launch"),
    Asked(
        "optimisation_review", "Optimisation review", "not planned", "milestones", "optimisation_review", before=False
    ),
    Asked(
        "monitoring",
        "After the launch",
        "what is watched, and by whom, is not written down",
        "monitoring",
        text="monitoring",
        before=False,
    ),
)
"""What is often missed, in the order in which it comes."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of `ASKED` as it stands for an initiative.

    Args:
        asked: what it is.
        state: how far it is.
        day: the day it was or should be done; None when that is not recorded or does not matter.
        because: why the project does without it; "" else.
        count: how many sentences are written down; 0 when it is no list.
        reviews: the reviews about the initiative that say it, the latest decision first.
        disagrees: what milestone and reviews say against each other, a sentence; "" when nothing.
        behind_launch: it belongs before the launch, and its day is after that of the launch.
    """

    asked: Asked
    state: State
    day: date | None = None
    because: str = ""
    count: int = 0
    reviews: tuple[Review, ...] = ()
    disagrees: str = ""
    behind_launch: bool = False

    @property
    def key(self) -> str:
        """Its name in code."""
        return self.asked.key

    @property
    def written(self) -> bool:
        """Whether it is a text that somebody has written, and no day."""
        return self.state is State.DONE and bool(self.asked.text) and self.day is None

    @property
    def fine(self) -> bool:
        """Whether nothing has to be done about it but what is planned."""
        late = self.state in (State.MISSING, State.LATE)
        return not (late or self.disagrees or self.behind_launch)


def points_of(initiative: Initiative, way: Way, reviews: Iterable[Review], as_of: date | None) -> tuple[Point, ...]:
    """What is often missed, as it stands for an initiative.

    Args:
        initiative: the initiative.
        way: its milestones.
        reviews: the reviews about it.
        as_of: the day that is meant by "today"; None when nothing may be late or have expired.
    """
    found = tuple(reviews)
    return tuple(_point(one, initiative, way, found, as_of) for one in ASKED)


def holds(review: Review, as_of: date | None) -> bool:
    """Whether a review says yes, and that still counts on a day."""
    lapsed = bool(as_of and review.valid_until and review.valid_until < as_of)
    return review.state == "done" and review.outcome in YES and not lapsed


def reviews_by_initiative(inventory: Inventory) -> dict[str, tuple[Review, ...]]:
    """Initiative's id to the reviews about it, the latest decision first, then by id."""
    found: dict[str, list[Review]] = {}
    for one in inventory.all("review"):
        subject = inventory.find(one.subject) if isinstance(one, Review) else None
        if isinstance(one, Review) and isinstance(subject, Initiative):
            found.setdefault(subject.id, []).append(one)
    return {id_: tuple(sorted(of, key=_newest_first)) for id_, of in sorted(found.items())}


def _newest_first(one: Review) -> tuple[int, str]:
    return (-one.decided_on.toordinal() if one.decided_on else 0, one.id)


def _point(asked: Asked, initiative: Initiative, way: Way, reviews: tuple[Review, ...], as_of: date | None) -> Point:
    if asked.key in ("uat_entry", "uat_exit"):
        return _criteria(asked, initiative, way)
    lines = way.of(asked.kind) if asked.kind else ()
    fitting = tuple(one for one in reviews if one.type in asked.reviews)
    if fitting:
        return _reviewed(asked, lines, fitting, as_of)
    if lines:
        return _of_milestones(asked, lines)
    if asked.text and getattr(initiative, asked.text):
        return Point(asked, State.PLANNED if asked.planned else State.DONE)
    return Point(asked, State.MISSING)


def _of_milestones(asked: Asked, lines: tuple[MilestoneLine, ...]) -> Point:
    """What the milestones of a kind say together: the worst counts, and one that is not needed only alone."""
    wanted = [line for line in lines if line.counts]
    if not wanted:
        return Point(asked, State.NOT_NEEDED, because=lines[0].milestone.not_needed or "")
    order = (Progress.LATE, Progress.PLANNED, Progress.OPEN, Progress.DONE)
    worst = min(wanted, key=lambda line: order.index(line.progress))
    states = {Progress.LATE: State.LATE, Progress.DONE: State.DONE}
    behind = any(line.behind_launch for line in wanted)
    if asked.kind == "launch" and worst.progress is Progress.OPEN:
        return Point(asked, State.MISSING)
    return Point(asked, states.get(worst.progress, State.PLANNED), worst.day, behind_launch=behind)


def _reviewed(asked: Asked, lines: tuple[MilestoneLine, ...], reviews: tuple[Review, ...], as_of: date | None) -> Point:
    """What milestones and reviews say together; each counts, and where they disagree that is told."""
    by_milestone = _of_milestones(asked, lines) if lines else None
    yes = next((one for one in reviews if holds(one, as_of)), None)
    decided = [one for one in reviews if one.state == "done"]
    state, day = State.PLANNED, by_milestone.day if by_milestone else None
    if yes:
        state, day = State.DONE, yes.decided_on or day
    elif by_milestone and by_milestone.state in (State.DONE, State.LATE):
        state = by_milestone.state
    behind = bool(by_milestone and by_milestone.behind_launch and not yes)
    said = _disagreement(by_milestone, yes, bool(decided), len(decided) == len(reviews))
    return Point(asked, state, day, reviews=reviews, disagrees=said, behind_launch=behind)


def _disagreement(milestone: Point | None, yes: Review | None, any_decided: bool, all_decided: bool) -> str:
    if milestone and milestone.state is State.NOT_NEEDED:
        return "The milestone says that it is not needed, and there is a review."
    if milestone and milestone.state is State.DONE and not yes:
        if all_decided:
            return "The milestone says that it is done, and the review did not approve it, or has expired."
        return "The milestone says that it is done, and the review is not decided."
    if milestone and milestone.state is not State.DONE and yes:
        return "The review has approved it, and the milestone is not marked as done."
    if not yes and any_decided and all_decided:
        return "The review did not approve it, or has expired."
    return ""


def _criteria(asked: Asked, initiative: Initiative, way: Way) -> Point:
    """The sentences of the user acceptance test; not needed when the test itself is not."""
    written = getattr(initiative.uat, asked.text.partition(".")[2]) if initiative.uat else ()
    if written:
        return Point(asked, State.DONE, count=len(written))
    tests = (*way.of("uat_start"), *way.of("uat_sign_off"))
    without = [line for line in tests if not line.counts]
    if tests and len(without) == len(tests):
        return Point(asked, State.NOT_NEEDED, because=without[0].milestone.not_needed or "")
    return Point(asked, State.MISSING)
