"""`stackbook check --since`, in real repositories; and the other ways to run the check on a day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dulwich import porcelain

from stackbook.cli import main

TOOL = "name: {}\nlifecycle: {{phase: active}}\nbusiness_owner: null\ntechnical_owner: team:crm\n"


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["check", *args])


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one finding in its first commit."""
    write(tmp_path, "stack.yml", "name: Acme\n")
    write(tmp_path, "teams/crm.yml", "name: CRM\nkind: marketing\n")
    write(tmp_path, "tools/old.yml", TOOL.format("Old"))
    porcelain.init(str(tmp_path))
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(top: Path, name: str, text: str) -> None:
    path = top / "stack" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def commit(top: Path) -> None:
    porcelain.add(str(top), [str(path) for path in (top / "stack").rglob("*.yml")])
    who = b"Somebody <somebody@example.com>"
    porcelain.commit(str(top), message=b"Change", author=who, committer=who, sign=False)


def codes(result: Result) -> list[tuple[str, str]]:
    return [(one["code"], one["entity"]) for one in json.loads(result.stdout)["problems"]]


def test_only_what_the_change_brings_is_reported(repository: Path) -> None:
    assert run().exit_code == 1
    result = run("--since", "HEAD")
    assert result.exit_code == 0
    assert "What was found at HEAD already is not shown" in result.stdout
    write(repository, "tools/new.yml", TOOL.format("New"))
    result = run("--since", "HEAD", "--format", "json")
    assert result.exit_code == 1
    assert ("owner-missing", "tool:new") in codes(result)
    assert not [entity for _, entity in codes(result) if entity == "tool:old"]
    commit(repository)
    assert run("--since", "HEAD").exit_code == 0
    assert run("--since", "HEAD~1").exit_code == 1


def test_a_name_that_nobody_knows_is_said(repository: Path) -> None:
    result = run("--since", "maste")
    assert result.exit_code == 2
    assert "There is no maste" in result.output
    assert "Did you mean master?" in result.output


def test_outside_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "stack.yml", "name: Acme\n")
    monkeypatch.chdir(tmp_path)
    result = run("--since", "main")
    assert result.exit_code == 2
    assert "does not stand in a git repository" in result.output


def test_the_calendar_fails_only_the_scheduled_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "stack.yml", "name: Acme\n")
    write(tmp_path, "people/a.yml", "role: leader\nteam: null\nto: 2026-01-31\n")
    write(tmp_path, "tools/crm.yml", "name: CRM\nbusiness_owner: person:a\ntechnical_owner: person:a\n")
    write(tmp_path, "rules/quiet.yml", "name: Quiet\nkind: vendor\nmessage: x\nmust: {name: '*'}\n")
    monkeypatch.chdir(tmp_path)
    mine = ("stack/people", "stack/tools", "--format", "json")
    dated = [
        one for one in json.loads(run(*mine, "--as-of", "2026-11-22").stdout)["problems"] if one["code"] == "owner-left"
    ]
    assert {one["severity"] for one in dated} == {"warning"}
    planned = run(*mine, "--scheduled", "--as-of", "2026-11-22")
    dated = [one for one in json.loads(planned.stdout)["problems"] if one["code"] == "owner-left"]
    assert {one["severity"] for one in dated} == {"error"}
    assert planned.exit_code == 1


def test_even_a_strict_check_of_a_change_does_not_fail_by_the_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "stack.yml", "name: Acme\nlast_reviewed: 2026-01-01\nreview_every: P1M\n")
    vendor = "name: Big\ndescription: x\nhq_country: DE\nwebsite: https://x.example\nlast_reviewed: 2025-01-01\n"
    write(
        tmp_path,
        "vendors/big.yml",
        vendor + "review_every: P1M\nrisk_tier: low\nprocessing_agreement: {status: signed}\n",
    )
    monkeypatch.chdir(tmp_path)
    result = run("--strict", "--as-of", "2026-11-22")
    assert "seal-lapsed" in result.stdout
    assert result.exit_code == 0
    assert run("--strict", "--scheduled", "--as-of", "2026-11-22").exit_code == 1
    assert "seal-lapsed" in run("--scheduled").stdout  # today, whichever day that is


def test_a_new_name_makes_no_finding_new(repository: Path) -> None:
    write(repository, "tools/old.yml", TOOL.format("Quite another name"))
    assert run("--since", "HEAD").exit_code == 0
