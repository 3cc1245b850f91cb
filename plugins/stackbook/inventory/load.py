"""From a folder to an inventory, with everything that is wrong, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stackbook.diagnostics import Diagnostic, Location, Related, in_order
from stackbook.fields import walk
from stackbook.inventory import checks
from stackbook.inventory.core import Inventory, Origin, Reference
from stackbook.inventory.references import Declared, resolve_entity
from stackbook.inventory.validate import validate
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.organisation import ExtraValue, Organisation
from stackbook.model.types import SLUG, suggest_id
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Value, Vocabularies
from stackbook.source import Mapping, Node, Scalar, Sequence, SourceFile, Sources, read_stack
from stackbook.source.nodes import location_of

ORGANISATION_FILE = "stack"
OTHER_FOLDERS = ("icons",)
"""Folders of a stack that hold no entities."""

_FOLDERS = {kind.spec.folder: kind for kind in KINDS.values() if kind.spec.folder}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a folder.

    Args:
        inventory: what could be used.
        diagnostics: everything that is wrong, in order of place.
        sources: the files, for excerpts.
    """

    inventory: Inventory
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources


@dataclass(slots=True)
class _Found:
    """What has been collected so far."""

    vocabularies: Vocabularies
    diagnostics: list[Diagnostic]
    entities: dict[str, dict[str, Entity]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    known: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    origins: dict[str, Origin] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)


def load(folder: Path, shown_as: str = "stack") -> Loaded:
    """Load a stack.

    Args:
        folder: the folder that holds ``stack.yml`` and the folders of the kinds.
        shown_as: what stands for it in paths.

    Returns:
        Inventory and diagnostics together, whatever the files hold.
    """
    if not folder.is_dir():
        place = Location(shown_as)
        nothing = checks.NO_STACK.at(place, f"there is no folder `{shown(shown_as)}`")
        return Loaded(Inventory(Organisation(id="stack", name="Your organisation")), (nothing,), Sources([], []))
    sources = read_stack(folder, shown_as)
    found = _Found(BUILT_IN, list(sources.diagnostics))
    organisation = _organisation(sources, found, shown_as)
    for source in sources.files:
        _take_file(source, found)
    _take_aliases(found)
    references = _resolve(found)
    diagnostics = in_order(found.diagnostics)
    flaws = frozenset((d.entity, d.field) for d in diagnostics if d.entity and d.field)
    inventory = Inventory(
        organisation,
        found.vocabularies,
        MappingProxyType({kind: MappingProxyType(dict(sorted(of.items()))) for kind, of in found.entities.items()}),
        MappingProxyType(found.aliases),
        tuple(references),
        MappingProxyType(found.origins),
        flaws,
        frozenset(f"{kind}:{i}" for kind, ids in found.known.items() for i in ids),
    )
    return Loaded(inventory, diagnostics, sources)


def _organisation(sources: Sources, found: _Found, shown_as: str) -> Organisation:
    empty = Organisation(id="stack", name="Your organisation")
    source = next((f for f in sources.files if not f.folder and f.stem == ORGANISATION_FILE), None)
    if source is None:
        found.diagnostics.append(
            checks.NO_STACK.at(
                Location(shown_as),
                "there is no `stack.yml` here",
                "Create it with one line: `name: ` and your company's name.",
            )
        )
        return empty
    if source.broken or not source.documents:
        return empty
    node = source.documents[0]
    if not isinstance(node, Mapping):
        found.diagnostics.append(_not_a_group(source, node))
        return empty
    found.origins["organisation:stack"] = Origin(source.path, node)
    done = validate(Organisation, "stack", node, source.path, BUILT_IN)
    found.diagnostics.extend(done.diagnostics)
    if not isinstance(done.entity, Organisation):
        return empty
    found.entities["organisation"]["stack"] = done.entity
    found.known["organisation"].add("stack")
    found.vocabularies = _extended(done.entity, found)
    return done.entity


