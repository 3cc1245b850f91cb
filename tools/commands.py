"""What each command of ``tools/dev.py`` does. Standard library only: it has to run before anything is installed."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import chromium
import frontend
import lockfiles
from environment import ROOT, VENV, ProblemError, ensure, run, say, venv_env, venv_program, venv_python

Arguments = Sequence[str]


@dataclass(frozen=True)
class Command:
    """A command: what it does, in one line, and the function that does it and gives the exit code."""

    help: str
    do: Callable[[Arguments], int]


def serve(arguments: Arguments) -> int:
    """Serves the site until Ctrl-C; ``HOST`` and ``PORT`` say where."""
    ensure("site")
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [str(venv_program("mkdocs")), "serve", "--livereload", "--dev-addr", address, *arguments]
    if os.name == "posix":  # MkDocs takes our place, so that a signal to us is a signal to it
        os.chdir(ROOT)
        os.execve(command[0], command, venv_env())  # noqa: S606 - no shell is the point
    return run(command)


def site(arguments: Arguments) -> int:
    """Builds the site; a warning is an error."""
    ensure("site")
    return run([venv_program("mkdocs"), "build", "--strict", *arguments])


def check(arguments: Arguments) -> int:
    """Runs every check, also after one has failed, so that one run shows all there is to put right."""
    ensure("dev")
    return _check(arguments)


def test(arguments: Arguments) -> int:
    """Runs the checks, then the tests. The tests' closing line is the last that is said."""
    ensure("dev")
    browser = chromium.ensure_chromium(venv_python())
    code = _check([])
    if code:
        say("Some checks failed: see above. The tests run all the same.")
    env = venv_env() | {"STACKBOOK_CHROMIUM": str(browser)}
    workers = os.environ.get("STACKBOOK_WORKERS") or str(min(4, _processors()))
    pytest: list[str | Path] = [venv_program("pytest"), "-n", workers, "--dist", "loadgroup", *arguments]
    return run(pytest, env=env) or code


def bench(arguments: Arguments) -> int:
    """Runs the benchmarks; ``SIZE`` says how big an inventory."""
    ensure("dev")
    size = [os.environ["SIZE"]] if os.environ.get("SIZE") else []
    return run([venv_python(), "benchmarks/run.py", *size, *arguments]) or run([venv_python(), "benchmarks/lineage.py"])


def lock(arguments: Arguments) -> int:
    """Writes the lock files anew. What is locked stays; ``--upgrade`` takes the newest."""
    if not venv_program("uv").exists():  # lock files that cannot be installed can still be written anew
        ensure("dev")
    return lockfiles.write(arguments)


def setup(arguments: Arguments) -> int:
    """Makes ``.venv`` ready and gets a browser, so that all the rest works without a network."""
    del arguments
    ensure("dev")
    say(f"Ready. The browser of the tests: {chromium.ensure_chromium(venv_python())}")
    return 0


def clean(arguments: Arguments) -> int:
    """Removes what was built. Keeps what was fetched (.venv, packages, the browser), unless ``--all`` is said."""
    everything = "--all" in arguments
    built = ("site", "dist", "build", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")
    doomed = [*(ROOT / name for name in (*built, ".import_linter_cache")), frontend.BUILT, frontend.FONTS]
    fetched = (chromium.ROOTLESS, chromium.PLAYWRIGHT_BROWSERS, chromium.DRIVER_LIBRARIES, frontend.CACHE)
    kept = () if everything else fetched
    if chromium.CACHE.is_dir():
        doomed += [path for path in chromium.CACHE.iterdir() if path not in kept]
    for top in ("plugins", "tests", "tools", "benchmarks"):
        doomed += (ROOT / top).rglob("__pycache__")
    for path in [*doomed, *([VENV] if everything else [])]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


def show_help(arguments: Arguments) -> int:
    """Lists the commands."""
    del arguments
    say("make COMMAND, or python3 tools/dev.py COMMAND\n")
    for name, command in COMMANDS.items():
        say(f"  {name:8} {command.help}")
    say('\nMore for the program behind a command: make test ARGS="-k roadmap"')
    return 0


COMMANDS = {
    "serve": Command("set up, then show the site, live (HOST and PORT say where; 127.0.0.1:8000)", serve),
    "test": Command("set up, get a browser, then run the checks and every test", test),
    "check": Command("lint, types, layers, lock files, and the YAML of stack/", check),
    "site": Command("build the site into site/ (strict)", site),
    "bench": Command("run the benchmarks (SIZE=1000)", bench),
    "lock": Command("write the lock files anew (ARGS=--upgrade for the newest)", lock),
    "setup": Command("only set up: .venv and a browser", setup),
    "clean": Command("remove what was built (ARGS=--all: .venv and the browser too)", clean),
    "help": Command("this list", show_help),
}


def main(arguments: Arguments) -> int:
    """Runs the command that the arguments name.

    Returns:
        The exit code: that of the program behind the command, or 1 with a plain sentence.
    """
    parser = argparse.ArgumentParser(prog="tools/dev.py", add_help=False)
    parser.add_argument("command", nargs="?", default="help")
    known, rest = parser.parse_known_args(list(arguments))
    command = COMMANDS.get("help" if {"-h", "--help"} & set(arguments[:1]) else known.command)
    if command is None:
        say(f"There is no command {known.command}. The commands are: {', '.join(COMMANDS)}.")
        return 2
    try:
        return command.do([part for part in rest if part != "--"])
    except (ProblemError, chromium.BrowserMissingError) as problem:
        print(problem, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


def _processors() -> int:
    """How many processors this program may use, which in a container are fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(arguments: Arguments) -> int:
    steps: list[tuple[str, list[str]]] = [
        ("ruff check", ["ruff", "check", "."]),
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("mypy", ["mypy"]),
        ("layers", ["lint-imports", "--no-logo", "--no-cache"]),
        *_own_steps(),
    ]
    failed = []
    for name, command in steps:
        say(f"== {name}: {shlex.join(command)}")
        if run([venv_program(command[0]), *command[1:], *arguments]):
            failed.append(name)
    say("== lock files")
    if stale := lockfiles.problem():
        say(stale)
        failed.append("lock files")
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _own_steps() -> list[tuple[str, list[str]]]:
    """Stackbook's checks of its own example."""
    return [
        ("the stack", ["stackbook", "check", "stack"]),
        ("the schema", ["stackbook", "schema", "--check"]),
    ]
