"""Rules over a whole inventory: one module a family, one function a rule."""

from __future__ import annotations

from stackbook.rules import ownership, structure
from stackbook.rules.engine import RULES, Rule, run_rules

__all__ = ["RULES", "Rule", "ownership", "run_rules", "structure"]
