"""Which entities are meant: conditions on what is recorded of them, as people write them.

``{category: [crm, email_marketing], lifecycle: active, criticality: null, not: {hosting: saas}}``
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stackbook.asking.fields import Field, find_field, main
from stackbook.asking.problem import Problem, below
from stackbook.asking.ranges import Range, read_range
from stackbook.asking.values import Wildcard, accepted, as_compared
from stackbook.fields import FieldDoc
from stackbook.inventory import Inventory
from stackbook.inventory.words import one_of, shown
from stackbook.model.base import Entity

NOT = "not"
"""The key below which stands what must not be so."""

_MOST_KEYS = 50


MOST_WORDS = 200
"""So many values can be asked for in one condition."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What one field must hold.

    Args:
        field: the field.
        words: values that do, as `as_compared` gives them.
        patterns: the same with wildcards.
        ranges: the same from one to another.
        unknown: that nothing is recorded does as well.
        said: the values in words.
    """

    field: Field
    words: frozenset[str]
    patterns: tuple[Wildcard, ...]
    ranges: tuple[Range, ...]
    unknown: bool
    said: str

    def holds(self, entity: Entity, inventory: Inventory) -> bool:
        """Whether it is so: for a list, of any of its values."""
        doc = self.field.steps[-1] if self.field.steps else None
        found = [as_compared(doc, value, inventory) for value in self.field.values(entity, inventory)]
        if not found:
            return self.unknown
        return any(
            one in self.words or any(p.matches(one) for p in self.patterns) or any(r.holds(one) for r in self.ranges)
            for one in found
        )


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on entities of one kind.

    Args:
        wanted: all of these must hold.
        unwanted: none of these may.
    """

    wanted: tuple[Condition, ...] = ()
    unwanted: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any condition."""
        return bool(self.wanted or self.unwanted)

    def matches(self, entity: Entity, inventory: Inventory) -> bool:
        """Whether an entity is meant."""
        return all(one.holds(entity, inventory) for one in self.wanted) and not any(
            one.holds(entity, inventory) for one in self.unwanted
        )

    @property
    def dated(self) -> bool:
        """Whether any condition depends on the day."""
        return any(r.dated for one in (*self.wanted, *self.unwanted) for r in one.ranges)

    @property
    def internal(self) -> bool:
        """Whether any condition is about an internal field."""
        return any(one.field.internal for one in (*self.wanted, *self.unwanted))

    @property
    def named(self) -> tuple[str, ...]:
        """The values of all conditions as they are compared, among them every record that is asked for by name."""
        return tuple(sorted({word for one in (*self.wanted, *self.unwanted) for word in one.words}))

    def records(self, entity: Entity, inventory: Inventory) -> frozenset[str]:
        """``kind:id`` of the other records that the conditions look at, whatever they hold."""
        return frozenset().union(*(one.field.records(entity, inventory) for one in (*self.wanted, *self.unwanted)))

    @property
    def words(self) -> str:
        """The conditions for people, such as ``Category: CRM or Email; not Hosting: SaaS``; "" without any."""
        said = [f"{one.field.label}: {one.said}" for one in self.wanted]
        return "; ".join((*said, *(f"not {one.field.label}: {one.said}" for one in self.unwanted)))


def read_where(
    mapping: Mapping[str, Any],
    kind: str,
    inventory: Inventory,
    internal: bool,
    as_of: date | None = None,
) -> tuple[Where, tuple[Problem, ...]]:
    """Conditions out of what somebody wrote.

    Args:
        mapping: keys of fields, dotted for parts (a part's main key may be left out, and its keys may stand
            below it), to a word, a list of words (any of them) or None (not recorded); `NOT` to the same.
        kind: of the entities.
        inventory: its words and names may be used; what the audience may see.
        internal: internal fields may be asked for.
        as_of: the day, for conditions such as ``within P90D``; None when there is none.

    Returns:
        The conditions that could be understood, and everything that is wrong with the others.
    """
    problems: list[Problem] = []
    unwanted = mapping.get(NOT)
    reader = _Reader(kind, inventory, internal, as_of)
    wanted = reader.conditions({key: value for key, value in mapping.items() if key != NOT}, problems)
    refused: list[Condition] = []
    if isinstance(unwanted, Mapping):
        inside: list[Problem] = []
        refused = reader.conditions(unwanted, inside)
        problems += below(inside, NOT)
    elif NOT in mapping:
        problems.append(Problem((NOT,), "`not` needs conditions below it", "Write it like `not: {hosting: saas}`."))
    return Where(tuple(wanted), tuple(refused)), tuple(problems)


def where_of(options: Iterable[str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What `read_where` takes, out of words like ``category=crm,email``, ``criticality=null``, ``not.hosting=saas``.

    A key that is given twice takes the values of both.
    """
    made: dict[str, Any] = {}
    problems = []
    for at, option in enumerate(options):
        key, equals, words = option.partition("=")
        key = key.strip()
        if not (key and equals):
            problems.append(
                Problem((at,), f"`{shown(option)}` is no condition", "Write a key, `=` and a value: `category=crm`.")
            )
            continue
        values = [None if word.strip() in ("", "null", "~") else word.strip() for word in words.split(",")]
        below_not = key.startswith(f"{NOT}.")
        target = made.setdefault(NOT, {}) if below_not else made
        target.setdefault(key.removeprefix(f"{NOT}.") if below_not else key, []).extend(values)
    return made, tuple(problems)


