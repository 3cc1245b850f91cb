"""Rules about how a stack hangs together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Related, Severity, Side
from stackbook.fields import walk
from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule

FAMILY = "Structure"

_SECRET_SHAPES = re.compile(
    r"""-----BEGIN [A-Z ]*PRIVATE\ KEY-----
    | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b                      # Amazon Web Services access key
    | \bgh[pousr]_[A-Za-z0-9]{30,}\b | \bgithub_pat_\w{30,}
    | \bglpat-[\w-]{20,}
    | \bxox[abprs]-[\w-]{10,}                            # Slack
    | \b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}\b    # Stripe
    | \bAIza[0-9A-Za-z_-]{35}\b                          # Google
    | \bSG\.[\w-]{16,80}\.[\w-]{16}                      # SendGrid
    | \bpat-(?:na|eu)\d-[0-9a-f-]{30,}                   # HubSpot
    | \bSK[0-9a-f]{32}\b                                 # Twilio
    | \beyJ[\w-]{10,500}\.eyJ[\w-]{10,500}\.[\w-]{5}     # JSON Web Token
    | ://[^/\s:@]{1,80}:[^/\s:@]{1,80}@                  # password inside an address
    | (?i:\b(?:password|passwd|secret|api[_ -]?key|access[_ -]?token|client[_ -]?secret)\b\s*[:=]\s*['"]?
        (?!null|none|example|<|\*|x{3}|\$|\{|1password|\w*vault|https?:|\d{4}-\d\d)  # where it is kept, or when changed
        (?=[^\s'"]{0,80}[\d!@\#$%^&+=~])[^\s'"]{8,80})     # a word is only a word; a digit or sign makes it suspicious
    """,
    re.VERBOSE,
)
_SECRET_HINT = re.compile(
    r"PRIVATE|AKIA|ASIA|gh[pousr]_|github_pat|glpat|xox|_live_|_test_|AIza|SG\.|pat-|SK[0-9a-f]{32}|eyJ|://[^/\s:@]+:"
    r"|(?i:passw|secret|api.?key|token)"
)
"""What any of `_SECRET_SHAPES` begins with or holds: a quick first look at a whole entity."""
_EXAMPLE_MAIL = re.compile(r"[^@\s]+@([^@\s]+)")
_RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(com|net|org)$", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d ()/-]{7,}\d")
_FICTIONAL_PHONE = re.compile(r"555|000|0123|1234|9999|700900|1632960")
_CARD = re.compile(r"[3-6](?:[ -]?\d){13,18}")
_TEST_CARDS = ("4111111111111111", "4242424242424242", "5555555555554444", "378282246310005")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


@rule("duplicate-integration", Severity.ERROR, family=FAMILY, side=Side.IT)
def duplicate_integration(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Two integrations join the same tools for the same purpose.

    One of them is probably a copy, and nobody knows which one is kept right.

    Fix: Delete one, or say in `purpose` what makes them different.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, purpose: Contacts}
        # integrations/consent.yml
        {name: Consent, from: crm, to: esp, purpose: Consent}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, purpose: Contacts}
        # integrations/contacts-2.yml
        {name: Contacts again, from: crm, to: esp, purpose: contacts}
    """
    seen: dict[tuple[str, str, str], Integration] = {}
    for flow in context.graph.flows:
        one = flow.integration
        if not one.purpose or one.status == "inactive":
            continue
        key = (flow.source.id, flow.target.id, " ".join(one.purpose.casefold().split()).rstrip("."))
        first = seen.setdefault(key, one)
        if first is not one:
            yield check.at(
                context.inventory.place(one, "purpose"),
                f"`{first.id}` already joins {flow.source.name} and {flow.target.name} for this purpose",
                related=(Related(context.inventory.place(first, "purpose"), "the other one is here"),),
                entity=one.ref,
                field="purpose",
                mentions=(first.ref, flow.source.ref, flow.target.ref),
            )


@rule("secret-in-text", Severity.ERROR, family=FAMILY, side=Side.SECURITY)
def secret_in_text(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A value looks like a password or key.

    Everybody who can read the stack can read it, and it stays in the history for ever.

    Fix: Take it out, have the secret changed, and keep it in a password store.

    Passes::

        # tools/crm.yml
        {name: CRM, notes: The password is in the vault under crm}

    Fails::

        # tools/crm.yml
        {name: CRM, notes: "Log in with password: Tr0ub4dor&3x"}
    """
    for entity in (context.inventory.organisation, *context.inventory.everything()):
        if not _SECRET_HINT.search(entity.model_dump_json()):
            continue  # nearly always, and fifteen times quicker than looking at each value
        for path, doc, value in walk(entity):
            if doc.part is None and isinstance(value, str) and _SECRET_SHAPES.search(value):
                yield _suspicious(context, check, entity.ref, path, "this looks like a password or key")
        for path, value in _texts(entity.extensions):
            named = f"{str(path[-1]).removeprefix('x-')}: {value}"  # "password: ..." is only seen together
            if _SECRET_SHAPES.search(value) or _SECRET_SHAPES.search(named):
                yield _suspicious(context, check, entity.ref, path, "this looks like a password or key")


def _texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text below `value`, with what leads to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))


def _suspicious(context: Context, check: Check, ref: str, path: tuple[str | int, ...], message: str) -> Diagnostic:
    place = context.inventory.origins[ref].at(*path)
    return check.at(place, message, entity=ref, field=str(path[0]))


@rule("real-person-in-example", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def real_person_in_example(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An example looks like a real person's data.

    Examples are published. A customer's address or phone number must never be.

    Fix: Invent a value: mail addresses end in `@example.com`, phone numbers hold `555`.

    Passes::

        # data-sources/contacts.yml
        name: Contacts
        fields: [{id: email, label: Email, type: string, classification: confidential, example: ada@example.com}]

    Fails::

        # data-sources/contacts.yml
        name: Contacts
        fields: [{id: email, label: Email, type: string, classification: confidential, example: ada@gmail.com}]
    """
    for source in context.inventory.all("data_source"):
        assert isinstance(source, DataSource)
        for position, field in enumerate(source.fields):
            reason = _real_person(field.example) if field.example else ""
            if reason:
                yield _suspicious(context, check, source.ref, ("fields", position, "example"), reason)


def _real_person(example: str) -> str:
    """Why an example looks real, or ""."""
    if any(not _RESERVED.search(domain.rstrip(".,;>)\"'")) for domain in _EXAMPLE_MAIL.findall(example)):
        return "this looks like a real mail address"
    if _IBAN.search(example) and _iban_is_valid(example):
        return "this looks like a real bank account"
    digits = re.sub(r"\D", "", example)
    if _CARD.fullmatch(example.strip()) and _luhn(digits) and digits not in _TEST_CARDS:
        return "this looks like a real card number"
    phone = _PHONE.fullmatch(example.strip())
    if phone and example.strip().startswith("+") and not _FICTIONAL_PHONE.search(digits):
        return "this looks like a real phone number"
    return ""


def _luhn(digits: str) -> bool:
    """The check digit of card numbers (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * 2 if n % 2 else int(d) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _iban_is_valid(text: str) -> bool:
    """The check digits of an IBAN (ISO 13616, MOD 97-10)."""
    match = _IBAN.search(text)
    plain = match.group().replace(" ", "") if match else ""
    moved = plain[4:] + plain[:4]
    return bool(plain) and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


@rule("two-way-without-conflict-rule", Severity.ERROR, family=FAMILY, side=Side.IT)
def two_way_without_conflict_rule(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An integration goes both ways and does not say who wins.

    When both sides change the same record, one change is lost; people must know which.

    Fix: Add `conflict_rule`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, direction: two_way, conflict_rule: source_wins}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, direction: two_way}
    """
    for flow in context.graph.flows:
        one = flow.integration
        if flow.two_way and one.conflict_rule is None:
            yield check.at(
                context.inventory.place(one, "direction"),
                "this goes both ways, and nothing says who wins when both sides changed",
                entity=one.ref,
                field="conflict_rule",
            )


@rule("mapping-of-another-tool", Severity.ERROR, family=FAMILY, side=Side.IT)
def mapping_of_another_tool(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A field mapping names a field of a tool that the integration does not join.

    The value's way would be drawn through the wrong tool.

    Fix: Name a field of a data source that belongs to `from`, `to` or `via`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/crm-contacts.yml
        {name: Contacts, tool: crm, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # data-sources/esp-users.yml
        {name: Users, tool: esp, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, fields: [{from: crm-contacts.email, to: esp-users.email}]}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # tools/bi.yml
        name: BI
        # data-sources/crm-contacts.yml
        {name: Contacts, tool: crm, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # data-sources/bi-users.yml
        {name: Users, tool: bi, fields: [{id: email, label: Email, type: string, classification: confidential}]}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp, fields: [{from: crm-contacts.email, to: bi-users.email}]}
    """
    inventory = context.inventory
    for flow in context.graph.flows:
        ends = {flow.source.id, flow.target.id, flow.via.id if flow.via else ""}
        for position, mapping in enumerate(flow.integration.fields):
            for key, name in (("from", mapping.from_), ("to", mapping.to)):
                found = inventory.data_field(name)
                tool = inventory.get("tool", found[0].tool) if found else None
                if tool and tool.id not in ends:
                    yield check.at(
                        inventory.place(flow.integration, "fields", position, key),
                        f"`{name}` belongs to {tool.display_name}, which this integration does not join",
                        entity=flow.integration.ref,
                        field="fields",
                        mentions=(tool.ref, f"data_source:{name.partition('.')[0]}"),
                    )


@rule("orphan-data-source", Severity.WARNING, family=FAMILY, side=Side.IT)
def orphan_data_source(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A data source is joined to nothing.

    Nobody can see where its data comes from or who uses it.

    Fix: Add the integration that fills or reads it, or say in `system_of_record_for` what it is there for.

    Passes::

        # tools/crm.yml
        {name: CRM}
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [], system_of_record_for: [customers]}

    Fails::

        # tools/crm.yml
        {name: CRM}
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: []}
    """
    for source in context.inventory.all("data_source"):
        assert isinstance(source, DataSource)
        tool = context.inventory.get("tool", source.tool)
        joined = tool is not None and context.graph.of(tool.id)
        used = any(r.source != source.ref for r in context.inventory.named_by(source.ref))
        if not joined and not used and not source.system_of_record_for:
            yield check.at(
                context.inventory.place(source),
                f"nothing flows into or out of {source.name}",
                entity=source.ref,
            )


@rule("tool-without-integration", Severity.WARNING, family=FAMILY, side=Side.IT)
def tool_without_integration(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool in use has no integration.

    Either it stands alone and people copy data by hand, or an integration is not written down.

    Fix: Add the integration; where people copy by hand use the pattern `manual_upload`.

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}}
        # integrations/contacts.yml
        {name: Contacts, from: crm, to: esp}

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        if tool.active and not context.graph.of(tool.id):
            yield check.at(context.inventory.place(tool), f"nothing flows into or out of {tool.name}", entity=tool.ref)
