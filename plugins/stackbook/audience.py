"""What an audience may see: an inventory from which everything else has been taken out.

Every page, picture, index and file of a site is made from what `publish` returns, so
nothing internal can get into any of them by another way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from stackbook.diagnostics import Diagnostic
from stackbook.fields import FieldDoc, by_key, derived_of, fields_of
from stackbook.inventory import Inventory, Origin
from stackbook.inventory.load import declared_references
from stackbook.inventory.targets import kind_meant
from stackbook.model.base import AllOrNone, Entity, HiddenWith
from stackbook.model.organisation import Organisation
from stackbook.model.people import Person
from stackbook.model.types import make_id

_Holder = TypeVar("_Holder", bound=BaseModel)
_LINK = re.compile(r"stack:([a-z_-]+)/([^\s<>()\[\]\"'#]+)", re.IGNORECASE)
_NO_LINK = "internal:"  # a link to it keeps its words and leads nowhere
_PERSON_KEEPS = frozenset(
    {"title", "role", "team", "description", "tags", "from", "to", "visibility", "last_reviewed", "review_every"}
)


class Audience(Enum):
    """Who a site is for."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Published:
    """An inventory as an audience may see it.

    Args:
        inventory: without what it may not see.
        hidden: ``kind:id`` of what was taken out or goes by another id.
        audience: whom it is for.
        emptied: ``kind:id`` to the keys that say nothing any more, since all they said was taken out.
    """

    inventory: Inventory
    hidden: frozenset[str]
    audience: Audience
    emptied: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def findings(self, diagnostics: tuple[Diagnostic, ...], *, parts: bool = False) -> tuple[Diagnostic, ...]:
        """The diagnostics that name nothing hidden.

        Args:
            diagnostics: about the whole inventory.
            parts: those about a key that only holds something internal among other things are among them.
        """
        return tuple(d for d in diagnostics if self._may_show(d, parts))

    def _may_show(self, diagnostic: Diagnostic, parts: bool) -> bool:
        if self.audience is Audience.INTERNAL:
            return True
        if diagnostic.internal or self.hidden.intersection((diagnostic.entity, *diagnostic.mentions)):
            return False
        entity = self.inventory.find(diagnostic.entity) or self.inventory.organisation
        if _nameless(entity) and entity.ref not in self.inventory.origins:
            return False  # the file's name may be the person's
        if diagnostic.field and diagnostic.entity:
            doc = by_key(type(entity)).get(diagnostic.field)
            return doc is not None and not doc.internal and (parts or not _holds_internal(doc))
        return bool(diagnostic.entity)


def publish(inventory: Inventory, audience: Audience) -> Published:
    """Take out of an inventory what an audience may not see.

    Args:
        inventory: everything.
        audience: `Audience.INTERNAL` sees everything.

    Returns:
        The rest: no internal entity or field, no reference to one, and people who are
        not `public` without their names and without ids that could tell them.
    """
    if audience is Audience.INTERNAL:
        return Published(inventory, frozenset(), audience)
    hidden = _hidden(inventory)
    renamed = _new_ids(inventory, hidden)
    redactor = _Redactor(inventory, hidden, renamed)
    entities: dict[str, dict[str, Entity]] = {}
    origins: dict[str, Origin] = {}
    emptied: dict[str, frozenset[str]] = {}
    for kind, members in inventory.entities.items():
        entities[kind] = {}
        for entity in members.values():
            if entity.ref in hidden:
                continue
            shown = redactor.entity(entity)
            entities[kind][shown.id] = shown
            if lost := _emptied(entity, shown):
                emptied[shown.ref] = lost
            path = inventory.origins[entity.ref].path
            own = path.rpartition("/")[2].partition(".")[0] == shown.id
            if own or not _nameless(entity):  # any other file may bear somebody's name
                origins[shown.ref] = Origin(path)
    organisation = redactor.entity(inventory.organisation)
    assert isinstance(organisation, Organisation)  # an entity keeps its class
    sorted_entities = {kind: MappingProxyType(dict(sorted(of.items()))) for kind, of in entities.items()}
    gone = frozenset(hidden) | frozenset(renamed)
    gone |= {alias for alias, ref in inventory.aliases.items() if ref in gone}
    aliases = {
        alias: ref for alias, ref in inventory.aliases.items() if ref not in gone and not _nameless(inventory.find(ref))
    }
    rest = Inventory(
        organisation,
        inventory.vocabularies,
        MappingProxyType(sorted_entities),
        MappingProxyType(aliases),
        declared_references(sorted_entities, aliases),
        MappingProxyType(origins),
    )
    return Published(rest, gone, audience, MappingProxyType(emptied))


