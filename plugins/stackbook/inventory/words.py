"""Helpful words about names that are not known."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

MAX_SHOWN = 60
"""Longest piece of a contributor's text repeated in a message."""


def shown(text: object) -> str:
    """A contributor's text as it may stand in a one-line message."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= MAX_SHOWN else plain[: MAX_SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one, or None when none is like it."""
    choices = list(known)
    folded = word.strip().casefold().replace(" ", "-")
    for choice in choices:
        if choice.casefold().replace("_", "-") == folded.replace("_", "-"):
            return choice
    best = process.extractOne(word.casefold()[:200], choices, scorer=fuzz.ratio, score_cutoff=66)
    if best is None and len(folded) >= 4:
        containing = [c for c in choices if folded in c or (len(c) >= 4 and c in folded)]
        return min(containing, key=len, default=None)
    return str(best[0]) if best else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean `x`?``, or ""."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else ""


def one_of(words: Iterable[str], most: int = 12) -> str:
    """Words in a line: ```a`, `b`, `c` and 7 more``."""
    listed = list(words)
    text = ", ".join(f"`{w}`" for w in listed[:most])
    return f"{text} and {len(listed) - most} more" if len(listed) > most else text


def sentence(*parts: str) -> str:
    """The parts that say something, each as a sentence."""
    return " ".join(part[0].upper() + part[1:] + ("" if part[-1] in ".?!" else ".") for part in parts if part)
