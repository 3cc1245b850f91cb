"""For GitHub Actions: workflow commands that become notes beside the lines of a pull request.

GitHub shows at most ten of each severity for a step; the log holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.reporting.plain import one_line

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(
    diagnostics: tuple[Diagnostic, ...],
    sources: Mapping[str, str],
    checks: Mapping[str, Check],
    *,
    colour: bool = False,
) -> str:
    """One command a line; "" when there are none. The arguments are those of `stackbook.reporting.Renderer`."""
    return "".join(_command(d, checks.get(d.code)) for d in diagnostics)


def _command(diagnostic: Diagnostic, check: Check | None) -> str:
    at = diagnostic.location
    title = f"{check.title} [{diagnostic.code}]" if check else diagnostic.code
    properties = {
        "file": at.path,
        "line": at.line,
        "col": at.column,
        "endColumn": at.column + at.length - 1,
        "title": one_line(title),
    }
    listed = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    body = [diagnostic.message, diagnostic.help, *(f"{o.location} {o.message}" for o in diagnostic.related)]
    message = "\n".join(one_line(part) for part in body if part)
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{message.translate(_DATA)}\n"
