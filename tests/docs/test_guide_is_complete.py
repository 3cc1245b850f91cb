"""The guide names everything there is: options, commands, kinds, templates, colours, icons."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from guide_text import GUIDE, PAGES, ROOT, TEXTS, blocks, code, commands, rows
from jinja2 import Environment, PackageLoader
from jinja2.nodes import Block

import commands as project_commands
from stackbook.cli import main
from stackbook.drawing import IconFinder
from stackbook.model import KINDS

HOW, LOOK, MODEL = GUIDE / "how-the-site-is-made.md", GUIDE / "overriding.md", GUIDE / "model.md"


def test_every_option_of_the_plugin_is_described_with_its_default() -> None:
    [plugin] = entry_points(group="mkdocs.plugins", name="stackbook")
    options = {key: option.default for key, option in plugin.load().config_class._schema}
    described = {code(row[0])[0]: (code(row[1]) or [None])[0] for row in rows(HOW, "## Options")}
    as_written = {key: str(value).lower() if isinstance(value, bool) else value for key, value in options.items()}
    assert described == as_written


def _help(*arguments: str) -> str:
    """As a terminal of 80 columns shows it."""
    return CliRunner().invoke(main, [*arguments, "--help"], prog_name="stackbook", terminal_width=78).output


@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
def test_the_help_of_every_command_is_what_the_command_says(name: str) -> None:
    title = " ".join(filter(None, ("stackbook", name, "--help")))
    shown = {block.title: block.text.strip() for block in blocks(GUIDE / "commands.md")}
    said = _help(*filter(None, [name])).strip()
    assert shown.get(title) == said, f'put this below ```text title="{title}" in commands.md:\n{said}'


def test_every_kind_stands_among_the_commands_and_in_the_model() -> None:
    words = {code(kind)[0]: code(folder) for kind, folder in rows(GUIDE / "commands.md", "## Kinds")}
    assert list(words) == list(KINDS)
    for key, kind in KINDS.items():
        assert kind.spec.folder in words[key] or not kind.spec.folder
    shown = [row[1] for row in rows(MODEL, "# How things hang together")]
    assert [f"`{k.spec.folder}/`" if k.spec.folder else "`stack/stack.yml`" for k in KINDS.values()] == shown


def test_every_template_is_listed_with_its_blocks() -> None:
    environment = Environment(loader=PackageLoader("stackbook.pages", "templates"), autoescape=True)
    described = {name: code(row[2]) for row in rows(LOOK, "### Which there are") for name in code(row[0])}
    assert sorted(described) == [name for name in environment.list_templates() if not name.startswith("_base/")]
    for name, listed in described.items():
        source = (files("stackbook") / "pages" / "templates" / "_base" / name).read_text("utf-8")
        found = {block.name for block in environment.parse(source).find_all(Block)}
        if listed == ["entity.html"]:  # "those of"
            assert found <= set(described["entity.html"]), name
        else:
            assert found == set(listed), name


def test_every_colour_that_is_named_exists() -> None:
    theme = files("stackbook") / "theme" / "assets" / "stackbook" / "stackbook.css"
    known = set(re.findall(r"(--[\w-]+):", theme.read_text("utf-8")))
    named = set(re.findall(r"--(?:sb|md)-[\w-]+", LOOK.read_text("utf-8")))
    assert named
    assert named <= known
    for row in rows(LOOK, "## Colours"):
        if "-soft" in row[1]:
            assert {f"{name}-soft" for name in code(row[0])} <= known


def test_every_icon_that_is_named_exists(tmp_path: Path) -> None:
    (tmp_path / "our-shop.svg").write_text('<svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>', encoding="utf-8")
    finder = IconFinder(tmp_path)
    names = [name for row in rows(GUIDE / "pictures.md", "In `icon` you can write:") for name in code(row[0])]
    assert len(names) >= 5
    for name in names:
        found = finder.icon_for("Some tool", "some-tool", name)
        assert (found.problem, found.icon.kind in ("own", "named")) == ("", True), name


@pytest.mark.parametrize("page", [*TEXTS, ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_every_command_of_the_project_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"(?:^|`)(?:make|python3 tools/dev\.py) ([a-z]+)", text, re.MULTILINE))
    targets = re.search(r"^COMMANDS := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert targets
    assert set(targets[1].split()) == set(project_commands.COMMANDS)
    assert named <= set(project_commands.COMMANDS)


def test_the_readme_says_how_to_serve_and_test_with_and_without_make() -> None:
    readme = ROOT / "README.md"
    assert commands(readme, "make") == ["make serve", "make test"]
    assert commands(readme, "python3") == ["python3 tools/dev.py serve", "python3 tools/dev.py test"]


@pytest.mark.parametrize("page", TEXTS, ids=lambda p: p.name)
def test_no_page_names_a_place_on_somebodys_machine(page: Path) -> None:
    assert not re.search(r"/(work|tmp|home|root|Users)/|\.\./shared|\.library", page.read_text("utf-8"))


def test_every_page_of_the_guide_is_in_the_navigation() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [page.name for page in PAGES if f"- guide/{page.name}\n" not in settings] == []
