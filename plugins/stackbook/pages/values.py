"""Values as people read them: words with their meaning, names with links, days, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from pydantic import BaseModel

from stackbook.fields import FieldDoc, Shape
from stackbook.governance.waiting import LAPSED, WHOLE, Seal
from stackbook.model import KINDS
from stackbook.model.activities import Activity
from stackbook.model.base import Entity
from stackbook.model.data import DataField, DataSource
from stackbook.model.types import currencies, data_categories, data_subjects, data_uses, places
from stackbook.model.vocabulary import Vocabularies
from stackbook.pages.text import Resolve, as_text, fill, prose

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}


class Finder(Protocol):
    """What values need to know of the inventory."""

    def find(self, ref: str | None) -> Entity | None:
        """The entity ``kind:id`` means."""

    def data_field(self, name: str) -> tuple[DataSource, DataField] | None:
        """What ``data-source.field`` means."""


class Values:
    """Renders values for one page.

    Args:
        finder: the inventory.
        vocabularies: its words.
        link: gives the link to an entity, with an anchor and words of its own when given.
        resolve: gives addresses for links in prose.
    """

    def __init__(
        self,
        finder: Finder,
        vocabularies: Vocabularies,
        link: Callable[..., Markup],
        resolve: Resolve,
    ) -> None:
        self.finder, self.vocabularies, self.link, self.resolve = finder, vocabularies, link, resolve
        self.keys = True
        """Whether the keys of fideslang stand beside their names; else they are told on hover."""

    def of(self, doc: FieldDoc, holder: BaseModel) -> Markup:
        """All of a field's value; empty when there is none."""
        if isinstance(holder, Activity):  # its page is read by people who need no keys
            self.keys = False
        if doc.shape is Shape.FIELD_ID and isinstance(holder, DataSource):
            return self._own_fields(holder, doc.of(holder))
        return self.show(doc, doc.of(holder))

    def show(self, doc: FieldDoc, value: Any) -> Markup:
        """A value of a field."""
        if value in (None, (), {}):
            return Markup("")
        if doc.mapping:
            pairs = [
                fill("<li><b>%s</b> %s</li>", key, self._several(doc, one) if doc.many else self._one(doc, one))
                for key, one in value.items()
            ]
            return _list(pairs)
        return self._several(doc, value) if doc.many else self._one(doc, value)

    def _own_fields(self, source: DataSource, ids: tuple[str, ...]) -> Markup:
        """Fields of a data source by their labels, on its own page."""
        found = [(one, source.field(one)) for one in ids]
        return Markup(", ").join(
            self.link(source, anchor=f"field-{one}", words=field.label) if field else escape(one)
            for one, field in found
        )

    def _several(self, doc: FieldDoc, values: tuple[Any, ...]) -> Markup:
        shown = [self._one(doc, one) for one in values]
        if doc.part or doc.shape in (Shape.LINE, Shape.PROSE):
            return _list([fill("<li>%s</li>", one) for one in shown])
        return Markup(", ").join(shown)

    def _one(self, doc: FieldDoc, value: Any) -> Markup:
        if doc.part is not None:
            return self.part(doc, value)
        if doc.refs is not None:
            return self.reference(doc, value)
        if doc.vocabulary:
            return self.word(doc.vocabulary, value)
        if doc.shape is Shape.WHOLE and doc.minimum == 1 and doc.maximum is not None and doc.maximum <= 10:
            return escape(f"{value} of {doc.maximum:g}")
        return _BY_SHAPE.get(doc.shape, _text)(self, value)

    def part(self, doc: FieldDoc, value: BaseModel) -> Markup:
        """A group of keys: its values with their labels; the label of a leading word is left out.

        Alone it stands one value below the other; in a list each group is a line.
        """
        alone = not (doc.many or doc.mapping)
        lead, shown = Markup(""), []
        for position, inner in enumerate(doc.inner):
            found = self.of(inner, value)
            if not found or (inner.shape is Shape.FLAG and inner.of(value) is False and not inner.nullable):
                continue
            plain = inner.vocabulary or inner.refs or inner.shape in (Shape.LINE, Shape.TEXT)
            if position == 0 and plain and not inner.many:
                lead = fill("<b>%s</b>", found) if alone and inner.vocabulary else found
            else:
                shown.append(_labelled(inner.label, found, alone))
        if not alone:
            pieces = [_span(one) for one in (lead, *shown) if one]
            return fill('<span class="sb-part-line">%s</span>', Markup(" ").join(pieces))
        rows = fill("<dl>%s</dl>", Markup("").join(shown)) if shown else Markup("")
        return fill('<div class="sb-part">%s%s</div>', lead, rows)

    def word(self, vocabulary: str, key: str) -> Markup:
        """A word of a vocabulary by its label, with its meaning on hover."""
        value = self.vocabularies[vocabulary].values.get(key)
        if value is None:
            return escape(key)
        if not value.description:
            return escape(value.label)
        return fill('<span title="%s">%s</span>', value.description, value.label)

    def reference(self, doc: FieldDoc, text: str) -> Markup:
        """A name with its link."""
        refs = doc.refs
        assert refs is not None  # asked for by the caller
        if text in refs.words:
            return escape(text.replace("_", " ").capitalize())
        ref = text if len(refs.kinds) > 1 else f"{refs.kinds[0]}:{text}"
        entity = self.finder.find(ref)
        return self.link(entity) if entity else escape(text)

    def field_reference(self, name: str) -> Markup:
        """A field of a data source by its label, with its link."""
        found = self.finder.data_field(name)
        if found is None:
            return escape(name)
        source, field = found
        return fill(
            '%s <span class="sb-of">%s</span>',
            self.link(source, anchor=f"field-{field.id}", words=field.label),
            source.name,
        )


