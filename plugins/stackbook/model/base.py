"""What every kind shares: the header, the markers on fields, and the registry of kinds.

A kind is one class. Its attributes carry names and types; their docstrings are the
field reference, the editor's hover text and the form's help; markers in `Annotated`
say who answers, what is internal, what counts for completeness and where a new
section of the page begins. Everything else is derived from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from stackbook.diagnostics import Side
from stackbook.model.types import Address, Count, Day, Duration, Line, Name, Prose, Slug
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Answers:
    """Marks who answers for a field. Without it the kind's own side does."""

    side: Side


IT = Answers(Side.IT)
SECURITY = Answers(Side.SECURITY)
PRIVACY = Answers(Side.PRIVACY)
FINANCE = Answers(Side.FINANCE)
BUSINESS = Answers(Side.BUSINESS)


class Internal:
    """Marks a field that no public build may hold."""


REQUIRED_WEIGHT = 2
"""How much a required field counts for completeness, unless a mark says more."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Marks a field that counts for completeness though it is not required.

    Args:
        weight: how much it counts; a required field counts at least `REQUIRED_WEIGHT`, marked or not.
    """

    weight: int = 1


class HiddenWith:
    """Marks a reference without which the entity makes no sense: when the one it names is internal, so is it."""


class Condition:
    """Marks a mapping from a key to what it must hold (see the package `asking`)."""


class AllOrNone:
    """Marks a list of references that would be wrong without one of them: when one is internal, so is the list."""


class Derived:
    """Marks a field that nobody writes."""


@dataclass(frozen=True, slots=True)
class Called:
    """Marks a field that goes by another name for people than its key usually does."""

    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """Marks the first field of a section of the page; the section goes on to the next mark."""

    title: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks text that names an entity.

    Args:
        kinds: the kinds it may name. With more than one it is written ``kind:id``.
        words: words that stand for no entity, such as ``in_house``.
    """

    kinds: tuple[str, ...]
    words: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's hook: text, in the one spelling that everybody else expects."""
        return core_schema.no_info_after_validator_function(self._one_spelling, handler(source))

    def _one_spelling(self, value: str) -> str:
        """``tool:x`` is ``x`` where only a tool may stand; ``data-source:x`` is ``data_source:x``."""
        kind, colon, name = value.partition(":")
        kind = kind.replace("-", "_")
        if not colon or kind not in self.kinds:
            return value
        return name if len(self.kinds) == 1 else f"{kind}:{name}"


class FieldRef:
    """Marks text that names a field of a data source: ``data-source.field``."""


