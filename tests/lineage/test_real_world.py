"""What real companies have: the awkward cases, with everything that the check says about them."""

from __future__ import annotations

import itertools

from in_short import Case, Told, line_of, through

from stackbook.diagnostics import Diagnostic, Severity
from stackbook.examine import Examined
from stackbook.lineage.tokens import Trace

LOADING = "missing-key"


def said(told: Examined, code: str) -> list[Diagnostic]:
    return [d for d in told.diagnostics if d.code == code]


def codes(told: Examined) -> set[str]:
    """What is said about tokens, journeys, and fields."""
    kinds = ("token", "journey", "integration", "data_source")
    about = [d for d in told.diagnostics if d.entity.partition(":")[0] in kinds and d.code != LOADING]
    return {d.code for d in about} - {"token-without-fallback"}


def test_one_label_and_two_sources(tell_of: Told) -> None:
    """Points live from the club and points copied from the warehouse."""
    case: Case = {
        "tokens": [
            {"id": "braze", "label": "Club points", "tool": "braze", "source_field": "braze.points"},
            {"id": "sfmc", "label": "club  POINTS", "tool": "sfmc", "source_field": "sfmc.points"},
            {"id": "sfmc-too", "label": "Club points", "tool": "sfmc", "source_field": "sfmc.points"},
            {"id": "old", "label": "Club points", "tool": "sms", "source_field": "sms.points", "status": "retired"},
        ]
    }
    told = tell_of(case)
    [found] = said(told, "label-with-two-sources")
    assert (found.entity, found.field) == ("token:braze", "source_field")
    assert found.message == "“Club points” comes from `braze.points` here, and from `sfmc.points` in “Token sfmc”"
    assert [one.location.path for one in found.related] == ["stack/tokens/sfmc.yml", "stack/tokens/sfmc-too.yml"]
    assert {"token:sfmc", "tool:sfmc", "data_source:sfmc", "token:sfmc-too"} <= set(found.mentions)


def test_one_label_and_one_system_of_record(tell_of: Told) -> None:
    """Two copies of which the same field counts are one source; so are copy and original."""
    case: Case = {
        "sources": {
            "braze": {"fields": {"points": {"system_of_record": "club.points"}}},
            "sfmc": {"fields": {"points": {"system_of_record": "warehouse.points"}}},
            "warehouse": {"fields": {"points": {"system_of_record": "club.points"}}},
            "club": {"fields": {"points": {}}},
        },
        "flows": [{"id": "sync", "from": "club", "to": "hubspot", "carries": {"club.points": "hubspot.points"}}],
        "tokens": [
            {"id": "braze", "label": "Points", "tool": "braze", "source_field": "braze.points"},
            {"id": "sfmc", "label": "Points", "tool": "sfmc", "source_field": "sfmc.points"},
            {"id": "hubspot", "label": "Points", "tool": "hubspot", "source_field": "club.points"},
        ],
    }
    assert said(tell_of(case), "label-with-two-sources") == []


def test_fields_each_of_which_says_that_another_counts(tell_of: Told) -> None:
    case: Case = {
        "sources": {
            "braze": {"fields": {"points": {"system_of_record": "sfmc.points"}}},
            "sfmc": {
                "fields": {"points": {"system_of_record": "braze.points"}, "own": {"system_of_record": "sfmc.own"}}
            },
        },
        "tokens": [
            {"id": "braze", "label": "Points", "tool": "braze", "source_field": "braze.points"},
            {"id": "sfmc", "label": "Points", "tool": "sfmc", "source_field": "sfmc.points"},
        ],
    }
    told = tell_of(case)
    assert said(told, "label-with-two-sources") == []
    [found] = said(told, "two-systems-of-record")
    assert "`braze.points` → `sfmc.points` → `braze.points`" in found.message
    assert found.mentions == ("data_source:braze", "data_source:sfmc")


