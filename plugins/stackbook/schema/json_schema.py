"""JSON Schema (2020-12) for each kind, for completion and hover help in editors.

Written for yaml-language-server, which VS Code's YAML extension uses. Three things
follow from how it works:

- Stackbook takes every scalar as the text that was typed, and lets the model say what
  it is. An editor types it first: `2026` or `1.10` in a text field is a number to it,
  and `true` a boolean. So short free text takes strings, numbers and booleans, and
  sentences, Markdown, ids and references take strings and numbers. Nothing that the
  check accepts is marked wrong in the editor for its type.
- Choices are written out as one `enum` where they stand, with `null` among them,
  because an editor's message about an `anyOf` is hard to read. Words that are no
  longer to be used are the exception: a pattern allows them and nothing suggests them.
- A file holds one mapping or a list of them. `if` chooses, so that messages are about
  what was written and not about the other form.

The check (`stackbook check`) is the judge; a schema cannot know whether a reference leads anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from stackbook.fields import TAXONOMIES, FieldDoc, Shape, derived_of, fields_of
from stackbook.model import KINDS
from stackbook.model.base import Entity, Ref
from stackbook.model.types import (
    FIELD_ID,
    SLUG,
    countries,
    currencies,
    data_categories,
    data_subjects,
    data_uses,
    places,
    retired_words,
)
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Vocabularies, Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_UNKNOWN = "Asked, and known to be unknown."
_TYPES: Mapping[Shape, tuple[str, ...]] = {
    Shape.TEXT: ("string", "number", "boolean"),
    Shape.LINE: ("string", "number"),
    Shape.PROSE: ("string", "number"),
    Shape.SLUG: ("string", "number"),
    Shape.FIELD_ID: ("string", "number"),
    Shape.REF: ("string", "number"),
}
_CHOICES: Mapping[Shape, Any] = {
    Shape.COUNTRY: countries,
    Shape.PLACE: places,
    Shape.DATA_CATEGORY: lambda: _with_meanings(data_categories()),
    Shape.DATA_USE: lambda: _with_meanings(data_uses()),
    Shape.DATA_SUBJECT: lambda: _with_meanings(data_subjects()),
    Shape.CURRENCY: currencies,
    Shape.KIND: lambda: {key: kind.spec.about for key, kind in KINDS.items() if key not in ("organisation", "rule")},
}

Ids = Mapping[str, Sequence[str]]


def _with_meanings(taxonomy: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {key: f"{name}. {meaning}".strip() for key, (name, meaning) in taxonomy.items()}


def schema_for(kind: str, vocabularies: Vocabularies = BUILT_IN, ids: Ids | None = None) -> dict[str, Any]:
    """The JSON Schema of a file of one kind.

    Args:
        kind: its key, such as ``data_source``.
        vocabularies: the words that may be used.
        ids: ids by kind to suggest where such a kind is named; examples without.

    Raises:
        KeyError: there is no such kind.
    """
    model = KINDS[kind]
    writer = _Writer(vocabularies, ids or {})
    one = {"$ref": "#/$defs/one"}
    schema: dict[str, Any] = {"$schema": DIALECT, "title": model.spec.singular, "description": model.spec.about}
    if model.spec.folder:
        several = {"allOf": [one, {"type": "object", "required": ["id"]}]}
        schema |= {"if": {"type": "array"}, "then": {"items": several}, "else": one}
    else:
        schema |= one
    return schema | {"$defs": {"one": writer.entity(model)}}


def all_schemas(vocabularies: Vocabularies = BUILT_IN, ids: Ids | None = None) -> dict[str, str]:
    """The schema of every kind as text, by file name such as ``data_source.json``.

    The same vocabularies and ids give the same text.
    """
    return {
        f"{kind}.json": json.dumps(schema_for(kind, vocabularies, ids), indent=2, ensure_ascii=False) + "\n"
        for kind in KINDS
    }


class _Writer:
    """Turns fields into schemas for one set of words."""

    def __init__(self, vocabularies: Vocabularies, ids: Ids) -> None:
        self.vocabularies, self.ids = vocabularies, ids

    def entity(self, model: type[Entity]) -> dict[str, Any]:
        identity = [doc for doc in derived_of(model) if doc.key == "id" and model.spec.folder]
        schema = self._object([*fields_of(model), *identity])
        return schema | {"patternProperties": {"^x-": {"description": "A key of your own."}}}

    def _object(self, docs: Sequence[FieldDoc]) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {doc.key: self._field(doc) for doc in docs},
            "additionalProperties": False,
        }
        required = [doc.key for doc in docs if doc.required]
        return schema | ({"required": required} if required else {})

    def _field(self, doc: FieldDoc) -> dict[str, Any]:
        schema = self._value(doc)
        if doc.many:
            schema = {"type": "array", "items": schema}
        if doc.mapping:
            schema = {"type": "object", "additionalProperties": schema}
        if doc.allows_null and not doc.derived:
            schema = _or_null(schema)
        help = " ".join(doc.help.split())
        return {"title": doc.label, "description": help.replace("`", ""), "markdownDescription": _hover(doc)} | schema

    def _value(self, doc: FieldDoc) -> dict[str, Any]:
        if doc.part:
            return self._object(doc.inner)
        if doc.vocabulary:
            return _words(self.vocabularies[doc.vocabulary])
        if doc.refs:
            return self._reference(doc.refs)
        if doc.shape in _CHOICES:
            return _choice(_CHOICES[doc.shape](), _retired(doc.shape))
        if doc.shape is Shape.FIELD_REF:
            pattern = f"^{SLUG.pattern}[.]{FIELD_ID.pattern}$"
            return {"type": "string", "pattern": pattern, "examples": ["crm-contacts.first_name"]}
        schema = dict(TypeAdapter(doc.leaf).json_schema())
        if doc.shape in _TYPES:
            schema["type"] = list(_TYPES[doc.shape])
        return schema

    def _reference(self, refs: Ref) -> dict[str, Any]:
        if len(refs.kinds) == 1:
            kind = refs.kinds[0]
            written = list(self.ids.get(kind, (f"the-{kind.replace('_', '-')}",)))
            pattern, types = f"({kind}:)?{SLUG.pattern}", list(_TYPES[Shape.REF])
        else:
            known = [f"{kind}:{one}" for kind in refs.kinds for one in self.ids.get(kind, ())]
            written = known or [f"{kind}:the-{kind.replace('_', '-')}" for kind in refs.kinds]
            pattern, types = f"({'|'.join(refs.kinds)}):{SLUG.pattern}", ["string"]
        pattern = "|".join([pattern, *map(re.escape, refs.words)])
        return {"type": types, "pattern": f"^({pattern})$", "examples": [*refs.words, *written]}


def _words(vocabulary: Vocabulary) -> dict[str, Any]:
    old = {key: v for key, v in vocabulary.values.items() if v.deprecated or v.replaced_by}
    live = {
        key: ": ".join(filter(None, (v.label, v.description))) for key, v in vocabulary.values.items() if key not in old
    }
    return _choice(live, {key: v.replaced_by or "" for key, v in old.items()})


def _retired(shape: Shape) -> Mapping[str, str]:
    """Words of a taxonomy that still work, with those that took their place."""
    known = _CHOICES[shape]() if shape in TAXONOMIES else {}
    return {old: new for old, new in retired_words().items() if new in known} if known else {}


def _choice(words: Mapping[str, str], old: Mapping[str, str]) -> dict[str, Any]:
    live = {"type": "string", "enum": list(words), "markdownEnumDescriptions": list(words.values())}
    if not old:
        return live
    instead = ", ".join(f"`{key}`: use `{new}`" if new else f"`{key}`" for key, new in old.items())
    pattern = f"^({'|'.join(re.escape(key) for key in old)})$"
    outdated = {"type": "string", "pattern": pattern, "deprecated": True, "deprecationMessage": f"Outdated: {instead}."}
    return {"anyOf": [live, outdated]}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    schema = schema | {"type": [*types, "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
        schema["markdownEnumDescriptions"] = [*schema["markdownEnumDescriptions"], _UNKNOWN]
    return schema


def _hover(doc: FieldDoc) -> str:
    kind = doc.type_in_words
    facts = [kind[0].upper() + kind[1:] + "."]
    if doc.required:
        facts.append("Required; write `null` when nobody knows." if doc.nullable else "Required.")
    if doc.side:
        facts.append(f"{doc.side.label} answers.")
    if doc.internal and "internal site" not in doc.help:
        facts.append("Left out of a public site.")
    return f"{' '.join(doc.help.split())}\n\n{' '.join(facts)}"
