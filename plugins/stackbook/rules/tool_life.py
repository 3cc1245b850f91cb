"""Rules about the phases and days in the life of tools and integrations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.model.tools import Lifecycle, Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import listed, on_day

FAMILY = "Lifecycle"

_ENDED = "end_of_life"
_PHASES = {
    "plan": ("planned", "planning"),
    "phase_in": ("phasing in", "set-up"),
    "active": ("active", "regular use"),
    "phase_out": ("phasing out", "replacement"),
    _ENDED: ("at its end of life", "last day of use"),
}
"""Phase, which is also the key of its first day, to the words for being in it and for what begins on that day."""


@rule("active-flow-on-retired-tool", Severity.ERROR, family=FAMILY, side=Side.IT)
def active_flow_on_retired_tool(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Data is said to flow from, to or through a tool that is no longer in use.

    Either the integration runs against something that nobody looks after, or one of the two records is wrong.

    Fix: Switch the integration off and set `status: inactive`, or put right the phase of the tool.

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # tools/old-esp.yml
        {name: Old ESP, lifecycle: {phase: end_of_life}}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: old-esp, status: inactive}

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # tools/old-esp.yml
        {name: Old ESP, lifecycle: {phase: end_of_life}}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: old-esp, status: active}
    """
    for flow in context.graph.flows:
        one = flow.integration
        if not one.live:
            continue
        ends = {tool.ref: tool for tool in (flow.source, flow.via, flow.target) if tool and _phase(tool) == _ENDED}
        if ends:
            names = listed([tool.name for tool in ends.values()])
            yield check.at(
                context.inventory.place(one, "status"),
                f"`{one.id}` is live, and {names} {'is' if len(ends) == 1 else 'are'} no longer in use",
                entity=one.ref,
                field="status",
                mentions=tuple(ends),
            )


def _phase(tool: Tool) -> str:
    return tool.lifecycle.phase if tool.lifecycle else ""


def _days(life: Lifecycle) -> list[tuple[str, date]]:
    """The first days of the phases that are written, in the order of the phases."""
    return [(key, day) for key in _PHASES if (day := getattr(life, key)) is not None]


@rule("phase-dates-out-of-order", Severity.ERROR, family=FAMILY, side=Side.IT)
def phase_dates_out_of_order(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The days in the life of a tool are out of order.

    A plan that rests on them starts in the wrong place.

    Fix: Put the days in order: planned, set-up, in use, replacement, last day.

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active, phase_in: "2024-03-01", active: "2024-09-01"}}

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active, phase_in: "2024-03-01", active: "2023-09-01"}}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        days = _days(tool.lifecycle) if tool.lifecycle else []
        for (earlier, first), (later, second) in pairwise(days):
            if second < first:
                begins, before = _PHASES[later][1], _PHASES[earlier][1]
                yield check.at(
                    context.inventory.place(tool, "lifecycle", later),
                    f"{tool.name}: {begins} ({on_day(second)}) comes before {before} ({on_day(first)})",
                    entity=tool.ref,
                    field="lifecycle",
                )


@rule("phase-contradicts-dates", Severity.ERROR, family=FAMILY, side=Side.IT, dated=True)
def phase_contradicts_dates(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool is said to be in a phase that its days contradict.

    Readers see two answers to the question whether they may build on it.

    Fix: Put right the phase, or the day.

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: phase_out, active: "2019-09-01", end_of_life: "2030-12-31"}}

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: phase_out, active: "2019-09-01", end_of_life: "2025-12-31"}}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        contradiction = _contradiction(tool.lifecycle, context.today) if tool.lifecycle else ""
        if contradiction:
            yield check.at(
                context.inventory.place(tool, "lifecycle", "phase"),
                f"{tool.name} is said to be {contradiction}",
                entity=tool.ref,
                field="lifecycle",
            )


