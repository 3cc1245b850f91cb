"""Contracts, processing activities, reviews and own rules whose every text tries to be more than text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "\uff1d1+1",
)
"""What a spreadsheet would work out."""

_LINES = ("BEGIN:VEVENT;X=1:y", "a,b;c\\n d", "x" * 190)
"""What a calendar would read as more than text."""


def hostile_governance(attacks: Mapping[str, str], header: Mapping[str, Any]) -> dict[str, Any]:
    """The files: one of each kind for every text.

    Args:
        attacks: id to text.
        header: further keys for each of them.
    """
    texts = {**attacks}
    texts |= {f"formula-{n}": text for n, text in enumerate((*FORMULAS, *_LINES))}
    stack: dict[str, Any] = {}
    for key, text in texts.items():
        stack[f"contracts/paid-{key}"] = {
            "name": text,
            "vendor": "evil",
            "tools": ["script", "image"],
            "owner": "crm",
            "start": "2025-01-01",
            "end": "2026-12-31",
            "auto_renew": True,
            "notice_period": "P1M",
            "renewal_term": "P1Y",
            "decision": {"outcome": "renew", "on": "2026-01-01", "by": "team:crm", "reason": text},
            "exit_terms": text,
            "value": {"amount": 1000, "currency": "EUR"},
            "cost_centre": text,
            "pricing_metric": text,
            "included_volume": 10,
            "current_volume": 5,
            "documents": [{"label": text, "url": "https://a.example/?a=1&b"}],
            **header,
        }
        stack[f"activities/done-{key}"] = {
            "name": text,
            "purpose": text,
            "data_use": "marketing",
            "lawful_basis": "consent",
            "data_subjects": ["customer"],
            "data_categories": ["user"],
            "tools": ["script", "image"],
            "data_sources": ["data"],
            "recipients": [{"name": text, "vendor": "evil"}],
            "transfers": [{"country": "US", "mechanism": "sccs"}],
            "retention": {"period": "P1Y", "basis": text, "deletion": "automatic"},
            "security_measures": [text, text],
            "consent_mechanism": text,
            "privacy_notice_url": "https://a.example/?a=1&b=%22",
            "controller": {"name": text, "address": text},
            "joint_controllers": [{"name": text}],
            **header,
        }
        stack[f"reviews/seen-{key}"] = {
            "name": text,
            "subject": f"contract:paid-{key}",
            "type": "security",
            "state": "done",
            "outcome": "approved_with_conditions",
            "reviewer": "team:crm",
            "requested_on": "2026-01-01",
            "decided_on": "2026-02-01",
            "valid_until": "2027-01-01",
            "conditions": [{"text": text, "due": "2026-03-01", "owner": "team:crm"}],
            **header,
        }
        stack[f"rules/own-{key}"] = {
            "name": text,
            "kind": "tool",
            "message": f"{text} {{name}} {{0}} {{name.__class__}}",
            "severity": "hint",
            "why": text,
            "fix": text,
            "where": {"purpose": text.replace("*", "")[:100]},
            "must": {"training": "*"},
            **header,
        }
    return stack  # fmt: skip
