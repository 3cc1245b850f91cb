"""One entity: from its node to a typed, frozen object, with every mistake in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stackbook.diagnostics import Check, Diagnostic, Location
from stackbook.fields import FieldDoc, Shape, by_key, fields_of
from stackbook.inventory import checks
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.model.base import Entity
from stackbook.model.vocabulary import Vocabularies
from stackbook.source import Mapping, Node, Scalar, Sequence
from stackbook.source.nodes import find, location_of

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_MAX_ROUNDS = 4


@dataclass(slots=True)
class Validated:
    """What came of one node.

    Args:
        entity: the entity, without what was wrong in it; None when too little is right.
        diagnostics: what was wrong.
    """

    entity: Entity | None
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(slots=True)
class _Subject:
    kind: type[Entity]
    ref: str
    path: str
    node: Mapping
    vocabularies: Vocabularies


def validate(kind: type[Entity], entity_id: str, node: Mapping, path: str, vocabularies: Vocabularies) -> Validated:
    """Check a node against its kind.

    Args:
        kind: the class.
        entity_id: its id, already checked.
        node: its keys and values.
        path: the file, for locations.
        vocabularies: the organisation's words.
    """
    subject = _Subject(kind, f"{kind.spec.key}:{entity_id}", path, node, vocabularies)
    data = _entity_data(kind, node)
    data["id"] = entity_id
    problems: list[Diagnostic] = []
    data = _without_unknown_keys(subject, data, problems)
    for _ in range(_MAX_ROUNDS):
        try:
            entity = kind.model_validate(data, context={"vocabularies": vocabularies})
        except ValidationError as error:
            details = error.errors(include_url=False)
            problems.extend(_explain(subject, one) for one in details)
            repaired = _repaired(kind, data, details)
            if repaired is None:
                return Validated(None, problems)
            data = repaired
        else:
            return Validated(entity, problems)
    return Validated(None, problems)


def plain(node: Node) -> Any:
    """A node as Python values: text stays text, null becomes None."""
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def core(node: Node) -> Any:
    """A node by YAML 1.2's core schema, for keys that no model describes."""
    if isinstance(node, Sequence):
        return [core(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: core(value) for key, value in node.values.items()}
    if node.is_null:
        return None
    if node.plain:
        if node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return node.text[0] in "tT"
        if _INT.fullmatch(node.text) and len(node.text) < 20:
            return int(node.text)
        if _FLOAT.fullmatch(node.text) and len(node.text) < 40:
            number = float(node.text)
            return number if abs(number) < 1e300 else node.text
    return node.text


def _entity_data(kind: type[Entity], node: Mapping) -> dict[str, Any]:
    docs = by_key(kind)
    data: dict[str, Any] = {}
    extensions: dict[str, Any] = {}
    unknown: list[str] = []
    for key, value in node.values.items():
        if key.startswith("x-"):
            extensions[key] = core(value)
            continue
        doc = docs.get(key)
        content = plain(value)
        if content is None and doc is not None and doc.allows_null:
            unknown.append(key)
            if not doc.nullable:
                continue  # its default says the same
        data[key] = _without_nulls(doc.part, content) if doc is not None and doc.part else content
    for name in ("extensions", "known_unknown"):
        if name in data:
            data[f"{name} "] = data.pop(name)  # nobody writes these: let them be refused as unknown
    if extensions:
        data["extensions"] = extensions
    if unknown:
        data["known_unknown"] = unknown
    return data


def _without_nulls(part: type[BaseModel], content: Any) -> Any:
    """A group's values without the nulls that its types cannot hold: there a null says no more than leaving it out."""
    if isinstance(content, list):
        return [_without_nulls(part, one) for one in content]
    if not isinstance(content, dict):
        return content
    docs = by_key(part)
    kept = {}
    for key, value in content.items():
        doc = docs.get(key)
        if value is None and doc is not None and not doc.required and not doc.nullable:
            continue
        kept[key] = _without_nulls(doc.part, value) if doc is not None and doc.part else value
    return kept


def _without_unknown_keys(subject: _Subject, data: dict[str, Any], problems: list[Diagnostic]) -> dict[str, Any]:
    known = {doc.key for doc in fields_of(subject.kind)} | {"id", "extensions", "known_unknown"}
    for key in [k for k in data if k not in known]:
        del data[key]
        problems.append(_unknown_key(subject, (key.strip(),), subject.kind))
    return data


def _unknown_key(subject: _Subject, path: tuple[str | int, ...], model: type[BaseModel]) -> Diagnostic:
    key = str(path[-1])
    parent, _ = find(subject.node, path[:-1])
    scalar = parent.keys.get(key) if isinstance(parent, Mapping) else None
    place = location_of(subject.path, scalar or parent)
    allowed = [doc.key for doc in fields_of(model)]
    guess = did_you_mean(key, allowed)
    own = "" if len(path) > 1 else " A key of your own begins with `x-`."
    help = sentence(guess, f"allowed here: {one_of(allowed, 60 if not guess else 8)}") + own
    return checks.UNKNOWN_KEY.at(
        place, f"`{shown(key)}` is not a key of {_called(model)}", help, entity=subject.ref, field=str(path[0])
    )


def _called(model: type[BaseModel]) -> str:
    if issubclass(model, Entity):
        name = model.spec.singular.lower()
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    return "this group"


def _explain(subject: _Subject, error: ErrorDetails) -> Diagnostic:
    """One pydantic error in words."""
    path = tuple(step for step in error["loc"] if not (isinstance(step, str) and step == "[key]"))
    doc, model = _doc_at(subject.kind, path)
    kind = error["type"]
    node, key = find(subject.node, path)
    name = _name(path)
    field_key = str(path[0]) if path else ""

    def at(check: Check, place: Location, message: str, help: str = "") -> Diagnostic:
        return check.at(place, message, help, entity=subject.ref, field=field_key)

    place = location_of(subject.path, node)
    if isinstance(node, Mapping | Sequence) and key is not None:
        place = location_of(subject.path, key)
    if isinstance(node, Scalar) and node.is_null and key is not None and not node.text:
        place = location_of(subject.path, key)
    if kind == "missing":
        return at(checks.MISSING, _missing_place(subject, path), f"`{name}` is missing", _missing_help(subject, doc))
    if kind == "extra_forbidden":
        return _unknown_key(subject, path, model)
    given = error.get("input")
    if given is None:
        return at(checks.WRONG_TYPE, place, f"`{name}` cannot be empty", _wanted(doc))
    if kind == "unknown_value":
        return at(checks.UNKNOWN_VALUE, place, *_unknown_value(subject, doc, error, name, given))
    context = error.get("ctx", {})
    if "help" in context:
        return at(checks.WRONG_VALUE, place, f"{name}: {error['msg']}", str(context["help"]))
    if kind in ("string_too_long", "string_too_short"):
        limit = context.get("max_length")
        what = f"is longer than {limit:,} characters" if limit else "is empty"
        return at(
            checks.WRONG_VALUE,
            place,
            f"`{name}` {what}",
            "Shorten it; details belong into `notes`." if limit else _wanted(doc),
        )
    if kind.startswith(("greater_than", "less_than")):
        return at(checks.WRONG_VALUE, place, f"`{name}` cannot be {shown(given)}", _wanted(doc))
    return at(checks.WRONG_TYPE, place, f"`{name}` is {_sort(given, node)}", _wanted(doc))


def _unknown_value(
    subject: _Subject, doc: FieldDoc | None, error: ErrorDetails, name: str, given: object
) -> tuple[str, str]:
    context = error.get("ctx", {})
    own = ""
    if "known" in context:
        allowed = list(context["known"])
        own = " They are fideslang's data categories."
    else:
        vocabulary = subject.vocabularies[str(context["vocabulary"])]
        allowed = [key for key, value in vocabulary.values.items() if not value.deprecated]
        labels = {value.label.casefold(): key for key, value in vocabulary.values.items()}
        by_label = labels.get(str(given).casefold())
        if vocabulary.extensible:
            own = f" Your own words go under `vocabulary: {vocabulary.name}` in `stack.yml`."
        if by_label:
            return f"`{shown(given)}` is not a value of `{name}`", f"Did you mean `{by_label}`?{own}"
    guess = did_you_mean(str(given), allowed)
    help = sentence(guess, f"allowed are {one_of(allowed, 8 if guess else 60)}") + own
    return f"`{shown(given)}` is not a value of `{name}`", help


def _missing_place(subject: _Subject, path: tuple[str | int, ...]) -> Location:
    parent, key = find(subject.node, path[:-1])
    if isinstance(parent, Mapping) and len(path) > 1 and parent.keys:
        return location_of(subject.path, next(iter(parent.keys.values())))
    if key is not None and len(path) > 1:
        return location_of(subject.path, key)
    first = next(iter(subject.node.keys.values()), None)
    return location_of(subject.path, first or subject.node)


def _missing_help(subject: _Subject, doc: FieldDoc | None) -> str:
    if doc is None:
        return ""
    allowed = ""
    if doc.vocabulary:
        allowed = f"allowed are {one_of(subject.vocabularies[doc.vocabulary].values, 20)}"
    unknown = "write `null` if you have asked and nobody knows" if doc.nullable else ""
    return sentence(doc.help.split("\n")[0].rstrip("."), allowed, unknown)


def _wanted(doc: FieldDoc | None) -> str:
    if doc is None:
        return ""
    example = ""
    if doc.many and not doc.part:
        example = f", as in `{doc.key}: [one, two]`"
    elif doc.part and not doc.many:
        keys = [inner.key for inner in doc.inner]
        example = f": {one_of(keys, 8)}, one a line and indented below `{doc.key}:`"
    elif doc.part and doc.many:
        example = f", each beginning with `- ` and holding {one_of([inner.key for inner in doc.inner], 6)}"
    return f"Write {doc.type_in_words}{example}."


def _sort(given: object, node: Node) -> str:
    if isinstance(node, Mapping):
        return "a group of keys here"
    if isinstance(node, Sequence):
        return "a list here"
    return f"`{shown(given)}` here"


def _name(path: tuple[str | int, ...]) -> str:
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1]}[{step + 1}]"] if parts else [str(step + 1)]
        else:
            parts.append(shown(step))
    return ".".join(parts)


