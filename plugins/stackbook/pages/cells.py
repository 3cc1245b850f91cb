"""Cells of tables about many entities: a field's value in short."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup, escape

from stackbook.asking.where import Field
from stackbook.fields import FieldDoc
from stackbook.model.base import Entity
from stackbook.pages.book import Desk
from stackbook.pages.text import as_text, fill

_BADGES = ("criticality", "integration_status", "risk_tier")


def cell(desk: Desk, doc: FieldDoc, entity: Entity) -> Markup:
    """A field of an entity in short; empty when nothing is recorded, or when this site must not show it.

    A list of parts is counted, a part is shown by its first value.
    """
    value = doc.of(entity)
    if value is None or (doc.internal and not desk.book.options.internal):
        return Markup("")
    if doc.part is not None and doc.many:
        return escape(len(value))
    if doc.part is not None:
        first = doc.inner[0]
        word = first.of(value)
        return badge(desk, first, word) if first.vocabulary and word else desk.values.show(first, word)
    if doc.vocabulary in _BADGES:
        return badge(desk, doc, value)
    if doc.refs is not None and doc.refs.kinds == ("tool",) and not doc.many:
        tool = desk.book.inventory.get("tool", value)
        icon = desk.icon(tool.ref, 20) if tool else Markup("")
        return fill('<span class="sb-named">%s%s</span>', icon, desk.values.show(doc, value))
    return desk.values.show(doc, value)


def cell_of(desk: Desk, field: Field, entity: Entity) -> Markup:
    """The same for a field that may lie inside a part, or be one of the organisation's own."""
    if len(field.steps) == 1:
        return cell(desk, field.steps[0], entity)
    if any(doc.internal for doc in field.steps) and not desk.book.options.internal:
        return Markup("")
    if not field.steps:
        return Markup(", ").join(escape(as_text(value)) for value in field.values(entity))
    one = replace(field.steps[-1], many=False, mapping=False)
    return Markup(", ").join(desk.values.show(one, value) for value in field.values(entity))


def badge(desk: Desk, doc: FieldDoc, word: str) -> Markup:
    """A word of a vocabulary in the colour it has everywhere."""
    assert doc.vocabulary is not None  # asked for by the caller
    return fill(
        '<span class="sb-badge sb-badge--%s">%s</span>',
        word.replace("_", "-"),
        desk.values.vocabularies.label(doc.vocabulary, word),
    )
