"""The machine-readable twin of the site."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from jsonschema import Draft202012Validator
from projects import INTERNAL, ROOT, public_ids
from small import small_stack

FOLDERS = {
    "tools": "tool",
    "vendors": "vendor",
    "integrations": "integration",
    "data-sources": "data_source",
    "teams": "team",
    "people": "person",
    "tokens": "token",
    "journeys": "journey",
    "terms": "term",
    "capabilities": "capability",
    "contracts": "contract",
    "activities": "activity",
    "initiatives": "initiative",
    "decisions": "decision",
    "reviews": "review",
    "rituals": "ritual",
    "kpis": "kpi",
    "scorecards": "scorecard",
    "rules": "rule",
}


class Plain(yaml.SafeLoader):
    """Reads YAML as JSON would have it: days and `yes` stay text."""


Plain.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in of if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, of in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Plain.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("true|false"), list("tf"))


def test_the_whole_stack_is_in_one_file(example):
    data = example.json("api/v1/stack.json")
    assert data["version"] == "1"
    assert data["organisation"]["name"] == "Larkenholm"
    for folder, kind in FOLDERS.items():
        assert data["kinds"][kind]["folder"] == folder
        entities = [e for e in data["entities"] if e["kind"] == kind]
        assert len(entities) == len(public_ids(folder))
        assert [e["id"] for e in entities] == sorted(e["id"] for e in entities)


def test_every_entity_has_a_file_that_says_the_same(example):
    for entity in example.json("api/v1/stack.json")["entities"]:
        folder = next(f for f, kind in FOLDERS.items() if kind == entity["kind"])
        assert example.json(f"api/v1/{folder}/{entity['id']}.json") == entity
    files = [p for p in example.files() if p.startswith("api/v1/") and not {"schema", "badges"} & set(p.split("/"))]
    assert len(files) == len(example.json("api/v1/stack.json")["entities"]) + 2  # stack.json and lineage.json


def test_what_is_worked_out_about_values_is_in_a_file(example):
    data = example.json("api/v1/lineage.json")
    tokens = {one["id"]: one for one in data["tokens"]}
    assert len(tokens) == len(public_ids("tokens"))
    tier = tokens["braze-club-tier"]
    assert tier["way"] == "found"
    assert tier["fields"][0] == "talon-one-profiles.tier"
    assert tier["fields"][-1].startswith("braze-users.")
    assert 0 < tier["worst_case_age_seconds"] < 86_400
    steps = {(one["from"], one["to"], one.get("integration")) for one in data["steps"]}
    assert (tier["fields"][0], tier["fields"][1], tier["integrations"][0]) in steps
    assert {one["id"] for one in data["journeys"]} == public_ids("journeys")
    assert all(one["broken_steps"] == [] and one["longest_seconds"] > 0 for one in data["journeys"])


def test_keys_and_values_are_those_that_were_written(example):
    """What goes in comes out: every key of a record that is for everybody, with its value."""
    checked = 0
    for folder in ("tools", "integrations", "data-sources"):
        for file in sorted((ROOT / "stack" / folder).glob("*.yml")):
            written = yaml.load(file.read_text(encoding="utf-8"), Plain)
            if file.stem in INTERNAL.get(folder, ()):
                continue
            if "account" in (written.get("auth") or {}) or written.get("transfer"):
                continue  # it holds what is internal
            entity = example.json(f"api/v1/{folder}/{file.stem}.json")
            found = entity["data"]
            for key, value in written.items():
                if key in ("provisioners", "deprovisioners"):
                    continue  # people, who may go by another id
                if key.startswith("x-"):
                    assert entity["extensions"][key] == value
                elif value is None:
                    assert key in entity["known_unknown"]
                else:
                    assert _same(found[key], value), f"{file.name}: {key}"
                checked += 1
    assert checked > 1000


def _same(found, written):
    """Whether a value is what was written; folded text may differ in its ends, numbers in their type."""
    if isinstance(written, dict):
        return all(_same(found[k], v) for k, v in written.items() if v is not None and v is not False)
    if isinstance(written, list):
        return len(found) == len(written) and all(map(_same, found, written))
    if isinstance(written, str) and isinstance(found, str):
        return found.strip() == written.strip() or (written.startswith("person:") and found.startswith("person:"))
    return found == written or str(found) == str(written)


def test_who_names_an_entity_is_there(small):
    mailer = small.json("api/v1/tools/mailer.json")
    assert mailer["named_by"] == [
        "data_source:mailer-contacts",
        "integration:mailer-to-warehouse",
        "integration:shop-to-mailer",
    ]
    assert mailer["data"]["business_owner"] == "person:crm-lead"
    assert mailer["data"]["aliases"] == ["old-mailer"]
    assert small.json("api/v1/stack.json")["aliases"] == {
        "data_source:mailer-people": "data_source:mailer-contacts",
        "tool:old-mailer": "tool:mailer",
    }


def test_days_are_written_as_days(project):
    project.write("stack/vendors/postbox.yml", {"name": "Postbox", "last_reviewed": "2026-03-31"})
    data = project.build(strict=True).json("api/v1/vendors/postbox.json")["data"]
    assert date.fromisoformat(data["last_reviewed"]) == date(2026, 3, 31)


def test_the_schemas_are_schemas_and_accept_the_example(example):
    for folder, kind in FOLDERS.items():
        schema = example.json(f"api/v1/schema/{kind}.json")
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for file in sorted((ROOT / "stack" / folder).glob("*.yml")):
            found = yaml.load(file.read_text(encoding="utf-8"), Plain)
            assert [e.message for e in validator.iter_errors(found)] == [], file.name


def test_a_schema_knows_the_words_of_the_organisation(project):
    extra = {"team_kind": [{"value": "shop_floor", "label": "Shop floor"}]}
    project.write("stack/stack.yml", {"name": "Petals", "vocabulary": extra})
    schema = project.build(strict=True).json("api/v1/schema/team.json")
    assert "shop_floor" in str(schema)
    team = small_stack()["teams/crm"] | {"kind": "shop_floor"}
    Draft202012Validator(schema).validate(team)


@pytest.mark.parametrize("directories", [True, False])
def test_pages_link_to_their_data(project, directories):
    project.settings["use_directory_urls"] = directories
    site = project.build(strict=True)
    page, up = ("tools/mailer/index.html", "../../") if directories else ("tools/mailer.html", "../")
    assert f'href="{up}api/v1/tools/mailer.json"' in site.text(page)
