"""Repositories made with the git program itself, which is the measure of what ours reads."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Git:
    """A repository.

    Attributes:
        folder: Its top folder.
    """

    folder: Path

    def __call__(self, *words: str, date: str = "2027-01-15T12:00:00+00:00") -> str:
        """Runs git, gives what it says."""
        who = {f"GIT_{one}_{what}": "a@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(self.folder)}
        env = {"PATH": os.environ["PATH"], **who, **dates, **nothing}
        told = subprocess.run(["git", *words], cwd=self.folder, env=env, check=True, capture_output=True, text=True)
        return told.stdout.strip()

    def write(self, path: str, text: str) -> None:
        """Writes a file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, day: str, **files: str) -> str:
        """Commits files (`__` stands for a slash) on a day; gives the id."""
        for path, text in files.items():
            self.write(f"{path.replace('__', '/')}.yml", text)
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", day, date=day if "T" in day else f"{day}T12:00:00+00:00")
        return self("rev-parse", "HEAD")


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """An empty repository in a folder with a space in its name."""
    folder = tmp_path / "a project"
    folder.mkdir()
    made = Git(folder)
    made("init", "-q", "-b", "main")
    return made
