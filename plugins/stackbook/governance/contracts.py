"""Contracts on a day: until when they run, by when they must be cancelled, what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackbook.governance.days import after, before
from stackbook.inventory import Inventory
from stackbook.model.contracts import Contract
from stackbook.model.tools import Tool, Vendor

RUNNING = ("active", "notice_given")
BANDS = (30, 60, 90, 180)
"""Days ahead by which what is due is sorted."""
_PER_YEAR = {"year": 1.0, "quarter": 4.0, "month": 12.0}
_MOST_RENEWALS = 1_000
_DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract as it stands on a day.

    Args:
        contract: the contract.
        vendor: whom it is with, if known.
        tools: what it pays for, by name.
        end: its last day after the renewals that have happened by themselves since; None when not recorded.
        cancel_by: the last day on which it can be cancelled: its end less its notice; None when either is open.
        renewed: how often it has been renewed by itself.
        running: it is in force on the day (or, without a day, by its status).
    """

    contract: Contract
    vendor: Vendor | None
    tools: tuple[Tool, ...]
    end: date | None
    cancel_by: date | None
    renewed: int
    running: bool

    @property
    def decided(self) -> bool:
        """Whether somebody has decided what comes after its end."""
        return self.contract.decision is not None or self.contract.status == "notice_given"

    @property
    def per_year(self) -> float | None:
        """What it costs in a year, in its currency; None when that is not recorded."""
        value = self.contract.value
        if value is None:
            return None
        if value.period in _PER_YEAR:
            return value.amount * _PER_YEAR[value.period]
        if self.contract.start is None or self.contract.end is None or self.contract.end <= self.contract.start:
            return None
        return value.amount / (((self.contract.end - self.contract.start).days + 1) / _DAYS_OF_A_YEAR)


def contract_line(contract: Contract, inventory: Inventory, as_of: date | None) -> ContractLine:
    """A contract as it stands on a day; without a day as it is written."""
    end, renewed = contract.end, 0
    if as_of and contract.auto_renew and contract.status == "active" and contract.renewal_term and contract.end:
        while end is not None and end < as_of and renewed < _MOST_RENEWALS:
            longer = after(contract.end, contract.renewal_term) if renewed == 0 else after(end, contract.renewal_term)
            if longer <= end:  # a term of nothing
                break
            end, renewed = longer, renewed + 1
    cancel_by = before(end, contract.notice_period) if end and contract.notice_period else None
    vendor = inventory.get("vendor", contract.vendor)
    tools = [tool for one in contract.tools if isinstance(tool := inventory.get("tool", one), Tool)]
    running = contract.status in RUNNING
    if as_of is not None:
        goes_on = bool(contract.auto_renew) and contract.status == "active"  # for how long may not be recorded
        running = running and (end is None or end >= as_of or goes_on)
        running = running and (contract.start is None or contract.start <= as_of)
    return ContractLine(
        contract,
        vendor if isinstance(vendor, Vendor) else None,
        tuple(sorted({tool.id: tool for tool in tools}.values(), key=lambda tool: (tool.name.casefold(), tool.id))),
        end,
        cancel_by,
        renewed,
        running,
    )


def band(day: date, as_of: date) -> int | None:
    """The smallest of `BANDS` within which a day lies ahead; None when it is past or further away."""
    ahead = (day - as_of).days
    return next((days for days in BANDS if 0 <= ahead <= days), None)
