"""What breaks, in words: as text for a terminal, as Markdown for a ticket, as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from stackbook.lineage import Lineage
from stackbook.lineage.impact import Affected, Cluster, Impact, clusters
from stackbook.lineage.names import title_of

TITLES = {
    "integration": ("integration", "integrations"),
    "field": ("field that loses what fed it", "fields that lose what fed them"),
    "token": ("token", "tokens"),
    "journey": ("journey", "journeys"),
    "capability": ("capability", "capabilities"),
}
"""What each group of an impact holds, for one and for several."""

_ARROW = " \u2192 "
Report = Callable[[Lineage, Impact], str]


def heading(lineage: Lineage, impact: Impact) -> str:
    """``Without Talon.One and Segment``."""
    names = [_name(lineage, ref) for ref in impact.subjects]
    return f"Without {names[0] if len(names) == 1 else ', '.join(names[:-1]) + ' and ' + names[-1]}"


def as_text(lineage: Lineage, impact: Impact) -> str:
    """For a terminal: what breaks by group, each with the trail that leads to it."""
    lines = [heading(lineage, impact), ""]
    if not impact:
        return "\n".join([*lines, "Nothing that is recorded breaks.", ""])
    for key, group in impact.groups:
        if not group:
            continue
        lines.append(f"{len(group):,} {TITLES[key][len(group) != 1]}")
        for one in clusters(group):
            lines.append(f"  {one.why}{_by(lineage, one)}:")
            lines += [f"    {_name(lineage, ref)}" for ref in one.refs]
        lines.append("")
    if impact.teams:
        lines.append("Tell")
        lines += [f"  {one.team.name}: {_reasons(lineage, one.reasons)}" for one in impact.teams]
        lines.append("")
    return "\n".join(lines)


def as_markdown(lineage: Lineage, impact: Impact) -> str:
    """For a ticket or a pull request: headings and lists. Contributors' text is escaped."""
    lines = [f"## {_escaped(heading(lineage, impact))}", ""]
    if not impact:
        return "\n".join([*lines, "Nothing that is recorded breaks.", ""])
    for key, group in impact.groups:
        if not group:
            continue
        lines += [f"### {len(group):,} {TITLES[key][len(group) != 1]}", ""]
        for one in clusters(group):
            names = ", ".join(f"**{_escaped(_name(lineage, ref))}**" for ref in one.refs)
            lines.append(f"- {_escaped(one.why)}{_escaped(_by(lineage, one))}: {names}")
        lines.append("")
    if impact.teams:
        lines += ["### Tell", ""]
        lines += [
            f"- **{_escaped(one.team.name)}**: {_escaped(_reasons(lineage, one.reasons))}" for one in impact.teams
        ]
        lines.append("")
    return "\n".join(lines)


def as_json(lineage: Lineage, impact: Impact) -> str:
    """For a program: references with names, states and trails."""

    def thing(ref: str) -> dict[str, str]:
        return {"ref": ref, "name": title_of(lineage.inventory, lineage.fields, ref)}

    def affected(one: Affected) -> dict[str, Any]:
        return {**thing(one.ref), "state": one.state.value, "why": one.why, "trail": [thing(ref) for ref in one.trail]}

    document: dict[str, Any] = {"without": [thing(ref) for ref in impact.subjects]}
    document |= {f"{_plural(key)}": [affected(one) for one in group] for key, group in impact.groups}
    document["teams"] = [
        {**thing(one.team.ref), "reasons": [{**thing(ref), "why": why} for ref, why in one.reasons]}
        for one in impact.teams
    ]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


IMPACT_FORMATS: Mapping[str, Report] = {"text": as_text, "json": as_json, "markdown": as_markdown}
"""Format to what writes it."""


def _by(lineage: Lineage, cluster: Cluster) -> str:
    """What lies between, in brackets, with arrows; "" when nothing does."""
    between = _ARROW.join(_name(lineage, ref) for ref in cluster.between)
    return f" ({between})" if between else ""


def _plural(key: str) -> str:
    return {"capability": "capabilities"}.get(key, f"{key}s")


def _reasons(lineage: Lineage, reasons: tuple[tuple[str, str], ...], most: int = 6) -> str:
    names = [_name(lineage, ref) for ref, _ in reasons]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _name(lineage: Lineage, ref: str) -> str:
    """A name on one line, without what could move a terminal's cursor."""
    name = title_of(lineage.inventory, lineage.fields, ref)
    return "".join(c if c.isprintable() else " " for c in name)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>&|~#@" else c for c in text)
