"""Rules about what a customer reads: empty values, defaults, places where a token does not work, and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Related, Severity
from stackbook.lineage.field_graph import FieldGraph, Place
from stackbook.lineage.tokens import EXTERNAL_CALL, TokenLine
from stackbook.model.terms import one_spelling
from stackbook.model.tokens import Token, Use
from stackbook.rules.engine import Context, rule
from stackbook.rules.tokens_in_use import finding, tokens_in_use

FAMILY = "Personalisation"

NEEDS_VALUE = {
    "default_value": "the text that is shown instead is not written down",
    "adjacent_field": "the field that is shown instead is not written down",
}
"""Words of `fallback_strategy` that say nothing without a value, and what is missing then."""

_MOST_RELATED = 5
_NUMBER_WORDS = ("zero",)
_DAY_WORDS = ("today", "tomorrow", "yesterday", "tonight", "now")
_YES_AND_NO = ("true", "false", "yes", "no", "1", "0")


@rule("token-without-fallback", Severity.ERROR, family=FAMILY)
def token_without_fallback(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Nobody has said what a customer sees when a token is empty.

    Sooner or later somebody reads “Hello ,”.

    Fix: Say it under `fallback`: a default, another field, the part left out, no message; or that a gap is accepted.

    Passes::

        # tokens/first-name.yml
        name: First name in the ESP
        fallback: {strategy: default_value, value: there}

    Fails::

        # tokens/first-name.yml
        name: First name in the ESP
        fallback: {strategy: default_value}
    """
    for line in tokens_in_use(context):
        fallback = line.token.fallback
        if fallback is None or fallback.strategy is None:
            message = f"nobody has said what a customer sees when {line.token.name} is empty"
            help = "Add what happens then, such as `fallback: {strategy: hide_block}`."
            yield finding(context, check, line, message, help, at=("fallback",))
        elif fallback.value is None and fallback.strategy in NEEDS_VALUE:
            message = f"when {line.token.name} is empty, {NEEDS_VALUE[fallback.strategy]}"
            help = f"Add it: `fallback: {{strategy: {fallback.strategy}, value: …}}`."
            yield finding(context, check, line, message, help, at=("fallback",))


