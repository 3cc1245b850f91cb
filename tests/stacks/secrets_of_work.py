"""Initiatives, decisions, rituals, KPIs and scorecards that hold what is not for the public."""

from __future__ import annotations

from typing import Any

from secret_words import Words, internal

BUDGET, PAID, REVENUE = 62840917, 31905748, 95172836
"""What an initiative may cost, has cost and should bring: numbers that stand nowhere else, however they are written."""


def work_of_secrets(words: Words, team: str, boss: str, hidden: str, flow: str, store: str) -> dict[str, Any]:
    """The files.

    Args:
        words: takes the secret words in.
        team: an internal team's id.
        boss: an internal person's id.
        hidden: an internal tool's id.
        flow: an internal integration's id.
        store: an internal data source's id.
    """
    h, o = words.hide, words.show
    secret = h("initiative")
    return {
        "initiatives/club": {
            "name": o("initiative"), "goal": o("goal"), "why": o("reason for an initiative"), "status": "in_progress",
            "horizon": "now", "rank": 1, "channels": [o("channel of an initiative")],
            "sponsor_marketing": f"person:{boss}", "sponsor_it": f"team:{team}", "leader": f"person:{boss}",
            "coordinator": "person:crm-lead", "start": "2025-09-01", "end": "2026-06-30",
            "team": [{"who": f"person:{boss}", "role": "leader"}, {"who": f"team:{team}", "role": "engineer"}],
            "capacity": [{"team": team, "period": "2026-Q1", "fte": 2}, {"team": "crm", "period": "2026-Q1", "fte": 1}],
            "score": {"method": "ice", "values": {"impact": 3, "confidence": 4, "ease": 5}},
            "revenue_value": {"amount": REVENUE, "currency": "EUR", "reasoning": h("reason for a revenue")},
            "budget": {"planned": BUDGET, "spent": PAID, "currency": "EUR"},
            "milestones": [
                {"kind": "launch", "name": o("milestone"), "due": "2026-05-01", "owner": f"person:{boss}"},
                {"kind": "beta", "not_needed": o("reason against a milestone")},
            ],
            "depends_on": [secret],
            "requirements": [
                {
                    "id": "r-01", "statement": o("requirement"), "type": "data", "side": "shared", "priority": "must",
                    "acceptance": [o("acceptance")], "status": "verified", "owner": f"team:{team}",
                    "verified_by": f"person:{boss}", "evidence_url": f"https://{h('evidence of a check')}.example/",
                    "traces": {
                        "tools": [hidden, "mailer"], "integrations": [flow], "tokens": [h("token")],
                        "fields": [f"{store}.email", "mailer-contacts.email"],
                    },
                }
            ],
            "changes": [
                {"entity": f"tool:{hidden}", "action": "add", "on": "2026-04-01", "description": h("planned change")},
                {"entity": "tool:mailer", "action": "change", "description": o("change")},
                {"entity": f"integration:{flow}", "action": "retire"},
            ],
            "uat": {"owner": f"team:{team}", "entry": [o("entry criterion")], "exit": [o("exit criterion")]},
            "kpis": [h("kpi"), "opens"],
            "capabilities": [h("capability"), "send"],
            "risks": [{"text": o("risk"), "likelihood": "high", "impact": "high", "owner": f"person:{boss}"}],
        },
        f"initiatives/{secret}": {
            "name": h("name of an initiative"), "goal": h("goal"), "why": h("why"), "status": "planned",
            "sponsor_marketing": "team:crm", "sponsor_it": "team:crm", "horizon": "next", "rank": 2,
            "start": "2025-10-01", "end": "2026-03-31", "tracker": f"https://{h('tracker')}.example/",
            "capacity": [{"team": "crm", "period": "2026-Q1", "fte": 3}],
            "milestones": [{"kind": "launch", "due": "2026-03-01", "name": h("milestone")}],
            "requirements": [
                {
                    "id": h("requirement id"), "statement": h("statement"), "type": "functional", "side": "it",
                    "priority": "must", "acceptance": [h("acceptance")], "traces": {"tools": ["mailer"]},
                }
            ],
            "changes": [{"entity": "tool:mailer", "action": "retire", "on": "2026-03-01"}],
            "kpis": ["opens"], "capabilities": ["send"],
            "risks": [{"text": h("risk")}], **internal(words, "initiative"),
        },
        f"reviews/{h('review of an initiative')}": {
            "name": h("name of a review of an initiative"), "subject": f"initiative:{secret}", "type": "security",
            "state": "requested", "requested_on": "2025-11-01",
        },
        f"reviews/{h('review of a flow')}": {
            "name": h("name of a review of a flow"), "subject": f"integration:{flow}", "type": "architecture",
            "state": "requested",
        },
        "decisions/one-mailer": {
            "name": o("decision"), "status": "accepted", "date": "2025-05-01", "context": o("context"),
            "outcome": o("outcome"), "options": [{"name": o("option"), "chosen": True, "good": [o("argument")]}],
            "deciders": [f"person:{boss}", f"team:{team}"], "consulted": [f"person:{boss}"],
            "affects": [f"tool:{hidden}", "tool:mailer", f"initiative:{secret}"],
            "supersedes": [h("decision")],
        },
        f"decisions/{h('decision')}": {
            "name": h("name of a decision"), "status": "superseded", "date": "2024-05-01", "context": h("context"),
            "outcome": h("outcome"), "affects": ["tool:mailer"], "revisit_on": "2026-01-10",
            **internal(words, "decision"),
        },
        "rituals/steering": {
            "name": o("ritual"), "type": "steering", "cadence": "P1M", "owner": team, "attendees": [f"person:{boss}"],
            "last_held": "2025-12-02", "agenda": [o("agenda")], "notes_url": f"https://{h('minutes')}.example/",
        },
        f"rituals/{h('ritual')}": {
            "name": h("name of a ritual"), "type": "demo", "cadence": "P2W", "owner": "crm", "last_held": "2025-12-02",
            "attendees": ["team:crm"], "agenda": [h("agenda")], **internal(words, "ritual"),
        },
        "kpis/opens": {
            "name": o("kpi"), "definition": o("definition of a kpi"), "unit": "%", "direction": "up", "side": "shared",
            "owner": team, "source": f"tool:{hidden}", "target": 40,
            "readings": [{"on": "2025-11-30", "value": 35, "note": o("note of a reading")}],
        },
        f"kpis/{h('kpi')}": {
            "name": h("name of a kpi"), "definition": h("definition"), "unit": h("unit"), "direction": "up",
            "side": "it", "owner": "crm", "readings": [{"on": "2025-11-30", "value": 1, "note": h("note")}],
            **internal(words, "kpi"),
        },
        "scorecards/autumn": {
            "name": o("scorecard"), "date": "2025-11-01", "scale": 5,
            "dimensions": [
                {"id": "candour", "question": o("question"), "marketing": 3, "it": 2, "evidence": o("evidence")}
            ],
        },
        f"scorecards/{h('scorecard')}": {
            "name": h("name of a scorecard"), "date": "2025-12-01", "scale": 5,
            "dimensions": [
                {
                    "id": "candour", "question": h("question"), "marketing": 4, "it": 1,
                    "evidence": h("evidence of a score"),
                }
            ],
            **internal(words, "scorecard"),
        },
    }  # fmt: skip
