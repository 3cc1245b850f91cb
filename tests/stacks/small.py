"""A small stack with one or two of everything: quick to build, enough to see how a site behaves."""

from __future__ import annotations

from typing import Any

Stack = dict[str, Any]


def tool(name: str, **more: Any) -> dict[str, Any]:
    """A tool with everything a tool must have."""
    return {
        "name": name,
        "vendor": "in_house",
        "category": "email_marketing",
        "purpose": f"{name} does what it does.",
        "lifecycle": {"phase": "active"},
        "business_owner": "team:crm",
        "technical_owner": "team:crm",
        **more,
    }


def source(name: str, tool_id: str, **more: Any) -> dict[str, Any]:
    """A data source with one field."""
    return {
        "name": name,
        "tool": tool_id,
        "kind": "table",
        "fields": [{"id": "email", "label": "Mail address", "type": "string", "classification": "confidential"}],
        **more,
    }


def integration(name: str, one: str, other: str, **more: Any) -> dict[str, Any]:
    """An integration with everything an integration must have."""
    return {
        "name": name,
        "from": one,
        "to": other,
        "purpose": f"{name}.",
        "status": "active",
        "owner": "crm",
        "direction": "one_way",
        "pattern": "api_push",
        "frequency": "daily",
        **more,
    }


def small_stack() -> Stack:
    """Three tools, two flows, a vendor, two sources, a team and a person."""
    return {
        "stack": {"name": "Petals"},
        "teams/crm": {"name": "CRM", "kind": "marketing", "channel": "#crm"},
        "people/crm-lead": {"title": "CRM lead", "role": "leader", "team": "crm"},
        "vendors/postbox": {
            "name": "Postbox Inc",
            "website": "https://postbox.example",
            "processing_agreement": {"status": "signed"},
        },
        "tools/mailer": tool("Mailer", vendor="postbox", business_owner="person:crm-lead", aliases=["old-mailer"]),
        "tools/shop": tool("Shop", category="ecommerce_platforms_carts"),
        "tools/warehouse": tool("Warehouse", category="data_warehouse"),
        "data-sources/mailer-contacts": source("Mailer contacts", "mailer", aliases=["mailer-people"]),
        "data-sources/shop-customers": source("Shop customers", "shop"),
        "integrations/shop-to-mailer": integration(
            "Shop to Mailer",
            "shop",
            "mailer",
            fields=[{"from": "shop-customers.email", "to": "mailer-contacts.email"}],
        ),
        "integrations/mailer-to-warehouse": integration("Mailer to Warehouse", "mailer", "warehouse"),
    }
