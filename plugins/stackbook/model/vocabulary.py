"""Value lists: the words a field may hold, each with a label and a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Value:
    """One word of a vocabulary.

    Args:
        key: what stands in the YAML.
        label: what people read.
        description: what it means, one sentence.
        group: heading it belongs under, for vocabularies that have groups.
        icon: name of a Material icon, such as ``material/email-outline``.
        replaced_by: the word to use instead, when this one is deprecated.
    """

    key: str
    label: str
    description: str = ""
    group: str = ""
    icon: str = ""
    replaced_by: str | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A value list.

    Args:
        name: as an organisation names it in ``stack.yml`` to extend it.
        title: for people.
        source: where the words come from.
        values: in the order in which they are shown; for an ordered list also from low to high.
        extensible: whether an organisation may add words of its own.
        ordered: ``up`` when its words go from low to high, ``down`` from high to low, "" when they have no order.
    """

    name: str
    title: str
    source: str
    values: Mapping[str, Value]
    extensible: bool = True
    ordered: str = ""

    def __contains__(self, key: object) -> bool:
        return key in self.values

    def label(self, key: str | None) -> str:
        """The label of a word; the word itself when it is not known."""
        if key is None:
            return ""
        value = self.values.get(key)
        return value.label if value else key

    def position(self, key: str) -> int:
        """Place of a word in the list, from 0; after the last when it is not known."""
        return next((i for i, known in enumerate(self.values) if known == key), len(self.values))

    def extended(self, more: Iterable[Value]) -> Vocabulary:
        """The vocabulary with further words at the end; a known word gets the new label and meaning."""
        merged = dict(self.values)
        for value in more:
            old = merged.get(value.key)
            merged[value.key] = (
                replace(old, label=value.label, description=value.description or old.description) if old else value
            )
        return replace(self, values=merged)


def words(text: str) -> dict[str, Value]:
    """Values written one a line: ``key | Label | Meaning``; the label may be left empty.

    Raises:
        ValueError: a line has no three parts (a slip in our own lists).
    """
    values = {}
    for line in text.strip().splitlines():
        key, label, meaning = (part.strip() for part in line.split("|"))
        values[key] = Value(key, label or key.replace("_", " ").capitalize(), meaning)
    return values


@dataclass(frozen=True)
class Vocabularies:
    """All value lists by name, as one organisation uses them."""

    by_name: Mapping[str, Vocabulary] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Vocabulary:
        return self.by_name[name]

    @cached_property
    def outdated(self) -> frozenset[str]:
        """Names of the vocabularies in which a word is deprecated."""
        return frozenset(v.name for v in self.by_name.values() if any(w.deprecated for w in v.values.values()))

    def label(self, name: str, key: str | None) -> str:
        """The label of word `key` in vocabulary `name`."""
        return self.by_name[name].label(key)
