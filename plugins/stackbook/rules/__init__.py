"""Rules over a whole inventory: one module a family, one function a rule."""

from __future__ import annotations

from stackbook.rules import (
    field_flows,
    lifecycle,
    ownership,
    personalisation,
    structure,
    terms,
    token_privacy,
    token_ways,
    waivers,
)
from stackbook.rules.engine import RULES, Rule, run_rules

__all__ = [
    "RULES",
    "Rule",
    "field_flows",
    "lifecycle",
    "ownership",
    "personalisation",
    "run_rules",
    "structure",
    "terms",
    "token_privacy",
    "token_ways",
    "waivers",
]
