"""Tokens, journeys, terms and capabilities that are internal, and public ones that name something internal.

They belong to `secret_stack`: a shop that knows people, a mailer that writes to them, and next to each thing that
everybody may see another one that nobody outside may.
"""

from __future__ import annotations

from typing import Any

from secret_words import Words, internal
from small import integration, source
from tokens_stack import field, token

COMMON_WORD = "greenhouse"
"""A synonym of an internal term that stands in a public text."""


def lineage_of_secrets(words: Words, team: str, hidden: str, store: str, flow: str) -> dict[str, Any]:
    """The files.

    Args:
        words: of the stack.
        team: id of an internal team.
        hidden: id of an internal tool.
        store: id of an internal data source of the mailer.
        flow: id of an internal integration from the mailer to the shop.
    """
    h = words.hide
    back_way, journey = h("way"), h("journey")
    return {
        **_fields(words, store),
        f"integrations/{back_way}": integration(
            h("name of a way"),
            "shop",
            "mailer",
            fields=[
                {"from": "shop-customers.email", "to": "mailer-contacts.points"},
                {"from": "shop-customers.email", "to": "mailer-contacts.email"},
                {"from": "shop-customers.email", "to": f"{store}.email"},
                {"from": "shop-customers.tier", "to": "mailer-contacts.tier"},
            ],
            **internal(words, "way"),
        ),
        **_tokens(words, team, hidden, store, back_way, journey),
        **_journeys(words, hidden, flow, journey),
        **_terms(words, team, store),
        **_capabilities(words, team),
    }


def _fields(words: Words, store: str) -> dict[str, Any]:
    h, o = words.hide, words.show
    worked_out = [f"{store}.email", f"{h('data source alias')}.email", "shop-customers.tier"]
    fields = [
        field("email", "Mail address"),
        field("tier", o("label of a field that travels")),
        field("score", "Score", derived_from=worked_out, description=o("what a field means")),
    ]
    # Another field of the same tool is worked out from what is public, and nobody outside may know.
    own = [field(h("field worked out"), h("label of a field worked out"), derived_from=["shop-customers.tier"])]
    return {
        "data-sources/shop-customers": source("Shop customers", "shop", fields=fields),
        f"data-sources/{h('source of what is worked out')}": source(
            h("name of a source of what is worked out"),
            "shop",
            fields=own,
            **internal(words, "source of what is worked out"),
        ),
    }


def _tokens(words: Words, team: str, hidden: str, store: str, way: str, journey: str) -> dict[str, Any]:
    h, o = words.hide, words.show
    mail, own = "shop-customers.email", f"{h('source in a tool')}.{h('field id')}"
    public = {
        "known": token("Known", "mailer", f"{{{{ {o('syntax of a token')} }}}}", "shop-customers.tier",
                       path=["shop-to-mailer"], used_in=[{"name": o("message"), "journey": "welcome"}]),
        "of-a-source": token("Of a source", "mailer", "{{ a }}", f"{store}.email"),
        "by-alias": token("By alias", "mailer", "{{ b }}", f"{h('data source alias')}.email"),
        "by-a-way": token("By a way", "mailer", "{{ c }}", mail, path=[way]),
        "half-a-way": token("Half a way", "mailer", "{{ d }}", mail, path=[h("integration alias"), "shop-to-mailer"],
                            waivers=[{"rule": "token-way-broken", "until": "2099-12-31", "reason": "Known."}]),
        "into-a-field": token("Into a field", "mailer", "{{ e }}", mail, tool_field=f"{store}.email"),
        "several-ways": token(
            "Several ways", "mailer", "{{ f }}", mail,
            waivers=[{"rule": "token-with-several-ways", "until": "2099-12-31", "reason": "Known."}]),
        "in-a-journey": token(
            "In a journey", "mailer", "{{ g }}", "shop-customers.tier", path=["shop-to-mailer"],
            resolved_at="journey_entry",
            used_in=[{"name": o("message of a journey"), "journey": journey},
                     {"name": o("message of a journey by alias"), "journey": h("journey alias")}]),
        "kept-by-a-team": token("Kept by a team", "mailer", "{{ h }}", "shop-customers.tier", path=["shop-to-mailer"],
                                owner=team, waivers=_waivers(words, team)),
        "late": token("Late", "mailer", "{{ i }}", mail, path=[way], max_age="PT1H"),
    }  # fmt: skip
    secret = {
        f"tokens/{h('token')}": token(
            h("label of a token"),
            "mailer",
            f"{{{{ {h('syntax')} }}}}",
            "shop-customers.tier",
            path=["shop-to-mailer"],
            example=h("example of a token"),
            format=h("format"),
            used_in=[{"name": h("use"), "url": f"https://{h('host of a use')}.example/", "journey": "welcome"}],
            **internal(words, "token"),
        )
        | {
            "name": h("name of a token"),
            "fallback": {"strategy": "default_value", "value": h("fallback")},
            "fill_rate": {"pct": 97, "population": h("population")},
        },
        # It makes no sense without its tool, so it goes with it.
        f"tokens/{h('token of a tool')}": token(
            h("label of a token of a tool"), hidden, f"[[{h('syntax of a token of a tool')}]]", own
        )
        | {"name": h("name of a token of a tool")},
        f"tokens/{h('token by the alias of a tool')}": token(
            h("label of a token by alias"), h("tool alias"), "[[x]]", own
        ),
    }
    return {**{f"tokens/{id_}": one for id_, one in public.items()}, **secret}


