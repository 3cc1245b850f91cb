"""Rules about the register of processing activities: does it know every flow of personal data, and what is in it?"""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.activities import undeclared
from stackbook.governance.personal import Held
from stackbook.graph import Flow
from stackbook.model.activities import Activity
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import all_read, flawed
from stackbook.rules.wording import listed

FAMILY = "Privacy"


@rule("no-activities-yet", Severity.HINT, family=FAMILY, side=Side.PRIVACY)
def no_activities_yet(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Tools in use hold personal data, and no processing activity is recorded.

    Who uses personal data has to keep a register of what for. Stackbook makes it from the activities.

    Fix: Begin with one file in `stack/activities/` for what you do most, such as the newsletter.

    Source: GDPR Art. 30(1)

    Passes::

        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
        # activities/newsletter.yml
        {name: Newsletter, tools: [esp]}

    Fails::

        # stack.yml
        name: Acme
        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
    """
    inventory = context.inventory
    if context.governance.activities.all or not all_read(context, "activity"):
        return
    tools = (inventory.get("tool", one) for one in context.governance.personal.of_tool)
    if any(isinstance(tool, Tool) and tool.active for tool in tools):
        organisation = inventory.organisation
        yield check.at(
            inventory.place(organisation),
            "tools in use hold personal data, and no processing activity is recorded",
            entity=organisation.ref,
        )


@rule("personal-flow-in-no-activity", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def personal_flow_in_no_activity(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration carries personal data, and no processing activity knows about it.

    The register is not whole: nobody has said what this is done for and what allows it.

    Fix: Name the activity under `activities`, or name both tools in the activity.

    Source: GDPR Art. 30(1)

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # data-sources/customers.yml
        name: Customers
        tool: shop
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # integrations/users.yml
        {name: Users, from: shop, to: esp, status: active, fields: [{from: customers.email, to: users.email}]}
        # activities/newsletter.yml
        {name: Newsletter, tools: [shop, esp]}

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # data-sources/customers.yml
        name: Customers
        tool: shop
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # integrations/users.yml
        {name: Users, from: shop, to: esp, status: active, fields: [{from: customers.email, to: users.email}]}
        # activities/newsletter.yml
        {name: Newsletter, tools: [esp]}
    """
    # Whoever has not begun the register is told so once, not for every integration.
    if not context.governance.activities.all or not all_read(context, "activity", "tools"):
        return
    for flow, _ in _live_personal(context):
        if not context.governance.activities.of_flow(flow):
            yield check.at(
                context.inventory.place(flow.integration, "activities"),
                f"`{flow.integration.id}` carries personal data from {flow.source.name} to {flow.target.name}"
                ", and no processing activity knows about it",
                entity=flow.integration.ref,
                field="activities",
                mentions=(flow.source.ref, flow.target.ref),
            )


def _live_personal(context: Context) -> Iterator[tuple[Flow, Held]]:
    """The live flows with personal data, and what they carry."""
    for flow in context.graph.flows:
        held = context.governance.personal.of_flow.get(flow.integration.id)
        if held is not None and flow.integration.live:
            yield flow, held


@rule("category-not-declared", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def category_not_declared(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Personal data is used that the processing activity does not name.

    The register says less than is done, and so does what people are told.

    Fix: Add what is missing to `data_categories` of the activity, or stop using that data.

    Source: GDPR Art. 30(1)(c)

    Passes::

        # data-sources/users.yml
        name: Users
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
        # activities/newsletter.yml
        {name: Newsletter, data_categories: [user.contact], data_sources: [users]}

    Fails::

        # data-sources/users.yml
        name: Users
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
        # activities/newsletter.yml
        {name: Newsletter, data_categories: [user.name], data_sources: [users]}
    """
    # An activity that cannot be read may be the one that names it.
    for flow, held in _live_personal(context) if all_read(context, "activity", "tools") else ():
        covering = context.governance.activities.of_flow(flow)
        if not covering or not all(_declares(context, one) for one in covering):
            continue
        if missing := undeclared(held, covering):
            names = listed([f"“{one.name}”" for one in covering], "or")
            them = (
                f"its activity {names} does not name"
                if len(covering) == 1
                else f"none of its activities names: {names}"
            )
            yield check.at(
                context.inventory.place(flow.integration, "activities"),
                f"`{flow.integration.id}` carries {_categories(missing)}, which {them}",
                entity=flow.integration.ref,
                field="activities",
                mentions=tuple(one.ref for one in covering),
            )
    for activity in context.governance.activities.all:
        if _declares(context, activity):
            yield from _in_sources(context, check, activity)


def _declares(context: Context, activity: Activity) -> bool:
    """Whether it is known what an activity declares."""
    return activity.data_categories is not None and not flawed(context, activity.ref, "data_categories")


def _in_sources(context: Context, check: Check, activity: Activity) -> Iterator[Diagnostic]:
    """What the data sources of an activity hold beyond what it declares."""
    inventory, held = context.inventory, context.governance.personal.of_source
    missing: dict[str, None] = {}
    sources: dict[str, str] = {}
    first: int | None = None
    for position, name in enumerate(activity.data_sources):
        source = inventory.get("data_source", name)
        beyond = undeclared(held[source.id], (activity,)) if source and source.id in held else ()
        if source and beyond:
            missing.update(dict.fromkeys(beyond))
            sources[source.ref] = source.display_name
            first = position if first is None else first
    if first is not None:
        yield check.at(
            inventory.place(activity, "data_sources", first),
            f"“{activity.name}” uses {listed(list(sources.values()))}, and does not name what is in "
            f"{'it' if len(sources) == 1 else 'them'}: {_categories(sorted(missing))}",
            entity=activity.ref,
            field="data_sources",
            mentions=tuple(sources),
        )


def _categories(keys: tuple[str, ...] | list[str]) -> str:
    return listed([f"`{key}`" for key in keys])


@rule("activity-of-other-tools", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def activity_of_other_tools(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration belongs to a processing activity that does not name its tools.

    The register has a row for each activity and tool, and this tool would be missing from it.

    Fix: Add the tool to `tools` of the activity, or name the right activity.

    Source: GDPR Art. 30(1).

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, activities: [news]}
        # activities/news.yml
        {name: Newsletter, lawful_basis: consent, tools: [crm, esp], retention: {period: P1Y}}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, activities: [news]}
        # activities/news.yml
        {name: Newsletter, lawful_basis: consent, tools: [crm], retention: {period: P1Y}}
    """
    inventory = context.inventory
    for flow in context.graph.flows:
        for position, name in enumerate(flow.integration.activities):
            activity = inventory.get("activity", name)
            if not isinstance(activity, Activity) or (activity.ref, "tools") in inventory.flaws:
                continue
            named = {tool.id for one in activity.tools or () if (tool := inventory.get("tool", one))}
            ends = {tool.id: tool for tool in (flow.source, flow.target)}
            missing = [tool for id_, tool in ends.items() if id_ not in named]
            if missing:
                yield check.at(
                    inventory.place(flow.integration, "activities", position),
                    f"“{activity.name}” does not name {listed([tool.name for tool in missing])}",
                    entity=flow.integration.ref,
                    field="activities",
                    mentions=(activity.ref, *(tool.ref for tool in missing)),
                )
