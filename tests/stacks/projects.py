"""Projects for tests: a stack, hand-written pages and settings in a folder, and the build that makes a site of it."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.utils.yaml import get_yaml_loader

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ("mkdocs.yml", "docs", "stack")


@dataclass
class Site:
    """A built site and what the build said."""

    folder: Path
    said: list[tuple[str, str]] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What was said as a warning or worse."""
        return [words for level, words in self.said if level in ("WARNING", "ERROR", "CRITICAL")]

    def text(self, path: str) -> str:
        """One file's text."""
        return (self.folder / path).read_text(encoding="utf-8")

    def json(self, path: str) -> Any:
        """One file's data."""
        return json.loads(self.text(path))

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return (self.folder / path).is_file()

    def files(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        found = sorted(p for p in self.folder.rglob("*") if p.is_file())
        return {p.relative_to(self.folder).as_posix(): p.read_bytes() for p in found}


class Project:
    """A folder with ``mkdocs.yml``, ``docs/`` and ``stack/``."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.settings: dict[str, Any] = {
            "site_name": "Test site",
            "theme": {"name": "material", "font": False, "features": ["navigation.tabs"]},
        }
        self.plugin: dict[str, Any] = {"cache": False} if cache is None else {"cache_dir": str(cache)}
        self.plugin["reference"] = False  # many pages, the same for every stack
        (folder / "docs").mkdir(parents=True, exist_ok=True)

    def write(self, path: str, content: str | dict[str, Any] | list[Any]) -> Path:
        """Write a file; values become YAML (JSON is YAML, and never needs guessing about quotes)."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        target.write_text(text, encoding="utf-8")
        return target

    def stack(self, entities: dict[str, dict[str, Any] | list[Any]]) -> Project:
        """Write files of the stack: ``tools/braze`` to its values."""
        for path, values in entities.items():
            self.write(f"stack/{path}.yml", values)
        return self

    def configure(self) -> Path:
        """Write ``mkdocs.yml``."""
        settings = {"plugins": ["search", {"stackbook": self.plugin}], **self.settings}
        return self.write("mkdocs.yml", settings)

    def build(self, into: str = "site", strict: bool = False) -> Site:
        """Build in this process."""
        config = self.configure()
        with _listening() as said:
            # `build` counts warnings with a handler of its own when it is strict.
            loaded = load_config(config_file=str(config), site_dir=str(self.folder / into), strict=strict)
            loaded.plugins.on_startup(command="build", dirty=False)
            try:
                build(loaded)
            finally:
                loaded.plugins.on_shutdown()
        return Site(self.folder / into, said)

    def run(self, *arguments: str, program: str = "mkdocs", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the program in a process of its own, the way people do."""
        self.configure()
        return run(self.folder, *arguments, program=program, **environment)


def run(folder: Path, *arguments: str, program: str = "mkdocs", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs`` or a program like it in a folder."""
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


INTERNAL = {
    "tools": {"google-meridian"},
    "integrations": {"snowflake-to-meridian-spend"},
    "reviews": {"meridian-security", "meridian-architecture", "mix-model-data"},
    "initiatives": {"mix-model"},
    "kpis": {"mix-model-error"},
}
"""What the example keeps to itself: a tool that is not decided on, and what hangs on it."""


def public_ids(kind_folder: str) -> set[str]:
    """The ids of the example's entities in a folder that a public site shows."""
    found: set[str] = set()
    for file in (ROOT / "stack" / kind_folder).glob("*.yml"):
        written = yaml.safe_load(file.read_text("utf-8"))
        found |= {one["id"] for one in written} if isinstance(written, list) else {file.stem}
    return found - INTERNAL.get(kind_folder, set())


def copy_example(folder: Path) -> Path:
    """The example of this repository in a folder of its own."""
    for name in EXAMPLE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


def set_option(folder: Path, settings: dict[str, Any] | None = None, plugin: dict[str, Any] | None = None) -> None:
    """Change the example's ``mkdocs.yml``, in a copy."""
    path = folder / "mkdocs.yml"
    known = yaml.load(path.read_text(encoding="utf-8"), get_yaml_loader()) | (settings or {})
    if plugin is not None:
        ours = next((p["stackbook"] for p in known["plugins"] if isinstance(p, dict) and "stackbook" in p), {})
        known["plugins"] = [
            {"stackbook": {**ours, **plugin}} if (p == "stackbook" or "stackbook" in p) else p for p in known["plugins"]
        ]
    path.write_text(yaml.safe_dump(known), encoding="utf-8")


def once(root: Path, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is made by the first who asks for it; others, in other processes, wait for it.

    Args:
        root: folder that all processes of this run share.
        name: of the folder.
        make: fills it.
    """
    target, claim, done = root / name, root / f"{name}.claimed", root / f"{name}.done"
    try:
        claim.mkdir(parents=True)
    except FileExistsError:
        wait_for(lambda: done.is_file(), f"{name} to be made by another test process", 300)
        if done.read_text(encoding="utf-8") != "made":
            raise AssertionError(f"{name} could not be made; see the other failures") from None
        return target
    outcome = "failed"
    try:
        target.mkdir()
        make(target)
        outcome = "made"
    finally:
        half = root / f"{name}.half"
        half.write_text(outcome, encoding="utf-8")
        half.replace(done)
    return target


def wait_for(happened: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Ask again until something has happened; what it gave. Fails when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := happened():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds:g} seconds for {what}")


@contextmanager
def _listening() -> Iterator[list[tuple[str, str]]]:
    said: list[tuple[str, str]] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append((record.levelname, record.getMessage()))

    logger, ear = logging.getLogger("mkdocs"), Ear()
    level = logger.level
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.setLevel(level)