def _waivers(words: Words, team: str) -> list[dict[str, Any]]:
    until = "2099-12-31"
    people = [f"person:{words.secret['person']}", f"person:{words.hide('alias of a person')}", f"team:{team}"]
    found = [
        {"rule": "seal-lapsed", "until": until, "reason": words.show(f"reason {number}"), "by": one}
        for number, one in enumerate(people)
    ]
    boss = f"person:{words.secret['internal person']}"
    return [*found, {"rule": "label-with-two-sources", "until": until, "reason": words.show("reason"), "by": boss}]


def _journeys(words: Words, hidden: str, flow: str, journey: str) -> dict[str, Any]:
    h, o = words.hide, words.show
    return {
        "journeys/welcome": {
            "name": "Welcome",
            "audience": o("audience"),
            "steps": [
                {"integration": "shop-to-mailer", "description": o("step")},
                {"integration": flow, "wait": "P1D"},
                {"integration": h("integration alias"), "description": o("step by alias"), "wait": "P2D"},
                {"tool": hidden, "description": o("step in a tool")},
                {"tool": h("tool alias")},
                {"tool": "mailer", "description": o("last step")},
            ],
            "owner": words.secret["team"],
        },
        "journeys/shown": {
            "name": "Shown",
            "audience": "Everybody.",
            "steps": [
                {"integration": "shop-to-mailer", "description": "Sends it."},
                {"tool": "shop", "description": "Sells it."},
            ],
        },
        f"journeys/{journey}": {
            "name": h("name of a journey"),
            "audience": h("audience of a journey"),
            "steps": [
                {"integration": "shop-to-mailer", "description": h("description of a step"), "wait": "P9D"},
                {"tool": "mailer", "description": h("description of a step in a tool")},
            ],
            **internal(words, "journey"),
        },
    }


def _terms(words: Words, team: str, store: str) -> dict[str, Any]:
    h, o = words.hide, words.show
    return {
        "terms/customer": {
            "name": "Customer",
            "definition": f"{o('definition')}: somebody with a {COMMON_WORD}.",
            "broader": h("term"),
            "related": [h("term alias"), "buyer"],
            "fields": [f"{store}.email", "shop-customers.tier", f"{h('data source alias')}.email"],
            "owner": team,
        },
        "terms/buyer": {
            "name": "Buyer",
            "definition": "Somebody who buys.",
            "owner": "crm",
            "description": f"Not the same as a {COMMON_WORD}. [{o('link to a term')}](stack:term/{h('term')})",
            "broader": h("term alias"),
        },
        f"terms/{h('term')}": {
            "name": h("name of a term"),
            "definition": h("definition of a term"),
            "synonyms": [h("synonym"), COMMON_WORD],
            "not": h("what a term is not"),
            "owner": "crm",
            "related": ["customer"],
            "fields": ["shop-customers.tier"],
            **internal(words, "term"),
        },
    }


def _capabilities(words: Words, team: str) -> dict[str, Any]:
    h = words.hide
    return {
        "capabilities/send": {"name": "Send", "parent": h("capability"), "importance": "mission_critical",
                              "owner": team},
        "capabilities/greet": {"name": "Greet", "parent": h("capability alias"), "importance": "administrative"},
        f"capabilities/{h('capability')}": {
            "name": h("name of a capability"), "importance": "administrative", "maturity_current": 2,
            **internal(words, "capability"),
        },
    }  # fmt: skip
