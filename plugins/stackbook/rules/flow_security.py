"""Rules about keys that are never changed, and about data that travels unprotected."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.days import after
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import listed, on_day, sources_of

FAMILY = "Integrations"

_LONG_LIVED = ("api_key", "basic", "hmac_signature", "ssh_key", "oauth2_client_credentials")
"""Methods of signing in with a secret that stays the same until somebody changes it."""
_UNPROTECTED = {"manual_upload": "goes by hand", "client_side_tag": "is a tag in the visitor's browser"}


@rule("rotation-overdue", Severity.WARNING, family=FAMILY, side=Side.SECURITY, dated=True)
def rotation_overdue(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The secret of an integration should have been changed.

    The longer it stays the same, the more people and old machines know it.

    Fix: Have it changed, and write the day under `last_rotated`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        name: Contacts
        from: crm
        to: esp
        status: active
        auth: {method: api_key, rotate_every: P1Y, last_rotated: "2026-03-01"}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # integrations/contacts.yml
        name: Contacts
        from: crm
        to: esp
        status: active
        auth: {method: api_key, rotate_every: P1Y, last_rotated: "2025-03-01"}
    """
    for flow in context.graph.flows:
        one, auth = flow.integration, flow.integration.auth
        if not one.live or auth is None or auth.method == "none" or not (auth.rotate_every and auth.last_rotated):
            continue
        due = after(auth.last_rotated, auth.rotate_every)
        # What changes several times a day is changed by a machine, and nobody writes that down.
        if auth.last_rotated < due < context.today:
            yield check.at(
                context.inventory.place(one, "auth", "last_rotated"),
                f"the secret of `{one.id}` should have been changed by {on_day(due)}",
                entity=one.ref,
                field="auth",
            )


@rule("rotation-unknown", Severity.HINT, family=FAMILY, side=Side.SECURITY)
def rotation_unknown(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Nobody knows whether the secret of an integration with confidential data is ever changed.

    Somebody who left may still know it, and a leak stays open for good.

    Fix: Fill in `rotate_every` and `last_rotated`.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # integrations/contacts.yml
        name: Contacts
        from: crm
        to: esp
        status: active
        fields: [{from: contacts.mail, to: users.mail}]
        auth: {method: api_key, rotate_every: P1Y}

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/esp.yml
        name: ESP
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # integrations/contacts.yml
        name: Contacts
        from: crm
        to: esp
        status: active
        fields: [{from: contacts.mail, to: users.mail}]
        auth: {method: api_key}
    """
    for flow in context.graph.flows:
        one, auth = flow.integration, flow.integration.auth
        if not one.live or auth is None or auth.method not in _LONG_LIVED or auth.rotate_every or auth.last_rotated:
            continue
        carried = context.governance.classes.of_flow.get(one.id)
        if carried is not None and carried.careful:
            label = context.inventory.vocabularies["classification"].label(carried.highest).casefold()
            yield check.at(
                context.inventory.place(one, "auth"),
                f"`{one.id}` carries {label} data, and nothing says how often its secret is changed",
                entity=one.ref,
                field="auth",
                mentions=sources_of(carried.fields),
            )


@rule("confidential-by-hand-or-tag", Severity.WARNING, family=FAMILY, side=Side.SECURITY)
def confidential_by_hand_or_tag(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Confidential data is passed on by hand, or by a tag in the browser.

    A file stays in somebody's downloads; what a tag sends, every other script on the page can read.

    Fix: Let the tools talk to each other directly, hide the value on its way, or leave the fields out.

    Passes::

        # tools/crm.yml
        name: CRM
        # tools/ads.yml
        name: Ads
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # data-sources/lists.yml
        {name: Lists, tool: ads, fields: [{id: key, label: Key, type: string, classification: internal}]}
        # integrations/list.yml
        name: List
        from: crm
        to: ads
        status: active
        pattern: manual_upload
        fields: [{from: contacts.mail, to: lists.key, transform: {type: mask, masking: hash}}]

    Fails::

        # tools/crm.yml
        name: CRM
        # tools/ads.yml
        name: Ads
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: mail, label: Mail, type: string, classification: confidential}]}
        # data-sources/lists.yml
        {name: Lists, tool: ads, fields: [{id: key, label: Key, type: string, classification: internal}]}
        # integrations/list.yml
        name: List
        from: crm
        to: ads
        status: active
        pattern: manual_upload
        fields: [{from: contacts.mail, to: lists.key}]
    """
    for flow in context.graph.flows:
        one = flow.integration
        carried = context.governance.classes.of_flow.get(one.id)
        if one.pattern not in _UNPROTECTED or carried is None or not carried.careful:
            continue
        if one.live or one.status == "planned":  # better said before it runs
            label = context.inventory.vocabularies["classification"].label(carried.highest).casefold()
            fields = listed([f"`{key}`" for key in carried.fields])
            yield check.at(
                context.inventory.place(one, "pattern"),
                f"`{one.id}` {_UNPROTECTED[one.pattern]} and carries {label} data: {fields}",
                entity=one.ref,
                field="pattern",
                mentions=sources_of(carried.fields),
            )
