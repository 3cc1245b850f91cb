"""Rules about integrations that much rests on: who looks after them, and whether they work."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.graph import Flow
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.ownership import CRITICAL
from stackbook.rules.wording import listed, sources_of

FAMILY = "Integrations"

_PRODUCTION = "production"
_WANTED = {"owner": "owner", "error_channel": "error channel", "runbook": "runbook"}


@rule("critical-flow-unattended", Severity.WARNING, family=FAMILY, side=Side.IT)
def critical_flow_unattended(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Nobody is ready for the day on which a critical integration fails.

    Customers notice first, and the search for somebody who knows it begins only then.

    Fix: Fill in `owner`, `error_channel` and `runbook`.

    Passes::

        # teams/it.yml
        {name: IT, kind: it}
        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        name: Orders
        from: shop
        to: esp
        status: active
        criticality: mission_critical
        owner: it
        error_channel: IT alerts
        runbook: https://wiki.example/orders

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: active, criticality: mission_critical, error_channel: IT alerts}
    """
    flaws, label = context.inventory.flaws, context.inventory.vocabularies["criticality"].label
    for flow in context.graph.flows:
        one = flow.integration
        if not one.live or one.criticality not in CRITICAL:
            continue
        missing = [words for key, words in _WANTED.items() if not getattr(one, key) and (one.ref, key) not in flaws]
        if missing:
            yield check.at(
                context.inventory.place(one, "criticality"),
                f"`{one.id}` is {label(one.criticality).casefold()} and has no {listed(missing, 'or')}",
                entity=one.ref,
                field="criticality",
            )


@rule("health-broken", Severity.WARNING, family=FAMILY, side=Side.IT)
def health_broken(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration is live and does not work.

    What should arrive does not, and what stands there grows old.

    Fix: Have it mended and write when somebody looked, or switch it off: `status: inactive`.

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: active, health: {state: healthy}}

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: active, health: {state: broken}}
    """
    for flow in context.graph.flows:
        one = flow.integration
        if one.live and one.health is not None and one.health.state == "broken":
            yield check.at(
                context.inventory.place(one, "health", "state"),
                f"`{one.id}` is live and does not work",
                entity=one.ref,
                field="health",
            )


@rule("critical-tool-on-weak-one", Severity.WARNING, family=FAMILY, side=Side.IT)
def critical_tool_on_weak_one(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool that we cannot do without rests on one that nobody owns, or that counts for little.

    When the small one fails, the big one stands still, and nobody feels responsible.

    Fix: Give the small one an owner and the criticality that it has in truth, or let the data come another way.

    Passes::

        # teams/it.yml
        {name: IT, kind: it}
        # tools/sheet.yml
        {name: Price sheet, criticality: mission_critical, business_owner: "team:it"}
        # tools/shop.yml
        {name: Shop, lifecycle: {phase: active}, criticality: mission_critical}
        # integrations/prices.yml
        {name: Prices, from: sheet, to: shop, status: active, criticality: mission_critical}

    Fails::

        # teams/it.yml
        {name: IT, kind: it}
        # tools/sheet.yml
        {name: Price sheet, criticality: administrative, business_owner: "team:it"}
        # tools/shop.yml
        {name: Shop, lifecycle: {phase: active}, criticality: mission_critical}
        # integrations/prices.yml
        {name: Prices, from: sheet, to: shop, status: active, criticality: mission_critical}
    """
    inventory = context.inventory
    resting: dict[str, dict[str, tuple[Tool, Integration]]] = {}
    for flow in context.graph.flows:
        if flow.integration.live and flow.integration.criticality in CRITICAL:
            for below, above in _rests(flow):
                resting.setdefault(below.id, {}).setdefault(above.id, (above, flow.integration))
    for tool_id, found in resting.items():
        tool = inventory.get("tool", tool_id)
        key, why = _weak(context, tool) if isinstance(tool, Tool) else ("", "")
        if isinstance(tool, Tool) and key:
            names, by = [one.name for one, _ in found.values()], [f"`{flow.id}`" for _, flow in found.values()]
            by = list(dict.fromkeys(by))
            yield check.at(
                inventory.place(tool, key),
                f"{listed(names)} cannot do without {tool.name} (see {listed(by)}), {why}",
                entity=tool.ref,
                field=key,
                mentions=tuple(dict.fromkeys(one.ref for pair in found.values() for one in pair)),
            )


def _rests(flow: Flow) -> Iterator[tuple[Tool, Tool]]:
    """Each tool that a flow comes from or passes, with the mission-critical tool in use that it brings data to."""
    for end, other in ((flow.target, flow.source), (flow.source, flow.target)):
        if (end is flow.target or flow.two_way) and end.active and end.criticality == "mission_critical":
            for below in (other, flow.via):
                if below is not None and below is not end:
                    yield below, end


def _weak(context: Context, tool: Tool) -> tuple[str, str]:
    """The key and the clause that say why little can rest on a tool; "" for both when it can."""
    flaws = context.inventory.flaws
    if tool.criticality == "administrative":
        return "criticality", "which is said to be an inconvenience only when it fails"
    keys = ("business_owner", "technical_owner")
    if not any(getattr(tool, key) or (tool.ref, key) in flaws for key in keys):
        return "business_owner", "which nobody owns"
    return "", ""


@rule("production-to-non-production", Severity.WARNING, family=FAMILY, side=Side.SECURITY)
def production_to_non_production(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration brings real people's data into an environment for tests.

    More people can see it there, fewer rules hold, and a test can write to real customers.

    Fix: Fill that environment with masked or invented data, or take it out of `environments`.

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        {name: ESP, environments: [{name: production, data: real}, {name: staging, data: synthetic}]}
        # data-sources/orders.yml
        name: Orders
        tool: shop
        fields: [{id: mail, label: Mail, type: string, classification: confidential, data_categories: [user.contact]}]
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # integrations/orders.yml
        name: Orders
        from: shop
        to: esp
        status: active
        environments: [production, staging]
        fields: [{from: orders.mail, to: users.mail}]

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        {name: ESP, environments: [{name: production, data: real}, {name: staging, data: real}]}
        # data-sources/orders.yml
        name: Orders
        tool: shop
        fields: [{id: mail, label: Mail, type: string, classification: confidential, data_categories: [user.contact]}]
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # integrations/orders.yml
        name: Orders
        from: shop
        to: esp
        status: active
        environments: [production, staging]
        fields: [{from: orders.mail, to: users.mail}]
    """
    label = context.inventory.vocabularies["environment"].label
    for flow in context.graph.flows:
        one = flow.integration
        carried = context.governance.personal.of_flow.get(one.id)
        if not one.live or carried is None:
            continue
        ends = [(flow.source, flow.target), *([(flow.target, flow.source)] if flow.two_way else [])]
        for position, name in enumerate(one.environments):
            for giving, taking in ends if name != _PRODUCTION else ():
                if "real" in _data(taking, name) and not _data(giving, name) & {"masked", "synthetic"}:
                    where = f"“{label(name)}” of {taking.name}"
                    yield check.at(
                        context.inventory.place(one, "environments", position),
                        f"`{one.id}` brings personal data into {where}, which holds data of real people",
                        entity=one.ref,
                        field="environments",
                        mentions=(taking.ref, *sources_of(carried.fields)),
                    )


def _data(tool: Tool, environment: str) -> set[str]:
    """What data the copies of a tool with that name hold, as far as it is recorded."""
    return {one.data for one in tool.environments if one.name == environment and one.data}
