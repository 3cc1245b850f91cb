"""The fields of a kind as data: what pages, forms, schema, reference and completeness are derived from.

A kind's class is the only definition (see `stackbook.model.base`). This module reads
it once and says, for each key that can be written, what it is called, what it means,
who answers for it and what may stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cache
from inspect import cleandoc, get_annotations
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from stackbook.diagnostics import Side
from stackbook.model import KINDS, types
from stackbook.model.base import Answers, Counts, Derived, Entity, FieldRef, Internal, KindSpec, Ref, Section, Vocab


class Shape(Enum):
    """What sort of value may stand in a field (in a list or mapping: in each place of it)."""

    TEXT = "text"
    LINE = "line"
    PROSE = "prose"
    WORD = "word"
    REF = "ref"
    FIELD_REF = "field_ref"
    SLUG = "slug"
    FIELD_ID = "field_id"
    DATA_CATEGORY = "data_category"
    DAY = "day"
    DURATION = "duration"
    ADDRESS = "address"
    MAILBOX = "mailbox"
    COUNTRY = "country"
    PLACE = "place"
    FLAG = "flag"
    WHOLE = "whole"
    NUMBER = "number"
    PART = "part"
    ANY = "any"


LABELS: Mapping[str, str] = {
    "access": "How to get access",
    "active": "In use since",
    "active_90d": "Active in 90 days",
    "ai_use": "Use of AI",
    "aliases": "Earlier ids",
    "approver": "Who approves",
    "assessment_url": "Assessment",
    "audience": "Used by",
    "auth": "How the systems sign in",
    "basis": "From when, and why",
    "by": "Decided by",
    "certifications": "Certificates",
    "channel": "Where to ask",
    "checked_on": "Last checked",
    "classification": "Sensitivity",
    "classification_approved": "May hold data up to",
    "conflict_rule": "When both sides changed",
    "consent_source": "Where consent is recorded",
    "contract_url": "Data contract",
    "criticality": "Importance",
    "data_categories": "What it says about a person",
    "data_residency": "Where its data is kept",
    "delete_handling": "When a record is deleted",
    "deprovisioners": "Who can take access away",
    "end_of_life": "Last day of use",
    "environments": "Environments",
    "error_channel": "Where errors show up",
    "expires_on": "Valid until",
    "external_ids": "Ids in other systems",
    "fallback_plan": "If it stops",
    "fill_rate": "How often filled",
    "frequency": "How often",
    "fte_available": "Full-time people",
    "functional_fit": "Fit for the job",
    "hq_country": "Headquarters",
    "id": "Id",
    "identifiers": "Records are matched by",
    "idp": "Signed in through",
    "initiated_by": "Which side starts",
    "kind": "Type",
    "last_reviewed": "Last checked",
    "last_rotated": "Key last changed",
    "licensed": "Seats paid for",
    "links": "Further reading",
    "match_keys": "Records are matched by",
    "max_age": "Never older than",
    "max_latency": "Longest delay",
    "mechanism": "Allowed by",
    "mfa": "Second factor",
    "monitoring": "Where to watch it",
    "on": "Date",
    "on_call": "On call",
    "parent": "Part of",
    "party": "Where the data comes from",
    "pattern": "How the data travels",
    "pct": "Per cent",
    "phase_in": "Set-up began",
    "phase_out": "Being replaced from",
    "plan": "Planned since",
    "profile": "Company directory",
    "provisioners": "Who can give access",
    "quality": "Good to know",
    "raci": "Who does what (RACI)",
    "refresh": "How fresh it is",
    "residency": "Where it is kept",
    "responsibility": "Role in data protection",
    "retention": "How long it is kept",
    "review_every": "Checked every",
    "risk_tier": "Risk",
    "rotate_every": "Key changed every",
    "runbook": "What to do when it fails",
    "scim": "Automatic accounts (SCIM)",
    "sso": "Single sign-on",
    "steward": "Data steward",
    "subcategories": "Also covers",
    "subjects": "Who the data is about",
    "subprocessors": "Also processed by",
    "support_channel": "Where to get help",
    "sync_mode": "What is written",
    "system_of_record": "Source of truth",
    "system_of_record_for": "Has the last word on",
    "technical_fit": "Fit with our technology",
    "trains_on_our_data": "Trains on our data",
    "transfer": "Data sent abroad",
    "transfer_mechanism": "Data may go there under",
    "trigger": "What starts it",
    "trust_centre": "Trust centre",
    "url": "Link",
    "users": "How many use it",
    "uses_ai": "Uses AI",
    "visibility": "Who may see it",
    "volume": "How much",
}
"""Keys whose label is not simply the key with spaces."""

_TEXT_SHAPES: dict[object, Shape] = {
    next(m for m in get_args(kind) if isinstance(m, AfterValidator)): shape
    for kind, shape in (
        (types.Duration, Shape.DURATION),
        (types.Address, Shape.ADDRESS),
        (types.Mailbox, Shape.MAILBOX),
        (types.Country, Shape.COUNTRY),
        (types.Place, Shape.PLACE),
        (types.DataCategory, Shape.DATA_CATEGORY),
        (types.Slug, Shape.SLUG),
        (types.FieldId, Shape.FIELD_ID),
    )
}


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """One key that can be written.

    Args:
        attribute: its name on the class, such as ``from_``.
        key: its name in YAML, such as ``from``.
        label: its name for people.
        help: what it means, one or two sentences; may hold `code` in backticks.
        shape: what sort of value stands there; for a list or mapping, in each place of it.
        required: the key must be there.
        nullable: its type says that the value may be unknown (`null`).
        section: heading of the page it is shown under; "" inside a part.
        side: who answers for it; None in a part whose fields say nothing (`inner` fills it in).
        internal: no public build may hold it.
        counts: it counts for completeness: it is marked so, or required.
        derived: nobody writes it.
        refs: which entities it names, or None.
        vocabulary: name of the value list its word is from, or None.
        part: the class of the group of keys that stands there, or None.
        many: it holds a list (for a mapping: a list under each key).
        mapping: it holds a mapping whose keys the author chooses.
        default: what holds when it is left out, for plain values; else None.
        minimum: smallest number allowed, or None.
        maximum: largest number allowed, or None.
        max_length: longest text allowed, or None.
        leaf: the annotation of one value, for those who build on pydantic.
    """

    attribute: str
    key: str
    label: str
    help: str
    shape: Shape
    required: bool
    nullable: bool
    section: str = ""
    side: Side | None = None
    internal: bool = False
    counts: bool = False
    derived: bool = False
    refs: Ref | None = None
    vocabulary: str | None = None
    part: type[BaseModel] | None = None
    many: bool = False
    mapping: bool = False
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    leaf: Any = field(default=None, compare=False, repr=False)

    @property
    def is_field_ref(self) -> bool:
        """Whether it names a field of a data source (``data-source.field``)."""
        return self.shape is Shape.FIELD_REF

    @property
    def prose(self) -> bool:
        """Whether it is read as Markdown."""
        return self.shape is Shape.PROSE

    @property
    def allows_null(self) -> bool:
        """Whether `null` may stand there: asked, and known to be unknown."""
        return self.nullable or not self.required

    @property
    def inner(self) -> tuple[FieldDoc, ...]:
        """The fields of its part, with this field's side and secrecy where they say nothing; () without a part."""
        return _inner(self.part, self.side, self.internal) if self.part else ()

    @property
    def type_in_words(self) -> str:
        """What may stand there, in plain words, such as ``a list, each a team's id``."""
        return _in_words(self)

    def of(self, holder: object) -> Any:
        """The value of this field in `holder`, an object of the class it belongs to."""
        return getattr(holder, self.attribute)

    def each(self, holder: object) -> Iterator[tuple[tuple[str | int, ...], Any]]:
        """Every single value in it, with the keys and positions that lead to it from `holder`; none where unknown."""
        value = self.of(holder)
        if value is None:
            return
        for path, one in value.items() if self.mapping else (("", value),):
            start: tuple[str | int, ...] = (self.key, path) if self.mapping else (self.key,)
            if self.many:
                yield from (((*start, position), item) for position, item in enumerate(one))
            else:
                yield start, one


