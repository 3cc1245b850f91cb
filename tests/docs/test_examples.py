"""What the guide shows works: files, mistakes, commands, templates, programs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from guide_text import GUIDE, PAGES, ROOT, WRONG, blocks, code, commands, full_examples, rows, write_all, wrong_examples

from stackbook.cli import main
from stackbook.examine import all_checks, examine
from stackbook.reporting import FORMATS

pytestmark = pytest.mark.xdist_group("docs")


def _examined(files: dict[str, str], folder: Path) -> tuple[list[str], str]:
    """The messages of the errors, and the whole report."""
    write_all({"stack/stack.yml": "name: Acme\n", **files}, folder)
    found = examine(folder / "stack")
    report = FORMATS["text"](found.diagnostics, found.sources.texts(), all_checks(), colour=False)
    return [d.message for d in found.errors], report


@pytest.mark.parametrize("page", [p for p in PAGES if full_examples(p)], ids=lambda p: p.stem)
def test_files_that_a_page_shows_whole_have_no_errors(page: Path, tmp_path: Path) -> None:
    errors, report = _examined(full_examples(page), tmp_path)
    assert errors == [], report


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_the_check_says_about_mistakes_what_the_page_says(page: Path, tmp_path: Path) -> None:
    for number, (path, text, said) in enumerate(wrong_examples(page)):
        _, report = _examined({path: text}, tmp_path / str(number))
        for line in said.strip().splitlines():
            assert f"{line}\n" in report


def test_the_mistake_in_the_readme_is_reported_like_that(tmp_path: Path) -> None:
    [(path, text, _)] = wrong_examples(GUIDE / "first-change.md")
    _, report = _examined({path: text}, tmp_path)
    shown = next(b.text for b in blocks(ROOT / "README.md") if b.language == "text")
    assert shown.strip().removesuffix("...") in report


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_piece_of_yaml_can_be_read(page: Path) -> None:
    for block in blocks(page):
        if block.language == "yaml" and not block.title.endswith(WRONG):
            yaml.safe_load(block.text)


def test_pieces_of_a_file_work_in_a_file(tmp_path: Path) -> None:
    """Single keys that the pages show, put into the tool or person or file they are about."""
    own = full_examples(GUIDE / "your-own-stack.md")
    pieces = [b.text for page in PAGES for b in blocks(page) if b.language == "yaml" and not b.title]
    tool = own["stack/tools/mailchimp.yml"]
    for piece in pieces:
        key = piece.split(":")[0]
        if key in ("support_channel", "data_steward", "x-cost-centre", "external_ids", "visibility", "business_owner"):
            shown = [line.split(":")[0] for line in piece.splitlines() if not line.startswith(" ")]
            kept = [line for line in tool.splitlines() if line.split(":")[0] not in shown]
            changed = {"stack/tools/mailchimp.yml": "\n".join([*kept, piece])}
        elif key == "thresholds":
            changed = {"stack/stack.yml": own["stack/stack.yml"] + piece}
        elif key == "to":
            changed = {"stack/people/crm-lead.yml": own["stack/people/crm-lead.yml"] + piece}
        else:
            assert key in ("plugins", "repo_url", "nav", "extra_css") or key.startswith("#"), piece
            continue
        errors, report = _examined({**own, **changed}, tmp_path)
        assert errors == [], report


@pytest.mark.parametrize("line", sorted({line for page in PAGES for line in commands(page, "stackbook")}))
def test_every_command_of_the_guide_can_be_run(
    line: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(project / "stack", tmp_path / "stack")
    monkeypatch.chdir(tmp_path)
    before = ["schema", "--write"] if line.endswith("--check") else ["check"]
    for arguments in (before, shlex.split(line)[1:]):
        done = CliRunner().invoke(main, arguments, prog_name="stackbook")
        assert done.exit_code == 0, done.output


def test_commands_in_the_text_have_options_that_exist() -> None:
    for page in [*PAGES, ROOT / "README.md"]:
        for words in re.findall(r"`(?:\.venv/bin/)?stackbook ([^`]+)`", page.read_text("utf-8")):
            name, *rest = shlex.split(words)
            if name in ("--help",):
                continue
            known = {option for p in main.commands[name].params for option in p.opts} | {"--help"}
            assert {word for word in rest if word.startswith("--")} <= known, words


def test_the_own_template_and_colours_and_edit_links_work(
    project: Path, build: Callable[[Path], Path], tmp_path: Path
) -> None:
    shown = {b.title: b.text for b in blocks(GUIDE / "overriding.md") if "/" in b.title}
    assert set(shown) == {"docs/assets/acme.css", "templates/tool.html"}
    shutil.copytree(project / "stack", tmp_path / "stack")
    write_all(shown, tmp_path)
    (tmp_path / "docs" / "vendors").mkdir()
    (tmp_path / "docs" / "vendors" / "mailchimp.md").write_text("# By hand\n\n[Tool](stack:tool/mailchimp)\n", "utf-8")
    pieces = [b.text for page in PAGES for b in blocks(page) if b.language == "yaml" and not b.title]
    repository = next(p for p in pieces if p.startswith("repo_url"))
    plugins = next(p for p in pieces if "templates: templates" in p)
    css = next(p for p in pieces if p.startswith("extra_css"))
    settings = f"site_name: Acme\ntheme: material\n{repository}{plugins}{css}"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    site = build(tmp_path)

    page = (site / "tools" / "mailchimp" / "index.html").read_text("utf-8")
    assert "Questions about Mailchimp? The martech desk is open on Tuesdays at ten." in page
    assert "https://github.com/acme/stack/edit/main/stack/tools/mailchimp.yml" in page
    assert page.index("stackbook.css") < page.index("assets/acme.css")  # the own colours count
    by_hand = (site / "vendors" / "mailchimp" / "index.html").read_text("utf-8")
    assert "By hand" in by_hand
    assert 'href="../../tools/mailchimp/"' in by_hand


def test_the_addresses_that_are_named_exist(site: Path) -> None:
    for address in [name for row in rows(GUIDE / "api.md", "# Data for other programs") for name in code(row[0])]:
        assert (site / address).is_file(), address
    named = [name for row in rows(GUIDE / "how-the-site-is-made.md", "## Addresses") for name in code(row[1])]
    assert len(named) > 10
    for address in named:
        if "#" not in address:
            assert (site / address).is_file() or (site / address / "index.html").is_file(), address


def test_the_program_that_reads_the_data_works(site: Path, serve_folder: Callable[..., str], tmp_path: Path) -> None:
    [program] = [b.text for b in blocks(GUIDE / "api.md") if b.language == "python"]
    address = serve_folder(site, "/docs/")
    named = "http://127.0.0.1:8000/"
    assert named in program
    (tmp_path / "training.py").write_text(program.replace(named, address.rstrip("/") + "/"), encoding="utf-8")
    done = subprocess.run([sys.executable, tmp_path / "training.py"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Mailchimp"]
