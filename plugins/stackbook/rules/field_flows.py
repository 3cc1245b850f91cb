"""Rules about fields between tools: who has the last word, circles, and how late a value can be."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Related, Severity, Side
from stackbook.inventory.words import sentence
from stackbook.lineage.age import PERIODS, in_words, seconds_of
from stackbook.lineage.field_graph import FieldGraph, Step
from stackbook.model.data import DataSource
from stackbook.model.terms import one_spelling
from stackbook.rules.engine import Context, rule

FAMILY = "Integrations"

_WRITES_ONCE = ("only_if_blank", "never")


@rule("two-systems-of-record", Severity.ERROR, family=FAMILY, side=Side.IT)
def two_systems_of_record(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Two data sources both have the last word about the same.

    When they differ, nobody knows which of them is right.

    Fix: Decide for one of them, and take the other out.

    Passes::

        # data-sources/contacts.yml
        {name: Contacts, system_of_record_for: [customers], fields: []}
        # data-sources/orders.yml
        {name: Orders, system_of_record_for: [orders], fields: []}

    Fails::

        # data-sources/contacts.yml
        {name: Contacts, system_of_record_for: [customers], fields: []}
        # data-sources/orders.yml
        {name: Orders, system_of_record_for: [orders, Customers], fields: []}
    """
    inventory = context.inventory
    seen: dict[str, tuple[DataSource, int]] = {}
    for source in inventory.entities.get("data_source", {}).values():
        for position, what in enumerate(source.system_of_record_for if isinstance(source, DataSource) else ()):
            assert isinstance(source, DataSource)  # said just above
            first, at = seen.setdefault(one_spelling(what), (source, position))
            if first is not source:
                yield check.at(
                    inventory.place(source, "system_of_record_for", position),
                    f"{first.name} has the last word about “{what}” as well",
                    related=(Related(inventory.place(first, "system_of_record_for", at), "the other one is here"),),
                    entity=source.ref,
                    field="system_of_record_for",
                    mentions=(first.ref,),
                )
    yield from _circles(context, check)


def _circles(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Fields each of which says that the next one counts, round and round."""
    fields = context.lineage.fields
    done: set[str] = set()
    for start in fields.places:
        trail: list[str] = []
        here = start
        while here and here not in done and here not in trail:
            trail.append(here)
            here = _next(fields, here)
        done.update(trail)
        if here in trail:
            members = trail[trail.index(here) :]
            first = min(members)
            yield _circle(context, check, members[members.index(first) :] + members[: members.index(first)])


def _next(fields: FieldGraph, key: str) -> str:
    """The field whose value counts for a field; "" where its own does."""
    place = fields.place(fields.places[key].field.system_of_record)
    return place.key if place and place.key != key else ""


def _circle(context: Context, check: Check, members: list[str]) -> Diagnostic:
    first = context.lineage.fields.places[members[0]]
    position = first.source.fields.index(first.field)
    shown = " → ".join(f"`{key}`" for key in [*members, members[0]])
    return check.at(
        context.inventory.place(first.source, "fields", position, "system_of_record"),
        f"each of these fields says that the next one counts: {shown}",
        "Decide for one of them, and take `system_of_record` out of it.",
        entity=first.source.ref,
        field="fields",
        mentions=tuple(dict.fromkeys(f"data_source:{key.partition('.')[0]}" for key in members)),
    )


@rule("fields-in-a-loop", Severity.WARNING, family=FAMILY, side=Side.IT)
def fields_in_a_loop(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Integrations write the same value round and round.

    A change comes back as if it were new, and an old value can win over a new one.

    Fix: Take one of the mappings out, or let it write only where nothing stood: `update: only_if_blank`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: city, label: City, type: string, classification: internal}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: city, label: City, type: string, classification: internal}]}
        # integrations/there.yml
        {name: There, from: crm, to: esp, status: active, fields: [{from: contacts.city, to: users.city}]}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: city, label: City, type: string, classification: internal}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: city, label: City, type: string, classification: internal}]}
        # integrations/there.yml
        {name: There, from: crm, to: esp, status: active, fields: [{from: contacts.city, to: users.city}]}
        # integrations/back.yml
        {name: Back, from: esp, to: crm, status: active, fields: [{from: users.city, to: contacts.city}]}
    """
    for steps in context.lineage.loops:
        if any(step.mapping and step.mapping.update in _WRITES_ONCE for step in steps):
            continue
        carried = [step for step in steps if step.flow]
        if carried:
            yield _loop(context, check, steps, carried)


def _loop(context: Context, check: Check, steps: tuple[Step, ...], carried: list[Step]) -> Diagnostic:
    flows = [step.flow for step in carried if step.flow]
    integration = flows[0].integration
    mapping = carried[0].mapping
    keys = ("fields", integration.fields.index(mapping)) if mapping else ("fields",)
    shown = " → ".join(f"`{key}`" for key in [*(step.start for step in steps), steps[0].start])
    by = ", ".join(dict.fromkeys(f"`{flow.integration.id}`" for flow in flows))
    mentions = [flow.integration.ref for flow in flows[1:]]
    mentions += [f"data_source:{step.start.partition('.')[0]}" for step in steps]
    return check.at(
        context.inventory.place(integration, *keys),
        f"a value goes round and round: {shown}, by {by}",
        entity=integration.ref,
        field="fields",
        mentions=tuple(dict.fromkeys(mentions)),
    )


@rule("latency-below-frequency", Severity.WARNING, family=FAMILY, side=Side.IT)
def latency_below_frequency(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration says that data is less late than the time between two of its runs.

    What changes just after a run waits for the next one, so the promise cannot be kept.

    Fix: Put right `max_latency` or `frequency`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active, frequency: hourly, max_latency: PT75M}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active, frequency: hourly, max_latency: PT15M}
    """
    for flow in context.graph.flows:
        one = flow.integration
        period = PERIODS.get(one.frequency or "")
        # What is asked while the message is made runs with every message, whatever its frequency says.
        if not one.max_latency or period is None or one.trigger == "on_send" or one.status in ("inactive", "related"):
            continue
        latest = seconds_of(one.max_latency)
        if latest < period:
            yield check.at(
                context.inventory.place(one, "max_latency"),
                f"`{one.id}` cannot be at most {in_words(latest)} late when it runs {one.frequency}",
                sentence(f"write `max_latency` of {in_words(period)} or more, or put right `frequency`"),
                entity=one.ref,
                field="max_latency",
            )
