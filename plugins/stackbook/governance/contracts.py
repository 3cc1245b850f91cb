"""Contracts on a day: until when they run, by when they must be cancelled, what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from stackbook.governance.days import before, length_of
from stackbook.inventory import Inventory
from stackbook.model.contracts import Contract
from stackbook.model.tools import Tool, Vendor

RUNNING = ("active", "notice_given")
BANDS = (30, 60, 90, 180)
"""Days ahead by which what is due is sorted."""
_PER_YEAR = {"year": 1.0, "quarter": 4.0, "month": 12.0}
_ONE_DAY = timedelta(days=1)
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
        since: the first day of the term that runs; None when not recorded.
        running: it is in force on the day (or, without a day, by its status).
    """

    contract: Contract
    vendor: Vendor | None
    tools: tuple[Tool, ...]
    end: date | None
    cancel_by: date | None
    renewed: int
    since: date | None
    running: bool

    @property
    def decided(self) -> bool:
        """Whether somebody has decided what comes after its end. A decision about an earlier term is used up."""
        if self.contract.status == "notice_given":
            return True
        decision = self.contract.decision
        if decision is None or not self.renewed:
            return decision is not None
        return decision.on is not None and self.since is not None and decision.on >= self.since

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
        renewed = _renewals(contract.end, contract.renewal_term, as_of)
        end = _extended(contract.end, contract.renewal_term, renewed)
    cancel_by = before(end, contract.notice_period) if end and contract.notice_period else None
    since = contract.start
    if renewed and contract.end and contract.renewal_term:
        since = _extended(contract.end, contract.renewal_term, renewed - 1) + _ONE_DAY
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
        since,
        running,
    )


def _renewals(end: date, term: str, as_of: date) -> int:
    """How many terms must be added to an end for it not to be past; 0 for a term of nothing."""
    first = (_extended(end, term, 1) - end).days
    if first <= 0 or end >= as_of:
        return 0
    number = max(1, (as_of - end).days // first - 1)  # near it; months differ in length
    while number > 1 and _extended(end, term, number - 1) >= as_of:
        number -= 1
    while _extended(end, term, number) < as_of:
        number += 1
    return number


def _extended(end: date, term: str, number: int) -> date:
    """An end after a number of terms: each begins on the day after, so that the end of a month stays one."""
    if number == 0 or end >= date.max - _ONE_DAY:
        return end
    try:
        return end + _ONE_DAY + length_of(term) * number - _ONE_DAY
    except (ValueError, OverflowError):
        return date.max


def band(day: date, as_of: date) -> int | None:
    """The smallest of `BANDS` within which a day lies ahead; None when it is past or further away."""
    ahead = (day - as_of).days
    return next((days for days in BANDS if 0 <= ahead <= days), None)
