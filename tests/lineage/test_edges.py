"""Edges of lineage: what is written once, worked out where it lands, walked backwards, or dense."""

from __future__ import annotations

from itertools import pairwise

import pytest
from in_short import Case, Told, line_of

from stackbook.lineage.age import DAY, HOUR, MINUTE, about
from stackbook.lineage.tokens import Trace


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("never", "it writes the value once, and does not renew it"),
        ("only_if_blank", "it writes only where nothing stands, and does not renew it"),
    ],
)
def test_what_is_written_once_has_no_limit(tell_of: Told, rule: str, why: str) -> None:
    carries = {"crm.x": {"to": "esp.x", "update": rule}}
    flow = {"id": "sync", "from": "crm", "to": "esp", "frequency": "hourly", "carries": carries}
    line = line_of(tell_of({"flows": [flow], "token": {"source_field": "crm.x"}}))
    assert line.age is not None
    assert line.age.seconds is None
    assert [(part.label, part.why) for part in line.age.unknown] == [("Sync", why)]


def test_what_is_worked_out_where_it_lands_waits_for_that_source(tell_of: Told) -> None:
    case: Case = {
        "sources": {
            "esp": {"refresh": {"frequency": "weekly"}, "fields": {"x": {}, "y": {"derived_from": ["esp.x"]}}},
        },
        "flows": [{"id": "sync", "from": "crm", "to": "esp", "frequency": "hourly", "carries": {"crm.x": "esp.x"}}],
        "token": {"source_field": "crm.x", "tool_field": "esp.y"},
    }
    line = line_of(tell_of(case))
    assert line.age is not None
    assert line.age.words == "7 days 1 hour"


def test_a_source_is_renewed_once_whatever_is_worked_out_in_it(tell_of: Told) -> None:
    fields = {"x": {}, "y": {"derived_from": ["esp.x"]}, "z": {"derived_from": ["esp.y"]}}
    case: Case = {
        "sources": {"hub": {"tool": "esp", "refresh": {"frequency": "daily"}, "fields": {"a": {}}},
                    "esp": {"refresh": {"frequency": "daily"}, "fields": fields}},
        "token": {"source_field": "esp.x", "tool_field": "esp.z"},
    }  # fmt: skip
    line = line_of(tell_of(case))
    assert line.age is not None
    assert line.age.words == "1 day"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "no time"),
        (45, "45 seconds"),
        (61 * MINUTE, "about 1 hour"),
        (HOUR + 10 * MINUTE, "about 1 hour 15 minutes"),
        (26 * HOUR, "1 day 2 hours"),
        (DAY + 29 * MINUTE, "about 1 day"),
        (7 * DAY + 11 * HOUR, "about 8 days"),
        (16 * DAY + 16 * MINUTE, "about 16 days"),
    ],
)
def test_people_hear_round_numbers_that_are_not_too_small(seconds: int, words: str) -> None:
    assert about(seconds) == words


def test_a_way_against_a_two_way_integration_without_fields(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "ab", "from": "esp", "to": "hub", "direction": "two_way"},
            {"id": "bc", "from": "crm", "to": "hub", "direction": "two_way"},
        ],
        "sources": {"crm": {"fields": {"x": {}}}},
        "token": {"source_field": "crm.x", "path": ["bc", "ab"]},
    }
    line = line_of(tell_of(case))
    assert line.trace is Trace.FOUND
    assert line.way is not None
    assert [step.lands.id for step in line.way.steps if step.lands] == ["hub", "esp"]


def test_one_sequence_of_integrations_is_one_way_however_many_fields_it_carries(tell_of: Told) -> None:
    tools = [f"t{n:02}" for n in range(17)]
    flows = [
        {"id": f"i{n}", "from": one, "to": other,
         "carries": {f"{one}.{a}": [f"{other}.a", f"{other}.b"] for a in "ab"}}
        for n, (one, other) in enumerate(pairwise(tools))
    ]  # fmt: skip
    line = line_of(tell_of({"flows": flows, "token": {"tool": tools[-1], "source_field": "t00.a"}}))
    assert line.trace is Trace.FOUND
    assert line.way is not None
    assert line.way.integrations == tuple(f"i{n}" for n in range(16))


def test_a_circle_is_seen_beside_a_step_that_does_not_overwrite(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "ab", "from": "a", "to": "b", "carries": {"a.x": "b.x"}},
            {"id": "ba", "from": "b", "to": "a", "carries": {"b.x": "a.x"}},
            {"id": "bb", "from": "b", "to": "a", "carries": {"b.x": {"to": "a.x", "update": "only_if_blank"}}},
        ]
    }
    told = tell_of(case)
    assert len([d for d in told.diagnostics if d.code == "fields-in-a-loop"]) == 1


