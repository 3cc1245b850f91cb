"""From a folder to an inventory, with everything that is wrong, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from stackbook.diagnostics import Diagnostic, Location, Related, in_order
from stackbook.fields import TAXONOMIES, fields_of, walk
from stackbook.inventory import checks
from stackbook.inventory.core import Inventory, Origin, Reference
from stackbook.inventory.entries import (
    FOLDERS,
    OTHER_FOLDERS,
    claimed_ids,
    entries,
    meant_by,
    misplaced,
    unknown_folder,
)
from stackbook.inventory.organisation import REF, ReadOrganisation, is_organisation, read_organisation
from stackbook.inventory.references import Declared, resolve_entity
from stackbook.inventory.validate import validate
from stackbook.inventory.words import shown
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.organisation import Organisation
from stackbook.model.types import retired_words
from stackbook.model.vocabulary import Vocabularies
from stackbook.source import Mapping, SourceFile, Sources, read_stack
from stackbook.source.checks import EMPTY, QUOTE, SWALLOWED
from stackbook.source.nodes import location_of


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
    lenient: bool
    diagnostics: list[Diagnostic]
    entities: dict[str, dict[str, Entity]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    known: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    origins: dict[str, Origin] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    silenced: set[tuple[str, str]] = field(default_factory=set)


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
    read = read_organisation(sources.files, shown_as)
    found = _Found(read.vocabularies, not read.words_known, [*_without_empty_stack(sources), *read.diagnostics])
    _take_organisation(read, found)
    _take_files(sources.files, found)
    _take_aliases(found)
    references = _resolve(found)
    flaws = {(d.entity, d.field) for d in found.diagnostics if d.entity and d.field} | found.silenced
    inventory = Inventory(
        read.organisation,
        found.vocabularies,
        MappingProxyType({kind: MappingProxyType(dict(sorted(of.items()))) for kind, of in found.entities.items()}),
        MappingProxyType(found.aliases),
        tuple(references),
        MappingProxyType(found.origins),
        frozenset(flaws),
        frozenset(f"{kind}:{i}" for kind, ids in found.known.items() for i in ids),
    )
    return Loaded(inventory, _each_once(found.diagnostics), sources)


def _each_once(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In order of place; what an alias repeats in several entities is said once."""
    kept = {(d.code, d.location, d.message): d for d in reversed(_open_quotes(diagnostics))}
    return in_order(list(kept.values()))


def _open_quotes(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Where a text took keys in and required keys are missing, the open quote is the mistake, the rest noise."""
    missing = {d.location.path for d in diagnostics if d.code == checks.MISSING.code}
    open_at = {d.location.path for d in diagnostics if d.code == SWALLOWED.code} & missing
    said = []
    for one in diagnostics:
        if one.location.path in open_at and one.code == checks.MISSING.code:
            continue
        if one.location.path in open_at and one.code == SWALLOWED.code:
            message = f"this quote is not closed on its line: {one.message}"
            said.append(QUOTE.at(one.location, message, related=one.related))
        else:
            said.append(one)
    return said


def _without_empty_stack(sources: Sources) -> list[Diagnostic]:
    """What reading said, without the warning about an empty ``stack.yml``: that it has no name is said anyway."""
    empty = {f.path for f in sources.files if is_organisation(f)}
    return [d for d in sources.diagnostics if d.code != EMPTY.code or d.location.path not in empty]


def _take_organisation(read: ReadOrganisation, found: _Found) -> None:
    if read.origin is None:
        found.silenced.add((REF, "thresholds"))  # they are not known: rules that need them stay silent
        return
    found.origins[REF] = read.origin
    found.entities["organisation"][read.organisation.id] = read.organisation
    found.known["organisation"].add(read.organisation.id)


def _take_files(files: list[SourceFile], found: _Found) -> None:
    strange: dict[str, list[SourceFile]] = {}
    for source in files:
        kind = FOLDERS.get(source.folder)
        if not source.folder:
            if not is_organisation(source):
                found.diagnostics.append(misplaced(source))
        elif kind is not None:
            _take_file(source, kind, found)
        elif source.folder not in OTHER_FOLDERS:
            strange.setdefault(source.folder, []).append(source)
    for folder, of in strange.items():
        found.diagnostics.append(unknown_folder(folder, of))
        if meant := meant_by(folder):
            found.known[meant.spec.key].update(i for source in of for i in claimed_ids(source))


def _take_file(source: SourceFile, kind: type[Entity], found: _Found) -> None:
    given = 0
    for entity_id, node in entries(source, kind, found.diagnostics):
        given += 1
        _take_entity(source, kind, entity_id, node, found)
    if source.broken or not given:
        found.known[kind.spec.key].update(claimed_ids(source))


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
    done = validate(kind, entity_id, node, source.path, found.vocabularies, lenient=found.lenient)
    origin = Origin(source.path, node, done.kept)
    found.origins[ref] = origin
    found.known[key].add(entity_id)
    found.diagnostics.extend(done.diagnostics)
    found.silenced.update((ref, name) for name in done.silenced)
    if done.entity is not None:
        found.entities[key][entity_id] = done.entity
        found.diagnostics.extend(_deprecated_words(done.entity, origin, found.vocabularies))
        found.diagnostics.extend(_repeated_ids(done.entity, origin))


def _repeated_ids(entity: Entity, origin: Origin) -> Iterator[Diagnostic]:
    """Parts of one list with the same id, such as two fields of a data source."""
    for doc in fields_of(type(entity)):
        if not doc.many or doc.part is None or "id" not in doc.part.model_fields:
            continue
        first: dict[str, tuple[str | int, ...]] = {}
        for path, part in doc.each(entity):
            if (before := first.setdefault(part.id, path)) != path:
                yield checks.DUPLICATE_ID.at(
                    origin.at(*path, "id"),
                    f"the id `{shown(part.id)}` stands twice in `{doc.key}`",
                    "Give one of them another id, or delete it.",
                    related=(Related(origin.at(*before, "id"), "the first one is here"),),
                    entity=entity.ref,
                    field=doc.key,
                )


@cache
def _says_taxonomy(model: type[BaseModel]) -> bool:
    """Whether words of fideslang can stand anywhere in it."""
    return any(doc.shape in TAXONOMIES or (doc.part and _says_taxonomy(doc.part)) for doc in fields_of(model))


def _deprecated_words(entity: Entity, origin: Origin, vocabularies: Vocabularies) -> Iterator[Diagnostic]:
    outdated = vocabularies.outdated
    if not outdated and not _says_taxonomy(type(entity)):
        return
    for path, doc, word in walk(entity):
        if doc.shape in TAXONOMIES and (successor := retired_words().get(str(word))):
            yield checks.DEPRECATED_VALUE.at(
                origin.at(*path),
                f"`{shown(word)}` is no longer used",
                f"Use `{successor}` instead.",
                entity=entity.ref,
                field=str(path[0]),
            )
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
    incomplete = frozenset(ref for ref, origin in found.origins.items() if "fields" in origin.kept)
    declared = Declared(found.entities, found.known, found.aliases, incomplete)
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