@dataclass(frozen=True, slots=True)
class KindDoc:
    """A kind and its fields.

    Args:
        spec: what Stackbook knows about the kind beside its fields.
        help: what it is, one or two sentences.
        fields: what can be written, in the order of the page.
    """

    spec: KindSpec
    help: str
    fields: tuple[FieldDoc, ...]

    @property
    def sections(self) -> tuple[tuple[str, tuple[FieldDoc, ...]], ...]:
        """The fields by section, in order."""
        found: dict[str, list[FieldDoc]] = {}
        for one in self.fields:
            found.setdefault(one.section, []).append(one)
        return tuple((title, tuple(members)) for title, members in found.items())


@cache
def fields_of(model: type[BaseModel]) -> tuple[FieldDoc, ...]:
    """What can be written in a kind or a part, in the order of the page.

    For a kind: name and description, then its own fields, then the rest of the header.
    What nobody writes (`Derived`) is left out; see `derived_of`.
    """
    return tuple(one for one in _all_fields(model) if not one.derived)


@cache
def derived_of(model: type[BaseModel]) -> tuple[FieldDoc, ...]:
    """The fields that nobody writes: a kind's id (written only in a file of several) and the `x-` keys."""
    return tuple(one for one in _all_fields(model) if one.derived)


def describe(kind: str) -> KindDoc:
    """The kind with that key and its fields.

    Raises:
        KeyError: there is no such kind.
    """
    model = KINDS[kind]
    return KindDoc(model.spec, cleandoc(model.__doc__ or ""), fields_of(model))


