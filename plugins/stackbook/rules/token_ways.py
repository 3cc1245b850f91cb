"""Rules about the way of a token's value: is there one, which one, and how long does it take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.inventory.words import sentence
from stackbook.lineage.age import DAY, in_words, seconds_of
from stackbook.lineage.field_graph import Step
from stackbook.lineage.tokens import TokenLine, Trace
from stackbook.rules.engine import Context, rule
from stackbook.rules.tokens_in_use import finding, named_on, tokens_in_use

FAMILY = "Personalisation"

READABLE = ("truncate", "generalise")
"""Words of `masking` that leave something a customer can read: the last digits of a card, a year of birth."""


@rule("token-without-way", Severity.ERROR, family=FAMILY, side=Side.IT)
def token_without_way(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token's value does not get from its source to the sending tool.

    Either the message shows nothing, or the value comes from somewhere that nobody knows.

    Fix: Add the field to the `fields` of the integration that brings it, or name the right `source_field`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active, fields: [{from: contacts.tier, to: users.tier}]}
        # tokens/tier.yml
        {name: Tier in the ESP, label: Tier, tool: esp, source_field: contacts.tier}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: inactive, fields: [{from: contacts.tier, to: users.tier}]}
        # tokens/tier.yml
        {name: Tier in the ESP, label: Tier, tool: esp, source_field: contacts.tier}
    """
    for line in tokens_in_use(context):
        if line.trace is Trace.NONE and line.broken and line.source and line.tool:
            message = f"no way leads from `{line.source.key}` to {line.tool.name}: {line.broken.reason}"
            yield finding(
                context, check, line, message, line.broken.fix, at=("source_field",), mentions=line.broken.mentions
            )


