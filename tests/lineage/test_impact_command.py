"""`stackbook impact`, as somebody in a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from in_short import Case, files_of

from stackbook.cli import main

CASE: Case = {
    "flows": [{"id": "club-to-esp", "from": "club", "to": "esp", "carries": {"club.points": "esp.points"}}],
    "tokens": [{"id": "points", "label": "Points", "source_field": "club.points"}],
    "vendors": ["acme"],
    "teams": ["crm"],
}
REQUIRED: Case = {
    "tools": {"vendor": "in_house", "category": "crm", "purpose": "x", "lifecycle": None, "business_owner": None,
              "technical_owner": None},
    "data-sources": {"kind": "table"},
    "integrations": {"purpose": "x", "pattern": "api_push", "owner": None},
    "tokens": {"syntax": "x", "owner": None, "fallback": {"strategy": "hide_block"}},
    "teams": {"kind": "marketing"},
}  # fmt: skip


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """A stack without errors."""
    folder = tmp_path / "stack"
    for path, values in files_of(CASE).items():
        file = folder / f"{path}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({**REQUIRED.get(path.partition("/")[0], {}), **values}), encoding="utf-8")
    return folder


def run(stack: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["impact", *arguments, "--stack", str(stack)])


@pytest.mark.parametrize(
    "subject",
    ["tool:club", "tool/club", "data-source:club", "data_source:club", "field:club.points", "club.points",
     "data-source/club.points", "integration:club-to-esp", "Club-to-esp", "field/club.points"],
)  # fmt: skip
def test_a_thing_in_any_spelling(stack: Path, subject: str) -> None:
    result = run(stack, subject)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Without ")
    assert "1 token\n" in result.stdout
    assert "    Token points\n" in result.stdout


def test_several_are_named_together(stack: Path) -> None:
    result = run(stack, "tool:club", "tool:esp", "tool:club")
    assert result.stdout.startswith("Without CLUB and ESP\n")


def test_json_is_json(stack: Path) -> None:
    result = run(stack, "tool:club", "--format", "json")
    assert [one["ref"] for one in json.loads(result.stdout)["tokens"]] == ["token:points"]


def test_nothing_breaks(stack: Path) -> None:
    assert "Nothing that is recorded breaks." in run(stack, "vendor:acme").stdout


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("tool:clbu", "There is no tool 'clbu'. Did you mean 'club'?"),
        ("team:crm", "An impact cannot be about a team. Kinds: 'tool'"),
        ("field:club.pionts", "The data source 'club' has no field 'pionts'. Did you mean 'points'?"),
        ("nothing", "There is nothing called 'nothing'."),
        ("club", "'club' may mean several things. Write 'tool:club' or 'data_source:club'."),
        ("", "There is nothing called ''."),
        ("field:", "does not name a field. Write a field with"),
        (
            "field:club",
            "does not name a field. Write a field with its data source's id, a dot and its own: 'club.points'",
        ),
    ],
)
def test_what_cannot_go_is_said_with_what_can(stack: Path, subject: str, said: str) -> None:
    result = run(stack, subject)
    assert result.exit_code == 2
    assert said in result.stderr


def test_all_mistakes_are_said_at_once(stack: Path) -> None:
    result = run(stack, "tool:clbu", "tool:epp")
    assert "'clbu'" in result.stderr
    assert "'epp'" in result.stderr


def test_errors_of_the_stack_are_mentioned(stack: Path) -> None:
    (stack / "tools" / "broken.yml").write_text("name: [", encoding="utf-8")
    result = run(stack, "tool:club")
    assert result.exit_code == 1
    assert "Token points" in result.stdout
    assert "The stack has errors, so something may be missing" in result.stderr


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere", "tool:x").exit_code == 2
