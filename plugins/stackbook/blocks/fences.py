"""Finds our fenced blocks in a page's Markdown, and leaves everybody else's alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

_OPEN = re.compile(r"(?P<prefix>[ >]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_OURS = re.compile(r"[ ]*(?:\{[ ]*\.)?(?P<name>stack[\w-]*)[ ]*\}?(?P<rest>.*)", re.IGNORECASE)
_COMMENT, _COMMENT_END = "<!--", "-->"

NAMES = ("stack-view", "stack-table", "stack-impact")
"""What our blocks are called."""

_SLIP = 2
"""So many letters may be wrong, missing or swapped in a name that still means us; ``stack-trace`` is another's."""


@dataclass(frozen=True, slots=True)
class Block:
    """One of our blocks.

    Args:
        name: what stands behind the fence: one of `NAMES`, or nearly so.
        rest: what stands behind the name.
        prefix: spaces and signs of quotation before it.
        fence: its backticks or tildes.
        start: line of the page on which it begins, counted from 0.
        end: line after its last one.
        body: what stands in it, without the prefix.
        closed: it has an end; a block without one goes to the end of nothing and has no body.
    """

    name: str
    rest: str
    prefix: str
    fence: str
    start: int
    end: int
    body: tuple[str, ...]
    closed: bool = True

    @property
    def source(self) -> tuple[str, ...]:
        """The block as it was written, without the prefix."""
        opening = f"{self.fence}{self.name}{self.rest}"
        return (opening, *self.body, self.fence) if self.closed else (opening,)


def find_blocks(lines: Sequence[str]) -> list[Block]:
    """Our blocks in a page, from top to bottom.

    A block that stands inside another fence is that fence's text, and one in a comment is nobody's.
    As in Python-Markdown, a fence ends at a line with just the same marks, as far from the left.
    """
    found: list[Block] = []
    last = {line.strip(" >"): at for at, line in enumerate(lines)}  # where each line stands for the last time
    last_comment = max((at for at, line in enumerate(lines) if _COMMENT_END in line), default=-1) + 1
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip(" >").startswith(_COMMENT) and at < last_comment:
            at = _after_comment(lines, at)
            continue
        opened = _OPEN.match(line)
        if opened is None or "`" in opened["info"]:  # that would be code within a line
            at += 1
            continue
        ends = last.get(opened["fence"], 0) > at  # or else nobody needs to look for it
        end = _end(lines, at, opened["prefix"], opened["fence"]) if ends else 0
        ours = _OURS.fullmatch(opened["info"])
        if ours and _is_ours(ours["name"]):
            body = tuple(_without(opened["prefix"], text) for text in lines[at + 1 : end]) if end else ()
            after = end + 1 if end else at + 1
            found.append(
                Block(
                    ours["name"], ours["rest"].rstrip(), opened["prefix"], opened["fence"], at, after, body, bool(end)
                )
            )
        at = end + 1 if end else at + 1
    return found


def _is_ours(name: str) -> bool:
    return any(DamerauLevenshtein.distance(name.casefold(), one, score_cutoff=_SLIP) <= _SLIP for one in NAMES)


def _end(lines: Sequence[str], start: int, prefix: str, fence: str) -> int:
    """The line that ends a fence; 0 when none does."""
    depth = len(prefix)
    for at in range(start + 1, len(lines)):
        text = lines[at]
        inside = text.lstrip(" >")
        if not inside:
            continue
        left = len(text) - len(inside)
        if left < depth:
            return 0  # what it stands in has ended
        if inside.rstrip() == fence and left == depth:
            return at
    return 0


def _after_comment(lines: Sequence[str], start: int) -> int:
    """The line after a comment; the next one when it has no end."""
    for at in range(start, len(lines)):
        if _COMMENT_END in lines[at]:
            return at + 1
    return start + 1


def _without(prefix: str, line: str) -> str:
    """A line without what stands before all lines of its block."""
    if ">" not in prefix:
        return line[len(prefix) :] if not line[: len(prefix)].strip() else line.lstrip(" ")
    kept = line
    for sign in prefix:
        if kept[:1] == sign or kept[:1] == " ":
            kept = kept[1:]
    return kept
