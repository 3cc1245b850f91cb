"""The schemas accept what the check accepts, refuse plain slips, and name every key of the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from core_yaml import read
from jsonschema import Draft202012Validator

from stackbook.fields import FieldDoc, fields_of
from stackbook.inventory.load import load
from stackbook.model import KINDS
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Value, Vocabularies
from stackbook.schema import all_schemas, schema_for

STACK = Path(__file__).parents[2] / "stack"

TOOL = """
name: Mail
vendor: in_house
category: null
purpose: We send mails with it.
business_owner: person:ada
technical_owner: team:crm-team
lifecycle: {phase: active, active: 2024-05-01}
"""
SOURCE = """
name: Contacts
tool: mail
kind: table
steward: team:crm
fields:
  - {id: e_mail, label: 2026, type: string, classification: null, example: no, allowed_values: [true, 1.10, no]}
"""
FLOW = """
{name: X, from: a, to: tool:b, purpose: null, status: active, owner: null, direction: one_way, pattern: webhook,
 frequency: daily, fields: [{from: a-b.c_d, to: e.f}]}
"""
ORGANISATION = """
name: O
home_region: [EU]
vocabulary: {role: [{value: x, label: X}]}
controller: {name: O, contact: "mailto:a@b.example"}
"""


def problems(kind: str, text: str, **options: Any) -> list[str]:
    errors = Draft202012Validator(schema_for(kind, **options)).iter_errors(read(text))
    return sorted(f"{'.'.join(map(str, error.absolute_path))}: {error.validator}" for error in errors)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_valid(kind: str) -> None:
    Draft202012Validator.check_schema(schema_for(kind))


def test_files_are_the_schemas_and_always_the_same() -> None:
    files = all_schemas()
    assert sorted(files) == sorted(f"{kind}.json" for kind in KINDS)
    for kind in KINDS:
        assert json.loads(files[f"{kind}.json"]) == schema_for(kind)
    assert files == all_schemas()
    assert all(text.endswith("}\n") and '\n  "' in text for text in files.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_the_model_appears_with_help(kind: str) -> None:
    def compare(docs: tuple[FieldDoc, ...], schema: dict[str, Any], extra: set[str]) -> None:
        assert set(schema["properties"]) == {doc.key for doc in docs} | extra
        assert schema["additionalProperties"] is False
        assert schema.get("required", []) == [doc.key for doc in docs if doc.required]
        for doc in docs:
            there = schema["properties"][doc.key]
            assert there["title"] == doc.label
            assert there["description"]
            assert there["markdownDescription"]
            if doc.part:
                inner = there["additionalProperties"] if doc.mapping else there
                compare(doc.inner, inner["items"] if doc.many else inner, set())

    written = {info.alias or name for name, info in KINDS[kind].model_fields.items()}
    docs = fields_of(KINDS[kind])
    derived = {"id", "extensions", "known_unknown"}
    assert {doc.key for doc in docs} == written - derived
    compare(docs, schema_for(kind)["$defs"]["one"], {"id"} if KINDS[kind].spec.folder else set())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("tool", TOOL),
        ("tool", TOOL + "id: mail\nx-cost-centre: {any: [thing]}\ntags: null\nsso: null\ncriticality: null\n"),
        ("data_source", SOURCE),
        ("team", "- {id: a, name: A, kind: it}\n- {id: b, name: 7, kind: null}\n"),
        ("person", "role: leader\nteam: null\nfrom: 2026-01-31\npublic: true\n"),
        ("integration", FLOW),
        ("vendor", "name: V\nhq_country: null\nprocessing_agreement: {status: signed, url: https://a.example/b}\n"),
        ("organisation", ORGANISATION),
    ],
)
def test_good_files_pass(kind: str, text: str) -> None:
    assert problems(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("tool", TOOL.replace("purpose", "purposes"), [": additionalProperties", ": required"]),
        ("tool", TOOL.replace("in_house", "In House"), ["vendor: pattern"]),
        ("tool", TOOL.replace("person:ada", "ada"), ["business_owner: pattern"]),
        ("tool", TOOL.replace("phase: active", "phase: actve"), ["lifecycle.phase: enum"]),
        ("tool", TOOL.replace("2024-05-01", "May 2024"), ["lifecycle.active: pattern"]),
        ("tool", TOOL + "functional_fit: 5\n", ["functional_fit: maximum"]),
        ("tool", TOOL + "environments: [production]\n", ["environments.0: type"]),
        ("tool", "- " + TOOL.strip().replace("\n", "\n  "), ["0: required"]),
        ("tool", TOOL.replace("name: Mail", "name: null"), ["name: type"]),
        ("data_source", SOURCE.replace("type: string", "type: varchar"), ["fields.0.type: enum"]),
        ("data_source", SOURCE.replace("label: 2026, ", ""), ["fields.0: required"]),
        ("vendor", "name: V\nhq_country: Germany\n", ["hq_country: enum"]),
        ("vendor", "name: V\nwebsite: javascript:alert(1)\n", ["website: pattern"]),
        ("team", "name: T\nkind: it\nlinks: [{label: a}]\n", ["links.0: required"]),
        ("organisation", "[{name: O}]", [": type"]),
    ],
)
def test_slips_are_found(kind: str, text: str, found: list[str]) -> None:
    assert problems(kind, text) == found


def test_choices_have_a_meaning_each() -> None:
    def look(schema: Any) -> int:
        if isinstance(schema, list):
            return sum(map(look, schema))
        if not isinstance(schema, dict):
            return 0
        if isinstance(schema.get("enum"), list):
            assert len(schema["enum"]) == len(schema["markdownEnumDescriptions"])
            assert all(schema["markdownEnumDescriptions"])
        return ("enum" in schema) + sum(map(look, schema.values()))

    assert look([schema_for(kind) for kind in KINDS]) > 40


def test_own_and_outdated_words() -> None:
    more = [Value("wizard", "Wizard", "Does magic."), Value("guru", "Guru", "", replaced_by="wizard")]
    own = Vocabularies({**BUILT_IN.by_name, "role": BUILT_IN["role"].extended(more)})
    assert problems("person", "{role: wizard, team: null}", vocabularies=own) == []
    assert problems("person", "{role: guru, team: null}", vocabularies=own) == []
    assert problems("person", "{role: wizard, team: null}") == ["role: enum"]
    role = schema_for("person", own)["$defs"]["one"]["properties"]["role"]
    suggested = [word for option in role["anyOf"] for word in option.get("enum", ())]
    assert "wizard" in suggested
    assert "guru" not in suggested
    assert "`guru`: use `wizard`" in role["anyOf"][1]["deprecationMessage"]


def test_ids_are_suggested_not_demanded() -> None:
    ids = {"team": ["crm", "it"], "person": ["ada"]}
    properties = schema_for("tool", ids=ids)["$defs"]["one"]["properties"]
    assert properties["business_owner"]["examples"] == ["person:ada", "team:crm", "team:it"]
    assert problems("tool", TOOL, ids=ids) == []


def samples() -> list[Path]:
    return sorted(STACK.glob("**/*.yml"))


@pytest.mark.skipif(not (STACK / "stack.yml").is_file(), reason="there is no sample stack")
def test_samples_pass() -> None:
    own = load(STACK).inventory.vocabularies
    folders = {model.spec.folder: kind for kind, model in KINDS.items()}
    found = {}
    for path in samples():
        folder = path.relative_to(STACK).parts[0] if path.parent != STACK else ""
        if folder in folders and (wrong := problems(folders[folder], path.read_text("utf-8"), vocabularies=own)):
            found[path.name] = wrong
    assert found == {}