def _emptied(before: Entity, after: Entity) -> frozenset[str]:
    """The keys that held something before and hold nothing after."""
    nothing: tuple[Any, ...] = (None, (), {})
    docs = fields_of(type(before)) if after is not before else ()
    return frozenset(doc.key for doc in docs if doc.of(after) in nothing and doc.of(before) not in nothing)


def _hidden(inventory: Inventory) -> set[str]:
    """Internal entities, and those that make no sense without one of them."""
    hidden = {e.ref for e in inventory.everything() if e.visibility == "internal"}
    needs: dict[str, list[str]] = {}
    for entity in inventory.everything():
        for doc in fields_of(type(entity)):
            if doc.refs and _has(type(entity), doc, HiddenWith):
                kind, written = doc.refs.kinds[0], doc.of(entity) or ""
                target = inventory.find(written if ":" in written else f"{kind}:{written}")
                if target:
                    needs.setdefault(target.ref, []).append(entity.ref)
    pending = list(hidden)
    while pending:
        for dependent in needs.get(pending.pop(), ()):
            if dependent not in hidden:
                hidden.add(dependent)
                pending.append(dependent)
    return hidden


def _has(model: type[BaseModel], doc: FieldDoc, mark: type) -> bool:
    info = model.model_fields[doc.attribute]
    return any(isinstance(m, mark) for m in info.metadata)


def _nameless(entity: Entity | None) -> bool:
    return isinstance(entity, Person) and not entity.public


def _new_ids(inventory: Inventory, hidden: set[str]) -> dict[str, str]:
    """``person:id`` to a new id for people who are not public and whose id says more than what they do."""
    people = [p for p in inventory.entities.get("person", {}).values() if isinstance(p, Person) and p.ref not in hidden]
    unsafe = [p for p in people if _nameless(p) and not _id_is_safe(p, inventory, hidden)]
    taken = {p.id for p in people if p not in unsafe}
    taken |= {alias.partition(":")[2] for alias in inventory.aliases if alias.startswith("person:")}
    renamed: dict[str, str] = {}
    for person in unsafe:
        role = inventory.vocabularies.label("role", person.role) or "person"
        team = inventory.get("team", person.team)
        shown_team = team.id if team and team.ref not in hidden else ""
        base = make_id(person.title or f"{shown_team} {role}") or "person"
        number, new = 1, base
        while new in taken:
            number += 1
            new = f"{base}-{number}"
        taken.add(new)
        renamed[person.ref] = new
    return renamed


def _id_is_safe(person: Person, inventory: Inventory, hidden: set[str]) -> bool:
    """Whether an id only repeats the person's title, role or team, which everybody may know."""
    team = inventory.get("team", person.team)
    if team and team.ref in hidden:
        team = None
    role = inventory.vocabularies.label("role", person.role)
    named = (person.title, person.role, role, team.id if team else "", team.display_name if team else "")
    words = " ".join(word for word in named if word)
    allowed = set(re.findall("[a-z0-9]+", make_id(words))) | {"of", "and", "the", "for"}
    # The initials of a title, such as `cmo`, tell no more than the title.
    allowed.add("".join(word[0] for word in re.findall("[a-z0-9]+", make_id(person.title or ""))))
    return all(part in allowed or part.isdigit() for part in person.id.split("-"))


