"""Scenes from small stacks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackbook.drawing import IconFinder, IconSet
from stackbook.examine import examine
from stackbook.graph import build_graph
from stackbook.pages.book import collect_icons
from stackbook.views.scene import Scene

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

BASE = {"stack": {"name": "Petals"}, "teams/crm": {"name": "CRM", "kind": "marketing", "channel": "#crm"}}


@pytest.fixture
def scene(tmp_path: Path) -> Callable[[dict[str, Any]], Scene]:
    """A scene from entities: ``tools/braze`` to its values. A team `crm` is always there."""

    def make(entities: dict[str, Any]) -> Scene:
        for path, values in {**BASE, **entities}.items():
            file = tmp_path / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
        done = examine(tmp_path)
        assert done.errors == (), done.errors
        keys, _ = collect_icons(done.inventory, IconSet(), IconFinder())
        return Scene(done.inventory, build_graph(done.inventory), keys)

    return make
