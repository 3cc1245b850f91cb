"""A stack to personalise with: two sending tools, a shop that knows people, and tokens of every sort and state."""

from __future__ import annotations

from typing import Any

from small import Stack, integration, small_stack, source, tool

FORMULA = '=HYPERLINK("http://evil.example","Win")'
LONG = "{% if " + "custom_attribute.${a_very_long_name}" * 6 + " %}x{% endif %}"


def field(id_: str, label: str, **more: Any) -> dict[str, Any]:
    """A field of a data source."""
    return {"id": id_, "label": label, "type": "string", "classification": "confidential", **more}


def token(label: str, tool_id: str, syntax: str, source_field: str, **more: Any) -> dict[str, Any]:
    """A token with everything a token must have."""
    return {
        "name": f"{label} in {tool_id}",
        "label": label,
        "tool": tool_id,
        "syntax": syntax,
        "source_field": source_field,
        "fallback": {"strategy": "default_value", "value": "there"},
        "resolved_at": "send",
        "consent_required": ["email_marketing"],
        "owner": "crm",
        **more,
    }


def tokens_stack() -> Stack:
    """The small stack with fields, integrations that carry them, a glossary and eight tokens."""
    people = [
        field("first_name", "First name", data_categories=["user.name.first"], fill_rate={"pct": 92}),
        field("tier", "Loyalty tier", classification="internal", description="Green, silver or gold."),
        field("iban", "Bank account", classification="restricted", data_categories=["user.financial.bank_account"]),
        field("old_code", "Old code", deprecated={"on": "2026-01-01"}),
    ]
    contacts = [
        field("email", "Mail address", data_categories=["user.contact.email"]),
        field("first_name", "First name"),
        field("tier", "Tier"),
        field("iban", "Bank account", classification="restricted"),
    ]
    carried = ("first_name", "tier", "iban")
    return small_stack() | {
        "tools/texter": tool("Texter", category="mobile_marketing"),
        "data-sources/shop-customers": source("Shop customers", "shop", fields=[*people, *small_fields()]),
        "data-sources/mailer-contacts": source("Mailer contacts", "mailer", fields=contacts),
        "data-sources/texter-profiles": source("Texter profiles", "texter", fields=[field("first_name", "Given name")]),
        "integrations/shop-asked": integration("Shop asked", "shop", "mailer", trigger="on_send"),
        "integrations/shop-to-mailer": integration(
            "Shop to Mailer", "shop", "mailer",
            fields=[{"from": f"shop-customers.{one}", "to": f"mailer-contacts.{one}"} for one in ("email", *carried)],
        ),
        "integrations/shop-to-texter": integration(
            "Shop to Texter", "shop", "texter", frequency="weekly",
            fields=[{"from": "shop-customers.first_name", "to": "texter-profiles.first_name"}],
        ),
        "terms/club-status": {
            "name": "Club status", "definition": "How good a customer is.", "synonyms": ["VIP level"],
            "fields": ["shop-customers.tier"], "owner": "crm",
        },
        "tokens/all": _tokens(),
    }  # fmt: skip


def small_fields() -> list[dict[str, Any]]:
    """The field that the small stack has."""
    return [field("email", "Mail address")]


def _tokens() -> list[dict[str, Any]]:
    return [
        {"id": "mailer-first-name", **token(
            "First name", "mailer", "{{ first_name | default: 'there' }}", "shop-customers.first_name",
            example="Ada", fill_rate={"pct": 92, "population": "newsletter subscribers", "as_of": "2026-01-01"},
        )},
        {"id": "texter-first-name", **token(
            "First name", "texter", "[[given_name]]", "shop-customers.first_name", channels=["sms"],
            consent_required=["sms_marketing"],
        )},
        {"id": "mailer-tier", **token(
            "Loyalty tier", "mailer", LONG, "shop-customers.tier", not_in=["email_subject"],
            fallback={"strategy": "hide_block"}, tags=["loyalty"],
        )},
        {"id": "mailer-iban", **token(
            "Bank account", "mailer", "{{ iban }}", "shop-customers.iban", sensitive_display="never_show",
            fallback={"strategy": "abort_send"}, restricted_regions=["DK"],
        )},
        {"id": "mailer-offer", **token(
            "Offer", "mailer", "=offer()", "shop-customers.tier", kind="external_call", consent_required=["none"],
            fallback={"strategy": "none_accepted"}, channels=["email_body"], sensitive_display="avoid_in_subject",
        )},
        {"id": "mailer-formula", **token(FORMULA, "mailer", "@@x\tand, \"more\"", "shop-customers.tier")},
        {"id": "mailer-soon", **token(
            "Birthday", "mailer", "{{ birthday }}", "shop-customers.tier", status="proposed",
        )},
        {"id": "mailer-old", **token(
            "Old code", "mailer", "{{ old }}", "shop-customers.old_code", status="retired",
        )},
    ]  # fmt: skip