def _extended(organisation: Organisation, found: _Found) -> Vocabularies:
    origin = found.origins["organisation:stack"]
    by_name = dict(BUILT_IN.by_name)
    open_ones = [name for name, v in by_name.items() if v.extensible]
    for name, extra in organisation.vocabulary.items():
        if name not in open_ones:
            closed = name in by_name
            message = f"the vocabulary `{shown(name)}` {'cannot be extended' if closed else 'does not exist'}"
            help = sentence(
                "" if closed else did_you_mean(name, open_ones), f"these can be extended: {one_of(open_ones, 40)}"
            )
            found.diagnostics.append(
                checks.UNKNOWN_VOCABULARY.at(
                    _key_place(origin, "vocabulary", name), message, help, entity="organisation:stack"
                )
            )
            continue
        by_name[name] = by_name[name].extended(_value(one) for one in extra)
    return Vocabularies(by_name)


def _value(extra: ExtraValue) -> Value:
    return Value(
        extra.value,
        extra.label or extra.value.replace("_", " ").capitalize(),
        extra.description or "",
        extra.group or "Other",
        replaced_by=extra.replaced_by,
        deprecated=extra.replaced_by is not None,
    )


def _key_place(origin: Origin, *keys: str) -> Location:
    node: Node | None = origin.node
    for key in keys[:-1]:
        node = node.values.get(key) if isinstance(node, Mapping) else None
    if isinstance(node, Mapping) and keys[-1] in node.keys:
        return location_of(origin.path, node.keys[keys[-1]])
    return origin.at(*keys)


def _take_file(source: SourceFile, found: _Found) -> None:
    kind = _FOLDERS.get(source.folder)
    if not source.folder:
        if source.stem != ORGANISATION_FILE:
            guess = did_you_mean(source.stem, list(_FOLDERS))
            found.diagnostics.append(
                checks.MISPLACED.at(
                    Location(source.path),
                    f"`{shown(source.stem)}` stands outside the stack's folders",
                    sentence(guess, f"move it into one of {one_of(_FOLDERS)}"),
                )
            )
        return
    if source.folder in OTHER_FOLDERS:
        return
    if kind is None:
        help = sentence(did_you_mean(source.folder, list(_FOLDERS)), f"the folders are {one_of(_FOLDERS)}")
        found.diagnostics.append(
            checks.UNKNOWN_FOLDER.at(
                Location(source.path), f"there is no kind with the folder `{shown(source.folder)}`", help
            )
        )
        return
    if source.broken and SLUG.fullmatch(source.stem):
        found.known[kind.spec.key].add(source.stem)
    for entity_id, node in _entries(source, kind, found):
        _take_entity(source, kind, entity_id, node, found)


def _entries(source: SourceFile, kind: type[Entity], found: _Found) -> Iterator[tuple[str, Mapping]]:
    """The ids and nodes of a file; what is wrong with them is reported."""
    documents = source.documents
    if len(documents) == 1 and isinstance(documents[0], Mapping):
        single = documents[0]
        written = single.values.get("id")
        if not SLUG.fullmatch(source.stem):
            found.diagnostics.append(
                checks.BAD_ID.at(
                    Location(source.path),
                    f"the file name `{shown(source.stem)}` cannot be an id",
                    f"Use small letters, digits and single hyphens{suggest_id(source.stem)}.",
                )
            )
            return
        if isinstance(written, Scalar) and written.text != source.stem:
            found.diagnostics.append(
                checks.ID_MISMATCH.at(
                    location_of(source.path, written),
                    f"the id `{shown(written.text)}` differs from the file's name `{source.stem}`",
                    entity=f"{kind.spec.key}:{source.stem}",
                )
            )
        yield source.stem, single
        return
    for document in documents:
        for node in document.items if isinstance(document, Sequence) else [document]:
            if not isinstance(node, Mapping):
                found.diagnostics.append(_not_a_group(source, node))
            elif (entity_id := _written_id(source, node, found)) is not None:
                yield entity_id, node


