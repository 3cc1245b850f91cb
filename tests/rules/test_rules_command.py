"""`stackbook rules` and `stackbook explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stackbook.cli import main
from stackbook.examine import all_checks
from stackbook.rules import RULES


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    files = {
        "stack.yml": "name: Acme\nthresholds: {completeness: 55}\n"
        "severities: {seal-lapsed: hint, one-accountable: off}\n",
        "rules/training.yml": "name: Every tool has training\nkind: tool\nmessage: x\nwhy: So it is.\n"
        "where: {audience: employee}\nmust: {training: '*'}\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def test_everything_that_is_looked_at_is_listed(stack: Path) -> None:
    result = run("rules", "--stack", str(stack))
    assert result.exit_code == 0
    listed = {line.split()[0]: line.split()[1] for line in result.stdout.splitlines() if line.startswith("  ")}
    assert set(listed) == {*all_checks(), "training"}
    assert (listed["seal-lapsed"], listed["one-accountable"], listed["training"]) == ("hint", "off", "warning")


def test_the_same_as_data(stack: Path) -> None:
    found = {one["code"]: one for one in json.loads(run("rules", "--stack", str(stack), "--format", "json").stdout)}
    assert set(found) == {*all_checks(), "training"}
    assert found["incomplete-record"]["thresholds"] == ["completeness"]
    assert found["seal-lapsed"] | {"severity": "hint", "dated": True, "side": "business"} == found["seal-lapsed"]


@pytest.mark.parametrize("code", [*all_checks(), "training"])
def test_each_of_them_is_explained(code: str, stack: Path) -> None:
    result = run("explain", code, "--stack", str(stack))
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{code}: ")
    assert "Why it matters: " in result.stdout
    if code in RULES:
        assert "This is found:" in result.stdout
        assert "This is fine:" in result.stdout


def test_thresholds_and_own_conditions_are_told(stack: Path) -> None:
    assert "`thresholds.completeness` is 55 here" in run("explain", "incomplete-record", "--stack", str(stack)).stdout
    own = run("explain", "[training]", "--stack", str(stack)).stdout
    assert "Which ones: Used by: Employees. What must hold: Training: anything." in own


def test_without_a_stack_the_shipped_rules_are_told(tmp_path: Path) -> None:
    missing = str(tmp_path / "none")
    assert run("rules", "--stack", missing).exit_code == 0
    assert run("explain", "circle", "--stack", missing).exit_code == 0


def test_a_code_that_nobody_knows_gets_the_nearest(stack: Path) -> None:
    result = run("explain", "seal-laps", "--stack", str(stack))
    assert result.exit_code == 2
    assert "did you mean 'seal-lapsed'?" in result.output