def by_key(model: type[BaseModel]) -> Mapping[str, FieldDoc]:
    """The fields of a kind or part by their key in YAML."""
    return _by_key(model)


def walk(holder: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], FieldDoc, Any]]:
    """Every single value below `holder`, parts included: the keys and positions that lead to it, its field, the value.

    A part comes before what it holds. Unknown values are left out.
    """
    return _walk(holder, fields_of(type(holder)), path)


def label_of(key: str) -> str:
    """A key as people read it."""
    return LABELS.get(key) or key.replace("_", " ").capitalize()


def _walk(
    holder: BaseModel, docs: tuple[FieldDoc, ...], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], FieldDoc, Any]]:
    for doc in docs:
        for steps, value in doc.each(holder):
            yield (*path, *steps), doc, value
            if doc.part:
                yield from _walk(value, doc.inner, (*path, *steps))


@cache
def _by_key(model: type[BaseModel]) -> dict[str, FieldDoc]:
    return {one.key: one for one in fields_of(model)}


@cache
def _inner(part: type[BaseModel], side: Side | None, internal: bool) -> tuple[FieldDoc, ...]:
    return tuple(replace(one, side=one.side or side, internal=one.internal or internal) for one in fields_of(part))


def _all_fields(model: type[BaseModel]) -> Iterator[FieldDoc]:
    side = model.spec.side if issubclass(model, Entity) else None
    section = ""
    for name, starts in _ordered(model):
        info = model.model_fields[name]
        marks = list(_flatten(info.metadata))
        own = next((m.title for m in marks if isinstance(m, Section)), "")
        section = own or starts or section
        yield _field_doc(name, info, section, side)


