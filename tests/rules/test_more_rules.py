"""The rules about tools' lives, integrations and data sources at their edges: where they speak and where not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from stackbook.diagnostics import Diagnostic
from stackbook.examine import examine

AS_OF = date(2026, 11, 22)
CRM, ESP = {"tools/crm.yml": "name: CRM\n"}, {"tools/esp.yml": "name: ESP\n"}


def found(files: Mapping[str, str], folder: Path, code: str, as_of: date | None = AS_OF) -> list[Diagnostic]:
    for name, text in {"stack.yml": "name: Acme\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [one for one in examine(folder, as_of=as_of).diagnostics if one.code == code]


def messages(files: Mapping[str, str], folder: Path, code: str, as_of: date | None = AS_OF) -> list[str]:
    return [one.message for one in found(files, folder, code, as_of)]


def flow(text: str) -> dict[str, str]:
    """An integration from the CRM to the ESP."""
    return {**CRM, **ESP, "integrations/contacts.yml": f"name: Contacts\nfrom: crm\nto: esp\n{text}"}


def fields(crm: str, esp: str) -> dict[str, str]:
    """A data source in each tool, with the fields given."""
    return {
        "data-sources/contacts.yml": f"name: Contacts\ntool: crm\nfields: [{crm}]\n",
        "data-sources/users.yml": f"name: Users\ntool: esp\nfields: [{esp}]\n",
    }


def field(id_: str, classification: str, more: str = "") -> str:
    return f"{{id: {id_}, label: {id_}, type: string, classification: {classification}{more}}}"


# What ended, and is said to go on


@pytest.mark.parametrize("status", ["active", "planned_disconnect"])
def test_a_live_flow_through_a_retired_tool(status: str, tmp_path: Path) -> None:
    files = {
        **flow(f"via: hub\nstatus: {status}\n"),
        "tools/hub.yml": "name: Hub\nlifecycle: {phase: end_of_life}\n",
        "tools/crm.yml": "name: CRM\nlifecycle: {phase: end_of_life}\n",
    }
    (one,) = found(files, tmp_path, "active-flow-on-retired-tool")
    assert one.message == "`contacts` is live, and CRM and Hub are no longer in use"
    assert (one.field, one.location.line, set(one.mentions)) == ("status", 5, {"tool:crm", "tool:hub"})


@pytest.mark.parametrize("status", ["planned", "inactive", "related", "null"])
def test_what_does_not_flow_may_name_a_retired_tool(status: str, tmp_path: Path) -> None:
    files = {**flow(f"status: {status}\n"), "tools/crm.yml": "name: CRM\nlifecycle: {phase: end_of_life}\n"}
    assert not found(files, tmp_path, "active-flow-on-retired-tool")


def life(text: str) -> dict[str, str]:
    return {"tools/crm.yml": f"name: CRM\nlifecycle: {{{text}}}\n"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phase: active", []),
        ("phase: active, plan: 2024-01-01, phase_in: 2024-01-01, active: 2024-01-01, phase_out: 2024-01-01", []),
        (
            "phase: active, plan: 2024-02-01, end_of_life: 2024-01-03",
            ["CRM: last day of use (3 January 2024) comes before planning (1 February 2024)"],
        ),
        (
            "phase: plan, plan: 2030-01-01, phase_in: 2024-01-01, active: 2024-02-01",
            ["CRM: set-up (1 January 2024) comes before planning (1 January 2030)"],
        ),
    ],
)
def test_the_days_of_a_tool_in_order(text: str, said: list[str], tmp_path: Path) -> None:
    assert messages(life(text), tmp_path, "phase-dates-out-of-order") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phase: active, end_of_life: 2026-11-21", "active, and its last day of use was 21 November 2026"),
        ("phase: active, end_of_life: 2026-11-22", ""),
        ("phase: active, phase_out: 2026-11-01", "active, and its replacement began on 1 November 2026"),
        ("phase: active, phase_out: 2027-11-01, end_of_life: 2028-01-01", ""),
        ("phase: phase_in, active: 2026-11-01", "phasing in, and its regular use began on 1 November 2026"),
        ("phase: plan, phase_in: 2026-11-21", "planned, and its set-up began on 21 November 2026"),
        ("phase: plan, phase_in: 2026-11-22", ""),
        ("phase: plan, plan: 2027-01-01", ""),
        ("phase: plan, active: 2027-01-01", ""),
        ("phase: active, active: 2026-11-23", "active, and its regular use begins only on 23 November 2026"),
        ("phase: phase_out, phase_out: 2027-01-01", "phasing out, and its replacement begins only on 1 January 2027"),
        (
            "phase: end_of_life, end_of_life: 2026-11-23",
            "at its end of life, and its last day of use is only 23 November 2026",
        ),
        ("phase: end_of_life, end_of_life: 2026-11-22", ""),
        ("phase: end_of_life, active: 2017-01-01", ""),
        ("phase: active", ""),
    ],
)
def test_phase_against_days(text: str, said: str, tmp_path: Path) -> None:
    expected = [f"CRM is said to be {said}"] if said else []
    assert messages(life(text), tmp_path, "phase-contradicts-dates") == expected


@pytest.mark.parametrize("other", ["replaced_by: esp", "replaced_by: nobody"])
def test_a_named_successor_is_enough(other: str, tmp_path: Path) -> None:
    files = {**ESP, "tools/crm.yml": f"name: CRM\n{other}\nlifecycle: {{phase: phase_out}}\n"}
    assert not found(files, tmp_path, "phase-out-without-successor")


def test_a_successor_that_cannot_be_read_may_be_the_one(tmp_path: Path) -> None:
    files = {**life("phase: phase_out"), "tools/esp.yml": "name: ESP\nreplaces: {tool: crm}\n"}
    assert not found(files, tmp_path, "phase-out-without-successor")


def test_a_planned_flow_may_start_today(tmp_path: Path) -> None:
    files = flow("status: planned\ndates: {live_from: 2026-11-22}\n")
    assert not found(files, tmp_path, "planned-flow-past-start")
    assert found(files, tmp_path, "planned-flow-past-start", date(2026, 11, 23))


def test_one_day_is_a_life_of_an_integration(tmp_path: Path) -> None:
    files = flow("status: inactive\ndates: {live_from: 2026-11-22, live_until: 2026-11-22}\n")
    assert not found(files, tmp_path, "integration-dates-out-of-order")


# What may not be used


@pytest.mark.parametrize(
    ("phase", "state", "speaks"),
    [
        ("active", "denied", True),
        ("phase_in", "closed", True),
        ("phase_out", "closed", True),
        ("phase_out", "need_to_close", False),
        ("active", "need_to_close", True),
        ("end_of_life", "closed", False),
        ("plan", "denied", False),
        ("active", "discovered", False),
        ("active", "exception", False),
    ],
)
def test_use_against_approval(phase: str, state: str, speaks: bool, tmp_path: Path) -> None:
    files = {"tools/crm.yml": f"name: CRM\nlifecycle: {{phase: {phase}}}\napproval: {{state: {state}}}\n"}
    assert bool(found(files, tmp_path, "tool-denied-in-use")) is speaks


@pytest.mark.parametrize(
    ("phase", "state", "until", "speaks"),
    [
        ("active", "sanctioned", "2026-11-21", True),
        ("active", "sanctioned", "2026-11-22", False),
        ("end_of_life", "sanctioned", "2020-01-01", False),
        ("active", "denied", "2020-01-01", False),
    ],
)
def test_approval_for_a_time(phase: str, state: str, until: str, speaks: bool, tmp_path: Path) -> None:
    approval = f"approval: {{state: {state}, expires_on: {until}}}"
    files = {"tools/crm.yml": f"name: CRM\nlifecycle: {{phase: {phase}}}\n{approval}\n"}
    assert bool(found(files, tmp_path, "approval-expired")) is speaks


# What tools are for


def doing(name: str, phase: str, more: str = "", capability: str = "mail") -> dict[str, str]:
    text = f"name: {name}\nlifecycle: {{phase: {phase}}}\ncapabilities: [{{capability: {capability}}}]\n{more}"
    return {f"tools/{name.lower()}.yml": text}


MAIL = {"capabilities/mail.yml": "name: Send mail\n"}


def test_two_main_tools(tmp_path: Path) -> None:
    files = {**MAIL, **doing("A", "active"), **doing("B", "phase_in"), **doing("C", "active")}
    (one,) = found(files, tmp_path, "two-primary-tools")
    assert one.message == "A, B and C are each the main tool for “Send mail”"
    assert one.mentions == ("tool:a", "tool:b", "tool:c")
    assert [place.location.path for place in one.related] == [f"stack/tools/{id_}.yml" for id_ in "abc"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (doing("A", "phase_out"), doing("B", "active")),
        (doing("A", "active", "replaced_by: b\n"), doing("B", "phase_in")),
        (doing("A", "active"), doing("B", "phase_in", "replaces: [a]\n")),
        (doing("A", "active"), doing("B", "plan")),
        (doing("A", "active"), doing("B", "end_of_life")),
    ],
)
def test_a_change_of_tools_is_no_overlap(one: dict[str, str], other: dict[str, str], tmp_path: Path) -> None:
    assert not found({**MAIL, **one, **other}, tmp_path, "two-primary-tools")


def test_a_tool_that_says_it_twice_is_one_tool(tmp_path: Path) -> None:
    text = "name: A\nlifecycle: {phase: active}\ncapabilities: [{capability: mail}, {capability: mail}]\n"
    assert not found({**MAIL, "tools/a.yml": text}, tmp_path, "two-primary-tools")


WIDE = {
    "capabilities/reach.yml": "name: Reach people\n",
    "capabilities/mail.yml": "name: Send mail\nparent: reach\n",
    "capabilities/letters.yml": "name: Send letters\nparent: reach\n",
}


def test_a_wide_capability_is_given_with_a_part_of_it(tmp_path: Path) -> None:
    files = {**WIDE, **doing("A", "active")}
    assert [one.entity for one in found(files, tmp_path, "capability-without-tool")] == ["capability:letters"]


@pytest.mark.parametrize(("phase", "count"), [("plan", 0), ("phase_out", 0), ("end_of_life", 1)])
def test_a_planned_tool_counts_and_a_retired_one_does_not(phase: str, count: int, tmp_path: Path) -> None:
    files = {**WIDE, **doing("A", "active"), **doing("B", phase, capability="letters")}
    assert len(found(files, tmp_path, "capability-without-tool")) == count


def test_a_tool_whose_phase_nobody_knows_may_be_in_use(tmp_path: Path) -> None:
    letters = {"tools/b.yml": "name: B\nlifecycle: null\ncapabilities: [{capability: letters}]\n"}
    assert not found({**WIDE, **doing("A", "active"), **letters}, tmp_path, "capability-without-tool")


def test_where_no_tool_says_what_it_is_for_nothing_is_missing(tmp_path: Path) -> None:
    assert not found({**WIDE, **life("phase: active")}, tmp_path, "capability-without-tool")


def test_capabilities_in_a_circle_end(tmp_path: Path) -> None:
    files = {**WIDE, "capabilities/reach.yml": "name: Reach people\nparent: mail\n", **doing("A", "active")}
    assert len(found(files, tmp_path, "capability-without-tool")) == 1


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
