"""From what people write about a thing to ``kind:id``: by id, by name, with or without its kind."""

from __future__ import annotations

from collections.abc import Sequence

from stackbook.asking.problem import Problem
from stackbook.inventory import Inventory
from stackbook.inventory.targets import parse_target
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.lineage.names import FIELD
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataSource

CATEGORY = "category"
"""Stands among the kinds that something can be about."""

_MOST_NAMES = 12


def read_subject(text: str, kinds: Sequence[str], inventory: Inventory, what: str) -> str | Problem:
    """What a word means.

    Args:
        text: an id, a name, ``kind/id``, ``kind:id``, or for a field ``data-source.field``.
        kinds: the kinds that it may be, with `FIELD` among them for fields.
        inventory: what the audience may see.
        what: what is to be about it, for messages, such as ``the view `lineage```.

    Returns:
        ``kind:id`` or ``field:data-source.field``; or what is wrong.
    """
    text = text.strip()
    if FIELD in kinds and ("." in text or text.replace("/", ":").partition(":")[0].strip().casefold() == FIELD):
        return _field(text, inventory)
    if ":" in text or "/" in text:
        return _written_out(text, kinds, inventory, what)
    entities = [kind for kind in kinds if kind in KINDS]
    found: dict[str, Entity] = {e.ref: e for one in entities if (e := inventory.get(one, text))}
    everything = [e for one in entities for e in inventory.entities.get(one, {}).values()]
    found = found or {e.ref: e for e in everything if e.display_name.casefold() == text.casefold()}
    if len(found) > 1:
        help = f"Write {' or '.join(f'`{ref}`' for ref in found)}."
        return Problem((), f"`{shown(text)}` may mean several things", help)
    if found:
        return next(iter(found))
    ids = {e.id: e.ref for e in reversed(everything)}
    guess = did_you_mean(text, ids)
    if not guess:
        names = {e.display_name: e.ref for e in everything}
        guess = did_you_mean(text, names)
    called = ", ".join(name_of(one) for one in kinds)
    return Problem(
        (),
        f"there is nothing called `{shown(text)}`",
        sentence(guess, f"It may be {called}, written as in `{kinds[0].replace('_', '-')}/{_example(kinds[0])}`"),
    )


def _example(kind: str) -> str:
    return {"tool": "salesforce", "token": "first-name", "journey": "welcome"}.get(kind, "its-id")


def _written_out(text: str, kinds: Sequence[str], inventory: Inventory, what: str) -> str | Problem:
    target = parse_target(text if "/" in text.partition(":")[0] else text.replace(":", "/", 1))
    if target is None or target[0] not in kinds:
        word = text.replace(":", "/", 1).partition("/")[0]
        allowed = one_of(kinds)
        if target is None:
            help = sentence(did_you_mean(word, kinds), f"Kinds: {allowed}")
            return Problem((), f"`{shown(word)}` is not a kind", help)
        return Problem((), f"{what} cannot be about {name_of(target[0])}", f"Kinds: {allowed}.")
    one, entity_id, _ = target
    entity = inventory.get(one, entity_id)
    if entity is not None:
        return entity.ref
    known = inventory.entities.get(one, {})
    guess = did_you_mean(entity_id, known)
    if not guess:
        guess = did_you_mean(entity_id, {e.display_name: e.id for e in known.values()})
    some = f"There are {one_of(known, _MOST_NAMES)}" if known else ""
    return Problem((), f"there is no {KINDS[one].spec.singular.lower()} `{shown(entity_id)}`", sentence(guess, some))


def _field(text: str, inventory: Inventory) -> str | Problem:
    """A field, with or without a kind before it."""
    name = text.replace(":", "/", 1).rpartition("/")[2]
    found = inventory.data_field(name)
    if found is not None:
        return f"{FIELD}:{found[0].id}.{found[1].id}"
    source_id, dot, field_id = name.partition(".")
    if not dot:
        named = inventory.get("data_source", source_id)
        example = named.fields[0].id if isinstance(named, DataSource) and named.fields else "email"
        write = f"`{named.id if named else 'crm-contacts'}.{example}`"
        help = f"Write a field with its data source's id, a dot and its own: {write}."
        return Problem((), f"`{shown(text)}` does not name a field", help)
    source = inventory.get("data_source", source_id)
    if isinstance(source, DataSource):
        fields = [field.id for field in source.fields]
        help = sentence(did_you_mean(field_id, fields), f"Its fields are {one_of(fields, _MOST_NAMES)}")
        return Problem((), f"the data source `{source.id}` has no field `{shown(field_id)}`", help)
    guess = did_you_mean(source_id, inventory.entities.get("data_source", {}))
    return Problem(
        (),
        f"there is no data source `{shown(source_id)}`",
        sentence(guess, "Write a field with its data source's id, a dot and its own: `crm-contacts.email`"),
    )


def name_of(kind: str) -> str:
    """A kind with its article, such as ``a data source``."""
    word = kind if kind in (CATEGORY, FIELD) else KINDS[kind].spec.singular.lower()
    return f"{'an' if word[0] in 'aeio' else 'a'} {word}"
