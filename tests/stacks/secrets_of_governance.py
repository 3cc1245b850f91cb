"""Contracts, processing activities, reviews and own rules that hold what is not for the public."""

from __future__ import annotations

from typing import Any

from secret_words import Words, internal

AMOUNT = 73915264
"""What a contract costs: a number that stands nowhere else, however it is written."""

CONTRACT = {
    "owner": "crm",
    "start": "2025-01-01",
    "end": "2026-03-31",
    "auto_renew": True,
    "notice_period": "P1M",
    "renewal_term": "P1Y",
}


def governance_of_secrets(words: Words, team: str, vendor: str, hidden: str) -> dict[str, Any]:
    """The files.

    Args:
        words: takes the secret words in.
        team: an internal team's id.
        vendor: an internal vendor's id.
        hidden: an internal tool's id.
    """
    h, o = words.hide, words.show
    value = {"amount": AMOUNT, "currency": "EUR", "period": "year"}
    more = {
        "value": value,
        "cost_centre": h("cost centre"),
        "documents": [{"label": h("document"), "url": f"https://{h('host of a document')}.example/"}],
    }
    inside = {"name": h("internal contract"), "vendor": "postbox", "tools": ["mailer"], **CONTRACT}
    of_vendor = {"name": h("contract of a vendor"), "vendor": vendor, "tools": ["mailer"], **CONTRACT}
    return {
        "contracts/mailer": {
            "name": o("contract"), "vendor": "postbox", "tools": ["mailer", hidden], **CONTRACT, **more,
            "pricing_metric": o("price metric"), "included_volume": 100, "current_volume": 250,
            "decision": {"outcome": "renew", "by": f"team:{team}", "reason": o("reason of a decision")},
        },
        "contracts/of-a-team": {
            "name": "Of a team", "vendor": "postbox", "tools": ["shop"], **CONTRACT, "owner": team, "value": value,
        },
        f"contracts/{h('contract')}": {**inside, **more, **internal(words, "contract")},
        f"contracts/{h('contract by its vendor')}": {**of_vendor, **more},
        "activities/news": {
            "name": o("activity"), "purpose": o("purpose of an activity"), "data_use": "marketing.communications.email",
            "lawful_basis": "legitimate_interests", "data_subjects": ["customer"],
            "data_categories": ["user.contact.email"], "tools": ["mailer", hidden],
            "data_sources": ["mailer-contacts", words.secret["data source"]],
            "recipients": [{"name": o("recipient"), "vendor": vendor}],
            "transfers": [{"country": "US", "assessment_url": f"https://{h('assessment of a transfer')}.example/"}],
            "retention": {"period": "P2Y"},
            "dpia": {"status": "completed", "on": "2025-05-01", "url": f"https://{h('impact assessment')}.example/"},
            "legitimate_interest_assessment_url": f"https://{h('weighing of interests')}.example/",
        },
        f"activities/{h('activity')}": {
            "name": h("activity name"), "purpose": h("activity purpose"), "data_use": "marketing",
            "lawful_basis": "consent", "data_subjects": ["employee"], "data_categories": ["user.health_and_medical"],
            "special_category_basis": "explicit_consent", "tools": ["mailer"],
            "retention": {"period": "P1Y", "basis": h("retention")},
            "security_measures": [h("security measure")], "consent_mechanism": h("consent mechanism"),
            **internal(words, "activity"),
        },
        "reviews/mailer": {
            "name": o("review"), "subject": "tool:mailer", "type": "security", "state": "done",
            "outcome": "approved_with_conditions", "reviewer": f"team:{team}", "decided_on": "2025-05-01",
            "valid_until": "2026-05-01", "evidence_url": f"https://{h('evidence')}.example/",
            "conditions": [{"text": o("condition"), "due": "2025-12-01", "owner": f"team:{team}"}],
        },
        f"reviews/{h('review of a tool')}": {
            "name": h("name of a review of a tool"), "subject": f"tool:{hidden}", "type": "dpia", "state": "requested",
            "due": "2026-01-15",
        },
        f"reviews/{h('internal review')}": {
            "name": h("name of an internal review"), "subject": "tool:mailer", "type": "legal", "state": "in_progress",
            "conditions": [{"text": h("internal condition")}], **internal(words, "review"),
        },
        "rules/training": {
            "name": o("own rule"), "kind": "tool", "message": o("message of an own rule"),
            "where": {"name": ["mailer", h("value in a condition")]}, "must": {"training": "*"},
        },
        "rules/asks-for-a-vendor": {
            "name": "Asks for a vendor", "kind": "tool", "message": "It has that one",
            "must": {"not": {"vendor": vendor}},
        },
        "rules/asks-for-a-price": {
            "name": "Asks for a price", "kind": "tool", "message": "It is dear",
            "must": {"named_by.contract.value.amount": "less than 5"},
        },
        f"rules/{h('internal rule')}": {
            "name": h("name of an internal rule"), "kind": "tool", "message": h("message of an internal rule"),
            "must": {"training": "*"}, **internal(words, "rule"),
        },
    }  # fmt: skip
