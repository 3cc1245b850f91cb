"""Writes the lock files, for pip and for npm, and knows whether they are up to date. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import frontend
from environment import REQUIREMENTS, ROOT, ProblemError, read_pyproject, run, say, venv_env, venv_program, venv_python

LEVELS = {"site": ("site.in",), "dev": ("site.in", "dev.in")}
HEADING = "# Written by: make lock. Do not edit. Inputs: sha256:{digest}\n"
PYTHON = "3.11"  # the oldest that Stackbook runs on


def problem() -> str | None:
    """A sentence about lock files that do not fit what they are made from; None where all is well."""
    for level in LEVELS:
        lock = REQUIREMENTS / f"{level}.txt"
        if not lock.exists() or not lock.read_text(encoding="utf-8").startswith(_heading(level)):
            return f"requirements/{level}.txt is older than pyproject.toml or requirements/*.in. Run: make lock"
    return frontend.lock_problem()


def write(arguments: Sequence[str]) -> int:
    """Compiles the lock files, for all platforms and with hashes.

    Args:
        arguments: More for ``uv pip compile``, such as ``--upgrade`` or ``--upgrade-package=mkdocs``. For
            npm, ``frontend/package.json`` says the versions.

    Returns:
        The exit code.

    Raises:
        ProblemError: Where a lock file would name an address: what is locked must not depend on whose machine it was.
    """
    env = {key: value for key, value in venv_env().items() if not key.startswith(("UV_", "PIP_"))}
    env["UV_NO_CONFIG"] = "1"
    for level, inputs in LEVELS.items():
        target = REQUIREMENTS / f"{level}.txt"
        sources = ["pyproject.toml", *(f"requirements/{name}" for name in inputs)]
        same = ["--constraints", "requirements/site.txt"] if level != "site" else []
        command = [
            *(str(venv_program("uv")), "pip", "compile", "--quiet", "--universal", "--python-version", PYTHON),
            *("--generate-hashes", "--default-index", "https://pypi.org/simple", "--no-header", *same),
            *(*sources, "--output-file", f"requirements/{level}.txt", *arguments),
        ]
        if code := run(command, env=env):
            return code
        text = "".join(
            line for line in target.read_text(encoding="utf-8").splitlines(keepends=True)
            if not line.startswith(HEADING[:20])
        )  # fmt: skip
        if "://" in text or "\n--" in text or str(ROOT) in text:
            raise ProblemError(f"requirements/{level}.txt names an address or a path of this machine.")
        target.write_text(_heading(level) + text, encoding="utf-8")
        say(f"requirements/{level}.txt: {sum('==' in line for line in text.splitlines())} packages")
    try:
        say(f"frontend/package-lock.json: {frontend.lock(venv_python())} packages")
    except frontend.BuildError as problem:
        raise ProblemError(f"{problem}\nThe lock files in requirements/ are written.") from problem
    return 0


def _heading(level: str) -> str:
    project = read_pyproject()
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"], PYTHON]
    for name in LEVELS[level]:
        wanted += (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines()
    lines = [line.partition("#")[0].strip() for line in wanted]
    digest = hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()
    return HEADING.format(digest=digest)
