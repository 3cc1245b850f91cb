"""Rules about contracts: what has to be decided by when, and whether the dates can be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.contracts import RUNNING, ContractLine
from stackbook.model.base import Entity
from stackbook.model.contracts import Contract
from stackbook.model.decisions import Decision
from stackbook.model.reviews import Review
from stackbook.model.tools import Vendor
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import on_day

FAMILY = "Contracts"


@rule(
    "cancel-by-near-without-owner",
    Severity.ERROR,
    family=FAMILY,
    side=Side.FINANCE,
    dated=True,
    thresholds=("cancel_within_days",),
)
def cancel_by_near_without_owner(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A contract has to be cancelled soon if it is not to go on, and nobody is named who decides.

    Nobody will, and it is paid for another term.

    Fix: Name the team that decides under `owner`.

    Passes::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # contracts/esp.yml
        {name: ESP, tools: [], owner: crm, end: "2027-01-31", auto_renew: true, notice_period: P30D}

    Fails::

        # contracts/esp.yml
        {name: ESP, tools: [], owner: null, end: "2027-01-31", auto_renew: true, notice_period: P30D}
    """
    for line, when in _to_decide(context):
        if line.contract.owner is None:
            yield check.at(
                context.inventory.place(line.contract, "owner"),
                f"{line.contract.name} {when}, and no team is named that decides",
                entity=line.contract.ref,
                field="owner",
            )


