"""For people at a terminal: the place, the words, the line with carets, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stackbook.diagnostics import Check, Diagnostic, Location, Severity
from stackbook.reporting.excerpt import excerpt, lines_of
from stackbook.reporting.plain import one_line

WIDTH = 100
"""Columns that an excerpt may take, its line number included."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}


def render(
    diagnostics: tuple[Diagnostic, ...],
    sources: Mapping[str, str],
    checks: Mapping[str, Check],
    *,
    colour: bool = False,
) -> str:
    """The diagnostics with excerpts, a blank line between two; "" when there are none.

    The arguments are those of `stackbook.reporting.Renderer`.
    """
    lines = {d.location.path: lines_of(sources[d.location.path]) for d in diagnostics if d.location.path in sources}
    paint = _painted if colour else _unpainted
    return "\n".join(_block(d, lines.get(d.location.path), paint) for d in diagnostics)


def _unpainted(text: str, style: str) -> str:
    return text


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text else text


def _block(diagnostic: Diagnostic, lines: list[str] | None, paint: Callable[[str, str], str]) -> str:
    style = _COLOURS[diagnostic.severity]
    severity = paint(f"{diagnostic.severity.value}[{one_line(diagnostic.code)}]", style)
    out = [f"{paint(_place(diagnostic.location), '1')}: {severity} {one_line(diagnostic.message)}"]
    number = str(diagnostic.location.line)
    margin = " " * len(number)
    cut = excerpt(lines, diagnostic.location, WIDTH - len(number) - 3) if lines else None
    if cut:
        bar = paint("|", "2")
        out += [
            f"{margin} {bar}",
            f"{paint(number, '2')} {bar} {cut.line}".rstrip(),
            f"{margin} {bar} {' ' * cut.indent}{paint('^' * cut.carets, style)}",
        ]
    if diagnostic.help:
        out.append(f"{margin} = {paint('help', '1')}: {one_line(diagnostic.help)}")
    out += [
        f"{margin} = {paint('note', '1')}: {_place(other.location)} {one_line(other.message)}".rstrip()
        for other in diagnostic.related
    ]
    return "\n".join(out) + "\n"


def _place(location: Location) -> str:
    return one_line(str(location))