def test_company_name_on_the_contact_and_on_the_company(tell_of: Told) -> None:
    """HubSpot has both, and marketers call both the company's name."""
    case: Case = {
        "sources": {
            "hubspot-contacts": {"tool": "hubspot", "fields": {"company": {}}},
            "hubspot-companies": {"tool": "hubspot", "fields": {"name": {}}},
        },
        "flows": [{"id": "sap", "from": "sap", "to": "hubspot", "carries": {"sap.name": "hubspot-companies.name"}}],
        "tokens": [
            {
                "id": "typed",
                "label": "Company name",
                "tool": "hubspot",
                "syntax": "{{ contact.company }}",
                "source_field": "hubspot-contacts.company",
            },
            {
                "id": "looked-after",
                "label": "Company name",
                "tool": "hubspot",
                "syntax": "{{ company.name }}",
                "source_field": "sap.name",
            },
        ],
    }
    told = tell_of(case)
    assert [d.entity for d in said(told, "label-with-two-sources")] == ["token:looked-after"]
    assert line_of(told, "typed").way is not None
    assert line_of(told, "looked-after").arrivals == ("hubspot-companies.name",)


def test_a_call_that_may_fail(tell_of: Told) -> None:
    """Braze asks the club while the mail is made; when the club does not answer, something has to happen."""
    case: Case = {
        "flows": [{"id": "ask", "from": "club", "to": "esp", "trigger": "on_send", "frequency": "on_demand"}],
        "token": {
            "kind": "external_call",
            "syntax": "{% connected_content https://club.example/points :save club %}",
            "source_field": "club.points",
            "fallback": {"strategy": "none_accepted"},
        },
    }
    told = tell_of(case)
    line = line_of(told)
    assert line.external
    assert line.age is not None
    assert line.age.words == "fresh"
    assert codes(told) == {"external-call-without-fallback"}
    case["token"]["fallback"] = {"strategy": "hide_block"}
    assert codes(tell_of(case)) == set()


def test_a_value_kept_from_the_entry_of_a_journey(tell_of: Told) -> None:
    """Marketing Cloud reads the contact when they enter, and shows it nine days later."""
    case: Case = {
        "flows": [{"id": "nightly", "from": "crm", "to": "esp", "carries": {"crm.tier": "esp.tier"}}],
        "token": {
            "source_field": "crm.tier",
            "resolved_at": "journey_entry",
            "max_age": "P2D",
            "used_in": [{"name": "Welcome, third mail", "channels": ["email_body"], "journey": "welcome"}],
        },
        "journeys": {"welcome": [{"integration": "nightly"}, {"tool": "esp", "wait": "P9D"}]},
    }
    told = tell_of(case)
    age = line_of(told).age
    assert age is not None
    assert age.words == "10 days"  # a day to get there, and nine from then on
    [found] = said(told, "token-older-than-promised")
    assert found.message == "Token it is to be at most 2 days old, and can be 10 days"
    assert "Nightly: 1 day, it runs daily; Welcome: 9 days, the journey may go on for 9 days" in found.help
    assert {"integration:nightly", "journey:welcome"} <= set(found.mentions)
    case["token"]["resolved_at"] = "send"
    assert said(tell_of(case), "token-older-than-promised") == []


def test_a_text_of_a_program_that_is_replaced_in_a_folder(tell_of: Told) -> None:
    """Marketo: `{{my.Store phone}}` has a value for the program, and another for a folder below it."""
    case: Case = {
        "tokens": [
            {
                "id": "program",
                "label": "Store phone",
                "kind": "program_token",
                "syntax": "{{my.Store phone}}",
                "source_field": "esp-programs.store-phone",
                "fallback": {"strategy": "default_value", "value": "0800 555 0100"},
            },
            {
                "id": "folder",
                "label": "Store phone, outlets",
                "kind": "program_token",
                "syntax": "{{my.Store phone}}",
                "source_field": "esp-folders.store-phone",
                "fallback": {"strategy": "adjacent_field", "value": "{{my.Store phone}} of the program"},
            },
        ],
        "sources": {"esp-programs": {"tool": "esp"}, "esp-folders": {"tool": "esp"}},
    }
    told = tell_of(case)
    assert codes(told) == set()
    assert line_of(told, "program").trace is line_of(told, "folder").trace is Trace.FOUND
    case["tokens"][1]["label"] = "Store phone"
    assert codes(tell_of(case)) == {"label-with-two-sources"}


