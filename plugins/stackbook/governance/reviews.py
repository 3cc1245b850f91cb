"""Reviews on a day: what waits, for whom, and what still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackbook.diagnostics import Side
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.people import Person, Team
from stackbook.model.reviews import SIDE_OF_REVIEW, Review, ReviewCondition

APPROVED = ("approved", "approved_with_conditions")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review as it stands on a day.

    Args:
        review: the review.
        subject: what it is about, if it is known.
        side: who does it.
        team: the reviewer's team, if known.
        waiting: it is asked for and not decided.
        late: it waits and the day by which it is needed has passed; False without a day.
        lapsed: it was decided and no longer counts; False without a day.
        open_conditions: conditions that are not met yet, by day due.
        overdue: those of them whose day has passed.
    """

    review: Review
    subject: Entity | None
    side: Side
    team: Team | None
    waiting: bool
    late: bool
    lapsed: bool
    open_conditions: tuple[ReviewCondition, ...]
    overdue: tuple[ReviewCondition, ...]

    @property
    def holds(self) -> bool:
        """Whether it says yes, and that still counts."""
        return self.review.state == "done" and self.review.outcome in APPROVED and not self.lapsed


def review_line(review: Review, inventory: Inventory, as_of: date | None) -> ReviewLine:
    """A review as it stands on a day; without a day nothing is late or lapsed."""
    done = review.state == "done"
    unmet = [one for one in review.conditions if one.done_on is None]
    unmet.sort(key=lambda one: (one.due or date.max, one.text))
    return ReviewLine(
        review,
        inventory.find(review.subject),
        SIDE_OF_REVIEW.get(review.type or "", Side.BUSINESS),
        team_of(review.reviewer, inventory),
        waiting=review.state is not None and (not done or review.outcome == "needs_more_evidence"),
        late=bool(as_of and not done and review.due and review.due < as_of),
        lapsed=bool(as_of and done and review.valid_until and review.valid_until < as_of),
        open_conditions=tuple(unmet) if review.outcome == "approved_with_conditions" else (),
        overdue=tuple(
            one
            for one in unmet
            if as_of and one.due and one.due < as_of and review.outcome == "approved_with_conditions"
        ),
    )


def team_of(owner: str | None, inventory: Inventory) -> Team | None:
    """The team that ``team:id`` names, or that of ``person:id``."""
    found = inventory.find(owner)
    if isinstance(found, Person):
        found = inventory.get("team", found.team)
    return found if isinstance(found, Team) else None
