"""Words about personal data as people read them: fideslang keys with names and meanings, countries, lengths of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stackbook.model.data import Retention
from stackbook.model.types import data_categories, data_subjects, data_uses, places, retired_words
from stackbook.pages.values import address, duration

MAP, TRANSFERS, CONSENT = "personal-data", "transfers", "consent"
"""Paths of the pages about personal data."""
_WIDE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word of fideslang.

    Args:
        key: as it stands in the YAML.
        name: for people.
        meaning: what it means, a sentence.
        successor: key of the word to use instead, when this one is no longer used; or "".
    """

    key: str
    name: str
    meaning: str
    successor: str = ""


def category(key: str) -> Word:
    """A data category. One that is no longer used has the name of its successor."""
    return _word(key, data_categories())


def subject(key: str) -> Word:
    """A data subject, likewise."""
    return _word(key, data_subjects())


def use(key: str) -> Word:
    """A data use, likewise."""
    return _word(key, data_uses())


def wide(key: str) -> str:
    """The wide category that a data category belongs to: ``user.contact`` for ``user.contact.email``."""
    return ".".join(key.split(".")[:_WIDE])


def category_names(keys: Iterable[str]) -> tuple[str, ...]:
    """The names of some data categories, each once."""
    return tuple(dict.fromkeys(category(key).name for key in keys))


def subject_names(keys: Iterable[str]) -> tuple[str, ...]:
    """The names of some data subjects, each once."""
    return tuple(dict.fromkeys(subject(key).name for key in keys))


def country(code: str) -> str:
    """The name of a country, or of the European Union."""
    return places().get(code, code)


def retention_words(kept: Retention | None) -> str:
    """``2 years. From the last order``; "" when nothing is recorded."""
    if kept is None:
        return ""
    return ". ".join(filter(None, (duration(kept.period) if kept.period else "", kept.basis)))


def words_for_templates() -> dict[str, Any]:
    """What templates about personal data call to put keys into words."""
    return {
        "use": use,
        "subjects": subject_names,
        "categories": category_names,
        "place": country,
        "kept": retention_words,
        "address": address,
    }


def _word(key: str, words: dict[str, tuple[str, str]]) -> Word:
    successor = "" if key in words else retired_words().get(key) or ""
    name, meaning = words.get(successor or key, (key, ""))
    return Word(key, name, meaning, successor)
