"""Vendors and tools."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.diagnostics import Side
from stackbook.model.base import (
    BUSINESS,
    FINANCE,
    IT,
    PRIVACY,
    SECURITY,
    CapabilityRef,
    Counts,
    Entity,
    Internal,
    KindSpec,
    OwnerRef,
    Part,
    PersonRef,
    Section,
    ToolRef,
    VendorRef,
    Vocab,
)
from stackbook.model.people import Raci
from stackbook.model.types import Address, Count, Country, Day, Flag, Line, Name, Place, Score


class Certification(Part):
    """A certificate a vendor holds."""

    type: Annotated[str, Vocab("certification")]
    """Which."""
    valid_until: Day | None = None
    """Its last day."""


class ProcessingAgreement(Part):
    """The data processing agreement with a vendor (GDPR Art. 28)."""

    status: Annotated[str, Vocab("processing_agreement_status")]
    """Where it stands."""
    signed_on: Day | None = None
    """The day it was signed."""
    expires_on: Day | None = None
    """Its last day."""
    url: Annotated[Address | None, Internal()] = None
    """Where it is kept. Only an internal site shows it."""


class Vendor(Entity):
    """A company whose tools we use."""

    spec: ClassVar[KindSpec] = KindSpec(
        "vendor",
        folder="vendors",
        singular="Vendor",
        plural="Vendors",
        icon="material/office-building-outline",
        tab="Stack",
        side=Side.SECURITY,
        about="The companies behind the tools, and what we have agreed with them.",
        columns=("hq_country", "processing_agreement", "risk_tier"),
        order=4,
    )

    legal_name: Annotated[Name | None, Section("The company")] = None
    """The name in the contract."""
    hq_country: Annotated[Country | None, PRIVACY, Counts()] = None
    """Where it has its seat: ISO 3166, as in `US`."""
    website: Annotated[Address | None, BUSINESS, Counts()] = None
    """Its website."""
    trust_centre: Annotated[Address | None, Section("Security and privacy")] = None
    """Its page about security and privacy."""
    risk_tier: Annotated[str | None, Vocab("risk_tier"), Counts()] = None
    """How much depends on it."""
    certifications: tuple[Certification, ...] = ()
    """Certificates it holds."""
    processing_agreement: Annotated[ProcessingAgreement | None, PRIVACY, Counts(2)] = None
    """The data processing agreement."""
    transfer_mechanism: Annotated[str | None, Vocab("transfer_mechanism"), PRIVACY] = None
    """What allows personal data to go there."""
    subprocessors: Annotated[tuple[Name, ...], PRIVACY] = ()
    """Companies that process data for it."""


class Lifecycle(Part):
    """Where a tool stands in its life, and since when."""

    phase: Annotated[str, Vocab("lifecycle_phase")]
    """The phase it is in now."""
    plan: Day | None = None
    """Planned since."""
    phase_in: Day | None = None
    """Set-up began."""
    active: Day | None = None
    """In regular use since."""
    phase_out: Day | None = None
    """Replacement began, or will begin."""
    end_of_life: Day | None = None
    """Last day of use."""


class Access(Part):
    """How somebody gets access."""

    how: Line | None = None
    """What to do, in a sentence."""
    url: Address | None = None
    """Where to ask."""
    approver: OwnerRef | None = None
    """Who approves."""


class Approval(Part):
    """Whether the tool may be used."""

    state: Annotated[str, Vocab("approval_state")]
    """Where the approval stands."""
    by: OwnerRef | None = None
    """Who decided."""
    on: Day | None = None
    """When."""
    expires_on: Day | None = None
    """Until when."""
    conditions: Line | None = None
    """Under which conditions."""


class Environment(Part):
    """One copy of the tool."""

    name: Annotated[str, Vocab("environment")]
    """Which."""
    url: Address | None = None
    """Its address."""
    data: Annotated[str | None, Vocab("environment_data")] = None
    """What data it holds: real, masked or synthetic."""


class SingleSignOn(Part):
    """How people sign in."""

    protocol: Annotated[str, Vocab("sso_protocol")]
    """The protocol, or `none`."""
    idp: ToolRef | None = None
    """The tool that knows who somebody is."""
    mfa: Flag | None = None
    """A second factor is asked for."""
    scim: Flag | None = None
    """Accounts are opened and closed by themselves (SCIM)."""


class Users(Part):
    """How many people use it."""

    licensed: Count | None = None
    """Seats paid for."""
    active_90d: Count | None = None
    """People who signed in during 90 days."""
    as_of: Day | None = None
    """The day it was counted."""


class AiUse(Part):
    """What the vendor does with artificial intelligence."""

    uses_ai: Flag | None = None
    """The tool uses AI."""
    trains_on_our_data: Annotated[str | None, Vocab("answer")] = None
    """The vendor trains models on our data."""


class ToolCapability(Part):
    """A capability that a tool gives."""

    capability: CapabilityRef
    """What it lets us do."""
    role: Annotated[str, Vocab("capability_role")] = "primary"
    """Whether it is the tool we do it with."""


class Tool(Entity):
    """A piece of software marketing works with or depends on."""

    spec: ClassVar[KindSpec] = KindSpec(
        "tool",
        folder="tools",
        singular="Tool",
        plural="Tools",
        icon="material/puzzle-outline",
        tab="Stack",
        about="Everything we use, what it is for and who to ask.",
        columns=("category", "purpose", "business_owner", "technical_owner", "lifecycle", "criticality"),
        order=3,
    )

    vendor: VendorRef | None
    """Who makes it: a vendor's id, or `in_house`."""
    category: Annotated[str | None, Vocab("category")]
    """What sort of tool it is."""
    purpose: Line | None
    """What we use it for, in one sentence."""
    subcategories: tuple[Annotated[str, Vocab("category")], ...] = ()
    """Further categories it covers."""
    capabilities: tuple[ToolCapability, ...] = ()
    """What it lets us do."""
    lifecycle: Annotated[Lifecycle | None, IT]
    """Where it stands in its life."""
    criticality: Annotated[str | None, Vocab("criticality"), Counts()] = None
    """How bad it is when it fails."""
    audience: Annotated[str | None, Vocab("audience")] = None
    """Who uses it."""
    icon: Annotated[Name | None, IT] = None
    """The icon: a name such as `simple/mailchimp`, or a file in `stack/icons/`. Found by itself when left out."""
    business_owner: Annotated[OwnerRef | None, Section("Who to ask"), Counts(3)]
    """Who decides what it is used for: `person:id` or `team:id`."""
    technical_owner: Annotated[OwnerRef | None, IT, Counts(3)]
    """Who keeps it running: `person:id` or `team:id`."""
    data_steward: Annotated[OwnerRef | None, Counts(2)] = None
    """Who keeps its data right."""
    budget_owner: Annotated[OwnerRef | None, FINANCE] = None
    """Who pays for it."""
    support_channel: Annotated[Line | None, Counts()] = None
    """Where to ask for help."""
    raci: Raci | None = None
    """Who is responsible, accountable, consulted and informed."""
    access: Annotated[Access | None, Section("Access and sign-in"), Counts(2)] = None
    """How to get access."""
    provisioners: Annotated[tuple[PersonRef, ...], IT, Counts()] = ()
    """People who can give access."""
    deprovisioners: Annotated[tuple[PersonRef, ...], IT, Counts()] = ()
    """People who can take access away."""
    sso: Annotated[SingleSignOn | None, SECURITY, Counts()] = None
    """How people sign in."""
    users: Annotated[Users | None, BUSINESS] = None
    """How many people use it."""
    training: Address | None = None
    """Where to learn it."""
    hosting: Annotated[str | None, Vocab("hosting"), IT, Section("How it is run"), Counts()] = None
    """How it is run."""
    environments: Annotated[tuple[Environment, ...], IT] = ()
    """Its copies, such as production and sandbox."""
    data_residency: Annotated[tuple[Place, ...], PRIVACY, Counts()] = ()
    """Countries (or `EU`) where its data is kept."""
    runbook: Annotated[Address | None, IT] = None
    """What to do when it fails."""
    status_page: Annotated[Address | None, IT] = None
    """Where the vendor says whether it works."""
    replaces: Annotated[tuple[ToolRef, ...], IT] = ()
    """Tools it takes the place of."""
    replaced_by: Annotated[ToolRef | None, IT] = None
    """The tool that takes its place."""
    approval: Annotated[Approval | None, SECURITY, Section("Security and fit"), Counts()] = None
    """Whether it may be used."""
    classification_approved: Annotated[str | None, Vocab("classification"), SECURITY, Counts()] = None
    """The highest class of data it may hold."""
    responsibility: Annotated[str | None, Vocab("responsibility"), PRIVACY] = None
    """The vendor's part in protecting personal data."""
    ai_use: Annotated[AiUse | None, PRIVACY] = None
    """What the vendor does with AI."""
    accessibility: Annotated[Line | None, IT] = None
    """How well it works for people with disabilities, such as its conformance report."""
    functional_fit: Annotated[Score | None, BUSINESS] = None
    """How well it does the job: 1 (poorly) to 4 (very well)."""
    technical_fit: Annotated[Score | None, IT] = None
    """How well it fits our technology: 1 (poorly) to 4 (very well)."""

    @property
    def active(self) -> bool:
        """Whether people use it today: phasing in, active or phasing out."""
        return self.lifecycle is not None and self.lifecycle.phase in ("phase_in", "active", "phase_out")
