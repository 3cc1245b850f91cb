"""Rituals: the regular meetings that keep marketing and IT together."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.model.base import Called, Counts, Entity, Internal, KindSpec, OwnerRef, Section, TeamRef, Vocab
from stackbook.model.types import Address, Day, Duration, Line


class Ritual(Entity):
    """A meeting that comes back."""

    spec: ClassVar[KindSpec] = KindSpec(
        "ritual",
        folder="rituals",
        singular="Ritual",
        plural="Rituals",
        icon="material/calendar-sync-outline",
        tab="People",
        about="The meetings that come back: what for, who comes, and when next.",
        columns=("type", "cadence", "owner", "attendees", "last_held"),
        order=16,
    )

    type: Annotated[str | None, Vocab("ritual_type")]
    """What sort of meeting it is."""
    cadence: Annotated[Duration | None, Called("How often")]
    """How often, as in `P2W` or `P1M`."""
    owner: Annotated[TeamRef | None, Called("Who runs it")]
    """The team that runs it."""
    attendees: Annotated[tuple[OwnerRef, ...], Counts()] = ()
    """Who comes: `person:id` or `team:id`."""
    length: Annotated[Duration | None, Called("How long")] = None
    """How long it takes, as in `PT1H`."""
    channel: Line | None = None
    """Where it is held or talked about."""
    last_held: Annotated[Day | None, Section("When"), Counts()] = None
    """The day it was last held."""
    next_on: Annotated[Day | None, Called("Next on")] = None
    """The next time, where it does not simply follow from the last one."""
    agenda: Annotated[tuple[Line, ...], Section("What happens"), Counts()] = ()
    """What is talked about, in its order."""
    inputs: Annotated[tuple[Line, ...], Called("What people bring")] = ()
    """What has to be ready before."""
    outputs: Annotated[tuple[Line, ...], Called("What comes out")] = ()
    """What there is afterwards."""
    notes_url: Annotated[Address | None, Internal(), Called("Minutes")] = None
    """Where the minutes are kept. Only an internal site shows it."""
