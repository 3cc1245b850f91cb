"""Tokens: the values that a message can be personalised with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.model.base import (
    IT,
    PRIVACY,
    AllOrNone,
    Counts,
    DataFieldRef,
    Entity,
    HiddenWith,
    IntegrationRef,
    JourneyRef,
    KindSpec,
    Part,
    Section,
    TeamRef,
    ToolRef,
    Vocab,
)
from stackbook.model.data import FillRate
from stackbook.model.types import Address, DataUse, Day, Duration, Line, Name, Place

SEEN_BY_OTHERS = ("email_subject", "email_preheader", "push")
"""Channels that others can read over somebody's shoulder or on a locked phone."""


class Fallback(Part):
    """What a customer sees when there is no value."""

    strategy: Annotated[str | None, Vocab("fallback_strategy")]
    """What happens then."""
    value: Line | None = None
    """What is shown instead: the text of the default, or the other field's name."""


class TokenFillRate(FillRate):
    """How often a token holds something."""

    population: Name | None = None
    """Among whom it was counted, such as `newsletter subscribers`."""


class Use(Part):
    """A message or page that uses a token."""

    name: Name
    """What the message or page is called."""
    channels: tuple[Annotated[str, Vocab("channels")], ...] = ()
    """Where in it the token stands."""
    journey: JourneyRef | None = None
    """The journey it is sent in."""
    step: Annotated[int | None, Field(ge=1, le=1000)] = None
    """The number of the journey's step that sends it, counted from 1. Left out, the last one counts."""
    data_use: Annotated[DataUse | None, PRIVACY] = None
    """What the value is used for there: a fideslang key such as `marketing.advertising`."""
    url: Address | None = None
    """Where it can be seen."""


class Token(Entity):
    """A value that a marketer can put into a message."""

    spec: ClassVar[KindSpec] = KindSpec(
        "token",
        folder="tokens",
        singular="Token",
        plural="Tokens",
        icon="material/code-braces",
        tab="Data",
        about="The values that messages can be personalised with.",
        columns=("label", "tool", "syntax", "source_field", "status"),
        order=7,
    )

    label: Name | None
    """What marketers call the value, such as `First name`. The same value has the same label in every tool."""
    tool: Annotated[ToolRef | None, HiddenWith()]
    """The tool that sends the message."""
    kind: Annotated[str | None, Vocab("token_kind"), Counts()] = None
    """What sort of token it is."""
    status: Annotated[str, Vocab("token_status")] = "available"
    """Whether it may be used."""
    syntax: Annotated[Line | None, Section("In the message")]
    """What is pasted into the message, letter by letter."""
    example: Name | None = None
    """What a customer might read there. Invented, never a real person's."""
    type: Annotated[str | None, Vocab("field_type")] = None
    """What sort of value it is."""
    format: Name | None = None
    """How it is written, such as `1,250` or `7 March 2026`."""
    locales: tuple[Name, ...] = ()
    """The languages it is there for, such as `de` or `en-GB`; left out, it is for all."""
    fallback: Annotated[Fallback | None, Section("When it is empty")]
    """What a customer sees when there is no value."""
    fill_rate: Annotated[TokenFillRate | None, Counts()] = None
    """How often it holds something."""
    source_field: Annotated[DataFieldRef | None, IT, Section("Where it comes from")]
    """The field whose value it is, where the value is looked after: `data-source.field`."""
    tool_field: Annotated[DataFieldRef | None, IT] = None
    """The field in the sending tool that it reads. Needed only when the value arrives in more than one."""
    key_field: Annotated[DataFieldRef | None, IT] = None
    """For a lookup or a catalogue: the field in the sending tool by whose value the right row is found."""
    path: Annotated[tuple[IntegrationRef, ...] | None, IT, AllOrNone()] = None
    """The integrations that bring the value, in their order. Needed only when there is more than one way."""
    resolved_at: Annotated[str | None, Vocab("resolved_at"), Section("How fresh it is")]
    """The moment at which the tool reads the value."""
    kept_for: Duration | None = None
    """How long after that moment a message may still show it, when no journey in `used_in` says so."""
    max_age: Duration | None = None
    """A promise: it is never older than this. The way it comes is checked against it."""
    channels: Annotated[tuple[Annotated[str, Vocab("channels")], ...], Section("Where it may be used")] = ()
    """Where it works; left out, it works everywhere that `not_in` does not name."""
    not_in: tuple[Annotated[str, Vocab("channels")], ...] = ()
    """Where it does not work or must not stand."""
    consent_required: Annotated[tuple[Annotated[str, Vocab("consent")], ...], PRIVACY, Counts()] = ()
    """The consent a customer must have given; `none` when it needs none."""
    sensitive_display: Annotated[str | None, Vocab("sensitive_display"), PRIVACY] = None
    """Whether it may be shown."""
    allowed_uses: Annotated[tuple[DataUse, ...], PRIVACY] = ()
    """What it may be used for: fideslang keys such as `marketing.communications.email`."""
    restricted_regions: Annotated[tuple[Place, ...], PRIVACY] = ()
    """Countries (or `EU`) where it must not be used."""
    used_in: tuple[Use, ...] = ()
    """The messages and pages that use it."""
    owner: Annotated[TeamRef | None, Section("Who to ask")]
    """The team that answers for it."""
    verified_on: Day | None = None
    """The day somebody last saw it work in a message."""

    @property
    def searchable(self) -> Iterator[str]:
        """Tags, aliases, the label and the literal syntax."""
        yield from super().searchable
        yield from (word for word in (self.label, self.syntax) if word)
