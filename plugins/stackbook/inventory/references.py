"""References: found by the markers on the fields, resolved against what the stack declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from stackbook.diagnostics import Check, Diagnostic
from stackbook.fields import FieldDoc, fields_of
from stackbook.inventory import checks
from stackbook.inventory.core import Origin, Reference
from stackbook.inventory.targets import LINK, parse_target
from stackbook.inventory.words import did_you_mean, nearest, one_of, sentence, shown
from stackbook.model import KINDS
from stackbook.model.base import Entity, Ref
from stackbook.model.data import DataSource
from stackbook.model.types import make_id

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Declared:
    """What may be referred to.

    Args:
        entities: kind to id to entity.
        known: kind to the ids that have a file, usable or not.
        aliases: ``kind:alias`` to ``kind:id``.
        incomplete: ``kind:id`` of those that lost a part which others may refer to.
    """

    entities: Mapping[str, Mapping[str, Entity]]
    known: Mapping[str, set[str]]
    aliases: Mapping[str, str]
    incomplete: frozenset[str] = frozenset()

    def resolve(self, kind: str, entity_id: str) -> str | None:
        """``kind:id`` with an alias replaced; None when there is no such entity."""
        if entity_id in self.known.get(kind, ()):
            return f"{kind}:{entity_id}"
        return self.aliases.get(f"{kind}:{entity_id}")


@cache
def _leads_to_references(model: type[BaseModel]) -> tuple[FieldDoc, ...]:
    """The fields of a class that are references or hold some."""
    return tuple(d for d in fields_of(model) if d.refs or d.is_field_ref or (d.part and _leads_to_references(d.part)))


def written_references(holder: BaseModel, path: Path = ()) -> Iterator[tuple[Path, FieldDoc, str]]:
    """Every reference below an object: where it stands, its field, and what is written there."""
    for doc in _leads_to_references(type(holder)):
        for steps, value in doc.each(holder):
            if doc.part:
                yield from written_references(value, (*path, *steps))
            else:
                yield (*path, *steps), doc, value


def resolve_entity(entity: Entity, origin: Origin, declared: Declared) -> tuple[list[Reference], list[Diagnostic]]:
    """The references of one entity, and what is wrong with the others."""
    references: list[Reference] = []
    problems: list[Diagnostic] = []
    for path, doc, text in written_references(entity):
        found = _field(text, declared) if doc.is_field_ref else _entity(text, doc, declared)
        if isinstance(found, tuple):
            references.append(Reference(entity.ref, path, *found))
        elif found is not None:
            check, message, help = found.check, found.message, found.help
            problems.append(check.at(origin.at(*path), message, help, entity=entity.ref, field=str(path[0])))
    problems.extend(_links_in_texts(entity, origin, declared))
    return references, problems


def _links_in_texts(entity: Entity, origin: Origin, declared: Declared) -> Iterator[Diagnostic]:
    """What is wrong with the ``stack:`` links in an entity's texts."""
    for doc in fields_of(type(entity)):
        text = doc.of(entity) if doc.prose else None
        for target in LINK.findall(text) if text and "stack:" in text else ():
            parsed = parse_target(target)
            if parsed is not None and declared.resolve(parsed[0], parsed[1]):
                continue
            kind = parsed[0].replace("_", "-") if parsed else ""
            meant = nearest(parsed[1], sorted(declared.known.get(parsed[0], ()))) if parsed else None
            guess = f"did you mean `stack:{kind}/{meant}`?" if meant else ""
            message = f"the link `stack:{shown(target)}` leads nowhere"
            help = sentence(guess, "write it like `stack:tool/salesforce`")
            place = origin.at(doc.key)
            yield checks.UNKNOWN_REFERENCE.at(place, message, help, entity=entity.ref, field=doc.key)


@dataclass(slots=True)
class _Trouble:
    check: Check
    message: str
    help: str


def _entity(text: str, doc: FieldDoc, declared: Declared) -> tuple[str, str] | _Trouble | None:
    refs = doc.refs
    assert refs is not None  # the caller asks only for fields with the marker
    if text in refs.words:
        return None
    if len(refs.kinds) == 1:
        kind, entity_id = refs.kinds[0], text.removeprefix(f"{refs.kinds[0]}:")
    else:
        kind, colon, entity_id = text.partition(":")
        if not colon:
            return _needs_kind(text, refs.kinds, declared)
        kind = kind.replace("-", "_")
        if kind not in refs.kinds:
            return _wrong_kind(text, kind, entity_id, refs.kinds, declared)
    target = declared.resolve(kind, entity_id)
    if target:
        return target, ""
    return _unknown(text, kind, entity_id, refs, declared)


def _wrong_kind(text: str, kind: str, entity_id: str, kinds: tuple[str, ...], declared: Declared) -> _Trouble:
    meant = nearest(kind, kinds)
    guess = f"did you mean `{meant}:{shown(entity_id.strip())}`?" if meant and entity_id.strip() else ""
    if kind in KINDS:
        guess = ""
    return _Trouble(checks.WRONG_KIND, f"`{shown(text)}` cannot stand here", sentence(guess, f"write {_forms(kinds)}"))


