"""A stack with something to put right, something that waits, reviews of every sort and waivers."""

from __future__ import annotations

from typing import Any

from small import small_stack, tool

Stack = dict[str, Any]
AS_OF = "2027-03-01"
MILD: Stack = {"stack": {"name": "Petals", "severities": {"owner-missing": "warning"}}}
"""An owner that is missing stops no build."""


def review(name: str, **more: Any) -> dict[str, Any]:
    """A review of the mailer by security that is asked for."""
    return {"name": name, "subject": "tool:mailer", "type": "security", "state": "requested", **more}


def done(name: str, until: str, **more: Any) -> dict[str, Any]:
    """A review of the mailer that approved it until a day."""
    decided = {"state": "done", "outcome": "approved", "decided_on": "2026-02-01", "valid_until": until}
    return review(name, **decided, **more)


def reviews() -> Stack:
    """Two that wait, one of them late; one that still counts, one that no longer does, one with conditions."""
    conditions = [
        {"text": "Switch the second factor on.", "due": "2027-02-01", "owner": "team:crm"},
        {"text": "Write it down.", "due": "2027-05-01"},
        {"text": "Tell the team.", "done_on": "2027-01-10"},
    ]
    return {
        "teams/guard": {"name": "Guard", "kind": "security"},
        "reviews/old": review("Asked long ago", requested_on="2026-10-01", due="2027-01-15", reviewer="team:guard"),
        "reviews/new": review("Asked lately", requested_on="2027-02-01", due="2027-04-01", type="dpia"),
        "reviews/first": done("First look", "2027-03-20"),
        "reviews/again": done("Second look", "2027-04-15"),
        "reviews/shop": done("Shop look", "2027-05-20", subject="tool:shop"),
        "reviews/over": done("Over", "2026-12-31", subject="vendor:postbox"),
        "reviews/bound": done("Bound", "2028-01-01", type="architecture", conditions=conditions)
        | {"outcome": "approved_with_conditions"},
    }


def health_stack() -> Stack:
    """The small stack with reviews, seals, waivers, and a tool that lacks much."""
    seal = {"owner": "crm", "review_every": "P6M"}
    waiver = {"rule": "owner-missing", "until": "2027-06-30", "reason": "The team is being formed.", "by": "team:crm"}
    return (
        small_stack()
        | MILD
        | reviews()
        | {
            "tools/mailer": tool("Mailer", vendor="postbox", **seal, last_reviewed="2026-12-01"),
            "tools/shop": tool("Shop", category="ecommerce_platforms_carts", **seal, last_reviewed="2026-03-01"),
            "tools/poor": tool("Poor", owner="crm", technical_owner=None, purpose=None),
            "tools/waived": tool("Waived", owner="crm", business_owner=None, waivers=[waiver]),
            "tools/gone": tool("Gone", owner="crm", lifecycle={"phase": "end_of_life"}),
        }
    )