def day(value: date) -> Markup:
    """A day in words."""
    return fill('<time datetime="%s">%s</time>', value.isoformat(), in_words(value))


def in_words(value: date) -> str:
    """``7 March 2026``."""
    return f"{value.day} {value:%B} {value.year}"


def seal_words(seal: Seal) -> Markup:
    """A seal in words: ``whole until 3 May 2027``."""
    if seal.until is None:
        return Markup("no review planned")
    said = {LAPSED: "lapsed since", WHOLE: "whole until"}.get(seal.state, "to be confirmed again by")
    return fill("%s %s", said, day(seal.until))


def duration(value: str) -> str:
    """``P1Y6M`` as ``1 year 6 months``."""
    date_part, _, time_part = value.removeprefix("P").partition("T")
    pieces = [(n, u) for n, u in re.findall(r"(\d+)([YMWD])", date_part)]
    pieces += [(n, f"T{u}") for n, u in re.findall(r"(\d+)([HMS])", time_part)]
    return " ".join(f"{int(n)} {_UNITS[u]}{'' if int(n) == 1 else 's'}" for n, u in pieces) or value


def address(value: str) -> Markup:
    """A web address as a link that shows where it leads."""
    if value.startswith("mailto:"):
        return fill('<a href="%s">%s</a>', value, value.removeprefix("mailto:"))
    parts = urlsplit(value)
    host = (parts.hostname or value).removeprefix("www.")
    shown = host + (parts.path.rstrip("/") if len(parts.path) < 28 else "/…")
    return fill('<a href="%s" rel="noopener noreferrer">%s</a>', value, shown)


def _text(values: Values, value: Any) -> Markup:
    return escape(value) if isinstance(value, str) else escape(as_text(value))


def _number(values: Values, value: float) -> Markup:
    return escape(f"{value:,g}" if value != int(value) else f"{int(value):,}")


def _category(values: Values, key: str) -> Markup:
    return _of_taxonomy(values, key, data_categories())


def _use(values: Values, key: str) -> Markup:
    return _of_taxonomy(values, key, data_uses())


def _subject(values: Values, key: str) -> Markup:
    return _of_taxonomy(values, key, data_subjects())


def _of_taxonomy(values: Values, key: str, taxonomy: dict[str, tuple[str, str]]) -> Markup:
    name, meaning = taxonomy.get(key, (key, ""))
    if not values.keys:
        return fill('<span title="%s">%s</span>', f"{meaning} ({key})" if meaning else key, name)
    return fill('<span title="%s">%s</span> <code>%s</code>', meaning, name, key)


def _list(items: list[Markup]) -> Markup:
    return fill('<ul class="sb-list">%s</ul>', Markup("").join(items))


def _labelled(label: str, found: Markup, alone: bool) -> Markup:
    if alone:
        return fill("<div><dt>%s</dt><dd>%s</dd></div>", label, found)
    return fill('<span class="sb-key">%s</span> %s', label, found)


def _span(content: Markup) -> Markup:
    return fill("<span>%s</span>", content)


_BY_SHAPE: dict[Shape, Callable[[Values, Any], Markup]] = {
    Shape.DAY: lambda values, value: day(value),
    Shape.DURATION: lambda values, value: escape(duration(value)),
    Shape.ADDRESS: lambda values, value: address(value),
    Shape.MAILBOX: lambda values, value: fill('<a href="mailto:%s">%s</a>', value, value),
    Shape.COUNTRY: lambda values, value: escape(places().get(value, value)),
    Shape.PLACE: lambda values, value: escape(places().get(value, value)),
    Shape.FLAG: lambda values, value: escape("Yes" if value else "No"),
    Shape.WHOLE: _number,
    Shape.NUMBER: _number,
    Shape.PROSE: lambda values, value: prose(value, values.resolve),
    Shape.FIELD_REF: lambda values, value: values.field_reference(value),
    Shape.DATA_CATEGORY: _category,
    Shape.DATA_USE: _use,
    Shape.DATA_SUBJECT: _subject,
    Shape.CURRENCY: lambda values, value: fill('<span title="%s">%s</span>', currencies().get(value, value), value),
    Shape.KIND: lambda values, value: escape(KINDS[value].spec.plural if value in KINDS else value),
}
