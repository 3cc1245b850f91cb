"""A small stack in which things come, change and go."""

from __future__ import annotations

from typing import Any

from small import integration, small_stack, source, tool

TODAY = "2026-11-22"


def initiative(name: str, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An initiative that changes the stack."""
    return {
        "name": name,
        "goal": f"{name} is done.",
        "why": "It is needed.",
        "status": "in_progress",
        "sponsor_marketing": "team:crm",
        "sponsor_it": "team:crm",
        "changes": list(changes),
        **more,
    }


def moving_stack() -> dict[str, Any]:
    """The small stack; a new mailer comes, the old one goes, and a survey tool is only wanted."""
    stack = small_stack()
    old = stack["tools/mailer"]
    old["lifecycle"] = {"phase": "phase_out", "active": "2020-03-01", "phase_out": "2026-10-01"}
    old["lifecycle"]["end_of_life"] = "2027-06-30"
    stack |= {
        "tools/new-mailer": tool("New mailer", lifecycle={"phase": "plan", "plan": "2026-09-01"}),
        "tools/survey": tool("Survey", category="community_reviews", lifecycle={"phase": "plan"}),
        "integrations/shop-to-new": integration("Shop to new", "shop", "new-mailer", status="planned"),
        "integrations/shop-to-survey": integration("Shop to survey", "shop", "survey", status="planned"),
        "data-sources/new-contacts": source("New contacts", "new-mailer"),
        "initiatives/move": initiative(
            "Move",
            {"entity": "tool:new-mailer", "action": "add"},
            {"entity": "integration:shop-to-new", "action": "add", "on": "2027-02-15"},
            {"entity": "tool:mailer", "action": "retire", "on": "2027-05-01"},
            {"entity": "tool:shop", "action": "change", "on": "2027-02-15", "description": "Sends every order."},
            milestones=[{"kind": "launch", "due": "2027-02-01"}],
        ),
        "initiatives/ask": initiative(
            "Ask", {"entity": "tool:survey", "action": "add", "on": "2027-03-01"}, status="proposed"
        ),
    }
    return stack
