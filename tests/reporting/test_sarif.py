"""The structure that SARIF 2.1.0 asks for, and what code scanning reads from it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stackbook.diagnostics import Check, Diagnostic
from stackbook.reporting import FORMATS

TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
POSITION = {"type": "integer", "minimum": 1}
PHYSICAL = {
    "type": "object",
    "required": ["artifactLocation", "region"],
    "properties": {
        "artifactLocation": {
            "required": ["uri"],
            "properties": {"uri": {"type": "string", "minLength": 1}, "uriBaseId": {"type": "string"}},
            "additionalProperties": False,
        },
        "region": {
            "required": ["startLine"],
            "properties": {"startLine": POSITION, "startColumn": POSITION, "endColumn": POSITION},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": -1},
        "physicalLocation": PHYSICAL,
        "message": TEXT,
        "logicalLocations": {"type": "array", "items": {"required": ["fullyQualifiedName"]}},
    },
    "additionalProperties": False,
}
RULE = {
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {"properties": {"level": LEVEL}, "additionalProperties": False},
        "properties": {"properties": {"tags": {"type": "array", "uniqueItems": True, "items": {"type": "string"}}}},
    },
    "additionalProperties": False,
}
RESULT = {
    "required": ["message", "ruleId"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
        "relatedLocations": {"type": "array", "uniqueItems": True, "items": LOCATION},
    },
    "additionalProperties": False,
}
RUN = {
    "required": ["tool"],
    "properties": {
        "tool": {
            "required": ["driver"],
            "properties": {
                "driver": {
                    "required": ["name"],
                    "properties": {"name": {"type": "string"}, "rules": {"uniqueItems": True, "items": RULE}},
                    "additionalProperties": False,
                }
            },
        },
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
    "additionalProperties": False,
}
ESSENTIAL: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": RUN},
    },
    "additionalProperties": False,
}


@pytest.fixture
def log(diagnostics: tuple[Diagnostic, ...], sources: dict[str, str], checks: dict[str, Check]) -> Any:
    return json.loads(FORMATS["sarif"](diagnostics, sources, checks))


def test_structure(log: Any) -> None:
    Draft202012Validator.check_schema(ESSENTIAL)
    assert [error.message for error in Draft202012Validator(ESSENTIAL).iter_errors(log)] == []


def test_each_result_points_to_its_rule(log: Any, diagnostics: tuple[Diagnostic, ...]) -> None:
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for result, one in zip(run["results"], diagnostics, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.code


def test_paths_are_relative_addresses(log: Any) -> None:
    uris = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for place in (*result["locations"], *result.get("relatedLocations", ()))
    ]
    assert all(re.fullmatch(r"(?!/)([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri) for uri in uris)
    assert "stack/teams/crm%20team.yml" in uris
    assert "stack/a%3Ab%2Cc%25d.yml" in uris


def test_a_region_ends_after_its_last_character(log: Any) -> None:
    region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 1, "endColumn": 5}
