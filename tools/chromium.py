"""Finds a browser for the tests, and gets one where there is none. Standard library only.

The order: the program that ``STACKBOOK_CHROMIUM`` names, a Chromium or Chrome on the path, one that this file got
earlier (in ``.cache``). ``STACKBOOK_IGNORE_SYSTEM_BROWSER=1`` leaves the path out, to try the ways to get one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import debian

CACHE = Path(__file__).resolve().parent.parent / ".cache"
PLAYWRIGHT_BROWSERS = CACHE / "playwright"
ROOTLESS = CACHE / "chromium"
DRIVER_LIBRARIES = CACHE / "driver"

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IN_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)

# The tests' own settings. A browser that runs as root, or in a container, has no sandbox; it sees our own pages only.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

HOW_TO_GET_ONE = (
    "Install Chromium or Chrome (on Debian: apt-get install chromium), or name one: "
    "STACKBOOK_CHROMIUM=/path/to/chrome make test"
)


class BrowserMissingError(Exception):
    """There is no browser that starts. The message says what was tried and what to do."""


def find_chromium() -> Path | None:
    """The browser to use.

    Returns:
        Its program, or None where there is none yet.

    Raises:
        BrowserMissingError: Where ``STACKBOOK_CHROMIUM`` names something that is no program.
    """
    return next(_candidates(), None)


def ensure_chromium(python: Path) -> Path:
    """The browser to use, fetched first where there is none. It has been started once: it works.

    Args:
        python: The Python of ``.venv``, which has Playwright.

    Returns:
        The browser's program.

    Raises:
        BrowserMissingError: Where no browser starts and none can be had.
    """
    if problem := _ensure_driver(python):
        raise BrowserMissingError(f"Playwright, which drives the browser of the tests, does not start: {problem}")
    problems: list[str] = []
    if found := _first_that_starts(problems):
        return found
    for name, get in _ways(python):
        print(f"There is no browser for the tests yet. Getting one: {name} ...", flush=True)
        if problem := get():
            problems.append(f"{name}: {problem}")
        elif found := _first_that_starts(problems):
            return found
    tried = "".join(f"\n- {problem}" for problem in dict.fromkeys(problems))
    raise BrowserMissingError(f"The tests need a browser, and none could be had.{tried}\n{HOW_TO_GET_ONE}")


def driver_environment() -> dict[str, str]:
    """What Playwright's driver needs in its environment to start here: nothing on most machines."""
    folders = [str(DRIVER_LIBRARIES / path) for path in debian.library_folders(DRIVER_LIBRARIES)]
    if not folders:
        return {}
    return {"LD_LIBRARY_PATH": ":".join([*folders, *filter(None, [os.environ.get("LD_LIBRARY_PATH")])])}


def _ensure_driver(python: Path) -> str | None:
    """Makes sure that Playwright's driver starts: its Node needs libatomic, which a small Debian lacks."""

    def trouble() -> str | None:
        return debian.quietly([str(python), "-m", "playwright", "--version"], **driver_environment())

    problem = trouble()
    if problem is None or not ("libatomic" in problem and debian.has_apt()):
        return problem
    print("Playwright needs the library libatomic. Getting it ...", flush=True)
    if debian.is_root():
        return debian.install("libatomic1") or trouble()
    return debian.unpack(["libatomic1"], DRIVER_LIBRARIES) or trouble()


def _candidates() -> Iterator[Path]:
    """Every browser that is there, the preferred first."""
    if named := os.environ.get("STACKBOOK_CHROMIUM"):
        program = shutil.which(named)
        if program is None:
            raise BrowserMissingError(f"STACKBOOK_CHROMIUM names {named}, which is no program that can be run.")
        yield Path(program)
        return
    if not os.environ.get("STACKBOOK_IGNORE_SYSTEM_BROWSER"):
        yield from (Path(program) for name in (*ON_PATH, *IN_PLACES) if (program := shutil.which(name)))
    if os.access(ROOTLESS / "chromium", os.X_OK):
        yield ROOTLESS / "chromium"
    for pattern in ("headless_shell", "chrome-headless-shell", "headless_shell.exe", "chrome-headless-shell.exe"):
        yield from sorted(PLAYWRIGHT_BROWSERS.glob(f"chromium_headless_shell-*/*/{pattern}"), reverse=True)


def _first_that_starts(problems: list[str]) -> Path | None:
    """The first candidate that shows a page; says of the others why not. Ubuntu's, for one, may be an empty shell."""
    for program in _candidates():
        problem = _trouble_starting(program)
        if problem is None:
            return program
        problems.append(f"{program} does not start: {problem}")
    return None


def _trouble_starting(program: Path) -> str | None:
    with tempfile.TemporaryDirectory(prefix="stackbook-browser-", ignore_cleanup_errors=True) as profile:
        command = [str(program), "--headless", *ARGUMENTS, f"--user-data-dir={profile}", "--dump-dom", "data:,ready"]
        try:
            answer = subprocess.run(
                command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=120,
                check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as problem:
            return str(problem)
    if "ready" in answer.stdout:
        return None
    return (answer.stderr.strip().splitlines() or [f"exit code {answer.returncode}"])[-1]


def _ways(python: Path) -> Iterator[tuple[str, Callable[[], str | None]]]:
    """The ways to get a browser on this machine. Each gives None, or what went wrong."""
    if debian.has_real_chromium():
        # With the system's browser left out, installing it there would change nothing.
        if debian.is_root() and not os.environ.get("STACKBOOK_IGNORE_SYSTEM_BROWSER"):
            yield "apt-get install chromium", lambda: debian.install("chromium")
        yield "Debian's Chromium, unpacked into .cache/chromium", _unpack_chromium
    yield "playwright install chromium-headless-shell", lambda: _install_with_playwright(python)


def _install_with_playwright(python: Path) -> str | None:
    deps = ["--with-deps"] if debian.is_root() and debian.has_apt() else []
    command = [str(python), "-m", "playwright", "install", *deps, "chromium-headless-shell"]
    return debian.quietly(command, PLAYWRIGHT_BROWSERS_PATH=str(PLAYWRIGHT_BROWSERS), **driver_environment())


def _unpack_chromium() -> str | None:
    problem = debian.unpack(["chromium", "chromium-common"], ROOTLESS)
    if problem is None:
        folders = ":".join(f"$here/{path}" for path in debian.library_folders(ROOTLESS))
        (ROOTLESS / "fonts.conf").write_text(FONTS, encoding="utf-8")
        start = ROOTLESS / "chromium"
        start.write_text(START.format(libraries=folders), encoding="utf-8")
        start.chmod(0o755)
    return problem


START = """\
#!/bin/sh
# Written by tools/chromium.py: starts the Chromium that is unpacked beside this file.
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/root/usr/lib/chromium/chromium" "$@"
"""

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">root/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