def _forms(kinds: tuple[str, ...]) -> str:
    return " or ".join(f"`{kind}:id`" for kind in kinds)


def _unknown(text: str, kind: str, entity_id: str, refs: Ref, declared: Declared) -> _Trouble:
    spec = KINDS[kind].spec
    called = spec.singular.lower()
    prefix = f"{kind}:" if len(refs.kinds) > 1 else ""
    known = sorted(declared.known.get(kind, ()))
    other, colon, _ = entity_id.partition(":")
    if colon and other in KINDS and not prefix:
        message = f"`{shown(text)}` is no {called}"
        return _Trouble(checks.WRONG_KIND, message, f"Write only the id of {_a(called)}, without a kind.")
    by_name = _by_name(entity_id, declared.entities.get(kind, {}))
    meant = by_name or nearest(entity_id, known)
    guess = f"did you mean `{prefix}{meant}`?" if meant else ""
    if not guess and not prefix:
        guess = did_you_mean(entity_id, refs.words)
    elsewhere = next((KINDS[k].spec.singular.lower() for k in KINDS if entity_id in declared.known.get(k, ())), "")
    if not guess and elsewhere and not prefix:
        guess = f"`{shown(entity_id)}` is {_a(elsewhere)}, and {_a(called)} is wanted here"
    new = make_id(entity_id)
    add = f"add `{spec.folder}/{new}.yml` (`stackbook new {spec.key}` writes it)"
    if guess or not new:
        add = f"`stackbook new {spec.key}` writes its file"
    return _Trouble(
        checks.UNKNOWN_REFERENCE,
        f"there is no {called} `{shown(entity_id.strip() or text)}`",
        sentence(guess, f"if it is new, {add}"),
    )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _by_name(text: str, entities: Mapping[str, Entity]) -> str | None:
    """The id of the entity that is called like this: people write names where ids are wanted."""
    folded = text.casefold().strip()
    return next((e.id for e in entities.values() if e.display_name.casefold() == folded), None)


def _needs_kind(text: str, kinds: tuple[str, ...], declared: Declared) -> _Trouble:
    found = [f"{kind}:{text}" for kind in kinds if declared.resolve(kind, text)]
    named = [f"{kind}:{by}" for kind in kinds if (by := _by_name(text, declared.entities.get(kind, {})))]
    if found or named:
        guess = f"did you mean {one_of(found or named)}?"
    else:
        likely = [f"{kind}:{by}" for kind in kinds if (by := nearest(text, sorted(declared.known.get(kind, ()))))]
        guess = f"did you mean {one_of(likely)}?" if likely else ""
    return _Trouble(
        checks.WRONG_KIND,
        f"`{shown(text)}` does not say what it is",
        sentence(guess, f"write {_forms(kinds)}"),
    )


def _field(text: str, declared: Declared) -> tuple[str, str] | _Trouble | None:
    source_id, dot, field_id = text.partition(".")
    if not dot or not field_id:
        return _no_field(text, declared)
    target = declared.resolve("data_source", source_id)
    if target is None:
        return _unknown(text, "data_source", source_id, Ref(("data_source",)), declared)
    source = declared.entities.get("data_source", {}).get(target.partition(":")[2])
    if not isinstance(source, DataSource):
        return None  # it is there, but broken: its own diagnostics say so
    if source.field(field_id) is None:
        if target in declared.incomplete:
            return None  # it may be the field that was refused
        fields: list[str] = [f.id for f in source.fields]
        labels = {f.label.casefold(): f.id for f in source.fields}
        near = labels.get(field_id.casefold().strip())
        guess = f"did you mean `{source.id}.{near}`?" if near else _prefixed(did_you_mean(field_id, fields), source.id)
        return _Trouble(
            checks.UNKNOWN_REFERENCE,
            f"the data source `{source.id}` has no field `{shown(field_id)}`",
            sentence(guess, f"its fields are {one_of(fields, 10)}"),
        )
    return target, field_id


def _no_field(text: str, declared: Declared) -> _Trouble:
    """A field's id alone, a data source's id alone, or a colon where the dot should be."""
    sources = [s for s in declared.entities.get("data_source", {}).values() if isinstance(s, DataSource)]
    source_id, _, field_id = text.partition(":")
    meant = [
        f"{s.id}.{f.id}" for s in sources for f in s.fields if f.id == text or (s.id, f.id) == (source_id, field_id)
    ]
    guess = f"did you mean {one_of(meant, 3)}?" if meant else ""
    if target := declared.resolve("data_source", text):
        fields = next((s.fields for s in sources if s.ref == target), ())
        guess = f"its fields are {one_of([f'{text}.{f.id}' for f in fields], 8)}" if fields else ""
    write = "" if guess else "write the data source's id, a dot and the field's id: `crm-contacts.email`"
    return _Trouble(checks.WRONG_KIND, f"`{shown(text)}` does not name a field", sentence(guess, write))


def _prefixed(guess: str, source_id: str) -> str:
    return guess.replace("`", f"`{source_id}.", 1) if guess else ""


__all__ = ["Declared", "resolve_entity", "written_references"]
