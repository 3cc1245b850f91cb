"""What breaks when something goes: each kind of thing, with the trail that leads to it, and the teams to tell."""

from __future__ import annotations

import json

import pytest
from in_short import Case, Told

from stackbook.examine import Examined
from stackbook.lineage.impact import Affected, Impact, State, clusters, impact
from stackbook.reporting.impact import IMPACT_FORMATS

CLUB: Case = {
    "flows": [
        {"id": "club-to-crm", "from": "club", "to": "crm", "carries": {"club.points": "crm.points"}, "owner": "data"},
        {
            "id": "crm-to-esp",
            "from": "crm",
            "to": "esp",
            "carries": {"crm.points": "esp.points", "crm.name": "esp.name"},
            "owner": "data",
        },
        {"id": "shop-to-esp", "from": "shop", "to": "esp", "carries": {"shop.name": "esp.nick"}},
        {"id": "crm-to-sms", "from": "crm", "to": "sms", "carries": {"crm.points": "sms.points"}, "status": "inactive"},
        {"id": "esp-to-app", "from": "esp", "to": "app"},
    ],
    "tokens": [
        {
            "id": "points",
            "label": "Points",
            "source_field": "club.points",
            "used_in": [{"name": "A", "journey": "tiers"}],
        },
        {"id": "name", "label": "Name", "source_field": "crm.name"},
        {"id": "crm-points", "label": "Points of the CRM", "source_field": "crm.points", "owner": "crm-team"},
        {"id": "nick", "label": "Nick", "source_field": "shop.name"},
    ],
    "journeys": {
        "tiers": [{"tool": "app"}],
        "texts": [{"tool": "club"}, {"integration": "club-to-crm"}],
        "calm": [{"integration": "shop-to-esp"}],
    },
}


def refs(group: tuple[Affected, ...]) -> list[str]:
    return [one.ref for one in group]


def of(group: tuple[Affected, ...], ref: str) -> Affected:
    [found] = [one for one in group if one.ref == ref]
    return found


def without(told: Examined, *subjects: str) -> Impact:
    return impact(told.lineage, subjects)


def test_a_tool_goes_with_what_it_holds_and_what_touches_it(tell_of: Told) -> None:
    found = without(tell_of(CLUB), "tool:club")
    assert refs(found.flows) == ["integration:club-to-crm", "integration:crm-to-esp"]
    assert of(found.flows, "integration:club-to-crm").why == "has nothing to start from"
    assert of(found.flows, "integration:crm-to-esp").why == "carries 1 of its 2 fields no more"
    assert of(found.flows, "integration:crm-to-esp").state is State.LOSES
    assert refs(found.fields) == ["field:crm.points", "field:esp.points"]
    assert of(found.fields, "field:esp.points").trail == (
        "tool:club", "integration:club-to-crm", "tool:crm", "integration:crm-to-esp", "tool:esp", "field:esp.points",
    )  # fmt: skip
    assert refs(found.tokens) == ["token:points", "token:crm-points"]
    assert of(found.tokens, "token:points").why == "its value does not arrive any more"
    assert of(found.tokens, "token:points").trail == (
        "tool:club", "integration:club-to-crm", "tool:crm", "integration:crm-to-esp", "tool:esp", "token:points",
    )  # fmt: skip
    assert of(found.tokens, "token:crm-points").state is State.STALE
    assert refs(found.journeys) == ["journey:texts", "journey:tiers"]
    assert of(found.journeys, "journey:texts").why == "steps 1, 2 do not work any more"
    assert of(found.journeys, "journey:tiers").why == "its messages show \u201cPoints\u201d"


def test_an_integration_goes(tell_of: Told) -> None:
    found = without(tell_of(CLUB), "integration:crm-to-esp")
    assert refs(found.flows) == []
    assert refs(found.fields) == ["field:esp.name", "field:esp.points"]
    assert refs(found.tokens) == ["token:crm-points", "token:name", "token:points"]
    assert {one.state for one in found.tokens} == {State.STOPS}


def test_a_field_and_a_data_source_go(tell_of: Told) -> None:
    told = tell_of(CLUB)
    found = without(told, "field:crm.name")
    assert refs(found.fields) == ["field:esp.name"]
    assert refs(found.tokens) == ["token:name"]
    assert of(found.flows, "integration:crm-to-esp").why == "carries 1 of its 2 fields no more"
    whole = without(told, "data_source:crm")
    assert of(whole.flows, "integration:crm-to-esp").why == "has nothing left to carry"
    assert of(whole.flows, "integration:club-to-crm").state is State.STOPS
    assert refs(whole.tokens) == ["token:crm-points", "token:name", "token:points"]


