"""Rules of an organisation's own: conditions that its records must meet. Nothing in them is ever run as code."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from stackbook.model.base import Condition, Entity, Internal, KindKey, KindSpec, Section, Vocab
from stackbook.model.types import Line

Conditions = dict[str, Annotated[Any, Condition()]]
"""Keys, dotted for parts and for other records, with what they must hold (see the package `asking`)."""


class OwnRule(Entity):
    """Something that must hold for all records of a kind, or for some of them."""

    spec: ClassVar[KindSpec] = KindSpec(
        "rule",
        folder="rules",
        singular="Own rule",
        plural="Own rules",
        icon="material/gavel",
        tab="Health",
        about="What we want of our own records, beside the rules that everybody has.",
        columns=("kind", "severity", "side"),
        order=20,
    )

    kind: KindKey
    """Which records it is about."""
    message: Line
    """What is wrong when they do not meet it. `{name}` stands for the record's name."""
    severity: Annotated[str, Vocab("severity")] = "warning"
    """How much it matters: an error fails the check."""
    side: Annotated[str, Vocab("side")] = "business"
    """Who answers."""
    why: Line | None = None
    """Why it matters."""
    fix: Line | None = None
    """What to do about it."""
    where: Annotated[Conditions, Internal(), Section("Conditions")] = Field(default_factory=dict)
    """Which of them are looked at: keys and what they hold. Left out, all are. Only an internal site shows it."""
    must: Annotated[Conditions, Internal()]
    """What must hold for each of them, written in the same way. Only an internal site shows it."""
