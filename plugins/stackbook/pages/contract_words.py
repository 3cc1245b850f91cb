"""What a contract says about its time, in words: until when it runs, what happens then, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackbook.governance.contracts import RUNNING, ContractLine, band
from stackbook.governance.dues import ENDING, to_cancel
from stackbook.pages.values import duration, in_words

OPEN = "open"
"""Nobody has decided yet."""
OVER = ("expired", "terminated")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day that counts for a contract.

    Args:
        day: the last day to cancel it where it renews automatically, else its end.
        cancelling: it is the last day to cancel.
        ahead: how many days it lies ahead; None without a day that is meant by "today".
        band: as `governance.contracts.band`.
    """

    day: date
    cancelling: bool
    ahead: int | None
    band: int | None

    @property
    def past(self) -> bool:
        """Whether it has passed."""
        return self.ahead is not None and self.ahead < 0

    @property
    def words(self) -> str:
        """``in 8 days``; "" without a day that is meant by "today"."""
        if self.ahead is None:
            return ""
        if self.ahead == 0:
            return "today"
        many = "day" if abs(self.ahead) == 1 else "days"
        return f"in {self.ahead} {many}" if self.ahead > 0 else f"{-self.ahead} {many} ago"


def deadline(line: ContractLine, as_of: date | None) -> Deadline | None:
    """The day that counts for a contract; None for one that is not in force, or has none."""
    if line.contract.status not in RUNNING:
        return None
    cancelling = to_cancel(line) and line.cancel_by is not None
    day = line.cancel_by if cancelling else line.end
    if day is None:
        return None
    return Deadline(day, cancelling, (day - as_of).days if as_of else None, band(day, as_of) if as_of else None)


def decided(line: ContractLine) -> str:
    """What comes after its end: a word of `renewal_outcome`, `OPEN`, or "" where there is nothing to decide."""
    contract = line.contract
    if contract.status in OVER:
        return ""
    if contract.decision and line.decided:
        return contract.decision.outcome
    if contract.status == "notice_given":
        return "cancel"
    return OPEN if contract.status == "active" and contract.end else ""


def still_to_do(line: ContractLine) -> bool:
    """Whether somebody has to decide, to agree on new terms, or to give the notice that was decided."""
    done = decided(line)
    return done == OPEN or (done in (*ENDING, "renegotiate") and line.contract.status == "active" and to_cancel(line))


def if_nobody_acts(line: ContractLine) -> str:
    """What happens when nobody does anything, in a few words; "" for a contract that is over."""
    contract = line.contract
    if contract.status in OVER:
        return ""
    if contract.status == "draft":
        return "Not signed yet"
    if line.end is None:
        return "Runs until one side ends it" if contract.auto_renew else "End not recorded"
    if contract.status == "notice_given":
        return f"Ends on {in_words(line.end)}"
    if contract.auto_renew is None:
        return "Not recorded: it may renew automatically"
    if contract.auto_renew:
        longer = f" for {duration(contract.renewal_term)}" if contract.renewal_term else ""
        return f"Renews{longer} after {in_words(line.end)}"
    return f"Ends on {in_words(line.end)}"


def term(line: ContractLine, as_of: date | None) -> str:
    """How long a contract runs, and what happens then, in one or two sentences."""
    contract = line.contract
    start = f" from {in_words(contract.start)}" if contract.start else ""
    if contract.status == "draft":
        until = f" until {in_words(line.end)}" if line.end else ""
        return f"Not signed yet.{f' It is to run{start}{until}.' if start or until else ''}"
    if contract.status in OVER:
        return _over(line)
    if line.end is None:
        return _open_ended(line)
    until = in_words(line.end)
    past = as_of is not None and line.end < as_of
    if contract.status == "notice_given":
        return f"Cancelled: it {'ran' if past else 'runs'} until {until}."
    if past:
        return f"Its last day was {until}. Nothing says that it was renewed, or that it is over."
    if contract.auto_renew is None:
        return f"Runs until {until}. Whether it renews automatically then is not recorded."
    if not contract.auto_renew:
        return f"Runs until {until} and then ends, unless it is renewed."
    return f"Runs until {until}, then renews automatically{_longer(line)}{_unless(line, as_of)}.{_renewed(line)}"


def _over(line: ContractLine) -> str:
    if line.contract.status == "expired":
        return f"Ended on {in_words(line.end)}." if line.end else "It has ended."
    return f"Ended early. It would have run until {in_words(line.end)}." if line.end else "It was ended early."


def _open_ended(line: ContractLine) -> str:
    notice = line.contract.notice_period
    if not line.contract.auto_renew:
        return "Its last day is not recorded."
    if notice is None:
        return "Runs until one side ends it."
    empty = duration(notice).startswith("0 ")
    return f"Runs until one side ends it{', at any time' if empty else f', with notice of {duration(notice)}'}."


def _longer(line: ContractLine) -> str:
    renewal = line.contract.renewal_term
    return f" for {duration(renewal)}" if renewal else ""


def _unless(line: ContractLine, as_of: date | None) -> str:
    if line.cancel_by is None:
        return ". By when it must be cancelled is not recorded"
    if as_of and line.cancel_by < as_of:
        return f": the last day to cancel was {in_words(line.cancel_by)}"
    by = "then" if line.cancel_by == line.end else in_words(line.cancel_by)
    return f" unless it is cancelled by {by}"


def _renewed(line: ContractLine) -> str:
    if not line.renewed or line.contract.end is None:
        return ""
    often = "once" if line.renewed == 1 else f"{line.renewed} times"
    return f" It has renewed automatically {often} since {in_words(line.contract.end)}."
