"""Decisions: what was decided, why, and what it affects."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.model.base import (
    Called,
    Counts,
    DecisionRef,
    Entity,
    KindSpec,
    OwnerRef,
    Part,
    Ref,
    Section,
    Vocab,
)
from stackbook.model.types import Day, Flag, Line, Name, Prose

AFFECTED = (
    "tool",
    "vendor",
    "integration",
    "data_source",
    "token",
    "journey",
    "term",
    "capability",
    "contract",
    "activity",
    "initiative",
    "ritual",
    "kpi",
    "team",
)
"""Kinds that a decision can affect."""


class DecisionOption(Part):
    """Something that could have been done."""

    name: Name
    """What it is called."""
    chosen: Flag = False
    """It is the one that was chosen."""
    good: tuple[Line, ...] = ()
    """What speaks for it."""
    bad: tuple[Line, ...] = ()
    """What speaks against it."""


class Decision(Entity):
    """A decision and its reasons, in the form of MADR (Markdown Architectural Decision Records)."""

    spec: ClassVar[KindSpec] = KindSpec(
        "decision",
        folder="decisions",
        singular="Decision",
        plural="Decisions",
        icon="material/gavel",
        tab="Work",
        about="What was decided, why, and what it affects.",
        columns=("status", "date", "outcome", "affects", "revisit_on"),
        order=14,
    )

    description: Prose | None = None
    """What it is about, where its name says too little. Markdown is fine."""
    status: Annotated[str | None, Vocab("decision_status")]
    """Whether it holds."""
    date: Annotated[Day | None, Called("Decided on")]
    """The day it was decided, or last changed."""
    context: Annotated[Prose | None, Section("What was decided, and why")]
    """What the question was, and what stood around it."""
    outcome: Prose | None
    """What was decided, and why."""
    drivers: tuple[Line, ...] = ()
    """What mattered."""
    options: Annotated[tuple[DecisionOption, ...], Called("What could have been done"), Counts()] = ()
    """What could have been done, and what spoke for and against it."""
    consequences: Annotated[tuple[Line, ...], Called("What follows from it"), Counts()] = ()
    """What becomes easier, and what becomes harder."""
    deciders: Annotated[tuple[OwnerRef, ...], Section("Who decided"), Counts()] = ()
    """Who decided: `person:id` or `team:id`."""
    consulted: tuple[OwnerRef, ...] = ()
    """Who was asked before."""
    informed: tuple[OwnerRef, ...] = ()
    """Who was told after."""
    affects: Annotated[tuple[Annotated[str, Ref(AFFECTED)], ...], Section("What it affects"), Counts()] = ()
    """What it is about, written `kind:id`, as in `tool:braze`."""
    supersedes: tuple[DecisionRef, ...] = ()
    """Earlier decisions that it takes the place of."""
    revisit_on: Annotated[Day | None, Called("Look at it again on"), Counts()] = None
    """The day on which to look at it again."""
