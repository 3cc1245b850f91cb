"""What the page of a contract shows beyond its fields, and what other pages say about contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stackbook.exchange.calendar import team_file
from stackbook.governance.fit import quadrant_of
from stackbook.model.base import Entity
from stackbook.model.contracts import Contract
from stackbook.model.people import Team
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.contract_words import term
from stackbook.pages.renewals import Row, calendars, row_of

IN_HOUSE = "in_house"
SHOWN = frozenset({"vendor", "tools", "status", "end", "included_volume", "current_volume"})
"""Fields that the page shows in its own way."""


@dataclass(frozen=True, slots=True)
class Volume:
    """How much is used of what a contract includes.

    Args:
        included: how much is included, in words.
        current: how much is used, in words.
        percent: of what is included, rounded.
    """

    included: str
    current: str
    percent: int


def volume(contract: Contract) -> Volume | None:
    """How much of a contract is used; None when that is not recorded."""
    if not contract.included_volume or contract.current_volume is None:
        return None
    share = min(contract.current_volume / contract.included_volume, 1e6)
    return Volume(f"{contract.included_volume:,.10g}", f"{contract.current_volume:,.10g}", round(100 * share))


def contract_extras(desk: Desk, contract: Contract) -> dict[str, Any]:
    """What the template of a contract needs beyond what every page has."""
    row = row_of(desk.book, next(one for one in desk.book.governance.contracts if one.contract is contract))
    return {
        "line": row.line,
        "row": row,
        "term": term(row.line, desk.book.as_of),
        "used": volume(contract),
        "internal": desk.book.options.internal,
    }


def contracts_of(book: Book, entity: Entity) -> tuple[Row, ...]:
    """The contracts about a tool, or with a vendor, by name."""
    facts = book.governance
    lines = facts.contracts_of_tool if isinstance(entity, Tool) else facts.contracts_of_vendor
    return tuple(row_of(book, line) for line in lines.get(entity.id, ()))


def tool_agreements(book: Book, tool: Tool) -> dict[str, Any]:
    """What the page of a tool says about its contracts and how well it fits."""
    known = tool.functional_fit is not None and tool.technical_fit is not None
    return {
        "contracts": contracts_of(book, tool),
        "bought": tool.active and tool.vendor not in (None, IN_HOUSE),
        "quadrant": quadrant_of(tool.functional_fit or 0, tool.technical_fit or 0) if known and tool.active else "",
        "internal": book.options.internal,
    }


def team_calendar(desk: Desk, team: Team) -> tuple[tuple[str, str, str], ...]:
    """The calendar file of a team, as `renewals.calendars` gives it; nothing when nothing is due."""
    path = desk.file(team_file(team))
    return tuple(one for one in calendars(desk) if one[1] == path)
