"""Stacks in a few lines, examined: what the tests of lineage ask about."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from in_short import Told, tell


@pytest.fixture
def tell_of(tmp_path: Path) -> Told:
    """Writes a stack given in short and examines it."""

    def make(case: dict[str, object]) -> object:
        return tell(case, tmp_path / "stack")

    return make
