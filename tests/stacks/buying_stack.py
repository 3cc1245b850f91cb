"""A stack for those who buy: contracts of every sort, vendors, seats, scores and ways in."""

from __future__ import annotations

from typing import Any

from small import Stack, integration, small_stack, tool

AS_OF = "2026-06-01"


def contract(name: str, vendor: str, tools: list[str], **more: Any) -> dict[str, Any]:
    """A contract in force with everything a contract must have."""
    return {
        "name": name,
        "vendor": vendor,
        "tools": tools,
        "status": "active",
        "owner": "crm",
        "start": "2025-01-01",
        "end": "2026-12-31",
        "auto_renew": True,
        "notice_period": "P90D",
        **more,
    }


def contracts() -> Stack:
    """Contracts that are near, missed, far, over, cancelled, and not well known."""
    return {
        "contracts/mailer-plan": contract(
            "Mailer plan",
            "postbox",
            ["mailer"],
            renewal_term="P1Y",
            value={"amount": 12000, "currency": "EUR"},
            pricing_metric="profiles",
            included_volume=1000,
            current_volume=1250,
        ),
        "contracts/shop-plan": contract(
            "Shop plan",
            "shopco",
            ["shop", "warehouse"],
            owner="it",
            end="2026-07-31",
            notice_period="P30D",
            decision={"outcome": "cancel", "on": "2026-05-01", "by": "team:it"},
            value={"amount": 2000, "currency": "USD", "period": "month"},
        ),
        "contracts/late-plan": contract(
            "Late plan", "postbox", ["survey"], end="2026-06-30", notice_period="P60D", renewal_term="P6M"
        ),
        "contracts/rolling-plan": contract(
            "Rolling plan",
            "postbox",
            ["mailer"],
            end="2024-03-31",
            start="2023-04-01",
            notice_period="P30D",
            renewal_term="P1Y",
            value={"amount": 300, "currency": "EUR", "period": "quarter"},
        ),
        "contracts/fixed-plan": contract(
            "Fixed plan", "shopco", ["shop"], auto_renew=False, end="2026-06-20", owner="it"
        ),
        "contracts/unknown-plan": contract(
            "Unknown plan", "shopco", ["warehouse"], auto_renew=None, notice_period=None
        ),
        "contracts/open-plan": contract("Open plan", "postbox", ["mailer"], end=None, notice_period="P0D"),
        "contracts/noted-plan": contract("Noted plan", "shopco", ["survey"], status="notice_given", end="2026-08-15"),
        "contracts/old-plan": contract("Old plan", "shopco", ["shop"], status="expired", end="2025-05-31"),
        "contracts/draft-plan": contract("Draft plan", "shopco", ["shop"], status="draft", end="2028-01-31"),
    }


def buying_stack() -> Stack:
    """The small stack with all of that."""
    return {
        **small_stack(),
        "teams/it": {"name": "IT", "kind": "it", "channel": "#it"},
        "people/engineer": {"title": "Engineer", "role": "engineer", "team": "it"},
        "vendors/postbox": {
            "name": "Postbox Inc",
            "hq_country": "US",
            "owner": "it",
            "risk_tier": "critical",
            "certifications": [
                {"type": "iso_27001", "valid_until": "2026-03-31"},
                {"type": "soc_2_type_2", "valid_until": "2027-03-31"},
            ],
            "processing_agreement": {"status": "signed", "signed_on": "2024-05-01", "expires_on": "2026-04-30"},
            "transfer_mechanism": "sccs",
            "subprocessors": ["Cloud Ltd"],
        },
        "vendors/shopco": {"name": "Shopco", "hq_country": "DE", "risk_tier": "low"},
        "tools/mailer": tool(
            "Mailer",
            vendor="postbox",
            business_owner="person:crm-lead",
            functional_fit=4,
            technical_fit=2,
            users={"licensed": 10, "active_90d": 4, "as_of": "2026-05-20"},
            access={"how": "Ask in the channel.", "url": "https://ask.example/mailer", "approver": "team:crm"},
            provisioners=["crm-lead"],
            deprovisioners=["engineer"],
            sso={"protocol": "saml", "idp": "warehouse", "mfa": True},
            capabilities=[{"capability": "campaigns"}, {"capability": "reminders"}],
            approval={"state": "exception", "expires_on": "2026-07-15"},
        ),
        "tools/survey": tool(
            "Survey",
            vendor="postbox",
            functional_fit=2,
            technical_fit=1,
            capabilities=[{"capability": "campaigns"}],
            replaced_by="mailer",
            users={"licensed": 20, "active_90d": 19, "as_of": "2026-05-20"},
        ),
        "tools/shop": tool("Shop", vendor="shopco", category="ecommerce_platforms_carts", functional_fit=3),
        "tools/warehouse": tool(
            "Warehouse", vendor="shopco", category="data_warehouse", functional_fit=3, technical_fit=4
        ),
        "tools/old": tool("Old tool", lifecycle={"phase": "end_of_life"}, functional_fit=1, technical_fit=1),
        "capabilities/campaigns": {"name": "Send campaigns"},
        "capabilities/reminders": {"name": "Send reminders"},
        "integrations/mailer-to-warehouse": integration(
            "Mailer to Warehouse",
            "mailer",
            "warehouse",
            owner="it",
            auth={"method": "api_key", "rotate_every": "P6M", "last_rotated": "2026-01-15"},
        ),
        "reviews/mailer-security": {
            "name": "Mailer security",
            "subject": "tool:mailer",
            "type": "security",
            "state": "requested",
            "reviewer": "team:it",
            "due": "2026-05-20",
        },
        "reviews/shop-legal": {
            "name": "Shop terms",
            "subject": "tool:shop",
            "type": "legal",
            "state": "done",
            "outcome": "approved_with_conditions",
            "decided_on": "2026-01-10",
            "valid_until": "2027-01-10",
            "reviewer": "team:it",
            "conditions": [{"text": "Sign the annex.", "due": "2026-06-10", "owner": "team:crm"}],
        },
        **contracts(),
    }
