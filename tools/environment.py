"""Makes ``.venv``, puts exactly the locked packages into it and builds the front end. Standard library only.

A stamp in ``.venv`` says what is installed. While it is current nothing is done, and no network is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import frontend

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "stackbook-stamp"

Level = Literal["site", "dev"]


class ProblemError(Exception):
    """Something a person has to put right. The message says what and how; no traceback is shown."""


def say(text: str) -> None:
    """Prints a line at once, in the right order with the output of the programs that are run."""
    print(text, flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Runs a program from the project's folder, with nothing on its standard input.

    Args:
        command: The program and its arguments.
        env: The whole environment; the programs of ``.venv`` come first on the path where none is given.

    Returns:
        The program's exit code.
    """
    full = [str(part) for part in command]
    return subprocess.run(full, cwd=ROOT, env=dict(env or venv_env()), stdin=subprocess.DEVNULL, check=False).returncode


def venv_python() -> Path:
    """The Python of ``.venv``, whether it exists or not."""
    return BIN / ("python.exe" if os.name == "nt" else "python")


def venv_program(name: str) -> Path:
    """A program of ``.venv``, such as ``mkdocs``."""
    return BIN / (f"{name}.exe" if os.name == "nt" else name)


def venv_env() -> dict[str, str]:
    """The environment for programs of ``.venv``."""
    env = dict(os.environ)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = str(BIN) + os.pathsep + env.get("PATH", "")
    env.pop("PYTHONHOME", None)
    # Material prints a long notice about the future of MkDocs at every start. CONTRIBUTING.md says where we stand.
    env.setdefault("NO_MKDOCS_2_WARNING", "1")
    return env


def read_pyproject() -> dict[str, Any]:
    """What ``pyproject.toml`` says.

    Raises:
        ProblemError: Where it is no TOML.
    """
    try:
        return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ProblemError(f"pyproject.toml cannot be read: {problem}") from problem


def ensure(level: Level) -> None:
    """Makes sure that all is there that the level needs. Does nothing, offline, where it is already.

    Args:
        level: ``site`` to build the site, ``dev`` to run the checks and the tests too.

    Raises:
        ProblemError: Where pip is missing, the packages cannot be installed, or, for ``dev``, the front end cannot be
            built. Without it the site can be read, but its pictures have no controls.
    """
    stamp = _read_stamp()
    target: Level = "dev" if "dev" in (level, stamp.get("level")) else "site"
    wanted = {"level": target, "home": _home_key(), "packages": _packages_key(target), "project": _project_key()}
    if stamp == wanted and venv_python().exists():
        _build_frontend(level)
        return
    STAMP.unlink(missing_ok=True)
    same_home = stamp.get("home", wanted["home"]) == wanted["home"]
    if not venv_python().exists() or not same_home:
        say(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor} ...")
        _make_venv(empty=not same_home)
        stamp = {}
    if any(stamp.get(key) != wanted[key] for key in ("level", "packages")):
        say(f"Installing the packages of requirements/{target}.txt into .venv ...")
        lock = REQUIREMENTS / f"{target}.txt"
        # Wheels only: building from source would fetch build tools that no lock file names.
        _pip("install", "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock))
        if stamp:  # a .venv that somebody else made keeps what it has
            _remove_unlisted(lock)
    _build_frontend(level)
    # The build tools are in the lock file: no isolation and no index means that nothing is fetched here.
    _pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")


def _build_frontend(level: Level) -> None:
    if frontend.is_current():
        return
    say("Building what the pages run in a browser, from frontend/ ...")
    try:
        frontend.build(venv_python())
    except frontend.BuildError as problem:
        if level == "dev":
            raise ProblemError(str(problem)) from problem
        say(f"{problem}\nUntil then pictures can be read, but not zoomed or saved, and there is no explorer.")


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _home_key() -> str:
    """What a .venv cannot survive a change of: the Python, and the folder (its programs name it)."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {sys.platform} {ROOT}"


def _packages_key(level: Level) -> str:
    return _digest((REQUIREMENTS / f"{level}.txt").read_bytes())


def _project_key() -> str:
    """Changes when the project has to be installed anew: its programs and entry points are written then."""
    project = read_pyproject()
    relevant = {key: project.get(key) for key in ("project", "build-system")}
    return _digest(json.dumps(relevant, sort_keys=True).encode())


def _read_stamp() -> dict[str, str]:
    """What the stamp says; empty where there is none, or one that cannot be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _base_python() -> str:
    """The Python outside any virtual environment: ours has no pip of its own."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _make_venv(*, empty: bool) -> None:
    """Makes ``.venv`` without pip: Debian leaves ``ensurepip`` out, and the pip outside can install into it."""
    command = [_base_python(), "-m", "venv", "--without-pip", *(["--clear"] if empty else []), str(VENV)]
    if run(command, env=os.environ) != 0:
        raise ProblemError(
            "Python could not make the folder .venv (see above). Is this folder writable? On Debian and Ubuntu, "
            "this may help: apt-get install python3-venv"
        )


def _pip_command() -> list[str]:
    """How to call a pip that installs into ``.venv``: the one outside, or else the one that Python brings."""
    outside = [_base_python(), "-m", "pip"]
    answer = subprocess.run(
        [*outside, "--python", str(venv_python()), "--version"], capture_output=True, check=False, cwd=ROOT
    )
    if answer.returncode == 0:
        return [*outside, "--python", str(venv_python())]
    inside = [str(venv_python()), "-m"]
    for probe in (["pip", "--version"], ["ensurepip"]):
        if subprocess.run([*inside, *probe], capture_output=True, check=False, cwd=ROOT).returncode == 0:
            return [*inside, "pip"]
    raise ProblemError(
        "This Python has no pip, so no package can be installed.\n"
        "On Debian and Ubuntu: apt-get install python3-pip\n"
        "Elsewhere: https://pip.pypa.io/en/stable/installation/"
    )


def _pip(*arguments: str) -> None:
    env = dict(os.environ)
    # A person's own settings must not send the packages elsewhere, and nothing may wait for an answer.
    env.pop("PIP_REQUIRE_VIRTUALENV", None)
    env.pop("PIP_TARGET", None)
    env.pop("PIP_PREFIX", None)
    env |= {
        "PIP_USER": "0",
        "PIP_NO_INPUT": "1",
        "PIP_QUIET": "2",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    if run([*_pip_command(), *arguments], env=env) != 0:
        raise ProblemError(
            "pip could not install the packages (see above). The first set-up needs a network connection to a "
            "package index; after that, none. Run the same command again when it is there."
        )


def _remove_unlisted(lock: Path) -> None:
    """Takes out what an older lock file had put in, so that nothing works by accident."""
    listed = {_plain(line.partition("==")[0]) for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line}
    listing = "from importlib.metadata import distributions as d; print(*{i.name for i in d()}, sep='\\n')"
    answer = subprocess.run(
        [venv_python(), "-I", "-c", listing], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    keep = listed | {"stackbook", "pip", "setuptools"}
    extra = sorted(name for name in answer.split() if _plain(name) not in keep)
    if extra:
        _pip("uninstall", "--yes", *extra)


def _plain(name: str) -> str:
    """A package's name the way indexes compare names."""
    return re.sub(r"[-_.]+", "-", name).strip().lower()
