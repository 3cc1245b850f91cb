"""Rules about personal data on its way: what leaves the region, what a tool may hold, what is deleted, what is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.personal import personal
from stackbook.governance.transfers import TransferLine
from stackbook.graph import Flow
from stackbook.lineage.field_graph import Place, Step
from stackbook.model.base import Entity
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import flawed
from stackbook.rules.wording import listed

FAMILY = "Privacy"


@rule("transfer-without-mechanism", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def transfer_without_mechanism(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Personal data leaves the home region, and nothing is recorded that allows it.

    Outside the region the law does not protect people. Something else has to: a decision, clauses, binding rules.

    Fix: Write the `transfer_mechanism` of the vendor, or under `transfer` of the integration or `transfers` of the
    activity what allows this one. Standard clauses (`sccs`) often stand in the processing agreement.

    Source: GDPR Chapter V (Art. 44 to 49)

    Passes::

        # stack.yml
        {name: Acme, home_region: [EU]}
        # vendors/mailer.yml
        {name: Mailer, transfer_mechanism: sccs}
        # tools/esp.yml
        {name: ESP, vendor: mailer, lifecycle: {phase: active}, data_residency: [US]}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}

    Fails::

        # stack.yml
        {name: Acme, home_region: [EU]}
        # vendors/mailer.yml
        {name: Mailer}
        # tools/esp.yml
        {name: ESP, vendor: mailer, lifecycle: {phase: active}, data_residency: [US]}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
    """
    open_ = [line for line in context.governance.transfers if not _grounded(context, line)]
    kept = {(line.tool.id, line.country) for line in open_ if line.flow is None}
    by_record: dict[str, list[TransferLine]] = {}
    for line in open_:
        # Of a country in which a tool keeps its data the tool is told, not every integration that brings some.
        if line.flow is None or (line.tool.id, line.country) not in kept:
            by_record.setdefault(_record(line).ref, []).append(line)
    for found in by_record.values():
        yield _transfer(context, check, found)


def _record(line: TransferLine) -> Entity:
    """The record that brings the data out of the region."""
    return line.flow.integration if line.flow else line.source or line.tool


def _grounded(context: Context, line: TransferLine) -> bool:
    """Whether something is recorded that allows a transfer, or may be, and cannot be read."""
    vendor = context.inventory.get("vendor", line.tool.vendor)
    if line.allowed or (vendor and flawed(context, vendor.ref, "transfer_mechanism")):
        return True
    activities = context.governance.activities
    covering = activities.of_flow(line.flow) if line.flow else activities.of_tool.get(line.tool.id, ())
    return any(flawed(context, activity.ref, "transfers") for activity in covering)


def _transfer(context: Context, check: Check, lines: list[TransferLine]) -> Diagnostic:
    first, record = lines[0], _record(lines[0])
    inventory = context.inventory
    countries = listed(list(dict.fromkeys(line.country for line in lines)))
    vendor = inventory.get("vendor", first.tool.vendor)
    mentions = [] if record is first.tool else [first.tool.ref]
    if first.flow:
        key, place = "transfer", inventory.place(record, "transfer")
        tools = {line.tool.id: line.tool for line in lines}
        mentions = [tool.ref for tool in tools.values()]
        into = listed([tool.name for tool in tools.values()])
        message = f"`{record.id}` takes personal data to {countries} ({into})"
    elif first.source:
        key, place = "residency", inventory.place(record, "residency", *_at(first.source.residency, first.country))
        message = f"{first.tool.name} keeps personal data of {first.source.name} in {countries}"
    else:
        key = "data_residency"
        place = inventory.place(record, key, *_at(first.tool.data_residency, first.country))
        message = f"{first.tool.name} keeps personal data in {countries}"
    if first.mechanism is None:
        message += ", and nothing is recorded that allows it"
    else:
        message += ", and it is recorded that nothing leaves"
        said_by = inventory.find(first.said_by)
        mentions += [said_by.ref] if said_by and said_by is not record else []
    help = ""
    if vendor is not None and first.flow is None:
        help = f"Write the `transfer_mechanism` of {vendor.display_name}, such as `sccs` (standard clauses)."
        mentions.append(vendor.ref)
    return check.at(place, message, help, entity=record.ref, field=key, mentions=tuple(dict.fromkeys(mentions)))


def _at(places: tuple[str, ...], country: str) -> tuple[int, ...]:
    return (places.index(country),) if country in places else ()


@dataclass(frozen=True, slots=True)
class _Above:
    """A field that a tool is not approved for."""

    place: Place
    word: str
    step: Step


