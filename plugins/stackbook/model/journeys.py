"""Journeys: named walks over integrations."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.model.base import (
    Called,
    Counts,
    Entity,
    IntegrationRef,
    KindSpec,
    KpiRef,
    Part,
    Section,
    TeamRef,
    ToolRef,
)
from stackbook.model.types import Duration, Line


class JourneyStep(Part):
    """One step of a journey."""

    integration: IntegrationRef | None = None
    """The integration that carries it to the next tool."""
    tool: ToolRef | None = None
    """The tool in which it happens, when nothing is carried."""
    description: Line | None = None
    """What happens, in one sentence."""
    wait: Duration | None = None
    """How long at most before this step begins, as in `P3D`."""


class Journey(Entity):
    """What a customer goes through, step by step, and the integrations that make it work."""

    spec: ClassVar[KindSpec] = KindSpec(
        "journey",
        folder="journeys",
        singular="Journey",
        plural="Journeys",
        icon="material/map-marker-path",
        tab="Data",
        about="What happens from a first event to a message, step by step.",
        columns=("audience", "steps", "owner"),
        order=8,
    )

    audience: Annotated[Line | None, Called("Who goes through it")]
    """Who goes through it."""
    steps: Annotated[tuple[JourneyStep, ...], Section("Steps")]
    """What happens, in its order."""
    owner: Annotated[TeamRef | None, Section("Who to ask"), Counts()] = None
    """The team that runs it."""
    kpis: tuple[KpiRef, ...] = ()
    """Measures that it should move."""