def _written_id(source: SourceFile, node: Mapping, found: _Found) -> str | None:
    written = node.values.get("id")
    if not isinstance(written, Scalar) or written.is_null:
        first = next(iter(node.keys.values()), None)
        found.diagnostics.append(checks.NO_ID.at(location_of(source.path, first or node), "this entry has no `id`"))
        return None
    if not SLUG.fullmatch(written.text):
        found.diagnostics.append(
            checks.BAD_ID.at(
                location_of(source.path, written),
                f"`{shown(written.text)}` cannot be an id",
                f"Use small letters, digits and single hyphens{suggest_id(written.text)}.",
            )
        )
        return None
    return written.text


def _not_a_group(source: SourceFile, node: Node) -> Diagnostic:
    sort = "a list" if isinstance(node, Sequence) else "text"
    return checks.NOT_A_GROUP.at(location_of(source.path, node), f"this is {sort}, not keys with values")


def _take_entity(source: SourceFile, kind: type[Entity], entity_id: str, node: Mapping, found: _Found) -> None:
    key = kind.spec.key
    ref = f"{key}:{entity_id}"
    if ref in found.origins:
        first = found.origins[ref].at()
        found.diagnostics.append(
            checks.DUPLICATE_ID.at(
                location_of(source.path, next(iter(node.keys.values()), None) or node),
                f"there already is {kind.spec.singular.lower()} `{entity_id}`",
                related=(Related(first, "the first one is here"),),
                entity=ref,
            )
        )
        return
    origin = Origin(source.path, node)
    found.origins[ref] = origin
    found.known[key].add(entity_id)
    done = validate(kind, entity_id, node, source.path, found.vocabularies)
    found.diagnostics.extend(done.diagnostics)
    if done.entity is not None:
        found.entities[key][entity_id] = done.entity
        found.diagnostics.extend(_deprecated_words(done.entity, origin, found.vocabularies))


def _deprecated_words(entity: Entity, origin: Origin, vocabularies: Vocabularies) -> Iterator[Diagnostic]:
    outdated: Any = {v.name for v in vocabularies.by_name.values() if any(w.deprecated for w in v.values.values())}
    if not outdated:
        return
    for path, doc, word in walk(entity):
        if doc.vocabulary and doc.vocabulary in outdated:
            value = vocabularies[doc.vocabulary].values.get(str(word))
            if value is not None and value.deprecated:
                yield checks.DEPRECATED_VALUE.at(
                    origin.at(*path),
                    f"`{shown(word)}` is no longer used",
                    f"Use `{value.replaced_by}` instead.",
                    entity=entity.ref,
                    field=str(path[0]),
                )


def _take_aliases(found: _Found) -> None:
    for kind, entities in found.entities.items():
        for entity in sorted(entities.values(), key=lambda e: e.id):
            for position, alias in enumerate(entity.aliases):
                name = f"{kind}:{alias}"
                place = found.origins[entity.ref].at("aliases", position)
                if alias in found.known[kind]:
                    message = f"`{alias}` is the id of another {KINDS[kind].spec.singular.lower()}"
                    if alias == entity.id:
                        message = f"`{alias}` is its id, not an earlier one"
                elif name in found.aliases:
                    message = f"`{alias}` is an earlier id of `{found.aliases[name].partition(':')[2]}` too"
                else:
                    found.aliases[name] = entity.ref
                    continue
                found.diagnostics.append(checks.ALIAS_TAKEN.at(place, message, entity=entity.ref, field="aliases"))


def _resolve(found: _Found) -> list[Reference]:
    declared = Declared(found.entities, found.known, found.aliases)
    references: list[Reference] = []
    for entities in found.entities.values():
        for entity in sorted(entities.values(), key=lambda e: e.id):
            made, problems = resolve_entity(entity, found.origins[entity.ref], declared)
            references.extend(made)
            found.diagnostics.extend(problems)
    return references


def declared_references(entities: Map[str, Map[str, Entity]], aliases: Map[str, str]) -> tuple[Reference, ...]:
    """The references among entities that were checked before; what leads nowhere is left out."""
    declared = Declared(entities, {kind: set(of) for kind, of in entities.items()}, aliases)
    nowhere = Origin("")
    return tuple(
        reference
        for of in entities.values()
        for entity in of.values()
        for reference in resolve_entity(entity, nowhere, declared)[0]
    )
