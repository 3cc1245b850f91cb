"""Reads the classes of the model once, and gives their fields in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from inspect import cleandoc, get_annotations
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from stackbook.diagnostics import Side
from stackbook.fields.docs import FieldDoc, KindDoc, inherit
from stackbook.fields.labels import label_of
from stackbook.fields.shapes import flatten, marked, shape_of
from stackbook.model import KINDS
from stackbook.model.base import (
    REQUIRED_WEIGHT,
    Answers,
    Called,
    Counts,
    Derived,
    Entity,
    Internal,
    Ref,
    Section,
    Vocab,
)


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


def _all_fields(model: type[BaseModel]) -> Iterator[FieldDoc]:
    side = model.spec.side if issubclass(model, Entity) else None
    section = ""
    for name, starts in _ordered(model):
        info = model.model_fields[name]
        marks = list(flatten(info.metadata))
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
        for m in flatten(info.metadata)
        if isinstance(m, Section)
    )


def _field_doc(name: str, info: FieldInfo, section: str, side: Side | None) -> FieldDoc:
    annotation: Any = info.annotation
    marks = list(flatten(info.metadata))
    nullable = many = mapping = False
    while True:
        origin, args = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            marks += flatten(args[1:])
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
    part = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
    return FieldDoc(
        attribute=name,
        key=info.alias or name,
        label=next((m.label for m in marks if isinstance(m, Called)), "") or label_of(info.alias or name),
        help=cleandoc(info.description or ""),
        shape=shape_of(annotation, marks),
        required=required,
        nullable=nullable,
        section=section,
        side=answers,
        internal=marked(marks, Internal),
        weight=max([REQUIRED_WEIGHT if required else 0, *(m.weight for m in marks if isinstance(m, Counts))]),
        derived=marked(marks, Derived),
        refs=next((m for m in marks if isinstance(m, Ref)), None),
        vocabulary=next((m.name for m in marks if isinstance(m, Vocab)), None),
        part=part,
        inner=tuple(inherit(one, answers, marked(marks, Internal)) for one in fields_of(part)) if part else (),
        many=many,
        mapping=mapping,
        default=plain,
        minimum=next((float(m.ge) for m in marks if isinstance(m, Ge)), None),  # type: ignore[arg-type]  # our bounds are numbers
        maximum=next((float(m.le) for m in marks if isinstance(m, Le)), None),  # type: ignore[arg-type]
        max_length=next((m.max_length for m in marks if isinstance(m, MaxLen)), None),
        leaf=Annotated[annotation, *marks] if marks else annotation,
    )