@rule(
    "cancel-by-near-without-decision",
    Severity.WARNING,
    family=FAMILY,
    side=Side.FINANCE,
    dated=True,
    thresholds=("cancel_within_days",),
)
def cancel_by_near_without_decision(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A contract has to be cancelled soon if it is not to go on, and nothing is decided.

    After that day it is paid for another term, whether anybody needs it or not.

    Fix: Decide, and write it under `decision`: `outcome`, `on`, `by`.

    Passes::

        # contracts/esp.yml
        name: ESP
        tools: []
        start: 2024-01-01
        end: 2027-01-31
        auto_renew: true
        notice_period: P30D
        decision: {outcome: renegotiate, on: "2026-11-02"}

    Fails::

        # contracts/esp.yml
        {name: ESP, tools: [], start: "2024-01-01", end: "2027-01-31", auto_renew: true, notice_period: P30D}
    """
    for line, when in _to_decide(context):
        key = "end" if line.contract.auto_renew is False else "notice_period"
        yield check.at(
            context.inventory.place(line.contract, key),
            f"{line.contract.name} {when}, and nothing is decided",
            entity=line.contract.ref,
            field="decision",
        )


def _to_decide(context: Context) -> Iterator[tuple[ContractLine, str]]:
    """The contracts about which somebody has to decide now, each with when it is due in words.

    One that renews automatically has to be cancelled in time. One that does not is over on its last day.
    """
    today, ahead = context.today, context.thresholds.cancel_within_days
    for line in context.governance.contracts:
        ends = line.contract.auto_renew is False
        last = line.end if ends else line.cancel_by
        if last is None or line.end is None or line.decided or line.contract.status != "active" or not line.running:
            continue
        if line.end < today or (last - today).days > ahead or (ends and _followed(context, line)):
            continue
        if ends:
            yield line, f"ends on {on_day(last)}"
        elif last < today:
            yield line, f"had to be cancelled by {on_day(last)} and goes on after {on_day(line.end)}"
        else:
            yield line, f"has to be cancelled by {on_day(last)} if it is not to go on"


def _followed(context: Context, line: ContractLine) -> bool:
    """Whether another contract for each of its tools goes on after a contract has ended."""
    for tool in line.tools:
        others = context.governance.contracts_of_tool.get(tool.id, ())
        if not any(_goes_beyond(line, other) for other in others):
            return False
    return bool(line.tools)


def _goes_beyond(line: ContractLine, other: ContractLine) -> bool:
    wanted = other.contract.status in (*RUNNING, "draft")
    return wanted and line.end is not None and (other.end is None or other.end > line.end)


@rule("contract-ended", Severity.WARNING, family=FAMILY, side=Side.FINANCE, dated=True)
def contract_ended(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A contract has come to its end, and its record says that it is in force.

    Either a tool is used without a contract, or the record is out of date.

    Fix: Write `status: expired`, or the new `end` when it was renewed.

    Passes::

        # contracts/esp.yml
        {name: ESP, tools: [], end: "2026-05-31", auto_renew: false, status: expired}

    Fails::

        # contracts/esp.yml
        {name: ESP, tools: [], end: "2026-05-31", auto_renew: false, status: active}
    """
    label = context.inventory.vocabularies["contract_status"].label
    for line in context.governance.contracts:
        contract = line.contract
        goes_on = contract.auto_renew and contract.status == "active"
        if contract.status in RUNNING and not goes_on and contract.end and contract.end < context.today:
            says = label(contract.status).casefold()
            yield check.at(
                context.inventory.place(contract, "end"),
                f"{contract.name} ended on {on_day(contract.end)}, and its status is “{says}”",
                entity=contract.ref,
                field="end",
            )
        elif goes_on and not contract.renewal_term and contract.end and contract.end < context.today:
            yield check.at(
                context.inventory.place(contract, "end"),
                f"{contract.name} ended on {on_day(contract.end)} and renews automatically; nothing says for how long",
                "Write the `renewal_term`, as in `P1Y`.",
                entity=contract.ref,
                field="end",
            )


@rule("auto-renew-with-unknown-notice", Severity.WARNING, family=FAMILY, side=Side.FINANCE)
def auto_renew_with_unknown_notice(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A contract renews automatically, and nobody knows by when it must be cancelled.

    The day passes unseen, and it is paid for another term.

    Fix: Look into the contract and write the `notice_period`, as in `P90D`; `P0D` when no notice is needed.

    Passes::

        # contracts/esp.yml
        {name: ESP, tools: [], auto_renew: true, notice_period: P60D}

    Fails::

        # contracts/esp.yml
        {name: ESP, tools: [], auto_renew: true, notice_period: null}
    """
    for line in context.governance.contracts:
        contract = line.contract
        if contract.status == "active" and contract.auto_renew and contract.notice_period is None:
            yield check.at(
                context.inventory.place(contract, "notice_period"),
                f"{contract.name} renews automatically, and nobody knows by when it must be cancelled",
                entity=contract.ref,
                field="notice_period",
            )


_CONTRACT = (("start", "end", "its end", "its start"),)
_REVIEW = (
    ("requested_on", "decided_on", "the day it was decided", "the day it was asked for"),
    ("requested_on", "due", "the day by which it is needed", "the day it was asked for"),
    ("decided_on", "valid_until", "its last day", "the day it was decided"),
)
_INITIATIVE = (("start", "end", "its last day", "its first day"),)
_DECISION = (("date", "revisit_on", "the day to look at it again", "the day it was decided"),)
_AGREEMENT = (("signed_on", "expires_on", "the end of the agreement", "the day it was signed"),)


@rule("dates-out-of-order", Severity.ERROR, family=FAMILY, side=Side.FINANCE)
def dates_out_of_order(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Something ends before it begins.

    One of the two days is wrong, and what is worked out from them is wrong as well.

    Fix: Put right the day that is wrong.

    Passes::

        # contracts/esp.yml
        {name: ESP, tools: [], start: "2026-01-01", end: "2026-12-31"}

    Fails::

        # contracts/esp.yml
        {name: ESP, tools: [], start: "2026-01-01", end: "2025-12-31"}
    """
    for one in context.inventory.entities.get("contract", {}).values():
        if isinstance(one, Contract):
            yield from _out_of_order(context, check, one, (), one, _CONTRACT)
    for one in context.inventory.entities.get("review", {}).values():
        if isinstance(one, Review):
            yield from _out_of_order(context, check, one, (), one, _REVIEW)
    for one in context.governance.work.initiatives:
        yield from _out_of_order(context, check, one, (), one, _INITIATIVE)
    for one in context.inventory.entities.get("decision", {}).values():
        if isinstance(one, Decision):
            yield from _out_of_order(context, check, one, (), one, _DECISION)
    for one in context.inventory.entities.get("vendor", {}).values():
        if isinstance(one, Vendor) and one.processing_agreement:
            yield from _out_of_order(
                context, check, one, ("processing_agreement",), one.processing_agreement, _AGREEMENT
            )


def _out_of_order(
    context: Context,
    check: Check,
    entity: Entity,
    below: tuple[str, ...],
    holder: object,
    pairs: tuple[tuple[str, str, str, str], ...],
) -> Iterator[Diagnostic]:
    """The pairs of days of a record that stand the wrong way round: keys, and what the later and earlier are called."""
    for first, second, later, earlier in pairs:
        begins, ends = getattr(holder, first), getattr(holder, second)
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            yield check.at(
                context.inventory.place(entity, *below, second),
                f"{later}, {on_day(ends)}, lies before {earlier}, {on_day(begins)}",
                entity=entity.ref,
                field=below[0] if below else second,
            )
