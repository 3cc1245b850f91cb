"""What can go wrong with a history."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_MOST_NAMES = 3


class HistoryError(Exception):
    """Something asked of a history cannot be had. Its text is a sentence for people."""


class UnknownRevision(HistoryError):
    """A name stands for no commit.

    Args:
        ref: the name as it was given.
        nearest: branches and tags with names like it, the nearest first.
        why: what is wrong with it, when it is more than that nobody knows it.
    """

    def __init__(self, ref: str, nearest: tuple[str, ...] = (), why: str = "") -> None:
        self.ref, self.nearest, self.why = ref, nearest, why
        super().__init__(why or "no branch, tag or commit of this repository goes by this name")


class HistoryUnreadable(HistoryError):
    """The repository does not hold what was asked for: a shallow copy, damage, or more than may be written."""


def nearest(ref: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names most like one that nobody knows, the nearest first; () when none is like it."""
    found = process.extract(
        ref[:200], sorted(set(names)), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60, limit=_MOST_NAMES
    )
    return tuple(str(name) for name, _, _ in found)
