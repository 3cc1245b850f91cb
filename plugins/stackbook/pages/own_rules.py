"""What the page of an organisation's own rule shows: its conditions in words, and what it finds."""

from __future__ import annotations

from typing import Any

from stackbook.model import KINDS
from stackbook.model.own_rules import OwnRule
from stackbook.pages.book import Desk
from stackbook.rules import own_rules

MOST = 100
"""So many findings are listed at most; the page about findings has them all."""


def in_words(rule: OwnRule) -> str:
    """What is wrong with what does not meet a rule: ``The contract does not say how we get our data back``."""
    thing = f"the {KINDS[rule.kind].spec.singular.lower()}" if rule.kind in KINDS else "the record"
    words = rule.message.replace("{name}", thing).rstrip(".")
    return words[:1].upper() + words[1:]


def rule_extras(desk: Desk, rule: OwnRule) -> dict[str, Any]:
    """What the template of an own rule gets beside the fields.

    Returns:
        ``words``: what it says in general; ``which`` and ``must``: its conditions in words, "" where they may not be
        shown or cannot be understood;
        ``found``: pairs of a finding and the record it is about; ``most``: so many are listed.
    """
    book = desk.book
    own = next((one for one in own_rules(book.inventory, book.as_of) if one.rule.id == rule.id), None)
    told = own is not None and bool(own.must)
    found = [(d, book.inventory.find(d.entity)) for d in book.findings if d.code == rule.id]
    return {
        "which": own.where.words if own and told else "",
        "told": told,
        "words": in_words(rule),
        "must": own.must.words if own and told else "",
        "found": found,
        "most": MOST,
    }
