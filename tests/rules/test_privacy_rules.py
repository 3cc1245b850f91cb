"""The rules about personal data, processing activities and vendors at their edges."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stackbook.diagnostics import Diagnostic
from stackbook.examine import examine

Files = dict[str, Any]
AS_OF = date(2026, 11, 22)
EMAIL = {
    "id": "email",
    "label": "Email",
    "type": "string",
    "classification": "confidential",
    "data_categories": ["user.contact.email"],
}
PLAIN = {"id": "email", "label": "Email", "type": "string", "classification": "internal"}
KEPT = {"period": "P2Y"}
IN_USE = {"lifecycle": {"phase": "active"}}

SHOP_TO_ESP: Files = {
    "stack": {"name": "Acme", "home_region": ["EU"]},
    "vendors/mailer": {"name": "Mailer", "processing_agreement": {"status": "signed"}},
    "tools/shop": {"name": "Shop", "vendor": "in_house", **IN_USE},
    "tools/esp": {"name": "ESP", "vendor": "mailer", "category": "email_marketing", **IN_USE},
    "data-sources/customers": {"name": "Customers", "tool": "shop", "fields": [EMAIL], "retention": KEPT},
    "data-sources/users": {"name": "Users", "tool": "esp", "fields": [EMAIL], "retention": KEPT},
    "integrations/sync": {
        "name": "Sync",
        "from": "shop",
        "to": "esp",
        "status": "active",
        "delete_handling": "propagate",
        "fields": [{"from": "customers.email", "to": "users.email"}],
    },
    "activities/newsletter": {
        "name": "Newsletter",
        "lawful_basis": "consent",
        "data_use": "marketing.communications.email",
        "data_categories": ["user.contact"],
        "tools": ["shop", "esp"],
        "retention": KEPT,
    },
}


def files_with(changes: Files) -> Files:
    """The small stack with some keys changed, as in ``{"tools/esp": {"vendor": "in_house"}}``. None: no such file."""
    files = deepcopy(SHOP_TO_ESP)
    for name, values in changes.items():
        if values is None:
            files.pop(name, None)
        else:
            files[name] = files.get(name, {"name": name.rpartition("/")[2].capitalize()}) | values
    return files


def found(folder: Path, changes: Files, code: str, as_of: date | None = AS_OF) -> list[Diagnostic]:
    for name, values in files_with(changes).items():
        path = folder / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values) if not isinstance(values, str) else values, encoding="utf-8")
    return [one for one in examine(folder, as_of=as_of).diagnostics if one.code == code]


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


HEALTH = {**EMAIL, "id": "allergy", "label": "Allergy", "data_categories": ["user.health_and_medical"]}
WITH_HEALTH: Files = {
    "data-sources/customers": {"fields": [EMAIL, HEALTH]},
    "data-sources/users": {"fields": [EMAIL, HEALTH]},
    "integrations/sync": {"fields": [{"from": "customers.allergy", "to": "users.allergy"}]},
}
CARE = {"name": "Care", "data_use": "essential.service", "tools": ["shop", "esp"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (
            {"activities/newsletter": {"data_categories": ["user.contact", "user.health_and_medical"]}},
            "data_categories",
        ),
        ({"activities/newsletter": {"data_categories": ["user.health_and_medical.genetic"]}}, "data_categories"),
        (
            {"activities/newsletter": {"data_categories": ["user.health_and_medical"], "data_use": None}},
            "data_categories",
        ),
        (WITH_HEALTH, "data_use"),
        ({**WITH_HEALTH, "activities/newsletter": {"special_category_basis": "explicit_consent"}}, ""),
        ({**WITH_HEALTH, "activities/newsletter": {"special_category_basis": "a word"}}, ""),
        ({**WITH_HEALTH, "activities/newsletter": {"data_use": "essential.service"}}, ""),
        ({**WITH_HEALTH, "activities/care": CARE}, ""),  # the flow may be there for that
        ({"data-sources/users": {"fields": [EMAIL, HEALTH]}}, ""),  # it need not be used
        (
            {"data-sources/users": {"fields": [EMAIL, HEALTH]}, "activities/newsletter": {"data_sources": ["users"]}},
            "data_use",
        ),
    ],
)
def test_specially_protected_data(changes: Files, field: str, tmp_path: Path) -> None:
    told = found(tmp_path, changes, "special-category-without-basis")
    assert [(one.entity, one.field) for one in told] == ([("activity:newsletter", field)] if field else [])


def test_a_flow_that_names_a_marketing_activity_is_told(tmp_path: Path) -> None:
    flow = WITH_HEALTH["integrations/sync"] | {"activities": ["newsletter", "care"]}
    changes = {**WITH_HEALTH, "integrations/sync": flow, "activities/care": CARE}
    told = found(tmp_path, changes, "special-category-without-basis")
    assert [(one.entity, one.mentions) for one in told] == [("activity:newsletter", ("integration:sync",))]


@pytest.mark.parametrize(
    ("approved", "mapping", "target", "told"),
    [
        ("internal", {}, EMAIL, True),
        ("confidential", {}, EMAIL, False),
        (None, {}, EMAIL, False),
        ("internal", {}, PLAIN, True),  # a value keeps the class of where it comes from
        ("internal", {"transform": {"masking": "hash"}}, PLAIN, False),
        ("internal", {"transform": {"type": "mask"}}, PLAIN, False),
        ("internal", {"transform": {"type": "aggregate"}}, PLAIN, False),
        ("internal", {"transform": {"masking": "hash"}}, EMAIL, True),  # it is still confidential, says the field
        ("internal", {"transform": {"type": "rename"}}, PLAIN, True),
    ],
)
def test_data_above_approval(approved: str | None, mapping: Files, target: Files, told: bool, tmp_path: Path) -> None:
    changes = {
        "tools/esp": {"classification_approved": approved},
        "data-sources/users": {"fields": [target]},
        "integrations/sync": {"fields": [{"from": "customers.email", "to": "users.email", **mapping}]},
    }
    assert [one.entity for one in found(tmp_path, changes, "restricted-above-approval")] == ["integration:sync"] * told


def test_one_finding_names_the_fields_and_the_tool_in_between(tmp_path: Path) -> None:
    changes = {
        "tools/hub": {"classification_approved": "public", **IN_USE},
        "tools/esp": {"classification_approved": "internal"},
        "integrations/sync": {"via": "hub"},
    }
    (told,) = found(tmp_path, changes, "restricted-above-approval")
    assert "to ESP, which is approved for internal data only" in told.message
    assert "through Hub, which is approved for public data only" in told.message
    assert set(told.mentions) == {"tool:esp", "tool:hub", "data_source:customers"}
    assert found(tmp_path, {**changes, "integrations/sync": {"status": "inactive"}}, "restricted-above-approval") == []


def test_what_comes_back_is_looked_at_where_it_lands(tmp_path: Path) -> None:
    changes = {"tools/shop": {"classification_approved": "internal"}, "integrations/sync": {"direction": "two_way"}}
    (told,) = found(tmp_path, changes, "restricted-above-approval")
    assert "to Shop" in told.message


def review(kind: str, **more: Any) -> Files:
    return {"name": "It", "subject": "activity:newsletter", "type": kind, "state": "done", **more}


INTEREST: Files = {"lawful_basis": "legitimate_interests"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"activities/newsletter": INTEREST}, True),
        ({"activities/newsletter": INTEREST | {"legitimate_interest_assessed_on": "2026-01-31"}}, False),
        ({"activities/newsletter": INTEREST | {"legitimate_interest_assessed_on": "last year"}}, False),
        ({"activities/newsletter": INTEREST | {"legitimate_interest_assessment_url": "https://a.example"}}, False),
        ({"activities/newsletter": INTEREST, "reviews/a": review("legitimate_interest", outcome="approved")}, False),
        ({"activities/newsletter": INTEREST, "reviews/a": review("legitimate_interest", outcome="rejected")}, True),
        ({"activities/newsletter": INTEREST, "reviews/a": review("security", outcome="approved")}, True),
    ],
)
def test_our_interest_was_weighed(changes: Files, told: bool, tmp_path: Path) -> None:
    assert bool(found(tmp_path, changes, "legitimate-interests-without-assessment")) is told


@pytest.mark.parametrize(
    ("activity", "told"),
    [
        ({"profiling": True}, "assesses people automatically"),
        ({"profiling": False}, ""),
        ({"data_categories": ["user.health_and_medical"]}, "uses specially protected data"),
        ({"dpia": {"status": "required"}}, "nobody has begun"),
        ({"dpia": {"status": "refresh_due"}}, "done again"),
        ({"profiling": True, "dpia": {"status": "in_progress"}}, ""),
        ({"profiling": True, "dpia": {"status": "not_required"}}, ""),
        ({"profiling": True, "dpia": {"status": "completed"}}, ""),
        ({"profiling": True, "dpia": "done"}, ""),
    ],
)
def test_impact_assessments(activity: Files, told: str, tmp_path: Path) -> None:
    messages = [one.message for one in found(tmp_path, {"activities/newsletter": activity}, "dpia-missing")]
    assert [told in one for one in messages] == ([True] if told else [])


@pytest.mark.parametrize(
    ("dpia", "of", "told"),
    [
        ({"status": "required"}, {"state": "in_progress"}, False),
        ({"status": "required"}, {"state": "requested"}, True),
        (None, {"outcome": "approved"}, False),
    ],
)
def test_an_assessment_may_be_a_review(dpia: Files | None, of: Files, told: bool, tmp_path: Path) -> None:
    changes = {"activities/newsletter": {"profiling": True, "dpia": dpia}, "reviews/a": review("dpia", **of)}
    assert bool(found(tmp_path, changes, "dpia-missing")) is told


@pytest.mark.parametrize(
    ("on", "months", "told"),
    [("2024-11-22", 24, False), ("2024-11-21", 24, True), ("2024-11-21", 25, False), ("0001-01-01", 240, True)],
)
def test_an_assessment_grows_old(on: str, months: int, told: bool, tmp_path: Path) -> None:
    changes = {
        "stack": {"thresholds": {"dpia_months": months}},
        "activities/newsletter": {"dpia": {"status": "completed", "on": on}},
    }
    assert bool(found(tmp_path, changes, "dpia-stale")) is told
    later = review("dpia", outcome="approved", decided_on="2026-06-30")
    assert found(tmp_path, {**changes, "reviews/a": later}, "dpia-stale") == []


@pytest.mark.parametrize(
    ("changes", "entities"),
    [
        ({"activities/newsletter": {"data_categories": ["user.contact.email"]}}, []),
        ({"activities/newsletter": {"data_categories": ["user"]}}, []),
        ({"activities/newsletter": {"data_categories": ["user.contact.phone_number"]}}, ["integration:sync"]),
        ({"activities/newsletter": {"data_categories": []}}, ["integration:sync"]),
        ({"activities/newsletter": {"data_categories": None}}, []),  # not known, which is another matter
        ({"activities/newsletter": {"data_categories": ["user.name", "user.nose"]}}, []),
        (
            {"activities/newsletter": {"data_categories": ["user.name"], "data_sources": ["users"]}},
            ["activity:newsletter", "integration:sync"],
        ),
        (
            {
                "activities/newsletter": {"data_categories": ["user.name"]},
                "activities/care": CARE | {"data_categories": ["user.contact"]},
            },
            [],
        ),
    ],
)
def test_categories_that_nobody_declares(changes: Files, entities: list[str], tmp_path: Path) -> None:
    assert [one.entity for one in found(tmp_path, changes, "category-not-declared")] == entities


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"integrations/sync": {"delete_handling": "ignore"}}, "ignores deletions"),
        ({"integrations/sync": {"delete_handling": None}}, "does not say"),
        ({"integrations/sync": {"delete_handling": "soft_delete"}}, ""),
        ({"integrations/sync": {"delete_handling": "a word"}}, ""),
        ({"integrations/sync": {"delete_handling": None, "status": "inactive"}}, ""),
        ({"integrations/sync": {"delete_handling": None, "trigger": "on_send"}}, ""),
        (
            {
                "data-sources/users": {"fields": [PLAIN]},
                "integrations/sync": {
                    "delete_handling": None,
                    "fields": [{"from": "customers.email", "to": "users.email", "transform": {"type": "aggregate"}}],
                },
            },
            "",
        ),
    ],
)
def test_deletions(changes: Files, told: str, tmp_path: Path) -> None:
    messages = [one.message for one in found(tmp_path, changes, "deletions-not-propagated")]
    assert [told in one for one in messages] == ([True] if told else [])


OK = {"id": "ok", "label": "Email wanted", "type": "boolean", "classification": "confidential"}
CONSENT: Files = {
    "tools/centre": {"name": "Preference centre", **IN_USE},
    "data-sources/choices": {"name": "Choices", "tool": "centre", "fields": [OK]},
    "data-sources/users": {"fields": [EMAIL, OK], "consent_source": "choices"},
    "integrations/choices": {
        "name": "Choices",
        "from": "centre",
        "to": "esp",
        "status": "active",
        "fields": [{"from": "choices.ok", "to": "users.ok"}],
    },
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, False),
        ({"integrations/choices": None}, True),
        ({"integrations/choices": CONSENT["integrations/choices"] | {"status": "inactive"}}, True),
        ({"integrations/choices": CONSENT["integrations/choices"] | {"fields": []}}, False),  # it may carry them
        ({"integrations/choices": None, "tools/esp": {"category": "crm"}}, False),  # it sends nothing
        ({"integrations/choices": None, "tools/esp": {"lifecycle": {"phase": "end_of_life"}}}, False),
        ({"integrations/choices": None, "data-sources/users": {"fields": [PLAIN], "consent_source": "choices"}}, False),
        (
            {"integrations/choices": None, "data-sources/choices": {"name": "Choices", "tool": "esp", "fields": [OK]}},
            False,
        ),
        (
            {"integrations/choices": None, "data-sources/choices": {"name": "Choices", "tool": "centre", "fields": []}},
            False,
        ),
    ],
)
def test_consent_reaches_the_tool_that_sends(changes: Files, told: bool, tmp_path: Path) -> None:
    merged = {**CONSENT, **changes}
    entities = [one.entity for one in found(tmp_path, merged, "consent-not-upstream")]
    assert entities == ["data_source:users"] * told


GREETING = {"name": "Greeting", "tool": "esp", "source_field": None}
USED: Files = {"tokens/greeting": GREETING}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (USED, True),
        ({}, False),  # no tokens are recorded: nobody knows what is used
        ({**USED, "tools/esp": {"category": "crm"}}, False),
        ({**USED, "tools/esp": {"category": "data_warehouse"}}, False),
        ({**USED, "integrations/sync": {"status": "planned"}}, False),
        ({**USED, "integrations/sync": {"match_keys": ["Email"]}}, False),
        ({**USED, "data-sources/users": {"fields": [EMAIL], "identifiers": ["email"]}}, False),
        ({**USED, "data-sources/users": {"fields": [EMAIL | {"primary_key": True}]}}, False),
        ({**USED, "data-sources/users": {"fields": [EMAIL], "kind": "event_stream"}}, False),
        (
            {**USED, "data-sources/users": {"fields": [EMAIL | {"data_categories": ["user.privacy_preferences"]}]}},
            False,
        ),
        ({**USED, "data-sources/users": {"fields": [PLAIN]}}, False),
        (
            {**USED, "data-sources/users": {"fields": [EMAIL, PLAIN | {"id": "b", "derived_from": ["users.email"]}]}},
            False,
        ),
        ({"tokens/greeting": GREETING | {"source_field": "customers.email"}}, False),
        ({"tokens/greeting": GREETING | {"tool_field": "users.email"}}, False),
        ({"tokens/greeting": GREETING | {"source_field": "customers.emial"}}, False),
        (
            {
                **USED,
                "data-sources/back": {"name": "Back", "tool": "shop", "fields": [EMAIL]},
                "integrations/back": {
                    "name": "Back",
                    "from": "esp",
                    "to": "shop",
                    "status": "active",
                    "fields": [{"from": "users.email", "to": "back.email"}],
                },
            },
            False,
        ),
        ({**USED, "integrations/sync": {"direction": "two_way"}}, False),
    ],
)
def test_fields_that_nothing_uses(changes: Files, told: bool, tmp_path: Path) -> None:
    assert [one.entity for one in found(tmp_path, changes, "field-sent-and-unused")] == ["integration:sync"] * told