def test_a_default_that_is_left_blank(tell_of: Told) -> None:
    """HubSpot shows nothing unless a default is set; that can be accepted, but must be said."""
    token: Case = {"syntax": "{{ contact.firstname }}", "source_field": "esp.firstname", "fallback": None}
    told = tell_of({"token": token})
    [found] = said(told, "token-without-fallback")
    assert (found.severity, found.location.line) == (Severity.ERROR, 1)
    assert said(tell_of({"token": token | {"fallback": {"strategy": "none_accepted"}}}), "token-without-fallback") == []


def test_a_source_that_is_restricted(tell_of: Told) -> None:
    case: Case = {
        "tools": {"esp": {"classification_approved": "confidential"}},
        "sources": {"clinic": {"fields": {"reason": {"classification": "restricted", "special_category": True}}}},
        "flows": [{"id": "visits", "from": "clinic", "to": "esp", "carries": {"clinic.reason": "esp.reason"}}],
        "token": {"source_field": "clinic.reason", "used_in": [{"name": "Check-up", "channels": ["push"]}]},
    }
    told = tell_of(case)
    assert line_of(told).classification == "restricted"
    of_the_flow = {"restricted-above-approval", "deletions-not-propagated"}
    assert codes(told) == {"token-above-approval", "sensitive-in-subject", *of_the_flow}
    [found] = said(told, "token-above-approval")
    assert found.message == "`clinic.reason` is restricted, and ESP is approved for confidential data only"
    assert {"tool:esp", "data_source:clinic", "integration:visits"} <= set(found.mentions)


def test_a_restricted_value_that_only_decides(tell_of: Told) -> None:
    """It is worked out into something harmless before it leaves, and no message shows it."""
    case: Case = {
        "tools": {"esp": {"classification_approved": "confidential"}},
        "sources": {
            "bank": {"tool": "hub", "fields": {"income": {"classification": "restricted"}}},
            "bands": {"tool": "hub", "fields": {"band": {"derived_from": ["bank.income"]}}},
        },
        "flows": [{"id": "out", "from": "hub", "to": "esp", "carries": {"bands.band": "esp.band"}}],
        "token": {
            "source_field": "bank.income",
            "sensitive_display": "never_show",
            "used_in": [{"name": "Garden project offer"}],
        },
    }
    told = tell_of(case)
    assert line_of(told).classification == "restricted"
    assert codes(told) == set()
    case["token"]["used_in"] = [{"name": "Garden project offer", "channels": ["email_body"]}]
    [found] = [d for d in tell_of(case).diagnostics if d.code == "sensitive-in-subject"]
    assert "is never to be shown" in found.message


def test_a_value_that_is_hidden_on_the_way(tell_of: Told) -> None:
    hashed = {"to": "esp.key", "transform": {"type": "mask", "masking": "hash"}}
    case: Case = {
        "sources": {"crm": {"fields": {"email": {"classification": "confidential"}}}},
        "flows": [{"id": "sync", "from": "crm", "to": "esp", "carries": {"crm.email": hashed}}],
        "token": {"source_field": "crm.email"},
    }
    [found] = said(tell_of(case), "masked-value-shown")
    assert found.message == "`crm.email` is hashed in `sync`, and Token it would show what is left"
    assert "integration:sync" in found.mentions


