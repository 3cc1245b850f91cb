"""Teams and the people in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.model.base import (
    Called,
    Counts,
    Entity,
    Internal,
    KindSpec,
    Part,
    PersonRef,
    Ref,
    Section,
    TeamRef,
    Vocab,
)
from stackbook.model.types import Address, Day, Flag, Line, Mailbox, Name, Quarter


class Member(Part):
    """A person's place in a team."""

    person: PersonRef
    """Who."""
    role: Annotated[str, Vocab("role")]
    """What they do there."""
    from_: Annotated[Day | None, Field(alias="from")] = None
    """Their first day in the role."""
    to: Day | None = None
    """Their last day in the role."""
    replaced_by: PersonRef | None = None
    """Who took over."""


class Capacity(Part):
    """How many people a team has for a period."""

    period: Annotated[Quarter, Called("Quarter")]
    """The quarter, as in `2026-Q4`."""
    fte_available: Annotated[float, Field(ge=0, le=10_000)]
    """Full-time people available."""


class Team(Entity):
    """People who work together and own things together."""

    spec: ClassVar[KindSpec] = KindSpec(
        "team",
        folder="teams",
        singular="Team",
        plural="Teams",
        icon="material/account-group",
        tab="People",
        about="Who works together, what they own and how to reach them.",
        columns=("kind", "parent", "channel", "email"),
        order=1,
    )

    kind: Annotated[str | None, Vocab("team_kind"), Section("How to reach them")]
    """What sort of team it is."""
    channel: Annotated[Line | None, Counts()] = None
    """Where to ask, such as a chat channel."""
    email: Annotated[Mailbox | None, Counts()] = None
    """A shared mailbox, not a person's."""
    parent: Annotated[TeamRef | None, Section("Where it belongs")] = None
    """The team it is part of."""
    members: Annotated[tuple[Member, ...], Counts()] = ()
    """Who is in it, and in which role."""
    capacity: tuple[Capacity, ...] = ()
    """Full-time people available, by period."""


class Person(Entity):
    """Somebody to ask. Shown by role unless `public` is true."""

    spec: ClassVar[KindSpec] = KindSpec(
        "person",
        folder="people",
        singular="Person",
        plural="People",
        icon="material/account",
        tab="People",
        about="Who to ask, and what they look after.",
        columns=("role", "team"),
        order=2,
    )

    name: Annotated[Name | None, Internal(), Section("Who it is")] = None  # type: ignore[assignment]  # the one kind that may go without a name
    """Their name. Only an internal site shows it, unless `public` is true."""
    title: Name | None = None
    """Their job title, such as `Head of CRM`. Shown when the name is not."""
    role: Annotated[str | None, Vocab("role")]
    """What they do."""
    team: TeamRef | None
    """The team they belong to."""
    email: Annotated[Mailbox | None, Internal()] = None
    """Their address. Only an internal site shows it, unless `public` is true."""
    profile: Annotated[Address | None, Internal()] = None
    """Their page in the company's directory. Only an internal site shows it, unless `public` is true."""
    public: Flag = False
    """They agreed to be named on a public site."""
    from_: Annotated[Day | None, Field(alias="from")] = None
    """Their first day."""
    to: Day | None = None
    """Their last day."""

    @property
    def display_name(self) -> str:
        """Their name, or their title, or what their id says."""
        return self.name or self.title or self.id.replace("-", " ").capitalize()


class Raci(Part):
    """Who does what for a tool: RACI (responsible, accountable, consulted, informed)."""

    responsible: tuple[Annotated[str, Ref(("person", "team"))], ...] = ()
    """Who does the work."""
    accountable: tuple[Annotated[str, Ref(("person", "team"))], ...] = ()
    """Who answers for it: exactly one."""
    consulted: tuple[Annotated[str, Ref(("person", "team"))], ...] = ()
    """Who is asked before."""
    informed: tuple[Annotated[str, Ref(("person", "team"))], ...] = ()
    """Who is told after."""

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The four letters with their people."""
        yield from (
            ("Responsible", self.responsible),
            ("Accountable", self.accountable),
            ("Consulted", self.consulted),
            ("Informed", self.informed),
        )
