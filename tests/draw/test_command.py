"""The command `draw`, as people use it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from projects import Project
from small import small_stack, tool

from stackbook.cli import main
from stackbook.views.catalogue import VIEWS
from stackbook.views.overlays import OVERLAYS

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, engine_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a project with the small stack; it must not end in an exception."""
    more = {"tools/secret": tool("Secret", visibility="internal")}
    Project(tmp_path).stack({**small_stack(), **more})
    _use_cache(tmp_path, engine_cache)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ["draw", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run_it


def _use_cache(project: Path, folder: Path) -> None:
    """As if the site had been built there before: the layout engine need not be compiled again."""
    (project / ".cache" / "plugin").mkdir(parents=True)
    (project / ".cache" / "plugin" / "stackbook").symlink_to(folder)


def test_the_help_lists_every_view_and_overlay(run: Run) -> None:
    said = run("--help").output
    for key, kind in VIEWS.items():
        assert f"  {key} " in said
        assert kind.about in said
    for key in OVERLAYS:
        assert key in said


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", b"<svg "),
        ("a.png", b"\x89PNG"),
        ("a.PNG", b"\x89PNG"),
        ("a.dot", b"digraph "),
        ("a.gv", b"digraph "),
        ("a.mermaid", b"---\ntitle: "),
        ("deep/er/a.mmd", b"---\ntitle: "),
    ],
)
def test_the_ending_says_what_is_written(run: Run, name: str, begins: bytes) -> None:
    done = run("neighbourhood", "--of", "tool/mailer", "-o", name)
    assert (done.exit_code, done.output) == (0, f"Wrote {name}.\n")
    assert Path(name).read_bytes().startswith(begins)


def test_standard_output(run: Run) -> None:
    done = run("landscape", "-o", "-", "--format", "svg")
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"<svg ")
    assert done.stdout_bytes.endswith(b"</svg>\n")
    assert run("landscape", "-o", "-").exit_code == 2
    assert run("landscape", "-o", "-", "--format", "png").stdout_bytes.startswith(b"\x89PNG")


def test_a_format_that_is_named_counts_more_than_the_ending(run: Run) -> None:
    assert run("landscape", "-o", "a.txt", "--format", "dot").exit_code == 0
    assert Path("a.txt").read_text("utf-8").startswith("digraph ")
    done = run("landscape", "-o", "a.txt")
    assert done.exit_code == 2
    assert "'a.txt' does not say what to write" in done.output


def test_both_engines_draw(run: Run) -> None:
    if not _has_dot():
        pytest.skip("native Graphviz (the program dot) is not installed on this machine")
    run("neighbourhood", "--of", "tool/mailer", "-o", "wasm.svg")
    done = run("neighbourhood", "--of", "tool/mailer", "-o", "dot.svg", "--engine", "dot")
    assert done.exit_code == 0, done.output
    assert Path("dot.svg").read_bytes().count(b"sb-node") == Path("wasm.svg").read_bytes().count(b"sb-node")


def _has_dot() -> bool:
    return shutil.which("dot") is not None


def test_the_audience_decides_what_is_shown(run: Run) -> None:
    run("landscape", "-o", "internal.svg")
    run("landscape", "-o", "public.svg", "--audience", "public")
    assert "Secret" in Path("internal.svg").read_text("utf-8")
    assert "Secret" not in Path("public.svg").read_text("utf-8")


def test_conditions_are_taken_together(run: Run) -> None:
    where = ["--where", "category=email_marketing,data_warehouse", "--where", "not.vendor=in_house"]
    assert run("landscape", *where, "-o", "a.mermaid").exit_code == 0
    text = Path("a.mermaid").read_text("utf-8")
    assert "tool_mailer" in text
    assert "tool_warehouse" not in text


def test_all_mistakes_are_said_at_once(run: Run) -> None:
    done = run("neighborhood", "--of", "x", "--where", "crm", "--where", "categroy=crm", "-o", "a.svg")
    assert done.exit_code == 2
    assert "VIEW: there is no view 'neighborhood'. Did you mean 'neighbourhood'?" in done.output
    assert "--where: 'crm' is no condition" in done.output
    assert "--where: 'categroy' is not a key of a tool. Did you mean 'category'?" in done.output
    of = run("neighbourhood", "--of", "tool/maler", "--depth", "7", "--overlay", "owner", "-o", "a.svg")
    assert "--of: there is no tool 'maler'. Did you mean 'mailer'?" in of.output
    assert "--depth: '7' is no depth. Write '1' or '2'." in of.output
    assert "--overlay: the view 'neighbourhood' cannot be coloured" in of.output
    assert not Path("a.svg").exists()


def test_what_cannot_be_drawn_is_said_in_plain_words(run: Run, tmp_path: Path) -> None:
    done = run("landscape", "--where", "category=seo", "-o", "a.svg")
    assert done.exit_code == 1
    assert "Not drawn: There is nothing to show. Only these tools: Category: SEO." in done.output
    assert not Path("a.svg").exists()
    assert run("hubs", "-o", "a.svg", "--stack", "nowhere").exit_code == 2
    (tmp_path / "full").write_text("x", encoding="utf-8")
    done = run("landscape", "-o", "full/a.svg")
    assert done.exit_code == 2
    assert "cannot be written" in done.output


def test_a_stack_with_errors_is_drawn_with_a_word_about_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "stack" / "tools" / "broken.yml").write_text("name: [", encoding="utf-8")
    done = run("landscape", "-o", "a.svg")
    assert done.exit_code == 0
    assert "stackbook check" in done.stderr


_ALL = """
from click.testing import CliRunner
from stackbook.cli import main
for kind in ("svg", "png", "dot", "mermaid"):
    arguments = ["draw", "neighbourhood", "--of", "tool/mailer", "-o", "-", "--format", kind]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    print(done.stdout_bytes)
"""


def test_the_same_stack_gives_the_same_bytes_in_every_process(tmp_path: Path, engine_cache: Path) -> None:
    Project(tmp_path).stack(small_stack())
    _use_cache(tmp_path, engine_cache)
    said = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PATH": ""}
        command = [sys.executable, "-c", _ALL]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1
    assert "PNG" in said.pop()
