"""Days and lists as people write them, and what they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date


def on_day(day: date) -> str:
    """A day: ``3 March 2027``."""
    return f"{day.day} {day:%B %Y}"


def listed(words: Sequence[str], joined: str = "and", most: int = 6) -> str:
    """Words in a sentence: ``a, b and c``; of many only the first, and how many more."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined} {words[-1]}"


def sources_of(fields: Iterable[str]) -> tuple[str, ...]:
    """``kind:id`` of the data sources of some fields (``data-source.field``), for a finding's `mentions`."""
    return tuple(dict.fromkeys(f"data_source:{key.partition('.')[0]}" for key in fields))
