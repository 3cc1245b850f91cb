"""Stacks with journeys: a short one in which everything happens once, and one as long as a picture may get."""

from __future__ import annotations

from typing import Any

from small import integration, tool

LONG = "Bundesausbildungsförderungsgesetzantragsformular " * 6


def journey(name: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A journey with everything a journey must have."""
    return {"name": name, "audience": "New customers", "owner": "crm", "steps": list(steps), **more}


def journey_stack(**more: Any) -> dict[str, Any]:
    """Shop, hub, mailer and warehouse; and a journey with waits, a way through the hub, words, a gap, a broken step."""
    return {
        "stack": {"name": "Petals"},
        "teams/crm": {"name": "CRM", "kind": "marketing"},
        "tools/shop": tool("Shop"),
        "tools/hub": tool("Hub"),
        "tools/mailer": tool("Mailer"),
        "tools/warehouse": tool("Warehouse"),
        "integrations/orders": integration(
            "Orders", "shop", "mailer", via="hub", frequency="near_real_time", max_latency="PT15M"
        ),
        "integrations/results": integration("Results", "warehouse", "mailer", status="inactive"),
        "integrations/news": integration("News", "mailer", "warehouse", status="planned", frequency="on_demand"),
        "integrations/old": integration("Old way", "shop", "warehouse", status="planned_disconnect"),
        "integrations/both": integration(
            "Both ways", "shop", "warehouse", direction="two_way", frequency="hourly", conflict_rule="source_wins"
        ),
        "journeys/welcome": journey(
            "Welcome",
            {"integration": "orders", "description": "The order arrives."},
            {"tool": "mailer", "description": "A greeting is chosen.", "wait": "P3D"},
            {"description": "The customer reads it.", "wait": "PT5M"},
            {"integration": "results"},
        ),
        **more,
    }


def long_stack(tools: int = 12, steps: int = 18) -> dict[str, Any]:
    """A journey with so many tools and steps, of every sort, with long words."""
    stack: dict[str, Any] = {"stack": {"name": "Petals"}, "teams/crm": {"name": "CRM", "kind": "marketing"}}
    status = ("active", "planned", "inactive", "planned_disconnect", "related")
    made: list[dict[str, Any]] = []
    for at in range(tools):
        stack[f"tools/t{at}"] = tool(f"Tool {at} with quite a long name {LONG[: at * 12]}".strip()[:200])
    for at in range(steps):
        one, other, between = at % tools, (at * 5 + 1) % tools, (at * 3 + 2) % tools
        more = {"via": f"t{between}"} if at % 3 == 0 else {}
        stack[f"integrations/i{at}"] = integration(
            f"Integration {at}", f"t{one}", f"t{other}", status=status[at % 5], max_latency=f"P{at}DT{at}H{at}M", **more
        )
        words = LONG[: 20 + at * 14].strip()
        step = {"integration": f"i{at}"} if at % 4 else {"tool": f"t{one}"} if at % 8 else {}
        made.append({**step, "description": words, **({"wait": f"P{at}D"} if at % 5 == 1 else {})})
    return {**stack, "journeys/long": journey("Long", *made)}
