"""What the page of an organisation's own rule shows: its conditions in words, and what it finds."""

from __future__ import annotations

from typing import Any

from stackbook.model.own_rules import OwnRule
from stackbook.pages.book import Desk
from stackbook.rules import own_rules

MOST = 100
"""So many findings are listed at most; the page about findings has them all."""


def rule_extras(desk: Desk, rule: OwnRule) -> dict[str, Any]:
    """What the template of an own rule gets beside the fields.

    Returns:
        ``which`` and ``must``: its conditions in words, "" where they may not be shown or cannot be understood;
        ``found``: pairs of a finding and the record it is about; ``most``: so many are listed.
    """
    book = desk.book
    own = next((one for one in own_rules(book.inventory, book.as_of) if one.rule.id == rule.id), None)
    told = own is not None and bool(own.must)
    found = [(d, book.inventory.find(d.entity)) for d in book.findings if d.code == rule.id]
    return {
        "which": own.where.words if own and told else "",
        "told": told,
        "must": own.must.words if own and told else "",
        "found": found,
        "most": MOST,
    }
