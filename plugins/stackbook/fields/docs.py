"""A field and a kind as data, and what may stand in a field in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from stackbook.diagnostics import Side
from stackbook.fields.shapes import Shape
from stackbook.model import KINDS
from stackbook.model.base import KindSpec, Ref
from stackbook.model.vocab import BUILT_IN


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
        weight: how much it counts for completeness; 0 when it does not.
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
        inner: the fields of its part, with this field's side and secrecy where they say nothing; () without a part.
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
    weight: int = 0
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
    inner: tuple[FieldDoc, ...] = ()
    leaf: Any = field(default=None, compare=False, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it counts for completeness: it is required, or marked so."""
        return self.weight > 0

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


def inherit(doc: FieldDoc, side: Side | None, internal: bool) -> FieldDoc:
    """A field of a part as it is in a field with that side and secrecy: what it does not say itself, it takes over."""
    side, internal = doc.side or side, doc.internal or internal
    return replace(doc, side=side, internal=internal, inner=tuple(inherit(one, side, internal) for one in doc.inner))


_WORDS: Mapping[Shape, str] = {
    Shape.TEXT: "text",
    Shape.LINE: "a sentence or two",
    Shape.PROSE: "text in Markdown",
    Shape.FIELD_REF: "a field, written `data-source.field`",
    Shape.SLUG: "an id: small letters, digits and hyphens",
    Shape.FIELD_ID: "an id: small letters, digits, hyphens and underscores",
    Shape.DATA_CATEGORY: "a data category, as in `user.contact.email`",
    Shape.DATA_USE: "a data use, as in `marketing.communications.email`",
    Shape.DATA_SUBJECT: "a data subject, as in `customer`",
    Shape.CURRENCY: "a currency's three letters, as in `EUR`",
    Shape.KIND: "a kind, as in `data_source`",
    Shape.DAY: "a date, as in `2026-03-31`",
    Shape.QUARTER: "a quarter, as in `2027-Q1`",
    Shape.DURATION: "a length of time, as in `P6M`",
    Shape.ADDRESS: "a web address",
    Shape.MAILBOX: "a mail address",
    Shape.COUNTRY: "a country's two letters, as in `DE`",
    Shape.PLACE: "a country's two letters, as in `DE`, or `EU`",
    Shape.FLAG: "`true` or `false`",
    Shape.WHOLE: "a whole number",
    Shape.NUMBER: "a number",
    Shape.PART: "a group of keys",
    Shape.CONDITION: "what it must hold",
    Shape.ANY: "anything",
}


def _in_words(doc: FieldDoc) -> str:
    one = _WORDS.get(doc.shape, "")
    if doc.refs:
        one = _reference_in_words(doc.refs)
    elif doc.vocabulary:
        one = f"a word of the list {BUILT_IN[doc.vocabulary].title.lower()}"
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
