"""The rules about vendors, transfers and the register of processing at their edges."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from newsletter import AS_OF, IN_USE, PLAIN, SHOP_TO_ESP, Files, found

from stackbook.examine import examine


def test_the_small_stack_is_in_order(tmp_path: Path) -> None:
    found(tmp_path, {}, "")
    families = {"Privacy", "Contracts", "Reviews"}
    done = examine(tmp_path, as_of=AS_OF)
    assert [one for one in done.diagnostics if done.checks[one.code].family in families] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"vendors/mailer": {"processing_agreement": None}}, "no processing agreement with Mailer is recorded"),
        ({"vendors/mailer": {"processing_agreement": {"status": "missing"}}}, "there is no processing agreement"),
        ({"vendors/mailer": {"processing_agreement": {"status": "expired"}}}, "is no longer in force"),
        ({"vendors/mailer": {"processing_agreement": {"status": "not_required"}}}, "says that no processing agreement"),
        ({"vendors/mailer": {"processing_agreement": {"status": "a word"}}}, ""),  # told when it was read
        ({"tools/esp": {"vendor": "in_house"}, "vendors/mailer": {"processing_agreement": None}}, ""),
    ],
)
def test_agreements(changes: Files, message: str, tmp_path: Path) -> None:
    told = found(tmp_path, changes, "processor-without-agreement")
    assert [message in one.message for one in told] == ([True] if message else [])
    assert all(one.entity == "vendor:mailer" and one.mentions == ("tool:esp",) for one in told)


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        ({"responsibility": "processor"}, True),
        ({"responsibility": "controller"}, False),
        ({"responsibility": "joint_controller"}, False),
        ({"responsibility": "sub_processor"}, False),
        ({"responsibility": "nobody"}, False),
        ({"lifecycle": {"phase": "plan"}}, False),
        ({"lifecycle": {"phase": "end_of_life"}}, False),
        ({"lifecycle": {"phase": "phase_out"}}, True),
    ],
)
def test_an_agreement_is_due_for_tools_in_use_of_processors(tool: Files, told: bool, tmp_path: Path) -> None:
    changes = {"vendors/mailer": {"processing_agreement": None}, "tools/esp": tool}
    assert bool(found(tmp_path, changes, "processor-without-agreement")) is told


def test_data_that_only_passes_through_a_tool_needs_an_agreement(tmp_path: Path) -> None:
    hub = {"vendors/hubber": {"processing_agreement": None}, "tools/hub": {"vendor": "hubber", **IN_USE}}
    through = {**hub, "integrations/sync": {"via": "hub"}}
    assert [one.entity for one in found(tmp_path, through, "processor-without-agreement")] == ["vendor:hubber"]


def test_what_does_not_flow_yet_needs_no_agreement(tmp_path: Path) -> None:
    changes = {
        "vendors/mailer": {"processing_agreement": None},
        "data-sources/users": {"fields": [PLAIN]},
        "integrations/sync": {"status": "planned"},
    }
    assert found(tmp_path, changes, "processor-without-agreement") == []
    changes["integrations/sync"] = {"status": "active"}
    assert len(found(tmp_path, changes, "processor-without-agreement")) == 1


@pytest.mark.parametrize(("last", "told"), [("2026-11-21", True), ("2026-11-22", False)])
def test_the_last_day_of_an_agreement_still_counts(last: str, told: bool, tmp_path: Path) -> None:
    agreement = {"vendors/mailer": {"processing_agreement": {"status": "signed", "expires_on": last}}}
    assert bool(found(tmp_path, agreement, "agreement-expired")) is told


def test_a_new_certificate_replaces_the_old_one(tmp_path: Path) -> None:
    old, new = {"type": "iso_27001", "valid_until": "2026-01-31"}, {"type": "iso_27001", "valid_until": "2029-01-31"}
    other = {"type": "soc_2_type_2", "valid_until": "2026-02-28"}
    told = found(tmp_path, {"vendors/mailer": {"certifications": [old, other, new]}}, "certification-expired")
    assert ["SOC 2" in one.message for one in told] == [True]


@pytest.mark.parametrize(
    ("ai", "told"),
    [
        ({"uses_ai": True}, "nobody knows"),
        ({"uses_ai": True, "trains_on_our_data": "yes"}, "trains AI on our data"),
        ({"uses_ai": True, "trains_on_our_data": "partly"}, "a part of our data"),
        ({"uses_ai": True, "trains_on_our_data": "no"}, ""),
        ({"uses_ai": False}, ""),
        ({}, ""),
    ],
)
def test_ai_that_learns_from_our_data(ai: Files, told: str, tmp_path: Path) -> None:
    messages = [one.message for one in found(tmp_path, {"tools/esp": {"ai_use": ai}}, "ai-trains-on-our-data")]
    assert [told in one for one in messages] == ([True] if told else [])


TO_US: Files = {"tools/esp": {"data_residency": ["DE", "US"]}}


@pytest.mark.parametrize(
    ("changes", "entities"),
    [
        (TO_US, ["tool:esp"]),
        ({**TO_US, "stack": {"home_region": []}}, []),
        ({**TO_US, "stack": {"home_region": ["EU", "US"]}}, []),
        ({**TO_US, "vendors/mailer": {"transfer_mechanism": "sccs"}}, []),
        ({**TO_US, "vendors/mailer": {"transfer_mechanism": "not_applicable"}}, ["tool:esp"]),
        ({**TO_US, "vendors/mailer": {"transfer_mechanism": "a word"}}, []),
        ({**TO_US, "integrations/sync": {"transfer": {"countries": ["US"], "mechanism": "adequacy_decision"}}}, []),
        ({**TO_US, "activities/newsletter": {"transfers": [{"country": "US", "mechanism": "sccs"}]}}, []),
        ({**TO_US, "activities/newsletter": {"transfers": [{"country": "CA", "mechanism": "sccs"}]}}, ["tool:esp"]),
        ({**TO_US, "activities/newsletter": {"transfers": [{"country": "US"}]}}, ["tool:esp"]),
        ({"integrations/sync": {"transfer": {"countries": ["IN"]}}}, ["integration:sync"]),
        ({"integrations/sync": {"transfer": {"countries": ["NO"]}}}, []),
        ({"data-sources/users": {"residency": ["BR"]}}, ["data_source:users"]),
        (
            {**TO_US, "tools/esp": {"data_residency": ["US"], "lifecycle": {"phase": "end_of_life"}}},
            ["integration:sync"],
        ),
    ],
)
def test_transfers(changes: Files, entities: list[str], tmp_path: Path) -> None:
    assert [one.entity for one in found(tmp_path, changes, "transfer-without-mechanism")] == entities


def test_a_country_is_named_once_where_it_stands(tmp_path: Path) -> None:
    (told,) = found(tmp_path, {"tools/esp": {"data_residency": ["US", "DE", "JP"]}}, "transfer-without-mechanism")
    assert told.message == "ESP keeps personal data in JP and US, and nothing is recorded that allows it"
    assert told.field == "data_residency"
    assert told.mentions == ("vendor:mailer",)


def test_a_flow_that_no_activity_knows(tmp_path: Path) -> None:
    told = found(tmp_path, {"activities/newsletter": {"tools": ["esp"]}}, "personal-flow-in-no-activity")
    assert [(one.entity, one.mentions) for one in told] == [("integration:sync", ("tool:shop", "tool:esp"))]


@pytest.mark.parametrize(
    "changes",
    [
        {"integrations/sync": {"activities": ["newsletter"]}, "activities/newsletter": {"tools": None}},
        {"integrations/sync": {"status": "planned"}, "activities/newsletter": {"tools": ["esp"]}},
        {
            "data-sources/users": {"fields": [PLAIN]},
            "data-sources/customers": {"fields": [PLAIN]},
            "activities/newsletter": {"tools": ["esp"]},
        },
        {"activities/newsletter": {"tools": ["esp", "shopp"]}},  # a slip of the hand is told, not what follows
        {"activities/newsletter": {"tools": ["esp"]}, "activities/orders": {"tools": "shop"}},
    ],
)
def test_flows_that_are_known_or_may_be(changes: Files, tmp_path: Path) -> None:
    assert found(tmp_path, changes, "personal-flow-in-no-activity") == []


def test_without_a_register_one_hint_is_enough(tmp_path: Path) -> None:
    extra = {f"integrations/{name}": SHOP_TO_ESP["integrations/sync"] for name in ("a", "b", "c")}
    changes = {**extra, "activities/newsletter": None}
    assert len(found(tmp_path, changes, "no-activities-yet")) == 1
    assert found(tmp_path, changes, "personal-flow-in-no-activity") == []


def test_without_personal_data_no_register_is_asked_for(tmp_path: Path) -> None:
    changes = {
        "activities/newsletter": None,
        "data-sources/users": {"fields": [PLAIN]},
        "data-sources/customers": {"fields": [PLAIN]},
    }
    assert found(tmp_path, changes, "no-activities-yet") == []
