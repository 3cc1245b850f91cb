"""What sort of value may stand in a field, read from an annotation and its markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import Any, get_args

from annotated_types import MaxLen
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from stackbook.model import types
from stackbook.model.base import Condition, FieldRef, KindKey, Ref, Vocab


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
    DATA_USE = "data_use"
    DATA_SUBJECT = "data_subject"
    CURRENCY = "currency"
    KIND = "kind"
    DAY = "day"
    DURATION = "duration"
    QUARTER = "quarter"
    ADDRESS = "address"
    MAILBOX = "mailbox"
    COUNTRY = "country"
    PLACE = "place"
    FLAG = "flag"
    WHOLE = "whole"
    NUMBER = "number"
    PART = "part"
    CONDITION = "condition"
    ANY = "any"


_TEXT_SHAPES: dict[object, Shape] = {
    next(m for m in get_args(kind) if isinstance(m, AfterValidator)): shape
    for kind, shape in (
        (types.Duration, Shape.DURATION),
        (types.Quarter, Shape.QUARTER),
        (types.Address, Shape.ADDRESS),
        (types.Mailbox, Shape.MAILBOX),
        (types.Country, Shape.COUNTRY),
        (types.Place, Shape.PLACE),
        (types.DataCategory, Shape.DATA_CATEGORY),
        (types.DataUse, Shape.DATA_USE),
        (types.DataSubject, Shape.DATA_SUBJECT),
        (types.Currency, Shape.CURRENCY),
        (KindKey, Shape.KIND),
        (types.Slug, Shape.SLUG),
        (types.FieldId, Shape.FIELD_ID),
    )
}


TAXONOMIES = (Shape.DATA_CATEGORY, Shape.DATA_USE, Shape.DATA_SUBJECT)
"""Shapes of words from fideslang."""


def marked(marks: Iterable[object], sort: type) -> bool:
    """Whether a marker of that class is among the marks."""
    return any(isinstance(m, sort) for m in marks)


def flatten(marks: Iterable[object]) -> Iterator[object]:
    """The markers, with those that pydantic keeps inside a `FieldInfo` taken out."""
    for mark in marks:
        if isinstance(mark, FieldInfo):
            yield from flatten(mark.metadata)
        else:
            yield mark


def shape_of(annotation: Any, marks: list[object]) -> Shape:
    """The shape of one value: its annotation without list, mapping and None, and its markers."""
    by_type = {bool: Shape.FLAG, int: Shape.WHOLE, float: Shape.NUMBER, date: Shape.DAY}
    if annotation in by_type:
        return by_type[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape.PART
    if marked(marks, Condition):
        return Shape.CONDITION
    if annotation is not str:
        return Shape.ANY
    for mark, shape in (
        (Ref, Shape.REF),
        (FieldRef, Shape.FIELD_REF),
        (Vocab, Shape.WORD),
        (types.Markdown, Shape.PROSE),
    ):
        if marked(marks, mark):
            return shape
    checked = next((_TEXT_SHAPES[m] for m in marks if isinstance(m, AfterValidator) and m in _TEXT_SHAPES), None)
    longest = max((m.max_length for m in marks if isinstance(m, MaxLen)), default=0)
    return checked or (Shape.LINE if longest > types.MAX_NAME else Shape.TEXT)