def _ordered(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Attribute names in the order of the page, each with the section that begins there though it has no mark."""
    if not issubclass(model, Entity) or model is Entity:
        yield from ((name, "") for name in model.model_fields)
        return
    lead = ("name", "description")
    between = model.__mro__[: model.__mro__.index(Entity)]
    own = dict.fromkeys(
        name for cls in reversed(between) for name in get_annotations(cls) if name in model.model_fields
    )
    header = [name for name in Entity.model_fields if name not in lead and name not in own]
    yield from ((name, "") for name in lead)
    yield from ((name, "") for name in own if name not in lead)
    # A kind may have taken over the header field that carries the mark (an integration has its own `owner`).
    about = _header_section()
    yield from ((name, about) for name in header)


def _header_section() -> str:
    return next(
        m.title
        for name, info in Entity.model_fields.items()
        if name not in ("name", "description")
        for m in _flatten(info.metadata)
        if isinstance(m, Section)
    )


def _field_doc(name: str, info: FieldInfo, section: str, side: Side | None) -> FieldDoc:
    annotation: Any = info.annotation
    marks = list(_flatten(info.metadata))
    nullable = many = mapping = False
    while True:
        origin, args = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            marks += _flatten(args[1:])
            annotation = args[0]
        elif origin in (Union, UnionType) and NoneType in args:
            nullable = True
            rest = tuple(one for one in args if one is not NoneType)
            annotation = rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007  # built at run time
        elif origin in (tuple, list):
            many, annotation = True, args[0]
        elif origin is dict:
            mapping, annotation = True, args[1]
        else:
            break
    answers = next((m.side for m in marks if isinstance(m, Answers)), side)
    required = info.is_required()
    plain = info.default if isinstance(info.default, (str, bool, int, float)) else None
    return FieldDoc(
        attribute=name,
        key=info.alias or name,
        label=label_of(info.alias or name),
        help=cleandoc(info.description or ""),
        shape=_shape(annotation, marks),
        required=required,
        nullable=nullable,
        section=section,
        side=answers,
        internal=_marked(marks, Internal),
        counts=required or _marked(marks, Counts),
        derived=_marked(marks, Derived),
        refs=next((m for m in marks if isinstance(m, Ref)), None),
        vocabulary=next((m.name for m in marks if isinstance(m, Vocab)), None),
        part=annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None,
        many=many,
        mapping=mapping,
        default=plain,
        minimum=next((float(m.ge) for m in marks if isinstance(m, Ge)), None),  # type: ignore[arg-type]  # our bounds are numbers
        maximum=next((float(m.le) for m in marks if isinstance(m, Le)), None),  # type: ignore[arg-type]
        max_length=next((m.max_length for m in marks if isinstance(m, MaxLen)), None),
        leaf=Annotated[annotation, *marks] if marks else annotation,
    )


def _marked(marks: Iterable[object], sort: type) -> bool:
    return any(isinstance(m, sort) for m in marks)


def _flatten(marks: Iterable[object]) -> Iterator[object]:
    """The markers, with those that pydantic keeps inside a `FieldInfo` taken out."""
    for mark in marks:
        if isinstance(mark, FieldInfo):
            yield from _flatten(mark.metadata)
        else:
            yield mark


def _shape(annotation: Any, marks: list[object]) -> Shape:
    by_type = {bool: Shape.FLAG, int: Shape.WHOLE, float: Shape.NUMBER, date: Shape.DAY}
    if annotation in by_type:
        return by_type[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape.PART
    if annotation is not str:
        return Shape.ANY
    for mark, shape in (
        (Ref, Shape.REF),
        (FieldRef, Shape.FIELD_REF),
        (Vocab, Shape.WORD),
        (types.Markdown, Shape.PROSE),
    ):
        if _marked(marks, mark):
            return shape
    checked = next((_TEXT_SHAPES[m] for m in marks if isinstance(m, AfterValidator) and m in _TEXT_SHAPES), None)
    longest = max((m.max_length for m in marks if isinstance(m, MaxLen)), default=0)
    return checked or (Shape.LINE if longest > types.MAX_NAME else Shape.TEXT)


_WORDS: Mapping[Shape, str] = {
    Shape.TEXT: "text",
    Shape.LINE: "a sentence or two",
    Shape.PROSE: "text in Markdown",
    Shape.FIELD_REF: "a field, written `data-source.field`",
    Shape.SLUG: "an id: small letters, digits and hyphens",
    Shape.FIELD_ID: "an id: small letters, digits, hyphens and underscores",
    Shape.DATA_CATEGORY: "a data category, as in `user.contact.email`",
    Shape.DAY: "a date, as in `2026-03-31`",
    Shape.DURATION: "a length of time, as in `P6M`",
    Shape.ADDRESS: "a web address",
    Shape.MAILBOX: "a mail address",
    Shape.COUNTRY: "a country's two letters, as in `DE`",
    Shape.PLACE: "a country's two letters, as in `DE`, or `EU`",
    Shape.FLAG: "`true` or `false`",
    Shape.WHOLE: "a whole number",
    Shape.NUMBER: "a number",
    Shape.PART: "a group of keys",
    Shape.ANY: "anything",
}


def _in_words(doc: FieldDoc) -> str:
    one = _WORDS.get(doc.shape, "")
    if doc.refs:
        one = _reference_in_words(doc.refs)
    elif doc.vocabulary:
        one = f"a word of the list {label_of(doc.vocabulary).lower()}"
    elif doc.minimum is not None and doc.maximum is not None and doc.maximum <= 10_000:
        one += f" from {doc.minimum:g} to {doc.maximum:g}"
    if doc.many:
        plural = {Shape.PART: "a list of groups of keys", Shape.TEXT: "a list of texts"}
        one = plural.get(doc.shape, f"a list, each {one}")
    if doc.mapping:
        one = f"keys of your own, each with {one}"
    return one


def _reference_in_words(refs: Ref) -> str:
    names = [KINDS[key].spec.singular.lower() if key in KINDS else key.replace("_", " ") for key in refs.kinds]
    article = "an" if names[0][0] in "aeiou" else "a"
    ids = f"{article} " + " or ".join(f"{name}'s" for name in names) + " id"
    if len(refs.kinds) > 1:
        ids += ", written " + " or ".join(f"`{key}:id`" for key in refs.kinds)
    return ids + "".join(f", or `{word}`" for word in refs.words)
