"""Reviews: what was looked at before it went on, by whom, and until when that counts."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.diagnostics import Side
from stackbook.model.base import (
    Counts,
    Entity,
    HiddenWith,
    Internal,
    KindSpec,
    OwnerRef,
    Part,
    Ref,
    Section,
    Vocab,
)
from stackbook.model.types import Address, Day, Line

SUBJECTS = ("tool", "vendor", "integration", "data_source", "activity", "contract", "capability", "initiative")
"""Kinds that a review can be about."""

SIDE_OF_REVIEW = {
    "security": Side.SECURITY,
    "vendor_risk": Side.SECURITY,
    "access_recertification": Side.SECURITY,
    "dpia": Side.PRIVACY,
    "legitimate_interest": Side.PRIVACY,
    "data_governance": Side.PRIVACY,
    "legal": Side.PRIVACY,
    "architecture": Side.IT,
    "accessibility": Side.IT,
    "go_live": Side.IT,
    "procurement": Side.FINANCE,
    "business_impact": Side.BUSINESS,
    "uat": Side.BUSINESS,
    "tool_effectiveness": Side.BUSINESS,
}
"""Who does a review of a type. A type of an organisation's own is done by the business."""


class ReviewCondition(Part):
    """Something that has to be done for an approval to hold."""

    text: Line
    """What has to be done."""
    due: Day | None = None
    """By when."""
    done_on: Day | None = None
    """The day it was done."""
    owner: OwnerRef | None = None
    """Who does it: `person:id` or `team:id`."""


class Review(Entity):
    """A look at something by the side that has to agree."""

    spec: ClassVar[KindSpec] = KindSpec(
        "review",
        folder="reviews",
        singular="Review",
        plural="Reviews",
        icon="material/clipboard-check-outline",
        tab="Work",
        side=Side.SECURITY,
        about="What waits for somebody's agreement, what was agreed, and until when that counts.",
        columns=("subject", "type", "state", "outcome", "reviewer", "valid_until"),
        order=15,
    )

    subject: Annotated[Annotated[str, Ref(SUBJECTS)] | None, HiddenWith()]
    """What is looked at, written `kind:id`, as in `tool:braze`."""
    type: Annotated[str | None, Vocab("review_type")]
    """What it is looked at for."""
    state: Annotated[str | None, Vocab("review_state")]
    """How far it is."""
    reviewer: Annotated[OwnerRef | None, Counts()] = None
    """Who looks: `person:id` or `team:id`."""
    requested_on: Annotated[Day | None, Section("When"), Counts()] = None
    """The day it was asked for."""
    due: Day | None = None
    """By when it is needed."""
    decided_on: Day | None = None
    """The day it was decided."""
    valid_until: Day | None = None
    """The last day on which it counts."""
    outcome: Annotated[str | None, Vocab("review_outcome"), Section("What came of it")] = None
    """What was decided."""
    conditions: tuple[ReviewCondition, ...] = ()
    """What has to be done for it to hold."""
    evidence_url: Annotated[Address | None, Internal()] = None
    """Where the papers are kept. Only an internal site shows it."""
