"""The inventory: everything a stack says, typed, frozen, with references that work both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from stackbook.diagnostics import Location
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataField, DataSource
from stackbook.model.organisation import Organisation
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Vocabularies
from stackbook.source import Node
from stackbook.source.nodes import find, location_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entity stands.

    Args:
        path: the file.
        node: its keys and values, for places inside it.
        kept: for a list of which not every entry could be used: its key, and where each entry in use stands in it.
    """

    path: str
    node: Node | None = None
    kept: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def at(self, *keys: str | int) -> Location:
        """The place of the value below `keys`; of its nearest holder when it is not written."""
        if self.node is None:
            return Location(self.path)
        node, key = find(self.node, self._written(keys))
        if not keys and getattr(node, "keys", None):
            return location_of(self.path, next(iter(node.keys.values())))  # type: ignore[union-attr]  # asked for just now
        if key is not None and not hasattr(node, "text"):
            return location_of(self.path, key)
        return location_of(self.path, node)

    def _written(self, keys: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """The keys with a position as in the file."""
        if len(keys) > 1 and isinstance(keys[1], int) and (kept := self.kept.get(str(keys[0]))):
            return (keys[0], kept[keys[1]] if keys[1] < len(kept) else keys[1], *keys[2:])
        return keys


@dataclass(frozen=True, slots=True)
class Reference:
    """One entity names another.

    Args:
        source: ``kind:id`` of the one that names.
        path: keys and positions that lead to the place.
        target: ``kind:id`` of the one named (aliases resolved).
        field_id: the field of a data source that is named, or "".
    """

    source: str
    path: tuple[str | int, ...]
    target: str
    field_id: str = ""

    @property
    def key(self) -> str:
        """The top-level key in which it stands."""
        return str(self.path[0])


@dataclass(frozen=True)
class Inventory:
    """What a stack holds.

    Args:
        organisation: ``stack.yml``.
        vocabularies: the built-in words and the organisation's own.
        entities: kind to id to entity, ids sorted.
        aliases: ``kind:alias`` to ``kind:id``.
        references: all of them, sorted by where they stand.
        origins: ``kind:id`` to its place.
        flaws: ``kind:id`` and top-level key of what was wrong and could not be used as written.
        declared: ``kind:id`` of everything that has a file or an entry, even one that could not be used.
    """

    organisation: Organisation
    vocabularies: Vocabularies = BUILT_IN
    entities: Mapping[str, Mapping[str, Entity]] = field(default_factory=lambda: MappingProxyType({}))
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    references: tuple[Reference, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}))
    flaws: frozenset[tuple[str, str]] = frozenset()
    declared: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        back: dict[str, list[Reference]] = {}
        out: dict[str, list[Reference]] = {}
        for reference in self.references:
            back.setdefault(reference.target, []).append(reference)
            out.setdefault(reference.source, []).append(reference)
        object.__setattr__(self, "_back", {key: tuple(found) for key, found in back.items()})
        object.__setattr__(self, "_out", {key: tuple(found) for key, found in out.items()})

    def all(self, kind: str) -> tuple[Entity, ...]:
        """Every entity of a kind, by name."""
        found = self.entities.get(kind, {})
        return tuple(sorted(found.values(), key=lambda e: (e.display_name.casefold(), e.id)))

    def everything(self) -> Iterator[Entity]:
        """Every entity, kind by kind, by id; without the organisation."""
        for kind in KINDS:
            yield from self.entities.get(kind, {}).values()

    def find(self, ref: str | None) -> Entity | None:
        """The entity ``kind:id`` means, aliases included; None when there is none."""
        if not ref:
            return None
        kind, _, entity_id = self.aliases.get(ref, ref).partition(":")
        return self.entities.get(kind, {}).get(entity_id)

    def get(self, kind: str, entity_id: str | None) -> Entity | None:
        """The entity of that kind and id, aliases included; None when there is none."""
        return self.find(f"{kind}:{entity_id}") if entity_id else None

    def data_field(self, name: str) -> tuple[DataSource, DataField] | None:
        """What ``data-source.field`` means; None when there is none."""
        source_id, _, field_id = name.partition(".")
        source = self.get("data_source", source_id)
        if isinstance(source, DataSource) and (found := source.field(field_id)):
            return source, found
        return None

    def named_by(self, ref: str) -> tuple[Reference, ...]:
        """The references that lead to an entity."""
        found: tuple[Reference, ...] = self._back.get(ref, ())  # type: ignore[attr-defined]  # set in __post_init__
        return found

    def names(self, ref: str) -> tuple[Reference, ...]:
        """The references an entity makes."""
        found: tuple[Reference, ...] = self._out.get(ref, ())  # type: ignore[attr-defined]  # set in __post_init__
        return found

    def place(self, entity: Entity, *keys: str | int) -> Location:
        """Where an entity, or a value in it, stands."""
        origin = self.origins.get(entity.ref)
        return origin.at(*keys) if origin else Location("")
