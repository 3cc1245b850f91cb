"""Rules about what is paid for and what is used."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.contracts import RUNNING
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import all_read
from stackbook.rules.wording import listed

FAMILY = "Contracts"


@rule("paid-tool-without-contract", Severity.WARNING, family=FAMILY, side=Side.FINANCE)
def paid_tool_without_contract(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool of a vendor is in use, and no contract for it is in force.

    Somebody pays for it by card, or uses it without having agreed on terms, price and data.

    Fix: Record the contract, or name the tool under `tools` of the one that covers it. Terms that were accepted with
    a click are a contract too.

    Passes::

        # vendors/mailer.yml
        name: Mailer
        # tools/esp.yml
        {name: ESP, vendor: mailer, lifecycle: {phase: active}}
        # contracts/esp.yml
        {name: ESP contract, vendor: mailer, tools: [esp]}

    Fails::

        # vendors/mailer.yml
        name: Mailer
        # tools/esp.yml
        {name: ESP, vendor: mailer, lifecycle: {phase: active}}
        # tools/forms.yml
        {name: Forms, vendor: mailer, lifecycle: {phase: active}}
        # contracts/esp.yml
        {name: ESP contract, vendor: mailer, tools: [esp]}
    """
    governance = context.governance
    if not governance.contracts or not all_read(context, "contract", "tools", "vendor", "status"):
        return
    running = [line for line in governance.contracts if line.contract.status in RUNNING]
    covered = {tool.id for line in running for tool in line.tools}
    # A contract that names no tool covers whatever the vendor sells.
    all_of = {line.vendor.ref for line in running if line.vendor and not line.contract.tools}
    label = context.inventory.vocabularies["contract_status"].label
    for ref, tools in context.lineage.made_by.items():
        for tool in tools if ref not in all_of else ():
            if not tool.active or tool.id in covered:
                continue
            others = governance.contracts_of_tool.get(tool.id, ())
            stands = [f"{line.contract.name} ({label(line.contract.status).casefold()})" for line in others]
            only = f"; there is only {listed(stands)}" if stands else ""
            yield check.at(
                context.inventory.place(tool),
                f"{tool.name} is in use, and no contract for it is in force{only}",
                entity=tool.ref,
                mentions=tuple(line.contract.ref for line in others),
            )


@rule("contract-without-active-tool", Severity.WARNING, family=FAMILY, side=Side.FINANCE)
def contract_without_active_tool(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A contract is in force, and none of its tools is used any more.

    It is paid for nothing.

    Fix: Cancel it and write what was decided under `decision`; or put right which tools it is for.

    Passes::

        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}}
        # contracts/esp.yml
        {name: ESP contract, tools: [esp]}

    Fails::

        # tools/esp.yml
        {name: ESP, lifecycle: {phase: end_of_life}}
        # contracts/esp.yml
        {name: ESP contract, tools: [esp]}
    """
    for line in context.governance.contracts:
        phases = {tool.lifecycle.phase if tool.lifecycle else None for tool in line.tools}
        # A tool that is only planned is being got ready; of one without a phase nobody knows.
        if line.contract.status != "active" or line.decided or phases != {"end_of_life"}:
            continue
        names = listed([tool.name for tool in line.tools])
        are = "is" if len(line.tools) == 1 else "are"
        yield check.at(
            context.inventory.place(line.contract, "tools"),
            f"{line.contract.name} is in force, and {names} {are} no longer in use",
            entity=line.contract.ref,
            field="tools",
            mentions=tuple(tool.ref for tool in line.tools),
        )


@rule("seats-unused", Severity.WARNING, family=FAMILY, side=Side.FINANCE, thresholds=("seats_in_use",))
def seats_unused(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Many seats of a tool are paid for and not used.

    The next renewal can be cheaper, and an account that nobody uses is a risk.

    Fix: Take the accounts away that nobody uses, and pay for fewer seats from the next renewal on.

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, users: {licensed: 50, active_90d: 40}}

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, users: {licensed: 50, active_90d: 20}}
    """
    least = context.thresholds.seats_in_use
    for seats in context.governance.fit.seats:
        phase = seats.tool.lifecycle.phase if seats.tool.lifecycle else None
        # While a tool is being rolled out its seats wait for people.
        if phase == "phase_in" or seats.active * 100 >= least * seats.licensed:
            continue
        yield check.at(
            context.inventory.place(seats.tool, "users", "active_90d"),
            f"{seats.active} of {seats.licensed} seats of {seats.tool.name} are used ({seats.percent} %), "
            f"{least:g} % are wanted",
            entity=seats.tool.ref,
            field="users",
        )


@rule("volume-above-included", Severity.HINT, family=FAMILY, side=Side.FINANCE)
def volume_above_included(context: Context, check: Check) -> Iterator[Diagnostic]:
    """More is used than a contract includes.

    What goes beyond it is often expensive, and the bill comes later.

    Fix: Ask what the surplus costs, and agree on more before the next renewal.

    Passes::

        # contracts/esp.yml
        {name: ESP, tools: [], pricing_metric: profiles, included_volume: 500000, current_volume: 480000}

    Fails::

        # contracts/esp.yml
        {name: ESP, tools: [], pricing_metric: profiles, included_volume: 500000, current_volume: 620000}
    """
    for line in context.governance.contracts:
        contract = line.contract
        included, current = contract.included_volume, contract.current_volume
        # Where nothing is included, every unit is paid for as it comes.
        if not included or current is None or current <= included or contract.status not in RUNNING:
            continue
        unit = f" {contract.pricing_metric}" if contract.pricing_metric else ""
        yield check.at(
            context.inventory.place(contract, "current_volume"),
            f"{contract.name} includes {_amount(included)}{unit}, and {_amount(current)} are used",
            entity=contract.ref,
            field="current_volume",
        )


def _amount(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
