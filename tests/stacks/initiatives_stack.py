"""A stack with joint projects: one on its way, one without anything, one given up, and what they touch."""

from __future__ import annotations

from typing import Any

from small import small_stack, source, tool

Stack = dict[str, Any]
AS_OF = "2027-03-01"


def initiative(name: str, **more: Any) -> dict[str, Any]:
    """An initiative with everything that one must have."""
    return {
        "name": name,
        "goal": f"{name} is done.",
        "why": "It helps.",
        "status": "in_progress",
        "sponsor_marketing": "team:crm",
        "sponsor_it": "team:it",
        **more,
    }


def requirement(id_: str, statement: str, **more: Any) -> dict[str, Any]:
    """A requirement with everything that one must have."""
    return {
        "id": id_,
        "statement": statement,
        "type": "functional",
        "side": "marketing",
        "priority": "must",
        "acceptance": ["It works."],
        **more,
    }


def needs() -> list[dict[str, Any]]:
    """Requirements of every sort: by tool, by flow, by field, by token; unclear, checked, dropped, left out."""
    return [
        requirement("r-01", "Mails go out in time.", traces={"tools": ["mailer"]}, status="verified"),
        requirement(
            "r-02", "Orders arrive the same day.", acceptance=None, traces={"integrations": ["shop-to-mailer"]}
        ),
        requirement("r-03", "Addresses are right.", priority="should", traces={"fields": ["shop-customers.email"]}),
        requirement("r-04", "Names stand in mails.", priority="could", traces={"tokens": ["first-name"]}),
        requirement("r-05", "Nobody wants it.", status="dropped", acceptance=None),
        requirement("r-06", "Next time.", priority="wont", acceptance=None),
        requirement("risks", "Its id is that of a part of the page.", type="data", side="it"),
    ]


def milestones() -> list[dict[str, Any]]:
    """One that is reached, one late, one to come, one not needed, one after the launch."""
    return [
        {"kind": "launch", "due": "2027-06-01"},
        {"kind": "kickoff", "done_on": "2027-01-10", "owner": "person:crm-lead"},
        {"kind": "user_insight", "name": "Talks with customers", "due": "2027-02-01"},
        {"kind": "beta", "not_needed": "Everybody gets it on one day."},
        {"kind": "security_review", "done_on": "2027-02-10"},
        {"kind": "uat_sign_off", "due": "2027-06-20"},
    ]


def club() -> dict[str, Any]:
    """The initiative with something in every part."""
    return initiative(
        "New club",
        rank=1,
        horizon="now",
        tracker="https://tracker.example/club",
        channels=["#club"],
        leader="person:crm-lead",
        team=[{"who": "team:it", "role": "engineer"}],
        capacity=[{"team": "crm", "period": "2027-Q2", "fte": 2.5}],
        score={"method": "rice", "values": {"reach": 10, "impact": 2, "confidence": 0.5, "effort": 5}},
        revenue_value={"amount": 4321000, "currency": "EUR", "reasoning": "Counted twice."},
        budget={"planned": 70000, "spent": 98765, "currency": "EUR"},
        start="2027-01-01",
        end="2027-08-01",
        milestones=milestones(),
        depends_on=["base"],
        requirements=needs(),
        changes=[
            {"entity": "tool:clubber", "action": "add", "on": "2027-05-01", "description": "Points are counted."},
            {"entity": "tool:mailer", "action": "change"},
        ],
        user_insight="Members *want* points.",
        uat={"owner": "team:crm", "exit": ["No grave mistakes.", "Everybody has tried it."]},
        kpis=["active"],
        capabilities=["loyalty"],
        risks=[
            {"text": "It may rain.", "likelihood": "low", "impact": "low"},
            {"text": "It may burn.", "likelihood": "high", "impact": "high"},
        ],
    )


def initiatives_stack() -> Stack:
    """The small stack with three initiatives, a review of one, a KPI and a capability."""
    return small_stack() | {
        "stack": {"name": "Petals"},
        "teams/crm": {"name": "CRM", "kind": "marketing", "capacity": [{"period": "2027-Q2", "fte_available": 2}]},
        "teams/it": {"name": "Engineers", "kind": "it"},
        "tools/clubber": tool("Clubber", category="email_marketing", lifecycle={"phase": "plan"}),
        "data-sources/shop-customers": source("Shop customers", "shop"),
        "tokens/first-name": {
            "name": "First name in mails",
            "label": "First name",
            "tool": "mailer",
            "syntax": "{{first_name}}",
            "kind": "standard_attribute",
            "status": "available",
            "owner": "crm",
            "resolved_at": "send",
            "source_field": None,
            "fallback": {"strategy": "none_accepted"},
        },
        "capabilities/loyalty": {"name": "Loyalty", "maturity_current": 2, "maturity_target": 4, "gap": ["data"]},
        "kpis/active": {
            "name": "Active members",
            "definition": "Members who bought this year.",
            "unit": "%",
            "direction": "up",
            "side": "shared",
            "owner": "crm",
            "target": 40,
            "readings": [{"on": "2027-01-31", "value": 31}, {"on": "2026-12-31", "value": 45}],
        },
        "reviews/club-security": {
            "name": "Security of the club",
            "subject": "initiative:club",
            "type": "security",
            "state": "done",
            "outcome": "rejected",
            "decided_on": "2027-02-09",
        },
        "initiatives/club": club(),
        "initiatives/base": initiative("Base", status="paused", horizon="next", sponsor_it=None),
        "initiatives/old": initiative(
            "Old plan", status="cancelled", changes=[{"entity": "tool:shop", "action": "retire"}]
        ),
    }
