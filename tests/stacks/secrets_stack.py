"""A stack in which everything that is not for the public holds a word nobody else uses.

A word that is secret begins with ``kanary``, a word that must be shown with ``openly``. Every secret has a number, so
that a failure says which one got out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from secret_words import Words, internal
from secrets_of_governance import governance_of_secrets
from secrets_of_lineage import lineage_of_secrets
from secrets_of_work import work_of_secrets
from small import integration, source, tool

SECRET = re.compile(rb"k\s?a\s?n\s?a\s?r\s?y[a-z0-9]*", re.IGNORECASE)

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><title>{0}</title>'
    '<path id="{0}" d="M4 4h16v16H4z"/></svg>'
)


def secret_stack() -> tuple[dict[str, Any], Words]:
    """The stack by file, and its words."""
    words = Words()
    h, o = words.hide, words.show
    team, vendor, hidden, store = h("team"), h("vendor"), h("tool"), h("data source")
    flow, named, unnamed, boss = h("integration"), h("person with a name"), h("person"), h("internal person")
    stack = {
        "stack": {
            "name": "Petals",
            "owner": team,
            "data_protection_officer": team,
            "description": f"See [{o('words of a link')}](stack:tool/{hidden}) and <stack:team/{team}>.",
        },
        "teams/crm": {
            "name": "CRM",
            "kind": "marketing",
            "parent": team,
            "members": [
                {"person": unnamed, "role": "engineer", "replaced_by": boss},
                {"person": boss, "role": "leader"},
                {"person": "crm-lead", "role": "leader", "replaced_by": unnamed},
            ],
        },
        f"teams/{team}": {
            "name": h("team name"),
            "kind": "it",
            "email": f"{h('team mail')}@petals.example",
            **internal(words, "team"),
        },
        f"vendors/{vendor}": {
            "name": h("vendor name"),
            "legal_name": h("vendor legal name"),
            "subprocessors": [h("subprocessor")],
            **internal(words, "vendor"),
        },
        "vendors/postbox": {
            "name": "Postbox",
            "processing_agreement": {"status": "signed", "url": f"https://{h('agreement')}.example/dpa"},
        },
        f"tools/{hidden}": tool(
            h("tool name"),
            vendor=vendor,
            support_channel=h("support channel"),
            icon=f"{h('icon')}.svg",
            capabilities=[{"capability": "send", "role": "secondary"}, {"capability": h("capability")}],
            **internal(words, "tool"),
        ),
        **_people(words, team, named, unnamed, boss),
        **_public_tools(words, team, vendor, hidden, unnamed, boss),
        f"data-sources/{store}": source(h("data source name"), "mailer", **internal(words, "data source")),
        f"data-sources/{h('source in a tool')}": {
            **source(h("name of a source in a tool"), hidden),
            "fields": [
                {
                    "id": h("field id"),
                    "label": h("field label"),
                    "type": "string",
                    "classification": "public",
                    "example": h("example"),
                }
            ],
        },
        "data-sources/mailer-contacts": _contacts(words, store),
        f"integrations/{flow}": integration(h("integration name"), "mailer", "shop", **internal(words, "integration")),
        f"integrations/{h('flow to a tool')}": integration(h("name of a flow to a tool"), "mailer", hidden),
        f"integrations/{h('flow from a tool')}": integration(
            h("name of a flow from a tool"), h("tool alias"), "shop", purpose=h("purpose")
        ),
        f"integrations/{h('flow with a prefix')}": integration(
            h("name of a flow with a prefix"), f"tool:{hidden}", "shop", purpose=h("purpose with a prefix")
        ),
        "integrations/shop-to-mailer": _flow(words, team, hidden, store),
        **lineage_of_secrets(words, team, hidden, store, flow),
        **governance_of_secrets(words, team, vendor, hidden),
        **work_of_secrets(words, team, boss, hidden, flow, store),
    }
    return stack, words


def icons(words: Words) -> dict[str, str]:
    """The icons of the stack, by file name."""
    name = words.secret["icon"]
    return {f"{name}.svg": ICON.format(words.hide("inside an icon"))}


def _people(words: Words, team: str, named: str, unnamed: str, boss: str) -> dict[str, Any]:
    h, o = words.hide, words.show
    secret = {
        "name": h("name of a person"),
        "email": f"{h('mail of a person')}@petals.example",
        "profile": f"https://{h('profile')}.example/",
        "notes": h("notes of a person"),
        "aliases": [h("alias of a person")],
        "links": [{"label": h("link of a person"), "url": f"https://{h('host of a person')}.example/"}],
        "external_ids": {"hr": h("external id of a person")},
        "x-desk": h("extension of a person"),
        "owner": team,
    }
    return {
        f"people/{unnamed}": {"role": "engineer", "team": "crm", **secret},
        # Its id gives nothing away, its name, its team and its mail do.
        "people/crm-lead": {
            "title": "CRM lead",
            "role": "leader",
            "team": team,
            "name": h("name behind an id"),
            "email": f"{h('mail behind an id')}@petals.example",
        },
        f"people/{named}-jones": [
            {"id": "analyst-1", "title": "Analyst", "role": "data_analyst", "team": "crm", "name": h("name in a list")},
            {"id": f"{h('id in a list')}-jones", "title": "Analyst", "role": "data_analyst", "team": "crm"},
        ],
        f"people/{boss}": {
            "name": h("name of an internal person"),
            "title": h("title of an internal person"),
            "public": True,
            "role": "leader",
            "team": "crm",
            **internal(words, "internal person"),
        },
        "people/crm-voice": {
            "name": o("name of a public person"),
            "email": f"{o('mail of a public person')}@petals.example",
            "profile": f"https://{o('profile of a public person')}.example/",
            "public": True,
            "role": "leader",
            "team": "crm",
            "aliases": [o("alias of a public person")],
        },
    }


def _public_tools(words: Words, team: str, vendor: str, hidden: str, unnamed: str, boss: str) -> dict[str, Any]:
    h, o = words.hide, words.show
    old = h("alias of a person")
    prose = (
        f"Before [{o('inline link')}](stack:tool/{hidden}), [{o('titled link')}](stack:tools/{hidden}#flows 'more'), "
        f"[{o('reference link')}][ref], <stack:tool/{hidden}>, [{o('link by alias')}](stack:tool/{h('tool alias')}), "
        f"[{o('link to a person')}](stack:person/{unnamed}), "
        f"[{o('link to a field')}](stack:data-source/{h('data source')}.email)\n\n[ref]: stack:tool/{hidden} 'x'\n"
    )
    return {
        "tools/mailer": tool(
            "Mailer",
            vendor=vendor,
            description=prose,
            notes=prose,
            owner=team,
            business_owner=f"person:{unnamed}",
            technical_owner=f"team:{team}",
            data_steward=f"person:{old}",
            budget_owner=f"person:{boss}",
            raci={
                "accountable": [f"person:{boss}", f"person:{unnamed}"],
                "responsible": [f"person:{old}", f"team:{team}", "team:crm"],
                "informed": ["person:crm-lead", f"person:{boss}"],
            },
            access={"how": o("how to get access"), "approver": f"team:{team}"},
            approval={"state": "sanctioned", "by": f"person:{boss}"},
            provisioners=[unnamed, boss, f"person:{unnamed}", "crm-lead"],
            deprovisioners=[boss, old],
            sso={"protocol": "saml", "idp": hidden},
            replaces=[hidden, "shop", h("tool alias")],
            replaced_by=hidden,
            criticality="mission_critical",
            capabilities=[{"capability": one} for one in (h("capability"), "send", "greet", h("capability alias"))],
        ),
        "tools/shop": tool(
            "Shop",
            vendor=f"vendor:{vendor}",
            owner=f"team:{team}",
            business_owner=f"person:{boss}",
            replaces=[f"tool:{hidden}"],
            replaced_by=f"tool:{hidden}",
            provisioners=[f"person:{boss}"],
        ),
    }


def _contacts(words: Words, store: str) -> dict[str, Any]:
    field = {"type": "string", "classification": "confidential"}
    further = [{"id": "points", "label": "Points", **field}, {"id": "tier", "label": "Tier", **field}]
    return {
        "name": "Mailer contacts",
        "tool": "mailer",
        "kind": "table",
        "steward": f"team:{words.secret['team']}",
        "fields": [
            {"id": "email", "label": words.show("label of a field"), "system_of_record": f"{store}.email", **field},
            {
                "id": "old",
                "label": "Old",
                "deprecated": {
                    "replaced_by": f"{words.hide('source in a tool')}.{words.hide('field id')}",
                },
                **field,
            },
            *further,
        ],
    }


def _flow(words: Words, team: str, hidden: str, store: str) -> dict[str, Any]:
    h = words.hide
    by_alias = f"{h('data source alias')}.email"
    return integration(
        "Shop to Mailer",
        "shop",
        "mailer",
        via=hidden,
        owner=team,
        on_call=f"team:{team}",
        auth={"method": "api_key", "account": h("account")},
        transfer={"countries": ["US"], "assessment_url": f"https://{h('assessment')}.example/"},
        fields=[
            {"from": f"{store}.email", "to": "mailer-contacts.email"},
            {"from": "mailer-contacts.email", "to": "mailer-contacts.old"},
            {"from": by_alias, "to": "mailer-contacts.old"},
            {"from": "shop-customers.tier", "to": "mailer-contacts.tier"},
            {"from": "shop-customers.email", "to": "mailer-contacts.email"},
        ],
    )


def secrets_in(content: bytes) -> Iterator[str]:
    """The secret words in some bytes."""
    yield from sorted({match.group().decode().lower() for match in SECRET.finditer(content)})
