"""The rules about integrations and data sources at their edges: where they speak and where not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from two_tools import field, fields, flow, found, messages

# What much rests on


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ("owner: null\n", "owner, error channel or runbook"),
        ("owner: it\n", "error channel or runbook"),
        ("owner: it\nrunbook: https://wiki.example/x\n", "error channel"),
        ("owner: it\nrunbook: wiki\n", "error channel"),  # what cannot be read is said elsewhere
        ("owner: nobody\nrunbook: wiki\nerror_channel: null\n", "error channel"),
    ],
)
def test_a_critical_flow_names_all_that_is_missing(more: str, missing: str, tmp_path: Path) -> None:
    files = {"teams/it.yml": "name: IT\nkind: it\n", **flow(f"status: active\ncriticality: business_critical\n{more}")}
    said = messages(files, tmp_path, "critical-flow-unattended")
    assert said == [f"`contacts` is business critical and has no {missing}"]


@pytest.mark.parametrize(
    "text",
    [
        "status: planned\ncriticality: mission_critical\n",
        "status: active\ncriticality: business_operational\n",
        "status: active\n",
    ],
)
def test_other_flows_may_be_unattended(text: str, tmp_path: Path) -> None:
    assert not found(flow(text), tmp_path, "critical-flow-unattended")


@pytest.mark.parametrize(
    ("status", "state", "speaks"),
    [("active", "broken", True), ("inactive", "broken", False), ("active", "degraded", False)],
)
def test_broken_and_live(status: str, state: str, speaks: bool, tmp_path: Path) -> None:
    files = flow(f"status: {status}\nhealth: {{state: {state}}}\n")
    assert bool(found(files, tmp_path, "health-broken")) is speaks


IMPORTANT = "lifecycle: {phase: active}\ncriticality: mission_critical\n"


def test_a_critical_tool_on_one_that_nobody_owns(tmp_path: Path) -> None:
    files = {
        **flow("via: hub\nstatus: active\ncriticality: mission_critical\n"),
        "teams/it.yml": "name: IT\nkind: it\n",
        "tools/hub.yml": "name: Hub\nbusiness_owner: null\ntechnical_owner: null\n",
        "tools/crm.yml": "name: CRM\nbusiness_owner: null\ntechnical_owner: team:it\n",
        "tools/esp.yml": f"name: ESP\n{IMPORTANT}",
        "integrations/more.yml": "name: More\nfrom: hub\nto: esp\nstatus: active\ncriticality: business_critical\n",
    }
    (one,) = found(files, tmp_path, "critical-tool-on-weak-one")
    assert one.message == "ESP cannot do without Hub (see `contacts`), which nobody owns"
    assert (one.entity, one.mentions) == ("tool:hub", ("tool:esp", "integration:contacts"))


@pytest.mark.parametrize(
    ("integration", "speaks"),
    [
        ("status: active\ncriticality: mission_critical\n", False),
        ("status: active\ncriticality: mission_critical\ndirection: two_way\nconflict_rule: manual\n", True),
        ("status: active\ndirection: two_way\nconflict_rule: manual\n", False),
        ("status: inactive\ncriticality: mission_critical\ndirection: two_way\nconflict_rule: manual\n", False),
    ],
)
def test_a_critical_tool_rests_only_on_what_brings_it_data(integration: str, speaks: bool, tmp_path: Path) -> None:
    files = {
        **flow(integration),
        "tools/crm.yml": f"name: CRM\n{IMPORTANT}",
        "tools/esp.yml": "name: ESP\ncriticality: administrative\n",
    }
    assert bool(found(files, tmp_path, "critical-tool-on-weak-one")) is speaks


def test_an_owner_that_cannot_be_read_is_still_one(tmp_path: Path) -> None:
    files = {
        **flow("status: active\ncriticality: mission_critical\n"),
        "tools/crm.yml": "name: CRM\nbusiness_owner: [team:it]\n",
        "tools/esp.yml": f"name: ESP\n{IMPORTANT}",
    }
    assert not found(files, tmp_path, "critical-tool-on-weak-one")


PERSONAL = fields(field("mail", "confidential", ", data_categories: [user.contact]"), field("mail", "confidential"))
CARRIED = "fields: [{from: contacts.mail, to: users.mail}]\n"


@pytest.mark.parametrize(
    ("crm", "esp", "more", "speaks"),
    [
        ("", "{name: staging, data: real}", "environments: [production, staging]", True),
        ("", "{name: staging, data: real}", "environments: [staging]", True),
        ("", "{name: staging, data: masked}", "environments: [production, staging]", False),
        ("", "{name: staging}", "environments: [production, staging]", False),
        ("", "{name: production, data: real}", "environments: [production, staging]", False),
        ("", "{name: staging, data: real}", "environments: [production]", False),
        ("{name: staging, data: synthetic}", "{name: staging, data: real}", "environments: [staging]", False),
        ("{name: staging, data: real}", "{name: staging, data: synthetic}", "environments: [staging]", False),
        (
            "{name: staging, data: real}",
            "{name: uat, data: real}",
            "environments: [staging]\ndirection: two_way\nconflict_rule: manual",
            True,
        ),
    ],
)
def test_real_data_in_an_environment_for_tests(crm: str, esp: str, more: str, speaks: bool, tmp_path: Path) -> None:
    files = {
        **flow(f"status: active\n{CARRIED}{more}\n"),
        **PERSONAL,
        "tools/crm.yml": f"name: CRM\nenvironments: [{crm}]\n",
        "tools/esp.yml": f"name: ESP\nenvironments: [{esp}]\n",
    }
    assert bool(found(files, tmp_path, "production-to-non-production")) is speaks


# Keys, and data that travels unprotected


@pytest.mark.parametrize(
    ("status", "auth", "speaks"),
    [
        ("active", "method: api_key, rotate_every: P1M, last_rotated: 2026-10-21", True),
        ("active", "method: api_key, rotate_every: P1M, last_rotated: 2026-10-22", False),
        ("planned_disconnect", "method: api_key, rotate_every: P1M, last_rotated: 2026-01-01", True),
        ("inactive", "method: api_key, rotate_every: P1M, last_rotated: 2026-01-01", False),
        ("active", "method: none, rotate_every: P1M, last_rotated: 2026-01-01", False),
        ("active", "method: jwt_bearer, rotate_every: PT1H, last_rotated: 2026-01-01", False),
        ("active", "method: api_key, rotate_every: P99999Y, last_rotated: 2026-01-01", False),
        ("active", "method: api_key, rotate_every: P1M", False),
    ],
)
def test_when_a_secret_should_be_changed(status: str, auth: str, speaks: bool, tmp_path: Path) -> None:
    files = flow(f"status: {status}\nauth: {{{auth}}}\n")
    assert bool(found(files, tmp_path, "rotation-overdue")) is speaks


@pytest.mark.parametrize(
    ("auth", "mapped", "speaks"),
    [
        ("method: api_key", CARRIED, True),
        ("method: api_key", "", False),
        ("method: oauth2_authorization_code", CARRIED, False),
        ("method: mtls", CARRIED, False),
        ("method: basic, last_rotated: 2020-01-01", CARRIED, False),
    ],
)
def test_secrets_of_which_nothing_is_known(auth: str, mapped: str, speaks: bool, tmp_path: Path) -> None:
    files = {**flow(f"status: active\n{mapped}auth: {{{auth}}}\n"), **PERSONAL}
    assert bool(found(files, tmp_path, "rotation-unknown")) is speaks


@pytest.mark.parametrize(
    ("crm", "esp", "transform", "named"),
    [
        ("confidential", "internal", "", "`contacts.a`"),
        ("internal", "restricted", "", "`users.a`"),
        ("confidential", "confidential", "", "`contacts.a`, `users.a`"),
        ("internal", "public", "", ""),
        ("null", "null", "", ""),
        ("restricted", "internal", ", transform: {type: mask, masking: hash}", ""),
        ("restricted", "internal", ", transform: {type: aggregate}", ""),
        ("restricted", "internal", ", transform: {type: rename}", "`contacts.a`"),
        ("restricted", "confidential", ", transform: {type: mask}", "`users.a`"),
    ],
)
@pytest.mark.parametrize("pattern", ["manual_upload", "client_side_tag"])
def test_what_goes_by_hand(crm: str, esp: str, transform: str, named: str, pattern: str, tmp_path: Path) -> None:
    mapped = f"fields: [{{from: contacts.a, to: users.a{transform}}}]\n"
    files = {
        **flow(f"status: active\npattern: {pattern}\n{mapped}"),
        **fields(field("a", crm), field("a", esp)),
    }
    said = messages(files, tmp_path, "confidential-by-hand-or-tag")
    assert [one.partition(" data: ")[2].replace(" and ", ", ") for one in said] == ([named] if named else [])


@pytest.mark.parametrize(
    ("status", "pattern", "speaks"),
    [
        ("planned", "manual_upload", True),
        ("inactive", "manual_upload", False),
        ("related", "manual_upload", False),
        ("active", "server_side_tag", False),
        ("active", "file_transfer", False),
    ],
)
def test_what_does_not_go_by_hand(status: str, pattern: str, speaks: bool, tmp_path: Path) -> None:
    files = {**flow(f"status: {status}\npattern: {pattern}\n{CARRIED}"), **PERSONAL}
    assert bool(found(files, tmp_path, "confidential-by-hand-or-tag")) is speaks


# Data sources


def source(field_text: str, more: str = "", tool: str = "lifecycle: {phase: active}\n") -> dict[str, str]:
    return {
        "tools/crm.yml": f"name: CRM\n{tool}",
        "data-sources/contacts.yml": f"name: Contacts\ntool: crm\nfields: [{field_text}]\n{more}",
    }


IN_USE, RETIRED = "lifecycle: {phase: active}\n", "lifecycle: {phase: end_of_life}\n"
CONTACT = field("a", "internal", ", data_categories: [user.contact]")


@pytest.mark.parametrize(
    ("field_text", "tool", "what"),
    [
        (CONTACT, IN_USE, "personal"),
        (field("a", "restricted"), IN_USE, "restricted"),
        (field("a", "internal"), IN_USE, ""),
        (field("a", "null"), IN_USE, ""),
        ("", IN_USE, ""),
        (CONTACT, RETIRED, ""),
        (CONTACT, f"{IN_USE}data_steward: team:it\n", ""),
        (CONTACT, f"{IN_USE}data_steward: [it]\n", ""),
    ],
)
def test_data_that_needs_a_steward(field_text: str, tool: str, what: str, tmp_path: Path) -> None:
    files = {"teams/it.yml": "name: IT\nkind: it\n", **source(field_text, tool=tool)}
    expected = [f"Contacts holds {what} data, and nobody is named who looks after it"] if what else []
    assert messages(files, tmp_path, "data-source-without-steward") == expected


@pytest.mark.parametrize(
    ("field_text", "more", "tool", "speaks"),
    [
        (CONTACT, "", IN_USE, True),
        (CONTACT, "retention: null\n", IN_USE, True),
        (CONTACT, "retention: {deletion: manual}\n", IN_USE, True),
        (CONTACT, "retention: {period: P1Y}\n", IN_USE, False),
        (CONTACT, "retention: {basis: Until the account is closed.}\n", IN_USE, False),
        (CONTACT, "retention: {period: long}\n", IN_USE, False),
        (CONTACT, "kind: api\n", IN_USE, False),
        (CONTACT, "", RETIRED, False),
        (field("a", "restricted"), "", IN_USE, False),
    ],
)
def test_how_long_data_is_kept(field_text: str, more: str, tool: str, speaks: bool, tmp_path: Path) -> None:
    assert bool(found(source(field_text, more, tool), tmp_path, "retention-missing")) is speaks


def test_fields_without_a_class_are_said_once(tmp_path: Path) -> None:
    text = "\n".join(
        f"  - id: f{n}\n    label: F\n    type: string\n    classification: {'null' if n else 'internal'}"
        for n in range(9)
    )
    files = {
        "tools/crm.yml": f"name: CRM\n{IN_USE}",
        "data-sources/contacts.yml": f"name: Contacts\ntool: crm\nfields:\n{text}\n",
    }
    (one,) = found(files, tmp_path, "fields-without-classification")
    assert one.message.startswith("8 fields of Contacts have no classification: `f1`, `f2`")
    assert one.message.endswith("and 2 more")
    assert one.location.line == 11
    assert not found({"tools/crm.yml": f"name: CRM\n{RETIRED}"}, tmp_path, "fields-without-classification")
