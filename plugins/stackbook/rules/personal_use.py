"""Rules about whether personal data is used as people were told, and whether it is needed at all."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.consent import CONSENT, SENDING, ToolReach
from stackbook.governance.personal import covers, personal
from stackbook.graph import Flow
from stackbook.inventory import Reference
from stackbook.lineage.field_graph import Place, Step
from stackbook.model.integrations import Integration
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import all_read
from stackbook.rules.wording import listed

FAMILY = "Privacy"

_PASSING = ("event_stream", "api")
"""Kinds of data source that are used by coming in: what happens starts a message, what is asked for is put into one."""


@rule("consent-not-upstream", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def consent_not_upstream(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool sends messages to people, and hears nothing from where they say yes or no.

    Somebody who has said no goes on getting messages.

    Fix: Have an integration bring the consent into the tool, with the fields it carries. Where the tool asks for it in
    another way, put right `consent_source` of its data source.

    Source: GDPR Art. 7(3) and 21(3)

    Passes::

        # tools/centre.yml
        {name: Preference centre, lifecycle: {phase: active}}
        # tools/esp.yml
        {name: ESP, category: email_marketing, lifecycle: {phase: active}}
        # data-sources/choices.yml
        {name: Choices, tool: centre, fields: [{id: ok, label: Email, type: boolean, classification: confidential}]}
        # data-sources/users.yml
        name: Users
        tool: esp
        consent_source: choices
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
          - {id: ok, label: Email wanted, type: boolean, classification: confidential}
        # integrations/choices.yml
        {name: Choices, from: centre, to: esp, status: active, fields: [{from: choices.ok, to: users.ok}]}

    Fails::

        # tools/centre.yml
        {name: Preference centre, lifecycle: {phase: active}}
        # tools/esp.yml
        {name: ESP, category: email_marketing, lifecycle: {phase: active}}
        # data-sources/choices.yml
        {name: Choices, tool: centre, fields: [{id: ok, label: Email, type: boolean, classification: confidential}]}
        # data-sources/users.yml
        name: Users
        tool: esp
        consent_source: choices
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
    """
    held = context.governance.personal.of_source
    for reach in context.governance.consent.reaches:
        for line in reach.tools:
            if not line.missed or not line.sending or not reach.fields or _may_hear(context, line):
                continue
            for source in line.holds:
                if source.id in held:
                    yield check.at(
                        context.inventory.place(source, "consent_source"),
                        f"{line.tool.name} sends messages to the people in {source.name}, and nothing brings it what "
                        f"they say in {reach.source.name}",
                        entity=source.ref,
                        field="consent_source",
                        mentions=(line.tool.ref, reach.source.ref),
                    )


def _may_hear(context: Context, line: ToolReach) -> bool:
    """Whether a tool gets something from one that knows the choice, and nobody has recorded which fields."""
    among = {tool.id for tool in line.fed_by}
    inbound = context.graph.inbound.get(line.tool.id, ())
    return any(f.source.id in among and f.integration.live and not f.integration.fields for f in inbound)


@rule("field-sent-and-unused", Severity.HINT, family=FAMILY, side=Side.PRIVACY)
def field_sent_and_unused(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Personal data is sent to a tool, and nothing that is recorded uses it there.

    What is not there cannot leak, and only what is needed may be sent.

    Fix: Take the field out of the integration; or record what uses it: a token, an integration that carries it on, or
    a field that is worked out from it.

    Source: GDPR Art. 5(1)(c)

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        {name: ESP, category: email_marketing}
        # data-sources/customers.yml
        {name: Customers, tool: shop, fields: [{id: name, label: Name, type: string, classification: confidential}]}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: name, label: Name, type: string, classification: confidential, data_categories: [user.name]}
        # integrations/users.yml
        {name: Users, from: shop, to: esp, status: active, fields: [{from: customers.name, to: users.name}]}
        # tokens/name.yml
        {name: Name, tool: esp, source_field: customers.name}

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        {name: ESP, category: email_marketing}
        # data-sources/customers.yml
        {name: Customers, tool: shop, fields: [{id: name, label: Name, type: string, classification: confidential}]}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: name, label: Name, type: string, classification: confidential, data_categories: [user.name]}
        # integrations/users.yml
        {name: Users, from: shop, to: esp, status: active, fields: [{from: customers.name, to: users.name}]}
        # tokens/greeting.yml
        {name: Greeting, tool: esp, source_field: null}
    """
    # What cannot be read may be what uses it.
    if not all_read(context, "token", "source_field", "tool_field", "key_field", "path"):
        return
    if not all_read(context, "integration", "fields") or not all_read(context, "data_source", "fields"):
        return
    with_tokens = {line.tool.id for line in context.lineage.tokens.values() if line.tool}
    matched = _match_keys(context)
    for id_, steps in context.lineage.steps_of.items():
        flow = context.lineage.flows[id_]
        tool = flow.target
        # Only of tools whose tokens are recorded is it known what they use. In others people look at what is there.
        if not flow.integration.live or tool.category not in SENDING or tool.id not in with_tokens:
            continue
        unused: dict[str, Step] = {}
        for step in steps:
            place = context.lineage.fields.places.get(step.end)
            if step.back or step.on_send or place is None or place.tool != tool.id:
                continue
            if place.source.kind not in _PASSING and personal(place.field) and not _used(context, place, matched):
                unused.setdefault(place.key, step)
        if unused:
            yield _unused(context, check, flow, unused)


def _unused(context: Context, check: Check, flow: Flow, unused: dict[str, Step]) -> Diagnostic:
    mapping = next(iter(unused.values())).mapping
    position = (flow.integration.fields.index(mapping), "to") if mapping else ()
    places = context.lineage.fields.places
    return check.at(
        context.inventory.place(flow.integration, "fields", *position),
        f"`{flow.integration.id}` writes personal data into {flow.target.name} that nothing recorded there uses: "
        + listed([f"`{key}`" for key in unused]),
        entity=flow.integration.ref,
        field="fields",
        mentions=(flow.target.ref, *dict.fromkeys(places[key].source.ref for key in unused)),
    )


def _match_keys(context: Context) -> dict[str, set[str]]:
    """Tool's id to what its integrations match records by, in small letters."""
    found: dict[str, set[str]] = {}
    for flow in context.graph.flows:
        keys = {key.casefold() for key in flow.integration.match_keys}
        for tool in (flow.source, flow.target):
            found.setdefault(tool.id, set()).update(keys)
    return found


def _used(context: Context, place: Place, matched: dict[str, set[str]]) -> bool:
    """Whether anything that is recorded uses a field, or it is there to recognise people or to respect their choice."""
    field, source = place.field, place.source
    names = {name.casefold() for name in (field.id, field.label, field.physical_name, place.key) if name}
    if field.primary_key or field.id in source.identifiers or names & matched.get(place.tool, set()):
        return True
    if any(covers(CONSENT, one) for one in field.data_categories):
        return True
    if context.lineage.tokens_touching((), (), (place.key,)):
        return True
    return any(_uses(context, one) for one in context.lineage.named_fields.get(place.key, ()))


def _uses(context: Context, reference: Reference) -> bool:
    """Whether a place that names a field uses it; where an integration writes into it, it does not."""
    named_by = context.inventory.find(reference.source)
    return not (isinstance(named_by, Integration) and reference.path[-1] == "to" and named_by.direction != "two_way")