def test_several_go_at_once(tell_of: Told) -> None:
    """A field that either of two feeds is only lost when both go."""
    case: Case = {
        "flows": [
            {"id": "a", "from": "one", "to": "esp", "carries": {"one.tier": "esp.tier"}},
            {"id": "b", "from": "two", "to": "esp", "carries": {"two.tier": "esp.tier"}},
        ]
    }
    told = tell_of(case)
    assert without(told, "tool:one").fields == ()
    assert without(told, "tool:two").fields == ()
    assert refs(without(told, "tool:one", "tool:two").fields) == ["field:esp.tier"]


def test_what_comes_back_does_not_count_as_a_feed(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "a", "from": "club", "to": "crm", "carries": {"club.tier": "crm.tier"}},
            {"id": "b", "from": "crm", "to": "esp", "carries": {"crm.tier": "esp.tier"}, "direction": "two_way"},
        ]
    }
    told = tell_of(case)
    assert refs(without(told, "tool:club").fields) == ["field:crm.tier", "field:esp.tier"]
    assert without(told, "tool:esp").fields == ()


def test_capabilities_that_nobody_else_gives(tell_of: Told) -> None:
    case: Case = {
        "flows": [{"id": "a", "from": "esp", "to": "sms"}, {"id": "b", "from": "crm", "to": "old"}],
        "tools": {
            "esp": {
                "lifecycle": {"phase": "active"},
                "capabilities": [{"capability": "send"}, {"capability": "test"}, {"capability": "remind"}],
            },
            "sms": {
                "lifecycle": {"phase": "active"},
                "capabilities": [{"capability": "remind"}, {"capability": "send", "role": "secondary"}],
            },
            "old": {"lifecycle": {"phase": "end_of_life"}, "capabilities": [{"capability": "test"}]},
        },
        "capabilities": ["send", "test", "remind"],
    }
    told = tell_of(case)
    found = without(told, "tool:esp")
    assert [(one.ref, one.state, one.why) for one in found.capabilities] == [
        ("capability:send", State.LOSES, "only SMS could do it, as a second choice"),
        ("capability:test", State.STOPS, "nothing else does it"),
    ]
    assert [one.ref for one in without(told, "tool:esp", "tool:sms").capabilities] == [
        "capability:remind",
        "capability:send",
        "capability:test",
    ]


def test_a_vendor_goes_with_its_tools(tell_of: Told) -> None:
    case: Case = {**CLUB, "tools": {"club": {"vendor": "acme"}}, "vendors": ["acme"]}
    found = without(tell_of(case), "vendor:acme")
    assert refs(found.tokens) == ["token:points", "token:crm-points"]
    assert of(found.tokens, "token:points").trail[:2] == ("vendor:acme", "tool:club")


def test_the_teams_to_tell_are_those_that_answer_for_what_is_touched(tell_of: Told) -> None:
    case: Case = {**CLUB, "teams": ["data", "crm-team"], "tools": {"club": {"business_owner": "team:crm-team"}}}
    found = without(tell_of(case), "tool:club")
    told = {one.team.id: dict(one.reasons) for one in found.teams}
    assert told == {
        "data": {
            "integration:club-to-crm": "has nothing to start from",
            "integration:crm-to-esp": "carries 1 of its 2 fields no more",
        },
        "crm-team": {"tool:club": "goes", "token:crm-points": "its value is not renewed any more"},
    }


def test_what_is_not_there_and_what_nothing_rests_on_break_nothing(tell_of: Told) -> None:
    told = tell_of(CLUB)
    assert not without(told, "tool:nowhere", "field:crm.nothing")
    assert not without(told, "integration:crm-to-sms")
    assert not without(told)


def test_a_loop_ends(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "a", "from": "one", "to": "two", "carries": {"one.x": "two.x"}},
            {"id": "b", "from": "two", "to": "three", "carries": {"two.x": "three.x"}},
            {"id": "c", "from": "three", "to": "two", "carries": {"three.x": "two.x"}},
        ]
    }
    told = tell_of(case)
    # The two only feed each other from then on: nothing new comes in.
    assert refs(without(told, "tool:one").fields) == ["field:two.x", "field:three.x"]
    assert refs(without(told, "integration:b").fields) == ["field:three.x"]


def test_what_is_worked_out_needs_all_it_is_made_of(tell_of: Told) -> None:
    case: Case = {
        "sources": {"hub": {"fields": {"p": {}, "q": {}, "score": {"derived_from": ["hub.p", "hub.q"]}}}},
        "flows": [{"id": "on", "from": "hub", "to": "esp", "carries": {"hub.score": "esp.score"}}],
        "tokens": [{"id": "it", "source_field": "hub.score"}],
    }
    found = without(tell_of(case), "field:hub.p")
    assert refs(found.fields) == ["field:hub.score", "field:esp.score"]
    assert refs(found.tokens) == ["token:it"]


