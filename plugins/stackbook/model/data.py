"""Data sources and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from stackbook.model.base import (
    BUSINESS,
    IT,
    PRIVACY,
    Counts,
    DataFieldRef,
    DataSourceRef,
    Entity,
    HiddenWith,
    KindSpec,
    OwnerRef,
    Part,
    Section,
    ToolRef,
    Vocab,
)
from stackbook.model.types import (
    Address,
    DataCategory,
    DataSubject,
    Day,
    Duration,
    FieldId,
    Flag,
    Line,
    Name,
    Percent,
    Place,
)


class FillRate(Part):
    """How often a field holds something."""

    pct: Percent
    """Per cent of records with a value."""
    as_of: Day | None = None
    """The day it was counted."""


class Deprecated(Part):
    """A field that should not be used any more."""

    on: Day | None = None
    """Since when."""
    replaced_by: DataFieldRef | None = None
    """The field to use instead."""


SPECIAL_CATEGORIES = (
    "user.biometric",
    "user.authorization.biometric",
    "user.demographic.political_opinion",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.health_and_medical",
)
"""The fideslang data categories that GDPR Art. 9 protects specially, with all below them."""


class DataField(Part):
    """One field of a data source."""

    id: FieldId
    """Its id inside the data source; elsewhere it is written `data-source.field`."""
    label: Name
    """What people call it."""
    type: Annotated[str | None, Vocab("field_type"), IT]
    """What sort of value it holds."""
    classification: Annotated[str | None, Vocab("classification"), PRIVACY]
    """How carefully it must be treated."""
    description: Line | None = None
    """What it means."""
    data_categories: Annotated[tuple[DataCategory, ...], PRIVACY] = ()
    """What it says about a person: fideslang keys such as `user.contact.email`."""
    physical_name: Annotated[Name | None, IT] = None
    """Its name in the system."""
    allowed_values: tuple[Name, ...] = ()
    """The values it may hold."""
    example: Name | None = None
    """An invented value. Never a real person's."""
    fill_rate: FillRate | None = None
    """How often it holds something."""
    primary_key: Annotated[Flag, IT] = False
    """It tells one record from another."""
    special_category: Annotated[Flag, PRIVACY] = False
    """It is specially protected (GDPR Art. 9), such as health or religion."""
    system_of_record: Annotated[DataFieldRef | None, IT] = None
    """The field whose value counts when two differ."""
    derived_from: Annotated[tuple[DataFieldRef, ...], IT] = ()
    """Fields of the same tool that it is worked out from."""
    deprecated: Annotated[Deprecated | None, IT] = None
    """It should not be used any more."""

    @property
    def specially_protected(self) -> bool:
        """Whether GDPR Art. 9 protects it: as its record says, or by what it says about a person."""
        below = tuple(f"{one}." for one in SPECIAL_CATEGORIES)
        return self.special_category or any(
            one in SPECIAL_CATEGORIES or one.startswith(below) for one in self.data_categories
        )


class Refresh(Part):
    """How new the data is."""

    frequency: Annotated[str, Vocab("frequency")]
    """How often it is renewed."""
    max_age: Duration | None = None
    """How old it may be at most."""


class Retention(Part):
    """How long the data is kept."""

    period: Duration | None = None
    """How long, as in `P2Y`."""
    basis: Line | None = None
    """From when, and why."""
    deletion: Annotated[str | None, Vocab("deletion")] = None
    """How it is deleted."""


class DataSource(Entity):
    """A set of data inside a tool: a table, an object, a list, a stream of events."""

    spec: ClassVar[KindSpec] = KindSpec(
        "data_source",
        folder="data-sources",
        singular="Data source",
        plural="Data sources",
        icon="material/database-outline",
        tab="Data",
        about="Where data lives, what its fields mean and who looks after it.",
        columns=("tool", "kind", "steward", "fields", "party"),
        order=5,
    )

    tool: Annotated[ToolRef | None, HiddenWith()]
    """The tool that holds it."""
    kind: Annotated[str | None, Vocab("data_source_kind"), IT]
    """What sort of data source it is."""
    system_of_record_for: tuple[Name, ...] = ()
    """What it is the authority for, such as `customer consent`."""
    steward: Annotated[OwnerRef | None, Counts(3), Section("Who to ask")] = None
    """Who keeps it right: `person:id` or `team:id`."""
    fields: Annotated[tuple[DataField, ...], Section("Fields")]
    """What it holds."""
    identifiers: Annotated[tuple[FieldId, ...], IT, Counts(), Section("Freshness and quality")] = ()
    """The fields by which records are matched."""
    refresh: Annotated[Refresh | None, IT, Counts()] = None
    """How new it is."""
    volume: Annotated[Line | None, IT] = None
    """How much there is, such as `2.4 million customers`."""
    quality: Annotated[Line | None, BUSINESS] = None
    """What is known to be good or bad about it."""
    contract_url: Annotated[Address | None, IT] = None
    """Its data contract (an ODCS file)."""
    party: Annotated[str | None, Vocab("party"), PRIVACY, Section("Privacy"), Counts()] = None
    """Where it comes from: zero-, first-, second- or third-party."""
    subjects: Annotated[tuple[DataSubject, ...], PRIVACY, Counts()] = ()
    """Whom it is about: fideslang keys such as `customer`."""
    consent_source: Annotated[DataSourceRef | None, PRIVACY] = None
    """The data source in which consent for it is recorded."""
    retention: Annotated[Retention | None, PRIVACY, Counts()] = None
    """How long it is kept."""
    residency: Annotated[tuple[Place, ...], PRIVACY] = ()
    """Countries (or `EU`) where it is kept, when they differ from its tool's."""

    def field(self, field_id: str) -> DataField | None:
        """The field with that id."""
        return next((f for f in self.fields if f.id == field_id), None)

    @property
    def searchable(self) -> Iterator[str]:
        """Tags, aliases and the labels of its fields."""
        yield from super().searchable
        for one in self.fields:
            yield one.label
