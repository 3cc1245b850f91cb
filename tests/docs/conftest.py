"""One build of the guide that all tests here look at, with the little stack that the guide itself begins with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from guide_text import GUIDE, ROOT, full_examples, write_all

Build = Callable[[Path], Path]


@pytest.fixture(scope="session")
def build() -> Build:
    """Builds the project in a folder, strictly, and gives the folder of its site."""

    def run(project: Path) -> Path:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=project,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return project / "site"

    return run


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages and settings of this project, and the stack of *Start with your own stack*."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    write_all(full_examples(GUIDE / "your-own-stack.md"), folder)
    return folder


@pytest.fixture(scope="session")
def site(project: Path, build: Build) -> Path:
    """The built site of `project`."""
    return build(project)