def test_the_field_that_a_token_reads(tell_of: Told) -> None:
    """Where the way lists no fields, the record says which one it reads."""
    case: Case = {
        "flows": [{"id": "a", "from": "crm", "to": "esp"}],
        "sources": {"crm": {"fields": {"x": {}}}, "esp": {"fields": {"x": {}}}},
        "tokens": [{"id": "it", "source_field": "crm.x", "path": ["a"], "tool_field": "esp.x"}],
    }
    [token] = without(tell_of(case), "field:esp.x").tokens
    assert (token.ref, token.why) == ("token:it", "the field that it reads goes")


def test_a_token_with_two_ways_stops_when_both_go(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "a", "from": "crm", "to": "esp", "carries": {"crm.x": "esp.x"}},
            {"id": "b", "from": "crm", "to": "esp", "carries": {"crm.x": "esp.y"}},
        ],
        "tokens": [{"id": "it", "source_field": "crm.x"}],
    }
    told = tell_of(case)
    assert without(told, "integration:a").tokens == ()
    assert refs(without(told, "integration:a", "integration:b").tokens) == ["token:it"]


@pytest.mark.parametrize("style", list(IMPACT_FORMATS))
def test_every_format_names_everything(tell_of: Told, style: str) -> None:
    told = tell_of({**CLUB, "teams": ["data"]})
    found = without(told, "tool:club")
    said = IMPACT_FORMATS[style](told.lineage, found)
    names = [
        "CLUB",
        "Club-to-crm",
        "Crm-to-esp",
        "Points",
        "Token points",
        "Token crm-points",
        "Tiers",
        "Texts",
        "Data",
    ]
    assert [name for name in names if name not in said.replace("\\", "")] == []
    assert said.endswith("\n")


def test_json_can_be_read_by_a_program(tell_of: Told) -> None:
    told = tell_of(CLUB)
    document = json.loads(IMPACT_FORMATS["json"](told.lineage, without(told, "field:crm.name")))
    assert document["without"] == [{"ref": "field:crm.name", "name": "Name (crm data, CRM)"}]
    [token] = document["tokens"]
    assert (token["ref"], token["state"]) == ("token:name", "stops")
    assert [one["ref"] for one in token["trail"]] == [
        "field:crm.name",
        "integration:crm-to-esp",
        "tool:esp",
        "token:name",
    ]
    assert set(document) == {"without", "integrations", "fields", "tokens", "journeys", "capabilities", "teams"}


def test_markdown_shows_names_as_they_are(tell_of: Told) -> None:
    case: Case = {
        "flows": [{"id": "a", "name": "*A* [x](y) <b>", "from": "one", "to": "two", "carries": {"one.x": "two.x"}}]
    }
    told = tell_of(case)
    said = IMPACT_FORMATS["markdown"](told.lineage, without(told, "tool:one"))
    assert "**\\*A\\* \\[x\\](y) \\<b\\>**" in said


def test_things_of_one_trail_stand_together() -> None:
    one = [Affected(f"token:{n}", State.STOPS, "w", ("tool:a", "integration:b", f"token:{n}")) for n in range(3)] + [
        Affected("token:9", State.STOPS, "w", ("tool:a", "token:9"))
    ]
    assert [(c.between, c.refs) for c in clusters(one)] == [
        (("integration:b",), ("token:0", "token:1", "token:2")),
        ((), ("token:9",)),
    ]


def test_what_is_looked_up_by_a_value_rests_on_it(tell_of: Told) -> None:
    case: Case = {
        "flows": [{"id": "a", "from": "club", "to": "esp", "carries": {"club.store": "esp.store"}}],
        "tokens": [{"id": "hours", "source_field": "cms.hours", "key_field": "esp.store", "kind": "catalogue_item"}],
        "sources": {"cms": {"tool": "esp", "fields": {"hours": {}}}},
    }
    told = tell_of(case)
    [token] = without(told, "tool:club").tokens
    assert (token.ref, token.state, token.why) == (
        "token:hours", State.STALE, "what it is looked up by is gone or not renewed",
    )  # fmt: skip
    assert without(told, "field:esp.store").tokens[0].state is State.STOPS


def test_all_steps_that_stop_are_named_and_retired_tokens_are_not(tell_of: Told) -> None:
    case: Case = {
        **CLUB,
        "tokens": [{"id": "old", "source_field": "club.points", "status": "retired"}],
        "journeys": {"both": [{"tool": "club"}, {"tool": "app"}, {"integration": "club-to-crm"}]},
    }
    found = without(tell_of(case), "tool:club")
    assert of(found.journeys, "journey:both").why == "steps 1, 3 do not work any more"
    assert found.tokens == ()


def test_a_data_source_that_loses_some_fields_is_not_said_to_be_dead(tell_of: Told) -> None:
    case: Case = {**CLUB, "teams": ["data"], "sources": {"esp": {"steward": "team:data"}}}
    told = dict(without(tell_of(case), "tool:club").teams[0].reasons)
    assert told["data_source:esp"] == "1 of its fields loses what fed it"