def test_a_sync_in_which_both_sides_write(tell_of: Told) -> None:
    """It says who wins, so it is no loop; and a value goes the way back as well as there."""
    sync: Case = {"id": "sync", "from": "crm", "to": "esp", "direction": "two_way", "conflict_rule": "last_write_wins"}
    case: Case = {
        "flows": [sync | {"carries": {"crm.email": "esp.email"}}],
        "tokens": [
            {"id": "there", "tool": "esp", "source_field": "crm.email"},
            {"id": "back", "tool": "crm", "source_field": "esp.email"},
        ],
    }
    told = tell_of(case)
    assert codes(told) == set()
    assert [line_of(told, one).way.integrations for one in ("there", "back")] == [("sync",)] * 2  # type: ignore[union-attr]
    case["flows"] = [sync | {"carries": {"crm.email": "esp.email", "esp.email": "crm.email"}}]
    assert codes(tell_of(case)) == set()


def test_a_loop_ends_and_is_reported(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "c", "from": "shop", "to": "crm", "carries": {"shop.tier": "crm.tier"}},
            {"id": "a", "from": "crm", "to": "esp", "carries": {"crm.tier": "esp.tier"}},
            {"id": "b", "from": "esp", "to": "shop", "carries": {"esp.tier": "shop.tier"}},
        ],
        "token": {"source_field": "crm.tier", "tool": "shop"},
    }
    told = tell_of(case)
    line = line_of(told)
    assert line.way is not None
    assert through(line.way.start, line.way.steps) == "crm.tier > esp.tier > shop.tier"
    [found] = said(told, "fields-in-a-loop")
    assert found.entity == "integration:a"
    assert found.message == (
        "a value goes round and round: `crm.tier` → `esp.tier` → `shop.tier` → `crm.tier`, by `a`, `b`, `c`"
    )
    assert {"integration:b", "integration:c", "data_source:shop"} <= set(found.mentions)
    case["flows"][0]["carries"] = {"shop.tier": {"to": "crm.tier", "update": "only_if_blank"}}
    assert said(tell_of(case), "fields-in-a-loop") == []
    case["flows"][0] |= {"carries": {"shop.tier": "crm.tier"}, "status": "inactive"}
    assert said(tell_of(case), "fields-in-a-loop") == []


def test_a_loop_with_a_sync_beside_it(tell_of: Told) -> None:
    """A sync that lists both directions is no loop by itself, and does not hide one."""
    sync: Case = {"direction": "two_way", "conflict_rule": "last_write_wins"}
    both = {"crm.tier": "esp.tier", "esp.tier": "crm.tier"}
    case: Case = {
        "flows": [
            {"id": "sync", "from": "crm", "to": "esp", **sync, "carries": both},
            {"id": "on", "from": "esp", "to": "shop", "carries": {"esp.tier": "shop.tier"}},
            {"id": "round", "from": "shop", "to": "crm", "carries": {"shop.tier": "crm.tier"}},
        ]
    }
    told = tell_of(case)
    assert [d.message.rpartition("by ")[2] for d in said(told, "fields-in-a-loop")] == ["`sync`, `on`, `round`"]


def test_eighteen_hops(tell_of: Told) -> None:
    tools = [f"t{number:02}" for number in range(18)] + ["esp"]
    case: Case = {
        "flows": [
            {
                "id": f"hop-{n:02}",
                "from": one,
                "to": other,
                "frequency": "hourly",
                "carries": {f"{one}.f{n}": f"{other}.f{n + 1}"},
            }
            for n, (one, other) in enumerate(itertools.pairwise(tools))
        ],
        "token": {"source_field": "t00.f0"},
    }
    line = line_of(tell_of(case))
    assert line.way is not None
    assert line.age is not None
    assert line.way.integrations == tuple(f"hop-{n:02}" for n in range(18))
    assert line.age.words == "18 hours"


