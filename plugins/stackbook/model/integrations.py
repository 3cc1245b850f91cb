"""Integrations: what flows from one tool to another."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.diagnostics import Side
from stackbook.model.base import (
    BUSINESS,
    PRIVACY,
    SECURITY,
    ActivityRef,
    Counts,
    DataFieldRef,
    Entity,
    HiddenWith,
    Internal,
    KindSpec,
    OwnerRef,
    Part,
    Section,
    TeamRef,
    ToolRef,
    Vocab,
)
from stackbook.model.types import Address, Country, Day, Duration, Line, Name


class Transform(Part):
    """What happens to a value on its way."""

    type: Annotated[str | None, Vocab("transform_type")] = None
    """What sort of change it is."""
    description: Line | None = None
    """The change in words."""
    masking: Annotated[str | None, Vocab("masking")] = None
    """How it is hidden."""


class FieldMapping(Part):
    """One field carried by an integration."""

    from_: Annotated[DataFieldRef, Field(alias="from")]
    """The field it comes from: `data-source.field`."""
    to: DataFieldRef
    """The field it is written to: `data-source.field`."""
    transform: Transform | None = None
    """What happens to it on the way."""
    update: Annotated[str | None, Vocab("update_rule")] = None
    """When it is written."""


class Auth(Part):
    """How the systems sign in to each other. Never write a password or key here."""

    method: Annotated[str, Vocab("auth_method")]
    """The method."""
    account: Annotated[Name | None, Internal()] = None
    """The name of the technical account. Only an internal site shows it."""
    rotate_every: Duration | None = None
    """How often the secret is changed."""
    last_rotated: Day | None = None
    """When it was changed last."""


class Dates(Part):
    """When an integration is live."""

    live_from: Day | None = None
    """Its first day."""
    live_until: Day | None = None
    """Its last day."""


class Health(Part):
    """Whether it works."""

    state: Annotated[str, Vocab("health")]
    """How it does."""
    checked_on: Day | None = None
    """When somebody looked."""


class Transfer(Part):
    """Personal data that leaves its region."""

    countries: tuple[Country, ...] = ()
    """Countries it goes to: ISO 3166."""
    mechanism: Annotated[str | None, Vocab("transfer_mechanism")] = None
    """What allows it."""
    assessment_url: Annotated[Address | None, Internal()] = None
    """The transfer impact assessment. Only an internal site shows it."""


class Integration(Entity):
    """Data that flows from one tool to another."""

    spec: ClassVar[KindSpec] = KindSpec(
        "integration",
        folder="integrations",
        singular="Integration",
        plural="Integrations",
        icon="material/transit-connection-variant",
        tab="Stack",
        side=Side.IT,
        about="What flows from where to where, how, and how often.",
        columns=("from", "to", "purpose", "pattern", "frequency", "status"),
        order=6,
    )

    from_: Annotated[ToolRef, HiddenWith(), Field(alias="from")]
    """The tool the data comes from."""
    to: Annotated[ToolRef, HiddenWith()]
    """The tool the data goes to."""
    via: ToolRef | None = None
    """A tool in between, such as an integration platform."""
    purpose: Annotated[Line | None, BUSINESS]
    """What it is for, in one sentence."""
    status: Annotated[str | None, Vocab("integration_status")]
    """Whether data flows."""
    criticality: Annotated[str | None, Vocab("criticality"), Counts()] = None
    """How bad it is when it fails."""
    owner: Annotated[TeamRef | None, Section("Who to ask"), Counts(3)]
    """The team that answers for it."""
    on_call: OwnerRef | None = None
    """Who is called when it breaks."""
    error_channel: Annotated[Line | None, Counts()] = None
    """Where errors show up."""
    runbook: Annotated[Address | None, Counts()] = None
    """What to do when it breaks."""
    fallback_plan: Annotated[Line | None, BUSINESS] = None
    """How work goes on meanwhile."""
    direction: Annotated[str | None, Vocab("direction"), Section("How it works")]
    """One way or both."""
    pattern: Annotated[str | None, Vocab("pattern")]
    """How the data travels."""
    frequency: Annotated[str | None, Vocab("frequency")]
    """How often."""
    trigger: Annotated[str | None, Vocab("trigger")] = None
    """What starts it."""
    initiated_by: Annotated[str | None, Vocab("initiated_by")] = None
    """Which side starts the call."""
    max_latency: Annotated[Duration | None, Counts()] = None
    """How late the data may be at most, as in `PT15M`."""
    sync_mode: Annotated[str | None, Vocab("sync_mode")] = None
    """What is written each time."""
    match_keys: tuple[Name, ...] = ()
    """How records on both sides find each other."""
    delete_handling: Annotated[str | None, Vocab("delete_handling"), PRIVACY] = None
    """What happens to records deleted at the source."""
    conflict_rule: Annotated[str | None, Vocab("conflict_rule")] = None
    """Who wins when both sides changed. Needed when it goes both ways."""
    protocol: Name | None = None
    """Such as `HTTPS` or `SFTP`."""
    format: Name | None = None
    """Such as `JSON` or `CSV`."""
    volume: Line | None = None
    """How much, such as `40,000 orders a day`."""
    fields: Annotated[tuple[FieldMapping, ...], Section("Fields it carries")] = ()
    """Which field goes where."""
    auth: Annotated[Auth | None, SECURITY, Section("Keeping it running"), Counts()] = None
    """How the systems sign in to each other."""
    dates: Dates | None = None
    """When it is live."""
    health: Annotated[Health | None, Counts()] = None
    """Whether it works."""
    monitoring: Address | None = None
    """Where to watch it."""
    environments: tuple[Annotated[str, Vocab("environment")], ...] = ()
    """The environments it runs in."""
    activities: Annotated[tuple[ActivityRef, ...], PRIVACY, Section("Privacy")] = ()
    """The processing activities it belongs to. Left out, those that name both its tools."""
    transfer: Annotated[Transfer | None, PRIVACY] = None
    """Personal data that leaves its region."""

    @property
    def live(self) -> bool:
        """Whether data flows today."""
        return self.status in ("active", "planned_disconnect")
