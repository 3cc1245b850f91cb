"""A stack with initiatives in every state, with promises, scores and dependencies."""

from __future__ import annotations

from typing import Any

from small import small_stack

Stack = dict[str, Any]
AS_OF = "2027-02-15"


def initiative(name: str, **more: Any) -> dict[str, Any]:
    """An initiative with everything that one must have."""
    return {
        "name": name,
        "goal": f"{name} is there.",
        "why": f"Because {name.lower()} pays. And there is more to say.",
        "status": "planned",
        "sponsor_marketing": "team:crm",
        "sponsor_it": "team:crm",
        **more,
    }


def milestone(kind: str, due: str = "", done_on: str = "", **more: Any) -> dict[str, Any]:
    """A milestone; days that are "" are left out."""
    return {"kind": kind, **({"due": due} if due else {}), **({"done_on": done_on} if done_on else {}), **more}


def promise(team: str, period: str, fte: float) -> dict[str, Any]:
    """People promised."""
    return {"team": team, "period": period, "fte": fte}


def roadmap_stack() -> Stack:
    """Seven initiatives: one late, one that waits in vain, one without a day, one paused, one given up."""
    return small_stack() | {
        "teams/crm": {
            "name": "CRM",
            "kind": "marketing",
            "channel": "#crm",
            "capacity": [
                {"period": "2026-Q4", "fte_available": 3},
                {"period": "2027-Q1", "fte_available": 3},
                {"period": "2027-Q2", "fte_available": 4},
            ],
        },
        "teams/platform": {"name": "Platform", "kind": "it", "channel": "#platform"},
        "initiatives/consent": initiative(
            "Consent",
            sponsor_it="team:platform",
            status="in_progress",
            horizon="now",
            rank=1,
            tracker="https://tasks.example.org/consent",
            start="2026-11-02",
            end="2027-04-30",
            milestones=[
                milestone("kickoff", "2026-11-02", "2026-11-03"),
                milestone("beta", "2027-02-01"),
                milestone("launch", "2027-04-15"),
                milestone("uat_start", "", "", not_needed="No screens change."),
            ],
            capacity=[promise("crm", "2027-Q1", 2), promise("platform", "2027-Q1", 1)],
            score={"method": "rice", "values": {"reach": 40000, "impact": 2, "confidence": 0.8, "effort": 6}},
            revenue_value={"amount": 120000, "currency": "EUR", "reasoning": "Twice the mails."},
        ),
        "initiatives/loyalty": initiative(
            "Loyalty",
            horizon="next",
            rank=2,
            start="2027-03-01",
            end="2027-06-30",
            depends_on=["consent"],
            capacity=[promise("crm", "2027-Q1", 1.5), promise("crm", "2027-Q2", 4)],
            score={"method": "ice", "values": {"impact": 8, "confidence": 6}},
        ),
        "initiatives/wallet": initiative("Wallet", horizon="later", status="proposed", depends_on=["loyalty"]),
        "initiatives/unplaced": initiative("Unplaced", status="discovery", start="2027-05-01"),
        "initiatives/paused": initiative(
            "Paused", status="paused", horizon="later", rank=3, capacity=[promise("crm", "2027-Q1", 9)]
        ),
        "initiatives/dropped": initiative(
            "Dropped", status="cancelled", start="2026-10-01", end="2026-12-01", capacity=[promise("crm", "2027-Q1", 9)]
        ),
        "initiatives/live": initiative(
            "Live",
            status="monitoring",
            start="2026-07-01",
            end="2027-03-31",
            milestones=[milestone("launch", "2026-12-01", "2026-12-03")],
            capacity=[promise("platform", "2027-Q1", 0.5)],
        ),
    }
