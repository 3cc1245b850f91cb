"""A stack that cannot be used: a build stops with one message, a site that is being looked at stays up."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from projects import Project, wait_for
from small import small_stack, tool


def test_a_build_stops_with_one_message_that_holds_every_problem(project):
    project.write("stack/tools/mailer.yml", tool("Mailer", vendor="postbx", category="emial_marketing", prupose="x"))
    project.write("stack/tools/shop.yml", "name: Shop\n  vendor: [in_house\n")
    project.write("stack/vendors/Post Box.yml", {"name": "Post Box"})
    project.write("stack/integrations/shop-to-mailer.yml", {"name": "Shop to Mailer", "from": "shop", "to": "nowhere"})
    project.write("stack/toolz/x.yml", {"name": "X"})
    done = project.run("build")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith(("ERROR", "CRITICAL"))]
    assert len(said) == 1
    for words in ("postbx", "emial_marketing", "prupose", "shop.yml:", "Post Box", "nowhere", "toolz"):
        assert words in done.stderr, words
    assert "did you mean" in done.stderr.lower()
    assert not (project.folder / "site" / "index.html").exists()


def test_a_strict_build_stops_too_and_warnings_of_rules_do_not_fail_it(project):
    assert project.run("build", "--strict").returncode == 0  # the small stack has findings
    project.write("stack/tools/mailer.yml", "name: [\n")
    assert project.run("build", "--strict").returncode != 0


@pytest.mark.parametrize(
    "content", ["just words\n", "- a\n- list\n", "\x00\x01", "a: 1\na: 2\n", "&a [*a]\n", "%YAML\n"]
)
def test_no_content_of_a_file_gives_a_traceback(project, content):
    project.write("stack/tools/mailer.yml", content)
    done = project.run("build")
    assert "Traceback" not in done.stderr
    assert "mailer" in done.stderr


def test_a_stack_without_its_first_file_says_what_to_write(tmp_path, cache):
    project = Project(tmp_path, cache)
    project.write("stack/tools/mailer.yml", tool("Mailer"))
    done = project.run("build")
    assert done.returncode != 0
    assert "there is no `stack.yml` here" in done.stderr
    assert "Traceback" not in done.stderr


@contextmanager
def serving(project: Project) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`mkdocs serve`, ended afterwards."""
    project.configure()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = (project.folder / "said.txt").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=project.folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=said,
        stderr=said,
        text=True,
    )
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
        said.close()


def page(address: str) -> str:
    """A page's text; "" while it cannot be had."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return ""


def test_a_site_that_is_looked_at_follows_what_is_written(project):
    project.write("docs/guide.md", "# Guide\n\nSee [it](stack:tool/mailer).\n")
    with serving(project) as (address, process):
        mailer, findings = f"{address}tools/mailer/", f"{address}findings/"

        def shows(place: str, words: str, there: bool = True) -> None:
            def looks() -> bool:
                assert process.poll() is None, (project.folder / "said.txt").read_text(encoding="utf-8")
                found = page(place)
                return bool(found) and (words in found) is there

            wait_for(looks, f"{place} {'to say' if there else 'not to say'} {words}")

        shows(mailer, "Mailer does what it does")
        assert 'href="../tools/mailer/"' in page(f"{address}guide/")

        project.write("stack/tools/mailer.yml", tool("Mailer", purpose="Sends flowers."))
        shows(mailer, "Sends flowers.")
        shows(f"{address}tools/", "Sends flowers.")

        project.write("stack/tools/fresh.yml", tool("Fresh one"))
        shows(f"{address}tools/fresh/", "Fresh one")
        assert "Fresh one" in page(f"{address}tools/")

        project.write("stack/tools/mailer.yml", "name: Mailer\nvendor: [postbox\n")
        shows(findings, "Some of what you wrote could not be used")
        assert "tools/mailer.yml:" in page(findings)
        assert "Shop does what it does" in page(f"{address}tools/shop/")

        project.write("stack/tools/mailer.yml", tool("Mailer", purpose="Sends trees.", vendor="postbx"))
        shows(findings, "postbx")
        shows(mailer, "Sends trees.")

        project.write("stack/tools/mailer.yml", small_stack()["tools/mailer"])
        shows(findings, "postbx", there=False)
        shows(mailer, "Mailer does what it does")
        assert "Some of what you wrote could not be used" not in page(findings)

        (project.folder / "stack/tools/fresh.yml").unlink()
        shows(f"{address}tools/", "Fresh one", there=False)
        assert page(f"{address}tools/fresh/") == ""