@rule("restricted-above-approval", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def restricted_above_approval(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration sends data to a tool that is not approved for it.

    Somebody decided how careful this tool is to be with data, and this goes beyond it.

    Fix: Take the field out, hide its value on the way (`transform: {masking: hash}`), or have the tool approved.

    Source: GDPR Art. 32; ISO/IEC 27001, information classification

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        {name: ESP, classification_approved: confidential}
        # data-sources/customers.yml
        {name: Customers, tool: shop, fields: [{id: age, label: Age, type: integer, classification: confidential}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: age, label: Age, type: integer, classification: confidential}]}
        # integrations/users.yml
        {name: Users, from: shop, to: esp, status: active, fields: [{from: customers.age, to: users.age}]}

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        {name: ESP, classification_approved: internal}
        # data-sources/customers.yml
        {name: Customers, tool: shop, fields: [{id: age, label: Age, type: integer, classification: confidential}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: age, label: Age, type: integer, classification: confidential}]}
        # integrations/users.yml
        {name: Users, from: shop, to: esp, status: active, fields: [{from: customers.age, to: users.age}]}
    """
    classes = context.inventory.vocabularies["classification"]
    for steps in context.lineage.steps_of.values():
        above: dict[str, tuple[Tool, dict[str, _Above]]] = {}
        flow: Flow | None = None
        for step in steps:
            if step.flow is None or not step.live:
                continue
            flow = step.flow
            for tool, one in _reaching(context, step):
                approved = tool.classification_approved
                if approved and classes.position(one.word) > classes.position(approved):
                    above.setdefault(tool.id, (tool, {}))[1].setdefault(one.place.key, one)
        if flow is not None and above:
            yield _above_approval(context, check, flow, list(above.values()))


def _reaching(context: Context, step: Step) -> Iterator[tuple[Tool, _Above]]:
    """The tools that get to see a value on a step, each with the most careful class of what they see.

    A value keeps the class of where it comes from. Only where it is hidden, or another is made of it, does the class
    of the field count in which it arrives; a tool in between is left out then, since it may be the one that does it.
    """
    places, order = context.lineage.fields.places, context.inventory.vocabularies["classification"]
    start, end = places.get(step.start), places.get(step.end)
    changed = bool(step.masked) or step.another
    seen = [
        _Above(place, place.field.classification, step)
        for place in ((end,) if changed else (start, end))
        if place is not None and place.field.classification
    ]
    if not seen:
        return
    lands = context.inventory.get("tool", end.tool) if end and end.tool else step.lands
    if isinstance(lands, Tool):
        yield lands, max(seen, key=lambda one: order.position(one.word))
    if step.flow and step.flow.via and not changed:
        yield step.flow.via, seen[0]


def _above_approval(
    context: Context, check: Check, flow: Flow, above: list[tuple[Tool, dict[str, _Above]]]
) -> Diagnostic:
    integration, label = flow.integration, context.inventory.vocabularies["classification"].label
    parts: list[str] = []
    for tool, found in above:
        fields = listed([f"`{key}` ({label(one.word).casefold()})" for key, one in sorted(found.items())])
        into = "through" if tool is flow.via else "to"
        approved = label(tool.classification_approved).casefold()
        parts.append(f"{fields} {into} {tool.name}, which is approved for {approved} data only")
    every = [one for _, found in above for one in found.values()]
    mappings = [one.step.mapping for one in every if one.step.mapping]
    position = min(integration.fields.index(mapping) for mapping in mappings)
    refs = [*(tool.ref for tool, _ in above), *(one.place.source.ref for one in every)]
    return check.at(
        context.inventory.place(integration, "fields", position),
        f"`{integration.id}` sends {', and '.join(parts)}",
        entity=integration.ref,
        field="fields",
        mentions=tuple(dict.fromkeys(refs)),
    )


@rule("deletions-not-propagated", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def deletions_not_propagated(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration brings personal data somewhere, and does not take it away again.

    Whoever asks to be deleted is deleted in one tool and goes on to live in the next.

    Fix: Have deletions passed on and write `delete_handling: propagate`. Where they are only marked as deleted, write
    `soft_delete`.

    Source: GDPR Art. 17 and 19

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
        name: Users
        from: shop
        to: esp
        status: active
        delete_handling: propagate
        fields: [{from: customers.email, to: users.email}]

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
    """
    personal_flows = context.governance.personal.of_flow
    for flow in context.graph.flows:
        one = flow.integration
        if one.id not in personal_flows or not one.live or one.delete_handling not in (None, "ignore"):
            continue
        steps = context.lineage.steps_of.get(one.id, ())
        if not any(_stays_personal(context, step) for step in steps):
            continue
        how = "ignores deletions" if one.delete_handling else "does not say what becomes of deletions"
        yield check.at(
            context.inventory.place(one, "delete_handling"),
            f"`{one.id}` brings personal data to {flow.target.name} and {how}",
            entity=one.ref,
            field="delete_handling",
            mentions=(flow.target.ref,),
        )


def _stays_personal(context: Context, step: Step) -> bool:
    """Whether a value is still about a person, and kept, where it arrives.

    What is asked for while a message is made is not kept. What is counted or computed over many records may say
    nothing about any of them; then the field in which it arrives says whether it does.
    """
    if step.on_send:
        return False
    places = context.lineage.fields.places
    ends = [places.get(step.end)]
    if not step.masked and not step.another:
        ends.append(places.get(step.start))
    return any(personal(place.field) for place in ends if place)
