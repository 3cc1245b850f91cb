"""Contracts: what we pay for, until when, and by when it must be cancelled."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.diagnostics import Side
from stackbook.model.base import (
    BUSINESS,
    Counts,
    Entity,
    HiddenWith,
    Internal,
    KindSpec,
    Link,
    OwnerRef,
    Part,
    Ref,
    Section,
    TeamRef,
    ToolRef,
    Vocab,
)
from stackbook.model.types import Amount, Currency, Day, Duration, Flag, Line, Name


class ContractValue(Part):
    """What a contract costs."""

    amount: Amount
    """The sum for one period, without tax."""
    currency: Currency
    """ISO 4217, as in `EUR`."""
    period: Annotated[str, Vocab("cost_period")] = "year"
    """What the sum is for: a year, a quarter, a month, or the whole term (`once`)."""


class RenewalDecision(Part):
    """What was decided about the time after the contract's end."""

    outcome: Annotated[str, Vocab("renewal_outcome")]
    """What will happen."""
    on: Day | None = None
    """The day it was decided."""
    by: OwnerRef | None = None
    """Who decided: `person:id` or `team:id`."""
    reason: Line | None = None
    """Why."""


class Contract(Entity):
    """An agreement with a vendor about one or more tools."""

    spec: ClassVar[KindSpec] = KindSpec(
        "contract",
        folder="contracts",
        singular="Contract",
        plural="Contracts",
        icon="material/file-sign",
        tab="Health",
        side=Side.FINANCE,
        about="What we pay for, until when, and by when it must be cancelled.",
        columns=("vendor", "tools", "end", "auto_renew", "notice_period", "status", "owner"),
        order=11,
    )

    vendor: Annotated[Annotated[str, Ref(("vendor",))] | None, HiddenWith()]
    """The vendor it is with."""
    tools: tuple[ToolRef, ...]
    """The tools it pays for."""
    status: Annotated[str, Vocab("contract_status")] = "active"
    """Where it stands."""
    owner: Annotated[TeamRef | None, BUSINESS]
    """The team that decides about its renewal."""
    start: Annotated[Day | None, Section("Term and renewal")]
    """Its first day."""
    end: Day | None
    """Its last day, if nobody renews it."""
    auto_renew: Flag | None
    """It renews automatically unless somebody cancels it in time."""
    notice_period: Duration | None
    """How long before its end it must be cancelled, as in `P90D`. `P0D` when no notice is needed."""
    renewal_term: Annotated[Duration | None, Counts()] = None
    """How long it goes on each time it is renewed."""
    decision: Annotated[RenewalDecision | None, BUSINESS] = None
    """What was decided about the time after its end."""
    exit_terms: Line | None = None
    """What happens when it ends: how data is handed over, how long it is kept."""
    value: Annotated[ContractValue | None, Internal(), Section("Cost and volume"), Counts()] = None
    """What it costs. Only an internal site shows it."""
    cost_centre: Annotated[Name | None, Internal()] = None
    """Who pays, in the books. Only an internal site shows it."""
    pricing_metric: Annotated[Line | None, Counts()] = None
    """What the price depends on, such as `profiles` or `seats`."""
    included_volume: Annotated[float | None, Field(ge=0, le=1e15)] = None
    """How much is included, in that unit."""
    current_volume: Annotated[float | None, Field(ge=0, le=1e15)] = None
    """How much is used today, in that unit."""
    documents: Annotated[tuple[Link, ...], Internal()] = ()
    """Where the papers are kept. Only an internal site shows them."""
