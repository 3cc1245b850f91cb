"""Each format against its snapshot, and what no format may do."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.reporting import FORMATS, summary

SNAPSHOTS = Path(__file__).with_name("snapshots")
ENDINGS = {"text": "txt", "json": "json", "github": "log", "sarif": "sarif"}

Diagnostics = tuple[Diagnostic, ...]


def compare(name: str, got: str) -> None:
    """`got` against a stored file; STACKBOOK_SNAPSHOTS=write stores it anew."""
    path = SNAPSHOTS / name
    if os.environ.get("STACKBOOK_SNAPSHOTS") == "write":
        path.write_bytes(got.encode())
    assert got == path.read_bytes().decode()


@pytest.mark.parametrize("name", FORMATS)
def test_snapshot(name: str, diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]) -> None:
    compare(f"all.{ENDINGS[name]}", FORMATS[name](diagnostics, sources, checks))


def test_snapshot_in_colour(diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]) -> None:
    compare("colour.txt", FORMATS["text"](diagnostics[:1], sources, checks, colour=True))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_can_steer_a_terminal(
    name: str, diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]
) -> None:
    shown = FORMATS[name](diagnostics, sources, checks)
    assert not [c for c in shown if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2028"]


@pytest.mark.parametrize("name", ["json", "github", "sarif"])
def test_formats_for_machines_have_no_colour(
    name: str, diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]
) -> None:
    render = FORMATS[name]
    assert render(diagnostics, sources, checks, colour=True) == render(diagnostics, sources, checks)


def test_colour_changes_nothing_but_colour(
    diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]
) -> None:
    import re

    coloured = FORMATS["text"](diagnostics, sources, checks, colour=True)
    assert coloured != (plain := FORMATS["text"](diagnostics, sources, checks))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_nothing_to_report() -> None:
    assert FORMATS["text"]((), {}, {}) == ""
    assert FORMATS["github"]((), {}, {}) == ""
    assert json.loads(FORMATS["json"]((), {}, {}))["problems"] == []
    assert json.loads(FORMATS["sarif"]((), {}, {}))["runs"][0]["results"] == []


def test_json_keeps_all_of_a_diagnostic(
    diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]
) -> None:
    report = json.loads(FORMATS["json"](diagnostics, sources, checks))
    assert report["counts"] == {"error": 4, "warning": 2, "hint": 2}
    for problem, one in zip(report["problems"], diagnostics, strict=True):
        assert problem["message"] == one.message
        assert (problem["path"], problem["line"]) == (one.location.path, one.location.line)
    assert report["problems"][0]["related"][1]["path"] == "gone.yml"


def test_github_commands_can_be_read_back(
    diagnostics: Diagnostics, sources: dict[str, str], checks: dict[str, Check]
) -> None:
    """By the rules of the runner: cut at `,` and `=`, then undo the escapes."""
    lines = FORMATS["github"](diagnostics, sources, checks).splitlines()
    assert len(lines) == len(diagnostics)
    for line, one in zip(lines, diagnostics, strict=True):
        _, command, data = line.split("::", 2)
        verb, listed = command.split(" ", 1)
        properties = {key: _unescaped(value) for key, value in (pair.split("=", 1) for pair in listed.split(","))}
        assert verb == {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}[one.severity]
        assert properties["file"] == one.location.path
        assert (properties["line"], properties["col"]) == (str(one.location.line), str(one.location.column))
        assert one.code in properties["title"]
        assert _unescaped(data).split("\n")[0].split("\\")[0].startswith(one.message.split("\n")[0])


def _unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


@pytest.mark.parametrize(
    ("chosen", "files", "words"),
    [
        (slice(0, 0), 12, "No problems in 12 files."),
        (slice(0, 0), 1, "No problems in 1 file."),
        (slice(0, 0), None, "No problems found."),
        (slice(0, 1), None, "1 error in 1 file."),
        (slice(0, 3), None, "2 errors and 1 warning in 1 file."),
        (slice(0, 8), 40, "4 errors, 2 warnings and 2 hints in 3 of 40 files."),
    ],
)
def test_summary(diagnostics: Diagnostics, chosen: slice, files: int | None, words: str) -> None:
    assert summary(diagnostics[chosen], files) == words
