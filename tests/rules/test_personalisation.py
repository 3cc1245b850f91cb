"""The rules about tokens, journeys and fields at their edges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stackbook.audience import Audience, publish
from stackbook.diagnostics import Diagnostic
from stackbook.examine import Examined, examine
from stackbook.governance import Governance
from stackbook.graph import build_graph
from stackbook.lineage import Lineage
from stackbook.model import KINDS
from stackbook.rules import RULES, run_rules

Files = dict[str, Any]
FIELD = {"type": "string", "classification": "internal"}


def examined(folder: Path, files: Files) -> Examined:
    for name, values in ({"stack": {"name": "Acme"}} | files).items():
        path = folder / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    return examine(folder)


def said(folder: Path, code: str, token: Files, **more: Any) -> list[Diagnostic]:
    """What one rule says about one token, in a tool that holds its value."""
    field = {"id": "value", "label": "Value", **FIELD, **more}
    files = {
        "tools/esp": {"name": "ESP"},
        "data-sources/users": {"name": "Users", "tool": "esp", "fields": [field]},
        "tokens/it": {"name": "It", "tool": "esp", "source_field": "users.value"} | token,
    }
    return [d for d in examined(folder, files).diagnostics if d.code == code]


@pytest.mark.parametrize(
    ("default", "field", "misleads"),
    [
        ("0", {"type": "integer"}, True),
        ("12.50", {"type": "number"}, True),
        ("zero", {"type": "integer"}, True),
        ("your points", {"type": "integer"}, False),
        ("a few", {"type": "number"}, False),
        ("1 January 2026", {"type": "date"}, True),
        ("Today", {"type": "timestamp"}, True),
        ("soon", {"type": "date"}, False),
        ("09:00", {"type": "time"}, True),
        ("false", {"type": "boolean"}, True),
        ("perhaps", {"type": "boolean"}, False),
        ("there", {"type": "string"}, False),
        ("0", {"type": "string"}, False),
        ("bronze", {"type": "string", "allowed_values": ["Bronze", "Silver"]}, True),
        ("member", {"type": "string", "allowed_values": ["Bronze", "Silver"]}, False),
    ],
)
def test_defaults_that_can_be_taken_for_a_value(default: str, field: Files, misleads: bool, tmp_path: Path) -> None:
    token = {"fallback": {"strategy": "default_value", "value": default}}
    assert bool(said(tmp_path, "token-default-misleads", token, **field)) is misleads


@pytest.mark.parametrize(
    ("token", "field", "speaks"),
    [
        ({}, {}, True),
        ({"fill_rate": {"pct": 79.9}}, {}, True),
        ({"fill_rate": {"pct": 80}}, {}, False),
        ({}, {"fill_rate": {"pct": 99}}, False),
        ({"fill_rate": {"pct": 20}}, {"fill_rate": {"pct": 99}}, True),
        ({"status": "retired"}, {}, False),
        ({"type": "string"}, {}, False),
    ],
)
def test_a_misleading_default_matters_when_it_is_often_seen(
    token: Files, field: Files, speaks: bool, tmp_path: Path
) -> None:
    token = {"fallback": {"strategy": "default_value", "value": "0"}} | token
    assert bool(said(tmp_path, "token-default-misleads", token, **({"type": "integer"} | field))) is speaks


def test_how_often_is_a_matter_of_the_organisation(tmp_path: Path) -> None:
    (tmp_path / "stack").mkdir()
    files = {
        "stack": {"name": "Acme", "thresholds": {"fill_rate": 50}},
        "tokens/it": {
            "name": "It",
            "type": "integer",
            "fill_rate": {"pct": 60},
            "fallback": {"strategy": "default_value", "value": "0"},
        },
    }
    assert "token-default-misleads" not in {d.code for d in examined(tmp_path, files).diagnostics}


@pytest.mark.parametrize(
    ("fallback", "speaks"),
    [
        (None, True),
        ({"strategy": None}, True),
        ({"strategy": "default_value"}, True),
        ({"strategy": "adjacent_field"}, True),
        ({"strategy": "default_value", "value": "there"}, False),
        ({"strategy": "hide_block"}, False),
        ({"strategy": "abort_send"}, False),
        ({"strategy": "none_accepted"}, False),
    ],
)
def test_what_is_shown_when_it_is_empty(fallback: Files | None, speaks: bool, tmp_path: Path) -> None:
    assert bool(said(tmp_path, "token-without-fallback", {"fallback": fallback})) is speaks


@pytest.mark.parametrize(
    ("token", "where"),
    [
        ({"not_in": ["sms"]}, ["SMS"]),
        ({"channels": ["email_body"]}, ["SMS"]),
        ({"channels": ["sms", "email_body"], "not_in": ["sms"]}, ["SMS"]),
        ({"channels": ["sms"]}, ["Email"]),
        ({}, []),
    ],
)
def test_where_a_token_does_not_work(token: Files, where: list[str], tmp_path: Path) -> None:
    token = token | {"used_in": [{"name": "Welcome", "channels": ["email_body", "sms"]}]}
    found = said(tmp_path, "token-used-where-it-fails", token)
    assert [d.message for d in found] == [f"“Welcome” uses It where it does not work: {one}" for one in where]


@pytest.mark.parametrize(
    ("status", "ends"), [("retired", "does not work any more"), ("proposed", "cannot be used yet"), ("deprecated", "")]
)
def test_a_token_that_is_gone_or_not_there_yet(status: str, ends: str, tmp_path: Path) -> None:
    found = said(tmp_path, "token-used-where-it-fails", {"status": status, "used_in": [{"name": "Welcome"}]})
    assert [d.message for d in found] == ([f"“Welcome” uses It, which {ends}"] if ends else [])


@pytest.mark.parametrize(
    ("token", "field", "count"),
    [
        ({"sensitive_display": "avoid_in_subject"}, {}, 0),
        ({"sensitive_display": "avoid_in_subject", "channels": ["push", "sms"]}, {}, 1),
        ({"sensitive_display": "avoid_in_subject", "channels": ["push"], "not_in": ["push"]}, {}, 0),
        ({"sensitive_display": "avoid_in_subject", "used_in": [{"name": "A", "channels": ["email_body"]}]}, {}, 0),
        ({"sensitive_display": "avoid_in_subject", "used_in": [{"name": "A", "channels": ["email_preheader"]}]}, {}, 1),
        ({"sensitive_display": "never_show", "used_in": [{"name": "A", "channels": ["email_body"]}]}, {}, 1),
        ({"sensitive_display": "never_show", "used_in": [{"name": "A"}]}, {}, 0),
        ({}, {"special_category": True}, 1),
        ({"not_in": ["email_subject", "email_preheader", "push"]}, {"special_category": True}, 0),
        ({"channels": ["email_body"]}, {"special_category": True}, 0),
        ({"sensitive_display": "ok"}, {"special_category": True}, 0),
        ({"sensitive_display": "ok", "used_in": [{"name": "A", "channels": ["push"]}]}, {"special_category": True}, 1),
        ({}, {"classification": "restricted"}, 1),
        ({"used_in": [{"name": "A", "channels": ["push"]}]}, {"classification": "confidential"}, 0),
    ],
)
def test_what_others_should_not_read(token: Files, field: Files, count: int, tmp_path: Path) -> None:
    assert len(said(tmp_path, "sensitive-in-subject", token, **field)) == count


@pytest.mark.parametrize(
    ("allowed", "use", "speaks"),
    [
        (["marketing"], "marketing.advertising", False),
        (["marketing.advertising"], "marketing", True),
        (["marketing.communications"], "marketing.communications.email", False),
        (["essential"], "marketing.communications.email", True),
        (["essential"], None, False),
        ([], "marketing.advertising", False),
    ],
)
def test_what_a_token_may_be_used_for(allowed: list[str], use: str | None, speaks: bool, tmp_path: Path) -> None:
    token = {"allowed_uses": allowed, "used_in": [{"name": "A", "data_use": use}]}
    assert bool(said(tmp_path, "token-use-not-allowed", token)) is speaks


@pytest.mark.parametrize(
    ("token", "field", "use", "speaks"),
    [
        ({}, {"classification": "confidential"}, "marketing.advertising", True),
        ({}, {"classification": "restricted"}, "personalize.content", True),
        ({}, {"data_categories": ["user.contact.email"]}, "marketing.communications.email", True),
        ({}, {"classification": "confidential"}, "essential.service", False),
        ({}, {"classification": "confidential"}, None, False),
        ({}, {}, "marketing.advertising", False),
        ({"consent_required": ["none"]}, {"classification": "confidential"}, "marketing.advertising", False),
        ({"status": "proposed"}, {"classification": "confidential"}, "marketing.advertising", False),
    ],
)
def test_consent(token: Files, field: Files, use: str | None, speaks: bool, tmp_path: Path) -> None:
    token = token | {"used_in": [{"name": "A", "data_use": use}]}
    assert bool(said(tmp_path, "token-without-consent", token, **field)) is speaks


def test_a_promise_about_which_nobody_can_tell(tmp_path: Path) -> None:
    [found] = said(tmp_path, "token-older-than-promised", {"max_age": "P1D", "resolved_at": "journey_entry"})
    assert found.message == "nobody can tell whether It is at most 1 day old"
    assert "nobody has recorded how long the journey lasts" in found.help


def test_steps_of_a_journey(tmp_path: Path) -> None:
    flow = {"name": "Flow", "from": "shop", "to": "esp"}
    steps = [
        {"integration": "on"},
        {"integration": "off", "wait": "P3D"},
        {"tool": "sms"},
        {"description": "Reads it"},
        {"integration": "both"},
        {"integration": "both"},
    ]
    files = {
        **{f"tools/{one}": {"name": one.upper()} for one in ("shop", "esp", "sms")},
        "integrations/on": flow | {"status": "active"},
        "integrations/off": flow | {"status": "planned"},
        "integrations/both": {"from": "sms", "to": "esp", "name": "Both", "direction": "two_way", "status": "active"},
        "journeys/welcome": {"name": "Welcome", "steps": steps},
    }
    found = examined(tmp_path, files).diagnostics
    assert [d.message for d in found if d.code == "journey-on-inactive-integration"] == [
        "step 2 of Welcome does not work: `off` is not live yet"
    ]
    gaps = [d for d in found if d.code == "journey-with-a-gap"]
    assert [d.message for d in gaps] == [
        "step 2 of Welcome begins in SHOP, and the step before ends in ESP",
        "step 3 of Welcome begins in SMS, and the step before ends in ESP",
    ]
    assert gaps[0].mentions == ("tool:esp", "tool:shop", "integration:off")


@pytest.mark.parametrize(
    ("flow", "speaks"),
    [
        ({"frequency": "hourly", "max_latency": "PT59M"}, True),
        ({"frequency": "hourly", "max_latency": "PT1H"}, False),
        ({"frequency": "monthly", "max_latency": "P30D"}, True),
        ({"frequency": "real_time", "max_latency": "PT1S"}, False),
        ({"frequency": "on_demand", "max_latency": "PT1S"}, False),
        ({"frequency": None, "max_latency": "PT1S"}, False),
        ({"frequency": "daily", "max_latency": "PT1H", "trigger": "on_send"}, False),
        ({"frequency": "daily", "max_latency": "PT1H", "status": "inactive"}, False),
    ],
)
def test_how_late_an_integration_can_be(flow: Files, speaks: bool, tmp_path: Path) -> None:
    integration = {"name": "Sync", "from": "crm", "to": "esp", "status": "active"} | flow
    files = {"tools/crm": {"name": "CRM"}, "tools/esp": {"name": "ESP"}, "integrations/sync": integration}
    codes = {d.code for d in examined(tmp_path, files).diagnostics}
    assert ("latency-below-frequency" in codes) is speaks


def _loose_ends() -> Files:
    """Things that name what is not there, themselves, or nothing at all."""
    nothing = {"id": "value", "label": "Value", "type": None, "classification": None}
    return {
        "tools/esp": {"name": "ESP", "classification_approved": None},
        "tools/hub": {"name": "Hub", "visibility": "internal"},
        "data-sources/none": {"name": "None", "tool": None, "fields": [nothing]},
        "data-sources/gone": {
            "name": "Gone",
            "tool": "nowhere",
            "system_of_record_for": ["Customers", "customers"],
            "fields": [
                nothing
                | {"system_of_record": "gone.value", "derived_from": ["gone.value", "no.where"], "deprecated": {}},
                nothing | {"id": "b", "system_of_record": "no.where", "deprecated": {"replaced_by": "no.where"}},
            ],
        },
        "data-sources/users": {"name": "Users", "tool": "esp", "fields": [nothing, nothing | {"id": "b"}]},
        "data-sources/hub": {"name": "Hub", "tool": "hub", "system_of_record_for": ["CUSTOMERS"], "fields": [nothing]},
        "integrations/self": {
            "name": "Self",
            "from": "esp",
            "to": "esp",
            "status": "active",
            "direction": "two_way",
            "fields": [
                {"from": "users.value", "to": "users.value"},
                {"from": "users.value", "to": "users.b"},
                {"from": "users.b", "to": "users.value", "transform": {}},
                {"from": "no.where", "to": "users.b"},
            ],
        },
        "integrations/hub": {
            "name": "Hub",
            "from": "hub",
            "to": "esp",
            "status": None,
            "max_latency": "PT1S",
            "fields": [{"from": "hub.value", "to": "users.b"}],
        },
        "integrations/gone": {"name": "Gone", "from": "nowhere", "to": "esp", "status": "active"},
        "journeys/none": {"name": "None", "steps": [{}, {"integration": "none"}, {"tool": "none"}, {"wait": "P1D"}]},
        "journeys/empty": {"name": "Empty", "steps": None},
        "terms/none": {"name": "None", "definition": None, "fields": ["no.where"], "synonyms": ["none"]},
    }


@pytest.mark.parametrize(
    "source", [None, "no.where", "nonsense", "none.value", "gone.value", "users.value", "hub.value"]
)
@pytest.mark.parametrize("tool", [None, "nowhere", "esp", "hub"])
def test_nothing_breaks_whatever_is_missing(source: str | None, tool: str | None, tmp_path: Path) -> None:
    required = dict.fromkeys(("label", "syntax", "fallback", "resolved_at", "owner"))
    token = {"tool": tool, "source_field": source, **required}
    paths = [None, [], ["none"], ["self"], ["hub"], ["gone", "self"], ["self", "self"]]
    fields = [None, "no.where", "users.b", "hub.value", "gone.b"]
    kinds = [None, "external_call", "program_token"]
    uses = [{"name": "A", "journey": "none", "channels": ["push"]}, {"name": "B", "journey": "nowhere"}]
    held = {"resolved_at": "journey_entry", "max_age": "P1D", "used_in": uses, "label": "Same"}
    tokens = [
        {
            "id": f"t{p}-{f}-{k}",
            "name": "T",
            **token,
            **(held if p % 2 else {}),
            "path": path,
            "tool_field": field,
            "kind": kind,
        }
        for p, path in enumerate(paths)
        for f, field in enumerate(fields)
        for k, kind in enumerate(kinds)
    ]
    done = examined(tmp_path, {**_loose_ends(), "tokens/all": tokens})
    assert {d.code for d in done.diagnostics} & set(RULES)
    for audience in Audience:
        run_rules(_governance(publish(done.inventory, audience).inventory))


def test_findings_name_whatever_they_are_about(tmp_path: Path) -> None:
    """What is internal is told to nobody by the words of a finding."""
    files: Files = {
        "tools/esp": {"name": "ESP"},
        "tools/secret-hub": {"name": "Secret hub", "visibility": "internal"},
        "data-sources/secret-data": {
            "name": "Secret",
            "tool": "secret-hub",
            "fields": [{"id": "a", "label": "A", **FIELD}],
        },
        "data-sources/users": {
            "name": "Users",
            "tool": "esp",
            "fields": [{"id": "a", "label": "A", **FIELD}, {"id": "b", "label": "B", **FIELD}],
        },
        "integrations/secret-a": {
            "name": "Secret",
            "from": "secret-hub",
            "to": "esp",
            "status": "active",
            "frequency": "daily",
        },
        "integrations/secret-b": {"name": "Secret", "from": "secret-hub", "to": "esp", "status": "inactive"},
    }
    mapping = [{"from": "secret-data.a", "to": "users.a"}]
    files["integrations/secret-a"]["fields"] = mapping
    base = {"name": "T", "tool": "esp", "source_field": "secret-data.a", "label": "Same", "resolved_at": "send"}
    files["tokens/all"] = [
        base | {"id": "old", "max_age": "PT1H"},
        base | {"id": "wrong", "path": ["secret-b"]},
        base | {"id": "none", "tool_field": "users.b"},
        base | {"id": "other", "tool_field": "secret-data.a", "source_field": "users.a"},
    ]
    files["journeys/all"] = [{"id": "j", "name": "J", "steps": [{"tool": "esp"}, {"integration": "secret-b"}]}]
    done = examined(tmp_path, files)
    shown = publish(done.inventory, Audience.PUBLIC).findings(done.diagnostics)
    spoken = [d for d in done.diagnostics if "secret" in (d.message + d.help).casefold() and d.code in RULES]
    assert len({d.code for d in spoken}) >= 5
    assert [d for d in shown if "secret" in (d.message + d.help).casefold()] == []


def test_every_rule_of_these_families_names_a_kind_that_is_there() -> None:
    families = {"Personalisation", "Lifecycle", "Integrations", "Waivers"}
    assert {one.check.family for one in RULES.values()} >= families
    for code, one in RULES.items():
        if one.check.family in families:
            folders = {name.partition("/")[0] for name in (*one.passes, *one.fails)}
            assert folders <= {kind.spec.folder or "stack.yml" for kind in KINDS.values()}, code


def _governance(inventory):
    return Governance(Lineage(inventory, build_graph(inventory)))
