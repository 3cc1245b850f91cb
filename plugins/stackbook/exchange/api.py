"""The machine-readable twin of the site: ``api/v1``.

``stack.json`` holds the whole inventory of the audience, ``<folder>/<id>.json`` one
entity, ``schema/<kind>.json`` the JSON Schema of a kind. Keys are those of the YAML.
The shape is stable within ``v1``: keys are added, never renamed or taken away.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from stackbook.completeness import completeness
from stackbook.fields import fields_of
from stackbook.inventory import Inventory
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.schema import all_schemas

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site that is no page.

    Args:
        path: below the site, forward slashes.
        media_type: of its content.
        content: its bytes.
    """

    path: str
    media_type: str
    content: bytes


def entity_data(entity: Entity, inventory: Inventory, emptied: Collection[str] = ()) -> dict[str, Any]:
    """One entity as plain values: ``kind``, ``id``, what is recorded, what is known to be unknown, and who names it.

    Args:
        entity: the record.
        inventory: what it is part of.
        emptied: its keys that hold something which this audience may not see.
    """
    data: dict[str, Any] = {
        "kind": entity.spec.key,
        "id": entity.id,
        "display_name": entity.display_name,
        "completeness": completeness(entity, emptied).percent,
        "data": _plain(entity),
        "known_unknown": list(entity.known_unknown),
        "named_by": sorted({r.source for r in inventory.named_by(entity.ref)}),
    }
    if entity.extensions:
        data["extensions"] = entity.extensions
    return data


def api_files(inventory: Inventory, emptied: Mapping[str, frozenset[str]] | None = None) -> Iterator[Artifact]:
    """Every file of the interface.

    Args:
        inventory: may be shown as it is.
        emptied: ``kind:id`` to the keys that hold something which the audience may not see.
    """
    lost = emptied or {}
    shown = (e for e in inventory.everything() if e.spec.folder)
    entities = {e.ref: entity_data(e, inventory, lost.get(e.ref, ())) for e in shown}
    for kind, model in KINDS.items():
        for entity in inventory.entities.get(kind, {}).values():
            if entity.ref in entities:
                yield _json(f"{model.spec.folder}/{entity.id}.json", entities[entity.ref])
    whole = {
        "version": VERSION,
        "organisation": _plain(inventory.organisation),
        "kinds": {
            key: {"singular": k.spec.singular, "plural": k.spec.plural, "folder": k.spec.folder}
            for key, k in KINDS.items()
        },
        "entities": list(entities.values()),
        "aliases": dict(sorted(inventory.aliases.items())),
    }
    yield _json("stack.json", whole)
    for name, text in all_schemas(inventory.vocabularies).items():
        yield Artifact(f"api/v1/schema/{name}", "application/schema+json", text.encode())


def _json(path: str, data: Any) -> Artifact:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Artifact(f"api/v{VERSION}/{path}", "application/json", text.encode())


def _plain(value: Any) -> Any:
    """Values as JSON knows them; keys as in the YAML; what is not recorded is left out."""
    if isinstance(value, BaseModel):
        found = {doc.key: doc.of(value) for doc in fields_of(type(value))}
        return {key: _plain(one) for key, one in found.items() if one not in (None, (), {})}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value
