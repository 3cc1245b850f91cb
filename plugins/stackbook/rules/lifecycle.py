"""Rules about what is switched off, on its way out, or joined to nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.inventory.words import sentence
from stackbook.lineage.breaks import not_live
from stackbook.lineage.field_graph import Place
from stackbook.model.base import Entity
from stackbook.rules.engine import Context, rule
from stackbook.rules.tokens_in_use import tokens_in_use

FAMILY = "Lifecycle"


@rule("journey-on-inactive-integration", Severity.ERROR, family=FAMILY, side=Side.IT)
def journey_on_inactive_integration(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A journey goes over an integration that carries nothing today.

    Customers get stuck there, and nobody sees it.

    Fix: Have the integration mended, or let the journey go another way.

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: active}
        # journeys/welcome.yml
        {name: Welcome, steps: [{integration: orders}]}

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: inactive}
        # journeys/welcome.yml
        {name: Welcome, steps: [{integration: orders}]}
    """
    for line in context.lineage.journeys.values():
        for step in line.broken:
            if step.flow is None:
                continue
            place = context.inventory.place(line.journey, "steps", step.number - 1, "integration")
            message = f"step {step.number} of {line.journey.name} does not work: {not_live(step.flow.integration)}"
            mentions = (step.flow.integration.ref,)
            yield check.at(place, message, entity=line.journey.ref, field="steps", mentions=mentions)


@rule("journey-with-a-gap", Severity.WARNING, family=FAMILY, side=Side.IT)
def journey_with_a_gap(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A step of a journey does not begin where the step before ended.

    Something between them is missing, and that may be just what breaks one day.

    Fix: Add the step between, or put the steps in their order.

    Passes::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: active}
        # journeys/welcome.yml
        {name: Welcome, steps: [{integration: orders}, {tool: esp}]}

    Fails::

        # tools/shop.yml
        name: Shop
        # tools/esp.yml
        name: ESP
        # integrations/orders.yml
        {name: Orders, from: shop, to: esp, status: active}
        # journeys/welcome.yml
        {name: Welcome, steps: [{integration: orders}, {tool: shop}]}
    """
    for line in context.lineage.journeys.values():
        here = None
        for step in line.steps:
            if step.gap and here and step.start:
                place = context.inventory.place(line.journey, "steps", step.number - 1)
                message = f"step {step.number} of {line.journey.name} begins in {step.start.name}"
                message += f", and the step before ends in {here.name}"
                mentions = [here.ref, step.start.ref]
                if step.flow:
                    mentions.append(step.flow.integration.ref)
                yield check.at(place, message, entity=line.journey.ref, field="steps", mentions=tuple(mentions))
            here = step.end or here


@rule("journey-step-empty", Severity.ERROR, family=FAMILY, side=Side.BUSINESS)
def journey_step_empty(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A step of a journey says nothing.

    Nobody can see what happens there, and a picture of it would be empty.

    Fix: Name the `integration` or the `tool`, or write a `description`; or take the step out.

    Passes::

        # tools/esp.yml
        name: ESP
        # journeys/welcome.yml
        {name: Welcome, steps: [{tool: esp, wait: P1D}, {description: The customer answers.}]}

    Fails::

        # tools/esp.yml
        name: ESP
        # journeys/welcome.yml
        {name: Welcome, steps: [{tool: esp}, {wait: P1D}]}
    """
    for line in context.lineage.journeys.values():
        for step in line.steps:
            if not (step.step.integration or step.step.tool or step.step.description):
                place = context.inventory.place(line.journey, "steps", step.number - 1)
                message = f"step {step.number} of {line.journey.name} says neither where it happens nor what"
                yield check.at(place, message, entity=line.journey.ref, field="steps")


@rule("deprecated-field-used", Severity.WARNING, family=FAMILY, side=Side.IT)
def deprecated_field_used(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A field that should not be used any more is used.

    One day it is gone or no longer kept up, and whatever rests on it breaks without a word.

    Fix: Use the field that takes its place.

    Passes::

        # data-sources/contacts.yml
        name: Contacts
        fields:
          - {id: tier, label: Tier, type: string, classification: internal}
          - id: level
            label: Level
            type: string
            classification: internal
            deprecated: {on: "2026-03-31"}
        # tokens/tier.yml
        {name: Tier, source_field: contacts.tier}

    Fails::

        # data-sources/contacts.yml
        name: Contacts
        fields:
          - {id: tier, label: Tier, type: string, classification: internal}
          - id: level
            label: Level
            type: string
            classification: internal
            deprecated: {replaced_by: contacts.tier}
        # tokens/tier.yml
        {name: Tier, source_field: contacts.level}
    """
    fields = context.lineage.fields
    for flow in context.graph.flows:
        one = flow.integration
        for position, mapping in enumerate(one.fields if one.live else ()):
            for key, name in (("from", mapping.from_), ("to", mapping.to)):
                yield from _outdated(context, check, one, fields.place(name), ("fields", position, key))
    for line in tokens_in_use(context):
        if line.token.status == "deprecated":
            continue  # it is on its way out together with its field
        yield from _outdated(context, check, line.token, line.source, ("source_field",))
        yield from _outdated(context, check, line.token, fields.place(line.token.tool_field), ("tool_field",))


def _outdated(
    context: Context, check: Check, entity: Entity, place: Place | None, keys: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    if place is None or place.field.deprecated is None:
        return
    other = place.field.deprecated.replaced_by
    since = f" since {place.field.deprecated.on:%d %B %Y}" if place.field.deprecated.on else ""
    mentions = [place.source.ref]
    if other:
        mentions.append(f"data_source:{other.partition('.')[0]}")
    yield check.at(
        context.inventory.place(entity, *keys),
        f"`{place.key}` should not be used any more{since}",
        sentence(f"use `{other}` instead") if other else "",
        entity=entity.ref,
        field=str(keys[0]),
        mentions=tuple(mentions),
    )