def _doc_at(kind: type[Entity], path: tuple[str | int, ...]) -> tuple[FieldDoc | None, type[BaseModel]]:
    """The field a path ends at, and the class that a key at its end would belong to."""
    model: type[BaseModel] = kind
    owner: type[BaseModel] = kind
    doc: FieldDoc | None = None
    for step in path:
        if isinstance(step, str) and (found := by_key(model).get(step)):
            doc, owner = found, model
            model = found.part or model
        elif isinstance(step, str) and not (doc and doc.mapping and doc.part is None):
            owner = model
    return doc, owner


def _repaired(kind: type[Entity], data: dict[str, Any], details: list[ErrorDetails]) -> dict[str, Any] | None:
    """The data without the top-level keys that were refused; None when a key that cannot be spared is among them."""
    docs = by_key(kind)
    repaired = dict(data)
    for error in details:
        key = str(error["loc"][0]) if error["loc"] else ""
        doc = docs.get(key)
        if doc is None:
            return None
        if not doc.required:
            repaired.pop(key, None)
        elif doc.nullable:
            repaired[key] = None
        elif doc.many and doc.part and isinstance(repaired.get(key), list):
            bad = {e["loc"][1] for e in details if len(e["loc"]) > 1 and e["loc"][0] == key}
            repaired[key] = [item for n, item in enumerate(data[key]) if n not in bad]
            if not bad:
                return None
        elif doc.shape is Shape.TEXT and key == "name":
            repaired[key] = str(data["id"])
        else:
            return None
    return repaired
