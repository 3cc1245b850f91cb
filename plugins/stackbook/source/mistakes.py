"""What a YAML syntax error really was: the place of the mistake, not where the parser gave up.

Each function below knows one sort of mistake. It looks at what the parser said and at
the lines around, and gives a diagnostic or None; the first that knows it wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from stackbook.diagnostics import Check, Diagnostic, Location
from stackbook.source import checks
from stackbook.source.characters import LINE_BREAK, ODD_SPACE
from stackbook.source.nodes import Scalar

TIGHT_KEY = re.compile(rf"\s*(?:- )?([A-Za-z_][\w-]*):(?=[^\s/]|[{ODD_SPACE}])")
"""A key whose colon has no space behind it."""

KEY = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*:(?:\s|$)")
"""A key with its colon at the beginning of a line."""

_BEFORE_VALUE = re.compile(r"[ \t]*(?:- +)*(?:[A-Za-z_][\w-]*:[ \t]+)?(?=\S)")
_ODD_SPACE = re.compile(rf"^[ ]*(?:- )?(?:[A-Za-z_][\w-]*:)?(?P<space>[{ODD_SPACE}])")
_LEADING_TAB = re.compile(r"[ -]*\t")
_BLOCK_TEXT = re.compile(r".*(?::|-)\s+[|>][-+0-9]*\s*(?:#.*)?$")
_CLOSING = {"[": "]", "{": "}"}


@dataclass(slots=True)
class _Error:
    """What the parser said, and the file.

    Args:
        path: for locations.
        lines: the file.
        problem: the parser's words.
        said: its words with their context.
        line: where it gave up, from 0.
        column: the same.
        start: line and column where the thing began that it could not finish.
        long_quotes: texts that were read before and span several lines.
    """

    path: str
    lines: list[str]
    problem: str
    said: str
    line: int
    column: int
    start: tuple[int, int] | None
    long_quotes: list[Scalar]

    def row(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def here(self) -> str:
        return self.row(self.line)

    @property
    def character(self) -> str:
        return self.here[self.column : self.column + 1]

    def above(self, row: int) -> int | None:
        """The next line above that says something."""
        said = (n for n in range(row - 1, -1, -1) if self.row(n).strip() and not self.row(n).lstrip().startswith("#"))
        return next(said, None)

    def at(self, check: Check, row: int, column: int, message: str, help: str = "", length: int = 1) -> Diagnostic:
        row = min(max(row, 0), max(len(self.lines) - 1, 0))
        column = min(max(column, 0), len(self.lines[row]))
        length = max(1, min(length, len(self.lines[row]) - column))
        return check.at(Location(self.path, row + 1, column + 1, length), message, help)

    def line_at(self, check: Check, row: int, message: str, help: str = "") -> Diagnostic:
        """A diagnostic about all that stands in a line."""
        text = self.row(row)
        return self.at(check, row, _indent(text), message, help, len(text.strip()))


def explain(error: yaml.YAMLError, text: str, path: str, long_quotes: list[Scalar]) -> Diagnostic:
    """Turn a parser's error into a diagnostic at the mistake.

    Args:
        error: what PyYAML raised.
        text: the file.
        path: for the location.
        long_quotes: texts that were read before and span several lines.
    """
    problem = str(getattr(error, "problem", "") or error)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    seen = _Error(
        path,
        LINE_BREAK.split(text),
        problem,
        f"{getattr(error, 'context', '') or ''} {problem}",
        mark.line if mark else 0,
        mark.column if mark else 0,
        (context.line, context.column) if context else None,
        long_quotes,
    )
    for known in _KNOWN:
        found = known(seen)
        if found is not None:
            return found
    plain = re.sub(r"\s+", " ", problem)[:200] or "the parser stopped here"
    return seen.at(checks.SYNTAX, seen.line, seen.column, f"this is not YAML: {plain}")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def value_start(text: str) -> int:
    """Where the value of a line begins, after dashes and a key."""
    match = _BEFORE_VALUE.match(text)
    return match.end() if match else _indent(text)


def _escape(seen: _Error) -> Diagnostic | None:
    if "escape" not in seen.problem:
        return None
    column = seen.here.rfind("\\", 0, seen.column + 1)
    return seen.at(checks.ESCAPE, seen.line, column, "this backslash begins no escape YAML knows", length=2)


def _quote(seen: _Error) -> Diagnostic | None:
    if "quoted scalar" in seen.said and seen.start:
        return seen.at(checks.QUOTE, *seen.start, "this quote is never closed")
    for scalar in reversed(seen.long_quotes):
        if scalar.plain or scalar.end_line < seen.line - 1:
            continue
        if any(KEY.match(seen.row(n)) for n in range(scalar.line + 1, scalar.end_line + 1)):
            return seen.at(checks.QUOTE, scalar.line, scalar.column, "this quote is not closed on its line")
    return None


def _odd_space(seen: _Error) -> Diagnostic | None:
    """A no-break space where YAML wants a space, on this line or just above."""
    for row in range(seen.line, max(-1, seen.line - 3), -1):
        if match := _ODD_SPACE.match(seen.row(row)):
            return seen.at(checks.CONTROL, row, match.start("space"), odd_space(match["space"]), ODD_SPACE_HELP)
    return None


ODD_SPACE_HELP = "Delete it and type a space."


def odd_space(character: str) -> str:
    """The message about something that looks like a space."""
    return f"this looks like a space and is another character (U+{ord(character):04X})"


def _tab(seen: _Error) -> Diagnostic | None:
    if _LEADING_TAB.match(seen.here) or "\t" in seen.here[: seen.column + 1]:
        return seen.at(checks.TAB, seen.line, seen.here.index("\t"), "there is a tab here")
    return None


def _inner_quote(seen: _Error) -> Diagnostic | None:
    """A quote that ended a text though letters follow, as in 'Women's World'."""
    before = seen.here[: seen.column].rstrip()
    if not before or before[-1] not in "'\"" or seen.character in ("", "#"):
        return None
    start = value_start(seen.here)
    simple = seen.here[start : start + 1] == before[-1] and len(before) - 1 > start
    if simple or ("flow" in seen.said and seen.character.isalnum()):
        return seen.at(checks.INNER_QUOTE, seen.line, len(before) - 1, "this quote ends the text, and more follows")
    return None