def test_what_is_switched_off_is_named_with_how_far_the_value_gets(tell_of: Told) -> None:
    case: Case = {
        "flows": [
            {"id": "ab", "from": "crm", "to": "hub", "carries": {"crm.x": "hub.x"}},
            {"id": "bc", "from": "hub", "to": "esp", "status": "planned"},
        ],
        "token": {"source_field": "crm.x"},
    }
    broken = line_of(tell_of(case)).broken
    assert broken is not None
    assert broken.reason == "it gets as far as `hub.x`, and `bc` is not live yet"


def test_what_a_person_says_about_their_health_is_specially_protected(tell_of: Told) -> None:
    fields = {"x": {"data_categories": ["user.health_and_medical.genetic"]}}
    uses = [{"name": "Offer", "channels": ["email_subject"]}]
    case: Case = {"sources": {"esp": {"fields": fields}}, "token": {"source_field": "esp.x", "used_in": uses}}
    assert "sensitive-in-subject" in {d.code for d in tell_of(case).diagnostics}


def test_a_value_is_as_old_as_the_journey_up_to_the_step_that_sends(tell_of: Told) -> None:
    steps = [{"tool": "esp"}, {"tool": "esp", "wait": "P3D"}, {"tool": "esp", "wait": "P7D"}]

    def age(**use: object) -> str:
        uses = [{"name": "Second mail", "journey": "welcome", **use}]
        token = {"source_field": "esp.tier", "resolved_at": "journey_entry", "used_in": uses}
        line = line_of(tell_of({"token": token, "journeys": {"welcome": steps}}))
        assert line.age is not None
        return line.age.words

    assert age(step=1) == "fresh"
    assert age(step=2) == "3 days"
    assert age() == age(step=3) == age(step=9) == "10 days"


def test_ways_that_keep_the_value_are_offered_first(tell_of: Told) -> None:
    """An order's value that goes on as points is another value."""
    case: Case = {
        "flows": [
            {"id": "a-derives", "from": "shop", "to": "esp",
             "carries": {"shop.total": {"to": "esp.points", "transform": {"type": "derive"}}}},
            {"id": "b-one", "from": "shop", "to": "hub", "carries": {"shop.total": "hub.total"}},
            {"id": "b-two", "from": "hub", "to": "esp", "carries": {"hub.total": "esp.total"}},
        ],
        "token": {"source_field": "shop.total"},
    }  # fmt: skip
    line = line_of(tell_of(case))
    assert [way.integrations for way in line.choices] == [("b-one", "b-two"), ("a-derives",)]


def test_a_value_read_on_entry_is_not_older_for_what_happened_before(tell_of: Told) -> None:
    """The journey gets to the tool with its second step; what leads there counts with the way of the value."""
    case: Case = {
        "flows": [{"id": "sync", "from": "crm", "to": "esp", "carries": {"crm.tier": "esp.tier"}}],
        "token": {
            "source_field": "crm.tier",
            "resolved_at": "journey_entry",
            "used_in": [{"name": "Mail", "journey": "tiers"}],
        },
        "journeys": {
            "tiers": [{"tool": "crm", "wait": "P5D"}, {"integration": "sync"}, {"tool": "esp", "wait": "P2D"}]
        },
    }
    line = line_of(tell_of(case))
    assert line.age is not None
    assert line.age.words == "3 days"  # a day for the integration, and two until the mail
    case["token"]["resolved_at"] = "trigger_event"
    line = line_of(tell_of(case))
    assert line.age is not None
    assert line.age.words == "9 days"  # the event came first: five days, the integration, two days; and the way


def test_a_deprecated_field(tell_of: Told) -> None:
    case: Case = {
        "sources": {
            "crm": {"fields": {"level": {"deprecated": {"on": "2025-05-19", "replaced_by": "crm.tier"}}, "tier": {}}}
        },
        "flows": [{"id": "sync", "from": "crm", "to": "esp", "carries": {"crm.level": "esp.level"}}],
        "tokens": [
            {"id": "it", "source_field": "crm.level"},
            {"id": "going", "source_field": "crm.level", "status": "deprecated"},
        ],
    }
    found = [d for d in tell_of(case).diagnostics if d.code == "deprecated-field-used"]
    assert [d.entity for d in found] == ["integration:sync", "token:it"]
    assert {d.message for d in found} == {"`crm.level` should not be used any more since 19 May 2025"}
    assert {d.help for d in found} == {"Use `crm.tier` instead."}