@dataclass(frozen=True, slots=True)
class Vocab:
    """Marks text that is a word of a vocabulary; refuses any other.

    Validation takes the words from ``context["vocabularies"]`` (`Vocabularies`),
    or the built-in ones where there is no context.
    """

    name: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's hook: text, then the check."""
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def _check(self, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        known: Vocabularies = (info.context or {}).get("vocabularies", BUILT_IN)
        if value not in known[self.name]:
            raise PydanticCustomError("unknown_value", "not a word of {vocabulary}", {"vocabulary": self.name})
        return value


def _kind_key(value: str) -> str:
    """A kind's key, also with hyphens."""
    key = value.replace("-", "_")
    known = tuple(key for key in registered() if key not in ("organisation", "rule"))
    if key not in known:
        raise PydanticCustomError("unknown_value", "not a kind", {"known": known})
    return key


KindKey = Annotated[str, AfterValidator(_kind_key)]
"""A kind's key: ``data_source``."""

TeamRef = Annotated[str, Ref(("team",))]
PersonRef = Annotated[str, Ref(("person",))]
OwnerRef = Annotated[str, Ref(("person", "team"))]
ToolRef = Annotated[str, Ref(("tool",))]
VendorRef = Annotated[str, Ref(("vendor",), ("in_house",))]
IntegrationRef = Annotated[str, Ref(("integration",))]
CapabilityRef = Annotated[str, Ref(("capability",))]
JourneyRef = Annotated[str, Ref(("journey",))]
TermRef = Annotated[str, Ref(("term",))]
DataSourceRef = Annotated[str, Ref(("data_source",))]
ActivityRef = Annotated[str, Ref(("activity",))]
TokenRef = Annotated[str, Ref(("token",))]
InitiativeRef = Annotated[str, Ref(("initiative",))]
DecisionRef = Annotated[str, Ref(("decision",))]
KpiRef = Annotated[str, Ref(("kpi",))]
DataFieldRef = Annotated[str, FieldRef()]


class Part(BaseModel):
    """A group of keys inside an entity."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, str_strip_whitespace=True, validate_default=False
    )


class Link(Part):
    """A link to somewhere else."""

    label: Name
    """What the link is called."""
    url: Address
    """Where it leads."""


class Waiver(Part):
    """A finding that is known and accepted for a while."""

    rule: Name
    """The code of the rule, as it stands behind the finding."""
    until: Day
    """The last day on which it is accepted. After that the finding comes back."""
    reason: Line
    """Why it is accepted."""
    by: OwnerRef | None = None
    """Who decided: `person:id` or `team:id`."""


class KindSpec:
    """What Stackbook knows about a kind beside its fields.

    Args:
        key: its word in YAML and in references, such as ``data_source``.
        folder: its folder below ``stack/``, also its address on the site; "" for a single file.
        singular: for people.
        plural: for people.
        icon: Material icon.
        tab: the site's tab that lists it.
        side: who answers for its fields unless a field says otherwise.
        about: one sentence for the index page.
        columns: keys shown in the list of all entities of the kind.
        order: place among the kinds.
    """

    __slots__ = ("about", "columns", "folder", "icon", "key", "order", "plural", "side", "singular", "tab")

    def __init__(
        self,
        key: str,
        *,
        folder: str,
        singular: str,
        plural: str,
        icon: str,
        tab: str,
        about: str,
        columns: tuple[str, ...] = (),
        side: Side = Side.BUSINESS,
        order: int = 0,
    ) -> None:
        self.key, self.folder, self.singular, self.plural = key, folder, singular, plural
        self.icon, self.tab, self.side, self.about, self.columns, self.order = icon, tab, side, about, columns, order


_REGISTRY: dict[str, type[Entity]] = {}


class Entity(Part):
    """The header that every kind has."""

    spec: ClassVar[KindSpec]

    id: Annotated[Slug, Derived()] = ""
    """The file's name without its ending. Only needed in a file that holds several entities."""
    name: Annotated[Name, Section("At a glance")]
    """What people call it."""
    description: Annotated[Prose | None, Counts()] = None
    """What it is, in a sentence or two. Markdown is fine."""
    owner: Annotated[TeamRef | None, Section("About this record")] = None
    """The team that keeps this record right."""
    tags: tuple[Name, ...] = ()
    """Free words to find it by."""
    links: tuple[Link, ...] = ()
    """Further reading: a label and an address each."""
    aliases: tuple[Slug, ...] = ()
    """Earlier ids. Old addresses and references keep working."""
    external_ids: dict[Name, Name] = Field(default_factory=dict)
    """Its id in other systems, such as a CMDB."""
    visibility: Annotated[str, Vocab("visibility")] = "public"
    """Who may read it: `public`, or `internal` to keep it out of a public site altogether."""
    last_reviewed: Day | None = None
    """The day somebody last confirmed that all of it is right."""
    review_every: Duration | None = None
    """How often it should be looked at again, as in `P6M`."""
    waivers: tuple[Waiver, ...] = ()
    """Findings about this record that are known and accepted for a while."""
    notes: Prose | None = None
    """Anything else worth knowing. Markdown."""
    extensions: Annotated[dict[str, Any], Derived()] = Field(default_factory=dict)
    """Keys of your own that begin with `x-`, kept and shown as given."""
    known_unknown: Annotated[tuple[str, ...], Derived()] = ()
    """Keys that were asked for and are known to be unknown: written as `null`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Register the kind."""
        super().__init_subclass__(**kwargs)
        if "spec" in cls.__dict__:
            _REGISTRY[cls.spec.key] = cls

    @property
    def ref(self) -> str:
        """``kind:id``."""
        return f"{self.spec.key}:{self.id}"

    @property
    def display_name(self) -> str:
        """What to call it on a page."""
        return self.name

    @property
    def searchable(self) -> Iterator[str]:
        """Further words by which a search should find it."""
        yield from self.tags
        yield from self.aliases


def registered() -> dict[str, type[Entity]]:
    """All kinds by key, in their order."""
    return dict(sorted(_REGISTRY.items(), key=lambda item: (item[1].spec.order, item[0])))


__all__ = [
    "BUSINESS",
    "FINANCE",
    "IT",
    "PRIVACY",
    "REQUIRED_WEIGHT",
    "SECURITY",
    "ActivityRef",
    "AllOrNone",
    "Called",
    "CapabilityRef",
    "Condition",
    "Count",
    "Counts",
    "DataFieldRef",
    "DataSourceRef",
    "DecisionRef",
    "Derived",
    "Entity",
    "FieldRef",
    "HiddenWith",
    "InitiativeRef",
    "IntegrationRef",
    "Internal",
    "JourneyRef",
    "KindKey",
    "KindSpec",
    "KpiRef",
    "Line",
    "Link",
    "OwnerRef",
    "Part",
    "PersonRef",
    "Ref",
    "Section",
    "TeamRef",
    "TermRef",
    "TokenRef",
    "ToolRef",
    "VendorRef",
    "Vocab",
    "Waiver",
    "registered",
]
