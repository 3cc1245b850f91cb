"""Scenes for tests of views: of a stack written in a test, and of the example."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from projects import ROOT

from stackbook.graph import build_graph
from stackbook.inventory import load
from stackbook.views.scene import Scene

SceneOf = Callable[[dict[str, Any]], Scene]


@pytest.fixture
def scene_of(tmp_path: Path) -> SceneOf:
    """Writes a stack and gives its scene."""

    def make(entities: dict[str, Any]) -> Scene:
        for path, values in ({"stack": {"name": "Petals"}} | entities).items():
            file = tmp_path / "stack" / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        return scene(tmp_path / "stack")

    return make


@pytest.fixture(scope="session")
def example() -> Scene:
    """The example's scene."""
    return scene(ROOT / "stack")


def scene(stack: Path) -> Scene:
    """A stack's scene; its mistakes are not looked at."""
    inventory = load(stack, "stack").inventory
    return Scene(inventory, build_graph(inventory))
