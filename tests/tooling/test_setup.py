"""The set-up: lock files that anybody can install, and the sentences people get when something is missing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import chromium
import commands
import lockfiles

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements/site.txt", ROOT / "requirements/dev.txt"]
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?P<marker> ; [^\\]+)? \\$")


def pins(lock: Path) -> dict[str, str]:
    found = (PIN.match(line) for line in lock.read_text(encoding="utf-8").splitlines())
    return {match["name"]: match["version"] for match in found if match}


def dev(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/dev.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_lock_files_fit_what_they_are_made_from():
    assert lockfiles.problem() is None


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_packages_and_hashes_and_no_address(lock):
    packages = 0
    for line in lock.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("#") or re.fullmatch(r"--hash=sha256:[0-9a-f]{64}( \\)?", text):
            assert "/" not in text.replace("requirements/", "")
            continue
        assert PIN.match(line), line
        packages += 1
    assert packages > 40


def test_the_site_is_tested_with_the_versions_it_is_built_with():
    site, everything = pins(LOCKS[0]), pins(LOCKS[1])
    assert site.items() <= everything.items()


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    names = {re.split(r"[^A-Za-z0-9_.-]", text, maxsplit=1)[0].lower() for text in wanted}
    assert names <= set(pins(LOCKS[0]))


def test_every_package_that_stackbook_imports_is_a_dependency():
    """What comes along with another package today may be gone tomorrow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {plain(re.split(r"[^\w.-]", text, maxsplit=1)[0]) for text in project["project"]["dependencies"]}
    declared.add("pydantic-core")  # pydantic names one exact version of it
    providers = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT).as_posix()} imports {module}"
        for path in sorted((ROOT / "plugins").rglob("*.py"))
        for module in imported(path) - sys.stdlib_module_names - {"stackbook"}
        if not declared & {plain(name) for name in providers.get(module, [])}
    }
    assert undeclared == set()


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_help_lists_every_command_and_make_has_the_same():
    answer = dev("help")
    assert answer.returncode == 0
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = re.search(r"^COMMANDS := (.*)$", makefile, re.MULTILINE)
    assert listed
    assert set(listed[1].split()) == set(commands.COMMANDS)
    assert all(f"  {name} " in answer.stdout for name in commands.COMMANDS)


def test_an_unknown_command_is_answered_with_those_there_are():
    answer = dev("tests")
    assert answer.returncode == 2
    assert "There is no command tests. The commands are: serve, test" in answer.stdout


def test_a_browser_that_is_named_but_not_there_is_a_plain_failure(monkeypatch):
    monkeypatch.setenv("STACKBOOK_CHROMIUM", "/no/such/browser")
    with pytest.raises(chromium.BrowserMissingError, match="STACKBOOK_CHROMIUM names /no/such/browser"):
        chromium.find_chromium()


def test_the_commands_run_before_anything_is_installed():
    """With no site packages at all, the programs of tools/ can be read: they import nothing that is not Python's."""
    code = "import sys; sys.path.insert(0, 'tools'); import commands"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, check=True)
