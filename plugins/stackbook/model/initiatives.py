"""Initiatives: joint projects of marketing and IT, with everything that belongs to them in one place."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.diagnostics import Side
from stackbook.model.base import (
    BUSINESS,
    FINANCE,
    IT,
    Called,
    CapabilityRef,
    Counts,
    DataFieldRef,
    Entity,
    InitiativeRef,
    IntegrationRef,
    Internal,
    KindSpec,
    KpiRef,
    OwnerRef,
    Part,
    Ref,
    Section,
    TeamRef,
    TokenRef,
    ToolRef,
    Vocab,
)
from stackbook.model.types import Address, Amount, Currency, Day, FieldId, Line, Name, Number, Prose, Quarter

CHANGEABLE = ("tool", "integration", "data_source", "token", "journey", "activity")
"""Kinds that an initiative can add, change or retire."""


class Scoring(Part):
    """How its place in the order was worked out."""

    method: Annotated[str, Vocab("score_method")]
    """The method."""
    values: dict[Name, Number] = Field(default_factory=dict)
    """The method's numbers. RICE: `reach`, `impact`, `confidence` (0 to 1), `effort`. WSJF: `business_value`,
    `time_criticality`, `risk_reduction`, `job_size`. ICE: `impact`, `confidence`, `ease`. Value and effort: `value`,
    `effort`."""


class RevenueValue(Part):
    """What it should bring in a year."""

    amount: Amount
    """The sum for twelve months."""
    currency: Currency
    """ISO 4217, as in `EUR`."""
    reasoning: Annotated[Line | None, Called("How we know")] = None
    """How it was worked out, in a sentence."""


class TeamPlace(Part):
    """Who works on it, and as what."""

    who: OwnerRef
    """`person:id` or `team:id`."""
    role: Annotated[str, Vocab("role")]
    """What they do here."""


class Milestone(Part):
    """A point on the way."""

    kind: Annotated[str, Vocab("milestone_kind")]
    """What it is."""
    name: Name | None = None
    """What it is called here, when the kind says too little."""
    due: Day | None = None
    """By when."""
    done_on: Day | None = None
    """The day it was reached."""
    owner: OwnerRef | None = None
    """Who sees to it: `person:id` or `team:id`."""
    not_needed: Annotated[Line | None, Called("Not needed because")] = None
    """Why this project does without it. Then it is not missed."""


class Traces(Part):
    """What a requirement touches."""

    tools: tuple[ToolRef, ...] = ()
    """Tools."""
    integrations: tuple[IntegrationRef, ...] = ()
    """Integrations."""
    tokens: tuple[TokenRef, ...] = ()
    """Values for messages."""
    fields: tuple[DataFieldRef, ...] = ()
    """Fields, written `data-source.field`."""


class Requirement(Part):
    """Something that the project has to deliver."""

    id: FieldId
    """A short id, unique within the project, such as `r-01`. Never used again for something else."""
    statement: Annotated[Line, Called("What is needed")]
    """What is needed, in one sentence."""
    type: Annotated[str | None, Vocab("requirement_type")]
    """What sort of need it is."""
    side: Annotated[str | None, Vocab("joint_side")]
    """Who needs it: marketing, IT, or both."""
    priority: Annotated[str | None, Vocab("priority")]
    """How much it matters (MoSCoW)."""
    acceptance: Annotated[tuple[Line, ...] | None, Called("Acceptance criteria")]
    """How everybody can see that it is met, a sentence each. `null` while nobody knows."""
    rationale: Line | None = None
    """Why it is needed."""
    status: Annotated[str, Vocab("requirement_status")] = "draft"
    """How far it is."""
    owner: OwnerRef | None = None
    """Who sees to it: `person:id` or `team:id`."""
    verified_by: Annotated[OwnerRef | None, Called("Checked by")] = None
    """Who checks it against its acceptance criteria: `person:id` or `team:id`."""
    verified_on: Annotated[Day | None, Called("Checked on")] = None
    """The day it was checked."""
    evidence_url: Annotated[Address | None, Internal()] = None
    """Where the result of the check is kept. Only an internal site shows it."""
    traces: Annotated[Traces | None, IT, Called("What it touches")] = None
    """The tools, integrations, tokens and fields that it touches."""


class Commitment(Part):
    """People promised to a project for a quarter."""

    team: TeamRef
    """The team."""
    period: Annotated[Quarter, Called("Quarter")]
    """The quarter, as in `2027-Q1`."""
    fte: Annotated[float, Field(ge=0, le=10_000)]
    """Full-time people, on average over the quarter."""


class Budget(Part):
    """What it may cost, and what it has cost."""

    planned: Annotated[Amount | None, Called("Agreed")] = None
    """What was agreed."""
    committed: Annotated[Amount | None, Called("Ordered")] = None
    """What is ordered and not paid yet."""
    spent: Annotated[Amount | None, Called("Paid")] = None
    """What is paid."""
    currency: Currency
    """ISO 4217, as in `EUR`."""

    @property
    def used(self) -> float:
        """What is paid or ordered."""
        return (self.committed or 0) + (self.spent or 0)


class AcceptanceTest(Part):
    """The user acceptance test (UAT)."""

    owner: OwnerRef | None = None
    """Who leads it: `person:id` or `team:id`."""
    entry: Annotated[tuple[Line, ...], Called("Before it begins")] = ()
    """What has to be true before it begins."""
    exit: Annotated[tuple[Line, ...], Called("Before it is signed off")] = ()
    """What has to be true for it to be signed off."""


class PlannedChange(Part):
    """What becomes of something in the stack."""

    entity: Annotated[str, Ref(CHANGEABLE), Called("What changes")]
    """What changes, written `kind:id`, as in `tool:braze`."""
    action: Annotated[str, Vocab("change_action"), Called("What happens")]
    """What happens to it."""
    on: Day | None = None
    """The day on which it happens. Left out, the project's launch."""
    description: Annotated[Line | None, Called("What is different")] = None
    """What is different afterwards, in one sentence."""