@dataclass(frozen=True, slots=True)
class _Reader:
    kind: str
    inventory: Inventory
    internal: bool
    as_of: date | None

    def conditions(self, mapping: Mapping[str, Any], problems: list[Problem]) -> list[Condition]:
        made = []
        for key, value in mapping.items():
            for full, path, words in self._spread(key, value):
                condition = self._condition(full, path, words, problems)
                if condition:
                    made.append(condition)
        return made

    def _spread(self, key: str, value: Any) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
        """A key with its value; where keys stand below it, each of those."""
        if isinstance(value, Mapping) and value:
            for inner, one in value.items():
                for full, path, words in self._spread(str(inner), one):
                    yield f"{key}.{full}", (key, *path), words
        else:
            yield key, (key,), value

    def _condition(
        self, key: str, path: tuple[str | int, ...], value: Any, problems: list[Problem]
    ) -> Condition | None:
        found = find_field(self.kind, key, self.internal, across=True)
        if isinstance(found, Problem):
            problems.append(found.below(*path))
            return None
        words = value if isinstance(value, list | tuple) else [value]
        if not words or isinstance(value, Mapping):
            problems.append(Problem(path, f"`{key}` needs a value", "Write a word, a list of words, or `null`."))
            return None
        if len(words) > MOST_WORDS:
            problems.append(Problem(path, f"{len(words):,} values are too many", f"Use {MOST_WORDS} at most."))
            return None
        wanted = [word for word in words if word is not None]
        last = found.steps[-1] if found.steps else None
        if last and last.part and wanted:
            inner = main(last)
            if inner is None or (inner.internal and not self.internal):
                keys = one_of(f"{key}.{d.key}" for d in last.inner if self.internal or not d.internal)
                problems.append(Problem(path, f"`{key}` has several parts", f"Say which: {keys}.", at_key=True))
                return None
            found, last = Field(key, (*found.steps, inner)), inner
        return self._compared(found, last, path, words, isinstance(value, list | tuple), problems)

    def _compared(
        self,
        field: Field,
        doc: FieldDoc | None,
        path: tuple[str | int, ...],
        words: Iterable[Any],
        listed: bool,
        problems: list[Problem],
    ) -> Condition | None:
        exact: set[str] = set()
        patterns: list[Wildcard] = []
        ranges: list[Range] = []
        said: list[str] = []
        unknown = False
        before = len(problems)
        for at, word in enumerate(words):
            here = (*path, at) if listed else path
            if word is None:
                unknown = True
                said.append("not recorded")
                continue
            if isinstance(word, list | tuple | Mapping):
                problems.append(Problem(here, "this is neither a word nor a number", "Write a word here."))
                continue
            text = _as_text(word)
            compared = read_range(doc, text, self.inventory, self.as_of)
            if isinstance(compared, Problem):
                problems.append(compared.below(*here))
            elif compared is not None:
                ranges += [compared] if isinstance(compared, Range) else []
                exact |= compared if isinstance(compared, frozenset) else set()
                said.append(text)
            if compared is not None:
                continue
            answer = accepted(doc, text, self.inventory)
            if isinstance(answer, Problem):
                problems.append(answer.below(*here))
                continue
            exact |= answer.words
            patterns += [answer.pattern] if answer.pattern else []
            said.append(answer.said)
        if len(problems) > before:
            return None
        return Condition(field, frozenset(exact), tuple(patterns), tuple(ranges), unknown, " or ".join(said))


def _as_text(word: Any) -> str:
    if isinstance(word, bool):
        return "true" if word else "false"
    return word.isoformat() if isinstance(word, date) else str(word).strip()


__all__ = ["NOT", "Condition", "Field", "Where", "find_field", "main", "read_where", "where_of"]
