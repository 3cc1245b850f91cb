"""Stacks of any size for measuring, with degrees like those of real ones. The same size gives the same bytes."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from stackbook.model.vocab import BUILT_IN

_FREQUENCIES = ("real_time", "near_real_time", "hourly", "daily", "weekly")
_PATTERNS = ("native_connector", "api_pull", "webhook", "reverse_etl", "etl_elt", "file_transfer", "ipaas")
_CRITICALITIES = ("mission_critical", "business_critical", "business_operational", "administrative")
FIELDS = 15


def write_stack(folder: Path, tools: int) -> int:
    """Write a stack.

    Args:
        folder: that does not exist yet.
        tools: how many; there are three integrations and one data source of 15 fields for each.

    Returns:
        How many entities it has.
    """
    chance = random.Random(tools)  # noqa: S311  # the same numbers every time are what is wanted
    categories = list(BUILT_IN["category"].values)
    hubs = max(1, tools // 100)
    teams, people, vendors = max(3, tools // 40), max(5, tools // 10), max(3, tools // 2)
    _one(folder, "stack", {"name": "Bench", "home_region": ["EU"], "thresholds": {"completeness": 0}})
    for n in range(teams):
        _one(folder, f"teams/team-{n}", {"name": f"Team {n}", "kind": "marketing", "channel": f"#team-{n}"})
    for n in range(people):
        _one(folder, f"people/person-{n}", {"title": f"Person {n}", "role": "engineer", "team": f"team-{n % teams}"})
    for n in range(vendors):
        _one(folder, f"vendors/vendor-{n}", {"name": f"Vendor {n}", "hq_country": "DE"})
    for n in range(tools):
        _one(folder, f"tools/tool-{n}", _tool(n, chance, categories, people, vendors, teams))
        _one(folder, f"data-sources/source-{n}", _source(n, teams))
    for n in range(3 * tools):
        start = chance.randrange(hubs) if n % 4 == 0 else chance.randrange(tools)
        end = (start + 1 + chance.randrange(max(1, tools - 1))) % tools
        _one(folder, f"integrations/flow-{n}", _integration(n, start, end, chance, teams))
    return 1 + teams + people + vendors + 5 * tools


def _tool(
    n: int, chance: random.Random, categories: list[str], people: int, vendors: int, teams: int
) -> dict[str, object]:
    return {
        "name": f"Tool {n}",
        "description": f"Tool number {n} keeps what the others need and sends it where it is asked for.",
        "vendor": f"vendor-{n % vendors}",
        "category": chance.choice(categories),
        "purpose": f"Does job {n} for the teams that need it.",
        "lifecycle": {"phase": "active", "active": "2024-02-01"},
        "criticality": chance.choice(_CRITICALITIES),
        "business_owner": f"person:person-{n % people}",
        "technical_owner": f"team:team-{n % teams}",
        "support_channel": f"#help-{n}",
        "access": {"how": "Ask in the channel.", "approver": f"person:person-{n % people}"},
        "hosting": "saas",
        "data_residency": ["DE"],
        "sso": {"protocol": "saml", "mfa": True},
        "tags": [f"tag-{n % 20}"],
    }


def _source(n: int, teams: int) -> dict[str, object]:
    fields = [
        {
            "id": f"field_{f}",
            "label": f"Field {f} of {n}",
            "type": "string",
            "classification": "internal",
            "description": f"What field {f} says.",
        }
        for f in range(FIELDS)
    ]
    return {
        "name": f"Source {n}",
        "tool": f"tool-{n}",
        "kind": "table",
        "steward": f"team:team-{n % teams}",
        "fields": fields,
    }


def _integration(n: int, start: int, end: int, chance: random.Random, teams: int) -> dict[str, object]:
    mapped = [
        {"from": f"source-{start}.field_{f}", "to": f"source-{end}.field_{f}"} for f in range(chance.randrange(4))
    ]
    return {
        "name": f"Flow {n}",
        "from": f"tool-{start}",
        "to": f"tool-{end}",
        "purpose": f"Carries what flow {n} is for.",
        "direction": "one_way",
        "pattern": chance.choice(_PATTERNS),
        "frequency": chance.choice(_FREQUENCIES),
        "status": "active",
        "owner": f"team-{n % teams}",
        **({"fields": mapped} if mapped else {}),
    }


def _one(folder: Path, name: str, data: dict[str, object]) -> None:
    path = folder / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True), encoding="utf-8")
