"""A table that somebody asks for: entities of a kind, some of their fields, in an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stackbook.asking.problem import Problem, below
from stackbook.asking.where import Field, Where, find_field
from stackbook.fields import Shape
from stackbook.inventory import Inventory
from stackbook.inventory.targets import kind_meant
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.views.spec import read_caption, read_condition, unknown_key

KEYS = ("kind", "columns", "where", "sort", "caption", "limit")
"""What can be said about a table."""

MOST_ROWS = 1_000
"""Most rows of a table: a page with more is slow to open. The list of the kind has all of them."""


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table that somebody asked for, and can have.

    Args:
        kind: of its entities.
        columns: what is shown beside the name.
        where: which entities.
        sort: fields to sort by, each with whether the order is turned round; the name decides in the end.
        caption: words of the one who asked, plain text; or "".
        limit: so many rows at most.
    """

    kind: str
    columns: tuple[Field, ...]
    where: Where
    sort: tuple[tuple[Field, bool], ...] = ()
    caption: str = ""
    limit: int = MOST_ROWS

    def rows(self, inventory: Inventory) -> tuple[tuple[Entity, ...], int]:
        """The entities in their order, no more than the limit; and how many there are without it."""
        found = [entity for entity in inventory.all(self.kind) if self.where.matches(entity, inventory)]
        for field, turned in reversed(self.sort):
            known = [(key, entity) for entity in found if (key := _key(field, entity, inventory)) is not None]
            unknown = [entity for entity in found if _key(field, entity, inventory) is None]
            known.sort(key=lambda pair: pair[0], reverse=turned)
            found = [entity for _, entity in known] + unknown
        return tuple(found[: self.limit]), len(found)


def read_table(
    written: Mapping[str, Any], inventory: Inventory, internal: bool, as_of: date | None = None
) -> tuple[AskedTable | None, tuple[Problem, ...]]:
    """A table out of what somebody wrote.

    Args:
        written: `KEYS` to text, numbers, lists and groups; None where a key has no value.
        inventory: what the audience may see.
        internal: internal fields may be asked for.
        as_of: the day, for conditions such as ``within P90D``.

    Returns:
        What is asked for, and everything that is wrong; with any problem nothing is asked for.
    """
    problems = [unknown_key(key, KEYS) for key in written if key not in KEYS]
    caption = read_caption(written, problems)
    limit = _limit(written, problems)
    kind = _kind(written, problems)
    if kind is None:
        return None, tuple(problems)
    where, wrong = read_condition(written.get("where"), kind, inventory, internal, as_of)
    problems += below(wrong, "where")
    columns = [field for field, _ in _fields("columns", written, kind, internal, problems) if field.key != "name"]
    if written.get("columns") is None:
        usual = (find_field(kind, key, internal) for key in KINDS[kind].spec.columns)
        columns = [field for field in usual if isinstance(field, Field)]
    sort = _fields("sort", written, kind, internal, problems)
    if problems:
        return None, tuple(problems)
    return AskedTable(kind, tuple(columns), where, tuple(sort), caption, limit), ()


def _kind(written: Mapping[str, Any], problems: list[Problem]) -> str | None:
    word = written.get("kind")
    known = [key for key, kind in KINDS.items() if kind.spec.folder]
    if not isinstance(word, str) or not word.strip():
        path = ("kind",) if "kind" in written else ()
        problems.append(Problem(path, "it does not say which kind", f"Add `kind:` and one of {one_of(known)}."))
        return None
    kind = kind_meant(word)
    if kind not in known:
        help = sentence(did_you_mean(word, known), f"Kinds: {one_of(known)}")
        problems.append(Problem(("kind",), f"there is no list of `{shown(word)}`", help))
        return None
    return kind


def _fields(
    key: str, written: Mapping[str, Any], kind: str, internal: bool, problems: list[Problem]
) -> list[tuple[Field, bool]]:
    """The fields that `columns` or `sort` names, each once; with whether a dash stands before it."""
    value = written.get(key)
    if value is None:
        return []
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or not words:
        problems.append(Problem((key,), f"`{key}` needs keys", f"Write them like `{key}: [category, lifecycle]`."))
        return []
    found: dict[str, tuple[Field, bool]] = {}
    for at, word in enumerate(words):
        path: tuple[str | int, ...] = (key, at) if isinstance(value, list) else (key,)
        text = word.strip() if isinstance(word, str) else ""
        turned = key == "sort" and text.startswith("-")
        field = find_field(kind, text.removeprefix("-").strip() if turned else text, internal)
        if isinstance(field, Problem):
            problems.append(Problem(path, field.message, field.help))
        else:
            found.setdefault(field.key, (field, turned))
    return list(found.values())


def _limit(written: Mapping[str, Any], problems: list[Problem]) -> int:
    value = written.get("limit")
    if value is None:
        return MOST_ROWS
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST_ROWS:
        return int(text)
    help = f"Write a whole number from 1 to {MOST_ROWS}."
    problems.append(Problem(("limit",), f"`{shown(value)}` is no limit", help))
    return MOST_ROWS


def _key(field: Field, entity: Entity, inventory: Inventory) -> tuple[float, str] | None:
    """What a value is sorted by: numbers by size, words of a list by their place in it, all else as text."""
    steps = field.steps
    while steps and steps[-1].part is not None and steps[-1].inner:
        steps = (*steps, steps[-1].inner[0])
    doc = steps[-1] if steps else None
    values = list(Field(field.key, steps).values(entity))
    if not values:
        return None
    if steps and field.steps[-1].part is not None and field.steps[-1].many:
        return float(len(list(field.values(entity)))), ""  # the table shows how many there are
    if doc is not None and doc.vocabulary:
        return float(min(inventory.vocabularies[doc.vocabulary].position(value) for value in values)), ""
    if isinstance(values[0], bool | int | float):
        return float(values[0]), ""
    if doc is not None and doc.refs is not None:
        return 0.0, ", ".join(_name(value, doc.refs.kinds, inventory) for value in values)
    if doc is not None and doc.shape is Shape.DAY:
        return 0.0, min(value.isoformat() for value in values)
    return 0.0, ", ".join(str(value).casefold() for value in values)


def _name(value: str, kinds: tuple[str, ...], inventory: Inventory) -> str:
    entity = inventory.find(value if len(kinds) > 1 else f"{kinds[0]}:{value}")
    return (entity.display_name if entity else value).casefold()
