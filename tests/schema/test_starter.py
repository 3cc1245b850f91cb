"""A starter parses, passes its schema but for the placeholders, and offers every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from core_yaml import read
from jsonschema import Draft202012Validator

from stackbook.fields import describe
from stackbook.inventory.load import load
from stackbook.model import KINDS
from stackbook.schema import schema_for
from stackbook.starter import starter

FOLDERS = [kind for kind, model in KINDS.items() if model.spec.folder]


@pytest.mark.parametrize("kind", FOLDERS)
def test_it_is_in_the_right_place_and_passes_its_schema(kind: str) -> None:
    path, text = starter(kind, "  Übersicht: Größe\t2 ")
    assert path == f"{KINDS[kind].spec.folder}/ubersicht-grosse-2.yml"
    assert text.splitlines()[0] == f"# yaml-language-server: $schema=../.schema/{kind}.json"
    content = read(text)
    assert content["name"] == "Übersicht: Größe 2"
    required = {one.key for one in describe(kind).fields if one.required}
    assert set(content) == required | {"name"}
    assert list(Draft202012Validator(schema_for(kind)).iter_errors(content)) == []


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_check_finds_only_placeholders(kind: str, tmp_path: Path) -> None:
    (tmp_path / "stack.yml").write_text("name: Test\n", encoding="utf-8")
    path, text = starter(kind, "Thing")
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_text(text, encoding="utf-8")
    for problem in load(tmp_path).diagnostics:
        assert "change-me" in problem.message, problem


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_key_can_be_uncommented(kind: str) -> None:
    _, text = starter(kind, "Thing")
    used = re.sub(r"(?m)^# (?!yaml-language-server)", "", text)
    content = read(used)
    assert set(content) == {one.key for one in describe(kind).fields}
    for one in describe(kind).fields:
        if one.part and not one.mapping and not one.required:
            part = content[one.key][0] if one.many else content[one.key]
            assert set(part) == {inner.key for inner in one.inner}


@pytest.mark.parametrize("kind", FOLDERS)
def test_lines_are_short(kind: str) -> None:
    assert [line for line in starter(kind, "Thing")[1].splitlines() if len(line) > 101] == []


@pytest.mark.parametrize("name", ["no", "true", "1.10", "- a", "a # b", "{a}", "'", '"', "@x", "x: y", "2026-01-01"])
def test_names_survive(name: str) -> None:
    _, text = starter("team", f"{name} x" if name in ("'", '"') else name)
    assert str(read(text)["name"]).startswith(name[:3])
    assert f"{name}" in text


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("organisation", "Acme", "only one"),
        ("team", "漢字", "No id can be made"),
        ("team", "", "No id can be made"),
        ("team", "a\x1b[2J", "cannot be seen"),
        ("team", "a" * 201, "too long"),
        ("tols", "Mail", "There is no kind `tols`"),
    ],
)
def test_what_cannot_be_begun(kind: str, name: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        starter(kind, name)
