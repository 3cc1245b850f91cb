"""A small stack with personal data: consent that gets around, and gets lost; a transfer with a ground and one without.

Opt-outs are made in the preference centre. They get to Mailer within 15 minutes, from there to the warehouse once a
day. Texter gets its numbers from Mailer, and no opt-out. Letters holds data that rests on the same consent, and is
written only once. The newsletter is complete after GDPR Art. 30, the raffle lacks nearly everything.
"""

from __future__ import annotations

from typing import Any

from small import Stack, integration, tool

from stackbook.diagnostics import Severity
from stackbook.rules import RULES

QUIET = {
    code: "hint"
    for code, rule in RULES.items()
    if rule.check.family == "Privacy" and rule.check.severity is Severity.ERROR
}
"""So that a stack with what is wrong on purpose can be built."""

NEWSLETTER: dict[str, Any] = {
    "name": "Newsletter",
    "purpose": "We send you news about what you like.",
    "data_use": "marketing.communications.email",
    "lawful_basis": "consent",
    "data_subjects": ["customer", "prospect"],
    "data_categories": ["user.contact.email", "user.name", "user.privacy_preferences"],
    "tools": ["mailer", "centre"],
    "recipients": [{"name": "Postbox, which sends the mails", "vendor": "postbox"}],
    "retention": {"period": "P2Y", "basis": "Two years after the last mail.", "deletion": "automatic"},
    "security_measures": ["Access by role", "Encrypted at rest"],
    "dpia": {"status": "completed", "on": "2026-05-01", "url": "https://inside.example/dpia"},
    "consent_mechanism": "A box to tick, and a link in each mail.",
    "privacy_notice_url": "https://petals.example/privacy",
    "owner": "crm",
}
RAFFLE: dict[str, Any] = {
    "name": "Raffle",
    "purpose": "We draw who wins.",
    "data_use": "marketing",
    "lawful_basis": "legitimate_interests",
    "data_subjects": ["customer"],
    "data_categories": ["user.health_and_medical", "user.contact.email"],
    "tools": ["ads", "letters"],
    "retention": None,
}


def field(id_: str, label: str, *categories: str, **more: Any) -> dict[str, Any]:
    """A field that says something about a person."""
    return {
        "id": id_,
        "label": label,
        "type": "string",
        "classification": "confidential",
        "data_categories": list(categories),
        **more,
    }


def holding(name: str, tool_id: str, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A data source about customers."""
    return {"name": name, "tool": tool_id, "kind": "table", "subjects": ["customer"], "fields": list(fields), **more}


EMAIL = field("email", "Mail address", "user.contact.email")
OPT_IN = field("opt_in", "Consent to mail", "user.privacy_preferences")
ALLERGY = field("allergy", "Allergy", "user.health_and_medical", classification="restricted")


def privacy_stack() -> Stack:
    """Seven tools, six data sources, two activities."""
    return {
        "stack": {
            "name": "Petals",
            "controller": {
                "name": "Petals GmbH",
                "address": "Rose Lane 1, Kiel",
                "contact": "mailto:dp@petals.example",
            },
            "data_protection_officer": "privacy",
            "home_region": ["EU"],
            "severities": QUIET,
        },
        "teams/crm": {"name": "CRM", "kind": "marketing", "channel": "#crm"},
        "teams/privacy": {"name": "Privacy", "kind": "privacy_legal", "email": "privacy@petals.example"},
        "vendors/postbox": {
            "name": "Postbox Inc",
            "hq_country": "US",
            "processing_agreement": {"status": "signed", "expires_on": "2028-03-31"},
            "transfer_mechanism": "sccs",
        },
        "vendors/adhouse": {"name": "Adhouse", "hq_country": "US"},
        "vendors/stamps": {"name": "Stamps Ltd", "hq_country": "GB", "transfer_mechanism": "adequacy_decision"},
        "tools/centre": tool("Preference centre", category="consent_management", data_residency=["DE"]),
        "tools/mailer": tool("Mailer", vendor="postbox", data_residency=["US"], responsibility="processor"),
        "tools/texter": tool("Texter", category="mobile_marketing", data_residency=["FR"]),
        "tools/letters": tool("Letters", vendor="stamps", category="print", data_residency=["NL"]),
        "tools/ads": tool("Ads", vendor="adhouse", category="search_social_advertising", data_residency=["US"]),
        "tools/warehouse": tool("Warehouse", category="data_warehouse", data_residency=["DE"]),
        "tools/retired": tool("Retired mailer", lifecycle={"phase": "end_of_life"}),
        "data-sources/preferences": holding("Preferences", "centre", EMAIL, OPT_IN),
        "data-sources/subscribers": holding(
            "Subscribers",
            "mailer",
            EMAIL,
            OPT_IN,
            consent_source="preferences",
            retention={"period": "P2Y", "basis": "From the last mail.", "deletion": "automatic"},
        ),
        "data-sources/numbers": holding("Numbers", "texter", field("phone", "Phone", "user.contact.phone_number")),
        "data-sources/addresses": holding(
            "Addresses", "letters", ALLERGY, OPT_IN, subjects=["prospect"], consent_source="preferences"
        ),
        "data-sources/audiences": holding("Audiences", "ads", field("hashed", "Hashed mail", "user.contact.email")),
        "data-sources/facts": holding("Facts", "warehouse", EMAIL, OPT_IN),
        "integrations/centre-to-mailer": integration(
            "Consent to Mailer",
            "centre",
            "mailer",
            frequency="near_real_time",
            max_latency="PT15M",
            delete_handling="propagate",
            fields=[
                {"from": "preferences.opt_in", "to": "subscribers.opt_in"},
                {"from": "preferences.email", "to": "subscribers.email"},
            ],
        ),
        "integrations/mailer-to-warehouse": integration(
            "Mailer to Warehouse",
            "mailer",
            "warehouse",
            delete_handling="ignore",
            fields=[{"from": "subscribers.opt_in", "to": "facts.opt_in"}],
        ),
        "integrations/mailer-to-texter": integration("Numbers to Texter", "mailer", "texter"),
        "integrations/centre-to-letters": integration(
            "First consent to Letters",
            "centre",
            "letters",
            fields=[{"from": "preferences.opt_in", "to": "addresses.opt_in", "update": "only_if_blank"}],
        ),
        "integrations/warehouse-to-ads": integration(
            "Audiences to Ads",
            "warehouse",
            "ads",
            fields=[{"from": "facts.email", "to": "audiences.hashed", "transform": {"masking": "hash"}}],
        ),
        "activities/newsletter": NEWSLETTER,
        "activities/raffle": RAFFLE,
    }