def _contradiction(life: Lifecycle, today: date) -> str:
    """What the days say against the phase, or "": a later phase has begun, or this one (or an earlier) has not.

    The day on which a phase begins belongs to both, so that nobody must change a record on the very day.
    When a plan was made says nothing about today.
    """
    order = list(_PHASES)
    here = order.index(life.phase) if life.phase in order else len(order)
    if here == len(order):
        return ""
    in_phase = _PHASES[life.phase][0]
    days = [(key, day) for key, day in _days(life) if key != "plan"]
    begun = [(key, day) for key, day in days if order.index(key) > here and day < today]
    ahead = [(key, day) for key, day in days if order.index(key) <= here and day > today]
    if begun:
        key, day = begun[-1]
        return f"{in_phase}, and its {_PHASES[key][1]} {'was' if key == _ENDED else 'began on'} {on_day(day)}"
    if ahead:
        key, day = ahead[0]
        return f"{in_phase}, and its {_PHASES[key][1]} {'is only' if key == _ENDED else 'begins only on'} {on_day(day)}"
    return ""


@rule("phase-out-without-successor", Severity.WARNING, family=FAMILY, side=Side.IT)
def phase_out_without_successor(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool is being replaced, and nothing says by what.

    People go on building on it, since they do not know what to build on instead.

    Fix: Name the new tool under `replaced_by`. Where nothing takes its place, say why under `waivers`.

    Passes::

        # tools/old-esp.yml
        {name: Old ESP, lifecycle: {phase: phase_out}}
        # tools/esp.yml
        {name: ESP, replaces: [old-esp]}

    Fails::

        # tools/old-esp.yml
        {name: Old ESP, lifecycle: {phase: phase_out}}
        # tools/esp.yml
        {name: ESP}
    """
    inventory = context.inventory
    if any(key == "replaces" for _, key in inventory.flaws):
        return  # one that cannot be read may be the one that is looked for
    for tool in inventory.all("tool"):
        assert isinstance(tool, Tool)
        if _phase(tool) != "phase_out" or tool.replaced_by is not None:
            continue
        if not any(reference.key == "replaces" for reference in inventory.named_by(tool.ref)):
            yield check.at(
                inventory.place(tool, "lifecycle", "phase"),
                f"{tool.name} is phasing out, and nothing says what takes its place",
                entity=tool.ref,
                field="replaced_by",
            )


@rule("planned-flow-past-start", Severity.WARNING, family=FAMILY, side=Side.IT, dated=True)
def planned_flow_past_start(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration should have been live by now, and is still planned.

    Whoever counts on it waits, or believes that it runs.

    Fix: Set `status: active` when it runs; otherwise write the new day under `live_from`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: planned, dates: {live_from: "2027-03-01"}}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: planned, dates: {live_from: "2026-03-01"}}
    """
    for flow in context.graph.flows:
        one = flow.integration
        start = one.dates.live_from if one.dates else None
        if one.status == "planned" and start is not None and start < context.today:
            yield check.at(
                context.inventory.place(one, "dates", "live_from"),
                f"`{one.id}` should have been live since {on_day(start)}, and is still planned",
                entity=one.ref,
                field="dates",
            )


@rule("flow-past-its-end", Severity.WARNING, family=FAMILY, side=Side.IT, dated=True)
def flow_past_its_end(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration should have ended by now, and still counts as live.

    Either data flows that should not, or the record is wrong.

    Fix: Set `status: inactive` when it is off; otherwise write the new day under `live_until`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active, dates: {live_until: "2027-03-01"}}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: planned_disconnect, dates: {live_until: "2026-03-01"}}
    """
    for flow in context.graph.flows:
        one = flow.integration
        end = one.dates.live_until if one.dates else None
        if one.live and end is not None and end < context.today:
            yield check.at(
                context.inventory.place(one, "dates", "live_until"),
                f"`{one.id}` should have ended on {on_day(end)}, and still counts as live",
                entity=one.ref,
                field="dates",
            )


@rule("integration-dates-out-of-order", Severity.ERROR, family=FAMILY, side=Side.IT)
def integration_dates_out_of_order(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration ends before it begins.

    A plan that rests on these days is wrong.

    Fix: Put right `live_from` or `live_until`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, dates: {live_from: "2024-03-01", live_until: "2027-02-28"}}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, dates: {live_from: "2027-03-01", live_until: "2024-02-28"}}
    """
    for flow in context.graph.flows:
        dates = flow.integration.dates
        if dates and dates.live_from and dates.live_until and dates.live_until < dates.live_from:
            yield check.at(
                context.inventory.place(flow.integration, "dates", "live_until"),
                f"the last day ({on_day(dates.live_until)}) comes before the first ({on_day(dates.live_from)})",
                entity=flow.integration.ref,
                field="dates",
            )
