"""Processing activities: what is done with personal data, and on what ground (GDPR Art. 30)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from stackbook.diagnostics import Side
from stackbook.model.base import (
    SECURITY,
    Counts,
    DataSourceRef,
    Entity,
    Internal,
    KindSpec,
    Part,
    Ref,
    Section,
    ToolRef,
    Vocab,
)
from stackbook.model.data import Retention
from stackbook.model.organisation import Controller
from stackbook.model.types import Address, Country, DataCategory, DataSubject, DataUse, Day, Flag, Line


class Recipient(Part):
    """Who receives personal data."""

    name: Line
    """Who: a sort of recipient, such as `parcel services`, or a company."""
    vendor: Annotated[str, Ref(("vendor",))] | None = None
    """The same as a vendor's id, when it is one."""


class ActivityTransfer(Part):
    """Personal data that goes to a country outside the home region."""

    country: Country
    """Where it goes: ISO 3166, as in `US`."""
    mechanism: Annotated[str | None, Vocab("transfer_mechanism")] = None
    """What allows it."""
    assessment_url: Annotated[Address | None, Internal()] = None
    """The transfer impact assessment. Only an internal site shows it."""


class ImpactAssessment(Part):
    """The data protection impact assessment (GDPR Art. 35)."""

    status: Annotated[str, Vocab("dpia_status")]
    """Where it stands."""
    on: Day | None = None
    """The day it was completed."""
    url: Annotated[Address | None, Internal()] = None
    """Where it is kept. Only an internal site shows it."""


class Activity(Entity):
    """Something that is done with personal data for one purpose."""

    spec: ClassVar[KindSpec] = KindSpec(
        "activity",
        folder="activities",
        singular="Processing activity",
        plural="Processing activities",
        icon="material/clipboard-list-outline",
        tab="Data",
        side=Side.PRIVACY,
        about="What we do with personal data, why, and on what ground.",
        columns=("purpose", "lawful_basis", "data_subjects", "tools", "retention", "owner"),
        order=12,
    )

    purpose: Line | None
    """Why personal data is used, in one sentence a customer understands."""
    data_use: DataUse | None
    """What it is used for: a fideslang key such as `marketing.communications.email`."""
    lawful_basis: Annotated[str | None, Vocab("lawful_basis")]
    """What allows it (GDPR Art. 6)."""
    data_subjects: Annotated[tuple[DataSubject, ...] | None, Section("Whose data, and which")]
    """Whose data it is: fideslang keys such as `customer`."""
    data_categories: tuple[DataCategory, ...] | None
    """Which data: fideslang keys such as `user.contact.email`. A wider key covers those below it."""
    special_category_basis: Annotated[str | None, Vocab("special_category_basis")] = None
    """What allows specially protected data, such as health (GDPR Art. 9)."""
    profiling: Flag | None = None
    """People are assessed automatically, such as by a score."""
    tools: Annotated[tuple[ToolRef, ...] | None, Section("Where it happens")]
    """The tools in which it happens."""
    data_sources: tuple[DataSourceRef, ...] = ()
    """The data sources it uses. Left out, only what flows between its tools is looked at."""
    recipients: Annotated[tuple[Recipient, ...], Counts()] = ()
    """Who receives the data, outside the company or in other parts of it."""
    transfers: tuple[ActivityTransfer, ...] = ()
    """Countries outside the home region to which it goes."""
    retention: Annotated[Retention | None, Section("How it is protected")]
    """How long the data is kept, and how it is deleted."""
    security_measures: Annotated[tuple[Line, ...], SECURITY, Counts()] = ()
    """How it is kept safe (GDPR Art. 32)."""
    dpia: Annotated[ImpactAssessment | None, Counts()] = None
    """The data protection impact assessment."""
    legitimate_interest_assessment_url: Annotated[Address | None, Internal()] = None
    """Where our interest was weighed against people's. Only an internal site shows it."""
    legitimate_interest_assessed_on: Day | None = None
    """The day on which it was weighed."""
    consent_mechanism: Annotated[Line | None, Section("What people are told")] = None
    """How people agree, and how they take it back."""
    privacy_notice_url: Annotated[Address | None, Counts()] = None
    """Where people can read about it."""
    rights_process_url: Address | None = None
    """How somebody sees, corrects or deletes their data."""
    controller: Annotated[Controller | None, Section("Who answers for it")] = None
    """Who answers for it, when that is not the organisation of `stack.yml`."""
    joint_controllers: tuple[Controller, ...] = ()
    """Who else answers for it (GDPR Art. 26)."""
