"""For code scanning: SARIF 2.1.0 (OASIS), which GitHub, Azure DevOps and editors read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from stackbook.diagnostics import Check, Diagnostic, Location, Severity
from stackbook.reporting.plain import one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def render(
    diagnostics: tuple[Diagnostic, ...],
    sources: Mapping[str, str],
    checks: Mapping[str, Check],
    *,
    colour: bool = False,
) -> str:
    """A log with one run: every check as a rule, every diagnostic as a result.

    Paths are relative to the project folder (``%SRCROOT%``, for GitHub the root of the repository).
    Only ASCII stands in the text.
    The arguments are those of `stackbook.reporting.Renderer`.
    """
    codes = sorted({*checks, *(d.code for d in diagnostics)})
    severities = {d.code: d.severity for d in reversed(diagnostics)}
    places = {code: index for index, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {"name": "Stackbook", "rules": [_rule(code, checks.get(code), severities) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, places[d.code]) for d in diagnostics],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, check: Check | None, severities: Mapping[str, Severity]) -> dict[str, Any]:
    if check is None:  # a diagnostic of a check that the caller does not list
        level = _LEVELS[severities[code]]
        return {"id": code, "shortDescription": {"text": code}, "defaultConfiguration": {"level": level}}
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in code.split("-")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why or check.title},
        "help": {
            "text": f"{check.why}\n\n{check.fix}".strip() or check.title,
            "markdown": f"{check.why}\n\n**What to do:** {check.fix}".strip(),
        },
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": [check.family, check.side.label]},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    message = "\n".join(one_line(part) for part in (diagnostic.message, diagnostic.help) if part)
    location: dict[str, Any] = {"physicalLocation": _physical(diagnostic.location)}
    if diagnostic.entity:
        name = ".".join(filter(None, (diagnostic.entity, diagnostic.field)))
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": message},
        "locations": [location],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(other.location),
                "message": {"text": one_line(other.message) or str(other.location)},
            }
            for number, other in enumerate(diagnostic.related, 1)
        ]
    return result


def _physical(location: Location) -> dict[str, Any]:
    return {
        # Colons are escaped as well, or a first folder `a:b` would read as the scheme of an absolute address.
        "artifactLocation": {"uri": quote(location.path, safe="/"), "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endColumn": location.column + location.length,
        },
    }