@rule("token-default-misleads", Severity.WARNING, family=FAMILY, thresholds=("fill_rate",))
def token_default_misleads(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A default can be taken for a real value, and the token is often empty.

    A customer who reads “You have 0 points” believes it.

    Fix: Show words that nobody takes for a value, leave the part out, or count how often the token is filled.

    Passes::

        # tokens/points.yml
        name: Points in the ESP
        type: integer
        fallback: {strategy: default_value, value: your points}

    Fails::

        # tokens/points.yml
        name: Points in the ESP
        type: integer
        fallback: {strategy: default_value, value: "0"}
    """
    least = context.thresholds.fill_rate
    for line in tokens_in_use(context):
        fallback = line.token.fallback
        if fallback is None or fallback.strategy != "default_value" or fallback.value is None:
            continue
        filled = _filled(line)
        why = _looks_real(line, fallback.value)
        if why and (filled is None or filled < least):
            often = f"is filled for {filled:g} % only" if filled is not None else "is filled nobody knows how often"
            message = f"“{fallback.value}” {why}, and {line.token.name} {often}"
            yield finding(context, check, line, message, at=("fallback", "value"))


def _filled(line: TokenLine) -> float | None:
    """Per cent with a value: as counted for the token, else for its source; None when nobody has counted."""
    rate = line.token.fill_rate or (line.source.field.fill_rate if line.source else None)
    return rate.pct if rate else None


def _looks_real(line: TokenLine, default: str) -> str:
    """Why a default can be taken for a real value, or ""."""
    field = line.source.field if line.source else None
    kind = line.token.type or (field.type if field else None)
    word = one_spelling(default)
    digit = any(sign.isdigit() for sign in word)
    if field and word in {one_spelling(value) for value in field.allowed_values}:
        return "is one of its real values"
    if kind in ("number", "integer") and (digit or word in _NUMBER_WORDS):
        return "looks like a real number"
    if kind in ("date", "timestamp", "time") and (digit or word in _DAY_WORDS):
        return "looks like a real date" if kind != "time" else "looks like a real time"
    return "looks like a real answer" if kind == "boolean" and word in _YES_AND_NO else ""


@rule("token-used-where-it-fails", Severity.WARNING, family=FAMILY)
def token_used_where_it_fails(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A message uses a token where it does not work.

    The customer sees the code, a gap, or no message at all.

    Fix: Take it out of that message, or put right where the token works.

    Passes::

        # tokens/points.yml
        name: Points in the ESP
        channels: [email_body]
        used_in: [{name: Monthly balance, channels: [email_body]}]

    Fails::

        # tokens/points.yml
        name: Points in the ESP
        channels: [email_body]
        used_in: [{name: Monthly balance, channels: [email_body, sms]}]
    """
    for line in context.lineage.tokens.values():
        token = line.token
        for position, use in enumerate(token.used_in):
            if token.status == "retired":
                message = f"“{use.name}” uses {token.name}, which does not work any more"
                yield finding(context, check, line, message, at=("used_in", position))
            elif token.status == "proposed":
                message = f"“{use.name}” uses {token.name}, which cannot be used yet"
                yield finding(context, check, line, message, at=("used_in", position))
            else:
                yield from _used_in_vain(context, check, line, use, position)


def _used_in_vain(context: Context, check: Check, line: TokenLine, use: Use, position: int) -> Iterator[Diagnostic]:
    for number, channel in enumerate(use.channels):
        if not _works_in(line.token, channel):
            label = context.inventory.vocabularies.label("channels", channel)
            message = f"“{use.name}” uses {line.token.name} where it does not work: {label}"
            yield finding(context, check, line, message, at=("used_in", position, "channels", number))


def _works_in(token: Token, channel: str) -> bool:
    return channel not in token.not_in and (not token.channels or channel in token.channels)


@rule("external-call-without-fallback", Severity.WARNING, family=FAMILY)
def external_call_without_fallback(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token asks another system while the message is made, and nothing is there for the day it does not answer.

    Other systems are slow or down at times, and often just when everybody gets the message.

    Fix: Say under `fallback` what the message does then: a default, the part left out, or no message.

    Passes::

        # tokens/balance.yml
        name: Live balance
        kind: external_call
        fallback: {strategy: hide_block}

    Fails::

        # tokens/balance.yml
        name: Live balance
        kind: external_call
        fallback: {strategy: none_accepted}
    """
    for line in tokens_in_use(context):
        # Where nothing is said at all, token-without-fallback speaks.
        if line.token.kind == EXTERNAL_CALL and line.token.fallback and line.token.fallback.strategy == "none_accepted":
            message = f"{line.token.name} leaves a gap when the other system does not answer"
            yield finding(context, check, line, message, at=("fallback", "strategy"))


@rule("label-with-two-sources", Severity.WARNING, family=FAMILY)
def label_with_two_sources(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Two tokens have the same label and different sources.

    Marketers take them for the same, and customers read two different values.

    Fix: Give one of them another label, or have both come from the same field.

    Passes::

        # tools/crm.yml
        name: CRM
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: company, label: Company, type: string, classification: internal}]}
        # data-sources/companies.yml
        {name: Companies, tool: crm, fields: [{id: name, label: Name, type: string, classification: internal}]}
        # tokens/company.yml
        {name: Company of the contact, label: Company as typed in, tool: crm, source_field: contacts.company}
        # tokens/company-name.yml
        {name: Company of the account, label: Company name, tool: crm, source_field: companies.name}

    Fails::

        # tools/crm.yml
        name: CRM
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: company, label: Company, type: string, classification: internal}]}
        # data-sources/companies.yml
        {name: Companies, tool: crm, fields: [{id: name, label: Name, type: string, classification: internal}]}
        # tokens/company.yml
        {name: Company of the contact, label: Company name, tool: crm, source_field: contacts.company}
        # tokens/company-name.yml
        {name: Company of the account, label: Company name, tool: crm, source_field: companies.name}
    """
    fields = context.lineage.fields
    by_label: dict[str, list[tuple[TokenLine, str]]] = {}
    for line in context.lineage.tokens.values():
        if line.token.status != "retired" and line.token.label and line.source:
            counted = _counts(fields, line.source)
            by_label.setdefault(one_spelling(line.token.label), []).append((line, counted))
    for lines in by_label.values():
        usual = _most_common(lines)
        for line, counted in lines:
            if counted != usual:
                others = [other for other, source in lines if source == usual]
                yield _differs(context, check, line, usual, others)


def _differs(context: Context, check: Check, line: TokenLine, usual: str, others: list[TokenLine]) -> Diagnostic:
    """The finding about one token that comes from elsewhere than most with its label."""
    source = line.source.key if line.source else ""
    first = others[0]
    message = f"“{line.token.label}” comes from `{source}` here, and from `{usual}` in “{first.token.name}”"
    shown = others[:_MOST_RELATED]
    place = context.inventory.place
    related = tuple(Related(place(one.token, "source_field"), f"{one.token.name} is here") for one in shown)
    mentions = [ref for one in shown for ref in (one.token.ref, one.tool.ref if one.tool else "") if ref]
    mentions.append(f"data_source:{usual.partition('.')[0]}")
    return finding(context, check, line, message, at=("source_field",), related=related, mentions=mentions)


def _most_common(lines: list[tuple[TokenLine, str]]) -> str:
    """The source that most tokens have; of several the first by name."""
    count = Counter(source for _, source in lines)
    return min(count, key=lambda source: (-count[source], source))


def _counts(fields: FieldGraph, place: Place) -> str:
    """The field whose value counts for a field in the end."""
    seen: list[str] = []
    here = place
    while here.key not in seen:
        seen.append(here.key)
        following = fields.place(here.field.system_of_record)
        if following is None or following.key == here.key:
            return here.key
        here = following
    return min(seen[seen.index(here.key) :])