class Risk(Part):
    """What could go wrong."""

    text: Annotated[Line, Called("What could happen")]
    """What could happen, in one sentence."""
    likelihood: Annotated[str | None, Vocab("risk_level")] = None
    """How likely it is."""
    impact: Annotated[str | None, Vocab("risk_level")] = None
    """How bad it would be."""
    mitigation: Line | None = None
    """What we do about it."""
    owner: OwnerRef | None = None
    """Who watches it: `person:id` or `team:id`."""


class Initiative(Entity):
    """A joint project of marketing and IT."""

    spec: ClassVar[KindSpec] = KindSpec(
        "initiative",
        folder="initiatives",
        singular="Initiative",
        plural="Initiatives",
        icon="material/rocket-launch-outline",
        tab="Work",
        side=Side.BUSINESS,
        about="What marketing and IT do together: why, by when, with whom, and what it changes.",
        columns=("goal", "status", "horizon", "sponsor_marketing", "sponsor_it", "end"),
        order=13,
    )

    description: Prose | None = None
    """What it is, where the goal says too little. Markdown is fine."""
    goal: Line | None
    """What is different when it is done, in one sentence."""
    why: Prose | None
    """Why we do it, and why now."""
    status: Annotated[str | None, Vocab("initiative_status")]
    """How far it is."""
    horizon: Annotated[str | None, Vocab("horizon"), Counts()] = None
    """Now, next or later."""
    tracker: Annotated[Address | None, Called("Tasks and progress"), Counts()] = None
    """Its board or epic in Jira, Asana, ClickUp or another tracker. Tasks live there, not here."""
    channels: Annotated[tuple[Line, ...], Called("Where it is talked about")] = ()
    """Where the people of the project talk, such as a chat channel."""
    sponsor_marketing: Annotated[OwnerRef | None, Section("Who does it"), Counts(3)]
    """Who answers for it in marketing: `person:id` or `team:id`."""
    sponsor_it: Annotated[OwnerRef | None, IT, Counts(3)]
    """Who answers for it in IT: `person:id` or `team:id`."""
    leader: Annotated[OwnerRef | None, Counts()] = None
    """Who leads it: `person:id` or `team:id`."""
    coordinator: Annotated[OwnerRef | None, Counts()] = None
    """Who keeps work, dates and people together: `person:id` or `team:id`."""
    team: Annotated[tuple[TeamPlace, ...], Counts()] = ()
    """Who else works on it, and as what."""
    capacity: Annotated[tuple[Commitment, ...], Called("People promised"), Counts()] = ()
    """People promised, by team and quarter."""
    rank: Annotated[int | None, Field(ge=1, le=10_000), Section("Its place in the order")] = None
    """Its place among all initiatives: 1 comes first. No two have the same."""
    score: Scoring | None = None
    """How its place was worked out."""
    revenue_value: Annotated[RevenueValue | None, FINANCE, Internal()] = None
    """What it should bring in a year. Only an internal site shows it."""
    budget: Annotated[Budget | None, FINANCE, Internal(), Counts()] = None
    """What it may cost, and what it has cost. Only an internal site shows it."""
    start: Annotated[Day | None, Section("When"), Counts()] = None
    """The day work begins."""
    end: Annotated[Day | None, Counts()] = None
    """The day the project ends."""
    milestones: Annotated[tuple[Milestone, ...], Counts(2)] = ()
    """The points on the way."""
    depends_on: Annotated[tuple[InitiativeRef, ...], Called("Waits for")] = ()
    """Initiatives that have to be launched first."""
    requirements: Annotated[tuple[Requirement, ...], Section("What it has to deliver"), Counts(2)] = ()
    """What it has to deliver, and how that is checked."""
    changes: Annotated[tuple[PlannedChange, ...], IT, Called("What it changes in the stack"), Counts()] = ()
    """What it adds to the stack, changes and retires."""
    user_insight: Annotated[Prose | None, Section("How we know it works"), Counts()] = None
    """What we know of the people who will use it, and from where."""
    beta: Prose | None = None
    """Who tries it first, when, and what they are asked."""
    uat: Annotated[AcceptanceTest | None, Called("User acceptance test"), Counts()] = None
    """How its users test it before it goes live."""
    monitoring: Annotated[Prose | None, IT, Called("After the launch"), Counts()] = None
    """What is watched after the launch, by whom, and what is improved."""
    kpis: Annotated[tuple[KpiRef, ...], BUSINESS, Counts()] = ()
    """Measures that it should move."""
    capabilities: Annotated[tuple[CapabilityRef, ...], Called("Capabilities it improves")] = ()
    """What we can do better afterwards."""
    risks: Annotated[tuple[Risk, ...], Section("Risks"), Counts()] = ()
    """What could go wrong, and what we do about it."""
