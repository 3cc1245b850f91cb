"""The rules about what is done with personal data at their edges: protection, approval, consent, deletion, use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from newsletter import EMAIL, IN_USE, PLAIN, Files, found

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
