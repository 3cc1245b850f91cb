"""The example, opened once, to draw all its views from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from projects import ROOT

from stackbook.audience import Audience
from stackbook.site import Opened, SiteOptions, open_book


@pytest.fixture(scope="session")
def engine_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled layout engine, so that it is compiled once for all tests."""
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="session")
def example(engine_cache: Path) -> Opened:
    return open_book(SiteOptions(ROOT / "stack", audience=Audience.INTERNAL, cache_dir=engine_cache))