def _begins_with(seen: _Error) -> Diagnostic | None:
    """A text without quotes whose first character says something to YAML."""
    start = value_start(seen.here)
    first = seen.here[start : start + 2]
    if first in ("{{", "{%") and start <= seen.column:
        return seen.at(checks.SPECIAL, seen.line, start, f"a text cannot begin with `{first}`", length=2)
    if "tag" in seen.problem:
        return seen.at(checks.TAG, *(seen.start or (seen.line, seen.column)), "a word that begins with `!` is a tag")
    if "cannot start any token" in seen.problem:
        return seen.at(checks.SPECIAL, seen.line, seen.column, _cannot_begin(seen.character))
    if "scanning a directive" in seen.said or "YAML document" in seen.problem or "directive" in seen.problem:
        return seen.at(checks.SPECIAL, seen.line, 0, "a line cannot begin with `%`")
    if seen.start and ("scanning an a" in seen.said or "scanning a block scalar" in seen.said):
        return _mark(seen, *seen.start)
    if "entries are not allowed" in seen.problem or "keys are not allowed" in seen.problem:
        return seen.at(checks.SPECIAL, seen.line, seen.column, _cannot_begin(seen.character))
    if "node content" in seen.problem and seen.character and seen.character in ",]}":
        nothing = "flow" in seen.said
        message = f"there is nothing before this `{seen.character}`" if nothing else _cannot_begin(seen.character)
        return seen.at(checks.SPECIAL, seen.line, seen.column, message)
    if first[:1] in _CLOSING and seen.column > start and "block" in seen.said:
        message = f"the text goes on after the `{_CLOSING[first[:1]]}` that closes this"
        return seen.at(checks.SPECIAL, seen.line, start, message)
    return None


def _mark(seen: _Error, row: int, column: int) -> Diagnostic:
    """An alias, an anchor or a block text that is none."""
    text = seen.row(row)
    if "tab" in seen.problem:
        return seen.at(checks.TAB, seen.line, seen.column, "there is a tab here")
    if text[column : column + 2] == "* " and not text[:column].strip():
        message = "an entry of a list begins with a dash, not with a star"
        return seen.at(checks.SPECIAL, row, column, message, "Write `- ` instead of `* `.")
    return seen.at(checks.SPECIAL, row, column, _cannot_begin(text[column : column + 1]))


def _cannot_begin(character: str) -> str:
    name = {"`": "a backtick", "": "this"}.get(character, f"`{character}`")
    return f"a text cannot begin with {name}"