class _Redactor:
    """Copies objects without what is hidden."""

    def __init__(self, inventory: Inventory, hidden: set[str], renamed: dict[str, str]) -> None:
        self.inventory, self.hidden, self.renamed = inventory, hidden, renamed

    def entity(self, entity: Entity) -> Entity:
        """An entity as it may be shown."""
        changes: dict[str, Any] = {}
        if entity.ref in self.renamed:
            changes["id"] = self.renamed[entity.ref]
        if isinstance(entity, Person) and not entity.public:
            for doc in (*fields_of(Person), *derived_of(Person)):
                if doc.key not in _PERSON_KEEPS and doc.key not in ("id", "known_unknown"):
                    changes[doc.attribute] = _empty(Person, doc)
            changes["known_unknown"] = tuple(k for k in entity.known_unknown if k in _PERSON_KEEPS)
        return self._copy(entity, fields_of(type(entity)), changes, keep_internal=isinstance(entity, Person)) or entity

    def _copy(
        self, holder: _Holder, docs: tuple[FieldDoc, ...], changes: dict[str, Any], keep_internal: bool = False
    ) -> _Holder | None:
        """A copy of a part; None when it has lost a reference it needs."""
        changes = dict(changes)
        for doc in docs:
            if doc.attribute in changes:
                continue
            value = doc.of(holder)
            if doc.internal and not keep_internal:
                changes[doc.attribute] = _empty(type(holder), doc)
            elif value is not None and (doc.refs or doc.is_field_ref or doc.part or doc.prose):
                new = self._value(doc, value)
                if doc.refs and doc.many and len(new) < len(value) and _has(type(holder), doc, AllOrNone):
                    new = None
                if new is None and doc.required and not doc.nullable:
                    return None
                if new is not value:
                    changes[doc.attribute] = new
        return holder.model_copy(update=changes) if changes else holder

    def _value(self, doc: FieldDoc, value: Any) -> Any:
        if doc.mapping:
            return {key: self._many(doc, one) if doc.many else self._one(doc, one) for key, one in value.items()}
        return self._many(doc, value) if doc.many else self._one(doc, value)

    def _many(self, doc: FieldDoc, value: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(new for one in value if (new := self._one(doc, one)) is not None)

    def _one(self, doc: FieldDoc, value: Any) -> Any:
        if doc.part:
            return self._copy(value, doc.inner, {})
        if doc.prose:
            return _LINK.sub(self._link, value)
        if doc.is_field_ref:
            return None if self._target("data_source", value.partition(".")[0]) in self.hidden else value
        refs = doc.refs
        if refs is None or value in refs.words:
            return value
        kind, entity_id = value.split(":", 1) if ":" in value else (refs.kinds[0], value)
        target = self._target(kind.replace("-", "_"), entity_id)
        if target in self.hidden:
            return None
        found = self.inventory.find(target)
        new_id = self.renamed.get(target) or (found.id if _nameless(found) and found else "")
        if not new_id:
            return value
        return new_id if len(refs.kinds) == 1 else f"{target.partition(':')[0]}:{new_id}"

    def _link(self, match: re.Match[str]) -> str:
        """A link in prose, without what it must not give away."""
        kind, entity_id = kind_meant(match.group(1)) or match.group(1), match.group(2)
        target = self._target(kind, entity_id.partition(".")[0] if kind == "data_source" else entity_id)
        if target in self.hidden:
            return _NO_LINK
        found = self.inventory.find(target)
        new_id = self.renamed.get(target) or (found.id if _nameless(found) and found else "")
        return f"stack:{match.group(1)}/{new_id}" if new_id else match.group()

    def _target(self, kind: str, entity_id: str) -> str:
        ref = f"{kind}:{entity_id}"
        return self.inventory.aliases.get(ref, ref)


def _empty(model: type[BaseModel], doc: FieldDoc) -> Any:
    """What stands in a field that was left out; for one that must not be, nothing."""
    info = model.model_fields[doc.attribute]
    if info.is_required():
        return {} if doc.mapping else () if doc.many else None
    return info.get_default(call_default_factory=True)


def _holds_internal(doc: FieldDoc) -> bool:
    return any(inner.internal for inner in doc.inner)
