"""Sites that many tests look at, built once for all processes of a run; imported by the conftest of each folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from projects import Project, Site, copy_example, once, run, set_option
from small import small_stack


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def cache(shared: Path) -> Path:
    """A cache that the small sites share, so that each does not compile the layout engine anew."""
    folder = shared / "stackbook-cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Project:
    """A project with the small stack."""
    return Project(tmp_path / "project", cache).stack(small_stack())


def _example(shared: Path, name: str, settings: dict[str, object]) -> Site:
    def make(folder: Path) -> None:
        copy_example(folder / "project")
        set_option(folder / "project", settings)
        done = run(folder / "project", "build", "--strict", "--site-dir", str(folder / "site"), PYTHONHASHSEED="1")
        assert done.returncode == 0, done.stderr[-4000:]
        assert "WARNING" not in done.stderr, done.stderr[-4000:]

    return Site(once(shared, name, make) / "site")


@pytest.fixture(scope="session")
def example(shared: Path) -> Site:
    """The example, built strictly, with addresses that end in a slash."""
    return _example(shared, "example", {})


@pytest.fixture(scope="session")
def example_files(shared: Path) -> Site:
    """The example, built strictly, with addresses that end in ``.html``."""
    return _example(shared, "example-files", {"use_directory_urls": False})


@pytest.fixture(scope="session")
def small(shared: Path, cache: Path) -> Site:
    """The small stack's site."""

    def make(folder: Path) -> None:
        Project(folder, cache).stack(small_stack()).build(strict=True)

    return Site(once(shared, "small", make) / "site")
