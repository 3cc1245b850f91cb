"""Rules about tools in use that may not be used."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import on_day

FAMILY = "Lifecycle"

_NOT_ALLOWED = {
    "denied": "must not be used",
    "need_to_close": "is to be closed",
    "closed": "is said to be closed",
}
"""States of approval in which nobody should use a tool, and how to say so."""


@rule("tool-denied-in-use", Severity.WARNING, family=FAMILY, side=Side.SECURITY)
def tool_denied_in_use(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool is in use that may not be used.

    Whoever said no had a reason, and nobody has looked after the risk since.

    Fix: Stop using it, or have it approved. Put right the phase if nobody uses it any more.

    Passes::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: end_of_life}, approval: {state: denied}}

    Fails::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: active}, approval: {state: denied}}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        state = tool.approval.state if tool.approval and tool.active else ""
        leaving = tool.lifecycle is not None and tool.lifecycle.phase == "phase_out"
        if state not in _NOT_ALLOWED or (leaving and state == "need_to_close"):
            continue  # on its way out is what it should be
        yield check.at(
            context.inventory.place(tool, "approval", "state"),
            f"{tool.name} is in use, and {_NOT_ALLOWED[state]}",
            entity=tool.ref,
            field="approval",
        )


@rule("approval-expired", Severity.WARNING, family=FAMILY, side=Side.SECURITY, dated=True)
def approval_expired(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The approval of a tool in use has run out.

    It was given for a time, so that somebody would look again. Nobody has.

    Fix: Have it approved again and write the new day, or stop using it.

    Passes::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: active}, approval: {state: exception, expires_on: "2027-06-30"}}

    Fails::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: active}, approval: {state: exception, expires_on: "2026-06-30"}}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        approval = tool.approval
        if approval is None or not tool.active or approval.state in _NOT_ALLOWED:
            continue
        if approval.expires_on is not None and approval.expires_on < context.today:
            yield check.at(
                context.inventory.place(tool, "approval", "expires_on"),
                f"{tool.name} was approved until {on_day(approval.expires_on)}, and is still in use",
                entity=tool.ref,
                field="approval",
            )
