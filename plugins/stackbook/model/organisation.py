"""The organisation: what belongs to the whole stack and stands in ``stack/stack.yml``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.diagnostics import Side
from stackbook.model.base import IT, PRIVACY, Entity, KindSpec, Part, Section, TeamRef, Vocab
from stackbook.model.types import Address, Flag, Line, Name, Percent, Place


class Controller(Part):
    """The company that answers for personal data (GDPR Art. 4)."""

    name: Name
    """Its legal name."""
    address: Line | None = None
    """Where it has its seat."""
    contact: Address | None = None
    """Where people write about their data: a page, or `mailto:` and a mailbox."""


class ExtraValue(Part):
    """A word of your own for a vocabulary."""

    value: Name
    """What is written in the YAML: small letters and underscores."""
    label: Name | None = None
    """What people read."""
    description: Line | None = None
    """What it means."""
    group: Name | None = None
    """The group it is listed under (categories only)."""
    replaced_by: Name | None = None
    """Marks the word as deprecated and names the one to use instead."""


class Thresholds(Part):
    """Where rules begin to speak."""

    completeness: Percent = 40
    """A record less complete than this, in per cent, is reported."""
    access_people: Annotated[int, Field(ge=0, le=20)] = 2
    """How many people at least must be able to give, and to take away, access to a tool."""
    critical_tools_per_person: Annotated[int, Field(ge=1, le=1000)] = 5
    """How many critical tools one person may own before it is worth a hint."""
    fill_rate: Percent = 80
    """A token that is filled less often than this, in per cent, needs a default that nobody takes for a value."""

    cancel_within_days: Annotated[int, Field(ge=1, le=730)] = 90
    """So many days before a contract must be cancelled somebody should have decided about it."""
    seats_in_use: Percent = 60
    """A tool with fewer active users among the seats paid for, in per cent, is reported."""
    dpia_months: Annotated[int, Field(ge=1, le=240)] = 24
    """After so many months an impact assessment of high-risk processing counts as out of date."""
    overlap_tools: Annotated[int, Field(ge=2, le=100)] = 2
    """So many tools in use for one capability or in one category count as an overlap."""


class GlossaryLinks(Part):
    """What the site does with the terms of the glossary."""

    link_terms: Flag = True
    """Whether the first use of a term on a page leads to what it means."""


class Organisation(Entity):
    """The company whose stack this is."""

    spec: ClassVar[KindSpec] = KindSpec(
        "organisation",
        folder="",
        singular="Organisation",
        plural="Organisation",
        icon="material/domain",
        tab="Home",
        side=Side.BUSINESS,
        about="The company whose stack this is.",
        order=0,
    )

    controller: Annotated[Controller | None, PRIVACY, Section("Data protection")] = None
    """Who answers for personal data."""
    representative: Annotated[Controller | None, PRIVACY] = None
    """Who stands for it in the European Union, when it has no seat there (GDPR Art. 27)."""
    data_protection_officer: Annotated[TeamRef | None, PRIVACY] = None
    """The team to write to about data protection."""
    home_region: Annotated[tuple[Place, ...], PRIVACY] = ()
    """Countries (or `EU`) where data may stay without further agreements."""
    vocabulary: Annotated[dict[str, tuple[ExtraValue, ...]], Section("Words and rules")] = Field(default_factory=dict)
    """Words of your own, by vocabulary."""
    glossary: GlossaryLinks = Field(default_factory=GlossaryLinks)
    """What the site does with the terms of the glossary."""
    thresholds: Annotated[Thresholds, IT] = Field(default_factory=Thresholds)
    """Where rules begin to speak."""
    severities: Annotated[dict[Name, Annotated[str, Vocab("rule_severity")]], IT] = Field(default_factory=dict)
    """How much a rule matters here, by its code: `error`, `warning`, `hint`, or `off`."""