@rule("token-with-several-ways", Severity.ERROR, family=FAMILY, side=Side.IT)
def token_with_several_ways(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token's value can come several ways, and none is chosen.

    How old it is and who is called when it fails depends on the way.

    Fix: Name the way under `path`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/nightly.yml
        {name: Nightly, from: crm, to: esp, status: active, fields: [{from: contacts.tier, to: users.tier}]}
        # integrations/at-once.yml
        {name: At once, from: crm, to: esp, status: active, fields: [{from: contacts.tier, to: users.tier}]}
        # tokens/tier.yml
        {name: Tier in the ESP, label: Tier, tool: esp, source_field: contacts.tier, path: [at-once]}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/nightly.yml
        {name: Nightly, from: crm, to: esp, status: active, fields: [{from: contacts.tier, to: users.tier}]}
        # integrations/at-once.yml
        {name: At once, from: crm, to: esp, status: active, fields: [{from: contacts.tier, to: users.tier}]}
        # tokens/tier.yml
        {name: Tier in the ESP, label: Tier, tool: esp, source_field: contacts.tier}
    """
    for line in tokens_in_use(context):
        if line.trace is Trace.SEVERAL and line.source and line.tool:
            count = len(line.choices)
            known = f"{count} ways lead" if line.complete else f"more than {count} ways lead" if count > 1 else ""
            message = f"{known or 'many ways may lead'} from `{line.source.key}` to {line.tool.name}"
            mentions = named_on(context, line.choices)
            yield finding(context, check, line, message, _ready_to_paste(line), at=("source_field",), mentions=mentions)


def _ready_to_paste(line: TokenLine) -> str:
    """The ways, as they are written; and the field that the token reads, where that is enough to tell them apart."""
    ways = [f"`path: [{', '.join(way.integrations)}]`" for way in line.choices]
    more = "" if line.complete else "There may be more."
    ends = Counter(way.end for way in line.choices)
    alone = [f"`tool_field: {end}`" for end, count in sorted(ends.items()) if end and count == 1 < len(ends)]
    by_field = f"Or name the field that it reads: {' or '.join(alone)}" if alone and line.complete else ""
    return sentence(f"choose one and add it: {' or '.join(ways)}", more, by_field)


@rule("token-way-broken", Severity.ERROR, family=FAMILY, side=Side.IT)
def token_way_broken(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The way that a token names does not lead from its source to its tool.

    What the record says about how old the value is, and whom to ask, is wrong.

    Fix: Name the integrations in the order in which the value passes them, or take `path` out.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active}
        # tokens/tier.yml
        {name: Tier in the ESP, label: Tier, tool: esp, source_field: contacts.tier, path: [contacts]}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: inactive}
        # tokens/tier.yml
        {name: Tier in the ESP, label: Tier, tool: esp, source_field: contacts.tier, path: [contacts]}
    """
    for line in tokens_in_use(context):
        broken = line.broken
        if line.trace is Trace.BROKEN and broken and line.source and line.tool:
            message = f"this way does not lead from `{line.source.key}` to {line.tool.name}: {broken.reason}"
            at: tuple[str | int, ...] = ("path",) if broken.hop is None else ("path", broken.hop)
            yield finding(context, check, line, message, broken.fix, at=at, mentions=broken.mentions)


@rule("tool-field-of-another-tool", Severity.ERROR, family=FAMILY, side=Side.IT)
def tool_field_of_another_tool(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token reads a field that is not in the tool which sends the message.

    A message can only read what its own tool holds.

    Fix: Name the field in the sending tool, or take `tool_field` out: mostly it is found by itself.

    Passes::

        # tools/crm.yml
        name: CRM
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # tokens/tier.yml
        {name: Tier, tool: crm, tool_field: contacts.tier}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # tokens/tier.yml
        {name: Tier, tool: esp, tool_field: contacts.tier}
    """
    for line in context.lineage.tokens.values():
        place = context.lineage.fields.place(line.token.tool_field)
        other = context.inventory.get("tool", place.tool) if place else None
        if place and other and line.tool and other is not line.tool:
            message = (
                f"`{place.key}` belongs to {other.display_name}, and {line.token.name} is used in {line.tool.name}"
            )
            mentions = (place.source.ref, other.ref)
            yield finding(context, check, line, message, at=("tool_field",), mentions=mentions)


@rule("token-older-than-promised", Severity.WARNING, family=FAMILY, side=Side.IT)
def token_older_than_promised(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token can be older than its record promises.

    Marketers rely on the promise, and customers read yesterday's points.

    Fix: Promise a longer `max_age`, or have the slowest integration run more often.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active, frequency: hourly}
        # tokens/tier.yml
        name: Tier in the ESP
        tool: esp
        source_field: contacts.tier
        path: [contacts]
        resolved_at: send
        max_age: PT2H

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: tier, label: Tier, type: string, classification: internal}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, status: active, frequency: daily}
        # tokens/tier.yml
        name: Tier in the ESP
        tool: esp
        source_field: contacts.tier
        path: [contacts]
        resolved_at: send
        max_age: PT2H
    """
    for line in tokens_in_use(context):
        if line.token.max_age is None or line.age is None or line.way is None:
            continue
        promised = seconds_of(line.token.max_age)
        age = line.age
        mentions = (*named_on(context, (line.way,)), *(part.ref for part in age.parts if part.ref))
        if age.at_least > promised:
            worst = age.words if age.seconds is not None else f"more than {in_words(age.at_least)}"
            message = f"{line.token.name} is to be at most {in_words(promised)} old, and can be {worst}"
            parts = "; ".join(f"{p.label}: {in_words(p.seconds)}, {p.why}" for p in age.parts if p.seconds)
            days = -(-age.at_least // DAY)
            help = sentence(
                f"it adds up like this: {parts}",
                f"Promise no less than `max_age: P{days}D`, or have the slowest integration run more often",
            )
            yield finding(context, check, line, message, help, at=("max_age",), mentions=mentions)
        elif age.unknown:
            part = age.unknown[0]
            message = f"nobody can tell whether {line.token.name} is at most {in_words(promised)} old"
            help = sentence(f"{part.label}: {part.why}", "Write it down, or take `max_age` out")
            yield finding(context, check, line, message, help, at=("max_age",), mentions=mentions)


@rule("masked-value-shown", Severity.WARNING, family=FAMILY, side=Side.IT)
def masked_value_shown(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token shows a value that was hidden on its way.

    Customers would read a fingerprint or a row of stars instead of the value.

    Fix: Set `sensitive_display: never_show`, or have the value come a way on which it is not hidden.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: key, label: Key, type: string, classification: confidential}]}
        # integrations/contacts.yml
        name: Contacts
        from: crm
        to: esp
        status: active
        fields: [{from: contacts.email, to: users.key, transform: {masking: hash}}]
        # tokens/email.yml
        {name: Hashed email, tool: esp, source_field: contacts.email, sensitive_display: never_show}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: key, label: Key, type: string, classification: confidential}]}
        # integrations/contacts.yml
        name: Contacts
        from: crm
        to: esp
        status: active
        fields: [{from: contacts.email, to: users.key, transform: {masking: hash}}]
        # tokens/email.yml
        {name: Hashed email, tool: esp, source_field: contacts.email}
    """
    for line in tokens_in_use(context):
        if line.token.sensitive_display == "never_show":
            continue
        hidden = next((step for step in line.masked if step.masked not in READABLE), None)
        if hidden is not None and hidden.flow is not None and line.source:
            message = f"`{line.source.key}` is {_hidden(context, hidden)} in `{hidden.integration}`"
            message += f", and {line.token.name} would show what is left"
            mentions = (hidden.flow.integration.ref,)
            yield finding(context, check, line, message, at=("source_field",), mentions=mentions)


def _hidden(context: Context, step: Step) -> str:
    label = context.inventory.vocabularies.label("masking", step.masked)
    return "masked" if step.masked == "mask" else label.casefold()
