"""One entity: from its node to a typed, frozen object, with every mistake found in one go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stackbook.diagnostics import Diagnostic
from stackbook.fields import Shape, by_key, fields_of
from stackbook.inventory.checks import MISSING
from stackbook.inventory.explain import Subject, explain, unknown_key
from stackbook.model.base import Entity
from stackbook.model.vocabulary import Vocabularies
from stackbook.source import Mapping, Node, Scalar, Sequence

_INT = re.compile(r"[-+]?[0-9]+")
_HEX = re.compile(r"0x[0-9a-fA-F]{1,15}|0o[0-7]{1,20}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_MAX_ROUNDS = 4
_NOT_WRITTEN = ("extensions", "known_unknown")
_REFUSED = "\0"  # before a key that the class knows and nobody may write; no file can hold this character


@dataclass(slots=True)
class Validated:
    """What came of one node.

    Args:
        entity: the entity, without what was wrong in it; None when too little is right.
        diagnostics: what was wrong.
        silenced: top-level keys that were wrong and not worth a diagnostic.
        kept: for a list that lost entries: its key, and where those that are left stand in the file.
    """

    entity: Entity | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    silenced: frozenset[str] = frozenset()
    kept: dict[str, tuple[int, ...]] = field(default_factory=dict)


def validate(
    kind: type[Entity],
    entity_id: str,
    node: Mapping,
    path: str,
    vocabularies: Vocabularies,
    *,
    lenient: bool = False,
) -> Validated:
    """Check a node against its kind.

    Args:
        kind: the class.
        entity_id: its id, already checked.
        node: its keys and values.
        path: the file, for locations.
        vocabularies: the organisation's words.
        lenient: those could not be read, so that an unknown word may be one of them.
    """
    subject = Subject(kind, f"{kind.spec.key}:{entity_id}", path, node, vocabularies, lenient)
    data = _entity_data(kind, node)
    data["id"] = entity_id
    problems: list[Diagnostic] = []
    data = _without_unknown_keys(subject, data, problems)
    entity: Entity | None = None
    kept: dict[str, tuple[int, ...]] = {}
    for _ in range(_MAX_ROUNDS):
        try:
            entity = kind.model_validate(data, context={"vocabularies": vocabularies})
            break
        except ValidationError as error:
            details = error.errors(include_url=False)
            problems.extend(explain(subject, details))
            repaired = _repaired(kind, data, details, kept)
            if repaired is None:
                break
            data = repaired
    return Validated(entity, _each_once(problems), frozenset(subject.silenced), kept)


def _each_once(problems: list[Diagnostic]) -> list[Diagnostic]:
    """Without those that say the same of the same place: an alias repeats a mistake wherever it stands."""
    kept = {(p.code, p.location, p.message if p.code == MISSING.code else ""): p for p in reversed(problems)}
    return list(reversed(kept.values()))


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
        if _INT.fullmatch(node.text):
            return int(node.text) if len(node.text) < 20 else node.text  # no reader of JSON keeps a longer one
        if _HEX.fullmatch(node.text):
            return int(node.text, 0)
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
    for name in _NOT_WRITTEN:
        if name in data:
            data[_REFUSED + name] = data.pop(name)
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


def _without_unknown_keys(subject: Subject, data: dict[str, Any], problems: list[Diagnostic]) -> dict[str, Any]:
    known = {doc.key for doc in fields_of(subject.kind)} | {"id", "extensions", "known_unknown"}
    for key in [k for k in data if k not in known]:
        del data[key]
        problems.append(unknown_key(subject, (key.removeprefix(_REFUSED),), subject.kind))
    return data


def _repaired(
    kind: type[Entity], data: dict[str, Any], details: list[ErrorDetails], kept: dict[str, tuple[int, ...]]
) -> dict[str, Any] | None:
    """The data without what was refused; None when something that cannot be spared is among it.

    `kept` is told which entries of a list are left.
    """
    docs = by_key(kind)
    repaired = dict(data)
    for key in dict.fromkeys(str(error["loc"][0]) if error["loc"] else "" for error in details):
        doc = docs.get(key)
        if doc is None:
            return None
        bad = {e["loc"][1] for e in details if len(e["loc"]) > 1 and e["loc"][0] == key}
        if doc.many and not doc.mapping and isinstance(data.get(key), list) and bad:
            places = kept.get(key, tuple(range(len(data[key]))))
            kept[key] = tuple(place for n, place in enumerate(places) if n not in bad)
            repaired[key] = [item for n, item in enumerate(data[key]) if n not in bad]
        elif not doc.required:
            repaired.pop(key, None)
        elif doc.nullable:
            repaired[key] = None
        elif doc.shape is Shape.TEXT and key == "name":
            repaired[key] = str(data["id"])
        else:
            return None
    return repaired
