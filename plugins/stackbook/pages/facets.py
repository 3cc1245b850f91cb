"""What a long list can be narrowed down by, counted from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.model.base import Entity
from stackbook.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Facet:
    """Something a list can be narrowed down by.

    Args:
        key: its word in addresses.
        label: for people.
        every: what stands there when everything is shown.
        choices: key, label and count of each choice.
    """

    key: str
    label: str
    every: str
    choices: tuple[tuple[str, str, int], ...]


def by_entity(key: str, label: str, every: str, found: Iterable[Entity | None]) -> Facet:
    """By what each row names, by name.

    Args:
        key: as in `Facet`.
        label: as in `Facet`.
        every: as in `Facet`.
        found: what the rows name, one after the other; None where one names nothing.
    """
    named = [one for one in found if one is not None]
    counted = Counter(one.id for one in named)
    names = {one.id: one.display_name for one in named}
    order = sorted(names, key=lambda id_: (names[id_].casefold(), id_))
    return Facet(key, label, every, tuple((id_, names[id_], counted[id_]) for id_ in order))


def by_word(
    key: str, label: str, every: str, vocabularies: Vocabularies, vocabulary: str, found: Iterable[str | None]
) -> Facet:
    """By a word of a vocabulary that each row has, in the vocabulary's order.

    Args:
        key: as in `Facet`.
        label: as in `Facet`.
        every: as in `Facet`.
        vocabularies: all words.
        vocabulary: the name of the one meant.
        found: the words of the rows; None where one has none.
    """
    counted = Counter(one for one in found if one)
    words = vocabularies[vocabulary].values
    return Facet(key, label, every, tuple((one, words[one].label, counted[one]) for one in words if counted[one]))


def by_choice(key: str, label: str, every: str, choices: dict[str, str], found: Iterable[str]) -> Facet:
    """By one of a few choices of ours, in their order.

    Args:
        key: as in `Facet`.
        label: as in `Facet`.
        every: as in `Facet`.
        choices: key to label.
        found: the keys of the rows.
    """
    counted = Counter(found)
    return Facet(key, label, every, tuple((one, words, counted[one]) for one, words in choices.items() if counted[one]))


def worth(facets: Iterable[Facet]) -> tuple[Facet, ...]:
    """The facets that tell rows apart: with one choice for all rows there is nothing to choose."""
    return tuple(one for one in facets if len(one.choices) > 1)


def marks(**found: str | Entity | None) -> str:
    """What a row is, for the script that narrows the list down: ``team:crm status:active``."""
    said = {key: one.id if isinstance(one, Entity) else one for key, one in found.items()}
    return " ".join(f"{key}:{one}" for key, one in said.items() if one)
