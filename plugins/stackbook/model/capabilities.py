"""Capabilities: what the company must be able to do, whichever tool does it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.model.base import CapabilityRef, Counts, Entity, KindSpec, Section, Vocab
from stackbook.model.types import Maturity


class Capability(Entity):
    """Something the company must be able to do, such as sending order confirmations."""

    spec: ClassVar[KindSpec] = KindSpec(
        "capability",
        folder="capabilities",
        singular="Capability",
        plural="Capabilities",
        icon="material/star-check-outline",
        tab="Stack",
        about="What we must be able to do, and the tools that do it.",
        columns=("parent", "importance", "maturity_current", "maturity_target", "owner"),
        order=10,
    )

    parent: CapabilityRef | None = None
    """The wider capability that it belongs to."""
    importance: Annotated[str | None, Vocab("criticality"), Counts()] = None
    """How bad it is when we cannot do it."""
    maturity_current: Annotated[Maturity | None, Section("How well we do it"), Counts()] = None
    """How well we do it today: 1 (hardly) to 5 (as well as anybody)."""
    maturity_target: Maturity | None = None
    """How well we want to do it: 1 to 5."""
    gap: tuple[Annotated[str, Vocab("capability_gap")], ...] = ()
    """What is missing."""
