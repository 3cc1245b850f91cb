"""Measures: KPIs with their readings, and scorecards that keep one score for marketing and one for IT."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.model.base import Called, Counts, Entity, KindSpec, Part, Ref, Section, TeamRef, Vocab
from stackbook.model.types import Count, Day, Duration, FieldId, Line, Name, Number, Prose


class Reading(Part):
    """What a measure was on a day."""

    on: Day
    """The day, or the last day of the time that was measured."""
    value: Annotated[Number, Called("Value")]
    """The value, in the measure's unit."""
    note: Line | None = None
    """What has to be known about it."""


class Band(Part):
    """The range in which a measure should stay."""

    low: Annotated[Number, Called("Least")]
    """The least."""
    high: Annotated[Number, Called("Most")]
    """The most."""


class Kpi(Entity):
    """A measure, defined once for both sides."""

    spec: ClassVar[KindSpec] = KindSpec(
        "kpi",
        folder="kpis",
        singular="KPI",
        plural="KPIs",
        icon="material/chart-line",
        tab="Health",
        about="What we measure together: what it means, where it comes from, and where it stands.",
        columns=("definition", "unit", "side", "target", "owner"),
        order=17,
    )

    description: Prose | None = None
    """Anything beyond its definition. Markdown is fine."""
    definition: Annotated[Line | None, Called("What it says")]
    """What it says, in one sentence that both sides would sign."""
    unit: Name | None
    """What it is counted in, such as `%`, `days` or `EUR`."""
    direction: Annotated[str | None, Vocab("kpi_direction"), Called("Which way is better")]
    """Which way is better."""
    side: Annotated[str | None, Vocab("joint_side"), Called("Whose measure it is")]
    """Who is measured by it: marketing, IT, or both."""
    owner: Annotated[TeamRef | None, Called("Who measures it")]
    """The team that measures it."""
    formula: Annotated[Line | None, Section("How it is measured"), Counts()] = None
    """How it is worked out."""
    source: Annotated[Annotated[str, Ref(("data_source", "tool"))] | None, Called("Measured in"), Counts()] = None
    """Where the numbers come from, written `kind:id`, as in `tool:tableau`."""
    cadence: Annotated[Duration | None, Called("How often"), Counts()] = None
    """How often it is measured, as in `P1M`."""
    baseline: Number | None = None
    """What it was when we began."""
    target: Annotated[Number | None, Counts()] = None
    """What it should be. For a range, use `band`."""
    band: Annotated[Band | None, Called("Target range")] = None
    """The range in which it should stay."""
    readings: Annotated[tuple[Reading, ...], Section("Where it stands"), Counts()] = ()
    """What it was, day by day."""


class Dimension(Part):
    """One question of a scorecard, answered by both sides."""

    id: FieldId
    """A short id that stays the same from scorecard to scorecard, such as `shared_roadmap`."""
    name: Name | None = None
    """What people call it."""
    question: Line
    """What both sides are asked."""
    marketing: Number | None = None
    """Marketing's answer: the mean of its people."""
    it: Annotated[Number | None, Called("IT")] = None
    """IT's answer: the mean of its people."""
    respondents: Count | None = None
    """How many people answered."""
    evidence: Line | None = None
    """What the answers rest on."""


class Scorecard(Entity):
    """How well marketing and IT work together, as each side sees it."""

    spec: ClassVar[KindSpec] = KindSpec(
        "scorecard",
        folder="scorecards",
        singular="Scorecard",
        plural="Scorecards",
        icon="material/scale-balance",
        tab="Health",
        about="How well marketing and IT work together, as each side sees it.",
        columns=("date", "scale", "owner"),
        order=18,
    )

    description: Prose | None = None
    """How people were asked, and what came of it. Markdown is fine."""
    date: Annotated[Day | None, Called("Asked on")]
    """The day on which both sides were asked."""
    scale: Annotated[int | None, Field(ge=2, le=100), Called("Best score")]
    """The best score; the worst is 1. Most use 5."""
    dimensions: tuple[Dimension, ...]
    """The questions, with both sides' answers."""
