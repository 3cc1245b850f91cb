"""What a YAML syntax error really was: the place of the mistake, not where the parser gave up."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from stackbook.diagnostics import Check, Diagnostic, Location
from stackbook.source import checks
from stackbook.source.nodes import Scalar

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_TIGHT_KEY = re.compile(r"\s*(?:- )?([A-Za-z_][\w-]*):(?=[^\s/])")
_KEY = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*:(?:\s|$)")


_At = Callable[..., Diagnostic]


def explain(error: yaml.YAMLError, text: str, path: str, long_quotes: list[Scalar]) -> Diagnostic:
    """Turn a parser's error into a diagnostic at the mistake.

    Args:
        error: what PyYAML raised.
        text: the file.
        path: for the location.
        long_quotes: texts that were read before and span several lines.
    """
    lines = _BREAK.split(text)
    problem = str(getattr(error, "problem", "") or error)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    start = (context.line, context.column) if context else None
    said = f"{getattr(error, 'context', '') or ''} {problem}"

    def at(check: Check, row: int, col: int, message: str, length: int = 1) -> Diagnostic:
        row = min(max(row, 0), max(len(lines) - 1, 0))
        col = min(max(col, 0), len(lines[row]))
        return check.at(Location(path, row + 1, col + 1, max(1, min(length, len(lines[row]) - col))), message)

    swallowed = _open_quote(long_quotes, lines, line)
    if "escape" in problem:
        return at(checks.ESCAPE, line, max(column - 1, 0), "this backslash begins no escape YAML knows", 2)
    if "quoted scalar" in said and start:
        return at(checks.QUOTE, *start, "this quote is never closed")
    if swallowed:
        return at(checks.QUOTE, swallowed.line, swallowed.column, "this quote is not closed on its line")
    here = lines[line] if line < len(lines) else ""
    if "\t" in here[: column + 1] or (here.lstrip(" ").startswith("\t")):
        return at(checks.TAB, line, here.index("\t"), "there is a tab here")
    closed = _closed_early(here, column)
    if closed is not None:
        return at(checks.INNER_QUOTE, line, closed, "this quote ends the text, and more follows")
    if "mapping values are not allowed" in problem:
        return _colon(lines, line, column, at)
    tight = _tight_before(lines, line)
    if tight is not None and ("expected ':'" in problem or "expected key" in problem or "block end" in problem):
        return at(checks.NO_SPACE, *tight, "there is no space after this colon")
    if "flow" in said and start:
        return at(checks.BRACKET, *start, f"this `{lines[start[0]][start[1] : start[1] + 1]}` is never closed")
    return _rest(problem, said, lines, line, column, start, at)


def _rest(
    problem: str, said: str, lines: list[str], line: int, column: int, start: tuple[int, int] | None, at: _At
) -> Diagnostic:
    here = lines[line] if line < len(lines) else ""
    character = here[column : column + 1]
    if "cannot start any token" in problem or ("scanning" in said and character and character in "@`%*&!|>"):
        return at(checks.SPECIAL, line, column, f"a text cannot begin with `{character}`")
    if "alias" in said or "anchor" in said:
        return at(checks.SPECIAL, line, column, "a text that begins with `*` or `&` needs quotes")
    if "block scalar" in said:
        return at(checks.INDENT, line, column, "the lines after `|` or `>` are indented differently")
    if "'-' indicator" in problem and start:
        for row in range(start[0] + 1, line):
            if (
                lines[row].strip()
                and len(lines[row]) - len(lines[row].lstrip()) == start[1]
                and lines[row].lstrip()[0] not in "-#"
            ):
                return at(
                    checks.INDENT, row, start[1], "this entry of the list has no `- ` in front", len(lines[row].strip())
                )
    if any(
        word in problem
        for word in (
            "expected key",
            "block end",
            "'-' indicator",
            "expected ':'",
            "expected the node",
            "document start",
        )
    ):
        if here.strip() and not _KEY.match(here) and not here.lstrip().startswith("-") and "expected ':'" in problem:
            return at(
                checks.NO_SPACE,
                line,
                len(here) - len(here.lstrip()),
                "this line is neither a key with a colon nor an entry of a list",
                len(here.strip()),
            )
        return at(checks.INDENT, line, column, "this does not fit the lines above it", len(here.strip()) or 1)
    plain = re.sub(r"\s+", " ", problem)[:200] or "the parser stopped here"
    return at(checks.SYNTAX, line, column, f"this is not YAML: {plain}")


def _open_quote(long_quotes: list[Scalar], lines: list[str], line: int) -> Scalar | None:
    """The text over several lines, read just before, that took a key with it."""
    for scalar in reversed(long_quotes):
        if scalar.plain or scalar.end_line < line - 1:
            continue
        inside = range(scalar.line + 1, min(scalar.end_line + 1, len(lines)))
        if any(_KEY.match(lines[n]) for n in inside):
            return scalar
    return None


def _closed_early(here: str, column: int) -> int | None:
    """Column of a quote that ended a text though letters follow, as in 'Women's World'."""
    before = here[:column].rstrip()
    if before and before[-1] in "'\"" and here[column : column + 1] not in ("", "#"):
        value = re.match(r"\s*(?:- )?(?:[\w-]+:\s+)?(['\"])", here)
        if value and before[-1] == value.group(1) and len(before) - 1 > value.start(1):
            return len(before) - 1
    return None


def _tight_before(lines: list[str], line: int) -> tuple[int, int] | None:
    """Place of a colon without a space, on this line or up to two above."""
    for row in range(min(line, len(lines) - 1), max(-1, line - 3), -1):
        match = _TIGHT_KEY.match(lines[row])
        if match:
            return row, match.end(1)
    return None


def _colon(lines: list[str], line: int, column: int, at: _At) -> Diagnostic:
    here = lines[line]
    first = re.match(r"\s*(?:- )?[A-Za-z_][\w-]*:\s+", here)
    if first and first.end() < column:
        return at(
            checks.COLON,
            line,
            first.end(),
            "this text holds a colon and has no quotes",
            len(here.rstrip()) - first.end(),
        )
    tight = _tight_before(lines, line - 1)
    if tight is not None:
        return at(checks.NO_SPACE, *tight, "there is no space after this colon")
    above = next(
        (n for n in range(line - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), None
    )
    indent = len(here) - len(here.lstrip())
    if above is not None and not _KEY.match(lines[above]) and not lines[above].lstrip().startswith("-"):
        start = len(lines[above]) - len(lines[above].lstrip())
        return at(
            checks.SYNTAX,
            above,
            start,
            "this line is neither a key with a colon nor an entry of a list",
            len(lines[above].strip()),
        )
    return at(checks.INDENT, line, indent, "this line is indented further than the key above it", len(here.strip()))