def _colon(seen: _Error) -> Diagnostic | None:
    """A second colon in a line, or a group where none can be."""
    if "mapping values are not allowed" not in seen.problem:
        return None
    first = value_start(seen.here)
    if 0 < first < seen.column and ":" in seen.here[:first]:
        length = len(seen.here.rstrip()) - first
        return seen.at(checks.COLON, seen.line, first, "this text holds a colon and has no quotes", length=length)
    tight = _tight(seen, seen.line - 1)
    if tight is not None:
        return tight
    above = seen.above(seen.line)
    if above is not None and not KEY.match(seen.row(above)) and not seen.row(above).lstrip().startswith("-"):
        return seen.line_at(checks.NO_COLON, above, "this line has no colon")
    return seen.line_at(checks.INDENT, seen.line, "this line is indented further than the key above it")


def _tight(seen: _Error, line: int) -> Diagnostic | None:
    """A colon without a space, on this line or up to two above."""
    for row in range(min(line, len(seen.lines) - 1), max(-1, line - 3), -1):
        if match := TIGHT_KEY.match(seen.row(row)):
            return seen.at(checks.NO_SPACE, row, match.end(1), "there is no space after this colon")
    return None


def _no_colon(seen: _Error) -> Diagnostic | None:
    """A line that is neither a key with a colon nor an entry of a list."""
    if "could not find expected ':'" not in seen.problem or not seen.start:
        return None
    row = seen.start[0]
    text, above = seen.row(row), seen.above(row)
    if match := TIGHT_KEY.match(text):
        return seen.at(checks.NO_SPACE, row, match.end(1), "there is no space after this colon")
    if above is not None and _BLOCK_TEXT.match(seen.row(above)) and _indent(text) <= _indent(seen.row(above)):
        return seen.line_at(
            checks.INDENT,
            row,
            "the text that begins here is not indented",
            "Indent each line of the text by two spaces.",
        )
    if above is not None and re.match(rf" {{{_indent(text)}}}-(\s|$)", seen.row(above)):
        if text.lstrip().startswith("-"):
            return seen.at(
                checks.NO_SPACE, row, _indent(text), "there is no space after this dash", "Write it like this: `- one`."
            )
        message = "this entry of the list has no `- ` in front"
        return seen.line_at(checks.INDENT, row, message, "Write `- ` in front of it.")
    help = "Write a colon instead of the `=`." if re.match(r"\s*[\w-]+ ?= ?\S", text) else ""
    return seen.line_at(checks.NO_COLON, row, "this line has no colon", help)


def _bracket(seen: _Error) -> Diagnostic | None:
    if "flow" not in seen.said or not seen.start:
        return None
    opening = seen.row(seen.start[0])[seen.start[1] : seen.start[1] + 1]
    closing = _CLOSING.get(opening, "")
    if seen.character and seen.character in "]}" and seen.character != closing:
        message = f"this closes a `{opening}`, which needs a `{closing}`"
        return seen.at(checks.BRACKET, seen.line, seen.column, message, f"Write `{closing}` here.")
    if seen.line == seen.start[0] and closing and closing in seen.here[seen.column :]:
        message = f"a comma is missing before this, or a text between `{opening}` and `{closing}` needs quotes"
        return seen.at(checks.SYNTAX, seen.line, seen.column, message)
    return seen.at(checks.BRACKET, *seen.start, f"this `{opening}` is never closed")


def _indentation(seen: _Error) -> Diagnostic | None:
    words = ("expected key", "block end", "'-' indicator", "document start", "node content", "block scalar")
    if not any(word in seen.said for word in words):
        return None
    if "document start" in seen.problem:
        first = next((n for n, text in enumerate(seen.lines) if text.strip() and not text.lstrip().startswith("#")), 0)
        if first < seen.line and _indent(seen.row(first)):
            message = "this line is indented, and the ones below it are not"
            return seen.line_at(checks.INDENT, first, message)
    tight = _tight(seen, seen.line)
    if tight is not None:
        return tight
    if seen.here.lstrip().startswith(":"):
        return seen.at(checks.SYNTAX, seen.line, _indent(seen.here), "there is no key before this colon")
    if "'-' indicator" in seen.problem:
        message = "this line stands beside the entries of a list and has no `- ` in front"
        return seen.line_at(checks.INDENT, seen.line, message)
    return seen.at(
        checks.INDENT,
        seen.line,
        seen.column,
        "this does not fit the lines above it",
        length=len(seen.here) - seen.column,
    )


_KNOWN: tuple[Callable[[_Error], Diagnostic | None], ...] = (
    _escape, _quote, _odd_space, _tab, _inner_quote, _begins_with, _colon, _no_colon, _bracket, _indentation,
)  # fmt: skip
