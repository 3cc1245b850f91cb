"""Initiatives, decisions, rituals, KPIs, scorecards and capabilities whose every text tries to be more than text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hostile_governance import FORMULAS


def hostile_work(attacks: Mapping[str, str], header: Mapping[str, Any]) -> dict[str, Any]:
    """The files: one of each kind for every text.

    Args:
        attacks: id to text.
        header: further keys for each of them.
    """
    texts = {**attacks, **{f"formula-{n}": text for n, text in enumerate(FORMULAS)}}
    stack: dict[str, Any] = {}
    for number, (key, text) in enumerate(texts.items(), 1):
        stack[f"initiatives/do-{key}"] = {
            "name": text,
            "goal": text,
            "why": text,
            "status": "in_progress",
            "horizon": "now",
            "tracker": "https://a.example/?a=1&b=%22",
            "channels": [text],
            "sponsor_marketing": "team:crm",
            "sponsor_it": "team:crm",
            "leader": "team:crm",
            "team": [{"who": "team:crm", "role": "engineer"}],
            "capacity": [{"team": "crm", "period": "2026-Q4", "fte": 9}],
            "rank": number,
            "score": {"method": "rice", "values": {text[:150]: 1, "reach": 1}},
            "revenue_value": {"amount": 1, "currency": "EUR", "reasoning": text},
            "budget": {"planned": 1, "spent": 2, "currency": "EUR"},
            "start": "2026-10-01",
            "end": "2027-03-31",
            "milestones": [
                {"kind": "beta", "name": text[:150], "due": "2026-11-01", "owner": "team:crm"},
                {"kind": "security_review", "not_needed": text},
                {"kind": "launch", "due": "2027-02-01"},
            ],
            "requirements": [
                {
                    "id": "r-01",
                    "statement": text,
                    "type": "data",
                    "side": "it",
                    "priority": "must",
                    "acceptance": [text, text],
                    "rationale": text,
                    "owner": "team:crm",
                    "traces": {"tools": ["script"], "fields": ["data.f0"]},
                },
                {
                    "id": "r-02",
                    "statement": text,
                    "type": "data",
                    "side": "it",
                    "priority": "could",
                    "acceptance": None,
                },
            ],
            "changes": [
                {"entity": "tool:script", "action": "retire", "on": "2027-02-01", "description": text},
                {"entity": "tool:image", "action": "change", "description": text},
            ],
            "user_insight": text,
            "beta": text,
            "monitoring": text,
            "uat": {"owner": "team:crm", "entry": [text], "exit": [text]},
            "kpis": [f"counts-{key}"],
            "capabilities": [f"can-{key}"],
            "risks": [{"text": text, "likelihood": "high", "impact": "high", "mitigation": text}],
            **header,
        }
        stack[f"decisions/says-{key}"] = {
            "name": text,
            "status": "accepted",
            "date": "2026-01-01",
            "context": text,
            "outcome": text,
            "drivers": [text],
            "options": [{"name": text[:150], "chosen": True, "good": [text], "bad": [text]}],
            "consequences": [text],
            "deciders": ["team:crm"],
            "affects": ["tool:script", f"initiative:do-{key}"],
            "revisit_on": "2026-10-01",
            **header,
        }
        stack[f"rituals/meets-{key}"] = {
            "name": text,
            "type": "demo",
            "cadence": "P1W",
            "owner": "crm",
            "attendees": ["team:crm"],
            "channel": text,
            "last_held": "2026-11-01",
            "agenda": [text],
            "inputs": [text],
            "outputs": [text],
            **header,
        }
        stack[f"kpis/counts-{key}"] = {
            "name": text,
            "definition": text,
            "unit": text[:150],
            "direction": "up",
            "side": "shared",
            "owner": "crm",
            "formula": text,
            "target": 5,
            "cadence": "P1M",
            "readings": [{"on": "2026-09-30", "value": 1, "note": text}, {"on": "2026-10-31", "value": 2}],
            **header,
        }
        stack[f"scorecards/asks-{key}"] = {
            "name": text,
            "date": "2026-11-01",
            "scale": 5,
            **header,
            "dimensions": [
                {"id": "d", "name": text[:150], "question": text, "marketing": 1, "it": 5, "evidence": text}
            ],
        }
        stack[f"capabilities/can-{key}"] = {
            "name": text,
            "importance": "mission_critical",
            "maturity_current": 1,
            "maturity_target": 4,
            **header,
        }
    return stack  # fmt: skip
