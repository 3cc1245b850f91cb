"""For programs: the diagnostics as JSON, all of them and all of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from stackbook.diagnostics import Check, Diagnostic, Location, Severity

VERSION = 1
"""Raised when a key changes its meaning or goes; new keys may come without."""


def render(
    diagnostics: tuple[Diagnostic, ...],
    sources: Mapping[str, str],
    checks: Mapping[str, Check],
    *,
    colour: bool = False,
) -> str:
    """An object with ``version``, ``counts`` by severity, and ``problems``.

    Only ASCII stands in the text, so that it is safe to print anywhere.
    The arguments are those of `stackbook.reporting.Renderer`.
    """
    tally = Counter(d.severity for d in diagnostics)
    report = {
        "version": VERSION,
        "counts": {severity.value: tally[severity] for severity in Severity},
        "problems": [_problem(d, checks.get(d.code)) for d in diagnostics],
    }
    return json.dumps(report, indent=2) + "\n"


def _problem(diagnostic: Diagnostic, check: Check | None) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "title": check.title if check else "",
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_place(diagnostic.location),
        "entity": diagnostic.entity,
        "field": diagnostic.field,
        "side": diagnostic.side.value,
        "mentions": list(diagnostic.mentions),
        "related": [{**_place(other.location), "message": other.message} for other in diagnostic.related],
    }


def _place(location: Location) -> dict[str, Any]:
    return {"path": location.path, "line": location.line, "column": location.column, "length": location.length}