def test_a_hub_with_six_hundred_flows(tell_of: Told) -> None:
    """Three hundred tools in, three hundred out; the value still has one way."""
    into = [{"id": f"in-{n}", "from": f"s{n}", "to": "hub", "carries": {f"s{n}.a": f"hub.a{n}"}} for n in range(300)]
    out = [{"id": f"out-{n}", "from": "hub", "to": f"e{n}", "carries": {f"hub.a{n}": f"e{n}.a"}} for n in range(300)]
    told = tell_of({"flows": into + out, "token": {"source_field": "s7.a", "tool": "e7"}})
    line = line_of(told)
    assert line.way is not None
    assert line.way.integrations == ("in-7", "out-7")


def test_a_hub_through_which_a_value_can_go_six_hundred_ways(tell_of: Told) -> None:
    """Six are shown, and it is said that there are more."""
    into = [{"id": f"in-{n}", "from": "crm", "to": f"s{n}", "carries": {"crm.a": f"s{n}.a"}} for n in range(300)]
    out = [{"id": f"out-{n}", "from": f"s{n}", "to": "esp", "carries": {f"s{n}.a": "esp.a"}} for n in range(300)]
    told = tell_of({"flows": into + out, "token": {"source_field": "crm.a"}})
    line = line_of(told)
    assert (line.trace, len(line.choices), line.complete) == (Trace.SEVERAL, 6, False)
    [found] = said(told, "token-with-several-ways")
    assert found.message == "more than 6 ways lead from `crm.a` to ESP"
    assert "`path: [in-0, out-0]`" in found.help
    assert "There may be more." in found.help


def test_ways_are_told_ready_to_paste(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "at-once", "from": "crm", "to": "esp", "carries": {"crm.tier": "esp.now"}},
            {"id": "up", "from": "crm", "to": "hub", "carries": {"crm.tier": "hub.tier"}},
            {"id": "out", "from": "hub", "to": "esp", "carries": {"hub.tier": "esp.tier"}},
        ],
        "token": {"source_field": "crm.tier"},
    }
    told = tell_of(case)
    [found] = said(told, "token-with-several-ways")
    assert found.message == "2 ways lead from `crm.tier` to ESP"
    assert found.help == (
        "Choose one and add it: `path: [at-once]` or `path: [up, out]`. "
        "Or name the field that it reads: `tool_field: esp.now` or `tool_field: esp.tier`."
    )
    for more in ({"path": ["up", "out"]}, {"tool_field": "esp.now"}):
        pasted = case | {"token": case["token"] | more}
        assert codes(tell_of(pasted)) == set()


def test_more_ways_than_anybody_can_follow(tell_of: Told) -> None:
    """Every one of forty tools gives the value to every later one: a billion ways, and the search still ends."""
    names = [f"t{number:02}" for number in range(40)]
    flows = [
        {"id": f"{one}-{other}", "from": one, "to": other, "carries": {f"{one}.a": f"{other}.a"}}
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    ]
    last = [{"id": "out", "from": "t39", "to": "esp", "carries": {"t39.a": "esp.a"}}]
    line = line_of(tell_of({"flows": flows + last, "token": {"source_field": "t00.a"}}))
    assert (line.trace, line.complete) == (Trace.SEVERAL, False)
    assert line.choices[0].integrations == ("t00-t39", "out")


def test_a_way_too_deep_in_a_dense_stack_is_told_as_one_of_many(tell_of: Told) -> None:
    """Five layers of twelve tools each: more beginnings than are followed, before the first way arrives."""
    layers = [["t-start"], *([f"t{layer}-{n}" for n in range(12)] for layer in range(5)), ["esp"]]
    flows = [
        {"id": f"{one}-{other}", "from": one, "to": other, "carries": {f"{one}.a": f"{other}.a"}}
        for upper, lower in itertools.pairwise(layers)
        for one in upper
        for other in lower
    ]
    told = tell_of({"flows": flows, "token": {"source_field": "t-start.a"}})
    line = line_of(told)
    assert (line.trace, len(line.choices), line.complete) == (Trace.SEVERAL, 1, False)
    assert len(line.choices[0].steps) == 6
    assert said(told, "token-with-several-ways")[0].message == "many ways may lead from `t-start.a` to ESP"
