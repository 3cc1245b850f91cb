"""Numbers for badges, in the form that shields.io's endpoint badge reads, and any program can.

Each file is ``{"schemaVersion": 1, "label": ..., "message": ..., "color": ...}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from stackbook.diagnostics import Severity
from stackbook.exchange.api import VERSION, Artifact

FOLDER = f"api/v{VERSION}/badges"
FINDINGS, COMPLETENESS = f"{FOLDER}/findings.json", f"{FOLDER}/completeness.json"
_SCHEMA = 1
_FROM = ((90, "brightgreen"), (75, "green"), (60, "yellowgreen"), (40, "yellow"), (20, "orange"), (0, "red"))
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.HINT: "blue"}
GREY, GOOD = "lightgrey", "brightgreen"


def badge(path: str, label: str, message: str, colour: str) -> Artifact:
    """One badge as a file of the site.

    Args:
        path: below the site, forward slashes.
        label: what is on its left, plain text.
        message: what is on its right, plain text.
        colour: one of shields.io's names.
    """
    data = {"schemaVersion": _SCHEMA, "label": label, "message": message, "color": colour}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Artifact(path, "application/json", text.encode())


def findings_badge(counts: Mapping[Severity, int]) -> Artifact:
    """How many findings there are: ``2 errors, 14 warnings``, in the colour of the gravest."""
    return badge(FINDINGS, "findings", in_words(counts) or "none", colour_of(counts))


def completeness_badge(percent: int | None) -> Artifact:
    """How complete all records are together.

    Args:
        percent: 0 to 100; None when there are no records.
    """
    if percent is None:
        return badge(COMPLETENESS, "completeness", "no records yet", GREY)
    return badge(COMPLETENESS, "completeness", f"{percent}%", _colour(percent))


def team_badge(id_: str, name: str, percent: int | None, counts: Mapping[Severity, int]) -> Artifact:
    """How complete the records of a team are, and what was found in them.

    Args:
        id_: the team's.
        name: the team's.
        percent: 0 to 100; None when it keeps no records.
        counts: findings by severity.
    """
    path, found = f"{FOLDER}/team-{id_}.json", in_words(counts)
    if percent is None:
        return badge(path, name, found or "no records yet", colour_of(counts) if found else GREY)
    worst = colour_of(counts) if counts.get(Severity.ERROR) else _colour(percent)
    return badge(path, name, f"{percent}% complete{f', {found}' if found else ''}", worst)


def in_words(counts: Mapping[Severity, int]) -> str:
    """``2 errors, 1 warning``; "" when there is nothing."""
    said = ((counts.get(severity, 0), severity.value) for severity in Severity)
    return ", ".join(f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in said if number)


def colour_of(counts: Mapping[Severity, int]) -> str:
    """The colour of the gravest."""
    return next((_COLOURS[severity] for severity in Severity if counts.get(severity)), GOOD)


def _colour(percent: int) -> str:
    return next(colour for least, colour in _FROM if percent >= least)
