"""Text that is safe to show: what a contributor typed must not steer a terminal or hide its meaning."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_JOINERS = "\u200c\u200d"  # they shape letters and emoji, and cannot mislead on their own


@lru_cache(maxsize=4096)
def shown(char: str) -> str:
    """One character as it may be shown: itself, or a visible escape (a backslash and its number).

    Escaped are control characters, line separators, stray surrogates and invisible
    format characters; among the last are those that turn the direction of text.
    """
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS:
        code = ord(char)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char


@lru_cache(maxsize=4096)
def width(char: str) -> int:
    """How many columns of a terminal a shown character takes: 0, 1 or 2."""
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def one_line(text: str) -> str:
    """A text on one line: runs of blanks and line ends become one space, what must not be shown is escaped."""
    return "".join(map(shown, " ".join(text.split())))
